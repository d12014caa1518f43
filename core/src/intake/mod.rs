//! Intake: what arrives, made safe and understood.

pub mod html_text;
pub mod quote;
//pub mod sanitize;
