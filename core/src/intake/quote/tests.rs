use proptest::prelude::*;

use super::lines::LOOKED_AT;
use super::*;
use crate::hang::within_ten_times;

/// The parts as `N`, `Q` and `S`, in order.
fn shape(text: &str) -> String {
    split(text)
        .iter()
        .map(|part| match part.kind {
            TextPartKind::New => 'N',
            TextPartKind::Quoted => 'Q',
            TextPartKind::Signature => 'S',
        })
        .collect()
}

fn new_of(text: &str) -> String {
    new_text(text, &split(text))
}

fn covers(text: &str, parts: &[TextPart]) -> bool {
    parts.iter().map(|p| p.len as usize).sum::<usize>() == text.len()
        && parts.iter().all(|p| p.len > 0)
        && parts.windows(2).all(|pair| pair[0].kind != pair[1].kind)
        && parts
            .iter()
            .scan(0, |at, p| {
                *at += p.len as usize;
                Some(*at)
            })
            .all(|at| text.is_char_boundary(at))
}

#[test]
fn an_answer_between_lines_marked_by_initials_is_new() {
    let text = "Hello!\n\nMonday, May 6, 2024, 10:12:12 AM, you wrote:\n\nBD> Does it work?\nBD> On which system?\n\nYes, on Linux.\n\nBD>> Which version?\n\nThe third.\n";
    assert_eq!(new_of(text), "Hello!\n\nYes, on Linux.\n\nThe third.");
    let text =
        "Monday, May 6, 2024, 10:12 Bo Desk <bo@desk.example> wrote:\n\n[…]\n\nBD> Does it work?\n\nYes.\n";
    assert!(new_of(text).ends_with("Yes."));
    let prompt = "I ran\n\nSQL> select 1;\n\nand got nothing.\n";
    assert_eq!(shape(prompt), "N");
}

#[test]
fn what_only_looks_like_the_top_of_a_quote_is_new() {
    for text in [
        "Please book for me:\n\nFrom: Berlin\nTo: Munich\nDate: 12 May 2026\n\nWindow seat, please.\n",
        "Von: Berlin\nAn: München\nDatum: 12.05.2026\n\nBitte am Fenster.\n",
        "The form shows\n\nFrom: shop@x.example\nTo: me@x.example\nSubject: Order\n\nand nothing else.\n",
        "Hello,\n\nAt 2024-05-06 10:12 the server wrote:\n\nERROR 17 disk full\n\nCan you help?\n",
        "Hi,\n\non 12.05.2024 at 10:15 I wrote to you:\n\nit is broken. What now?\n",
    ] {
        assert_eq!(shape(text), "N", "{text}");
    }
}

