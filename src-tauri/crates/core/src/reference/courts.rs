//! Every court by code and name.

use std::collections::{HashMap, HashSet};

use super::ReferenceError;

const FILE: &str = "cn/courts.csv";
const BUILTIN: &str = include_str!("../../../../data/cn/courts.csv");
/// Longest stem of a court's name looked for in a text, in characters.
const LONGEST_STEM: usize = 24;

/// One court.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Court {
    /// Code 法院代字; empty when it is not known.
    pub code: &'static str,
    /// Full name.
    pub name: &'static str,
    /// Province.
    pub province: &'static str,
    /// 1 supreme, 2 high, 3 intermediate, 4 basic.
    pub level: u8,
    /// Full name of the court above it.
    pub parent: &'static str,
}

/// A court's name met in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Byte range in the text.
    pub range: std::ops::Range<usize>,
    /// The courts it may mean; empty when no such court is known.
    pub courts: Vec<Court>,
}

/// Every court by code and name.
#[derive(Clone, Debug, Default)]
pub struct Courts {
    all: Vec<Court>,
    by_code: HashMap<&'static str, usize>,
    /// Stem of a name → first link; links lead through all courts with that stem.
    by_stem: HashMap<&'static str, usize>,
    links: Vec<(usize, Option<usize>)>,
    /// Short names of high and intermediate courts, such as 上海一中 (before 院).
    by_short: HashMap<String, usize>,
}

impl Courts {
    /// The data this program was built with.
    ///
    /// # Errors
    /// When the data does not parse, or an entry stands without a source.
    pub fn builtin() -> Result<Self, ReferenceError> {
        Self::read(BUILTIN)
    }

    /// Reads the table.
    ///
    /// # Errors
    /// When a line has another number of fields, its basis has no source, or a code stands twice.
    pub fn read(text: &'static str) -> Result<Self, ReferenceError> {
        let mut courts = Self::default();
        let mut sources = HashSet::new();
        let mut has_head = false;
        for (nth, line) in (1..).zip(text.lines()) {
            let refuse = |says: &str| Err(ReferenceError::new(FILE, format!("line {nth}: {says}")));
            if let Some(note) = line.strip_prefix('#') {
                let basis = note.trim().strip_prefix("source ").and_then(|note| note.split_once(": "));
                sources.extend(basis.filter(|(_, source)| !source.trim().is_empty()).map(|(basis, _)| basis));
                continue;
            }
            if !has_head {
                has_head = true;
                if line != "code,name,province,level,parent,basis" {
                    return refuse("unknown columns");
                }
                continue;
            }
            let mut fields = line.split(',');
            let row = (fields.next(), fields.next(), fields.next(), fields.next(), fields.next(), fields.next());
            let (Some(code), Some(name), Some(province), Some(level), Some(parent), Some(basis)) = row else {
                return refuse("a field is missing");
            };
            if fields.next().is_some() || name.is_empty() {
                return refuse("too many fields, or no name");
            }
            if !sources.contains(basis) {
                return refuse("no source for this basis");
            }
            let Some(level) = level.parse().ok().filter(|level| (1..=4).contains(level)) else {
                return refuse("level is not 1 to 4");
            };
            if !courts.add(Court { code, name, province, level, parent }) {
                return refuse("this code stands twice");
            }
        }
        Ok(courts)
    }

    fn add(&mut self, court: Court) -> bool {
        let at = self.all.len();
        self.all.push(court);
        if !court.code.is_empty() && self.by_code.insert(court.code, at).is_some() {
            return false;
        }
        for stem in stems(court.name) {
            let next = self.by_stem.insert(stem, self.links.len());
            self.links.push((at, next));
        }
        for short in shorts(court) {
            self.by_short.insert(short, at);
        }
        true
    }

    /// How many courts are known.
    pub fn count(&self) -> usize {
        self.all.len()
    }

    /// The court with this code.
    pub fn by_code(&self, code: &str) -> Option<Court> {
        self.by_code.get(code).and_then(|at| self.all.get(*at)).copied()
    }

