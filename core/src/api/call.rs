use serde::Serialize;
use serde::de::DeserializeOwned;

use super::operations::OPERATIONS;
use crate::ids::{CommandId, DeskId};
use crate::model::{Actor, Bytes, with_parts};
use crate::{Error, ErrorKind, Frontdesk, Handle, Result};

/// A call of an operation.
#[derive(Debug, Clone)]
pub struct Call<'a> {
    /// The name of the operation.
    pub operation: &'a str,
    /// On which desk; operations of the store as a whole need none.
    pub desk: DeskId,
    /// Who acts: the host, an agent or a requester.
    pub actor: Actor,
    /// The id by which the sender knows a command, so that it acts once however often it is sent.
    pub command: Option<CommandId>,
    /// The arguments: a JSON object.
    pub arguments: &'a [u8],
    /// Bytes that the arguments point to by their place here.
    pub parts: Vec<Bytes>,
}

impl<'a> Call<'a> {
    /// A call by the host on the first desk.
    pub fn new(operation: &'a str, arguments: &'a [u8]) -> Self {
        Self { operation, desk: DeskId(1), actor: Actor::Host, command: None, arguments, parts: Vec::new() }
    }

    /// A call whose actor is JSON and whose command is text, as they travel.
    ///
    /// # Errors
    /// `call.malformed` for an actor that cannot be read; `id.…` for a command's id. Both tell the path.
    pub fn read(
        operation: &'a str,
        desk: u32,
        actor: &[u8],
        command: Option<&str>,
        arguments: &'a [u8],
        parts: Vec<Bytes>,
    ) -> Result<Self> {
        let actor = serde_json::from_slice(actor).map_err(|fault| {
            Error::invalid("call.malformed", "this is nobody who can act")
                .at("/actor")
                .hint(fault.to_string())
        })?;
        let command = command.map(str::parse).transpose().map_err(|fault: Error| fault.at("/command"))?;
        Ok(Self { operation, desk: DeskId(desk), actor, command, arguments, parts })
    }
}

/// What an operation answered.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// The answer as JSON.
    pub json: Vec<u8>,
    /// Bytes that the JSON points to by their place here.
    pub parts: Vec<Bytes>,
}

/// Calls an operation by its name.
///
/// # Errors
/// Those of the operation; `call.unknown_operation`; `call.malformed` with the path to what cannot be read; `call.bad_actor` for an
/// actor whom no caller can be.
pub fn dispatch(frontdesk: &Frontdesk, call: Call<'_>) -> Result<Answer> {
    let operation =
        OPERATIONS.iter().find(|operation| operation.name == call.operation).ok_or_else(|| {
            Error::new(ErrorKind::Usage, "call.unknown_operation", "there is no such operation")
                .hint("the binding and the engine are of different versions")
        })?;
    let Call { desk, actor, command, arguments, parts, .. } = call;
    (operation.run)(&Caller { frontdesk, desk, actor, command }, arguments, parts)
}

/// Who calls.
#[derive(Debug, Clone)]
pub struct Caller<'a> {
    /// The store.
    pub frontdesk: &'a Frontdesk,
    /// On which desk; operations of the store as a whole need none.
    pub desk: DeskId,
    /// Who acts: the host, an agent or a requester.
    pub actor: Actor,
    /// The id by which the sender knows a command, so that it acts once however often it is sent.
    pub command: Option<CommandId>,
}

impl Caller<'_> {
    /// The desk as the actor sees it: every way into it leads past here, so nobody claims to be the engine.
    pub(super) fn handle(&self) -> Result<Handle> {
        let desk = self.frontdesk.desk(self.desk);
        match self.actor {
            Actor::Host => Ok(desk.host()),
            Actor::Agent { person } => Ok(desk.agent(person)),
            Actor::Requester { person, .. } => Ok(desk.requester(person)),
            Actor::Rule { .. } | Actor::System => {
                Err(Error::new(ErrorKind::Usage, "call.bad_actor", "nobody calls as a rule or as the engine")
                    .hint("act as the host, an agent or a requester"))
            }
        }
    }
}

/// Reads the arguments of a call, runs it, and writes what it answers.
pub(super) fn run<A: DeserializeOwned, T: Serialize>(
    caller: &Caller<'_>,
    arguments: &[u8],
    parts: Vec<Bytes>,
    operation: impl FnOnce(&Caller<'_>, A) -> Result<T>,
) -> Result<Answer> {
    write_answer(&operation(caller, read_arguments(arguments, parts)?)?)
}

/// Reads arguments as they travel: a JSON object, and the bytes that it points to.
///
/// # Errors
/// `call.malformed` with the path to what cannot be read.
pub fn read_arguments<A: DeserializeOwned>(arguments: &[u8], parts: Vec<Bytes>) -> Result<A> {
    with_parts(parts, || read(arguments)).0
}

/// Writes an answer as it travels.
///
/// # Errors
/// `internal.answer` when it cannot be written.
pub fn write_answer<T: Serialize>(answered: &T) -> Result<Answer> {
    // A ticket fits, and needs no room to be made for it again and again.
    let mut json = Vec::with_capacity(2048);
    let (written, parts) = with_parts(Vec::new(), || serde_json::to_writer(&mut json, answered));
    written.map_err(|_| Error::new(ErrorKind::Internal, "internal.answer", "an answer cannot be written"))?;
    Ok(Answer { json, parts })
}

pub(super) fn read<A: DeserializeOwned>(json: &[u8]) -> Result<A> {
    // By itself serde reads a list as members in order.
    if json.iter().find(|byte| !byte.is_ascii_whitespace()) != Some(&b'{') {
        return Err(Error::invalid("call.malformed", "arguments are a JSON object")
            .at("")
            .hint("write `{}` for none"));
    }
    let mut reader = serde_json::Deserializer::from_slice(json);
    let read = serde_path_to_error::deserialize(&mut reader).map_err(|fault| {
        let path = pointer(fault.path());
        malformed(&fault.into_inner()).at(path)
    })?;
    reader.end().map_err(|fault| malformed(&fault).at(""))?;
    Ok(read)
}

fn malformed(fault: &serde_json::Error) -> Error {
    Error::invalid("call.malformed", "these arguments cannot be read").hint(fault.to_string())
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
            Segment::Enum { variant } => format!("/{variant}"),
            Segment::Unknown => String::new(),
        })
        .collect()
}
