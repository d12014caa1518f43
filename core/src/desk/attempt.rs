use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::engine::Context;
use crate::store::{StoreError, WriteTx};
use crate::{Error, ErrorKind, Result};

/// Runs one of several pieces of work in a savepoint of its own. The inner error is that of the piece, which then left nothing behind;
/// a panic in it is one, too. The outer error is that of the store.
pub(super) fn attempt<T>(
    context: &mut Context<'_>,
    work: &mut dyn FnMut(&mut Context<'_>) -> Result<T>,
) -> Result<Result<T>> {
    let mut answer = None;
    let Context { tx, desk, keys, limits, config, now, .. } = context;
    let mut step = |tx: &mut dyn WriteTx| {
        let mut inner = Context {
            tx,
            desk: *desk,
            keys,
            limits,
            config: Arc::clone(config),
            now: *now,
            changes: Vec::new(),
            people: Vec::new(),
        };
        let result = work(&mut inner).and_then(|done| inner.check_written().map(|()| done));
        let failed = result.is_err();
        answer = Some((result, inner.config));
        if failed { Err(StoreError::Aborted) } else { Ok(()) }
    };
    // What the piece has written is taken back on the way out of a panic, or the store runs all of it again; nothing else is shared
    // with the piece.
    let Ok(done) = catch_unwind(AssertUnwindSafe(|| tx.savepoint(&mut step))) else {
        return Ok(Err(panicked()));
    };
    match (done, answer) {
        (Ok(()), Some((result, config))) => {
            context.config = config;
            Ok(result)
        }
        (Err(StoreError::Aborted), Some((result, _))) => Ok(result),
        (Err(error), _) => Err(error.into()),
        (Ok(()), None) => Err(StoreError::Aborted.into()),
    }
}

fn panicked() -> Error {
    Error::new(ErrorKind::Internal, "internal.panicked", "a fault of frontdesk ended this piece of work")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::DeskId;
    use crate::store::{MemoryStore, StoreExt};
    use crate::{Frontdesk, Keys, Limits, ManualClock, Timestamp};

    #[test]
    fn a_piece_that_panics_leaves_nothing_and_the_next_goes_on() {
        let store = MemoryStore::new();
        let keys = Keys::new(&[7; 32]).unwrap();
        let clock = ManualClock::at(Timestamp::from_millis(0));
        let desk = Frontdesk::open(MemoryStore::new(), keys, clock, Limits::default()).desk(DeskId(1));
        let numbers = store.with_write(crate::store::Durability::Full, |tx| {
            let config = desk.config(tx)?;
            let mut context = desk.context(tx, config, Timestamp::from_millis(0));
            let mut numbers = Vec::new();
            for faulty in [false, true, false] {
                numbers.push(attempt(&mut context, &mut |inner| {
                    let number = inner.tx.allocate_number(inner.desk)?;
                    assert!(!faulty, "a fault");
                    Ok(number.0)
                })?);
            }
            Ok::<_, Error>(numbers)
        });
        let [first, failed, last] = numbers.unwrap().try_into().unwrap();
        assert_eq!((first.unwrap(), last.unwrap()), (1, 2));
        assert_eq!(failed.unwrap_err().code(), "internal.panicked");
    }
}
