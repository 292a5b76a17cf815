//! Court sittings: when, where, of what kind; from summonses, notices and the mail's own words.

mod beside;
mod fields;
mod kind;
mod layout;
mod marks;
mod off;
mod sits;
mod words;

use std::ops::Range;
use std::sync::LazyLock;

use chrono::{Datelike as _, FixedOffset, Months, NaiveDate, NaiveDateTime, TimeZone as _};

use regex::{Captures, Regex};

use super::Hearing;
use super::document::Seen;
use super::moment::{Moments, read as moments, with_digits};
use super::place::{place, tidy};
use super::text::{behind, first_chars, last_chars, plain, rejoined};
use super::traditional::simplified;
use crate::doubt::Doubt;
use crate::intake::COURT_OFFSET_SECONDS;
use crate::mail::Mail;
use kind::{first_act, kind_of, kind_of_name, without_rooms};
use layout::{Listed, Side};
use sits::{Around, Sits, is_among_sittings, is_held_then, is_next_of_row};

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
        let is_call = is_call(id);
        let Sittings { found: mut read, beside, is_guessed, has_unread } =
            sittings(&document.found.text, &document.found.title, id, arrived, true);
        let case = document.found.case_number.clone();
        let is_unclear = is_guessed || has_unread || is_call && read.is_empty();
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
    let read = sittings(&mail.text, &mail.subject, "", arrived, true);
    others.extend(read.beside);
    for hearing in read.found {
        take(&mut found, hearing, None, seen);
    }
    // 开庭通知 12月9日9:30 第3法庭: some say all of it in the subject.
    if found.is_empty() && others.is_empty() {
        let told = sittings(&mail.subject, &mail.subject, "", arrived, true);
        told.found.into_iter().for_each(|hearing| take(&mut found, hearing, None, seen));
    }
    // Whoever is only told to come at another time of the day gives no sitting beside the day's own.
    for hearing in others {
        if !found.iter().any(|it| it.starts.date_naive() == hearing.starts.date_naive()) {
            found.push(hearing);
        }
    }
    if found.is_empty() && beside::calls_without_time(&readable(&mail.text, arrived), arrived) {
        doubts.push(Doubt::mail("hearing-time-unclear", "邮件正文通知了开庭或到庭，但没有读到确定的时间"));
    }
    found.sort_by_key(|hearing| hearing.starts);
    found
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
    let read = sittings(&mail.text, &mail.subject, "", arrived, false);
    !read.found.is_empty() || !read.beside.is_empty()
}

/// The sittings of one text.
#[derive(Debug, Default)]
struct Sittings {
    found: Vec<Hearing>,
    /// Moments at which only somebody else, or everybody ahead of the sitting, is to be there.
    beside: Vec<Hearing>,
    /// Whether the one found is only the one moment left that nothing gives to another thing.
    is_guessed: bool,
    /// Whether a sitting is told whose time cannot be read for sure.
    has_unread: bool,
}

