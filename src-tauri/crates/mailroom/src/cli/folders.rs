//! Commands about pickups, case folders and cases.

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::json;
use songda_mailroom::codes::FILING;
use songda_mailroom::view::{CaseRow, PickupRow, Problem, ServicePage};
use songda_mailroom::{Mailroom, errands, log, paste, receive, watch as watching};

use super::words::{Lang, coded};
use super::{Answer, Ended, Failure, Manners};

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
        /// 经办人
        #[arg(long)]
        by: Option<String>,
    },
    /// 收进从平台下载的文件，归入一次送达
    Bring {
        /// 送达编号
        service: String,
        /// 文件
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// 经办人
        #[arg(long)]
        by: Option<String>,
    },
}

/// What can be done with the case folders.
#[derive(Subcommand)]
pub enum FoldersCommand {
    /// 预览归档规则：文书会放到哪里
    Preview {
        /// 规则，例如 {court}/{case_number}/{arrived_on} 送达/{nn} {title}
        pattern: String,
    },
    /// 核对全部已归档文件：被移动、改名、改动、删除的
    Check,
    /// 从原件库恢复一件文书，不覆盖任何文件
    Restore {
        /// 文书编号
        document: String,
        /// 经办人
        #[arg(long)]
        by: Option<String>,
    },
    /// 移动整个案卷文件夹：逐个复制并比对，然后改设置；原文件夹保留
    Move {
        /// 新位置
        to: PathBuf,
        /// 经办人
        #[arg(long)]
        by: Option<String>,
    },
}

/// What a person can say about cases.
#[derive(Subcommand)]
pub enum CaseCommand {
    /// 关联为同一纠纷（一审、二审、执行），第一个为主
    Join {
        /// 案号
        #[arg(required = true, num_args = 2..)]
        numbers: Vec<String>,
        /// 经办人
        #[arg(long)]
        by: Option<String>,
    },
    /// 取消关联
    Split {
        /// 案号
        number: String,
        /// 经办人
        #[arg(long)]
        by: Option<String>,
    },
    /// 合并为同一次送达（邮件、短信、平台送来的同一批文书），第一个为主：一份回执，一组期限
    JoinServices {
        /// 送达编号
        #[arg(required = true, num_args = 2..)]
        services: Vec<String>,
        /// 理由
        #[arg(long, default_value = "")]
        why: String,
        /// 经办人
        #[arg(long)]
        by: Option<String>,
    },
    /// 取消合并，单独算一次送达
    PartService {
        /// 送达编号
        service: String,
        /// 理由
        #[arg(long, default_value = "")]
        why: String,
        /// 经办人
        #[arg(long)]
        by: Option<String>,
    },
    /// 给案件起本单位的名称；不写名称则取消
    Name {
        /// 案号
        number: String,
        /// 名称
        #[arg(default_value = "")]
        name: String,
        /// 经办人
        #[arg(long)]
        by: Option<String>,
    },
}

/// The home as its holder where nobody holds it, else beside whoever does.
async fn open_or_look(manners: &Manners) -> Result<Mailroom, Failure> {
    let home = manners.made_home()?;
    log::start(&home);
    match Mailroom::open(home.clone()).await {
        Err(problem) if problem.code == "home.locked" => Ok(Mailroom::look(home).await?),
        opened => Ok(opened?),
    }
}

/// Runs a command about pickups.
pub async fn pickup(manners: &Manners, command: PickupCommand) -> Result<Ended, Failure> {
    let mailroom = open_or_look(manners).await?;
    match command {
        PickupCommand::Fetch { service, errand, password, by } => {
            let asked = mailroom.fetch_pickup(&service, errand.as_deref(), password.as_deref(), by.as_deref()).await?;
            if mailroom.is_holder() {
                manners.progress(&manners.lang.pick("正在取件…".to_owned(), "Fetching…".to_owned()));
                errands::run_all(mailroom.room()).await?;
            }
            let row = mailroom.pickups().await?.into_iter().find(|row| row.errand == asked.errand).unwrap_or(asked);
            Ok(ended(row, manners.lang))
        }
        PickupCommand::Stop { service, errand, by } => {
            Ok(ended(mailroom.stop_pickup(&service, errand.as_deref(), by.as_deref()).await?, manners.lang))
        }
        PickupCommand::Open { service, errand, by } => {
            let opening = mailroom.open_pickup(&service, errand.as_deref(), by.as_deref()).await?;
            let json = json!({"contract": 1, "url": opening.url, "code": opening.code});
            Ok(Ended::Done(Answer { json, text: opening.url }))
        }
        PickupCommand::Bring { service, files, by } => {
            let new = mailroom.bring_files(&service, &files, by.as_deref()).await?;
            let text = match manners.lang {
                Lang::Zh => format!("收进 {new} 个新文件。"),
                Lang::En => format!("{new} new files taken in."),
            };
            Ok(Ended::Done(Answer { json: json!({"contract": 1, "new": new}), text }))
        }
    }
}

fn ended(row: PickupRow, lang: Lang) -> Ended {
    let needs_person = row.state == "held";
    let answer = Answer { text: pickup_line(&row, lang), json: json!({"contract": 1, "pickup": row}) };
    if needs_person { Ended::NeedsPerson(answer) } else { Ended::Done(answer) }
}

/// One pickup in one line.
pub fn pickup_line(row: &PickupRow, lang: Lang) -> String {
    let name = row.name.as_deref().or(row.provider.as_deref()).unwrap_or(&row.platform);
    let until = row.expires_at.as_deref().or(row.expires.as_deref()).unwrap_or("");
    let why = row
        .held
        .as_deref()
        .map_or_else(String::new, |code| coded(FILING, code, row.says.as_deref().unwrap_or_default(), lang));
    let numbers = row.case_numbers.join("、");
    format!("{}  {name}  {numbers}  [{} {}/{}]  {until}  {why}", row.errand, row.state, row.stored, row.listed)
}

