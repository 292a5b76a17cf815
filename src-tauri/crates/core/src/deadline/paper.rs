//! Periods and dates a paper states, and what each of them is about.

use chrono::NaiveDate;
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use super::Length;
use super::number::{self, is_numeral};

/// One matter a stated period can be about, by the words that tell of it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// Its name, such as 答辩.
    pub name: String,
    /// Words that stand near such a period.
    pub words: Vec<String>,
    /// Longer words that hold one of them and mean something else, such as 支付令.
    #[serde(default)]
    pub but_not: Vec<String>,
    /// Whether it is a remedy against the paper itself, such as 上诉: periods of quoted articles are then none.
    #[serde(default)]
    pub remedy: bool,
}

impl Topic {
    fn is_named_in(&self, piece: &str) -> bool {
        if self.but_not.is_empty() {
            return self.words.iter().any(|word| piece.contains(word.as_str()));
        }
        let without = self.but_not.iter().fold(piece.to_owned(), |left, word| left.replace(word.as_str(), ""));
        self.words.iter().any(|word| without.contains(word.as_str()))
    }
}

/// What the paper states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stated {
    /// A length.
    Length(Length),
    /// A date; `before` when it reads 某日前, which may leave the day itself out.
    Date {
        /// The day.
        date: NaiveDate,
        /// Whether 前 follows.
        before: bool,
    },
}

/// What a stated length counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// The paper's own service 收到、送达.
    Service,
    /// The end of the period for the answer 答辩期届满.
    AfterAnswer,
    /// Something else that is written there.
    Other,
    /// Nothing is written.
    Unwritten,
}

/// One stated period or date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Names of the topics it is about.
    pub topics: Vec<String>,
    /// What is stated.
    pub stated: Stated,
    /// What it counts from.
    pub start: Start,
    /// Whether it is for parties without a domicile in the country.
    pub is_abroad: bool,
    /// Whether the sentence tells how to disagree with this very paper 不服本判决.
    pub is_remedy: bool,
}

/// Longest sentence read; longer ones are cut, so that a hostile text cannot make reading slow.
const LONGEST_SENTENCE: usize = 2_000;

/// The text as it is compared: one form for every width, and no blanks, because papers break lines inside words.
pub fn plain(text: &str) -> String {
    text.nfkc().filter(|letter| !letter.is_whitespace() && !letter.is_control()).collect()
}

/// Every period and date stated in a text made plain.
pub fn terms(plain: &str, topics: &[Topic]) -> Vec<Term> {
    let mut terms = Vec::new();
    for sentence in plain.split(['。', ';', '!', '?']) {
        let letters: Vec<char> = sentence.chars().take(LONGEST_SENTENCE).collect();
        read_sentence(&letters, topics, &mut terms);
    }
    terms
}

