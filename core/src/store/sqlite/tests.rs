use super::list;
use super::outbox::{NEXT_READY, READY};
use super::run::Run;
use super::sql::Sql;
use super::tickets::{DUE, NEXT_DUE, WHOLE};
use super::tx::Tx;
use super::*;
use crate::ids::{DeskId, Id, PersonId, TeamId, TicketNumber};
use crate::model::{Direction, Sort, SortField};
use crate::query::{Check, Cursor, Predicate, Scalar, Slot, Test, TicketQuery};
use crate::store::{Change, StoreExt};

fn one(slot: Slot, id: [u8; 16]) -> Predicate {
    Predicate::Test(Test { slot, check: Check::OneOf(vec![Scalar::Id(id)]) })
}

fn unsolved() -> Predicate {
    Predicate::Test(Test { slot: Slot::Category, check: Check::Less(4) })
}

fn plan_of<'s>(sql: impl Into<Sql<'s>>, values: impl rusqlite::Params) -> Vec<String> {
    let store = SqliteStore::open_in_memory().unwrap();
    let writer = lock(&store.writer);
    let mut plan = Vec::new();
    Tx::run(&writer.link, "BEGIN", &Run::boldly(), |tx| {
        plan = tx.plan(sql, values);
        Ok(())
    })
    .unwrap();
    plan
}

/// The plan of a first page and of one behind it.
fn plans(filter: &Predicate, scope: &Predicate, by: SortField, direction: Direction) -> [Vec<String>; 2] {
    let behind = Cursor { key: 17, number: TicketNumber(17) };
    [None, Some(behind)].map(|after| {
        let query = TicketQuery { filter, scope, sort: Sort { by, direction }, after, limit: 50 };
        let listing = list::page(DeskId(1), &query, WHOLE).unwrap();
        plan_of(&listing.sql, rusqlite::params_from_iter(listing.values))
    })
}

const BOTH: [Direction; 2] = [Direction::Ascending, Direction::Descending];

#[test]
fn a_teams_queue_walks_its_index_in_order() {
    let team = TeamId::from_bytes([3; 16]).to_bytes();
    let filter = Predicate::All(vec![one(Slot::Team, team), unsolved()]);
    for direction in BOTH {
        let [first, next] = plans(&filter, &Predicate::everything(), SortField::NextBreach, direction);
        assert_eq!(first, ["SEARCH ticket USING INDEX ticket_of_team (desk=? AND team=?)"]);
        let end = if direction == Direction::Ascending { '>' } else { '<' };
        let walk = format!(
            "SEARCH ticket USING INDEX ticket_of_team (desk=? AND team=? AND (breach_key,number){end}(?,?))"
        );
        assert_eq!(next, [walk]);
    }
}

#[test]
fn an_assignees_unsolved_tickets_walk_their_index_in_order() {
    let me = PersonId::from_bytes([3; 16]).to_bytes();
    let by_list = Predicate::Test(Test {
        slot: Slot::Category,
        check: Check::OneOf((0..4).map(Scalar::Number).collect()),
    });
    for unsolved in [unsolved(), by_list] {
        let filter = Predicate::All(vec![unsolved, one(Slot::Assignee, me)]);
        let [first, next] =
            plans(&filter, &Predicate::everything(), SortField::NextBreach, Direction::Ascending);
        assert_eq!(first, ["SEARCH ticket USING INDEX ticket_of_assignee (desk=? AND assignee=?)"]);
        let walk = "SEARCH ticket USING INDEX ticket_of_assignee (desk=? AND assignee=? AND (breach_key,number)>(?,?))";
        assert_eq!(next, [walk]);
    }
}

#[test]
fn a_requesters_tickets_walk_their_index_in_order() {
    let scope = Predicate::requested_by(PersonId::from_bytes([3; 16]));
    for direction in BOTH {
        for plan in plans(&Predicate::everything(), &scope, SortField::Number, direction) {
            assert_eq!(
                plan,
                [
                    "SEARCH place USING PRIMARY KEY (desk=? AND id=? AND role=? AND seq>? AND seq<?)",
                    "SEARCH ticket USING INTEGER PRIMARY KEY (rowid=?)",
                ]
            );
        }
    }
}

#[test]
fn all_tickets_by_number_walk_the_rows() {
    for direction in BOTH {
        for plan in plans(&unsolved(), &Predicate::everything(), SortField::Number, direction) {
            assert_eq!(plan, ["SEARCH ticket USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"]);
        }
    }
}

