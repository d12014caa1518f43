//! The operations table: everything that can be done with a desk, as data. Bindings and other hosts call it by name with JSON; what they
//! offer to their users is generated from it.
//!
//! ```
//! use frontdesk::api::{Call, dispatch};
//! use frontdesk::store::MemoryStore;
//! use frontdesk::{Frontdesk, Keys, Limits, SystemClock};
//!
//! let frontdesk = Frontdesk::open(MemoryStore::new(), Keys::new(&[7; 32])?, SystemClock, Limits::default());
//! let save = br#"{"role": "agent", "name": "Ada", "addresses": ["ada@desk.example"]}"#;
//! let answer = dispatch(&frontdesk, Call::new("save_person", save))?;
//! assert!(std::str::from_utf8(&answer.json).unwrap().contains(r#""version":1"#));
//!
//! let error = dispatch(&frontdesk, Call::new("save_person", br#"{"role": "agnet"}"#)).unwrap_err();
//! assert_eq!((error.code(), error.path()), ("call.malformed", Some("/role")));
//! # Ok::<(), frontdesk::Error>(())
//! ```

mod answer;
mod call;
#[cfg(feature = "schema")]
mod describe;
#[cfg(feature = "mail")]
mod mail_in;
#[cfg(feature = "sqlite")]
mod open;
#[cfg(feature = "sqlite")]
mod open_store;
mod operations;
mod pages;
#[cfg(feature = "schema")]
mod schema;
#[cfg(test)]
#[cfg(feature = "mail")]
mod wire_tests;

pub use self::answer::BatchAnswer;
#[cfg(feature = "mail")]
pub use self::answer::{Html, IntakeAnswer, RawMail};
pub use self::call::{Answer, Call, Caller, dispatch, read_arguments, write_answer};
#[cfg(feature = "schema")]
pub use self::describe::{Description, OperationDescription, describe};
#[cfg(feature = "mail")]
pub use self::mail_in::MailIn;
#[cfg(feature = "sqlite")]
pub use self::open::{Opening, open};
#[cfg(feature = "sqlite")]
pub use self::open_store::{OpenStore, contained};
pub use self::operations::{OPERATIONS, On, Operation, Paging, typed};
pub use self::pages::{ArrivalPage, CommentPage, EffectPage, EventPage, LogPage, MessagePage};
