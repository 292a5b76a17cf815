//! Lengths and dates as papers write them, and where they stand in a sentence.

use chrono::NaiveDate;

use super::Length;
use super::number::{self, is_numeral};
use super::paper::Stated;
use super::vague;

/// One stated thing in a sentence, with where it stands.
pub struct Spot {
    /// Its first letter.
    pub start: usize,
    /// The letter behind its last one.
    pub end: usize,
    /// What is stated.
    pub stated: Stated,
    /// Whether the law does not say how such a time is counted 两周, or its month is only said by 本月.
    pub is_loose: bool,
}

/// The letters between two places.
pub fn text_of(letters: &[char], from: usize, to: usize) -> String {
    letters.get(from..to).unwrap_or_default().iter().collect()
}

/// Everything stated in a sentence, in order. A day without a year is told by the day of service.
pub fn spots_in(letters: &[char], served: Option<NaiveDate>) -> Vec<Spot> {
    let mut spots = Vec::new();
    let (mut at, mut dated) = (0, None);
    while let Some(letter) = letters.get(at) {
        // Dates and lengths begin with a number; most letters do not.
        let found = if is_numeral(*letter) { numbered_at(letters, at, served, &mut dated) } else { None };
        let found = found.or_else(|| vague::at(letters, at, served).map(|spot| (spot.end, Some(spot))));
        at = found.as_ref().map_or(at + 1, |(end, _)| *end);
        spots.extend(found.and_then(|(_, spot)| spot));
    }
    spots
}

/// The last date with a year, and where it ends: the day behind it that has none is told by it.
type Dated = Option<(NaiveDate, usize)>;

/// What a number at this place begins, and where that ends. A date that closes no span states nothing.
fn numbered_at(
    letters: &[char],
    at: usize,
    served: Option<NaiveDate>,
    dated: &mut Dated,
) -> Option<(usize, Option<Spot>)> {
    let spot = |end, stated, is_loose| Some((end, Some(Spot { start: at, end, stated, is_loose })));
    if let Some((date, end)) = date_at(letters, at) {
        *dated = Some((date, end));
        let closes = ends_a_span(letters, at, end);
        return closes.map_or(Some((end, None)), |(before, end)| spot(end, Stated::Date { date, before }, false));
    }
    if let Some((month, day, end)) = vague::yearless_at(letters, at) {
        let from = dated.filter(|(_, end)| at <= end + 3).map(|(date, _)| date);
        return ends_a_span(letters, at, end).map_or(Some((end, None)), |(before, end)| {
            let (date, is_loose) = vague::yearless(letters, at, (month, day), from, served);
            spot(end, date.map_or(Stated::Unread, |date| Stated::Date { date, before }), is_loose)
        });
    }
    if let Some((stated, end)) = before_sitting_at(letters, at) {
        return spot(end, stated, false);
    }
    let (length, end, is_loose) = length_at(letters, at)?;
    spot(end, Stated::Length(length), is_loose)
}

/// Makes a length of a number.
type Unit = fn(u32) -> Length;

/// Units of time as papers write them, longer words before the shorter ones they begin with.
const UNITS: [(&str, Unit); 15] = [
    ("个工作日", Length::WorkingDays),
    ("工作日", Length::WorkingDays),
    ("个自然日", Length::Days),
    ("自然日", Length::Days),
    ("个日历", Length::Days),
    ("日历", Length::Days),
    ("个月", Length::Months),
    ("日", Length::Days),
    ("天", Length::Days),
    ("周年", Length::Years),
    ("年", Length::Years),
    ("个星期", weeks),
    ("星期", weeks),
    ("个周", weeks),
    ("周", weeks),
];

/// No law says how weeks are counted; seven days each is the shortest they can be meant.
fn weeks(number: u32) -> Length {
    Length::Days(number * 7)
}

/// Words for the sitting, longer ones first.
const SITTINGS: [&str; 7] = ["开庭审理", "开庭之日", "开庭日", "开庭", "庭审", "第一次开庭", "首次开庭"];

