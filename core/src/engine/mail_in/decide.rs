//! What a mail is worth: classification, threading and the verdict table of `semantics.md` section 7.

use super::append::{self, Mail};
use super::conclude::Accepted;
use super::route::{self, Hit};
use crate::Result;
use crate::engine::context::Context;
use crate::engine::timers::catch_up;
use crate::ids::{ContentId, MailboxId};
use crate::intake::classify::{Class, Classified, OwnAddresses, classify};
use crate::intake::envelope::AuthVerdict;
use crate::intake::forward::{Forwarded, unwrap_forward};
use crate::intake::parse::{MailLimits, Refusal};
use crate::intake::parse_facts::ParsedMail;
use crate::model::{
    CommentFlag, IgnoredReason, IntakeOutcome, ListMail, Person, QuarantineReason, StatusCategory,
    ThreadedBy, Ticket, address_key,
};

type Decided = (Option<MailboxId>, IntakeOutcome);

fn quarantine(reason: QuarantineReason) -> IntakeOutcome {
    IntakeOutcome::Quarantined { reason }
}

/// Decides on a mail, and leaves what it changes in the context.
pub(super) fn decide(
    context: &mut Context<'_>,
    accepted: &Accepted<'_>,
    mail: &ParsedMail,
    raw: ContentId,
) -> Result<Decided> {
    let mailbox = route::mailbox(context, mail, accepted.incoming.envelope);
    Ok((mailbox, worth(context, accepted, mail, raw, mailbox)?))
}

/// What becomes of a mail that cannot be read.
pub(super) fn refused(refusal: Refusal) -> IntakeOutcome {
    quarantine(match refusal {
        Refusal::AmbiguousSender => QuarantineReason::AmbiguousSender,
        Refusal::InvalidSender => QuarantineReason::BadSender,
        Refusal::NoHeaders | Refusal::ParserFault => QuarantineReason::Unparsable,
        _ => QuarantineReason::OverLimits,
    })
}

fn worth(
    context: &mut Context<'_>,
    accepted: &Accepted<'_>,
    mail: &ParsedMail,
    raw: ContentId,
    mailbox: Option<MailboxId>,
) -> Result<IntakeOutcome> {
    let own = route::own(&context.config.mailboxes);
    let keys = context.keys;
    let is_own_message_id = |id: &str| keys.read_message_id(id).is_some();
    let is_own_loop_mark = |value: &str| keys.is_own_loop_mark(value);
    let own = OwnAddresses {
        mailboxes: &own,
        is_own_message_id: &is_own_message_id,
        is_own_loop_mark: &is_own_loop_mark,
    };
    let Classified { class, may_acknowledge, .. } = classify(mail, accepted.incoming.envelope, &own);
    if matches!(class, Class::OwnLoop(_)) {
        return Ok(IntakeOutcome::Ignored { reason: IgnoredReason::Loop });
    }
    if accepted.incoming.verdict == AuthVerdict::Fail {
        return Ok(quarantine(QuarantineReason::AuthenticationFailed));
    }
    if let Class::Bounce(facts) = &class {
        return append::bounce(context, accepted, mail, raw, mailbox, facts);
    }
    if mail.subject.is_empty() && mail.attachments.is_empty() && mail.words().trim().is_empty() {
        return Ok(quarantine(QuarantineReason::Blank));
    }
    let config = std::sync::Arc::clone(&context.config);
    let settings = mailbox.and_then(|id| config.mailbox(id));
    let takes_lists = settings.is_some_and(|mailbox| mailbox.list_mail == ListMail::Accept);
    let automatic = match &class {
        Class::Automatic(_) => true,
        Class::List => !takes_lists,
        _ => false,
    };
    let sender = context.person_by_address(&address_key(mail.from.address.as_str()))?;
    let mut judge = Judge {
        sender: sender.as_ref(),
        verdict: accepted.incoming.verdict,
        open: settings.is_some_and(|mailbox| mailbox.open),
        admits_strangers: settings.is_some_and(|mailbox| mailbox.admit_strangers),
        automatic,
        passes_on: false,
    };
    let forwarded = if judge.is_agent() { passed_on(context, mail) } else { None };
    judge.passes_on = forwarded.is_some();
    let mut hit = route::thread(context, mail, accepted.incoming.envelope, &|hit| judge.joins(hit))?;
    if let Some(hit) = &mut hit {
        catch_up(context, &mut hit.ticket)?;
    }
    let weight = judge.weigh(hit);
    let answers = matches!(&weight, Weight::Join(hit) if judge.answers(hit));
    let (flags, threaded_by) = (Vec::new(), None);
    let mut mail = Mail { accepted, mail, raw, mailbox, sender, flags, threaded_by, answers, forwarded };
    if automatic {
        mail.flags.push(CommentFlag::Automatic);
    } else if !may_acknowledge {
        mail.flags.push(CommentFlag::NoAnswer);
    }
    if accepted.incoming.verdict == AuthVerdict::None {
        mail.flags.push(CommentFlag::Unverified);
    }
    match weight {
        Weight::Foreign => Ok(quarantine(QuarantineReason::ForeignUpdate)),
        Weight::Join(hit) if !takes_comments(context, &hit.ticket) => {
            // What is passed on has somebody else who asks.
            let asks_anew = mail.forwarded.is_some();
            unless_automatic(automatic, || match asks_anew {
                true => append::create(context, mail, Some(hit.ticket.number)),
                false => append::follow_up(context, mail, &hit.ticket),
            })
        }
        Weight::Join(hit) => {
            if hit.by == ThreadedBy::ForeignMessageId && accepted.incoming.verdict == AuthVerdict::None {
                mail.flags.push(CommentFlag::WeakThreading);
            }
            if !answers && !mail.sender.as_ref().is_some_and(|person| hit.ticket.concerns(person.id)) {
                mail.flags.push(CommentFlag::Stranger);
            }
            mail.threaded_by = Some(hit.by);
            append::join(context, mail, hit.ticket)
        }
        Weight::New(related) => {
            let related = related.map(|hit| hit.ticket.number);
            unless_automatic(automatic, || append::create(context, mail, related))
        }
    }
}

