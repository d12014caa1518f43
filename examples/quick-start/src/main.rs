use frontdesk::ids::DeskId;
use frontdesk::model::Role;
use frontdesk::store::MemoryStore;
use frontdesk::{CreateTicket, Frontdesk, Keys, Limits, SavePerson, SystemClock, UpdateTicket};

fn main() -> frontdesk::Result<()> {
    let frontdesk = Frontdesk::open(MemoryStore::new(), Keys::new(&[7; 32])?, SystemClock, Limits::default());
    let desk = frontdesk.desk(DeskId(1));
    let ada = desk.host().execute(SavePerson::new(Role::Agent, "Ada", "ada@desk.example"))?.person;
    let bo = desk.host().execute(SavePerson::new(Role::Requester, "Bo", "bo@mail.example"))?.person;

    let me = desk.requester(bo);
    let asked = me.execute(CreateTicket::new(bo, "It does not start", "Nothing happens."))?;
    desk.agent(ada).execute(UpdateTicket::new(asked.ticket).reply("Is it plugged in?"))?;
    desk.agent(ada).execute(UpdateTicket::new(asked.ticket).note("I doubt it."))?;

    for comment in me.comments(asked.number, 0, 10)? {
        println!("{} {}", asked.number, comment.body().text.as_str());
    }
    Ok(())
}