/// A number of days before the sitting: 开庭三日前, 开庭前3个工作日, 庭审前七日内.
fn before_sitting_at(letters: &[char], at: usize) -> Option<(Stated, usize)> {
    let (length, unit_end) = number_with_unit(letters, at)?;
    if !matches!(length, Length::Days(_) | Length::WorkingDays(_)) {
        return None;
    }
    let lead = text_of(letters, at.saturating_sub(8), at);
    let tail = text_of(letters, unit_end, (unit_end + 2).min(letters.len()));
    let is_sitting = |text: &str| SITTINGS.iter().any(|word| text.ends_with(word));
    if is_sitting(&lead) {
        let word = ["之前", "以前", "前"].iter().find(|word| tail.starts_with(**word))?;
        return Some((Stated::BeforeSitting { length, loose: false }, unit_end + word.chars().count()));
    }
    let lead = ["之前", "以前", "前"].iter().find_map(|word| lead.strip_suffix(word))?;
    if !is_sitting(lead) {
        return None;
    }
    let within = ["之内", "以内", "内"].iter().find(|word| tail.starts_with(**word));
    let end = unit_end + within.map_or(0, |word| word.chars().count());
    Some((Stated::BeforeSitting { length, loose: within.is_some() }, end))
}

/// A number and its unit of time, and where they end. No part of a date or of a longer number.
pub fn number_with_unit(letters: &[char], at: usize) -> Option<(Length, usize)> {
    let is_inside = at
        .checked_sub(1)
        .and_then(|before| letters.get(before))
        .is_some_and(|before| is_numeral(*before) || matches!(before, '第' | '年' | '月' | '.' | '-' | '/' | '几'));
    if is_inside || !letters.get(at).copied().is_some_and(is_numeral) {
        return None;
    }
    let digits = letters.get(at..)?.iter().take_while(|letter| is_numeral(**letter)).count();
    let value = number::read(letters.get(at..at + digits)?).filter(|value| (1..=999).contains(value))?;
    let rest = text_of(letters, at + digits, (at + digits + 8).min(letters.len()));
    let (unit, length) = UNITS.iter().find(|(unit, _)| rest.starts_with(unit))?;
    let mut end = at + digits + unit.chars().count();
    // 15个日历日, 15个日历天.
    if unit.ends_with("日历") {
        letters.get(end).filter(|letter| matches!(letter, '日' | '天'))?;
        end += 1;
    }
    // 年满十八周岁 is no time.
    (letters.get(end) != Some(&'岁')).then(|| (length(value), end))
}

/// A length written at this place, and where it ends. Bounds (不少于, 不超过) and parts of dates are none.
fn length_at(letters: &[char], at: usize) -> Option<(Length, usize, bool)> {
    let (length, end) = number_with_unit(letters, at)?;
    let is_loose = letters.get(at..end).is_some_and(|said| said.contains(&'周') || said.contains(&'期'));
    let tail = text_of(letters, end, (end + 2).min(letters.len()));
    let within = ["之内", "以内", "内"].iter().find(|word| tail.starts_with(**word));
    let lead = text_of(letters, at.saturating_sub(8), at);
    if ["不少于", "不得少于", "不超过", "不得超过", "不低于", "至少", "届满前", "少于", "超过"]
        .iter()
        .any(|word| lead.ends_with(word))
    {
        return None;
    }
    let is_headed = [
        "期限为",
        "期限是",
        "确定为",
        "定为",
        "指定为",
        "调整为",
        "变更为",
        "改为",
        "延长为",
        "延长至",
        "期限:",
        "期间为",
        "期间:",
        "期为",
        "期是",
        "期:",
        "期限",
        "均为",
        "各为",
        "日起",
        "次日起",
        "后",
    ]
    .iter()
    .any(|word| lead.ends_with(word))
        // 答辩期间按双方约定为七日, 答辩期七日.
        || (lead.ends_with('为') && lead.contains('期'))
        // 举证期限自收到本通知书次日起算，为十五日.
        || (lead.ends_with(['为', '共']) && ["起算", "计算"].iter().any(|word| lead.contains(word)))
        || ["答辩期", "举证期", "上诉期"].iter().any(|word| lead.ends_with(word));
    match within {
        Some(word) => Some((length, end + word.chars().count(), is_loose)),
        None if is_headed && !matches!(length, Length::Years(_)) => Some((length, end, is_loose)),
        None => None,
    }
}

/// A date written at this place, and where it ends: 2026年12月5日, 二〇二六年十二月五日, 2026-12-05.
pub fn date_at(letters: &[char], at: usize) -> Option<(NaiveDate, usize)> {
    let before = at.checked_sub(1).and_then(|before| letters.get(before)).copied();
    if before.is_some_and(|before| is_numeral(before) && !begins_a_year(letters, at, before)) {
        return None;
    }
    let (year, end) = number_at(letters, at, 4)?;
    let separator = *letters.get(end)?;
    let (month_mark, day_mark) = match separator {
        '年' => ('月', Some('日')),
        '-' | '.' | '/' => (separator, None),
        _ => return None,
    };
    let (month, end) = number_at(letters, end + 1, 3)?;
    if *letters.get(end)? != month_mark {
        return None;
    }
    // 2026-11-06 17:21 stands in one row once blanks are left out.
    let (day, mut end) = number_at(letters, end + 1, if day_mark.is_some() { 3 } else { 2 })?;
    if let Some(mark) = day_mark {
        if *letters.get(end)? != mark {
            return None;
        }
        end += 1;
    }
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    (1900..=2200).contains(&year).then_some((date, end))
}

