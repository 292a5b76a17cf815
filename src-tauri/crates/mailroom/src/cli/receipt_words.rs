//! Sentences about receipts and the register that the headless program prints.

use std::path::Path;

use crate::view::{AgreementRow, BatchLine, Problem, ReceiptRow, Register};

use super::words::Lang;

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
    ];
    if let (Some(at), Some(answer)) = (&row.sent_at, &row.answer) {
        lines.push(lang.pick(format!("{at} 服务器应答：{answer}"), format!("{at} the server answered: {answer}")));
    }
    if let Some(how) = &row.verified {
        let by = &row.by;
        lines.push(lang.pick(format!("来信由{by}核实：{how}"), format!("The mail was made sure of by {by}: {how}")));
    }
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
    if let Some(letter) = &row.letter {
        lines.push(lang.pick(format!("原文：{letter}"), format!("Letter: {letter}")));
    }
    if let Some(sheet) = &row.sheet {
        lines.push(lang.pick(format!("回执单：{sheet}"), format!("Sheet: {sheet}")));
    }
    lines.join("\n")
}

/// W7: another desk was first.
pub fn elsewhere(by: &str, at: &str, lang: Lang) -> String {
    let time = at.get(..16).unwrap_or(at).replace('T', " ");
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
    lang.pick(
        format!("{}  {courts}  {kind}  {}  {} 至 {until}  {state}", row.id, row.address, row.from),
        format!("{}  {courts}  {}  {}  {} to {until}  {}", row.id, row.kind, row.address, row.from, row.state),
    )
}

/// The register, and who does not stand in it.
pub fn register(register: &Register, lang: Lang) -> String {
    let mut lines: Vec<String> = register.agreements.iter().map(|row| agreement(row, lang)).collect();
    if !register.uncovered.is_empty() {
        lines.push(lang.pick("以下法院没有登记：".to_owned(), "No agreement is registered for:".to_owned()));
    }
    lines.extend(
        register
            .uncovered
            .iter()
            .map(|row| format!("  {}（{}）→ {}：{}", row.court_name, row.court, row.address, row.cases.join("、"))),
    );
    lines.join("\n")
}

