use super::*;

fn pdf(name: &str, content: &[u8]) -> Attachment {
    Attachment::new(name, MediaType::new("application/pdf").unwrap(), content)
}

fn unicode_reply() -> OutgoingMail {
    let to = address("jane@example.org").named("Jane Döe");
    reply()
        .and_to(address("joe@example.org"))
        .and_to(to)
        .reply_to(address("support+0token0@example.com").named("Example Support"))
        .subject("Re: Ihre Bestellung über drei Bücher und eine Tasse ☕ (#1042)")
        .in_reply_to(id("4711@shop.example"))
        .references(vec![id("4710@shop.example"), id("4711@shop.example")])
        .unsubscribe(UnsubscribeUrl::new("https://desk.example.com/unsubscribe/0token0").unwrap())
        .text("Grüße aus Bern,\n-- \nIhr Team\n")
        .html("<p>Grüße aus <b>Bern</b></p>\n")
}

fn acknowledgement() -> OutgoingMail {
    reply()
        .subject("We have received your request (#1042)")
        .automatic(AutoSubmitted::Replied)
        .header(HeaderName::new("X-Product").unwrap(), HeaderSafe::new("widgets").unwrap())
        .text("We will answer within a day.\n\n[fd:0token0]\n")
        .attach(pdf("terms.pdf", b"%PDF-1.7 terms"))
        .attach(pdf("Geschäftsbedingungen der Beispiel GmbH (日本語).pdf", &[0; 100]))
}

/// The mail with plain ends of lines, after checking that it had none of those.
fn shown(mail: &OutgoingMail) -> String {
    let text = String::from_utf8(mail.render().bytes).unwrap();
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    assert_eq!(text.matches('\r').count(), text.matches("\r\n").count());
    assert!(text.ends_with("\r\n"));
    text.replace("\r\n", "\n")
}

#[test]
fn a_plain_reply_is_written_plainly() {
    let mail = reply().subject("Re: My order (#1042)").text("Hello Jane,\n\nit is on its way.\n");
    insta::assert_snapshot!(shown(&mail));
}

#[test]
fn a_reply_in_unicode_with_html_is_encoded_and_folded() {
    insta::assert_snapshot!(shown(&unicode_reply()));
}

#[test]
fn an_acknowledgement_with_files_is_marked_as_automatic() {
    insta::assert_snapshot!(shown(&acknowledgement()));
}

#[test]
fn lp_09_automatic_mail_is_marked_and_has_the_null_path_and_a_persons_has_neither() {
    for (why, written) in
        [(AutoSubmitted::Replied, "auto-replied"), (AutoSubmitted::Generated, "auto-generated")]
    {
        let mail = reply().automatic(why);
        let text = shown(&mail);
        assert!(text.contains(&format!("\nAuto-Submitted: {written}\n")));
        assert!(text.contains("\nX-Auto-Response-Suppress: All\n"));
        assert_eq!(mail.render().mail_from, None);
        let bounces = MailboxAddress::new("bounce+7@example.com").unwrap();
        assert_eq!(mail.bounces_to(bounces.clone()).render().mail_from, Some(bounces));
    }
    let persons = reply();
    assert!(!shown(&persons).contains("Auto-"));
    assert_eq!(persons.render().mail_from.unwrap().as_str(), "support@example.com");
}

#[test]
fn ob_04_the_envelope_names_exactly_those_whom_to_names() {
    let rendered = unicode_reply().render();
    let recipients: Vec<_> = rendered.rcpt_to.iter().map(MailboxAddress::as_str).collect();
    assert_eq!(recipients, ["jane@example.org", "joe@example.org", "jane@example.org"]);
}

#[test]
fn ob_06_the_same_mail_gives_the_same_bytes() {
    for mail in [reply(), unicode_reply(), acknowledgement()] {
        assert_eq!(mail.render(), mail.clone().render());
    }
}

#[test]
fn long_references_keep_the_first_and_the_newest() {
    let ids: Vec<_> = (0..2_000).map(|n| id(&format!("{n:04}.{}@example.com", "x".repeat(20)))).collect();
    let text = shown(&reply().references(ids));
    let (_, rest) = text.split_once("\nReferences:").unwrap();
    let (references, _) = rest.split_once("\nX-Frontdesk-Loop").unwrap();
    let length = references.replace('\n', "\r\n").len();
    let numbers: Vec<usize> =
        references.split_whitespace().map(|id| id.get(1..5).unwrap().parse().unwrap()).collect();
    assert!(length <= REFERENCES_MAX_BYTES);
    assert!(length > REFERENCES_MAX_BYTES - 100, "no more is dropped than has to be");
    assert_eq!(numbers[0], 0);
    assert_eq!(numbers[1..], ((2_001 - numbers.len())..2_000).collect::<Vec<_>>());
}

#[test]
fn the_boundary_of_a_mail_cannot_be_smuggled_into_its_text() {
    let honest = shown(&acknowledgement());
    let (_, rest) = honest.split_once("boundary=\"").unwrap();
    let (boundary, _) = rest.split_once('"').unwrap();
    let mail = acknowledgement()
        .text(format!("--{boundary}\nContent-Type: text/html\n\n<b>forged</b>\n--{boundary}--"));
    let delimiters = shown(&mail).lines().filter(|line| line.starts_with(&format!("--{boundary}"))).count();
    assert_eq!(delimiters, 4, "one before each part and one behind the last");
}

#[test]
fn a_mail_of_extremes_stays_within_the_limits_of_lines() {
    let long = "x".repeat(1_000_000);
    let mail = reply()
        .reply_to(address(&format!("{}@example.com", "a".repeat(64))).named(&long))
        .subject(&long)
        .in_reply_to(id(&"i".repeat(MsgId::MAX_BYTES)))
        .references(vec![id(&"i".repeat(MsgId::MAX_BYTES)); 100])
        .header(HeaderName::new(&"N".repeat(60)).unwrap(), HeaderSafe::new(&"v".repeat(997)).unwrap())
        .text(&long)
        .html(&long)
        .attach(pdf(&long, long.as_bytes()));
    let text = shown(&mail);
    assert!(text.lines().all(|line| line.len() <= 998 && !line.trim().is_empty() || line.is_empty()));
    let unfoldable = |line: &&str| line.len() > 78 && line.trim().contains(' ');
    assert_eq!(text.lines().find(unfoldable), None);
}
