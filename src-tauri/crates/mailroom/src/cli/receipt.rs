//! Commands about receipts: acknowledge one service or many, object, correct, let go, take back, make the sheet.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use crate::acknowledge::{self, Acknowledged, Leaving, Order, Scan, Verified, Way, Wish, aside, batch};
use crate::view::{BatchLine, Chosen, Problem, ReceiptRow};
use crate::{Mailroom, Room};
use clap::{Args, Subcommand};
use serde_json::json;
use songda_core::receipt::Reason;

use super::receipt_words as said;
use super::{Answer, Ended, Failure, Manners, words};

/// What `acknowledge` takes.
#[derive(Args)]
pub struct AcknowledgeArgs {
    /// 送达编号，可写多个
    #[arg(required_unless_present = "listed", conflicts_with = "listed")]
    services: Vec<String>,
    /// 只签收先前用 --list --json 列出、且内容至今未变的回执；FILE 是当时的输出，- 为标准输入
    #[arg(long, value_name = "FILE", conflicts_with_all = ["refuse", "correct", "by_hand", "way", "scan", "list"])]
    listed: Option<PathBuf>,
    /// 经办人
    #[arg(long)]
    by: Option<String>,
    /// 提出异议而不是签收：not-our-case、wrong-name、unreadable、agent-receives、other（other 须写 --note）
    #[arg(long, value_name = "REASON", conflicts_with_all = ["correct", "by_hand"])]
    refuse: Option<String>,
    /// 更正已发出的回执，写明原因
    #[arg(long, value_name = "WHY", conflicts_with = "by_hand")]
    correct: Option<String>,
    /// 已在别处签收，或无需签收：platform、post、in-person、none-needed；只登记，不发送
    #[arg(long, value_name = "HOW")]
    by_hand: Option<String>,
    /// 方式：mail 回复邮件；read-receipt 已读回执（仅当法院来信要求时）；sealed-form 随附盖章的送达回证（须 --scan）；
    /// http 法院接口（可附 --scan）。不写则有接口用接口，否则回复邮件
    #[arg(long)]
    way: Option<String>,
    /// 盖章后的扫描件
    #[arg(long, value_name = "FILE")]
    scan: Option<PathBuf>,
    /// 补充说明
    #[arg(long, default_value = "")]
    note: String,
    /// 只逐行列出将要发送的回执（法院、案号、收件地址、文书），不发送；退出码 3 表示有的须单独处理
    #[arg(long, conflicts_with_all = ["refuse", "correct", "by_hand", "way", "scan"])]
    list: bool,
    /// 来信尚待核实时，写明如何核实的，如“电话 021-…，李书记员”；记入台账。不写的，只有发件地址登记为该法院地址的才签收
    #[arg(long, value_name = "HOW")]
    verified: Option<String>,
    /// 不留撤回时间，立即可发
    #[arg(long)]
    no_undo: bool,
}

impl AcknowledgeArgs {
    fn wish(&self) -> Result<Wish, Failure> {
        match (&self.refuse, &self.correct) {
            (Some(word), _) => {
                let reason = Reason::parse(word).ok_or_else(|| {
                    let known: Vec<&str> = Reason::ALL.iter().map(|reason| reason.code()).collect();
                    Failure::Usage(format!("--refuse {word}: {}", known.join(" | ")))
                })?;
                Ok(Wish::Refused { reason, note: self.note.clone() })
            }
            (None, Some(why)) => Ok(Wish::Corrected { note: why.clone() }),
            (None, None) => Ok(Wish::Received),
        }
    }
}

impl AcknowledgeArgs {
    fn way(&self) -> Result<Option<Way>, Failure> {
        let Some(word) = &self.way else { return Ok(None) };
        let known = "mail | read-receipt | sealed-form | http";
        Way::parse(word).map(Some).ok_or_else(|| Failure::Usage(format!("--way {word}: {known}")))
    }

    /// Whoever sits at a terminal is asked; the order of a script stands for the click of a person.
    fn verified(&self, manners: &Manners) -> Verified<'_> {
        let is_attended = !manners.json && std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
        match &self.verified {
            Some(how) => Verified::By(how),
            None if is_attended => Verified::By(""),
            None => Verified::Unasked,
        }
    }

    /// Whether all it says is that papers came in, by the court's usual way.
    fn is_plain(&self) -> bool {
        self.refuse.is_none() && self.correct.is_none() && self.way.is_none() && self.scan.is_none()
    }

    fn scan(&self, manners: &Manners) -> Result<Option<Scan>, Failure> {
        let Some(path) = &self.scan else { return Ok(None) };
        let read = std::fs::read(path);
        let bytes = read.map_err(|error| Failure::Says(words::unreadable(path, &error, manners.lang)))?;
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        Ok(Some(Scan { name, bytes }))
    }
}

