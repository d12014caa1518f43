//! One pass over a thousand triggers that do not fire, against the same conditions on JSON.

use std::hint::black_box;

use frontdesk::ids::{FieldId, Id, TeamId, TriggerId};
use frontdesk::model::{
    Action, Channel, ConditionNode, FieldDefinition, FieldEntry, FieldKind, FieldValue, NodeGroup, Operator,
    Team, Ticket, Trigger, Value, Visibility,
};
use frontdesk::rules::{
    ActorRole, Applied, CommentInput, CompiledTrigger, Firing, FoldedTexts, TriggerSet, UpdateContext,
    Vocabulary, compile_trigger, walk,
};
use frontdesk::testkit::Rng;
use serde_json::json;

use crate::Outcome;
use crate::harness::{Figure, Goal, Report, Row, in_turns};
use crate::options::Options;
use crate::{naive_rules, tickets};

const TRIGGERS: usize = 1_000;
const TITLE: &str = "The printer on the third floor does not print";
const TEXT: &str = "It was fine this morning, and now it is not. I have switched it off and on again. ";
const TAGS: [&str; 6] = ["vip", "printer", "billing", "outage", "privacy", "late"];
const WORDS: [&str; 8] =
    ["printer", "invoice", "outage", "refund", "password", "morning", "floor", "third floor"];
const PRIORITIES: [&str; 4] = ["low", "normal", "high", "urgent"];
const STATUSES: [&str; 6] = ["new", "open", "pending", "hold", "solved", "closed"];

pub fn run(options: &Options) -> Outcome {
    let (teams, fields) = (teams(), fields());
    let vocabulary = Vocabulary { teams: &teams, fields: &fields, ..Vocabulary::default() };
    let ticket = ticket(&teams);
    let text = TEXT.repeat(18);
    let facts = facts(&ticket, &text);
    let (mut compiled, mut trees, mut leaves) = (Vec::new(), Vec::new(), 0);
    let mut rng = Rng::new(7);
    while compiled.len() < TRIGGERS {
        let count = 2 + rng.below(4);
        let conditions = conditions(&mut rng, &teams, count);
        let tree = serde_json::to_value(&conditions)?;
        let trigger = compile_trigger(&trigger(compiled.len(), conditions), &vocabulary)?;
        let holds = trigger.condition.holds(&update(&ticket, &text), &ticket);
        if holds != naive_rules::holds(&tree, &facts) {
            return Err(format!("the peer answers {tree} otherwise").into());
        }
        if !holds {
            compiled.push(trigger);
            trees.push(tree);
            leaves += count;
        }
    }
    let set = TriggerSet::new(compiled);
    let passes = options.size(5, 200);
    let (ours, peer) = in_turns(
        options.size(2, 15),
        passes,
        || (0..passes).for_each(|_| pass(&set, &ticket, &text)),
        || (0..passes).for_each(|_| naive_pass(&trees, &ticket, &text)),
    );
    let rows = vec![Row {
        what: format!("a pass over {TRIGGERS} triggers with {leaves} conditions"),
        ours: Figure::Time(ours),
        peer: Some(Figure::Time(peer)),
        goal: Goal::AtMost(25_000.0),
    }];
    Ok(Report { rows, notes: Vec::new() })
}

fn pass(set: &TriggerSet, ticket: &Ticket, text: &str) {
    let Ok(walked) = walk(set, &update(ticket, text), &mut Nothing(ticket), None);
    assert!(walked.fired.is_empty(), "a trigger fired");
}

fn naive_pass(trees: &[serde_json::Value], ticket: &Ticket, text: &str) {
    let facts = facts(ticket, text);
    for tree in trees {
        assert!(!black_box(naive_rules::holds(tree, &facts)), "a trigger fired");
    }
}

/// No trigger is to fire here.
struct Nothing<'t>(&'t Ticket);

impl Firing for Nothing<'_> {
    type Error = std::convert::Infallible;

    fn work(&self) -> &Ticket {
        self.0
    }

    fn fire(&mut self, _: &CompiledTrigger) -> Result<Applied, Self::Error> {
        Ok(Applied { changed: false, stop: false })
    }
}

/// A requester's answer by mail.
fn update<'a>(ticket: &'a Ticket, text: &'a str) -> UpdateContext<'a> {
    UpdateContext {
        before: Some(ticket),
        by_actor: ticket,
        status_by_actor: false,
        channel: Channel::Mail,
        actor_role: ActorRole::Requester,
        comment: Some(CommentInput {
            text,
            visibility: Visibility::Public,
            author_role: ActorRole::Requester,
            automatic: false,
        }),
        sla_event: None,
        in_business_hours: true,
        on_holiday: false,
        requester_email: Some("rosalind@customer.example"),
        requester_verified: true,
        folded: FoldedTexts::default(),
    }
}

