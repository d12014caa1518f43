//! The statements of lists: which index they can walk is decided here, by what their conditions say literally.

use rusqlite::types::Value;

use super::filter_sql::Condition;
use super::places::ASKED_FOR;
use super::sql::SqlText;
use super::tx::key;
use crate::ids::DeskId;
use crate::model::{Direction, Sort, SortField, StatusCategory};
use crate::query::{Check, Cursor, Predicate, Scalar, Slot, Test, TicketQuery};
use crate::text::Needle;

/// A statement with its values.
pub(super) struct Listing {
    pub sql: SqlText,
    pub values: Vec<Value>,
    pub needles: Vec<Needle>,
}

/// A page of tickets; none when the page's beginning lies behind every ticket.
pub(super) fn page(desk: DeskId, query: &TicketQuery<'_>, columns: &'static str) -> Option<Listing> {
    let conjuncts = conjuncts(&[query.scope, query.filter]);
    let mut condition = Condition::default();
    let requesters = conjuncts.iter().find_map(|part| requesters_of(part));
    condition.sql.push("SELECT ");
    condition.sql.push(columns);
    match (query.sort.by, requesters.as_deref()) {
        (SortField::Number, Some([requester])) => {
            condition.sql.push(
                " FROM place CROSS JOIN ticket ON ticket.key = place.at \
                WHERE place.desk = ? AND place.id = ? AND place.role = ? AND place.seq >= ? AND place.seq <= ?",
            );
            let (first, last) = numbers_behind(query.after, query.sort.direction)?;
            condition.values.extend([desk.0.into(), requester.clone(), ASKED_FOR.into()]);
            condition.values.extend([first.into(), last.into()]);
        }
        (SortField::Number, requesters) => {
            condition.sql.push(" FROM ticket WHERE key >= ? AND key <= ?");
            let (first, last) = numbers_behind(query.after, query.sort.direction)?;
            condition.values.extend([key(desk, first).into(), key(desk, last).into()]);
            condition.asked_by(desk, requesters);
        }
        (by, requesters) => {
            condition.sql.push(" FROM ticket WHERE ");
            condition.of_desk(desk);
            condition.asked_by(desk, requesters);
            if let Some(after) = query.after {
                let behind = match query.sort.direction {
                    Direction::Ascending => ", number) > (?, ?)",
                    Direction::Descending => ", number) < (?, ?)",
                };
                condition.sql.push(" AND (");
                condition.sql.push(sort_column(by));
                condition.sql.push(behind);
                condition.values.extend([after.key.into(), after.number.0.into()]);
            }
        }
    }
    condition.visible(desk, query.scope, query.filter, &conjuncts);
    condition.sql.push(match (query.sort, requesters.as_deref()) {
        (Sort { by: SortField::Number, direction: Direction::Ascending }, Some([_])) => " ORDER BY place.seq",
        (Sort { by: SortField::Number, .. }, Some([_])) => " ORDER BY place.seq DESC",
        (sort, _) => order(sort),
    });
    condition.sql.push(" LIMIT ?");
    condition.values.push(query.limit.into());
    Some(condition.into())
}

/// How many tickets there are, up to `cap`.
pub(super) fn count(desk: DeskId, filter: &Predicate, scope: &Predicate, cap: u32) -> Listing {
    let mut condition = Condition::default();
    condition.sql.push("SELECT count(*) FROM (SELECT 1 FROM ticket WHERE ");
    condition.of_desk(desk);
    let conjuncts = conjuncts(&[scope, filter]);
    condition.asked_by(desk, conjuncts.iter().find_map(|part| requesters_of(part)).as_deref());
    condition.visible(desk, scope, filter, &conjuncts);
    condition.sql.push(" LIMIT ?)");
    condition.values.push(cap.into());
    condition.into()
}

impl From<Condition> for Listing {
    fn from(Condition { sql, values, needles }: Condition) -> Self {
        Self { sql, values, needles }
    }
}

impl Condition {
    fn of_desk(&mut self, desk: DeskId) {
        self.sql.push("desk = ?");
        self.values.push(desk.0.into());
    }

