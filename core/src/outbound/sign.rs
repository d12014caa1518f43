//! Signed tokens by which mail finds back to its ticket: reply addresses, message ids, body markers. Nothing of them
//! is stored; each is a MAC over what it says, under a key of its desk and its purpose.

use sha2::{Digest, Sha256};

use super::{HeaderSafe, MailboxAddress, MsgId, base32};
use crate::ids::{EffectId, Id, PersonId, TicketNumber};
use crate::keys::{DeskKeys, KEY_ID_MASK, MAC_BYTES, Purpose};
use crate::{Error, Result};

/// A mailbox whose local part is no longer than this has room for reply tokens: up to ticket 16,777,215 and epoch 255. Mail about later
/// ones goes out without a reply address and finds back by its Message-ID and body marker.
pub const REPLY_LOCAL_MAX_BYTES: usize = MailboxAddress::LOCAL_MAX_BYTES - 1 - TOKEN_USUAL_LETTERS;

/// Head, ticket of three bytes, epoch of one, participant, MAC; in base 32.
const TOKEN_USUAL_LETTERS: usize = ((1 + 3 + 1 + PARTICIPANT_BYTES + MAC_BYTES) * 8).div_ceil(5);

/// Head, ticket and epoch of one to four bytes each, participant, MAC; in base 32.
const TOKEN_MAX_LETTERS: usize = (1 + 4 + 4 + PARTICIPANT_BYTES + MAC_BYTES).div_ceil(5) * 8;
const TOKEN_MIN_LETTERS: usize = ((1 + 1 + 1 + PARTICIPANT_BYTES + MAC_BYTES) * 8).div_ceil(5);
const PARTICIPANT_BYTES: usize = 5;

const MARKER_OPENS: &str = "fd:";
/// So many things that look like a marker are tried in one text.
const MARKERS_TRIED: usize = 64;

/// What a reply address, a body marker or an unsubscribe token says, once its signature holds.
///
/// It names a ticket and a participant, but proves nothing about who holds it. It is void unless `epoch` is the one
/// that is stored for the participant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReplyToken {
    /// The ticket.
    pub ticket: TicketNumber,
    /// The participant, shortened; ask [`ParticipantTag::is`] for each participant of the ticket.
    pub participant: ParticipantTag,
    /// The epoch at which it was made; a raised epoch revokes it.
    pub epoch: u32,
}

/// A participant of one ticket, shortened to 40 bits: enough to tell the people of a ticket apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParticipantTag([u8; PARTICIPANT_BYTES]);

impl ParticipantTag {
    /// The tag of this person on this ticket.
    #[must_use]
    pub fn new(ticket: TicketNumber, person: PersonId) -> Self {
        let digest = Sha256::new()
            .chain_update(b"frontdesk participant")
            .chain_update(ticket.0.to_be_bytes())
            .chain_update(person.to_bytes())
            .finalize();
        let mut tag = [0; PARTICIPANT_BYTES];
        tag.iter_mut().zip(digest).for_each(|(slot, byte)| *slot = byte);
        Self(tag)
    }

    /// Whether it stands for this person on this ticket.
    #[must_use]
    pub fn is(self, ticket: TicketNumber, person: PersonId) -> bool {
        self == Self::new(ticket, person)
    }
}

/// What one of our message ids says, once its signature holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MintedId {
    /// The ticket that the mail was about.
    pub ticket: TicketNumber,
    /// The effect that sent the mail.
    pub effect: EffectId,
}

