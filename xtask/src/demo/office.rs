//! A desk at work: its agents act when their time has come, its timers run, its mail leaves.

use std::collections::{BTreeMap, HashMap};

use frontdesk::ids::{CommandId, DeskId, MessageId, PersonId, TicketId};
use frontdesk::model::Ticket;
use frontdesk::store::Store;
use frontdesk::{Budget, Desk, Frontdesk, Keys, Limits, ManualClock, Request, Timestamp, UpdateTicket};

use super::Result;
use super::desk::{self, Agent, Setup};
use super::log::Log;
use super::outbox::Outbox;
use super::script;

/// The demo's secret. A real desk has one of its own that nobody knows.
const SECRET: &[u8; 32] = b"this demo secret is not a secret";

/// A desk at work.
pub struct Office {
    pub frontdesk: Frontdesk,
    pub clock: ManualClock,
    pub desk: Desk,
    pub setup: Setup,
    pub outbox: Outbox,
    /// What agents are going to do, in order of time.
    work: BTreeMap<(Timestamp, CommandId), (PersonId, UpdateTicket)>,
    /// The tickets that messages made, also in earlier runs, and that no agent has looked at in this run.
    made: HashMap<MessageId, TicketId>,
}

impl Office {
    /// Opens the desk in a store.
    pub fn open(store: impl Store + 'static) -> Result<Self> {
        let clock = ManualClock::default();
        let frontdesk = Frontdesk::open(store, Keys::new(SECRET)?, clock.clone(), Limits::default());
        Self::begin(frontdesk, clock)
    }

    /// Begins a run of the demo, and configures the desk when that was not done before.
    pub fn begin(frontdesk: Frontdesk, clock: ManualClock) -> Result<Self> {
        let desk = frontdesk.desk(DeskId(1));
        let setup = desk::configure(&desk, &clock)?;
        let made = Log::read(&desk.host())?.made;
        Ok(Self { frontdesk, clock, desk, setup, outbox: Outbox::default(), work: BTreeMap::new(), made })
    }

    /// Up to when nothing happens by itself; nothing when nothing will.
    pub fn quiet_until(&self) -> Result<Option<Timestamp>> {
        let timer = self.frontdesk.next_wakeup()?;
        let work = self.work.keys().next().map(|(at, _)| *at);
        Ok(timer.into_iter().chain(work).min())
    }

    /// Lets time pass: what agents and timers do until then is done, each at its time.
    pub fn pass_to(&mut self, now: Timestamp) -> Result<()> {
        while let Some(first) = self.work.first_entry().filter(|first| first.key().0 <= now) {
            let (at, id) = *first.key();
            let (agent, update) = first.remove();
            self.stand_at(at)?;
            self.desk.agent(agent).execute(Request { id: Some(id), command: update.into() })?;
        }
        self.stand_at(now)
    }

    /// Puts the clock forward, and does what is due then.
    fn stand_at(&mut self, now: Timestamp) -> Result<()> {
        self.clock.set(now);
        while self.frontdesk.tick(&Budget::default())?.more {}
        self.outbox.deliver(&self.frontdesk)
    }

    /// Puts the clock forward over a time in which nothing happens by itself.
    pub fn skip_to(&self, now: Timestamp) {
        self.clock.set(now);
    }

    /// Notes that a message made a ticket.
    pub fn made(&mut self, message: MessageId, ticket: TicketId) {
        self.made.insert(message, ticket);
    }

    /// Lets an agent look at the ticket that a message made. In a later run the same commands are asked for again, with the same ids.
    pub fn look_at(&mut self, message: MessageId) -> Result<()> {
        let Some(ticket) = self.made.remove(&message) else { return Ok(()) };
        let ticket = self.desk.host().ticket(ticket)?;
        let Some(agent) = self.agent_for(&ticket) else { return Ok(()) };
        for (nth, step) in (0u8..).zip(script::steps(&ticket, agent)) {
            let Some(at) = self.setup.hours.add(ticket.created_at, step.minutes * 60_000) else { continue };
            self.work.insert((at, script::command_id(message, nth)), (agent, step.update));
        }
        Ok(())
    }

    /// The agents of a team take turns.
    fn agent_for(&self, ticket: &Ticket) -> Option<PersonId> {
        let able = |agent: &&Agent| ticket.team.is_none_or(|team| agent.teams.contains(&team));
        let agents: Vec<PersonId> = self.setup.agents.iter().filter(able).map(|agent| agent.id).collect();
        // Numbers already decide what is done: their sixths decide who does it.
        let turn = ticket.number.0 / 6 + ticket.number.0;
        agents.get(turn as usize % agents.len().max(1)).copied()
    }
}