    /// Says where the tickets of requesters are found. That they are theirs is said by the predicate itself.
    fn asked_by(&mut self, desk: DeskId, requesters: Option<&[Value]>) {
        let Some(requesters) = requesters else { return };
        self.sql.push(" AND key IN (SELECT at FROM place WHERE desk = ? AND id IN (");
        self.sql.push_marks(requesters.len());
        self.sql.push(") AND role = ?)");
        self.values.push(desk.0.into());
        self.values.extend_from_slice(requesters);
        self.values.push(ASKED_FOR.into());
    }

    /// What may be seen and is looked for. SQLite takes a partial index only when the statement says its condition literally.
    fn visible(&mut self, desk: DeskId, scope: &Predicate, filter: &Predicate, conjuncts: &[&Predicate]) {
        if conjuncts.iter().any(|part| means_unsolved(part)) {
            self.sql.push(" AND category < 4");
        }
        for predicate in [scope, filter] {
            self.sql.push(" AND ");
            self.predicate(desk, predicate);
        }
    }
}

fn sort_column(by: SortField) -> &'static str {
    match by {
        SortField::Number => "key",
        SortField::NextBreach => "breach_key",
        SortField::UpdatedAt => "updated_at",
        SortField::Priority => "priority",
        SortField::StatusSince => "status_since",
    }
}

fn order(sort: Sort) -> &'static str {
    use {Direction::Ascending, Direction::Descending};
    match (sort.by, sort.direction) {
        (SortField::Number, Ascending) => " ORDER BY key",
        (SortField::Number, Descending) => " ORDER BY key DESC",
        (SortField::NextBreach, Ascending) => " ORDER BY breach_key, number",
        (SortField::NextBreach, Descending) => " ORDER BY breach_key DESC, number DESC",
        (SortField::UpdatedAt, Ascending) => " ORDER BY updated_at, number",
        (SortField::UpdatedAt, Descending) => " ORDER BY updated_at DESC, number DESC",
        (SortField::Priority, Ascending) => " ORDER BY priority, number",
        (SortField::Priority, Descending) => " ORDER BY priority DESC, number DESC",
        (SortField::StatusSince, Ascending) => " ORDER BY status_since, number",
        (SortField::StatusSince, Descending) => " ORDER BY status_since DESC, number DESC",
    }
}

/// The first and last number behind a cursor of a list by number, where the sort key is the number once more.
fn numbers_behind(after: Option<Cursor>, direction: Direction) -> Option<(u32, u32)> {
    let Some(Cursor { key, number }) = after else { return Some((0, u32::MAX)) };
    let number = i64::from(number.0);
    match direction {
        Direction::Ascending => {
            let first = if number < key { key } else { key.saturating_add(1) };
            Some((u32::try_from(first.max(0)).ok()?, u32::MAX))
        }
        Direction::Descending => {
            let last = if number > key { key } else { key.saturating_sub(1) };
            Some((0, u32::try_from(last.min(i64::from(u32::MAX))).ok()?))
        }
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

/// The requesters whose tickets alone a part can hold for.
fn requesters_of(part: &Predicate) -> Option<Vec<Value>> {
    match part {
        Predicate::Test(Test { slot: Slot::Requester, check: Check::OneOf(people) }) => {
            let ids = people.iter().filter_map(|person| match person {
                Scalar::Id(bytes) => Some(bytes.to_vec().into()),
                _ => None,
            });
            Some(ids.collect())
        }
        _ => None,
    }
}

/// Whether a part can only hold for unsolved tickets.
fn means_unsolved(part: &Predicate) -> bool {
    let (solved, closed) = (StatusCategory::Solved.rank(), StatusCategory::Closed.rank());
    let of_category = |part: &Predicate| match part {
        Predicate::Test(test) if test.slot == Slot::Category => Some(test.check.clone()),
        _ => None,
    };
    match part {
        Predicate::Not(part) => match of_category(part) {
            Some(Check::OneOf(values)) => {
                [solved, closed].iter().all(|rank| values.contains(&Scalar::Number(*rank)))
            }
            Some(Check::Greater(than)) => than < solved,
            _ => false,
        },
        part => match of_category(part) {
            Some(Check::OneOf(values)) => {
                values.iter().all(|value| !matches!(value, Scalar::Number(rank) if *rank >= solved))
            }
            Some(Check::Less(than)) => than <= solved,
            _ => false,
        },
    }
}
