//! The host's secret and what is derived from it: for each desk and each purpose a key of its own.
//!
//! No key is ever handed out, printed or serialized; a [`DeskKeys`] only signs and verifies.
//!
//! ```compile_fail
//! let keys = frontdesk::keys::Keys::new(&[7; 32]).unwrap();
//! println!("{keys:?}");
//! ```
//! ```compile_fail
//! fn written(value: impl serde::Serialize) {}
//! written(frontdesk::keys::Keys::new(&[7; 32]).ok().unwrap());
//! ```

use std::sync::{Arc, OnceLock};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::ids::{ContentId, DeskId, Id};
use crate::{Error, Result};

/// A secret has at least so many bytes.
pub const SECRET_MIN_BYTES: usize = 32;

/// So many earlier secrets may still be verified: each costs a look at every token that is read.
pub const EARLIER_SECRETS_MAX: usize = 8;

/// What is kept of a MAC: 128 bits.
pub(crate) const MAC_BYTES: usize = 16;

/// What a key is for. A signature for one purpose means nothing for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    ReplyAddress,
    MessageId,
    BodyMarker,
    ContentSalt,
    Unsubscribe,
    LoopMark,
}

impl Purpose {
    /// Part of the derivation: a changed label is a changed key.
    const fn label(self) -> &'static [u8] {
        match self {
            Self::ReplyAddress => b"reply-address",
            Self::MessageId => b"message-id",
            Self::BodyMarker => b"body-marker",
            Self::ContentSalt => b"content-salt",
            Self::Unsubscribe => b"unsubscribe",
            Self::LoopMark => b"loop-mark",
        }
    }
}

/// The secret of the host, and earlier ones that are still verified but never sign.
///
/// A secret is random bytes that the host keeps: who has it can forge reply addresses. To rotate, give the new
/// one to [`Keys::new`] and the old one to [`Keys::and_earlier`] for as long as old mail should be answerable.
///
/// ```
/// use frontdesk::keys::Keys;
/// # let (old_secret, new_secret) = ([1u8; 32], [2u8; 32]);
/// let keys = Keys::new(&new_secret)?.and_earlier(&old_secret)?;
/// assert_eq!(Keys::new(b"short").err().unwrap().code(), "keys.too_short");
/// # Ok::<(), frontdesk::Error>(())
/// ```
#[derive(Clone)]
pub struct Keys(Arc<HostKeys>);

#[derive(Clone)]
struct HostKeys {
    current: HostKey,
    earlier: Vec<HostKey>,
}

/// One secret, ready to derive from.
#[derive(Clone)]
struct HostKey {
    /// Follows from the secret, so that no host can mix ids up when it rotates. It only narrows down which key
    /// to try: two secrets may share one.
    id: u8,
    derive: Hmac<Sha256>,
}

impl HostKey {
    fn new(secret: &[u8]) -> Result<Self> {
        if secret.len() < SECRET_MIN_BYTES {
            return Err(Error::invalid("keys.too_short", "the secret is too short")
                .hint(format!("give at least {SECRET_MIN_BYTES} random bytes")));
        }
        let root = digest(keyed(b"frontdesk v1: root of desk keys."), &[secret]);
        let derive = keyed(&root);
        let [first, ..] = digest(derive.clone(), &[b"key-id"]);
        Ok(Self { id: first & KEY_ID_MASK, derive })
    }

    /// The key of one desk for one purpose (one block of HKDF's expand step).
    fn purpose_key(&self, purpose: Purpose, desk: DeskId) -> Hmac<Sha256> {
        keyed(&digest(self.derive.clone(), &[b"key/", purpose.label(), b"/", &desk.0.to_be_bytes(), &[1]]))
    }
}

/// Key ids have four bits, to keep tokens short.
pub(crate) const KEY_ID_MASK: u8 = 0x0f;

