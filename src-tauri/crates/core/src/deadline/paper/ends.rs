//! Whether a stated time is the end it looks like, by the words beside it: refused, former, a condition, a slip of the pen.

use std::borrow::Cow;

use chrono::Datelike as _;

use super::super::number::{self, is_numeral};
use super::super::spot::Spot;
use super::{Stated, Topic};

/// What the words beside a stated time make of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// It is what it looks like.
    End,
    /// It is not the end of anything for whoever is to act: 原定…, 如在…前付清, 系笔误.
    Nothing,
    /// Something ends, and when is not told by it: 申请延至…，不予准许; 自…届满之次日起延长十日.
    Open,
}

fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// `before` and `after` are what stands around the time up to its neighbours; `moved` says whether a later time of the
/// sentence takes its place.
pub(super) fn told(before: &str, after: &str, stated: Stated, topics: &[String], moved: bool, every: &[Topic]) -> Told {
    let own = before.rsplit(',').next().unwrap_or_default();
    let is_span = topics.iter().any(|name| every.iter().any(|topic| topic.span && topic.name == *name));
    if !matches!(stated, Stated::Date { .. }) {
        return Told::End;
    }
    // 自某日届满之次日起: what ends then begins what is told.
    if ["之次日起", "次日起", "之日起", "后起算", "之后起算"].iter().any(|word| after.starts_with(word))
    {
        return Told::Open;
    }
    if ["系笔误", "为笔误", "属笔误", "有误", "系误写"].iter().any(|word| after.starts_with(word)) {
        return Told::Nothing;
    }
    let refused = ["不予准许", "未予准许", "不准许", "不予同意", "不同意", "不予支持", "不予延长", "不予延期"];
    if has(before, &["申请", "请求", "要求"]) && has(&near(after), &refused) {
        return Told::Open;
    }
    if has(own, &["申请延", "延期申请", "延长申请", "申请顺延"]) && !is_span {
        return Told::Nothing;
    }
    // 如在11月13日前一次性付清: what comes of acting earlier says nothing of when it is too late.
    let condition = ["如在", "如于", "如能在", "如能于", "若在", "若于", "若能在", "倘在", "如你公司在", "如贵公司在"];
    if condition.iter().any(|word| own.starts_with(word)) && !is_span {
        return Told::Nothing;
    }
    let former = ["原定", "原指定", "原限定", "原期限", "原举证期", "原答辩期"];
    match has(own, &former) && !is_span {
        true if moved => Told::Nothing,
        // （原定举证期限至…）: what holds now is told elsewhere.
        true if own.trim_start_matches('(').starts_with("原") => Told::Open,
        _ => Told::End,
    }
}

fn near(after: &str) -> String {
    after.chars().take(40).collect()
}

/// Whether a time holds under a condition that is not there yet, or for everybody but somebody: 若原告撤回起诉，…; 除被告外，….
pub(super) fn hangs_on_something(before: &str) -> bool {
    // Lines are joined, and the condition may stand behind the paper's title.
    let is_open = |clause: &str| {
        (clause.contains(['若', '如', '倘']) || clause.starts_with('经') || clause.ends_with('的'))
            && has(clause, &["撤回", "同意适用", "未获", "调解不成", "获准", "经批准", "变更诉讼请求"])
    };
    let leaves_out = |clause: &str| {
        let but = clause.rsplit_once('除').filter(|_| clause.ends_with('外')).map(|(_, but)| but);
        but.is_some_and(|but| has(but, &["原告", "被告", "第三人", "公司", "你"]))
    };
    before.split([',', ':', '(']).any(|clause| is_open(clause) || leaves_out(clause))
}

/// Whether what leads to a later time says that it takes the place of the one before: 变更为, 延长至.
pub(super) fn takes_the_place(before: &str) -> bool {
    let verbs =
        ["变更为", "变更至", "调整为", "调整至", "延长至", "延长到", "延至", "延期至", "改为", "改至", "顺延至"];
    has(before, &verbs)
}

/// 至2026年12月2日（星期五）, which is a Wednesday: one of both is wrong.
pub(super) fn has_another_weekday(stated: Stated, after: &str) -> bool {
    let Stated::Date { date, .. } = stated else { return false };
    let Some(told) =
        after.strip_prefix('(').and_then(|it| ["星期", "周"].iter().find_map(|week| it.strip_prefix(week)))
    else {
        return false;
    };
    let nth = "一二三四五六日".chars().position(|day| told.starts_with(day) || day == '日' && told.starts_with('天'));
    nth.is_some_and(|nth| nth as u32 != date.weekday().num_days_from_monday())
}