impl DeskKeys {
    /// The address that this participant answers to: `support+<token>@example.com`.
    ///
    /// ```
    /// use frontdesk::ids::{DeskId, Id, PersonId, TicketNumber};
    /// use frontdesk::{keys::Keys, outbound::MailboxAddress};
    ///
    /// let keys = Keys::new(&[7; 32])?.desk(DeskId(1));
    /// let (ticket, jane) = (TicketNumber(1042), PersonId::from_bytes([1; 16]));
    /// let address = keys.reply_address(&MailboxAddress::new("support@example.com")?, ticket, jane, 0)?;
    ///
    /// let token = keys.read_reply_address(address.as_str()).unwrap();
    /// assert!(token.participant.is(token.ticket, jane));
    /// assert_eq!((token.ticket, token.epoch), (ticket, 0));
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    ///
    /// # Errors
    /// `reply_address.too_long` when the local part would have more than 64 bytes, which [`REPLY_LOCAL_MAX_BYTES`] is there to avoid.
    pub fn reply_address(
        &self,
        mailbox: &MailboxAddress,
        ticket: TicketNumber,
        participant: PersonId,
        epoch: u32,
    ) -> Result<MailboxAddress> {
        let token = self.token(Purpose::ReplyAddress, ticket, participant, epoch);
        let address = MailboxAddress::new(&format!("{}+{token}@{}", mailbox.local(), mailbox.domain()));
        let fits = |address: &MailboxAddress| address.local().len() <= MailboxAddress::LOCAL_MAX_BYTES;
        address.ok().filter(fits).ok_or_else(|| {
            Error::invalid("reply_address.too_long", "the mailbox's address leaves no room for a reply token")
                .hint(format!("use a mailbox with at most {REPLY_LOCAL_MAX_BYTES} letters before the @"))
        })
    }

    /// What a reply address says; `None` for any other address. The case of the letters does not matter.
    #[must_use]
    pub fn read_reply_address(&self, address: &str) -> Option<ReplyToken> {
        let (local, _) = address.rsplit_once('@')?;
        let (_, token) = local.rsplit_once('+')?;
        self.read_token(Purpose::ReplyAddress, token)
    }

    /// The line that a mail ends in, so that a reply finds its ticket even if all headers are lost: `[fd:<token>]`.
    #[must_use]
    pub fn body_marker(&self, ticket: TicketNumber, participant: PersonId, epoch: u32) -> String {
        format!("[{MARKER_OPENS}{}]", self.token(Purpose::BodyMarker, ticket, participant, epoch))
    }

    /// Finds the first signed marker in a text, in linear time.
    #[must_use]
    pub fn find_body_marker(&self, text: &str) -> Option<ReplyToken> {
        text.match_indices('[')
            .filter_map(|(at, _)| marker_at(text.get(at + 1..)?))
            .take(MARKERS_TRIED)
            .find_map(|token| self.read_token(Purpose::BodyMarker, token))
    }

    /// What the link for unsubscribing a participant from a ticket carries.
    #[must_use]
    pub fn unsubscribe_token(&self, ticket: TicketNumber, participant: PersonId, epoch: u32) -> String {
        self.token(Purpose::Unsubscribe, ticket, participant, epoch)
    }

    /// What an unsubscribe token says.
    #[must_use]
    pub fn read_unsubscribe_token(&self, token: &str) -> Option<ReplyToken> {
        self.read_token(Purpose::Unsubscribe, token)
    }

    /// The message id of the mail that an effect sends, at the domain of its sender. The same effect has the same id
    /// whenever it is tried again.
    #[must_use]
    pub fn mint_message_id(&self, effect: EffectId, ticket: TicketNumber, from: &MailboxAddress) -> MsgId {
        let (message, mac) = self.sign(Purpose::MessageId, |key_id| {
            let mut message = vec![key_id];
            message.extend(ticket.0.to_be_bytes());
            message.extend(effect.to_bytes());
            message
        });
        MsgId::minted(&format!("v1.{}.{}", base32::encode(&message), base32::encode(&mac)), from)
    }