/// 审判员王一 and 二〇二六年 on the next line stand in one row once lines are joined: no year has five digits.
fn begins_a_year(letters: &[char], at: usize, before: char) -> bool {
    let is_han = |letter: char| is_numeral(letter) && !letter.is_ascii_digit();
    let Some([first, second, third, fourth, '年']) = letters.get(at..at + 5) else { return false };
    let is_a_century = matches!((first, second), ('二', '〇' | '零' | '○') | ('一', '九'));
    is_a_century && [before, *third, *fourth].into_iter().all(is_han)
}

/// A number of at most so many letters, and where it ends.
pub fn number_at(letters: &[char], at: usize, longest: usize) -> Option<(u32, usize)> {
    let digits = letters.get(at..)?.iter().take(longest).take_while(|letter| is_numeral(**letter)).count();
    Some((number::read(letters.get(at..at + digits)?)?, at + digits))
}

fn includes_the_day(behind: &str) -> bool {
    ["(含当日", "(含当天", "(含本日", "(含该日", "(包括当日", "(包含当日"].iter().any(|word| behind.contains(word))
}

/// Whether a date closes a span, and where its closing words end: 至某日, 某日前, 某日止. A time of day may stand between.
pub fn ends_a_span(letters: &[char], start: usize, end: usize) -> Option<(bool, usize)> {
    let mut at = end;
    while letters.get(at).is_some_and(|letter| is_numeral(*letter) || "时点分:()上下午含当日本".contains(*letter))
        && at < end + 12
    {
        at += 1;
    }
    let tail = text_of(letters, at, (at + 2).min(letters.len()));
    if let Some(word) = ["之前", "以前", "前"].iter().find(|word| tail.starts_with(**word)) {
        let behind = at + word.chars().count();
        // 某日（含当日）前, 某日前（含当日）: the day itself is still in time.
        let says = text_of(letters, end, (behind + 5).min(letters.len()));
        return Some((!includes_the_day(&says), behind));
    }
    let rest = text_of(letters, end, (end + 8).min(letters.len()));
    if let Some(word) = ["下班前", "下班之前", "下午下班前", "工作时间结束前"].iter().find(|it| rest.starts_with(**it))
    {
        return Some((true, end + word.chars().count()));
    }
    if let Some(word) = ["届满", "截止", "为止", "到期", "止", "内"].iter().find(|word| tail.starts_with(**word))
    {
        return Some((false, at + word.chars().count()));
    }
    let lead = text_of(letters, start.saturating_sub(6), start);
    let leads = [
        "至",
        "截至",
        "截止",
        "截止日为",
        "截止日:",
        "截止日期为",
        "截止日期:",
        "截止时间为",
        "截止时间:",
        "届满日为",
        "届满日:",
        "届满日期为",
        "届满日期:",
        "到期日为",
        "到期日:",
        "到期日期:",
        "最后一日为",
        "最后一日是",
        "最后一天为",
        "最后一天是",
        "最后期限为",
        "最后期限是",
        "届满之日为",
        "届满日是",
        "截止日是",
        "截止日期是",
        "截止时间是",
        "截止到",
        "截止于",
        "期满日为",
        "延长到",
        "延期到",
        "顺延到",
        "即",
        "即为",
        "最迟",
        "最迟于",
        "最迟为",
        "至迟于",
        "最晚",
        "最晚于",
        "最晚为",
        "不迟于",
        "不晚于",
        "得迟于",
        "得晚于",
        "届满于",
    ];
    let is_led = leads.iter().any(|word| lead.ends_with(word));
    (is_led || follows_a_dash(letters, start)).then_some((false, end))
}

/// 2025年12月8日-2026年12月7日: a dash between two days leads to the end of the span.
fn follows_a_dash(letters: &[char], start: usize) -> bool {
    let at = |back: usize| start.checked_sub(back).and_then(|at| letters.get(at)).copied();
    let is_dash = |letter: char| matches!(letter, '-' | '~' | '—' | '–' | '―' | '～');
    let dashes = (1..=2).take_while(|back| at(*back).is_some_and(is_dash)).count();
    dashes > 0 && at(dashes + 1).is_some_and(|before| before == '日' || before == '号' || is_numeral(before))
}
