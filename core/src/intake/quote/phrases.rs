//! The phrases of mail programs, by language. Data only, and how to look it up.

use std::sync::LazyLock;

use crate::text;

/// What a header in front of a quote tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Header {
    From,
    Sent,
    To,
    Cc,
    Subject,
}

/// The header of this name, in any language.
pub(super) fn header(name: &str) -> Option<Header> {
    let by_name =
        |(known, _): &(&str, Header)| known.bytes().cmp(name.bytes().map(|b| b.to_ascii_lowercase()));
    let index = if name.is_ascii() {
        HEADERS.binary_search_by(by_name).ok()?
    } else {
        let name = text::fold(name);
        HEADERS.binary_search_by(|(known, _)| (*known).cmp(&*name)).ok()?
    };
    HEADERS.get(index).map(|(_, header)| *header)
}

/// Whether this stands between dashes above a quoted or forwarded mail.
pub(super) fn is_banner(inner: &str) -> bool {
    const SHORTEST: usize = 6;
    inner.len() >= SHORTEST && BANNERS.binary_search(&&*text::fold(inner)).is_ok()
}

/// Whether this line stands, without dashes, above a forwarded mail.
pub(super) fn is_bare_banner(line: &str) -> bool {
    const SHORTEST: usize = 12;
    let line = line.trim_end_matches(|c: char| matches!(c, ':' | '：') || c.is_whitespace());
    line.len() >= SHORTEST && BARE_BANNERS.binary_search(&&*text::fold(line)).is_ok()
}

/// Whether a word for writing stands in a line.
pub(super) fn has_verb(line: &str) -> bool {
    let ending = line.trim_end_matches([':', '：', ' ', '\u{a0}']);
    VERB_ENDINGS.iter().any(|verb| ending.ends_with(verb))
        || line.split_whitespace().any(|word| {
            VERB_STARTS.has(word) && VERBS.binary_search(&word.trim_end_matches([':', '：', ','])).is_ok()
        })
}

/// Whether a line starts as the line does that introduces a quote.
pub(super) fn opens_attribution(line: &str) -> bool {
    OPENINGS.iter().any(|opening| line.starts_with(opening))
}

/// Whether a device or an app added this line: “Sent from my iPhone”.
pub(super) fn is_device_line(line: &str) -> bool {
    const SHORTEST: usize = 8;
    const LONGEST: usize = 160;
    const MOST_WORDS: usize = 12;
    if line.len() < SHORTEST || line.len() > LONGEST || !DEVICE_STARTS.has(line) {
        return false;
    }
    let ending = line.trim_end_matches(['.', '。']);
    let known = DEVICES.iter().any(|(start, end)| line.starts_with(start) && ending.ends_with(end));
    known && line.split_whitespace().count() <= MOST_WORDS
}

/// The first bytes of some phrases: most lines and words are none of them at first sight.
struct Starts([bool; 256]);

impl Starts {
    fn of<'a>(phrases: impl Iterator<Item = &'a str>) -> Self {
        let mut starts = [false; 256];
        for byte in phrases.filter_map(|phrase| phrase.bytes().next()) {
            if let Some(start) = starts.get_mut(usize::from(byte)) {
                *start = true;
            }
        }
        Self(starts)
    }

    fn has(&self, text: &str) -> bool {
        text.bytes().next().and_then(|byte| self.0.get(usize::from(byte))).is_some_and(|&start| start)
    }
}

static VERB_STARTS: LazyLock<Starts> = LazyLock::new(|| Starts::of(VERBS.into_iter()));
static DEVICE_STARTS: LazyLock<Starts> =
    LazyLock::new(|| Starts::of(DEVICES.iter().map(|(start, _)| *start)));

/// Words for writing, sorted.
#[rustfmt::skip]
static VERBS: [&str; 52] = [
    "escreveu", "escribió", "escrigué", "escrit", "kirjoitti", "kirjutas", "menulis", "napisali", "napisao",
    "napisao/la", "napisał", "napisał(a)", "napisała", "napsal", "napsal(a)", "napsala", "napísal",
    "napísal(a)", "parašė", "pisze", "rakstīja", "rašė", "schreef", "schrieb", "schrieben", "scris",
    "scritto", "scrive", "skrev", "skriver", "viết", "writes", "wrote", "yazdı", "écrit", "írta", "έγραψε",
    "написа", "написав", "написал", "написал(a)", "написал(а)", "написала", "написала(в)", "написали",
    "пише", "пишет", "כתב", "כתב/ה", "كتب", "작성", "작성함",
];