#[test]
fn the_line_that_introduces_a_quote_is_known_in_many_languages() {
    for line in [
        "On Mon, May 6, 2024 at 10:12 AM Bo Desk <bo@desk.example> wrote:",
        "On 06/05/2024 10:12, Bo Desk wrote:",
        "On May 6, 2024, at 10:12 AM, Bo Desk <bo@desk.example> wrote:",
        "On Monday, May 6, 2024, 10:12:33 AM GMT+2, Bo Desk <bo@desk.example> wrote:",
        "Am Mo., 6. Mai 2024 um 10:12 Uhr schrieb Bo Desk <bo@desk.example>:",
        "Am 06.05.24 um 10:12 schrieb Bo Desk:",
        "Bo Desk <bo@desk.example> schrieb am Mo., 6. Mai 2024, 10:12:",
        "Le lun. 6 mai 2024 à 10:12, Bo Desk <bo@desk.example> a écrit\u{a0}:",
        "Le 06/05/2024 à 10:12, Bo Desk a écrit :",
        "El lun, 6 may 2024 a las 10:12, Bo Desk (<bo@desk.example>) escribió:",
        "Il giorno lun 6 mag 2024 alle ore 10:12 Bo Desk <bo@desk.example> ha scritto:",
        "Em seg., 6 de mai. de 2024 às 10:12, Bo Desk <bo@desk.example> escreveu:",
        "Bo Desk <bo@desk.example> escreveu no dia segunda, 6/05/2024 à(s) 10:12:",
        "Op ma 6 mei 2024 om 10:12 schreef Bo Desk <bo@desk.example>:",
        "pon., 6 maj 2024 o 10:12 Bo Desk <bo@desk.example> napisał(a):",
        "W dniu 6.05.2024 o 10:12, Bo Desk pisze:",
        "пн, 6 мая 2024 г. в 10:12, Bo Desk <bo@desk.example>:",
        "6 мая 2024 г., 10:12 пользователь Bo Desk <bo@desk.example> написал:",
        "06.05.2024 10:12, Bo Desk пишет:",
        "2024年5月6日(月) 10:12 Bo Desk <bo@desk.example>:",
        "2024/05/06 10:12、Bo Desk <bo@desk.example>のメール:",
        "Bo Desk <bo@desk.example> 于2024年5月6日周一 10:12写道：",
        "在 2024年5月6日，上午10:12，Bo Desk <bo@desk.example> 写道：",
        "Bo Desk <bo@desk.example> 於 2024年5月6日 週一 上午10:12寫道：",
        "2024년 5월 6일 (월) 오전 10:12, Bo Desk <bo@desk.example>님이 작성:",
        "Den mån 6 maj 2024 kl 10:12 skrev Bo Desk <bo@desk.example>:",
        "Den man. 6. maj 2024 kl. 10.12 skrev Bo Desk <bo@desk.example>:",
        "man. 6. mai 2024 kl. 10:12 skrev Bo Desk <bo@desk.example>:",
        "po 6. 5. 2024 v 10:12 odesílatel Bo Desk <bo@desk.example> napsal:",
        "Dne 06. 05. 24 v 10:12 Bo Desk napsal(a):",
        "Bo Desk <bo@desk.example>, 6 May 2024 Pzt, 10:12 tarihinde şunu yazdı:",
        "ma 6. toukok. 2024 klo 10.12 Bo Desk (bo@desk.example) kirjoitti:",
    ] {
        for (text, expected) in [
            (format!("Thanks!\n\n{line}\n\n> Does it work?\n> Bo\n"), "NQ"),
            (format!("Thanks!\n\n{line}\n\nDoes it work?\nBo\n"), "NQ"),
            (format!("Thanks!\r\n\r\n{line}\r\n\r\n> Does it work?\r\n"), "NQ"),
            (format!("{line}\n> Does it work?\n\nThanks!\n"), "QN"),
            (format!("{line}\n\n> Does it work?\n\nThanks!\n\n> Anything else?\n\nThanks!\n"), "QNQN"),
        ] {
            assert_eq!(shape(&text), expected, "{text}");
            assert!(new_of(&text).starts_with("Thanks!") && !new_of(&text).contains("Bo"), "{text}");
        }
    }
}

#[test]
fn a_wrapped_introduction_is_taken_as_a_whole() {
    for lines in [
        "On Mon, May 6, 2024 at 10:12 AM Bo Desk <\nbo.with.a.rather.long.address@desk.example> wrote:",
        "On Mon, May 6, 2024 at 10:12 AM Bo Desk via Support\n<bo@desk.example>\nwrote:",
        "Am Mo., 6. Mai 2024 um 10:12 Uhr schrieb Bo Desk\n<bo@desk.example>:",
        "Le lun. 6 mai 2024 à 10:12, Bo Desk <bo@desk.example> a\nécrit :",
        "El lun, 6 may 2024 a las 10:12, Bo Desk (<bo@desk.example>)\nescribió:",
        "Bo Desk <bo@desk.example>, 6 May 2024 Pzt, 10:12 tarihinde\nşunu yazdı:",
        "pon., 6 maj 2024 o 10:12 Bo Desk <bo@desk.example>\nnapisał(a):",
        "Bo Desk\n<bo@desk.example> schrieb am Mo., 6. Mai 2024, 10:12:",
    ] {
        for rest in ["> Does it work?\n", "\nDoes it work?\n"] {
            let text = format!("Thanks!\n\n{lines}\n{rest}");
            assert_eq!(new_of(&text), "Thanks!", "{text}");
        }
    }
    let close =
        "Thanks, on 3 May all was well.\nOn Mon, May 6, 2024 at 10:12 AM Bo <bo@desk.example> wrote:\n> x\n";
    assert_eq!(new_of(close), "Thanks, on 3 May all was well.");
}

