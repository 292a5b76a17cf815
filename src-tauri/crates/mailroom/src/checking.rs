//! What a person says of what was found: answers to doubts, corrections of what was read, and that the ledger is theirs.

use songda_core::id::{DoubtId, ServiceId};
use songda_core::ledger::Fact;
use songda_core::teach;

use crate::Mailroom;
use crate::view::{DoubtRow, Problem, ServicePage};

/// What a corrected fact answers: doubts of these codes about the whole mail, or about the document that was corrected.
const ANSWERED: &[(&str, &[&str])] = &[
    ("court", &["court-unknown", "court-mismatch", "court-code-unknown"]),
    ("case-number", &["case-number-missing", "case-number-cited", "case-number-implausible", "case-number-conflict"]),
    ("document-case", &["case-number-conflict", "brought-other-case"]),
    ("document-title", &["title-differs-from-name"]),
    ("document-kind", &["title-differs-from-name"]),
    ("hearing", &["hearing-time-unclear"]),
    ("addressee", &["addressee-not-us"]),
];

impl Mailroom {
    /// Records a person's answer to a doubt. Answering again adds the new answer; the last one counts.
    ///
    /// # Errors
    /// When there is no such doubt, or nothing can be recorded.
    pub async fn settle(&self, doubt: &str, answer: &str, by: Option<&str>) -> Result<DoubtRow, Problem> {
        let place = self.room.book().await?.place_of_doubt(doubt);
        let known = self.doubt(doubt, place).await?.ok_or_else(|| Problem::not_found(doubt))?;
        let fact = Fact::Settled { doubt: known.id.clone(), answer: answer.to_owned() };
        self.said(&[fact], by).await?;
        Ok(self.doubt(doubt, place).await?.unwrap_or(known))
    }

    /// A doubt by its id and the place of the mail it is about; none: a mail that could not be taken in.
    async fn doubt(&self, id: &str, place: Option<usize>) -> Result<Option<DoubtRow>, Problem> {
        self.room.ask(|teller| teller.doubts_at(place).into_iter().find(|row| row.id == id)).await
    }

    /// Records what a person says a fact of a service is; `of` is the part of the document for facts of documents. The
    /// doubts about that very fact are answered by it.
    ///
    /// # Errors
    /// `not-found`, or `mail.fact-refused` when the fact or its value is none; when nothing can be recorded.
    pub async fn correct(
        &self,
        service: &str,
        fact: &str,
        of: Option<&str>,
        value: &str,
        by: Option<&str>,
    ) -> Result<ServicePage, Problem> {
        self.room.refresh().await?;
        let id = ServiceId::from_text(service);
        let facts = {
            let told = self.room.told.read().await;
            let mail = told.by_service(&id).ok_or_else(|| Problem::not_found(service))?;
            let (understood, record) = mail.service().ok_or_else(|| Problem::not_found(service))?;
            let reference = &self.room.reference();
            let correction = teach::correction(id, record, fact, of, value, reference)
                .map_err(|refused| Problem::new("mail.fact-refused", [refused.to_string()]))?;
            let about = |part: &str| !fact.starts_with("document-") || Some(part) == of;
            let codes = ANSWERED.iter().find(|(known, _)| *known == fact).map_or(&[][..], |(_, codes)| codes);
            let answered =
                understood.doubts.iter().filter(|(code, part, _)| codes.contains(&code.as_str()) && about(part));
            let ids = answered.map(|(code, part, _)| DoubtId::of(&mail.mail, code, part).to_string());
            let open = ids.filter(|id| !told.settled.contains_key(id));
            let answer = format!("已更正为 {}", correction.value);
            let settled: Vec<Fact> = open.map(|doubt| Fact::Settled { doubt, answer: answer.clone() }).collect();
            [vec![Fact::Corrected(correction)], settled].concat()
        };
        self.said(&facts, by).await?;
        self.service(service).await
    }

    /// Records that a person compared what left lately and accepts the ledger as it lies; gives whether it was another
    /// one than the one noted.
    ///
    /// # Errors
    /// When the ledger or its note cannot be written.
    pub async fn accept_ledger(&self, by: Option<&str>) -> Result<bool, Problem> {
        let by = by.unwrap_or(&self.room.settings.office.handler);
        let accepted = self.room.store.accept(&self.room.stamp(), by).await?;
        self.room.changed().await?;
        // What was shown as a trouble is over.
        self.room.check_ledger().await?;
        Ok(accepted.is_some())
    }

    async fn said(&self, facts: &[Fact], by: Option<&str>) -> Result<(), Problem> {
        let by = by.unwrap_or(&self.room.settings.office.handler);
        self.room.store.append(&self.room.stamp(), by, facts, None).await?;
        self.room.changed().await
    }
}
