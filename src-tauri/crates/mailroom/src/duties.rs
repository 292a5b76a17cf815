//! The door's part on duties: the register of agreements, many receipts at once, corrections, and who was reminded.

use std::path::PathBuf;

use songda_core::case::Told;
use songda_core::id::Digest;
use songda_core::ledger::Agreement;
use songda_core::receipt::Reason;

use crate::acknowledge::{self, Acknowledged, Order, Scan, Verified, Way, Wish, batch, register};
use crate::casework::decoded;
use crate::view::{
    AgreementForm, AgreementRow, BatchLine, Chosen, Problem, ReceiptDraft, ReceiptRow, ReminderRow, Wished,
};
use crate::{Mailroom, clock};

/// Longest signed paper that is kept, in bytes.
const LARGEST_PAPER: usize = 50 * 1024 * 1024;

impl Mailroom {
    /// Keeps a signed paper; gives its digest, by which an agreement names it.
    ///
    /// # Errors
    /// `agreement.no-paper` when it is empty or too large; when the vault cannot be written.
    pub async fn keep_paper(&self, name: &str, bytes: Vec<u8>) -> Result<String, Problem> {
        if bytes.is_empty() || bytes.len() > LARGEST_PAPER {
            return Err(Problem::new("agreement.no-paper", [decoded(name), LARGEST_PAPER.to_string()]));
        }
        let vault = self.room().vault.clone();
        let kept = tokio::task::spawn_blocking(move || vault.keep(&bytes)).await;
        let digest = kept.map_err(|error| Problem::new("home.vault", [error.to_string()]))??;
        Ok(digest.to_string())
    }

    /// Enters an agreement on the address for service, or changes one; every change stays on record.
    ///
    /// # Errors
    /// `agreement.flawed` with what is wrong, `agreement.no-paper` when the paper is not in the vault.
    pub async fn enter_agreement(&self, form: AgreementForm) -> Result<AgreementRow, Problem> {
        let room = self.room();
        let document = match &form.document {
            Some(text) => Some(self.paper(text).await?),
            None => None,
        };
        let tidy = |texts: Vec<String>| -> Vec<String> {
            let texts = texts.into_iter().map(|text| text.trim().to_owned());
            texts.filter(|text| !text.is_empty()).collect()
        };
        let wanted = Agreement {
            id: form.id.trim().to_owned(),
            kind: form.kind,
            courts: register::codes(room, &tidy(form.courts))?,
            company: form.company.trim().to_owned(),
            address: form.address.trim().to_owned(),
            cases: tidy(form.cases),
            levels: tidy(form.levels),
            from: form.from,
            until: form.until.filter(|until| !until.is_empty()),
            reply: form.reply,
            reply_within: form.reply_within,
            document_name: document.and(form.document_name),
            document,
            note: form.note.trim().to_owned(),
        };
        let by = &room.settings.office.handler;
        if wanted.id.is_empty() {
            let (court, from) = (wanted.courts.first().cloned().unwrap_or_default(), wanted.from.clone());
            return register::enter_new(room, wanted, |told| free_id(told, &court, &from), by).await;
        }
        register::enter(room, wanted, None, by).await
    }

    async fn paper(&self, text: &str) -> Result<Digest, Problem> {
        let missing = || Problem::new("agreement.no-paper", [text.to_owned(), LARGEST_PAPER.to_string()]);
        let digest = Digest::parse(text).ok_or_else(missing)?;
        let vault = self.room().vault.clone();
        let found = tokio::task::spawn_blocking(move || vault.read(&digest).is_ok()).await;
        if found.unwrap_or_default() { Ok(digest) } else { Err(missing()) }
    }

    /// Every receipt that would be sent for these services, one line each. Queues nothing.
    ///
    /// # Errors
    /// When the ledger cannot be read or there is no such service.
    pub async fn batch(&self, services: &[String]) -> Result<Vec<BatchLine>, Problem> {
        let by = &self.room().settings.office.handler;
        batch::lines(self.room(), services, &Order::plain(by, self.leaving())).await
    }

