use std::sync::Arc;

use crate::Result;
use crate::engine::Context;
use crate::store::{StoreError, WriteTx};

/// Runs one of several pieces of work in a savepoint of its own. The inner error is that of the piece, which then left nothing behind;
/// the outer one is that of the store.
pub(super) fn attempt<T>(
    context: &mut Context<'_>,
    work: &mut dyn FnMut(&mut Context<'_>) -> Result<T>,
) -> Result<Result<T>> {
    let mut answer = None;
    let Context { tx, desk, keys, limits, config, now, .. } = context;
    let done = tx.savepoint(&mut |tx: &mut dyn WriteTx| {
        let mut inner = Context {
            tx,
            desk: *desk,
            keys,
            limits,
            config: Arc::clone(config),
            now: *now,
            changes: Vec::new(),
        };
        let result = work(&mut inner);
        let failed = result.is_err();
        answer = Some((result, inner.config));
        if failed { Err(StoreError::Aborted) } else { Ok(()) }
    });
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
