//! Mails that are built to hurt. Each one is read on a thread with a small stack, against the clock (ten times the
//! promise, as a guard against hanging) and, where the system tells it, against the promise on memory.

use frontdesk::intake::parse::{MailLimits, Refusal, parse};
use frontdesk::intake::parse_facts::{MailFlag, ParsedMail};
use std::fs;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

const STACK: usize = 256 << 10;
const HANG: Duration = Duration::from_secs(10);

static ALONE: Mutex<()> = Mutex::new(());

/// One test at a time, or memory could not be told apart.
pub fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Kilobytes of a line in the process status.
fn memory(line: &str) -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|l| l.strip_prefix(line)?.trim().strip_suffix(" kB")?.trim().parse().ok())
}

#[allow(clippy::disallowed_methods, reason = "a guard against hanging needs a clock")]
fn read(raw: Vec<u8>) -> Result<ParsedMail, Refusal> {
    let size = raw.len();
    // Makes the system count the peak anew; where it cannot, the check below sees an older, higher peak or none.
    let counted = fs::write("/proc/self/clear_refs", "5").is_ok();
    let before = memory("VmRSS:");
    let started = std::time::Instant::now();
    let answer = std::thread::Builder::new()
        .stack_size(STACK)
        .spawn(move || parse(&raw, &MailLimits { max_size: 100 << 20, ..MailLimits::default() }))
        .unwrap()
        .join()
        .expect("the reader must not panic");
    let took = started.elapsed();
    assert!(took < HANG, "{size} bytes took {took:?}");
    if let (true, Some(before), Some(peak)) = (counted, before, memory("VmHWM:")) {
        let grown = peak.saturating_sub(before) << 10;
        assert!(grown <= 4 * size + (16 << 20), "{size} bytes cost {grown} bytes of memory");
    }
    eprintln!("{size} bytes: {took:?}, {:?}", answer.as_ref().err());
    assert_ne!(answer.as_ref().err(), Some(&Refusal::ParserFault));
    answer
}

const HEAD: &str = "From: ada@example.org\n";

fn with_head(rest: &str) -> Vec<u8> {
    format!("{HEAD}{rest}").into_bytes()
}

#[test]
fn mp_01_a_million_nested_messages_are_refused_on_a_small_stack() {
    let _alone = alone();
    let nested = "Content-Type: message/rfc822\n\n".repeat(1_000_000);
    assert_eq!(read(with_head(&nested)), Err(Refusal::NestedTooDeep));
    let mut multipart = String::new();
    for level in 0..100_000 {
        multipart += &format!("Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n");
    }
    assert_eq!(read(with_head(&multipart)), Err(Refusal::TooDeep));
    let digests = "Content-Type: multipart/digest; boundary=b\n\n--b\n\n".repeat(200_000);
    assert_eq!(read(with_head(&digests)), Err(Refusal::TooDeep));
}

#[test]
fn mp_01_depth_is_counted_exactly() {
    let _alone = alone();
    let nested = |n| read(with_head(&("Content-Type: message/rfc822\n\n".repeat(n) + "Subject: x\n\nhi")));
    assert!(nested(32).is_ok());
    assert_eq!(nested(33), Err(Refusal::NestedTooDeep));
}

#[test]
fn mp_01_an_encoded_message_is_not_opened() {
    let _alone = alone();
    let raw = with_head(
        "Content-Type: message/rfc822\nContent-Transfer-Encoding: quoted-printable\n\nFrom: x@y.example\nContent-Type: message/rfc822\n\nFrom: z@y.example\n\nhi",
    );
    let mail = read(raw).unwrap();
    assert_eq!((mail.attachments.len(), mail.text), (1, None));
}