/// What somebody passes on that another person wrote. What the desk itself wrote has nobody who asks.
fn passed_on(context: &Context<'_>, mail: &ParsedMail) -> Option<Forwarded> {
    let forwarded = unwrap_forward(mail, &MailLimits::default())?;
    let own = context.config.is_own(&address_key(forwarded.from.address.as_str()));
    Some(forwarded).filter(|_| !own)
}

/// Whether a ticket takes another comment: what comes for one that is closed or full is followed up by a new one.
pub(super) fn takes_comments(context: &Context<'_>, ticket: &Ticket) -> bool {
    ticket.category != StatusCategory::Closed && ticket.facts.comments < context.limits.comments_per_ticket
}

/// What a hit is worth.
enum Weight {
    /// The mail joins the ticket.
    Join(Hit),
    /// It claims a ticket that its sender has no part in.
    Foreign,
    /// It makes a ticket, which may be related to the one it points to.
    New(Option<Hit>),
}

/// The verdict table. Authentication that failed was sorted out before.
struct Judge<'a> {
    sender: Option<&'a Person>,
    verdict: AuthVerdict,
    open: bool,
    /// The mailbox lets in whom the desk does not know, when they answer at a signed address.
    admits_strangers: bool,
    automatic: bool,
    /// An agent forwards what somebody else wrote.
    passes_on: bool,
}

impl Judge<'_> {
    /// An agent writes, and the domain vouches for that.
    fn is_agent(&self) -> bool {
        self.verdict == AuthVerdict::Aligned
            && !self.automatic
            && self.sender.is_some_and(|person| person.active && person.is_agent())
    }

    /// An agent answers somebody else: a notification, by what is signed in it, or a ticket that they take part in. No stranger to any
    /// ticket.
    fn answers(&self, hit: &Hit) -> bool {
        self.is_agent()
            && (hit.is_signed() || self.takes_part(hit))
            && self.sender.is_some_and(|person| person.id != hit.ticket.requester)
    }

    /// A stranger whose domain vouches for them answers where only those answer who got a mail about the ticket.
    fn admits(&self, hit: &Hit) -> bool {
        self.admits_strangers && hit.is_signed() && self.verdict == AuthVerdict::Aligned && !self.automatic
    }

    fn takes_part(&self, hit: &Hit) -> bool {
        self.sender.is_some_and(|person| person.active && hit.ticket.concerns(person.id))
    }

    fn joins(&self, hit: &Hit) -> bool {
        let by_message = hit.by == ThreadedBy::ForeignMessageId;
        if self.passes_on && !hit.is_signed() {
            // It is another conversation, in which this one is mentioned.
            false
        } else if self.takes_part(hit) {
            hit.is_signed() || by_message || self.verdict == AuthVerdict::Aligned
        } else {
            (by_message && self.open) || self.answers(hit) || self.admits(hit)
        }
    }

    fn weigh(&self, hit: Option<Hit>) -> Weight {
        match hit {
            Some(hit) if self.joins(&hit) => Weight::Join(hit),
            Some(hit) if hit.is_signed() => Weight::Foreign,
            related => Weight::New(related),
        }
    }
}

/// Makes a ticket, unless a machine wrote the mail.
fn unless_automatic(automatic: bool, makes: impl FnOnce() -> Result<IntakeOutcome>) -> Result<IntakeOutcome> {
    if automatic { Ok(quarantine(QuarantineReason::Automatic)) } else { makes() }
}
