//! Whether the court, its name and its case numbers agree.

use super::sender::Standing;
use super::{Case, Reasons};
use crate::identify::Found;

/// First characters of court codes 法院代字. Source: 法〔2015〕137号 第四条.
pub(crate) const PROVINCES: &str = "京津冀晋蒙内辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云黔滇藏陕甘青宁新兵军";

/// Names of provinces as they stand ahead of 法院 where all their courts are meant.
const PROVINCE_NAMES: [&str; 31] = [
    "北京",
    "天津",
    "河北",
    "山西",
    "内蒙古",
    "辽宁",
    "吉林",
    "黑龙江",
    "上海",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "广西",
    "海南",
    "重庆",
    "四川",
    "贵州",
    "云南",
    "西藏",
    "陕西",
    "甘肃",
    "青海",
    "宁夏",
    "新疆",
];

/// Labels of a field that holds a court's name.
const LABELS: [&str; 14] = [
    "送达法院",
    "受理法院",
    "审理法院",
    "承办法院",
    "执行法院",
    "管辖法院",
    "立案法院",
    "发件法院",
    "发送法院",
    "经办法院",
    "一审法院",
    "原审法院",
    "二审法院",
    "上诉法院",
];

/// Gives the reasons that lie in court and case numbers.
pub(super) fn weigh(case: &Case<'_>, standing: &Standing, reasons: &mut Reasons) {
    let found = case.found;
    let codes = number_codes(found);
    if let Some(court) = found.court.as_ref().filter(|court| !court.code.is_empty()) {
        let strange: Vec<&(String, String)> = codes.iter().filter(|(_, code)| *code != court.code).collect();
        for (number, _) in &strange {
            reasons.add("code-against-name", format!("{number} 不是 {}（{}）", court.name, court.code));
        }
        let is_known = case.reference.courts.by_code(&court.code).is_some();
        if strange.is_empty() && !codes.is_empty() && is_known {
            reasons.add("court-and-number-agree", format!("{} {}", court.code, court.name));
        }
    }
    if let Some(court) = &found.court {
        for name in names_said(case, standing) {
            if !is_same_court(&name, &court.name) {
                reasons.add("name-against-name", format!("{name} 不是 {}", court.name));
            }
        }
        let heads = heads(case);
        if let Some(head) = heads.first().filter(|_| !heads.iter().any(|head| is_same_court(head, &court.name))) {
            reasons.add("name-against-name", format!("{head} 不是 {}", court.name));
        }
    }
}

/// Codes of the courts a mail speaks for: the court identified, else those of the case numbers.
pub(super) fn claimed_codes(found: &Found) -> Vec<String> {
    if let Some(court) = found.court.as_ref().filter(|court| !court.code.is_empty()) {
        return vec![court.code.clone()];
    }
    let mut codes: Vec<String> = number_codes(found).into_iter().map(|(_, code)| code).collect();
    codes.dedup();
    codes
}

/// Case numbers with the court code each holds; numbers of the old style hold none.
fn number_codes(found: &Found) -> Vec<(String, String)> {
    let mut seen: Vec<(String, String)> = Vec::new();
    for number in &found.case_numbers {
        if let Some(code) = code_in(number) {
            seen.push((number.clone(), code));
        }
    }
    seen
}

/// The court code in a normalised case number: （2026）沪0112民初12345号 → 沪0112.
fn code_in(number: &str) -> Option<String> {
    let (_, rest) = number.split_once(['）', ')'])?;
    if rest.contains('字') {
        return None;
    }
    if rest.starts_with("最高法") {
        return Some("最高法".to_owned());
    }
    let first = rest.chars().next().filter(|first| PROVINCES.contains(*first))?;
    let digits: String = rest.chars().skip(1).take_while(char::is_ascii_digit).collect();
    matches!(digits.len(), 0 | 2 | 4).then(|| format!("{first}{digits}"))
}

