//! The register of agreements on the address for service: kept in the ledger, asked before every receipt.

use chrono::{DateTime, NaiveDate};
use songda_core::agreement::{self, Asked, answer_by, changed, check, covering, duty, regime};
use songda_core::case::{Told, ToldMail};
use songda_core::id::{Digest, ServiceId};
use songda_core::identify::CaseNumber;
use songda_core::ledger::{Agreement, Fact, ServiceRecord, Understood};
use songda_core::office::{Regime, ReplyDuty};

use crate::Room;
use crate::settings::{MailboxSettings, Settings};
use crate::view::{AgreementChange, AgreementField, AgreementRow, Problem, ServiceRow, Uncovered};

/// How an address stands towards the court of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The agreement that covers the service.
    pub agreement: Option<Agreement>,
    /// Regime of the address.
    pub regime: Regime,
    /// What answer is agreed.
    pub duty: ReplyDuty,
    /// Last day to give it.
    pub answer_by: Option<NaiveDate>,
    /// The office keeps a register, and this court and address do not stand in it.
    pub is_off_register: bool,
}

/// How the address stands towards the court: by the agreement that covers the service, else by the settings. An office
/// that keeps a register is warned where none covers it: a reply may then complete the service.
pub fn standing(
    room: &Room,
    told: &Told,
    mailbox: &MailboxSettings,
    understood: &Understood,
    record: &ServiceRecord,
) -> Standing {
    let arrived = understood.arrived.as_deref().and_then(|text| DateTime::parse_from_rfc3339(text).ok());
    let covered = arrived.and_then(|arrived| {
        let companies = room.companies();
        let asked =
            Asked { service: record, address: &mailbox.address, companies: &companies, on: arrived.date_naive() };
        covering(told.agreements.values(), &asked)
    });
    if let Some(found) = covered {
        let until = arrived.and_then(|arrived| answer_by(found, arrived, &room.reference().calendar));
        let (regime, duty) = (regime(found), duty(found));
        return Standing { agreement: Some(found.clone()), regime, duty, answer_by: until, is_off_register: false };
    }
    let profile =
        record.court.as_ref().and_then(|(code, _)| room.settings.office.courts.iter().find(|it| it.code == *code));
    let is_off_register = !told.agreements.is_empty();
    Standing {
        agreement: None,
        regime: if is_off_register { Regime::Unconfirmed } else { Regime::parse(&record.regime).unwrap_or_default() },
        duty: profile.map_or(ReplyDuty::None, |profile| profile.reply_duty),
        answer_by: None,
        is_off_register,
    }
}

/// Why a court's services may not be acknowledged without anybody: `no-agreement` with it is in force, those in force ask
/// for no read receipt (`no-reply`), or, where the office keeps no register, its mailboxes are `unconfirmed`. None where they may.
pub fn why_not_by_itself(told: &Told, settings: &Settings, code: &str) -> Option<&'static str> {
    let today = crate::clock::today();
    if told.agreements.is_empty() {
        let mut known = settings.office.courts.iter().filter(|court| court.code == code);
        let is_asked = known.any(|court| court.reply_duty == ReplyDuty::ReadReceipt);
        let is_agreed = settings.mailboxes.iter().any(|mailbox| mailbox.regime.arrival_is_service());
        return match (is_agreed, is_asked) {
            (false, _) => Some("unconfirmed"),
            (true, false) => Some("no-reply"),
            (true, true) => None,
        };
    }
    let mut held = told.agreements.values().filter(|agreement| {
        let has = |court: &String| court == code;
        agreement.courts.iter().any(has) && state(agreement, today) == "in-force"
    });
    let mut is_known = false;
    let may = held.any(|agreement| {
        is_known = true;
        regime(agreement).arrival_is_service() && duty(agreement) == ReplyDuty::ReadReceipt
    });
    match (may, is_known) {
        (true, _) => None,
        (false, true) => Some("no-reply"),
        (false, false) => Some("no-agreement"),
    }
}

