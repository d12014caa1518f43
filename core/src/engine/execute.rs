//! Commands: checked, authorized, carried out once.

use super::command::{Command, CreateTicket, NewComment, Request, SavePerson, UpdateTicket};
use super::context::Context;
use super::draft::actor_key;
use super::id_gen::{IdGen, derived_command};
use super::part::{NewTicket, Part, PartComment, PartContent, Target};
use super::receipt::Receipt;
use super::timers::{catch_up, run_due};
use super::update::{Done, update};
use super::{apply_policies, configure, conflict, merge, people, unsubscribe};
use crate::canonical;
use crate::ids::{CommandId, DeskId, PersonId, TicketId};
use crate::model::{Actor, Channel, LinkKind, Person, Role, StatusCategory, Ticket, TicketLink, Visibility};
use crate::policy::{self, Permission};
use crate::rules::{Assignment, clean_tag, clean_title};
use crate::store::{Change, PeopleReads, TicketKey};
use crate::{Error, ErrorKind, Result};

/// Carries out a request, or answers what was answered to it before.
pub(crate) fn execute(context: &mut Context<'_>, actor: Actor, request: Request) -> Result<Receipt> {
    let admin = check_actor(context.tx, context.desk, &actor)?;
    let Request { id, command } = request;
    if let Some(id) = id
        && let Some(receipt) = seen(context, &actor, id)?
    {
        return Ok(receipt);
    }
    let id = match id {
        Some(id) => id,
        None => fresh_command(context, &actor)?,
    };
    let receipt = run(context, actor, admin, id, command)?;
    let json = serde_json::to_string(&receipt)
        .map_err(|_| Error::new(ErrorKind::Internal, "internal.receipt", "a receipt cannot be written"))?;
    let key = receipt_key(context, &actor, id)?;
    context.changes.push(Change::PutReceipt { key, receipt: json, at: receipt.at });
    context.flush()?;
    Ok(receipt)
}

/// A person acts only as long as they are active and in the role in which they act. Answers whether they are an admin.
pub(crate) fn check_actor<T: PeopleReads + ?Sized>(tx: &mut T, desk: DeskId, actor: &Actor) -> Result<bool> {
    let Some(id) = actor.person() else { return Ok(false) };
    let denied = || Error::new(ErrorKind::Forbidden, "permission.not_active", "this person may not act here");
    let person = tx.standing(desk, id)?.ok_or_else(people::person_not_found)?;
    let fits = person.active && (!actor.is_agent() || person.is_agent());
    if fits { Ok(person.role == Role::Admin) } else { Err(denied()) }
}

fn receipt_key(context: &Context<'_>, actor: &Actor, id: CommandId) -> Result<crate::model::Digest> {
    canonical::digest(&(actor_key(context.desk, actor), id))
}

fn seen(context: &mut Context<'_>, actor: &Actor, id: CommandId) -> Result<Option<Receipt>> {
    let key = receipt_key(context, actor, id)?;
    let Some(json) = context.tx.receipt(context.desk, key)? else { return Ok(None) };
    serde_json::from_str(&json)
        .map(Some)
        .map_err(|_| Error::new(ErrorKind::Corrupt, "corrupt.receipt", "a stored receipt cannot be read"))
}

/// The id of a command whose sender gave none: what was written before it makes it unique, so no randomness is needed.
fn fresh_command(context: &mut Context<'_>, actor: &Actor) -> Result<CommandId> {
    let counters = context.tx.counters(context.desk)?;
    let position = counters.position.to_be_bytes();
    Ok(derived_command("command", context.now, &[actor_key(context.desk, actor).as_bytes(), &position]))
}

