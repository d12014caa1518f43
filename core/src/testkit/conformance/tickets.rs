//! Tickets, their lists and timers.

use super::dump::listed;
use super::{DESK, Factory, Verdict, grown, promise, read, same, write};
use crate::Timestamp;
use crate::ids::{DeskId, TicketNumber};
use crate::model::{ClockState, Comment, Direction, Sort, SortField, Ticket, Visibility};
use crate::query::{Check, Predicate, Scalar, Slot, Test, TicketQuery};
use crate::store::{Change, DueTicket, Durability, StoreError, StoreExt, TicketKey, TicketRow};
use crate::testkit::generate::{SORT_FIELDS, World};

/// Numbers begin at 1 and rise, each desk by itself.
pub fn numbers_rise_for_each_desk(empty: Factory<'_>) -> Verdict {
    let store = empty();
    let other = DeskId(8);
    let next = |desk| write(&*store, |tx| Ok(tx.allocate_number(desk)?.0));
    same("the first", next(DESK)?, 1)?;
    same("the second", next(DESK)?, 2)?;
    same("the first of another desk", next(other)?, 1)?;
    same("the third", next(DESK)?, 3)?;
    let both = write(&*store, |tx| Ok((tx.allocate_number(DESK)?.0, tx.allocate_number(DESK)?.0)))?;
    same("two at once", both, (4, 5))?;
    same("what is counted", read(&*store, |tx| Ok(tx.counters(DESK)?.last_number))?, 5)
}

/// A number that a ticket was written with is not given to another, and one that was given to no ticket is not given again.
pub fn numbers_rise_above_those_that_tickets_have(empty: Factory<'_>) -> Verdict {
    let store = empty();
    let mut world = World::new(24, DESK);
    let mut put = |number| {
        let ticket = Change::PutTicket { ticket: Box::new(world.ticket(TicketNumber(number))), before: None };
        write(&*store, |tx| Ok(tx.apply(DESK, std::slice::from_ref(&ticket))?))
    };
    put(7)?;
    put(3)?;
    let counted = || read(&*store, |tx| Ok(tx.counters(DESK)?.last_number));
    same("what is counted", counted()?, 7)?;
    let next = || write(&*store, |tx| Ok(tx.allocate_number(DESK)?.0));
    same("the next", next()?, 8)?;
    same("the one after it", next()?, 9)?;
    put(9)?;
    same("above the ticket", next()?, 10)?;
    same("what is counted then", counted()?, 10)
}

/// A command that fails takes no number with it.
pub fn a_number_of_a_failed_command_is_given_again(empty: Factory<'_>) -> Verdict {
    let store = empty();
    write(&*store, |tx| Ok(tx.allocate_number(DESK)?))?;
    let failed: Result<(), StoreError> = store.with_write(Durability::Full, |tx| {
        tx.allocate_number(DESK)?;
        Err(StoreError::Aborted)
    });
    promise("the command fails", failed.is_err())?;
    same("the number after it", write(&*store, |tx| Ok(tx.allocate_number(DESK)?.0))?, 2)
}

/// What lies outside the scope is not there: neither alone, nor in a list, nor in a count.
pub fn the_scope_is_a_conjunct(empty: Factory<'_>) -> Verdict {
    let store = empty();
    let world = grown(&*store, 11, DESK, 80)?;
    let Some(requester) = world.tickets.first().map(|ticket| ticket.requester) else {
        return promise("there are tickets", false);
    };
    let scope = Predicate::requested_by(requester);
    let theirs = |ticket: &Ticket| ticket.requester == requester;
    promise("some are theirs", world.tickets.iter().any(theirs))?;
    promise("some are not", !world.tickets.iter().all(theirs))?;
    let everything = Predicate::everything();
    read(&*store, |tx| {
        for ticket in &world.tickets {
            for key in [TicketKey::Id(ticket.id), TicketKey::Number(ticket.number)] {
                let found = tx.ticket(DESK, key, &scope)?;
                same("a ticket alone", found.as_ref(), theirs(ticket).then_some(ticket))?;
            }
        }
        let numbers = |holds: &dyn Fn(&Ticket) -> bool| -> Vec<(i64, u32)> {
            let found = world.tickets.iter().filter(|ticket| theirs(ticket) && holds(ticket));
            found.map(|ticket| (i64::from(ticket.number.0), ticket.number.0)).collect()
        };
        let sort = Sort { by: SortField::Number, direction: Direction::Ascending };
        same("a list", listed(tx, DESK, (&everything, &scope), sort)?, numbers(&|_| true))?;
        let count = tx.count_tickets(DESK, &everything, &scope, 1_000)?;
        same("a count", count as usize, numbers(&|_| true).len())?;

        // A filter that would let everything through if it were joined to the scope by "or".
        let wide = Predicate::Any(vec![Predicate::everything(), scope.clone()]);
        same("a wide filter", listed(tx, DESK, (&wide, &scope), sort)?, numbers(&|_| true))?;
        let unsolved = Predicate::Test(Test { slot: Slot::Category, check: Check::Less(4) });
        let found = listed(tx, DESK, (&unsolved, &scope), sort)?;
        same("a narrow filter", found, numbers(&|ticket| ticket.category.is_unsolved()))?;
        let nothing = Predicate::Any(Vec::new());
        same("a scope without anything", tx.count_tickets(DESK, &everything, &nothing, 1_000)?, 0)
    })
}

