//! The dates that mail carries: the `From ` line of an mbox file and the header fields of RFC 5322.
//!
//! Both are read by one lenient parser that looks for a month's name and takes day, year and time from around it,
//! because real mail mixes the forms: `asctime` dates in `Date` fields, commas in `From ` lines, zones everywhere.

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// 1980-01-01 and 2100-01-01 in milliseconds: mail outside of these has a broken clock.
const EARLIEST: i64 = 3_652 * DAY;
const LATEST: i64 = 47_482 * DAY;

/// The instant in the `From ` line of an mbox file, in milliseconds since 1970 (UTC when the line names no zone).
///
/// The sender may be missing or hold blanks, seconds and zone are optional, and the zone may stand on either side of the year.
pub fn mbox_line(line: &str) -> Option<i64> {
    instant(line.strip_prefix("From ")?)
}

/// The instant in a `Date` field, or behind the last semicolon of a `Received` field, in milliseconds since 1970.
pub fn header(value: &str) -> Option<i64> {
    let value = without_comments(value);
    instant(value.rsplit(';').next()?)
}

/// The first date in the text that a mail of our days can have.
fn instant(text: &str) -> Option<i64> {
    let tokens: Vec<&str> = text.split([' ', '\t', '\r', '\n', ',']).filter(|t| !t.is_empty()).collect();
    let mut places = tokens.iter().enumerate();
    let at = places.find_map(|(at, token)| around(&tokens, at, month(token)?))?;
    (EARLIEST..LATEST).contains(&at).then_some(at)
}

/// The date whose month stands at `at`: `22 Aug 2002 12:00:00 zone` or `Aug 22 12:00:00 [zone] 2002 [zone]`.
fn around(tokens: &[&str], at: usize, month: i64) -> Option<i64> {
    let token = |at: usize| tokens.get(at).copied().unwrap_or_default();
    let clock = time_of_day(token(at + 2))?;
    let before = at.checked_sub(1).map(token).filter(|day| number(day, 2).is_some());
    let (day, year, zone) = match (before, year(token(at + 3))) {
        (Some(day), _) => (day, year(token(at + 1))?, zone(token(at + 3))),
        (None, Some(year)) => (token(at + 1), year, zone(token(at + 4))),
        (None, None) => (token(at + 1), year(token(at + 4))?, zone(token(at + 3))),
    };
    let day = number(day, 2).filter(|day| (1..=days_in(year, month)).contains(day))?;
    Some(days_since_1970(year, month, day) * DAY + clock - zone.unwrap_or(0) * MINUTE)
}

fn month(token: &str) -> Option<i64> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let short = token.get(..3)?.to_ascii_lowercase();
    let index = MONTHS.iter().position(|name| *name == short)?;
    token.bytes().all(|b| b.is_ascii_alphabetic()).then_some(index as i64 + 1)
}

/// Four digits, or the two and three digits of RFC 5322 section 4.3.
fn year(token: &str) -> Option<i64> {
    match (token.len(), number(token, 4)?) {
        (2, year @ 0..=49) => Some(2000 + year),
        (2 | 3, year) => Some(1900 + year),
        (4, year) => Some(year),
        _ => None,
    }
}

/// Milliseconds since midnight of `12:00` or `12:00:59`; a leap second counts as the first of the next minute.
fn time_of_day(token: &str) -> Option<i64> {
    let mut parts = token.split(':');
    let hour = number(parts.next()?, 2).filter(|h| *h < 24)?;
    let minute = number(parts.next()?, 2).filter(|m| *m < 60)?;
    let second = parts.next().map_or(Some(0), |s| number(s, 2)).filter(|s| *s <= 60)?;
    parts.next().is_none().then_some((hour * 60 + minute) * MINUTE + second * 1_000)
}

/// Minutes east of Greenwich. A name that nobody knows says nothing about the offset (RFC 5322 section 4.3).
fn zone(token: &str) -> Option<i64> {
    if let Some(digits) = token.strip_prefix(['+', '-']) {
        let hhmm = number(digits, 4).filter(|_| digits.len() == 4)?;
        let minutes = hhmm / 100 * 60 + hhmm % 100;
        let east = if token.starts_with('-') { -minutes } else { minutes };
        return (minutes < 24 * 60 && hhmm % 100 < 60).then_some(east);
    }
    let hours = match token.to_ascii_uppercase().as_str() {
        "UT" | "UTC" | "GMT" | "Z" | "WET" => 0,
        "EDT" => -4,
        "EST" | "CDT" => -5,
        "CST" | "MDT" => -6,
        "MST" | "PDT" => -7,
        "PST" => -8,
        "CET" | "MET" | "BST" | "WEST" => 1,
        "CEST" | "MEST" | "EET" => 2,
        "EEST" | "MSK" => 3,
        "JST" => 9,
        _ => return None,
    };
    Some(hours * 60)
}

/// At most `digits` ASCII digits and nothing else (`parse` alone would take a sign).
fn number(token: &str, digits: usize) -> Option<i64> {
    let plain = token.len() <= digits && token.bytes().all(|b| b.is_ascii_digit());
    token.parse().ok().filter(|_| plain)
}

