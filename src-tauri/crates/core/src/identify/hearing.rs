//! Court sittings: when, where, of what kind; from summonses, notices and the mail's own words.

mod beside;
mod centred;
mod fields;
mod held;
mod kind;
mod layout;
mod marks;
mod off;
mod relative;
mod rows;
mod sits;
mod told;
mod words;

use std::sync::LazyLock;

use chrono::{NaiveDate, NaiveTime};

use regex::{Captures, Regex};

use super::Hearing;
use super::document::Seen;
use super::moment::{clocks_of_row, day_in_row, with_digits};
use super::text::{plain, rejoined};
use super::ticks;
use super::traditional::simplified;
use crate::doubt::Doubt;
use crate::mail::Mail;
use relative::{with_month_above, with_tomorrow, with_weekdays, with_years};
use told::{Sittings, sittings, sittings_in};

/// Every sitting in the documents and the mail, earliest source first, each moment once.
/// `arrived` is the day the mail came, from which a date without a year is counted.
pub fn all(mail: &Mail, arrived: Option<NaiveDate>, seen: &[Seen], doubts: &mut Vec<Doubt>) -> Vec<Hearing> {
    let mut found: Vec<Hearing> = Vec::new();
    let mut others: Vec<Hearing> = Vec::new();
    for document in seen {
        let id = document.found.kind.as_deref().unwrap_or("");
        // A letter under a court's head whose title says nothing may tell of a sitting as well.
        let is_telling = may_tell(id) && !document.is_party_paper;
        if !(is_telling || id.is_empty() && (document.has_court_head || document.lists_sittings)) {
            continue;
        }
        let is_call = is_call(id) && !is_of_time_limit(&document.found.title);
        let Sittings { found: mut read, beside, is_guessed, has_unread, goes_on } =
            sittings(&document.found.text, &document.found.title, id, arrived, true);
        let case = document.found.case_number.clone();
        let is_unclear = is_guessed || has_unread || goes_on || is_call && read.is_empty();
        let is_unclear = is_unclear || leaves_rows(&document.found.text, &read, &beside);
        if is_unclear && !document.found.text.trim().is_empty() {
            let detail = format!("{}上没有读到确定的开庭时间", document.found.title);
            doubts.push(Doubt::part("hearing-time-unclear", &document.found.part, detail));
        }
        read.iter_mut().for_each(|hearing| hearing.part.clone_from(&document.found.part));
        others.extend(beside.into_iter().map(|it| Hearing { part: document.found.part.clone(), ..it }));
        for hearing in read {
            take(&mut found, hearing, case.as_deref(), seen);
        }
    }
    let text = readable(&with_tomorrow(&mail.text, mail.dated, arrived), arrived);
    let read = sittings_in(&text, &mail.subject, "", arrived, true);
    let leaves_rows = leaves_rows(&text, &read.found, &read.beside);
    others.extend(read.beside);
    if leaves_rows {
        doubts.push(Doubt::mail("hearing-time-unclear", "邮件正文的排期表里有的时间没有读到日期，请核对"));
    }
    if read.goes_on {
        doubts.push(Doubt::mail("hearing-time-unclear", "邮件正文通知连续几天开庭，后面几天的时间没有确定"));
    }
    for hearing in put_right(&text, read.found, &mut found) {
        take(&mut found, hearing, None, seen);
    }
    // 开庭通知 12月9日9:30 第3法庭: some say all of it in the subject.
    if found.is_empty() && others.is_empty() {
        let subject = with_tomorrow(&mail.subject, mail.dated, arrived);
        let told = sittings(&subject, &mail.subject, "", arrived, true);
        told.found.into_iter().for_each(|hearing| take(&mut found, hearing, None, seen));
    }
    // Whoever is only told to come at another time of the day gives no sitting beside the day's own.
    for hearing in others {
        if !found.iter().any(|it| it.starts.date_naive() == hearing.starts.date_naive()) {
            found.push(hearing);
        }
    }
    let has_nothing_else = seen.is_empty() && mail.links.is_empty();
    let is_called =
        beside::calls_without_time(&text, arrived) || has_nothing_else && beside::calls_as_told_before(&text);
    if found.is_empty() && is_called {
        doubts.push(Doubt::mail("hearing-time-unclear", "邮件正文通知了开庭或到庭，但没有读到确定的时间"));
    }
    found.sort_by_key(|hearing| hearing.starts);
    found
}

