//! Clauses of a mail: what stands under a condition, what is only asked for, what was served before and on whom.

use chrono::{Datelike, NaiveDate};

use super::super::letters::Letters;
use super::super::number;
use super::super::spot::date_at;
use super::words::{ANOTHER_ACT, EARLIER, NOT_DONE, SERVED, SERVED_OTHERWISE, THIS_WAY};
use crate::identify::Role;

/// One clause and what it stands in.
pub struct Said<'a> {
    /// The clause.
    pub clause: &'a str,
    /// The sentence it belongs to.
    pub sentence: &'a str,
    /// From where on its words hold under a condition only, in bytes.
    condition: Option<usize>,
    /// Letters of the clause.
    letters: Letters,
}

/// What begins a clause that hangs on the condition ahead of it: 如重复收到，请忽略本邮件.
const HANGS: [&str; 12] =
    ["请", "可", "则", "应", "将", "视为", "本院将", "我院将", "导致", "文书退回", "无需", "应当"];

/// What a condition may follow: 附件如无法打开. In 张若某 and 如皋 the same letters are part of a name.
const SUBJECTS: [char; 17] =
    ['你', '您', '方', '司', '院', '人', '告', '件', '书', '息', '址', '接', '此', '但', '位', '容', '中'];

/// The clauses of a text made plain.
pub fn clauses(text: &str) -> Vec<Said<'_>> {
    let mut clauses = Vec::new();
    for sentence in text.split(['。', ';', '!', '?']) {
        let mut is_under = false;
        for clause in sentence.split([',', ':', '(', ')', '[', ']', '【', '】']).filter(|it| !it.is_empty()) {
            let own = condition_at(clause);
            let is_carried = is_under
                && HANGS.iter().any(|word| clause.starts_with(word))
                && !says(clause, &["请查收", "请注意", "请以"]);
            is_under = own.is_some() || is_carried;
            let condition = if is_carried { Some(0) } else { own };
            clauses.push(Said { clause, sentence, condition, letters: Letters::of(clause) });
        }
    }
    clauses
}

/// The text without the brackets around the year of a case number and in 你(单位), which end no clause.
pub fn without_brackets_of_numbers(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let is_year = |at: usize| {
        letters.get(at..at + 4).is_some_and(|year| year.iter().all(char::is_ascii_digit))
            && letters.get(at + 4) == Some(&')')
    };
    let is_bracket = |at: usize, letter: char| match letter {
        '(' => is_year(at + 1),
        ')' => at.checked_sub(5).is_some_and(|from| letters.get(from) == Some(&'(') && is_year(from + 1)),
        _ => false,
    };
    let left: String = letters
        .iter()
        .enumerate()
        .filter(|(at, letter)| !is_bracket(*at, **letter))
        .map(|(_, letter)| *letter)
        .collect();
    YOU_IN_BRACKETS
        .iter()
        .fold(left, |left, (written, meant)| if left.contains(written) { left.replace(written, meant) } else { left })
}

/// How forms speak to whoever it may be: 你(单位)确认的邮箱 is one clause.
const YOU_IN_BRACKETS: [(&str, &str); 9] = [
    ("你(单位)", "你单位"),
    ("你(公司)", "你公司"),
    ("你(司)", "你司"),
    ("你(行)", "你行"),
    ("你(方)", "你方"),
    ("你(们)", "你们"),
    ("您(单位)", "你单位"),
    ("您(公司)", "你公司"),
    ("贵(单位)", "贵单位"),
];

/// Where a condition begins: 如信息有误 near the clause's beginning, or the whole of 逾期未确认的.
fn condition_at(clause: &str) -> Option<usize> {
    for word in ["如", "若", "倘", "一旦", "万一"] {
        for (at, _) in clause.match_indices(word) {
            let (before, behind) = around(clause, at, word);
            let is_other_word = behind.starts_with([
                '下', '上', '期', '实', '约', '何', '干', '是', '今', '数', '皋', '东', '意', '羌', '尔',
            ]) || behind.starts_with("前所");
            // 3.如非本人操作: the number of an item stands ahead of it.
            let before =
                before.trim_start_matches(|letter: char| letter.is_ascii_digit()).trim_start_matches(['.', '、']);
            let may_begin = before.is_empty() || before.ends_with(SUBJECTS);
            if may_begin && before.chars().count() <= 6 && !is_other_word {
                return Some(at);
            }
        }
    }
    let has = |words: &[&str]| says(clause, words);
    let is_case = clause.ends_with('的')
        && has(&["逾期", "未", "不", "有误", "错误", "笔误", "无法", "需"])
        && !has(&["系", "是", "为"])
        && !has(&EARLIER)
        && !clause.chars().any(|letter| letter.is_ascii_digit());
    let is_need = clause.starts_with('需') && !has(&["说明", "指出", "注意", "告知"]);
    (is_case || is_need).then_some(0)
}

