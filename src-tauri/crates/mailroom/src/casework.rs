//! The door to case folders and errands: what a window or a script may ask and order there.

use std::path::{Path, PathBuf};

use songda_core::folder::{self, Field};
use songda_core::id::{ErrandId, ServiceId};
use songda_core::identify::CaseNumber;
use songda_core::ledger::{Fact, MatterFact};

use crate::Mailroom;
use crate::caseroot::{self, Found, Moved};
use crate::errands::{self, Opening};
use crate::settings::pattern_says;
use crate::view::{CaseRow, FolderPreview, PickupRow, Problem, ServicePage};
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
    /// When there is no link that may be opened.
    pub async fn open_pickup(&self, service: &str, errand: Option<&str>, by: Option<&str>) -> Result<Opening, Problem> {
        errands::opening(self.room(), service, errand, &self.by(by)).await
    }

    /// Takes in files that a person fetched, for a service; gives how many are new.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub async fn bring_files(&self, service: &str, files: &[PathBuf], by: Option<&str>) -> Result<usize, Problem> {
        errands::bring_files(self.room(), service, files, &self.by(by)).await
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

    /// Takes in a pasted message; gives its service, where it tells of one.
    ///
    /// # Errors
    /// `home.beside` when another songda takes mail in; `paste.empty` when there is no text.
    pub async fn take_pasted(&self, text: &str) -> Result<Option<String>, Problem> {
        let room = self.room();
        if !room.is_holder() {
            return Err(Problem::new("home.beside", [room.home.root().display().to_string()]));
        }
        let arrival = paste::arrival(text).ok_or_else(|| Problem::new("paste.empty", []))?;
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
        let rows = self.cases().await?;
        let found = rows.into_iter().find(|row| row.case_number == wanted || row.id == number);
        found.ok_or_else(|| Problem::not_found(number))
    }

    /// Where documents would go under a pattern: the newest ones served, or an invented one.
    pub async fn preview_folders(&self, pattern: &str) -> Result<FolderPreview, Problem> {
        let services = self.services().await?;
        let office = &self.room().settings.office;
        let sample = services.first();
        let value = |field: Field| {
            let or = |value: Option<String>, sample: &str| value.unwrap_or_else(|| sample.to_owned());
            let day = sample.and_then(|it| it.arrived.as_deref()).and_then(|it| it.get(..10)).unwrap_or("2026-11-20");
            match field {
                Field::Court => or(sample.and_then(|it| it.court.as_ref().map(|it| it.name.clone())), "某某区人民法院"),
                Field::CaseNumber => {
                    or(sample.and_then(|it| it.case_numbers.first().cloned()), "（2026）沪0112民初12345号")
                }
                Field::ArrivedOn => day.to_owned(),
                Field::Year => day.get(..4).unwrap_or(day).to_owned(),
                Field::Cause => or(sample.and_then(|it| it.cause.clone()), "物业服务合同纠纷"),
                Field::Addressee => or(sample.and_then(|it| it.addressee.clone()), &office.name),
                Field::Number => "01".to_owned(),
                Field::Title => or(sample.and_then(|it| it.titles.first().cloned()), "传票"),
            }
        };
        let root = self.room().settings.case_root.display().to_string();
        let shown = folder::preview(pattern, &value);
        Ok(FolderPreview {
            problem: shown.as_ref().err().map(pattern_says),
            length: shown
                .as_ref()
                .map_or(0, |path| u32::try_from(folder::units(&root) + 1 + folder::units(path)).unwrap_or(u32::MAX)),
            path: shown.ok(),
            root,
        })
    }

    /// Looks at every filed document now.
    ///
    /// # Errors
    /// When the case root is not there.
    pub async fn look_at_folders(&self) -> Result<Found, Problem> {
        caseroot::look(self.room()).await
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
}

/// A percent-encoded name as it was.
pub fn decoded(name: &str) -> String {
    let pairs = url::form_urlencoded::parse(format!("n={}", name.replace('+', "%2B")).as_bytes()).into_owned().next();
    pairs.map_or_else(String::new, |(_, name)| name)
}