/// 因传票印制在前，开庭时间已改为…，以本邮件为准: the mail's sittings take the place of those its papers tell, with their room
/// where that stays.
fn put_right(text: &str, told: Vec<Hearing>, found: &mut Vec<Hearing>) -> Vec<Hearing> {
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let is_moved = has(&["改为", "改至", "改到", "变更为", "变更至", "调整为", "调整至", "更正为"]);
    if !has(&["以本邮件为准", "以此邮件为准", "以邮件为准"]) || !is_moved || told.is_empty() {
        return told;
    }
    let is_other =
        |it: &Hearing| told.iter().all(|new| new.starts != it.starts) && told.iter().any(|new| new.kind == it.kind);
    let (old, kept): (Vec<Hearing>, Vec<Hearing>) = std::mem::take(found).into_iter().partition(is_other);
    *found = kept;
    let stays = has(&["地点不变", "法庭不变", "地点照旧"]);
    let room = old.first().and_then(|it| it.place.clone()).filter(|_| stays);
    told.into_iter().map(|it| Hearing { place: it.place.clone().or_else(|| room.clone()), ..it }).collect()
}

/// Whether a table of cases holds a time of which no sitting was read. Where none was read at all, it is one of sittings only
/// if a row gives its day as well, or the text names a day on which cases are heard.
fn leaves_rows(text: &str, found: &[Hearing], beside: &[Hearing]) -> bool {
    let is_read = |time: &NaiveTime| found.iter().chain(beside).any(|it| it.starts.time() == *time);
    let names_one = text.contains("开庭") && day_in_row(text).is_some();
    let is_of_sittings = |row: &str| {
        let has_room = ["庭", "室"].iter().any(|it| text.contains(it));
        !found.is_empty() || names_one || day_in_row(row).is_some() && has_room
    };
    // The former time of a sitting that was moved, and that of one that is not held.
    let is_given_up = |row: &str| {
        rows::is_off(row) || ["调整为", "变更为", "改为", "改至", "调整至", "变更至"].iter().any(|it| row.contains(it))
    };
    text.lines()
        .any(|row| clocks_of_row(row).iter().any(|time| !is_read(time)) && is_of_sittings(row) && !is_given_up(row))
}

/// One sitting told twice is one; two cases heard at the same time are two.
fn take(found: &mut Vec<Hearing>, hearing: Hearing, case: Option<&str>, seen: &[Seen]) {
    let case_of =
        |part: &str| seen.iter().find(|it| it.found.part == part).and_then(|it| it.found.case_number.as_deref());
    let is_same = |other: &Hearing| other.starts == hearing.starts && (case.is_none() || case_of(&other.part) == case);
    match found.iter_mut().find(|other| is_same(other)) {
        Some(known) => {
            if known.place.is_none() {
                known.place = hearing.place;
            }
        }
        None => found.push(hearing),
    }
}

/// Papers that call us to a sitting: one without a time leaves a doubt.
fn is_call(id: &str) -> bool {
    ["summons", "hearing-notice", "postponement-notice", "evidence-exchange-notice", "arbitration-hearing-notice"]
        .contains(&id)
}

/// 延长审理期限通知书 puts off the end of the procedure, and calls to no sitting.
fn is_of_time_limit(title: &str) -> bool {
    ["审理期限", "审限"].iter().any(|word| title.contains(word))
}

