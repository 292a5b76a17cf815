//! Whom a mail serves, in what standing, and over what.

mod ours;

use std::sync::LazyLock;

use regex::Regex;

use super::document::Seen;
use super::text::{compact, first_chars, last_chars, plain};
use crate::mail::Mail;
use crate::office::Office;
use crate::reference::Reference;
use ours::{in_standing, own_name};

static LABELLED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:(?:受|被)送达(?:人|单位)|送达对象|受文单位|被传唤人|被通知人|收件(?:人|单位|方)|接收(?:人|单位|方)|当事人名称|(?:^|\n)\s*(?:致|TO|To))(?:姓名|名称)?\s*(?:\([^()]{0,12}\))?\s*[:：]\s*(?P<name>[^\n，。；:：]{2,60})").ok()
});
/// 当事人：示例甲、示例物业管理有限公司 tells that we are meant only where it names us.
static PARTIES: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:^|\n)\s*当事人\s*[:：]\s*(?P<name>[^\n]{2,80})").ok());
static CALLED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:受送达人|被传唤人)[ ]+(?P<name>[\p{Han}()]{2,40})").ok());
static CAUSE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"案 {0,8}由[ ]*[:：]?[ ]*(?P<cause>[\p{Han}、（）()]{3,40})").ok());
static BRACKETS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\([^()]{0,40}\)").ok());

/// Words that end a company's or authority's name.
const BODIES: [&str; 22] = [
    "公司",
    "银行",
    "支行",
    "分行",
    "委员会",
    "合作社",
    "事务所",
    "中心",
    "集团",
    "医院",
    "学校",
    "大学",
    "厂",
    "店",
    "部",
    "局",
    "商行",
    "工作室",
    "研究院",
    "协会",
    "基金会",
    "合伙)",
];

/// The family names most people have. What also opens words of papers (各当事人, 代理人) is left out, whoever bears it.
const FAMILIES: &str = concat!(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦",
    "傅邹熊孟秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔汤温康施牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹耿焦俞甘祝屈柏窦云",
    "奚柳鲍滕毕卞伏穆贝臧谈茅纪舒祁梅盛刁骆凌霍虞柯莘宗储郁杭洪左吉钮嵇裴翁荀甄芮靳邝冼娄冉游竺阮季苗隋费涂迟车褚",
);
/// Those of two characters.
const TWO: [&str; 24] = [
    "端木", "南宫", "公冶", "澹台", "闻人", "申屠", "太史", "轩辕", "宇文", "长孙", "司空", "钟离", "欧阳", "司马",
    "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯",
];

/// Whom a mail serves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Addressee {
    /// The name, as written in the mail or on its documents.
    pub name: Option<String>,
    /// Whether nobody is addressed, and we are only a party of a paper that the court made.
    pub is_inferred: bool,
}

/// The addressee as written in the mail or on its documents.
pub fn addressee(mail: &Mail, seen: &[Seen], office: &Office) -> Addressee {
    let text = plain(&mail.text);
    let by_mail = labelled(&text, office)
        .or_else(|| salutation(&text, 4, office))
        .or_else(|| after_tag(&text, office))
        .or_else(|| greeting(&text, office));
    let on_documents = seen.iter().filter(|it| !it.is_party_paper).filter_map(|document| {
        let text = plain(first_chars(&document.found.text, 700));
        let line_of_ours = || text.lines().map(compact).find(|line| names(office).any(|own| own == *line));
        labelled(&text, office).or_else(|| salutation(&text, 10, office)).or_else(line_of_ours)
    });
    let in_names = seen.iter().filter_map(|document| in_brackets(&document.name, office));
    let mut others: Vec<String> = on_documents.collect();
    others.extend(in_names);
    let ours = others.iter().find(|name| is_us(name, office)).cloned();
    let told = by_mail.or(ours).or_else(|| others.into_iter().next());
    if told.is_some() {
        return Addressee { name: told, is_inferred: false };
    }
    let on_papers = seen.iter().filter(|it| it.is_court_paper && !it.is_party_paper).find_map(|it| among(it, office));
    let name = on_papers.or_else(|| in_standing(&compact(&text), office));
    Addressee { is_inferred: name.is_some(), name }
}

/// Our name, where a paper of a court lists us among the parties: 被告：示例物业管理有限公司，住所地….
fn among(document: &Seen, office: &Office) -> Option<String> {
    let page = plain(first_chars(&document.found.text, 2_000));
    let on_line = page.lines().map(compact).find_map(|line| own_name(super::terms::party(&line)?.1, office));
    on_line.or_else(|| in_standing(&compact(&page), office))
}