fn run(
    context: &mut Context<'_>,
    actor: Actor,
    admin: bool,
    id: CommandId,
    command: Command,
) -> Result<Receipt> {
    let mut receipt = Receipt {
        command: id,
        at: context.now,
        ticket: None,
        number: None,
        update: None,
        comment: None,
        person: None,
        config: None,
        version: 0,
        applied: None,
        warnings: Vec::new(),
    };
    match command {
        Command::CreateTicket(command) => {
            let part = create(context, actor, admin, id, command)?;
            fill(&mut receipt, update(context, part)?);
        }
        Command::UpdateTicket(command) => {
            let part = change(context, actor, admin, id, command)?;
            fill(&mut receipt, update(context, part)?);
        }
        Command::SavePerson(command) => {
            authorize_person(context, &actor, admin, &command)?;
            run_due(context)?;
            let mut ids = IdGen::new(context.desk, &actor_key(context.desk, &actor), id);
            let person = people::execute(context, actor, &mut ids, context.now, command)?;
            receipt.person = Some(person.id);
            receipt.version = person.version;
        }
        Command::Unsubscribe(command) => {
            policy::authorize(&actor, admin, Permission::Operate)?;
            match unsubscribe::wanted(context, actor, id, &command)? {
                unsubscribe::Wanted::Update(part) => fill(&mut receipt, update(context, *part)?),
                unsubscribe::Wanted::Nothing(ticket) => {
                    (receipt.ticket, receipt.number) = (Some(ticket.id), Some(ticket.number));
                    receipt.version = ticket.version;
                }
            }
        }
        Command::MergeTicket(command) => {
            policy::authorize(&actor, admin, Permission::Work)?;
            let part = merge::merge(context, actor, id, command)?;
            fill(&mut receipt, update(context, part).map_err(|error| error.at("/into"))?);
        }
        Command::UnmergeTicket(command) => {
            policy::authorize(&actor, admin, Permission::Work)?;
            fill(&mut receipt, merge::unmerge(context, actor, id, command)?);
        }
        Command::ApplyPolicies(command) => {
            policy::authorize(&actor, admin, Permission::Configure)?;
            receipt.applied = Some(apply_policies::execute(context, actor, id, command)?);
        }
        Command::SaveConfig(command) => {
            policy::authorize(&actor, admin, Permission::Configure)?;
            run_due(context)?;
            let mut ids = IdGen::new(context.desk, &actor_key(context.desk, &actor), id);
            receipt.warnings = configure::warnings(&command.config, context.now);
            let saved = configure::execute(context, actor, &mut ids, command)?;
            receipt.version = saved.version;
            receipt.config = Some(saved.id);
        }
    }
    Ok(receipt)
}

/// Whoever works at the desk is a matter of its admins: who comes, and who is there.
fn authorize_person(
    context: &mut Context<'_>,
    actor: &Actor,
    admin: bool,
    command: &SavePerson,
) -> Result<()> {
    policy::authorize(actor, admin, Permission::ManagePeople)?;
    let before = match command.id {
        Some(id) => context.person(id)?,
        None => None,
    };
    if command.role != Role::Requester || before.is_some_and(|person| person.is_agent()) {
        policy::authorize(actor, admin, Permission::Configure)?;
    }
    Ok(())
}

fn fill(receipt: &mut Receipt, done: Done) {
    receipt.at = done.at;
    receipt.ticket = Some(done.ticket.id);
    receipt.number = Some(done.ticket.number);
    receipt.update = Some(done.update);
    receipt.comment = done.comment;
    receipt.version = done.ticket.version;
}