    /// The one court a person means by its code, or by its full or short name with no more than its place ahead of it;
    /// none where several bear the name.
    pub fn meant_by(&self, text: &str) -> Option<Court> {
        let text = text.trim();
        self.by_code(text).or_else(|| {
            let named = self.named_in(text).into_iter().find(|named| named.range.end == text.len())?;
            let [court] = named.courts.as_slice() else { return None };
            let place = text.get(..named.range.start)?;
            (court.province.starts_with(place) || court.name.starts_with(place)).then_some(*court)
        })
    }

    /// Whether a case number may begin with this character: a province, the army or the 兵团.
    pub fn is_region(&self, first: &str) -> bool {
        self.by_code.contains_key(first) || matches!(first, "军" | "兵" | "最高法")
    }

    /// Every court named in a text, by full or short name, in order.
    pub fn named_in(&self, text: &str) -> Vec<Named> {
        let mut found = Vec::new();
        for (at, _) in text.match_indices('院') {
            let Some(before) = text.get(..at) else { continue };
            let end = at + '院'.len_utf8();
            let named = match before.strip_suffix("人民法").or_else(|| before.strip_suffix('法')) {
                Some(stem) => self.by_full(stem, end, before.ends_with("人民法")),
                None => self.by_abbreviation(before, end),
            };
            found.extend(named);
        }
        found
    }

    fn by_abbreviation(&self, before: &str, end: usize) -> Option<Named> {
        let court = tails(before, 2, 8).find_map(|(start, tail)| Some((start, *self.by_short.get(tail)?)));
        let (start, at) = court?;
        Some(Named { range: start..end, courts: self.all.get(at).copied().into_iter().collect() })
    }

    fn by_full(&self, before: &str, end: usize, is_long: bool) -> Option<Named> {
        for (start, stem) in tails(before, 2, LONGEST_STEM) {
            let Some(first) = self.by_stem.get(stem) else { continue };
            let ahead = before.get(..start).unwrap_or("");
            let mut courts = Vec::new();
            let mut next = Some(*first);
            while let Some((at, after)) = next.and_then(|link| self.links.get(link)) {
                courts.extend(self.all.get(*at).copied());
                next = *after;
            }
            return Some(Named { range: start..end, courts: agreeing(courts, ahead) });
        }
        // 某某人民法院 that no table knows; 本院, 该院, 有管辖权的人民法院 are no names.
        let name: String = before.chars().rev().take_while(|c| is_han(*c)).take(12).collect();
        let name: String = name.chars().rev().collect();
        let is_name =
            is_long && name.ends_with(['省', '市', '区', '县', '州', '旗', '盟', '级']) && name.chars().count() >= 3;
        let is_general =
            ["上级", "上一级", "下级", "各级", "地方", "原审", "一审", "二审", "辖区", "该区", "本市", "中级", "高级"];
        if !is_name || is_general.iter().any(|word| name.ends_with(word)) {
            return None;
        }
        Some(Named { range: before.len() - name.len()..end, courts: Vec::new() })
    }
}

/// Keeps the courts that the words ahead of the name do not speak against.
/// 某某市 ahead of 闵行区人民法院 is another court, whatever follows.
fn agreeing(courts: Vec<Court>, ahead: &str) -> Vec<Court> {
    let says = |length: usize| -> String {
        let tail: Vec<char> = ahead.chars().rev().take(length).collect();
        tail.into_iter().rev().collect()
    };
    let lies_in = |court: &Court, place: &str| {
        court.province.contains(place) || court.parent.contains(place) || court.name.contains(place)
    };
    let before = says(3);
    if before.ends_with(['省', '市', '区', '县', '州', '盟', '旗'])
        && before.chars().all(is_han)
        && before.chars().count() == 3
    {
        return courts.into_iter().filter(|court| lies_in(court, &before) || lies_in(court, &says(2))).collect();
    }
    let before = says(2);
    let near: Vec<Court> = courts.iter().filter(|court| lies_in(court, &before)).copied().collect();
    if before.chars().count() == 2 && !near.is_empty() { near } else { courts }
}

