//! Commands that draw files up, and the search over everything.

use std::path::{Path, PathBuf};

use crate::tally::xlsx::Language;
use crate::view::{FoundRow, LedgerQuery};
use crate::{Mailroom, clock, export, search};
use clap::Subcommand;
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::words::Lang;
use super::{Answer, Ended, Failure, Manners};

/// What can be drawn up.
#[derive(Subcommand)]
pub enum ExportCommand {
    /// 送达台账（xlsx）：台账、统计、说明三张表
    Services {
        /// 写到哪个文件；已有的文件不会被覆盖
        #[arg(long, value_name = "FILE.xlsx")]
        out: PathBuf,
        /// 只含到达日期不早于这一天的，YYYY-MM-DD
        #[arg(long)]
        from: Option<chrono::NaiveDate>,
        /// 只含到达日期不晚于这一天的，YYYY-MM-DD
        #[arg(long)]
        to: Option<chrono::NaiveDate>,
        /// 只含各列里有这些字的
        #[arg(long, default_value = "")]
        text: String,
    },
    /// 今日交接单（xlsx，一页）：逾期、七日内届满、待回执、待核对、可疑
    Handover {
        /// 写到哪个文件
        #[arg(long, value_name = "FILE.xlsx")]
        out: PathBuf,
    },
    /// 一个月的期限与开庭（xlsx，A4 横向）
    Month {
        /// 这个月里的任一天，YYYY-MM-DD；不写则为本月
        #[arg(long)]
        day: Option<chrono::NaiveDate>,
        /// 写到哪个文件
        #[arg(long, value_name = "FILE.xlsx")]
        out: PathBuf,
    },
    /// 未了结的期限与开庭（ics 日历文件）
    Deadlines {
        /// 写到哪个文件
        #[arg(long, value_name = "FILE.ics")]
        out: PathBuf,
    },
    /// 一次送达的证据包（zip）：原始邮件、文书、到达证明、回执、服务器应答、操作记录，逐个列出校验值
    Bundle {
        /// 送达编号
        service: String,
        /// 写到哪个文件
        #[arg(long, value_name = "FILE.zip")]
        out: PathBuf,
    },
    /// 全部数据：原件、台账、列表、案件文件夹、设置
    All {
        /// 放进哪个文件夹
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
}

/// Draws a file up.
pub async fn run(manners: &Manners, command: ExportCommand) -> Result<Ended, Failure> {
    let room = Mailroom::look(manners.made_home()?).await?;
    let language = if manners.lang == Lang::En { Language::En } else { Language::Zh };
    match command {
        ExportCommand::Deadlines { out } => super::time::export_deadlines(manners, &out).await,
        ExportCommand::Handover { out } => kept(manners, &out, &room.handover_file(language).await?),
        ExportCommand::Bundle { service, out } => kept(manners, &out, &room.bundle(&service).await?),
        ExportCommand::Month { day, out } => {
            let day = day.unwrap_or_else(clock::today);
            kept(manners, &out, &room.month_file(day, language).await?)
        }
        ExportCommand::Services { out, from, to, text } => {
            let day = |date: Option<chrono::NaiveDate>| date.map(|date| date.to_string());
            let query = LedgerQuery { text, from: day(from), to: day(to), ..LedgerQuery::default() };
            let rows = room.whole_ledger(&query).await?.len();
            let digest = export::keep_at(&out, &room.ledger_file(&query, language).await?)?;
            let text = exported(&out, manners.lang);
            let json = json!({"contract": 1, "ok": true, "path": out, "rows": rows, "sha256": digest.to_string()});
            Ok(Ended::Done(Answer { json, text }))
        }
        ExportCommand::All { out } => {
            let stop = CancellationToken::new();
            let (quiet, halt) = (manners.quiet || manners.json, stop.clone());
            tokio::spawn(async move {
                if tokio::signal::ctrl_c().await.is_ok() {
                    halt.cancel();
                }
            });
            let tell = move |at: crate::view::Progress| {
                if !quiet {
                    eprintln!("{} / {}", at.done, at.of);
                }
            };
            let done = room.export_all(&out, &stop, tell).await?;
            let path = PathBuf::from(&done.folder).join(&done.name);
            let json = json!({"contract": 1, "ok": true, "path": path, "left_out": done.left_out});
            let text = exported(&path, manners.lang);
            if done.left_out == 0 {
                return Ok(Ended::Done(Answer { json, text }));
            }
            let text = format!("{text}\n{}", incomplete(done.left_out, manners.lang));
            Ok(Ended::NeedsPerson(Answer { json, text }))
        }
    }
}

fn kept(manners: &Manners, out: &Path, bytes: &[u8]) -> Result<Ended, Failure> {
    let digest = export::keep_at(out, bytes)?;
    let json = json!({"contract": 1, "ok": true, "path": out, "sha256": digest.to_string()});
    Ok(Ended::Done(Answer { json, text: exported(out, manners.lang) }))
}

/// Finds what was typed; the index is brought up to the ledger first.
pub async fn find(manners: &Manners, typed: &[String]) -> Result<Ended, Failure> {
    let room = Mailroom::look(manners.made_home()?).await?;
    search::bring_up(room.room()).await?;
    let found = room.search(&typed.join(" ")).await?;
    let line = |row: &FoundRow| {
        let day = row.arrived.get(..10).unwrap_or_default();
        let number = row.case_number.as_deref().unwrap_or("");
        format!("{day}  {number}  {}\n    {}", row.title, row.snippet)
    };
    let text = found.rows.iter().map(line).collect::<Vec<_>>().join("\n");
    Ok(Ended::Done(Answer { json: json!({"contract": 1, "rows": found.rows, "more": found.more}), text }))
}

/// Something is not in the package as it should be.
fn incomplete(count: u32, lang: Lang) -> String {
    lang.pick(
        format!("导出不完整：{count} 项缺失、损坏或不能读取，已列在“说明.txt”里。"),
        format!("Not complete: {count} things are damaged, gone or could not be read; 说明.txt lists them."),
    )
}

/// Where an exported file lies.
fn exported(path: &Path, lang: Lang) -> String {
    lang.pick(format!("已导出：{}", path.display()), format!("exported: {}", path.display()))
}
