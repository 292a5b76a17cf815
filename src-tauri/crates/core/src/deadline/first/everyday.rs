//! The words everyday mails are made of: a clause that holds others says something of its own.
//!
//! What a court may say of a paper that changes its periods has no end, and no list of alarms holds it. What it says on
//! every day is little. So a statement is read off word by word, and what is left over is for a person to read.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::clause::{Said, clauses, is_of_others, says};
use super::{familiar, ours};
use crate::identify::Role;

/// Letters that may be left over in a clause that says something is other than it seems: more is a word of its own.
const MOST: usize = 1;

/// Letters that may be left over in any other clause: a word nobody thought of, such as a name or a polite turn.
const MOST_PLAIN: usize = 3;

/// Words of when a service counts, of how long, and of whose paper it is: a clause that holds one is read to the letter.
const TO_THE_LETTER: &str = "期限 期间 上诉期 答辩期 举证期 异议期 送达时间 送达日 起算 时间计 日计 为准 版本 制作 随后 后续 那一份 是给 仅需 只需 上一任 半年 一遍 盘点 缺 稍后 完整文本 往期 历史";

/// The words of everyday mails, by their first letter, the longest first.
static WORDS: LazyLock<HashMap<char, Vec<&'static str>>> = LazyLock::new(|| {
    let mut words: HashMap<char, Vec<&str>> = HashMap::new();
    for word in include_str!("vocabulary.txt").split_whitespace() {
        if let Some(first) = word.chars().next() {
            words.entry(first).or_default().push(word);
        }
    }
    for of_letter in words.values_mut() {
        of_letter.sort_by_key(|word| std::cmp::Reverse(word.len()));
    }
    words
});

/// Behind these stands a party's name.
const PARTIES: [&str; 19] = [
    "原告",
    "被告",
    "第三人",
    "申请人",
    "被申请人",
    "上诉人",
    "被上诉人",
    "申请执行人",
    "被执行人",
    "异议人",
    "案外人",
    "利害关系人",
    "起诉人",
    "债权人",
    "债务人",
    "诉",
    "与",
    "和",
    "及",
];

/// Words of everyday papers that no everyday mail holds.
const OWN: [&str; 7] = ["和解", "失效", "抗诉", "缓交", "表示服判", "代办", "公告期满"];

/// Mark between the names of a list.
const LISTED: &str = "、";

/// What no company's name holds.
const NO_NAME: [&str; 14] =
    ["已", "曾", "送达", "收到", "寄", "签收", "领", "发给", "交给", "取走", "告知", "上诉", "于", "应"];

/// What a clause must touch on to be read word by word: the papers, their way to us, their periods, what became of the
/// case. 法院不会以任何理由要求转账 touches on none of it, in whatever words it is said.
static TOUCHES: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("touches.txt").split_whitespace().collect());

/// Behind these stands what a dispute is about.
const CAUSE_LEADS: [&str; 15] =
    ["号", "送达", "关于", "审理", "受理", "涉及", "的", "就", "因", "系", "为", "起", "件", LISTED, "。"];

/// Behind these stands the name of somebody at the court.
const OFFICERS: [&str; 10] =
    ["法官助理", "法官", "书记员", "助理", "联系人", "审判员", "送达人", "承办人", "经办人", "审判长"];

/// Fields whose value is a name, a place or a number.
const FIELDS: [&str; 32] = [
    "地址",
    "电话",
    "联系人",
    "联系方式",
    "法官",
    "承办人",
    "承办",
    "书记员",
    "助理",
    "审判员",
    "案由",
    "案号",
    "案件",
    "当事人",
    "原告",
    "被告",
    "受送达人",
    "送达人",
    "送达法院",
    "文书",
    "文书名称",
    "送达方式",
    "工作时间",
    "开庭时间",
    "地点",
    "邮编",
    "附件",
    "法院",
    "网址",
    "部门",
    "接收人",
    "发送人",
];

