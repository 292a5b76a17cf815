//! Where a folder lies now that staff renamed or moved: told by what was planned into it and where that lies.

use std::collections::{BTreeMap, BTreeSet};

use super::LONGEST_PATH;
use super::name::{cleaned, units};

/// Shortest stem a file's name is cut to, in UTF-16 units; what is longer still keeps the place it was planned at.
const SHORTEST_STEM: usize = 16;

/// A document that was filed: the place it was planned at, and where it lies now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lying<'a> {
    /// Path below the case root as it was planned.
    pub planned: &'a str,
    /// Path below the case root as it is known now.
    pub now: &'a str,
}

/// The folder of a path; empty for one right below the root.
pub fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The folder of a case in the place of one of its documents: down to the first piece that bears its number. None where
/// the pattern names no case.
pub fn case_folder<'a>(path: &'a str, number: &str) -> Option<&'a str> {
    let (folder, number) = (folder_of(path), cleaned(number));
    let at = folder.find(&number).filter(|_| !number.is_empty())?;
    let end = folder.get(at..)?.find('/').map_or(folder.len(), |slash| at + slash);
    folder.get(..end)
}

/// Where everything that was planned right into a folder lies now: the one place below which most of it is found.
pub fn same_folder(folder: &str, all: &[Lying<'_>]) -> Option<String> {
    let places = all.iter().filter(|one| folder_of(one.planned) == folder).map(|one| folder_of(one.now).to_owned());
    most(places.collect()).filter(|found| found != folder)
}

/// Where the folder of a case lies now. What lies below it keeps its names when it is renamed or moved as a whole; where
/// they changed as well, the piece that still bears the number tells it.
pub fn moved_case(folder: &str, number: &str, all: &[Lying<'_>]) -> Option<String> {
    let place = |one: &Lying<'_>| {
        let below = folder_of(one.planned).strip_prefix(folder)?;
        let now = folder_of(one.now);
        let kept = now.strip_suffix(below).filter(|kept| !kept.is_empty() && !kept.ends_with('/'));
        kept.or_else(|| case_folder(one.now, number)).map(str::to_owned)
    };
    let is_within = |one: &&Lying<'_>| one.planned.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    most(all.iter().filter(is_within).filter_map(place).collect()).filter(|found| found != folder)
}

/// Words of a place where staff put away what is over: what is new does not belong there.
const PUT_AWAY: [&str; 8] = ["结案", "归档", "存档", "备份", "历史", "旧案", "作废", "回收"];

/// Where a folder above those of the cases lies now, such as a court's or a year's, told by the papers below it, each with
/// the number of its case. Cases may have been taken elsewhere by themselves: where the new name is not like the old one,
/// several must lie there and nobody else's.
pub fn moved_above(folder: &str, all: &[(Lying<'_>, &str)], holds_others: impl FnOnce(&str) -> bool) -> Option<String> {
    let place = |one: &Lying<'_>| {
        let depth = folder_of(one.planned).strip_prefix(folder)?.matches('/').count();
        let mut now = folder_of(one.now);
        for _ in 0..depth {
            now = now.rsplit_once('/')?.0;
        }
        Some(now.to_owned())
    };
    let found = most(all.iter().filter_map(|(one, _)| place(one)).collect()).filter(|found| found != folder)?;
    let cases: BTreeSet<&str> = all.iter().map(|(_, number)| *number).collect();
    let last = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
    let is_put_away = PUT_AWAY.iter().any(|word| found.contains(word) && !folder.contains(word));
    let is_told = is_like(&last(folder), &last(&found)) || (cases.len() > 1 && !holds_others(&found));
    (is_told && !is_put_away).then_some(found)
}

/// Whether a name is a longer or shorter form of another: two signs of the one stand in the other in the same order.
fn is_like(one: &str, other: &str) -> bool {
    let signs: Vec<char> = other.chars().filter(|c| c.is_alphanumeric()).collect();
    let follows = |(at, first): (usize, &char)| {
        let mut later = signs.iter().skip(at + 1);
        one.find(*first).is_some_and(|from| later.any(|second| one.rfind(*second).is_some_and(|to| from < to)))
    };
    signs.iter().enumerate().any(follows)
}

/// The place at or below which more than half of these lie; of several, the one with the most.
fn most(places: Vec<String>) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for candidate in places.iter().map(String::as_str).collect::<BTreeSet<&str>>() {
        let is_below = |place: &&String| {
            place.strip_prefix(candidate).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        counts.insert(candidate, places.iter().filter(is_below).count());
    }
    let (best, count) = counts.into_iter().max_by_key(|(place, count)| (*count, std::cmp::Reverse(place.len())))?;
    (!best.is_empty() && count * 2 > places.len()).then(|| best.to_owned())
}

/// The same path below a folder that lies elsewhere now. A longer name of that folder takes room from the file's own name,
/// never from its ending or its number; none where there is not enough.
pub fn below(path: &str, folder: &str, now: &str) -> Option<String> {
    let rest = path.strip_prefix(folder).filter(|rest| rest.starts_with('/'))?;
    let moved = format!("{now}{rest}");
    let longest = LONGEST_PATH.max(units(path));
    if units(&moved) <= longest {
        return Some(moved);
    }
    let (head, name) = moved.rsplit_once('/')?;
    let (stem, ending) = name.rfind('.').filter(|dot| *dot > 0).map_or((name, ""), |dot| name.split_at(dot));
    let room = longest.checked_sub(units(head) + 1 + units(ending)).filter(|room| *room >= SHORTEST_STEM)?;
    let mut stem = stem.to_owned();
    while units(&stem) > room {
        stem.pop();
    }
    let stem = stem.trim_end_matches([' ', '.']);
    Some(format!("{head}/{stem}{ending}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NUMBER: &str = "（2026）沪0112民初101号";
    const CASE: &str = "闵行法院/（2026）沪0112民初101号";

    fn lying<'a>(pairs: &[(&'a str, &'a str)]) -> Vec<Lying<'a>> {
        pairs.iter().map(|(planned, now)| Lying { planned, now }).collect()
    }

    #[test]
    fn the_folder_of_a_case_ends_with_the_piece_that_bears_its_number() {
        let path = |folder: &str| format!("{folder}/2026-11-20 送达/01 传票.pdf");
        assert_eq!(case_folder(&path(CASE), NUMBER), Some(CASE));
        assert_eq!(
            case_folder(&path("2026/张三 （2026）沪0112民初101号 物业"), NUMBER),
            Some("2026/张三 （2026）沪0112民初101号 物业")
        );
        assert_eq!(case_folder("闵行法院/01 （2026）沪0112民初101号.pdf", NUMBER), None, "only folders count");
        assert_eq!(case_folder(&path("闵行法院"), NUMBER), None);
        assert_eq!(case_folder(&path(CASE), ""), None);
    }

    #[test]
    fn a_folder_is_known_again_by_what_lies_in_it() {
        let one = format!("{CASE}/2026-11-20 送达/01 传票.pdf");
        let two = format!("{CASE}/2026-11-20 送达/02 判决书.pdf");
        let three = format!("{CASE}/2026-11-25 送达/01 裁定书.pdf");
        let found = |pairs: &[(&str, &str)]| moved_case(CASE, NUMBER, &lying(pairs));
        let renamed = |to: &str| {
            let now = [&one, &two, &three].map(|path| path.replace(CASE, to));
            found(&[(&one, &now[0]), (&two, &now[1]), (&three, &now[2])])
        };
        for to in ["闵行法院/张三案", "已结案/2026/（2026）沪0112民初101号", "张三"] {
            assert_eq!(renamed(to).as_deref(), Some(to));
        }
        assert_eq!(renamed(CASE), None, "it lies where it was planned");
        let both = "闵行法院/（2026）沪0112民初101号 张三/起诉材料/01 传票.pdf";
        assert_eq!(found(&[(&one, both)]).as_deref(), Some("闵行法院/（2026）沪0112民初101号 张三"));
        assert_eq!(found(&[(&one, "王敏/在办/传票.pdf")]), None, "a single paper that was taken away tells nothing");
        assert_eq!(found(&[(&one, "2026-11-20 送达/01 传票.pdf")]), None, "nor what lies right below the root");
        let split = [(one.as_str(), "甲/2026-11-20 送达/01 传票.pdf"), (&three, "乙/2026-11-25 送达/01 裁定书.pdf")];
        assert_eq!(found(&split), None, "of two places neither is the case's");
        let other = "闵行法院/（2026）沪0112民初1019号/2026-11-20 送达/01 传票.pdf";
        assert_eq!(found(&[(other, "丙/2026-11-20 送达/01 传票.pdf")]), None, "another case's");
    }

    #[test]
    fn a_folder_above_the_cases_is_known_again_under_another_name() {
        let numbers = ["（2026）沪0112民初101号", "（2026）沪0112民初102号"];
        let planned = numbers.map(|number| format!("上海市闵行区人民法院/{number}/2026-11-20 送达/01 传票.pdf"));
        let found = |to: [&str; 2], count: usize| {
            let now = [0, 1].map(|at| planned[at].replace("上海市闵行区人民法院", to[at]));
            let one = |at: usize| (Lying { planned: &planned[at], now: &now[at] }, numbers[at]);
            moved_above("上海市闵行区人民法院", &[one(0), one(1)][..count], |to| to == "王敏")
        };
        for to in ["闵行法院", "01 上海市闵行区人民法院", "上海/闵行区", "闵院", "甲"] {
            assert_eq!(found([to, to], 2).as_deref(), Some(to));
        }
        assert_eq!(found(["闵行法院"; 2], 1).as_deref(), Some("闵行法院"));
        assert_eq!(found(["王敏"; 2], 1), None, "one case that somebody took to himself");
        assert_eq!(found(["王敏"; 2], 2), None, "others' cases lie there, too");
        assert_eq!(found(["已结案"; 2], 2), None, "what is over was put away");
        assert_eq!(found(["归档/上海市闵行区人民法院"; 2], 2), None);
        assert_eq!(found(["甲", "乙"], 2), None);
        let cases = |at: usize, to: &str| planned[at].replace(numbers[at], to).replace("上海市闵行区人民法院", "闵行");
        let (one, two) = (cases(0, "张三案"), cases(1, "李四案"));
        let both = [
            (Lying { planned: &planned[0], now: &one }, numbers[0]),
            (Lying { planned: &planned[1], now: &two }, numbers[1]),
        ];
        let renamed = moved_above("上海市闵行区人民法院", &both, |_| true);
        assert_eq!(renamed.as_deref(), Some("闵行"), "the cases were renamed as well");
    }

    #[test]
    fn the_folder_of_one_day_may_be_renamed_too() {
        let folder = format!("{CASE}/2026-11-20 送达");
        let (one, two) = (format!("{folder}/01 传票.pdf"), format!("{folder}/02 判决书.pdf"));
        let to = format!("{CASE}/第一次");
        let (first, second) = (format!("{to}/01 传票.pdf"), format!("{to}/旧/02 判决书.pdf"));
        let all = lying(&[(&one, &first), (&two, &second)]);
        assert_eq!(same_folder(&folder, &all), Some(to));
        assert_eq!(same_folder(CASE, &all), None);
    }

    #[test]
    fn a_path_stays_short_enough_below_a_longer_name() {
        let path = format!("{CASE}/2026-11-20 送达/01 {}.pdf", "证".repeat(30));
        let moved = below(&path, CASE, "闵行法院/张三案").unwrap();
        assert_eq!(moved, path.replace(CASE, "闵行法院/张三案"));
        let long = format!("闵行法院/{}", "张".repeat(120));
        let moved = below(&path, CASE, &long).unwrap();
        assert!(units(&moved) <= LONGEST_PATH && moved.contains("/01 证证") && moved.ends_with("证.pdf"), "{moved}");
        assert_eq!(below(&path, CASE, &"张".repeat(175)), None);
        assert_eq!(below(&path, "闵行法院/（2026）沪0112民初10", "x"), None);
    }
}
