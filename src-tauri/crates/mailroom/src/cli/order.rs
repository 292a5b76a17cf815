//! Commands that do something: init, import, sync, settle, send, demo.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

use crate::acknowledge::{self, Leaving, Order};
use crate::bring_in::{self, Named, Taken};
use crate::home::{Home, Init};
use crate::settings::Settings;
use crate::view::{MailRow, PassedOver, Problem, ReceiptRow};
use crate::{Mailroom, Room, clock, demo as sample, log, watch as watching};
use serde_json::json;

use super::words::Lang;
use super::{Answer, Ended, Failure, Manners, look, mailbox, words};

/// So long sending waits for the moment at which a copy is put among the sent mails.
const SOON: Duration = Duration::from_secs(10);

/// Makes a home.
pub fn init(home: &Home, lang: Lang) -> Result<Ended, Failure> {
    let made = home.init().map_err(|error| Failure::Says(error.to_string()))?;
    let is_new = matches!(made, Init::Made);
    let text = words::made(&home.settings_file(), is_new, lang);
    Ok(Ended::Done(Answer { json: json!({"contract": 1, "home": home.root(), "made": is_new}), text }))
}

/// Says on standard error what of the settings is followed otherwise than it is written. What cannot be followed at all
/// is said by whatever opens the home.
pub(super) fn say_remarks(home: &Home, manners: &Manners) {
    let remarks = Settings::load(home.root()).map(|settings| settings.remarks).unwrap_or_default();
    for remark in remarks.iter().filter(|_| !manners.quiet) {
        eprintln!("songda: {}", words::problem(remark, manners.lang));
    }
}

pub(super) async fn open(manners: &Manners) -> Result<Mailroom, Failure> {
    let home = manners.made_home()?;
    log::start(&home);
    Ok(Mailroom::open(home).await?)
}

/// Takes in mails by hand.
pub async fn import(manners: &Manners, paths: &[PathBuf]) -> Result<Ended, Failure> {
    let mailroom = open(manners).await?;
    let room = mailroom.room();
    watching::resume(room).await?;
    for path in paths {
        // A slip of the keys is told before anything is taken in.
        std::fs::metadata(path).map_err(|error| Failure::Says(words::unreadable(path, &error, manners.lang)))?;
    }
    let seen = |file: &str| manners.progress(&words::importing(file, manners.lang));
    let taken = bring_in::take_files(room, paths.to_vec(), Named::Any, seen).await?;
    let digests: BTreeSet<String> = taken.digests.iter().map(ToString::to_string).collect();
    let wanted = |row: &MailRow| digests.contains(&row.sha256);
    let rows: Vec<MailRow> = mailroom.mails().await?.into_iter().filter(wanted).collect();
    let about: BTreeSet<&str> =
        rows.iter().flat_map(|row| [Some(row.sha256.as_str()), row.service.as_deref()]).flatten().collect();
    let open = mailroom.doubts().await?.iter().filter(|doubt| !doubt.settled && about.contains(&*doubt.about)).count();
    let text = imported(&rows, open, &taken, manners.lang);
    let (unreadable, passed) = (&taken.unreadable, taken.passed_over());
    let is_lost = !unreadable.is_empty() || passed.iter().any(|one| one.may_hold_mails);
    let needs_person = open > 0 || rows.is_empty() || is_lost;
    let json = json!({"contract": 1, "rows": rows, "doubts": open, "unreadable": unreadable, "passed_over": passed});
    let answer = Answer { json, text };
    Ok(if needs_person { Ended::NeedsPerson(answer) } else { Ended::Done(answer) })
}

