//! What everyday mails are made of: a clause about the service that is none of it is for a person to read.
//!
//! No list of words holds every way to say that papers were served before, are no final ones or run from another day. So
//! what is familiar is listed here, and a telling clause that is not counts as one that says more.

use std::sync::LazyLock;

use chrono::NaiveDate;

use super::super::letters::Letters;
use super::clause::{Said, clauses, days_of, is_of_others, says, without, without_brackets_of_numbers};
use super::{ours, period, told, words};
use crate::identify::Role;

/// Phrases of everyday mails that hold one of the alarms below and mean nothing of it.
static PHRASES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let mut phrases: Vec<&str> = include_str!("phrases.txt").split_whitespace().collect();
    // The longest first: a shorter one must not take the letters of a longer one away.
    phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
    phrases
});

/// What a paper or a mail was already done to, in the everyday course of things.
const DONE_EVERY_DAY: [&str; 31] = [
    "递交上诉状",
    "提交上诉状",
    "发出支付令",
    "签发支付令",
    "提起反诉",
    "上传",
    "加盖",
    "审结",
    "审理终结",
    "审查完毕",
    "审理完毕",
    "立案",
    "受理",
    "开庭",
    "归档",
    "签章",
    "用印",
    "同步",
    "同意",
    "确认",
    "提交",
    "预交",
    "交纳",
    "缴纳",
    "宣判",
    "宣告判决",
    "作出",
    "生成",
    "办理",
    "提起上诉",
    "提出上诉",
];

/// Letters and words with which a clause says that something is other than it seems.
const ALARMS: [&str; 49] = [
    "已", "曾", "系", "属", "仅", "只", "非", "不", "未", "无", "勿", "原", "旧", "补", "重", "再", "误", "错", "草",
    "稿", "校", "试", "史", "复", "扫", "印", "暂", "待", "改", "换", "撤", "恢", "终", "过", "毕", "截", "届", "代",
    "转", "抵", "给贵", "对象", "先行", "样", "剩", "抄", "预", "联发", "另案",
];

/// A decision's own day, told as a field: 判决日期2026年6月1日.
const OWN_DAYS: [&str; 6] = ["判决日期", "裁判日期", "裁定日期", "落款日期", "作出日期", "立案日期"];

/// How a clause begins that asks, allows, thanks, quotes the law or tells whom to call.
const OPENINGS: [&str; 36] = [
    "请",
    "敬请",
    "烦请",
    "恳请",
    "望",
    "务请",
    "务必",
    "须",
    "应",
    "可",
    "您可",
    "贵司可",
    "贵方可",
    "你公司可",
    "你单位可",
    "当事人",
    "有权",
    "根据",
    "依照",
    "依据",
    "按照",
    "为便于",
    "为方便",
    "为保",
    "为了",
    "感谢",
    "承办",
    "联系",
    "法官",
    "书记员",
    "电话",
    "本邮箱",
    "本系统",
    "具体",
    "将送达回证",
    "将送达回执",
];

/// Words of an opening that all the same say whose the papers are or that they count for nothing.
const NO_REQUEST: [&str; 17] = [
    "转交",
    "代为",
    "代收",
    "转给",
    "作废",
    "销毁",
    "作为送达",
    "对照",
    "归集",
    "存查",
    "下班前",
    "误",
    "应贵",
    "函询",
    "来电",
    "来函",
    "要求将",
];

/// What stands ahead of an opening and says nothing.
const LEADS: [&str; 22] = [
    "您好",
    "温馨提示",
    "友情提示",
    "提示",
    "备注",
    "注",
    "另外",
    "另",
    "同时",
    "并且",
    "并",
    "且",
    "特此",
    "此外",
    "现",
    "兹",
    "特",
    "故",
    "也",
    "还",
    "一",
    "则",
];

/// The first clause of a mail about its papers or periods that no everyday mail holds.
/// `ours` are our names: what they hold says nothing.
pub fn first_unfamiliar(
    subject: &str,
    body: &str,
    ours: &[String],
    from: Option<NaiveDate>,
    role: Option<Role>,
) -> Option<String> {
    let lines = joined(body);
    let texts = std::iter::once(subject).chain(lines.iter().map(String::as_str));
    texts.map(|text| without_brackets_of_numbers(&super::paper::plain(text))).find_map(|text| {
        let text = ours::without_names(&text, ours, &ALARMS);
        let unfamiliar = clauses(&text).into_iter().find(|it| !is_familiar(it, from, role));
        unfamiliar.map(|it| it.clause.chars().take(40).collect())
    })
}

/// Letters of a line from which on it may go on in the next one: mail programs break long lines.
const LONG_LINE: usize = 30;

pub(super) fn joined(body: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut goes_on = false;
    for line in body.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match lines.last_mut().filter(|_| goes_on) {
            Some(last) => last.push_str(line),
            None => lines.push(line.to_owned()),
        }
        goes_on = line.chars().count() >= LONG_LINE && !line.ends_with(['。', '；', '：', '！', '？', ';', ':', '!']);
    }
    lines
}

/// Whether a clause asks, allows, thanks or quotes the law.
pub(super) fn asks(clause: &str) -> bool {
    let left = behind_leads(clause);
    OPENINGS.iter().any(|word| left.starts_with(word)) && !says(left, &NO_REQUEST)
}

