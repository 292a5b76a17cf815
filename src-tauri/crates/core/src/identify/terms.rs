//! Parties, fees and the remedy of a paper, each as one sentence states it.

use std::sync::LazyLock;

use regex::Regex;

/// 原告：示例甲，男 … at the start of a line.
static PARTY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?P<role>被上诉人|上诉人|再审申请人|申请执行人|被执行人|被申请人|申请人|原审原告|原审被告|原审第三人|反诉原告|反诉被告|原告|被告|第三人|案外人|异议人)",
        r"(?:\([^()]{1,30}\))?[一二三四五六1-9]?[:：](?P<name>[^，,。；;:：()\d]{2,40}(?:\(\p{Han}{2,6}\)\p{Han}{0,20}?(?:公司|银行|分行|中心|厂|店))?)",
    ))
    .ok()
});
/// 可以在判决书送达之日起十五日内，向本院递交上诉状，…上诉于上海市第一中级人民法院
static APPEAL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"如不服本(?:判决|裁定|决定|裁决)[^。]{0,30}?(?P<days>[一二三四五六七八九十]{1,3}|\d{1,2})(?P<unit>日|个月)(?:内|之内)",
        r"(?:[^。]{0,80}?(?P<appeal>上诉)于(?P<court>\p{Han}{2,20}?人民法院)|[^。]{0,60}?(?P<how>上诉|申请复议|提起诉讼|起诉|申请撤销))",
    ))
    .ok()
});

/// The standing and name that a line of parties without blanks tells.
pub fn party(line: &str) -> Option<(&str, &str)> {
    let read = PARTY.as_ref()?.captures(line)?;
    Some((read.name("role")?.as_str(), read.name("name")?.as_str()))
}

/// A name as it is printed.
pub fn written(name: &str) -> String {
    name.replace('(', "（").replace(')', "）")
}

/// What a sentence without blanks tells: name of the fact and its value.
pub fn in_line(line: &str) -> Vec<(&'static str, String)> {
    let mut told = Vec::new();
    if let Some((role, name)) = party(line) {
        told.push(("party", format!("{role}：{}", written(name))));
    }
    told.extend(super::fees::in_line(line).into_iter().map(|fee| ("fee", fee)));
    if let Some(read) = APPEAL.as_ref().and_then(|regex| regex.captures(line))
        && let (Some(days), Some(unit), Some(how)) =
            (read.name("days"), read.name("unit"), read.name("appeal").or_else(|| read.name("how")))
    {
        let court = read.name("court").map_or_else(String::new, |court| format!("，{}", court.as_str()));
        told.push(("appeal", format!("{}{}内{}{court}", days.as_str(), unit.as_str(), how.as_str())));
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("原告：示例甲，男，1980年1月1日出生。", &[("party", "原告：示例甲")])]
    #[case("被上诉人(原审原告)：示例物业管理有限公司，住所地示例路1号。", &[("party", "被上诉人：示例物业管理有限公司")])]
    #[case("案件受理费1,234.50元，减半收取617.25元，由被告负担。", &[("fee", "案件受理费1234.50元"), ("fee", "案件受理费617.25元（减半收取）")])]
    #[case("原告：示例科技(成都)有限公司(以下简称示例)，住所地", &[("party", "原告：示例科技（成都）有限公司")])]
    #[case("请预交上诉案件受理费人民币100元。", &[("fee", "上诉案件受理费100元")])]
    #[case("如不服本判决，可以在判决书送达之日起十五日内，向本院递交上诉状，上诉于上海市第一中级人民法院。", &[("appeal", "十五日内上诉，上海市第一中级人民法院")])]
    #[case("如不服本裁定，可自本裁定送达之日起五日内向本院申请复议一次。", &[("appeal", "五日内申请复议")])]
    #[case("原告示例甲诉称被告未付款。", &[])]
    #[case("本院认为，案件受理费应当依法交纳。", &[])]
    fn what_a_sentence_tells(#[case] line: &str, #[case] told: &[(&str, &str)]) {
        let read = in_line(line);
        let read: Vec<(&str, &str)> = read.iter().map(|(fact, value)| (*fact, value.as_str())).collect();
        assert_eq!(read, told, "{line}");
    }
}
