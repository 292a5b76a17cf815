//! One rule and one date → one reckoning, every step in words.

use chrono::{Datelike, NaiveDate, Weekday};

use super::count::{self, Direction, Roll};
use super::paper::Stated;
use super::rule::{Rule, Setting};
use super::{Anchor, Article, Length, Reckoning, Status, Step};
use crate::calendar::{Calendar, Day};

/// Reckons a rule from a date, with what the paper states where it states anything.
pub fn reckon(rule: &Rule, from: NaiveDate, stated: Option<Stated>, calendar: &Calendar) -> Reckoning {
    reckon_from(rule, event(rule), from, stated, calendar)
}

/// The same from another event than the rule's own, named in words.
pub fn reckon_from(
    rule: &Rule,
    event: &str,
    from: NaiveDate,
    stated: Option<Stated>,
    calendar: &Calendar,
) -> Reckoning {
    if !(1..=9999).contains(&from.year()) {
        return undetermined(rule, Some(from), "日期超出可以计算的范围，请核对起算日。");
    }
    let basis = rule.basis_on(from);
    let Some(first) = basis.first() else {
        return undetermined(rule, Some(from), &not_in_force(rule, from));
    };
    let mut told = blank(rule, Some(from));
    told.source = basis
        .iter()
        .map(|it| Article { law: it.law.clone(), article: it.article.clone(), checked: it.checked })
        .collect();
    let length = match (stated, first.length.or(rule.length)) {
        (Some(Stated::Date { date, before }), _) => return on_stated_date(rule, told, date, before, calendar),
        // `from` is then the day of the sitting.
        (Some(Stated::BeforeSitting { length, .. }), _) => return before_sitting(told, from, length, calendar),
        (Some(Stated::Length(length)), _) => {
            told.length = Some(length);
            let event = if sets_its_own(rule) { "送达" } else { event };
            let roll = match rule.direction {
                _ if !sets_its_own(rule) || rule.roll != Roll::Stay => rule.roll,
                Direction::Forward => Roll::Later,
                Direction::Backward => Roll::Earlier,
            };
            return count_to_the_end(&Counted { rule, event, from, length, roll }, told, calendar);
        }
        (Some(Stated::Unread), _) => {
            return Reckoning {
                because: "文书写有期限，没有读准是哪一天，请人工确定。".to_owned(), ..told
            };
        }
        (None, own) => {
            told.length = own;
            match (rule.setting, own) {
                (Setting::Law, Some(length)) | (Setting::ServiceDay, Some(length)) => length,
                // 文书退回之日 itself counts as the day of service.
                (Setting::ServiceDay, None) => Length::Days(0),
                _ => return Reckoning { because: open(rule), ..told },
            }
        }
    };
    count_to_the_end(&Counted { rule, event, from, length, roll: rule.roll }, told, calendar)
}

/// Whether a length the paper states has nothing to do with the event the rule names (执行程序终结之前): it then runs from
/// the service, and moves as every period of the court does (民事诉讼法 第八十五条第三款).
fn sets_its_own(rule: &Rule) -> bool {
    matches!(rule.setting, Setting::Event | Setting::AtOnce | Setting::Paper)
}

/// A reckoning without a date.
pub fn undetermined(rule: &Rule, from: Option<NaiveDate>, because: &str) -> Reckoning {
    let mut told = blank(rule, from);
    let day = from.filter(|day| !rule.basis_on(*day).is_empty());
    let source = match day {
        Some(day) => rule.basis_on(day),
        None => rule.basis.iter().filter(|basis| basis.until.is_none()).collect(),
    };
    told.source = source
        .iter()
        .map(|it| Article { law: it.law.clone(), article: it.article.clone(), checked: it.checked })
        .collect();
    told.length = rule.length;
    told.because = because.to_owned();
    told
}

fn blank(rule: &Rule, from: Option<NaiveDate>) -> Reckoning {
    Reckoning {
        rule: rule.id.clone(),
        name: rule.name.clone(),
        from,
        length: None,
        raw_end: None,
        last_day: None,
        safe_date: None,
        status: Status::Undetermined,
        because: String::new(),
        steps: Vec::new(),
        source: Vec::new(),
        calendar: Vec::new(),
        anchor: Anchor::Service,
    }
}

