//! Sentences about the watching: last looks, gaps, the alarm, the self-check.

use std::path::Path;

use crate::connect::find::{Found, ServerRow};
use crate::view::{FolderLook, GapRow, MailboxState, SelfCheckRow};

use super::words::Lang;

/// A moment as a person reads it, to the minute.
fn moment(text: &str) -> String {
    text.get(..16).unwrap_or(text).replace('T', " ")
}

/// How a mailbox stands.
pub fn standing(row: &MailboxState, lang: Lang) -> String {
    match (&row.watch.alarm_since, &row.watch.last_look) {
        (Some(since), _) => lang.pick(
            format!("报警：自 {} 起未能成功检查", moment(since)),
            format!("alarm: no successful check since {}", moment(since)),
        ),
        (None, Some(last)) => lang.pick(format!("上次检查 {}", moment(last)), format!("last checked {}", moment(last))),
        (None, None) => lang.pick("还没有检查过".to_owned(), "never checked".to_owned()),
    }
}

/// When a folder was last looked at.
pub fn folder(look: &FolderLook, lang: Lang) -> String {
    lang.pick(
        format!("文件夹 {}：{}", look.folder, moment(&look.last_look)),
        format!("folder {}: {}", look.folder, moment(&look.last_look)),
    )
}

/// A gap, and that it was filled.
pub fn gap(gap: &GapRow, lang: Lang) -> String {
    let (zh, en) = match gap.code.as_str() {
        "slept" => ("电脑休眠", "the computer slept"),
        "not-running" => ("程序未运行", "the program was not running"),
        _ => ("连不上邮箱", "the mailbox could not be reached"),
    };
    let (from, until) = (moment(&gap.from), moment(&gap.until));
    lang.pick(
        format!("空档 {from} 至 {until}（{zh}），其间的邮件已补收"),
        format!("gap from {from} to {until} ({en}); the mail of that time was fetched"),
    )
}

/// The last self-check.
pub fn self_check(check: &SelfCheckRow, lang: Lang) -> String {
    let at = moment(&check.at);
    match check.outcome.as_str() {
        "same" => lang.pick(
            format!("自检 {at}：重新取回一封已知邮件，内容一致"),
            format!("self-check {at}: a known mail was fetched again and is the same"),
        ),
        "nothing-known" => lang.pick(
            format!("自检 {at}：可以登录和打开，没有可供比对的已知邮件"),
            format!("self-check {at}: login and folder are well; no known mail to compare"),
        ),
        "unchecked" => lang.pick(
            format!("自检 {at}：已知的邮件都不在服务器上了，这次没有可比对的邮件"),
            format!("self-check {at}: none of the known mails lies on the server any more; nothing could be compared"),
        ),
        "differs" => lang.pick(
            format!("自检 {at}：同一位置的邮件与已保存的不一致"),
            format!("self-check {at}: the mail in that place differs from the one kept"),
        ),
        code => lang.pick(format!("自检 {at}：未通过（{code}）"), format!("self-check {at}: failed ({code})")),
    }
}

/// Problems of the watching and of signing in; `None` for any other code.
pub fn problem(code: &str, [a, b, c]: [&str; 3]) -> Option<(String, String)> {
    Some(match code {
        "mailbox.stale" => (
            format!("{a} 自 {b} 起未能成功检查。期间到达的文书仍会起算期限；请运行 songda mailbox test 查明原因。"),
            format!(
                "{a} was not checked successfully since {b}. Time still runs on documents that arrive; run songda mailbox test."
            ),
        ),
        "mailbox.self-check" => (
            format!(
                "{a} 每日自检未通过（{b}）：一封已知的邮件不能原样重新取得。请运行 songda mailbox self-check 再试，并在网页邮箱中核对。"
            ),
            format!(
                "The self-check of {a} failed ({b}): a known mail could not be fetched as it was. Run songda mailbox self-check again and look in web mail."
            ),
        ),
        "mailbox.sign-in-needed" => (
            format!(
                "邮箱 {a} 需要重新登录（{b}）：{c}。请运行 songda mailbox sign-in，或在窗口中重新登录；期间收不到新邮件。"
            ),
            format!(
                "Mailbox {a} must be signed in again ({b}): {c}. Run songda mailbox sign-in, or sign in from the window; no mail comes in meanwhile."
            ),
        ),
        _ => return None,
    })
}

/// The mailbox takes no sign-in in the browser.
pub fn no_oauth(id: &str, lang: Lang) -> String {
    lang.pick(
        format!("邮箱 {id} 没有设置 oauth；请在 songda.toml 中填写 oauth = {{ client_id = \"…\" }} 后再登录。"),
        format!("Mailbox {id} has no oauth; set oauth = {{ client_id = \"…\" }} in songda.toml first."),
    )
}

/// Asks for what a provider calls the secret of an installed program.
pub fn ask_client_secret(lang: Lang) -> String {
    lang.pick("服务商给的应用密钥：".to_owned(), "Client secret the provider gave: ".to_owned())
}