/// The addressee written in brackets in file names, as 传票（示例物业管理有限公司）.pdf.
pub fn in_brackets(name: &str, office: &Office) -> Option<String> {
    let name = plain(name);
    let found = BRACKETS.as_ref()?.find_iter(&name).map(|it| it.as_str().trim_matches(['(', ')']).to_owned());
    let found: Vec<String> =
        found.map(|it| it.split([',', '，', '、']).next().unwrap_or("").trim().to_owned()).collect();
    found.into_iter().find(|name| is_us(name, office) || is_body(name))
}

fn labelled(text: &str, office: &Office) -> Option<String> {
    let by_label = LABELLED.as_ref().into_iter().flat_map(|regex| regex.captures_iter(text));
    let called = CALLED.as_ref().into_iter().flat_map(|regex| regex.captures_iter(text));
    let read = by_label.chain(called).find_map(|read| {
        // 被传唤人 | 姓名或名称 | …: the name of a cell is nobody's.
        let name = read.name("name")?.as_str();
        let name =
            ["姓名或名称", "姓名", "名称"].iter().find_map(|cell| name.trim().strip_prefix(cell)).unwrap_or(name);
        let name = name.trim_start_matches([' ', '|', ':', '：']);
        // 收件人：service@example.test is a mailbox and no party.
        if name.contains('@') || name.chars().all(|c| c.is_ascii_digit() || "- ".contains(c)) {
            return None;
        }
        own_name(name, office).or_else(|| tidy(up_to_next_field(name.split("  ").next().unwrap_or(name))))
    });
    read.or_else(|| own_name(PARTIES.as_ref()?.captures(text)?.name("name")?.as_str(), office))
}

/// 示例甲有限公司 送达地址 without the name of the next field.
fn up_to_next_field(name: &str) -> &str {
    let fields = ["送达地址", "联系", "电话", "邮箱", "地址", "案号", "案由", "统一社会信用代码"];
    let next = name.match_indices(' ').find(|(at, _)| {
        let rest = name.get(*at..).unwrap_or("").trim_start();
        fields.iter().any(|field| rest.starts_with(field))
    });
    next.and_then(|(at, _)| name.get(..at)).unwrap_or(name)
}

/// The name before a colon on a line of its own near the top, such as 示例物业管理有限公司：
fn salutation(text: &str, lines: usize, office: &Office) -> Option<String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(lines);
    lines.into_iter().find_map(|line| {
        let Some((ahead, behind)) = line.split_once([':', '：']) else {
            // Our name alone on the line: the colon was left out.
            // So it was behind 示例物业管理有限公司（收）.
            let is_line = line.chars().count() <= 50 && !line.contains(['，', '。', '、', ',']);
            let is_whole = names(office).any(|own| own == compact(line));
            return if is_whole { tidy(line) } else { own_name(line, office).filter(|_| is_line) };
        };
        let ahead = greeted(ahead);
        if let Some(own) = own_name(ahead, office).filter(|_| !ahead.contains('。')) {
            return Some(own);
        }
        // Several are addressed: we are the one that matters.
        let ours = ahead.split(['、', '，', ',', ';', '；']).find(|name| is_us(name, office));
        let name = tidy(ours.unwrap_or(ahead))?;
        // A label has its value behind the colon; a salutation stands alone or begins a sentence.
        let is_alone = behind.trim().is_empty();
        let is_name = is_us(&name, office) || is_body(&name) && name.chars().count() >= 4;
        let is_person = is_alone
            && (2..=4).contains(&name.chars().count())
            && name.chars().all(super::text::is_han)
            && !is_label(&name);
        (is_name && !is_label(&name) || is_person).then_some(name)
    })
}

/// Whom a paper is addressed to by its first lines: a company, or a person by a name people have.
pub fn opens_with(text: &str) -> Option<String> {
    let text = plain(first_chars(text, 700));
    let name = salutation(&text, 10, &Office::default())?;
    (is_body(&name) || is_person(&name)).then_some(name)
}

/// The person a paper of the court is addressed to, where neither it nor anything beside it names us.
pub fn person_served(mail: &Mail, seen: &[Seen], office: &Office) -> Option<String> {
    let papers = seen.iter().filter(|it| it.is_court_paper && !it.is_party_paper);
    let name = papers.filter_map(|it| opens_with(&it.found.text)).find(|name| is_person(name))?;
    let texts = [mail.subject.as_str(), mail.text.as_str()].into_iter().chain(seen.iter().map(|it| &*it.found.text));
    let names_us = |text: &str| {
        let text = compact(text);
        names(office).any(|own| text.contains(&own))
    };
    (is_body(&office.name) && !texts.into_iter().any(names_us)).then_some(name)
}