/// The first clause of a mail's text that everyday words do not cover. `names` are those of the court and of the recipient.
pub fn first_other(body: &str, names: &[&str], role: Option<Role>) -> Option<String> {
    let names: Vec<String> =
        names.iter().map(|name| super::paper::plain(name)).filter(|name| !name.is_empty()).collect();
    familiar::joined(body).iter().find_map(|line| {
        let line = super::clause::without_brackets_of_numbers(&super::paper::plain(line));
        let (mut found, mut field, mut is_request) = (None, "", false);
        for it in clauses(&line) {
            let is_value = FIELDS.iter().any(|name| field.ends_with(name));
            // 请查收，并于三日内回复签收: what follows a request and hangs on it is one too.
            is_request = (familiar::asks(it.clause) && !hands_on(it.clause))
                || (is_request && it.clause.starts_with(['并', '且', '或', '以']));
            field = it.clause;
            let is_beside = !it.has(&TOUCHES) && super::super::paper::dates_in(it.clause).is_empty();
            let is_read = ours::is_short_for_one(it.clause, &names)
                || is_value
                || is_request
                || is_beside
                || is_skipped(&it, role);
            let is_own = tells_its_own(it.clause)
                || tells_when_it_takes_effect(it.clause)
                || asks_about_a_decision(it.clause, is_request, &names);
            if (is_own && !it.is_conditional()) || (!is_read && says_more(it.clause, &names)) {
                found = found.or_else(|| Some(it.clause.chars().take(40).collect()));
            }
        }
        found
    })
}

/// What is read by its own words, holds under a condition, asks for something, or is only whom the mail is for.
fn is_skipped(it: &Said<'_>, role: Option<Role>) -> bool {
    let is_a_name = ["公司", "事务所", "分行", "支行", "中心", "委员会"].iter().any(|end| it.clause.ends_with(end))
        && it.clause.chars().count() <= 30
        && !says(it.clause, &["已", "由", "给", "交", "向", "送"]);
    is_a_name
        || it.is_conditional()
        || is_of_others(it.clause, role)
        || it.has(&["为准", "链接", "验证码", "提取码", "确认书", "有权"])
}

/// Whether a clause holds a word that no everyday mail does. 双方可自行和解 only says what may be.
fn tells_its_own(clause: &str) -> bool {
    let may_settle = ["可", "自行", "愿意", "协商", "如"].iter().any(|word| clause.contains(word));
    OWN.iter().any(|word| clause.contains(word) && !(*word == "和解" && may_settle))
}

/// Whether more is left over of a clause than an everyday one leaves.
fn says_more(clause: &str, names: &[String]) -> bool {
    // ---------- parts the text from what stands below it.
    if !clause.chars().any(char::is_alphanumeric) {
        return false;
    }
    let left = left_over(clause, names);
    left > MOST
        && (left > MOST_PLAIN || TO_THE_LETTER.split(' ').any(|word| clause.contains(word)) || familiar::is_odd(clause))
}

/// 请将判决书通知某某: a request to do something with the paper itself, and not with a receipt or a form.
fn hands_on(clause: &str) -> bool {
    if ["勿", "不要", "不得"].iter().any(|word| clause.contains(word)) {
        return false;
    }
    ["将", "把"].iter().filter_map(|word| clause.split_once(word)).any(|(_, what)| {
        let near: String = what.chars().take(10).collect();
        let is_paper =
            says(&near, &["判决书", "裁定书", "调解书", "支付令", "通知书", "决定书", "文书", "附件", "材料", "邮件"]);
        is_paper && !says(&near, &["回证", "回执", "须知", "凭证"])
    })
}

/// 请核实所附判决书是否为你单位收到的版本, 请说明至今未履行判决的原因: who is asked such a thing of a decision has had it
/// before. A request that everyday words do not cover is one, too.
fn asks_about_a_decision(clause: &str, is_request: bool, names: &[String]) -> bool {
    says(clause, &["判决", "裁定", "调解书", "支付令"])
        && is_request
        && (says(clause, &ABOUT_A_DECISION) || left_over(clause, names) > MOST_PLAIN)
}

/// What courts ask of a decision that was served earlier, or that is looked over before it is served.
const ABOUT_A_DECISION: [&str; 12] = [
    "是否一致",
    "是否相同",
    "是否相符",
    "是否为",
    "是否是",
    "是否有误",
    "是否正确",
    "持有的",
    "所持",
    "履行情况",
    "未履行",
    "至今",
];

/// 将于某日自动生效: a day of effect in the mail is another than the one the period ends on, or rests on an earlier service.
fn tells_when_it_takes_effect(clause: &str) -> bool {
    clause.contains("生效") && !super::paper::dates_in(clause).is_empty()
}