/// Adds the last day of the agreed term to a service that was not answered, or that no answer is needed.
pub fn fill_one(room: &Room, told: &Told, row: &mut ServiceRow) {
    let is_open = row.by_hand.is_none() && is_unanswered(&row.receipt);
    let may_need_none = room.settings.office.courts.iter().any(|court| court.reply_duty == ReplyDuty::NotNeeded);
    if (told.agreements.is_empty() && !may_need_none) || !is_open {
        return;
    }
    let mail = told.by_service(&ServiceId::from_text(&row.id));
    let (Some((understood, record)), Some(mailbox)) = (mail.and_then(ToldMail::service), room.mailbox(&row.mailbox))
    else {
        return;
    };
    let standing = standing(room, told, mailbox, understood, record);
    row.answer_by = standing.answer_by.map(|day| day.to_string());
    // What a person began to send all the same is seen to its end.
    row.none_needed = standing.duty == ReplyDuty::NotNeeded && matches!(row.receipt.as_str(), "none" | "withdrawn");
}

/// Whether it is agreed with the court that a service needs no receipt.
pub fn needs_none(room: &Room, told: &Told, mail: &ToldMail) -> bool {
    let may_need_none = room.settings.office.courts.iter().any(|court| court.reply_duty == ReplyDuty::NotNeeded);
    if told.agreements.is_empty() && !may_need_none {
        return false;
    }
    let mailbox = mail.sightings.first().and_then(|seen| room.mailbox(&seen.mailbox));
    let Some(((understood, record), mailbox)) = mail.service().zip(mailbox) else { return false };
    standing(room, told, mailbox, understood, record).duty == ReplyDuty::NotNeeded
}

/// Whether the agreed term still runs: no receipt left, or none that arrived.
fn is_unanswered(receipt: &str) -> bool {
    matches!(receipt, "none" | "draft" | "withdrawn" | "failed" | "bounced")
}

/// Enters an agreement or changes one. `document` is the signed paper with its file name; it is kept in the vault.
///
/// # Errors
/// `agreement.flawed` with what is wrong, or when nothing can be recorded.
pub async fn enter(
    room: &Room,
    mut wanted: Agreement,
    document: Option<(String, Vec<u8>)>,
    by: &str,
) -> Result<AgreementRow, Problem> {
    complete(room, &mut wanted)?;
    if let Some((name, bytes)) = document {
        let vault = room.vault.clone();
        let kept = tokio::task::spawn_blocking(move || vault.keep(&bytes)).await;
        wanted.document = Some(kept.map_err(|error| Problem::new("home.vault", [error.to_string()]))??);
        wanted.document_name = Some(name);
    } else if wanted.document.is_none() {
        // A change that brings no new paper leaves the one there was; its history says that it brought none.
        let told = room.told.read().await;
        if let Some(before) = told.agreements.get(&wanted.id) {
            wanted.document = before.document;
            wanted.document_name.clone_from(&before.document_name);
        }
    }
    let id = wanted.id.clone();
    room.store.append(&room.stamp(), by, &[Fact::Agreement(Box::new(wanted))], None).await?;
    room.changed().await?;
    entered(room, &id).await
}

/// Enters a new agreement under a free id: of two that are entered at the same moment, neither takes the other's place.
///
/// # Errors
/// As `enter`.
pub async fn enter_new(
    room: &Room,
    mut wanted: Agreement,
    free_id: impl Fn(&Told) -> String,
    by: &str,
) -> Result<AgreementRow, Problem> {
    loop {
        room.refresh().await?;
        let seq = {
            let told = room.told.read().await;
            wanted.id = free_id(&told);
            told.seq
        };
        complete(room, &mut wanted)?;
        let fact = Fact::Agreement(Box::new(wanted.clone()));
        if room.store.append_if(seq, &room.stamp(), by, &[fact]).await? {
            room.changed().await?;
            return entered(room, &wanted.id).await;
        }
    }
}

