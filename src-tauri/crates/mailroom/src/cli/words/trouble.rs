//! What was attempted, why it failed and what to do: the home, its settings, documents, sending.

use crate::view::Problem;

/// Both languages of a problem; none where another table tells it.
pub fn problem(problem: &Problem) -> Option<(String, String)> {
    let fact = |at: usize| problem.facts.get(at).map_or("", String::as_str);
    let facts = [fact(0), fact(1), fact(2), fact(3)];
    let code = problem.code.as_str();
    settings(code, facts).or_else(|| home(code, facts)).or_else(|| document(code, facts)).or_else(|| mail(code, facts))
}

fn settings(code: &str, [a, b, c, d]: [&str; 4]) -> Option<(String, String)> {
    Some(match code {
        "settings.unreadable" => (
            format!("无法读取设置文件 {a}：{b}。请确认文件存在、有读取权限；没有时先运行 songda init。"),
            format!(
                "Could not read the settings {a}: {b}. Check that the file is there and may be read, or run songda init."
            ),
        ),
        "settings.not-toml" => (
            format!("设置文件 {a} 第 {b} 行不是有效的 TOML：{c}。请改正这一行。"),
            format!("Line {b} of the settings {a} is not TOML: {c}. Correct this line."),
        ),
        "settings.unknown-key" => (
            format!("设置文件 {a} 第 {b} 行：不认识的键 {c}。请改正或删去；此处可用：{d}。"),
            format!("Line {b} of the settings {a}: the key {c} is not known. Correct or remove it; known here: {d}."),
        ),
        "settings.plain-password" => (
            format!(
                "设置文件 {a} 第 {b} 行：密码不得明文写在文件里（{c}）。请删去这一行，改用系统钥匙串（songda mailbox password）、password_command 或环境变量。"
            ),
            format!(
                "Line {b} of the settings {a} holds a password in plain text ({c}). Remove it; use the keychain (songda mailbox password), password_command or the environment."
            ),
        ),
        "settings.missing-key" => (
            format!("设置文件 {a} 第 {b} 行起的段落缺少键 {c}。请补上。"),
            format!("The table at line {b} of the settings {a} lacks the key {c}. Add it."),
        ),
        "settings.bad-value" => (
            format!("设置文件 {a} 第 {b} 行：键 {c} 的值不能使用：{d}"),
            format!("Line {b} of the settings {a}: the value of {c} cannot be used: {d}"),
        ),
        "settings.bad-form" => {
            (format!("没有保存：“{b}”不能用作 {a}。"), format!("Nothing was saved: “{b}” cannot be used as {a}."))
        }
        "settings.no-keychain" => (
            format!("没有保存：存不进系统钥匙串（{b}）。没有钥匙串的电脑请用环境变量。"),
            format!(
                "Nothing was saved: it cannot be kept in the system keychain ({b}). Without one, use the environment."
            ),
        ),
        "settings.by-hand" => (
            format!("设置文件 {a} 里 {b} 一节的写法程序改不了。请打开设置文件，写成 [{b}] 开头的一节。"),
            format!(
                "The section {b} of the settings {a} is written in a way no program changes. Write it as a section that begins with [{b}]."
            ),
        ),
        "receipt.not-agreed" => (
            format!("不能对 {a} 开启自动签收：登记簿里没有与该法院约定已读回执的有效送达约定。"),
            format!("{a} cannot be answered without anybody: no agreement in force with it asks for a read receipt."),
        ),
        "policy.decided" => (
            format!("{a} 由管理员设置，不能在这里更改。"),
            format!("{a} is set by an administrator and cannot be changed here."),
        ),
        "policy.broken" => (
            format!("管理员的策略文件 {a} 有误：{b}。请联系管理员改正；在此之前相关设置不能改动。"),
            format!(
                "The administrator's policy {a} is broken: {b}. Ask the administrator; what it governs stays as it is."
            ),
        ),
        "reference.broken" => (
            format!("随附的法院与规则资料损坏：{a}。请重新安装。"),
            format!("The courts and rules that come with Songda are broken: {a}. Install it again."),
        ),
        _ => return None,
    })
}

