//! From the raw bytes of a mail to owned, checked facts.

pub mod address;
pub mod bounce;
pub mod classify;
pub mod envelope;
pub mod forward;
mod guard;
mod guard_fields;
pub mod html_text;
pub mod parse;
mod parse_body;
mod parse_decode;
pub mod parse_facts;
mod parse_hash;
mod parse_ids;
mod parse_names;
mod parse_sender;
mod parse_transfer;
pub mod quote;
pub mod sanitize;