fn create(
    context: &mut Context<'_>,
    actor: Actor,
    admin: bool,
    command: CommandId,
    create: CreateTicket,
) -> Result<Part> {
    policy::authorize(&actor, admin, Permission::Ask)?;
    let CreateTicket {
        requester,
        title,
        comment,
        channel,
        mailbox,
        changes,
        tags,
        participants,
        follow_up_of,
    } = create;
    check_channel(&actor, channel)?;
    let own = actor.person() == Some(requester);
    let plain = changes.is_empty()
        && tags.is_empty()
        && participants.is_empty()
        && comment.visibility == Visibility::Public;
    if !(own && plain) {
        policy::authorize(&actor, admin, Permission::Work)?;
    }
    let title = clean_title(&title).map_err(|error| error.at("/title"))?;
    let person = context.person(requester)?.ok_or_else(|| people::person_not_found().at("/requester"))?;
    if let Some(mailbox) = mailbox
        && context.config.mailbox(mailbox).is_none()
    {
        return Err(Error::unknown("ticket.unknown_mailbox", "mailbox").at("/mailbox"));
    }
    let links = match follow_up_of {
        Some(closed) => vec![follow_up(context, &actor, closed).map_err(|error| error.at("/follow_up_of"))?],
        None => Vec::new(),
    };
    let content = PartContent {
        links,
        assignments: assignments(context, &changes)?,
        add_tags: checked_tags(tags, "/tags")?,
        add_participants: checked_people(context, participants, "/participants")?,
        comment: Some(checked_comment(comment)?),
        ..PartContent::default()
    };
    let new = NewTicket { title, requester, organization: person.organization, mailbox };
    Ok(Part { actor, channel, command, received_at: context.now, target: Target::New(new), content })
}

/// Rules go by the channel: nobody claims to be the engine, and only the host brings mail.
fn check_channel(actor: &Actor, channel: Channel) -> Result<()> {
    let claims_too_much = match channel {
        Channel::System => true,
        Channel::Mail => *actor != Actor::Host,
        _ => false,
    };
    if !claims_too_much {
        return Ok(());
    }
    Err(Error::invalid("ticket.bad_channel", "this actor does not come by that channel")
        .at("/channel")
        .hint("mail is taken in by `intake`"))
}

/// The link to a closed ticket.
fn follow_up(context: &mut Context<'_>, actor: &Actor, closed: TicketId) -> Result<TicketLink> {
    let mut ticket = load(context, actor, closed)?;
    catch_up(context, &mut ticket)?;
    check_not_merged(&ticket)?;
    if ticket.category != StatusCategory::Closed {
        return Err(Error::invalid("ticket.not_closed", "only a closed ticket is followed up")
            .hint("update the ticket itself"));
    }
    Ok(TicketLink { kind: LinkKind::FollowUpOf, ticket: ticket.number })
}

fn change(
    context: &mut Context<'_>,
    actor: Actor,
    admin: bool,
    command: CommandId,
    change: UpdateTicket,
) -> Result<Part> {
    policy::authorize(&actor, admin, Permission::Ask)?;
    let UpdateTicket {
        ticket,
        base_version,
        channel,
        changes,
        add_tags,
        remove_tags,
        add_participants,
        remove_participants,
        comment,
    } = change;
    check_channel(&actor, channel)?;
    let only_comments = changes.is_empty()
        && add_tags.is_empty()
        && remove_tags.is_empty()
        && add_participants.is_empty()
        && remove_participants.is_empty()
        && comment.as_ref().is_some_and(|comment| comment.visibility == Visibility::Public);
    if !only_comments {
        policy::authorize(&actor, admin, Permission::Work)?;
    }
    let mut ticket = load(context, &actor, ticket)?;
    let assignments = assignments(context, &changes)?;
    catch_up(context, &mut ticket)?;
    if let Some(base) = base_version {
        conflict::check(context, &ticket, base, &changes, &assignments)?;
    }
    check_open(&ticket)?;
    let returns = |assignment: &Assignment| {
        matches!(assignment, Assignment::Status { category: StatusCategory::New, .. })
    };
    if ticket.category != StatusCategory::New
        && let Some(nth) = assignments.iter().position(returns)
    {
        return Err(Error::invalid("ticket.never_new_again", "a ticket does not become new again")
            .at(format!("/changes/{nth}/to"))
            .hint("set it to `open`"));
    }
    let content = PartContent {
        assignments,
        add_tags: checked_tags(add_tags, "/add_tags")?,
        remove_tags: checked_tags(remove_tags, "/remove_tags")?,
        add_participants: checked_people(context, add_participants, "/add_participants")?,
        remove_participants,
        comment: comment.map(checked_comment).transpose()?,
        ..PartContent::default()
    };
    Ok(Part {
        actor,
        channel,
        command,
        received_at: context.now,
        target: Target::Existing(Box::new(ticket)),
        content,
    })
}

