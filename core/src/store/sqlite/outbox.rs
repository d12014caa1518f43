use super::log::{AT_EFFECT, NO_SEQ};
use super::tx::{Tx, from_json, to_json};
use crate::Timestamp;
use crate::ids::{DeskId, EffectId, Id};
use crate::model::{Effect, EffectState};
use crate::store::{LeasedEffect, OutboxReads, Settlement, StoreResult};

pub(super) const READY: &str = "SELECT desk, doc FROM effect WHERE state = 0 AND ready_at <= ? \
    ORDER BY ready_at, id, desk LIMIT ?";
pub(super) const NEXT_READY: &str = "SELECT ready_at FROM effect WHERE state = 0 ORDER BY ready_at LIMIT 1";

/// Few are pending at a time, and most are done at last: so these walk what there is and leave the rest to two small indexes.
fn in_state(state: EffectState) -> (&'static str, u8) {
    const PENDING: &str = "SELECT doc FROM effect INDEXED BY effect_ready \
        WHERE state = 0 AND desk = ? AND id > ? ORDER BY id LIMIT ?";
    const DONE: &str = "SELECT doc FROM place JOIN effect ON effect.key = place.at \
        WHERE state = 1 AND place.desk = ? AND place.id > ? AND place.role = 7 ORDER BY place.id LIMIT ?";
    const DEAD: &str = "SELECT doc FROM effect INDEXED BY effect_given_up \
        WHERE state > 1 AND state = 2 AND desk = ? AND id > ? ORDER BY id LIMIT ?";
    const CANCELLED: &str = "SELECT doc FROM effect INDEXED BY effect_given_up \
        WHERE state > 1 AND state = 3 AND desk = ? AND id > ? ORDER BY id LIMIT ?";
    match state {
        EffectState::Pending => (PENDING, 0),
        EffectState::Done => (DONE, 1),
        EffectState::Dead => (DEAD, 2),
        EffectState::Cancelled => (CANCELLED, 3),
    }
}

impl OutboxReads for Tx<'_> {
    fn effect(&mut self, desk: DeskId, id: EffectId) -> StoreResult<Option<Effect>> {
        let sql = "SELECT doc FROM place JOIN effect ON effect.key = place.at \
            WHERE place.desk = ? AND place.id = ? AND place.role = ?";
        self.document(sql, (desk.0, id.to_bytes(), AT_EFFECT))
    }

    fn effects(
        &mut self,
        desk: DeskId,
        state: EffectState,
        after: Option<EffectId>,
        limit: u32,
    ) -> StoreResult<Vec<Effect>> {
        let after = after.map(|id| id.to_bytes().to_vec()).unwrap_or_default();
        self.documents(in_state(state).0, (desk.0, after, limit))
    }

    fn next_ready(&mut self) -> StoreResult<Option<Timestamp>> {
        self.one(NEXT_READY, [], |row| row.get(0).map(Timestamp::from_millis))
    }
}

impl Tx<'_> {
    pub fn put_effect(&self, desk: DeskId, effect: &Effect) -> StoreResult<()> {
        let (id, state) = (effect.id.to_bytes(), in_state(effect.state).1);
        let (ready_at, doc) = (effect.ready_at.millis(), to_json(effect)?);
        match self.place(desk, id, AT_EFFECT)? {
            Some(key) => {
                let sql = "UPDATE effect SET state = ?, ready_at = ?, doc = ? WHERE key = ?";
                self.execute(sql, (state, ready_at, doc, key)).map(drop)
            }
            None => {
                let sql = "INSERT INTO effect (desk, id, state, ready_at, doc) VALUES (?, ?, ?, ?, ?)";
                self.execute(sql, (desk.0, id, state, ready_at, doc))?;
                self.put_place((desk.0, id, AT_EFFECT, NO_SEQ, self.last_key())).map(drop)
            }
        }
    }

    pub fn lease(&mut self, now: Timestamp, limit: u32, until: Timestamp) -> StoreResult<Vec<LeasedEffect>> {
        let ready = self
            .all(READY, (now.millis(), limit), |row| Ok((DeskId(row.get(0)?), row.get::<_, String>(1)?)))?;
        let mut leased = Vec::with_capacity(ready.len());
        for (desk, json) in ready {
            let mut effect: Effect = from_json(&json)?;
            effect.fence = effect.fence.saturating_add(1);
            effect.attempts = effect.attempts.saturating_add(1);
            effect.ready_at = until;
            self.put_effect(desk, &effect)?;
            leased.push(LeasedEffect { desk, effect });
        }
        Ok(leased)
    }

    pub fn settle(&mut self, desk: DeskId, id: EffectId, fence: u32, how: &Settlement) -> StoreResult<bool> {
        let Some(mut effect) = self.effect(desk, id)? else { return Ok(false) };
        let was_leased = fence > 0 && effect.fence == fence;
        if !was_leased || effect.state != EffectState::Pending {
            return Ok(false);
        }
        match how {
            Settlement::Done => effect.state = EffectState::Done,
            Settlement::Retry { at } => effect.ready_at = *at,
            Settlement::Dead { note } => {
                effect.state = EffectState::Dead;
                effect.note.clone_from(note);
            }
            Settlement::Cancelled { note } => {
                effect.state = EffectState::Cancelled;
                effect.note.clone_from(note);
            }
        }
        self.put_effect(desk, &effect)?;
        Ok(true)
    }
}