/// After an import.
fn imported(rows: &[MailRow], doubts: usize, taken: &Taken, lang: Lang) -> String {
    let services = rows.iter().filter(|row| row.service.is_some()).count();
    let mut text = if rows.is_empty() {
        lang.pick("没有找到邮件，什么也没有收进。".to_owned(), "No mails were found; nothing was taken in.".to_owned())
    } else {
        lang.pick(
            format!("收进 {} 封邮件，其中送达 {services} 件，存疑 {doubts} 处。", rows.len()),
            format!("{} mails taken in, {services} of them serve documents, {doubts} doubts.", rows.len()),
        )
    };
    let unreadable = &taken.unreadable;
    if !unreadable.is_empty() {
        text += &lang.pick(
            format!("\n以下文件或文件夹未能读取：{}。", unreadable.join("、")),
            format!("\nThese files or folders could not be read: {}.", unreadable.join(", ")),
        );
    }
    let passed = taken.passed_over();
    if !passed.is_empty() {
        let each = |one: &PassedOver| match one.ending.as_str() {
            "link" => lang.pick(format!("链接 {} 个", one.count), format!("{} links", one.count)),
            ending => lang.pick(format!("{ending} {} 个", one.count), format!("{} {ending}", one.count)),
        };
        let each: Vec<String> = passed.iter().map(each).collect();
        text += &lang.pick(format!("\n未收进：{}。", each.join("、")), format!("\nNot taken in: {}.", each.join(", ")));
        if passed.iter().any(|one| one.may_hold_mails) {
            text += &lang.pick(
                "如是邮件，请另存为 .eml 后再导入；压缩包请先解压；链接指向的文件请直接导入。".to_owned(),
                " Mails among them: save them as .eml, unpack archives, name what links lead to.".to_owned(),
            );
        }
    }
    text
}

/// One complete pass.
pub async fn sync(manners: &Manners, mailbox: Option<&str>) -> Result<Ended, Failure> {
    let mailroom = open(manners).await?;
    let room = mailroom.room();
    if let Some(id) = mailbox.filter(|id| room.mailbox(id).is_none()) {
        return Err(Failure::Says(words::no_such_mailbox(id, manners.lang)));
    }
    mailbox::ask_for_missing(manners, &room.settings).await?;
    let before = room.told.read().await.mails.len();
    let failed = watching::sync(room, mailbox).await?;
    let new = room.told.read().await.mails.len() - before;
    // What a mailbox could not give is on record as a doubt; the pass over it ended well, and a person is needed.
    // A sheet that waits for a font keeps no mail from coming in.
    say_sheets(room, manners);
    let failing = room.states().into_iter().filter(|state| state.state == "failed" && state.id != acknowledge::SHEETS);
    let troubles: Vec<_> = failing.filter_map(|state| state.problem).collect();
    let problems: Vec<Problem> = failed.iter().map(|(_, error)| Problem::from(error)).chain(troubles).collect();
    let says: Vec<String> = problems.iter().map(|problem| words::problem(problem, manners.lang)).collect();
    let json = json!({"contract": 1, "new": new, "problems": problems});
    let text = words::synced(new, manners.lang);
    if says.is_empty() {
        let answer = Answer { json, text };
        let mailboxes = room.settings.mailboxes.iter().filter(|one| mailbox.is_none_or(|only| only == one.id));
        let ids: Vec<&str> = mailboxes.map(|mailbox| mailbox.id.as_str()).collect();
        let left = room.ask(|teller| ids.iter().any(|id| teller.has_withheld(id))).await?;
        return Ok(if left { Ended::NeedsPerson(answer) } else { Ended::Done(answer) });
    }
    for line in says {
        eprintln!("songda: {line}");
    }
    Ok(Ended::Failed(Answer { json, text }))
}

/// Records a person's answer to a doubt.
pub async fn settle(manners: &Manners, doubt: &str, answer: &str, by: Option<&str>) -> Result<Ended, Failure> {
    let mailroom = Mailroom::look(manners.made_home()?).await?;
    let row = mailroom.settle(doubt, answer, by).await?;
    let text = words::settled(&row, manners.lang);
    Ok(Ended::Done(Answer { json: json!({"contract": 1, "doubt": row}), text }))
}

