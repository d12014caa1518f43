use proptest::prelude::*;

use super::*;
use crate::ids::DeskId;
use crate::keys::Keys;

const JANE: [u8; 16] = [9; 16];

fn keys(secret: u8, desk: u32) -> DeskKeys {
    Keys::new(&[secret; 32]).ok().unwrap().desk(DeskId(desk))
}

fn support() -> MailboxAddress {
    MailboxAddress::new("support@example.com").unwrap()
}

fn jane() -> PersonId {
    PersonId::from_bytes(JANE)
}

fn effect() -> EffectId {
    EffectId::from_bytes([0x42; 16])
}

/// Every text that differs from this one in one letter, where another letter of the alphabet is put in its place.
fn flipped(token: &str) -> impl Iterator<Item = String> {
    token.char_indices().flat_map(move |(at, old)| {
        "0123456789abcdefghjkmnpqrstvwxyz-".chars().filter(move |new| *new != old).map(move |new| {
            let mut text = token.to_owned();
            text.replace_range(at..at + 1, &new.to_string());
            text
        })
    })
}

/// Splits `support+token@example.com`.
fn token_of(address: &MailboxAddress) -> String {
    address.local().strip_prefix("support+").unwrap().to_owned()
}

#[test]
fn a_flipped_letter_anywhere_voids_a_reply_address() {
    let keys = keys(1, 1);
    let token = token_of(&keys.reply_address(&support(), TicketNumber(1042), jane(), 3).unwrap());
    for text in flipped(&token) {
        assert_eq!(keys.read_reply_address(&format!("support+{text}@example.com")), None, "{text}");
    }
    for (start, end) in (0..token.len()).flat_map(|cut| [(0, cut), (cut + 1, token.len())]) {
        let part = token.get(start..end).unwrap();
        assert_eq!(keys.read_reply_address(&format!("support+{part}@example.com")), None);
    }
}

#[test]
fn a_flipped_letter_anywhere_voids_a_message_id() {
    let keys = keys(1, 1);
    let id = keys.mint_message_id(effect(), TicketNumber(1042), &support());
    let local = id.as_str().strip_suffix("@example.com").unwrap();
    assert!(keys.read_message_id(id.as_str()).is_some());
    for text in flipped(local) {
        assert_eq!(keys.read_message_id(&format!("{text}@example.com")), None, "{text}");
    }
}

#[test]
fn what_mail_systems_do_to_case_and_brackets_does_no_harm() {
    let keys = keys(1, 1);
    let address = keys.reply_address(&support(), TicketNumber(1042), jane(), 3).unwrap();
    let id = keys.mint_message_id(effect(), TicketNumber(1042), &support());
    let marker = keys.body_marker(TicketNumber(1042), jane(), 3);
    assert!(keys.read_reply_address(&address.as_str().to_uppercase()).is_some());
    assert!(keys.read_message_id(&format!(" <{}> ", id.as_str().to_uppercase())).is_some());
    assert!(keys.find_body_marker(&format!("> {}\r\n", marker.to_uppercase())).is_some());
    assert!(keys.is_own_loop_mark(&keys.loop_mark().as_str().to_uppercase()));
}

#[test]
fn tk_06_a_token_of_one_desk_or_host_fails_in_another() {
    let ours = keys(1, 1);
    let address = ours.reply_address(&support(), TicketNumber(7), jane(), 0).unwrap();
    let id = ours.mint_message_id(effect(), TicketNumber(7), &support());
    let marker = ours.body_marker(TicketNumber(7), jane(), 0);
    let unsubscribe = ours.unsubscribe_token(TicketNumber(7), jane(), 0);
    let accepted_by = |keys: &DeskKeys| {
        [
            keys.read_reply_address(address.as_str()).is_some(),
            keys.read_message_id(id.as_str()).is_some(),
            keys.find_body_marker(&marker).is_some(),
            keys.read_unsubscribe_token(&unsubscribe).is_some(),
            keys.is_own_loop_mark(ours.loop_mark().as_str()),
        ]
    };
    assert_eq!(accepted_by(&ours), [true; 5]);
    assert_eq!(accepted_by(&keys(1, 2)), [false; 5]);
    assert_eq!(accepted_by(&keys(2, 1)), [false; 5]);
}

#[test]
fn a_token_of_one_kind_is_not_one_of_another() {
    let keys = keys(1, 1);
    let reply = token_of(&keys.reply_address(&support(), TicketNumber(7), jane(), 0).unwrap());
    let unsubscribe = keys.unsubscribe_token(TicketNumber(7), jane(), 0);
    assert!(keys.read_unsubscribe_token(&unsubscribe).is_some());
    assert_eq!(keys.read_unsubscribe_token(&reply), None);
    assert_eq!(keys.find_body_marker(&format!("[fd:{reply}]")), None);
    assert_eq!(keys.read_reply_address(&format!("support+{unsubscribe}@example.com")), None);
}

#[test]
fn after_a_rotation_old_mail_is_answerable_and_new_mail_is_signed_anew() {
    let (old, new) = ([1; 32], [2; 32]);
    let before = keys(1, 1);
    let rotated = Keys::new(&new).and_then(|keys| keys.and_earlier(&old)).ok().unwrap().desk(DeskId(1));
    let after = keys(2, 1);
    let address = |keys: &DeskKeys| keys.reply_address(&support(), TicketNumber(7), jane(), 0).unwrap();
    assert!(rotated.read_reply_address(address(&before).as_str()).is_some());
    assert!(rotated.is_own_loop_mark(before.loop_mark().as_str()));
    assert_eq!(address(&rotated), address(&after));
    assert_eq!(after.read_reply_address(address(&before).as_str()), None);
}

