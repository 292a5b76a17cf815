//! Mails that serve nothing: kept in sight, so that one a court sent is found among them.

use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};
use songda_core::case::ToldMail;
use songda_core::id::Digest;
use songda_core::identify::{case_numbers_in, plain_without_blanks};
use songda_core::lesson;
use songda_core::mail;
use songda_core::office::Office;
use songda_core::reference::Reference;

use super::{number, part};
use crate::Mailroom;
use crate::services::squeezed;
use crate::teaching;
use crate::view::{MailCounts, MailList, MailPage, MailQuery, Problem};

/// One mail that serves nothing, as far as order, counts and filters need it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct KeptMail {
    mail: Digest,
    /// Place of the mail.
    pub(super) place: usize,
    /// Arrival, else first sighting, RFC 3339.
    came: String,
    from: String,
    /// Whether its sender's domain is known to be a court's.
    is_official: bool,
    names_court: bool,
    names_case: bool,
    /// Whether it answers a mail of ours: it is told with the receipt.
    is_answer: bool,
    text: String,
    #[serde(skip)]
    plain: OnceLock<String>,
}

impl KeptMail {
    /// What is kept of a mail that was read and serves nothing.
    pub(super) fn of(mail: &ToldMail, place: usize, reference: &Reference) -> Option<Self> {
        let understood = mail.understood.as_ref().filter(|it| it.service.is_none())?;
        let from = understood.from.clone().unwrap_or_default();
        let domain = from.rsplit('@').next().unwrap_or_default().to_lowercase();
        let names = understood.parts.iter().filter_map(|part| part.name.as_deref());
        let said: Vec<&str> =
            understood.from_name.as_deref().into_iter().chain([understood.subject.as_str()]).chain(names).collect();
        let said = said.join("\n");
        Some(Self {
            mail: mail.mail,
            place,
            came: understood.arrived.clone().unwrap_or_else(|| mail.first_seen.clone()),
            is_official: reference.senders.official(&domain).is_some()
                || reference.senders.is_government_court(&domain),
            names_court: !reference.courts.named_in(&said).is_empty(),
            names_case: !case_numbers_in(&plain_without_blanks(&said), reference).is_empty(),
            is_answer: understood.answer.is_some(),
            text: format!("{from}\n{said}"),
            from,
            plain: OnceLock::new(),
        })
    }

    /// Why a court may have sent it.
    fn hints(&self, office: &Office) -> Vec<String> {
        let all = [
            (lesson::is_listed(&self.from, office), "listed-sender"),
            (self.is_official, "official-domain"),
            (self.names_court, "names-court"),
            (self.names_case, "names-case"),
        ];
        all.into_iter().filter(|(is, _)| *is && !self.is_answer).map(|(_, hint)| hint.to_owned()).collect()
    }

    fn holds(&self, wanted: &str) -> bool {
        let plain = || self.text.lines().map(squeezed).collect::<Vec<_>>().join("\n");
        wanted.is_empty() || self.plain.get_or_init(plain).contains(wanted)
    }
}

/// How many came on a day (YYYY-MM-DD) or later and may be a court's.
pub(super) fn of_courts_since(mails: &[Arc<KeptMail>], office: &Office, day: &str) -> usize {
    let recent = mails.iter().take_while(|kept| kept.came.as_str() >= day);
    recent.filter(|kept| !kept.hints(office).is_empty()).count()
}

/// Newest first.
pub(super) fn sort(mails: &mut [Arc<KeptMail>]) {
    mails.sort_by(|a, b| b.came.cmp(&a.came).then_with(|| a.mail.cmp(&b.mail)));
}

