//! Saving what is configured: checked as a whole before it counts.

use std::collections::HashSet;
use std::sync::Arc;

use super::command::SaveConfig;
use super::config::{self, DeskConfig};
use super::context::Context;
use super::execute::check_assignee;
use super::id_gen::IdGen;
use super::unsubscribe;
use crate::canonical;
use crate::ids::UpdateId;
use crate::model::{
    Action, Actor, Config, ConfigKind, ConfigSaved, EVENT_VERSION, Event, EventBody, FieldDefinition,
    FieldKind, Mailbox, Organization, StatusCategory, Subject, address_key,
};
use crate::outbound::{MailboxAddress, REPLY_LOCAL_MAX_BYTES};
use crate::rules::{Assignment, Vocabulary};
use crate::sla;
use crate::store::Change;
use crate::time::BusinessCalendar;
use crate::{Error, ErrorKind, Result};

/// Saves a version, and answers its number.
pub(crate) fn execute(
    context: &mut Context<'_>,
    actor: Actor,
    ids: &mut IdGen,
    command: SaveConfig,
) -> Result<u32> {
    let SaveConfig { config: mut saved, base_version } = command;
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
        .detail("version", version));
    }
    saved.set_version(version + 1);
    check(context, &saved, latest.as_ref()).map_err(|error| error.under("/config"))?;
    let at = context.now;
    let event = Event {
        v: EVENT_VERSION,
        subject: Subject::Config,
        seq: context.tx.counters(context.desk)?.config_version + 1,
        at,
        actor,
        update: ids.next::<UpdateId>(at),
        cause: None,
        rule: None,
        body: EventBody::ConfigSaved {
            saved: ConfigSaved {
                config: kind,
                id: config_id(&saved),
                version: version + 1,
                digest: canonical::digest(&saved)?,
            },
        },
    };
    context.changes.push(Change::PutConfig(Box::new(saved)));
    context.append(vec![event]);
    context.flush()?;
    let config = DeskConfig::load(context.tx, context.desk).map_err(in_use)?;
    config.check_views().map_err(in_use)?;
    context.config = Arc::new(config);
    Ok(version + 1)
}

/// What is saved was checked by itself: what does not resolve with it is something else that needs what was there before.
fn in_use(error: Error) -> Error {
    if error.kind() != ErrorKind::Invalid {
        return error;
    }
    let what = Error::invalid("config.in_use", "something else needs what this takes away").at("/config");
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
        Config::Template(item) => item.id.to_string(),
        Config::Trigger(item) => item.id.to_string(),
        Config::View(item) => item.id.to_string(),
        Config::Settings(_) => "settings".to_owned(),
    }
}

fn check(context: &mut Context<'_>, config: &Config, latest: Option<&Config>) -> Result<()> {
    let desk = Arc::clone(&context.config);
    match config {
        Config::Status(status) => {
            named(&status.name)?;
            // Those that every desk has were never saved.
            let builtin = StatusCategory::ALL
                .map(config::builtin_status)
                .into_iter()
                .find(|builtin| builtin.id == status.id);
            let before = match latest {
                Some(Config::Status(before)) => Some(before.category),
                _ => builtin.map(|builtin| builtin.category),
            };
            match before {
                Some(before) if before != status.category => Err(Error::invalid(
                    "status.category_changed",
                    "a status keeps its category, because tickets and clocks went by it",
                )
                .at("/category")
                .hint("make a new status")),
                _ => Ok(()),
            }
        }
        Config::Field(field) => check_field(&desk, field, latest),
        Config::Team(team) => named(&team.name),
        Config::Organization(organization) => check_organization(&desk, organization),
        Config::Mailbox(mailbox) => check_mailbox(&desk, mailbox),
        Config::Calendar(calendar) => {
            named(&calendar.name)?;
            BusinessCalendar::compile(&calendar.hours).map_err(|error| error.under("/hours")).map(drop)
        }
        Config::Policy(policy) => {
            named(&policy.name)?;
            let calendars: Vec<_> = policy.calendar.and_then(|id| desk.calendar(id)).into_iter().collect();
            config::compile_policy(policy, &desk.vocabulary(), &calendars)?;
            sla::check_targets(&policy.targets)
        }
        Config::Template(template) => {
            named(&template.name)?;
            config::compile_template(template).map(drop)
        }
        Config::Trigger(trigger) => {
            named(&trigger.name)?;
            let known = context.tx.configs(context.desk, ConfigKind::Trigger)?.len();
            if latest.is_none() && known >= context.limits.triggers {
                let cap = context.limits.triggers as u64;
                return Err(Error::limit("trigger.too_many", "triggers of the desk", known as u64 + 1, cap));
            }
            config::check_trigger(trigger, &desk.vocabulary())?;
            check_people_in(context, &desk.vocabulary(), &trigger.actions)
        }
        Config::View(view) => {
            named(&view.name)?;
            at_most(
                "view.too_many_columns",
                "the number of columns",
                view.columns.len(),
                LISTED,
                "/columns",
            )?;
            config::check_view(view, &desk.vocabulary())
        }
        Config::Settings(settings) => {
            if settings.calendar.is_some_and(|id| desk.calendar(id).is_none()) {
                let error = Error::invalid("settings.unknown_calendar", "there is no such calendar");
                return Err(error.at("/calendar"));
            }
            let url = settings.unsubscribe_url.as_deref();
            url.map_or(Ok(()), unsubscribe::check_url).map_err(|error| error.at("/unsubscribe_url"))
        }
    }
}