/// The same for the peer.
fn facts(ticket: &Ticket, text: &str) -> serde_json::Value {
    json!({
        "update.kind": "change",
        "update.channel": "mail",
        "actor.role": "requester",
        "status": ticket.category.name(),
        "priority": ticket.priority.map(|priority| priority.name()),
        "team": ticket.team,
        "tags": ticket.tags,
        "title": ticket.title.as_str().to_lowercase(),
        "comment.text": text.to_lowercase(),
        "requester.email": "rosalind@customer.example",
        "fields.product": "cloud",
        "fields.seats": 40,
        "in_business_hours": true,
    })
}

fn teams() -> Vec<Team> {
    let team = |n: u8| Team { id: TeamId::from_bytes([n; 16]), version: 1, name: format!("Team {n}") };
    (1..=10).map(team).collect()
}

fn fields() -> Vec<FieldDefinition> {
    let options = ["instrument", "cloud"]
        .map(|id| frontdesk::model::ChoiceOption { id: id.to_owned(), label: id.to_owned() });
    let field = |n: u8, key: &str, kind| FieldDefinition {
        id: FieldId::from_bytes([n; 16]),
        version: 1,
        key: key.to_owned(),
        title: key.to_owned(),
        kind,
        indexed: false,
    };
    vec![
        field(1, "product", FieldKind::Choice { options: options.to_vec() }),
        field(2, "seats", FieldKind::Integer),
    ]
}

fn ticket(teams: &[Team]) -> Ticket {
    let mut ticket = tickets::Tickets::new(100).ticket(1);
    let entry = |n: u8, value| FieldEntry { field: FieldId::from_bytes([n; 16]), value };
    ticket.category = frontdesk::model::StatusCategory::Open;
    ticket.title.text = Some(TITLE.to_owned());
    ticket.team = teams.first().map(|team| team.id);
    ticket.tags = vec!["printer".to_owned(), "vip".to_owned()];
    ticket.fields = vec![entry(1, FieldValue::Choice("cloud".to_owned())), entry(2, FieldValue::Integer(40))];
    ticket
}

fn trigger(nth: usize, conditions: ConditionNode) -> Trigger {
    Trigger {
        id: TriggerId::from_bytes((nth as u128 + 1).to_be_bytes()),
        version: 1,
        name: format!("Rule {nth}"),
        position: nth as i64,
        active: true,
        conditions,
        actions: vec![Action::AddTags { tags: vec!["seen".to_owned()] }],
    }
}

/// So many conditions, of which all must hold, or the last two as alternatives.
fn conditions(rng: &mut Rng, teams: &[Team], count: u32) -> ConditionNode {
    let mut all: Vec<_> = (0..count).map(|_| condition(rng, teams)).collect();
    let any = if count > 2 && rng.chance(40) { all.split_off(all.len() - 2) } else { Vec::new() };
    ConditionNode::Group(NodeGroup { all, any })
}

/// A condition of the kinds that real rules are made of.
fn condition(rng: &mut Rng, teams: &[Team]) -> ConditionNode {
    use Operator as Op;
    let one = |rng: &mut Rng, names: &[&'static str]| Value::from(rng.pick(names).unwrap_or_default());
    let (field, op, value) = match rng.below(12) {
        0 => ("update.kind", Op::Is, one(rng, &["create", "change"])),
        1 => ("update.channel", Op::Is, one(rng, &["mail", "api", "chat"])),
        2 => ("actor.role", Op::Is, one(rng, &["requester", "agent"])),
        3 => ("status", if rng.chance(50) { Op::Is } else { Op::LessThan }, one(rng, &STATUSES)),
        4 => ("priority", if rng.chance(50) { Op::Is } else { Op::GreaterThan }, one(rng, &PRIORITIES)),
        5 => {
            let team = rng.pick(teams).map(|team| team.id.to_string()).unwrap_or_default();
            ("team", if rng.chance(80) { Op::Is } else { Op::IsNot }, team.into())
        }
        6 => ("tags", Op::IncludesAny, Value::List(vec![one(rng, &TAGS), one(rng, &TAGS)])),
        7 => ("title", Op::ContainsWord, one(rng, &WORDS[..7])),
        8 => ("comment.text", Op::ContainsText, one(rng, &WORDS)),
        9 => ("requester.email", Op::ContainsText, one(rng, &["customer", "partner", "@desk"])),
        10 => ("fields.product", Op::Is, one(rng, &["instrument", "cloud"])),
        _ => ("fields.seats", Op::GreaterThan, Value::from(i64::from(rng.below(100)))),
    };
    ConditionNode::leaf(field, op, value)
}
