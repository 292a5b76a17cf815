//! The door: everything a window, a script or a test may ask or order.

pub mod accounts;
pub mod acknowledge;
pub mod announce;
pub mod calendars;
pub mod caseroot;
pub mod cli;
pub mod clock;
pub mod codes;
pub mod connect;
pub mod deadlines;
pub mod demo;
pub mod desk;
pub mod duties;
pub mod errands;
pub mod evidence;
pub mod export;
pub mod fault;
pub mod feed;
pub mod folders;
pub mod home;
pub mod ics;
pub mod log;
mod mbox;
pub mod paste;
pub mod policy;
pub mod problem;
mod readings;
pub mod receive;
pub mod remind;
pub mod reminders;
pub mod replaced;
pub mod replay;
pub mod rows;
pub mod search;
pub mod secrets;
pub mod setting_up;
pub mod settings;
pub mod sharing;
pub mod signals;
pub mod store;
pub mod tally;
pub mod vault;
pub mod verify;
pub mod view;
pub mod wakeful;
pub mod watch;
pub mod watchdog;

mod bring_in;
mod casework;
mod checking;
mod choices;
mod diagnosis;
mod handling;
mod kept;
mod lists;
mod opening;
mod pattern;
mod preview;
mod proxying;
mod room;
mod services;
mod signature;
mod teaching;

use std::path::PathBuf;
use std::sync::Arc;

use songda_core::id::{DocumentId, ServiceId};
use songda_core::mail;
use tokio_util::sync::CancellationToken;

use acknowledge::{Acknowledged, Leaving, Order, Wish, register, sheet};
use home::Home;
pub use room::Room;
use view::{
    CalendarRow, CaseRow, DeadlineRow, DocumentRow, DoubtRow, MailRow, MailboxState, MoveRow, Overview, Problem,
    ReceiptRow, ReckoningPage, Register, RuleRow, ServicePage, ServiceRow,
};

/// Stack of each worker. Conversations with servers nest deeply, and unoptimised code takes several times the room.
const STACK_BYTES: usize = 8 * 1024 * 1024;

/// The runtime that everything here runs on, the same for the headless program and the window.
///
/// # Errors
/// When the system gives no threads.
pub fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().thread_stack_size(STACK_BYTES).build()
}

/// An open home. Cheap to clone; all clones are one.
#[derive(Clone)]
pub struct Mailroom {
    room: Arc<Room>,
}

impl Mailroom {
    /// Takes the home's lock and opens it: for a window or a server that watches, and for whoever takes mail in or sends.
    ///
    /// # Errors
    /// `home.locked` when another songda holds it; else what kept the home from opening.
    pub async fn open(home: Home) -> Result<Self, Problem> {
        Ok(Self { room: Arc::new(Room::open(home, room::Holding::Holder).await?) })
    }

    /// Opens the home beside whoever holds it: to look and to order.
    ///
    /// # Errors
    /// What kept the home from opening.
    pub async fn look(home: Home) -> Result<Self, Problem> {
        Ok(Self { room: Arc::new(Room::open(home, room::Holding::Onlooker).await?) })
    }

    /// Whether this one takes mail in and sends; else another songda does, and this one looks and orders.
    pub fn is_holder(&self) -> bool {
        self.room.is_holder()
    }

    /// The room behind the door, for the parts of this crate's own program.
    pub fn room(&self) -> &Arc<Room> {
        &self.room
    }

    /// Counts and health.
    ///
    /// # Errors
    /// When the ledger cannot be read; so for every question below.
    pub async fn overview(&self) -> Result<Overview, Problem> {
        self.room.overview().await
    }

    /// Services, newest first.
    pub async fn services(&self) -> Result<Vec<ServiceRow>, Problem> {
        let mut rows = Vec::new();
        self.each_service(|row| rows.push(row)).await?;
        Ok(rows)
    }