fn home(code: &str, [a, b, ..]: [&str; 4]) -> Option<(String, String)> {
    Some(match code {
        "home.none" => (
            format!("还没有数据目录 {a}。请先运行 songda init。"),
            format!("There is no home {a} yet. Run songda init first."),
        ),
        "home.no-place" => (
            "找不到存放数据的文件夹。请设置环境变量 SONGDA_HOME，或用 --home 指定。".to_owned(),
            "The system tells no folder for data. Set SONGDA_HOME or give --home.".to_owned(),
        ),
        "home.not-made" => (
            format!("无法建立 {a}：{b}。请确认磁盘有空间、有写入权限。"),
            format!("Could not make {a}: {b}. Check free space and permissions."),
        ),
        "home.unreadable" => (
            format!("无法使用数据目录 {a}：{b}。请确认它存在且有读写权限。"),
            format!("Could not use the home {a}: {b}. Check that it is there and may be read and written."),
        ),
        "home.beside" => (
            format!("数据目录 {a} 由另一个送达台管理，这里只能查看。请在那一个里操作，或先关闭它。"),
            format!(
                "The home {a} is held by another songda; here it can only be looked at. Work there, or close it first."
            ),
        ),
        "home.went-back" if a.is_empty() => (
            format!(
                "台账末条的记号（ledger.head）不见了，现有台账到第 {b} 条，无法确定后面是否还有。收信和归档照常，回执暂停发出，以免重复签收。请先在“已发送”和回执文件夹里核对最近发出的回执，再运行 songda verify --accept 确认。"
            ),
            format!(
                "The note of where the ledger ended (ledger.head) is gone; it ends at entry {b} and may have gone on. Mail is still taken in; no receipt leaves, so that none leaves twice. Check the receipts that left lately, then run songda verify --accept."
            ),
        ),
        "home.went-back" => (
            format!(
                "台账不是上次的那一份：上次记到第 {a} 条，现在到第 {b} 条，可能恢复了旧备份或磁盘被还原。收信和归档照常，回执暂停发出，以免重复签收。请先在“已发送”和回执文件夹里核对最近发出的回执，再运行 songda verify --accept 确认。"
            ),
            format!(
                "The ledger is not the one of last time: it had reached entry {a} and now ends at {b}; an old backup or disk may have been restored. Mail is still taken in; no receipt leaves, so that none leaves twice. Check the receipts that left lately, then run songda verify --accept."
            ),
        ),
        "home.closed" => ("程序正在退出，没有执行。".to_owned(), "Songda is ending; nothing was done.".to_owned()),
        "demo.keeps-nothing" => (
            "演示数据不向外发送，也不保存网址和密码。".to_owned(),
            "Sample data sends nothing and keeps no addresses and passwords.".to_owned(),
        ),
        "demo.real-home" => (
            format!("没有生成样例：{a} 里已有真实数据。请用 --out 另选一个空文件夹。"),
            format!("No samples were made: {a} holds real data. Choose an empty folder with --out."),
        ),
        "search.index" => (
            format!("无法使用检索索引：{a}。文书和期限不受影响；请运行 songda rebuild 重建。"),
            format!(
                "The search index could not be used: {a}. Documents and deadlines are not affected; run songda rebuild."
            ),
        ),
        "export.cancelled" => {
            ("已停止导出，没有写出文件。".to_owned(), "The export was stopped. No file was written.".to_owned())
        }
        "mailbox.test-stopped" => (
            "已停止测试，没有保存任何内容。可以重新测试。".to_owned(),
            "The test was stopped. Nothing was saved. It can be run again.".to_owned(),
        ),
        "export.failed" => (
            format!("没有导出：{a}。请检查文件夹能否写入、磁盘有没有空间，然后重试。"),
            format!("Nothing was exported: {a}. Check that the folder can be written and has space, then try again."),
        ),
        "export.stopped" => (
            format!("已停止导出。未完成的部分在 {a}，可以删除。"),
            format!("The export was stopped. What is unfinished lies in {a} and may be deleted."),
        ),
        "watcher.ended" => (format!("收信中断，正在重新开始。{a}"), format!("Watching broke off and begins anew. {a}")),
        "shell.refused" => (
            format!("系统没有接受这项设置：{a}。请检查权限，或联系管理员。"),
            format!("The system did not take this setting: {a}. Check permissions or ask the administrator."),
        ),
        "update.failed" => (
            format!("没有更新：{a}。请稍后再试，或联系管理员。"),
            format!("No update: {a}. Try again later or ask your administrator."),
        ),
        "update.not-set" => (
            "没有检查更新：本机没有设置更新地址。请联系管理员。".to_owned(),
            "No update was looked for: no address is set on this computer. Ask your administrator.".to_owned(),
        ),
        "window.not-copied" => (
            format!("没有复制到剪贴板：{a}。可以打开文件夹，从那里复制。"),
            format!("Not copied to the clipboard: {a}. Open the folder and copy from there."),
        ),
        "window.not-dragged" => (
            format!("文件没有拖出去：{a}。可以复制文件，再到那里粘贴。"),
            format!("The files could not be dragged out: {a}. Copy them and paste them there."),
        ),
        "window.not-opened" => (
            format!("无法打开 {a}：{b}。请在文件管理器或浏览器里打开。"),
            format!("Could not open {a}: {b}. Open it in the file manager or the browser."),
        ),
        _ => return None,
    })
}

