//! The door to what people teach: a court's profile learns from a mail they confirm, and a closed part opens with the
//! password they type. Both are recorded first; the mails they concern are then judged again.

use songda_core::case::{Told, ToldMail};
use songda_core::id::{Digest, ServiceId};
use songda_core::ledger::{Fact, Taught, Unlocked};
use songda_core::lesson;
use songda_core::mail::{self, Became};
use songda_core::office::Office;
use songda_core::trust::{self, Side};

use crate::errands::bring;
use crate::signals::{self, archives};
use crate::view::{LessonRow, Problem};
use crate::{Mailroom, receive};

impl Mailroom {
    /// What a mail would teach of its court; nothing is changed by asking. `court` is the one a person names, by code or
    /// name, for a mail that was taken for no service and whose sender is no court's yet.
    ///
    /// # Errors
    /// `not-found`; `teach.refused` when it teaches nothing.
    pub async fn lesson_draft(&self, service: &str, court: Option<&str>) -> Result<LessonRow, Problem> {
        let (taught, told) = self.proposed(service, court).await?;
        Ok(row(&taught, &told, None))
    }

    async fn proposed(&self, service: &str, court: Option<&str>) -> Result<(Taught, Told), Problem> {
        let room = self.room();
        room.refresh().await?;
        let told = room.told.read().await.clone();
        let id = ServiceId::from_text(service);
        let mail = told.by_service(&id).or_else(|| by_digest(&told, service));
        let mail = mail.ok_or_else(|| Problem::not_found(service))?;
        let understood = mail.understood.clone().ok_or_else(|| Problem::not_found(service))?;
        if understood.service.is_none() {
            let office = told.lessons.laid_over(&room.settings.office);
            let taught = lesson::of_overlooked(mail.mail, &understood, court, &office, &room.reference());
            return Ok((taught.map_err(|refused| refusal(&refused))?, told));
        }
        let id = ServiceId::of(&mail.mail);
        let links = self.links_of(mail.mail).await?;
        let office = told.lessons.laid_over(&room.settings.office);
        let taught = lesson::lesson(&id, &understood, &links, &office, &room.reference());
        Ok((taught.map_err(|refused| refusal(&refused))?, told))
    }

    async fn links_of(&self, digest: Digest) -> Result<Vec<String>, Problem> {
        let vault = self.room().vault.clone();
        let read = tokio::task::spawn_blocking(move || vault.read(&digest).map(|raw| mail::read(&raw).0.links));
        Ok(read.await.map_err(|error| Problem::new("home.vault", [error.to_string()]))??)
    }

    /// Confirms a mail as its court's: its sender, the shape of its subject and the hosts of its links come onto the
    /// office's profile of the court, and mails of that sender that wait are judged again.
    ///
    /// # Errors
    /// `not-found`; `teach.refused` when it teaches nothing.
    pub async fn teach(&self, service: &str, court: Option<&str>, by: Option<&str>) -> Result<LessonRow, Problem> {
        let (taught, told) = self.proposed(service, court).await?;
        let by = self.person(by);
        self.put(&by, Fact::Taught(Box::new(taught.clone()))).await?;
        let at = self.lessons().await?.into_iter().find(|known| known.lesson == taught.lesson);
        Ok(LessonRow { waiting: waiting(&told, &taught), ..at.unwrap_or_else(|| row(&taught, &told, None)) })
    }

    /// Takes a lesson back; mails of its sender are judged without it again. Gives what is taken back.
    ///
    /// # Errors
    /// `not-found`.
    pub async fn unteach(&self, lesson: &str, by: Option<&str>) -> Result<LessonRow, Problem> {
        let known = self.lessons().await?.into_iter().find(|known| known.lesson == lesson);
        let known = known.ok_or_else(|| Problem::not_found(lesson))?;
        let by = self.person(by);
        self.put(&by, Fact::Untaught { lesson: lesson.to_owned() }).await?;
        Ok(known)
    }