/// Runs a command about the case folders.
pub async fn folders(manners: &Manners, command: FoldersCommand) -> Result<Ended, Failure> {
    match command {
        FoldersCommand::Preview { pattern } => {
            let preview = Mailroom::look(manners.made_home()?).await?.preview_folders(&pattern).await?;
            let text = preview.path.clone().or_else(|| preview.problem.clone()).unwrap_or_default();
            let is_wrong = preview.problem.is_some();
            let answer = Answer { json: json!({"contract": 1, "preview": preview}), text };
            Ok(if is_wrong { Ended::NeedsPerson(answer) } else { Ended::Done(answer) })
        }
        FoldersCommand::Check => {
            let found = open_or_look(manners).await?.look_at_folders().await?;
            let text = match manners.lang {
                Lang::Zh => format!(
                    "已归档 {} 件；本次发现移动或改名 {}，改动 {}，不见 {}。",
                    found.files, found.moved, found.changed, found.gone
                ),
                Lang::En => format!(
                    "{} filed; moved or renamed {}, changed {}, gone {}.",
                    found.files, found.moved, found.changed, found.gone
                ),
            };
            let needs_person = found.changed + found.gone > 0;
            let answer = Answer { json: json!({"contract": 1, "found": found}), text };
            Ok(if needs_person { Ended::NeedsPerson(answer) } else { Ended::Done(answer) })
        }
        FoldersCommand::Restore { document, by } => {
            let path = open_or_look(manners).await?.restore_document(&document, by.as_deref()).await?;
            Ok(Ended::Done(Answer { json: json!({"contract": 1, "path": path}), text: path }))
        }
        FoldersCommand::Move { to, by } => {
            let home = manners.made_home()?;
            log::start(&home);
            // Nobody may file anything meanwhile: only the holder moves.
            let moved = Mailroom::open(home).await?.move_case_root(&to, by.as_deref()).await?;
            let text = match manners.lang {
                Lang::Zh => format!(
                    "已复制并比对 {} 个文件，案卷文件夹现为 {}。原文件夹 {} 保留，确认后可自行处理。",
                    moved.files,
                    moved.to.display(),
                    moved.from.display()
                ),
                Lang::En => {
                    format!("{} files copied and compared; the case root is {}.", moved.files, moved.to.display())
                }
            };
            Ok(Ended::Done(Answer { json: json!({"contract": 1, "moved": moved}), text }))
        }
    }
}

/// Runs a command about cases.
pub async fn case(manners: &Manners, command: CaseCommand) -> Result<Ended, Failure> {
    let mailroom = Mailroom::look(manners.made_home()?).await?;
    let row = match command {
        CaseCommand::JoinServices { services, why, by } => {
            return Ok(channels(mailroom.join_services(&services, &why, by.as_deref()).await?));
        }
        CaseCommand::PartService { service, why, by } => {
            return Ok(channels(mailroom.part_service(&service, &why, by.as_deref()).await?));
        }
        CaseCommand::Join { numbers, by } => mailroom.join_cases(&numbers, by.as_deref()).await?,
        CaseCommand::Split { number, by } => mailroom.split_case(&number, by.as_deref()).await?,
        CaseCommand::Name { number, name, by } => mailroom.name_case(&number, &name, by.as_deref()).await?,
    };
    let text = case_line(&row);
    Ok(Ended::Done(Answer { json: json!({"contract": 1, "case": row}), text }))
}

fn channels(page: ServicePage) -> Ended {
    let lines = page.channels.iter().map(|row| {
        let when = row.arrived.as_deref().unwrap_or(&row.first_seen);
        format!("{}  {}  {when}  {}", row.service, row.channel, row.why.as_deref().unwrap_or(""))
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    Ended::Done(Answer { json: json!({"contract": 1, "service": page.row, "channels": page.channels}), text })
}

fn case_line(row: &CaseRow) -> String {
    format!("{}  {}  {}", row.case_number, row.name.as_deref().unwrap_or(""), row.together.join("、"))
}

/// Takes in a pasted message: a file, or standard input.
pub async fn pasted(manners: &Manners, file: Option<&PathBuf>) -> Result<Ended, Failure> {
    let read = match file {
        Some(file) => std::fs::read_to_string(file),
        None => std::io::read_to_string(std::io::stdin()),
    };
    let text = read.map_err(|error| Failure::Says(format!("{error}")))?;
    let home = manners.made_home()?;
    log::start(&home);
    let mailroom = Mailroom::open(home).await?;
    watching::resume(mailroom.room()).await?;
    let arrival = paste::arrival(&text).ok_or_else(|| Failure::Problem(Problem::new("paste.empty", [])))?;
    let digest = receive::keep(mailroom.room(), arrival).await?;
    receive::work_through(mailroom.room(), &[digest]).await?;
    let rows = mailroom.mails().await?;
    let row = rows.into_iter().find(|row| row.sha256 == digest.to_string());
    let service = row.as_ref().and_then(|row| row.service.clone());
    let pickups: Vec<PickupRow> =
        mailroom.pickups().await?.into_iter().filter(|row| Some(&row.service) == service.as_ref()).collect();
    let mut lines: Vec<String> = row.iter().map(|row| format!("{}  {}", row.sha256, row.subject)).collect();
    lines.extend(pickups.iter().map(|row| pickup_line(row, manners.lang)));
    Ok(Ended::Done(Answer {
        json: json!({"contract": 1, "mail": row, "service": service, "pickups": pickups}),
        text: lines.join("\n"),
    }))
}