    /// What one of our message ids says, with or without angle brackets; `None` for any other id. The domain is
    /// not looked at: relays may change it.
    #[must_use]
    pub fn read_message_id(&self, id: &str) -> Option<MintedId> {
        let (local, _) = id.trim().trim_start_matches('<').split_once('@')?;
        let mut parts = local.split('.');
        let (version, message, mac) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || !version.eq_ignore_ascii_case("v1") || message.len() > TOKEN_MAX_LETTERS
        {
            return None;
        }
        let message: [u8; 21] = base32::decode(message)?.try_into().ok()?;
        let mac = base32::decode(mac)?.try_into().ok()?;
        let [key_id, ticket @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] = message;
        let (_, effect) = message.split_last_chunk::<16>()?;
        self.verifies(Purpose::MessageId, key_id, &message, &mac).then(|| MintedId {
            ticket: TicketNumber(u32::from_be_bytes(ticket)),
            effect: EffectId::from_bytes(*effect),
        })
    }

    /// The value of our loop header: the same in every mail of the desk.
    #[must_use]
    pub fn loop_mark(&self) -> HeaderSafe {
        let (key_id, mac) = self.sign(Purpose::LoopMark, |key_id| [key_id]);
        HeaderSafe::token(base32::encode(&[key_id.as_slice(), &mac].concat()))
    }

    /// Whether a value of the loop header is this desk's own.
    #[must_use]
    pub fn is_own_loop_mark(&self, value: &str) -> bool {
        let value = value.trim();
        if value.len() > TOKEN_MAX_LETTERS {
            return false;
        }
        let bytes = base32::decode(value).unwrap_or_default();
        let Some(([key_id], mac)) = bytes.split_last_chunk::<MAC_BYTES>() else { return false };
        self.verifies(Purpose::LoopMark, *key_id, &[*key_id], mac)
    }

    fn token(&self, purpose: Purpose, ticket: TicketNumber, participant: PersonId, epoch: u32) -> String {
        let (mut bytes, mac) = self.sign(purpose, |key_id| {
            let tag = ParticipantTag::new(ticket, participant);
            let (ticket, epoch) = (short(ticket.0), short(epoch));
            let lengths = (ticket.len() as u8 - 1) << 4 | (epoch.len() as u8 - 1) << 6;
            [&[lengths | key_id][..], &ticket, &epoch, &tag.0].concat()
        });
        bytes.extend(mac);
        base32::encode(&bytes)
    }

    fn read_token(&self, purpose: Purpose, token: &str) -> Option<ReplyToken> {
        if !(TOKEN_MIN_LETTERS..=TOKEN_MAX_LETTERS).contains(&token.len()) {
            return None;
        }
        let bytes = base32::decode(token)?;
        let (message, mac) = bytes.split_last_chunk::<MAC_BYTES>()?;
        let (head, numbers) = message.split_first()?;
        if !self.verifies(purpose, head & KEY_ID_MASK, message, mac) {
            return None;
        }
        let (numbers, tag) = numbers.split_last_chunk::<PARTICIPANT_BYTES>()?;
        let (ticket, epoch) = numbers.split_at_checked(usize::from(head >> 4 & 3) + 1)?;
        Some(ReplyToken {
            ticket: TicketNumber(long(ticket)),
            participant: ParticipantTag(*tag),
            epoch: long(epoch),
        })
    }
}

/// The token of a marker whose opening bracket stands just before `rest`.
fn marker_at(rest: &str) -> Option<&str> {
    let (opens, rest) = rest.split_at_checked(MARKER_OPENS.len())?;
    if !opens.eq_ignore_ascii_case(MARKER_OPENS) {
        return None;
    }
    let letters = rest.bytes().take(TOKEN_MAX_LETTERS + 1).take_while(u8::is_ascii_alphanumeric).count();
    let (token, after) = rest.split_at_checked(letters)?;
    (letters >= TOKEN_MIN_LETTERS && after.starts_with(']')).then_some(token)
}

/// A number in as few bytes as it needs, at least one.
fn short(number: u32) -> Vec<u8> {
    let bytes = number.to_be_bytes();
    let zeros = bytes.iter().take(3).take_while(|byte| **byte == 0).count();
    bytes.into_iter().skip(zeros).collect()
}

fn long(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte))
}

#[cfg(test)]
mod tests;
