use super::{TAGS, WORDS, World};
use crate::ids::Id;
use crate::model::{Channel, Direction, Priority, Sort, SortField, StatusCategory, TicketType};
use crate::query::{Check, Predicate, Scalar, Slot, Test};
use crate::text::Needle;

/// Every order of lists.
pub(crate) const SORT_FIELDS: [SortField; 5] = [
    SortField::Number,
    SortField::NextBreach,
    SortField::UpdatedAt,
    SortField::Priority,
    SortField::StatusSince,
];

impl World {
    /// One of the orders of lists.
    pub fn sort(&mut self) -> Sort {
        let by = self.rng.pick(&SORT_FIELDS).unwrap_or(SortField::Number);
        let down = self.rng.chance(50);
        Sort { by, direction: if down { Direction::Descending } else { Direction::Ascending } }
    }

    /// A predicate: of any form, and often one for which a store may have an index.
    pub fn predicate(&mut self) -> Predicate {
        if !self.rng.chance(40) {
            return self.tree(3);
        }
        let unsolved = StatusCategory::Solved.rank();
        let unsolved = match self.rng.below(3) {
            0 => test(Slot::Category, Check::Less(unsolved)),
            1 => test(Slot::Category, Check::OneOf((0..unsolved).map(Scalar::Number).collect())),
            _ => Predicate::Not(Box::new(test(Slot::Category, Check::Greater(unsolved - 1)))),
        };
        let owner = self.rng.pick(&[Slot::Team, Slot::Assignee, Slot::Requester]).unwrap_or(Slot::Team);
        let owner = test(owner, self.one_of(owner));
        let mut parts = vec![unsolved, owner];
        if self.rng.chance(30) {
            parts.push(self.tree(2));
        }
        Predicate::All(parts)
    }

    fn tree(&mut self, depth: u32) -> Predicate {
        let inner = if depth == 0 { 6 } else { self.rng.below(7) };
        match inner {
            0 | 1 => Predicate::All((0..self.rng.below(3)).map(|_| self.tree(depth - 1)).collect()),
            2 => Predicate::Any((0..self.rng.below(3)).map(|_| self.tree(depth - 1)).collect()),
            3 => Predicate::Not(Box::new(self.tree(depth - 1))),
            _ => self.comparison(),
        }
    }

    fn comparison(&mut self) -> Predicate {
        let fields = self.fields().map(Slot::Custom);
        let slots = [
            Slot::Status,
            Slot::Category,
            Slot::Priority,
            Slot::Type,
            Slot::Channel,
            Slot::Requester,
            Slot::Assignee,
            Slot::Team,
            Slot::Organization,
            Slot::Policy,
            Slot::Breached,
            Slot::Number,
            Slot::CreatedAt,
            Slot::UpdatedAt,
            Slot::StatusSince,
            Slot::DueAt,
            Slot::NextBreach,
            Slot::Title,
            Slot::Tags,
            Slot::Participants,
        ];
        let slots: Vec<_> = slots.into_iter().chain(fields).collect();
        let slot = self.rng.pick(&slots).unwrap_or(Slot::Category);
        let check = if self.rng.chance(20) { Check::Present } else { self.check(slot) };
        test(slot, check)
    }

    /// A comparison that fits the slot.
    fn check(&mut self, slot: Slot) -> Check {
        let [_, _, text_field, _] = self.fields();
        match slot {
            Slot::Tags | Slot::Participants => {
                let values = self.values(slot);
                if self.rng.chance(50) { Check::IncludesAny(values) } else { Check::IncludesAll(values) }
            }
            Slot::Title => self.contains(),
            Slot::Custom(field) if field == text_field => self.contains(),
            _ => match (self.values(slot).first(), self.rng.below(3)) {
                (Some(Scalar::Number(number)), 0) => Check::Less(*number),
                (Some(Scalar::Number(number)), 1) => Check::Greater(*number),
                _ => self.one_of(slot),
            },
        }
    }

    fn one_of(&mut self, slot: Slot) -> Check {
        Check::OneOf(self.values(slot))
    }

    fn contains(&mut self) -> Check {
        let word = self.rng.pick(WORDS).and_then(|word| Needle::new(word).ok());
        match word {
            Some(word) if self.rng.chance(50) => Check::ContainsWord(word),
            Some(text) => Check::ContainsText(text),
            None => Check::Present,
        }
    }

    /// One to three values that a slot may have.
    fn values(&mut self, slot: Slot) -> Vec<Scalar> {
        (0..=self.rng.below(3)).map(|_| self.value(slot)).collect()
    }

    fn value(&mut self, slot: Slot) -> Scalar {
        let [number, choice, ..] = self.fields();
        let text = |text: Option<&str>| Scalar::Text(text.unwrap_or_default().to_owned());
        match slot {
            Slot::Status => Scalar::Id([1 + self.rng.below(3) as u8; 16]),
            Slot::Team => Scalar::Id([1 + self.rng.below(4) as u8; 16]),
            Slot::Policy | Slot::Organization => Scalar::Id([1 + self.rng.below(2) as u8; 16]),
            Slot::Requester | Slot::Assignee | Slot::Participants => Scalar::Id(self.somebody().to_bytes()),
            Slot::Category => Scalar::Number(i64::from(self.rng.below(6))),
            Slot::Priority => Scalar::Number(i64::from(self.rng.below(5))),
            Slot::Breached => Scalar::Number(i64::from(self.rng.below(2))),
            Slot::Number => Scalar::Number(i64::from(self.rng.below(self.last_number + 2))),
            Slot::Type => text(self.rng.pick(&TicketType::ALL.map(TicketType::name))),
            Slot::Channel => text(self.rng.pick(&Channel::ALL.map(Channel::name))),
            Slot::Tags => text(self.rng.pick(TAGS)),
            Slot::Custom(field) if field == number => Scalar::Number(i64::from(self.rng.below(5)) - 2),
            Slot::Custom(field) if field == choice => text(self.rng.pick(&["red", "blue", "green"])),
            Slot::Custom(_) => Scalar::Number(20_000 + i64::from(self.rng.below(5))),
            Slot::CreatedAt | Slot::UpdatedAt | Slot::StatusSince | Slot::DueAt | Slot::NextBreach => {
                Scalar::Number(self.instant().millis())
            }
            _ => Scalar::Number(i64::from(Priority::Low.rank() as i32)),
        }
    }
}

fn test(slot: Slot, check: Check) -> Predicate {
    Predicate::Test(Test { slot, check })
}
