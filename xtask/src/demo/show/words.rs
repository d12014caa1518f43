//! Times and texts as people read them, and columns of text.

use frontdesk::Timestamp;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// `2026-03-02 07:12`, in UTC.
pub fn instant(at: Timestamp) -> String {
    at.to_string().chars().take(16).map(|c| if c == 'T' { ' ' } else { c }).collect()
}

/// `1 h 20 min`: the two largest units, and from a week on whole days.
pub fn span(millis: i64) -> String {
    let (days, hours, minutes) = (millis / DAY, millis % DAY / HOUR, millis % HOUR / MINUTE);
    let plural = if days == 1 { "" } else { "s" };
    match (days, hours, minutes) {
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, 0) => format!("{hours} h"),
        (0, hours, minutes) => format!("{hours} h {minutes} min"),
        (days, hours, _) if hours == 0 || days >= 7 => format!("{days} day{plural}"),
        (days, hours, _) => format!("{days} day{plural} {hours} h"),
    }
}

/// The text in one line of so many columns: cut with `…`, filled with blanks.
pub fn fit(text: &str, width: usize) -> String {
    let line = one_line(text);
    let whole = columns(&line) <= width;
    let room = if whole { width } else { width.saturating_sub(1) };
    let mut used = 0;
    let mut fitted: String = line
        .chars()
        .take_while(|c| {
            used += width_of(*c);
            used <= room
        })
        .collect();
    if !whole {
        fitted.push('…');
    }
    fitted.extend(std::iter::repeat_n(' ', width.saturating_sub(columns(&fitted))));
    fitted
}

/// Runs of white space become blanks; what moves the cursor or turns the direction of writing goes.
fn one_line(text: &str) -> String {
    let words = text.split_whitespace().map(|word| word.chars().filter(|c| is_plain(*c)).collect::<String>());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn is_plain(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// How many columns of a terminal a line takes.
pub fn columns(text: &str) -> usize {
    text.chars().map(width_of).sum()
}

/// How many columns of a terminal a character takes, near enough.
fn width_of(c: char) -> usize {
    match c as u32 {
        0x300..=0x36f | 0xfe00..=0xfe0f | 0x1f3fb..=0x1f3ff => 0,
        0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfe30..=0xfe6f => 2,
        0xff00..=0xff60 | 0xffe0..=0xffe6 | 0x1f300..=0x1faff | 0x20000..=0x3fffd => 2,
        _ => 1,
    }
}

/// Cells in columns as wide as each needs, two blanks apart; those named stand to the right.
pub fn table(rows: &[Vec<String>], to_the_right: &[usize]) -> String {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let cell = |row: &Vec<String>, nth: usize| row.get(nth).map(|cell| one_line(cell)).unwrap_or_default();
    let widths: Vec<usize> =
        (0..count).map(|nth| rows.iter().map(|row| columns(&cell(row, nth))).max().unwrap_or(0)).collect();
    let mut text = String::new();
    for row in rows {
        let cells = widths.iter().enumerate().map(|(nth, width)| {
            let cell = cell(row, nth);
            let blanks = " ".repeat(width.saturating_sub(columns(&cell)));
            if to_the_right.contains(&nth) { blanks + &cell } else { cell + &blanks }
        });
        let line = cells.collect::<Vec<_>>().join("  ");
        text += "  ";
        text += line.trim_end();
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_by_their_two_largest_units() {
        assert_eq!(instant(Timestamp::parse("2026-03-02T07:12:09Z").unwrap()), "2026-03-02 07:12");
        let told = [0, 59 * MINUTE, HOUR, HOUR + 61_000, DAY, DAY + HOUR, 2 * DAY + MINUTE, 8 * DAY + HOUR]
            .map(span);
        assert_eq!(told, ["0 min", "59 min", "1 h", "1 h 1 min", "1 day", "1 day 1 h", "2 days", "8 days"]);
    }

    #[test]
    fn texts_fit_their_columns_and_bring_nothing_that_moves_the_cursor() {
        assert_eq!(fit("to  the\r\npoint", 12), "to the point");
        assert_eq!(fit("to the point", 8), "to the …");
        assert_eq!(fit("短い話", 5), "短い…");
        assert_eq!(fit("\u{1b}[2J\u{202e}x", 6), "[2Jx  ");
        assert_eq!(fit("e\u{301}", 2), "e\u{301} ");
    }

    #[test]
    fn columns_are_as_wide_as_they_need() {
        let rows = [vec!["a".to_owned(), "1".to_owned()], vec!["bcd".to_owned(), "10".to_owned()]];
        assert_eq!(table(&rows, &[1]), "  a     1\n  bcd  10\n");
    }
}