#[test]
fn blocks_of_headers_and_banners_start_an_unmarked_quote() {
    for block in [
        "From: Bo <bo@desk.example>\nSent: Monday, May 6, 2024 10:12 AM\nTo: Ann <ann@x.example>\nSubject: RE: x\n",
        "________________________________\nFrom: Bo <bo@desk.example>\nSent: Monday\nTo: Ann\nSubject: x\n",
        "-----Original Message-----\nFrom: Bo\nSent: Monday\nTo: Ann\nSubject: x\n",
        "-----Ursprüngliche Nachricht-----\nVon: Bo\nGesendet: Montag\nAn: Ann\nBetreff: x\n",
        "Von: Bo <bo@desk.example>\nGesendet: Montag, 6. Mai 2024 10:12\nAn: Ann <ann@x.example>\nBetreff: AW: x\n",
        "De : Bo <bo@desk.example>\nEnvoyé : lundi 6 mai 2024 10:12\nÀ : Ann\nObjet : RE: x\n",
        "De: Bo\nEnviado el: lunes, 6 de mayo de 2024 10:12\nPara: Ann\nAsunto: RE: x\n",
        "De: Bo\nEnviado: segunda-feira, 6 de maio de 2024\nPara: Ann\nAssunto: x\n",
        "Da: Bo\nInviato: lunedì 6 maggio 2024 10:12\nA: Ann\nOggetto: R: x\n",
        "Van: Bo\nVerzonden: maandag 6 mei 2024 10:12\nAan: Ann\nOnderwerp: RE: x\n",
        "Od: Bo\nWysłano: poniedziałek, 6 maja 2024\nDo: Ann\nTemat: x\n",
        "От: Bo\nОтправлено: 6 мая 2024\nКому: Ann\nТема: x\n",
        "Från: Bo\nSkickat: den 6 maj 2024\nTill: Ann\nÄmne: x\n",
        "Fra: Bo\nSendt: 6. maj 2024\nTil: Ann\nEmne: x\n",
        "Odesílatel: Bo\nOdesláno: pondělí\nKomu: Ann\nPředmět: x\n",
        "Kimden: Bo\nGönderildi: 6 Mayıs 2024\nKime: Ann\nKonu: x\n",
        "Lähettäjä: Bo\nLähetetty: maanantai\nVastaanottaja: Ann\nAihe: x\n",
        "差出人: Bo\n送信日時: 2024年5月6日\n宛先: Ann\n件名: x\n",
        "发件人：Bo\n发送时间：2024年5月6日\n收件人：Ann\n主题：x\n",
        "*From:* Bo\n*Sent:* Monday\n*To:* Ann; Cem;\nDora\n*Subject:* x\n",
        "-------- Original Message --------\nSubject: x\nDate: Mon\nFrom: Bo\nTo: Ann\n",
        "----- Mail original -----\nDe: \"Bo\"\nÀ: \"Ann\"\nEnvoyé: Lundi\n",
        "---------- Forwarded message ---------\nFrom: Bo\nDate: Mon\nSubject: x\nTo: Ann\n",
        "Begin forwarded message:\n\nFrom: Bo\nSubject: x\nDate: 6 May\nTo: Ann\n",
    ] {
        let text = format!("Thanks!\n\n{block}\nDoes it work?\n\nRegards\n");
        assert_eq!(shape(&text), "NQ", "{text}");
        assert_eq!(new_of(&text), "Thanks!", "{text}");
        let forward = format!("{block}\nDoes it work?\n");
        assert_eq!(shape(&forward), "N", "nothing but a forward stays: {forward}");
        let phone = format!("Sent from my iPhone\n\n{forward}");
        assert_eq!(shape(&phone), "N", "nothing but a forward stays: {phone}");
    }
}

#[test]
fn a_marked_quote_below_a_banner_ends_where_its_marks_end() {
    let text = "-----Original Message-----\n> From: Bo\n> Does it work?\n\nYes.\n";
    assert_eq!((shape(text).as_str(), new_of(text).as_str()), ("QN", "Yes."));
}

