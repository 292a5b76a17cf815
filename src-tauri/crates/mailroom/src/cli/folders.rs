//! Commands about case folders and cases.

use std::path::PathBuf;

use crate::codes::FILING;
use crate::view::{CaseRow, ServicePage};
use crate::{Mailroom, log};
use clap::Subcommand;
use serde_json::json;

use super::words::{Lang, coded};
use super::{Answer, Ended, Failure, Manners, look, words};

/// What can be done with the case folders.
#[derive(Subcommand)]
pub enum FoldersCommand {
    /// 预览归档规则：文书会放到哪里
    Preview {
        /// 规则，例如 {court}/{case_number}/{arrived_on} 送达/{nn} {title}
        pattern: String,
        /// 案件文件夹；不写则为设置里的位置
        #[arg(long)]
        root: Option<String>,
    },
    /// 采用归档规则：写入设置，以后到达的文书按它归档，已归档的不动
    Adopt {
        /// 规则
        pattern: String,
    },
    /// 核对全部已归档文件：被移动、改名、改动、删除的
    Check,
    /// 从原件库恢复文书，不覆盖任何文件
    Restore {
        /// 文书编号
        #[arg(required_unless_present = "missing")]
        documents: Vec<String>,
        /// 恢复全部不见的文书；有人改动过的不动
        #[arg(long, conflicts_with = "documents")]
        missing: bool,
        /// 经办人
        #[arg(long)]
        by: Option<String>,
    },
    /// 移动整个案件文件夹：逐个复制并比对，然后改设置；原文件夹保留
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
    /// 结案：案件移到“已结案”，期限和回执不变；之后又有送达的，重新列出
    Close {
        /// 案号
        number: String,
        /// 理由，例如：调解书已履行
        #[arg(long)]
        why: String,
        /// 经办人
        #[arg(long)]
        by: Option<String>,
    },
    /// 取消结案
    Reopen {
        /// 案号
        number: String,
        /// 理由
        #[arg(long)]
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
pub async fn open_or_look(manners: &Manners) -> Result<Mailroom, Failure> {
    let home = manners.made_home()?;
    log::start(&home);
    match Mailroom::open(home.clone()).await {
        Err(problem) if problem.code == "home.locked" => Ok(Mailroom::look(home).await?),
        opened => Ok(opened?),
    }
}

/// Runs a command about the case folders.
pub async fn folders(manners: &Manners, command: FoldersCommand) -> Result<Ended, Failure> {
    match command {
        FoldersCommand::Preview { pattern, root } => {
            let mailroom = Mailroom::look(manners.made_home()?).await?;
            let preview = mailroom.preview_folders(&pattern, root.as_deref()).await?;
            let text = match &preview.problem {
                Some(problem) => problem.clone(),
                None if preview.examples.is_empty() => preview.path.clone().unwrap_or_default(),
                None => preview.examples.join("\n"),
            };
            let is_wrong = preview.problem.is_some();
            let answer = Answer { json: json!({"contract": 1, "preview": preview}), text };
            Ok(if is_wrong { Ended::NeedsPerson(answer) } else { Ended::Done(answer) })
        }
        FoldersCommand::Adopt { pattern } => {
            Mailroom::look(manners.made_home()?).await?.adopt_folder_pattern(&pattern).await?;
            let text = manners.lang.pick(
                "已写入设置。以后到达的文书按新规则归档，已归档的不动。".to_owned(),
                "Written into the settings. What arrives from now on goes by it; what is filed stays.".to_owned(),
            );
            Ok(Ended::Done(Answer { json: json!({"contract": 1, "pattern": pattern}), text }))
        }
        FoldersCommand::Check => {
            let (found, strayed) = open_or_look(manners).await?.look_at_folders().await?;
            let mut lines = vec![match manners.lang {
                Lang::Zh => format!(
                    "已归档 {} 件，逐件比对；本次发现移动或改名 {}，改动 {}，不见 {}。",
                    found.files, found.moved, found.changed, found.gone
                ),
                Lang::En => format!(
                    "{} filed, every byte compared; moved or renamed {}, changed {}, gone {}.",
                    found.files, found.moved, found.changed, found.gone
                ),
            }];
            if let Some(problem) = found.hidden() {
                lines.push(words::problem(&problem, manners.lang));
            }
            lines.extend(strayed.iter().map(|row| look::filed_line(row, manners.lang)));
            if !strayed.is_empty() {
                lines.push(manners.lang.pick(
                    "恢复：songda folders restore 文书编号，或 songda folders restore --missing。".to_owned(),
                    "Restore: songda folders restore ID, or songda folders restore --missing.".to_owned(),
                ));
            }
            let needs_person = found.changed + found.gone + found.unsure > 0;
            let json = json!({"contract": 1, "found": found, "strayed": strayed});
            let answer = Answer { json, text: lines.join("\n") };
            Ok(if needs_person { Ended::NeedsPerson(answer) } else { Ended::Done(answer) })
        }
        FoldersCommand::Restore { documents, missing, by } => {
            restore(manners, &documents, missing, by.as_deref()).await
        }
        FoldersCommand::Move { to, by } => {
            let home = manners.made_home()?;
            log::start(&home);
            // Nobody may file anything meanwhile: only the holder moves.
            let moved = Mailroom::open(home).await?.move_case_root(&to, by.as_deref()).await?;
            let text = match manners.lang {
                Lang::Zh => format!(
                    "已复制并比对 {} 个文件，案件文件夹现为 {}。原文件夹 {} 保留，确认后可自行处理。",
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

/// Puts documents back that were named, and every one that is gone; one that cannot keeps no other from it.
async fn restore(manners: &Manners, documents: &[String], missing: bool, by: Option<&str>) -> Result<Ended, Failure> {
    let mailroom = open_or_look(manners).await?;
    let (mut paths, mut refused) = if missing { mailroom.restore_missing(by).await? } else { (Vec::new(), None) };
    for document in documents {
        match mailroom.restore_document(document, by).await {
            Ok(path) => paths.push(path),
            Err(problem) => refused = refused.or(Some(problem)),
        }
    }
    let text = match (paths.is_empty(), manners.lang) {
        (false, _) => paths.join("\n"),
        (true, Lang::Zh) => "没有不见的文书。".to_owned(),
        (true, Lang::En) => "No document is missing.".to_owned(),
    };
    let Some(problem) = refused else {
        let json = json!({"contract": 1, "path": paths.first(), "paths": paths});
        return Ok(Ended::Done(Answer { json, text }));
    };
    if paths.is_empty() {
        return Err(Failure::Problem(problem));
    }
    let json = json!({"contract": 1, "path": paths.first(), "paths": paths, "problem": problem});
    let text = format!("{text}\n{}", words::problem(&problem, manners.lang));
    Ok(Ended::Failed(Answer { json, text }))
}

/// Runs a command about cases.
pub async fn case(manners: &Manners, command: CaseCommand) -> Result<Ended, Failure> {
    let mailroom = Mailroom::look(manners.made_home()?).await?;
    let row = match command {
        CaseCommand::JoinServices { services, why, by } => {
            return Ok(channels(mailroom.join_services(&services, &why, by.as_deref()).await?, manners.lang));
        }
        CaseCommand::PartService { service, why, by } => {
            return Ok(channels(mailroom.part_service(&service, &why, by.as_deref()).await?, manners.lang));
        }
        CaseCommand::Join { numbers, by } => mailroom.join_cases(&numbers, by.as_deref()).await?,
        CaseCommand::Split { number, by } => mailroom.split_case(&number, by.as_deref()).await?,
        CaseCommand::Close { number, why, by } => mailroom.close_case(&number, &why, by.as_deref()).await?,
        CaseCommand::Reopen { number, why, by } => mailroom.reopen_case(&number, &why, by.as_deref()).await?,
        CaseCommand::Name { number, name, by } => mailroom.name_case(&number, &name, by.as_deref()).await?,
    };
    let text = case_line(&row);
    Ok(Ended::Done(Answer { json: json!({"contract": 1, "case": row}), text }))
}

fn channels(page: ServicePage, lang: Lang) -> Ended {
    let lines = page.channels.iter().map(|row| {
        let when = row.arrived.as_deref().unwrap_or(&row.first_seen);
        // The program's reasons are codes, a person's are words.
        let why = row.why.as_deref().map_or_else(String::new, |why| coded(FILING, why, "", lang));
        format!("{}  {}  {when}  {why}", row.service, row.channel)
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    Ended::Done(Answer { json: json!({"contract": 1, "service": page.row, "channels": page.channels}), text })
}

fn case_line(row: &CaseRow) -> String {
    let closed = row.closed.as_ref().map_or_else(String::new, |it| format!("  {} {} {}", it.at, it.by, it.why));
    format!("{}  {}  {}{closed}", row.case_number, row.name.as_deref().unwrap_or(""), row.together.join("、"))
}
