//! Commands about pickups: fetch, stop, open, bring by hand, and pasted messages.

use std::fs::File;
use std::io::Read as _;
use std::path::PathBuf;
use std::time::Duration;

use crate::codes::FILING;
use crate::view::PickupRow;
use crate::{Mailroom, errands, log, paste, receive, watch as watching};
use clap::Subcommand;
use serde_json::json;

use super::folders::open_or_look;
use super::words::{Lang, coded};
use super::{Answer, Ended, Failure, Manners, words};

/// How often it is said how far a download is.
const SAY_EVERY: Duration = Duration::from_millis(700);

/// A message was taken in and tells of no service.
const NOTHING_SERVED: (&str, &str) = (
    "未识别出送达：没有认出案号、链接或文书。原文已保存；请核对是否粘贴了短信全文，必要时人工处理。",
    "No service was recognised: no case number, link or document. The text is kept; check that the whole message was pasted.",
);

/// What can be done with documents behind links.
#[derive(Subcommand)]
pub enum PickupCommand {
    /// 取件：按链接从平台下载文书。打开链接可能构成签收
    Fetch {
        /// 送达编号
        service: String,
        /// 取件编号；不写则为该送达的第一个链接
        #[arg(long)]
        errand: Option<String>,
        /// 平台的访问密码
        #[arg(long)]
        password: Option<String>,
        /// 经办人
        #[arg(long)]
        by: Option<String>,
    },
    /// 停止取件
    Stop {
        /// 送达编号
        service: String,
        /// 取件编号
        #[arg(long)]
        errand: Option<String>,
        /// 经办人
        #[arg(long)]
        by: Option<String>,
    },
    /// 记下有人在浏览器中打开链接，并打印链接。打开链接可能构成签收
    Open {
        /// 送达编号
        service: String,
        /// 取件编号
        #[arg(long)]
        errand: Option<String>,
        /// 主机不在已知之列也打开：已向法院核实过这个网址
        #[arg(long)]
        court_confirmed: bool,
        /// 经办人
        #[arg(long)]
        by: Option<String>,
    },
    /// 收进从平台下载的文件，归入一次送达
    Bring {
        /// 送达编号
        service: String,
        /// 文件
        #[arg(required_unless_present = "paper_on")]
        files: Vec<PathBuf>,
        /// 同一批文书的纸质件签收日期（YYYY-MM-DD）；早于电子送达的，期限从这一天起算
        #[arg(long)]
        paper_on: Option<String>,
        /// 经办人
        #[arg(long)]
        by: Option<String>,
    },
    /// 取回放错的文件，或记错的纸质签收：不再算作这次送达的；原件和案件文件夹里的文件都保留
    TakeBack {
        /// 送达编号
        service: String,
        /// 文书编号（见 songda list documents）
        #[arg(required_unless_present = "paper_on", conflicts_with = "paper_on")]
        document: Option<String>,
        /// 取回这一天（YYYY-MM-DD）的纸质签收登记，连同随它收进的扫描件
        #[arg(long, requires = "why")]
        paper_on: Option<String>,
        /// 理由
        #[arg(long)]
        why: Option<String>,
        /// 经办人
        #[arg(long)]
        by: Option<String>,
    },
}

/// Runs a command about pickups.
pub async fn pickup(manners: &Manners, command: PickupCommand) -> Result<Ended, Failure> {
    let mailroom = open_or_look(manners).await?;
    match command {
        PickupCommand::Fetch { service, errand, password, by } => {
            let asked = mailroom.fetch_pickup(&service, errand.as_deref(), password.as_deref(), by.as_deref()).await?;
            if mailroom.is_holder() {
                manners.progress(&manners.lang.pick("正在取件…".to_owned(), "Fetching…".to_owned()));
                with_progress(manners, &mailroom).await?;
            }
            let row = mailroom.pickups().await?.into_iter().find(|row| row.errand == asked.errand).unwrap_or(asked);
            Ok(ended(row, manners.lang))
        }
        PickupCommand::Stop { service, errand, by } => {
            Ok(ended(mailroom.stop_pickup(&service, errand.as_deref(), by.as_deref()).await?, manners.lang))
        }
        PickupCommand::Open { service, errand, court_confirmed, by } => {
            let opening = mailroom.open_pickup(&service, errand.as_deref(), court_confirmed, by.as_deref()).await?;
            let json = json!({"contract": 1, "url": opening.url, "code": opening.code});
            Ok(Ended::Done(Answer { json, text: opening.url }))
        }
        PickupCommand::Bring { service, files, paper_on, by } => {
            let new = match &paper_on {
                Some(on) => mailroom.bring_paper(&service, on, &files, by.as_deref()).await?,
                None => mailroom.bring_files(&service, &files, by.as_deref()).await?,
            };
            let text = match manners.lang {
                Lang::Zh => format!("收进 {new} 个新文件。"),
                Lang::En => format!("{new} new files taken in."),
            };
            Ok(Ended::Done(Answer { json: json!({"contract": 1, "new": new}), text }))
        }
        PickupCommand::TakeBack { service, document, paper_on, why, by } => {
            let by = by.as_deref();
            match (&document, &paper_on) {
                (_, Some(on)) => mailroom.take_paper_back(&service, on, why.as_deref().unwrap_or_default(), by).await?,
                (document, None) => {
                    mailroom.take_file_back(&service, document.as_deref().unwrap_or_default(), by).await?;
                }
            }
            if let Some(on) = paper_on {
                let text = match manners.lang {
                    Lang::Zh => format!("已取回{on}的纸质签收登记；期限往后移动的，等人确认后才改。"),
                    Lang::En => {
                        format!("The record of {on} is taken back; a deadline that moves later waits for a person.")
                    }
                };
                return Ok(Ended::Done(Answer { json: json!({"contract": 1, "taken_back": on}), text }));
            }
            let text = match manners.lang {
                Lang::Zh => "已取回，不再算作这次送达的文书；原件和文件都保留，可放入正确的送达。".to_owned(),
                Lang::En => "Taken back: it is no document of this service any more; bytes and file stay.".to_owned(),
            };
            Ok(Ended::Done(Answer { json: json!({"contract": 1, "taken_back": document}), text }))
        }
    }
}

