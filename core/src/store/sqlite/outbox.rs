use super::places::{AT_EFFECT, NO_SEQ};
use super::tx::{Tx, from_json, to_json};
use crate::Timestamp;
use crate::ids::{DeskId, EffectId, Id};
use crate::model::{Effect, EffectState};
use crate::store::{LeasedEffect, OutboxReads, Settlement, StoreError, StoreResult};

pub(super) const READY: &str = "SELECT desk, at, bytes FROM waiting JOIN heap ON heap.key = at \
    WHERE kind = 1 AND ready_at <= ? ORDER BY ready_at, id, desk LIMIT ?";
pub(super) const NEXT_READY: &str = "SELECT ready_at FROM waiting WHERE kind = 1 ORDER BY ready_at LIMIT 1";

/// In which of the two small tables an effect of a state lies, and as what. Most are done at last, and in none.
fn given_up(state: EffectState) -> Option<u8> {
    match state {
        EffectState::Pending | EffectState::Done => None,
        EffectState::Dead => Some(2),
        EffectState::Cancelled => Some(3),
    }
}

impl OutboxReads for Tx<'_> {
    fn effect(&mut self, desk: DeskId, id: EffectId) -> StoreResult<Option<Effect>> {
        Ok(self.effect_at(desk, id)?.map(|(_, effect)| effect))
    }

    fn effects(
        &mut self,
        desk: DeskId,
        state: EffectState,
        after: Option<EffectId>,
        limit: u32,
    ) -> StoreResult<Vec<Effect>> {
        let after = after.map(|id| id.to_bytes().to_vec()).unwrap_or_default();
        match (state, given_up(state)) {
            (_, Some(state)) => {
                let sql = "SELECT bytes FROM effect_given_up JOIN heap ON heap.key = at \
                    WHERE desk = ? AND state = ? AND id > ? ORDER BY id LIMIT ?";
                self.documents(sql, (desk.0, state, after, limit))
            }
            (EffectState::Pending, None) => {
                let sql = "SELECT bytes FROM waiting JOIN heap ON heap.key = at \
                    WHERE kind = 1 AND desk = ? AND id > ? ORDER BY id LIMIT ?";
                self.documents(sql, (desk.0, after, limit))
            }
            (state, None) => {
                let sql = "SELECT bytes FROM place JOIN heap ON heap.key = place.at \
                    WHERE place.desk = ? AND place.id > ? AND place.role = ? ORDER BY place.id";
                let is_wanted = |effect: &Effect| effect.state == state;
                self.documents_that(sql, (desk.0, after, AT_EFFECT), limit, is_wanted)
            }
        }
    }

    fn next_ready(&mut self) -> StoreResult<Option<Timestamp>> {
        self.one(NEXT_READY, [], |row| row.get(0).map(Timestamp::from_millis))
    }
}