/// Queues the receipt for a service, or for many that were listed: each for itself, whatever becomes of the others.
pub async fn acknowledge(manners: &Manners, args: &AcknowledgeArgs) -> Result<Ended, Failure> {
    let wish = args.wish()?;
    let mailroom = Mailroom::look(manners.made_home()?).await?;
    let room = mailroom.room();
    let by = args.by.as_deref().unwrap_or(&room.settings.office.handler);
    let leaving = leaving(args.no_undo);
    let way = args.way()?;
    let verified = args.verified(manners);
    let order = Order { wish, way, scan: args.scan(manners)?, verified, ..Order::plain(by, leaving) };
    if let Some(listed) = &args.listed {
        let chosen = chosen(listed, manners)?;
        return Ok(told_lines(&batch::acknowledge(room, &chosen, &order).await?, manners));
    }
    if args.list {
        let lines = batch::lines(room, &args.services, &order).await?;
        let is_ready = lines.iter().all(|line| line.why.is_none());
        let answer = listed(&lines, manners);
        return Ok(if is_ready { Ended::Done(answer) } else { Ended::NeedsPerson(answer) });
    }
    if let Some(how) = &args.by_hand {
        for service in &args.services {
            acknowledge::by_hand(room, service, how, &args.note, by).await?;
        }
        let text = said::by_hand(args.services.len(), manners.lang);
        return Ok(Ended::Done(Answer {
            json: json!({"contract": 1, "by_hand": how, "services": args.services}),
            text,
        }));
    }
    match args.services.as_slice() {
        [service] => one(room, service, &order, manners).await,
        _ if !args.is_plain() => Err(Failure::Usage(said::one_at_a_time(manners.lang))),
        // Of many each is seen before any is drawn up.
        many => {
            let answer = listed(&batch::lines(room, many, &order).await?, manners);
            let text = format!("{}\n{}", answer.text, said::nothing_drawn_up(manners.lang));
            Ok(Ended::NeedsPerson(Answer { text, ..answer }))
        }
    }
}

async fn one(room: &Room, service: &str, order: &Order<'_>, manners: &Manners) -> Result<Ended, Failure> {
    Ok(match acknowledge::acknowledge(room, service, order).await? {
        Acknowledged::Queued(row) => {
            let text = words::queued(&row, manners.lang);
            Ended::Done(Answer { json: json!({"contract": 1, "already": false, "receipt": row}), text })
        }
        Acknowledged::Already(row) => {
            let text = words::already(&row, manners.lang);
            Ended::NeedsPerson(Answer { json: json!({"contract": 1, "already": true, "receipt": row}), text })
        }
    })
}

/// Every receipt that would be sent, one line each.
fn listed(lines: &[BatchLine], manners: &Manners) -> Answer {
    Answer { json: json!({"contract": 1, "lines": lines}), text: said::batch(lines, manners.lang) }
}

fn leaving(no_undo: bool) -> Leaving {
    if no_undo { Leaving::AtOnce } else { Leaving::WithUndoUnattended }
}

/// The lines that `--list --json` wrote down, as far as they were ready to be sent.
fn chosen(listed: &Path, manners: &Manners) -> Result<Vec<Chosen>, Failure> {
    #[derive(serde::Deserialize)]
    struct Line {
        service: String,
        seen: String,
        why: Option<String>,
    }
    #[derive(serde::Deserialize)]
    struct Listed {
        lines: Vec<Line>,
    }
    let read = match listed.as_os_str() == "-" {
        true => std::io::read_to_string(std::io::stdin()),
        false => std::fs::read_to_string(listed),
    };
    let text = read.map_err(|error| Failure::Says(words::unreadable(listed, &error, manners.lang)))?;
    let read: Result<Listed, _> = serde_json::from_str(&text);
    let read = read.map_err(|error| Failure::Says(said::no_list(listed, &error, manners.lang)))?;
    let ready = read.lines.into_iter().filter(|line| line.why.is_none());
    Ok(ready.map(|line| Chosen { service: line.service, seen: line.seen }).collect())
}