fn is_han(character: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&character)
}

/// The ends of a text with at most `longest` and at least `shortest` characters, longest first, each with its start.
fn tails(text: &str, shortest: usize, longest: usize) -> impl Iterator<Item = (usize, &str)> {
    let mut starts: Vec<usize> =
        text.char_indices().rev().take(longest).take_while(|(_, c)| is_han(*c)).map(|(at, _)| at).collect();
    starts.drain(..starts.len().min(shortest - 1));
    starts.into_iter().rev().filter_map(move |start| Some((start, text.get(start..)?)))
}

/// Stems by which a name may be met: with and without the places ahead, with and without 区, 县, 市.
fn stems(name: &'static str) -> Vec<&'static str> {
    let Some(full) = name.strip_suffix("人民法院").or_else(|| name.strip_suffix("法院")) else {
        return Vec::new();
    };
    let mut stems = vec![full];
    let mut rest = full;
    for places in [&["自治区", "省"][..], &["自治州", "地区", "市", "盟"][..]] {
        let cut = places.iter().filter_map(|place| Some(rest.find(place)? + place.len())).min();
        if let Some(tail) = cut.and_then(|cut| rest.get(cut..)).filter(|tail| tail.chars().count() >= 2) {
            rest = tail;
            stems.push(tail);
        }
    }
    let bare = rest.strip_suffix("新区").or_else(|| rest.strip_suffix(['区', '县', '市', '旗']));
    if let Some(bare) = bare.filter(|bare| bare.chars().count() >= 2 && !bare.ends_with("自治")) {
        stems.push(bare);
    }
    if let Some((at, _)) = rest.char_indices().nth(2).filter(|_| rest.ends_with("自治县") || rest.ends_with("自治旗"))
    {
        stems.extend(rest.get(..at));
    }
    stems.sort_unstable();
    stems.dedup();
    // 第一中级 alone could be any city's.
    stems.retain(|stem| {
        !(stem.ends_with("中级") && stem.chars().count() <= 4 && stem.starts_with('第')) && *stem != "高级"
    });
    stems
}

/// Short names before 院: 上海一中, 苏州中, 上海高, 最高.
fn shorts(court: Court) -> Vec<String> {
    let Some(full) = court.name.strip_suffix("人民法院") else { return Vec::new() };
    let place_of = |place: &str| {
        place
            .trim_end_matches("壮族自治区")
            .trim_end_matches("回族自治区")
            .trim_end_matches("维吾尔自治区")
            .trim_end_matches("自治区")
            .trim_end_matches(['省', '市'])
            .to_owned()
    };
    match court.level {
        1 => vec!["最高".to_owned()],
        2 => full
            .strip_suffix("高级")
            .map_or_else(Vec::new, |place| vec![format!("{}高", place_of(place)), format!("{place}高")]),
        3 => {
            let Some(place) = full.strip_suffix("中级") else { return Vec::new() };
            let city = place.strip_prefix(court.province).unwrap_or(place);
            let numbered = city.split_once('第').map(|(_, number)| number);
            match numbered {
                Some(number) => {
                    let city = place_of(court.province);
                    vec![
                        format!("{city}{number}中"),
                        format!("{}{number}中", court.province),
                        format!("{city}第{number}中"),
                    ]
                }
                None => vec![format!("{}中", place_of(city)), format!("{city}中")],
            }
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn courts() -> Courts {
        Courts::builtin().expect("built-in courts load")
    }

    #[test]
    fn the_table_is_whole() {
        let courts = courts();
        assert!(courts.count() > 3_400);
        assert_eq!(courts.by_code("沪0112").unwrap().name, "上海市闵行区人民法院");
        assert_eq!(courts.by_code("沪").unwrap().level, 2);
        assert_eq!(courts.by_code("沪0108").unwrap().name, "上海市闸北区人民法院");
        assert!(courts.by_code("沪0199").is_none());
    }

    #[rstest]
    #[case("沪0112", Some("沪0112"))]
    #[case(" 上海市闵行区人民法院 ", Some("沪0112"))]
    #[case("闵行区人民法院", Some("沪0112"))]
    #[case("上海闵行法院", Some("沪0112"))]
    #[case("上海市第一中级人民法院", Some("沪01"))]
    #[case("江苏闵行法院", None)]
    #[case("现由上海市闵行区人民法院", None)]
    #[case("上海市闵行区人民法院立案庭", None)]
    #[case("鼓楼区人民法院", None)]
    #[case("沪9999", None)]
    #[case("", None)]
    fn a_court_is_meant_by_code_or_by_its_name_alone(#[case] text: &str, #[case] code: Option<&str>) {
        assert_eq!(courts().meant_by(text).map(|court| court.code), code);
    }

    #[rstest]
    #[case("上海市闵行区人民法院", "沪0112")]
    #[case("现由上海市闵行区人民法院莘庄人民法庭审理", "沪0112")]
    #[case("闵行区人民法院", "沪0112")]
    #[case("闵行区法院", "沪0112")]
    #[case("闵行法院", "沪0112")]
    #[case("上海闵行法院", "沪0112")]
    #[case("浦东新区人民法院", "沪0115")]
    #[case("浦东法院", "沪0115")]
    #[case("上海一中院", "沪01")]
    #[case("上海市第一中级人民法院", "沪01")]
    #[case("上海高院", "沪")]
    #[case("苏州中院", "苏05")]
    #[case("苏州市中级人民法院", "苏05")]
    #[case("江苏省苏州市中级人民法院", "苏05")]
    #[case("广东省佛山市禅城区人民法院", "粤0604")]
    #[case("最高院", "最高法")]
    #[case("最高人民法院", "最高法")]
    #[case("上海金融法院", "沪74")]
    #[case("广州互联网法院", "粤0192")]
    #[case("苏州工业园区人民法院", "苏0591")]
    #[case("新晃县人民法院或者新晃法院", "湘1227")]
    #[case("湖南省新晃侗族自治县人民法院", "湘1227")]
    #[case("北京市朝阳区人民法院", "京0105")]
    #[case("重庆市第五中级人民法院", "渝05")]
    #[case("昆山法院", "苏0583")]
    fn a_name_leads_to_its_court(#[case] text: &str, #[case] code: &str) {
        let named = courts().named_in(text);
        let found: Vec<&str> = named.iter().flat_map(|named| &named.courts).map(|court| court.code).collect();
        assert!(found.contains(&code), "{text}: {found:?}");
    }

    #[rstest]
    #[case("某某市闵行区人民法院")]
    #[case("江苏省闵行区人民法院")]
    fn another_place_ahead_is_another_court(#[case] text: &str) {
        let named = courts().named_in(text);
        assert_eq!(named.len(), 1, "{named:?}");
        assert!(named[0].courts.is_empty(), "{named:?}");
    }

    #[rstest]
    #[case("本院")]
    #[case("上海市第六人民医院")]
    #[case("上海市人民检察院")]
    #[case("向有管辖权的人民法院起诉")]
    #[case("上一级人民法院")]
    fn what_names_no_court(#[case] text: &str) {
        assert!(courts().named_in(text).is_empty(), "{:?}", courts().named_in(text));
    }

    #[rstest]
    #[case("code,name,province,level,parent,basis\n沪,上海市高级人民法院,上海市,2,,rule")]
    #[case("# source rule: x\ncode,name,province,level,parent,basis\n沪,上海市高级人民法院,上海市,9,,rule")]
    #[case("# source rule: x\ncode,name,province,level,parent,basis,more")]
    #[case(
        "# source rule: x\ncode,name,province,level,parent,basis\n沪,甲法院,上海市,2,,rule\n沪,乙法院,上海市,2,,rule"
    )]
    fn what_is_refused(#[case] text: &'static str) {
        assert!(Courts::read(text).is_err());
    }
}
