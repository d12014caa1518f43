//! Raw mail through everything that reads it: guard, parser, classification, text of the HTML, split of the text.

#![no_main]

use frontdesk::intake::address::Address;
use frontdesk::intake::classify::{OwnAddresses, classify};
use frontdesk::intake::envelope::Envelope;
use frontdesk::intake::html_text::to_text;
use frontdesk::intake::parse::{MailLimits, Refusal, parse};
use frontdesk::intake::parse_facts::MailFlag;
use frontdesk::intake::quote::{new_text, split};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|raw: &[u8]| {
    let limits = MailLimits::default();
    let mail = match parse(raw, &limits) {
        Ok(mail) => mail,
        // A panic of the foreign parser is caught and refused: no fault of the host, but one of ours to know about.
        Err(refusal) => return assert_ne!(refusal, Refusal::ParserFault),
    };
    assert!(mail.attachments.len() <= limits.max_parts);
    let many = mail.attachments.len() > limits.max_attachments;
    assert_eq!(mail.has_flag(MailFlag::TooManyAttachments), many, "none is left out, and many are told");
    let mailbox = [Address::parse("help@desk.example").expect("it is an address")];
    let own = OwnAddresses {
        mailboxes: &mailbox,
        is_own_message_id: &|id| id.ends_with("@desk.example"),
        is_own_loop_mark: &|mark| mark.len() == 28,
    };
    let classified = classify(&mail, &Envelope::default(), &own);
    assert_eq!(classified, classify(&mail, &Envelope::default(), &own), "the same mail, the same class");
    for text in mail.text.into_iter().chain(mail.html.as_deref().map(to_text)) {
        let parts = split(&text);
        assert!(new_text(&text, &parts).len() <= text.len() + 2 * parts.len());
    }
});
