//! A delivery of outgoing mail that only pretends: every mail is taken, and the first answer of an agent is kept to be shown.

use frontdesk::{DeliveryMail, Frontdesk};

use super::Result;

const AT_ONCE: u32 = 100;
const LEASE_MILLIS: i64 = 60_000;

/// What left the desk.
#[derive(Default)]
pub struct Outbox {
    pub delivered: u64,
    /// The first mail that an agent wrote.
    pub answer: Option<DeliveryMail>,
}

impl Outbox {
    /// Delivers all that is ready.
    pub fn deliver(&mut self, frontdesk: &Frontdesk) -> Result<()> {
        loop {
            let deliveries = frontdesk.lease(AT_ONCE, LEASE_MILLIS)?;
            if deliveries.is_empty() {
                return Ok(());
            }
            for delivery in deliveries {
                frontdesk.ack(delivery.desk, delivery.effect, delivery.fence)?;
                self.delivered += 1;
                // Automatic mails have no sender to bounce to.
                if self.answer.is_none() && delivery.mail.mail_from.is_some() {
                    self.answer = Some(delivery.mail);
                }
            }
        }
    }
}