    /// The same one by one, for who keeps only a little of each.
    pub async fn each_service(&self, mut take: impl FnMut(ServiceRow)) -> Result<(), Problem> {
        let each = |teller: &rows::Teller<'_>| {
            teller.each_service().for_each(|mut row| {
                register::fill_one(&self.room, teller.told, &mut row);
                take(row);
            });
        };
        self.room.ask_much(each).await
    }

    /// Everything about one service.
    pub async fn service(&self, id: &str) -> Result<ServicePage, Problem> {
        self.room.refresh().await?;
        let digest = {
            let told = self.room.told.read().await;
            let lead = told.matters.channels(&ServiceId::from_text(id)).into_iter().next();
            lead.and_then(|lead| told.by_service(&lead)).map(|mail| mail.mail)
        };
        let digest = digest.ok_or_else(|| Problem::not_found(id))?;
        let vault = self.room.vault.clone();
        let raw = tokio::task::spawn_blocking(move || vault.read(&digest)).await;
        let raw = raw.map_err(|error| Problem::new("home.vault", [error.to_string()]))?;
        let read = raw.map(|raw| mail::read(&raw).0).ok();
        let asked_read_receipt = read.as_ref().is_some_and(acknowledge::asks_read_receipt);
        let text = read.map(|mail| mail.text).unwrap_or_default();
        let page = self.room.ask(|teller| {
            let mail = teller.told.mail(&digest)?;
            let mut page = teller.page(mail, teller.whole(mail)?.as_ref(), text)?;
            register::fill_one(&self.room, teller.told, &mut page.row);
            Some(page)
        });
        let page = page.await?;
        let mut page = page.ok_or_else(|| Problem::not_found(id))?;
        self.room.look_at_files(&mut page.documents).await;
        self.fill_pickups(&mut page.pickups).await;
        page.asked_read_receipt = asked_read_receipt;
        page.sightings = evidence::sightings(&self.room, id).await?;
        Ok(page)
    }

    /// Documents, newest first, with the state of their files.
    pub async fn documents(&self) -> Result<Vec<DocumentRow>, Problem> {
        Ok(self.looked_at_documents().await?.0)
    }

    /// The same, with what kept their files from being looked at: the case root is away.
    pub async fn looked_at_documents(&self) -> Result<(Vec<DocumentRow>, Option<Problem>), Problem> {
        let mut rows = self.room.ask(|teller| teller.documents()).await?;
        let problem = self.room.look_at_files(&mut rows).await;
        Ok((rows, problem))
    }

    /// Cases, newest first.
    pub async fn cases(&self) -> Result<Vec<CaseRow>, Problem> {
        self.room.ask(|teller| teller.cases()).await
    }

    /// Deadlines, newest service first.
    pub async fn deadlines(&self) -> Result<Vec<DeadlineRow>, Problem> {
        self.room.ask(|teller| teller.deadlines()).await
    }

    /// The same one by one, for who keeps only a little of each.
    pub async fn each_deadline(&self, take: impl FnMut(DeadlineRow)) -> Result<(), Problem> {
        self.room.ask_much(|teller| teller.each_deadline().for_each(take)).await
    }

    /// Records a decision about a deadline.
    pub async fn decide(&self, deadline: &str, order: deadlines::Order<'_>) -> Result<DeadlineRow, Problem> {
        deadlines::decide(&self.room, deadline, order).await
    }

    /// Adds a deadline of the office's own.
    pub async fn add_deadline(&self, own: deadlines::Own<'_>) -> Result<DeadlineRow, Problem> {
        deadlines::add(&self.room, own).await
    }

    /// Records on which day a service took place.
    pub async fn choose_start(
        &self,
        service: &str,
        date: Option<&str>,
        reason: &str,
        by: Option<&str>,
    ) -> Result<Vec<DeadlineRow>, Problem> {
        deadlines::choose_start(&self.room, service, date, reason, by).await
    }

    /// Moves of last days on record, newest first.
    pub async fn moves(&self) -> Result<Vec<MoveRow>, Problem> {
        self.room.ask(|teller| teller.moves()).await
    }

    /// The rules, for the calculator.
    pub fn rules(&self) -> Vec<RuleRow> {
        deadlines::rules(&self.room)
    }

    /// Reckons one rule from a day, with the days a paper states where they are known.
    pub fn reckon(&self, rule: &str, from: &str, days: Option<u32>) -> Result<ReckoningPage, Problem> {
        deadlines::reckon(&self.room, rule, from, days)
    }

    /// What the window has to show as one notification now: title, lines, and the keys it is recorded under.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub async fn notification(&self) -> Result<Option<(remind::words::Said, Vec<String>)>, Problem> {
        remind::for_desktop(&self.room).await
    }

    /// Records that the window showed a notification, or why it could not.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub async fn notified(&self, about: Vec<String>, problem: Option<String>) -> Result<(), Problem> {
        remind::shown(&self.room, about, problem).await
    }

    /// Years of holidays that are loaded.
    pub async fn calendars(&self) -> Result<Vec<CalendarRow>, Problem> {
        calendars::rows(&self.room).await
    }

    /// Takes in a year of holidays.
    pub async fn import_calendar(
        &self,
        text: &str,
        about: calendars::About<'_>,
    ) -> Result<calendars::Imported, Problem> {
        calendars::import(&self.room, text, about).await
    }

    /// Receipts, newest first.
    pub async fn receipts(&self) -> Result<Vec<ReceiptRow>, Problem> {
        self.room.ask(|teller| teller.receipts()).await
    }

    /// Doubts, newest first.
    pub async fn doubts(&self) -> Result<Vec<DoubtRow>, Problem> {
        self.room.ask(|teller| teller.doubts()).await
    }

    /// Every mail ever taken in, newest first.
    pub async fn mails(&self) -> Result<Vec<MailRow>, Problem> {
        self.room.ask(|teller| teller.mails()).await
    }

    /// How every mailbox is doing, and how well it is watched.
    pub async fn mailboxes(&self) -> Result<Vec<MailboxState>, Problem> {
        self.room.watched_states().await
    }

    /// Acknowledges a service: the receipt waits for its undo time. A second call gives the same receipt back.
    pub async fn acknowledge(&self, service: &str, by: Option<&str>, wish: Wish) -> Result<ReceiptRow, Problem> {
        let by = by.unwrap_or(&self.room.settings.office.handler);
        match acknowledge::acknowledge(&self.room, service, &Order { wish, ..Order::plain(by, self.leaving()) }).await?
        {
            Acknowledged::Queued(row) | Acknowledged::Already(row) => Ok(row),
        }
    }

    /// Beside a holder the undo time runs there: this window may close meanwhile, the order stands.
    pub(crate) fn leaving(&self) -> Leaving {
        if self.is_holder() { Leaving::WithUndo } else { Leaving::WithUndoUnattended }
    }

    /// Lets a drafted receipt go: another person than the one who drew it up.
    pub async fn approve(&self, receipt: &str, by: &str, saw: &str) -> Result<ReceiptRow, Problem> {
        acknowledge::approve(&self.room, receipt, by, self.leaving(), Some(saw)).await
    }

    /// The register of agreements on the address for service, and the courts that do not stand in it.
    pub async fn register(&self) -> Result<Register, Problem> {
        let agreements = register::rows(&self.room).await?;
        Ok(Register { agreements, uncovered: register::uncovered(&self.room).await? })
    }

    /// Makes the sheet of a receipt 电子送达签收回执, as a PDF.
    pub async fn receipt_sheet(&self, receipt: &str) -> Result<Vec<u8>, Problem> {
        sheet::make(&self.room, receipt).await
    }

    /// Takes a receipt back before it leaves.
    pub async fn withdraw(&self, receipt: &str, saw: &str) -> Result<ReceiptRow, Problem> {
        acknowledge::withdraw(&self.room, receipt, Some(saw)).await
    }

    /// Lets a waiting receipt leave now.
    pub async fn send_now(&self, receipt: &str, saw: &str) -> Result<ReceiptRow, Problem> {
        acknowledge::release(&self.room, receipt, self.leaving(), Some(saw)).await
    }

    /// Lets a receipt go that stays back behind another computer, or that could not be registered, with a reason.
    pub async fn take_over(&self, receipt: &str, by: &str, why: &str, saw: &str) -> Result<ReceiptRow, Problem> {
        let by = if by.trim().is_empty() { &self.room.settings.office.handler } else { by };
        acknowledge::insist(&self.room, receipt, (by, why), self.leaving(), Some(saw)).await
    }

    /// Looks into all mailboxes now.
    ///
    /// # Errors
    /// `home.beside` when another songda watches them.
    pub fn check_now(&self) -> Result<(), Problem> {
        if !self.is_holder() {
            return Err(Problem::new("home.beside", [self.room.home.root().display().to_string()]));
        }
        self.room.wake.notify_waiters();
        Ok(())
    }

    /// Where a document lies.
    pub async fn document_path(&self, document: &str) -> Result<PathBuf, Problem> {
        self.room.refresh().await?;
        let told = self.room.told.read().await;
        let id = DocumentId::from_text(document);
        let path = told.by_document(&id).and_then(|mail| mail.filed.get(&id));
        path.map(|path| self.room.settings.case_root.join(path)).ok_or_else(|| Problem::not_found(document))
    }

    /// The folder that holds a service's documents, or the case root while none is filed.
    pub async fn service_folder(&self, service: &str) -> Result<PathBuf, Problem> {
        self.room.refresh().await?;
        let told = self.room.told.read().await;
        let mail = told.by_service(&ServiceId::from_text(service)).ok_or_else(|| Problem::not_found(service))?;
        let root = &self.room.settings.case_root;
        let first = mail.filed.values().next().map(|path| root.join(path));
        Ok(first.and_then(|path| path.parent().map(PathBuf::from)).unwrap_or_else(|| root.clone()))
    }

    /// Number of the last ledger entry, told anew whenever anything happened.
    pub fn changes(&self) -> tokio::sync::watch::Receiver<i64> {
        self.room.changes.subscribe()
    }

    /// Watches all mailboxes, files, and sends what is due, until stopped.
    ///
    /// # Errors
    /// When ledger or vault cannot be used.
    pub async fn watch(&self, stop: CancellationToken) -> Result<(), Problem> {
        let indexing = stop.child_token();
        let _ends = indexing.clone().drop_guard();
        let room = self.room.clone();
        let kept_up = tokio::spawn({
            let indexing = indexing.clone();
            async move { search::keep_up(&room, &indexing).await }
        });
        let outcome = watch::watch(&self.room, stop).await;
        // The home is free for the next one only when nobody holds it any more.
        indexing.cancel();
        let _ = kept_up.await;
        outcome
    }
}