impl Tx<'_> {
    pub fn put_effect(&mut self, desk: DeskId, effect: &Effect) -> StoreResult<()> {
        let (id, document) = (effect.id.to_bytes(), to_json(effect)?);
        let at = self.add_to_heap(None, document.as_bytes())?;
        if self.put_place((desk.0, id, AT_EFFECT, NO_SEQ, at))? {
            return self.move_effect(desk, None, effect, at);
        }
        self.drop_from_heap(at)?;
        match self.effect_at(desk, effect.id)? {
            Some((at, old)) => self.replace_effect(desk, at, &old, effect),
            None => Err(StoreError::Corrupt("the document of an effect is gone".to_owned())),
        }
    }

    /// An effect, and where its document lies.
    fn effect_at(&self, desk: DeskId, id: EffectId) -> StoreResult<Option<(i64, Effect)>> {
        let sql = "SELECT place.at, bytes FROM place JOIN heap ON heap.key = place.at \
            WHERE place.desk = ? AND place.id = ? AND place.role = ?";
        let found = self.one(sql, (desk.0, id.to_bytes(), AT_EFFECT), |row| {
            Ok((row.get(0)?, row.get_ref(1)?.as_bytes()?.to_vec()))
        })?;
        found.map(|(at, json)| Ok((at, from_json(&json)?))).transpose()
    }

    fn replace_effect(&self, desk: DeskId, at: i64, old: &Effect, effect: &Effect) -> StoreResult<()> {
        self.replace_in_heap(at, None, to_json(effect)?.as_bytes())?;
        self.move_effect(desk, Some(old), effect, at)
    }

    /// Brings an effect to where those of its state lie.
    fn move_effect(&self, desk: DeskId, old: Option<&Effect>, effect: &Effect, at: i64) -> StoreResult<()> {
        let id = effect.id.to_bytes();
        let waits =
            |effect: &Effect| (effect.state == EffectState::Pending).then_some(effect.ready_at.millis());
        let (was, is) = (old.and_then(waits), waits(effect));
        if let Some(ready_at) = was.filter(|_| was != is) {
            let sql = "DELETE FROM waiting WHERE kind = 1 AND ready_at = ? AND id = ? AND desk = ?";
            self.execute(sql, (ready_at, id, desk.0))?;
        }
        if let Some(ready_at) = is.filter(|_| was != is) {
            let sql = "INSERT INTO waiting (kind, ready_at, id, desk, at) VALUES (1, ?, ?, ?, ?)";
            self.execute(sql, (ready_at, id, desk.0, at))?;
        }
        let (was, is) = (old.and_then(|old| given_up(old.state)), given_up(effect.state));
        if let Some(state) = was.filter(|_| was != is) {
            let sql = "DELETE FROM effect_given_up WHERE desk = ? AND state = ? AND id = ?";
            self.execute(sql, (desk.0, state, id))?;
        }
        if let Some(state) = is.filter(|_| was != is) {
            let sql = "INSERT INTO effect_given_up (desk, state, id, at) VALUES (?, ?, ?, ?)";
            self.execute(sql, (desk.0, state, id, at))?;
        }
        Ok(())
    }

    pub fn lease(&mut self, now: Timestamp, limit: u32, until: Timestamp) -> StoreResult<Vec<LeasedEffect>> {
        let ready = self.all(READY, (now.millis(), limit), |row| {
            Ok((DeskId(row.get(0)?), row.get::<_, i64>(1)?, row.get::<_, Vec<u8>>(2)?))
        })?;
        let mut leased = Vec::with_capacity(ready.len());
        for (desk, at, json) in ready {
            let old: Effect = from_json(&json)?;
            let effect = Effect {
                fence: old.fence.saturating_add(1),
                attempts: old.attempts.saturating_add(1),
                ready_at: until,
                ..old.clone()
            };
            self.replace_effect(desk, at, &old, &effect)?;
            leased.push(LeasedEffect { desk, effect });
        }
        Ok(leased)
    }

    pub fn settle(&mut self, desk: DeskId, id: EffectId, fence: u32, how: &Settlement) -> StoreResult<bool> {
        let Some((at, old)) = self.effect_at(desk, id)? else { return Ok(false) };
        let mut effect = old.clone();
        let was_leased = fence > 0 && effect.fence == fence;
        if !was_leased || effect.state != EffectState::Pending {
            return Ok(false);
        }
        match how {
            Settlement::Done => effect.state = EffectState::Done,
            Settlement::Retry { at, note } => {
                effect.ready_at = *at;
                effect.note.clone_from(note);
            }
            Settlement::Dead { note } => {
                effect.state = EffectState::Dead;
                effect.note.clone_from(note);
            }
            Settlement::Cancelled { note } => {
                effect.state = EffectState::Cancelled;
                effect.note.clone_from(note);
            }
        }
        self.replace_effect(desk, at, &old, &effect)?;
        Ok(true)
    }
}
