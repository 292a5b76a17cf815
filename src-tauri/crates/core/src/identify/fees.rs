//! Court fees as sentences state them: whole and halved, in figures and in capitals.

use std::sync::LazyLock;

use regex::{Captures, Regex};

/// What may stand between the name of a fee and its amount.
macro_rules! currency {
    () => {
        r"(?:人民币|RMB|CNY|￥|¥)*"
    };
}
/// An amount in figures, or in the capitals that cheques are written in.
macro_rules! amount {
    () => {
        r"(?:(?P<figures>\d[\d,，]{0,14}(?:\.\d{1,2})?)(?P<unit>[元圆]|$|[。；;，,、)(])|(?P<capitals>[零〇一二三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟億亿两]{1,16})[元圆](?P<cents>[零壹贰叁肆伍陆柒捌玖一二三四五六七八九]{1,2}角(?:[零壹贰叁肆伍陆柒捌玖一二三四五六七八九]分)?|[零壹贰叁肆伍陆柒捌玖一二三四五六七八九]{1,2}分)?)"
    };
}
/// 案件受理费50元, 受理费（减半收取）25元, 诉讼费金额：￥4,318.00
static FEE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?P<name>上诉案件受理费|案件受理费|受理费|财产保全费|保全申请费|保全费|申请执行费|执行申请费|申请费|执行费|鉴定费|评估费|公告费|诉讼费用|诉讼费)",
        r"(?:用)?(?:[(](?P<bracket>[^()]{1,16})[)])?(?:的)?(?:金额|数额|总额|标准)?(?P<halved>减半(?:后)?(?:收取|交纳|缴纳|预交|征收)?)?",
        r"(?:收取|交纳|缴纳|预交|合计|共计|总计|应为|应交|应缴|计|共|为|是|:|：)*(?:[(]含[^()]{1,12}[)])?[:：]?",
        currency!(), "[:：]?", amount!(),
    ))
    .ok()
});
/// 减半收取25元 behind the whole fee
static HALVED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"减半(?:后)?(?:予以)?(?:收取|交纳|缴纳|预交|征收)?(?:案件受理费|受理费|诉讼费)?(?:合计|共计|应为|计|为|即|是|:|：)*",
        currency!(), amount!(),
    ))
    .ok()
});

/// Every fee a sentence without blanks states, each with its name; what is to be paid of a halved one says so.
pub fn in_line(line: &str) -> Vec<String> {
    let (Some(fee), Some(half)) = (FEE.as_ref(), HALVED.as_ref()) else { return Vec::new() };
    let mut told: Vec<(usize, String)> = Vec::new();
    let mut taken = Vec::new();
    for read in fee.captures_iter(line) {
        let (Some(whole), Some(name), Some(sum)) = (read.get(0), read.name("name"), sum(&read)) else { continue };
        let in_bracket = read.name("bracket").is_some_and(|it| it.as_str().contains("减半"));
        let is_halved = in_bracket || read.name("halved").is_some();
        told.push((whole.start(), written(name.as_str(), &sum, is_halved)));
        taken.push((whole.range(), name.as_str()));
    }
    for read in half.captures_iter(line) {
        let (Some(whole), Some(sum)) = (read.get(0), sum(&read)) else { continue };
        if taken.iter().any(|(range, _)| range.contains(&whole.start()) || whole.range().contains(&range.start)) {
            continue;
        }
        let name =
            taken.iter().rev().find(|(range, _)| range.end <= whole.start()).map_or("受理费", |(_, name)| name);
        told.push((whole.start(), written(name, &sum, true)));
    }
    told.sort_by_key(|(at, _)| *at);
    told.into_iter().map(|(_, told)| told).collect()
}

fn written(name: &str, sum: &str, is_halved: bool) -> String {
    format!("{name}{sum}元{}", if is_halved { "（减半收取）" } else { "" })
}

