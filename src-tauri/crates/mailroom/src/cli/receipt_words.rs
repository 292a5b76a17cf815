//! Sentences about receipts and the register that the headless program prints.

use std::path::Path;

use crate::acknowledge;
use crate::view::{AgreementRow, BatchLine, ClaimRow, Problem, ReceiptRow, Register};

use super::words::Lang;

mod trouble;

pub use trouble::problem;

/// Several services at once, and what is to be said of each is not the same.
pub fn one_at_a_time(lang: Lang) -> String {
    lang.pick(
        "--refuse、--correct、--way、--scan 一次只能用于一件送达".to_owned(),
        "--refuse, --correct, --way and --scan are for one service at a time".to_owned(),
    )
}

/// Many were asked for and none was listed before.
pub fn nothing_drawn_up(lang: Lang) -> String {
    lang.pick(
        "以上只是列出，尚未签收。请核对后执行：songda acknowledge 送达编号… --list --json > 清单.json，再 songda acknowledge --listed 清单.json。"
            .to_owned(),
        "These are only listed; nothing is acknowledged yet. After looking: songda acknowledge SERVICE… --list --json > list.json, then songda acknowledge --listed list.json."
            .to_owned(),
    )
}

/// Services answered outside of this program are on record.
pub fn by_hand(count: usize, lang: Lang) -> String {
    lang.pick(format!("已登记 {count} 件，未发送任何内容。"), format!("{count} recorded; nothing was sent."))
}

/// That a service was answered outside of this program is taken back.
pub fn not_by_hand(service: &str, lang: Lang) -> String {
    lang.pick(
        format!("已撤销送达 {service} 的登记，现在可以发送回执。原登记和撤销原因都留在台账里。"),
        format!("The record of service {service} is taken back, and a receipt can be sent. Both stay in the ledger."),
    )
}

/// Every receipt of a batch, one line each.
pub fn batch(lines: &[BatchLine], lang: Lang) -> String {
    let line = |line: &BatchLine| {
        let court = line.court.as_ref().map_or("", |court| court.name.as_str());
        let between = lang.pick("、".to_owned(), ", ".to_owned());
        let (papers, numbers) = (line.documents.join(&between), line.case_numbers.join(&between));
        let why = line.why.as_deref().map(|why| why_alone(why, lang));
        let to =
            why.map_or_else(|| line.to.clone(), |why| lang.pick(format!("不发送：{why}"), format!("not sent: {why}")));
        format!("{}  {court}  {numbers}  → {to}  {papers}", line.service)
    };
    let ready = lines.iter().filter(|line| line.why.is_none()).count();
    let head = lang.pick(
        format!("共 {} 件，可一并签收 {ready} 件。未发送任何内容。", lines.len()),
        format!("{} listed, {ready} can be acknowledged together. Nothing was sent.", lines.len()),
    );
    std::iter::once(head).chain(lines.iter().map(line)).collect::<Vec<_>>().join("\n")
}

/// Why a receipt is not sent with the others.
fn why_alone(why: &str, lang: Lang) -> &'static str {
    let (zh, en) = match why {
        "unconfirmed" => {
            ("送达地址未经确认，回复可能使送达生效", "the address is unconfirmed; replying may complete service")
        }
        "likely" => ("来信尚待人工确认", "a person must confirm the mail first"),
        "sender-changed" => ("同一案件换了发件地址", "the court wrote from another address before"),
        "addressee-not-us" => ("受送达人不是本单位", "addressed to somebody else"),
        "brought-other-case" => ("人工放入的文书写的是别的案号", "a file put there by hand names another case"),
        "not-on-register" => ("登记簿中没有与该法院的约定", "no agreement with this court is registered"),
        "sealed-form-agreed" => ("约定以盖章的送达回证答复", "the agreed answer is the sealed proof-of-service form"),
        "unopened-parts" => ("有附件未能打开", "a part could not be opened"),
        "unread" => ("未读出案号或文书", "no case number or no document was read"),
        "answered" => ("已有回执或已在别处答复", "answered already"),
        _ => ("现在不能生成回执，请单独查看", "no receipt can be drawn up now; look at it alone"),
    };
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// By whom and how a mail was made sure of that proves nothing by itself.
fn verified(by: &str, how: &str, lang: Lang) -> String {
    if how == acknowledge::LISTED {
        return lang.pick(
            format!("来信未经证明；发件地址登记为该法院地址，由{by}下令签收，没有写明另行核实"),
            format!("The mail proves nothing by itself; its sender is listed for the court, {by} ordered the receipt and told no other check"),
        );
    }
    lang.pick(format!("来信由{by}核实：{how}"), format!("The mail was made sure of by {by}: {how}"))
}

