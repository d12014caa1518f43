//! The dates of a rule, with a year or of every year.

use super::rule::{Days, not_understood};
use super::tokens::{Token, Tokens};
use crate::time::check_holiday::{MAX_DAYS, MAX_RANGE_DAYS};
use crate::time::holiday::day_number;
use crate::{Error, Result};

/// A day as it is written, without a year when there is none.
#[derive(Clone, Copy)]
struct Written {
    year: Option<i32>,
    month: u32,
    day: u32,
}

pub(super) fn dates(tokens: &mut Tokens<'_>) -> Result<Days> {
    let (mut dated, mut yearly) = (Vec::new(), Vec::new());
    let mut before = Written { year: None, month: 0, day: 0 };
    loop {
        let at = tokens.at();
        let first = take_date(tokens, before)?;
        let last = if tokens.take_sign('-') { take_date(tokens, first)? } else { first };
        let wrong = |tokens: &Tokens<'_>| {
            tokens.placed(
                at,
                Error::invalid("opening_hours.bad_date", "there are no such days")
                    .hint("write `2026 Dec 24-26`"),
            )
        };
        if first.year.is_none() && last.year.is_some() {
            return Err(wrong(tokens));
        }
        if let (Some(from), Some(to)) = (first.year, last.year) {
            let day = |date: Written, year| day_number(year, date.month, date.day);
            let (from, to) = day(first, from).zip(day(last, to)).ok_or_else(|| wrong(tokens))?;
            if !(from..from + MAX_RANGE_DAYS).contains(&to) {
                return Err(wrong(tokens));
            }
            dated.push((from, to));
        } else {
            yearly.push(every_year(first, last).ok_or_else(|| wrong(tokens))?.ok_or_else(|| {
                let hint = "give the year, as in `2026 Jul 1-2026 Aug 31`";
                tokens.placed(
                    at,
                    Error::invalid("opening_hours.not_supported", "this is a season of every year")
                        .hint(hint),
                )
            })?);
        }
        before = last;
        if !tokens.take_sign(',') {
            break;
        }
    }
    match (dated.is_empty(), yearly.is_empty()) {
        (false, true) => Ok(Days::Dates(dated)),
        (true, false) => Ok(Days::Yearly(yearly)),
        _ => Err(not_understood(tokens)),
    }
}

/// A date; of what is left out, that of the one before counts.
fn take_date(tokens: &mut Tokens<'_>, before: Written) -> Result<Written> {
    let mut date = before;
    if let Some(Token::Number(digits)) = tokens.peek()
        && digits.len() == 4
    {
        tokens.next();
        date = Written { year: digits.parse().ok(), month: 0, day: 0 };
    }
    if let Some(Token::Word(word)) = tokens.peek() {
        date.month = month(word).ok_or_else(|| not_understood(tokens))?;
        tokens.next();
    }
    let is_day = matches!(tokens.peek(), Some(Token::Number(digits)) if digits.len() <= 2)
        && tokens.peek_second() != Some(Token::Sign(':'));
    if date.month == 0 || !is_day {
        return Err(tokens.placed(
            tokens.at(),
            Error::invalid("opening_hours.not_supported", "here a day of a month has to stand").hint(
                "write single days or stretches of them, as in `2026 Dec 24` or `2026 Jul 1-2026 Aug 31`",
            ),
        ));
    }
    date.day = tokens.take_number().and_then(|digits| digits.parse().ok()).unwrap_or_default();
    Ok(date)
}

/// A day of every year and how many there are in a row: nothing when there is no such day; nothing within when there are too many,
/// or not as many in every year.
fn every_year(first: Written, last: Written) -> Option<Option<(u8, u8, u8)>> {
    let length = |year: i32| {
        let from = day_number(year, first.month, first.day)?;
        let to = day_number(year, last.month, last.day)?;
        let to = if to < from { day_number(year + 1, last.month, last.day)? } else { to };
        Some(to - from + 1)
    };
    let leap = length(2024)?;
    let small = |number: u32| u8::try_from(number).ok();
    let days = u8::try_from(leap).ok().filter(|days| *days <= MAX_DAYS);
    let alike = length(2023) == Some(leap) && length(2025) == Some(leap)
        || first.month == 2 && first.day == 29 && leap == 1;
    Some(days.filter(|_| alike).and_then(|days| Some((small(first.month)?, small(first.day)?, days))))
}

pub(super) fn month(word: &str) -> Option<u32> {
    let names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    (1..).zip(names).find(|(_, name)| word.eq_ignore_ascii_case(name)).map(|(month, _)| month)
}
