//! What every store promises, as cases that any implementation of [`Store`] can be run against.
//!
//! ```
//! use frontdesk::store::{MemoryStore, Store};
//! use frontdesk::testkit::conformance;
//!
//! let empty = || Box::new(MemoryStore::new()) as Box<dyn Store>;
//! conformance::tickets::numbers_rise_for_each_desk(&empty).unwrap();
//! for case in conformance::ALL.iter().take(3) {
//!     (case.run)(&empty).unwrap_or_else(|broken| panic!("{}: {broken}", case.name));
//! }
//! ```

pub mod configuration;
pub mod desks;
pub mod durable;
pub mod log;
pub mod outbox;
pub mod people;
pub mod random;
pub mod readers;
pub mod tickets;
pub mod transactions;

mod dump;
mod naive;

use std::fmt;

use super::generate::{Step, World};
use crate::ids::DeskId;
use crate::store::{Durability, ReadTx, Store, StoreError, StoreExt, WriteTx};

/// What a case needs: an empty store, a new one each time it is called. For [`DURABLE`] cases: the same place, opened again.
pub type Factory<'f> = &'f dyn Fn() -> Box<dyn Store>;

/// Whether a promise is kept.
pub type Verdict = Result<(), Broken>;

/// A promise that a store does not keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken(String);

