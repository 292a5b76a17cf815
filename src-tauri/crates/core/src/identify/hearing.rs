//! Court sittings: when, where, of what kind; from summonses, notices and the mail's own words.

use chrono::{FixedOffset, NaiveDate, NaiveDateTime, TimeZone as _};

use super::Hearing;
use super::document::Seen;
use super::moment::{moments, with_digits};
use super::place::place;
use super::text::{first_chars, last_chars, plain};
use crate::doubt::Doubt;
use crate::intake::COURT_OFFSET_SECONDS;
use crate::mail::Mail;

/// Words right before a moment that make it a sitting's.
const CUES: [&str; 36] = [
    "应到时间",
    "到庭时间",
    "开庭时间",
    "庭审时间",
    "开庭日期",
    "听证时间",
    "谈话时间",
    "调解时间",
    "会议时间",
    "宣判时间",
    "审理时间",
    "定于",
    "订于",
    "改为",
    "改至",
    "改期至",
    "改期到",
    "变更为",
    "变更至",
    "延期至",
    "延期到",
    "推迟至",
    "推迟到",
    "调整为",
    "调整至",
    "改到",
    "改在",
    "改于",
    "调整到",
    "变更到",
    "提前至",
    "提前到",
    "顺延至",
    "顺延到",
    "到庭日期",
    "应到日期",
];
/// What is said behind a moment that no longer holds.
const GIVEN_UP: [&str; 14] = [
    "变更为",
    "变更至",
    "变更到",
    "调整为",
    "调整至",
    "调整到",
    "改为",
    "改至",
    "改到",
    "改期",
    "改在",
    "取消",
    "不再进行",
    "另行通知",
];
/// Words that say a sitting is meant.
const SITTINGS: [&str; 12] =
    ["开庭", "庭审", "到庭", "出庭", "证据交换", "庭前会议", "谈话", "询问", "听证", "调解", "宣判", "法庭"];
/// Dates that are no sittings of the court.
const OTHERS: [&str; 16] = [
    "送达时间",
    "发送时间",
    "签收时间",
    "打印时间",
    "债权人会议",
    "拍卖",
    "竞价",
    "变卖",
    "看样",
    "报名",
    "申报债权",
    "债权申报",
    "举证期限",
    "缴费",
    "签发",
    "有效期",
];

