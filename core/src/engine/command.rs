use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::ids::{CommandId, MailboxId, OrganizationId, PersonId, TeamId, TicketId, TicketNumber};
use crate::model::{Channel, Config, Role, Value, Visibility};

/// The change of one field that a command asks for. `null` clears the field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct FieldEdit {
    /// The field: `title`, `status`, `priority`, `type`, `assignee`, `team`, `due_at`, `fields.<key>`.
    pub field: String,
    /// Its new value.
    pub to: Value,
}

impl FieldEdit {
    /// Sets a field.
    pub fn new(field: &str, to: impl Into<Value>) -> Self {
        Self { field: field.to_owned(), to: to.into() }
    }
}

/// A comment that a command adds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct NewComment {
    /// Who may read it.
    pub visibility: Visibility,
    /// Its text.
    pub text: String,
}

fn api() -> Channel {
    Channel::Api
}

/// Creates a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct CreateTicket {
    /// Who asks.
    pub requester: PersonId,
    /// What it is about, in a line.
    pub title: String,
    /// The description: the first comment.
    pub comment: NewComment,
    /// The way by which it comes.
    #[serde(default = "api")]
    pub channel: Channel,
    /// The mailbox that answers go out from; by default the first.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub mailbox: Option<MailboxId>,
    /// Fields to set.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub changes: Vec<FieldEdit>,
    /// Tags.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub tags: Vec<String>,
    /// People who take part.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub participants: Vec<PersonId>,
    /// The closed ticket that this one follows up, when it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub follow_up_of: Option<TicketId>,
}

impl CreateTicket {
    /// A ticket with a public description.
    pub fn new(requester: PersonId, title: &str, text: &str) -> Self {
        Self {
            requester,
            title: title.to_owned(),
            comment: NewComment { visibility: Visibility::Public, text: text.to_owned() },
            channel: Channel::Api,
            mailbox: None,
            changes: Vec::new(),
            tags: Vec::new(),
            participants: Vec::new(),
            follow_up_of: None,
        }
    }
}

/// Changes a ticket: fields, tags, participants and at most one comment, all at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct UpdateTicket {
    /// Which ticket.
    pub ticket: TicketId,
    /// The version that the sender looked at. Changes to other fields since then are merged; a change to the same field is a conflict.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub base_version: Option<u32>,
    /// The way by which it comes.
    #[serde(default = "api")]
    pub channel: Channel,
    /// Fields to set.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub changes: Vec<FieldEdit>,
    /// Tags to add.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub add_tags: Vec<String>,
    /// Tags to take away.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub remove_tags: Vec<String>,
    /// People who take part from now on.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub add_participants: Vec<PersonId>,
    /// People who no longer take part.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub remove_participants: Vec<PersonId>,
    /// A comment.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub comment: Option<NewComment>,
}

impl UpdateTicket {
    /// An update that changes nothing yet.
    pub fn new(ticket: TicketId) -> Self {
        Self {
            ticket,
            base_version: None,
            channel: Channel::Api,
            changes: Vec::new(),
            add_tags: Vec::new(),
            remove_tags: Vec::new(),
            add_participants: Vec::new(),
            remove_participants: Vec::new(),
            comment: None,
        }
    }

    /// Adds a public reply.
    #[must_use]
    pub fn reply(mut self, text: &str) -> Self {
        self.comment = Some(NewComment { visibility: Visibility::Public, text: text.to_owned() });
        self
    }

    /// Adds an internal note.
    #[must_use]
    pub fn note(mut self, text: &str) -> Self {
        self.comment = Some(NewComment { visibility: Visibility::Internal, text: text.to_owned() });
        self
    }

    /// Sets a field.
    #[must_use]
    pub fn set(mut self, field: &str, to: impl Into<Value>) -> Self {
        self.changes.push(FieldEdit::new(field, to));
        self
    }

    /// Adds a tag.
    #[must_use]
    pub fn tag(mut self, tag: &str) -> Self {
        self.add_tags.push(tag.to_owned());
        self
    }
}

/// Creates a person, or replaces what is known of one: what is left out is taken away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct SavePerson {
    /// Who; without one a new person.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub id: Option<PersonId>,
    /// What they are here.
    pub role: Role,
    /// Their name.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub name: Option<String>,
    /// Their addresses; the first is written to. The sender vouches for those that the person did not have. Those that they had are as
    /// well proved as before, and are written to again if mail to them came back.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub addresses: Vec<String>,
    /// The organization they belong to.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub organization: Option<OrganizationId>,
    /// The teams they work in.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub teams: Vec<TeamId>,
    /// Whether they may act.
    #[serde(default = "crate::model::yes")]
    #[cfg_attr(feature = "uniffi", uniffi(default = true))]
    pub active: bool,
    /// The version of the person that the sender has seen. When there is a later one, nothing is saved.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub base_version: Option<u32>,
}

impl SavePerson {
    /// A new person with one address.
    pub fn new(role: Role, name: &str, address: &str) -> Self {
        Self {
            id: None,
            role,
            name: Some(name.to_owned()),
            addresses: vec![address.to_owned()],
            organization: None,
            teams: Vec::new(),
            active: true,
            base_version: None,
        }
    }
}

/// Takes somebody off the mail about a ticket: what the link in a mail's `List-Unsubscribe` asks for. For the host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Unsubscribe {
    /// The token in the link.
    pub token: String,
}