/// What became of the lines of a list.
fn told_lines(lines: &[BatchLine], manners: &Manners) -> Ended {
    let outcome = |line: &BatchLine| match (&line.why, line.receipt.clone(), line.problem.clone()) {
        (_, _, Some(problem)) => Err(problem),
        (None, Some(row), None) => Ok(Acknowledged::Queued(row)),
        (Some(_), Some(row), None) => Ok(Acknowledged::Already(row)),
        (why, None, None) => Err(Problem::new("receipt.alone", [why.clone().unwrap_or_default()])),
    };
    let outcomes: Vec<_> = lines.iter().map(|line| (line.service.as_str(), outcome(line))).collect();
    told(&outcomes, manners)
}

/// One line and one row for each of many.
fn told(outcomes: &[(&str, Result<Acknowledged, Problem>)], manners: &Manners) -> Ended {
    let lang = manners.lang;
    let line = |(service, outcome): &(&str, Result<Acknowledged, Problem>)| match outcome {
        Ok(Acknowledged::Queued(row)) => words::queued(row, lang),
        Ok(Acknowledged::Already(row)) => words::already(row, lang),
        Err(problem) => format!("{service}: {}", words::problem(problem, lang)),
    };
    let row = |(service, outcome): &(&str, Result<Acknowledged, Problem>)| match outcome {
        Ok(Acknowledged::Queued(row)) => json!({"service": service, "outcome": "queued", "receipt": row}),
        Ok(Acknowledged::Already(row)) => json!({"service": service, "outcome": "already", "receipt": row}),
        Err(problem) => json!({"service": service, "outcome": "refused", "receipt": null,
            "error": {"code": problem.code, "says": words::problem(problem, lang)}}),
    };
    let rows: Vec<_> = outcomes.iter().map(row).collect();
    let text = outcomes.iter().map(line).collect::<Vec<_>>().join("\n");
    let answer = Answer { json: json!({"contract": 1, "rows": rows}), text };
    let is_whole = outcomes.iter().all(|(_, outcome)| matches!(outcome, Ok(Acknowledged::Queued(_))));
    if is_whole { Ended::Done(answer) } else { Ended::NeedsPerson(answer) }
}

/// What can be done with one receipt.
#[derive(Subcommand)]
pub enum ReceiptCommand {
    /// 放行：留置的、不能确定是否发出的回执，按设置留撤回时间后发出；正在等待的立即发出。不能确定是否发出的，先在“已发送”中查找，没有才重发同一封
    Release {
        /// 回执编号
        id: String,
        /// 看到的是哪一状态（回执一行的 seen）；此后状态已变化的，不处理。可能已到法院的，必须写明
        #[arg(long, value_name = "STATE")]
        seen: Option<String>,
        /// 不留撤回时间，立即可发
        #[arg(long)]
        no_undo: bool,
    },
    /// 撤回尚未发出的回执
    Withdraw {
        /// 回执编号
        id: String,
        /// 看到的是哪一状态（回执一行的 seen）；此后状态已变化的，不处理
        #[arg(long, value_name = "STATE")]
        seen: Option<String>,
    },
    /// 由另一人复核放行
    Approve {
        /// 回执编号
        id: String,
        /// 复核人
        #[arg(long)]
        by: String,
        /// 看到的是哪一状态（回执一行的 seen）；此后状态已变化的，不处理
        #[arg(long, value_name = "STATE")]
        seen: Option<String>,
        /// 不留撤回时间，立即可发
        #[arg(long)]
        no_undo: bool,
    },
    /// 接手：另一台电脑已登记这封回执却迟迟没有发出，或在共用邮箱中登记不成时，写明原因后由本机发出
    TakeOver {
        /// 回执编号
        id: String,
        /// 原因，如“那台电脑已停用，已电话问过”；记入台账
        #[arg(long)]
        why: String,
        /// 谁决定的；不写为设置中的经办人
        #[arg(long)]
        by: Option<String>,
        /// 看到的是哪一状态（回执一行的 seen）；此后状态已变化的，不处理
        #[arg(long, value_name = "STATE")]
        seen: Option<String>,
        /// 不留撤回时间，立即可发
        #[arg(long)]
        no_undo: bool,
    },
    /// 撤销“已在别处签收”或“无需签收”的登记（acknowledge --by-hand 记下的），写明原因；之后可以发送回执
    NotByHand {
        /// 送达编号
        service: String,
        /// 原因，如“按错了，平台上并未签收”；记入台账
        #[arg(long)]
        why: String,
        /// 谁决定的；不写为设置中的经办人
        #[arg(long)]
        by: Option<String>,
    },
    /// 生成《电子送达签收回执》PDF
    Sheet {
        /// 回执编号
        id: String,
        /// 写到哪个文件
        #[arg(long, value_name = "FILE.pdf")]
        out: PathBuf,
    },
    /// 把收到日期填进法院所附的空白送达回证，供打印盖章；盖章扫描后用 acknowledge --way sealed-form --scan 发回
    Form {
        /// 送达编号
        service: String,
        /// 写到哪个文件
        #[arg(long, value_name = "FILE.pdf")]
        out: PathBuf,
    },
    /// 查看一封回执的全部凭证：原文、服务器应答、已发送副本、投递报告
    Show {
        /// 回执编号
        id: String,
        /// 把回执原文写到这个文件
        #[arg(long, value_name = "FILE.eml")]
        out: Option<PathBuf>,
    },
}

