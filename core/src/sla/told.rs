use crate::model::{Clock, ClockChange, Stretch};

/// Leaves out of changes, which come in order and hold their clocks in full, the stretches that were told before: by the clocks of the
/// ticket, or by an earlier change.
pub(super) fn leave_out_told(clocks: &[Clock], changes: &mut [ClockChange]) {
    for nth in (0..changes.len()).rev() {
        let (earlier, rest) = changes.split_at_mut(nth);
        let Some(change) = rest.first_mut() else { continue };
        let id = change.clock.id;
        let before = earlier.iter().rev().map(|earlier| &earlier.clock).find(|clock| clock.id == id);
        let before = before.or_else(|| clocks.iter().find(|clock| clock.id == id));
        let kept = before.map_or(0, |before| kept(&before.stretches, &change.clock.stretches));
        change.kept_stretches = u32::try_from(kept).unwrap_or(u32::MAX);
        change.clock.stretches.drain(..kept);
    }
}

/// How many of the first stretches are as they were before. Nearly always that is all of them, or all but the last, which has grown.
fn kept(before: &[Stretch], now: &[Stretch]) -> usize {
    before.iter().zip(now).take_while(|(before, now)| before == now).count()
}
