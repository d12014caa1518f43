//! Lists of tickets: which index to walk for a predicate, and pages in order.

use std::collections::BTreeSet;
use std::ops::Bound;
use std::sync::Arc;

use super::state::Desk;
use crate::ids::{Id, PersonId, TeamId, TicketNumber};
use crate::model::{Direction, Sort, SortField, StatusCategory, Ticket};
use crate::query::{Check, Cursor, Predicate, Scalar, Slot, TicketQuery};

/// The tickets among which all that lie in a predicate are found.
enum Among {
    Numbers(Vec<TicketNumber>),
    RequestedBy(Vec<PersonId>),
    UnsolvedOfAssignee(Vec<PersonId>),
    UnsolvedOfTeam(Vec<TeamId>),
    Unsolved,
    Everything,
}

/// A page of a list.
pub(super) fn page<T>(desk: &Desk, query: &TicketQuery<'_>, read: impl Fn(&Ticket) -> T) -> Vec<T> {
    let limit = query.limit as usize;
    let lies_in = |ticket: &Ticket| query.filter.holds(ticket) && query.scope.holds(ticket);
    let among = Among::of(&[query.filter, query.scope]);

    if let Some(tickets) = among.in_order(desk, query.sort, query.after) {
        return tickets.filter(|ticket| lies_in(ticket)).take(limit).map(|ticket| read(ticket)).collect();
    }
    let behind = |at: &(i64, TicketNumber)| query.after.is_none_or(|after| is_behind(*at, after, query.sort));
    let found = among.tickets(desk).filter(|ticket| lies_in(ticket));
    let mut places: Vec<_> = found.map(|t| (query.sort.by.key(t), t.number)).filter(behind).collect();
    let order = |one: &(i64, TicketNumber), other: &(i64, TicketNumber)| match query.sort.direction {
        Direction::Ascending => one.cmp(other),
        Direction::Descending => other.cmp(one),
    };
    if places.len() > limit {
        places.select_nth_unstable_by(limit, order);
        places.truncate(limit);
    }
    places.sort_unstable_by(order);
    let tickets = places.into_iter().filter_map(|(_, number)| desk.tickets.get(&number));
    tickets.map(|ticket| read(ticket)).collect()
}

/// How many tickets lie in both predicates, up to `cap`.
pub(super) fn count(desk: &Desk, filter: &Predicate, scope: &Predicate, cap: u32) -> u32 {
    let found = Among::of(&[filter, scope]).tickets(desk);
    let found = found.filter(|ticket| filter.holds(ticket) && scope.holds(ticket));
    u32::try_from(found.take(cap as usize).count()).unwrap_or(cap)
}

fn is_behind(at: (i64, TicketNumber), after: Cursor, sort: Sort) -> bool {
    let end = (after.key, after.number);
    match sort.direction {
        Direction::Ascending => at > end,
        Direction::Descending => at < end,
    }
}

/// Walks a stretch of an index from one end.
fn walk<'a, T: 'a>(
    stretch: impl DoubleEndedIterator<Item = T> + 'a,
    direction: Direction,
) -> Box<dyn Iterator<Item = T> + 'a> {
    match direction {
        Direction::Ascending => Box::new(stretch),
        Direction::Descending => Box::new(stretch.rev()),
    }
}

/// The stretch of an index that lies behind the end of a page: `(first, last)` are the ends of the whole.
fn stretch<K>(first: K, last: K, after: Option<K>, direction: Direction) -> (Bound<K>, Bound<K>) {
    match (after, direction) {
        (None, _) => (Bound::Included(first), Bound::Included(last)),
        (Some(after), Direction::Ascending) => (Bound::Excluded(after), Bound::Included(last)),
        (Some(after), Direction::Descending) => (Bound::Included(first), Bound::Excluded(after)),
    }
}

/// Unsolved tickets of one owner, by next breach and number.
fn unsolved_of<'a, K: Ord + Copy>(
    index: &'a BTreeSet<(Option<K>, i64, TicketNumber)>,
    owner: K,
    after: Option<Cursor>,
    direction: Direction,
) -> Box<dyn Iterator<Item = TicketNumber> + 'a> {
    let owner = Some(owner);
    let first = (owner, i64::MIN, TicketNumber(0));
    let last = (owner, i64::MAX, TicketNumber(u32::MAX));
    let after = after.map(|after| (owner, after.key, after.number));
    walk(index.range(stretch(first, last, after, direction)).map(|(.., number)| *number), direction)
}

/// All tickets of a requester, by number.
fn requested_by(
    desk: &Desk,
    person: PersonId,
    after: Option<Cursor>,
    direction: Direction,
) -> Box<dyn Iterator<Item = TicketNumber> + '_> {
    let (first, last) = ((person, TicketNumber(0)), (person, TicketNumber(u32::MAX)));
    let after = after.map(|after| (person, after.number));
    walk(desk.requested.range(stretch(first, last, after, direction)).map(|(_, number)| *number), direction)
}

impl Among {
    /// Looks for the conjunct that leaves the fewest.
    fn of(predicates: &[&Predicate]) -> Self {
        let conjuncts = conjuncts(predicates);
        let unsolved = conjuncts.iter().any(|part| means_unsolved(part));
        if let Some(numbers) = conjuncts.iter().find_map(|part| numbers_of(part)) {
            return Self::Numbers(numbers);
        }
        if let Some(people) = conjuncts.iter().find_map(|part| ids_of(part, Slot::Requester)) {
            return Self::RequestedBy(people);
        }
        let assignees = conjuncts.iter().find_map(|part| ids_of(part, Slot::Assignee));
        let teams = conjuncts.iter().find_map(|part| ids_of(part, Slot::Team));
        match (unsolved, assignees, teams) {
            (true, Some(people), _) => Self::UnsolvedOfAssignee(people),
            (true, None, Some(teams)) => Self::UnsolvedOfTeam(teams),
            (true, None, None) => Self::Unsolved,
            (false, ..) => Self::Everything,
        }
    }