fn document(code: &str, [a, b, ..]: [&str; 4]) -> Option<(String, String)> {
    Some(match code {
        "document.doubtful-sender" => (
            format!("没有打开“{a}”：发件人核实之前不打开附件。请先核实来源（songda list doubts）。"),
            format!("“{a}” was not opened: its sender is not verified. Settle that first (songda list doubts)."),
        ),
        "document.waiting" => (
            format!("“{a}”还没有归档，暂时不能打开。原件已保存，不会丢失。"),
            format!("“{a}” is not filed yet. Its original is safe."),
        ),
        "document.missing" => (
            format!("“{a}”已不在归档位置 {b}。可用 songda folders 从原件库恢复。"),
            format!("“{a}” is no longer at {b}. It can be restored from the vault with songda folders."),
        ),
        "document.changed" => (
            format!("“{a}”（{b}）在归档后被改动，没有打开。请打开文件夹查看，或从原件库恢复。"),
            format!(
                "“{a}” ({b}) was changed after it was filed and was not opened. Look at it in its folder, or restore it."
            ),
        ),
        "document.outside" => (
            format!("没有打开 {a}：它不在案件文件夹之内。"),
            format!("{a} was not opened: it lies outside the case folders."),
        ),
        "document.kind" => (
            format!("没有打开“{a}”（{b}）：这种文件可能会运行程序。请打开文件夹核对。"),
            format!("“{a}” ({b}) was not opened: such a file may run a program. Look at it in its folder."),
        ),
        "folder.missing" => (
            format!("文件夹 {a} 已不在原处。请检查网络盘是否连接，或用 songda folders 核对。"),
            format!("The folder {a} is not there. Check the network drive, or run songda folders."),
        ),
        _ => return None,
    })
}

