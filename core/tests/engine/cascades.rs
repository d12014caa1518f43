//! A desk on which one update sets off others.

use std::collections::BTreeMap;

use frontdesk::ids::{TemplateId, TicketId};
use frontdesk::model::{Event, EventBody, Priority, Subject};
use serde_json::json;

use crate::world::{HOUR, World, id, leaf, policy, trigger};

/// Has `world` answer an update by a note, tags, a priority, mails, clocks that start anew, and a further update.
pub fn cascade(world: &World) {
    world.open_mailbox();
    let template = id::<TemplateId>(1);
    world.save(json!({ "config": "template", "id": template, "name": "Told", "body": "{{comment.text}}" }));
    let targets = json!([
        { "metric": "first_reply", "millis": HOUR },
        { "metric": "resolution", "millis": 4 * HOUR },
        { "metric": "resolution", "priority": "urgent", "millis": HOUR },
    ]);
    world.save(policy(1, json!({}), targets));
    let tell = json!({ "type": "send_mail", "to": { "type": "requester" }, "template": template });
    let tag = |tag: &str| json!({ "type": "add_tags", "tags": [tag] });
    let urgent = json!({ "type": "set", "field": "priority", "to": "urgent" });
    let paged = json!([tag("paged"), { "type": "add_note", "text": "Paged." }]);
    world.save(trigger(1, leaf("tags", "includes_any", json!(["vip"])), json!([urgent])));
    world.save(trigger(2, leaf("priority", "changed_to", "urgent"), paged));
    world.save(trigger(3, leaf("comment.text", "present", json!(null)), json!([tell])));
    world.save(trigger(4, leaf("sla.event", "is", "breach"), json!([tell, tag("late")])));
    world.save(trigger(5, leaf("sla.event", "is", "target_changed"), json!([tag("retargeted")])));
}

/// Asserts that whatever set off others on the desk did so to the end: each comment by somebody is told to who asks, and what is `vip` is
/// urgent with all that follows on it. Answers on how many tickets an update led to a further one.
pub fn check_cascaded(world: &World) -> usize {
    let mut tickets: BTreeMap<TicketId, Vec<Event>> = BTreeMap::new();
    for event in world.log().into_iter().flat_map(|entry| entry.events) {
        if let Subject::Ticket { id, .. } = event.subject {
            tickets.entry(id).or_default().push(event);
        }
    }
    let mut led_on = 0;
    for (ticket, events) in tickets {
        let ticket = world.ticket(ticket);
        let count = |is: &dyn Fn(&Event) -> bool| events.iter().filter(|event| is(event)).count();
        let is_comment = |event: &Event| matches!(event.body, EventBody::CommentAdded { .. });
        let told = count(&|event| matches!(event.body, EventBody::EffectQueued { .. }));
        let has = |tag: &str| ticket.tags.iter().any(|have| have == tag);
        let said = count(&|event| is_comment(event) && event.rule.is_none());
        assert_eq!(told, said + usize::from(has("late")), "{ticket:?}");
        let paged = count(&|event| is_comment(event) && event.rule.is_some());
        let is_vip = has("vip");
        assert_eq!((paged, has("paged")), (usize::from(is_vip), is_vip), "{ticket:?}");
        assert_eq!(ticket.priority == Some(Priority::Urgent), is_vip, "{ticket:?}");
        let further =
            count(&|event| event.cause.is_some() && matches!(event.body, EventBody::TagsChanged { .. }));
        assert_eq!(further > 0, has("retargeted") || has("late"), "{ticket:?}");
        led_on += usize::from(further > 0);
    }
    led_on
}
