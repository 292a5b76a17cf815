//! Parties, fees and the remedy of a paper, each as one sentence states it.

use std::sync::LazyLock;

use regex::Regex;

/// 原告：示例甲，男 … at the start of a line.
static PARTY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?P<role>被上诉人|上诉人|再审申请人|申请执行人|被执行人|被申请人|申请人|原审原告|原审被告|原审第三人|反诉原告|反诉被告|原告|被告|第三人|案外人|异议人)",
        r"(?:\([^()]{1,30}\))?[一二三四五六1-9]?[:：](?P<name>[^，,。；;:：()\d]{2,40})",
    ))
    .ok()
});
/// 案件受理费50元, 预交上诉案件受理费人民币100元
static FEE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?P<name>上诉案件受理费|案件受理费|受理费|财产保全费|保全申请费|保全费|申请费|执行申请费|执行费|鉴定费|评估费|公告费|诉讼费用|诉讼费)",
        r"(?:用)?(?:减半收取|减半收取计|合计|共计|计|为|:|：)?(?:人民币)?(?P<amount>\d[\d,，]{0,14}(?:\.\d{1,2})?)元",
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

/// What a sentence without blanks tells: name of the fact and its value.
pub fn in_line(line: &str) -> Vec<(&'static str, String)> {
    let mut told = Vec::new();
    if let Some(read) = PARTY.as_ref().and_then(|regex| regex.captures(line))
        && let (Some(role), Some(name)) = (read.name("role"), read.name("name"))
    {
        told.push(("party", format!("{}：{}", role.as_str(), name.as_str())));
    }
    if let Some(regex) = FEE.as_ref() {
        for read in regex.captures_iter(line) {
            let (Some(name), Some(amount)) = (read.name("name"), read.name("amount")) else { continue };
            let amount = amount.as_str().replace([',', '，'], "");
            told.push(("fee", format!("{}{amount}元", name.as_str())));
        }
    }
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
    #[case("案件受理费1,234.50元，减半收取617.25元，由被告负担。", &[("fee", "案件受理费1234.50元")])]
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
