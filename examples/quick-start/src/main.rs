use frontdesk::ids::DeskId;
use frontdesk::model::Role;
use frontdesk::store::MemoryStore;
use frontdesk::{CreateTicket, Frontdesk, Keys, Limits, SavePerson, SystemClock, UpdateTicket};

fn main() -> frontdesk::Result<()> {
    let frontdesk = Frontdesk::open(MemoryStore::new(), Keys::new(&[7; 32])?, SystemClock, Limits::default());
    let desk = frontdesk.desk(DeskId(1));
    let ada = desk.host().execute(SavePerson::new(Role::Agent, "Ada", "ada@desk.example"))?;
    let bo = desk.host().execute(SavePerson::new(Role::Requester, "Bo", "bo@customer.example"))?;
    let (Some(ada), Some(bo)) = (ada.person, bo.person) else { return Ok(()) };
    let (agent, me) = (desk.agent(ada), desk.requester(bo));

    let asked = me.execute(CreateTicket::new(bo, "It does not start", "Nothing happens."))?;
    if let Some(ticket) = asked.ticket {
        agent.execute(UpdateTicket::new(ticket).reply("Is it plugged in?").set("status", "pending"))?;
        agent.execute(UpdateTicket::new(ticket).note("I doubt it."))?;
    }

    for ticket in me.tickets(None, 10)?.tickets {
        println!("#{} {}", ticket.number, ticket.title.as_str());
        for comment in me.comments(ticket.number, 0, 10)? {
            println!("- {}", comment.body().text.as_str());
        }
    }
    Ok(())
}
