//! What may be saved, and is told to be dangerous.

use crate::Timestamp;
use crate::engine::receipt::ReceiptWarning;
use crate::model::{Calendar, Config, Mailbox};

/// Holidays are fetched once a year, and somebody has to find the time for it.
const DAYS_OF_HOLIDAYS: i64 = 90;

/// What is dangerous about what is saved.
pub(crate) fn warnings(config: &Config, now: Timestamp) -> Vec<ReceiptWarning> {
    match config {
        Config::Calendar(calendar) if !calendar.hours.covers(now, DAYS_OF_HOLIDAYS) => {
            vec![holidays_run_out(calendar)]
        }
        Config::Mailbox(Mailbox { dedicated_domain: false, .. }) => vec![shared_domain()],
        _ => Vec::new(),
    }
}

/// Other services send a code to an address to learn whether somebody belongs to its domain.
fn shared_domain() -> ReceiptWarning {
    ReceiptWarning {
        code: "mailbox.shared_domain".to_owned(),
        message: "whoever writes to this mailbox may pass for somebody of its domain: codes that other services send to \
            it land in tickets"
            .to_owned(),
        path: Some("/config/dedicated_domain".to_owned()),
        hint: Some(
            "give the desk a domain at which nobody else has an address, such as `help.example.com`, and set \
            `dedicated_domain`"
                .to_owned(),
        ),
    }
}

/// Deadlines after the last known holiday come too early, and nobody sees why.
fn holidays_run_out(calendar: &Calendar) -> ReceiptWarning {
    let until = calendar.hours.covers_until.as_deref().unwrap_or_default();
    ReceiptWarning {
        code: "calendar.holidays_run_out".to_owned(),
        message: format!("holidays after {until} are not known to this calendar, and count as other days"),
        path: Some("/config/hours/covers_until".to_owned()),
        hint: Some(
            "add the holidays of the years to come, and set `covers_until` to the last of them".to_owned(),
        ),
    }
}
