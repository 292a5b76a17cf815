//! Commands about deadlines and calendars: decisions, own deadlines, moves, a year of holidays, ICS.

use std::path::{Path, PathBuf};

use crate::calendars::About;
use crate::deadlines::{Order, Own};
use crate::remind::robots;
use crate::settings::Level;
use crate::view::{CalendarRow, DeadlineRow, MoveRow, ReminderRow};
use crate::{Mailroom, announce, calendars, clock, feed, ics, secrets};
use clap::{Args, Subcommand};
use serde_json::json;

use super::words::Lang;
use super::{Answer, Ended, Failure, Manners, look, words};

/// What can be ordered about deadlines.
#[derive(Subcommand)]
pub enum DeadlineCommand {
    /// 确认日期无误
    Confirm(One),
    /// 已完成（写明理由，例如已提交答辩状）
    Done(One),
    /// 不适用（写明理由）
    NotApplicable(One),
    /// 逾期后已补救（写明理由）
    Remedied(One),
    /// 重新打开（写明理由）
    Reopen(One),
    /// 法院准许延长到某日（写明理由）
    Extend {
        #[command(flatten)]
        one: One,
        /// 延长到，YYYY-MM-DD
        #[arg(long)]
        to: String,
    },
    /// 从另一日起算（写明理由）
    From {
        #[command(flatten)]
        one: One,
        /// 起算日，YYYY-MM-DD
        #[arg(long)]
        date: String,
    },
    /// 接受重新计算后推迟的最后一日
    Accept(One),
    /// 指定负责人和代办人
    Assign {
        #[command(flatten)]
        one: One,
        /// 负责人
        #[arg(long)]
        to: String,
        /// 代办人
        #[arg(long)]
        deputy: Option<String>,
    },
    /// 手工添加一个期限（给出最后一日，或者规则和起算日）
    Add {
        /// 名称
        #[arg(long, default_value = "")]
        name: String,
        /// 最后一日，YYYY-MM-DD
        #[arg(long)]
        last_day: Option<String>,
        /// 规则编号
        #[arg(long)]
        rule: Option<String>,
        /// 起算日，YYYY-MM-DD
        #[arg(long)]
        from: Option<String>,
        /// 文书写明的天数（不写则按规则的期间）
        #[arg(long)]
        days: Option<u32>,
        /// 所属送达的编号
        #[arg(long)]
        service: Option<String>,
        /// 案号
        #[arg(long)]
        case: Option<String>,
        #[command(flatten)]
        why: Why,
    },
    /// 人工确定一次送达的送达日（写明理由），全部期限据此重算；不写日期则撤销
    Start {
        /// 送达编号
        service: String,
        /// 送达日，YYYY-MM-DD
        #[arg(long)]
        date: Option<String>,
        #[command(flatten)]
        why: Why,
    },
    /// 一个期限的计算过程和全部经过
    Show {
        /// 期限编号
        id: String,
    },
    /// 重新计算后变动过的最后一日，以及等待接受的
    Moves,
}

/// One deadline, and why.
#[derive(Args)]
pub struct One {
    /// 期限编号（见 songda list deadlines）
    id: String,
    #[command(flatten)]
    why: Why,
}

/// Why, and who.
#[derive(Args)]
pub struct Why {
    /// 理由
    #[arg(long, default_value = "")]
    reason: String,
    /// 经办人
    #[arg(long)]
    by: Option<String>,
}

/// What can be ordered about calendars.
#[derive(Subcommand)]
pub enum CalendarCommand {
    /// 载入一年的放假安排（holiday-cn JSON、CSV 或 TOML），未了结的期限全部重算
    Import {
        /// 文件
        file: PathBuf,
        /// 出处，例如通知的网址；文件里写明的以文件为准
        #[arg(long)]
        source: Option<String>,
        /// 只适用于某地法院的休息日：案号里法院代字的第一个字，例如 桂
        #[arg(long)]
        region: Option<String>,
        /// 经办人
        #[arg(long)]
        by: Option<String>,
    },
    /// 已载入的年份和出处
    List,
}

