use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

use crate::ids::ContentId;

/// The salted digest of a text or file: proves what was there, tells nothing about it. Written as 32 hex digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Digest([u8; 16]);

impl Digest {
    /// The digest of `bytes` under `salt`: the first half of SHA-256 over both.
    pub fn of(salt: &[u8; 16], bytes: &[u8]) -> Self {
        let hash = Sha256::new().chain_update(salt).chain_update(bytes).finalize();
        let mut short = [0; 16];
        short.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
        Self(short)
    }

    /// The 16 bytes.
    pub fn to_bytes(self) -> [u8; 16] {
        self.0
    }

    /// The digest with these bytes.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }
}

/// Calls `use_it` with the 32 hex digits of a digest.
fn with_hex<T>(bytes: [u8; 16], use_it: impl FnOnce(&str) -> T) -> T {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let mut digits = [b'0'; 32];
    let nibbles = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    for (digit, nibble) in digits.iter_mut().zip(nibbles) {
        *digit = HEX.get(usize::from(nibble)).copied().unwrap_or_default();
    }
    use_it(std::str::from_utf8(&digits).unwrap_or_default())
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        with_hex(self.0, |digits| f.write_str(digits))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        with_hex(self.0, |digits| serializer.serialize_str(digits))
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        let malformed = || serde::de::Error::custom("a digest is 32 hex digits");
        if text.len() != 32 {
            return Err(malformed());
        }
        let mut bytes = [0; 16];
        for (slot, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| malformed())?;
            *slot = u8::from_str_radix(pair, 16).map_err(|_| malformed())?;
        }
        Ok(Self(bytes))
    }
}

/// Where events point to when they mean a text or file: never the text itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct TextRef {
    /// Which content.
    pub id: ContentId,
    /// What it was, salted.
    pub digest: Digest,
}

/// A text in a row: where it is recorded, and the text itself as long as it was not erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Text {
    /// What the events say of it.
    #[serde(flatten)]
    pub content: TextRef,
    /// The text; nothing once it was erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl<'de> Deserialize<'de> for Text {
    /// Derived, it would first keep all members in a list for whoever they belong to: with many texts that took a tenth of a read.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(rename = "Text")]
        struct Flat {
            id: ContentId,
            digest: Digest,
            #[serde(default)]
            text: Option<String>,
        }
        let Flat { id, digest, text } = Flat::deserialize(deserializer)?;
        Ok(Self { content: TextRef { id, digest }, text })
    }
}

impl Text {
    /// The text, or an empty one when it was erased.
    pub fn as_str(&self) -> &str {
        self.text.as_deref().unwrap_or_default()
    }
}

/// A text or file with its salt, as the store keeps it. Erasing deletes both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// Its id.
    pub id: ContentId,
    /// The salt of its digest.
    pub salt: [u8; 16],
    /// The bytes; UTF-8 when it is a text.
    pub bytes: Vec<u8>,
}

impl Content {
    /// The reference that events carry.
    pub fn reference(&self) -> TextRef {
        TextRef { id: self.id, digest: Digest::of(&self.salt, &self.bytes) }
    }
}
