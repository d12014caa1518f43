//! What can go wrong, told to the caller: a coarse [`ErrorKind`] that says what to do, a stable dotted code,
//! the JSON Pointer of the bad value where there is one, and a hint.

use std::fmt;

/// A `Result` whose error is frontdesk's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// What the caller should do about an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum ErrorKind {
    /// There is no such thing, or the actor may not see it (the two look the same on purpose).
    NotFound,
    /// The input makes no sense: fix it and call again.
    Invalid,
    /// Somebody else was first, or the thing is not in a state for that: reload, and decide anew.
    Conflict,
    /// The actor may see the thing, but not do this to it.
    Forbidden,
    /// The store cannot serve the call now: try again later.
    Unavailable,
    /// A counted limit was reached.
    LimitExceeded,
    /// The host called the library in a way it does not allow.
    Usage,
    /// What is stored does not hold together.
    Corrupt,
    /// A fault of frontdesk itself.
    Internal,
}

/// An error of the engine. Messages never contain mail content, addresses or SQL.
///
/// ```
/// use frontdesk::{Error, ErrorKind};
/// let error = Error::invalid("trigger.unknown_field", "there is no field `statsu`")
///     .at("/conditions/all/0/field")
///     .hint("did you mean `status`?");
/// assert_eq!(error.kind(), ErrorKind::Invalid);
/// assert_eq!(error.code(), "trigger.unknown_field");
/// assert_eq!(error.path(), Some("/conditions/all/0/field"));
/// assert!(!error.retryable());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error(Box<Inner>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Inner {
    kind: ErrorKind,
    code: &'static str,
    message: String,
    path: Option<String>,
    hint: Option<String>,
    details: Vec<Detail>,
}

/// One named fact about an error, for programs.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Detail {
    /// What the value is, for example `cap`.
    pub name: String,
    /// The value, as text.
    pub value: String,
}

impl Error {
    /// An error of the given kind and code.
    pub fn new(kind: ErrorKind, code: &'static str, message: impl Into<String>) -> Self {
        let message = message.into();
        Self(Box::new(Inner { kind, code, message, path: None, hint: None, details: Vec::new() }))
    }

    /// Input that makes no sense.
    pub fn invalid(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Invalid, code, message)
    }

    /// Input that names something which is not there.
    pub(crate) fn unknown(code: &'static str, what: &str) -> Self {
        Self::invalid(code, format!("there is no such {what}"))
            .hint("save what is named before what names it")
    }

    /// Nothing there that this actor may see.
    pub fn not_found(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(ErrorKind::NotFound, code, message)
    }

    /// A counted limit was reached; its name, the value and the cap are kept as details.
    pub fn limit(code: &'static str, which: &str, value: u64, cap: u64) -> Self {
        Self::new(ErrorKind::LimitExceeded, code, format!("{which} is {value}, at most {cap} are allowed"))
            .hint("shorten it, or leave some out")
            .detail("limit", which)
            .detail("value", value)
            .detail("cap", cap)
    }

    /// Checks a counted limit.
    pub(crate) fn unless_at_most(code: &'static str, which: &str, count: usize, cap: usize) -> Result<()> {
        if count <= cap { Ok(()) } else { Err(Self::limit(code, which, count as u64, cap as u64)) }
    }

    /// Points to the bad value: a JSON Pointer from the given document.
    #[must_use]
    pub fn at(mut self, path: impl Into<String>) -> Self {
        self.0.path = Some(path.into());
        self
    }

    /// Puts `prefix` before the path, when a part of a larger document was at fault.
    #[must_use]
    pub fn under(mut self, prefix: &str) -> Self {
        let inner = self.0.path.take().unwrap_or_default();
        self.0.path = Some(format!("{prefix}{inner}"));
        self
    }

    /// Says what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// Adds a fact for programs.
    #[must_use]
    pub fn detail(mut self, name: &str, value: impl fmt::Display) -> Self {
        self.0.details.push(Detail { name: name.to_owned(), value: value.to_string() });
        self
    }

    /// What the caller should do.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The stable, dotted code, for example `ticket.not_found`.
    pub fn code(&self) -> &'static str {
        self.0.code
    }

    /// The message, for people.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The JSON Pointer of the bad value.
    pub fn path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    /// What to do about it, where there is something to say.
    pub fn hint_text(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }

    /// Facts for programs.
    pub fn details(&self) -> &[Detail] {
        &self.0.details
    }

    /// Whether the same call may succeed later without a change.
    pub fn retryable(&self) -> bool {
        self.0.kind == ErrorKind::Unavailable || self.0.code == "store.conflict"
    }
}

/// An error as data.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
#[non_exhaustive]
pub struct ErrorInfo {
    /// What the caller should do.
    pub kind: ErrorKind,
    /// The stable, dotted code, for example `ticket.not_found`.
    pub code: String,
    /// What is wrong, for people.
    pub message: String,
    /// The JSON Pointer of the bad value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Whether the same call may succeed later without a change.
    pub retryable: bool,
    /// Facts for programs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<Detail>,
}

impl From<&Error> for ErrorInfo {
    fn from(error: &Error) -> Self {
        Self {
            kind: error.kind(),
            code: error.code().to_owned(),
            message: error.message().to_owned(),
            path: error.path().map(str::to_owned),
            hint: error.hint_text().map(str::to_owned),
            retryable: error.retryable(),
            details: error.details().to_vec(),
        }
    }
}

impl serde::Serialize for Error {
    /// As [`ErrorInfo`].
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        ErrorInfo::from(self).serialize(serializer)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.message)?;
        if let Some(path) = &self.0.path {
            write!(f, " at `{path}`")?;
        }
        if let Some(hint) = &self.0.hint {
            write!(f, " ({hint})")?;
        }
        write!(f, " [{}]", self.0.code)
    }
}

impl std::error::Error for Error {}