/// A file is not what `acknowledge --list --json` writes.
pub fn no_list(path: &Path, error: &serde_json::Error, lang: Lang) -> String {
    let path = path.display();
    lang.pick(
        format!("{path} 不是 acknowledge --list --json 的输出：{error}。未发送任何内容。"),
        format!("{path} is not what acknowledge --list --json wrote: {error}. Nothing was sent."),
    )
}

/// A receipt was let go.
pub fn released(row: &ReceiptRow, lang: Lang) -> String {
    match &row.undo_until {
        Some(until) => lang.pick(
            format!("回执“{}”将于 {until} 发出，此前可撤回。", row.subject),
            format!("The receipt “{}” leaves at {until}. It can be taken back until then.", row.subject),
        ),
        None => lang
            .pick(format!("回执“{}”将立即发出。", row.subject), format!("The receipt “{}” leaves now.", row.subject)),
    }
}

/// A receipt was taken back, or is what it was before it was let go.
pub fn withdrawn(row: &ReceiptRow, lang: Lang) -> String {
    if row.state == "unsure" {
        return lang.pick(
            format!("“{}”不再重发；先前一次是否已发出仍不能确定。", row.subject),
            format!("“{}” is not sent again. Whether it left before is still unsure.", row.subject),
        );
    }
    lang.pick(
        format!("已撤回“{}”，未发送任何内容。", row.subject),
        format!("“{}” was taken back. Nothing was sent.", row.subject),
    )
}

/// A second person let a receipt go.
pub fn approved(row: &ReceiptRow, by: &str, lang: Lang) -> String {
    lang.pick(
        format!("{by} 已复核放行“{}”（{} 起草）。", row.subject, row.by),
        format!("{by} let “{}” go, drawn up by {}.", row.subject, row.by),
    )
}

/// A file was written.
pub fn written(out: &Path, lang: Lang) -> String {
    lang.pick(format!("已写入 {}", out.display()), format!("Written to {}", out.display()))
}

/// A file cannot be written.
pub fn unwritable(out: &Path, error: &std::io::Error, lang: Lang) -> String {
    let out = out.display();
    lang.pick(
        format!("无法写入 {out}：{error}。已有的文件不会被覆盖，请换一个文件名或检查权限。"),
        format!("Could not write {out}: {error}. A file that is there is never overwritten; use another name."),
    )
}

/// Everything that proves what became of a receipt.
pub fn proofs(row: &ReceiptRow, lang: Lang) -> String {
    let state = super::words::receipt(&row.state, lang);
    let mut lines = vec![
        lang.pick(
            format!("{} → {}（{state}）", row.subject, row.to),
            format!("{} → {} ({state})", row.subject, row.to),
        ),
        lang.pick(
            format!("邮件编号 {}，原文 SHA-256 {}", row.message_id, row.sha256),
            format!("Message-ID {}, bytes SHA-256 {}", row.message_id, row.sha256),
        ),
        lang.pick(format!("当前状态：{}（--seen）", row.seen), format!("It stands at {} (--seen)", row.seen)),
    ];
    if let (Some(at), Some(answer)) = (&row.sent_at, &row.answer) {
        lines.push(lang.pick(format!("{at} 服务器应答：{answer}"), format!("{at} the server answered: {answer}")));
    }
    // What stays to be said of one that left; of one that waits it is told where it is sent.
    let marks = ["receipt.perhaps-twice", "receipt.answered-twice"];
    let mark = row.problem.as_deref().filter(|code| marks.contains(code));
    lines.extend(mark.map(|code| super::words::problem(&Problem::new(code, []), lang)));
    lines.extend(row.verified.as_ref().map(|how| verified(&row.by, how, lang)));
    if let Some(folder) = &row.copy_in {
        lines.push(lang.pick(format!("副本在邮箱“{folder}”中"), format!("A copy lies in “{folder}”")));
    }
    for report in &row.reports {
        let path = report.path.as_deref().unwrap_or_default();
        let line = format!("{} {} {} {} {path}", report.at, report.report, report.status, report.says);
        lines.push(line.trim_end().to_owned());
    }
    if let Some(other) = &row.elsewhere {
        lines.push(elsewhere(&other.by, &other.at, lang));
    }
    lines.extend(row.claim.as_ref().map(|claim| claimed(claim, lang)));
    if let Some(letter) = &row.letter {
        lines.push(lang.pick(format!("原文：{letter}"), format!("Letter: {letter}")));
    }
    if let Some(sheet) = &row.sheet {
        lines.push(lang.pick(format!("回执单：{sheet}"), format!("Sheet: {sheet}")));
    }
    lines.join("\n")
}

