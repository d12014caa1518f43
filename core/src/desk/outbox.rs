//! Hands over what leaves the desks.

use super::Frontdesk;
use crate::engine::{self, Delivery, Failure};
use crate::ids::{DeskId, EffectId};
use crate::model::Effect;
use crate::store::{LeasedEffect, StoreExt, WriteTx};
use crate::{ErrorKind, Result, Timestamp};

/// The outbox. Whoever delivers leases what is ready, sends it, and answers [`ack`](Frontdesk::ack) or [`fail`](Frontdesk::fail).
/// A lease that ends without an answer is handed over again, with the same bytes.
impl Frontdesk {
    /// Hands over mails of all desks that are ready, at most `limit` (and at most a page), for so long. Whether each may still be
    /// sent is asked again: what must not be sent is cancelled and not among them. Nothing is answered when nothing is ready.
    ///
    /// # Errors
    /// Those of the store; then nothing was handed over.
    pub fn lease(&self, limit: u32, lease_millis: i64) -> Result<Vec<Delivery>> {
        let limit = self.0.limits.page_of(limit);
        loop {
            let (claimed, deliveries) = self.claim(limit, lease_millis)?;
            if claimed == 0 || !deliveries.is_empty() {
                return Ok(deliveries);
            }
        }
    }

    /// Claims effects once. Answers how many, and those of them that are to be delivered.
    fn claim(&self, limit: u32, lease_millis: i64) -> Result<(usize, Vec<Delivery>)> {
        let shared = &self.0;
        let now = shared.clock.now();
        shared.store.with_write(shared.durability, |tx| {
            let leased = tx.claim_effects(now, limit, now.plus_millis(lease_millis.max(1)))?;
            let claimed = leased.len();
            let mut deliveries = Vec::with_capacity(claimed);
            for LeasedEffect { desk, effect } in leased {
                let (id, fence) = (effect.id, effect.fence);
                match self.prepare(tx, desk, effect, now) {
                    Ok(delivery) => deliveries.extend(delivery),
                    Err(error) if error.kind() == ErrorKind::Unavailable => return Err(error),
                    // What cannot be prepared is tried again later, and holds up no other mail.
                    Err(error) => {
                        let failure = Failure::temporary(error.code());
                        engine::fail(tx, desk, id, fence, &failure, &shared.limits, now)?;
                    }
                }
            }
            Ok((claimed, deliveries))
        })
    }

    /// Makes ready what was claimed; nothing when it must not be sent any more.
    fn prepare(
        &self,
        tx: &mut dyn WriteTx,
        desk: DeskId,
        effect: Effect,
        now: Timestamp,
    ) -> Result<Option<Delivery>> {
        let desk = self.desk(desk);
        let config = desk.config(tx)?;
        let mut context = desk.context(tx, config, now);
        engine::attempt(&mut context, &mut |inner| engine::prepare(inner, effect.clone()))?
    }

    /// Notes that a mail was delivered.
    ///
    /// # Errors
    /// `effect.lease_lost` when the fence is not that of the last lease, or the effect was settled already.
    pub fn ack(&self, desk: DeskId, effect: EffectId, fence: u32) -> Result<()> {
        let shared = &self.0;
        shared.store.with_write(shared.durability, |tx| engine::ack(tx, desk, effect, fence))
    }

    /// Notes that a mail could not be delivered. It is tried again after a pause that doubles from a minute up to twelve hours, and
    /// given up with the note after [`Limits::attempts`](crate::Limits::attempts) tries, or at once when the failure is permanent.
    ///
    /// # Errors
    /// `effect.lease_lost` when the fence is not that of the last lease, or the effect was settled already.
    pub fn fail(&self, desk: DeskId, effect: EffectId, fence: u32, failure: &Failure) -> Result<()> {
        let shared = &self.0;
        let now = shared.clock.now();
        shared.store.with_write(shared.durability, |tx| {
            engine::fail(tx, desk, effect, fence, failure, &shared.limits, now)
        })
    }

    /// When the next mail of any desk is ready to be handed over.
    ///
    /// # Errors
    /// Those of the store.
    pub fn next_delivery(&self) -> Result<Option<Timestamp>> {
        self.0.store.with_read(|tx| Ok(tx.next_ready()?))
    }
}