/// Where to sign in.
pub fn sign_in_at(url: &str, lang: Lang) -> String {
    lang.pick(format!("请在浏览器中登录：{url}"), format!("Sign in in the browser: {url}"))
}

/// No browser could be opened.
pub fn no_browser(lang: Lang) -> String {
    lang.pick(
        "没有打开浏览器，请自行打开上面的地址。".to_owned(),
        "No browser was opened; open the address above.".to_owned(),
    )
}

/// Signed in.
pub fn signed_in(id: &str, stored: bool, lang: Lang) -> String {
    if stored {
        return lang.pick(
            format!("邮箱 {id} 已登录，登录凭据已存入系统钥匙串。"),
            format!("Mailbox {id} is signed in; the sign-in lies in the system keychain."),
        );
    }
    lang.pick(
        format!("邮箱 {id} 已登录，但没有可用的系统钥匙串，登录没有保存。请先启用钥匙串，再登录一次。"),
        format!("Mailbox {id} is signed in, but there is no usable keychain and nothing was stored. Enable one and sign in again."),
    )
}

/// Whose mailbox an address is.
pub fn found(address: &str, found: &Found, lang: Lang) -> String {
    let Some(provider) = &found.provider else {
        let (zh, en) = match found.by.as_str() {
            "no-address" => ("这不是一个邮箱地址", "this is no mail address"),
            "no-answer" => ("域名服务没有回应，暂时查不到服务商", "the name service does not answer"),
            "no-mx" => ("这个域名不收邮件，请核对地址", "this domain takes no mail; check the address"),
            _ => (
                "没有预置的服务商，可能是自建邮箱；请向管理员询问服务器",
                "no known provider, perhaps a server of the office's own; ask the administrator",
            ),
        };
        let mx = if found.mx.is_empty() { String::new() } else { format!("（MX：{}）", found.mx.join("、")) };
        return lang.pick(format!("{address}：{zh}{mx}。"), format!("{address}: {en} {}.", found.mx.join(", ")));
    };
    let server = |row: &Option<ServerRow>| {
        row.as_ref().map_or_else(|| "—".to_owned(), |row| format!("{}:{} {}", row.host, row.port, row.security))
    };
    let numbered = |steps: &[String]| {
        (1..).zip(steps).map(|(nth, step)| format!("  {nth}. {step}")).collect::<Vec<_>>().join("\n")
    };
    let noted = |title: &str, notes: &[String]| {
        let lines: String = notes.iter().map(|note| format!("\n  · {note}")).collect();
        if lines.is_empty() { lines } else { format!("\n{title}{lines}") }
    };
    let (imap, smtp) = (server(&provider.imap), server(&provider.smtp));
    lang.pick(
        format!(
            "{}（provider = \"{}\"）\n收信 {imap}\n发信 {smtp}\n{}：\n{}{}",
            provider.name,
            provider.id,
            provider.secret,
            numbered(&provider.steps),
            noted("须知：", &provider.notes)
        ),
        format!(
            "{} (provider = \"{}\")\nIMAP {imap}\nSMTP {smtp}\n{}:\n{}{}",
            provider.name_en,
            provider.id,
            provider.secret_en,
            numbered(&provider.steps_en),
            noted("Good to know:", &provider.notes_en)
        ),
    )
}

/// A form without a mailbox.
pub fn no_mailbox_in(file: &Path, lang: Lang) -> String {
    lang.pick(format!("{} 中没有邮箱。", file.display()), format!("{} holds no mailbox.", file.display()))
}

/// Another computer works with a mailbox that is not said to be shared.
pub fn beside(id: &str, lang: Lang) -> String {
    lang.pick(
        format!("另一台电脑也用送达台处理邮箱 {id}，本机却没有把它标为共用。本机发回执前也先登记；标为共用以后，登记不成的就不发出。请执行 songda mailbox shared {id} on。"),
        format!("Another computer handles mailbox {id} with Songda, too, and it is not said to be shared here. This computer registers as well; once it is said to be shared, what cannot be registered does not leave. Please run songda mailbox shared {id} on."),
    )
}

/// A mailbox is said to be shared by several computers, or to be this one's alone.
pub fn shared(id: &str, shared: bool, lang: Lang) -> String {
    if shared {
        return lang.pick(
            format!("邮箱 {id} 已标为多台电脑共用：发回执前先在邮箱的“送达台签收登记”文件夹中登记，只有最先登记的一台发出，登记不成的不发出。共用它的每台电脑都要打开。"),
            format!("Mailbox {id} is shared: before a receipt leaves it is registered in the folder 送达台签收登记 of the mailbox, only the first one leaves, and what cannot be registered does not. Every computer that works with it must say so."),
        );
    }
    lang.pick(
        format!("邮箱 {id} 已标为只有本机使用：本机不在其中建立登记文件夹。邮箱里已有“送达台签收登记”文件夹的，发回执前仍先登记；确实没有别的电脑使用时，可以删除该文件夹。"),
        format!("Mailbox {id} is said to be handled by this computer alone: it makes no register in it. While the folder 送达台签收登记 lies there, a receipt is still registered before it leaves; delete that folder when surely no other computer works with the mailbox."),
    )
}
