//! Answers that Rust gives in a form of its own.

use serde::Serialize;

use crate::error::ErrorInfo;
use crate::{Receipt, Result};

/// What became of one command of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum BatchAnswer {
    /// It was carried out.
    Done {
        /// Its receipt.
        receipt: Receipt,
    },
    /// It was refused, and left nothing behind.
    Refused {
        /// Why.
        error: ErrorInfo,
    },
}

impl From<Result<Receipt>> for BatchAnswer {
    fn from(answer: Result<Receipt>) -> Self {
        match answer {
            Ok(receipt) => Self::Done { receipt },
            Err(error) => Self::Refused { error: ErrorInfo::from(&error) },
        }
    }
}

#[cfg(feature = "mail")]
pub use mail::{Html, IntakeAnswer, RawMail};

#[cfg(feature = "mail")]
mod mail {
    use serde::Serialize;

    use crate::error::ErrorInfo;
    use crate::intake::sanitize::SafeHtml;
    use crate::model::Bytes;
    use crate::{IntakeReceipt, Result};

    /// What became of one mail of many.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
    #[serde(tag = "type", rename_all = "snake_case")]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
    pub enum IntakeAnswer {
        /// It has its outcome.
        Taken {
            /// What became of it.
            receipt: IntakeReceipt,
        },
        /// It has none yet: its bytes are kept, and it is to be handed in again.
        Failed {
            /// Why.
            error: ErrorInfo,
        },
    }

    impl From<Result<IntakeReceipt>> for IntakeAnswer {
        fn from(answer: Result<IntakeReceipt>) -> Self {
            match answer {
                Ok(receipt) => Self::Taken { receipt },
                Err(error) => Self::Failed { error: ErrorInfo::from(&error) },
            }
        }
    }

    /// HTML that is safe to show.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    #[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
    #[non_exhaustive]
    pub struct Html {
        /// The HTML.
        pub html: String,
        /// Whether the end of the original is missing because it was too large.
        pub truncated: bool,
    }

    impl From<SafeHtml> for Html {
        fn from(html: SafeHtml) -> Self {
            Self { html: html.as_str().to_owned(), truncated: html.truncated() }
        }
    }

    /// A raw mail.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    #[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
    #[non_exhaustive]
    pub struct RawMail {
        /// Its bytes.
        pub bytes: Bytes,
    }
}
