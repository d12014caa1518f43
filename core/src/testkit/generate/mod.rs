//! Random, but seeded: tickets, comments, people, configuration, predicates and whole lists of changes that fit together.

mod query;
mod rows;
mod step;

use super::rng::Rng;
use crate::Timestamp;
use crate::ids::{ContentId, DeskId, FieldId, Id, PersonId, StatusId, TeamId};
use crate::model::{
    Arrival, Comment, Config, Content, Digest, Effect, Event, Inbound, Person, Subject, Text, Ticket,
};

pub(crate) use query::SORT_FIELDS;
pub use step::Step;

/// A desk as it grows by random steps. It remembers what it has made, so that what it makes next can refer to it.
///
/// Few values are used often, so that ties, moves and hits happen; the same seed gives the same desk.
#[derive(Debug, Clone)]
pub struct World {
    /// Where chance comes from.
    pub rng: Rng,
    /// Which desk.
    pub desk: DeskId,
    /// The latest version of each ticket, by rising numbers.
    pub tickets: Vec<Ticket>,
    /// All comments.
    pub comments: Vec<Comment>,
    /// The latest version of each person.
    pub people: Vec<Person>,
    /// All versions of what was configured.
    pub configs: Vec<Config>,
    /// All texts and files that were ever kept, also those that were erased.
    pub contents: Vec<ContentId>,
    /// Subjects of events with the last sequence number of each.
    pub subjects: Vec<(Subject, u32)>,
    /// Effects as they were made; how far they are, the store knows.
    pub effects: Vec<Effect>,
    /// Records of messages.
    pub inbounds: Vec<Inbound>,
    /// Mails that arrived.
    pub arrivals: Vec<Arrival>,
    /// Keys of receipts.
    pub receipts: Vec<Digest>,
    /// Keys of what can be made again.
    pub cached: Vec<Digest>,
    /// The last ticket number that was given.
    pub last_number: u32,
    now: Timestamp,
    made: u64,
}

/// The addresses that people of a [`World`] have; they move between them.
pub const ADDRESSES: &[&str] = &[
    "ann@example.org",
    "bob@example.org",
    "Carol@Example.org",
    "dave+lists@example.net",
    "erin@xn--bcher-kva.example",
    "o'hara@example.org",
    "grace_100%@example.com",
    "heidi@example.com",
];

const WORDS: &[&str] = &[
    "printer",
    "Straße",
    "INVOICE",
    "100%",
    "under_score",
    "it's",
    "naïve",
    "ログイン",
    "back\\slash",
    "🙂",
];

const TAGS: &[&str] = &["billing", "vip", "späti", "a'b", "spam%"];

impl World {
    /// A desk where nothing has happened.
    pub fn new(seed: u64, desk: DeskId) -> Self {
        Self {
            rng: Rng::new(seed),
            desk,
            tickets: Vec::new(),
            comments: Vec::new(),
            people: Vec::new(),
            configs: Vec::new(),
            contents: Vec::new(),
            subjects: Vec::new(),
            effects: Vec::new(),
            inbounds: Vec::new(),
            arrivals: Vec::new(),
            receipts: Vec::new(),
            cached: Vec::new(),
            last_number: 0,
            now: Timestamp::from_millis(1_767_225_600_000),
            made: 0,
        }
    }

    /// The same things as if they had been made on another desk.
    #[must_use]
    pub fn on(mut self, desk: DeskId) -> Self {
        self.desk = desk;
        self
    }

    /// A new id. Ids rise, and some in a row begin alike, as those of one command do.
    pub fn id<I: Id>(&mut self) -> I {
        self.made += 1;
        let (family, nth) = (u128::from(self.made / 4), u128::from(self.made % 4));
        let rest = u128::from(self.rng.bits() >> 18);
        I::from_bytes((family << 64 | nth << 46 | rest).to_be_bytes())
    }

    /// A digest that nothing else has.
    pub fn digest(&mut self) -> Digest {
        let (high, low) = (u128::from(self.rng.bits()), u128::from(self.rng.bits()));
        Digest::from_bytes(((high << 64) | low).to_be_bytes())
    }

    /// The present instant of the desk; it goes on now and then.
    pub fn now(&mut self) -> Timestamp {
        if self.rng.chance(40) {
            self.now = self.now.plus_millis(i64::from(self.rng.below(4)) * 60_000);
        }
        self.now
    }

    /// An instant of the past or future hour.
    pub fn instant(&mut self) -> Timestamp {
        let minutes = i64::from(self.rng.below(120)) - 60;
        self.now.plus_millis(minutes * 60_000)
    }

    /// A few words.
    pub fn words(&mut self) -> String {
        let count = 1 + self.rng.below(4);
        let words: Vec<_> = (0..count).filter_map(|_| self.rng.pick(WORDS)).collect();
        words.join(" ")
    }

    /// A content with these bytes.
    pub fn content(&mut self, bytes: Vec<u8>) -> Content {
        let salt = self.digest().to_bytes();
        Content { id: self.id(), salt, bytes }
    }

    /// A text, with the content that it names.
    pub fn text(&mut self, text: String) -> (Text, Content) {
        let content = self.content(text.clone().into_bytes());
        (Text { content: content.reference(), text: Some(text) }, content)
    }

    /// The teams of the desk.
    pub fn teams(&self) -> [TeamId; 3] {
        [1, 2, 3].map(|n| TeamId::from_bytes([n; 16]))
    }

    /// The custom fields of the desk: a number, a choice, a text, a date.
    pub fn fields(&self) -> [FieldId; 4] {
        [1, 2, 3, 4].map(|n| FieldId::from_bytes([n; 16]))
    }

    fn statuses(&self) -> [StatusId; 3] {
        [1, 2, 3].map(|n| StatusId::from_bytes([n; 16]))
    }

    /// Somebody of the desk; a stranger when there is nobody.
    fn somebody(&mut self) -> PersonId {
        let people: Vec<_> = self.people.iter().map(|person| person.id).collect();
        self.rng.pick(&people).unwrap_or(PersonId::from_bytes([9; 16]))
    }

    /// An event of a subject with the next sequence number.
    pub fn event(&mut self, subject: Subject) -> Event {
        let last = self.subjects.iter_mut().find(|(of, _)| *of == subject);
        let seq = match last {
            Some((_, seq)) => {
                *seq += 1;
                *seq
            }
            None => {
                self.subjects.push((subject, 1));
                1
            }
        };
        self.event_at(subject, seq)
    }
}
