use super::error::{StoreError, StoreResult};
use super::traits::{Durability, ReadTx, Store, WriteTx};

/// Closures that answer something, with errors of their own.
pub trait StoreExt {
    /// Reads from one committed state.
    ///
    /// # Errors
    /// What the closure answers, or the store's own error.
    fn with_read<T, E: From<StoreError>>(
        &self,
        f: impl FnMut(&mut dyn ReadTx) -> Result<T, E>,
    ) -> Result<T, E>;

    /// Writes, all or nothing. The closure may be run more than once; the answer is that of the last run.
    ///
    /// # Errors
    /// What the closure answers, and then nothing was written; or the store's own error.
    fn with_write<T, E: From<StoreError>>(
        &self,
        durability: Durability,
        f: impl FnMut(&mut dyn WriteTx) -> Result<T, E>,
    ) -> Result<T, E>;
}

/// Keeps what the closure answers; its error only rolls back.
fn keep<T, E>(answer: &mut Option<Result<T, E>>, result: Result<T, E>) -> StoreResult<()> {
    let failed = result.is_err();
    *answer = Some(result);
    if failed { Err(StoreError::Aborted) } else { Ok(()) }
}

fn settle<T, E: From<StoreError>>(done: StoreResult<()>, answer: Option<Result<T, E>>) -> Result<T, E> {
    match (done, answer) {
        (Ok(()) | Err(StoreError::Aborted), Some(answer)) => answer,
        (Err(error), _) => Err(error.into()),
        (Ok(()), None) => Err(StoreError::Aborted.into()),
    }
}

impl<S: Store + ?Sized> StoreExt for S {
    fn with_read<T, E: From<StoreError>>(
        &self,
        mut f: impl FnMut(&mut dyn ReadTx) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut answer = None;
        let done = self.read(&mut |tx| keep(&mut answer, f(tx)));
        settle(done, answer)
    }

    fn with_write<T, E: From<StoreError>>(
        &self,
        durability: Durability,
        mut f: impl FnMut(&mut dyn WriteTx) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut answer = None;
        let done = self.write(durability, &mut |tx| keep(&mut answer, f(tx)));
        settle(done, answer)
    }
}