/// Internal notes are read only by those who ask for them; pages go by the index in the ticket.
pub fn comments_are_read_by_visibility_and_page(empty: Factory<'_>) -> Verdict {
    let store = empty();
    let mut world = World::new(12, DESK);
    let number = TicketNumber(1);
    let ticket = world.ticket(number);
    let mut changes = vec![Change::PutTicket { ticket: Box::new(ticket), before: None }];
    let mut comments = Vec::new();
    for index in 1..=12 {
        let (comment, contents) = world.comment(number, index);
        let visibility = if index % 3 == 0 { Visibility::Internal } else { Visibility::Public };
        let comment = Comment::new(visibility, comment.body().clone());
        changes.extend(contents.into_iter().map(Change::PutContent));
        changes.push(Change::PutComment(Box::new(comment.clone())));
        comments.push(comment);
    }
    write(&*store, |tx| Ok(tx.apply(DESK, &changes)?))?;
    let wanted = |only: Option<Visibility>, after: u32, limit: usize| -> Vec<Comment> {
        let seen = comments.iter().filter(|comment| only.is_none_or(|only| comment.visibility() == only));
        seen.filter(|comment| comment.body().index > after).take(limit).cloned().collect()
    };
    read(&*store, |tx| {
        for only in [None, Some(Visibility::Public), Some(Visibility::Internal)] {
            for (after, limit) in [(0, 100), (0, 2), (3, 4), (11, 5), (12, 5), (u32::MAX, 5)] {
                let found = tx.comments(DESK, number, only, after, limit)?;
                same("comments", found, wanted(only, after, limit as usize))?;
            }
        }
        same("of another ticket", tx.comments(DESK, TicketNumber(2), None, 0, 9)?, Vec::new())
    })
}

/// For every order, with many ties: pages follow on each other, and together they are the whole list once.
pub fn pages_are_complete_for_every_order(empty: Factory<'_>) -> Verdict {
    let store = empty();
    let world = grown(&*store, 13, DESK, 100)?;
    let everything = Predicate::everything();
    let ties = |by: SortField| {
        let mut keys: Vec<_> = world.tickets.iter().map(|ticket| by.key(ticket)).collect();
        keys.sort_unstable();
        keys.is_sorted_by(|one, next| one < next)
    };
    promise("there are ties", !ties(SortField::Priority) && !ties(SortField::NextBreach))?;
    read(&*store, |tx| {
        for by in SORT_FIELDS {
            let place = |ticket: &Ticket| (by.key(ticket), ticket.number.0);
            let mut wanted: Vec<_> = world.tickets.iter().map(place).collect();
            wanted.sort_unstable();
            let up = Sort { by, direction: Direction::Ascending };
            same("upwards", listed(tx, DESK, (&everything, &everything), up)?, wanted.clone())?;
            wanted.reverse();
            let down = Sort { by, direction: Direction::Descending };
            same("downwards", listed(tx, DESK, (&everything, &everything), down)?, wanted)?;
            let none =
                TicketQuery { filter: &everything, scope: &everything, sort: up, after: None, limit: 0 };
            same("a page of nothing", tx.tickets(DESK, &none)?, Vec::new())?;
            let all = TicketQuery { limit: u32::MAX, ..none };
            let row = |ticket: &Ticket| TicketRow::of(ticket, by);
            let wanted = tx.tickets(DESK, &all)?.iter().map(row).collect();
            same("rows", tx.rows(DESK, &all)?, wanted)?;
        }
        Ok(())
    })
}

