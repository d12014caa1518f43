use std::sync::Arc;

use super::config::DeskConfig;
use super::id_gen::IdGen;
use crate::ids::{ContentId, DeskId, PersonId};
use crate::keys::DeskKeys;
use crate::limits::Limits;
use crate::model::{CalendarPin, Content, Event, Person, Subject, Text, TextRef, address_key};
use crate::sla::HoursOf;
use crate::store::{Change, ChangeSet, ReadTx, WriteTx};
use crate::time::BusinessCalendar;
use crate::{Error, ErrorKind, Result, Timestamp};

/// What a command works with inside its transaction.
pub(crate) struct Context<'a> {
    pub(crate) tx: &'a mut dyn WriteTx,
    pub(crate) desk: DeskId,
    pub(crate) keys: &'a DeskKeys,
    pub(crate) limits: &'a Limits,
    pub(crate) config: Arc<DeskConfig>,
    pub(crate) now: Timestamp,
    /// What the command will write, in order. Nothing is written before the whole command is decided.
    pub(crate) changes: ChangeSet,
    /// People that the command has met, as they stand.
    pub(crate) people: Vec<Person>,
}

impl Context<'_> {
    /// Writes what was decided so far.
    pub(crate) fn flush(&mut self) -> Result<()> {
        let changes = std::mem::take(&mut self.changes);
        self.tx.apply(self.desk, &changes)?;
        Ok(())
    }

    /// Whether everything that was decided is written: what is left would be lost.
    pub(crate) fn check_written(&self) -> Result<()> {
        if self.changes.is_empty() {
            return Ok(());
        }
        let message = "a command ended before everything was written that it decided";
        Err(Error::new(ErrorKind::Internal, "internal.unwritten", message))
    }

    /// A person. Many steps of a command ask for the same few.
    pub(crate) fn person(&mut self, id: PersonId) -> Result<Option<Person>> {
        let met = self.people.iter().find(|met| met.id == id).cloned();
        if met.is_some() {
            return Ok(met);
        }
        let found = self.tx.person(self.desk, id)?;
        self.people.extend(found.clone());
        Ok(found)
    }

    /// The person with an address, given as [`address_key`] makes it.
    pub(crate) fn person_by_address(&mut self, key: &str) -> Result<Option<Person>> {
        let met = self.people.iter().find(|met| has_address(met, key)).cloned();
        if met.is_some() {
            return Ok(met);
        }
        let found = self.tx.person_by_address(self.desk, key)?;
        // Whom the command has met and who has it no more gave it up just now.
        let found = found.filter(|found| self.people.iter().all(|met| met.id != found.id));
        self.people.extend(found.clone());
        Ok(found)
    }

    /// A person stands like this from now on. Written with the rest, and once, however often they change until then.
    pub(crate) fn put_person(&mut self, person: Person) {
        self.people.retain(|met| met.id != person.id);
        self.people.push(person.clone());
        let before = |change: &Change| matches!(change, Change::PutPerson(before) if before.id == person.id);
        self.changes.retain(|change| !before(change));
        self.changes.push(Change::PutPerson(Box::new(person)));
    }

    /// Adds the events of an update to the log, in one entry with those of people who were saved on the way to it.
    pub(crate) fn append(&mut self, events: Vec<Event>) {
        let last = self.changes.iter_mut().rev().find_map(|change| match change {
            Change::Append(last) => Some(last),
            _ => None,
        });
        let of_person = |event: &Event| matches!(event.subject, Subject::Person { .. });
        match last.filter(|last| last.last().is_some_and(of_person)) {
            Some(last) => last.extend(events),
            None => self.changes.push(Change::Append(events)),
        }
    }

    /// Keeps bytes apart from the events, and gives the reference that events carry.
    pub(crate) fn keep(&mut self, ids: &mut IdGen, at: Timestamp, bytes: Vec<u8>) -> TextRef {
        let id: ContentId = ids.next(at);
        let content = Content { id, salt: self.keys.content_salt(id), bytes };
        let reference = content.reference();
        self.changes.push(Change::PutContent(content));
        reference
    }

    /// Keeps a text that a person typed.
    pub(crate) fn text(&mut self, ids: &mut IdGen, at: Timestamp, text: &str) -> Text {
        Text { content: self.keep(ids, at, text.as_bytes().to_vec()), text: Some(text.to_owned()) }
    }
}

fn has_address(person: &Person, key: &str) -> bool {
    person
        .addresses
        .iter()
        .filter_map(|have| have.address.text.as_deref())
        .any(|text| address_key(text) == key)
}

/// Calendars in the version of a pin: the latest from the compiled configuration, earlier ones from the store.
pub(crate) struct PinnedHours<'a> {
    pub(crate) tx: &'a mut dyn ReadTx,
    pub(crate) desk: DeskId,
    pub(crate) config: &'a DeskConfig,
}

impl HoursOf for PinnedHours<'_> {
    fn hours(&mut self, pin: Option<CalendarPin>) -> Result<Arc<BusinessCalendar>> {
        let Some(pin) = pin else { return Ok(self.config.always()) };
        match self.config.hours(pin) {
            Some(hours) => Ok(hours),
            None => super::config::load_hours(self.tx, self.desk, pin),
        }
    }
}