impl Broken {
    fn new(what: impl Into<String>) -> Self {
        Self(what.into())
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Broken {}

impl From<StoreError> for Broken {
    fn from(error: StoreError) -> Self {
        Self(format!("the store failed: {error}"))
    }
}

/// One promise.
#[derive(Clone, Copy)]
pub struct Case {
    /// What is promised.
    pub name: &'static str,
    /// Answers whether the store keeps it.
    pub run: fn(Factory<'_>) -> Verdict,
}

impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

macro_rules! cases {
    ($($module:ident: $($name:ident),+;)+) => {
        &[$($(Case { name: stringify!($name), run: $module::$name },)+)+]
    };
}

/// What every store promises.
pub const ALL: &[Case] = cases! {
    transactions:
        a_closure_sees_its_own_writes,
        an_error_leaves_everything_as_it_was,
        a_panic_leaves_everything_as_it_was,
        a_savepoint_undoes_its_own_writes_alone,
        savepoints_nest,
        a_panic_in_a_savepoint_undoes_its_own_writes_alone,
        a_closure_that_runs_twice_makes_the_same,
        a_stale_version_conflicts,
        a_new_ticket_that_exists_conflicts;
    tickets:
        numbers_rise_for_each_desk,
        numbers_rise_above_those_that_tickets_have,
        a_number_of_a_failed_command_is_given_again,
        the_scope_is_a_conjunct,
        comments_are_read_by_visibility_and_page,
        pages_are_complete_for_every_order,
        counting_ends_at_its_cap,
        due_tickets_come_in_order_over_all_desks;
    people:
        a_person_is_found_by_each_address,
        an_address_that_moves_finds_its_new_person,
        an_address_that_was_erased_finds_nobody,
        a_team_has_its_active_people;
    configuration:
        every_version_is_kept_and_the_latest_answered,
        the_desk_counts_changes_of_its_configuration;
    log:
        positions_have_no_gaps,
        events_of_a_subject_come_in_order,
        an_event_that_does_not_continue_its_subject_conflicts,
        an_erased_content_is_gone_from_its_comment_too,
        contents_are_kept_apart,
        many_comments_and_entries_are_written_at_once,
        receipts_and_what_can_be_made_again_are_kept,
        arrivals_wait_until_they_are_dropped,
        records_of_messages_are_kept_by_key,
        message_ids_with_the_same_first_bits_are_kept_apart,
        messages_with_one_message_id_lie_together;
    outbox:
        a_leased_effect_is_not_handed_over_twice,
        a_stale_fence_is_refused,
        a_settled_effect_is_not_handed_over_again,
        a_retried_effect_is_ready_when_it_says,
        effects_are_handed_over_in_order_over_all_desks,
        effects_are_listed_by_state;
    desks:
        tn_01_nothing_that_is_done_to_a_desk_touches_another,
        tn_01_the_same_keys_mean_other_things_on_another_desk,
        a_desk_begins_with_its_first_write;
    readers:
        readers_see_only_what_was_committed;
    random:
        random_steps_equal_the_naive_model,
        random_lists_equal_the_naive_model;
};

/// What a store promises that outlives its process: here the factory opens the same place again, once the store before was dropped.
pub const DURABLE: &[Case] = cases! {
    durable:
        what_was_written_is_there_after_opening_again,
        what_was_rolled_back_is_not_there_after_opening_again,
        counters_go_on_after_opening_again,
        fences_hold_after_opening_again,
        relaxed_writes_outlive_the_store;
};

/// Runs cases, with a factory for each, and answers those that a store does not keep.
///
/// # Errors
/// The name and reason of each broken promise, one to a line.
pub fn check(
    cases: &[Case],
    factory_for: impl Fn(&Case) -> Box<dyn Fn() -> Box<dyn Store>>,
) -> Result<(), String> {
    let broken = cases.iter().filter_map(|case| {
        let broken = (case.run)(&factory_for(case)).err()?;
        Some(format!("{}: {broken}", case.name))
    });
    let broken: Vec<String> = broken.collect();
    if broken.is_empty() { Ok(()) } else { Err(broken.join("\n")) }
}

/// The desk that most cases work on.
const DESK: DeskId = DeskId(7);

fn promise(what: &str, holds: bool) -> Verdict {
    if holds { Ok(()) } else { Err(Broken::new(what)) }
}

fn same<T: PartialEq + fmt::Debug>(what: &str, have: T, want: T) -> Verdict {
    if have == want {
        return Ok(());
    }
    Err(Broken::new(format!("{what}\n  answered {have:?}\n  expected {want:?}")))
}

fn write<T>(store: &dyn Store, f: impl FnMut(&mut dyn WriteTx) -> Result<T, Broken>) -> Result<T, Broken> {
    store.with_write(Durability::Full, f)
}

fn read<T>(store: &dyn Store, f: impl FnMut(&mut dyn ReadTx) -> Result<T, Broken>) -> Result<T, Broken> {
    store.with_read(f)
}

/// Does a step, and answers what the store said.
fn play(tx: &mut dyn WriteTx, desk: DeskId, step: &Step) -> Result<String, StoreError> {
    match step {
        Step::Open { number, changes } => {
            let given = tx.allocate_number(desk)?;
            tx.apply(desk, changes)?;
            Ok(format!("number {given}, expected {number}"))
        }
        Step::Write(changes) | Step::Conflict(changes) => tx.apply(desk, changes).map(|()| String::new()),
        Step::Claim { now, limit, lease_until } => {
            tx.claim_effects(*now, *limit, *lease_until).map(|leased| format!("{leased:?}"))
        }
        Step::Settle { id, fence, how } => {
            tx.settle_effect(desk, *id, *fence, how).map(|settled| format!("{settled}"))
        }
    }
}

/// Lets a desk grow by steps that succeed.
fn grown(store: &dyn Store, seed: u64, desk: DeskId, steps: u32) -> Result<World, Broken> {
    let mut world = World::new(seed, desk);
    let steps = steps_of(&mut world, steps);
    write(store, |tx| {
        steps.iter().try_for_each(|step| play(tx, desk, step).map(drop))?;
        Ok(())
    })?;
    Ok(world)
}

/// The next steps of a desk that succeed and touch no other.
fn steps_of(world: &mut World, count: u32) -> Vec<Step> {
    let steps = std::iter::repeat_with(|| world.step());
    let steps = steps.filter(|step| !matches!(step, Step::Conflict(_) | Step::Claim { .. }));
    steps.take(count as usize).collect()
}
