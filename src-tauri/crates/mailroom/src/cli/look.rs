//! Commands that only look: lists, verify, rebuild.

use crate::room::LEDGER;
use crate::view::{DeadlineRow, DocumentRow, DoubtRow, MailboxState, Problem, ReceiptRow, ServiceRow};
use crate::{Mailroom, codes, replay as again, verify};
use clap::Args;
use serde_json::json;

use super::listed::Listed;
use super::{Answer, Ended, Failure, Manners, What, watching, words};

/// Lists one kind of row.
pub async fn list(manners: &Manners, what: What) -> Result<Ended, Failure> {
    let home = manners.made_home()?;
    let mut listed = Listed::new(manners.json, home.root());
    let room = Mailroom::look(home).await?;
    let listed = match what {
        What::Services => {
            room.each_service(|row| listed.add(&row, |row| service_line(row, manners.lang))).await?;
            listed
        }
        What::Documents => return documents(manners, &room).await,
        What::Cases => listed.with(room.cases().await?, |row| {
            let next = row.next_deadline.as_ref().map_or_else(String::new, |next| deadline_line(next, manners.lang));
            format!("{}  {}  {next}", row.case_number, row.cause.as_deref().unwrap_or(""))
        }),
        What::Deadlines => {
            room.each_deadline(|row| listed.add(&row, |row| deadline_line(row, manners.lang))).await?;
            listed
        }
        What::Receipts => listed.with(room.receipts().await?, |row| receipt_line(row, manners.lang)),
        What::Doubts => listed.with(room.doubts().await?, |row| doubt_line(row, manners.lang)),
        What::Pickups => listed.with(room.pickups().await?, |row| super::pickup::pickup_line(row, manners.lang)),
        What::Mails => listed.with(room.mails().await?, |row| {
            format!("{}  {}  {}  {}", row.sha256.get(..12).unwrap_or(""), row.state, row.mailbox, row.subject)
        }),
        What::Mailboxes => listed.with(room.mailboxes().await?, |row| watched_lines(row, manners.lang)),
    };
    with_alarms(manners, &room, listed).await
}

/// While the case root is away nothing is said of any file: that is told once, and a person must see to it.
async fn documents(manners: &Manners, room: &Mailroom) -> Result<Ended, Failure> {
    let (found, away) = room.looked_at_documents().await?;
    let mut listed =
        Listed::new(manners.json, room.room().home.root()).with(found, |row| filed_line(row, manners.lang));
    if let Some(problem) = &away {
        eprintln!("songda: {}", words::problem(problem, manners.lang));
        listed.fields.insert("problem".to_owned(), json!(problem));
        listed.needs_person = true;
    }
    with_alarms(manners, room, listed).await
}

/// A list of mail means little when no mail comes in: then it says so and ends as one that needs a person.
async fn with_alarms(manners: &Manners, room: &Mailroom, mut listed: Listed) -> Result<Ended, Failure> {
    let mut ailing = room.mailboxes().await?;
    ailing.retain(|mailbox| mailbox.watch.alarm_since.is_some() || mailbox.id == LEDGER);
    if ailing.is_empty() {
        return Ok(Ended::Listed(listed));
    }
    for problem in ailing.iter().filter_map(|mailbox| mailbox.problem.as_ref()) {
        eprintln!("songda: {}", words::problem(problem, manners.lang));
    }
    listed.fields.insert("alarms".to_owned(), json!(ailing));
    listed.needs_person = true;
    Ok(Ended::Listed(listed))
}

fn watched_lines(row: &MailboxState, lang: words::Lang) -> String {
    let mut lines = vec![format!("{}  {}  {}", row.id, row.address, watching::standing(row, lang))];
    lines.extend(row.watch.folders.iter().map(|look| watching::folder(look, lang)));
    lines.extend(row.watch.gaps.iter().map(|gap| watching::gap(gap, lang)));
    lines.extend(row.watch.self_check.iter().map(|check| watching::self_check(check, lang)));
    lines.join("\n  ")
}

pub fn service_line(row: &ServiceRow, lang: words::Lang) -> String {
    let titles = row.titles.join("、");
    let arrived = row.arrived.as_deref().unwrap_or("----").replace('T', " ");
    let arrived = arrived.get(..16).unwrap_or(&arrived).to_owned();
    let stands = [words::standing(&row.verdict, lang), words::receipt(&row.receipt, lang)].join(" · ");
    format!("{}  {arrived}  {}  {titles}  [{stands}]", row.id, row.case_numbers.join("、"))
}

pub fn document_line(row: &DocumentRow, lang: words::Lang) -> String {
    format!("{}  {}", words::standing(&row.state, lang), if row.path.is_empty() { &row.title } else { &row.path })
}

/// One document with the id by which it is restored or opened.
pub fn filed_line(row: &DocumentRow, lang: words::Lang) -> String {
    format!("{}  {}", row.id, document_line(row, lang))
}

pub fn deadline_line(row: &DeadlineRow, lang: words::Lang) -> String {
    let status = words::standing(&row.status, lang);
    let last = row.last_day.as_deref().unwrap_or("----------");
    format!("{last}  {}  {}  [{status}] {}", row.name, row.case_number.as_deref().unwrap_or(""), row.because)
}

