//! Commands about the register of agreements on the address for service 送达地址确认书、承诺协议.

use std::path::{Path, PathBuf};

use crate::Mailroom;
use crate::acknowledge::register;
use crate::view::Problem;
use clap::{Args, Subcommand};
use serde_json::json;
use songda_core::id::Digest;
use songda_core::ledger::Agreement;

use super::receipt_words as said;
use super::{Answer, Ended, Failure, Manners, words};

/// What can be done with the register.
#[derive(Subcommand)]
pub enum AgreementCommand {
    /// 列出登记簿，以及没有登记的法院和案件
    List,
    /// 显示一份的约定和每次登记、变更；--out 另存签署的文件
    Show {
        /// 登记编号
        id: String,
        /// 第几次登记时的文件，从 1 数起；不写为现有的文件
        #[arg(long, value_name = "NTH")]
        entry: Option<usize>,
        /// 把签署的文件写到这里；已有的文件不覆盖
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// 登记一份，或以同一编号变更
    Set(Box<Terms>),
    /// 终止一份
    End {
        /// 登记编号
        id: String,
        /// 最后一日，YYYY-MM-DD
        #[arg(long)]
        until: String,
        /// 证明变更的文件
        #[arg(long, value_name = "FILE")]
        document: Option<PathBuf>,
        /// 原因
        #[arg(long, default_value = "")]
        note: String,
        /// 登记人
        #[arg(long)]
        by: Option<String>,
    },
}

/// One agreement as it is entered.
#[derive(Args)]
pub struct Terms {
    /// 登记编号，自己取，以后凭它变更
    id: String,
    /// confirmation 送达地址确认书 | promise 承诺协议 | offer 诉讼文书中提供
    #[arg(long)]
    kind: String,
    /// 法院全称或代字，如 沪0112；可重复
    #[arg(long = "court", required = true)]
    courts: Vec<String>,
    /// 约定邮箱
    #[arg(long)]
    address: String,
    /// 受约束的单位；不写为本单位
    #[arg(long, default_value = "")]
    company: String,
    /// 仅限这些案号；可重复
    #[arg(long = "case")]
    cases: Vec<String>,
    /// 仅限这些程序：first 一审 | second 二审 | retrial 再审 | enforcement 执行；可重复
    #[arg(long = "level")]
    levels: Vec<String>,
    /// 第一日，YYYY-MM-DD
    #[arg(long)]
    from: String,
    /// 最后一日，YYYY-MM-DD
    #[arg(long)]
    until: Option<String>,
    /// 约定的回复：none 未约定 | none-needed 无需回执 | read-receipt | sealed-form
    #[arg(long, default_value = "none")]
    reply: String,
    /// 到达后几个工作日内回复；0 为当日
    #[arg(long, value_name = "DAYS")]
    reply_within: Option<u32>,
    /// 签署的文件
    #[arg(long, value_name = "FILE")]
    document: Option<PathBuf>,
    /// 说明
    #[arg(long, default_value = "")]
    note: String,
    /// 登记人
    #[arg(long)]
    by: Option<String>,
}

/// Runs one of them.
pub async fn run(manners: &Manners, command: AgreementCommand) -> Result<Ended, Failure> {
    let mailroom = Mailroom::look(manners.made_home()?).await?;
    let room = mailroom.room();
    let handler = room.settings.office.handler.clone();
    match command {
        AgreementCommand::List => {
            let found = mailroom.register().await?;
            let json = json!({"contract": 1, "rows": found.agreements, "uncovered": found.uncovered});
            let answer = Answer { json, text: said::register(&found, manners.lang) };
            Ok(if found.uncovered.is_empty() { Ended::Done(answer) } else { Ended::NeedsPerson(answer) })
        }
        AgreementCommand::Show { id, entry, out } => show(&mailroom, &id, entry, out.as_deref(), manners).await,
        AgreementCommand::Set(terms) => {
            let document = read(terms.document.as_deref(), manners)?;
            let by = terms.by.clone().unwrap_or(handler);
            let row = register::enter(room, terms.agreement(), document, &by).await?;
            let text = said::agreement(&row, manners.lang);
            Ok(Ended::Done(Answer { json: json!({"contract": 1, "agreement": row}), text }))
        }
        AgreementCommand::End { id, until, document, note, by } => {
            let found = room.told.read().await.agreements.get(&id).cloned();
            let found = found.ok_or_else(|| Problem::not_found(&id))?;
            let note = if note.is_empty() { found.note.clone() } else { note };
            let document = read(document.as_deref(), manners)?;
            let ended = Agreement { until: Some(until), note, ..found };
            let row = register::enter(room, ended, document, &by.unwrap_or(handler)).await?;
            let text = said::agreement(&row, manners.lang);
            Ok(Ended::Done(Answer { json: json!({"contract": 1, "agreement": row}), text }))
        }
    }
}

/// Tells one agreement with its history, and writes the paper that an entry brought where one is asked for.
async fn show(
    mailroom: &Mailroom,
    id: &str,
    entry: Option<usize>,
    out: Option<&Path>,
    manners: &Manners,
) -> Result<Ended, Failure> {
    let row = mailroom.register().await?.agreements.into_iter().find(|row| row.id == id);
    let row = row.ok_or_else(|| Problem::not_found(id))?;
    let paper = match entry {
        None => row.document.clone(),
        Some(nth) => row.history.get(nth.wrapping_sub(1)).ok_or_else(|| Problem::not_found(id))?.document.clone(),
    };
    if let Some(out) = out {
        let digest = paper.as_deref().and_then(Digest::parse).ok_or_else(|| Problem::not_found(id))?;
        let (_, bytes) = register::paper(mailroom.room(), id, &digest).await?;
        super::receipt::write(out, &bytes, manners)?;
    }
    let text = said::agreement_history(&row, out, manners.lang);
    Ok(Ended::Done(Answer { json: json!({"contract": 1, "agreement": row}), text }))
}

impl Terms {
    fn agreement(&self) -> Agreement {
        Agreement {
            id: self.id.clone(),
            kind: self.kind.clone(),
            courts: self.courts.clone(),
            company: self.company.clone(),
            address: self.address.clone(),
            cases: self.cases.clone(),
            levels: self.levels.clone(),
            from: self.from.clone(),
            until: self.until.clone(),
            reply: self.reply.clone(),
            reply_within: self.reply_within,
            document: None,
            document_name: None,
            note: self.note.clone(),
        }
    }
}

fn read(path: Option<&Path>, manners: &Manners) -> Result<Option<(String, Vec<u8>)>, Failure> {
    let Some(path) = path else { return Ok(None) };
    let bytes = std::fs::read(path).map_err(|error| Failure::Says(words::unreadable(path, &error, manners.lang)))?;
    Ok(Some((path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned()), bytes)))
}