/// Saves something configured as a new version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct SaveConfig {
    /// What; its `version` is given by the desk.
    pub config: Config,
    /// The version that the sender looked at; another one in the desk is a conflict.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub base_version: Option<u32>,
}

/// Brings the policies and calendars of the desk to tickets that are not closed, as they are configured now. Without it a new version reaches
/// a ticket with its next update. It takes the next `limit` tickets by number in one transaction, and is carried out again with `next` of
/// its receipt as `after` until there is none. It may begin anew at any time: a ticket to which nothing is left to be done is not touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ApplyPolicies {
    /// From when on time counts as calendars have it now, for clocks that are open: what they have run since is measured anew, and what it
    /// breaks is told with the instant at which it broke. What was told before stays. Without it time up to now counts as it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub as_of: Option<Timestamp>,
    /// Behind which ticket to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub after: Option<TicketNumber>,
    /// How many tickets to look at, at most a page.
    #[serde(default = "page")]
    #[cfg_attr(feature = "uniffi", uniffi(default = 100))]
    pub limit: u32,
}

fn page() -> u32 {
    100
}

impl ApplyPolicies {
    /// From now on.
    pub fn now() -> Self {
        Self { as_of: None, after: None, limit: page() }
    }

    /// As if it had been so since an instant that lies in the past.
    pub fn as_of(at: Timestamp) -> Self {
        Self { as_of: Some(at), ..Self::now() }
    }
}

/// Lets a ticket go on in another, as when somebody asked twice. It is closed and takes no update until the merge is undone; its clocks stand
/// still; mail for it goes to the other one, where all take part whom it concerned and who want mail about it. What happened to each of the
/// two tells of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct MergeTicket {
    /// The ticket that goes on in the other one.
    pub ticket: TicketId,
    /// The ticket that stays.
    pub into: TicketId,
    /// That somebody else asks there is meant: each will be written to about what the other says.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub other_requester: bool,
}

impl MergeTicket {
    /// Lets a ticket go on in one of the same requester.
    pub fn new(ticket: TicketId, into: TicketId) -> Self {
        Self { ticket, into, other_requester: false }
    }
}

/// Undoes a merge: the ticket stands as it did, its clocks go on without the time in between, and whoever took part in the other one
/// because of it does no more. What was said there meanwhile stays there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct UnmergeTicket {
    /// The ticket that went on in another.
    pub ticket: TicketId,
}

/// What an actor can ask of a desk. Commands are data: they can be stored, sent and replayed.
///
/// ```
/// use frontdesk::{Command, UpdateTicket, ids::{Id, TicketId}};
/// let ticket = TicketId::from_bytes([1; 16]);
/// let command = Command::from(UpdateTicket::new(ticket).reply("Done.").set("status", "solved"));
/// let json = serde_json::to_string(&command).unwrap();
/// assert_eq!(serde_json::from_str::<Command>(&json).unwrap(), command);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[non_exhaustive]
#[allow(
    clippy::large_enum_variant,
    reason = "a command is moved a few times and stored nowhere; a box would be in the way of who makes one"
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Command {
    /// Creates a ticket.
    CreateTicket(CreateTicket),
    /// Changes a ticket.
    UpdateTicket(UpdateTicket),
    /// Creates or changes a person.
    SavePerson(SavePerson),
    /// Configures the desk.
    SaveConfig(SaveConfig),
    /// Takes somebody off the mail about a ticket.
    Unsubscribe(Unsubscribe),
    /// Brings policies and calendars to tickets.
    ApplyPolicies(ApplyPolicies),
    /// Lets a ticket go on in another.
    MergeTicket(MergeTicket),
    /// Undoes a merge.
    UnmergeTicket(UnmergeTicket),
}

impl From<MergeTicket> for Command {
    fn from(command: MergeTicket) -> Self {
        Self::MergeTicket(command)
    }
}

impl From<UnmergeTicket> for Command {
    fn from(command: UnmergeTicket) -> Self {
        Self::UnmergeTicket(command)
    }
}

impl From<ApplyPolicies> for Command {
    fn from(command: ApplyPolicies) -> Self {
        Self::ApplyPolicies(command)
    }
}

impl From<Unsubscribe> for Command {
    fn from(command: Unsubscribe) -> Self {
        Self::Unsubscribe(command)
    }
}

impl From<CreateTicket> for Command {
    fn from(command: CreateTicket) -> Self {
        Self::CreateTicket(command)
    }
}

impl From<UpdateTicket> for Command {
    fn from(command: UpdateTicket) -> Self {
        Self::UpdateTicket(command)
    }
}

impl From<SavePerson> for Command {
    fn from(command: SavePerson) -> Self {
        Self::SavePerson(command)
    }
}

impl From<SaveConfig> for Command {
    fn from(command: SaveConfig) -> Self {
        Self::SaveConfig(command)
    }
}

impl<T: Into<Config>> From<T> for SaveConfig {
    fn from(config: T) -> Self {
        Self { config: config.into(), base_version: None }
    }
}

/// A command with the id by which its sender knows it. The same id never acts twice: the first answer is given again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Request {
    /// The id; without one the desk derives one that is never seen again.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub id: Option<CommandId>,
    /// The command.
    pub command: Command,
}

impl<T: Into<Command>> From<T> for Request {
    fn from(command: T) -> Self {
        Self { id: None, command: command.into() }
    }
}