#[test]
fn mp_02_millions_of_parts_are_refused() {
    let _alone = alone();
    let parts = |n: usize| {
        with_head(&format!("Content-Type: multipart/mixed; boundary=b\n\n{}", "--b\n\n\n".repeat(n)))
    };
    assert_eq!(read(parts(4_000_000)), Err(Refusal::TooManyParts));
    assert_eq!(read(parts(1_000)), Err(Refusal::TooManyParts));
    assert!(read(parts(999)).is_ok());
}

#[test]
fn mp_02_many_attachments_are_flagged_and_none_of_them_is_left_out() {
    let _alone = alone();
    let with_files = |files: usize| {
        let mut text = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nSee all of them.\n".to_owned();
        for nth in 0..files {
            text += &format!("--b\nContent-Disposition: attachment; filename={nth}.txt\n\nfile {nth}\n");
        }
        read(with_head(&(text + "--b--\n"))).unwrap()
    };
    let usual = MailLimits::default().max_attachments;
    let most = MailLimits::default().max_parts - 2;
    for files in [0, 1, usual, usual + 1, most] {
        let mail = with_files(files);
        assert_eq!(mail.has_flag(MailFlag::TooManyAttachments), files > usual, "{files}");
        assert_eq!(mail.attachments.len(), files);
        for (nth, file) in mail.attachments.iter().enumerate() {
            assert_eq!(
                (&file.name, &*file.content),
                (&format!("{nth}.txt"), format!("file {nth}").as_bytes())
            );
        }
    }
}

#[test]
fn mp_03_long_boundaries_and_lines_that_are_almost_boundaries_cost_linear_time() {
    let _alone = alone();
    let long = "b".repeat(15_000);
    let raw =
        format!("Content-Type: multipart/mixed; boundary={long}\n\n{}", format!("--{long}x\n").repeat(1_600));
    let mail = read(with_head(&raw)).unwrap();
    assert_eq!((mail.text, mail.attachments.len()), (None, 1));
    let stem = "b".repeat(67);
    let mut raw = String::new();
    for level in 0..32 {
        raw += &format!("Content-Type: multipart/mixed; boundary={stem}{level:02}\n\n--{stem}{level:02}\n");
    }
    raw += &format!("\n{}", format!("--{stem}99\n").repeat((24 << 20) / 72));
    assert!(read(with_head(&raw)).is_ok());
    let dashes = format!("Content-Type: multipart/mixed; boundary=b\n\n--b\n\n{}", "--\n".repeat(8_000_000));
    assert!(read(with_head(&dashes)).is_ok());
}

#[test]
fn mp_04_parameters_that_make_the_field_parser_start_over_are_bounded() {
    let _alone = alone();
    let continued: String = (0..1_200).map(|i| format!("; a*{i}=b")).collect();
    let words = "=?x?q?a".repeat(2_200);
    for field in [
        format!("Content-Disposition: attachment{continued}\n"),
        format!("Content-Type: text/plain; name={words}\n"),
        format!("Content-Type: text/plain; name*=x{}\n", "(".repeat(15_000)),
    ] {
        let raw = format!(
            "Content-Type: multipart/mixed; boundary=b\n\n{}",
            format!("--b\n{field}\nx\n").repeat(990)
        );
        assert!(read(with_head(&raw)).is_ok());
    }
    let subjects = format!("Subject: {words}\nTo: {words}\nCc: {words}\nReply-To: {words}\n\n");
    assert!(read(with_head(&subjects)).is_ok());
    let many = format!("To: {words}\n").repeat(15);
    assert!(read(with_head(&(many + "\n"))).is_ok());
}