fn mail(code: &str, [a, b, c, _]: [&str; 4]) -> Option<(String, String)> {
    Some(match code {
        "mail.fact-refused" => (
            format!("没有更正：{a}。请核对写法后重试。"),
            format!("Nothing was corrected: {a}. Check how it is written and try again."),
        ),
        "mail.not-readable" => (
            format!("邮件 {a} 未能读完。原件已保存，不会丢失；请在邮箱里查看，并把情况告诉管理员。"),
            format!("The mail {a} could not be read to its end. Its original is safe; look at it in the mailbox."),
        ),
        "mailbox.connection-broken" => (
            format!("与邮件服务器 {a} 的连接中断（{}）：{}。稍后会自动重试；总是如此时请检查网络。", while_doing(b), ended(c)),
            format!("The conversation with {a} broke off ({b}): {c}. It is tried again; check the network if it stays so."),
        ),
        "mailbox.folder-unreadable" => (
            format!("无法读取 {a}（{}）：{c}。请检查文件夹是否存在、有没有权限。", while_doing(b)),
            format!("Could not read {a} ({b}): {c}. Check that the folder is there and may be read."),
        ),
        "receipt.refused" => (
            format!("{a} 拒绝了这封回执：{b}。没有发出；文书与期限不受影响。请核对收件地址，或电话告知书记员。"),
            format!("{a} refused the receipt: {b}. It did not leave; documents and deadlines are not affected."),
        ),
        "receipt.not-now" => (
            format!("{a} 暂时不收信：{b}。没有发出，稍后自动重试。"),
            format!("{a} takes no mail now: {b}. It did not leave and is tried again."),
        ),
        "receipt.turn-over" => (
            "没有发出：登记之后电脑休眠或停顿过久，其间可能已由另一台电脑接手。重新登记后自动重试。".to_owned(),
            "It did not leave: after it was registered the computer slept or stood still for too long, and another one may have taken over. It is registered anew and tried again.".to_owned(),
        ),
        "receipt.unsure" => (
            "发送时连接中断，无法确定是否发出，不会自动重发。请先在邮箱的“已发送”中核对。".to_owned(),
            "The connection broke while sending; whether it left is not certain. It is not sent again by itself: look in Sent first.".to_owned(),
        ),
        "receipt.outdated" => (
            format!("起草以后情况有变（{b}），这封回执没有发出。请核对后重新签收。"),
            format!("What the receipt rests on changed since it was drawn up ({b}). It did not leave; look and acknowledge anew."),
        ),
        "receipt.bounced" => (
            "法院邮箱退回了回执。文书与期限不受影响。可稍后重发，或电话告知书记员。".to_owned(),
            "The court's mailbox returned the receipt. Documents and deadlines are not affected. Send it later, or call the clerk.".to_owned(),
        ),
        "receipt.answered-elsewhere" => (
            "另一台电脑已发送回执，本封未发出。".to_owned(),
            "Another computer had sent a receipt; this one did not leave.".to_owned(),
        ),
        "receipt.claimed" => (
            "另一台电脑已登记这封回执，本机等它发出，没有重复发送。".to_owned(),
            "Another computer registered this receipt; its answer is waited for, and nothing was sent twice.".to_owned(),
        ),
        "receipt.claim-overdue" => (
            "另一台电脑已登记这封回执，但迟迟没有发出。请先问用那台电脑的人，再决定是否由本机接手。".to_owned(),
            "Another computer registered this receipt and has not sent it. Ask whoever works there before this one takes over.".to_owned(),
        ),
        "receipt.no-claim" => (
            format!("没有发出：在邮箱的“{a}”文件夹中登记不成（{b}：{c}）。稍后自动重试；也可以写明原因，不经登记发出。"),
            format!("It did not leave: it could not be registered in the folder {a} of the mailbox ({b}: {c}). It is tried again; a person may let it go unregistered, with a reason."),
        ),
        "receipt.perhaps-twice" => (
            "同一封回执（邮件编号相同、内容相同）可能到达法院两次：先前一次没有等到服务器应答，放行后服务器又接收了一次。必要时请电话告知书记员。".to_owned(),
            "The same receipt (one Message-ID, the same text) may have come to the court twice: the first time no answer of the server came, and once let go again it was taken. Call the clerk where needed.".to_owned(),
        ),
        "receipt.not-by-hand" => (
            "这次送达没有登记为在别处答复，无需撤销。".to_owned(),
            "This service is not recorded as answered elsewhere; there is nothing to take back.".to_owned(),
        ),
        "receipt.answered-twice" => (
            "另一台电脑同时发送了回执，法院收到两封。请电话告知书记员。".to_owned(),
            "Another computer sent a receipt at the same time: the court has two. Call the clerk.".to_owned(),
        ),
        _ => return None,
    })
}

/// What was being done with a server or a folder, as a Chinese reader calls it; what is not known here stays as it is.
fn while_doing(doing: &str) -> &str {
    match doing {
        "asking for a token" => "换取登录凭据",
        "asking for compression" => "商定压缩",
        "asking for encryption" => "商定加密",
        "asking what it can do" => "询问服务器功能",
        "ending the wait for new mail" => "结束等待新邮件",
        "fetching a mail" | "fetching a mail in pieces" | "fetching mails" => "收取邮件",
        "greeting" => "等待服务器问候",
        "introducing itself" => "表明身份",
        "keep a large mail in" => "保存大邮件",
        "keeping the connection open" => "保持连接",
        "listing mails" => "列出邮件",
        "listing the folders" => "列出文件夹",
        "logging in" => "登录",
        "look at" | "looking into it" => "查看",
        "looking for answers" => "查找已有的答复",
        "looking into the register of receipts" => "查看签收登记",
        "making a folder for the register" | "putting a text into a folder" => "存入签收登记",
        "making a folder for sent mail" | "putting a copy into the folder for sent mail" => "存入“已发送”",
        "opening a folder" => "打开文件夹",
        "read" | "read the folder" => "读取",
        "reading an answer" => "读取应答",
        "saying goodbye" => "道别",
        "waiting for new mail" => "等待新邮件",
        other => other,
    }
}

/// How a conversation ended; a server's own words stay as they are.
fn ended(says: &str) -> &str {
    match says {
        "the server closed the connection" => "服务器关闭了连接",
        "the server's answer could not be read" => "看不懂服务器的应答",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Lang, problem};
    use crate::view::Problem;

    #[test]
    fn every_problem_is_told_in_a_sentence() {
        for code in crate::codes::PROBLEMS {
            let given = Problem::new(code, ["甲", "乙", "丙", "丁"].map(str::to_owned));
            for lang in [Lang::Zh, Lang::En] {
                let says = problem(&given, lang);
                assert!(!says.contains(code) && says.chars().count() > 5, "{code}: {says}");
            }
        }
    }
}
