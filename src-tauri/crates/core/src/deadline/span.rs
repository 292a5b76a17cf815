//! Spans of a seizure or a freeze 保全期限: which of those a paper names is the one that runs now.

use chrono::NaiveDate;

use super::Length;
use super::gate::Paper;
use super::paper::{Stated, Term};
use super::spot::{number_with_unit, text_of};

/// Words behind which a ruling orders something.
pub const ORDER: &str = "裁定如下";

/// Words of a measure that waits behind another court's, or of that court's: none of its days is ours
/// (查封、扣押、冻结规定 第二十六条).
const WAITING: [&str; 9] =
    ["轮候", "首先查封", "首先冻结", "首先扣押", "首封", "首冻", "在先查封", "在先冻结", "先行查封"];

/// Words of a span that came before this one.
const FORMER: [&str; 10] = ["原冻结", "原查封", "原扣押", "原保全", "原期限", "此前", "前次", "上次", "上一次", "曾于"];

/// Words of a span that goes on from another.
const RENEWED: [&str; 9] = ["续行", "续冻", "续封", "续查", "续扣", "续期", "继续冻结", "继续查封", "继续扣押"];

/// Words of an end that takes the place of another.
const CHANGED: [&str; 6] = ["延长", "延期", "变更", "更正", "改为", "顺延"];

/// Whether a sentence speaks of a seizure that waits behind another court's, or of that court's own.
pub fn waits_behind(sentence: &str) -> bool {
    WAITING.iter().any(|word| sentence.contains(word))
}

/// The ends of spans a paper names.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Spans {
    /// Those that run now, the earliest first.
    pub ends: Vec<NaiveDate>,
    /// Why they may not be the ones, or not all.
    pub unsure: Vec<&'static str>,
    /// Whether the paper only lifts what it names.
    pub is_lifted: bool,
    /// Whether there are several, of which one may have taken the place of another.
    pub may_follow: bool,
}

impl Spans {
    /// The same with one of its ends alone.
    pub fn only(&self, end: NaiveDate) -> Self {
        Self { ends: vec![end], unsure: self.unsure.clone(), is_lifted: self.is_lifted, may_follow: self.may_follow }
    }

    /// The spans a paper names for a topic.
    pub fn of(paper: &Paper<'_>, topic: &str) -> Self {
        let of_topic = paper.terms.iter().filter(|term| term.topics.iter().any(|it| it == topic));
        let every: Vec<(&Term, NaiveDate)> = of_topic.filter_map(|term| Some((term, end(term)?))).collect();
        let (behind, own): (Vec<_>, Vec<_>) = every.into_iter().partition(|(term, _)| term.waits_behind);
        let mut told = Self::default();
        if !behind.is_empty() {
            told.unsure.push("文书写有轮候的或者其他法院在先的查封、冻结，其期限没有计入");
        }
        let order = paper.plain.split_once(ORDER).map(|(_, order)| order);
        let says = |words: &[&str], text: &str| words.iter().any(|word| text.contains(word));
        let lifts = order.is_some_and(|order| order.contains("解除") && !says(&RENEWED, order));
        let (ordered, narrated): (Vec<_>, Vec<_>) =
            own.into_iter().partition(|(term, _)| order.is_none() || term.is_ordered);
        let current = if ordered.is_empty() { &narrated } else { &ordered };
        // The nearer word tells: a notice of renewal is headed 续行冻结告知书 and then speaks of the former span.
        let at = |words: &[&str], term: &Term| words.iter().filter_map(|word| term.before.rfind(word)).max();
        let goes_on = |term: &Term| at(&RENEWED, term) > at(&FORMER, term);
        let renewed = current.iter().filter(|(term, _)| goes_on(term)).map(|(_, end)| *end).max();
        let is_former = |(term, end): &&(&Term, NaiveDate)| {
            at(&FORMER, term) > at(&RENEWED, term) && renewed.is_some_and(|renewed| *end < renewed)
        };
        told.ends = current.iter().filter(|it| !is_former(it)).map(|(_, end)| *end).collect();
        told.ends.sort_unstable();
        told.ends.dedup();
        let follows = |(term, _): &(&Term, NaiveDate)| says(&RENEWED, &term.before) || says(&CHANGED, &term.before);
        told.may_follow = told.ends.len() > 1 && current.iter().any(follows);
        if ordered.is_empty() && !narrated.is_empty() && order.is_some() {
            // What a ruling tells before it orders anything ran before; where it lifts that, nothing is left of it.
            told.is_lifted = lifts && told.ends.len() == 1;
            told.unsure.push("期限写在裁定主文之前，可能是以前的期限");
            if lifts {
                told.ends.clear();
            }
        }
        told
    }
}

/// How long before the end a paper asks to be told 届满十五日前, 到期前一个月; the longest where it says several.
///
/// 届满前十日内 is a time that begins then, and says nothing of when it is too late.
pub fn asked_ahead(plain: &str) -> Option<Length> {
    let ends = ["届满", "到期", "期满"];
    let found = ends.iter().flat_map(|word| plain.split(word).skip(1)).filter_map(|behind| {
        let letters: Vec<char> = behind.chars().take(16).collect();
        let lead = ["之日前", "日前", "之前", "以前", "前"].iter().find(|lead| behind.starts_with(**lead));
        let at = lead.map_or(0, |lead| lead.chars().count());
        let (length, end) = number_with_unit(&letters, at)?;
        let tail = text_of(&letters, end, letters.len());
        let is_before = tail.starts_with('前') || tail.starts_with("之前") || tail.starts_with("以前");
        let is_within = ["内", "之内", "以内"].iter().any(|word| tail.starts_with(word));
        (if lead.is_some() { !is_within } else { is_before }).then_some(length)
    });
    found.max_by_key(|length| match length {
        Length::Days(days) => *days,
        Length::WorkingDays(days) => days * 3 / 2,
        Length::Months(months) => months * 31,
        Length::Years(years) => years * 366,
    })
}

fn end(term: &Term) -> Option<NaiveDate> {
    match term.stated {
        Stated::Date { date, .. } => Some(date),
        Stated::Length(_) | Stated::BeforeSitting { .. } | Stated::Unread => None,
    }
}