/// 三十（30）日 as 三十日, where both numbers are the same.
pub(super) fn without_repeated_numbers(plain: &str) -> Cow<'_, str> {
    if !plain.contains('(') {
        return Cow::Borrowed(plain);
    }
    let letters: Vec<char> = plain.chars().collect();
    let mut left = String::with_capacity(plain.len());
    let (mut at, mut is_changed) = (0, false);
    while let Some(letter) = letters.get(at) {
        match Some(letter).filter(|letter| **letter == '(').and_then(|_| repeated(&letters, at)) {
            Some(end) => {
                at = end;
                is_changed = true;
            }
            None => {
                left.push(*letter);
                at += 1;
            }
        }
    }
    if is_changed { Cow::Owned(left) } else { Cow::Borrowed(plain) }
}

/// Where a bracket ends that holds the number ahead of it once more, with a unit of time behind.
fn repeated(letters: &[char], at: usize) -> Option<usize> {
    let ahead = letters.get(..at)?.iter().rev().take_while(|letter| is_numeral(**letter)).count();
    let inner = letters.get(at + 1..)?.iter().take_while(|letter| is_numeral(**letter)).count();
    let number = |from: usize, to: usize| number::read(letters.get(from..to)?);
    let end = at + 1 + inner;
    let is_closed = letters.get(end) == Some(&')');
    let has_unit = letters.get(end + 1).is_some_and(|unit| "日天个年月周".contains(*unit));
    let is_same = number(at - ahead, at)? == number(at + 1, end)?;
    (ahead > 0 && is_closed && has_unit && is_same).then_some(end + 1)
}

/// The stated thing with what is not told of it left open.
pub(super) fn opened(stated: Stated, told: Told) -> Stated {
    if told == Told::Open { Stated::Unread } else { stated }
}

/// Whether any later time of a sentence takes the place of this one.
pub(super) fn is_moved(arounds: &[(String, String)], nth: usize, spots: &[Spot]) -> bool {
    let mut later = arounds.iter().zip(spots).skip(nth + 1);
    later.any(|((before, _), spot)| matches!(spot.stated, Stated::Date { .. }) && takes_the_place(before))
}

#[cfg(test)]
mod tests {
    use super::super::super::paper;
    use super::*;

    fn stated(text: &str) -> Vec<Stated> {
        let topic = |name: &str, word: &str| Topic {
            name: name.to_owned(),
            words: vec![word.to_owned()],
            but_not: Vec::new(),
            remedy: false,
            span: false,
        };
        let topics = [topic("举证", "举证"), topic("履行", "履行"), topic("履行", "付清")];
        let served = chrono::NaiveDate::from_ymd_opt(2026, 11, 5);
        paper::terms(&paper::plain(text), &topics, served).into_iter().map(|term| term.stated).collect()
    }

    fn date(day: u32, month: u32) -> Stated {
        Stated::Date { date: chrono::NaiveDate::from_ymd_opt(2026, month, day).unwrap(), before: false }
    }

    #[test]
    fn what_is_refused_moved_or_only_a_condition_ends_nothing() {
        assert_eq!(stated("申请将举证期限延至2026年12月15日，本院不予准许。"), [Stated::Unread]);
        assert_eq!(stated("举证期限自2026年11月18日届满之次日起延长十日。"), [Stated::Unread]);
        assert_eq!(stated("举证期限原定2026年11月20日届满，变更为2026年12月4日届满。"), [date(4, 12)]);
        assert_eq!(stated("举证期限至2026年11月18日系笔误，应为至2026年12月8日。"), [date(8, 12)]);
        assert_eq!(stated("举证期限至2026年12月1日，申请延长举证期限应于2026年11月25日前提出。"), [date(1, 12)]);
        let paid = stated("应于2026年11月17日前履行，如在2026年11月13日前一次性付清，免除利息。");
        assert!(matches!(paid.as_slice(), [Stated::Date { before: true, date }] if date.day() == 17), "{paid:?}");
    }

    #[test]
    fn a_number_told_twice_is_one() {
        assert_eq!(without_repeated_numbers("收到之日起三十(30)日内"), "收到之日起三十日内");
        assert_eq!(without_repeated_numbers("三十(20)日内,(2026)沪0112民初1号"), "三十(20)日内,(2026)沪0112民初1号");
        assert_eq!(without_repeated_numbers("(30)日"), "(30)日");
    }

    #[test]
    fn a_day_of_another_week_day_is_told() {
        assert!(has_another_weekday(date(2, 12), "(星期五)"));
        assert!(!has_another_weekday(date(2, 12), "(星期三)"));
        assert!(!has_another_weekday(date(6, 12), "(周日)届满"));
        assert!(!has_another_weekday(date(6, 12), "(星期天)"));
    }
}