/// Words for writing in languages that put no space in front of them.
static VERB_ENDINGS: [&str; 7] =
    ["写道", "寫道", "のメール", "書きました", "からのメッセージ", "님이 작성", "さんは書きました"];

/// How the line starts that introduces a quote.
static OPENINGS: [&str; 24] = [
    "On ",
    "Am ",
    "Le ",
    "El ",
    "Il ",
    "Em ",
    "No dia ",
    "Op ",
    "W dniu ",
    "Dnia ",
    "Den ",
    "Dne ",
    "Dňa ",
    "Il giorno ",
    "В ",
    "На ",
    "Pe ",
    "În ",
    "Στις ",
    "Dana ",
    "Pada ",
    "Vào ",
    "在",
    "於",
];

/// Names of headers, folded and sorted.
#[rustfmt::skip]
static HEADERS: [(&str, Header); 141] = [
    ("a", Header::To), ("aan", Header::To), ("afsender", Header::From), ("aihe", Header::Subject),
    ("alıcı", Header::To), ("an", Header::To), ("assunto", Header::Subject), ("asunto", Header::Subject),
    ("avsändare", Header::From), ("betreff", Header::Subject), ("bilgi", Header::Cc), ("cc", Header::Cc),
    ("chủ đề", Header::Subject), ("copie", Header::Cc), ("címzett", Header::To), ("către", Header::To),
    ("da", Header::From), ("data", Header::Sent), ("data invio", Header::Sent), ("date", Header::Sent),
    ("date d'envoi", Header::Sent), ("date de réception", Header::Sent), ("dato", Header::Sent),
    ("datum", Header::Sent), ("de", Header::From), ("do", Header::To), ("dw", Header::Cc),
    ("dátum", Header::Sent), ("emne", Header::Subject), ("enviada em", Header::Sent),
    ("enviado", Header::Sent), ("enviado el", Header::Sent), ("enviado em", Header::Sent),
    ("envoyé", Header::Sent), ("expeditor", Header::From), ("fecha", Header::Sent),
    ("feladó", Header::From), ("fra", Header::From), ("from", Header::From), ("från", Header::From),
    ("gesendet", Header::Sent), ("gesendet am", Header::Sent), ("gönderen", Header::From),
    ("gönderildi", Header::Sent), ("gửi", Header::Sent), ("inviato", Header::Sent),
    ("kimden", Header::From), ("kime", Header::To), ("komu", Header::To), ("konu", Header::Subject),
    ("kopi", Header::Cc), ("kopia", Header::Cc), ("kopie", Header::Cc), ("kopio", Header::Cc),
    ("kuupäev", Header::Sent), ("küldve", Header::Sent), ("lähetetty", Header::Sent),
    ("lähettäjä", Header::From), ("objet", Header::Subject), ("od", Header::From),
    ("odesláno", Header::Sent), ("odesílatel", Header::From), ("oggetto", Header::Subject),
    ("onderwerp", Header::Subject), ("para", Header::To), ("predmet", Header::Subject),
    ("päivämäärä", Header::Sent), ("päiväys", Header::Sent), ("předmět", Header::Subject),
    ("sendt", Header::Sent), ("sent", Header::Sent), ("skickat", Header::Sent),
    ("subiect", Header::Subject), ("subject", Header::Subject), ("tarih", Header::Sent),
    ("temat", Header::Subject), ("til", Header::To), ("till", Header::To), ("to", Header::To),
    ("trimis", Header::Sent), ("tárgy", Header::Subject), ("từ", Header::From), ("van", Header::From),
    ("vastaanottaja", Header::To), ("verzonden", Header::Sent), ("von", Header::From),
    ("wysłane", Header::Sent), ("wysłano", Header::Sent), ("à", Header::To), ("ämne", Header::Subject),
    ("đến", Header::To), ("από", Header::From), ("ημερομηνία", Header::Sent), ("θέμα", Header::Subject),
    ("προσ", Header::To), ("від", Header::From), ("дата", Header::Sent), ("кому", Header::To),
    ("копия", Header::Cc), ("копія", Header::Cc), ("надіслано", Header::Sent), ("от", Header::From),
    ("отправлено", Header::Sent), ("тема", Header::Subject), ("אל", Header::To), ("מאת", Header::From),
    ("נושא", Header::Subject), ("תאריך", Header::Sent), ("إلى", Header::To), ("التاريخ", Header::Sent),
    ("الموضوع", Header::Subject), ("من", Header::From), ("主旨", Header::Subject), ("主題", Header::Subject),
    ("主题", Header::Subject), ("件名", Header::Subject), ("傳送時間", Header::Sent), ("副本", Header::Cc),
    ("发件人", Header::From), ("发送时间", Header::Sent), ("宛先", Header::To), ("寄件人", Header::From),
    ("寄件日期", Header::Sent), ("寄件者", Header::From), ("差出人", Header::From), ("抄送", Header::Cc),
    ("收件人", Header::To), ("收件者", Header::To), ("日付", Header::Sent), ("日時", Header::Sent),
    ("日期", Header::Sent), ("时间", Header::Sent), ("發件人", Header::From), ("送信日時", Header::Sent),
    ("날짜", Header::Sent), ("받는 사람", Header::To), ("보낸 날짜", Header::Sent), ("보낸 사람", Header::From),
    ("보낸사람", Header::From), ("제목", Header::Subject), ("참조", Header::Cc),
];

