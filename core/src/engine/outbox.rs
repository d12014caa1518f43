//! The outbox: hands mails over, keeps their bytes the same from try to try, and ends what must not be sent any more.

use sha2::{Digest as _, Sha256};

use super::context::Context;
use super::delivery::{Delivery, DeliveryMail, Failure};
use super::permit::{Permitted, permit};
use super::render::render;
use crate::ids::{ContentId, DeskId, EffectId, Id};
use crate::model::{Content, Effect, EffectBody, MailEffect};
use crate::store::{Change, Settlement, WriteTx};
use crate::{Error, ErrorKind, Limits, Result, Timestamp};

/// The pause after the first failed try; it doubles with each further one.
const FIRST_PAUSE: i64 = 60_000;
/// The longest pause between two tries.
const LONGEST_PAUSE: i64 = 12 * 3_600_000;
/// So many characters of a failure's description are kept.
const NOTE_CHARS: usize = 500;

/// Makes a leased effect ready for delivery, or ends it when it must not be delivered any more.
pub(crate) fn prepare(context: &mut Context<'_>, effect: Effect) -> Result<Option<Delivery>> {
    if effect.attempts > context.limits.attempts {
        return end(context, &effect, Settlement::Dead { note: "too many lost leases".to_owned() });
    }
    let EffectBody::Mail(mail) = effect.body.clone();
    let made = match permit(context, &effect, &mail)? {
        Ok(permitted) => bytes(context, &effect, &mail, &permitted)?,
        Err(why) => Err(why),
    };
    match made {
        Ok(mail) => {
            let Effect { id, fence, attempts, .. } = effect;
            Ok(Some(Delivery { desk: context.desk, effect: id, fence, attempt: attempts, mail }))
        }
        Err(why) => end(context, &effect, Settlement::Cancelled { note: why.to_owned() }),
    }
}

fn end(context: &mut Context<'_>, effect: &Effect, how: Settlement) -> Result<Option<Delivery>> {
    context.flush()?;
    context.tx.settle_effect(context.desk, effect.id, effect.fence, &how)?;
    Ok(None)
}

/// The bytes that were made at the first hand-over; at that first one they are made and kept. A recipient who has another address
/// since then gets other bytes.
fn bytes(
    context: &mut Context<'_>,
    effect: &Effect,
    mail: &MailEffect,
    permitted: &Permitted,
) -> Result<std::result::Result<DeliveryMail, &'static str>> {
    if let Some(frozen) = effect.frozen {
        let Some(content) = context.tx.content(context.desk, frozen)? else { return Ok(Err("erased")) };
        let kept = DeliveryMail::thaw(&content.bytes)?;
        let address = permitted.recipient.addresses.first().map(|address| address.address.as_str());
        if kept.rcpt_to.iter().map(String::as_str).eq(address) {
            return Ok(Ok(kept));
        }
        context.changes.push(Change::EraseContent(frozen));
    }
    let Some(outgoing) = render(context, effect, mail, permitted)? else { return Ok(Err("bad_address")) };
    let made = DeliveryMail::from(outgoing.render());
    let id = frozen_id(effect);
    let content = Content { id, salt: context.keys.content_salt(id), bytes: made.freeze()? };
    context.changes.push(Change::PutContent(content));
    context.changes.push(Change::PutEffect(Box::new(Effect { frozen: Some(id), ..effect.clone() })));
    context.flush()?;
    Ok(Ok(made))
}

/// The id of the bytes that are made at this hand-over.
fn frozen_id(effect: &Effect) -> ContentId {
    let hash = Sha256::new()
        .chain_update(b"frontdesk frozen mail")
        .chain_update(effect.id.to_bytes())
        .chain_update(effect.attempts.to_be_bytes())
        .finalize();
    let mut bytes = effect.id.to_bytes();
    // The instant, version and variant of the effect's id stay, so that ids still rise with time.
    bytes.iter_mut().skip(9).zip(hash).for_each(|(to, from)| *to = from);
    ContentId::from_bytes(bytes)
}

/// Notes that an effect was delivered.
pub(crate) fn ack(tx: &mut dyn WriteTx, desk: DeskId, effect: EffectId, fence: u32) -> Result<()> {
    settle(tx, desk, effect, fence, &Settlement::Done)
}

/// Notes that a try failed: the effect is tried again later, or given up when that makes no sense or was the last try.
pub(crate) fn fail(
    tx: &mut dyn WriteTx,
    desk: DeskId,
    effect: EffectId,
    fence: u32,
    failure: &Failure,
    limits: &Limits,
    now: Timestamp,
) -> Result<()> {
    let attempts = tx.effect(desk, effect)?.ok_or_else(lease_lost)?.attempts;
    let note = failure.note.chars().take(NOTE_CHARS).collect();
    let how = if failure.permanent || attempts >= limits.attempts {
        Settlement::Dead { note }
    } else {
        Settlement::Retry { at: now.plus_millis(pause(attempts)), note }
    };
    settle(tx, desk, effect, fence, &how)
}

fn settle(tx: &mut dyn WriteTx, desk: DeskId, effect: EffectId, fence: u32, how: &Settlement) -> Result<()> {
    if tx.settle_effect(desk, effect, fence, how)? { Ok(()) } else { Err(lease_lost()) }
}

fn lease_lost() -> Error {
    let message = "this lease is over: the effect was handed over again, or is settled";
    Error::new(ErrorKind::Conflict, "effect.lease_lost", message)
}

/// How long to wait after so many tries.
fn pause(attempts: u32) -> i64 {
    let doublings = attempts.saturating_sub(1).min(20);
    (FIRST_PAUSE << doublings).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_half_a_day() {
        let minutes: Vec<i64> = [1, 2, 3, 10, 11, u32::MAX].map(|tries| pause(tries) / 60_000).to_vec();
        assert_eq!(minutes, [1, 2, 4, 512, 720, 720]);
    }

    #[test]
    fn kept_mail_reads_back_as_it_was() {
        let mail = DeliveryMail {
            mail_from: None,
            rcpt_to: vec!["jane@example.org".to_owned()],
            bytes: b"Subject: a\r\n\r\nb\r\n".to_vec().into(),
        };
        assert_eq!(DeliveryMail::thaw(&mail.freeze().unwrap()).unwrap(), mail);
        assert_eq!(DeliveryMail::thaw(b"{}").unwrap_err().code(), "corrupt.frozen_mail");
    }
}
