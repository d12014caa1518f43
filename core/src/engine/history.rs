//! What stood in the log and in the configuration at an earlier time.

use std::collections::HashMap;

use super::configure::config_id;
use super::pages::each_event;
use crate::ids::{ContentId, DeskId, PersonId};
use crate::model::{Config, ConfigKind, Event, EventBody, Person, Subject};
use crate::store::ReadTx;
use crate::{Error, ErrorKind, Result};

/// The version that each thing configured had at some time.
pub(super) type Versions = HashMap<(ConfigKind, String), u32>;

/// The versions of everything when the desk's configuration had the version `up_to`.
pub(super) fn versions(tx: &mut dyn ReadTx, desk: DeskId, up_to: u32) -> Result<Versions> {
    let mut versions = Versions::new();
    each_event(tx, desk, Subject::Config, |_, event| {
        if let EventBody::ConfigSaved { saved } = &event.body
            && event.seq <= up_to
        {
            versions.insert((saved.config, saved.id.clone()), saved.version);
        }
        Ok(())
    })?;
    Ok(versions)
}

/// What of one kind was there in these versions.
pub(super) fn as_of(
    tx: &mut dyn ReadTx,
    desk: DeskId,
    kind: ConfigKind,
    versions: &Versions,
) -> Result<Vec<Config>> {
    let mut found = Vec::new();
    for latest in tx.configs(desk, kind)? {
        match versions.get(&(kind, config_id(&latest))) {
            Some(version) if *version == latest.version() => found.push(latest),
            Some(version) => found.extend(tx.config(desk, kind, latest.key(), Some(*version))?),
            None => {}
        }
    }
    Ok(found)
}

/// A person as they were in a version; nothing for the version 0.
pub(super) fn person(
    tx: &mut dyn ReadTx,
    desk: DeskId,
    id: PersonId,
    version: u32,
) -> Result<Option<Person>> {
    let Some(before) = version.checked_sub(1) else { return Ok(None) };
    let event = tx.subject_events(desk, Subject::Person { id }, before, 1)?.pop();
    match event.map(|event| with_texts(tx, desk, event)).transpose()?.map(|event| event.body) {
        Some(EventBody::PersonSaved { person }) => Ok(Some(*person)),
        _ => Ok(None),
    }
}

/// The event with its texts; those that were erased stay away.
pub(crate) fn with_texts(tx: &mut dyn ReadTx, desk: DeskId, mut event: Event) -> Result<Event> {
    let mut failed = None;
    event.body.visit_texts(&mut |text| match read_text(tx, desk, text.content.id) {
        Ok(read) => text.text = read,
        Err(error) => failed = Some(error),
    });
    failed.map_or(Ok(event), Err)
}

/// The event with the texts that a ticket carries in its row.
pub(super) fn with_texts_of_ticket(tx: &mut dyn ReadTx, desk: DeskId, event: Event) -> Result<Event> {
    match event.body {
        EventBody::TicketCreated { .. } | EventBody::FieldsChanged { .. } => with_texts(tx, desk, event),
        _ => Ok(event),
    }
}

fn read_text(tx: &mut dyn ReadTx, desk: DeskId, id: ContentId) -> Result<Option<String>> {
    let Some(content) = tx.content(desk, id)? else { return Ok(None) };
    String::from_utf8(content.bytes).map(Some).map_err(|_| {
        Error::new(ErrorKind::Corrupt, "corrupt.content_not_text", "a text is not written in UTF-8")
    })
}