/// Why a receipt or an agreement was not made, and what to do.
pub fn problem(problem: &Problem, lang: Lang) -> String {
    let fact = |at: usize| problem.facts.get(at).map_or("", String::as_str);
    let (a, b) = (fact(0), fact(1));
    let (zh, en) = match problem.code.as_str() {
        "receipt.doubtful-sender" => (
            format!("未生成回执：来信 {a} 未经核实。请先核实是否为法院来信，再签收。"),
            format!("No receipt was made: the sender {a} is not verified. Verify that it is the court first."),
        ),
        "receipt.not-verified" => (
            format!(
                "未生成回执：来信 {a} 尚待核实。请用 --verified 写明如何核实的，例如 --verified \"电话向书记员核实\"。"
            ),
            format!(
                "No receipt was made: the mail of {a} proves nothing by itself. Say with --verified how it was made sure of, such as --verified \"by telephone with the clerk\"."
            ),
        ),
        "receipt.no-arrival" => (
            "未生成回执：没有这封邮件到达约定邮箱的时间。".to_owned(),
            "No receipt was made: the moment of arrival is not known.".to_owned(),
        ),
        "receipt.no-address" => (
            format!("未生成回执：没有可以确定的法院收件地址（{a}）。请在 songda.toml 的 [[court]] 里填写 receipt_to。"),
            format!("No receipt was made: no certain address of the court ({a}). Set receipt_to in [[court]]."),
        ),
        "receipt.no-mailbox" => (
            format!("未生成回执：不能确定从哪个邮箱发出（{a}）。请在 songda.toml 里为约定邮箱填写 smtp。"),
            format!("No receipt was made: no mailbox to send it from ({a}). Set smtp for the agreed mailbox."),
        ),
        "receipt.gone" => (
            format!("回执“{a}”已经发出、正在发出，或不在可以这样处理的状态。用 songda list receipts 查看。"),
            format!("The receipt “{a}” has left, is leaving, or cannot be handled so. See songda list receipts."),
        ),
        "receipt.changed" => (
            "未生成回执：内容与看到的不同。请再看一次。".to_owned(),
            "No receipt was made: it would not be what was shown. Look at it again.".to_owned(),
        ),
        "receipt.not-service" => (
            "未生成回执：这封邮件没有送达内容。".to_owned(),
            "No receipt was made: the mail serves nothing.".to_owned(),
        ),
        "receipt.arrival-ahead" => (
            "未生成回执：邮件的到达时间晚于本机时间，回执会写成不可能的日期。请核对本机时钟。".to_owned(),
            "No receipt was made: the mail would have arrived after now. Check this computer's clock.".to_owned(),
        ),
        "receipt.not-addressee" => (
            format!(
                "未生成回执：受送达人是“{a}”，不是“{b}”。如系误送，请用 --refuse 提出异议；如是本单位曾用名或项目部，请先更正受送达人（songda correct），或把该名称写入设置的单位别名。"
            ),
            format!(
                "No receipt was made: it is addressed to “{a}”, not “{b}”. Object with --refuse; if it is a name of ours, correct the addressee (songda correct) or add the name to the office."
            ),
        ),
        "receipt.no-scan" => (
            "未生成回执：随附盖章送达回证时须用 --way sealed-form 并以 --scan 指定扫描件。".to_owned(),
            "No receipt was made: a sealed form goes with --way sealed-form and --scan FILE.".to_owned(),
        ),
        "receipt.no-interface" => (
            format!(
                "未生成回执：没有为“{a}”的法院设置接口。请在 songda.toml 的 [[court]] 里填写 http，或改用邮件回复。"
            ),
            format!(
                "No receipt was made: no interface is set for the court of “{a}”. Set http in [[court]], or reply by mail."
            ),
        ),
        "receipt.not-asked" => (
            format!("未发送已读回执：来信没有要求，或要求寄往发件人 {a} 以外的地址。请改用普通回执。"),
            format!("No read receipt was sent: the mail asks for none, or for another address than its sender {a}."),
        ),
        "receipt.no-reason" => (
            "未生成回执：请写明原因（--note）。".to_owned(),
            "No receipt was made: tell the reason (--note).".to_owned(),
        ),
        "receipt.nothing-to-correct" => {
            (format!("“{a}”没有已发出的回执可以更正。"), format!("There is no sent receipt of “{a}” to correct."))
        }
        "receipt.same-person" => (
            format!("回执“{b}”由 {a} 起草，须由另一人复核放行。"),
            format!("“{b}” was drawn up by {a}; another person must let it go."),
        ),
        "receipt.alone" => {
            let why = why_alone(a, lang);
            (
                format!("没有发送：{why}。请单独签收这一件。"),
                format!("Not sent: {why}. Acknowledge this one by itself."),
            )
        }
        "receipt.answered-by-hand" => (
            format!("“{a}”已登记为在别处答复，不再发送回执。"),
            format!("“{a}” is recorded as answered elsewhere; no receipt is sent."),
        ),
        "receipt.no-office" => (
            "未生成回执：设置里没有写明单位名称。请在 songda.toml 的 [office] 一节填写 name。".to_owned(),
            "No receipt was made: the settings do not name the office. Fill in name under [office] in songda.toml."
                .to_owned(),
        ),
        "receipt.perhaps-there" => (
            format!("回执“{a}”已提交法院接口，没有得到答复，法院可能已收到，不能撤回。程序会用同一编号再次提交。"),
            format!(
                "“{a}” was handed to the court's interface and no answer came; the court may have it, so it cannot be taken back. It is asked again with the same key."
            ),
        ),
        "receipt.read-objection" => (
            "已读回执只表示邮件已打开，不能用来提出异议或更正。请不写 --way，以邮件回复。".to_owned(),
            "A read receipt only says that a mail was displayed; it cannot object or correct. Leave --way out."
                .to_owned(),
        ),
        "receipt.exists" => {
            (format!("这次送达已有回执“{a}”，不再另行登记。"), format!("There is a receipt already: “{a}”."))
        }
        "receipt.unknown-way" => (
            format!("不认识“{a}”。可用：platform、post、in-person、none-needed。"),
            format!("“{a}” is unknown. Known: platform, post, in-person, none-needed."),
        ),
        "receipt.no-form" => (
            "这封邮件没有附送达回证，不必填写。".to_owned(),
            "No blank proof-of-service form came with this mail; there is nothing to fill in.".to_owned(),
        ),
        "receipt.form-unlike" => unlike(a, b),
        "receipt.no-font" => (
            "未生成回执单：本机没有找到中文字体。请安装 Noto CJK 字体，或用环境变量 SONGDA_FONT 指定字体文件。"
                .to_owned(),
            "No sheet was made: no Chinese font was found. Install Noto CJK, or name a font file in SONGDA_FONT."
                .to_owned(),
        ),
        "receipt.no-sheet" => (
            format!("未生成回执单：{a}。回执本身不受影响。"),
            format!("No sheet was made: {a}. The receipt is not affected."),
        ),
        "agreement.no-paper" => (
            format!("没有保存签署文件“{a}”：文件是空的、太大（上限 {b} 字节），或没有存入。"),
            format!("The signed paper “{a}” was not kept: it is empty, larger than {b} bytes, or was never stored."),
        ),
        "receipt.batch-size" => (
            format!("一次列了 {a} 件，应在 1 至 {b} 件之间。"),
            format!("{a} were listed at once; it must be between 1 and {b}."),
        ),
        "agreement.flawed" => {
            (format!("登记“{a}”未保存：{b}。请核对各项内容。"), format!("The agreement “{a}” was not kept: {b}."))
        }
        "agreement.unknown-court" => (
            format!("没有找到“{a}”这家法院。请写法院全称或案号中的代字，例如 上海市闵行区人民法院、沪0112。"),
            format!("No court is known as “{a}”. Write its full name or its code, such as 沪0112."),
        ),
        code => (
            format!("未能完成（{code}）：{}", problem.facts.join("；")),
            format!("Could not be done ({code}): {}", problem.facts.join("; ")),
        ),
    };
    lang.pick(zh, en)
}

