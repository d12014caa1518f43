//! What agents do with a ticket: a fixed script over its number and title, so that every run does the same.

use frontdesk::UpdateTicket;
use frontdesk::ids::{CommandId, Id, MessageId, PersonId};
use frontdesk::model::Ticket;

/// One thing that an agent does.
pub struct Step {
    /// After so many minutes of working time since the ticket was created.
    pub minutes: i64,
    pub update: UpdateTicket,
}

/// No step comes earlier than this after the creation of its ticket.
pub const SOONEST_MINUTES: i64 = 25;

/// Words of titles that agents turn to first.
const ALARMING: [&str; 5] = ["api", "outage", "urgent", "alarm", "offline"];

/// What an agent does with a new ticket.
pub fn steps(ticket: &Ticket, agent: PersonId) -> Vec<Step> {
    let update = || UpdateTicket::new(ticket.id);
    let step = |minutes, update| Step { minutes, update };
    let take = || update().set("assignee", agent.to_string());
    if is_alarming(ticket.title.as_str()) {
        return vec![
            step(SOONEST_MINUTES, take().reply("We are looking into it right now.").set("status", "open")),
            step(
                150,
                update().reply("It works again. We are sorry for the trouble.").set("status", "solved"),
            ),
        ];
    }
    match ticket.number.0 % 6 {
        0 => vec![
            step(
                60,
                take().note("Known issue: the colleagues of the workshop have it.").set("priority", "high"),
            ),
            step(310, update().reply("This is repaired. Please try it again.").set("status", "solved")),
        ],
        1 => vec![
            step(95, take().reply("Could you tell us the serial number, please?").set("status", "pending")),
            step(1_500, update().note("No more questions: done.").set("status", "solved")),
        ],
        2 => vec![step(200, take().reply("This is in the handbook, on page 12.").set("status", "solved"))],
        3 => vec![step(430, take().reply("Thank you. We send it to you tomorrow.").set("status", "solved"))],
        4 => vec![step(560, take().reply("We are sorry for the delay. We are on it.").set("status", "open"))],
        // Nobody gets to it.
        _ => Vec::new(),
    }
}

fn is_alarming(title: &str) -> bool {
    let title = title.to_lowercase();
    title.split(|c: char| !c.is_alphanumeric()).any(|word| ALARMING.contains(&word))
}

/// The id of the command that carries out a step on the ticket that a message made: the same in every run.
pub fn command_id(message: MessageId, nth: u8) -> CommandId {
    let mut bytes = message.to_bytes();
    bytes[15] ^= nth + 1;
    CommandId::from_bytes(bytes)
}