/// What stands between dashes above an original or forwarded mail, folded and sorted.
#[rustfmt::skip]
static BANNERS: [&str; 72] = [
    "alkuperäinen viesti", "doorgestuurd bericht", "e-mail d'origine", "edelleenlähetetty viesti",
    "eredeti üzenet", "forwarded mail", "forwarded message", "mail original", "mensagem encaminhada",
    "mensagem original", "mensagem reencaminhada", "mensaje original", "mensaje reenviado",
    "mesaj original", "message d'origine", "message d’origine", "message original", "message réexpédié",
    "message transféré", "messaggio inoltrato", "messaggio originale", "oorspronkelijk bericht",
    "opprinnelig melding", "oprindelig meddelelse", "original mail", "original meddelelse",
    "original message", "original-nachricht", "originalmeddelande", "originalnachricht",
    "origineel bericht", "orijinal i̇leti", "orijinal mesaj", "oryginalna wiadomość", "pôvodná správa",
    "přeposlaná zpráva", "původní e-mail", "původní zpráva", "továbbított levél",
    "treść przekazanej wiadomości", "ursprungligt meddelande", "ursprüngliche mail",
    "ursprüngliche nachricht", "vidarebefordrat meddelande", "videresendt besked", "videresendt meddelelse",
    "videresendt melding", "välitetty viesti", "weitergeleitete nachricht", "wiadomość oryginalna",
    "wiadomość przekazana", "yönlendirilen ileti", "yönlendirilmiş mesaj", "özgün i̇leti", "αρχικό μήνυμα",
    "исходное сообщение", "конец пересылаемого сообщения", "оригинальное сообщение", "пересылаемое письмо",
    "пересылаемое сообщение", "початкове повідомлення", "元のメッセージ", "元のメール", "原始邮件", "原始郵件", "原邮件",
    "転送されたメッセージ", "轉寄的郵件", "转发的邮件", "转发邮件", "원본 메시지", "전달된 메시지",
];

/// What Apple's Mail puts above a forwarded mail, folded and sorted.
#[rustfmt::skip]
static BARE_BANNERS: [&str; 23] = [
    "anfang der weitergeleiteten e-mail", "anfang der weitergeleiteten nachricht",
    "begin doorgestuurd bericht", "begin forwarded message", "début du message réexpédié",
    "début du message transféré", "inicio del mensaje reenviado", "inizio messaggio inoltrato",
    "início da mensagem encaminhada", "início da mensagem reencaminhada", "i̇letilmiş mesajın başlangıcı",
    "początek przekazywanej wiadomości", "rozpoczęcie przekazywanej wiadomości",
    "start på videresendt besked", "vidarebefordrat brev", "videresendt melding", "välitetty viesti alkaa",
    "začátek přeposílané zprávy", "начало переадресованного сообщения", "下面是被转发的邮件", "以下是轉寄信件",
    "転送されたメッセージ", "전달된 메시지",
];