#[test]
fn mp_05_no_damage_to_a_mail_makes_it_hang_or_panic() {
    let _alone = alone();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mail");
    let limits = MailLimits::default();
    let mut state = 1u64;
    let mut random = move |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below.max(1)
    };
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "eml") {
            continue;
        }
        let raw = fs::read(&path).unwrap();
        for end in 0..raw.len() {
            assert_ne!(
                parse(&raw[..end], &limits).err(),
                Some(Refusal::ParserFault),
                "{path:?} cut at {end}"
            );
        }
        for _ in 0..300 {
            let mut damaged = raw.clone();
            for _ in 0..=random(4) {
                let at = random(damaged.len());
                let spice = b"\0\r\n<>\"(;=?*:@,-\\ \xff\xc3\x1b"[random(19)];
                if random(2) == 0 { damaged[at] = spice } else { damaged.insert(at, spice) }
            }
            assert_ne!(parse(&damaged, &limits).err(), Some(Refusal::ParserFault), "{damaged:?}");
        }
    }
    for odd in ["", "\n", "\r", ":", " ", "--", "--\n", "From:", "From: a@b", "\0\0\0"] {
        let answer = parse(odd.as_bytes(), &limits);
        assert!(answer.is_ok() || answer != Err(Refusal::ParserFault));
    }
}

#[test]
fn mp_06_headers_addresses_and_references_are_counted() {
    let _alone = alone();
    assert_eq!(read(with_head(&"A: b\n".repeat(1_000_000))), Err(Refusal::TooManyHeaders));
    assert_eq!(read(with_head(&"A: b\n".repeat(999))).map(|_| ()), Ok(()));
    assert_eq!(read(with_head(&"A: b\n".repeat(1_000))), Err(Refusal::TooManyHeaders));
    assert_eq!(read(with_head(&format!("A: {}\n", "b".repeat(20_000)))), Err(Refusal::HeaderTooLarge));
    assert_eq!(read(with_head(&format!("A: b\n{}", " c\n".repeat(20_000)))), Err(Refusal::HeaderTooLarge));
    let block = format!("A: {}\n", "b".repeat(15_000)).repeat(20);
    assert_eq!(read(with_head(&block)), Err(Refusal::HeaderBlockTooLarge));
    assert_eq!(read(with_head(&"junk\n".repeat(5_000_000))), Err(Refusal::HeaderBlockTooLarge));
    let to = format!("To: {}\n", "a@b.c,".repeat(200));
    assert_eq!(read(with_head(&to.repeat(3))), Err(Refusal::TooManyAddresses));
    let commas = format!("To: {}\n\n", ",".repeat(16_000));
    assert!(read(with_head(&commas)).unwrap().to.is_empty());
    let references: String = (0..1_000).map(|i| format!(" <{i}@x>\n")).collect();
    let mail = read(with_head(&format!("References: {references}\nhi"))).unwrap();
    assert_eq!(mail.references.len(), 100);
    assert_eq!(mail.references.last().unwrap(), "999@x");
    assert_eq!(parse(&vec![b'a'; (25 << 20) + 1], &MailLimits::default()), Err(Refusal::TooLarge));
}

#[test]
fn mp_07_deep_comments_do_no_harm() {
    let _alone = alone();
    let deep = "(".repeat(15_000);
    assert!(read(with_head(&format!("Date: {deep}\nTo: {deep}\nSubject: {deep}\n\n"))).is_ok());
    let paired = format!("{}{}", "(".repeat(7_000), ")".repeat(7_000));
    let mail = read(with_head(&format!("Date: Mon, 2 Mar 2026 10:00:00 +0100 {paired}\n\n"))).unwrap();
    assert_eq!(mail.date.unwrap().millis(), 1_772_442_000_000);
    assert_eq!(read(format!("From: ada@example.org {paired}\n\n").into_bytes()).map(|_| ()), Ok(()));
    assert_eq!(read(format!("From: {deep}ada@example.org\n\n").into_bytes()), Err(Refusal::AmbiguousSender));
}