/// Whether a name is a natural person's: two to four characters, the first of which is a family name.
pub fn is_person(name: &str) -> bool {
    let is_name = (2..=4).contains(&name.chars().count()) && name.chars().all(super::text::is_han);
    is_name
        && !is_label(name)
        && (name.starts_with(|c| FAMILIES.contains(c)) || TWO.iter().any(|it| name.starts_with(it)))
}

/// The name behind 您好，
fn greeted(ahead: &str) -> &str {
    let rest = ["您好", "你好"].iter().find_map(|word| ahead.trim().strip_prefix(word));
    rest.map_or(ahead, |rest| rest.trim_start_matches([',', '，', '!', '！', '。', ' ']))
}

fn is_label(name: &str) -> bool {
    [
        "案号",
        "案由",
        "附件",
        "主题",
        "法院",
        "时间",
        "地点",
        "电话",
        "地址",
        "联系",
        "您好",
        "你好",
        "材料",
        "文书",
        "清单",
        "说明",
        "注意",
        "如下",
        "通知",
        "法官",
        "书记员",
        "审判",
        "原告",
        "被告",
        "尊敬",
        "各位",
        "发件人",
        "收件人",
        "日期",
        "内容",
        "承办",
        "部门",
        "落款",
        "申请",
    ]
    .iter()
    .any(|word| name.contains(word))
}

/// 【上海市闵行区人民法院】示例物业管理有限公司，（2026）…
fn after_tag(text: &str, office: &Office) -> Option<String> {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    let rest = first.strip_prefix('(')?.split_once(')')?.1;
    let name = tidy(rest.split([',', '，', ':', '：']).next()?)?;
    (is_us(&name, office) || is_body(&name)).then_some(name)
}

/// 示例物业管理有限公司，您好！
fn greeting(text: &str, office: &Office) -> Option<String> {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    let (name, rest) = greeted(first).split_once([',', '，', '!', '！', '。'])?;
    let name = own_name(name, office).or_else(|| tidy(name))?;
    let is_greeting = rest.trim_start().starts_with(['您', '你', '(', '现', '本', '请']);
    (is_us(&name, office) || is_body(&name) && is_greeting && name.chars().count() <= 30 && !name.starts_with("关于"))
        .then_some(name)
}

fn tidy(name: &str) -> Option<String> {
    let name: String = name.split_whitespace().collect();
    let mut name = name.as_str();
    for polite in [
        "尊敬的",
        "致",
        "被告",
        "原告",
        "债务人",
        "被执行人",
        "申请执行人",
        "第三人",
        "上诉人",
        "被上诉人",
        "当事人",
        "受送达人",
        "协助执行人",
    ] {
        name = name.strip_prefix(polite).filter(|rest| rest.chars().count() >= 2).unwrap_or(name);
    }
    let name = ["您好", "你好"].iter().find_map(|word| name.strip_suffix(word)).unwrap_or(name);
    let name = match name.find('(') {
        Some(at) if at > 0 && name.ends_with(')') && !name.contains("公司)") && !name.ends_with("合伙)") => {
            name.get(..at)?
        }
        _ => name,
    };
    let name = name.trim_matches(|c: char| "《》\"“”'、,，.".contains(c));
    (name.chars().count() >= 2 && name.chars().count() <= 40).then(|| name.to_owned())
}

/// Whether words end as a company's or authority's name.
pub fn ends_as_body(name: &str) -> bool {
    is_body(name)
}

fn is_body(name: &str) -> bool {
    BODIES.iter().any(|end| name.ends_with(end)) && !name.contains("法院") && !name.contains("通知")
}

/// Whether a name is ours: the name, an alias, or a branch of either.
pub fn is_us(name: &str, office: &Office) -> bool {
    let name = compact(name);
    names(office).any(|own| {
        let is_branch = name.strip_prefix(own.as_str()).is_some_and(|rest| rest.chars().count() <= 12);
        let is_prefixed = name.strip_suffix(own.as_str()).is_some_and(|rest| rest.chars().count() <= 6);
        name == own || own.chars().count() >= 4 && (is_branch || is_prefixed) && !name.contains(['诉', '与', '、'])
    })
}

/// Whether a name is clearly another company's.
pub fn is_clearly_another(name: &str, office: &Office) -> bool {
    let name = compact(name);
    let is_short_for_us = names(office).any(|own| own.contains(&name));
    !office.name.is_empty() && is_body(&name) && name.chars().count() >= 4 && !is_us(&name, office) && !is_short_for_us
}