/// What a period counts from, in words: one the paper states counts from its service.
fn event(rule: &Rule) -> &str {
    match rule.setting {
        Setting::Court(_) | Setting::Paper => "送达",
        _ => &rule.counts_from,
    }
}

/// What is counted: which rule, from what, how long.
struct Counted<'a> {
    rule: &'a Rule,
    /// The event counted from, in words.
    event: &'a str,
    from: NaiveDate,
    length: Length,
    /// What a rest day at the end does.
    roll: Roll,
}

fn count_to_the_end(counted: &Counted<'_>, mut told: Reckoning, calendar: &Calendar) -> Reckoning {
    let Counted { rule, from, length, roll, .. } = *counted;
    let beyond = "日期超出可以计算的范围，请核对起算日。";
    let Some(raw_end) = count::raw_end(from, length, rule.direction, calendar) else {
        return Reckoning { because: beyond.to_owned(), ..told };
    };
    let Some(last_day) = count::rolled(raw_end, roll, calendar) else {
        return Reckoning { because: beyond.to_owned(), ..told };
    };
    told.steps = steps(counted, raw_end, last_day, calendar);
    told.raw_end = Some(raw_end);
    told.last_day = Some(last_day);
    told.safe_date = Some(safe_date(rule, from, raw_end, last_day, calendar));
    let first = matches!(length, Length::WorkingDays(_)).then_some(from).unwrap_or(raw_end);
    let touched: Vec<NaiveDate> = count::between(first.min(last_day), raw_end.max(last_day)).collect();
    told.calendar = years(&touched);
    let open_years = open_years(&touched, calendar);
    told.status = if open_years.is_empty() { Status::Final } else { Status::Provisional };
    told.because = summary(counted, raw_end, last_day, calendar);
    if !open_years.is_empty() {
        told.because.push_str(&not_published(&open_years));
    }
    if !rule.is_checked() {
        told.because.push_str("所依据的条文未核对原文，请向法院或者律师核实。");
    }
    if rule.safer.is_some_and(|(_, since)| raw_end >= since) {
        told.because.push_str("新旧法如何衔接未查明，请按保险日办理。");
    }
    told
}

/// The earliest end under every reading: before rolling, and under a shorter length where one is possible.
fn safe_date(rule: &Rule, from: NaiveDate, raw_end: NaiveDate, last_day: NaiveDate, calendar: &Calendar) -> NaiveDate {
    let safe = raw_end.min(last_day);
    match rule.safer {
        Some((length, since)) if raw_end >= since => {
            count::raw_end(from, length, rule.direction, calendar).map_or(safe, |shorter| shorter.min(safe))
        }
        _ => safe,
    }
}

fn on_stated_date(rule: &Rule, mut told: Reckoning, date: NaiveDate, before: bool, calendar: &Calendar) -> Reckoning {
    let day = format!("文书写明的日期{}", rest_words(date, &calendar.day(date)));
    told.anchor = Anchor::Named;
    told.steps = vec![Step { date, says: day }];
    told.raw_end = Some(date);
    told.last_day = Some(date);
    // 某日前 may be read without that day.
    told.safe_date = if before { date.pred_opt() } else { Some(date) };
    told.calendar = vec![date.year()];
    let open_years = open_years(&[date], calendar);
    told.status = if open_years.is_empty() { Status::Final } else { Status::Provisional };
    told.because = format!("文书写明的截止日为{}。", on_day(date));
    if let Some(day) = told.safe_date.filter(|_| before) {
        told.because.push_str(&format!("文书写的是该日“前”，可能不含当日，保险日为{}。", on_day(day)));
    }
    if !open_years.is_empty() {
        told.because.push_str(&not_published(&open_years));
    }
    if calendar.is_rest(date) {
        told.because.push_str("当日为休息日，文书写明的日期不当然顺延，请在此前的工作日办理。");
        if rule.roll == Roll::Later {
            // 民事诉讼法 第八十五条第三款 speaks of periods the court sets too; whether of a date it names, is open.
            told.status = Status::Provisional;
        }
    }
    told
}