/// A count tells the truth up to its cap, and the cap beyond.
pub fn counting_ends_at_its_cap(empty: Factory<'_>) -> Verdict {
    let store = empty();
    let world = grown(&*store, 14, DESK, 40)?;
    let there = u32::try_from(world.tickets.len()).unwrap_or(u32::MAX);
    promise("there are tickets", there > 3)?;
    let everything = Predicate::everything();
    read(&*store, |tx| {
        for cap in [0, 1, there - 1, there, there + 1, u32::MAX] {
            let count = tx.count_tickets(DESK, &everything, &everything, cap)?;
            same("a count", count, there.min(cap))?;
        }
        let first = Scalar::Number(1);
        let first =
            Predicate::Test(Test { slot: Slot::Number, check: Check::OneOf(vec![first.clone(), first]) });
        same("a value that is named twice", tx.count_tickets(DESK, &first, &everything, 9)?, 1)
    })
}

/// Timers of all desks come by instant, desk and number, and go with the clock that set them.
pub fn due_tickets_come_in_order_over_all_desks(empty: Factory<'_>) -> Verdict {
    let store = empty();
    let mut world = World::new(15, DESK);
    let running = loop {
        let ticket = world.ticket(TicketNumber(1));
        if ticket.clocks.iter().any(|clock| clock.next_breach_at().is_some()) {
            break ticket;
        }
    };
    let due_at = |number: u32, minute: i64| {
        let mut ticket = running.clone();
        ticket.number = TicketNumber(number);
        ticket.id = world.id();
        ticket.clocks.retain(|clock| clock.next_breach_at().is_some());
        ticket.clocks.truncate(1);
        for clock in &mut ticket.clocks {
            clock.running_since = Timestamp::MIN;
            clock.due_at = Some(Timestamp::from_millis(minute * 60_000 - 1));
            clock.warnings_at.clear();
        }
        ticket
    };
    let mut due_at = due_at;
    let other = DeskId(6);
    let rows = [(DESK, due_at(1, 30)), (DESK, due_at(2, 10)), (other, due_at(1, 10)), (other, due_at(2, 20))];
    for (desk, ticket) in &rows {
        let change = Change::PutTicket { ticket: Box::new(ticket.clone()), before: None };
        write(&*store, |tx| Ok(tx.apply(*desk, std::slice::from_ref(&change))?))?;
    }
    let due = |desk, number, minute: i64| DueTicket {
        at: Timestamp::from_millis(minute * 60_000),
        desk,
        number: TicketNumber(number),
    };
    let all = vec![due(other, 1, 10), due(DESK, 2, 10), due(other, 2, 20), due(DESK, 1, 30)];
    let of = |desk, minute: i64, limit| {
        read(&*store, |tx| Ok(tx.due_tickets(desk, Timestamp::from_millis(minute * 60_000), limit)?))
    };
    let up_to = |minute, limit| of(None, minute, limit);
    let of_desk = all.iter().filter(|due| due.desk == DESK).copied().collect();
    same("of one desk", of(Some(DESK), 60, 9)?, of_desk)?;
    same("the first of one desk", of(Some(DESK), 60, 1)?, vec![due(DESK, 2, 10)])?;
    same("all", up_to(60, 9)?, all.clone())?;
    same("up to an instant", up_to(20, 9)?, all.iter().take(3).copied().collect())?;
    same("the first", up_to(60, 1)?, all.iter().take(1).copied().collect())?;
    same("before the first", up_to(9, 9)?, Vec::new())?;
    let next = || read(&*store, |tx| Ok(tx.next_due()?));
    same("the next", next()?, Some(Timestamp::from_millis(600_000)))?;

    for (desk, ticket) in rows.into_iter().filter(|(desk, _)| *desk == other) {
        let mut stopped = ticket.clone();
        stopped.version += 1;
        stopped.clocks.iter_mut().for_each(|clock| clock.state = ClockState::Paused);
        let before = Some(ticket.version);
        let change = Change::PutTicket { ticket: Box::new(stopped), before };
        write(&*store, |tx| Ok(tx.apply(desk, std::slice::from_ref(&change))?))?;
    }
    same("without those that stopped", up_to(60, 9)?, vec![due(DESK, 2, 10), due(DESK, 1, 30)])
}