/// The value without `(comments)`, which may nest and may hold semicolons and months.
fn without_comments(value: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(c),
            _ => continue,
        }
        if c == '(' {
            kept.push(' ');
        }
    }
    kept
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 in the Gregorian calendar. The year is counted from March, so that the leap day is its last.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + (153 * month + 2) / 5 + day - 1 - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2002-08-22T12:00:00Z
    const NOON: i64 = 1_030_017_600_000;
    const HOUR: i64 = 60 * MINUTE;

    #[test]
    fn the_bounds_are_the_first_days_of_1980_and_2100() {
        assert_eq!(EARLIEST, days_since_1970(1980, 1, 1) * DAY);
        assert_eq!(LATEST, days_since_1970(2100, 1, 1) * DAY);
        assert_eq!(header("1 Jan 1980 00:00:00 +0000"), Some(EARLIEST));
        assert_eq!(header("31 Dec 1979 23:59:59 +0000"), None);
        assert_eq!(header("31 Dec 2099 23:59:59 +0000"), Some(LATEST - 1_000));
        assert_eq!(header("1 Jan 2100 00:00:00 +0000"), None);
    }

    #[test]
    fn an_mbox_line_is_read_in_every_form_that_programs_write() {
        for (line, expected) in [
            ("From MAILER-DAEMON Thu Aug 22 12:00:00 2002", NOON),
            ("From a@b.example Thu Aug 22 12:00:00 2002\r\n", NOON),
            ("From - Thu Aug 22 12:00:00 2002", NOON),
            ("From ???@??? Thu Aug 22 12:00:00 2002", NOON),
            ("From a@b.example Thu Aug 22 12:00 2002", NOON),
            ("From 1234@xxx Thu Aug 22 12:00:00 +0000 2002", NOON),
            ("From a@b.example Thu Aug 22 14:00:00 2002 +0200", NOON),
            ("From a@b.example Thu Aug 22 08:00:00 EDT 2002", NOON),
            ("From a@b.example Thu, 22 Aug 2002 14:00:00 +0200", NOON),
            ("From a b c  Thu Aug 22 12:00:00 2002", NOON),
            ("From Thu Aug 22 12:00:00 2002", NOON),
            ("From may Thu Aug 22 12:00:00 2002", NOON),
            ("From sam Thu Aug 22 12:00 2002 remote from vax", NOON),
            ("From a@b.example Thu Aug  1 12:00:00 2002", NOON - 21 * DAY),
        ] {
            assert_eq!(mbox_line(line), Some(expected), "{line}");
        }
    }

    #[test]
    fn an_mbox_line_without_a_date_has_none() {
        for line in [
            "From a@b.example",
            "From here on it is all about May 1 at noon",
            "From a@b.example Thu Aug 32 12:00:00 2002",
            "From a@b.example Sat Feb 29 12:00:00 2003",
            "From a@b.example Thu Aug 22 24:00:00 2002",
            "From a@b.example Thu Aug 22 12:00:00",
            "From a@b.example Thu Jan  1 00:00:00 1970",
            "From a@b.example Thu Aug 22 12:00:00 12002",
            "From a@b.example Thu Aug +2 12:00:00 2002",
            ">From a@b.example Thu Aug 22 12:00:00 2002",
            "From ",
            "",
        ] {
            assert_eq!(mbox_line(line), None, "{line}");
        }
    }

    #[test]
    fn header_dates_are_read_with_all_zones_and_years_of_old() {
        for (value, expected) in [
            ("Thu, 22 Aug 2002 12:00:00 +0000", NOON),
            ("22 Aug 2002 12:00 GMT", NOON),
            ("Thu, 22 Aug 02 12:00:00 UT", NOON),
            ("Thu, 22 Aug 102 12:00:00 UT", NOON),
            ("Thu, 22 Aug 2002 08:00:00 -0400 (EDT)", NOON),
            ("Thu, 22 Aug 2002 07:00:00 EST", NOON),
            ("Thu, 22 Aug 2002 05:00:00 PDT", NOON),
            ("Thu, 22 Aug 2002 17:30:00 +0530", NOON),
            ("Thu, 22 August 2002 14:00:00 cest", NOON),
            ("Thu, 22 Aug 2002 12:00:00 XYZ", NOON),
            ("Thu, 22 Aug 2002 12:00:00 +9999", NOON),
            ("Thu, 22 Aug 2002 12:00:00", NOON),
            ("Thu Aug 22 12:00:00 2002", NOON),
            ("Thu,\r\n 22 Aug (a (nested; 1 May 2001) comment) 2002\r\n\t12:00:00 -0000", NOON),
            ("Thu, 22 Aug 2002 11:59:60 +0000", NOON),
            ("Thu, 22 Aug 97 12:00:00 GMT", 872_251_200_000),
        ] {
            assert_eq!(header(value), Some(expected), "{value}");
        }
    }

    #[test]
    fn a_received_field_is_dated_behind_its_last_semicolon() {
        let field = "from may.example (may.example [192.0.2.1]; 1 May 2001 01:01:01 +0000)\r\n\
            \tby mx.example (Postfix) with ESMTP id 1\r\n\tfor <a@b.example>; Thu, 22 Aug 2002 07:00:00 -0400 (EDT)";
        assert_eq!(header(field), Some(NOON - HOUR));
        assert_eq!(header("from a by b; "), None);
    }

    #[test]
    fn odd_headers_have_no_date_and_do_no_harm() {
        for value in
            ["", ";", "Aug", "Aug 2002", "2002-08-22T12:00:00Z", "22 Äug 2002 12:00:00", "(((((", "é"]
        {
            assert_eq!(header(value), None, "{value}");
        }
        assert_eq!(header(&"Aug ".repeat(100_000)), None);
        assert_eq!(header(&"(".repeat(100_000)), None);
    }

    #[test]
    fn the_calendar_counts_leap_years() {
        assert_eq!(days_since_1970(1970, 1, 1), 0);
        assert_eq!(days_since_1970(2000, 3, 1) - days_since_1970(2000, 2, 28), 2);
        assert_eq!(days_since_1970(2100, 3, 1) - days_since_1970(2100, 2, 28), 1);
    }
}