/// How a receipt stands among the computers that work with its mailbox.
pub fn claimed(claim: &ClaimRow, lang: Lang) -> String {
    let time = |at: &Option<String>| at.as_deref().map_or("", |at| at.get(..16).unwrap_or(at)).replace('T', " ");
    let (since, from, at) = (time(&claim.since), time(&claim.decide_from), time(&claim.at));
    let (by, why) = (claim.by.as_deref().unwrap_or(""), claim.why.as_deref().unwrap_or(""));
    let mailbox = claim.mailbox.as_deref().unwrap_or("");
    let (zh, en) = match claim.state.as_str() {
        "behind" | "overdue" if claim.unsure => (
            format!(
                "另一台电脑已于 {since} 登记并发送这封回执，但没有等到服务器应答，不能确定是否发出。请先向书记员核实；法院没有收到的，{from} 起用 songda receipt take-over 接手。"
            ),
            format!(
                "Another computer registered this receipt at {since} and handed it over, and had no answer: it is not certain whether it left. Ask the clerk first; if the court does not have it, use songda receipt take-over from {from} on."
            ),
        ),
        "behind" => (
            format!("另一台电脑已于 {since} 登记要发这封回执，本机等它发出；{from} 仍未发出的，可以接手。"),
            format!(
                "Another computer registered this receipt at {since}; its answer is waited for. From {from} on this one may take over."
            ),
        ),
        "overdue" => (
            format!(
                "另一台电脑已于 {since} 登记要发这封回执，至今没有发出。请先问用那台电脑的人，再用 songda receipt take-over 接手。"
            ),
            format!(
                "Another computer registered this receipt at {since} and has not sent it. Ask whoever works there, then use songda receipt take-over."
            ),
        ),
        "waived" => {
            (format!("{by} 于 {at} 决定不经登记发出：{why}"), format!("{by} let it go unregistered at {at}: {why}"))
        }
        "unregistered" => (
            format!(
                "邮箱 {mailbox} 不接受登记（服务器答复：{why}），查看没有别的答复后未经登记发出。请说明有几台电脑用送达台处理该邮箱：只有本机的，执行 songda mailbox shared {mailbox} off；不止一台的，执行 songda mailbox shared {mailbox} on，以后登记不成就不发。"
            ),
            format!(
                "Mailbox {mailbox} takes no registration (the server said: {why}); it left unregistered, after no other answer was found. Say how many computers handle the mailbox with Songda: this one alone, songda mailbox shared {mailbox} off; several, songda mailbox shared {mailbox} on, and what cannot be registered does not leave."
            ),
        ),
        "taken-over" if claim.unsure => (
            format!(
                "{by} 于 {at} 从另一台电脑接手：{why}。那台电脑当时不能确定是否已发出，法院可能收到两封（邮件编号相同）。"
            ),
            format!(
                "{by} took it over from another computer at {at}: {why}. That computer did not know whether its own had left: the court may have two, under one Message-ID."
            ),
        ),
        "taken-over" => (
            format!("{by} 于 {at} 从另一台电脑接手：{why}"),
            format!("{by} took it over from another computer at {at}: {why}"),
        ),
        _ => (
            format!("发出前已在邮箱 {mailbox} 中登记，本机最先"),
            format!("Registered in mailbox {mailbox} before it left, as the first"),
        ),
    };
    lang.pick(zh, en)
}

/// W7: another desk was first.
pub fn elsewhere(by: &str, at: &str, lang: Lang) -> String {
    let time = at.get(..16).unwrap_or(at).replace('T', " ");
    if by.is_empty() {
        return lang.pick(
            format!("已在 {time} 从另一台电脑发送回执，无需重复。"),
            format!("Already acknowledged at {time} on another computer."),
        );
    }
    lang.pick(
        format!("{by} 已在 {time} 从另一台电脑发送回执，无需重复。"),
        format!("Already acknowledged at {time} by {by} on another computer."),
    )
}

