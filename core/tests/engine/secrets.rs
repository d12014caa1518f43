//! What those who ask never see: the desk's internal notes, and the tickets of others.

use std::collections::BTreeSet;

use frontdesk::ids::{ContentId, Id, PersonId, TicketNumber, UpdateId, ViewId};
use frontdesk::model::{
    ConfigKind, EffectState, Event, LinkKind, Role, Subject, Ticket, TicketFacts, TicketSummary,
};
use frontdesk::query::Count;
use frontdesk::report::ReportQuery;
use frontdesk::store::sqlite::SqliteStore;
use frontdesk::store::{MemoryStore, Store};
use frontdesk::{Handle, SavePerson, TicketSummaryPage};

use crate::mails::read;
use crate::script::{CANARY, Script, VIEWS, configure};
use crate::world::{World, at, id, setting};

const STEPS: usize = 60;

/// Sam may have been put out of service, and reads nothing then.
fn everybody_acts(world: &World) {
    let mut sam = SavePerson::new(Role::Requester, "Sam", "sam@example.com");
    sam.id = Some(world.sam);
    world.host().execute(sam).unwrap();
}

/// All pages of a list.
fn pages(mut page: impl FnMut(Option<frontdesk::query::Cursor>) -> TicketSummaryPage) -> Vec<TicketSummary> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let TicketSummaryPage { tickets, next, .. } = page(after);
        all.extend(tickets);
        match next {
            Some(next) => after = Some(next),
            None => return all,
        }
    }
}

/// What there is on a desk to be asked for.
struct There {
    tickets: Vec<Ticket>,
    /// The updates of each ticket.
    updates: Vec<(TicketNumber, UpdateId)>,
    people: BTreeSet<PersonId>,
    raws: Vec<ContentId>,
}

impl There {
    fn on(world: &World) -> Self {
        let tickets = world.tickets();
        let events: Vec<Event> = world.log().into_iter().flat_map(|entry| entry.events).collect();
        let update = |event: &Event| match event.subject {
            Subject::Ticket { number, .. } if event.cause.is_none() => Some((number, event.update)),
            _ => None,
        };
        let person = |event: &Event| match event.subject {
            Subject::Person { id } => Some(id),
            _ => None,
        };
        let mut updates: Vec<_> = events.iter().filter_map(update).collect();
        updates.dedup();
        let people = events.iter().filter_map(person).collect();
        let raws = world.host().messages(None, 100).unwrap().iter().map(|message| message.raw).collect();
        Self { tickets, updates, people, raws }
    }
}

/// Everything that somebody can get to read of what those who ask may read, errors included.
fn all_that_is_read(handle: &Handle, there: &There) -> String {
    let mut read = vec![format!("{:?}", pages(|after| handle.tickets(after, 3).unwrap()))];
    for ticket in &there.tickets {
        read.push(format!("{:?} {:?}", handle.ticket(ticket.id), handle.ticket_by_number(ticket.number)));
        read.push(format!("{:?}", handle.comments(ticket.number, 0, 100)));
        for comment in 0..=ticket.facts.comments + 1 {
            read.push(format!("{:?}", handle.comment_html(ticket.number, comment)));
            read.push(format!("{:?}", handle.attachment(ticket.number, comment, 0)));
        }
    }
    for view in (1..=VIEWS).map(id::<ViewId>) {
        read.push(format!("{:?} {:?}", handle.view(view, None, 100), handle.count_view(view)));
    }
    read.extend(there.people.iter().map(|person| format!("{:?}", handle.person(*person))));
    read.join("\n")
}

/// And of what is for the desk and the host alone. Answers also how much of it was refused, and how much not.
fn all_that_is_worked_with(handle: &Handle, there: &There) -> (String, usize, usize) {
    let (mut read, mut refused, mut answered) = (String::new(), 0, 0);
    fn shown<T: std::fmt::Debug>(answer: frontdesk::Result<T>) -> (String, bool) {
        let refused = answer.as_ref().is_err_and(|error| error.code() == "permission.denied");
        (format!("{answer:?}\n"), refused)
    }
    let mut take = |(answer, was_refused): (String, bool)| {
        read.push_str(&answer);
        refused += usize::from(was_refused);
        answered += usize::from(!was_refused);
    };
    for ticket in &there.tickets {
        take(shown(handle.events(ticket.number, 0, 100)));
    }
    for (ticket, update) in &there.updates {
        take(shown(handle.explain(*ticket, *update)));
    }
    for address in ["rita@example.com", "ann@example.com", "nobody@example.com"] {
        take(shown(handle.person_by_address(address)));
    }
    for kind in ConfigKind::ALL {
        take(shown(handle.configs(*kind)));
    }
    for raw in &there.raws {
        take(shown(handle.raw_mail(*raw)));
    }
    for state in [EffectState::Pending, EffectState::Done, EffectState::Dead, EffectState::Cancelled] {
        take(shown(handle.effects(state, None, 100)));
    }
    let query = ReportQuery::new(at("2026-01-01T00:00:00Z"), at("2026-02-01T00:00:00Z"));
    take(shown(handle.report(&query)));
    take(shown(handle.changes(0, 100)));
    take(shown(handle.messages(None, 100)));
    take(shown(handle.arrivals(None, 100)));
    take(shown(handle.digest()));
    take(shown(handle.verify()));
    (read, refused, answered)
}

