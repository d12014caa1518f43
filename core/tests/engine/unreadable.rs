//! Mail that cannot be read, or is built to hurt: it waits for a person, byte for byte as it came, and holds up nothing.

use frontdesk::Limits;
use frontdesk::intake::envelope::AuthVerdict;
use frontdesk::model::{EventBody, IntakeOutcome, QuarantineReason};

use crate::mails::{Mail, mail};
use crate::world::World;

on_each_store!(
    mp_09_mail_beyond_a_limit_waits_as_it_came,
    mp_09_what_is_no_mail_waits_as_it_came,
    si_05_and_si_07_mail_of_no_one_sender_waits_as_it_came,
);

/// Hands mails in that are all to wait for this reason, whoever vouches for them, and reads them back.
fn all_wait(world: &World, raws: &[Vec<u8>], reason: QuarantineReason) {
    world.open_mailbox();
    let waits = IntakeOutcome::Quarantined { reason };
    let verdicts = [AuthVerdict::Aligned, AuthVerdict::None, AuthVerdict::Fail];
    for (nth, raw) in raws.iter().enumerate() {
        let shown = String::from_utf8_lossy(&raw[..raw.len().min(200)]);
        let taken = world.try_intake(raw, verdicts[nth % 3]).unwrap();
        assert_eq!(taken.outcome, waits, "{shown}");
        let records = world.host().messages(None, 100).unwrap();
        let record = records.iter().find(|record| record.id == taken.message).unwrap();
        assert_eq!((record.outcome, record.size), (waits, raw.len() as u64));
        assert!(world.host().raw_mail(record.raw).unwrap() == *raw, "{shown}");
        let of_it =
            |body: &EventBody| matches!(body, EventBody::MessageTaken { inbound } if **inbound == *record);
        let told = world.log().into_iter().flat_map(|entry| entry.events).filter(|event| of_it(&event.body));
        assert_eq!(told.count(), 1, "{shown}");
        let again = world.try_intake(raw, AuthVerdict::Aligned).unwrap().outcome;
        assert_eq!(again, IntakeOutcome::Duplicate { of: taken.message }, "{shown}");
    }
    assert_eq!(world.host().messages(None, 100).unwrap().len(), raws.len());
    assert_eq!(world.host().arrivals(None, 10).unwrap(), []);
    assert_eq!(world.host().tickets(None, 10).unwrap().tickets, []);
    assert_eq!(world.lease(), []);
    let next = world.intake(&mail("next", "It burns."), AuthVerdict::Aligned);
    assert!(matches!(next, IntakeOutcome::Created { .. }), "{next:?}");
    world.host().verify().unwrap();
}

/// A mail of so many multiparts or messages, each within the other.
fn nested(levels: usize, is_message: bool) -> Vec<u8> {
    let mut head = String::from("From: rita@example.com\r\nMIME-Version: 1.0\r\n");
    for level in 0..levels {
        head += &match is_message {
            true => format!("Content-Type: message/rfc822\r\n\r\nSubject: {level}\r\n"),
            false => format!("Content-Type: multipart/mixed; boundary=b{level}\r\n\r\n--b{level}\r\n"),
        };
    }
    format!("{head}\r\nIt burns.\r\n").into_bytes()
}

fn mp_09_mail_beyond_a_limit_waits_as_it_came(world: World) {
    let plain = || mail("over", "It burns.");
    let many_fields = (0..1_001).fold(plain(), |mail, nth| mail.with(&format!("X-{nth}"), "x"));
    let large_block = (0..40).fold(plain(), |mail, nth| mail.with(&format!("X-{nth}"), &"x".repeat(8_000)));
    let many_people = (0..501).map(|nth| format!("p{nth}@example.org")).collect::<Vec<_>>().join(",\r\n ");
    let parts = "--b\r\n\r\nx\r\n".repeat(1_001);
    let many_parts = Mail { text: parts, ..plain() }.with("Content-Type", "multipart/mixed; boundary=b");
    let mails = [
        many_fields,
        large_block,
        plain().with("X-Long", &"x".repeat(17 << 10)),
        plain().with("Cc", &many_people),
        many_parts,
    ];
    let mut raws: Vec<Vec<u8>> = mails.iter().map(Mail::raw).collect();
    raws.extend([nested(34, false), nested(34, true), nested(100_000, false), nested(100_000, true)]);
    all_wait(&world, &raws, QuarantineReason::OverLimits);
}

#[test]
fn mp_09_mail_that_is_too_large_waits_as_it_came() {
    let limits = Limits { mail_bytes: 1_000, ..Limits::default() };
    for world in World::each_within(limits) {
        let fits = mail("fits", "x").raw().len();
        let raws = [1_001, 50_000].map(|size| mail("large", &"x".repeat(size - fits)).raw());
        assert!(raws[0].len() > limits.mail_bytes);
        all_wait(&world, &raws, QuarantineReason::OverLimits);
        // One byte less is read.
        let spare = limits.mail_bytes - mail("spare", "").raw().len();
        let largest = mail("spare", &"x".repeat(spare));
        assert_eq!(largest.raw().len(), limits.mail_bytes);
        let outcome = world.intake(&largest, AuthVerdict::Aligned);
        assert!(matches!(outcome, IntakeOutcome::Created { .. }), "{outcome:?}");
    }
}

fn mp_09_what_is_no_mail_waits_as_it_came(world: World) {
    let raws = [
        Vec::new(),
        b"\r\n".to_vec(),
        b"\r\nIt burns.\r\n".to_vec(),
        b"It burns, and there is no header".to_vec(),
        (0..=255).cycle().take(4_000).collect(),
        vec![0; 100],
        [0xff, 0xfe].repeat(50),
    ];
    all_wait(&world, &raws, QuarantineReason::Unparsable);
}

fn si_05_and_si_07_mail_of_no_one_sender_waits_as_it_came(world: World) {
    let from = |from: &str| mail("from", "It burns.").from(from).raw();
    let invalid = [
        "<rita@example@com>",
        "MAILER-DAEMON <MAILER-DAEMON>",
        "Rita <>",
        "<@evil.example:rita@example.com>",
        "rita smith@example.com",
    ];
    all_wait(&world, &invalid.map(from), QuarantineReason::BadSender);
    let ambiguous = ["", "Rita", "a@b.example, c@d.example", "<a@b.example> <c@d.example>", "a\0@b.example"];
    all_wait(
        &world.beside(frontdesk::ids::DeskId(2)),
        &ambiguous.map(from),
        QuarantineReason::AmbiguousSender,
    );
}
