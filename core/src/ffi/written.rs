//! Types that have a written form of their own: that form is what crosses. What cannot be read is told as an error of the call.

use super::error::FrontdeskError;
use crate::Timestamp;
use crate::error::{Error, ErrorInfo};
use crate::ids::*;
use crate::model::{Bytes, Digest, LocalDay};
use crate::time::LocalDate;

macro_rules! texts {
    ($($type:ident by $read:expr,)+) => {$(
        uniffi::custom_type!($type, String, {
            lower: |value| value.to_string(),
            try_lift: |text| {
                let read: fn(&str) -> Result<$type, Error> = $read;
                Ok(read(&text).map_err(FrontdeskError::from)?)
            },
        });
    )+};
}

texts! {
    TicketId by Id::parse,
    CommentId by Id::parse,
    PersonId by Id::parse,
    OrganizationId by Id::parse,
    TeamId by Id::parse,
    MailboxId by Id::parse,
    StatusId by Id::parse,
    FieldId by Id::parse,
    CalendarId by Id::parse,
    PolicyId by Id::parse,
    MetricId by Id::parse,
    TriggerId by Id::parse,
    ViewId by Id::parse,
    TemplateId by Id::parse,
    EffectId by Id::parse,
    CommandId by Id::parse,
    UpdateId by Id::parse,
    ContentId by Id::parse,
    MessageId by Id::parse,
    Digest by written,
    LocalDay by written,
    LocalDate by written,
}

/// Reads a text as it is read from JSON.
fn written<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_value(text.into()).map_err(|fault| {
        Error::invalid("call.malformed", "these arguments cannot be read").hint(fault.to_string())
    })
}

uniffi::custom_type!(TicketNumber, u32, { lower: |number| number.0, try_lift: |number| Ok(TicketNumber(number)) });
uniffi::custom_type!(DeskId, u32, { lower: |desk| desk.0, try_lift: |desk| Ok(DeskId(desk)) });
uniffi::custom_type!(Timestamp, i64);
uniffi::custom_type!(Bytes, Vec<u8>, { lower: |bytes| bytes.into_vec() });

/// How large something may be.
type Size = usize;
uniffi::custom_type!(Size, u64, { remote, lower: |size| size as u64 });

/// An error in an answer.
type Fault = Error;
uniffi::custom_type!(Fault, ErrorInfo, {
    lower: |error| ErrorInfo::from(&error),
    try_lift: |_error| Err(uniffi::deps::anyhow::anyhow!("errors only come out")),
});