impl Mailroom {
    /// The part of the mails that serve nothing that a question asks for.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub async fn mail_list(&self, query: &MailQuery) -> Result<MailList, Problem> {
        let book = self.room.book().await?;
        let wanted = squeezed(&query.text);
        self.room
            .ask(|teller| {
                let office = teaching::office(teller.told, &self.room.settings.office);
                let told: Vec<(&KeptMail, Vec<String>)> =
                    book.mails.iter().map(|kept| (kept.as_ref(), kept.hints(&office))).collect();
                let court = told.iter().filter(|(_, hints)| !hints.is_empty()).count();
                let is_in = |hints: &[String]| query.tab != "court" || !hints.is_empty();
                let fitting: Vec<&(&KeptMail, Vec<String>)> =
                    told.iter().filter(|(kept, hints)| is_in(hints) && kept.holds(&wanted)).collect();
                let (offset, limit) = part(query.offset, query.limit);
                let shown = fitting.iter().skip(offset).take(limit);
                MailList {
                    counts: MailCounts { court: number(court), all: number(told.len()) },
                    fitting: number(fitting.len()),
                    offset: query.offset,
                    rows: shown.filter_map(|(kept, hints)| teller.mail_line(kept.mail, hints.clone())).collect(),
                }
            })
            .await
    }

    /// One mail that serves nothing, by its digest.
    ///
    /// # Errors
    /// `not-found` when there is none, or it serves something.
    pub async fn mail_page(&self, sha256: &str) -> Result<MailPage, Problem> {
        let book = self.room.book().await?;
        let digest = Digest::parse(sha256).ok_or_else(|| Problem::not_found(sha256))?;
        let kept = book.mails.iter().find(|kept| kept.mail == digest).ok_or_else(|| Problem::not_found(sha256))?;
        let vault = self.room.vault.clone();
        let read = tokio::task::spawn_blocking(move || vault.read(&digest).map(|raw| mail::read(&raw).0.text)).await;
        let text = read.map_err(|error| Problem::new("home.vault", [error.to_string()]))??;
        let lesson = self.lesson_draft(sha256, None).await.ok();
        let told = self.room.ask(|teller| {
            let office = teaching::office(teller.told, &self.room.settings.office);
            let line = teller.mail_line(digest, kept.hints(&office))?;
            let understood = teller.whole(teller.told.mail(&digest)?)?;
            let forged = understood.reasons.iter().find(|(code, detail)| lesson::is_final(code, detail));
            Some((line, teller.said_of(&understood), forged.map(|(code, _)| code.clone())))
        });
        let (line, (reasons, parts), forged) = told.await?.ok_or_else(|| Problem::not_found(sha256))?;
        Ok(MailPage { line, text, reasons, parts, lesson, forged })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use songda_core::ledger::{Entry, Fact, Understood};
    use songda_core::office::CourtProfile;

    fn kept(from: &str, subject: &str, is_answer: bool) -> KeptMail {
        let mail = Digest::of(subject.as_bytes());
        let understood = Understood {
            mail: Some(mail),
            from: Some(from.to_owned()),
            subject: subject.to_owned(),
            arrived: Some("2026-11-20T10:00:00+08:00".to_owned()),
            verdict: "not-court".to_owned(),
            answer: is_answer.then(Default::default),
            ..Understood::default()
        };
        let arrived = serde_json::json!({
            "fact": "arrived", "mail": mail, "size_bytes": 1, "mailbox": "court", "folder": "INBOX", "uid": null,
            "file": null, "internal_date": null, "regime": "confirmed", "address": "service@office.example",
        });
        let facts = [arrived.to_string(), serde_json::to_string(&Fact::Understood(Box::new(understood))).unwrap()];
        let entries: Vec<Entry> = (1..)
            .zip(facts)
            .map(|(seq, fact)| Entry::chained(seq, "2026-11-20T10:00:01+08:00".into(), "".into(), fact, Digest::zero()))
            .collect();
        let told = songda_core::case::tell(&entries);
        KeptMail::of(&told.mails[0], 0, &Reference::builtin().unwrap()).unwrap()
    }

    #[test]
    fn what_a_court_may_have_sent_is_told_apart() {
        let profile = CourtProfile {
            code: "沪0112".into(),
            senders: vec!["sd@court.example.test".into()],
            ..CourtProfile::default()
        };
        let office = Office { courts: vec![profile], ..Office::default() };
        let hints = |from: &str, subject: &str| kept(from, subject, false).hints(&office).join(" ");
        assert_eq!(hints("SD@court.example.test", "请查收"), "listed-sender");
        assert_eq!(hints("news@shop.example.test", "上海市闵行区人民法院开放日"), "names-court");
        assert_eq!(hints("clerk@mail.example.test", "（2026）沪0112民初12345号 材料"), "names-case");
        assert_eq!(hints("news@shop.example.test", "双十一优惠"), "");
        assert!(kept("sd@court.example.test", "退信", true).hints(&office).is_empty(), "told with the receipt");
        let mails = [Arc::new(kept("sd@court.example.test", "请查收", false))];
        assert_eq!(of_courts_since(&mails, &office, "2026-11-20"), 1);
        assert_eq!(of_courts_since(&mails, &office, "2026-11-21"), 0);
        assert!(mails[0].holds(&squeezed("查 收")) && !mails[0].holds(&squeezed("传票")));
    }
}
