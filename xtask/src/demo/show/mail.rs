//! One mail that left, as it travels.

use std::fmt::Write as _;

use super::WIDTH;
use super::words::fit;
use crate::demo::outbox::Outbox;

const LINES: usize = 45;

/// The first answer of an agent that was delivered in this run.
pub fn text(outbox: &Outbox) -> String {
    let Some(mail) = &outbox.answer else { return "No answer left in this run\n".to_owned() };
    let mut text = format!("{} mails left; one of them, as it travels\n", outbox.delivered);
    let envelope = |address: &str| format!("<{address}>");
    let to: Vec<String> = mail.rcpt_to.iter().map(|address| envelope(address)).collect();
    let from = envelope(mail.mail_from.as_deref().unwrap_or_default());
    let _ = writeln!(text, "  from {from} to {}", to.join(" "));
    let raw = String::from_utf8_lossy(&mail.bytes);
    for line in raw.lines().take(LINES) {
        // A folded line keeps its indent.
        let indent = (line.len() - line.trim_start().len()).min(8);
        let line = format!("  | {}{}", " ".repeat(indent), fit(line, WIDTH - 4 - indent));
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}