pub fn names(office: &Office) -> impl Iterator<Item = String> {
    let all = std::iter::once(&office.name).chain(&office.aliases);
    let each = all.map(|name| compact(name)).filter(|name| name.chars().count() >= 2);
    each.flat_map(|name| {
        let short = without_form(&name);
        std::iter::once(name).chain(short)
    })
}

/// A branch's name as everybody calls it, without the form of its company: 某某银行西安支行 for 某某银行股份有限公司西安支行.
pub fn without_form(name: &str) -> Option<String> {
    let form = ["股份有限公司", "有限责任公司", "有限公司"].into_iter().find(|form| name.contains(form))?;
    let (ahead, branch) = name.split_once(form)?;
    let is_branch = ["分行", "支行", "分公司", "支公司", "营业部", "分理处"].iter().any(|end| branch.ends_with(end));
    (is_branch && ahead.chars().count() >= 4).then(|| format!("{ahead}{branch}"))
}

/// The cause of action: as labelled, else the known cause before 一案.
pub fn cause(mail: &Mail, seen: &[Seen], reference: &Reference) -> Option<String> {
    let mut texts = vec![plain(&mail.subject), plain(&mail.text)];
    texts.extend(seen.iter().map(|it| plain(first_chars(&it.found.text, 1_500))));
    let by_label = texts.iter().find_map(|text| labelled_cause(text, reference));
    by_label.or_else(|| texts.iter().find_map(|text| cause_before_case(&compact(text), reference)))
}

fn labelled_cause(text: &str, reference: &Reference) -> Option<String> {
    let is_cause = |line: &String| reference.case_types.cause_at_end_of(line) == Some(line.as_str());
    let Some(read) = CAUSE.as_ref()?.captures(text) else {
        return text.lines().take(40).map(compact).find(is_cause);
    };
    let cause = read.name("cause")?;
    // Behind a label the whole line is the cause, also one that no table knows.
    let is_whole_line = read.get(0)?.as_str().contains([':', '：'])
        && text.get(cause.end()..).is_some_and(|rest| rest.is_empty() || rest.starts_with('\n'))
        && cause.as_str().trim().chars().all(super::text::is_han);
    let line: String = cause.as_str().split_whitespace().collect();
    let end = ["纠纷", "争议", "之诉"].iter().filter_map(|end| Some(line.find(end)? + end.len())).min();
    let cause = end.and_then(|end| line.get(..end)).unwrap_or(&line);
    if end.is_none() && !is_whole_line && reference.case_types.cause_at_end_of(cause).is_none() {
        return None;
    }
    Some(cause.replace('(', "（").replace(')', "）"))
}

fn cause_before_case(text: &str, reference: &Reference) -> Option<String> {
    let ends = ["一案", "案件", "案号", "案，", "纠纷案", "一审", "二审", "纠纷，", "纠纷。"];
    for end in ends {
        for (at, _) in text.match_indices(end) {
            let at = if end.starts_with("纠纷") { at + "纠纷".len() } else { at };
            let ahead = last_chars(text.get(..at).unwrap_or(""), 36).trim_end_matches([',', '，', '(']);
            let ahead = ["管辖权异议", "管辖异议", "二审", "一审"]
                .iter()
                .find_map(|tail| ahead.strip_suffix(tail))
                .unwrap_or(ahead);
            if let Some(cause) = reference.case_types.cause_at_end_of(ahead) {
                // A general cause at the end of an unknown longer one would be a guess: take what was written.
                return Some(longer_cause(ahead, cause));
            }
        }
    }
    None
}

/// 某某服务合同纠纷 ends with 服务合同纠纷; what stands between the parties and the cause belongs to it only when
/// a party's end is seen right before.
fn longer_cause(ahead: &str, cause: &str) -> String {
    let before = ahead.strip_suffix(cause).unwrap_or("");
    let after_party = ["公司", "有限公司", "银行", "你公司", "等", "因", "与", "诉", "之间", "关于", "的"];
    let cut = after_party.iter().filter_map(|word| Some(before.rfind(word)? + word.len())).max();
    let extra = cut.and_then(|cut| before.get(cut..)).unwrap_or("");
    let is_cause = (1..=6).contains(&extra.chars().count())
        && extra.chars().all(super::text::is_han)
        && cut.is_some()
        && ["合同", "买卖", "服务", "租赁", "责任", "借款", "保险"].iter().any(|word| extra.ends_with(word));
    if is_cause { format!("{extra}{cause}") } else { cause.to_owned() }
}
