//! Where a desk is kept. Anybody may implement [`Store`]; the conformance suite in `testkit` proves an implementation.
//!
//! What every store promises:
//! - A closure given to [`Store::write`] sees its own writes; all of them are kept, or none when it answers an error or panics.
//! - Transactions that write behave as if they ran one after the other. Readers see a state that was committed.
//! - When `write` answers `Ok` under [`Durability::Full`], the writes outlive the process and the machine.
//! - The store may run a closure again when the database asks for it. So a closure uses nothing but its transaction.
//! - Every read and write names its desk; nothing of another desk is ever answered or touched.

mod change;
mod error;
mod ext;
mod memory;
#[cfg(feature = "sqlite")]
pub mod sqlite;
mod traits;

pub use change::{Change, ChangeSet};
pub use error::{StoreError, StoreResult};
pub use ext::StoreExt;
pub use memory::MemoryStore;
pub use traits::{
    ConfigReads, DueTicket, Durability, IntakeReads, LeasedEffect, LogReads, OutboxReads, PeopleReads,
    ReadTx, Settlement, Store, TicketKey, TicketReads, TicketRow, WriteTx,
};