/// Whether a paper is about a sitting, by its kind or title, so that a moment in it is the sitting's unless something
/// says otherwise.
fn is_about_sitting(id: &str, title: &str) -> bool {
    let is_notice = ["notice", "information"].contains(&id);
    let names = ["开庭", "庭审", "听证", "询问", "谈", "质证", "宣判", "传唤", "到庭", "出庭"];
    is_call(id) || id == "pre-trial-mediation-notice" || is_notice && names.iter().any(|name| title.contains(name))
}

/// Papers whose dates are past, of a party's story, or of other meetings; every other paper may call to a sitting.
fn may_tell(id: &str) -> bool {
    let is_decision = id.ends_with("ruling") || id.ends_with("award") || id.ends_with("decision");
    !is_decision
        && ![
            "judgment",
            "mediation-paper",
            "mediation-agreement",
            "transcript",
            "effective-certificate",
            "valuation-report",
            "auction-notice",
            "creditors-meeting-notice",
            "claims-schedule",
            "distribution-plan",
            "payment-order",
            "public-summons",
            "proof-of-service",
            "fee-receipt",
            "appraisal-opinion",
        ]
        .contains(&id)
}

/// Whether the mail itself orders somebody to a sitting, by the words courts use for it. Anybody may speak of a sitting:
/// 12月15日闵行法院第七法庭开庭，请安排人员到庭.
pub fn is_ordered(mail: &Mail, arrived: Option<NaiveDate>) -> bool {
    let text = with_tomorrow(&mail.text, mail.dated, arrived);
    let read = sittings(&text, &mail.subject, "", arrived, false);
    !read.found.is_empty() || !read.beside.is_empty()
}

/// Whether a text says that the time is told later.
fn is_told_later(text: &str) -> bool {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let text = text.replace("不再另行通知", "").replace("不另行通知", "");
    ["另行通知", "另行告知", "另定", "待定"].iter().any(|word| text.contains(word))
}

/// The text in one way of writing numbers, dates and characters.
fn readable(text: &str, arrived: Option<NaiveDate>) -> String {
    let text = plain(text);
    let text = simplified(&text).unwrap_or(text);
    let text = ticks::chosen(&text).unwrap_or(text);
    let text = with_whole_labels(text);
    let text = half_told(text.replace(['│', '┃', '║'], "|"));
    // __2026__年__12__月: the lines of a blank that was filled in.
    let text = if text.contains('_') { text.replace('_', "") } else { text };
    let text = if text.contains("元月") { text.replace("元月", "1月") } else { text };
    let text = with_weekdays(with_years(&unspaced(&rejoined(&text)), arrived), arrived);
    let text = dotted(labelled(text));
    let text = in_same_month(year_first(with_digits(&text)));
    let text = centred::days_with_times(with_month_above(text));
    centred::days_into_rows(&text).unwrap_or(text)
}

/// 时　　间：, 地　　点： in one piece, and no 星期：四 between the day and the time of a form.
fn with_whole_labels(text: String) -> String {
    static SPREAD: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"(?m)(?P<ahead>^|[\s|])(?P<one>[时地日法])[ \u{3000}]+(?P<two>[间点期庭])(?P<mark>[ \u{3000}]*[:：])",
        )
        .ok()
    });
    static WEEKDAY: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?m)^[ \t]*星期[ \t]*[:：][ \t]*(?:星期|周)?[一二三四五六日天][ \t]*\n").ok());
    let text = match SPREAD.as_ref().filter(|regex| regex.is_match(&text)) {
        Some(regex) => regex.replace_all(&text, "${ahead}${one}${two}${mark}").into_owned(),
        None => text,
    };
    match WEEKDAY.as_ref().filter(|_| text.contains("星期")) {
        Some(regex) => regex.replace_all(&text, "").into_owned(),
        None => text,
    }
}

/// 上/下午 14时, 上（下）午14时 of a blank that nobody struck out: only the hour tells which.
fn half_told(text: String) -> String {
    ["上/下午", "上(下)午", "上、下午", "上下午"]
        .iter()
        .fold(text, |text, half| if text.contains(half) { text.replace(half, "") } else { text })
}

