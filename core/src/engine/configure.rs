//! Saving what is configured: checked as a whole before it counts.

mod check;
mod warn;

use std::sync::Arc;

use self::check::check;
pub(crate) use self::warn::warnings;

use super::command::SaveConfig;
use super::context::Context;
use super::id_gen::IdGen;
use crate::canonical;
use crate::ids::{Id, UpdateId};
use crate::model::{Actor, Config, ConfigSaved, EVENT_VERSION, Event, EventBody, Subject};
use crate::store::Change;
use crate::{Error, ErrorKind, Result};

/// The key of what has no id yet.
const UNSET: [u8; 16] = [0; 16];

/// Saves a version, and answers what it is now.
pub(crate) fn execute(
    context: &mut Context<'_>,
    actor: Actor,
    ids: &mut IdGen,
    command: SaveConfig,
) -> Result<ConfigSaved> {
    let SaveConfig { config: mut saved, base_version } = command;
    let at = context.now;
    if saved.key() == UNSET {
        saved.set_key(ids.next::<UpdateId>(at).to_bytes());
    }
    let (kind, key) = (saved.kind(), saved.key());
    let latest = context.tx.config(context.desk, kind, key, None)?;
    let version = latest.as_ref().map_or(0, Config::version);
    if base_version.is_some_and(|base| base != version) {
        return Err(Error::new(
            ErrorKind::Conflict,
            "config.conflict",
            "somebody else saved a version meanwhile",
        )
        .at("/base_version")
        .hint("look at the latest version, and save again on top of it")
        .detail("version", version));
    }
    saved.set_version(version + 1);
    check(context, &saved, latest.as_ref()).map_err(|error| error.under("/config"))?;
    let told = ConfigSaved {
        config: kind,
        id: config_id(&saved),
        version: version + 1,
        digest: canonical::digest(&saved)?,
    };
    let event = Event {
        v: EVENT_VERSION,
        subject: Subject::Config,
        seq: context.tx.counters(context.desk)?.config_version + 1,
        at,
        actor,
        update: ids.next::<UpdateId>(at),
        cause: None,
        rule: None,
        body: EventBody::ConfigSaved { saved: told.clone() },
    };
    context.changes.push(Change::PutConfig(Box::new(saved.clone())));
    context.append(vec![event]);
    context.flush()?;
    let config = context.config.with(context.tx, context.desk, &saved).map_err(in_use)?;
    context.config = Arc::new(config);
    Ok(told)
}

/// What is saved was checked by itself: what does not resolve with it is something else that needs what was there before.
fn in_use(error: Error) -> Error {
    if error.kind() != ErrorKind::Invalid {
        return error;
    }
    let what = Error::invalid("config.in_use", "something else needs what this takes away")
        .at("/config")
        .hint("change what the details name first");
    let named = error.details().iter().fold(what, |what, detail| what.detail(&detail.name, &detail.value));
    named.detail("code", error.code()).detail("path", error.path().unwrap_or_default())
}

/// The id of something configured, as its own kind writes it.
pub(crate) fn config_id(config: &Config) -> String {
    match config {
        Config::Status(item) => item.id.to_string(),
        Config::Field(item) => item.id.to_string(),
        Config::Team(item) => item.id.to_string(),
        Config::Organization(item) => item.id.to_string(),
        Config::Mailbox(item) => item.id.to_string(),
        Config::Calendar(item) => item.id.to_string(),
        Config::Policy(item) => item.id.to_string(),
        Config::Metric(item) => item.id.to_string(),
        Config::Template(item) => item.id.to_string(),
        Config::Trigger(item) => item.id.to_string(),
        Config::View(item) => item.id.to_string(),
        Config::Settings(_) => "settings".to_owned(),
    }
}