fn keyed(key: &[u8; 32]) -> Hmac<Sha256> {
    // HMAC fills a short key with zeros up to the block of the hash; with a whole block nothing can fail.
    let mut block = [0; 64];
    block.iter_mut().zip(key).for_each(|(slot, byte)| *slot = *byte);
    Hmac::new(&block.into())
}

fn digest(mut mac: Hmac<Sha256>, parts: &[&[u8]]) -> [u8; 32] {
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

fn shortened(full: [u8; 32]) -> [u8; MAC_BYTES] {
    let mut mac = [0; MAC_BYTES];
    mac.iter_mut().zip(full).for_each(|(slot, byte)| *slot = byte);
    mac
}

impl Keys {
    /// The keys that follow from this secret.
    ///
    /// # Errors
    /// `keys.too_short` below [`SECRET_MIN_BYTES`] bytes.
    pub fn new(secret: &[u8]) -> Result<Self> {
        Ok(Self(Arc::new(HostKeys { current: HostKey::new(secret)?, earlier: Vec::new() })))
    }

    /// Also accepts what this earlier secret has signed.
    ///
    /// # Errors
    /// `keys.too_short` below [`SECRET_MIN_BYTES`] bytes, `keys.too_many` above [`EARLIER_SECRETS_MAX`] secrets.
    pub fn and_earlier(mut self, secret: &[u8]) -> Result<Self> {
        let earlier = &mut Arc::make_mut(&mut self.0).earlier;
        if earlier.len() >= EARLIER_SECRETS_MAX {
            let (count, cap) = (earlier.len() as u64 + 1, EARLIER_SECRETS_MAX as u64);
            return Err(Error::limit("keys.too_many", "the number of earlier secrets", count, cap));
        }
        earlier.push(HostKey::new(secret)?);
        Ok(self)
    }

    /// The keys of one desk. Cheap: nothing is derived before it is used.
    #[must_use]
    pub fn desk(&self, desk: DeskId) -> DeskKeys {
        DeskKeys { desk, host: Arc::clone(&self.0), salts: OnceLock::new() }
    }
}

/// Signs and verifies for one desk. What one desk signs, no other accepts.
#[derive(Clone)]
pub struct DeskKeys {
    desk: DeskId,
    host: Arc<HostKeys>,
    /// The key that salts come from: a mail needs several, so it is derived once.
    salts: OnceLock<Hmac<Sha256>>,
}

impl DeskKeys {
    /// The desk whose keys these are.
    #[must_use]
    pub fn desk(&self) -> DeskId {
        self.desk
    }

    /// The salt for the digest of a content; store it with the content, since a later secret gives another.
    #[must_use]
    pub fn content_salt(&self, content: ContentId) -> [u8; 16] {
        let key = self.salts.get_or_init(|| self.host.current.purpose_key(Purpose::ContentSalt, self.desk));
        shortened(digest(key.clone(), &[&content.to_bytes()]))
    }

    /// Signs what `message` makes of the id of the current key; gives the message and its MAC.
    pub(crate) fn sign<M: AsRef<[u8]>>(
        &self,
        purpose: Purpose,
        message: impl FnOnce(u8) -> M,
    ) -> (M, [u8; MAC_BYTES]) {
        let key = &self.host.current;
        let message = message(key.id);
        let mac = shortened(digest(key.purpose_key(purpose, self.desk), &[message.as_ref()]));
        (message, mac)
    }

    /// Whether a key with this id signed the message for this purpose. Compares in constant time.
    pub(crate) fn verifies(
        &self,
        purpose: Purpose,
        key_id: u8,
        message: &[u8],
        mac: &[u8; MAC_BYTES],
    ) -> bool {
        [&self.host.current].into_iter().chain(&self.host.earlier).filter(|key| key.id == key_id).any(|key| {
            key.purpose_key(purpose, self.desk).chain_update(message).verify_truncated_left(mac).is_ok()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGE: &[u8] = b"a message";

    fn signed(keys: &Keys, desk: u32, purpose: Purpose) -> (u8, [u8; MAC_BYTES]) {
        let mut id = 0;
        let (_, mac) = keys.desk(DeskId(desk)).sign(purpose, |key_id| {
            id = key_id;
            MESSAGE
        });
        (id, mac)
    }

    #[test]
    fn a_short_secret_is_refused() {
        assert_eq!(Keys::new(&[1; 31]).err().unwrap().code(), "keys.too_short");
        let keys = Keys::new(&[1; 32]).ok().unwrap();
        assert_eq!(keys.and_earlier(&[]).err().unwrap().code(), "keys.too_short");
    }

    #[test]
    fn the_number_of_earlier_secrets_is_bounded() {
        let mut keys = Keys::new(&[0; 32]).unwrap_or_else(|error| panic!("{error}"));
        for secret in 1..=EARLIER_SECRETS_MAX {
            keys = keys.and_earlier(&[secret as u8; 32]).ok().unwrap();
        }
        assert_eq!(keys.and_earlier(&[99; 32]).err().unwrap().code(), "keys.too_many");
    }

    #[test]
    fn tk_06_each_desk_and_each_purpose_has_its_own_key() {
        let keys = Keys::new(&[5; 40]).ok().unwrap();
        let (id, mac) = signed(&keys, 1, Purpose::ReplyAddress);
        assert!(keys.desk(DeskId(1)).verifies(Purpose::ReplyAddress, id, MESSAGE, &mac));
        assert!(!keys.desk(DeskId(2)).verifies(Purpose::ReplyAddress, id, MESSAGE, &mac));
        for other in [Purpose::MessageId, Purpose::BodyMarker, Purpose::Unsubscribe, Purpose::LoopMark] {
            assert!(!keys.desk(DeskId(1)).verifies(other, id, MESSAGE, &mac), "{other:?}");
        }
    }

    #[test]
    fn an_earlier_secret_verifies_and_only_the_current_one_signs() {
        let (old, new) = ([1; 32], [2; 32]);
        let before = Keys::new(&old).ok().unwrap();
        let rotated = Keys::new(&new).and_then(|keys| keys.and_earlier(&old)).ok().unwrap();
        let only_new = Keys::new(&new).ok().unwrap();
        let (id, mac) = signed(&before, 1, Purpose::MessageId);
        assert!(rotated.desk(DeskId(1)).verifies(Purpose::MessageId, id, MESSAGE, &mac));
        assert!(!only_new.desk(DeskId(1)).verifies(Purpose::MessageId, id, MESSAGE, &mac));
        assert_eq!(signed(&rotated, 1, Purpose::MessageId), signed(&only_new, 1, Purpose::MessageId));
    }

    #[test]
    fn secrets_that_share_a_key_id_both_verify() {
        let key_id = |secret: u8| HostKey::new(&[secret; 32]).ok().unwrap().id;
        let twin = (1..=255).find(|secret| key_id(*secret) == key_id(0)).unwrap();
        let rotated = Keys::new(&[0; 32]).and_then(|keys| keys.and_earlier(&[twin; 32])).ok().unwrap();
        for secret in [0, twin] {
            let (id, mac) = signed(&Keys::new(&[secret; 32]).ok().unwrap(), 1, Purpose::BodyMarker);
            assert!(rotated.desk(DeskId(1)).verifies(Purpose::BodyMarker, id, MESSAGE, &mac));
        }
    }

    #[test]
    fn the_salt_of_a_content_is_stable_and_its_own() {
        let keys = Keys::new(&[3; 32]).ok().unwrap();
        let salt =
            |desk, content: u8| keys.desk(DeskId(desk)).content_salt(ContentId::from_bytes([content; 16]));
        assert_eq!(salt(1, 1), salt(1, 1));
        assert_ne!(salt(1, 1), salt(1, 2));
        assert_ne!(salt(1, 1), salt(2, 1));
    }
}