#[test]
fn what_is_due_or_ready_walks_its_index_in_order() {
    for desk in [None, Some(7)] {
        assert_eq!(
            plan_of(DUE, (0, desk, 10)),
            ["SEARCH ticket USING COVERING INDEX ticket_to_wake (wake_at>? AND wake_at<?)"]
        );
    }
    assert_eq!(plan_of(NEXT_DUE, []), ["SEARCH ticket USING COVERING INDEX ticket_to_wake (wake_at>?)"]);
    assert_eq!(
        plan_of(READY, (0, 10)),
        [
            "SEARCH waiting USING PRIMARY KEY (kind=? AND ready_at<?)",
            "SEARCH heap USING INTEGER PRIMARY KEY (rowid=?)"
        ]
    );
    assert_eq!(plan_of(NEXT_READY, []), ["SEARCH waiting USING PRIMARY KEY (kind=?)"]);
}

#[test]
fn no_value_is_written_into_a_statement() {
    let text = "O'Hara\"; DROP TABLE ticket; --";
    let values = vec![Scalar::Text(text.to_owned()), Scalar::Number(987_654)];
    let checks = [Check::OneOf(values.clone()), Check::IncludesAny(values), Check::Less(987_654)];
    for slot in [Slot::Title, Slot::Tags, Slot::Number, Slot::Custom(Id::from_bytes([1; 16]))] {
        for check in &checks {
            let filter = Predicate::Test(Test { slot, check: check.clone() });
            let listing = list::count(DeskId(4711), &filter, &filter, 987_654);
            for value in ["Hara", "987", "4711"] {
                let text = Sql::from(&listing.sql).text();
                assert!(!text.contains(value), "{text}");
            }
        }
    }
}

#[test]
fn durability_is_that_of_each_transaction() {
    let store = SqliteStore::open_in_memory().unwrap();
    for (durability, mode) in [(Durability::Full, 2), (Durability::Relaxed, 1), (Durability::Full, 2)] {
        store.with_write::<_, StoreError>(durability, |tx| tx.allocate_number(DeskId(1))).unwrap();
        let writer = lock(&store.writer);
        let set: i64 = writer.link.db.pragma_query_value(None, "synchronous", |row| row.get(0)).unwrap();
        assert_eq!(set, mode, "{durability:?}");
    }
}

#[test]
#[allow(clippy::disallowed_methods, reason = "SQLite rolls back behind the back of the store")]
fn a_database_that_has_rolled_back_by_itself_keeps_nothing_of_the_rest() {
    let store = SqliteStore::open_in_memory().unwrap();
    let writer = lock(&store.writer);
    let result = Tx::run(&writer.link, "BEGIN IMMEDIATE", &Run::boldly(), |tx| {
        tx.allocate_number(DeskId(1))?;
        writer.link.db.execute_batch("ROLLBACK").unwrap();
        tx.allocate_number(DeskId(1)).unwrap_err();
        tx.savepoint(&mut |_| Ok(())).unwrap_err();
        Ok(())
    });
    assert!(matches!(result, Err(StoreError::Unavailable(_))));
    drop(writer);
    let desks = store.with_read::<_, StoreError>(|tx| tx.desks()).unwrap();
    assert_eq!(desks, []);
}

/// How often a closure is run in which a step fails, after it has written or before.
fn runs_with_a_step_that_fails(after_a_write: bool) -> u32 {
    let store = SqliteStore::open_in_memory().unwrap();
    let (mut runs, key) = (0, crate::model::Digest::from_bytes([1; 16]));
    let written = store.with_write::<_, StoreError>(Durability::Full, |tx| {
        runs += 1;
        let first = tx.allocate_number(DeskId(1))?;
        let failed = tx.savepoint(&mut |tx| {
            tx.allocate_number(DeskId(1))?;
            if after_a_write {
                tx.apply(DeskId(1), &[Change::PutCached { key, bytes: vec![1] }])?;
            }
            Err(StoreError::Conflict)
        });
        assert!(matches!(failed, Err(StoreError::Conflict)));
        // What the step has written is never seen: either it is undone, or nothing answers any more.
        let seen = tx.cached(DeskId(1), key);
        assert_eq!(seen.is_err(), after_a_write && runs == 1);
        assert_eq!(seen?, None);
        Ok((first, tx.allocate_number(DeskId(1))?))
    });
    let (first, second) = written.unwrap();
    assert_eq!((first.0, second.0), (1, 2));
    runs
}

#[test]
fn what_a_failed_step_wrote_is_undone_by_another_run_with_savepoints() {
    assert_eq!(runs_with_a_step_that_fails(true), 2);
    assert_eq!(runs_with_a_step_that_fails(false), 1);
}
