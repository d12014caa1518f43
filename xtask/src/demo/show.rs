//! What the demo tells people: what became of the mail, and a walk through the desk that came out.

mod mail;
mod names;
mod outcomes;
mod queue;
mod report;
mod timeline;
mod why;
mod words;

use std::path::Path;

use super::Result;
use super::intake::Taken;
use super::office::Office;
use names::Names;
#[cfg(test)]
pub use words::columns;

/// No line is wider than this.
pub const WIDTH: usize = 110;

/// Everything, section by section.
pub fn text(office: &Office, taken: &Taken, database: &Path) -> Result<String> {
    let names = Names::of(office);
    let mut sections = vec![outcomes::text(taken), queue::text(office, &names)?];
    if let Some(ticket) = timeline::telling_ticket(office)? {
        let events = timeline::events(office, &ticket)?;
        sections.push(timeline::text(office, &names, &ticket, &events)?);
        sections.extend(why::text(office, &ticket, &events)?);
    }
    sections.push(mail::text(&office.outbox));
    sections.extend(report::text(office, &names, taken)?);
    sections.push(last_words(office, database)?);
    Ok(sections.join("\n"))
}

fn last_words(office: &Office, database: &Path) -> Result<String> {
    Ok(format!("The desk is in {}\nIts digest is {}\n", database.display(), office.desk.host().digest()?))
}