/// Runs one order about deadlines.
pub async fn deadline(manners: &Manners, command: DeadlineCommand) -> Result<Ended, Failure> {
    let home = manners.made_home()?;
    // Deciding is an order as well as a look: beside a holder it is only recorded.
    let mailroom = match Mailroom::open(home.clone()).await {
        Err(problem) if problem.code == "home.locked" => Mailroom::look(home).await?,
        opened => opened?,
    };
    match command {
        DeadlineCommand::Confirm(one) => decide((&mailroom, manners.lang), "confirmed", &one, Order::default()).await,
        DeadlineCommand::Done(one) => decide((&mailroom, manners.lang), "done", &one, Order::default()).await,
        DeadlineCommand::NotApplicable(one) => {
            decide((&mailroom, manners.lang), "not-applicable", &one, Order::default()).await
        }
        DeadlineCommand::Remedied(one) => decide((&mailroom, manners.lang), "remedied", &one, Order::default()).await,
        DeadlineCommand::Reopen(one) => decide((&mailroom, manners.lang), "reopened", &one, Order::default()).await,
        DeadlineCommand::Accept(one) => decide((&mailroom, manners.lang), "accepted", &one, Order::default()).await,
        DeadlineCommand::Extend { one, to } => {
            decide((&mailroom, manners.lang), "extended", &one, Order { date: Some(&to), ..Order::default() }).await
        }
        DeadlineCommand::From { one, date } => {
            decide((&mailroom, manners.lang), "counted-from", &one, Order { date: Some(&date), ..Order::default() })
                .await
        }
        DeadlineCommand::Assign { one, to, deputy } => {
            let order = Order { person: Some(&to), deputy: deputy.as_deref(), ..Order::default() };
            decide((&mailroom, manners.lang), "assigned", &one, order).await
        }
        DeadlineCommand::Add { name, last_day, rule, from, days, service, case, why } => {
            let own = Own {
                name: &name,
                last_day: last_day.as_deref(),
                rule: rule.as_deref(),
                from: from.as_deref(),
                days,
                service: service.as_deref(),
                case_number: case.as_deref(),
                reason: &why.reason,
                by: why.by.as_deref(),
            };
            Ok(Ended::Done(one_row(&mailroom.add_deadline(own).await?, manners.lang)))
        }
        DeadlineCommand::Start { service, date, why } => {
            let rows = mailroom.choose_start(&service, date.as_deref(), &why.reason, why.by.as_deref()).await?;
            let text = rows.iter().map(|row| look::deadline_line(row, manners.lang)).collect::<Vec<_>>().join("\n");
            Ok(Ended::Done(Answer { json: json!({"contract": 1, "rows": rows}), text }))
        }
        DeadlineCommand::Show { id } => {
            let rows = mailroom.deadlines().await?;
            let row = rows.into_iter().find(|row| row.id == id);
            let row = row.ok_or_else(|| crate::view::Problem::not_found(&id))?;
            Ok(Ended::Done(Answer { text: in_full(&row, manners.lang), ..one_row(&row, manners.lang) }))
        }
        DeadlineCommand::Moves => {
            let (moves, would_be) = (mailroom.moves().await?, announce::beforehand(mailroom.room()).await?);
            let lines = moves.iter().chain(&would_be).map(|row| move_line(row, manners.lang));
            let text = lines.collect::<Vec<_>>().join("\n");
            let json = json!({"contract": 1, "rows": moves, "would_be": would_be});
            Ok(Ended::Done(Answer { json, text }))
        }
    }
}

async fn decide(room: (&Mailroom, Lang), decision: &str, one: &One, order: Order<'_>) -> Result<Ended, Failure> {
    let order = Order { decision, reason: &one.why.reason, by: one.why.by.as_deref(), ..order };
    Ok(Ended::Done(one_row(&room.0.decide(&one.id, order).await?, room.1)))
}

fn one_row(row: &DeadlineRow, lang: Lang) -> Answer {
    Answer { json: json!({"contract": 1, "row": row}), text: look::deadline_line(row, lang) }
}

fn in_full(row: &DeadlineRow, lang: Lang) -> String {
    let mut lines = vec![look::deadline_line(row, lang)];
    lines.extend(row.steps.iter().map(|step| format!("  {} {}", step.date, step.says)));
    lines.extend(row.source.iter().map(|source| format!("  依据：{source}")));
    for it in &row.history {
        let date = it.date.as_deref().unwrap_or("");
        lines.push(format!("  {}  {}  {} {date} {}", it.at, it.by, it.decision, it.reason));
    }
    lines.join("\n")
}

/// One move in words.
pub fn move_line(row: &MoveRow, lang: Lang) -> String {
    let none = || lang.pick("无日期".to_owned(), "no date".to_owned());
    let (was, now) = (row.was.clone().unwrap_or_else(none), row.last_day.clone().unwrap_or_else(none));
    let number = row.case_number.as_deref().unwrap_or("");
    let why = words::why_moved(&row.why, lang);
    let head = format!("{}  {} {number}  {was} → ", row.at.as_deref().unwrap_or("----------"), row.name);
    match &row.waits {
        Some(waits) => lang.pick(
            format!("{head}{waits}（{why}；推迟的日期未经接受，仍按 {now}）"),
            format!("{head}{waits} ({why}; later, so it waits to be accepted; {now} stays)"),
        ),
        None if row.status == "gone" => lang.pick(
            format!("{head}现在的读法不再得出这个期限（{why}）"),
            format!("{head}today's reading no longer starts it ({why})"),
        ),
        None => format!("{head}{now} [{}]（{why}）", words::standing(&row.status, lang)),
    }
}