/// 12月1日…推迟至同月8日 with its month, which is the one told last.
fn in_same_month(text: String) -> String {
    static MONTH: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?P<month>\d{1,2})\s*月|同月(?P<day>\s*\d{1,2}\s*[日号])").ok());
    let Some(regex) = MONTH.as_ref().filter(|_| text.contains("同月")) else { return text };
    let mut last: Option<String> = None;
    let named = |read: &Captures<'_>| {
        let whole = read.get(0).map_or("", |it| it.as_str());
        if let Some(month) = read.name("month") {
            last = Some(month.as_str().to_owned());
        }
        match (&last, read.name("day")) {
            (Some(month), Some(day)) => format!("{month}月{}", day.as_str().trim_start()),
            _ => whole.to_owned(),
        }
    };
    regex.replace_all(&text, named).into_owned()
}

/// 12.10下午2:30, 12-22 09:00, 12/8(周二)9:00 with their month and day named. One digit on either side of a dot is the
/// number of a paragraph.
fn dotted(text: String) -> String {
    static DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?P<ahead>^|[^\d.\-/:年月A-Za-z])(?P<month>\d{1,2})(?P<mark>[./\-])(?P<day>\d{1,2})",
            r"(?P<time>(?:\s*[(]?(?:周|星期)[一二三四五六日天][)]?\s*|\s*[(][一二三四五六日天][)]\s*|\s+|\s*(?:上午|下午|晚上|中午))",
            r"(?:上午|下午|晚上|中午)?\s*\d{1,2}\s*(?:[:：]\s*\d{2}|[时点]))",
        ))
        .ok()
    });
    let Some(regex) = DAY.as_ref().filter(|_| text.contains([':', '：', '时', '点'])) else { return text };
    let named = |read: &Captures<'_>| {
        let part = |name: &str| read.name(name).map_or("", |it| it.as_str());
        let (month, day) = (part("month"), part("day"));
        let is_between = |number: &str, last: u32| number.parse::<u32>().is_ok_and(|it| (1..=last).contains(&it));
        let is_paragraph = part("mark") == "." && month.len() == 1 && day.len() == 1;
        match is_between(month, 12) && is_between(day, 31) && !is_paragraph {
            true => format!("{}{month}月{day}日{}", part("ahead"), part("time")),
            false => read.get(0).map_or("", |it| it.as_str()).to_owned(),
        }
    };
    regex.replace_all(&text, named).into_owned()
}

/// 开庭日期：12-17 on a line of its own, with its month and day named.
fn labelled(text: String) -> String {
    static DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"(?m)(?P<label>(?:日期|时间)\s*[:：|]?\s*)(?P<month>0?[1-9]|1[0-2])[-/](?P<day>0?[1-9]|[12]\d|3[01])(?P<end>\s*(?:[(]?(?:星期|周)[一二三四五六日天][)]?)?\s*)$",
        )
        .ok()
    });
    let Some(regex) = DAY.as_ref().filter(|_| text.contains("日期") || text.contains("时间")) else { return text };
    regex.replace_all(&text, "${label}${month}月${day}日${end}").into_owned()
}

/// 12月10日(2026年) with its year ahead.
fn year_first(text: String) -> String {
    static BEHIND: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?P<day>\d{1,2}月\d{1,2}日)\((?P<year>20\d\d)年\)").ok());
    let Some(regex) = BEHIND.as_ref().filter(|_| text.contains("年)")) else { return text };
    regex.replace_all(&text, "${year}年${day}").into_owned()
}

/// Characters that a form sets apart one by one.
static SPACED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?:[\p{Han}〇○\d:：] ){4,}[\p{Han}〇○\d]").ok());

/// 上 午 九 时 三 十 分 without the blanks between single characters.
fn unspaced(text: &str) -> String {
    let Some(regex) = SPACED.as_ref() else { return text.to_owned() };
    regex
        .replace_all(text, |read: &Captures<'_>| read.get(0).map_or("", |it| it.as_str()).replace(' ', ""))
        .into_owned()
}

#[cfg(test)]
mod tests;
