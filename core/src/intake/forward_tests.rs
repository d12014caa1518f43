use super::{Forwarded, unwrap_forward};
use crate::intake::parse::{MailLimits, parse};

fn forwarded(text: &str) -> Option<Forwarded> {
    let raw = format!("From: agent@desk.example\nContent-Type: text/plain; charset=utf-8\n\n{text}");
    unwrap_forward(&parse(raw.as_bytes(), &MailLimits::default()).unwrap(), &MailLimits::default())
}

#[test]
fn the_first_author_is_found_under_the_banners_of_many_programs() {
    for text in [
        "See below\n\n---------- Forwarded message ---------\nFrom: Ada <ada@example.org>\nDate: Mon, 2 Mar 2026 at 10:00\nSubject: Printer\nTo: <agent@desk.example>\n\nIt smokes.\n",
        "See below\n\nBegin forwarded message:\n\n> From: Ada <ada@example.org>\n> Subject: Printer\n> Date: 2 March 2026\n> To: agent@desk.example\n> \n> It smokes.\n",
        "See below\n\n-------- Forwarded Message --------\nSubject: \tPrinter\nDate: \tMon, 2 Mar 2026\nFrom: \tAda <ada@example.org>\nTo: \tagent@desk.example\n\nIt smokes.\n",
        "See below\n\n________________________________\nFrom: Ada <ada@example.org>\nSent: Monday, March 2, 2026 10:00\nTo: agent@desk.example\nSubject: Printer\n\nIt smokes.\n",
        "See below\n\n-----Original Message-----\nFrom: Ada [mailto:ada@example.org]\nSent: Monday\nTo: Agent\nSubject: Printer\n\nIt smokes.\n",
        "See below\n\nVon: Ada <ada@example.org>\nGesendet: Montag, 2. März 2026\nAn: Agent\nBetreff: Printer\n\nIt smokes.\n",
        "See below\n\n-------- Weitergeleitete Nachricht --------\nBetreff: Printer\nDatum: Mon, 2 Mar 2026\nVon: Ada <ada@example.org>\nAn: agent@desk.example\n\nIt smokes.\n",
        "See below\n\n---------- Message transféré ---------\nDe : Ada <ada@example.org>\nDate : lun. 2 mars\nObjet : Printer\nÀ : <agent@desk.example>\n\nIt smokes.\n",
        "See below\n\n*From:* Ada <ada@example.org>\n*Sent:* Monday\n*To:* Agent\n*Subject:* Printer\n\nIt smokes.\n",
        "See below\n\n-------- Пересылаемое сообщение --------\nОт: Ada <ada@example.org>\nТема: Printer\nКому: agent@desk.example\n\nIt smokes.\n",
        "See below\n\n---------- 转发的邮件 ---------\n发件人：Ada <ada@example.org>\n主题：Printer\n\nIt smokes.\n",
    ] {
        let found = forwarded(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(found.from.address.as_str(), "ada@example.org", "{text}");
        assert_eq!(found.from.name.as_deref(), Some("Ada"), "{text}");
        assert_eq!(found.subject, "Printer", "{text}");
        assert!(found.text.contains("It smokes."), "{text}");
        assert!(!found.text.contains("Printer"), "{text}");
        assert_eq!(found.note, "See below", "{text}");
    }
}

#[test]
fn an_attached_message_is_a_forward() {
    let raw = b"From: agent@desk.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nSee below\n--b\nContent-Type: message/rfc822\n\nFrom: Ada <ada@example.org>\nSubject: Printer\n\nIt smokes.\n--b--\n";
    let mail = parse(raw, &MailLimits::default()).unwrap();
    let found = unwrap_forward(&mail, &MailLimits::default()).unwrap();
    assert_eq!((found.from.address.as_str(), found.note.as_str()), ("ada@example.org", "See below"));
    assert_eq!(found.text, "It smokes.");
}

#[test]
fn ordinary_mail_is_no_forward() {
    for text in [
        "Hello,\nfrom: what I see it is broken.\n",
        "My forwarded message: none.\n",
        "---------- Forwarded message ---------\nno fields here\n",
        "From: Ada <ada@example.org>\n",
        "",
    ] {
        assert_eq!(forwarded(text), None, "{text}");
    }
}

#[test]
fn html_is_unwrapped_by_what_it_shows() {
    let raw = b"From: agent@desk.example\nSubject: Fwd: Printer\nContent-Type: text/html\n\n<div>See below</div><div class=gmail_quote><div>---------- Forwarded message ---------<br>From: <b>Ada</b> &lt;<a href='mailto:ada@example.org'>ada@example.org</a>&gt;<br>Date: Monday<br>Subject: Printer<br>To: &lt;agent@desk.example&gt;<br></div><br><p>It smokes.</p></div>";
    let found = unwrap_forward(&parse(raw, &MailLimits::default()).unwrap(), &MailLimits::default()).unwrap();
    assert_eq!((found.from.address.as_str(), found.note.as_str()), ("ada@example.org", "See below"));
    assert_eq!(found.text, "It smokes.\n");
}

#[test]
fn an_answer_with_the_fields_of_what_it_answers_is_no_forward() {
    let raw = b"From: agent@desk.example\nSubject: AW: Printer\n\nTry this.\n\nVon: Ada <ada@example.org>\nGesendet: Montag\nAn: Agent\nBetreff: Printer\n\nIt smokes.\n";
    assert_eq!(unwrap_forward(&parse(raw, &MailLimits::default()).unwrap(), &MailLimits::default()), None);
}
