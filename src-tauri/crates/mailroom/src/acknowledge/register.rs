//! The register of agreements on the address for service: kept in the ledger, asked before every receipt.

use chrono::{DateTime, NaiveDate};
use songda_core::agreement::{self, Asked, answer_by, check, covering, duty, regime};
use songda_core::case::{Told, ToldMail};
use songda_core::id::ServiceId;
use songda_core::identify::CaseNumber;
use songda_core::ledger::{Agreement, Fact, ServiceRecord, Understood};
use songda_core::office::{Regime, ReplyDuty};

use crate::Room;
use crate::settings::MailboxSettings;
use crate::view::{AgreementRow, Problem, ServiceRow, Uncovered};

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
        // A change that brings no new paper rests on the one there was.
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
    let name_of = |code: &String| {
        room.reference().courts.by_code(code).map_or_else(|| code.clone(), |court| court.name.to_string())
    };
    let changes: Vec<_> = told.agreement_changes.iter().filter(|(_, _, it)| it.id == agreement.id).collect();
    let day = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    let has_begun = day(&agreement.from).is_some_and(|from| from <= today);
    let is_over = agreement.until.as_deref().is_some_and(|until| day(until).is_none_or(|until| until < today));
    AgreementRow {
        id: agreement.id.clone(),
        kind: agreement.kind.clone(),
        courts: agreement.courts.clone(),
        court_names: agreement.courts.iter().map(name_of).collect(),
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
        state: if is_over {
            "ended"
        } else if has_begun {
            "in-force"
        } else {
            "to-come"
        }
        .to_owned(),
        changes: u32::try_from(changes.len()).unwrap_or(u32::MAX),
        changed_at: changes.last().map_or_else(String::new, |(at, ..)| at.clone()),
        changed_by: changes.last().map_or_else(String::new, |(_, by, _)| by.clone()),
    }
}

/// Courts that served something while no agreement covered it, with their cases: the most recent first.
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
        let Some((code, name)) = &record.court else { continue };
        let Some(mailbox) = mail.sightings.iter().find_map(|seen| room.mailbox(&seen.mailbox)) else { continue };
        if understood.verdict == "doubtful" || standing(room, &told, mailbox, understood, record).agreement.is_some() {
            continue;
        }
        let at = match found.iter().position(|it| it.court == *code && it.address == mailbox.address) {
            Some(at) => at,
            None => {
                found.push(Uncovered {
                    court: code.clone(),
                    court_name: name.clone(),
                    address: mailbox.address.clone(),
                    cases: Vec::new(),
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
        }
    }
    Ok(found)
}

/// The words of the register that may be chosen among, for a form or a command line.
pub fn words() -> ([&'static str; 3], [&'static str; 4], [&'static str; 4]) {
    (agreement::KINDS, agreement::LEVELS, agreement::REPLIES)
}