/// The amount of one match, in figures.
fn sum(read: &Captures<'_>) -> Option<String> {
    if let Some(figures) = read.name("figures") {
        let is_bare = read.name("unit").is_none_or(|unit| !["元", "圆"].contains(&unit.as_str()));
        let figures = figures.as_str().replace([',', '，'], "");
        // 受理费2、保全费: a number without its unit may count the items of a list.
        return (!is_bare || figures.len() >= 2).then_some(figures);
    }
    let whole = in_figures(read.name("capitals")?.as_str())?;
    let cents = read.name("cents").map_or(0, |cents| {
        let of = |unit: char| {
            let ahead = cents.as_str().split(unit).next().filter(|_| cents.as_str().contains(unit))?;
            ahead.chars().last().and_then(digit)
        };
        of('角').unwrap_or(0) * 10 + of('分').unwrap_or(0)
    });
    Some(if cents == 0 { whole.to_string() } else { format!("{whole}.{cents:02}") })
}

fn digit(character: char) -> Option<u64> {
    let at = "零一二三四五六七八九".chars().position(|one| one == character);
    let formal = || "〇壹贰叁肆伍陆柒捌玖".chars().position(|one| one == character);
    at.or_else(formal).or((character == '两').then_some(2)).and_then(|at| u64::try_from(at).ok())
}

/// 肆仟叁佰壹拾捌 as 4318.
fn in_figures(capitals: &str) -> Option<u64> {
    let (mut sum, mut part, mut last) = (0_u64, 0_u64, None);
    for character in capitals.chars() {
        let unit = match character {
            '十' | '拾' => 10,
            '百' | '佰' => 100,
            '千' | '仟' => 1_000,
            '万' => 10_000,
            '亿' | '億' => 100_000_000,
            _ => {
                last = Some(digit(character)?);
                continue;
            }
        };
        if unit >= 10_000 {
            sum = (sum + part + last.take().unwrap_or(0)).checked_mul(unit)?;
            part = 0;
        } else {
            part += last.take().filter(|digit| *digit > 0).unwrap_or(1) * unit;
        }
    }
    Some(sum + part + last.unwrap_or(0)).filter(|sum| *sum > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("案件受理费1,234.50元，减半收取617.25元，由被告负担。", &["案件受理费1234.50元", "案件受理费617.25元（减半收取）"])]
    #[case("请于7日内缴纳案件受理费(减半收取)25元。", &["案件受理费25元（减半收取）"])]
    #[case("案件受理费减半收取计1150元，保全费1520元，合计2670元。", &["案件受理费1150元（减半收取）", "保全费1520元"])]
    #[case("案件受理费为￥4,318.00，请于2026年12月4日前缴纳。", &["案件受理费4318.00元"])]
    #[case("应缴案件受理费人民币肆仟叁佰壹拾捌元整。", &["案件受理费4318元"])]
    #[case("受理费人民币壹万零伍拾元伍角。", &["受理费10050.50元"])]
    #[case("应交诉讼费金额：4318元。", &["诉讼费4318元"])]
    #[case("请预交案件受理费RMB4318.00元。", &["案件受理费4318.00元"])]
    #[case("受理费：4318；", &["受理费4318元"])]
    #[case("案件受理费50元(已减半)，由你方预交。", &["案件受理费50元"])]
    #[case("案件受理费4318元，因适用简易程序，减半交纳2159元", &["案件受理费4318元", "案件受理费2159元（减半收取）"])]
    #[case("本案按规定减半收取25元。", &["受理费25元（减半收取）"])]
    #[case("诉讼费合计(含保全费)￥6,020。", &["诉讼费6020元"])]
    #[case("应缴纳受理费7日内到账。", &[])]
    #[case("案件受理费2、保全费1。", &[])]
    #[case("案件受理费应当依法减半收取。", &[])]
    fn what_a_sentence_states(#[case] line: &str, #[case] fees: &[&str]) {
        assert_eq!(in_line(line), fees, "{line}");
    }
}