/// The sittings of one text; `is_loose` takes those as well that are only said to be held.
fn sittings(text: &str, title: &str, id: &str, arrived: Option<NaiveDate>, is_loose: bool) -> Sittings {
    let is_call = is_call(id);
    let text = readable(text, arrived);
    let Moments { told: moments, days } = moments(&text, arrived);
    let is_past = |starts: &NaiveDateTime| arrived.is_some_and(|arrived| starts.date() < arrived);
    let mut found: Vec<Hearing> = Vec::new();
    let mut beside: Vec<Hearing> = Vec::new();
    let mut left = Vec::new();
    // Where the last moment that is a sitting's ended: one listed right behind it shares its words.
    let mut last = None;
    for (nth, (range, starts)) in moments.iter().enumerate() {
        let next = moments.iter().skip(nth + 1).map(|(next, _)| next.start).find(|at| *at > range.start);
        let between = last.and_then(|last: usize| text.get(last..range.start)).map(str::trim);
        let is_ahead = is_loose && arrived.is_some() && !is_past(starts);
        let is_next = (is_call || is_ahead) && between.is_some_and(is_next_of_row);
        let side = layout::side(&text, range, &moments);
        let sits = match side {
            Some((Side::Former, _)) => Sits::No,
            Some((Side::New, _)) => Sits::Yes,
            None => says(&text, range, title, is_call, is_past(starts), is_ahead),
        };
        match if is_next && sits == Sits::Unsaid { Sits::Yes } else { sits } {
            Sits::Yes => {
                let Some(mut sitting) = hearing(*starts, &text, (range, next), title, id) else { continue };
                let room = layout::room_of_row(&text, range);
                let changed = side.and_then(|(_, column)| layout::room_of_change(&text, range, column));
                sitting.place = changed.or(room).or(sitting.place);
                if is_same_room(sitting.place.as_deref()) || layout::is_row_below(&text, range, last) {
                    sitting.place = found.last().and_then(|it| it.place.clone());
                }
                let ahead = nth.checked_sub(1).and_then(|nth| moments.get(nth)).map(|(ahead, _)| ahead.end);
                let is_of_others = beside::is_of_others(&text, range);
                if !is_of_others && ahead == last && between.is_some_and(off::is_replaced) {
                    found.pop_if(|it| it.kind == sitting.kind);
                }
                last = Some(range.end);
                match is_of_others {
                    true => beside.push(sitting),
                    false => found.push(sitting),
                }
            }
            Sits::Unsaid => left.push((range, starts)),
            Sits::No | Sits::Named => {}
        }
    }
    // 本案于…第一次开庭后休庭，现定于…: what calls to a sitting may come too late, but not beside one to come.
    if found.iter().any(|it| !is_past(&it.starts.naive_local())) {
        found.retain(|it| !is_past(&it.starts.naive_local()));
    }
    // A form whose labels and values were read apart: one moment with a time is the one meant.
    let is_alone = is_call && moments.len() == 1;
    left.retain(|(_, starts)| is_alone || arrived.is_some() && !is_past(starts));
    let is_guessed = found.is_empty()
        && beside.is_empty()
        && left.len() == 1
        && is_about_sitting(id, title)
        && !is_told_later(&text);
    if is_guessed {
        found.extend(left.iter().filter_map(|(range, starts)| hearing(**starts, &text, (range, None), title, id)));
    }
    let has_unread = days.iter().any(|(range, day)| {
        let is_past = arrived.is_some_and(|arrived| *day < arrived);
        let is_told = found.iter().any(|it| it.starts.date_naive() == *day);
        let is_unread = beside::has_time(&text, range) && !is_past && !is_told;
        is_unread && says(&text, range, title, is_call, false, is_loose) == Sits::Yes
    });
    // A form with nothing but its one moment leaves no doubt.
    Sittings { found, beside, is_guessed: is_guessed && !is_alone, has_unread }
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
    // __2026__年__12__月: the lines of a blank that was filled in.
    let text = if text.contains('_') { text.replace('_', "") } else { text };
    let text = if text.contains("元月") { text.replace("元月", "1月") } else { text };
    let text = dotted(with_years(&unspaced(&rejoined(&text)), arrived));
    year_first(with_digits(&text))
}

/// 12.10下午2:30, 12-22 09:00, 12/8(周二)9:00 with their month and day named. One digit on either side of a dot is the
/// number of a paragraph.
fn dotted(text: String) -> String {
    static DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?P<ahead>^|[^\d.\-/:年月A-Za-z])(?P<month>\d{1,2})(?P<mark>[./\-])(?P<day>\d{1,2})",
            r"(?P<time>(?:\s*[(]?(?:周|星期)[一二三四五六日天][)]?\s*|\s+|\s*(?:上午|下午|晚上|中午))",
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

/// 12月10日(2026年) with its year ahead.
fn year_first(text: String) -> String {
    static BEHIND: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?P<day>\d{1,2}月\d{1,2}日)\((?P<year>20\d\d)年\)").ok());
    let Some(regex) = BEHIND.as_ref().filter(|_| text.contains("年)")) else { return text };
    regex.replace_all(&text, "${year}年${day}").into_owned()
}

/// What the words around a moment, and the table or list it stands in, say of it.
fn says(text: &str, range: &Range<usize>, title: &str, is_call: bool, is_past: bool, is_ahead: bool) -> Sits {
    let before = text.get(..range.start).unwrap_or("");
    let after = text.get(range.end..).unwrap_or("");
    let flow = behind(text, range.end, 80);
    let around = Around::new(before, after, &flow, title, is_call);
    match around.sits() {
        // 前两次开庭：… is history; only what calls to a sitting may have come too late.
        Sits::Named if is_past => Sits::No,
        Sits::Yes if is_past && !is_call => Sits::No,
        Sits::Named => Sits::Yes,
        Sits::Unsaid => match layout::listed(text, range, title) {
            Listed::Named => Sits::Yes,
            Listed::Likely if is_ahead => Sits::Yes,
            // Nothing says that the moment is another thing's, and the words beside it speak of a sitting.
            _ if is_ahead && (around.tells_of_sitting() || is_held_then(before, &flow)) => Sits::Yes,
            _ if is_ahead && is_call && is_among_sittings(before) => Sits::Yes,
            _ => Sits::Unsaid,
        },
        sits => sits,
    }
}

