use rusqlite::{Connection, TransactionBehavior};

use super::fault::fault;
use crate::store::{StoreError, StoreResult};

/// Marks a file as ours: `fdsk`.
const APPLICATION_ID: i32 = 0x6664_736b;

/// Each makes the schema of the next version; the first one is version 1.
const MIGRATIONS: &[&str] = &[include_str!("migrations/0001_init.sql")];

/// Refuses a database that is not ours or was written by a newer version, before anything in it is touched.
#[allow(clippy::disallowed_methods, reason = "the text is words of the program")]
pub(super) fn check(db: &Connection) -> StoreResult<()> {
    let (application, version) = (pragma(db, "application_id")?, pragma(db, "user_version")?);
    if application != APPLICATION_ID {
        let tables: i64 =
            db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(fault)?;
        let is_new = application == 0 && version == 0 && tables == 0;
        return if is_new { Ok(()) } else { Err(StoreError::Schema("it belongs to something else".into())) };
    }
    let known = MIGRATIONS.len();
    match usize::try_from(version) {
        Ok(version) if version <= known => Ok(()),
        _ => Err(StoreError::Schema(format!(
            "its schema has version {version}, and versions up to {known} are understood"
        ))),
    }
}

/// Brings the schema up to date: one transaction for each step, so that one that is cut off leaves the step before.
#[allow(clippy::disallowed_methods, reason = "the text is a file of the program")]
pub(super) fn migrate(db: &mut Connection) -> StoreResult<()> {
    for (migration, version) in MIGRATIONS.iter().zip(1i32..) {
        if pragma(db, "user_version")? >= version {
            continue;
        }
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fault)?;
        // Another process may have done it while this one waited.
        check(&tx)?;
        if pragma(&tx, "user_version")? < version {
            tx.execute_batch(migration).map_err(fault)?;
            tx.pragma_update(None, "application_id", APPLICATION_ID).map_err(fault)?;
            tx.pragma_update(None, "user_version", version).map_err(fault)?;
        }
        tx.commit().map_err(fault)?;
    }
    Ok(())
}

fn pragma(db: &Connection, name: &str) -> StoreResult<i32> {
    db.pragma_query_value(None, name, |row| row.get(0)).map_err(fault)
}