/// Says that a form was filled in, and what is to be done with it.
pub fn form(title: &str, wrote: &[String], out: &Path, lang: Lang) -> String {
    lang.pick(
        format!("已填写“{title}”：{}。\n文件：{}\n请打印盖章，扫描后用 acknowledge --way sealed-form --scan 发回。", wrote.join("；"), out.display()),
        format!("“{title}” is filled in: {}.\nFile: {}\nPrint and seal it; send the scan with acknowledge --way sealed-form --scan.", wrote.join("; "), out.display()),
    )
}

/// Why a form cannot be filled in by a program.
fn unlike(title: &str, why: &str) -> (String, String) {
    let (zh, en) = match why {
        "no-pdf" => ("不是可以读出的 PDF", "it is no PDF that can be read"),
        "pages" => ("不止一页", "it has several pages"),
        "pictures" => ("表中有图片或者底纹", "it holds pictures or shading"),
        "letters" => ("有的字读不出来", "some letters cannot be read"),
        "no-place" => ("没有找到填写收到日期的位置", "no place for the day of receipt was found"),
        other => (other, other),
    };
    (
        format!("未填写“{title}”：{zh}。请打开原件打印后手写。"),
        format!("“{title}” was not filled in: {en}. Print the original and fill it in by hand."),
    )
}