#[test]
fn si_03_a_million_guessed_addresses_hit_nothing() {
    let keys = keys(1, 1);
    let real =
        base32::decode(&token_of(&keys.reply_address(&support(), TicketNumber(7), jane(), 0).unwrap()))
            .unwrap();
    let said = real.len() - MAC_BYTES;
    for guess in 0..1_000_000_u32 {
        // The guesser knows all of the token but the MAC.
        let mac = Sha256::digest(guess.to_be_bytes());
        let token = base32::encode(&[&real[..said], &mac[..MAC_BYTES]].concat());
        assert_eq!(keys.read_reply_address(&format!("support+{token}@example.com")), None);
    }
}

#[test]
fn the_number_of_a_ticket_alone_is_no_reply_address() {
    let keys = keys(1, 1);
    for address in
        ["support+1042@example.com", "support+id1042@example.com", "support@example.com", "+@", "@", ""]
    {
        assert_eq!(keys.read_reply_address(address), None, "{address}");
    }
}

#[test]
fn the_longest_mailbox_that_is_promised_has_room_for_the_tokens_of_sixteen_million_tickets() {
    let keys = keys(1, 1);
    let mailbox = |length| MailboxAddress::new(&format!("{}@example.com", "a".repeat(length))).unwrap();
    let reply =
        |length, ticket, epoch| keys.reply_address(&mailbox(length), TicketNumber(ticket), jane(), epoch);
    assert_eq!(REPLY_LOCAL_MAX_BYTES, 21);
    assert_eq!(reply(REPLY_LOCAL_MAX_BYTES, (1 << 24) - 1, 255).unwrap().local().len(), 64);
    let error = reply(REPLY_LOCAL_MAX_BYTES + 1, (1 << 24) - 1, 255).unwrap_err();
    assert_eq!(error.code(), "reply_address.too_long");
    assert!(reply(REPLY_LOCAL_MAX_BYTES, u32::MAX, u32::MAX).is_err());
    let usual = keys.reply_address(&support(), TicketNumber(1042), jane(), 0).unwrap();
    assert_eq!(token_of(&usual).len(), 40);
}

#[test]
fn a_mailbox_that_has_a_tag_already_keeps_it() {
    let keys = keys(1, 1);
    let mailbox = MailboxAddress::new("desk+eu@example.com").unwrap();
    let address = keys.reply_address(&mailbox, TicketNumber(7), jane(), 0).unwrap();
    assert!(address.as_str().starts_with("desk+eu+"));
    assert!(keys.read_reply_address(address.as_str()).is_some());
}

#[test]
fn a_marker_is_found_behind_forged_ones_and_among_other_text() {
    let keys = keys(1, 1);
    let marker = keys.body_marker(TicketNumber(7), jane(), 2);
    let forged = marker.replace(marker.get(20..24).unwrap(), "0000");
    let text = format!("[fd:] [[fd:ä] [fd:{} {forged}\r\n> é[{marker} [fd:", "0".repeat(60));
    assert_eq!(keys.find_body_marker(&text).unwrap().epoch, 2);
    assert_eq!(keys.find_body_marker(&text.replace(&marker, "")), None);
}

#[test]
fn a_long_text_of_nothing_but_openings_is_read_once() {
    let keys = keys(1, 1);
    let forged = format!("[fd:{}]", "0".repeat(40));
    for text in ["[".repeat(4_000_000), "[fd:".repeat(1_000_000), forged.repeat(80_000)] {
        assert_eq!(keys.find_body_marker(&text), None);
    }
}

#[test]
fn the_same_effect_has_the_same_message_id_at_every_try() {
    let id = |effect| keys(1, 1).mint_message_id(effect, TicketNumber(7), &support());
    assert_eq!(id(effect()), id(effect()));
    assert_ne!(id(effect()), id(EffectId::from_bytes([0x43; 16])));
    assert!(id(effect()).as_str().starts_with("v1.") && id(effect()).as_str().ends_with("@example.com"));
}

proptest! {
    #[test]
    fn every_token_reads_back_as_it_was_made(
        ticket: u32, person: [u8; 16], other: [u8; 16], epoch: u32, effect: [u8; 16], desk: u32,
    ) {
        let (keys, ticket) = (keys(3, desk), TicketNumber(ticket));
        let (person, effect) = (PersonId::from_bytes(person), EffectId::from_bytes(effect));
        let said = ReplyToken { ticket, participant: ParticipantTag::new(ticket, person), epoch };

        let address = keys.reply_address(&support(), ticket, person, epoch).unwrap();
        prop_assert!(address.local().len() <= 64);
        prop_assert_eq!(keys.read_reply_address(address.as_str()), Some(said));
        prop_assert_eq!(keys.find_body_marker(&keys.body_marker(ticket, person, epoch)), Some(said));
        prop_assert_eq!(keys.read_unsubscribe_token(&keys.unsubscribe_token(ticket, person, epoch)), Some(said));
        let id = keys.mint_message_id(effect, ticket, &support());
        prop_assert_eq!(keys.read_message_id(id.as_str()), Some(MintedId { ticket, effect }));

        prop_assert!(said.participant.is(ticket, person));
        prop_assert!(!said.participant.is(ticket, PersonId::from_bytes(other)));
    }

    #[test]
    fn any_text_is_read_without_harm(text: String) {
        let keys = keys(1, 1);
        prop_assert_eq!(keys.read_reply_address(&format!("support+{text}@x")), None);
        prop_assert_eq!(keys.read_message_id(&format!("v1.{text}@x")), None);
        prop_assert_eq!(keys.find_body_marker(&format!("[fd:{text}]")), None);
        prop_assert!(!keys.is_own_loop_mark(&text));
    }
}