pub fn receipt_line(row: &ReceiptRow, lang: words::Lang) -> String {
    let state = words::receipt(&row.state, lang);
    let line = format!("{}  {state}  {}  {}", row.id, row.to, row.subject);
    let twice =
        row.problem.as_deref().filter(|code| matches!(*code, "receipt.perhaps-twice" | "receipt.answered-twice"));
    let line = match twice {
        Some("receipt.perhaps-twice") => {
            line + &lang.pick("  可能到达两次".to_owned(), "  perhaps there twice".to_owned())
        }
        Some(_) => line + &lang.pick("  法院收到两封".to_owned(), "  the court has two".to_owned()),
        None => line,
    };
    match &row.claim {
        Some(claim) if claim.state == "unregistered" => line + "\n    " + &super::receipt_words::claimed(claim, lang),
        _ => line,
    }
}

fn doubt_line(row: &DoubtRow, lang: words::Lang) -> String {
    format!("{}  {}  [{}]", row.id, words::coded(codes::DOUBTS, &row.code, &row.detail, lang), row.code)
}

/// How `verify` is asked.
#[derive(Args)]
pub struct VerifyArgs {
    /// 台账被恢复成旧的之后：已核对，确认以现有台账为准，恢复发送回执
    #[arg(long)]
    accept: bool,
    /// 确认人
    #[arg(long, requires = "accept")]
    by: Option<String>,
}

/// Checks vault and ledger.
pub async fn verify(manners: &Manners, args: &VerifyArgs) -> Result<Ended, Failure> {
    if args.accept {
        return accept(manners, args.by.as_deref()).await;
    }
    let room = Mailroom::look(manners.made_home()?).await?;
    let found = verify::verify(room.room()).await?;
    let bad = found.first_bad.as_ref().map(|bad| words::bad(bad, manners.lang));
    let json = json!({
        "contract": 1, "ok": found.ok, "vault_files": found.vault_files,
        "ledger_entries": found.ledger_entries, "first_bad": found.first_bad,
        "unknown": found.unknown.iter().map(ToString::to_string).collect::<Vec<_>>(), "unreferenced": found.unreferenced,
    });
    let text = words::verified(&found, bad.as_deref(), manners.lang);
    let answer = Answer { json, text };
    // A mail that the ledger does not know yet is what any stop between keeping and recording leaves: it is told, and
    // taken in by the next pass.
    Ok(if found.ok { Ended::Done(answer) } else { Ended::Failed(answer) })
}

/// Records that a person accepts a ledger that is not the one whose head was noted.
async fn accept(manners: &Manners, by: Option<&str>) -> Result<Ended, Failure> {
    let mailroom = Mailroom::look(manners.made_home()?).await?;
    let room = mailroom.room();
    let accepted = room.store.accept(&room.stamp(), by.unwrap_or(&room.settings.office.handler)).await;
    let accepted = accepted.map_err(Problem::from)?;
    let numbers = accepted.map(|astray| (astray.noted.map(|noted| noted.seq), astray.found.seq));
    let text = words::accepted(numbers, manners.lang);
    let json =
        json!({"contract": 1, "accepted": numbers.map(|(noted, found)| json!({"noted": noted, "found": found}))});
    Ok(Ended::Done(Answer { json, text }))
}

/// Tells everything anew.
pub async fn rebuild(manners: &Manners) -> Result<Ended, Failure> {
    let room = Mailroom::open(manners.made_home()?).await?;
    let mails = verify::rebuild(room.room()).await?;
    let text = words::rebuilt(mails, manners.lang);
    Ok(Ended::Done(Answer { json: json!({"contract": 1, "ok": true, "mails": mails}), text }))
}

/// What today's program would tell otherwise.
pub async fn replay(manners: &Manners, services: &[String]) -> Result<Ended, Failure> {
    let mailroom = Mailroom::look(manners.made_home()?).await?;
    let rows = again::replay(mailroom.room(), services).await?;
    let differs =
        |row: &&again::Replayed| !row.changes.is_empty() || !row.deadlines.is_empty() || row.problem.is_some();
    let changed: Vec<_> = rows.iter().filter(differs).collect();
    let mut lines = vec![words::replayed(rows.len(), changed.len(), manners.lang)];
    for row in &changed {
        lines.push(row.service.clone().unwrap_or_else(|| row.sha256.clone()));
        lines.extend(row.problem.iter().map(|code| format!("  {code}")));
        lines.extend(
            row.changes.iter().map(|change| format!("  {}: {} → {}", change.what, change.was, change.would_be)),
        );
    }
    for it in changed.iter().flat_map(|row| &row.deadlines) {
        lines.push(words::deadline_would_be(it, manners.lang));
    }
    let is_same = changed.is_empty();
    let answer = Answer { json: json!({"contract": 1, "rows": rows}), text: lines.join("\n") };
    Ok(if is_same { Ended::Done(answer) } else { Ended::NeedsPerson(answer) })
}