#[test]
fn signatures_are_set_apart() {
    for (text, expected, new) in [
        ("Hello\n-- \nAnn\nACME\n", "NS", "Hello"),
        ("Hello\r\n-- \r\nAnn\r\n", "NS", "Hello"),
        ("Hello\n--\nAnn\n", "NS", "Hello"),
        ("Hello\n\nSent from my iPhone", "NS", "Hello"),
        ("Hello\n\nGet Outlook for iOS<https://aka.ms/o0ukef>\n", "NS", "Hello"),
        ("Hallo\n\nVon meinem iPhone gesendet\n", "NS", "Hallo"),
        ("Bonjour\n\nEnvoyé de mon iPhone\n", "NS", "Bonjour"),
        ("Hola\n\nEnviado desde mi iPhone\n", "NS", "Hola"),
        ("こんにちは\n\niPhoneから送信\n", "NS", "こんにちは"),
        ("你好\n\n发自我的 iPhone\n", "NS", "你好"),
        (
            "Hello\n\nSent from my iPhone\n\nOn 6 May 2024, at 10:12, Bo <bo@x.example> wrote:\n\n> x\n",
            "NSQ",
            "Hello",
        ),
        ("Hello\n-- \nAnn\n\n> x\n\nBye\n", "NSQN", "Hello\n\nBye"),
        ("Hello\n\nSent from my iPhone\n\nPS: call me\n", "NSN", "Hello\n\nPS: call me"),
        ("-- \nAnn\n", "N", "-- \nAnn"),
    ] {
        assert_eq!(shape(text), expected, "{text}");
        assert_eq!(new_of(text), new, "{text}");
    }
    let rule = format!("one\n--\n{}", "more\n".repeat(12));
    assert_eq!(shape(&rule), "N");
}

#[test]
fn mp_15_what_is_no_quote_stays_new() {
    for text in [
        "Hello Bo,\nit broke.\n",
        "Load is >50 %\n>50 users complain\nplease help\n",
        "My boss wrote:\nplease fix it until 12:00\n",
        "On Monday 3 my boss wrote:\nplease fix it\n",
        "From: the beginning it was broken\nTo: be honest, I like it\n",
        "Steps:\n1. open\n2. close\n",
        "Sent from my side were three letters, none of which has ever been answered by anybody at all\n",
        "> only\n> quoted\n",
        "On 06/05/2024 10:12, Bo wrote:\n> only quoted\n",
        "On 06/05/2024 10:12, Bo wrote:\n\nDoes it work?\n\nYes, it does (written below).\n",
        "",
        "\n",
        " \n\t\n",
        ":",
        "：",
        ">",
        "--",
        "-- ",
    ] {
        assert_eq!(shape(text), if text.is_empty() { "" } else { "N" }, "{text}");
        assert_eq!(new_of(text), text.trim(), "{text}");
    }
}

#[test]
fn our_reply_marker_starts_the_quote() {
    let marker = "##- Please answer above this line -##";
    for text in [
        format!("Yes.\n\n{marker}\n\nDoes it work?\n"),
        format!("Yes.\n\nOn 06/05/2024 10:12, Bo wrote:\n\n{marker}\nDoes it work?\n"),
        format!("Yes.\n\nBo <bo@desk.example> rašti 2024-05-06 10.12:\n{marker}\nDoes it work?\n"),
        format!("Yes.\n\n> {marker}\n> Does it work?\n"),
    ] {
        let parts = split_with(&text, &[marker]);
        assert!(covers(&text, &parts));
        assert_eq!(new_text(&text, &parts), "Yes.", "{text}");
    }
    let text = format!("{marker}\nYes.\n");
    assert_eq!(split_with(&text, &["", marker]), whole(&text));
}

