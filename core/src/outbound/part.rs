//! What a mail is made of: texts and attached files.

use std::sync::Arc;

use super::transfer::{self, TextTransfer};
use super::{fold, words};
use crate::{Error, Result};

/// The type of a file, such as `application/pdf`; without parameters.
///
/// ```
/// use frontdesk::outbound::MediaType;
/// assert!(MediaType::new("application/pdf").is_ok());
/// assert!(MediaType::new("text/html\r\nBcc: x").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MediaType(String);

impl MediaType {
    /// Takes a type over.
    ///
    /// # Errors
    /// `media_type.malformed` when it is no type, longer than 70 bytes, or one that holds parts of its own
    /// (`multipart/…`, `message/…`): such files travel as [`MediaType::octets`].
    pub fn new(text: &str) -> Result<Self> {
        let is_token = |part: &str| {
            !part.is_empty()
                && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte))
        };
        let lower = text.to_ascii_lowercase();
        match lower.split_once('/') {
            Some((kind, subtype))
                if text.len() <= 70
                    && is_token(kind)
                    && is_token(subtype)
                    && !matches!(kind, "multipart" | "message") =>
            {
                Ok(Self(lower))
            }
            _ => Err(Error::invalid("media_type.malformed", "this is not the type of a file")
                .hint("write it as `application/pdf`, or use `application/octet-stream`")),
        }
    }

    /// Bytes of which nothing is known: `application/octet-stream`.
    #[must_use]
    pub fn octets() -> Self {
        Self("application/octet-stream".to_owned())
    }

    /// The type, in lower case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A file that goes with a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    file_name: String,
    media_type: MediaType,
    content: Arc<[u8]>,
}

impl Attachment {
    /// A file of this name, which may be any text: it is [cleaned](super::header_text) and encoded when written.
    pub fn new(file_name: impl Into<String>, media_type: MediaType, content: impl Into<Arc<[u8]>>) -> Self {
        Self { file_name: file_name.into(), media_type, content: content.into() }
    }

    /// Writes the file with the headers of its part.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        fold::write(out, "Content-Type", [self.media_type.as_str()]);
        fold::write(out, "Content-Transfer-Encoding", ["base64"]);
        let disposition = ["attachment;".to_owned()].into_iter().chain(words::file_name(&self.file_name));
        fold::write(out, "Content-Disposition", disposition);
        out.extend(b"\r\n");
        transfer::write_base64(out, &self.content);
    }
}

/// Writes a text with the headers of its part. The type is `text/plain` or `text/html`.
pub(super) fn write_text(out: &mut Vec<u8>, media_type: &str, text: &str) {
    let transfer = TextTransfer::of(text);
    fold::write(out, "Content-Type", [&format!("{media_type};"), "charset=utf-8"]);
    fold::write(out, "Content-Transfer-Encoding", [transfer.name()]);
    out.extend(b"\r\n");
    transfer.write(out, text);
}

/// Writes the header of a multipart and what comes before its parts.
pub(super) fn begin_multipart(out: &mut Vec<u8>, subtype: &str, boundary: &str) {
    fold::write(out, "Content-Type", [format!("multipart/{subtype};"), format!("boundary=\"{boundary}\"")]);
    out.extend(b"\r\n");
}

/// Writes the line before a part.
pub(super) fn next_part(out: &mut Vec<u8>, boundary: &str) {
    out.extend([b"--", boundary.as_bytes(), b"\r\n"].concat());
}

/// Writes the line behind the last part.
pub(super) fn end_multipart(out: &mut Vec<u8>, boundary: &str) {
    out.extend([b"--", boundary.as_bytes(), b"--\r\n"].concat());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ob_01_a_media_type_is_two_tokens_and_no_container() {
        for text in [
            "",
            "text",
            "text/",
            "/plain",
            "text/plain; a=b",
            "a/b/c",
            "text/plain\r\n",
            "message/rfc822",
            "Multipart/mixed",
        ] {
            assert_eq!(MediaType::new(text).unwrap_err().code(), "media_type.malformed", "{text:?}");
        }
        assert_eq!(MediaType::new("Image/SVG+xml").unwrap().as_str(), "image/svg+xml");
    }
}