impl Said<'_> {
    /// Whether one of the words is said of the mail: under no condition, and for nothing that `not` lets pass.
    pub fn tells(&self, words: &[&str], not: impl Fn(&str, &str) -> bool) -> bool {
        words.iter().filter(|word| self.letters.may_hold(word)).any(|word| {
            self.clause.match_indices(word).any(|(at, _)| {
                let (before, behind) = around(self.clause, at, word);
                !self.is_under_a_condition(at) && !not(before, behind)
            })
        })
    }

    /// Whether the clause, or its end, holds under a condition only.
    pub fn is_conditional(&self) -> bool {
        self.condition.is_some()
    }

    fn is_under_a_condition(&self, at: usize) -> bool {
        self.condition.is_some_and(|from| from <= at)
    }

    /// Whether the clause holds one of the words.
    pub fn has(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.letters.may_hold(word) && self.clause.contains(word))
    }
}

/// Whether a text holds one of the words.
pub fn says(text: &str, words: &[&str]) -> bool {
    if words.len() < SEVERAL {
        return words.iter().any(|word| text.contains(word));
    }
    let letters = Letters::of(text);
    words.iter().any(|word| letters.may_hold(word) && text.contains(word))
}

/// So many words are worth a look at the letters of a text first.
const SEVERAL: usize = 4;

fn around<'a>(text: &'a str, at: usize, word: &str) -> (&'a str, &'a str) {
    (text.get(..at).unwrap_or_default(), text.get(at + word.len()..).unwrap_or_default())
}

/// 请联系本院重新发送 asks for it; 请查收重新发送的判决书 tells of it.
pub fn is_asked_for(before: &str, behind: &str) -> bool {
    if behind.chars().take(3).any(|letter| letter == '的') {
        return false;
    }
    let asks = ["联系", "致电", "来电", "告知", "回复", "申请", "本院", "我院", "反馈", "及时", "提出", "确认"];
    before.match_indices('请').any(|(at, word)| {
        let (ahead, between) = around(before, at, word);
        !ahead.ends_with('申') && says(between, &asks) && !says(between, &["查收", "注意", "悉", "核对", "以"])
    })
}

/// 不再重复送达, 可重复下载, 可向本院申请重新发送.
pub fn is_not_done(before: &str) -> bool {
    let may_be_asked = says(before, &["可", "有权"]) && says(before, &["申请", "要求", "联系"]);
    may_be_asked || NOT_DONE.iter().any(|word| before.ends_with(word))
}

/// Whether a clause tells of another party than the one served here.
pub fn is_of_others(clause: &str, ours: Option<Role>) -> bool {
    let parties = [
        ("被告", Role::Defendant),
        ("原告", Role::Plaintiff),
        ("第三人", Role::ThirdParty),
        ("被上诉人", Role::Appellee),
        ("被申请人", Role::Respondent),
    ];
    let names = |party: &str| {
        clause.split(party).skip(1).any(|behind| behind.starts_with(['已', '于', '送', '签']))
            || clause.match_indices(['向', '给']).any(|(at, to)| around(clause, at, to).1.starts_with(party))
    };
    let (mut others, mut own) = (false, false);
    for (_, role) in parties.iter().filter(|(party, _)| names(party)) {
        own |= ours.is_none_or(|ours| ours == *role);
        others |= ours.is_some_and(|ours| ours != *role);
    }
    let is_plain = says(clause, &["你", "您", "贵", "双方", "各方", "均", "、", "和", "及"]);
    (others || says(clause, &["向对方", "对方已", "本院已收到", "我院已收到"])) && !own && !is_plain
}

/// 签收的送达地址确认书 and 同意电子送达 are no service.
fn without_consent(clause: &str) -> String {
    let mut left = clause.to_owned();
    if let Some(at) = left.find("确认书") {
        let (ahead, behind) = around(&left, at, "确认书");
        let served = SERVED.iter().chain(&SERVED_OTHERWISE);
        let rest = ["签收", "签署", "填写", "提交", "签订"].iter().find_map(|verb| {
            let start = ahead.rfind(verb)?;
            let before = ahead.get(..start)?;
            let is_consent = ahead.get(start..)?.chars().count() <= 16;
            (is_consent && !served.clone().any(|word| before.contains(word))).then(|| behind.to_owned())
        });
        left = rest.unwrap_or(left);
    }
    for consent in ["同意", "选择", "接受"] {
        if let Some(at) = left.find(consent)
            && let Some(served) = left.get(at..).and_then(|behind| behind.find("送达"))
            && left.get(at..at + served).is_some_and(|between| between.chars().count() <= 12)
            && !left.get(at..at + served).is_some_and(|between| says(between, &["并", "已"]))
        {
            left.replace_range(at..at + served + "送达".len(), "");
        }
    }
    ["送达地址", "送达方式", "送达回证", "送达凭证", "送达回执"].into_iter().fold(left, without)
}

