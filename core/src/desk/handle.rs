//! What an actor does.

use super::Desk;
#[cfg(feature = "mail")]
use crate::ErrorKind;
use crate::engine::{self, Executable, Receipt, Request};
#[cfg(feature = "mail")]
use crate::engine::{Accepted, IncomingMail, IntakeReceipt};
use crate::model::Actor;
#[cfg(feature = "mail")]
use crate::policy::Permission;
use crate::policy::{self, Scope};
#[cfg(feature = "mail")]
use crate::store::{Durability, StoreError};
use crate::store::{ReadTx, StoreExt};
use crate::{Error, Result};

/// A desk as one actor sees it. Every call answers only what this actor may see.
#[derive(Debug, Clone)]
pub struct Handle {
    pub(super) desk: Desk,
    pub(super) actor: Actor,
}

impl Handle {
    /// Carries out a command: all of it, or nothing.
    ///
    /// # Errors
    /// What is wrong with the command, with the path to it; nothing was written then.
    pub fn execute<C: Executable>(&self, command: C) -> Result<C::Receipt> {
        let request = command.into();
        C::receipt(self.desk.write(|context| engine::execute(context, self.actor, request.clone()))?)
    }

    /// Carries out many commands in one transaction. One that fails undoes itself alone; the answers come in the same order.
    ///
    /// # Errors
    /// `batch.too_large`, or those of the store: then none was carried out.
    pub fn batch(&self, requests: Vec<Request>) -> Result<Vec<Result<Receipt>>> {
        let cap = self.desk.shared().limits.batch;
        if requests.len() > cap {
            return Err(Error::limit(
                "batch.too_large",
                "commands in the batch",
                requests.len() as u64,
                cap as u64,
            ));
        }
        self.desk.write(|context| {
            let mut answers = Vec::with_capacity(requests.len());
            for request in &requests {
                answers.push(engine::attempt(context, &mut |inner| {
                    engine::execute(inner, self.actor, request.clone())
                })?);
            }
            Ok(answers)
        })
    }

    /// Takes in a raw mail. It ends in exactly one outcome; the same mail again is a duplicate.
    ///
    /// ```
    /// use frontdesk::ids::{DeskId, Id, MailboxId};
    /// use frontdesk::intake::envelope::{AuthVerdict, Envelope};
    /// use frontdesk::model::{Config, IntakeOutcome};
    /// use frontdesk::store::MemoryStore;
    /// use frontdesk::{Clock, Frontdesk, IncomingMail, Keys, Limits, SaveConfig, SystemClock};
    ///
    /// let frontdesk = Frontdesk::open(MemoryStore::new(), Keys::new(&[7; 32])?, SystemClock, Limits::default());
    /// let desk = frontdesk.desk(DeskId(1));
    /// let mailbox = serde_json::json!({
    ///     "config": "mailbox", "id": MailboxId::from_bytes([1; 16]), "name": "Support", "address": "support@desk.example",
    ///     "dedicated_domain": true, // Nobody else has an address at `desk.example`. Without this the receipt warns, and says why.
    /// });
    /// let mailbox: Config = serde_json::from_value(mailbox).unwrap();
    /// let saved = desk.host().execute(SaveConfig { config: mailbox, base_version: None })?;
    /// assert!(saved.warnings.is_empty());
    ///
    /// // A mail comes in. The verdict is what your mail server found out about its sender.
    /// let raw = b"From: Bo <bo@customer.example>\r\nTo: support@desk.example\r\nSubject: Help\r\n\r\nIt does not start.\r\n";
    /// let (envelope, received_at) = (Envelope::default(), SystemClock.now());
    /// let taken = desk.host().intake(IncomingMail { raw, envelope: &envelope, verdict: AuthVerdict::Aligned, received_at })?;
    /// assert!(matches!(taken.outcome, IntakeOutcome::Created { .. }));
    ///
    /// // From time to time: let time pass, and deliver what is ready.
    /// frontdesk.tick(&Default::default())?;
    /// for delivery in frontdesk.lease(100, 60_000)? {
    ///     // Send `delivery.mail.bytes` to `delivery.mail.rcpt_to`, then answer `ack`, or `fail` to have it tried again.
    ///     frontdesk.ack(delivery.desk, delivery.effect, delivery.fence)?;
    /// }
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    ///
    /// # Errors
    /// `permission.denied` for anybody but the host, and those of the store: then call again with the same mail.
    #[cfg(feature = "mail")]
    pub fn intake(&self, mail: IncomingMail<'_>) -> Result<IntakeReceipt> {
        let mut receipts = self.intake_many(&[mail])?;
        receipts.pop().unwrap_or_else(|| Err(StoreError::Aborted.into()))
    }