/// Counts back from the day the court sits; a rest day moves the end earlier.
fn before_sitting(mut told: Reckoning, sitting: NaiveDate, length: Length, calendar: &Calendar) -> Reckoning {
    (told.length, told.anchor) = (Some(length), Anchor::Sitting);
    let raw_end = count::raw_end(sitting, length, Direction::Backward, calendar);
    let rolled = raw_end.and_then(|end| Some((end, count::rolled(end, Roll::Earlier, calendar)?)));
    let Some((raw_end, last_day)) = rolled else {
        return Reckoning { because: "日期超出可以计算的范围，请核对开庭日。".to_owned(), ..told };
    };
    let mut steps = vec![Step { date: sitting, says: "开庭".to_owned() }];
    let day = calendar.day(raw_end);
    steps.push(Step { date: raw_end, says: format!("开庭{}前{}", length_words(length), rest_words(raw_end, &day)) });
    if last_day != raw_end {
        steps.push(Step { date: last_day, says: "休息日前最近的工作日".to_owned() });
    }
    told.steps = steps;
    (told.raw_end, told.last_day, told.safe_date) = (Some(raw_end), Some(last_day), Some(last_day));
    let first = if matches!(length, Length::WorkingDays(_)) { sitting } else { raw_end };
    let touched: Vec<NaiveDate> = count::between(last_day, first).collect();
    told.calendar = years(&touched);
    let open_years = open_years(&touched, calendar);
    told.status = if open_years.is_empty() { Status::Final } else { Status::Provisional };
    let moved = if last_day == raw_end {
        String::new()
    } else {
        format!("，当日为休息日，提前至{}", on_day(last_day))
    };
    told.because = format!("{}开庭，倒推{}为{}{moved}。", on_day(sitting), length_words(length), on_day(raw_end));
    if !open_years.is_empty() {
        told.because.push_str(&not_published(&open_years));
    }
    told
}

fn steps(counted: &Counted<'_>, raw_end: NaiveDate, last_day: NaiveDate, calendar: &Calendar) -> Vec<Step> {
    let Counted { rule, event, from, length, roll } = *counted;
    let start = match rule.direction {
        Direction::Forward if length == Length::Days(0) => None,
        Direction::Forward => Some(format!("{event}次日起算")),
        Direction::Backward => Some(format!("自{event}前一日倒数")),
    };
    let mut steps = Vec::new();
    if let (Some(says), Some(date)) = (start, count::next(from, rule.direction)) {
        steps.push(Step { date, says });
    }
    let day = calendar.day(raw_end);
    steps.push(Step { date: raw_end, says: format!("{}{}", end_words(length), rest_words(raw_end, &day)) });
    if last_day != raw_end {
        let says = match (roll, &day) {
            (Roll::Earlier, _) => "休息日前最近的工作日",
            (_, Day::Holiday(_)) => "节假日后第一日",
            _ => "休息日后第一日",
        };
        let make_up = if matches!(calendar.day(last_day), Day::MakeUp(_)) { "，调休上班日" } else { "" };
        steps.push(Step { date: last_day, says: format!("{says}{make_up}") });
    }
    steps
}

fn end_words(length: Length) -> String {
    match length {
        Length::Days(0) => "当日".to_owned(),
        Length::Days(days) => format!("第{days}日"),
        Length::WorkingDays(days) => format!("第{days}个工作日"),
        Length::Months(months) => format!("满{months}个月"),
        Length::Years(years) => format!("满{years}年"),
    }
}

pub fn length_words(length: Length) -> String {
    match length {
        Length::Days(days) => format!("{days}日"),
        Length::WorkingDays(days) => format!("{days}个工作日"),
        Length::Months(months) => format!("{months}个月"),
        Length::Years(years) => format!("{years}年"),
    }
}

fn rest_words(date: NaiveDate, day: &Day<'_>) -> String {
    match day {
        Day::Workday => String::new(),
        Day::MakeUp(name) => format!("，{name}调休上班日，不是休息日"),
        Day::Weekend => format!("，{}", weekday(date)),
        Day::Holiday(name) => format!("，{name}放假"),
    }
}