/// Runs one of them.
pub async fn run(manners: &Manners, command: &ReceiptCommand) -> Result<Ended, Failure> {
    let mailroom = Mailroom::look(manners.made_home()?).await?;
    let room = mailroom.room();
    let lang = manners.lang;
    let done =
        |row: ReceiptRow, text: String| Ok(Ended::Done(Answer { json: json!({"contract": 1, "receipt": row}), text }));
    match command {
        ReceiptCommand::Release { id, seen, no_undo } => {
            let row = acknowledge::release(room, id, leaving(*no_undo), seen.as_deref()).await?;
            let text = said::released(&row, lang);
            done(row, text)
        }
        ReceiptCommand::Withdraw { id, seen } => {
            let row = acknowledge::withdraw(room, id, seen.as_deref()).await?;
            let text = said::withdrawn(&row, lang);
            done(row, text)
        }
        ReceiptCommand::Approve { id, by, seen, no_undo } => {
            let row = acknowledge::approve(room, id, by, leaving(*no_undo), seen.as_deref()).await?;
            let text = said::approved(&row, by, lang);
            done(row, text)
        }
        ReceiptCommand::TakeOver { id, why, by, seen, no_undo } => {
            let by = by.as_deref().unwrap_or(&room.settings.office.handler);
            let row = acknowledge::insist(room, id, (by, why), leaving(*no_undo), seen.as_deref()).await?;
            let text = said::released(&row, lang);
            done(row, text)
        }
        ReceiptCommand::NotByHand { service, why, by } => {
            let by = by.as_deref().unwrap_or(&room.settings.office.handler);
            acknowledge::take_back_by_hand(room, service, why, by).await?;
            let text = said::not_by_hand(service, lang);
            Ok(Ended::Done(Answer { json: json!({"contract": 1, "service": service, "by_hand": null}), text }))
        }
        ReceiptCommand::Sheet { id, out } => {
            let pdf = mailroom.receipt_sheet(id).await?;
            write(out, &pdf, manners)?;
            let text = said::written(out, lang);
            Ok(Ended::Done(Answer { json: json!({"contract": 1, "sheet": out, "size_bytes": pdf.len()}), text }))
        }
        ReceiptCommand::Form { service, out } => {
            let form = acknowledge::form::fill(room, service).await?;
            write(out, &form.pdf, manners)?;
            let text = said::form(&form.title, &form.wrote, out, lang);
            let json = json!({"contract": 1, "form": out, "title": form.title, "wrote": form.wrote});
            Ok(Ended::Done(Answer { json, text }))
        }
        ReceiptCommand::Show { id, out } => {
            let row = mailroom.receipts().await?.into_iter().find(|row| row.id == *id);
            let row = row.ok_or_else(|| Problem::not_found(id))?;
            if let Some(out) = out {
                let found = room.told.read().await.by_receipt(id).map(|(_, found)| found.clone());
                let found = found.ok_or_else(|| Problem::not_found(id))?;
                write(out, &aside::bytes_of(room, &found).await?, manners)?;
            }
            let text = said::proofs(&row, lang);
            done(row, text)
        }
    }
}

pub(super) fn write(out: &std::path::Path, bytes: &[u8], manners: &Manners) -> Result<(), Failure> {
    // A file of the person is never overwritten.
    let made = std::fs::OpenOptions::new().write(true).create_new(true).open(out);
    let written = made.and_then(|mut file| std::io::Write::write_all(&mut file, bytes));
    written.map_err(|error| Failure::Says(said::unwritable(out, &error, manners.lang)))
}
