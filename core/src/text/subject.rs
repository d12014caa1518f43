//! What mail programs put in front of a subject when they answer.

/// Marks of an answer, in lower case, in the languages of common mail programs.
#[rustfmt::skip]
const REPLIES: [&str; 20] = [
    "re", "aw", "antw", "antwort", "sv", "vs", "r", "rif", "res", "odp", "ynt", "vá", "ответ", "отв", "σχετ",
    "回复", "答复", "回覆", "返信", "회신",
];

/// The subject without the marks of answers in front, such as `Re:` and `AW[2]:`.
pub(crate) fn without_reply_marks(subject: &str) -> &str {
    let mut rest = subject.trim();
    while let Some(after) = after_mark(rest) {
        rest = after.trim();
    }
    rest
}

/// What follows the mark of an answer at the start, which may carry a count in brackets.
fn after_mark(subject: &str) -> Option<&str> {
    const LONGEST: usize = 24;
    let subject = subject.trim_start();
    let start = subject.get(..subject.floor_char_boundary(LONGEST))?;
    let (mark, _) = start.split_once([':', '：'])?;
    let word = mark.split(['[', '(']).next().unwrap_or(mark);
    let count = mark.get(word.len()..)?.trim();
    let is_count = count.bytes().all(|b| b.is_ascii_digit() || b"[]()".contains(&b));
    let is_mark = is_count && REPLIES.contains(&word.trim().to_lowercase().as_str());
    let after = subject.get(mark.len()..)?;
    is_mark.then(|| after.trim_start_matches([':', '：']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marks_of_answers_are_known_and_stripped() {
        for subject in [
            "Re: Printer",
            "RE: AW: re: Printer",
            "AW[2]: Printer",
            "Re (3) : Printer",
            "Antw: Sv: Printer",
            "回复：Printer",
            "Ответ: Printer",
            "  re:Printer ",
        ] {
            assert_eq!(without_reply_marks(subject), "Printer", "{subject}");
        }
        for subject in
            ["Printer", "Fwd: Re: Printer", "Regarding: Printer", "Re", "", "Re[a]: x", "WG: Re: x"]
        {
            assert_eq!(without_reply_marks(subject), subject);
        }
        assert_eq!(without_reply_marks(&"Re: ".repeat(10_000)), "");
    }
}