/// Every sitting in the documents and the mail, earliest source first, each moment once.
/// `arrived` is the day the mail came, from which a date without a year is counted.
pub fn all(mail: &Mail, arrived: Option<NaiveDate>, seen: &[Seen], doubts: &mut Vec<Doubt>) -> Vec<Hearing> {
    let mut found: Vec<Hearing> = Vec::new();
    for document in seen {
        let id = document.found.kind.as_deref().unwrap_or("");
        if !may_tell(id) {
            continue;
        }
        let is_call = is_call(id);
        let mut read = in_text(&document.found.text, &document.found.title, id, arrived);
        let case = document.found.case_number.clone();
        if is_call && read.is_empty() && !document.found.text.trim().is_empty() {
            let detail = format!("{}上没有读到确定的开庭时间", document.found.title);
            doubts.push(Doubt::part("hearing-time-unclear", &document.found.part, detail));
        }
        read.iter_mut().for_each(|hearing| hearing.part.clone_from(&document.found.part));
        for hearing in read {
            take(&mut found, hearing, case.as_deref(), seen);
        }
    }
    for hearing in in_text(&mail.text, &mail.subject, "", arrived) {
        take(&mut found, hearing, None, seen);
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

/// Papers that call us to a sitting.
fn is_call(id: &str) -> bool {
    ["summons", "hearing-notice", "postponement-notice", "evidence-exchange-notice", "arbitration-hearing-notice"]
        .contains(&id)
}

/// Papers in which a date of a sitting may stand; judgments and pleadings tell of past ones.
fn may_tell(id: &str) -> bool {
    is_call(id)
        || [
            "response-notice",
            "case-acceptance",
            "joinder-notice",
            "evidence-notice",
            "panel-notice",
            "pre-trial-mediation-notice",
            "appeal-acceptance",
            "retrial-notice",
            "notice",
            "information",
            "procedure-conversion",
            "announcement",
        ]
        .contains(&id)
}

fn in_text(text: &str, title: &str, id: &str, arrived: Option<NaiveDate>) -> Vec<Hearing> {
    let is_call = is_call(id);
    let text = with_digits(&plain(text));
    let moments = moments(&text, arrived);
    let mut found = Vec::new();
    let mut left = Vec::new();
    // Where the last moment that is a sitting's ended: one listed right behind it shares its words.
    let mut last = None;
    for (range, starts) in &moments {
        let before = text.get(..range.start).unwrap_or("");
        let after = text.get(range.end..).unwrap_or("");
        let between = last.and_then(|last: usize| text.get(last..range.start)).map(str::trim);
        let is_next = is_call && between.is_some_and(|between| ["、", "及", "和"].contains(&between));
        let sits = is_sitting(before, after, title, is_call);
        match if is_next && sits == Sits::Unsaid { Sits::Yes } else { sits } {
            Sits::Yes => {
                found.extend(hearing(*starts, &text, range.clone(), title, id));
                last = Some(range.end);
            }
            Sits::Unsaid => left.push((range, starts)),
            Sits::No => {}
        }
    }
    // A form whose labels and values were read apart: one moment with a time is the one meant.
    if let ([(range, starts)], 1, true, true) = (left.as_slice(), moments.len(), is_call, found.is_empty()) {
        found.extend(hearing(**starts, &text, (*range).clone(), title, id));
    }
    found
}

/// What the words around a moment say of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sits {
    /// A sitting is held then.
    Yes,
    /// The moment is another thing's, or a sitting's that was moved or given up.
    No,
    /// Nothing is said.
    Unsaid,
}

fn hearing(starts: NaiveDateTime, text: &str, range: std::ops::Range<usize>, title: &str, id: &str) -> Option<Hearing> {
    let zone = FixedOffset::east_opt(COURT_OFFSET_SECONDS)?;
    let starts = zone.from_local_datetime(&starts).single()?;
    let near = near(text, &range);
    let behind: String =
        first_chars(text.get(range.end..).unwrap_or(""), 30).chars().filter(|c| !c.is_whitespace()).collect();
    let behind = behind.split(['、', '。', '；']).next().unwrap_or("");
    let kind = kind_of(&near, behind, title, id);
    Some(Hearing { starts, place: place(text, &range), kind, part: "mail".to_owned() })
}

/// The words around a moment, a sentence or a form's field.
fn near(text: &str, range: &std::ops::Range<usize>) -> String {
    let before = last_chars(text.get(..range.start).unwrap_or(""), 90);
    let after = first_chars(text.get(range.end..).unwrap_or(""), 60);
    format!("{before}{after}")
}

fn is_sitting(before: &str, after: &str, title: &str, is_call: bool) -> Sits {
    let label: String = before.rsplit('\n').next().unwrap_or("").chars().filter(|c| !c.is_whitespace()).collect();
    let is_bare_label = label.trim_end_matches([':', '：']) == "时间";
    let squeezed = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let before = squeezed(last_chars(before, 50));
    let after = squeezed(first_chars(after, 50));
    let close = last_chars(&before, 12).trim_end_matches([':', '：', '(', '于', '为', '在', '是']);
    let sentence = before.rfind(['。', '；', '!']).and_then(|at| before.get(at..)).unwrap_or(&before);
    let rest = after.split(['。', '；']).next().unwrap_or("");
    let is_old = ["原定", "原定于", "原开庭时间", "原定开庭时间", "原通知", "原传票", "取消", "原"]
        .iter()
        .any(|word| close.ends_with(word));
    let is_other =
        OTHERS.iter().any(|word| last_chars(sentence, 18).contains(word) || first_chars(rest, 16).contains(word));
    if is_old
        || is_other
        || is_given_up(&before, rest)
        || rest.starts_with('前')
        || rest.starts_with("之前")
        || rest.starts_with("以前")
        || before.ends_with('自')
    {
        return Sits::No;
    }
    let has_cue = is_bare_label || CUES.iter().any(|cue| close.ends_with(cue) || last_chars(&before, 10).contains(cue));
    let has_sitting =
        SITTINGS.iter().any(|word| first_chars(rest, 36).contains(word) || last_chars(sentence, 30).contains(word));
    let is_titled = SITTINGS.iter().any(|word| title.contains(word)) || title.contains("传票");
    let is_past = ["于"].iter().any(|word| before.ends_with(word))
        && ["立案", "受理", "作出", "收到", "公开开庭进行了审理"]
            .iter()
            .any(|word| first_chars(rest, 20).contains(word));
    // 定于…证据交换、…开庭: the second moment shares the first one's cue.
    let is_listed = before.ends_with(['、', '，', '及', '和']) && sentence.contains("定于");
    let is_next = is_listed && SITTINGS.iter().any(|word| first_chars(rest, 10).contains(word));
    let is_cued = has_cue && (has_sitting || is_call || is_titled);
    match is_past {
        true => Sits::No,
        false if is_next || is_cued || has_sitting && before.ends_with(['于', '请']) => Sits::Yes,
        false => Sits::Unsaid,
    }
}

/// Whether the sitting at a moment was moved or given up: 由…变更为, …的庭审取消. What is said of the next moment in
/// the same sentence is not said of this one.
fn is_given_up(before: &str, rest: &str) -> bool {
    let own =
        rest.find("年").filter(|at| rest.get(..*at).is_some_and(|ahead| ahead.ends_with(|c: char| c.is_ascii_digit())));
    let own = own.and_then(|at| rest.get(..at)).unwrap_or(rest);
    // 届时不再另行通知 gives nothing up.
    let own = first_chars(own, 40).replace("不再另行通知", "").replace("不另行通知", "");
    let is_from = before.ends_with(['由', '从']) || before.ends_with("由原") || before.ends_with("从原");
    let moves = GIVEN_UP.iter().any(|word| own.contains(word));
    // 改期 behind a moment that is itself the new one: 改期至…开庭.
    let is_new = ["改期至", "改期到", "改为", "改至", "改到", "变更为", "调整为", "调整至", "延期至", "推迟至"]
        .iter()
        .any(|word| before.ends_with(word));
    !is_new && (is_from || moves)
}

fn kind_of(near: &str, behind: &str, title: &str, id: &str) -> &'static str {
    let squeezed: String = near.chars().filter(|c| !c.is_whitespace()).collect();
    // 召开庭前会议 holds 开庭 by chance.
    let squeezed = squeezed.replace("召开", "");
    let behind = behind.replace("召开", "");
    let reason = squeezed
        .split_once("传唤事由")
        .or_else(|| squeezed.split_once("传唤原因"))
        .map(|(_, rest)| first_chars(rest, 14).to_owned());
    let reason = reason.map(|reason| reason.split("应到").next().unwrap_or("").to_owned());
    for words in [reason.unwrap_or_default(), behind, title.to_owned(), squeezed] {
        if words.contains("证据交换") || words.contains("交换证据") {
            return "evidence-exchange";
        }
        if words.contains("开庭") || words.contains("庭审") || words.contains("宣判") || words.contains("审理")
        {
            return "trial";
        }
        if ["庭前会议", "谈话", "询问", "听证"].iter().any(|word| words.contains(word)) {
            return "conference";
        }
        if words.contains("调解") {
            return "mediation";
        }
    }
    match id {
        "evidence-exchange-notice" => "evidence-exchange",
        "pre-trial-mediation-notice" => "mediation",
        _ => "trial",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(
        "定于2026年12月8日上午9时30分在第三法庭公开开庭审理，请准时到庭。",
        "2026-12-08T09:30:00+08:00",
        Some("第三法庭"),
        "trial"
    )]
    #[case(
        "应到时间：2026年12月10日9时30分\n应到处所：第三法庭",
        "2026-12-10T09:30:00+08:00",
        Some("第三法庭"),
        "trial"
    )]
    #[case(
        "应到时间 二〇二六年十二月十日上午九时三十分\n应到处所 本院第八法庭",
        "2026-12-10T09:30:00+08:00",
        Some("第八法庭"),
        "trial"
    )]
    #[case("开庭时间：2026-12-10 09:30，地点：第十二法庭", "2026-12-10T09:30:00+08:00", Some("第十二法庭"), "trial")]
    #[case(
        "本案定于２０２６年１２月１０日下午２：００在线庭审，会议号：123 456 789",
        "2026-12-10T14:00:00+08:00",
        Some("在线庭审（会议号：123 456 789）"),
        "trial"
    )]
    #[case(
        "定于2026年12月10日（星期四）下午14时整在本院第二十一法庭组织证据交换",
        "2026-12-10T14:00:00+08:00",
        Some("第二十一法庭"),
        "evidence-exchange"
    )]
    #[case(
        "定于2026年12月10日下午2点半在诉调中心302调解室进行调解",
        "2026-12-10T14:30:00+08:00",
        Some("诉调中心302调解室"),
        "mediation"
    )]
    #[case(
        "传唤事由：谈话\n应到时间：2026年12月10日 13:45\n应到处所：C203法庭",
        "2026-12-10T13:45:00+08:00",
        Some("C203法庭"),
        "conference"
    )]
    #[case(
        "原定2026年12月10日09:30开庭改为2026年12月17日14:00，地点第八法庭",
        "2026-12-17T14:00:00+08:00",
        Some("第八法庭"),
        "trial"
    )]
    #[case(
        "请于2026年12月8日9时到本院第五法庭参加庭前会议",
        "2026-12-08T09:00:00+08:00",
        Some("第五法庭"),
        "conference"
    )]
    fn sittings_as_courts_write_them(
        #[case] text: &str,
        #[case] starts: &str,
        #[case] place: Option<&str>,
        #[case] kind: &str,
    ) {
        let found = in_text(text, "", "", None);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!(found[0].starts.to_rfc3339(), starts, "{text}");
        assert_eq!(found[0].place.as_deref(), place, "{text}");
        assert_eq!(found[0].kind, kind, "{text}");
    }

    #[rstest]
    #[case("第一次债权人会议定于2026年12月10日9时30分在第三法庭召开")]
    #[case("网络司法拍卖定于2026年12月10日10时开始")]
    #[case("本院于2026年11月10日9时30分立案受理")]
    #[case("请于2026年12月10日17时前缴费，逾期按撤诉处理，不再开庭")]
    #[case("原定2026年12月10日09:30的庭审取消")]
    #[case("发送时间：2026年11月23日 15:32")]
    #[case("2026年2月30日9时30分开庭")]
    fn moments_that_are_no_sittings(#[case] text: &str) {
        let found = in_text(text, "", "", None);
        assert!(found.is_empty(), "{text}: {found:?}");
    }
}
