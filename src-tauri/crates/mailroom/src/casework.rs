//! The door to case folders and errands: what a window or a script may ask and order there.

use std::path::{Path, PathBuf};

use songda_core::id::{ErrandId, ServiceId};
use songda_core::identify::CaseNumber;
use songda_core::ledger::{Fact, MatterFact};

use crate::Mailroom;
use crate::caseroot::{self, Found, Moved};
use crate::errands::{self, Opening};
use crate::view::{CaseRow, DocumentRow, PickupRow, Problem, RootMoved, ServicePage};
use crate::{paste, receive};

impl Mailroom {
    fn by(&self, by: Option<&str>) -> String {
        by.unwrap_or(&self.room().settings.office.handler).to_owned()
    }

    /// Pickups of every service, newest service first.
    ///
    /// # Errors
    /// When the ledger cannot be read; so for every question below.
    pub async fn pickups(&self) -> Result<Vec<PickupRow>, Problem> {
        let mut rows = self.room().ask(|teller| teller.pickups()).await?;
        self.fill_pickups(&mut rows).await;
        Ok(rows)
    }

    /// Adds what the ledger does not hold: what the office allowed, and what is on its way at this moment.
    pub(crate) async fn fill_pickups(&self, rows: &mut [PickupRow]) {
        let told = self.room().told.read().await;
        for row in rows {
            let settings = self.room().settings.platform(&row.platform);
            let mail = told.by_service(&ServiceId::from_text(&row.service));
            row.allowed = row.can_fetch && mail.is_some_and(|mail| errands::is_allowed(mail, &settings));
            if let Some(progress) = self.room().errands.of(&ErrandId::from_text(&row.errand)) {
                row.on_its_way = Some(progress.name).filter(|name| !name.is_empty());
                (row.bytes, row.total) = (progress.bytes, progress.total);
            }
        }
    }

    async fn pickup(&self, errand: &ErrandId) -> Result<PickupRow, Problem> {
        let rows = self.pickups().await?;
        rows.into_iter().find(|row| row.errand == errand.as_str()).ok_or_else(|| Problem::not_found(errand.as_str()))
    }

    /// Orders that what is behind a link be fetched. The person was told that this may count as receipt.
    ///
    /// # Errors
    /// `pickup.by-hand-only` where only a browser serves.
    pub async fn fetch_pickup(
        &self,
        service: &str,
        errand: Option<&str>,
        password: Option<&str>,
        by: Option<&str>,
    ) -> Result<PickupRow, Problem> {
        let errand = errands::ask(self.room(), service, errand, password, &self.by(by)).await?;
        self.pickup(&errand).await
    }

    /// Stops fetching.
    pub async fn stop_pickup(
        &self,
        service: &str,
        errand: Option<&str>,
        by: Option<&str>,
    ) -> Result<PickupRow, Problem> {
        let errand = errands::cancel(self.room(), service, errand, &self.by(by)).await?;
        self.pickup(&errand).await
    }

    /// Puts on record that a person opens a link in the browser, and gives it.
    ///
    /// # Errors
    /// When there is no link that may be opened; `pickup.strange-host` where its host is not known and nobody confirmed it.
    pub async fn open_pickup(
        &self,
        service: &str,
        errand: Option<&str>,
        is_confirmed: bool,
        by: Option<&str>,
    ) -> Result<Opening, Problem> {
        errands::opening(self.room(), service, errand, is_confirmed, &self.by(by)).await
    }

    /// Puts on record that the browser could not be started for a link that was given.
    ///
    /// # Errors
    /// `not-found`.
    pub async fn pickup_not_opened(
        &self,
        service: &str,
        errand: &str,
        says: &str,
        by: Option<&str>,
    ) -> Result<(), Problem> {
        errands::not_opened(self.room(), service, errand, says, &self.by(by)).await
    }