#[test]
fn html_mail_is_split_by_its_text() {
    use crate::intake::html_text::to_text;
    for html in [
        "<div dir=ltr>Thanks!</div><br><div class=gmail_quote><div dir=ltr class=gmail_attr>On Mon, May 6, 2024 at \
         10:12&nbsp;AM Bo &lt;<a href='mailto:bo@x.example'>bo@x.example</a>&gt; wrote:<br></div><blockquote \
         class=gmail_quote><div>Does it work?</div></blockquote></div>",
        "<p>Thanks!</p><hr><div id=divRplyFwdMsg><b>From:</b> Bo<br><b>Sent:</b> Monday<br><b>To:</b> Ann<br>\
         <b>Subject:</b> x</div><div>Does it work?</div>",
        "<p class=MsoNormal>Thanks!<o:p></o:p></p><div><p class=MsoNormal><b>Von:</b> Bo<br><b>Gesendet:</b> Montag<br>\
         <b>An:</b> Ann<br><b>Betreff:</b> x<o:p></o:p></p></div><p>Does it work?</p>",
        "Thanks!<br><div class=moz-cite-prefix>Am 06.05.24 um 10:12 schrieb Bo:</div><blockquote type=cite>Does it \
         work?</blockquote>",
    ] {
        let text = to_text(html);
        assert_eq!(new_of(&text), "Thanks!", "{text}");
    }
}

/// So often, at most, each byte of a text is looked at.
const MOST_LOOKS: usize = 20;

#[test]
fn mp_14_hostile_text_is_split_in_linear_time() {
    let pieces = [
        "\n",
        ">",
        ">\nx\n",
        "a",
        "On ",
        "On 06.05.24 10:12 x:\n",
        "wrote:\n",
        "On 2024 a@b wrote:\n",
        "From: x\n",
        "From: x\nSent: y\nz\n",
        "-- \n",
        "--\nx\n",
        "Sent from my x\n>\n",
        "--original message--\n",
        "x:\n",
        ":\n",
        "<a@b> 10:12 2024:\n",
        "\u{200b}",
        "\u{200b}\n",
        "De : x\n",
        "________\n",
        "> x\ny\n",
        "\r",
        "：\n",
        "-- \n> x\n",
        "----------------\n",
        "1:23\n",
        "Envoyé x\n>\n",
    ];
    for piece in pieces {
        let text = |bytes: usize| format!("x\n\n{}", piece.repeat(bytes / piece.len()));
        let split = |text: &str| {
            let parts = split_with(text, &["##- reply above -##"]);
            assert!(covers(text, &parts), "{piece:?}");
        };
        // What is looked at is counted, since time says little on a busy machine. Whatever is asked of a line goes through it but once.
        let looked_at = |bytes: usize| {
            LOOKED_AT.set(0);
            split(&text(bytes));
            LOOKED_AT.get()
        };
        let (half, whole) = (looked_at(50_000), looked_at(100_000));
        assert!(whole <= 2 * half + 2_000, "{piece:?}: twice the text, {half} and {whole} bytes looked at");
        assert!(whole <= MOST_LOOKS * 100_000, "{piece:?}: {whole} bytes looked at");
        let text = text(1_000_000);
        assert!(within_ten_times(20, || split(&text)), "{piece:?}");
    }
}

fn mailish() -> impl Strategy<Value = String> {
    let pieces = [
        "\n",
        "\n",
        "\r\n",
        "> ",
        ">",
        ">50",
        "On 06/05/2024 10:12, Bo wrote:",
        "On ",
        "wrote:",
        "Am 1.1.2024 um 10:12 ",
        "schrieb",
        "<bo@x.example>",
        ":",
        "From: x\n",
        "Sent: x\n",
        "To: x\n",
        "Subject: x\n",
        "-- \n",
        "--\n",
        "hello",
        "Sent from my iPhone\n",
        "-----Original Message-----\n",
        "##-##\n",
        "é",
        "写道：",
        " ",
        "\u{a0}",
        "\u{200e}",
        "____\n",
    ];
    proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..30).prop_map(|v| v.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn mp_15_the_parts_are_the_whole_text_and_something_stays_new(text in prop_oneof![mailish(), any::<String>()]) {
        let parts = split_with(&text, &["##-##"]);
        prop_assert!(covers(&text, &parts), "{:?}", parts);
        prop_assert_eq!(new_text(&text, &parts).is_empty(), text.trim_matches(|c: char| c.is_whitespace()).is_empty()
            || !parts.iter().any(|p| p.kind == TextPartKind::New));
        prop_assert!(text.is_empty() || parts.iter().any(|p| p.kind == TextPartKind::New));
    }

    #[test]
    fn parts_of_another_text_do_no_harm(text in any::<String>(), other in mailish()) {
        let _ = new_text(&text, &split(&other));
    }
}