    /// Draws up one receipt for each of these services that raises no question and is still what was listed; gives what
    /// became of every one.
    ///
    /// # Errors
    /// When the ledger cannot be read or there is no such service.
    pub async fn acknowledge_many(&self, chosen: &[Chosen]) -> Result<Vec<BatchLine>, Problem> {
        let by = &self.room().settings.office.handler;
        batch::acknowledge(self.room(), chosen, &Order::plain(by, self.leaving())).await
    }

    /// Writes the day of receipt into the court's blank form and files it beside the papers, for printing; gives the file.
    ///
    /// # Errors
    /// `receipt.no-form` or `receipt.form-unlike` where there is none that a program can fill in.
    pub async fn fill_form(&self, service: &str) -> Result<PathBuf, Problem> {
        acknowledge::form::file(self.room(), service).await
    }

    /// What the confirm sheet shows of a letter before it is drawn up. Queues nothing.
    ///
    /// # Errors
    /// `receipt.no-reason`, `receipt.no-scan`; `receipt.not-asked` and `receipt.read-not-allowed` for a read receipt; else
    /// as any receipt.
    pub async fn letter_draft(&self, service: &str, wished: Wished) -> Result<ReceiptDraft, Problem> {
        acknowledge::draft(self.room(), service, &self.order_of(service, wished, None).await?).await
    }

    /// Draws up the letter a person saw, and nothing else; it waits for its undo time.
    ///
    /// # Errors
    /// `receipt.changed` when it would not be what `seen` stands for; `receipt.not-verified` when the mail proves nothing
    /// and it is not said how it was made sure of; as `letter_draft`.
    pub async fn send_letter(&self, service: &str, wished: Wished, seen: String) -> Result<ReceiptRow, Problem> {
        let how = wished.verified.clone();
        let order = self.order_of(service, wished, Some(seen)).await?;
        let order = Order { verified: Verified::By(&how), ..order };
        match acknowledge::acknowledge(self.room(), service, &order).await? {
            Acknowledged::Queued(row) | Acknowledged::Already(row) => Ok(row),
        }
    }

    /// What the sheet shows of a letter that was drawn up before and waits for a person.
    ///
    /// # Errors
    /// When there is none, or its bytes cannot be read.
    pub async fn queued_letter(&self, receipt: &str) -> Result<ReceiptDraft, Problem> {
        acknowledge::queued_letter(self.room(), receipt).await
    }

    async fn order_of(&self, service: &str, wished: Wished, seen: Option<String>) -> Result<Order<'_>, Problem> {
        let no_reason = || Problem::new("receipt.no-reason", [service.to_owned()]);
        let note = wished.note.trim().to_owned();
        let wish = match wished.kind.as_str() {
            "refused" => {
                let reason = wished.reason.as_deref().and_then(Reason::parse).ok_or_else(no_reason)?;
                Wish::Refused { reason, note }
            }
            "corrected" if note.is_empty() => return Err(no_reason()),
            "corrected" => Wish::Corrected { note },
            _ => Wish::Received,
        };
        let scan = match (wished.kind.as_str(), wished.scan) {
            ("sealed", Some(paper)) => Some(self.scan(service, &paper, wished.scan_name).await?),
            ("sealed", None) => return Err(Problem::new("receipt.no-scan", [service.to_owned()])),
            _ => None,
        };
        let way = match wished.kind.as_str() {
            "read" => Some(Way::ReadReceipt),
            _ => scan.is_some().then_some(Way::SealedForm),
        };
        Ok(Order { wish, way, scan, seen, ..Order::plain(&self.room().settings.office.handler, self.leaving()) })
    }

    /// The court's own form 送达回证, sealed by the office and scanned, as it was kept before.
    async fn scan(&self, service: &str, paper: &str, name: Option<String>) -> Result<Scan, Problem> {
        let missing = || Problem::new("receipt.no-scan", [service.to_owned()]);
        let digest = Digest::parse(paper).ok_or_else(missing)?;
        let vault = self.room().vault.clone();
        let read = tokio::task::spawn_blocking(move || vault.read(&digest)).await;
        let bytes = read.map_err(|error| Problem::new("home.vault", [error.to_string()]))?.map_err(|_| missing())?;
        Ok(Scan { name: name.unwrap_or_default(), bytes })
    }

    /// Records that a service was answered outside of this program, or needs no answer.
    ///
    /// # Errors
    /// When there is no such service, it has a receipt, or nothing can be recorded.
    pub async fn answered_by_hand(&self, service: &str, how: &str, note: &str) -> Result<(), Problem> {
        let by = &self.room().settings.office.handler;
        acknowledge::by_hand(self.room(), service, how, note, by).await
    }

    /// Takes back that a service was answered outside of this program.
    ///
    /// # Errors
    /// When that was not said, there is no reason, or nothing can be recorded.
    pub async fn not_answered_by_hand(&self, service: &str, why: &str) -> Result<(), Problem> {
        let by = &self.room().settings.office.handler;
        acknowledge::take_back_by_hand(self.room(), service, why, by).await
    }

    /// Who was reminded of what, by which way, and what came of it; newest first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub async fn reminders(&self) -> Result<Vec<ReminderRow>, Problem> {
        self.room().ask(|teller| teller.reminders()).await
    }
}

