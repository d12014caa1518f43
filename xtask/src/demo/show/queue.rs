//! The queue: what has to be done, by the next breach.

use frontdesk::model::{Config, TicketSummary, View};
use frontdesk::query::Count;
use frontdesk::{Clock as _, Timestamp};

use super::names::Names;
use super::words::{fit, span, table};
use crate::demo::Result;
use crate::demo::office::Office;

const ROWS: u32 = 12;
const TITLE: usize = 42;

/// The first page of the first view.
pub fn text(office: &Office, names: &Names<'_>) -> Result<String> {
    let Some(view) = first_view(&office.setup.config) else { return Ok(String::new()) };
    let host = office.desk.host();
    let page = host.view(view.id, None, ROWS)?;
    let count = match host.count_view(view.id)? {
        Count::Exactly { count } => count.to_string(),
        Count::AtLeast { count } => format!("more than {count}"),
    };
    let head = ["number", "title", "status", "priority", "team", "assignee", "next breach"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    rows.extend(page.tickets.iter().map(|ticket| row(ticket, names, office.clock.now())));
    Ok(format!("View “{}”: {count} tickets, by next breach\n{}", view.name, table(&rows, &[0])))
}

fn first_view(config: &[Config]) -> Option<&View> {
    config.iter().find_map(|config| match config {
        Config::View(view) => Some(view),
        _ => None,
    })
}

fn row(ticket: &TicketSummary, names: &Names<'_>, now: Timestamp) -> Vec<String> {
    vec![
        ticket.number.to_string(),
        fit(&ticket.title, TITLE),
        ticket.category.name().to_owned(),
        ticket.priority.map_or("–", |priority| priority.name()).to_owned(),
        ticket.team.map_or("–", |team| names.team(team)).to_owned(),
        ticket.assignee.map_or_else(|| "–".to_owned(), |person| names.first_name(person)),
        next_breach(ticket, now),
    ]
}

fn next_breach(ticket: &TicketSummary, now: Timestamp) -> String {
    match ticket.deadline_at.map(|at| at.millis() - now.millis()) {
        Some(left) if left >= 0 => format!("in {}", span(left)),
        Some(left) => format!("late by {}", span(-left)),
        None => "–".to_owned(),
    }
}
