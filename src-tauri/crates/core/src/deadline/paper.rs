//! Periods and dates a paper states, and what each of them is about.

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use super::Length;
use super::number::is_numeral;
use super::spot::{Spot, spots_in, text_of};
use super::{span, vague};

mod about;
mod dates;
mod ends;

pub(in crate::deadline) use about::tells_own_service;
use about::{is_abroad, start_of, topics_of, waits_for_all};
pub use dates::{dates_behind, dates_in, dates_near};

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
    /// Whether a date it states is the end of a span 至某日止: 某日前 is then something to be done, and none of it.
    #[serde(default)]
    pub span: bool,
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
    /// A time whose day is not told: 下周五前, 月底前, 四十八小时内.
    Unread,
    /// So long before the court sits 开庭三日前; `loose` when it reads 开庭前三日内, which may mean within those days.
    BeforeSitting {
        /// How long before.
        length: Length,
        /// Whether it may be read another way.
        loose: bool,
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
    /// What stands before it since the last one: it may name whom it is for.
    pub before: String,
    /// Whether words beside it change how it is counted: 十五日内（不含节假日）, 两周内.
    pub is_qualified: bool,
    /// Whether the day it counts from is counted itself: 自收到之日起（含当日）十五日内.
    pub counts_first_day: bool,
    /// Whether its sentence speaks of a measure that waits behind another court's 轮候, or of that court's.
    pub waits_behind: bool,
    /// Whether it stands in what a decision orders 裁定如下、判决如下, and not in the story before it.
    pub is_ordered: bool,
    /// The letters it stands in, as a person would look for them.
    pub said: String,
}

impl Term {
    /// Whether its own clause says that it is for this party. The name a letter opens with (某公司:) says nothing.
    pub fn is_for(&self, party: &str) -> bool {
        let own = self.before.rsplit(',').next().unwrap_or_default();
        // Lines are joined: behind the last name of a list of parties another's clause begins.
        let others = [":", "原告", "被告", "第三人", "上诉人", "被上诉人", "申请人", "被申请人"];
        own.split(party).skip(1).any(|rest| !others.iter().any(|next| rest.starts_with(next)))
    }

    /// Whether it is a day whose own clause names no party: the next instalment of whoever was named before (余款于某日前付清).
    pub fn is_instalment(&self) -> bool {
        let own = self.before.rsplit(',').next().unwrap_or_default();
        let parties = ["原告", "被告", "上诉人", "当事人", "申请", "第三人", "各方", "双方", "公司", "债"];
        matches!(self.stated, Stated::Date { .. }) && !parties.iter().any(|party| own.contains(party))
    }

    /// Whether it is for whoever is abroad (没有住所的，应在…), which does not tell that the one served here is.
    pub fn is_for_whoever_is_abroad(&self) -> bool {
        let is_condition = ["住所的", "的当事人", "的,"].iter().any(|word| self.before.contains(word));
        // 本案系涉外案件，没有住所的当事人应在: only the clause that names the domicile tells whose it is.
        let mut clauses = self.before.split([',', ':']).filter(|clause| clause.contains("住所")).peekable();
        let named = clauses.peek().is_some();
        let is_certain = |clause: &str| ["系", "因你", "鉴于"].iter().any(|word| clause.contains(word));
        let is_told = if named { clauses.any(is_certain) } else { is_certain(&self.before) };
        self.is_abroad && is_condition && !is_told
    }
}

/// Longest sentence read; longer ones are cut, so that a hostile text cannot make reading slow.
const LONGEST_SENTENCE: usize = 2_000;

/// The text as it is compared: one form for every width, and no blanks, because papers break lines inside words.
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let (mut rare, mut is_beside) = (String::new(), false);
    for letter in text.chars() {
        match as_it_is(letter) {
            Some(letter) => {
                normalised(&mut rare, &mut plain);
                is_beside = !letter.is_whitespace() && !letter.is_control();
                plain.extend(Some(letter).filter(|_| is_beside));
            }
            None => {
                // A mark that joins with the letter before it: both go the long way.
                if rare.is_empty() && is_beside && is_joining(letter) {
                    rare.extend(plain.pop());
                }
                rare.push(letter);
                is_beside = false;
            }
        }
    }
    normalised(&mut rare, &mut plain);
    plain
}

fn normalised(rare: &mut String, plain: &mut String) {
    if !rare.is_empty() {
        plain.extend(rare.nfkc().filter(|letter| !letter.is_whitespace() && !letter.is_control()));
        rare.clear();
    }
}

