use super::assign::Assignment;
use super::condition::Condition;
use super::template::TemplateText;
use crate::ids::{PersonId, TemplateId, TriggerId};
use crate::model::{Action, MailRecipient, RuleRef, Trigger};
use crate::query::Vocabulary;
use crate::query::operand::clean_tag;
use crate::{Error, Result};

/// Bytes of JSON that a rule may have.
const MAX_RULE: usize = 64 * 1024;
/// Actions that a rule may have.
const MAX_ACTIONS: usize = 50;
/// Tags that one action may name.
const MAX_TAGS: usize = 100;
/// Bytes that the name of a rule may have.
const MAX_NAME: usize = 200;

/// An action of a rule, resolved against the desk's configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CompiledAction {
    /// Sets or clears a field; never the title.
    Set(Assignment),
    /// Adds tags: in order, each once.
    AddTags(Vec<String>),
    /// Takes tags away: in order, each once.
    RemoveTags(Vec<String>),
    /// Adds an internal note.
    AddNote(TemplateText),
    /// Sends a mail made from a template.
    SendMail {
        /// To whom.
        to: MailRecipient,
        /// The template.
        template: TemplateId,
    },
    /// Ends the walk after all actions of its rule.
    Stop,
}

/// A trigger that is ready to be asked.
#[derive(Debug, Clone)]
pub struct CompiledTrigger {
    /// Which, in which version.
    pub rule: RuleRef,
    /// What people call it.
    pub name: String,
    /// Its place among the triggers.
    pub position: i64,
    /// Whether it is in use.
    pub active: bool,
    /// When it acts.
    pub condition: Condition,
    /// What it does, in order.
    pub actions: Vec<CompiledAction>,
}

impl CompiledTrigger {
    fn named_recipients(&self) -> impl Iterator<Item = PersonId> {
        self.actions.iter().filter_map(|action| match action {
            CompiledAction::SendMail { to, .. } => to.person(),
            _ => None,
        })
    }
}

/// Compiles a trigger, as it is done when it is saved.
///
/// # Errors
/// The first fault in reading order, with the JSON Pointer from the trigger to the member at fault: `rule.too_large`,
/// `rule.bad_name`, those of [`Condition::compile`] under `/conditions`; under `/actions`: `rule.no_actions`, `rule.too_many_actions`, those of
/// [`Assignment::resolve`] and [`TemplateText::parse`], `action.no_tags`, `action.too_many_tags`, `tag.…`,
/// `action.empty_note`, `action.unknown_template`.
pub fn compile_trigger(trigger: &Trigger, vocabulary: &Vocabulary<'_>) -> Result<CompiledTrigger> {
    check_size(trigger)?;
    check_name(&trigger.name)?;
    let condition =
        Condition::compile(&trigger.conditions, vocabulary).map_err(|fault| fault.under("/conditions"))?;
    if trigger.actions.is_empty() {
        return Err(Error::invalid("rule.no_actions", "a rule without actions does nothing")
            .at("/actions")
            .hint("name an action, or save it once it has one"));
    }
    if trigger.actions.len() > MAX_ACTIONS {
        let (count, cap) = (trigger.actions.len() as u64, MAX_ACTIONS as u64);
        return Err(Error::limit("rule.too_many_actions", "the number of actions", count, cap).at("/actions"));
    }
    let actions = trigger.actions.iter().enumerate().map(|(i, action)| {
        compile_action(action, vocabulary).map_err(|fault| fault.under(&format!("/actions/{i}")))
    });
    Ok(CompiledTrigger {
        rule: RuleRef { id: trigger.id, version: trigger.version },
        name: trigger.name.clone(),
        position: trigger.position,
        active: trigger.active,
        condition,
        actions: actions.collect::<Result<_>>()?,
    })
}

fn check_size(trigger: &Trigger) -> Result<()> {
    let json = serde_json::to_vec(trigger)
        .map_err(|_| Error::invalid("rule.not_json", "this rule cannot be written as JSON"))?;
    if json.len() > MAX_RULE {
        return Err(Error::limit("rule.too_large", "the rule in bytes", json.len() as u64, MAX_RULE as u64));
    }
    Ok(())
}