fn behind_leads(clause: &str) -> &str {
    // 2.请勿转发: the number of an item stands ahead of it.
    let item = clause.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let mut left = if item.starts_with(['.', '、']) { item.trim_start_matches(['.', '、']) } else { clause };
    while let Some(rest) = LEADS.iter().find_map(|lead| left.strip_prefix(lead)) {
        left = rest.trim_start_matches(['.', '、']);
    }
    left
}

fn is_familiar(it: &Said<'_>, from: Option<NaiveDate>, role: Option<Role>) -> bool {
    // A link or a form of consent is no paper; what counts instead is read by its own words.
    let is_beside = it.has(&["链接", "验证码", "提取码", "确认书", "为准", "送达费", "邮寄费"]);
    let is_theirs = is_of_others(it.clause, role) && !it.has(&["撤诉", "撤回"]);
    if !is_relevant(it, from) || is_beside || it.is_conditional() || is_theirs {
        return true;
    }
    if period::is_strange(it.clause) || is_set_aside(it) || is_on_appeal(it) {
        return false;
    }
    let left = behind_leads(it.clause);
    if asks(it.clause) || says(left, &["可以", "有权", "视为送达", "即为送达", "效力"]) {
        return true;
    }
    let bare = bare(left);
    let days = from.map(|from| days_of(&bare, Some(from))).unwrap_or_default();
    // 本判决书已于今日送达 tells of this very service.
    let is_now = it.has(&["送达", "发送", "推送", "发出", "寄"])
        && (it.has(&["今日", "今天", "同日", "当日", "系统", "自动", "同步", "同时", "本邮箱"])
            || ["视为送达", "查收"].iter().any(|word| it.sentence.contains(word))
            || days.iter().any(|(day, _)| Some(*day) == from));
    let is_earlier = |from: NaiveDate| days.iter().any(|(day, behind)| is_told_of(*day, behind, from));
    if !says(&bare, &OWN_DAYS) && from.is_some_and(is_earlier) {
        return false;
    }
    // 终结 is a phrase of its own, and gone by now.
    let is_ended = says(left, &["审查终结", "审理终结"]);
    let bare = if is_now || is_ended || says(&bare, &DONE_EVERY_DAY) { bare.replace('已', "") } else { bare };
    !says(&bare, &ALARMS)
}

/// A clause without its everyday phrases. What is left once a phrase is gone holds no letter that was not there before.
fn bare(clause: &str) -> String {
    let letters = Letters::of(clause);
    PHRASES.iter().copied().filter(|phrase| letters.may_hold(phrase)).fold(clause.to_owned(), without)
}

/// Whether a clause says, beside its everyday phrases, that something is other than it seems.
pub(super) fn is_odd(clause: &str) -> bool {
    says(&bare(clause), &ALARMS)
}

/// Whether a clause can matter: it speaks of the papers, of what we did before, or of an earlier day beside them.
fn is_relevant(it: &Said<'_>, from: Option<NaiveDate>) -> bool {
    if it.has(&told::RELEVANT) {
        return true;
    }
    let is_of_papers = says(it.sentence, &told::RELEVANT);
    let is_done = it.has(&["已", "曾"]);
    let is_done_by_us = it.has(&told::US) && is_done;
    let is_handed_over = is_of_papers && is_done && it.has(&told::HANDED);
    let is_earlier =
        |from: NaiveDate| days_of(it.clause, Some(from)).iter().any(|(day, behind)| is_told_of(*day, behind, from));
    is_done_by_us || is_handed_over || (is_of_papers && (it.has(&told::SET_ASIDE) || from.is_some_and(is_earlier)))
}

fn is_set_aside(it: &Said<'_>) -> bool {
    it.has(&told::SET_ASIDE) && !says(it.sentence, &words::FORMS)
}

/// 该案二审案号为某号，正在审理: what is being tried again was served long ago.
fn is_on_appeal(it: &Said<'_>) -> bool {
    it.has(&["二审"]) && it.has(&["案号", "正在", "立案", "受理", "等待", "审理中"])
}

/// Whether a day before this service is more than that of the story: 立案、开庭、作出.
fn is_told_of(day: NaiveDate, behind: &str, from: NaiveDate) -> bool {
    let acts = [
        "立案",
        "受理",
        "开庭",
        "审理",
        "作出",
        "制作",
        "起诉",
        "诉至",
        "签订",
        "修正",
        "施行",
        "的判决",
        "提出",
        "申请",
        "缴",
        "交纳",
        "宣判",
        "宣告判决",
    ];
    // A day without a year that is still to come is read as last year's.
    let is_near = day < from && (from - day).num_days() <= 200;
    is_near && !acts.iter().any(|act| behind.contains(act))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missed(said: &str, is_told: bool) -> Vec<&str> {
        let from = NaiveDate::from_ymd_opt(2026, 11, 25);
        let told = |line: &&str| first_unfamiliar("", line, &[], from, Some(Role::Defendant)).is_some();
        said.lines().filter(|line| told(line) != is_told).collect()
    }

    #[test]
    fn everyday_sentences_are_familiar() {
        let wrong = missed(include_str!("tests/familiar.txt"), false);
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn sentences_that_say_more_are_not() {
        let wrong = missed(include_str!("tests/unfamiliar.txt"), true);
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
