//! The report: what happened by day and by team.

use frontdesk::model::{Config, Metric};
use frontdesk::report::{DayReport, ReportQuery, TeamReport};

use super::names::Names;
use super::words::{span, table};
use crate::demo::Result;
use crate::demo::intake::Taken;
use crate::demo::office::Office;

/// So many days are shown one by one.
const DAYS: usize = 14;
/// A report covers ten years at most.
const LONGEST: i64 = 3_600 * 86_400_000;

/// The report over the time of the mailbox; nothing when there was no mail.
pub fn text(office: &Office, names: &Names<'_>, taken: &Taken) -> Result<Option<String>> {
    let Some((first, last)) = taken.between else { return Ok(None) };
    let zone = zone(&office.setup.config);
    let from = first.max(last.plus_millis(-LONGEST));
    let report = office.desk.host().report(&ReportQuery::new(from, last.plus_millis(1)).in_zone(zone))?;
    Ok(Some(format!(
        "Report, days of {zone}\n{}\n{}",
        table(&days(&report.days), &[1, 2, 3, 4]),
        table(&teams(&report.teams, names), &[1, 2, 3, 4, 5, 6])
    )))
}

fn zone(config: &[Config]) -> &str {
    config
        .iter()
        .find_map(|config| match config {
            Config::Calendar(calendar) => Some(calendar.hours.zone.as_str()),
            _ => None,
        })
        .unwrap_or("UTC")
}

fn days(days: &[DayReport]) -> Vec<Vec<String>> {
    let head = ["day", "created", "solved", "reopened", "backlog"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    let (earlier, shown) = days.split_at(days.len().saturating_sub(DAYS));
    if let Some(last) = earlier.last() {
        let sum = |what: fn(&DayReport) -> u64| earlier.iter().map(what).sum();
        let label = format!("{} days before", earlier.len());
        rows.push(day(label, [sum(|d| d.created), sum(|d| d.solved), sum(|d| d.reopened), last.backlog]));
    }
    rows.extend(shown.iter().map(|d| day(d.date.to_string(), [d.created, d.solved, d.reopened, d.backlog])));
    rows
}

fn day(label: String, figures: [u64; 4]) -> Vec<String> {
    std::iter::once(label).chain(figures.iter().map(u64::to_string)).collect()
}

fn teams(teams: &[TeamReport], names: &Names<'_>) -> Vec<Vec<String>> {
    let head =
        ["team", "created", "first replies", "in time", "median", "breaches of first reply", "of resolution"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    rows.extend(teams.iter().map(|team| {
        let breaches = |metric: Metric| {
            team.breaches.iter().filter(|row| row.metric == metric).map(|row| row.count).sum::<u64>()
        };
        vec![
            team.team.map_or("no team", |id| names.team(id)).to_owned(),
            team.created.to_string(),
            team.first_replies.to_string(),
            format!("{} of {}", team.first_replies_in_time, team.first_replies_with_target),
            team.median_first_reply_millis.map_or("–".to_owned(), span),
            breaches(Metric::FirstReply).to_string(),
            breaches(Metric::Resolution).to_string(),
        ]
    }));
    rows
}