/// With `FRONTDESK_HISTORIES` more of them are played.
#[test]
fn vz_01_no_internal_word_reaches_anybody_who_asks() {
    let (mut noted, mut sent) = (0, 0);
    for seed in 0..setting("FRONTDESK_HISTORIES").unwrap_or(200) {
        let world = World::on(MemoryStore::new());
        configure(&world);
        let mut script = Script::new(seed + 10_000);
        for _ in 0..STEPS {
            script.step(&world);
        }
        script.delivered.extend(world.lease());
        everybody_acts(&world);
        for delivery in &script.delivered {
            let to = delivery.mail.rcpt_to.first().unwrap();
            let recipient = world.host().person_by_address(to).unwrap().unwrap();
            if !recipient.is_agent() {
                let mail = read(delivery);
                assert!(!format!("{mail:?}").contains(CANARY), "seed {seed}: {mail:?}");
                sent += 1;
            }
        }
        let there = There::on(&world);
        for asker in [world.rita, world.sam] {
            let asker = world.desk.requester(asker);
            assert!(!all_that_is_read(&asker, &there).contains(CANARY), "seed {seed}");
            let (read, refused, answered) = all_that_is_worked_with(&asker, &there);
            assert!(!read.contains(CANARY), "seed {seed}");
            assert!(refused > 20 && answered == 0, "seed {seed}: {answered} of {refused} are answered");
        }
        let note = |ticket: &Ticket| {
            let said = world.host().comments(ticket.number, 0, 100).unwrap();
            said.iter().any(|comment| comment.body().text.as_str().contains(CANARY))
        };
        noted += usize::from(there.tickets.iter().any(note));
        // The questions are such as have answers, with what is hidden in them.
        if seed % 20 == 0 {
            let (read, refused, _) = all_that_is_worked_with(&world.host(), &there);
            assert!(refused == 0 && read.contains(CANARY), "seed {seed}: {refused} refused to the host");
        }
    }
    assert!(noted > 100 && sent > 100, "{noted} histories with notes, {sent} mails to those who ask");
}

/// What `person` may see, by reading everything.
fn oracle(world: &World, person: PersonId) -> Vec<Ticket> {
    world.tickets().into_iter().filter(|ticket| ticket.requester == person).map(as_shown).collect()
}

/// A ticket as those who ask see it: what a mail pointed to by a number, and how the desk works, is not theirs to know.
fn as_shown(mut ticket: Ticket) -> Ticket {
    let hidden = ticket.links.iter().filter(|link| link.kind == LinkKind::Related).count();
    ticket.links.retain(|link| link.kind != LinkKind::Related);
    ticket.seq -= u32::try_from(hidden).unwrap();
    (ticket.tags, ticket.clocks, ticket.policy) = (Vec::new(), Vec::new(), None);
    ticket.facts = TicketFacts { solved_at: ticket.facts.solved_at, ..TicketFacts::default() };
    ticket
}

fn lists_are_what_the_oracle_says(store: impl Store + 'static, seed: u64) -> usize {
    let world = World::on(store);
    configure(&world);
    let mut script = Script::new(seed + 20_000);
    for _ in 0..STEPS {
        script.step(&world);
    }
    everybody_acts(&world);
    let all = world.tickets();
    let mut seen = 0;
    for asker in [world.rita, world.sam] {
        let handle = world.desk.requester(asker);
        let own = oracle(&world, asker);
        let rows: Vec<_> = own.iter().map(TicketSummary::from).collect();
        for limit in [1, 2, 100] {
            assert_eq!(pages(|after| handle.tickets(after, limit).unwrap()), rows, "seed {seed}");
        }
        for ticket in &all {
            let visible = own.iter().find(|own| own.id == ticket.id);
            assert_eq!(handle.ticket(ticket.id).ok().as_ref(), visible);
            assert_eq!(handle.ticket_by_number(ticket.number).ok().as_ref(), visible);
            let visible = visible.is_some();
            assert_eq!(handle.comments(ticket.number, 0, 1).is_ok(), visible);
        }
        let nobodys = frontdesk::ids::TicketId::from_bytes([0xee; 16]);
        let missing = handle.ticket(nobodys).unwrap_err();
        assert!(
            all.iter()
                .filter(|ticket| ticket.requester != asker)
                .all(|ticket| { handle.ticket(ticket.id).unwrap_err() == missing }),
            "what may not be seen looks as if it were not there"
        );
        for view in (1..=VIEWS).map(id::<ViewId>) {
            let for_all = pages(|after| world.host().view(view, after, 100).unwrap());
            let as_own = |row: TicketSummary| rows.iter().find(|own| own.id == row.id).cloned();
            let wanted: Vec<_> = for_all.into_iter().filter_map(as_own).collect();
            assert_eq!(pages(|after| handle.view(view, after, 2).unwrap()), wanted, "seed {seed}");
            let count = u32::try_from(wanted.len()).unwrap();
            assert_eq!(handle.count_view(view).unwrap(), Count::Exactly { count }, "seed {seed}");
            seen += wanted.len();
        }
    }
    seen
}

#[test]
fn vz_07_lists_counts_and_lookups_are_what_one_may_see_of_everything() {
    let mut seen = 0;
    for seed in 0..setting("FRONTDESK_HISTORIES").unwrap_or(60) {
        seen += lists_are_what_the_oracle_says(MemoryStore::new(), seed);
        seen += lists_are_what_the_oracle_says(SqliteStore::open_in_memory().unwrap(), seed);
    }
    assert!(seen > 100, "the lists are to hold something: {seen}");
}