/// The plain form of the letters papers are made of; `None` for every other, which is looked up.
fn as_it_is(letter: char) -> Option<char> {
    match letter {
        '\0'..='\u{7f}' | '\u{4e00}'..='\u{9fff}' | '、' | '。' | '《' | '》' | '【' | '】' | '〇' => {
            Some(letter)
        }
        '\u{3000}' => Some(' '),
        '！'..='～' => char::from_u32(u32::from(letter) - 0xfee0),
        _ => None,
    }
}

fn is_joining(letter: char) -> bool {
    unicode_normalization::char::is_combining_mark(letter)
}

/// Every period and date stated in a text made plain. A day without a year is told by the day of service.
pub fn terms(plain: &str, topics: &[Topic], served: Option<NaiveDate>) -> Vec<Term> {
    let (mut terms, mut is_ordered) = (Vec::new(), false);
    let plain = without_contacts(plain);
    let plain = &*ends::without_repeated_numbers(&plain);
    for sentence in plain.split(['。', ';', '!', '?']) {
        if sentence.chars().any(is_numeral) || vague::is_in(sentence) {
            let letters: Vec<char> = sentence.chars().take(LONGEST_SENTENCE).collect();
            let known = terms.len();
            read_sentence(&letters, topics, served, &mut terms);
            let waits_behind = span::waits_behind(sentence);
            for term in terms.iter_mut().skip(known) {
                (term.waits_behind, term.is_ordered) = (waits_behind, is_ordered || orders(sentence));
            }
        }
        is_ordered |= orders(sentence);
    }
    terms
}

/// The text without brackets that tell where somebody is found, whose marks would cut the sentence around them in two:
/// 向管理人（通讯地址：某路9号；联系人：某先生）申报债权.
fn without_contacts(plain: &str) -> Cow<'_, str> {
    let contacts = ["地址:", "联系人", "联系电话", "电话:", "邮编", "邮箱:"];
    let is_one = |inner: &str| contacts.iter().any(|word| inner.contains(word)) && !inner.contains(['(', '。']);
    let mut left = String::new();
    let mut rest = plain;
    while let Some((ahead, behind)) = rest.split_once('(') {
        let Some((inner, after)) = behind.split_once(')') else { break };
        left.push_str(ahead);
        if is_one(inner) {
            rest = after;
        } else {
            left.push('(');
            rest = behind;
        }
    }
    if left.is_empty() {
        return Cow::Borrowed(plain);
    }
    left.push_str(rest);
    Cow::Owned(left)
}

/// Whether a sentence opens what a decision orders.
fn orders(sentence: &str) -> bool {
    [span::ORDER, "判决如下"].iter().any(|word| sentence.contains(word))
}

/// Words that speak of this very paper, as the last sentences of rulings do and quoted articles do not.
const REMEDY: [&str; 13] = [
    "自收到裁定书",
    "自收到决定书",
    "不服本",
    "如不服",
    "若不服",
    "对本判决不服",
    "对本裁定不服",
    "对本决定不服",
    "自本裁定",
    "自本判决",
    "自收到本",
    "收到本裁定",
    "收到本决定",
];

fn without_spans(mut names: Vec<String>, topics: &[Topic]) -> Vec<String> {
    names.retain(|name| !topics.iter().any(|topic| topic.span && topic.name == *name));
    names
}

