//! One rule of an `opening_hours` text: which days, and when they are open.

use super::dates::{dates, month};
use super::tokens::{Token, Tokens};
use crate::time::Weekday;
use crate::time::hours::DAY;
use crate::{Error, Result};

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Rule {
    pub days: Days,
    /// Seconds since the day began, the end past `DAY` when it is past midnight; none is off.
    pub open: Vec<(i64, i64)>,
    /// Where it begins.
    pub at: usize,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Days {
    /// Perhaps none, when the rule is about public holidays alone.
    Weekdays(Vec<Weekday>),
    /// Days since 1970-01-01, each stretch with its last.
    Dates(Vec<(i64, i64)>),
    /// A day of every year, and how many in a row.
    Yearly(Vec<(u8, u8, u8)>),
}

pub(super) fn read(tokens: &mut Tokens<'_>) -> Result<Rule> {
    let at = tokens.at();
    let round_the_clock =
        matches!(tokens.peek(), Some(Token::Number("24"))) && tokens.peek_second() == Some(Token::Sign('/'));
    if round_the_clock {
        tokens.next();
        tokens.next();
        if tokens.take_number() != Some("7") {
            return Err(tokens.placed(
                at,
                Error::invalid("opening_hours.unknown", "this is not understood").hint("write `24/7`"),
            ));
        }
        let off = take_off(tokens);
        end_of_rule(tokens)?;
        let open = if off { Vec::new() } else { vec![(0, DAY)] };
        return Ok(Rule { days: Days::Weekdays(Weekday::ALL.to_vec()), open, at });
    }
    let (days, holidays) = days(tokens)?;
    // Some write a colon after the days.
    tokens.take_sign(':');
    let times_at = tokens.at();
    let open = if take_off(tokens) { Vec::new() } else { times(tokens)? };
    if holidays && !open.is_empty() {
        return Err(tokens.placed(
            times_at,
            Error::invalid("opening_hours.not_supported", "public holidays cannot have hours")
                .hint("holidays are closed: leave `PH` out, or leave the holiday out of the list"),
        ));
    }
    end_of_rule(tokens)?;
    Ok(Rule { days, open, at })
}

fn take_off(tokens: &mut Tokens<'_>) -> bool {
    tokens.take_word("off") || tokens.take_word("closed")
}

fn end_of_rule(tokens: &mut Tokens<'_>) -> Result<()> {
    tokens.take_word("open");
    match tokens.peek() {
        None | Some(Token::Sign(';')) => Ok(()),
        _ => Err(not_understood(tokens)),
    }
}

/// The days of a rule, and whether public holidays are among them. Without any it is about all weekdays.
fn days(tokens: &mut Tokens<'_>) -> Result<(Days, bool)> {
    match tokens.peek() {
        Some(Token::Number(digits)) if digits.len() == 4 => Ok((dates(tokens)?, false)),
        Some(Token::Word(word)) if month(word).is_some() => Ok((dates(tokens)?, false)),
        Some(Token::Word(word)) if weekday(word).is_some() || word.eq_ignore_ascii_case("PH") => {
            weekdays(tokens)
        }
        Some(Token::Number(_)) => Ok((Days::Weekdays(Weekday::ALL.to_vec()), false)),
        Some(Token::Word(word)) if ["off", "closed"].iter().any(|off| word.eq_ignore_ascii_case(off)) => {
            Ok((Days::Weekdays(Weekday::ALL.to_vec()), false))
        }
        _ => Err(not_understood(tokens)),
    }
}

fn weekdays(tokens: &mut Tokens<'_>) -> Result<(Days, bool)> {
    let (mut days, mut holidays) = (Vec::new(), false);
    loop {
        if tokens.take_word("PH") {
            holidays = true;
        } else {
            let first = take_weekday(tokens)?;
            let last = if tokens.take_sign('-') { take_weekday(tokens)? } else { first };
            let mut day = first;
            days.push(day);
            while day != last {
                day = day.next();
                days.push(day);
            }
        }
        if !tokens.take_sign(',') {
            days.sort_unstable();
            days.dedup();
            return Ok((Days::Weekdays(days), holidays));
        }
    }
}

fn take_weekday(tokens: &mut Tokens<'_>) -> Result<Weekday> {
    if let Some(Token::Word(word)) = tokens.peek()
        && let Some(weekday) = weekday(word)
    {
        tokens.next();
        return Ok(weekday);
    }
    Err(not_understood(tokens))
}

fn times(tokens: &mut Tokens<'_>) -> Result<Vec<(i64, i64)>> {
    let mut times = Vec::new();
    loop {
        let at = tokens.at();
        let from = take_time(tokens)?;
        if !tokens.take_sign('-') {
            return Err(not_understood(tokens));
        }
        let to = take_time(tokens)?;
        let to = if to <= from { to + DAY } else { to };
        if from >= DAY || to - from >= DAY && (from, to) != (0, DAY) {
            let hint = "write `09:00-17:00`; a whole day is `00:00-24:00`";
            return Err(tokens.placed(
                at,
                Error::invalid("opening_hours.bad_time", "these are no times of one day").hint(hint),
            ));
        }
        times.push((from, to));
        if !tokens.take_sign(',') {
            return Ok(times);
        }
        if let Some(Token::Word(word)) = tokens.peek()
            && (weekday(word).is_some() || month(word).is_some() || word.eq_ignore_ascii_case("PH"))
        {
            let hint = "end the rule with `;`, and write all times of a day into one rule";
            let what = "a rule that adds to those before cannot be read";
            return Err(
                tokens.placed(tokens.at(), Error::invalid("opening_hours.not_supported", what).hint(hint))
            );
        }
    }
}

/// Seconds of `9:00` to `48:00`.
fn take_time(tokens: &mut Tokens<'_>) -> Result<i64> {
    let at = tokens.at();
    if !matches!(tokens.peek(), Some(Token::Number(_))) {
        return Err(not_understood(tokens));
    }
    let hour = tokens.take_number().filter(|hour| hour.len() <= 2);
    let minute =
        tokens.take_sign(':').then(|| tokens.take_number().filter(|minute| minute.len() == 2)).flatten();
    let number = |digits: Option<&str>| digits.and_then(|digits| digits.parse::<i64>().ok());
    let time = number(hour).zip(number(minute)).filter(|(_, minute)| *minute < 60);
    let second = time.map(|(hour, minute)| hour * 3_600 + minute * 60).filter(|second| *second <= 2 * DAY);
    second.ok_or_else(|| {
        tokens.placed(
            at,
            Error::invalid("opening_hours.bad_time", "this is not a time of day").hint("write it as `09:00`"),
        )
    })
}

/// The error about what stands next: known and not supported, or not known at all.
pub(super) fn not_understood(tokens: &Tokens<'_>) -> Error {
    let (what, hint) = match tokens.peek() {
        Some(Token::Word(word)) => match word.to_ascii_lowercase().as_str() {
            "week" => ("weeks cannot be told by their number", "give their dates with the year"),
            "sunrise" | "sunset" | "dawn" | "dusk" => ("hours cannot follow the sun", "give times of day"),
            "sh" => ("school holidays cannot be told", "give their dates with the year"),
            "easter" => ("Easter cannot be told here", "put what depends on it into the holidays"),
            "unknown" => ("it is open or not", "leave this rule out"),
            _ => return unknown(tokens),
        },
        Some(Token::Sign('"')) => ("comments cannot be kept", "leave the comment out"),
        Some(Token::Sign('|')) => ("there can be no fallback", "leave out what follows `||`"),
        Some(Token::Sign('[')) => {
            ("a weekday of a month cannot have hours of its own", "give dates with the year")
        }
        Some(Token::Sign('+')) => ("hours have to end", "give the time at which it closes"),
        Some(Token::Sign('(')) => ("hours cannot follow something else", "give times of day"),
        _ => return unknown(tokens),
    };
    tokens.placed(tokens.at(), Error::invalid("opening_hours.not_supported", what).hint(hint))
}

fn unknown(tokens: &Tokens<'_>) -> Error {
    let hint = "write it as `Mo-Fr 09:00-12:30,13:30-17:00; Sa 10:00-14:00; 2026 Dec 24 off`";
    match tokens.peek() {
        Some(_) => tokens.placed(
            tokens.at(),
            Error::invalid("opening_hours.unknown", "this is not understood").hint(hint),
        ),
        None => tokens.placed(
            tokens.at(),
            Error::invalid("opening_hours.unknown", "something is missing at the end").hint(hint),
        ),
    }
}

fn weekday(word: &str) -> Option<Weekday> {
    let names = ["mo", "tu", "we", "th", "fr", "sa", "su"];
    let found = names.iter().zip(Weekday::ALL).find(|(name, _)| word.eq_ignore_ascii_case(name));
    found.map(|(_, weekday)| weekday)
}
