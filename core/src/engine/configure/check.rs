//! Whether what is to be saved makes sense.

use std::collections::HashSet;
use std::sync::Arc;

use crate::engine::config::{self, DeskConfig};
use crate::engine::context::Context;
use crate::engine::execute::check_assignee;
use crate::engine::metrics::CompiledMetric;
use crate::engine::{people, unsubscribe};
use crate::ids::Id;
use crate::model::{
    Action, ConditionNode, Config, ConfigKind, FieldDefinition, FieldKind, Mailbox, Organization,
    StatusCategory, address_key,
};
use crate::outbound::{MailboxAddress, REPLY_LOCAL_MAX_BYTES};
use crate::query::{self, Named};
use crate::rules::{Assignment, Vocabulary};
use crate::time::BusinessCalendar;
use crate::{Error, Limits, Result, sla};

pub(super) fn check(context: &mut Context<'_>, config: &Config, latest: Option<&Config>) -> Result<()> {
    let desk = Arc::clone(&context.config);
    if latest.is_none() {
        let (count, cap) = (desk.count(config.kind()) + 1, most(config.kind(), context.limits));
        let what = format!("the number of things like this ({}) on the desk", config.kind().name());
        Error::unless_at_most("config.too_many", &what, count, cap)?;
    }
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
            check_named(context, &policy.filter).map_err(|error| error.under("/filter"))?;
            sla::check_targets(&policy.targets)
        }
        Config::Metric(metric) => {
            named(&metric.name)?;
            CompiledMetric::compile(metric, &desk.vocabulary())?;
            let conditions = [
                ("start", Some(&metric.start)),
                ("stop", Some(&metric.stop)),
                ("pause", metric.pause.as_ref()),
                ("cancel", metric.cancel.as_ref()),
                ("reset", metric.reset.as_ref()),
            ];
            for (name, condition) in conditions {
                if let Some(condition) = condition {
                    check_named(context, condition).map_err(|error| error.under(&format!("/{name}")))?;
                }
            }
            Ok(())
        }
        Config::Template(template) => {
            named(&template.name)?;
            config::compile_template(template).map(drop)
        }
        Config::Trigger(trigger) => {
            named(&trigger.name)?;
            config::check_trigger(trigger, &desk.vocabulary())?;
            check_named(context, &trigger.conditions).map_err(|error| error.under("/conditions"))?;
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
            config::check_view(view, &desk.vocabulary())?;
            check_named(context, &view.filter).map_err(|error| error.under("/filter"))
        }
        Config::Settings(settings) => {
            if settings.calendar.is_some_and(|id| desk.calendar(id).is_none()) {
                return Err(Error::unknown("settings.unknown_calendar", "calendar").at("/calendar"));
            }
            let url = settings.unsubscribe_url.as_deref();
            url.map_or(Ok(()), unsubscribe::check_url).map_err(|error| error.at("/unsubscribe_url"))
        }
    }
}

/// So many of a kind a desk may have. Organizations come with its customers, the others with its own people.
fn most(kind: ConfigKind, limits: &Limits) -> usize {
    match kind {
        ConfigKind::Trigger => limits.triggers,
        ConfigKind::Metric => METRICS,
        ConfigKind::Organization => 100_000,
        _ => 2_000,
    }
}

/// So many metrics of its own a desk may have: each update looks at all of them.
const METRICS: usize = 50;
/// So many characters a name may have.
const NAME_CHARS: usize = 200;
/// So many options a choice may have.
const OPTIONS: usize = 5_000;
/// So many aliases a mailbox may have, domains an organization, columns a view.
const LISTED: usize = 500;

fn named(name: &str) -> Result<()> {
    if name.trim().is_empty() {
        return Err(Error::invalid("config.no_name", "this needs a name")
            .at("/name")
            .hint("say in a few words what it is"));
    }
    if name.chars().any(char::is_control) {
        return Err(Error::invalid("config.bad_name", "a name is one line of text")
            .at("/name")
            .hint("leave out line breaks and tabs"));
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
            .at("/key")
            .hint("write it like `order_number`"));
    }
    if desk.fields.iter().any(|other| other.key == field.key && other.id != field.id) {
        return Err(Error::invalid("field.key_taken", "another field has this key")
            .at("/key")
            .hint("choose another key, or save a version of that field"));
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
            return Err(Error::invalid("field.no_options", "a choice needs options")
                .at("/kind/options")
                .hint("name one at least, or make it a text"));
        }
        at_most("field.too_many_options", "the number of options", options.len(), OPTIONS, "/kind/options")?;
        let mut seen = HashSet::new();
        for (nth, option) in options.iter().enumerate() {
            if option.id.is_empty() || !seen.insert(&option.id) {
                return Err(Error::invalid(
                    "field.bad_option",
                    "options have an id each, and each another one",
                )
                .at(format!("/kind/options/{nth}/id"))
                .hint("give each option an id of its own"));
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
            return Err(error.at(path).hint("take it from that one first"));
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
            return Err(Error::invalid("mailbox.address_taken", "another mailbox has this address")
                .at(path)
                .hint("take it from that one first"));
        }
    }
    match mailbox.team {
        Some(team) if desk.team(team).is_none() => {
            Err(Error::unknown("mailbox.unknown_team", "team").at("/team"))
        }
        _ => Ok(()),
    }
}

/// What a condition names by id exists.
fn check_named(context: &mut Context<'_>, conditions: &ConditionNode) -> Result<()> {
    let desk = Arc::clone(&context.config);
    for (path, named) in query::named(conditions, &desk.vocabulary())? {
        let (exists, what) = match named {
            Named::Person(id) => (context.person(id)?.is_some(), "person"),
            Named::Mailbox(id) => (desk.mailbox(id).is_some(), "mailbox"),
            Named::Organization(id) => {
                (is_saved(context, ConfigKind::Organization, id.to_bytes())?, "organization")
            }
            Named::Policy(id) => (is_saved(context, ConfigKind::Policy, id.to_bytes())?, "SLA policy"),
        };
        if !exists {
            return Err(Error::unknown("condition.bad_value", what).at(path));
        }
    }
    Ok(())
}

fn is_saved(context: &mut Context<'_>, kind: ConfigKind, key: [u8; 16]) -> Result<bool> {
    Ok(context.tx.config(context.desk, kind, key, None)?.is_some())
}

/// The people whom a trigger's actions name exist.
fn check_people_in(context: &mut Context<'_>, vocabulary: &Vocabulary<'_>, actions: &[Action]) -> Result<()> {
    for (nth, action) in actions.iter().enumerate() {
        if let Action::Set { field, to } = action {
            let assignment = Assignment::resolve(field, to, vocabulary)?;
            check_assignee(context, &assignment).map_err(|error| error.at(format!("/actions/{nth}/to")))?;
        }
        if let Action::SendMail { to, .. } = action
            && let Some(person) = to.person()
            && context.person(person)?.is_none()
        {
            return Err(people::person_not_found().at(format!("/actions/{nth}/to/person")));
        }
    }
    Ok(())
}
