//! Commands about working on services: assign, rest reminders, set aside, take back.

use crate::view::ServicePage;
use clap::{Args, Subcommand};
use serde_json::json;

use super::words::Lang;
use super::{Answer, Ended, Failure, Manners, order};

/// The command and what it orders.
#[derive(Args)]
pub struct ServiceArgs {
    #[command(subcommand)]
    command: ServiceCommand,
}

/// What can be ordered about working on a service.
#[derive(Subcommand)]
pub enum ServiceCommand {
    /// 转交：指定一次送达的负责人；--to 留空即不再指定
    Assign {
        /// 送达编号
        service: String,
        /// 负责人
        #[arg(long)]
        to: String,
        /// 由谁指定
        #[arg(long)]
        by: Option<String>,
    },
    /// 稍后提醒：到某一时刻之前不再提醒经办人，最多三天；期限照常计算
    Snooze {
        /// 送达编号
        service: String,
        /// RFC 3339 时刻，例如 2026-11-24T09:00:00+08:00
        #[arg(long)]
        until: String,
        /// 由谁决定
        #[arg(long)]
        by: Option<String>,
    },
    /// 不是送达邮件：人工看过，其中没有送达（写明理由）；不删除任何内容
    SetAside {
        /// 送达编号
        service: String,
        /// 理由
        #[arg(long)]
        reason: String,
        /// 由谁决定
        #[arg(long)]
        by: Option<String>,
    },
    /// 恢复为送达（写明理由）
    TakeBack {
        /// 送达编号
        service: String,
        /// 理由
        #[arg(long)]
        reason: String,
        /// 由谁决定
        #[arg(long)]
        by: Option<String>,
    },
}

/// Runs one of them.
pub async fn run(manners: &Manners, args: ServiceArgs) -> Result<Ended, Failure> {
    let mailroom = order::open(manners).await?;
    let page = match &args.command {
        ServiceCommand::Assign { service, to, by } => mailroom.assign(service, to, by.as_deref()).await?,
        ServiceCommand::Snooze { service, until, by } => mailroom.snooze(service, until, by.as_deref()).await?,
        ServiceCommand::SetAside { service, reason, by } => mailroom.set_aside(service, reason, by.as_deref()).await?,
        ServiceCommand::TakeBack { service, reason, by } => mailroom.take_back(service, reason, by.as_deref()).await?,
    };
    let text = said(&page, manners.lang);
    let json = json!({"contract": 1, "service": page.row, "deadlines": page.deadlines});
    Ok(Ended::Done(Answer { json, text }))
}

fn said(page: &ServicePage, lang: Lang) -> String {
    let row = &page.row;
    let what = row.case_numbers.first().map_or(row.subject.as_str(), String::as_str);
    if let Some(why) = &row.set_aside {
        return lang.pick(
            format!("{what} 已标为非送达邮件（{why}），邮件和记录都保留。"),
            format!("{what} is set aside as no service ({why}); mail and records stay."),
        );
    }
    let person = row.handler.as_deref();
    let until = row.snoozed_until.as_deref();
    lang.pick(
        format!("{what}：负责人 {}，提醒推迟到 {}。", person.unwrap_or("未指定"), until.unwrap_or("未推迟")),
        format!("{what}: handled by {}, reminders rest until {}.", person.unwrap_or("nobody"), until.unwrap_or("–")),
    )
}