/// Fetches what is due once, and says what is on its way meanwhile. What has to wait is left to the next pass.
async fn with_progress(manners: &Manners, mailroom: &Mailroom) -> Result<(), Failure> {
    let running = errands::run_due(mailroom.room());
    tokio::pin!(running);
    let mut said = String::new();
    loop {
        tokio::select! {
            done = &mut running => return Ok(done?),
            () = tokio::time::sleep(SAY_EVERY) => {}
        }
        let rows = mailroom.pickups().await?;
        let Some(row) = rows.iter().find(|row| row.on_its_way.is_some()) else { continue };
        let name = row.on_its_way.as_deref().unwrap_or_default();
        let part = row
            .total
            .filter(|total| *total > 0)
            .map_or_else(String::new, |total| format!(" {}%", row.bytes.saturating_mul(100) / total));
        let says = format!("{}/{}  {name}{part}", row.stored, row.listed);
        if says != said {
            manners.progress(&says);
            said = says;
        }
    }
}

fn ended(row: PickupRow, lang: Lang) -> Ended {
    let needs_person = matches!(row.state.as_str(), "held" | "waiting");
    let answer = Answer { text: pickup_line(&row, lang), json: json!({"contract": 1, "pickup": row}) };
    if needs_person { Ended::NeedsPerson(answer) } else { Ended::Done(answer) }
}

/// One pickup in one line.
pub fn pickup_line(row: &PickupRow, lang: Lang) -> String {
    let name = row.name.as_deref().or(row.provider.as_deref()).unwrap_or(&row.platform);
    let until = row.expires_at.as_deref().or(row.expires.as_deref()).unwrap_or("");
    let latest = if row.expires_at_latest {
        lang.pick("最迟 ".to_owned(), "at the latest ".to_owned())
    } else {
        String::new()
    };
    let host = row.url.as_deref().filter(|_| row.strange_host);
    let why = match &row.held {
        Some(code) => coded(FILING, code, row.says.as_deref().unwrap_or_default(), lang),
        None => host.map_or_else(String::new, |url| coded(FILING, "pickup.strange-host", url, lang)),
    };
    let numbers = row.case_numbers.join("、");
    let code = row
        .code
        .as_deref()
        .map_or_else(String::new, |code| format!("  {}", lang.pick(format!("提取码 {code}"), format!("code {code}"))));
    let state = lang.pick(state_of(&row.state).to_owned(), row.state.clone());
    let (errand, stored, listed) = (&row.errand, row.stored, row.listed);
    format!("{errand}  {name}  {numbers}{code}  [{state} {stored}/{listed}]  {latest}{until}  {why}")
}

fn state_of(state: &str) -> &str {
    match state {
        "open" => "未取件",
        "asked" => "等待取件",
        "fetching" => "正在取件",
        "waiting" => "稍后再取",
        "held" => "需要人处理",
        "done" => "已取到",
        other => other,
    }
}

/// Takes in a pasted message: a file, or standard input.
pub async fn pasted(manners: &Manners, file: Option<&PathBuf>) -> Result<Ended, Failure> {
    let mut bytes = Vec::new();
    let read = match file {
        Some(file) => File::open(file)
            .and_then(|open| open.take(paste::LONGEST_BYTES).read_to_end(&mut bytes))
            .map_err(|error| words::unreadable(file, &error, manners.lang)),
        None => std::io::stdin().take(paste::LONGEST_BYTES).read_to_end(&mut bytes).map_err(|error| error.to_string()),
    };
    read.map_err(Failure::Says)?;
    let text = paste::text_of(&bytes);
    let home = manners.made_home()?;
    log::start(&home);
    let mailroom = Mailroom::open(home).await?;
    watching::resume(mailroom.room()).await?;
    let arrival = paste::arrival(&text).map_err(Failure::Problem)?;
    let digest = receive::keep(mailroom.room(), arrival).await?;
    receive::work_through(mailroom.room(), &[digest]).await?;
    let rows = mailroom.mails().await?;
    let row = rows.into_iter().find(|row| row.sha256 == digest.to_string());
    let service = row.as_ref().and_then(|row| row.service.clone());
    let pickups: Vec<PickupRow> =
        mailroom.pickups().await?.into_iter().filter(|row| Some(&row.service) == service.as_ref()).collect();
    let mut lines: Vec<String> =
        row.iter().map(|row| format!("{}  {}", row.service.as_deref().unwrap_or(&row.sha256), row.subject)).collect();
    lines.extend(pickups.iter().map(|row| pickup_line(row, manners.lang)));
    let serves = service.is_some();
    if !serves {
        lines.push(manners.lang.pick(NOTHING_SERVED.0.to_owned(), NOTHING_SERVED.1.to_owned()));
    }
    let json = json!({"contract": 1, "mail": row, "service": service, "pickups": pickups});
    let answer = Answer { json, text: lines.join("\n") };
    Ok(if serves { Ended::Done(answer) } else { Ended::NeedsPerson(answer) })
}