    /// Takes in many raw mails, in order, with one durable commit. One that fails, or panics, undoes itself alone: its raw bytes are
    /// kept, and it is to be handed in again. A mail that was begun three times without an outcome is not read again but
    /// [parked](crate::model::IntakeOutcome::Parked), so that it never holds up the others.
    ///
    /// # Errors
    /// `permission.denied` for anybody but the host, and those of the store: then call again with the same mails.
    #[cfg(feature = "mail")]
    pub fn intake_many(&self, mails: &[IncomingMail<'_>]) -> Result<Vec<Result<IntakeReceipt>>> {
        policy::authorize(&self.actor, false, Permission::Operate)?;
        // The raw bytes are kept before they are read. This need not be synced: the commit of the outcomes is.
        let arrived = self.desk.write_with(Durability::Relaxed, |context| engine::arrive(context, mails))?;
        let Some(arrived) = arrived else {
            return Ok(mails.iter().map(|mail| self.intake(*mail)).collect());
        };
        let bytes = self.desk.shared().limits.mail_bytes;
        let accepted: Vec<Accepted<'_>> = arrived.into_iter().map(|mail| mail.read(bytes)).collect();
        let concluded: Result<Vec<_>> = self.desk.write(|context| {
            accepted
                .iter()
                .map(|mail| engine::attempt(context, &mut |inner| engine::conclude(inner, mail)))
                .collect()
        });
        self.give_back(&accepted, &concluded);
        concluded
    }

    /// Mails that failed because the store was away were not at fault: that they were begun does not count.
    #[cfg(feature = "mail")]
    fn give_back(&self, accepted: &[Accepted<'_>], concluded: &Result<Vec<Result<IntakeReceipt>>>) {
        let away = |error: &Error| error.kind() == ErrorKind::Unavailable;
        let not_at_fault: Vec<&Accepted<'_>> = match concluded {
            Err(error) if away(error) => accepted.iter().collect(),
            Err(_) => Vec::new(),
            Ok(receipts) => {
                let pairs = accepted.iter().zip(receipts);
                pairs.filter(|(_, receipt)| receipt.as_ref().is_err_and(away)).map(|(mail, _)| mail).collect()
            }
        };
        if not_at_fault.is_empty() {
            return;
        }
        // Where the store is still away, they stay counted: then they are read once less often before they are parked.
        let _ =
            self.desk.write_with(Durability::Relaxed, |context| engine::give_back(context, &not_at_fault));
    }

    /// So many things as a page holds when somebody asks for `limit`.
    pub(crate) fn page_of(&self, limit: u32) -> u32 {
        self.desk.shared().limits.page_of(limit)
    }

    /// Runs a closure in a read transaction, with the scope of the actor.
    pub(super) fn read<T>(&self, mut f: impl FnMut(&mut dyn ReadTx, &Scope) -> Result<T>) -> Result<T> {
        let scope = policy::scope(&self.actor);
        self.desk.shared().store.with_read(|tx| {
            engine::check_actor(tx, self.desk.id, &self.actor)?;
            f(tx, &scope)
        })
    }
}