fn complete(room: &Room, wanted: &mut Agreement) -> Result<(), Problem> {
    if wanted.company.trim().is_empty() {
        wanted.company.clone_from(&room.settings.office.name);
    }
    for text in [&mut wanted.company, &mut wanted.address, &mut wanted.from] {
        *text = text.trim().to_owned();
    }
    // As they are read from papers: written otherwise, they would never be found equal.
    for number in &mut wanted.cases {
        match CaseNumber::parse(number, &room.reference()) {
            Some(read) => *number = read.to_string(),
            // A number with a suffix is kept as papers write it.
            None if number.starts_with('（') => {}
            None => {
                let facts = [wanted.id.clone(), format!("案号 {number}")];
                return Err(Problem::new("agreement.flawed", facts));
            }
        }
    }
    check(wanted).map_err(|flaw| Problem::new("agreement.flawed", [wanted.id.clone(), flaw.to_string()]))?;
    wanted.courts = codes(room, &wanted.courts)?;
    Ok(())
}

/// The codes of courts as a person wrote them: by code, or by name. Each stands once.
///
/// # Errors
/// `agreement.unknown-court` with the first that means no court, or several.
pub fn codes(room: &Room, courts: &[String]) -> Result<Vec<String>, Problem> {
    let mut codes: Vec<String> = Vec::new();
    for court in courts {
        // Services are matched by code; a court without one could be entered and would never apply.
        let meant = room.reference().courts.meant_by(court).filter(|court| !court.code.is_empty());
        let code = meant.ok_or_else(|| Problem::new("agreement.unknown-court", [court.clone()]))?.code;
        if !codes.iter().any(|it| it == code) {
            codes.push(code.to_owned());
        }
    }
    Ok(codes)
}

async fn entered(room: &Room, id: &str) -> Result<AgreementRow, Problem> {
    let row = rows(room).await?.into_iter().find(|row| row.id == id);
    row.ok_or_else(|| Problem::not_found(id))
}

/// The register, in order of the ids.
///
/// # Errors
/// When the ledger cannot be read.
pub async fn rows(room: &Room) -> Result<Vec<AgreementRow>, Problem> {
    room.refresh().await?;
    let told = room.told.read().await;
    let today = crate::clock::today();
    Ok(told.agreements.values().map(|agreement| row(room, &told, agreement, today)).collect())
}

fn row(room: &Room, told: &Told, agreement: &Agreement, today: NaiveDate) -> AgreementRow {
    let history = history(room, told, &agreement.id);
    let without_paper = history.iter().skip(1).rev().take_while(|change| change.document.is_none()).count();
    AgreementRow {
        id: agreement.id.clone(),
        kind: agreement.kind.clone(),
        courts: agreement.courts.clone(),
        court_names: agreement.courts.iter().map(|code| name_of(room, code)).collect(),
        company: agreement.company.clone(),
        address: agreement.address.clone(),
        cases: agreement.cases.clone(),
        levels: agreement.levels.clone(),
        from: agreement.from.clone(),
        until: agreement.until.clone(),
        reply: if agreement.reply.is_empty() { "none".to_owned() } else { agreement.reply.clone() },
        reply_within: agreement.reply_within,
        document: agreement.document.map(|digest| digest.to_string()),
        document_name: agreement.document_name.clone(),
        note: agreement.note.clone(),
        state: state(agreement, today).to_owned(),
        changes: u32::try_from(history.len()).unwrap_or(u32::MAX),
        changed_at: history.last().map_or_else(String::new, |change| change.at.clone()),
        changed_by: history.last().map_or_else(String::new, |change| change.by.clone()),
        without_paper: u32::try_from(without_paper).unwrap_or(u32::MAX),
        history,
    }
}

/// Whether an agreement is to come, in force, or ended.
fn state(agreement: &Agreement, today: NaiveDate) -> &'static str {
    let day = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    if agreement.until.as_deref().is_some_and(|until| day(until).is_none_or(|until| until < today)) {
        "ended"
    } else if day(&agreement.from).is_some_and(|from| from <= today) {
        "in-force"
    } else {
        "to-come"
    }
}

fn name_of(room: &Room, code: &str) -> String {
    room.reference().courts.by_code(code).map_or_else(|| code.to_owned(), |court| court.name.to_string())
}