    /// Every lesson in force, first one first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub async fn lessons(&self) -> Result<Vec<LessonRow>, Problem> {
        self.room().refresh().await?;
        let told = self.room().told.read().await;
        let all = told.lessons.all().iter();
        Ok(all.map(|lesson| row(&lesson.taught, &told, Some((&lesson.by, &lesson.at)))).collect())
    }

    /// Opens the closed parts of a service's mail, or of one part, with a password somebody typed; what was inside is
    /// read and filed. Gives the paths that opened.
    ///
    /// # Errors
    /// `not-found`; `unlock.nothing-closed` when nothing waits for a password; `unlock.wrong-password`, and then
    /// nothing is recorded.
    pub async fn unlock(
        &self,
        service: &str,
        part: Option<&str>,
        password: &str,
        by: Option<&str>,
    ) -> Result<Vec<String>, Problem> {
        let room = self.room();
        room.refresh().await?;
        let told: ToldMail = {
            let told = room.told.read().await;
            let id = ServiceId::from_text(service);
            let mail = told.by_service(&id).or_else(|| told.mails.iter().find(|mail| mail.mail.to_string() == service));
            mail.cloned().ok_or_else(|| Problem::not_found(service))?
        };
        let (vault, digest) = (room.vault.clone(), told.mail);
        let brought = room.told.read().await.errands.brought(&digest).to_vec();
        let (typed, wanted) = (password.trim().to_owned(), part.map(str::to_owned));
        let known = told.passwords.clone();
        let work = move || -> Result<(Vec<String>, Vec<String>), Problem> {
            let raw = vault.read(&digest)?;
            let (mut before, mut doubts) = mail::read(&raw);
            doubts.append(&mut bring::add(&mut before, &vault, &brought)?);
            before.typed_passwords = known;
            let mut after = before.clone();
            after.typed_passwords.push(typed);
            let closed = closed_parts(&mut before);
            let still = closed_parts(&mut after);
            let closed: Vec<String> =
                closed.into_iter().filter(|path| wanted.as_ref().is_none_or(|wanted| wanted == path)).collect();
            let opened = closed.iter().filter(|path| !still.contains(path)).cloned().collect();
            Ok((closed, opened))
        };
        let done = tokio::task::spawn_blocking(work).await;
        let (closed, opened) = done.map_err(|error| Problem::new("mail.not-readable", [error.to_string()]))??;
        if closed.is_empty() {
            return Err(Problem::new("unlock.nothing-closed", [part.unwrap_or_default().to_owned()]));
        }
        let Some(first) = opened.first() else {
            return Err(Problem::new("unlock.wrong-password", [closed.join("、")]));
        };
        let unlocked = Unlocked { mail: told.mail, part: first.clone(), password: password.trim().to_owned() };
        self.put(&self.person(by), Fact::Unlocked(unlocked)).await?;
        Ok(opened)
    }

    fn person(&self, by: Option<&str>) -> String {
        by.unwrap_or(&self.room().settings.office.handler).to_owned()
    }

    /// Records a fact and works through what is to be read anew for it; beside a holder, the holder does.
    async fn put(&self, by: &str, fact: Fact) -> Result<(), Problem> {
        let room = self.room();
        room.store.append(&room.stamp(), by, &[fact], None).await?;
        room.changed().await?;
        if room.is_holder() {
            receive::catch_up(room).await?;
        }
        Ok(())
    }
}

/// Shortest beginning of a mail's digest that names it.
const SHORTEST: usize = 8;

/// The one mail whose digest starts with these characters.
fn by_digest<'a>(told: &'a Told, start: &str) -> Option<&'a ToldMail> {
    let start = start.trim().to_lowercase();
    let mut found = told.mails.iter().filter(|mail| mail.mail.to_string().starts_with(&start));
    let only = found.next().filter(|_| start.len() >= SHORTEST)?;
    found.next().is_none().then_some(only)
}

/// Why nothing is learned: in words, and as codes for those who have words of their own.
fn refusal(refused: &lesson::Refused) -> Problem {
    let (reason, code) = refused.codes();
    let facts = [Some(refused.to_string()), Some(reason.to_owned()), code.map(str::to_owned)];
    Problem::new("teach.refused", facts.into_iter().flatten())
}

/// Paths of the parts that wait for a password.
fn closed_parts(mail: &mut mail::Mail) -> Vec<String> {
    let mut doubts = Vec::new();
    let typed = mail.typed_passwords.clone();
    archives::open_closed(mail, &typed, &mut doubts);
    let locked = signals::mark_locked(mail);
    let is_unread = |path: &String| mail.parts.iter().any(|it| it.path == *path && it.became == Became::Unread);
    let needs = doubts.iter().chain(&locked).filter(|doubt| doubt.code == "password-needed");
    let mut paths: Vec<String> = needs.map(|doubt| doubt.about.clone()).collect();
    let why = mail
        .parts
        .iter()
        .filter(|it| it.became == Became::Unread && it.why.as_deref().is_some_and(|why| why.contains("密码")));
    paths.extend(why.map(|it| it.path.clone()));
    paths.retain(is_unread);
    paths.sort();
    paths.dedup();
    paths
}

fn waiting(told: &Told, taught: &Taught) -> u32 {
    let waits = told.mails.iter().filter(|mail| {
        let is_answered = mail.receipt().is_some() || mail.by_hand.is_some();
        mail.understood.as_ref().is_some_and(|understood| lesson::may_change(understood, taught, is_answered))
    });
    u32::try_from(waits.count()).unwrap_or(u32::MAX)
}

fn row(taught: &Taught, told: &Told, given: Option<(&String, &String)>) -> LessonRow {
    let understood = told.by_service(&taught.service).and_then(|mail| mail.understood.as_ref());
    let is_against = |code: &str| trust::CODES.iter().any(|(known, side, _)| *known == code && *side == Side::Against);
    let against = understood.map(|it| it.reasons.iter().map(|(code, _)| code.clone()).filter(|code| is_against(code)));
    LessonRow {
        lesson: taught.lesson.clone(),
        service: taught.service.to_string(),
        court: taught.court.clone(),
        court_name: taught.court_name.clone(),
        senders: taught.senders.clone(),
        subjects: taught.subjects.clone(),
        hosts: taught.hosts.clone(),
        against: against.map(Iterator::collect).unwrap_or_default(),
        waiting: waiting(told, taught),
        by: given.map(|(by, _)| by.clone()),
        at: given.map(|(_, at)| at.clone()),
    }
}

/// The office as what it was taught makes it.
pub fn office(told: &Told, office: &Office) -> Office {
    told.lessons.laid_over(office)
}
