//! The table. A line of it is all that an operation needs to be there in every language.

use serde::{Deserialize, Serialize};

use super::answer::BatchAnswer;
use super::call::{Answer, Caller, run};
use super::pages::{ArrivalPage, CommentPage, EffectPage, EventPage, LogPage, MessagePage};
#[cfg(feature = "mail")]
use super::{
    answer::{Html, IntakeAnswer, RawMail},
    mail_in::MailIn,
};
use crate::ids::{DeskId, EffectId, PersonId, TicketId, TicketNumber, UpdateId, ViewId};
use crate::model::{Bytes, Config, ConfigKind, Digest, EffectState, InboundKey, Person, Ticket};
use crate::query::{Count, Cursor};
use crate::report::{Report, ReportQuery};
use crate::{
    ApplyPolicies, Budget, ConfigReceipt, CreateTicket, Delivery, Executable, Explanation, Failure, Handle,
    MergeTicket, PersonReceipt, PoliciesReceipt, PolicyDifferencePage, Request, Result, SaveConfig,
    SavePerson, SlaTimeline, TickReport, TicketReceipt, TicketSummaryPage, Timestamp, UnmergeTicket,
    Unsubscribe, UnsubscribeReceipt, UpdateTicket, Verified, WhatIf, WhatIfReport,
};
#[cfg(feature = "mail")]
use crate::{AttachmentFile, IntakeReceipt, ids::ContentId};

/// On what an operation works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum On {
    /// A desk, as an actor, by a command that acts once.
    Command,
    /// A desk, as an actor.
    Desk,
    /// All desks of the store.
    Store,
}

/// How an operation answers a list in pages: it is called again with `next` of the answer as its argument `after`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Paging {
    /// The member of the answer that holds the things on the page.
    pub items: &'static str,
}

/// One line of the table.
pub struct Operation {
    /// Its name.
    pub name: &'static str,
    /// What it does, for people: the text of its documentation.
    pub doc: &'static [&'static str],
    /// On what it works.
    pub on: On,
    /// The type that it takes, where that has a name of its own.
    pub takes: Option<&'static str>,
    /// How it answers a list.
    pub paging: Option<Paging>,
    pub(super) run: fn(&Caller<'_>, &[u8], Vec<Bytes>) -> Result<Answer>,
    #[cfg(feature = "schema")]
    pub(super) schemas: fn(&mut schemars::SchemaGenerator) -> super::describe::Schemas,
}

impl std::fmt::Debug for Operation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Operation").field("name", &self.name).field("on", &self.on).finish_non_exhaustive()
    }
}