/// A free id made of the court and the first day: `沪0112-2026-01-01`.
fn free_id(told: &Told, court: &str, from: &str) -> String {
    let from = if from.is_empty() { clock::today().to_string() } else { from.to_owned() };
    let mut id = format!("{court}-{from}");
    for nth in 2..=told.agreements.len() + 2 {
        if !told.agreements.contains_key(&id) {
            break;
        }
        id = format!("{court}-{from}-{nth}");
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;
    use songda_core::ledger::{Arrived, Fact, ServiceRecord, Understood};

    const SETTINGS: &str = r#"
[office]
name = "示例物业管理有限公司"
handler = "王敏"

[[mailbox]]
id = "court"
kind = "folder"
address = "sd@office.example.test"
regime = "promised"
path = "drop"
outbox = "out"
authserv_id = "mx.office.example.test"

[[court]]
code = "沪0112"
senders = ["sd@court.example.test"]
"#;

    /// A mail of a court of which neither a case nor a paper was read, and one part stayed closed.
    fn unread(from: &str) -> [Fact; 2] {
        let mail = Digest::of(b"unread");
        let arrived = Arrived {
            regime: "promised".into(),
            address: "sd@office.example.test".into(),
            ..acknowledge::sighting(mail)
        };
        let court = Some(("沪0112".into(), "上海市闵行区人民法院".into()));
        let read = Understood {
            mail: Some(mail),
            from: Some(from.to_owned()),
            arrived: Some("2026-11-20T16:42:07+08:00".into()),
            verdict: "proven".into(),
            service: Some(ServiceRecord { court, regime: "promised".into(), ..ServiceRecord::default() }),
            doubts: vec![("password-needed".into(), "2".into(), "a.zip".into())],
            ..Understood::default()
        };
        [Fact::Arrived(arrived), Fact::Understood(Box::new(read))]
    }

    /// A mailroom of its own in a folder that goes with it.
    async fn opened() -> (tempfile::TempDir, Mailroom) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("drop")).unwrap();
        std::fs::write(folder.path().join("songda.toml"), SETTINGS).unwrap();
        let mailroom = Mailroom::open(crate::home::Home::at(folder.path())).await.unwrap();
        (folder, mailroom)
    }

    async fn append(mailroom: &Mailroom, facts: &[Fact]) {
        let room = mailroom.room();
        room.store.append(&room.stamp(), "songda", facts, None).await.unwrap();
        room.refresh().await.unwrap();
    }

    #[tokio::test]
    async fn a_letter_is_sent_as_it_was_shown_or_not_at_all() {
        let (_folder, mailroom) = opened().await;
        append(&mailroom, &unread("sd@court.example.test")).await;
        let (mail, wished) = (songda_core::id::ServiceId::of(&Digest::of(b"unread")).to_string(), Wished::default());
        let shown = mailroom.letter_draft(&mail, wished.clone()).await.unwrap();
        assert_eq!(shown.cautions, ["unopened-parts", "unread"]);
        let line = mailroom.batch(std::slice::from_ref(&mail)).await.unwrap().remove(0);
        assert_eq!(line.why.as_deref(), Some("unopened-parts"));
        // Read anew meanwhile, it would say something else.
        append(&mailroom, &unread("another@court.example.test")[1..]).await;
        let refused = mailroom.send_letter(&mail, wished.clone(), shown.seen).await.unwrap_err();
        assert_eq!(refused.code, "receipt.changed");
        let shown = mailroom.letter_draft(&mail, wished.clone()).await.unwrap();
        let sent = mailroom.send_letter(&mail, wished, shown.seen).await.unwrap();
        // What waits is shown as it will leave.
        let waiting = mailroom.queued_letter(&sent.id).await.unwrap();
        assert_eq!((waiting.to.as_str(), waiting.cautions.len()), ("another@court.example.test", 2));
        assert!(waiting.body.contains("王敏") && waiting.body.contains("上海市闵行区人民法院"), "{}", waiting.body);
        let sealed = Wished { kind: "sealed".into(), ..Wished::default() };
        assert_eq!(mailroom.letter_draft(&mail, sealed).await.unwrap_err().code, "receipt.no-scan");
    }

    #[tokio::test]
    async fn a_mail_that_proves_nothing_is_answered_by_whoever_says_how_it_was_made_sure_of() {
        let (_folder, mailroom) = opened().await;
        let [arrived, read] = unread("sd@court.example.test");
        let Fact::Understood(read) = read else { unreachable!("a mail that was read") };
        let read = Understood { verdict: "likely".into(), ..*read };
        append(&mailroom, &[arrived, Fact::Understood(Box::new(read))]).await;
        let mail = songda_core::id::ServiceId::of(&Digest::of(b"unread")).to_string();
        let seen = mailroom.letter_draft(&mail, Wished::default()).await.unwrap().seen;
        for (how, kept) in [("", None), (" ", None), (" 电话 ", Some("电话"))] {
            let wished = Wished { verified: how.into(), ..Wished::default() };
            let sent = mailroom.send_letter(&mail, wished, seen.clone()).await;
            match kept {
                None => assert_eq!(sent.unwrap_err().code, "receipt.not-verified", "{how:?}"),
                Some(kept) => assert_eq!(sent.unwrap().verified.as_deref(), Some(kept)),
            }
        }
        assert_eq!(mailroom.receipts().await.unwrap().len(), 1);
    }

    #[tokio::test]
    async fn a_script_answers_what_proves_nothing_only_by_name_and_where_the_sender_is_listed() {
        let listed = ("sender-listed".to_owned(), "sd@court.example.test".to_owned());
        let official = ("official-domain".to_owned(), "court.example.test".to_owned());
        let cases = [
            (official.clone(), "王敏", Verified::Unasked, None),
            (listed.clone(), " ", Verified::Unasked, None),
            (listed.clone(), "王敏", Verified::Unasked, Some(acknowledge::LISTED)),
            (official.clone(), " ", Verified::By("电话"), None),
            (official, "王敏", Verified::By("电话"), Some("电话")),
        ];
        for (reason, by, verified, kept) in cases {
            let (_folder, mailroom) = opened().await;
            let [arrived, read] = unread("sd@court.example.test");
            let Fact::Understood(read) = read else { unreachable!("a mail that was read") };
            let read = Understood { verdict: "likely".into(), reasons: vec![reason], ..*read };
            append(&mailroom, &[arrived, Fact::Understood(Box::new(read))]).await;
            let mail = songda_core::id::ServiceId::of(&Digest::of(b"unread")).to_string();
            let order = Order { verified, ..Order::plain(by, acknowledge::Leaving::AtOnce) };
            let ended = acknowledge::acknowledge(mailroom.room(), &mail, &order).await;
            match (ended, kept) {
                (Err(problem), None) => assert_eq!(problem.code, "receipt.not-verified"),
                (Ok(Acknowledged::Queued(row)), Some(kept)) => {
                    assert_eq!((row.by.as_str(), row.verified.as_deref()), (by, Some(kept)));
                }
                (ended, kept) => unreachable!("{kept:?}: {ended:?}"),
            }
        }
    }

    #[tokio::test]
    async fn a_letter_is_not_sent_again_by_who_did_not_see_that_the_first_one_came_back() {
        let (_folder, mailroom) = opened().await;
        append(&mailroom, &unread("sd@court.example.test")).await;
        let mail = songda_core::id::ServiceId::of(&Digest::of(b"unread")).to_string();
        let draft = async || mailroom.letter_draft(&mail, Wished::default()).await.unwrap().seen;
        let send = async |seen: String| mailroom.send_letter(&mail, Wished::default(), seen).await;
        // Two windows show the same sheet; one sends, and the letter comes back.
        let shown = draft().await;
        let first = send(shown.clone()).await.unwrap();
        let receipt = songda_core::id::ReceiptId::from_text(&first.id);
        let bounced = songda_core::ledger::ReceiptReport {
            receipt: receipt.clone(),
            mail: Digest::of(b"bounce"),
            report: "bounced".into(),
            status: "5.1.1".into(),
            says: "no such user".into(),
        };
        let sent = Fact::ReceiptSent { receipt, answer: "250 ok".into() };
        append(&mailroom, &[sent, Fact::ReceiptReported(bounced)]).await;
        assert_eq!(send(shown).await.unwrap_err().code, "receipt.changed");
        assert_ne!(send(draft().await).await.unwrap().id, first.id, "who saw it may send another one");
    }

    #[tokio::test]
    async fn of_many_only_those_leave_that_are_what_was_listed() {
        let (_folder, mailroom) = opened().await;
        let read = |title: &str| {
            let [arrived, read] = unread("sd@court.example.test");
            let Fact::Understood(mut read) = read else { unreachable!("a mail that was read") };
            read.doubts.clear();
            let document = songda_core::ledger::DocumentRecord { title: title.into(), ..Default::default() };
            let record = read.service.as_mut().expect("a service");
            (record.case_numbers, record.documents) = (vec!["（2026）沪0112民初1号".into()], vec![document]);
            [arrived, Fact::Understood(read)]
        };
        append(&mailroom, &read("传票")).await;
        let service = songda_core::id::ServiceId::of(&Digest::of(b"unread")).to_string();
        let listed = || async {
            let line = mailroom.batch(std::slice::from_ref(&service)).await.unwrap().remove(0);
            assert_eq!(line.why, None, "{line:?}");
            Chosen { service: line.service, seen: line.seen }
        };
        let shown = listed().await;
        append(&mailroom, &read("举证通知书")[1..]).await;
        let line = mailroom.acknowledge_many(&[shown]).await.unwrap().remove(0);
        assert_eq!(line.problem.map(|problem| problem.code).as_deref(), Some("receipt.changed"));
        let unseen = Chosen { service: service.clone(), seen: String::new() };
        let line = mailroom.acknowledge_many(&[unseen]).await.unwrap().remove(0);
        assert_eq!(line.problem.map(|problem| problem.code).as_deref(), Some("receipt.changed"));
        assert!(mailroom.receipts().await.unwrap().is_empty(), "nothing was drawn up");
        let line = mailroom.acknowledge_many(&[listed().await]).await.unwrap().remove(0);
        assert_eq!(line.receipt.map(|row| row.state).as_deref(), Some("queued"));
    }
}