/// So many characters a name may have.
const NAME_CHARS: usize = 200;
/// So many options a choice may have.
const OPTIONS: usize = 5_000;
/// So many aliases a mailbox may have, domains an organization, columns a view.
const LISTED: usize = 500;

fn named(name: &str) -> Result<()> {
    if name.trim().is_empty() {
        return Err(Error::invalid("config.no_name", "this needs a name").at("/name"));
    }
    if name.chars().any(char::is_control) {
        return Err(Error::invalid("config.bad_name", "a name is one line of text").at("/name"));
    }
    at_most("config.name_too_long", "the name in characters", name.chars().count(), NAME_CHARS, "/name")
}

/// Checks that something that is configured stays within what every mail and save can afford to look through.
fn at_most(code: &'static str, what: &str, count: usize, cap: usize, path: &str) -> Result<()> {
    Error::unless_at_most(code, what, count, cap).map_err(|error| error.at(path))
}

fn check_field(desk: &DeskConfig, field: &FieldDefinition, latest: Option<&Config>) -> Result<()> {
    let good = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if field.key.is_empty() || field.key.len() > 64 || !field.key.bytes().all(good) {
        return Err(Error::invalid("field.bad_key", "a key has 1 to 64 lower-case letters, digits and `_`")
            .at("/key"));
    }
    if desk.fields.iter().any(|other| other.key == field.key && other.id != field.id) {
        return Err(Error::invalid("field.key_taken", "another field has this key").at("/key"));
    }
    if let Some(Config::Field(before)) = latest
        && std::mem::discriminant(&before.kind) != std::mem::discriminant(&field.kind)
    {
        return Err(Error::invalid(
            "field.kind_changed",
            "a field keeps its kind, because tickets hold values of it",
        )
        .at("/kind")
        .hint("make a new field"));
    }
    if let FieldKind::Choice { options } = &field.kind {
        if options.is_empty() {
            return Err(Error::invalid("field.no_options", "a choice needs options").at("/kind/options"));
        }
        at_most("field.too_many_options", "the number of options", options.len(), OPTIONS, "/kind/options")?;
        let mut seen = HashSet::new();
        for (nth, option) in options.iter().enumerate() {
            if option.id.is_empty() || !seen.insert(&option.id) {
                return Err(Error::invalid(
                    "field.bad_option",
                    "options have an id each, and each another one",
                )
                .at(format!("/kind/options/{nth}/id")));
            }
        }
    }
    Ok(())
}

fn check_organization(desk: &DeskConfig, organization: &Organization) -> Result<()> {
    named(&organization.name)?;
    let domains = organization.domains.len();
    at_most("organization.too_many_domains", "the number of domains", domains, LISTED, "/domains")?;
    for (nth, domain) in organization.domains.iter().enumerate() {
        let path = format!("/domains/{nth}");
        if MailboxAddress::new(&format!("somebody@{domain}")).is_err() {
            let error = Error::invalid("organization.bad_domain", "this is not the domain of an address");
            return Err(error.at(path).hint("write it as `example.com`"));
        }
        if desk.organization_of(domain).is_some_and(|other| other != organization.id) {
            let error = Error::invalid("organization.domain_taken", "another organization has this domain");
            return Err(error.at(path));
        }
    }
    Ok(())
}

fn check_mailbox(desk: &DeskConfig, mailbox: &Mailbox) -> Result<()> {
    at_most("mailbox.too_many_aliases", "the number of aliases", mailbox.aliases.len(), LISTED, "/aliases")?;
    let address = MailboxAddress::new(&mailbox.address).map_err(|error| error.at("/address"))?;
    if address.local().len() > REPLY_LOCAL_MAX_BYTES {
        let (length, cap) = (address.local().len() as u64, REPLY_LOCAL_MAX_BYTES as u64);
        return Err(Error::limit("mailbox.address_too_long", "bytes before the @", length, cap)
            .at("/address")
            .hint("the signed reply address needs the rest; name a shorter address here and this one as an alias"));
    }
    let paths = std::iter::once("/address".to_owned()).chain((0..).map(|nth| format!("/aliases/{nth}")));
    for (address, path) in config::own_addresses(mailbox).zip(paths) {
        MailboxAddress::new(address).map_err(|error| error.at(path.clone()))?;
        let taken = desk.mailbox_of(&address_key(address)).is_some_and(|other| other.id != mailbox.id);
        if taken {
            return Err(Error::invalid("mailbox.address_taken", "another mailbox has this address").at(path));
        }
    }
    match mailbox.team {
        Some(team) if desk.team(team).is_none() => {
            Err(Error::invalid("mailbox.unknown_team", "there is no such team").at("/team"))
        }
        _ => Ok(()),
    }
}

/// The people whom a trigger's actions name exist.
fn check_people_in(context: &mut Context<'_>, vocabulary: &Vocabulary<'_>, actions: &[Action]) -> Result<()> {
    for (nth, action) in actions.iter().enumerate() {
        if let Action::Set { field, to } = action {
            let assignment = Assignment::resolve(field, to, vocabulary)?;
            check_assignee(context, &assignment).map_err(|error| error.at(format!("/actions/{nth}/to")))?;
        }
        if let Some(person) = action.named_recipient()
            && context.person(person)?.is_none()
        {
            return Err(super::people::person_not_found().at(format!("/actions/{nth}/to/person")));
        }
    }
    Ok(())
}