/// A closed ticket takes no update, nor does one that goes on in another.
pub(crate) fn check_open(ticket: &Ticket) -> Result<()> {
    check_not_merged(ticket)?;
    if ticket.category == StatusCategory::Closed {
        return Err(Error::new(ErrorKind::Conflict, "ticket.closed", "a closed ticket takes no update")
            .hint("create a new ticket with this one as its `follow_up_of`"));
    }
    Ok(())
}

fn check_not_merged(ticket: &Ticket) -> Result<()> {
    match ticket.merged_into {
        None => Ok(()),
        Some(merged_into) => {
            Err(Error::new(ErrorKind::Conflict, "ticket.merged", "the ticket goes on in another one")
                .hint("go on there, or undo the merge")
                .detail("number", merged_into.ticket.0))
        }
    }
}

/// The ticket, when the actor may see it.
pub(super) fn load(context: &mut Context<'_>, actor: &Actor, ticket: TicketId) -> Result<Ticket> {
    let scope = policy::scope(actor);
    let found = context.tx.ticket(context.desk, TicketKey::Id(ticket), &scope.tickets)?;
    found.ok_or_else(ticket_not_found)
}

/// What is answered when a ticket is not there, or may not be seen.
pub(crate) fn ticket_not_found() -> Error {
    Error::not_found("ticket.not_found", "there is no such ticket")
}

fn assignments(context: &mut Context<'_>, changes: &[super::command::FieldEdit]) -> Result<Vec<Assignment>> {
    let config = std::sync::Arc::clone(&context.config);
    let mut resolved = Vec::with_capacity(changes.len());
    for (nth, edit) in changes.iter().enumerate() {
        let path = format!("/changes/{nth}");
        let one = Assignment::resolve(&edit.field, &edit.to, &config.vocabulary())
            .map_err(|error| error.under(&path))?;
        check_assignee(context, &one).map_err(|error| error.at(format!("{path}/to")))?;
        resolved.push(one);
    }
    Ok(resolved)
}

/// An assignee is an agent who may act.
pub(crate) fn check_assignee(context: &mut Context<'_>, assignment: &Assignment) -> Result<()> {
    if may_be_set(context, assignment)? {
        return Ok(());
    }
    Err(Error::invalid("ticket.not_an_agent", "this is not an active agent")
        .hint("tickets are assigned to people with the role `agent` or `admin`"))
}

/// Whether an assignment is none of a person, or of one who can work on tickets.
pub(crate) fn may_be_set(context: &mut Context<'_>, assignment: &Assignment) -> Result<bool> {
    let Assignment::Assignee(Some(person)) = assignment else { return Ok(true) };
    let able = |person: Person| person.active && person.is_agent();
    Ok(context.person(*person)?.is_some_and(able))
}

fn checked_tags(tags: Vec<String>, path: &str) -> Result<Vec<String>> {
    let clean = |(nth, tag): (usize, String)| {
        clean_tag(&tag).map(str::to_owned).map_err(|error| error.at(format!("{path}/{nth}")))
    };
    tags.into_iter().enumerate().map(clean).collect()
}

fn checked_people(context: &mut Context<'_>, people: Vec<PersonId>, path: &str) -> Result<Vec<PersonId>> {
    for (nth, id) in people.iter().enumerate() {
        if context.person(*id)?.is_none() {
            return Err(people::person_not_found().at(format!("{path}/{nth}")));
        }
    }
    Ok(people)
}

fn checked_comment(comment: NewComment) -> Result<PartComment> {
    // U+0000 is refused by one of the stores, so it is taken out for all of them.
    let text = comment.text.replace('\0', "");
    if text.trim().is_empty() {
        return Err(Error::invalid("comment.empty", "a comment needs a text")
            .at("/comment/text")
            .hint("leave the comment out to change the ticket without one"));
    }
    Ok(PartComment::typed(comment.visibility, text))
}
