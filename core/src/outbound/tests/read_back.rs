use mail_parser::{Address, HeaderValue, Message, MessageParser, MimeHeaders};
use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

/// A text with its lines ended by `\n`, also the last: what travels of it.
fn with_plain_lines(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    format!("{}\n", text.strip_suffix('\n').unwrap_or(&text))
}

/// Characters that have broken mail writers, among any others.
fn hostile_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => any::<char>().prop_map(String::from),
        3 => "[ -~]{0,12}",
        1 => prop::sample::select(vec![
            "\r", "\n", "\r\n", "\r\n\r\n", "\0", "\t", "  ", "\u{7f}", "\u{85}", "\u{2028}", "\u{a0}", "\u{feff}",
            "\u{202e}", "\u{301}", "👩‍👩‍👧", "\u{1f1e8}\u{1f1ed}", "é", "日本語", "\u{10ffff}",
            "\r\nBcc: everybody@example.com", "\nSubject: other", "=?utf-8?q?a=0d=0ab?=", "=?", "?=", "=_", "--=_",
            "\"", "\\", "\\\"", ",", ";", ":", "<x@y.example>", "(comment)", ".", "..", "From ", "%", "'", "*0*=", "[fd:",
        ]).prop_map(str::to_owned),
    ];
    prop_oneof![
        9 => vec(piece, 0..40).prop_map(|pieces| pieces.concat()),
        1 => (any::<char>(), 0..3_000usize).prop_map(|(character, times)| character.to_string().repeat(times)),
    ]
}

fn mailbox() -> impl Strategy<Value = MailboxAddress> {
    "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~.-]{0,20}[a-z][a-zA-Z0-9+._-]{0,9}@[a-z0-9]{1,10}(-[a-z0-9]{1,10})?(\\.[a-z]{1,8}){0,3}"
        .prop_map(|text| MailboxAddress::new(&text).unwrap())
}

fn named() -> impl Strategy<Value = NamedAddress> {
    (mailbox(), hostile_text()).prop_map(|(address, name)| NamedAddress::from(address).named(name))
}

fn message_id() -> impl Strategy<Value = MsgId> {
    "[!-;=?-~]{1,80}".prop_map(|text| MsgId::new(&text).unwrap())
}

fn file() -> impl Strategy<Value = (String, Vec<u8>)> {
    (hostile_text(), vec(any::<u8>(), 0..300))
}

#[derive(Debug, Clone)]
struct Asked {
    from: NamedAddress,
    to: Vec<NamedAddress>,
    reply_to: Option<NamedAddress>,
    subject: String,
    message_id: MsgId,
    in_reply_to: Option<MsgId>,
    references: Vec<MsgId>,
    date: i64,
    further: String,
    text: String,
    html: Option<String>,
    files: Vec<(String, Vec<u8>)>,
}

prop_compose! {
    fn asked()(
        (from, to, reply_to) in (named(), vec(named(), 1..6), prop::option::of(named())),
        (message_id, in_reply_to, references) in
            (message_id(), prop::option::of(message_id()), vec(message_id(), 0..6)),
        (subject, text, html) in (hostile_text(), hostile_text(), prop::option::of(hostile_text())),
        further in "[!-~]{1,20}( [!-~]{1,40}){0,10}",
        files in vec(file(), 0..3),
        date in 0..Timestamp::MAX.millis(),
    ) -> Asked {
        Asked { from, to, reply_to, subject, message_id, in_reply_to, references, date, further, text, html, files }
    }
}

impl Asked {
    fn mail(&self) -> OutgoingMail {
        let (first, others) = self.to.split_first().unwrap();
        let mark = HeaderSafe::new("mark").unwrap();
        let date = Timestamp::from_millis(self.date);
        let mut mail =
            OutgoingMail::new(self.from.clone(), first.clone(), self.message_id.clone(), mark, date)
                .subject(&self.subject)
                .references(self.references.clone())
                .header(HeaderName::new("X-Further").unwrap(), HeaderSafe::new(&self.further).unwrap())
                .text(&self.text);
        for to in others {
            mail = mail.and_to(to.clone());
        }
        if let Some(address) = &self.reply_to {
            mail = mail.reply_to(address.clone());
        }
        if let Some(id) = &self.in_reply_to {
            mail = mail.in_reply_to(id.clone());
        }
        if let Some(html) = &self.html {
            mail = mail.html(html);
        }
        for (name, content) in &self.files {
            mail = mail.attach(Attachment::new(name, MediaType::octets(), content.as_slice()));
        }
        mail
    }

    /// The names of the headers, in their order.
    fn header_names(&self) -> Vec<&'static str> {
        let mut names = vec!["From"];
        names.extend(self.reply_to.as_ref().map(|_| "Reply-To"));
        names.push("To");
        names.extend((!header_text(&self.subject).is_empty()).then_some("Subject"));
        names.extend(["Date", "Message-ID"]);
        names.extend(self.in_reply_to.as_ref().map(|_| "In-Reply-To"));
        names.extend((!self.references.is_empty()).then_some("References"));
        names.extend(["X-Frontdesk-Loop", "X-Further", "MIME-Version", "Content-Type"]);
        names.extend((self.html.is_none() && self.files.is_empty()).then_some("Content-Transfer-Encoding"));
        names
    }
}

