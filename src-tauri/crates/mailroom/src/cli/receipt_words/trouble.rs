//! Why a receipt or an agreement was not made, and what to do.

use super::why_alone;
use crate::cli::words::Lang;
use crate::view::Problem;

/// Why a receipt or an agreement was not made, and what to do.
pub fn problem(problem: &Problem, lang: Lang) -> String {
    let fact = |at: usize| problem.facts.get(at).map_or("", String::as_str);
    let (a, b, c) = (fact(0), fact(1), fact(2));
    let (zh, en) = match problem.code.as_str() {
        "receipt.doubtful-sender" => (
            format!(
                "未生成回执：来信 {a} 可疑，仅写 --verified 不够。请先核实是否为法院来信；确是的，用 songda teach 加送达编号确认（--preview 先看会记下什么），再签收。"
            ),
            format!(
                "No receipt was made: the mail of {a} is doubtful, and --verified alone is not enough. Make sure that it is the court; if it is, confirm it with songda teach and the service's id (--preview shows what would be learned), then acknowledge."
            ),
        ),
        "receipt.not-verified" => (
            format!(
                "未生成回执：来信 {a} 尚待核实。请用 --by 写明经办人，用 --verified 写明如何核实的，例如 --by 王敏 --verified \"电话向书记员核实\"。"
            ),
            format!(
                "No receipt was made: the mail of {a} proves nothing by itself. Say with --by who made sure of it and with --verified how, such as --verified \"by telephone with the clerk\"."
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
        "receipt.moved" => (
            format!(
                "没有处理：回执“{a}”的状态在此期间已变化。用 songda receipt show 再看一次；仍要处理，请写 --seen {b}。"
            ),
            format!(
                "Nothing was done: the receipt “{a}” stands otherwise by now. Look at it with songda receipt show; to go on, say --seen {b}."
            ),
        ),
        "receipt.answered-meanwhile" => (
            format!(
                "没有放行：在此期间 {b} 已从另一台电脑答复“{a}”。看过那封答复仍要发出的，请再放行一次并写 --seen。"
            ),
            format!(
                "Nothing was let go: {b} answered “{a}” from another computer meanwhile. If it is no receipt, approve once more with --seen."
            ),
        ),
        "receipt.claim-recent" => (
            format!("没有接手：另一台电脑刚登记“{a}”，它的回执可能正在发出。请等满 {c} 分钟。"),
            format!(
                "Nothing was taken over: another computer registered “{a}” just now and may be sending it. Wait {c} minutes."
            ),
        ),
        "receipt.nothing-to-take-over" => (
            format!("回执“{a}”没有被另一台电脑登记，也没有登记不成，无需接手。"),
            format!("No other computer holds “{a}”, and it could be registered: there is nothing to take over."),
        ),
        "receipt.take-over-why" => (
            format!("没有接手“{a}”：请写明谁决定的和原因（--by、--why）。"),
            format!("“{a}” was not taken over: say who decides and why (--by, --why)."),
        ),
        "receipt.unseen" => (
            format!(
                "没有重发：回执“{a}”可能已到法院，或已由别处答复。请先用 songda receipt show 查看；确认要重发同一封，请写 --seen {b}。"
            ),
            format!(
                "Nothing was sent again: the court may have “{a}”, or was answered from elsewhere. Look at it with songda receipt show; to send the same letter once more, say --seen {b}."
            ),
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
            "未生成回执：随附盖章送达回证时须用 --way sealed-form（或法院接口 --way http），并以 --scan 指定扫描件。"
                .to_owned(),
            "No receipt was made: a sealed form goes with --way sealed-form, or --way http, and --scan FILE."
                .to_owned(),
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
        "receipt.read-not-allowed" => (
            format!(
                "未发送已读回执：没有允许向{a}发送。要允许，请在 songda.toml 该法院（代字 {b}）的 [[court]] 一节写上 read_receipts = true；也可以不写 --way，以邮件回复。"
            ),
            format!(
                "No read receipt was sent: {a} may not be sent any. To allow it, set read_receipts = true in the [[court]] of {b} in songda.toml; or leave --way out and reply by mail."
            ),
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
        "receipt.sheets-wait" => (
            format!(
                "本机没有中文字体，{a} 封已发出的回执还没有生成《电子送达签收回执》；回执本身不受影响。请安装中文字体（如 Noto CJK），或用环境变量 SONGDA_FONT 指定字体文件；重新启动后自动补上。"
            ),
            format!(
                "This computer has no Chinese font, so {a} receipts that left have no sheet yet; the receipts are not affected. Install one, such as Noto CJK, or name a font file in SONGDA_FONT; the sheets are made at the next start."
            ),
        ),
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
