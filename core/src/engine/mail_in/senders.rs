//! The people of a mail: who wrote it, whom it names, whose address it came back from.

use super::append::Mail;
use super::conclude::Accepted;
use crate::engine::context::Context;
use crate::engine::id_gen::IdGen;
use crate::engine::people;
use crate::engine::timers::run_due;
use crate::ids::{PersonId, UpdateId};
use crate::intake::address::MailAddress;
use crate::intake::envelope::AuthVerdict;
use crate::model::{Actor, Person, PersonAddress, address_key};
use crate::{Result, Timestamp};

/// So many people in copy take part at most.
const MOST_COPIES: usize = 10;

/// What a mail shows of an address.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// Nothing: it is only named, or may be forged.
    Nothing,
    /// That it is whose it says: the domain vouches for that.
    Proved,
    /// And that somebody uses it, so that what goes there may arrive again.
    InUse,
}

impl Shown {
    /// Whether an address is known to be worse than what is shown.
    fn betters(self, have: &PersonAddress) -> bool {
        match self {
            Self::Nothing => false,
            Self::Proved => !have.verified,
            Self::InUse => !have.verified || have.bouncing,
        }
    }
}

/// Who wrote the mail: known, or made known now.
pub(super) fn sender(context: &mut Context<'_>, ids: &mut IdGen, mail: &Mail<'_>) -> Result<Person> {
    let shown = match mail.accepted.incoming.verdict {
        AuthVerdict::Aligned if mail.is_automatic() => Shown::Proved,
        AuthVerdict::Aligned => Shown::InUse,
        _ => Shown::Nothing,
    };
    made_known(context, ids, mail.accepted, &mail.mail.from, shown, mail.sender.clone())
}

/// Somebody whom a mail names.
pub(super) fn person(
    context: &mut Context<'_>,
    ids: &mut IdGen,
    accepted: &Accepted<'_>,
    who: &MailAddress,
) -> Result<Person> {
    let known = context.person_by_address(&address_key(who.address.as_str()))?;
    made_known(context, ids, accepted, who, Shown::Nothing, known)
}

fn made_known(
    context: &mut Context<'_>,
    ids: &mut IdGen,
    accepted: &Accepted<'_>,
    who: &MailAddress,
    shown: Shown,
    known: Option<Person>,
) -> Result<Person> {
    let key = address_key(who.address.as_str());
    let at = at(context, accepted);
    let Some(known) = known else {
        let update: UpdateId = ids.next(at);
        let (address, name) = (who.address.as_str(), who.name.as_deref());
        let verified = shown != Shown::Nothing;
        return Ok(people::create_by_mail(context, ids, update, at, address, name, verified));
    };
    let bettered = |have: &PersonAddress| shown.betters(have) && address_key(have.address.as_str()) == key;
    if known.addresses.iter().any(bettered) {
        run_due(context)?;
    }
    // Timers may have saved them since they were found.
    let mut person = context.person(known.id)?.unwrap_or(known);
    let Some(address) = person.addresses.iter_mut().find(|have| bettered(have)) else { return Ok(person) };
    address.verified = true;
    address.bouncing &= shown != Shown::InUse;
    let update: UpdateId = ids.next(at);
    Ok(people::save(context, Actor::System, update, at, person))
}

/// Marks an address of whom the lost mail went to. Others stay as they are: whoever has had one mail of ours can write a report
/// that names anybody.
pub(super) fn mark_bouncing(
    context: &mut Context<'_>,
    ids: &mut IdGen,
    accepted: &Accepted<'_>,
    recipient: PersonId,
    address: &str,
) -> Result<()> {
    let key = address_key(address);
    run_due(context)?;
    let found = context.person_by_address(&key)?;
    let Some(mut person) = found.filter(|person| person.id == recipient) else { return Ok(()) };
    for known in person.addresses.iter_mut().filter(|known| address_key(known.address.as_str()) == key) {
        known.bouncing = true;
    }
    let at = at(context, accepted);
    let update: UpdateId = ids.next(at);
    people::save(context, Actor::System, update, at, person);
    Ok(())
}

/// People in copy take part when the desk says so and the sender is who they say; own addresses never.
pub(super) fn copies(
    context: &mut Context<'_>,
    ids: &mut IdGen,
    mail: &Mail<'_>,
    requester: PersonId,
    aligned: bool,
) -> Result<Vec<PersonId>> {
    let mut found = Vec::new();
    if !aligned || !context.config.settings.cc_participates {
        return Ok(found);
    }
    for who in &mail.mail.cc {
        if found.len() >= MOST_COPIES || context.config.is_own(&address_key(who.address.as_str())) {
            continue;
        }
        let person = person(context, ids, mail.accepted, who)?;
        if person.id != requester && !found.contains(&person.id) {
            found.push(person.id);
        }
    }
    Ok(found)
}

fn at(context: &Context<'_>, accepted: &Accepted<'_>) -> Timestamp {
    accepted.incoming.received_at.min(context.now)
}