/// One agreement in one line.
pub fn agreement(row: &AgreementRow, lang: Lang) -> String {
    let kind = match row.kind.as_str() {
        "confirmation" => "送达地址确认书",
        "promise" => "承诺协议",
        _ => "诉讼文书中提供",
    };
    let state = match row.state.as_str() {
        "in-force" => "有效",
        "ended" => "已失效",
        _ => "尚未生效",
    };
    let courts = row.court_names.join("、");
    let until = row.until.as_deref().unwrap_or("");
    let line = lang.pick(
        format!("{}  {courts}  {kind}  {}  {} 至 {until}  {state}", row.id, row.address, row.from),
        format!("{}  {courts}  {}  {}  {} to {until}  {}", row.id, row.kind, row.address, row.from, row.state),
    );
    let count = row.without_paper;
    let lacking =
        lang.pick(format!("  最近 {count} 次变更没有附文件"), format!("  the last {count} change(s) brought no paper"));
    if count > 0 { line + &lacking } else { line }
}

/// One agreement with every entry of it: when, by whom, what changed, why, and the paper that came with it.
pub fn agreement_history(row: &AgreementRow, out: Option<&Path>, lang: Lang) -> String {
    let mut lines = vec![agreement(row, lang)];
    for (nth, entry) in row.history.iter().enumerate() {
        let at = entry.at.get(..16).unwrap_or(&entry.at).replace('T', " ");
        let paper = match (&entry.document, nth) {
            (Some(_), _) => entry.document_name.clone().unwrap_or_default(),
            (None, 0) => lang.pick("没有签署文件".to_owned(), "no signed paper".to_owned()),
            (None, _) => lang.pick("此次变更没有附文件".to_owned(), "this change brought no paper".to_owned()),
        };
        lines.push(format!("  {}. {at}  {}  {paper}  {}", nth + 1, entry.by, entry.note));
        let terms = entry.changed.iter();
        lines.extend(terms.map(|term| {
            let (before, after) = (term.before.join("、"), term.after.join("、"));
            format!("     {}: {before} → {after}", field(&term.field, lang))
        }));
    }
    if let Some(out) = out {
        let out = out.display();
        lines.push(lang.pick(format!("签署的文件已写入 {out}"), format!("The signed paper is written to {out}")));
    }
    lines.join("\n")
}

/// A term of an agreement.
fn field(code: &str, lang: Lang) -> String {
    let (zh, en) = match code {
        "kind" => ("依据", "basis"),
        "courts" => ("法院", "courts"),
        "company" => ("单位", "company"),
        "address" => ("送达地址", "address"),
        "cases" => ("案件", "cases"),
        "levels" => ("审级", "levels"),
        "from" => ("生效日", "first day"),
        "until" => ("失效日", "last day"),
        "reply" => ("回复约定", "agreed answer"),
        _ => (code, code),
    };
    lang.pick(zh.to_owned(), en.to_owned())
}

/// The register, and who does not stand in it.
pub fn register(register: &Register, lang: Lang) -> String {
    let mut lines: Vec<String> = register.agreements.iter().map(|row| agreement(row, lang)).collect();
    if !register.uncovered.is_empty() {
        lines.push(lang.pick("以下法院没有登记：".to_owned(), "No agreement is registered for:".to_owned()));
    }
    lines.extend(register.uncovered.iter().map(|row| {
        let served: Vec<&str> = row.cases.iter().chain(&row.subjects).map(String::as_str).collect();
        let court = match row.court.is_empty() {
            true => lang.pick("未读出法院".to_owned(), "court not read".to_owned()),
            false => format!("{}（{}）", row.court_name, row.court),
        };
        format!("  {court}→ {}：{}", row.address, served.join("、"))
    }));
    lines.join("\n")
}

/// Says that a form was filled in, and what is to be done with it.
pub fn form(title: &str, wrote: &[String], out: &Path, lang: Lang) -> String {
    lang.pick(
        format!("已填写“{title}”：{}。\n文件：{}\n请打印盖章，扫描后用 acknowledge --way sealed-form --scan 发回。", wrote.join("；"), out.display()),
        format!("“{title}” is filled in: {}.\nFile: {}\nPrint and seal it; send the scan with acknowledge --way sealed-form --scan.", wrote.join("; "), out.display()),
    )
}