/// Names and addresses as the parser has read them.
fn people(list: Option<&Address<'_>>) -> Vec<(String, String)> {
    match list {
        Some(Address::List(list)) => list
            .iter()
            .map(|one| {
                (
                    one.name.as_deref().unwrap_or("").to_owned(),
                    one.address.as_deref().unwrap_or("").to_owned(),
                )
            })
            .collect(),
        Some(Address::Group(_)) => panic!("a group"),
        None => Vec::new(),
    }
}

fn wanted<'a>(list: impl IntoIterator<Item = &'a NamedAddress>) -> Vec<(String, String)> {
    list.into_iter().map(|one| (header_text(one.name()), one.address().to_string())).collect()
}

fn ids(value: &HeaderValue<'_>) -> Vec<String> {
    match value {
        HeaderValue::Text(one) => vec![one.to_string()],
        HeaderValue::TextList(list) => list.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    }
}

fn texts(ids: impl IntoIterator<Item = impl AsRef<MsgId>>) -> Vec<String> {
    ids.into_iter().map(|id| id.as_ref().to_string()).collect()
}

impl AsRef<MsgId> for MsgId {
    fn as_ref(&self) -> &MsgId {
        self
    }
}

fn check(asked: &Asked) -> Result<(), TestCaseError> {
    let rendered = asked.mail().render();
    let text = std::str::from_utf8(&rendered.bytes).unwrap();
    prop_assert!(text.is_ascii());
    prop_assert_eq!(text.matches(['\r', '\n']).count(), 2 * text.matches("\r\n").count());
    for line in text.split("\r\n") {
        prop_assert!(line.len() <= 78 || !line.trim().contains(' '), "{line}");
        prop_assert!(line.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\t')), "{line:?}");
    }

    let parsed: Message<'_> = MessageParser::new().parse(&rendered.bytes).unwrap();
    let names: Vec<_> = parsed.headers_raw().map(|(name, _)| name).collect();
    prop_assert_eq!(names, asked.header_names());

    prop_assert_eq!(people(parsed.from()), wanted([&asked.from]));
    prop_assert_eq!(people(parsed.to()), wanted(&asked.to));
    prop_assert_eq!(people(parsed.reply_to()), wanted(&asked.reply_to));
    let envelope: Vec<_> = rendered.rcpt_to.iter().map(ToString::to_string).collect();
    let seen: Vec<_> = people(parsed.to()).into_iter().map(|(_, address)| address).collect();
    prop_assert_eq!(envelope, seen);

    prop_assert_eq!(parsed.subject().unwrap_or(""), header_text(&asked.subject));
    prop_assert_eq!(parsed.message_id(), Some(asked.message_id.as_str()));
    prop_assert_eq!(ids(parsed.in_reply_to()), texts(&asked.in_reply_to));
    prop_assert_eq!(ids(parsed.references()), texts(&asked.references));
    prop_assert_eq!(parsed.date().unwrap().to_timestamp(), asked.date / 1_000);
    let further = parsed.header_raw("X-Further").unwrap().replace("\r\n", "");
    prop_assert_eq!(further.trim(), &asked.further);

    // The end of the line before a boundary belongs to the boundary.
    let ending = if asked.html.is_some() || !asked.files.is_empty() { "\r\n" } else { "" };
    let as_written = |read: &str| format!("{read}{ending}").replace("\r\n", "\n");
    prop_assert_eq!(as_written(&parsed.body_text(0).unwrap_or_default()), with_plain_lines(&asked.text));
    if let Some(html) = &asked.html {
        prop_assert_eq!(as_written(&parsed.body_html(0).unwrap_or_default()), with_plain_lines(html));
    }
    let files: Vec<_> = parsed
        .attachments()
        .map(|file| (file.attachment_name().unwrap_or("").to_owned(), file.contents().to_vec()))
        .collect();
    let wanted_files: Vec<_> = asked
        .files
        .iter()
        .map(|(name, content)| match header_text(name) {
            name if name.is_empty() => ("attachment".to_owned(), content.clone()),
            name => (name, content.clone()),
        })
        .collect();
    prop_assert_eq!(files, wanted_files);
    Ok(())
}

proptest! {
    #[test]
    fn ob_01_a_mail_reads_back_as_exactly_what_was_asked_for(asked in asked()) {
        check(&asked)?;
    }

    #[test]
    fn ob_06_a_second_rendering_gives_the_same_bytes(asked in asked()) {
        prop_assert_eq!(asked.mail().render(), asked.mail().render());
    }

    #[test]
    fn cleaned_text_is_clean_and_stays_as_it_is(text in hostile_text()) {
        let clean = header_text(&text);
        prop_assert!(!clean.chars().any(char::is_control) && clean.trim_matches(' ') == clean);
        prop_assert_eq!(header_text(&clean), clean);
    }
}

#[test]
fn ob_02_a_megabyte_of_anything_in_every_place_does_no_harm() {
    for piece in ["\r\n", "\0", "a ", "é", "\u{301}", "\u{202e}x", "👩‍👩‍👧", "=?utf-8?q?", "\"\\"]
    {
        let long = piece.repeat(1_000_000 / piece.len());
        let asked = Asked {
            from: address("a@b.example").named(&long),
            to: vec![address("c@d.example").named(&long)],
            reply_to: None,
            subject: long.clone(),
            message_id: id("x@y"),
            in_reply_to: None,
            references: Vec::new(),
            date: 0,
            further: "f".to_owned(),
            text: long.clone(),
            html: Some(long.clone()),
            files: vec![(long, Vec::new())],
        };
        check(&asked).unwrap();
    }
}
