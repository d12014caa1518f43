use sha2::{Digest as _, Sha256};

use crate::Timestamp;
use crate::ids::{CommandId, DeskId, Id, UpdateId};

/// Derives the ids that one command needs: version 7 UUIDs over (desk, actor, command, counter), so that a closure that runs twice
/// makes the same ones. Ids of one command and instant begin alike, so that a store can keep together what is written together.
#[derive(Debug, Clone)]
pub(crate) struct IdGen {
    seed: Sha256,
    /// What comes behind the instant in all of them.
    family: [u8; 4],
    counter: u32,
}

impl IdGen {
    pub(crate) fn new(desk: DeskId, actor: &str, command: CommandId) -> Self {
        let seed = Sha256::new()
            .chain_update(desk.0.to_be_bytes())
            .chain_update((actor.len() as u64).to_be_bytes())
            .chain_update(actor)
            .chain_update(command.to_bytes());
        let family = seed.clone().finalize().first_chunk().copied().unwrap_or_default();
        Self { seed, family, counter: 0 }
    }

    /// The next id, carrying the instant so that ids rise with time.
    pub(crate) fn next<I: Id>(&mut self, at: Timestamp) -> I {
        let hash = self.seed.clone().chain_update(self.counter.to_be_bytes()).finalize();
        self.counter += 1;
        I::from_bytes(version_7(at, self.family.into_iter().chain(hash)))
    }
}

/// The command id of something that has no sender: a timer, a follow-on, a mail. Derived from what makes it unique.
pub(crate) fn derived_command(kind: &str, at: Timestamp, parts: &[&[u8]]) -> CommandId {
    let mut hash = Sha256::new().chain_update(kind);
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    CommandId::from_bytes(version_7(at, hash.finalize().into_iter()))
}

/// The id of the `n`th update that follows on another.
pub(crate) fn follow_on(parent: UpdateId, n: u32, at: Timestamp) -> UpdateId {
    let hash = Sha256::new().chain_update(parent.to_bytes()).chain_update(n.to_be_bytes()).finalize();
    UpdateId::from_bytes(version_7(at, hash.into_iter()))
}

fn version_7(at: Timestamp, rest: impl Iterator<Item = u8>) -> [u8; 16] {
    let mut bytes = [0; 16];
    let instant = at.millis().to_be_bytes();
    let source = instant.into_iter().skip(2).chain(rest);
    bytes.iter_mut().zip(source).for_each(|(to, from)| *to = from);
    if let Some(byte) = bytes.get_mut(6) {
        *byte = (*byte & 0x0f) | 0x70;
    }
    if let Some(byte) = bytes.get_mut(8) {
        *byte = (*byte & 0x3f) | 0x80;
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::TicketId;

    #[test]
    fn the_same_command_makes_the_same_ids_and_another_makes_others() {
        let at = Timestamp::from_millis(1_700_000_000_000);
        let command = derived_command("test", at, &[b"a"]);
        let mut one = IdGen::new(DeskId(1), "host", command);
        let mut two = one.clone();
        let first: TicketId = one.next(at);
        assert_eq!(first, two.next::<TicketId>(at));
        assert_ne!(first, one.next::<TicketId>(at));
        assert_ne!(first, IdGen::new(DeskId(2), "host", command).next::<TicketId>(at));
        assert_ne!(command, derived_command("test", at, &[b"b"]));
    }

    #[test]
    fn ids_of_one_command_and_instant_begin_alike() {
        let at = Timestamp::from_millis(1_700_000_000_000);
        let command = |part| derived_command("test", at, &[part]);
        let mut one = IdGen::new(DeskId(1), "host", command(b"a"));
        let mut family = |at| one.next::<TicketId>(at).to_bytes()[..10].to_vec();
        let first = family(at);
        assert_eq!(family(at), first);
        assert_ne!(family(at.plus_millis(1)), first);
        let mut other = IdGen::new(DeskId(1), "host", command(b"b"));
        assert_ne!(other.next::<TicketId>(at).to_bytes()[..10], first);
    }

    #[test]
    fn ids_carry_their_instant_version_and_variant() {
        let at = Timestamp::from_millis(0x0123_4567_89ab);
        let bytes = derived_command("test", at, &[]).to_bytes();
        assert_eq!(bytes[..6], [0x01, 0x23, 0x45, 0x67, 0x89, 0xab]);
        assert_eq!((bytes[6] >> 4, bytes[8] >> 6), (7, 2));
    }
}