/// Arguments written in the table become a type of their own; others are named.
macro_rules! arguments {
    ({ $($(#[$attribute:meta])* $argument:ident: $type:ty,)* }) => {
        #[allow(missing_docs, reason = "the operation is documented, and this would become a text of the schema")]
        #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
        #[serde(deny_unknown_fields)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub struct Arguments {
            $($(#[$attribute])* pub $argument: $type,)*
        }
    };
    (($type:ty)) => {
        /// What it takes.
        pub type Arguments = $type;
    };
}

/// The type that an operation takes, where it has a name of its own.
macro_rules! takes {
    ({ $($_:tt)* }) => {
        None
    };
    (($type:ty)) => {
        Some(stringify!($type))
    };
}

macro_rules! paging {
    () => {
        None
    };
    ($items:literal) => {
        Some(Paging { items: $items })
    };
}

macro_rules! operations {
    ($(
        $(#[$gate:meta])*
        $(doc $doc:literal)+
        $on:ident $name:ident $arguments:tt -> $answer:ty $([$items:literal])? = $run:expr;
    )+) => {
        /// The operations as functions, for bindings whose values are those of Rust.
        pub mod typed {
            #[allow(clippy::wildcard_imports, reason = "each operation sees what the table names")]
            use super::*;

            $(
                $(#[$gate])*
                $(#[doc = $doc])+
                pub mod $name {
                    #[allow(clippy::wildcard_imports, reason = "each operation sees what the table names")]
                    use super::*;
                    arguments!($arguments);

                    /// Calls it.
                    ///
                    /// # Errors
                    /// Those of the operation.
                    pub fn call(caller: &Caller<'_>, arguments: Arguments) -> Result<$answer> {
                        let operation: fn(&Caller<'_>, Arguments) -> Result<$answer> = $run;
                        operation(caller, arguments)
                    }
                }
            )+
        }

        /// All operations, in the order in which they are documented.
        pub const OPERATIONS: &[Operation] = &[$(
            $(#[$gate])*
            Operation {
                name: stringify!($name),
                doc: &[$($doc),+],
                on: On::$on,
                takes: takes!($arguments),
                paging: paging!($($items)?),
                run: |caller, arguments, parts| run(caller, arguments, parts, typed::$name::call),
                #[cfg(feature = "schema")]
                schemas: super::describe::schemas::<typed::$name::Arguments, $answer>,
            },
        )+];
    };
}

/// So many things are on a page when the caller does not say.
fn page() -> u32 {
    100
}

/// A page of a list, of as many things as the limits of the desk allow.
fn paged<T, P>(
    caller: &Caller<'_>,
    limit: u32,
    page: fn(Vec<T>, u32) -> P,
    list: impl FnOnce(Handle, u32) -> Result<Vec<T>>,
) -> Result<P> {
    let handle = caller.handle()?;
    let limit = handle.page_of(limit);
    Ok(page(list(handle, limit)?, limit))
}

fn command<C: Executable + Into<crate::Command>>(caller: &Caller<'_>, command: C) -> Result<C::Receipt> {
    C::receipt(caller.handle()?.execute(Request { id: caller.command, command: command.into() })?)
}

operations! {
    doc "Creates a ticket."
    Command create_ticket (CreateTicket) -> TicketReceipt = |caller, ticket| command(caller, ticket);

    doc "Changes a ticket: fields, tags, participants and at most one comment, all at once."
    Command update_ticket (UpdateTicket) -> TicketReceipt = |caller, change| command(caller, change);

    doc "Creates a person, or replaces what is known of one: what is left out is taken away."
    Command save_person (SavePerson) -> PersonReceipt = |caller, person| command(caller, person);

    doc "Saves something configured as a new version."
    Command save_config (SaveConfig) -> ConfigReceipt = |caller, config| command(caller, config);

    doc "Takes somebody off the mail about a ticket: what the link in a mail's `List-Unsubscribe` asks for. For the host."
    Command unsubscribe (Unsubscribe) -> UnsubscribeReceipt = |caller, unsubscribe| command(caller, unsubscribe);

    doc "Lets a ticket go on in another, as when somebody asked twice: it is closed, its clocks stand still, and mail for it goes to the other one."
    Command merge_ticket (MergeTicket) -> TicketReceipt = |caller, merge| command(caller, merge);

    doc "Undoes a merge: the ticket stands as it did, and its clocks go on without the time in between."
    Command unmerge_ticket (UnmergeTicket) -> TicketReceipt = |caller, unmerge| command(caller, unmerge);

    doc "Brings the policies and calendars of the desk to the next tickets that are not closed, as they are configured now, without waiting for their next update. Carry it out again behind `next` until there is none."
    Command apply_policies (ApplyPolicies) -> PoliciesReceipt = |caller, apply| command(caller, apply);

    doc "Carries out many commands in one transaction. One that fails undoes itself alone; the answers come in the same order."
    Desk batch {
        /// The commands, in order.
        requests: Vec<Request>,
    } -> Vec<BatchAnswer> = |caller, arguments| {
        let answers = caller.handle()?.batch(arguments.requests)?;
        Ok(answers.into_iter().map(BatchAnswer::from).collect())
    };

    #[cfg(feature = "mail")]
    doc "Takes in a raw mail. It ends in exactly one outcome; the same mail again is a duplicate. For the host."
    Desk intake {
        /// The mail.
        mail: MailIn,
    } -> IntakeReceipt = |caller, arguments| caller.handle()?.intake(arguments.mail.incoming());

    #[cfg(feature = "mail")]
    doc "Takes in many raw mails, in order, with one durable commit. One that fails undoes itself alone: its bytes are kept, and it is to be handed in again. For the host."
    Desk intake_many {
        /// The mails, in order.
        mails: Vec<MailIn>,
    } -> Vec<IntakeAnswer> = |caller, arguments| {
        let mails: Vec<_> = arguments.mails.iter().map(MailIn::incoming).collect();
        Ok(caller.handle()?.intake_many(&mails)?.into_iter().map(IntakeAnswer::from).collect())
    };

    doc "A ticket, by its id."
    Desk ticket {
        /// Which.
        id: TicketId,
    } -> Ticket = |caller, arguments| caller.handle()?.ticket(arguments.id);

    doc "A ticket, by the number that people say."
    Desk ticket_by_number {
        /// Which.
        number: TicketNumber,
    } -> Ticket = |caller, arguments| caller.handle()?.ticket_by_number(arguments.number);

    doc "Tickets, by their ids, in that order; those that are not there, or that the actor may not see, are left out. As many ids as the limits allow on a page."
    Desk tickets_by_id {
        /// Which.
        ids: Vec<TicketId>,
    } -> Vec<Ticket> = |caller, arguments| caller.handle()?.tickets_by_id(&arguments.ids);

    doc "All tickets that the actor may see, newest first, each as a row."
    Desk tickets {
        /// Where the page begins.
        #[serde(default)]
        after: Option<Cursor>,
        /// How many tickets a page holds at most.
        #[serde(default = "page")]
        limit: u32,
    } -> TicketSummaryPage ["tickets"] = |caller, arguments| {
        caller.handle()?.tickets(arguments.after, arguments.limit)
    };

    doc "The tickets of a saved view, each as a row."
    Desk view {
        /// Which.
        id: ViewId,
        /// Where the page begins.
        #[serde(default)]
        after: Option<Cursor>,
        /// How many tickets a page holds at most.
        #[serde(default = "page")]
        limit: u32,
    } -> TicketSummaryPage ["tickets"] = |caller, arguments| {
        caller.handle()?.view(arguments.id, arguments.after, arguments.limit)
    };

    doc "How many tickets a saved view holds: exactly up to the limit, `at_least` beyond."
    Desk count_view {
        /// Which.
        id: ViewId,
    } -> Count = |caller, arguments| caller.handle()?.count_view(arguments.id);

    doc "The comments of a ticket, in order: for a requester the public ones."
    Desk comments {
        /// Of which ticket.
        ticket: TicketNumber,
        /// Behind which index.
        #[serde(default)]
        after: u32,
        /// How many comments a page holds at most.
        #[serde(default = "page")]
        limit: u32,
    } -> CommentPage ["comments"] = |caller, arguments| {
        paged(caller, arguments.limit, CommentPage::of, |handle, limit| handle.comments(arguments.ticket, arguments.after, limit))
    };

    #[cfg(feature = "mail")]
    doc "The HTML of a comment that came by mail, made safe to show; nothing when it came without."
    Desk comment_html {
        /// Of which ticket.
        ticket: TicketNumber,
        /// The index of the comment.
        comment: u32,
    } -> Option<Html> = |caller, arguments| {
        Ok(caller.handle()?.comment_html(arguments.ticket, arguments.comment)?.map(Html::from))
    };

    #[cfg(feature = "mail")]
    doc "A file that came with a comment."
    Desk attachment {
        /// Of which ticket.
        ticket: TicketNumber,
        /// The index of the comment.
        comment: u32,
        /// The place among the attachments of the comment, from 0.
        nth: u32,
    } -> AttachmentFile = |caller, arguments| {
        caller.handle()?.attachment(arguments.ticket, arguments.comment, arguments.nth)
    };

    doc "What happened to a ticket, in order, with the texts that were not erased. For the people of the desk."
    Desk events {
        /// To which ticket.
        ticket: TicketNumber,
        /// Behind which sequence number.
        #[serde(default)]
        after: u32,
        /// How many events a page holds at most.
        #[serde(default = "page")]
        limit: u32,
    } -> EventPage ["events"] = |caller, arguments| {
        paged(caller, arguments.limit, EventPage::of, |handle, limit| handle.events(arguments.ticket, arguments.after, limit))
    };

    doc "Why each trigger fired, did not fire or changed nothing in an update of a ticket and in what followed on it. For the people of the desk."
    Desk explain {
        /// The ticket.
        ticket: TicketNumber,
        /// The update.
        update: UpdateId,
    } -> Explanation = |caller, arguments| caller.handle()?.explain(arguments.ticket, arguments.update);

    doc "What happened to the SLA clocks of a ticket over time: when each ran and when it did not, why, who made it so, and how much has counted; up to now. For the people of the desk."
    Desk sla_timeline {
        /// The ticket.
        ticket: TicketNumber,
    } -> SlaTimeline = |caller, arguments| caller.handle()?.sla_timeline(arguments.ticket);

    doc "The timeline of a ticket's SLA clocks as lines of plain English text, with local times: for a terminal or a note. For the people of the desk."
    Desk sla_timeline_text {
        /// The ticket.
        ticket: TicketNumber,
    } -> String = |caller, arguments| Ok(caller.handle()?.sla_timeline(arguments.ticket)?.to_text());

    doc "The timeline of a ticket's SLA clocks as a picture in SVG, with a legend, for light and dark grounds: it needs no script, font or other file. For the people of the desk."
    Desk sla_timeline_svg {
        /// The ticket.
        ticket: TicketNumber,
    } -> String = |caller, arguments| Ok(caller.handle()?.sla_timeline(arguments.ticket)?.to_svg());

    doc "A person. Requesters see themselves."
    Desk person {
        /// Who.
        id: PersonId,
    } -> Person = |caller, arguments| caller.handle()?.person(arguments.id);

    doc "The person with an address, if there is one. For the people of the desk."
    Desk person_by_address {
        /// The address.
        address: String,
    } -> Option<Person> = |caller, arguments| caller.handle()?.person_by_address(&arguments.address);

    doc "The latest version of everything of a kind that is configured, in order of ids. For the people of the desk."
    Desk configs {
        /// The kind.
        kind: ConfigKind,
    } -> Vec<Config> = |caller, arguments| caller.handle()?.configs(arguments.kind);

    doc "Counts what happened over some local days: days and teams. It reads the whole log of the desk. For the people of the desk."
    Desk report (ReportQuery) -> Report = |caller, query| caller.handle()?.report(&query);

    doc "What drafts of policies and calendars would have made of the past: which promises would have been broken, and how many kept. Nothing is written."
    Desk what_if (WhatIf) -> WhatIfReport = |caller, asked| caller.handle()?.what_if(&asked);

    doc "What bringing the policies and calendars of the desk to its tickets would do to their clocks, up to what rules would do about it. Nothing is written. For the people of the desk."
    Desk preview_policies {
        /// From when on time would count as calendars have it now; without it from now on.
        #[serde(default)]
        as_of: Option<Timestamp>,
        /// Behind which ticket.
        #[serde(default)]
        after: Option<TicketNumber>,
        /// How many tickets to look at for a page at most.
        #[serde(default = "page")]
        limit: u32,
    } -> PolicyDifferencePage ["differences"] = |caller, arguments| {
        let Arguments { as_of, after, limit } = arguments;
        caller.handle()?.preview_policies(&ApplyPolicies { as_of, after, limit })
    };

    doc "What happened on the desk, in order: a feed to follow. For the host."
    Desk changes {
        /// Behind which position.
        #[serde(default)]
        after: u64,
        /// How many entries a page holds at most.
        #[serde(default = "page")]
        limit: u32,
    } -> LogPage ["entries"] = |caller, arguments| {
        paged(caller, arguments.limit, LogPage::of, |handle, limit| handle.changes(arguments.after, limit))
    };

    doc "Mails that were handed in and have no outcome, because the process ended before it or the call failed. They are to be handed in again. For the host."
    Desk arrivals {
        /// Behind which digest.
        #[serde(default)]
        after: Option<Digest>,
        /// How many mails a page holds at most.
        #[serde(default = "page")]
        limit: u32,
    } -> ArrivalPage ["arrivals"] = |caller, arguments| {
        paged(caller, arguments.limit, ArrivalPage::of, |handle, limit| handle.arrivals(arguments.after, limit))
    };

    doc "The records of messages that came in: what became of each, also of those that were quarantined. For the host."
    Desk messages {
        /// Behind which record.
        #[serde(default)]
        after: Option<InboundKey>,
        /// How many records a page holds at most.
        #[serde(default = "page")]
        limit: u32,
    } -> MessagePage ["messages"] = |caller, arguments| {
        paged(caller, arguments.limit, MessagePage::of, |handle, limit| handle.messages(arguments.after, limit))
    };

    #[cfg(feature = "mail")]
    doc "The raw bytes of a mail, as the record of it and its comment name them. For the host."
    Desk raw_mail {
        /// The content.
        raw: ContentId,
    } -> RawMail = |caller, arguments| Ok(RawMail { bytes: caller.handle()?.raw_mail(arguments.raw)?.into() });

    doc "What waits to be sent, was sent, was given up or must not be sent any more, with the reason. For the host."
    Desk effects {
        /// In which state.
        state: EffectState,
        /// Behind which of them.
        #[serde(default)]
        after: Option<EffectId>,
        /// How many a page holds at most.
        #[serde(default = "page")]
        limit: u32,
    } -> EffectPage ["effects"] = |caller, arguments| {
        paged(caller, arguments.limit, EffectPage::of, |handle, limit| handle.effects(arguments.state, arguments.after, limit))
    };

    doc "A digest over what the desk holds: the same for two desks to which the same happened. It reads the whole desk. For the host."
    Desk digest {} -> String = |caller, _| caller.handle()?.digest();

    doc "Checks that every ticket is what its events make of it. It reads the whole desk. For the host."
    Desk verify {} -> Verified = |caller, _| caller.handle()?.verify();

    doc "Lets time pass on all desks: runs what is due, each at its own instant. How often it is called makes no difference to what happens."
    Store tick (Budget) -> TickReport = |caller, budget| caller.frontdesk.tick(&budget);

    doc "When `tick` has to be called again: the next timer of any desk."
    Store next_wakeup {} -> Option<Timestamp> = |caller, _| caller.frontdesk.next_wakeup();

    doc "Hands over mails of all desks that are ready. Send each, then answer `ack` or `fail`; a lease that ends without an answer is handed over again."
    Store lease {
        /// How many at most.
        limit: u32,
        /// For how long they are handed over.
        lease_millis: i64,
    } -> Vec<Delivery> = |caller, arguments| caller.frontdesk.lease(arguments.limit, arguments.lease_millis);

    doc "Notes that a mail was delivered."
    Store ack {
        /// Of which desk.
        desk: DeskId,
        /// The effect of the delivery.
        effect: EffectId,
        /// The fence of the delivery.
        fence: u32,
    } -> () = |caller, arguments| caller.frontdesk.ack(arguments.desk, arguments.effect, arguments.fence);

    doc "Notes that a mail could not be delivered: it is tried again later, or given up."
    Store fail {
        /// Of which desk.
        desk: DeskId,
        /// The effect of the delivery.
        effect: EffectId,
        /// The fence of the delivery.
        fence: u32,
        /// Why, and whether another try makes sense.
        failure: Failure,
    } -> () = |caller, arguments| {
        caller.frontdesk.fail(arguments.desk, arguments.effect, arguments.fence, &arguments.failure)
    };

    doc "When the next mail of any desk is ready to be handed over."
    Store next_delivery {} -> Option<Timestamp> = |caller, _| caller.frontdesk.next_delivery();
}
