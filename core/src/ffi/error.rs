use crate::error::{Detail, Error, ErrorInfo, ErrorKind};

macro_rules! errors {
    ($($(#[$doc:meta])* $kind:ident,)+) => {
        /// What went wrong: one case for each kind, which says what to do about it.
        #[derive(Debug, Clone, PartialEq, Eq, uniffi::Error)]
        pub enum FrontdeskError {
            $(
                $(#[$doc])*
                $kind {
                    /// The stable, dotted code, for example `ticket.not_found`.
                    code: String,
                    /// What is wrong, for people.
                    message: String,
                    /// The JSON Pointer of the bad value.
                    path: Option<String>,
                    /// What to do about it.
                    hint: Option<String>,
                    /// Whether the same call may succeed later without a change.
                    retryable: bool,
                    /// Facts for programs.
                    details: Vec<Detail>,
                },
            )+
        }

        impl From<ErrorInfo> for FrontdeskError {
            fn from(error: ErrorInfo) -> Self {
                let ErrorInfo { kind, code, message, path, hint, retryable, details } = error;
                match kind {
                    $(ErrorKind::$kind => Self::$kind { code, message, path, hint, retryable, details },)+
                }
            }
        }

        impl std::fmt::Display for FrontdeskError {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    $(Self::$kind { code, message, .. } => write!(f, "{message} [{code}]"),)+
                }
            }
        }
    };
}

errors! {
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

impl std::error::Error for FrontdeskError {}

impl From<Error> for FrontdeskError {
    fn from(error: Error) -> Self {
        ErrorInfo::from(&error).into()
    }
}
