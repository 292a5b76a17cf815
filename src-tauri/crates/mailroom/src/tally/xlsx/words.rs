//! Words of the table file: sheet names, columns, and the codes in its cells, in both languages.

use serde::Deserialize;

/// Which language the file is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

type Table = &'static [(&'static str, &'static str)];

/// Every word of the file in one language.
pub struct Words {
    pub ledger: &'static str,
    pub statistics: &'static str,
    pub about: &'static str,
    /// Name and width of every column.
    pub columns: &'static [(&'static str, f64)],
    pub roles: Table,
    pub channels: Table,
    pub verdicts: Table,
    pub receipts: Table,
    pub statuses: Table,
    pub states: Table,
    pub asked: Table,
    pub open_doubts: &'static str,
    pub tables: [&'static str; 7],
    /// Month, week, services, documents, court.
    pub heads: [&'static str; 5],
    pub kind: &'static str,
    pub other: &'static str,
    pub speed: [&'static str; 4],
    pub soon: [&'static str; 4],
    pub outcomes: [&'static str; 4],
    pub believed: [&'static str; 3],
    pub facts: [&'static str; 8],
    pub no_filter: &'static str,
    pub note: &'static str,
}

impl Words {
    /// The words of a language.
    pub fn of(language: Language) -> Self {
        match language {
            Language::Zh => zh(),
            Language::En => en(),
        }
    }

    /// The word for a code; a code without one shows itself.
    pub fn word<'a>(&self, table: Table, code: &'a str) -> &'a str {
        table.iter().find(|(known, _)| *known == code).map_or(code, |(_, word)| word)
    }
}

fn zh() -> Words {
    Words {
        ledger: "送达台账",
        statistics: "统计",
        about: "说明",
        columns: &[
            ("序号", 6.0),
            ("到达时间", 16.0),
            ("法院", 24.0),
            ("案号", 28.0),
            ("案由", 18.0),
            ("我方地位", 10.0),
            ("对方", 18.0),
            ("文书名称", 24.0),
            ("件数", 6.0),
            ("页数", 6.0),
            ("送达方式", 10.0),
            ("发件地址", 24.0),
            ("核验结果", 10.0),
            ("回执", 10.0),
            ("回执时间", 16.0),
            ("经办人", 9.0),
            ("期限类型", 18.0),
            ("届满日", 11.0),
            ("是否暂定", 9.0),
            ("期限状态", 9.0),
            ("逾期天数", 9.0),
            ("归档路径", 48.0),
            ("邮件摘要（SHA-256）", 30.0),
            ("备注", 12.0),
        ],
        roles: &[
            ("plaintiff", "原告"),
            ("defendant", "被告"),
            ("third-party", "第三人"),
            ("appellant", "上诉人"),
            ("appellee", "被上诉人"),
            ("applicant", "申请人"),
            ("respondent", "被申请人"),
            ("creditor", "申请执行人"),
            ("debtor", "被执行人"),
            ("outsider", "案外人"),
            ("assisting-unit", "协助单位"),
        ],
        channels: &[("imap", "电子邮箱"), ("folder", "监视文件夹"), ("import", "人工导入")],
        verdicts: &[("proven", "已核验"), ("likely", "待确认"), ("doubtful", "可疑")],
        receipts: &[
            ("none", "未回执"),
            ("queued", "待发"),
            ("sending", "发送中"),
            ("unsure", "待查"),
            ("sent", "已发出"),
            ("confirmed", "已确认"),
            ("bounced", "退信"),
            ("failed", "发送失败"),
            ("withdrawn", "已撤回"),
            ("elsewhere", "他处已回执"),
            ("by-hand", "已另行签收"),
            ("none-needed", "无需回执"),
        ],
        statuses: &[("final", "否"), ("provisional", "暂定"), ("undetermined", "待定")],
        states: &[
            ("open", "进行中"),
            ("confirmed", "已确认"),
            ("done", "已完成"),
            ("not-applicable", "不适用"),
            ("overdue", "逾期"),
        ],
        asked: &[
            ("due", "待回执"),
            ("done", "已回执"),
            ("open", "期限进行中"),
            ("overdue", "期限逾期"),
            ("provisional", "期限暂定"),
            ("none", "没有期限"),
        ],
        open_doubts: "有待核对事项",
        tables: [
            "每周送达量",
            "各法院送达量",
            "到达后多久看到、回执（小时）",
            "回执及时情况",
            "期限结果",
            "文书种类",
            "来信核验",
        ],
        heads: ["月份", "周一", "送达次数", "文书份数", "法院"],
        kind: "文书种类",
        other: "其他",
        speed: ["看到：半数以内", "看到：九成以内", "回执：半数以内", "回执：九成以内"],
        soon: ["当日", "两个工作日内", "更晚", "未回执"],
        outcomes: ["进行中", "已完成", "不适用", "逾期"],
        believed: ["已核验", "待确认", "可疑"],
        facts: ["单位", "导出时间", "筛选条件", "行数", "期限规则条数", "已载入的节假日年份", "程序版本", "说明"],
        no_filter: "全部",
        note: "到达时间为邮件到达约定邮箱的时间；期限自到达之日的次日起算，发送或不发送回执都不改变期限。暂定的届满日涉及尚未公布节假日安排的年份或尚待确认的送达，以公布和确认后为准。",
    }
}

fn en() -> Words {
    Words {
        ledger: "Service ledger",
        statistics: "Statistics",
        about: "About",
        columns: &[
            ("No.", 6.0),
            ("Arrived", 16.0),
            ("Court", 24.0),
            ("Case number", 28.0),
            ("Cause", 18.0),
            ("Our standing", 13.0),
            ("Other party", 20.0),
            ("Document", 24.0),
            ("Copies", 7.0),
            ("Pages", 6.0),
            ("Received by", 12.0),
            ("Sender", 24.0),
            ("Verified", 12.0),
            ("Receipt", 12.0),
            ("Receipt sent", 16.0),
            ("By", 9.0),
            ("Deadline", 18.0),
            ("Last day", 11.0),
            ("Provisional", 12.0),
            ("Deadline state", 14.0),
            ("Days overdue", 9.0),
            ("Filed at", 48.0),
            ("Digest of the mail (SHA-256)", 30.0),
            ("Remark", 14.0),
        ],
        roles: &[
            ("plaintiff", "plaintiff"),
            ("defendant", "defendant"),
            ("third-party", "third party"),
            ("appellant", "appellant"),
            ("appellee", "appellee"),
            ("applicant", "applicant"),
            ("respondent", "respondent"),
            ("creditor", "creditor"),
            ("debtor", "debtor"),
            ("outsider", "outsider"),
            ("assisting-unit", "assisting unit"),
        ],
        channels: &[("imap", "mailbox"), ("folder", "watched folder"), ("import", "import")],
        verdicts: &[("proven", "verified"), ("likely", "to confirm"), ("doubtful", "doubtful")],
        receipts: &[
            ("none", "none"),
            ("queued", "waiting"),
            ("sending", "sending"),
            ("unsure", "unsure"),
            ("sent", "sent"),
            ("confirmed", "confirmed"),
            ("bounced", "bounced"),
            ("failed", "failed"),
            ("withdrawn", "taken back"),
            ("elsewhere", "by another desk"),
            ("by-hand", "by hand"),
            ("none-needed", "none needed"),
        ],
        statuses: &[("final", "no"), ("provisional", "provisional"), ("undetermined", "undetermined")],
        states: &[
            ("open", "open"),
            ("confirmed", "confirmed"),
            ("done", "done"),
            ("not-applicable", "not applicable"),
            ("overdue", "overdue"),
        ],
        asked: &[
            ("due", "receipt due"),
            ("done", "receipt sent"),
            ("open", "deadline open"),
            ("overdue", "overdue"),
            ("provisional", "provisional deadline"),
            ("none", "no deadline"),
        ],
        open_doubts: "to be checked",
        tables: [
            "Served by week",
            "Served by court",
            "Hours until seen and receipted",
            "Receipts in time",
            "Deadlines",
            "Kinds of document",
            "Mails verified",
        ],
        heads: ["Month", "Monday", "Services", "Documents", "Court"],
        kind: "Kind",
        other: "Other",
        speed: ["Seen: half within", "Seen: 90 % within", "Receipt: half within", "Receipt: 90 % within"],
        soon: ["Same day", "Two working days", "Later", "None"],
        outcomes: ["Open", "Done", "Not applicable", "Overdue"],
        believed: ["Verified", "To confirm", "Doubtful"],
        facts: ["Office", "Drawn up", "Filters", "Rows", "Deadline rules", "Holiday years loaded", "Version", "Note"],
        no_filter: "all",
        note: "Arrived is when the mail reached the agreed mailbox. Deadlines run from the day after arrival; sending or not sending a receipt moves none of them. A provisional last day touches a year whose holidays are not published, or a service still to be confirmed.",
    }
}
