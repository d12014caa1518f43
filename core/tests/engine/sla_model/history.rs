//! What happened to one ticket, and to the desk around it, as a plain list.

/// A list of what happened, in order.
#[derive(Debug, Clone)]
pub struct History {
    /// Who asks for help: Rita, or Ann, who is an agent.
    pub ann_asks: bool,
    /// Whether a comment of those who ask opens the ticket again.
    pub reopens: bool,
    /// Whether the desk has a mailbox, so that mail can come, also automatic mail.
    pub mailbox: bool,
    pub steps: Vec<Step>,
}

#[derive(Debug, Clone)]
pub struct Step {
    /// When, in milliseconds since 1970.
    pub at: i64,
    pub what: What,
}

#[derive(Debug, Clone)]
pub enum What {
    /// A version of a policy is saved.
    Policy(Policy),
    /// A version of a calendar is saved: which one, and which of [`super::hours::ALL`] it has now.
    Hours(u8, usize),
    /// The ticket is created, by the first of these, or updated.
    Update(Update),
    /// Policies and calendars are brought to the ticket; with an instant, as if they had been so since then.
    Apply(Option<i64>),
    /// Nothing but that time has passed.
    Nothing,
}

#[derive(Debug, Clone)]
pub struct Policy {
    pub number: u8,
    pub position: i64,
    pub active: bool,
    pub filter: Filter,
    /// Which calendar; none is day and night.
    pub calendar: Option<u8>,
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone, Copy)]
pub enum Filter {
    Everything,
    Tagged,
    Untagged,
    Priority(&'static str),
    Team(u8),
    Unsolved,
}

#[derive(Debug, Clone)]
pub struct Row {
    pub metric: &'static str,
    pub priority: Option<&'static str>,
    pub millis: i64,
    pub warnings: Vec<Warning>,
}

#[derive(Debug, Clone, Copy)]
pub enum Warning {
    Percent(i64),
    Before(i64),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// The host, who is nobody.
    Host,
    Ann,
    Bob,
    /// Those who ask; Sam takes part, and writes mail. Ann is an agent, and asks nevertheless.
    RitaAsks,
    SamAsks,
    AnnAsks,
    /// A machine that answers mail in the name of Rita.
    Robot,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    Nothing,
    Note,
    Public,
}

#[derive(Debug, Clone)]
pub struct Update {
    pub who: Who,
    pub says: Says,
    pub status: Option<Status>,
    pub priority: Option<Option<&'static str>>,
    pub team: Option<Option<u8>>,
    /// The tag comes or goes.
    pub tag: Option<bool>,
    /// Sam and Bob take part from now on.
    pub joined: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    New,
    Open,
    Pending,
    Hold,
    Solved,
    Closed,
}

impl Status {
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Open => "open",
            Self::Pending => "pending",
            Self::Hold => "hold",
            Self::Solved => "solved",
            Self::Closed => "closed",
        }
    }

    pub fn is_solved(self) -> bool {
        self >= Self::Solved
    }
}

impl Who {
    pub fn asks(self) -> bool {
        matches!(self, Self::RitaAsks | Self::SamAsks | Self::AnnAsks)
    }
}
