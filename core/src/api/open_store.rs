use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process;
use std::sync::{Mutex, PoisonError};

use super::open::{Opening, open};
use crate::clock::{ManualClock, SystemClock};
use crate::{Error, ErrorKind, Frontdesk, Result};

/// A store that is open until it is closed, in the process that opened it: what a binding keeps for the handles of its language.
///
/// ```
/// use frontdesk::api::{OpenStore, Opening};
/// use frontdesk::ids::DeskId;
/// let store = OpenStore::open(Opening::default(), None)?;
/// assert_eq!(store.frontdesk()?.desk(DeskId(1)).host().verify()?.tickets, 0);
/// store.close();
/// assert_eq!(store.frontdesk().unwrap_err().code(), "call.closed");
/// # Ok::<(), frontdesk::Error>(())
/// ```
#[derive(Debug)]
pub struct OpenStore {
    process: u32,
    /// Nothing once it was closed.
    open: Mutex<Option<Frontdesk>>,
}

impl OpenStore {
    /// Opens a store, with the clock of the machine when none is given.
    ///
    /// # Errors
    /// Those of [`open`].
    pub fn open(opening: Opening, clock: Option<ManualClock>) -> Result<Self> {
        let frontdesk = match clock {
            Some(clock) => open(opening, clock)?,
            None => open(opening, SystemClock)?,
        };
        Ok(Self { process: process::id(), open: Mutex::new(Some(frontdesk)) })
    }

    /// The store, for one call.
    ///
    /// # Errors
    /// `call.closed`; `call.forked` in a process other than the one that opened it.
    pub fn frontdesk(&self) -> Result<Frontdesk> {
        if self.is_inherited() {
            return Err(Error::new(
                ErrorKind::Usage,
                "call.forked",
                "the store was opened in another process, of which this one is a fork",
            )
            .hint("open the store in each process by itself"));
        }
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner).clone();
        open.ok_or_else(|| {
            Error::new(ErrorKind::Usage, "call.closed", "the store is closed")
                .hint("close it after the last call, or open it again")
        })
    }

    /// Closes it: further calls fail, and what runs is carried out and then lets go of it. To close it again does nothing, nor does it
    /// in a fork.
    pub fn close(&self) {
        drop(self.take());
    }

    /// Closes it as [`close`](Self::close) does, and answers what is to be let go of: where that has to write to a disk, it may take
    /// longer than the thread at hand can wait.
    pub fn take(&self) -> Option<Frontdesk> {
        if self.is_inherited() {
            return None;
        }
        self.open.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn is_inherited(&self) -> bool {
        self.process != process::id()
    }
}

impl Drop for OpenStore {
    /// What a fork inherits is not its own: closing the file there could harm the process that opened it.
    fn drop(&mut self) {
        if self.is_inherited() {
            std::mem::forget(self.open.get_mut().unwrap_or_else(PoisonError::into_inner).take());
        }
    }
}

/// Carries out what a host called. A panic is a fault of ours and told as an error: what it held is let go of in order, and the store
/// stays usable, as a transaction that is not committed is undone.
///
/// # Errors
/// Those of the work; `internal.panic` when it panics.
pub fn contained<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        Err(Error::new(ErrorKind::Internal, "internal.panic", "a fault of frontdesk ended the call").hint(
            "what the call was to write is not written; please report it, with what was printed to the error output",
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error_and_the_store_goes_on() {
        let store = OpenStore::open(Opening::default(), None).unwrap();
        let error = contained(|| {
            let _held = store.frontdesk()?;
            if store.process > 0 {
                panic!("a fault");
            }
            Ok(())
        })
        .unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::Internal, "internal.panic"));
        assert!(store.frontdesk().is_ok());
    }

    #[test]
    fn a_fork_neither_calls_nor_closes_what_it_inherited() {
        let mut store = OpenStore::open(Opening::default(), None).unwrap();
        let own = store.process;
        store.process = own.wrapping_add(1);
        assert_eq!(store.frontdesk().unwrap_err().code(), "call.forked");
        store.close();
        store.process = own;
        assert!(store.frontdesk().is_ok());
    }
}