    /// Takes in files that a person fetched, for a service; gives how many are new.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub async fn bring_files(&self, service: &str, files: &[PathBuf], by: Option<&str>) -> Result<usize, Problem> {
        errands::bring_files(self.room(), service, files, &self.by(by)).await
    }

    /// Records that the papers themselves were received on a day, with scans of them if there are any.
    ///
    /// # Errors
    /// When a file cannot be read or the day is none; then nothing is recorded.
    pub async fn bring_paper(
        &self,
        service: &str,
        on: &str,
        files: &[PathBuf],
        by: Option<&str>,
    ) -> Result<usize, Problem> {
        errands::bring_paper(self.room(), service, on, files, &self.by(by)).await
    }

    /// Takes in one file that a person chose or dropped in the window, its name percent-encoded; gives how many are new.
    ///
    /// # Errors
    /// When it is empty or too large.
    pub async fn bring_bytes(
        &self,
        service: &str,
        name: &str,
        bytes: Vec<u8>,
        by: Option<&str>,
    ) -> Result<usize, Problem> {
        errands::bring_bytes(self.room(), service, &decoded(name), bytes, &self.by(by)).await
    }

    /// Takes a document back that was put to the wrong service; bytes and file stay.
    ///
    /// # Errors
    /// `not-found`, or `pickup.not-by-hand` when nobody put it there.
    pub async fn take_file_back(&self, service: &str, document: &str, by: Option<&str>) -> Result<(), Problem> {
        errands::take_back(self.room(), service, document, &self.by(by)).await
    }

    /// Takes back that the papers of a service were received on paper on a day; scans go back with it.
    ///
    /// # Errors
    /// `not-found` when nothing of the kind is recorded; `case.no-reason` without a reason.
    pub async fn take_paper_back(&self, service: &str, on: &str, why: &str, by: Option<&str>) -> Result<(), Problem> {
        errands::take_paper_back(self.room(), service, on, &reason(why)?, &self.by(by)).await
    }

    /// Takes in a pasted message; gives its service, where it tells of one.
    ///
    /// # Errors
    /// `home.beside` when another songda takes mail in; `paste.empty` when there is no text, `paste.too-long` when there
    /// is more than any message has.
    pub async fn take_pasted(&self, text: &str) -> Result<Option<String>, Problem> {
        let room = self.room();
        if !room.is_holder() {
            return Err(Problem::new("home.beside", [room.home.root().display().to_string()]));
        }
        let arrival = paste::arrival(text)?;
        let digest = receive::keep(room, arrival).await?;
        receive::work_through(room, &[digest]).await?;
        let told = room.told.read().await;
        let mail = told.mail(&digest).filter(|mail| mail.service().is_some());
        Ok(mail.map(|mail| mail.service_id().to_string()))
    }

    /// Says that cases are one matter; the first one leads.
    ///
    /// # Errors
    /// `case.too-few` for fewer than two; `not-found` for a case nothing was served in.
    pub async fn join_cases(&self, numbers: &[String], by: Option<&str>) -> Result<CaseRow, Problem> {
        let mut known = Vec::new();
        for number in numbers {
            known.push(self.case(number).await?.case_number);
        }
        known.dedup();
        let [first, _, ..] = known.as_slice() else {
            return Err(Problem::new("case.too-few", known));
        };
        let first = first.clone();
        self.say(MatterFact::Joined { case_numbers: known }, by).await?;
        self.case(&first).await
    }

    /// Says that a case stands by itself again.
    pub async fn split_case(&self, number: &str, by: Option<&str>) -> Result<CaseRow, Problem> {
        let case_number = self.case(number).await?.case_number;
        self.say(MatterFact::Split { case_number: case_number.clone() }, by).await?;
        self.case(&case_number).await
    }

    /// Gives a case a name of the office's own; empty takes it away. Numbers and folders stay as they are.
    pub async fn name_case(&self, number: &str, name: &str, by: Option<&str>) -> Result<CaseRow, Problem> {
        let case_number = self.case(number).await?.case_number;
        let name: String = name.trim().chars().filter(|c| !c.is_control()).take(80).collect();
        self.say(MatterFact::Named { case_number: case_number.clone(), name }, by).await?;
        self.case(&case_number).await
    }

    /// Closes a case for the office: it stands apart until something is served in it. Its deadlines and receipts stay as
    /// they are.
    ///
    /// # Errors
    /// `case.no-reason` without a reason.
    pub async fn close_case(&self, number: &str, why: &str, by: Option<&str>) -> Result<CaseRow, Problem> {
        let (case_number, why) = (self.case(number).await?.case_number, reason(why)?);
        self.say(MatterFact::Closed { case_number: case_number.clone(), why }, by).await?;
        self.case(&case_number).await
    }

    /// Opens a closed case again.
    ///
    /// # Errors
    /// `case.no-reason` without a reason.
    pub async fn reopen_case(&self, number: &str, why: &str, by: Option<&str>) -> Result<CaseRow, Problem> {
        let (case_number, why) = (self.case(number).await?.case_number, reason(why)?);
        self.say(MatterFact::Reopened { case_number: case_number.clone(), why }, by).await?;
        self.case(&case_number).await
    }

    /// Says that services are one, told by several channels; the first one leads. One receipt and one set of deadlines
    /// hold for all of them.
    ///
    /// # Errors
    /// `service.too-few` for fewer than two; `service.both-acknowledged` when two of them have receipts already.
    pub async fn join_services(
        &self,
        services: &[String],
        why: &str,
        by: Option<&str>,
    ) -> Result<ServicePage, Problem> {
        let room = self.room();
        room.refresh().await?;
        let ids = {
            let told = room.told.read().await;
            let mut ids: Vec<ServiceId> = Vec::new();
            let mut receipts = 0;
            for service in services {
                let id = ServiceId::from_text(service);
                let mail = told.by_service(&id).ok_or_else(|| Problem::not_found(service))?;
                if !ids.contains(&id) {
                    receipts += usize::from(mail.receipt().is_some());
                    ids.push(id);
                }
            }
            if ids.len() < 2 {
                return Err(Problem::new("service.too-few", services.to_vec()));
            }
            if receipts > 1 {
                return Err(Problem::new("service.both-acknowledged", services.to_vec()));
            }
            ids
        };
        self.say(MatterFact::ServicesJoined { services: ids, why: why.trim().to_owned() }, by).await?;
        self.service(services.first().map_or("", String::as_str)).await
    }

    /// Says that a service stands by itself again.
    ///
    /// # Errors
    /// When there is none.
    pub async fn part_service(&self, service: &str, why: &str, by: Option<&str>) -> Result<ServicePage, Problem> {
        self.room().refresh().await?;
        let id = ServiceId::from_text(service);
        if self.room().told.read().await.by_service(&id).is_none() {
            return Err(Problem::not_found(service));
        }
        self.say(MatterFact::ServiceParted { service: id, why: why.trim().to_owned() }, by).await?;
        self.service(service).await
    }

    async fn say(&self, fact: MatterFact, by: Option<&str>) -> Result<(), Problem> {
        let room = self.room();
        room.store.append(&room.stamp(), &self.by(by), &[Fact::Matter(fact)], None).await?;
        room.changed().await
    }

    /// The case with this number, in whatever brackets, or with this id.
    async fn case(&self, number: &str) -> Result<CaseRow, Problem> {
        let read = CaseNumber::parse(number, &self.room().reference());
        let wanted = read.map_or_else(|| number.trim().to_owned(), |read| read.to_string());
        let found = self.room().ask(|teller| teller.case(&wanted, number)).await?;
        found.ok_or_else(|| Problem::not_found(number))
    }

    /// Looks at every byte of every filed document now; gives what was found, and the rows of those that are not as
    /// they were filed.
    ///
    /// # Errors
    /// When the case root is not there.
    pub async fn look_at_folders(&self) -> Result<(Found, Vec<DocumentRow>), Problem> {
        let found = caseroot::look(self.room(), caseroot::Depth::Bytes).await?;
        let rows = self.documents().await?;
        Ok((found, rows.into_iter().filter(|row| matches!(row.state.as_str(), "missing" | "changed")).collect()))
    }

    /// Puts every document back whose file is gone; gives where each lies, and what kept the first that could not be
    /// put back.
    ///
    /// # Errors
    /// When the case root cannot be looked at.
    pub async fn restore_missing(&self, by: Option<&str>) -> Result<(Vec<String>, Option<Problem>), Problem> {
        caseroot::restore_missing(self.room(), &self.by(by)).await
    }

    /// Puts a document back into its case folder; gives where it lies.
    ///
    /// # Errors
    /// When there is none, or the folder refuses.
    pub async fn restore_document(&self, document: &str, by: Option<&str>) -> Result<String, Problem> {
        caseroot::restore(self.room(), document, &self.by(by)).await
    }

    /// Moves the case root and compares every file.
    ///
    /// # Errors
    /// `root-move.*`; nothing changed then.
    pub async fn move_case_root(&self, to: &Path, by: Option<&str>) -> Result<Moved, Problem> {
        caseroot::move_root(self.room(), to, &self.by(by)).await
    }

    /// The same for a place that was typed, which must be a whole path: ~ or a bare name would end up in the home.
    ///
    /// # Errors
    /// `root-move.no-place` when it is none; as `move_case_root`.
    pub async fn move_case_root_to(&self, to: &str) -> Result<RootMoved, Problem> {
        let typed = Path::new(to.trim().trim_matches('"'));
        if !typed.is_absolute() {
            return Err(Problem::new("root-move.no-place", []));
        }
        let moved = self.move_case_root(typed, None).await?;
        Ok(RootMoved {
            from: moved.from.display().to_string(),
            to: moved.to.display().to_string(),
            files: u32::try_from(moved.files).unwrap_or(u32::MAX),
        })
    }
}

/// A person's reason, as it is kept.
fn reason(why: &str) -> Result<String, Problem> {
    let why: String = why.trim().chars().filter(|c| !c.is_control()).take(200).collect();
    if why.is_empty() { Err(Problem::new("case.no-reason", [])) } else { Ok(why) }
}

/// A percent-encoded name as it was.
pub fn decoded(name: &str) -> String {
    let pairs = url::form_urlencoded::parse(format!("n={}", name.replace('+', "%2B")).as_bytes()).into_owned().next();
    pairs.map_or_else(String::new, |(_, name)| name)
}