/// Sends what the outbox holds, waiting out the undo time of what was just queued.
pub async fn send(manners: &Manners) -> Result<Ended, Failure> {
    let mailroom = open(manners).await?;
    let room = mailroom.room();
    watching::resume(room).await?;
    loop {
        acknowledge::send_due(room).await?;
        let Some(due) = acknowledge::next_due(room).await else { break };
        let wait = (due - clock::now()).to_std().unwrap_or(Duration::ZERO);
        tokio::time::sleep(wait + Duration::from_millis(20)).await;
    }
    // Other desks see by the copy that it was answered.
    let copy = acknowledge::aside::next_copy(room).await.map(|at| (at - clock::now()).to_std().unwrap_or_default());
    if let Some(wait) = copy.filter(|wait| *wait <= SOON) {
        tokio::time::sleep(wait).await;
        acknowledge::send_due(room).await?;
    }
    say_sheets(room, manners);
    let rows = mailroom.receipts().await?;
    let replaced: BTreeSet<String> = room
        .ask(|teller| {
            let replaced = teller.all_receipts().filter(|receipt| teller.is_replaced(receipt));
            replaced.map(|receipt| receipt.queued.receipt.to_string()).collect()
        })
        .await?;
    let is_open = |row: &&ReceiptRow| {
        !matches!(row.state.as_str(), "sent" | "withdrawn" | "confirmed") && !replaced.contains(&row.id)
    };
    let open: Vec<_> = rows.iter().filter(is_open).collect();
    let text = rows.iter().map(|row| look::receipt_line(row, manners.lang)).collect::<Vec<_>>().join("\n");
    let is_failed = open.iter().any(|row| row.problem.is_some() && row.state != "unsure");
    for row in open.iter().filter(|row| row.problem.is_some()) {
        eprintln!("songda: {}", words::not_sent(row, manners.lang));
    }
    let states = room.watched_states().await?;
    for state in states.iter().filter(|state| state.answered_beside && !state.shared) {
        eprintln!("songda: {}", super::watching::beside(&state.id, manners.lang));
    }
    let answer = Answer { json: json!({"contract": 1, "rows": rows}), text };
    Ok(match (is_failed, open.is_empty()) {
        (true, _) => Ended::Failed(answer),
        (false, false) => Ended::NeedsPerson(answer),
        (false, true) => Ended::Done(answer),
    })
}

/// Says that sheets of receipts wait for a font.
fn say_sheets(room: &Room, manners: &Manners) {
    let waiting = room.states().into_iter().find(|state| state.id == acknowledge::SHEETS);
    if let Some(problem) = waiting.and_then(|state| state.problem) {
        eprintln!("songda: {}", words::problem(&problem, manners.lang));
    }
}

/// Runs the main job on sample mail and says what it did and where the files lie.
pub async fn demo(manners: &Manners, out: Option<PathBuf>, headless: bool) -> Result<Ended, Failure> {
    let root = match (out, &manners.home) {
        (Some(out), _) => out,
        (None, Some(home)) => home.clone(),
        (None, None) => std::env::temp_dir().join("songda-demo"),
    };
    if !headless
        && !manners.json
        && let Some(window) = window()
    {
        let opened = std::process::Command::new(&window).args(["--demo", "--out"]).arg(&root).spawn();
        opened.map_err(|error| Failure::Says(words::unreadable(&window, &error, manners.lang)))?;
        let text = words::window_opened(&root, manners.lang);
        return Ok(Ended::Done(Answer { json: json!({"contract": 1, "home": root}), text }));
    }
    let home = sample::make(&root).await?;
    log::start(&home);
    let mailroom = Mailroom::open(home).await?;
    manners.progress(&words::watching(manners.lang));
    watching::sync(mailroom.room(), None).await?;
    let services = mailroom.services().await?;
    let first = services.iter().find(|row| row.receipt == "none" && row.verdict == "proven");
    if let Some(service) = first {
        let by = &mailroom.room().settings.office.handler;
        acknowledge::acknowledge(mailroom.room(), &service.id, &Order::plain(by, Leaving::AtOnce)).await?;
        acknowledge::send_due(mailroom.room()).await?;
    }
    let (services, documents) = (mailroom.services().await?, mailroom.documents().await?);
    let (deadlines, receipts) = (mailroom.deadlines().await?, mailroom.receipts().await?);
    let shown = words::Shown {
        services: services.iter().map(|row| look::service_line(row, manners.lang)).collect(),
        documents: documents.iter().map(|row| look::document_line(row, manners.lang)).collect(),
        deadlines: deadlines.iter().map(|row| look::deadline_line(row, manners.lang)).collect(),
        receipts: receipts.iter().map(|row| look::receipt_line(row, manners.lang)).collect(),
        case_root: mailroom.room().settings.case_root.clone(),
        outbox: sample::outbox(&root),
    };
    let json = json!({
        "contract": 1, "home": root, "case_root": shown.case_root, "outbox": shown.outbox,
        "services": services, "documents": documents, "deadlines": deadlines, "receipts": receipts,
    });
    Ok(Ended::Done(Answer { json, text: words::demo(&root, &shown, manners.lang) }))
}

/// The window's program, where it lies beside this one and there is a display to open it on.
fn window() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let has_display = !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY");
    let beside =
        std::env::current_exe().ok()?.with_file_name(format!("songda-desktop{}", std::env::consts::EXE_SUFFIX));
    (has_display && beside.exists()).then_some(beside)
}
