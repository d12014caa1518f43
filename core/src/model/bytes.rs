use std::cell::RefCell;
use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The bytes of a mail or a file. In a call through the [operations table](crate::api) they travel beside its JSON, which names their
/// place among the parts of the call; elsewhere they are written as numbers.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Bytes(Vec<u8>);

impl Bytes {
    /// The bytes themselves.
    pub fn into_vec(self) -> Vec<u8> {
        self.0
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// A mail is long, and nobody reads its bytes as numbers.
impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

thread_local! {
    /// The parts of the call that is read or answered on this thread.
    static PARTS: RefCell<Option<Vec<Option<Bytes>>>> = const { RefCell::new(None) };
}

/// Runs `f` while bytes are read from, or written to, the parts of a call. Answers what `f` answers, and the parts that are there then.
pub(crate) fn with_parts<T>(parts: Vec<Bytes>, f: impl FnOnce() -> T) -> (T, Vec<Bytes>) {
    /// Also a panic on the way leaves no parts behind for the next call.
    struct Guard;
    impl Drop for Guard {
        fn drop(&mut self) {
            PARTS.with_borrow_mut(Option::take);
        }
    }
    PARTS.set(Some(parts.into_iter().map(Some).collect()));
    let guard = Guard;
    let answer = f();
    let parts = PARTS.with_borrow_mut(Option::take).unwrap_or_default();
    drop(guard);
    (answer, parts.into_iter().flatten().collect())
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let place = PARTS.with_borrow_mut(|parts| {
            parts.as_mut().map(|parts| {
                parts.push(Some(self.clone()));
                parts.len() - 1
            })
        });
        match place {
            Some(place) => place.serialize(serializer),
            None => self.0.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if PARTS.with_borrow(Option::is_none) {
            return Vec::deserialize(deserializer).map(Self);
        }
        let place = usize::deserialize(deserializer)?;
        // Taken, not copied: a mail may be large, and each part belongs to one place in the JSON.
        let part = PARTS.with_borrow_mut(|parts| parts.as_mut()?.get_mut(place)?.take());
        part.ok_or_else(|| serde::de::Error::custom("the call has no such part, or names it twice"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_travel_beside_json_inside_a_call_only() {
        let mail = Bytes::from(b"Subject: a\r\n".to_vec());
        let (json, parts) = with_parts(Vec::new(), || serde_json::to_string(&[&mail, &mail]).unwrap());
        assert_eq!((json.as_str(), parts.len()), ("[0,1]", 2));
        let (read, _) = with_parts(parts, || serde_json::from_str::<Vec<Bytes>>("[1,0]").unwrap());
        assert_eq!(read, [mail.clone(), mail.clone()]);
        for wrong in ["[1]", "[0,0]", "[-1]"] {
            let read = || serde_json::from_str::<Vec<Bytes>>(wrong);
            assert!(with_parts(vec![mail.clone()], read).0.is_err(), "{wrong}");
        }
        let panicked = std::panic::catch_unwind(|| with_parts(vec![Bytes::default()], || panic!("a fault")));
        assert!(panicked.is_err());
        assert_eq!(serde_json::to_string(&Bytes::from(vec![1, 2])).unwrap(), "[1,2]");
        assert_eq!(serde_json::from_str::<Bytes>("[1,2]").unwrap(), Bytes::from(vec![1, 2]));
    }
}