/// Runs one order about calendars.
pub async fn calendar(manners: &Manners, command: CalendarCommand) -> Result<Ended, Failure> {
    let home = manners.made_home()?;
    match command {
        CalendarCommand::Import { file, source, region, by } => {
            let mailroom = match Mailroom::open(home.clone()).await {
                Err(problem) if problem.code == "home.locked" => Mailroom::look(home).await?,
                opened => opened?,
            };
            let text = calendars::read_file(&file)?;
            let name = file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            let about = About { name: &name, source: source.as_deref(), region: region.as_deref(), by: by.as_deref() };
            let done = mailroom.import_calendar(&text, about).await?;
            let mut lines = vec![words::calendar_imported(&done.row, done.known, manners.lang)];
            lines.extend(done.moves.iter().map(|row| move_line(row, manners.lang)));
            let json = json!({"contract": 1, "row": done.row, "known": done.known, "moves": done.moves});
            let waits = done.moves.iter().any(|row| row.waits.is_some());
            let answer = Answer { json, text: lines.join("\n") };
            Ok(if waits { Ended::NeedsPerson(answer) } else { Ended::Done(answer) })
        }
        CalendarCommand::List => {
            let rows = Mailroom::look(home).await?.calendars().await?;
            let line = |row: &CalendarRow| {
                let region = row.region.as_deref().unwrap_or("");
                format!("{}{region}  {}  {}", row.year, row.imported.as_deref().unwrap_or("----------"), row.source)
            };
            let text = rows.iter().map(line).collect::<Vec<_>>().join("\n");
            Ok(Ended::Done(Answer { json: json!({"contract": 1, "rows": rows}), text }))
        }
    }
}

/// What can be ordered about reminders.
#[derive(Subcommand)]
pub enum RemindCommand {
    /// 用设置中的一种方式发一条测试消息
    Test {
        /// [[remind.robot]] 或 [[remind.mail]] 的 id
        id: String,
    },
    /// 把机器人的网址和加签密钥存入系统钥匙串（从标准输入逐行读取）
    Robot {
        /// [[remind.robot]] 的 id
        id: String,
    },
    /// 本机日历订阅的地址
    Feed,
    /// 现在该提醒的期限（不发送）
    Due,
    /// 每一次提醒：何时、向谁、用什么方式、是否送达
    Log,
}

/// Runs one order about reminders.
pub async fn remind(manners: &Manners, command: RemindCommand) -> Result<Ended, Failure> {
    let mailroom = Mailroom::look(manners.made_home()?).await?;
    let room = mailroom.room();
    let (json, text) = match command {
        RemindCommand::Test { id } => {
            let answer = crate::remind::test(room, &id).await?;
            (json!({"contract": 1, "ok": true, "answer": answer}), answer)
        }
        RemindCommand::Robot { id } => {
            let lines: Vec<String> = std::io::stdin().lines().take(2).collect::<Result<_, _>>().unwrap_or_default();
            let names = robots::names(&id);
            for ((name, _), line) in names.iter().zip(&lines).filter(|(_, line)| !line.trim().is_empty()) {
                let stored = secrets::store_named(name, line.trim().to_owned().into()).await;
                stored.map_err(|error| Failure::Says(error.to_string()))?;
            }
            (json!({"contract": 1, "ok": !lines.is_empty()}), String::new())
        }
        RemindCommand::Feed => {
            let address = feed::address(&room.settings.remind).await?;
            (json!({"contract": 1, "address": address}), address)
        }
        RemindCommand::Log => {
            let rows = room.ask(|teller| teller.reminders()).await?;
            let line = |row: &ReminderRow| {
                let outcome = row.problem.as_deref().unwrap_or("ok");
                format!("{}  {} → {}  {outcome}  {}  ({})", row.at, row.by, row.to, row.answer, row.about.len())
            };
            let text = rows.iter().map(line).collect::<Vec<_>>().join("\n");
            (json!({"contract": 1, "rows": rows}), text)
        }
        RemindCommand::Due => {
            let telling = crate::remind::telling(room, "look", Level::Handler, clock::now()).await?;
            let said = crate::remind::words::say(&telling, clock::today());
            (json!({"contract": 1, "title": said.title, "lines": said.lines}), said.text())
        }
    };
    Ok(Ended::Done(Answer { json, text }))
}

/// Writes open deadlines and sittings as a calendar file.
pub async fn export_deadlines(manners: &Manners, out: &Path) -> Result<Ended, Failure> {
    let mailroom = Mailroom::look(manners.made_home()?).await?;
    let made = ics::of(mailroom.room()).await?;
    std::fs::write(out, &made.text).map_err(|error| Failure::Says(words::unwritable(out, &error, manners.lang)))?;
    let text = words::exported(out, made.events, manners.lang);
    Ok(Ended::Done(Answer { json: json!({"contract": 1, "path": out, "events": made.events}), text }))
}