#[test]
fn mp_08_whatever_the_character_set_the_text_is_clean() {
    let _alone = alone();
    let every_byte: Vec<u8> =
        (0..=255u8).chain((0..=255).rev()).chain([0xd8, 0, 0xdc, 0x1b, b'$', b'B', 0x80]).collect();
    for charset in [
        "utf-8",
        "utf-7",
        "utf-16",
        "utf-16le",
        "utf-16be",
        "us-ascii",
        "iso-8859-1",
        "iso-2022-jp",
        "iso-2022-kr",
        "gb18030",
        "gbk",
        "big5",
        "euc-kr",
        "euc-jp",
        "shift_jis",
        "koi8-r",
        "windows-1251",
        "macintosh",
        "hz-gb-2312",
        "x",
        "",
    ] {
        for cut in [every_byte.len(), 257, 3, 1] {
            let mut raw = with_head(&format!("Content-Type: text/plain; charset=\"{charset}\"\n\n"));
            raw.extend(&every_byte[..cut]);
            let text = parse(&raw, &MailLimits::default()).unwrap().text.unwrap();
            assert!(!text.contains(['\0', '\r']), "{charset}");
        }
    }
}

#[test]
fn mp_08_a_huge_body_is_cut_and_says_so() {
    let _alone = alone();
    let mut raw = with_head("Content-Type: text/plain; charset=windows-1252\n\n");
    raw.resize(25 << 20, 0x80);
    let mail = read(raw).unwrap();
    assert_eq!(mail.text.as_ref().unwrap().len(), 3 << 20);
    let flags: Vec<String> = mail.flags.iter().map(|f| format!("{f:?}")).collect();
    assert!(flags.contains(&"BodyTruncated".to_owned()), "{flags:?}");
    let mut qp = with_head("Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n");
    qp.extend(b"= ".repeat(12 << 20));
    assert!(read(qp).is_ok());
    let mut b64 = with_head("Content-Type: image/png\nContent-Transfer-Encoding: base64\n\n");
    b64.extend(b"AAAA".repeat(6 << 20));
    assert_eq!(read(b64).unwrap().attachments[0].content.len(), 18 << 20);
}

#[test]
fn mp_12_the_content_hash_outlives_transport_and_tells_contents_apart() {
    let _alone = alone();
    let hash = |raw: &str| parse(raw.as_bytes(), &MailLimits::default()).unwrap().content_hash;
    let mail = "From: Ada <ada@example.org>\nSubject: Hi\nMessage-ID: <a@x>\n\nGr=C3=BC=C3=9Fe = 1\n";
    let sent = hash(&mail.replace("=C3=BC=C3=9F", "üß"));
    let relayed = format!(
        "Received: by a\nDelivered-To: b@c.example\nReturn-Path: <x@y>\nContent-Transfer-Encoding: quoted-printable\n{}",
        mail.replace("= 1", "=3D 1")
    );
    assert_eq!(hash(&relayed), sent);
    assert_eq!(hash(&relayed.replace('\n', "\r\n")), sent);
    assert_eq!(hash(&(mail.replace("=C3=BC=C3=9F", "üß") + "\n\n")), sent);
    for other in [
        mail.replace("Hi", "Ho"),
        mail.replace("ada@", "eve@"),
        mail.replace("<a@x>", "<b@x>"),
        mail.replace("1", "2"),
    ] {
        assert_ne!(hash(&other.replace("=C3=BC=C3=9F", "üß")), sent);
    }
}

#[test]
fn si_22_no_foreign_header_changes_what_is_read() {
    let _alone = alone();
    let plain =
        parse(&with_head("To: help@desk.example\nSubject: x\n\nhi\n"), &MailLimits::default()).unwrap();
    for field in [
        "X-Zammad-Ticket-Priority: 3",
        "X-OTRS-Queue: Admin",
        "X-Priority: 1",
        "X-Frontdesk-Status: solved",
        "Status: RO",
    ] {
        let raw = with_head(&format!("{field}\nTo: help@desk.example\nSubject: x\n\nhi\n"));
        assert_eq!(parse(&raw, &MailLimits::default()).unwrap(), plain, "{field}");
    }
}
