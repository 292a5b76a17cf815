//! Dates a paper names beside certain words: the day something took effect, was decided, was served.

use chrono::NaiveDate;

use super::super::spot::date_at;
use super::LONGEST_SENTENCE;

/// What a day can be the day of, other than that on which a decision took effect.
const OTHER_EVENTS: [&str; 12] =
    ["作出", "送达", "立案", "宣判", "受理", "签收", "收到", "签发", "出具", "制作", "撤回", "开庭"];

/// Words behind the word for taking effect that make it a paper's name or a kind of paper: 生效证明, 生效裁判.
const NAMES: [&str; 9] = ["证明", "裁判", "判决", "裁定", "法律文书", "文书", "调解书", "确认", "情况"];

/// The days told by one of the words in each sentence that holds one. Every different one, in order.
///
/// For most words that is the last date before it in the sentence, else the first after it. The day something takes
/// effect must be tied to the word itself: 于某日发生法律效力, 自某日起生效, 生效日期：某日. A certificate names other days
/// too, and none of them is it.
pub fn dates_near(plain: &str, words: &[String]) -> Vec<NaiveDate> {
    let (of_effect, others): (Vec<&String>, Vec<&String>) = words.iter().partition(|word| word.contains('效'));
    let mut found = Vec::new();
    for sentence in plain.split(['。', ';']) {
        for word in &of_effect {
            for (at, _) in sentence.match_indices(word.as_str()) {
                let (before, rest) = sentence.split_at(at);
                let behind = rest.strip_prefix(word.as_str()).unwrap_or_default();
                found.extend(took_effect(before, behind));
            }
        }
        let Some(at) = others.iter().filter_map(|word| sentence.find(word.as_str())).min() else { continue };
        let (before, after) = sentence.split_at(at);
        found.extend(dates_in(before).pop().or_else(|| dates_in(after).into_iter().next()));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The day tied to one word for taking effect, by what stands before and behind it.
fn took_effect(before: &str, behind: &str) -> Option<NaiveDate> {
    if NAMES.iter().any(|name| behind.starts_with(name)) {
        return None;
    }
    let letters: Vec<char> = before.rsplit(',').next().unwrap_or_default().chars().collect();
    let mut dates = (0..letters.len()).filter_map(|at| date_at(&letters, at));
    if let Some((date, end)) = dates.next_back() {
        let between: String = letters.get(end..).unwrap_or_default().iter().collect();
        return (!OTHER_EVENTS.iter().any(|event| between.contains(event))).then_some(date);
    }
    let mut rest = behind;
    let leads = ["日期", "时间", "之日", "日", "的", "为", "是", "于", ":"];
    while let Some(left) = leads.iter().find_map(|lead| rest.strip_prefix(lead)) {
        rest = left;
    }
    let letters: Vec<char> = rest.chars().take(24).collect();
    date_at(&letters, 0).map(|(date, _)| date)
}

/// The dates that stand right behind one of the words: 送达时间：2026年11月18日.
pub fn dates_behind(plain: &str, words: &[&str]) -> Vec<NaiveDate> {
    let behind = words.iter().flat_map(|word| plain.split(word).skip(1));
    let dated = behind.filter_map(|rest| {
        let rest = rest.trim_start_matches([':', '为', '是', '于']);
        let letters: Vec<char> = rest.chars().take(24).collect();
        date_at(&letters, 0).map(|(date, _)| date)
    });
    dated.collect()
}

/// Every date written in a text made plain; a very long one is read to a limit.
pub fn dates_in(text: &str) -> Vec<NaiveDate> {
    if !text.contains(['年', '-', '.', '/']) {
        return Vec::new();
    }
    let letters: Vec<char> = text.chars().take(LONGEST_SENTENCE).collect();
    let (mut dates, mut at) = (Vec::new(), 0);
    while at < letters.len() {
        match date_at(&letters, at) {
            Some((date, end)) => {
                dates.push(date);
                at = end;
            }
            None => at += 1,
        }
    }
    dates
}