/// 周一 to 周日.
pub fn weekday(date: NaiveDate) -> &'static str {
    match date.weekday() {
        Weekday::Mon => "周一",
        Weekday::Tue => "周二",
        Weekday::Wed => "周三",
        Weekday::Thu => "周四",
        Weekday::Fri => "周五",
        Weekday::Sat => "周六",
        Weekday::Sun => "周日",
    }
}

fn summary(counted: &Counted<'_>, raw_end: NaiveDate, last_day: NaiveDate, calendar: &Calendar) -> String {
    let Counted { rule, event, from, length, roll } = *counted;
    let span = length_words(length);
    let (start, end) = (written(from), on_day(raw_end));
    let end = match rule.direction {
        Direction::Forward if length == Length::Days(0) => format!("{start}{event}，以当日为准"),
        Direction::Forward => format!("{start}{event}，自次日起算{span}，至{end}届满"),
        Direction::Backward => format!("{start}{event}，倒推{span}为{end}"),
    };
    let day = calendar.day(raw_end);
    if last_day == raw_end {
        return match day {
            Day::MakeUp(name) => format!("{end}；当日为{name}调休上班日，不顺延。"),
            _ => format!("{end}。"),
        };
    }
    let why = match day {
        Day::Holiday(name) => format!("{name}放假期间"),
        _ => "休息日".to_owned(),
    };
    let moves = if roll == Roll::Earlier { "提前至" } else { "顺延至" };
    format!("{end}；当日为{why}，{moves}{}。", on_day(last_day))
}

/// 2026年12月7日（周一）
fn on_day(date: NaiveDate) -> String {
    format!("{}（{}）", written(date), weekday(date))
}

/// 2026年12月7日
pub fn written(date: NaiveDate) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

fn years(days: &[NaiveDate]) -> Vec<i32> {
    let mut years: Vec<i32> = days.iter().map(Datelike::year).collect();
    years.dedup();
    years
}

/// Years whose notice is missing for these days.
fn open_years(days: &[NaiveDate], calendar: &Calendar) -> Vec<i32> {
    let mut open: Vec<i32> = Vec::new();
    for day in days.iter().filter(|day| !calendar.is_settled(**day)) {
        let year = if calendar.is_published(day.year()) { day.year() + 1 } else { day.year() };
        if !open.contains(&year) {
            open.push(year);
        }
    }
    open
}

fn not_published(years: &[i32]) -> String {
    let years: Vec<String> = years.iter().map(ToString::to_string).collect();
    format!("{}年放假安排尚未载入，暂按周末和法定节日计算，载入后重新计算。", years.join("、"))
}

fn not_in_force(rule: &Rule, from: NaiveDate) -> String {
    let Some(first) = rule.basis.first() else { return "没有依据。".to_owned() };
    let versions = rule.basis.iter().filter(|basis| basis.law == first.law);
    let has_ended = versions.clone().all(|basis| basis.until.is_some_and(|until| until < from));
    let when = if has_ended { "已不再施行" } else { "尚未施行" };
    format!("{}时，本规则所依据的《{}》版本{when}，当时适用的条文未收录，请人工核对。", written(from), first.law)
}

fn open(rule: &Rule) -> String {
    match (rule.setting, rule.length) {
        (Setting::Court(super::rule::Bound::Least), Some(length)) => {
            format!("由法院指定，法律只规定不少于{}，以文书写明的为准。", length_words(length))
        }
        (Setting::Court(super::rule::Bound::Most), Some(length)) => {
            format!("由法院指定，法律只规定不超过{}，以文书写明的为准。", length_words(length))
        }
        (Setting::Court(_), _) => "由法院指定，以文书写明的为准。".to_owned(),
        (Setting::Paper, _) => "日期由文书写明，没有文书不能计算。".to_owned(),
        (Setting::AtOnce, _) => "法律没有规定天数，应当立即办理。".to_owned(),
        _ => format!("应当在{}之前办理，具体日期以文书为准。", rule.counts_from),
    }
}