/// The date told by one of the words in each sentence that holds one: the last before it (于某日发生法律效力), else the
/// first after it (生效日期：某日). Every different one, in order.
pub fn dates_near(plain: &str, words: &[String]) -> Vec<NaiveDate> {
    let mut found = Vec::new();
    for sentence in plain.split(['。', ';']) {
        let Some(at) = words.iter().filter_map(|word| sentence.find(word.as_str())).min() else { continue };
        let (before, after) = sentence.split_at(at);
        found.extend(dates_in(before).pop().or_else(|| dates_in(after).into_iter().next()));
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn dates_in(text: &str) -> Vec<NaiveDate> {
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

/// One stated thing in a sentence, with where it stands.
struct Spot {
    start: usize,
    end: usize,
    stated: Stated,
}

/// Words that speak of this very paper, as the last sentences of rulings do and quoted articles do not.
const REMEDY: [&str; 9] = [
    "不服本",
    "对本判决不服",
    "对本裁定不服",
    "对本决定不服",
    "自本裁定",
    "自本判决",
    "自收到本",
    "收到本裁定",
    "收到本决定",
];

fn read_sentence(letters: &[char], topics: &[Topic], terms: &mut Vec<Term>) {
    let spots = spots_in(letters);
    if spots.is_empty() {
        return;
    }
    let sentence = text_of(letters, 0, letters.len());
    let is_remedy = REMEDY.iter().any(|word| sentence.contains(word));
    let mut waiting: Vec<Term> = Vec::new();
    let mut last: Vec<String> = Vec::new();
    for (nth, spot) in spots.iter().enumerate() {
        let from = nth.checked_sub(1).and_then(|before| spots.get(before)).map_or(0, |before| before.end);
        let to = spots.get(nth + 1).map_or(letters.len(), |next| next.start);
        let before = text_of(letters, from, spot.start);
        let after = text_of(letters, spot.end, to);
        let own = topics_of(&before, &after, topics);
        // 冻结期限十二个月，自某日起至某日止: what names nothing of its own is about the same matter.
        let topics = match own {
            Some(own) if own.is_empty() && !is_remedy => last.clone(),
            own => own.unwrap_or_default(),
        };
        let is_abroad = before.contains("没有住所") || before.contains("无住所");
        let term = Term { topics, stated: spot.stated, start: start_of(&before, &after), is_abroad, is_remedy };
        if !term.topics.is_empty() {
            // One remedy, several periods for several parties: 十五日内，境外当事人三十日内，向本院递交上诉状.
            terms.extend(waiting.drain(..).map(|earlier| Term { topics: term.topics.clone(), ..earlier }));
            last.clone_from(&term.topics);
            terms.push(term);
        } else if is_remedy {
            waiting.push(term);
        }
    }
}

fn text_of(letters: &[char], from: usize, to: usize) -> String {
    letters.get(from..to).unwrap_or_default().iter().collect()
}

fn spots_in(letters: &[char]) -> Vec<Spot> {
    let mut spots = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        if let Some((date, end)) = date_at(letters, at) {
            if let Some((before, end)) = ends_a_span(letters, at, end) {
                spots.push(Spot { start: at, end, stated: Stated::Date { date, before } });
            }
            at = end;
        } else if let Some((length, end)) = length_at(letters, at) {
            spots.push(Spot { start: at, end, stated: Stated::Length(length) });
            at = end;
        } else {
            at += 1;
        }
    }
    spots
}

/// Words after a period that name no matter of their own: 十五日内向本院书面提出.
const GENERIC: [&str; 12] =
    ["向本院", "以书面形式", "以书面方式", "书面", "提出", "提交", "办理", "完成", "申请", "履行完毕", "的", ")"];

/// The topics of a stated thing: what follows it in the same clause, else what its own clause is headed with (举证期限为),
/// else the next clause that tells, else the clause before. `None` when it has a matter of its own that is no topic.
fn topics_of(before: &str, after: &str, topics: &[Topic]) -> Option<Vec<String>> {
    let named = |piece: &str| -> Vec<String> {
        topics.iter().filter(|topic| topic.is_named_in(piece)).map(|topic| topic.name.clone()).collect()
    };
    let mut following = after.split(',');
    let same = following.next().unwrap_or_default();
    let own = before.rsplit(',').next().unwrap_or_default();
    // 对申请如有异议，应当在七日内书面提出并附证据材料: the condition says what the period is about.
    let condition = before.rsplit(',').nth(1).filter(|clause| clause.contains("有异议"));
    if let Some(told) = condition.map(named).filter(|told| !told.is_empty()) {
        return Some(told);
    }
    let is_heading = ["期限", "期间", "期为", "期:", "有异议"].iter().any(|word| own.contains(word));
    let heading = if is_heading { named(own) } else { Vec::new() };
    let mut first = named(same);
    if !first.is_empty() {
        // 十五日内清偿债务，或者提出书面异议: one period for either.
        let or = following.clone().take_while(|piece| piece.starts_with('或'));
        first.extend(or.flat_map(named));
        return Some(first);
    }
    if !heading.is_empty() {
        return Some(heading);
    }
    // What else has to be done within the period is named there: then no other clause is about it.
    let has_own_matter = !GENERIC.iter().fold(same.to_owned(), |left, word| left.replace(word, "")).is_empty();
    if has_own_matter {
        return None;
    }
    let is_threat = |piece: &&str| piece.starts_with("逾期") || piece.starts_with("否则");
    let next = following.take_while(|piece| !is_threat(piece)).map(named).find(|found| !found.is_empty());
    let earlier = || before.rsplit(',').map(named).find(|found| !found.is_empty());
    Some(next.or_else(earlier).unwrap_or_default())
}

/// What a length counts from: told before it (自收到之次日起十五日内), else in a clause behind it (十五日，自收到之次日起算).
fn start_of(before: &str, after: &str) -> Start {
    match start_before(before) {
        Start::Unwritten => {
            let tells =
                |clause: &&str| clause.starts_with(['自', '从']) && (clause.contains('起') || clause.contains("计算"));
            after.split([',', '(', ')']).find(tells).map_or(Start::Unwritten, |clause| match start_before(clause) {
                Start::Unwritten => Start::Other,
                told => told,
            })
        }
        told => told,
    }
}

fn start_before(before: &str) -> Start {
    let own = before.rsplit(',').next().unwrap_or_default();
    let has = |text: &str, words: &[&str]| words.iter().any(|word| text.contains(word));
    if has(own, &["届满", "期满"]) {
        return if own.contains("答辩") { Start::AfterAnswer } else { Start::Other };
    }
    if has(own, &["生效", "受理之日", "立案之日", "受理次日", "立案次日", "开庭", "公告之日", "作出之日", "采取"])
    {
        return Start::Other;
    }
    let service = ["收到", "接到", "送达", "签收", "领取", "接收", "收悉", "本通知", "本告知"];
    if has(own, &service) || has(before, &service) { Start::Service } else { Start::Unwritten }
}

/// Makes a length of a number.
type Unit = fn(u32) -> Length;

/// Units of time as papers write them, longer words before the shorter ones they begin with.
const UNITS: [(&str, Unit); 8] = [
    ("个工作日", Length::WorkingDays),
    ("工作日", Length::WorkingDays),
    ("个自然日", Length::Days),
    ("自然日", Length::Days),
    ("个月", Length::Months),
    ("日", Length::Days),
    ("天", Length::Days),
    ("年", Length::Years),
];

/// A length written at this place, and where it ends. Bounds (不少于, 不超过) and parts of dates are none.
fn length_at(letters: &[char], at: usize) -> Option<(Length, usize)> {
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
    let end = at + digits + unit.chars().count();
    let tail = rest.get(unit.len()..).unwrap_or_default();
    let within = ["之内", "以内", "内"].iter().find(|word| tail.starts_with(**word));
    let lead = text_of(letters, at.saturating_sub(8), at);
    if ["不少于", "不得少于", "不超过", "不得超过", "不低于", "至少", "届满前", "少于", "超过"]
        .iter()
        .any(|word| lead.ends_with(word))
    {
        return None;
    }
    let is_headed =
        ["期限为", "期限是", "期限:", "期间为", "期间:", "期为", "期是", "期:", "期限", "日起", "次日起", "后"]
            .iter()
            .any(|word| lead.ends_with(word));
    match within {
        Some(word) => Some((length(value), end + word.chars().count())),
        None if is_headed && *unit != "年" => Some((length(value), end)),
        None => None,
    }
}

/// A date written at this place, and where it ends: 2026年12月5日, 二〇二六年十二月五日, 2026-12-05.
fn date_at(letters: &[char], at: usize) -> Option<(NaiveDate, usize)> {
    if at.checked_sub(1).and_then(|before| letters.get(before)).copied().is_some_and(is_numeral) {
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
    let (day, mut end) = number_at(letters, end + 1, 3)?;
    if let Some(mark) = day_mark {
        if *letters.get(end)? != mark {
            return None;
        }
        end += 1;
    }
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    (1900..=2200).contains(&year).then_some((date, end))
}

fn number_at(letters: &[char], at: usize, longest: usize) -> Option<(u32, usize)> {
    let digits = letters.get(at..)?.iter().take(longest).take_while(|letter| is_numeral(**letter)).count();
    Some((number::read(letters.get(at..at + digits)?)?, at + digits))
}

/// Whether a date closes a span, and where its closing words end: 至某日, 某日前, 某日止. A time of day may stand between.
fn ends_a_span(letters: &[char], start: usize, end: usize) -> Option<(bool, usize)> {
    let mut at = end;
    while letters.get(at).is_some_and(|letter| is_numeral(*letter) || "时点分:()上下午含当日本".contains(*letter))
        && at < end + 12
    {
        at += 1;
    }
    let tail = text_of(letters, at, (at + 2).min(letters.len()));
    if let Some(word) = ["之前", "以前", "前"].iter().find(|word| tail.starts_with(**word)) {
        return Some((true, at + word.chars().count()));
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
        "截止到",
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
        "延长到",
    ];
    leads.iter().any(|word| lead.ends_with(word)).then_some((false, end))
}

#[cfg(test)]
mod tests;