    /// The tickets in the order of a list behind a page's end, when an index has just this order.
    fn in_order<'a>(
        &self,
        desk: &'a Desk,
        sort: Sort,
        after: Option<Cursor>,
    ) -> Option<Box<dyn Iterator<Item = &'a Arc<Ticket>> + 'a>> {
        let direction = sort.direction;
        // A cursor that no page ended with is left to the comparison of keys.
        let foreign = |after: Cursor| after.key != i64::from(after.number.0);
        if sort.by == SortField::Number && after.is_some_and(foreign) {
            return None;
        }
        let numbers = match (sort.by, self) {
            (SortField::Number, Self::Everything) => {
                let after = after.map(|after| after.number);
                let all = stretch(TicketNumber(0), TicketNumber(u32::MAX), after, direction);
                return Some(walk(desk.tickets.range(all).map(|(_, ticket)| ticket), direction));
            }
            (SortField::Number, Self::RequestedBy(people)) => match people.as_slice() {
                [person] => requested_by(desk, *person, after, direction),
                _ => return None,
            },
            (SortField::NextBreach, Self::UnsolvedOfAssignee(people)) => match people.as_slice() {
                [person] => unsolved_of(&desk.unsolved_by_assignee, *person, after, direction),
                _ => return None,
            },
            (SortField::NextBreach, Self::UnsolvedOfTeam(teams)) => match teams.as_slice() {
                [team] => unsolved_of(&desk.unsolved_by_team, *team, after, direction),
                _ => return None,
            },
            _ => return None,
        };
        Some(Box::new(numbers.filter_map(|number| desk.tickets.get(&number))))
    }

    /// The tickets, in no order.
    fn tickets(self, desk: &Desk) -> Box<dyn Iterator<Item = &Arc<Ticket>> + '_> {
        let up = Direction::Ascending;
        let numbers: Box<dyn Iterator<Item = TicketNumber>> = match self {
            Self::Everything => return Box::new(desk.tickets.values()),
            Self::Numbers(numbers) => Box::new(numbers.into_iter()),
            Self::RequestedBy(people) => {
                Box::new(people.into_iter().flat_map(move |person| requested_by(desk, person, None, up)))
            }
            Self::UnsolvedOfAssignee(people) => {
                let index = &desk.unsolved_by_assignee;
                Box::new(people.into_iter().flat_map(move |person| unsolved_of(index, person, None, up)))
            }
            Self::UnsolvedOfTeam(teams) => {
                let index = &desk.unsolved_by_team;
                Box::new(teams.into_iter().flat_map(move |team| unsolved_of(index, team, None, up)))
            }
            Self::Unsolved => Box::new(desk.unsolved_by_team.iter().map(|(.., number)| *number)),
        };
        Box::new(numbers.filter_map(|number| desk.tickets.get(&number)))
    }
}

/// The parts all of which must hold.
fn conjuncts<'a>(predicates: &[&'a Predicate]) -> Vec<&'a Predicate> {
    let mut waiting = predicates.to_vec();
    let mut parts = Vec::new();
    while let Some(predicate) = waiting.pop() {
        match predicate {
            Predicate::All(all) => waiting.extend(all),
            other => parts.push(other),
        }
    }
    parts
}

/// The values of which a slot must hold one, each once.
fn one_of<T: Ord>(part: &Predicate, slot: Slot, read: impl Fn(&Scalar) -> Option<T>) -> Option<Vec<T>> {
    match part {
        Predicate::Test(test) if test.slot == slot => match &test.check {
            Check::OneOf(values) => {
                let mut values: Vec<_> = values.iter().filter_map(read).collect();
                values.sort_unstable();
                values.dedup();
                Some(values)
            }
            _ => None,
        },
        _ => None,
    }
}

fn ids_of<I: Id>(part: &Predicate, slot: Slot) -> Option<Vec<I>> {
    one_of(part, slot, |value| match value {
        Scalar::Id(bytes) => Some(I::from_bytes(*bytes)),
        _ => None,
    })
}

fn number_of(value: &Scalar) -> Option<i64> {
    match value {
        Scalar::Number(number) => Some(*number),
        _ => None,
    }
}

fn numbers_of(part: &Predicate) -> Option<Vec<TicketNumber>> {
    one_of(part, Slot::Number, |value| Some(TicketNumber(u32::try_from(number_of(value)?).ok()?)))
}

/// Whether a part can only hold for unsolved tickets.
fn means_unsolved(part: &Predicate) -> bool {
    let solved = StatusCategory::Solved.rank();
    let ranks = |part: &Predicate| one_of(part, Slot::Category, number_of);
    let is_category_test = |part: &Predicate, check: &dyn Fn(&Check) -> bool| match part {
        Predicate::Test(test) => test.slot == Slot::Category && check(&test.check),
        _ => false,
    };
    match part {
        Predicate::Not(part) => {
            let both = |ranks: Vec<i64>| ranks.contains(&solved) && ranks.contains(&(solved + 1));
            ranks(part).is_some_and(both)
                || is_category_test(part, &|check| matches!(check, Check::Greater(than) if *than < solved))
        }
        part => {
            ranks(part).is_some_and(|ranks| ranks.iter().all(|rank| *rank < solved))
                || is_category_test(part, &|check| matches!(check, Check::Less(than) if *than <= solved))
        }
    }
}
