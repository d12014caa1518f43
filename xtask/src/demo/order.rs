//! The messages of a mailbox in the order in which they were received.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use crate::mailbox::{Mailbox, MailboxMessage};

/// Archives are often several ones put together, so a mailbox is read twice: first for the times, then for the messages. A message
/// is held back as long as one that was received before it is still to come; of a mailbox in order, no more than one is held.
pub struct InOrder {
    mailbox: Mailbox,
    /// The place of each message of the mailbox in the order of time.
    ranks: std::vec::IntoIter<usize>,
    early: BTreeMap<usize, MailboxMessage>,
    next: usize,
    total: usize,
}

impl InOrder {
    pub fn open(path: &Path) -> io::Result<Self> {
        let times: Vec<Option<i64>> = Mailbox::open(path)?
            .map(|message| message.map(|message| message.received_at_hint))
            .collect::<io::Result<_>>()?;
        let mut order: Vec<usize> = (0..times.len()).collect();
        order.sort_by_key(|nth| times.get(*nth));
        // Sorting the order by itself turns it around: from the place in time to the place in the mailbox, and back.
        let mut ranks: Vec<usize> = (0..order.len()).collect();
        ranks.sort_by_key(|rank| order.get(*rank));
        let (total, ranks) = (ranks.len(), ranks.into_iter());
        Ok(Self { mailbox: Mailbox::open(path)?, ranks, early: BTreeMap::new(), next: 0, total })
    }

    /// How many messages there are.
    pub fn total(&self) -> usize {
        self.total
    }
}

impl Iterator for InOrder {
    type Item = io::Result<MailboxMessage>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(message) = self.early.remove(&self.next) {
                self.next += 1;
                return Some(Ok(message));
            }
            match (self.mailbox.next()?, self.ranks.next()) {
                (Ok(message), Some(rank)) => self.early.insert(rank, message),
                (Ok(_), None) => return Some(Err(io::Error::other("the mailbox grew while it was read"))),
                (Err(error), _) => return Some(Err(error)),
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_come_by_time_and_those_of_one_instant_as_they_stand() {
        let folder = std::env::temp_dir().join(format!("frontdesk-order-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("a.mbox");
        let message = |hour: u32, name: &str| {
            format!("From a@b.example Mon Mar  2 {hour:02}:00:00 2026\nSubject: {name}\n\nx\n\n")
        };
        let mbox = [message(12, "c"), message(9, "a"), message(12, "d"), message(13, "e"), message(9, "b")];
        std::fs::write(&path, mbox.concat()).unwrap();
        let messages = InOrder::open(&path).unwrap();
        assert_eq!(messages.total(), 5);
        let subjects: Vec<u8> = messages.map(|message| message.unwrap().raw[9]).collect();
        assert_eq!(subjects, b"abcde");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
