//! Sentences the headless program prints, Chinese first.

mod checked;
mod states;
mod time;
mod trouble;

use std::path::{Path, PathBuf};

use super::watching;
use crate::codes::{Worded, of, sentence};
use crate::view::{DoubtRow, MailboxState, Problem, ReceiptRow};
use clap::ValueEnum;

pub use checked::{accepted, bad, rebuilt, verified};
pub use states::{receipt, standing};
pub use time::{calendar_imported, deadline_would_be, exported, replayed, unwritable, why_moved};

/// Language of what is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// 中文
    Zh,
    /// English
    En,
}

impl Lang {
    /// The sentence of this language.
    pub fn pick(self, zh: String, en: String) -> String {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

/// What was attempted, on what, why it failed, and what to do.
pub fn problem(problem: &Problem, lang: Lang) -> String {
    let fact = |at: usize| problem.facts.get(at).map_or("", String::as_str);
    let (a, b, c) = (fact(0), fact(1), fact(2));
    let elsewhere = || watching::problem(&problem.code, [a, b, c]).or_else(|| trouble::problem(problem));
    if let Some((zh, en)) = time::problem(problem).or_else(elsewhere) {
        return lang.pick(zh, en);
    }
    let (zh, en) = match problem.code.as_str() {
        "home.locked" => (
            format!("数据目录 {a} 正被另一个送达台使用（进程 {b}）。请先关闭它，或改用另一个 --home。"),
            format!("The home {a} is held by another songda (process {b}). Close it first, or use another --home."),
        ),
        "home.disk-full" => (
            format!("磁盘已满，无法保存：{a}。邮件仍在邮箱里，不会丢失；请清理磁盘空间后重试。"),
            format!(
                "The disk is full, nothing could be saved: {a}. The mail stays in the mailbox. Free some space and try again."
            ),
        ),
        "case-folder.disk-full" => (
            format!(
                "案件文件夹所在的磁盘已满，文书暂未归档：{a}。原件已保存在数据目录，不会丢失；清理磁盘后会自动归档。"
            ),
            format!(
                "The disk of the case folders is full: {a}. The originals are safe in the home and are filed once there is space."
            ),
        ),
        "case-folder.unwritable" => (
            format!(
                "案件文件夹暂时无法写入：{a}。原件已保存在数据目录，不会丢失；请检查网络盘是否连接、有没有权限，之后会自动归档。"
            ),
            format!(
                "The case folder cannot be written now: {a}. The originals are safe in the home. Check the network drive and permissions; filing is tried again."
            ),
        ),
        "home.ledger" | "home.vault" => (
            format!("无法读写数据目录：{a}。请检查磁盘和权限；如曾改动过其中的文件，请运行 songda verify。"),
            format!(
                "The home could not be used: {a}. Check disk and permissions; run songda verify if files were changed."
            ),
        ),
        "home.altered" => (
            format!("数据目录的{a}（{b}）已被改动：{c}。未做任何更改；请从备份恢复后再试。"),
            format!("The {a} of this home was changed at {b} ({c}). Nothing was done; restore it from a backup first."),
        ),
        "mailbox.login-refused" => (
            format!("登录 {b} 失败（{a}）：服务器回答“{c}”。请核对密码；QQ、163、企业邮箱需使用授权码而不是登录密码。"),
            format!("{b} refused the login of {a}: “{c}”. Check the password; many providers need an app password."),
        ),
        "mailbox.unreachable" => (
            format!("连不上邮件服务器 {a}：{b}。请检查网络、服务器地址和端口，或公司防火墙是否放行。"),
            format!("Could not reach the mail server {a}: {b}. Check network, host, port and firewall."),
        ),
        "mailbox.server-not-found" => (
            format!("找不到邮件服务器 {a}：{b}。请核对 songda.toml 里的服务器地址。"),
            format!("The mail server {a} was not found: {b}. Check the host in songda.toml."),
        ),
        "mailbox.certificate" => (
            format!("与 {a} 的加密连接失败：{b}。证书无法信任时，请把单位的根证书填入 tls_ca_file；不会跳过校验。"),
            format!(
                "No safe connection to {a}: {b}. For an office certificate set tls_ca_file; checks are never skipped."
            ),
        ),
        "mailbox.no-password" => (
            format!("邮箱 {a} 没有可用的密码：{b}。请设置 password_command、系统钥匙串或环境变量。"),
            format!(
                "No password for mailbox {a}: {b}. Set password_command, the keychain or the environment variable."
            ),
        ),
        "mailbox.folder-refused" => {
            (format!("服务器 {b} 不允许打开文件夹“{a}”：{c}。"), format!("{b} would not open the folder “{a}”: {c}."))
        }
        "mailbox.mail-too-big" => (
            format!("“{b}”里的邮件 {a} 有 {c}，超过上限，没有收取，仍在原处。请在邮箱里打开查看。"),
            format!("Mail {a} in “{b}” has {c}, more than is taken in. It stays where it is; open it in the mailbox."),
        ),
        "mailbox.mail-withheld" => (
            format!("“{b}”里的邮件 {a}（{c}）邮箱列出了却没有给出，仍在原处。请在邮箱里打开查看。"),
            format!("Mail {a} in “{b}” ({c}) is listed and not given. It stays where it is; open it in the mailbox."),
        ),
        "mailbox.mail-not-kept" => (
            format!("“{b}”里的邮件 {a} 未能保存，仍在原处，稍后会再取。请检查磁盘空间和数据目录。"),
            format!("Mail {a} in “{b}” could not be kept. It stays where it is and is taken in later; check the disk."),
        ),
        code if code.starts_with("receipt.") || code.starts_with("agreement.") => {
            return super::receipt_words::problem(problem, lang);
        }
        "not-found" => (
            format!("没有编号为 {a} 的内容。用 songda list 查看现有的编号。"),
            format!("There is nothing with the id {a}. See songda list."),
        ),
        code => sentence(code, &problem.facts).unwrap_or_else(|| {
            let (zh, en) = (problem.facts.join("；"), problem.facts.join("; "));
            (format!("未能完成（{code}）：{zh}"), format!("Could not be done ({code}): {en}"))
        }),
    };
    lang.pick(zh, en)
}

/// A doubt or a reason: its words, and what it was seen in.
pub fn coded(table: &[Worded], code: &str, detail: &str, lang: Lang) -> String {
    let word = match of(table, code) {
        Some((zh, en)) => lang.pick(zh.to_owned(), en.to_owned()),
        None => code.to_owned(),
    };
    // The detail of a doubtful sender repeats the reasons, which are told one by one.
    if detail.is_empty() || code == "sender-doubtful" {
        return word;
    }
    lang.pick(format!("{word}（{detail}）"), format!("{word} ({detail})"))
}

/// No home there.
pub fn not_made(root: &Path, lang: Lang) -> String {
    let root = root.display();
    lang.pick(
        format!("{root} 不是送达台的数据目录（没有 songda.toml）。请先运行 songda init --home {root}。"),
        format!("{root} is no home of songda (no songda.toml). Run songda init --home {root} first."),
    )
}

/// After `init`.
pub fn made(settings: &Path, is_new: bool, lang: Lang) -> String {
    let file = settings.display();
    if is_new {
        return lang.pick(
            format!("已建立数据目录。请编辑 {file}，填写单位名称和约定邮箱。"),
            format!("The home is made. Edit {file}: office name and agreed mailbox."),
        );
    }
    lang.pick(format!("{file} 已存在，未做改动。"), format!("{file} is there already; nothing was changed."))
}

/// A file or folder cannot be read.
pub fn unreadable(path: &Path, error: &std::io::Error, lang: Lang) -> String {
    let path = path.display();
    lang.pick(
        format!("无法读取 {path}：{error}。请检查路径和权限。"),
        format!("Could not read {path}: {error}. Check path and permissions."),
    )
}

/// Progress of an import.
pub fn importing(file: &str, lang: Lang) -> String {
    lang.pick(format!("正在收进 {file}"), format!("taking in {file}"))
}

/// The settings know no such mailbox.
pub fn no_such_mailbox(id: &str, lang: Lang) -> String {
    lang.pick(
        format!("songda.toml 里没有编号为 {id} 的邮箱。"),
        format!("There is no mailbox with the id {id} in songda.toml."),
    )
}

/// Progress of the connection test.
pub fn testing(id: &str, lang: Lang) -> String {
    lang.pick(format!("正在测试邮箱 {id} …"), format!("testing mailbox {id} …"))
}

/// Asks for a password.
pub fn ask_password(address: &str, lang: Lang) -> String {
    lang.pick(format!("{address} 的密码或授权码："), format!("Password of {address}: "))
}

/// Nothing can be read from standard input.
pub fn no_input(error: &std::io::Error, lang: Lang) -> String {
    lang.pick(
        format!("无法从标准输入读取密码：{error}。"),
        format!("The password could not be read from standard input: {error}."),
    )
}

/// An empty line is no password.
pub fn empty_password(lang: Lang) -> String {
    lang.pick(
        "标准输入是空的，没有密码可存。请输入一行密码或授权码。".to_owned(),
        "Standard input was empty: give one line with the password.".to_owned(),
    )
}

/// A password lies in the keychain now.
pub fn stored(id: &str, lang: Lang) -> String {
    lang.pick(
        format!("邮箱 {id} 的密码已存入系统钥匙串。"),
        format!("The password of mailbox {id} lies in the system keychain."),
    )
}

/// A password is gone from the keychain.
pub fn forgotten(id: &str, lang: Lang) -> String {
    lang.pick(
        format!("系统钥匙串里不再有邮箱 {id} 的密码。"),
        format!("The system keychain holds no password of mailbox {id} any more."),
    )
}

/// After `sync`.
pub fn synced(new: usize, lang: Lang) -> String {
    lang.pick(format!("检查完毕，新邮件 {new} 封。"), format!("Checked; {new} new mails."))
}

/// Start of watching.
pub fn watching(lang: Lang) -> String {
    lang.pick("开始收信。".to_owned(), "Watching.".to_owned())
}

/// An update came, and the watching goes on as the new program.
pub fn replaced(lang: Lang) -> String {
    lang.pick(
        "程序已更新，换成新版本继续收信。".to_owned(),
        "The program was updated; the new version goes on watching.".to_owned(),
    )
}

/// How a mailbox is doing, when there is something to say.
pub fn state(state: &MailboxState, lang: Lang) -> Option<String> {
    match (&state.problem, &state.last_check) {
        (Some(found), _) => Some(problem(found, lang)),
        (None, Some(_)) if state.state == "watching" && state.behind > 0 => Some(lang.pick(
            format!("{} 正常；较早的邮件正在补收，最多还有 {} 封", state.address, state.behind),
            format!("{} is well; older mails are coming in, {} more at most", state.address, state.behind),
        )),
        (None, Some(_)) if state.state == "watching" => {
            Some(lang.pick(format!("{} 正常", state.address), format!("{} is well", state.address)))
        }
        _ => None,
    }
}

/// A receipt was queued.
pub fn queued(row: &ReceiptRow, lang: Lang) -> String {
    lang.pick(
        format!("回执已排队：{}，发往 {}。", row.subject, row.to),
        format!("Receipt queued: {}, to {}.", row.subject, row.to),
    )
}

/// There is a receipt already.
pub fn already(row: &ReceiptRow, lang: Lang) -> String {
    if let Some(other) = &row.elsewhere {
        return super::receipt_words::elsewhere(&other.by, &other.at, lang);
    }
    let (at, state) = (row.sent_at.as_deref().unwrap_or(&row.queued_at), receipt(&row.state, lang));
    lang.pick(
        format!("{} 已由 {} 签收（{state}，{at}），未重复发送。", row.subject, row.by),
        format!("{} was acknowledged by {} already ({state}, {at}); nothing was sent again.", row.subject, row.by),
    )
}

/// A doubt was answered.
pub fn settled(row: &DoubtRow, lang: Lang) -> String {
    lang.pick(
        format!("已记录对存疑 {}（{}）的答复。", row.id, row.code),
        format!("The answer to {} ({}) is recorded.", row.id, row.code),
    )
}

/// A receipt did not leave.
pub fn not_sent(row: &ReceiptRow, lang: Lang) -> String {
    if let Some(other) = &row.elsewhere {
        return super::receipt_words::elsewhere(&other.by, &other.at, lang);
    }
    if let Some(claim) = row.claim.as_ref().filter(|claim| matches!(claim.state.as_str(), "behind" | "overdue")) {
        return super::receipt_words::claimed(claim, lang);
    }
    let says = row.answer.as_deref().unwrap_or("");
    match row.state.as_str() {
        _ if row.problem.as_deref() == Some("receipt.no-claim") => lang.pick(
            format!("回执“{}”没有发出：在邮箱中登记不成（{says}）。稍后自动重试；确需发出的，用 songda receipt take-over 写明原因。", row.subject),
            format!("The receipt “{}” did not leave: it could not be registered in the mailbox ({says}). It is tried again; to send it all the same, use songda receipt take-over with a reason.", row.subject),
        ),
        "unsure" => lang.pick(
            format!("回执“{}”是否发出不能确定：{says}。请在“已发送”或向法院核实，不会自动重发。", row.subject),
            format!("Whether “{}” left is not sure: {says}. Look into Sent or ask the court; it is not sent again by itself.", row.subject),
        ),
        _ => lang.pick(
            format!("回执“{}”未能发往 {}：{says}。文书与期限不受影响。", row.subject, row.to),
            format!("The receipt “{}” did not leave for {}: {says}. Documents and deadlines are not affected.", row.subject, row.to),
        ),
    }
}

/// The demo runs in the window.
pub fn window_opened(root: &Path, lang: Lang) -> String {
    let root = root.display();
    lang.pick(format!("已打开窗口，演示数据在 {root}。"), format!("The window is open; the sample home is {root}."))
}

/// What the demo shows.
pub struct Shown {
    /// One line per service; so for the others.
    pub services: Vec<String>,
    /// Documents.
    pub documents: Vec<String>,
    /// Deadlines.
    pub deadlines: Vec<String>,
    /// Receipts.
    pub receipts: Vec<String>,
    /// Where case folders lie.
    pub case_root: PathBuf,
    /// Where receipts lie.
    pub outbox: PathBuf,
}

/// What the demo did and where the files lie.
pub fn demo(root: &Path, shown: &Shown, lang: Lang) -> String {
    let titles = match lang {
        Lang::Zh => {
            ["送达", "文书", "期限", "回执", "数据目录", "案件文件夹", "回执文件夹", "演示数据，未向外发送任何邮件。"]
        }
        Lang::En => [
            "Services",
            "Documents",
            "Deadlines",
            "Receipts",
            "Home",
            "Case folders",
            "Receipts in",
            "Sample data; nothing was sent to the outside.",
        ],
    };
    let [services, documents, deadlines, receipts, home, cases, outbox, note] = titles;
    let block = |title: &str, lines: &[String]| {
        let lines: Vec<String> = lines.iter().map(|line| format!("  {line}")).collect();
        format!("{title} ({})\n{}\n", lines.len(), lines.join("\n"))
    };
    [
        block(services, &shown.services),
        block(documents, &shown.documents),
        block(deadlines, &shown.deadlines),
        block(receipts, &shown.receipts),
        format!("{home}: {}", root.display()),
        format!("{cases}: {}", shown.case_root.display()),
        format!("{outbox}: {}", shown.outbox.display()),
        note.to_owned(),
    ]
    .join("\n")
}