/// Every entry of an agreement, with what it changed of the one before and the paper it brought itself.
fn history(room: &Room, told: &Told, id: &str) -> Vec<AgreementChange> {
    let named = |field: &str, texts: Vec<String>| match field {
        "courts" => texts.iter().map(|code| name_of(room, code)).collect(),
        _ => texts,
    };
    let mut rows = Vec::new();
    let mut before: Option<&Agreement> = None;
    for (at, by, agreement) in told.agreement_changes.iter().filter(|(_, _, it)| it.id == id) {
        let terms = before.map_or_else(Vec::new, |before| changed(before, agreement));
        let fields = terms.into_iter().map(|(field, old, new)| AgreementField {
            field: field.to_owned(),
            before: named(field, old),
            after: named(field, new),
        });
        // What the entry before had already was carried on, not brought.
        let paper = agreement.document.filter(|paper| before.and_then(|before| before.document) != Some(*paper));
        rows.push(AgreementChange {
            at: at.clone(),
            by: by.clone(),
            changed: fields.collect(),
            note: agreement.note.clone(),
            document: paper.map(|digest| digest.to_string()),
            document_name: paper.and(agreement.document_name.clone()),
        });
        before = Some(agreement);
    }
    rows
}

/// A signed paper that one of an agreement's entries named, with its file name.
///
/// # Errors
/// `not-found` when no entry names it; when the vault cannot give it.
pub async fn paper(room: &Room, id: &str, paper: &Digest) -> Result<(String, Vec<u8>), Problem> {
    room.refresh().await?;
    let name = {
        let told = room.told.read().await;
        let named = told.agreement_changes.iter().rev().find(|(_, _, it)| it.id == id && it.document == Some(*paper));
        let (_, _, entry) = named.ok_or_else(|| Problem::not_found(id))?;
        entry.document_name.clone().unwrap_or_default()
    };
    let (vault, paper) = (room.vault.clone(), *paper);
    let read = tokio::task::spawn_blocking(move || vault.read(&paper)).await;
    Ok((name, read.map_err(|error| Problem::new("home.vault", [error.to_string()]))??))
}

/// Courts that served something while no agreement covered it, with their cases: the most recent first. Services of which
/// no court was read stand together, one line for each address.
///
/// # Errors
/// When the ledger cannot be read.
pub async fn uncovered(room: &Room) -> Result<Vec<Uncovered>, Problem> {
    room.refresh().await?;
    let told = room.told.read().await;
    let mut found: Vec<Uncovered> = Vec::new();
    let mut mails: Vec<&ToldMail> = told.mails.iter().filter(|mail| mail.service().is_some()).collect();
    mails.sort_by(|a, b| b.first_seen.cmp(&a.first_seen));
    for mail in mails {
        let Some((understood, record)) = mail.service() else { continue };
        let (code, name) = record.court.clone().unwrap_or_default();
        let Some(mailbox) = mail.sightings.iter().find_map(|seen| room.mailbox(&seen.mailbox)) else { continue };
        if understood.verdict == "doubtful" || standing(room, &told, mailbox, understood, record).agreement.is_some() {
            continue;
        }
        let at = match found.iter().position(|it| it.court == code && it.address == mailbox.address) {
            Some(at) => at,
            None => {
                found.push(Uncovered {
                    court: code,
                    court_name: name,
                    address: mailbox.address.clone(),
                    cases: Vec::new(),
                    subjects: Vec::new(),
                    last_arrived: understood.arrived.clone(),
                });
                found.len() - 1
            }
        };
        if let Some(row) = found.get_mut(at) {
            for number in &record.case_numbers {
                if !row.cases.contains(number) {
                    row.cases.push(number.clone());
                }
            }
            if record.case_numbers.is_empty() && !row.subjects.contains(&understood.subject) {
                row.subjects.push(understood.subject.clone());
            }
        }
    }
    Ok(found)
}

/// The words of the register that may be chosen among, for a form or a command line.
pub fn words() -> ([&'static str; 3], [&'static str; 4], [&'static str; 4]) {
    (agreement::KINDS, agreement::LEVELS, agreement::REPLIES)
}