/// A text without a word.
pub fn without(text: String, word: &str) -> String {
    if text.contains(word) { text.replace(word, "") } else { text }
}

/// Days written in a clause and what follows each; one without a year is the last such day up to `from`.
pub fn days_of(clause: &str, from: Option<NaiveDate>) -> Vec<(NaiveDate, String)> {
    let letters: Vec<char> = clause.chars().take(400).collect();
    let (mut days, mut at) = (Vec::new(), 0);
    while at < letters.len() {
        match date_at(&letters, at).or_else(|| day_without_year(&letters, at, from?)) {
            Some((day, end)) => {
                days.push((day, letters.iter().skip(end).take(30).collect()));
                at = end;
            }
            None => at += 1,
        }
    }
    days
}

fn day_without_year(letters: &[char], at: usize, from: NaiveDate) -> Option<(NaiveDate, usize)> {
    if at.checked_sub(1).and_then(|before| letters.get(before)).is_some_and(|it| number::is_numeral(*it) || *it == '年')
    {
        return None;
    }
    let number = |at: usize| {
        let digits = letters.get(at..)?.iter().take(3).take_while(|it| number::is_numeral(**it)).count();
        Some((number::read(letters.get(at..at + digits)?)?, at + digits))
    };
    let (month, end) = number(at).filter(|(_, end)| letters.get(*end) == Some(&'月'))?;
    let (day, end) = number(end + 1).filter(|(_, end)| letters.get(*end) == Some(&'日'))?;
    let this_year = NaiveDate::from_ymd_opt(from.year(), month, day).filter(|day| *day <= from);
    Some((this_year.or_else(|| NaiveDate::from_ymd_opt(from.year() - 1, month, day))?, end + 1))
}

/// 已于某日送达, 某日签收的判决书: the paper was served before, unless that is the very day of this service.
pub fn was_served_before(said: &Said<'_>, from: Option<NaiveDate>, ours: Option<Role>) -> bool {
    let clause = without_consent(said.clause);
    let is_of_a_code = says(&clause, &["验证码", "提取码", "短信提醒"]) && !says(&clause, &["判决", "裁定", "文书"]);
    if is_of_others(&clause, ours) || is_of_a_code {
        return false;
    }
    let Some(at) = EARLIER.iter().filter_map(|word| clause.find(word)).min() else {
        return said.condition.is_none() && was_served_on_a_day(&clause, from);
    };
    if said.is_under_a_condition(at) {
        return false;
    }
    let rest = clause.get(at..).unwrap_or_default();
    let days: Vec<NaiveDate> = days_of(rest, from).into_iter().map(|(day, _)| day).collect();
    let is_before = from.is_some_and(|from| days.iter().any(|day| *day < from));
    let is_otherwise = says(rest, &SERVED_OTHERWISE);
    if !is_otherwise && !says(rest, &SERVED) {
        return was_served_on_a_day(&clause, from);
    }
    if is_before {
        return true;
    }
    // 已于同日: the day told before in the sentence, this one where none is.
    let earlier_told = from.is_some_and(|from| days_of(said.sentence, Some(from)).iter().any(|(day, _)| *day < from));
    let is_today = says(rest, &["今日", "今天", "刚刚"]) || (says(rest, &["同日", "当日", "当天"]) && !earlier_told);
    let is_this_day = (!days.is_empty() && from.is_some()) || (days.is_empty() && is_today && !is_otherwise);
    let is_this_way = THIS_WAY.iter().any(|way| rest.starts_with(way));
    let is_in_hands = says(rest, &["签收", "领取", "领走", "当面", "窗口", "交付"]);
    let is_beside = is_this_way && !is_in_hands && says(said.sentence, &["同步", "同时"]);
    let is_this_way =
        is_this_way && !is_otherwise && (rest.starts_with("已通过") || says(rest, &["系统", "平台", "自动"]));
    let is_arrival = rest.starts_with("业已") && said.sentence.contains("邮箱") && said.sentence.contains("视为送达");
    !(is_this_day || is_beside || is_this_way || is_arrival)
}

/// 2026年11月10日邮寄送达的判决书; 2026年11月10日作出的判决书 is none. A day before `from` may be that of the sending.
fn was_served_on_a_day(clause: &str, from: Option<NaiveDate>) -> bool {
    let Some(from) = from else { return false };
    let is_service = |behind: &str| {
        let end = ANOTHER_ACT.iter().filter_map(|word| behind.find(word)).min().unwrap_or(behind.len());
        let near = behind.get(..end).unwrap_or_default();
        says(near, &SERVED) || says(near, &SERVED_OTHERWISE)
    };
    days_of(clause, Some(from)).iter().any(|(day, behind)| (from - *day).num_days() > 1 && is_service(behind))
}