/// How many letters of a clause no everyday word covers.
fn left_over(clause: &str, names: &[String]) -> usize {
    let clause = names.iter().fold(behind_the_case(clause).to_owned(), |left, name| left.replace(name, "。"));
    let clause = ours::without_parts(&clause, names, &[""], "。");
    let clause = without_causes(&without_names(&without_names(&clause, "公司"), "法院"));
    let (mut rest, mut last, mut count) = (clause.as_str(), "", 0);
    while let Some(letter) = rest.chars().next() {
        if letter == '、' {
            (last, rest) = (LISTED, rest.get(letter.len_utf8()..).unwrap_or_default());
            continue;
        }
        if let Some(word) = word_at(rest) {
            (last, rest) = (word, rest.get(word.len()..).unwrap_or_default());
            continue;
        }
        let most = if last == LISTED || PARTIES.contains(&last) {
            4
        } else if OFFICERS.contains(&last) {
            3
        } else {
            0
        };
        if let Some(name) = name_at(rest, most) {
            (last, rest) = ("", rest.get(name..).unwrap_or_default());
            continue;
        }
        count += usize::from(is_han(letter));
        (last, rest) = ("", rest.get(letter.len_utf8()..).unwrap_or_default());
    }
    count
}

/// What stands behind 某某诉某某物业服务合同纠纷一案: names and causes are without end.
fn behind_the_case(clause: &str) -> &str {
    let end = ["一案", "纠纷"].iter().filter_map(|word| Some(clause.rfind(word)? + word.len())).max();
    let is_case = |ahead: &str| says(ahead, &["诉", "与", "和", "申请", "受理", "之间", "关于"]);
    end.and_then(|end| Some((clause.get(..end)?, clause.get(end..)?)))
        .filter(|(ahead, _)| is_case(ahead))
        .map_or(clause, |(_, behind)| behind)
}

fn word_at(text: &str) -> Option<&'static str> {
    let of_letter = WORDS.get(&text.chars().next()?)?;
    of_letter.iter().copied().find(|word| text.starts_with(word))
}

/// The length in bytes of somebody's name: up to so many letters none of which begins an everyday word.
fn name_at(text: &str, most: usize) -> Option<usize> {
    let mut end = 0;
    for (nth, letter) in text.chars().enumerate() {
        if nth >= most || !is_han(letter) || word_at(text.get(end..)?).is_some() {
            break;
        }
        end += letter.len_utf8();
    }
    (end > 0).then_some(end)
}

/// The clause without names of companies and courts, each of which stands behind a word for a party or at the beginning.
fn without_names(clause: &str, end: &str) -> String {
    let mut left = String::new();
    let mut pieces = clause.split(end).peekable();
    while let Some(piece) = pieces.next() {
        let Some(_) = pieces.peek() else {
            left.push_str(piece);
            break;
        };
        let leads = PARTIES.iter().chain(&[LISTED, "由", "向", "给", "对", "至", "到", "。"]);
        let from = leads.filter_map(|word| piece.rfind(word).map(|at| at + word.len())).max().unwrap_or_default();
        let name = piece.get(from..).unwrap_or_default();
        let is_name = name.chars().count() <= 24 && !says(name, &NO_NAME);
        left.push_str(if is_name { piece.get(..from).unwrap_or_default() } else { piece });
        left.push_str(end);
    }
    left
}

/// The clause without what its disputes are about: 现送达民间借贷纠纷系列案.
fn without_causes(clause: &str) -> String {
    let mut left = String::new();
    let mut rest = clause;
    while let Some((ahead, behind)) = rest.split_once("纠纷") {
        let from = CAUSE_LEADS.iter().filter_map(|word| ahead.rfind(word).map(|at| at + word.len())).max();
        let (lead, cause) = ahead.split_at(from.unwrap_or_default());
        let is_cause = cause.chars().count() <= 12 && !says(cause, &NO_NAME);
        left.push_str(if is_cause { lead } else { ahead });
        left.push_str("纠纷");
        rest = behind;
    }
    left + rest
}

fn is_han(letter: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missed(said: &str, is_told: bool) -> Vec<&str> {
        let told = |line: &&str| first_other(line, &["示例物业管理有限公司"], Some(Role::Defendant)).is_some();
        said.lines().filter(|line| told(line) != is_told).collect()
    }

    #[test]
    fn everyday_sentences_leave_nothing_over() {
        let said =
            [include_str!("tests/everyday.txt"), include_str!("tests/familiar.txt"), include_str!("tests/plain.txt")];
        let wrong: Vec<&str> = said.iter().flat_map(|said| missed(said, false)).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn what_no_list_of_alarms_holds_is_left_over() {
        let wrong = missed(include_str!("tests/other.txt"), true);
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
