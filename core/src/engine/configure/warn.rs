//! What may be saved, and is told to be dangerous.

use crate::engine::receipt::ReceiptWarning;
use crate::model::{Config, Mailbox};

/// What is dangerous about what is saved.
pub(crate) fn warnings(config: &Config) -> Vec<ReceiptWarning> {
    match config {
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