/// 在同一法庭: the room is the one told before.
fn is_same_room(place: Option<&str>) -> bool {
    place.is_some_and(|place| {
        ["同一法庭", "原法庭", "该法庭", "同一地点", "上述法庭", "同法庭", "同上"].contains(&place)
    })
}

/// The sitting at a moment; `next` is where the next moment of the text begins.
fn hearing(
    starts: NaiveDateTime,
    text: &str,
    (range, next): (&Range<usize>, Option<usize>),
    title: &str,
    id: &str,
) -> Option<Hearing> {
    let zone = FixedOffset::east_opt(COURT_OFFSET_SECONDS)?;
    let starts = zone.from_local_datetime(&starts).single()?;
    let near = near(text, range);
    let behind: String =
        first_chars(text.get(range.end..).unwrap_or(""), 45).chars().filter(|c| !c.is_whitespace()).collect();
    let clause = behind.split(['。', '；']).next().unwrap_or("");
    // 12月23日9:00、12月24日9:00开庭: what the last moment of a row is of, the others are of as well.
    let is_moment = |piece: &&str| piece.chars().all(|c| c.is_ascii_digit() || "年月日时点分:：上下午".contains(c));
    let behind = without_rooms(clause.split('、').find(|piece| !is_moment(piece)).unwrap_or(""));
    // 第一次：… in the field of moments is told of by 第一次：… in the fields of reasons and of places.
    let nth = layout::nth(text, range);
    let reason = nth.as_deref().and_then(|nth| layout::of_nth(text, nth, &layout::REASONS));
    let named = reason.as_deref().and_then(first_act);
    let kind = match named.or_else(|| kind_of_name(text.get(..range.start).unwrap_or(""))) {
        Some(kind) => kind,
        None => kind_of(&near, &behind, title, id),
    };
    let room = nth.as_deref().and_then(|nth| layout::of_nth(text, nth, &layout::PLACES)).map(|room| tidy(&room));
    Some(Hearing { starts, place: room.or_else(|| place(text, range, next)), kind, part: "mail".to_owned() })
}

/// The words around a moment, a sentence or a form's field.
fn near(text: &str, range: &Range<usize>) -> String {
    let before = last_chars(text.get(..range.start).unwrap_or(""), 90);
    let after = first_chars(text.get(range.end..).unwrap_or(""), 60);
    format!("{before}{after}")
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

/// Days that a mail may take from its writing to its coming.
const LATE_MAIL: u32 = 3;

/// 明年1月5日 with its year, 本月27日 and 下月3日 with their year and month: all are told from the day the mail came.
fn with_years(text: &str, arrived: Option<NaiveDate>) -> String {
    let Some(arrived) = arrived.filter(|_| text.contains(['年', '月'])) else { return text.to_owned() };
    let of_month = |day: NaiveDate| format!("{}年{}月", day.year(), day.month());
    let next = arrived.checked_add_months(Months::new(1)).unwrap_or(arrived);
    // What comes in the first days of a month may have been written in the one before.
    let is_sure = arrived.day() > LATE_MAIL;
    let words = [
        ("明年", format!("{}年", arrived.year() + 1)),
        ("今年", format!("{}年", arrived.year())),
        ("本年", format!("{}年", arrived.year())),
        ("本月", of_month(arrived)),
        ("下个月", of_month(next)),
        ("下月", of_month(next)),
        ("次月", of_month(next)),
    ];
    let mut told = text.to_owned();
    for (word, meant) in words.iter().filter(|(word, _)| text.contains(word) && (is_sure || word.ends_with('年'))) {
        for number in "123456789一二三四五六七八九十".chars() {
            told = told.replace(&format!("{word}{number}"), &format!("{meant}{number}"));
        }
    }
    told
}

#[cfg(test)]
mod tests;