/// Court names where a mail says who it is: sender name, 【…】 before the subject, a line of its own below the text.
fn names_said(case: &Case<'_>, standing: &Standing) -> Vec<String> {
    let mut said = Vec::new();
    // A listed sender may carry the name of the platform or the higher court that runs it.
    if !matches!(standing, Standing::Listed(_)) {
        let name = case.mail.from_name.as_deref().and_then(court_name);
        let is_above = |name: &str| name.starts_with("最高人民法院") || name.ends_with("高级人民法院");
        said.extend(name.filter(|name| *standing != Standing::Official || !is_above(name)));
    }
    let subject = case.mail.subject.trim();
    let bracket = subject.strip_prefix('【').and_then(|rest| rest.split_once('】')).map(|(inside, _)| inside);
    said.extend(bracket.and_then(court_name));
    let lines: Vec<&str> = case.mail.text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    // 上诉于…法院 names the next court, not the one that writes.
    let is_signature = |line: &str| line.ends_with("法院") && !line.contains(['于', '向', '由', '至', '在', '服']);
    let signatures = lines.iter().rev().take(6).filter(|line| is_signature(line) && line.chars().count() <= 30);
    said.extend(signatures.filter_map(|line| court_name(line)));
    said
}

/// Court names that stand alone at the head of a document. One of another court may lie in a mail
/// (the judgment appealed against); all of another court may not.
fn heads(case: &Case<'_>) -> Vec<String> {
    let head = |text: &str| {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(3);
        let named = lines.filter(|line| line.ends_with("法院") && line.chars().count() <= 30);
        named.filter_map(court_name).next()
    };
    // What was read off a picture may be misread.
    let documents = case.found.documents.iter().filter(|document| !case.signals.ocr.contains(&document.part));
    documents.filter_map(|document| head(&document.text)).collect()
}

/// A court's name at the start of a text, up to 法院; `None` when the text is no such name.
fn court_name(text: &str) -> Option<String> {
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    // 送达法院：… labels a name and is none.
    // So does 审理法院 in a row of cells: 开庭地点 第十六法庭 审理法院 天津市滨海新区人民法院.
    let labelled = LABELS.iter().find_map(|label| compact.rsplit_once(*label)).map(|(_, name)| name);
    let labelled = labelled.map(|name| name.trim_start_matches([':', '：', '|'])).filter(|name| !name.is_empty());
    let (before, _) = labelled.unwrap_or(&compact).split_once("法院")?;
    if LABELS.iter().any(|label| label.strip_suffix("法院") == Some(before)) {
        return None;
    }
    // 广东法院电子送达平台: all courts of a province, each of which serves by it.
    if PROVINCE_NAMES.contains(&before) {
        return None;
    }
    let is_name = before.chars().count() >= 2 && before.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    is_name.then(|| format!("{before}法院"))
}

/// Whether a short or full name may mean the court: its own characters stand in the full name in order.
fn is_same_court(said: &str, full: &str) -> bool {
    let stem = |name: &str| name.trim_end_matches("法院").trim_end_matches("人民").to_owned();
    let (said, full) = (stem(said), stem(full));
    let is_in = |short: &str, long: &str| {
        let mut long = long.chars();
        short.chars().all(|wanted| long.any(|c| c == wanted))
    };
    is_in(&said, &full) || is_in(&full, &said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_from_numbers() {
        for (number, code) in [
            ("（2026）沪0112民初12345号", Some("沪0112")),
            ("（2026）沪01民终1号", Some("沪01")),
            ("（2026）京民终1号", Some("京")),
            ("（2026）最高法民申1号", Some("最高法")),
            ("（2015）闵民四（民）初字第1234号", None),
            ("（2026）沪0112诉前调1号", Some("沪0112")),
            ("乱写", None),
        ] {
            assert_eq!(code_in(number).as_deref(), code, "{number}");
        }
    }

    #[test]
    fn short_names_mean_the_same_court() {
        assert!(is_same_court("闵行法院", "上海市闵行区人民法院"));
        assert!(is_same_court("上海闵行法院", "上海市闵行区人民法院"));
        assert!(!is_same_court("上海市浦东新区人民法院", "上海市闵行区人民法院"));
        assert!(!is_same_court("浦东法院", "上海市闵行区人民法院"));
        assert_eq!(court_name("上海市闵行区人民法院电子送达").as_deref(), Some("上海市闵行区人民法院"));
        assert_eq!(court_name("承办法官：示例"), None);
        assert_eq!(court_name("送达法院：上海市闵行区人民法院").as_deref(), Some("上海市闵行区人民法院"));
        assert_eq!(court_name("送达法院"), None);
    }
}