/// Lines of devices and apps, by start and end.
#[rustfmt::skip]
static DEVICES: [(&str, &str); 93] = [
    ("Sent from my ", ""), ("Sent from Mail for ", ""), ("Sent from Outlook", ""),
    ("Sent from Yahoo Mail", ""), ("Sent from Proton", ""), ("Sent from Samsung ", ""),
    ("Sent from Gmail", ""), ("Sent from Mailbird", ""), ("Sent from Spark", ""), ("Sent from Front", ""),
    ("Sent with Proton", ""), ("Sent via ", ""), ("Sent using ", ""), ("Sent with Spark", ""),
    ("Get Outlook for ", ""), ("Get BlueMail for ", ""), ("Von meinem ", "gesendet"),
    ("Von meiner ", "gesendet"), ("Gesendet von ", ""), ("Gesendet mit ", ""), ("Gesendet aus ", ""),
    ("Diese Nachricht wurde von meinem ", "gesendet"), ("Outlook für ", "beziehen"),
    ("Outlook für ", "herunterladen"), ("Holen Sie sich Outlook", ""), ("Laden Sie Outlook für ", ""),
    ("Envoyé de mon ", ""), ("Envoyé à partir de ", ""), ("Envoyé depuis ", ""), ("Envoyé avec ", ""),
    ("Envoyé du ", ""), ("Télécharger Outlook", ""), ("Obtenir Outlook", ""), ("Obtenez Outlook", ""),
    ("Enviado desde ", ""), ("Enviado con ", ""), ("Obtener Outlook", ""), ("Enviado do ", ""),
    ("Enviado a partir ", ""), ("Enviado de ", ""), ("Enviado pelo ", ""), ("Obter o Outlook", ""),
    ("Obter Outlook", ""), ("Baixar o Outlook", ""), ("Inviato da ", ""), ("Inviato dal ", ""),
    ("Inviato con ", ""), ("Scarica Outlook", ""), ("Ottieni Outlook", ""), ("Verstuurd vanaf ", ""),
    ("Verzonden vanaf ", ""), ("Verzonden met ", ""), ("Verstuurd met ", ""),
    ("Outlook voor ", "downloaden"), ("Download Outlook voor ", ""), ("Wysłane z ", ""), ("Wysłano z ", ""),
    ("Pobierz program Outlook", ""), ("Pobierz aplikację Outlook", ""), ("Отправлено с ", ""),
    ("Отправлено из ", ""), ("Отправлено от ", ""), ("Надіслано з ", ""), ("Скачать Outlook", ""),
    ("iPhone", "から送信"), ("iPad", "から送信"), ("Android", "から送信"), ("Outlook for ", "を入手"), ("发自我的", ""),
    ("從我的 ", "傳送"), ("发送自", ""), ("获取 Outlook", ""), ("나의 iPhone에서 보냄", ""), ("내 ", "에서 보냄"),
    ("Skickat från ", ""), ("Skickades från ", ""), ("Hämta Outlook", ""), ("Sendt fra ", ""),
    ("Hent Outlook", ""), ("Få Outlook", ""), ("Skaff deg Outlook", ""), ("Odesláno z ", ""),
    ("Získejte Outlook", ""), ("Získat Outlook", ""), ("iPhone'umdan gönderildi", ""),
    ("iPhone’umdan gönderildi", ""), ("Outlook for ", "edinin"), ("Lähetetty ", ""), ("Hanki Outlook", ""),
    ("Trimis de pe ", ""), ("iPhone-ról küldve", ""), ("Nosūtīts no ", ""), ("Εστάλη από ", ""),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted_and_folded() {
        assert!(VERBS.is_sorted_by(|a, b| a < b));
        assert!(HEADERS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(BANNERS.is_sorted_by(|a, b| a < b));
        assert!(BARE_BANNERS.is_sorted_by(|a, b| a < b));
        for phrase in HEADERS.iter().map(|(name, _)| name).chain(&BANNERS).chain(&BARE_BANNERS) {
            assert_eq!(text::fold(phrase), *phrase);
        }
    }
}
