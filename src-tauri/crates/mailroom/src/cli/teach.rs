//! Commands by which people teach: a court's profile learns from a confirmed mail, a closed part opens with a password.

use crate::view::LessonRow;
use clap::Args;
use serde_json::json;

use super::words::Lang;
use super::{Answer, Ended, Failure, Manners, order};

/// What is taught or taken back.
#[derive(Args)]
pub struct TeachArgs {
    /// 送达编号，或未被认定为送达的邮件的 SHA-256（可只写开头八位以上）：确认这封邮件确是该法院所发
    #[arg(required_unless_present_any = ["list", "undo"])]
    service: Option<String>,
    /// 只看会记下什么，不记录
    #[arg(long)]
    preview: bool,
    /// 列出已记下的发件特征
    #[arg(long, conflicts_with_all = ["service", "undo"])]
    list: bool,
    /// 未被认定为送达、发件人也未登记的邮件：经电话核实的法院，写全称或代字
    #[arg(long, requires = "service")]
    court: Option<String>,
    /// 撤销一条
    #[arg(long, value_name = "LESSON", conflicts_with = "service")]
    undo: Option<String>,
    /// 确认人
    #[arg(long)]
    by: Option<String>,
}

/// Shows, gives, lists or takes back what the office learns of a court.
pub async fn teach(manners: &Manners, args: &TeachArgs) -> Result<Ended, Failure> {
    let mailroom = order::open(manners).await?;
    let (by, court) = (args.by.as_deref(), args.court.as_deref());
    let (lessons, said) = match (&args.service, &args.undo) {
        (_, Some(lesson)) => (vec![mailroom.unteach(lesson, by).await?], "undone"),
        (Some(service), None) if args.preview => (vec![mailroom.lesson_draft(service, court).await?], "preview"),
        (Some(service), None) => (vec![mailroom.teach(service, court, by).await?], "taught"),
        (None, None) => (mailroom.lessons().await?, "list"),
    };
    let text = lessons.iter().map(|lesson| line(lesson, said, manners.lang)).collect::<Vec<_>>().join("\n");
    let json = json!({"contract": 1, "said": said, "rows": lessons});
    Ok(Ended::Done(Answer { json, text }))
}

fn line(lesson: &LessonRow, said: &str, lang: Lang) -> String {
    let what = [&lesson.senders, &lesson.subjects, &lesson.hosts];
    let [senders, subjects, hosts] = what.map(|list| list.join("、"));
    let against = lesson.against.join("、");
    let (id, court, count) = (&lesson.lesson, &lesson.court_name, lesson.waiting);
    match (lang, said) {
        (Lang::Zh, "undone") => format!("已撤销 {id}（{court}：{senders}）。该发件人未签收的邮件已重新判断。"),
        (Lang::En, "undone") => {
            format!("Taken back: {id} ({court}: {senders}). Its unanswered mails were judged again.")
        }
        (Lang::Zh, _) => {
            let head = if said == "preview" { "将记入" } else { "已记入" };
            let against = if against.is_empty() { String::new() } else { format!("；疑点：{against}") };
            format!("{id} {head}{court}：发件人 {senders}；主题 {subjects}；链接 {hosts}；重新判断 {count} 封{against}")
        }
        (Lang::En, _) => {
            let against = if against.is_empty() { String::new() } else { format!("; against: {against}") };
            format!("{id} {court}: sender {senders}; subject {subjects}; links {hosts}; {count} judged again{against}")
        }
    }
}

/// What is opened, and with which password.
#[derive(Args)]
pub struct UnlockArgs {
    /// 送达编号，或邮件的 SHA-256
    service: String,
    /// 密码
    #[arg(long)]
    password: String,
    /// 只打开这一个附件（例如 1.2）
    #[arg(long)]
    part: Option<String>,
    /// 输入人
    #[arg(long)]
    by: Option<String>,
}

/// Opens what is closed in a mail with a typed password.
pub async fn unlock(manners: &Manners, args: &UnlockArgs) -> Result<Ended, Failure> {
    let mailroom = order::open(manners).await?;
    let opened = mailroom.unlock(&args.service, args.part.as_deref(), &args.password, args.by.as_deref()).await?;
    let list = opened.join("、");
    let text = match manners.lang {
        Lang::Zh => format!("已打开 {list}，其中的文书已识别并归档。"),
        Lang::En => format!("Opened {list}; its documents were read and filed."),
    };
    Ok(Ended::Done(Answer { json: json!({"contract": 1, "opened": opened}), text }))
}
