//! One of several pieces of work, undone alone when it fails.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::context::Context;
use crate::store::{StoreError, WriteTx};
use crate::{Error, ErrorKind, Result};

/// Runs one of several pieces of work in a savepoint of its own. The inner error is that of the piece, which then left nothing behind;
/// a panic in it is one, too. The outer error is that of the store.
pub(crate) fn attempt<T>(
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
    use crate::engine::DeskConfig;
    use crate::ids::DeskId;
    use crate::store::{Durability, MemoryStore, Store, StoreExt};
    use crate::{Keys, Limits, Timestamp};

    /// Of three pieces that take a number one is faulty: the others go on as if it had never been.
    fn one_of_three_panics(store: &dyn Store, faulty: usize) {
        let (desk, limits) = (DeskId(1), Limits::default());
        let keys = Keys::new(&[7; 32]).unwrap().desk(desk);
        let numbers = store.with_write(Durability::Full, |tx| {
            let config = Arc::new(DeskConfig::load(tx, desk)?);
            let now = Timestamp::from_millis(0);
            let (keys, limits) = (&keys, &limits);
            let mut context =
                Context { tx, desk, keys, limits, config, now, changes: Vec::new(), people: Vec::new() };
            let pieces = (0..3).map(|nth| {
                attempt(&mut context, &mut |inner| {
                    let number = inner.tx.allocate_number(desk)?.0;
                    let key = crate::model::Digest::from_bytes([number as u8; 16]);
                    inner.tx.apply(desk, &[crate::store::Change::PutCached { key, bytes: vec![1] }])?;
                    assert!(nth != faulty, "a fault");
                    Ok(number)
                })
            });
            pieces.collect::<Result<Vec<_>>>()
        });
        let numbers = numbers.unwrap();
        let (failed, went_on): (Vec<_>, Vec<_>) = numbers.into_iter().partition(Result::is_err);
        assert_eq!(went_on.into_iter().map(Result::unwrap).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(failed.len(), 1);
        assert!(failed.into_iter().all(|error| error.unwrap_err().code() == "internal.panicked"));
        let cached = |n: u8| {
            store.with_read::<_, StoreError>(|tx| tx.cached(desk, crate::model::Digest::from_bytes([n; 16])))
        };
        assert_eq!([1, 2, 3].map(|n| cached(n).unwrap().is_some()), [true, true, false]);
    }

    #[test]
    fn a_piece_that_panics_leaves_nothing_and_the_others_go_on() {
        for faulty in 0..3 {
            one_of_three_panics(&MemoryStore::new(), faulty);
            #[cfg(feature = "sqlite")]
            one_of_three_panics(&crate::store::sqlite::SqliteStore::open_in_memory().unwrap(), faulty);
        }
    }
}