fn check_name(name: &str) -> Result<()> {
    let bad = |message: &str| {
        Err(Error::invalid("rule.bad_name", message)
            .at("/name")
            .hint("say in a few words what the rule does"))
    };
    if name.trim().is_empty() {
        return bad("a rule must have a name");
    }
    if name.len() > MAX_NAME {
        return bad("the name of a rule has at most 200 bytes");
    }
    if name.chars().any(char::is_control) {
        return bad("the name of a rule is one line without control characters");
    }
    Ok(())
}

fn compile_action(action: &Action, vocabulary: &Vocabulary<'_>) -> Result<CompiledAction> {
    Ok(match action {
        Action::Set { field, to } => match Assignment::resolve(field, to, vocabulary)? {
            Assignment::Title(_) => {
                return Err(Error::invalid("field.not_settable", "a rule does not change the title")
                    .at("/field")
                    .hint("say it in a note or a tag"));
            }
            assignment => CompiledAction::Set(assignment),
        },
        Action::AddTags { tags } => CompiledAction::AddTags(compile_tags(tags)?),
        Action::RemoveTags { tags } => CompiledAction::RemoveTags(compile_tags(tags)?),
        Action::AddNote { text } if text.trim().is_empty() => {
            return Err(Error::invalid("action.empty_note", "a note must have a text")
                .at("/text")
                .hint("say what the note tells, or leave the action out"));
        }
        Action::AddNote { text } => {
            CompiledAction::AddNote(TemplateText::parse(text).map_err(|fault| fault.under("/text"))?)
        }
        Action::SendMail { to, template } => {
            if vocabulary.template(*template).is_none() {
                return Err(Error::unknown("action.unknown_template", "template").at("/template"));
            }
            CompiledAction::SendMail { to: *to, template: *template }
        }
        Action::Stop => CompiledAction::Stop,
    })
}

fn compile_tags(tags: &[String]) -> Result<Vec<String>> {
    if tags.is_empty() {
        return Err(Error::invalid("action.no_tags", "no tags are named")
            .at("/tags")
            .hint("name one, or leave the action out"));
    }
    if tags.len() > MAX_TAGS {
        let fault =
            Error::limit("action.too_many_tags", "the number of tags", tags.len() as u64, MAX_TAGS as u64);
        return Err(fault.at("/tags"));
    }
    let cleaned = tags.iter().enumerate().map(|(i, tag)| match clean_tag(tag) {
        Ok(tag) => Ok(tag.to_owned()),
        Err(fault) => Err(fault.at(format!("/tags/{i}"))),
    });
    let mut tags: Vec<String> = cleaned.collect::<Result<_>>()?;
    tags.sort_unstable();
    tags.dedup();
    Ok(tags)
}

/// The triggers of a desk in the order in which they are walked: by position, equal positions by id.
#[derive(Debug, Clone, Default)]
pub struct TriggerSet {
    triggers: Vec<CompiledTrigger>,
    /// Whom they write to by name.
    named: Vec<(TriggerId, PersonId)>,
}

impl TriggerSet {
    /// Puts triggers in order.
    pub fn new(triggers: impl IntoIterator<Item = CompiledTrigger>) -> Self {
        let mut set = Self::default();
        triggers.into_iter().for_each(|trigger| set.put(trigger));
        set
    }

    /// Adds a trigger, or its next version.
    pub fn put(&mut self, trigger: CompiledTrigger) {
        let id = trigger.rule.id;
        self.named.retain(|(of, _)| *of != id);
        self.named.extend(trigger.named_recipients().map(|person| (id, person)));
        self.triggers.retain(|other| other.rule.id != id);
        let place = (trigger.position, id);
        let at = self.triggers.partition_point(|other| (other.position, other.rule.id) < place);
        self.triggers.insert(at, trigger);
    }

    /// The people whom triggers write to by name.
    pub fn named_recipients(&self) -> impl Iterator<Item = PersonId> {
        self.named.iter().map(|(_, person)| *person)
    }

    /// The triggers in order, also those that are not in use.
    pub fn triggers(&self) -> &[CompiledTrigger] {
        &self.triggers
    }
}