fn read_sentence(letters: &[char], every: &[Topic], served: Option<NaiveDate>, terms: &mut Vec<Term>) {
    let spots = spots_in(letters, served);
    if spots.is_empty() {
        return;
    }
    let sentence = text_of(letters, 0, letters.len());
    // 自裁定送达之日起十五日内向人民法院提起诉讼 is the article itself; the ruling names its own court.
    let is_own = sentence.contains("自裁定送达") && sentence.contains("向本院");
    let is_remedy = is_own || REMEDY.iter().any(|word| sentence.contains(word));
    let mut waiting: Vec<Term> = Vec::new();
    let mut last: Vec<String> = Vec::new();
    let arounds: Vec<(String, String)> = (0..spots.len()).map(|nth| around(letters, &spots, nth)).collect();
    for (nth, (spot, (before, after))) in spots.iter().zip(arounds.clone()).enumerate() {
        let own = topics_of(&before, &after, every);
        // 十五日，即至某日止: the day is the end of the period before it.
        let is_day = matches!(spot.stated, Stated::Date { .. });
        // 冻结期限十二个月，自某日起至某日止: what names nothing of its own is about the same matter.
        let topics = match own {
            Some(own) if own.is_empty() && (!is_remedy || is_day) => last.clone(),
            own => own.unwrap_or_default(),
        };
        let topics = match spot.stated {
            Stated::Date { before: true, .. } => without_spans(topics, every),
            _ => topics,
        };
        let is_moved = ends::is_moved(&arounds, nth, &spots);
        let told = ends::told(&before, &after, spot.stated, &topics, is_moved, every);
        if told == ends::Told::Nothing {
            if !topics.is_empty() {
                last = topics;
            }
            continue;
        }
        let term = Term {
            topics,
            stated: ends::opened(spot.stated, told),
            start: start_of(&before, &after),
            is_abroad: is_abroad(&before, spot.stated),
            is_remedy,
            is_qualified: spot.is_loose
                || is_qualified(&after)
                || ends::has_another_weekday(spot.stated, &after)
                || ends::hangs_on_something(&before)
                || waits_for_all(&before, &after)
                || about::counts_from_another_paper(&before),
            counts_first_day: counts_first_day(&before, &after),
            waits_behind: false,
            is_ordered: false,
            said: text_of(letters, spot.start, spot.end),
            before,
        };
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

/// What stands before and behind one of the stated things, up to its neighbours.
///
/// 十五日内（最迟于某日）提交答辩状: a day that only says when the period before it ends lends it what stands behind.
fn around(letters: &[char], spots: &[Spot], nth: usize) -> (String, String) {
    let start_of = |nth: usize| spots.get(nth).map_or(letters.len(), |spot| spot.start);
    let from = nth.checked_sub(1).and_then(|before| spots.get(before)).map_or(0, |before| before.end);
    let before = text_of(letters, from, start_of(nth));
    let after = |nth: usize| text_of(letters, spots.get(nth).map_or(0, |spot| spot.end), start_of(nth + 1));
    let own = after(nth);
    let is_period = spots.get(nth).is_some_and(|spot| matches!(spot.stated, Stated::Length(_)));
    let is_day = spots.get(nth + 1).is_some_and(|next| matches!(next.stated, Stated::Date { .. } | Stated::Unread));
    if is_period && is_day && only_links(&own) { (before, after(nth + 1)) } else { (before, own) }
}

/// Whether words only lead from a period to the day on which it ends.
fn only_links(between: &str) -> bool {
    let words = [
        "也就是",
        "最迟",
        "至迟",
        "最晚",
        "不迟",
        "不晚",
        "不得迟",
        "不得晚",
        "截止",
        "截至",
        "但",
        "且",
        "并",
        "即",
        "于",
        "至",
        "到",
        "为",
        "在",
        ",",
        "(",
    ];
    let mut left = between;
    while let Some(rest) = words.iter().find_map(|word| left.strip_prefix(word)) {
        left = rest;
    }
    left.is_empty() && !between.is_empty()
}

/// Words that say what every period does: the day it counts from is left out.
const FIRST_DAY_LEFT_OUT: [&str; 6] =
    ["不含当日", "不含本日", "不包括当日", "当日不计入", "当日不计算在内", "不含收到当日"];

fn near_behind(after: &str) -> String {
    let near: String = after.chars().take(24).collect();
    FIRST_DAY_LEFT_OUT.iter().fold(near, |left, word| left.replace(word, ""))
}

/// Whether words right behind a period leave days out of it.
fn is_qualified(after: &str) -> bool {
    let near = near_behind(after);
    ["不含", "不包括", "除外", "扣除", "不计入", "不计算在内"].iter().any(|word| near.contains(word))
}

/// Whether words beside a period count the day of service in, which the law does not: every period is then a day shorter.
fn counts_first_day(before: &str, after: &str) -> bool {
    let own = before.rsplit(',').next().unwrap_or_default();
    let own = FIRST_DAY_LEFT_OUT.iter().fold(own.to_owned(), |left, word| left.replace(word, ""));
    let near = near_behind(after);
    let words = [
        "含当日",
        "含当天",
        "含本日",
        "含收到之日",
        "含收到当日",
        "含送达之日",
        "含送达当日",
        "包括当日",
        "当日计入",
        "当天计入",
        "当日起算",
        "当天起算",
        "当日开始计算",
        "当日计算在内",
    ];
    words.iter().any(|word| own.contains(word) || near.contains(word))
}

#[cfg(test)]
mod tests;
