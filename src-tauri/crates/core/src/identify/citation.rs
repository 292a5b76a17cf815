//! Which numbers a text only cites: the lower court's, a related case's, a judgment's one relies upon.

use super::case_number::Mention;
use super::text::last_chars;

/// Whether a number is only cited where it stands: the lower court's, a related case, a judgment relied upon.
pub fn is_cited(text: &str, mention: &Mention) -> bool {
    let before = text.get(..mention.range.start).unwrap_or("");
    let clause_at = before.rfind(['。', ';', '；', '!', '！']).map_or(0, |at| at + 1);
    let clause: String = last_chars(before.get(clause_at..).or(Some(before)).unwrap_or(""), 90)
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    let after: String =
        text.get(mention.range.end..).unwrap_or("").chars().filter(|c| !c.is_whitespace()).take(24).collect();
    let label = last_chars(&clause, 16);
    let label = label.trim_end_matches(['(', ':', '：', '为', '是', '第', '"', '“']);
    let label = label.trim_end_matches("案号").trim_end_matches("号").trim_end_matches("案件").trim_end_matches("的");
    let lower = [
        "原审",
        "一审",
        "原一审",
        "原二审",
        "二审裁判",
        "关联",
        "相关",
        "另案",
        "前案",
        "系列",
        "类案",
        "参考",
        "依据",
        "引用",
        "参见",
        "原裁判",
        "生效裁判",
        "原",
        "基础",
        "主",
    ];
    let is_labelled = label.len() < last_chars(&clause, 16).len() || clause.ends_with('(');
    if lower.iter().any(|word| label.ends_with(word))
        && (is_labelled || !label.ends_with('主'))
        && !label.ends_with("还原")
    {
        return true;
    }
    let own_verbs = ["送达", "发送", "案号:", "案号：", "案号为", "查收", "附件", "受理", "立案", "查阅"];
    let cited_words = [
        "不服",
        "依据",
        "根据",
        "依照",
        "按照",
        "作出的",
        "作出",
        "做出",
        "制作的",
        "已经生效",
        "已生效",
        "生效的",
        "发生法律效力的",
        "申请执行",
        "据以执行",
        "强制执行",
        "撤销",
        "维持",
        "参照",
        "上诉于",
        "引用",
        "移送",
        "裁决的",
        "案外人对",
        "提交了",
        "合并",
    ];
    let last_of = |words: &[&str]| words.iter().filter_map(|word| Some(clause.rfind(word)? + word.len())).max();
    let cited_at = last_of(&cited_words);
    let own_at = last_of(&own_verbs);
    let is_paper = [
        "民事判决",
        "民事裁定",
        "民事调解",
        "刑事判决",
        "行政判决",
        "判决",
        "裁定",
        "调解书",
        "执行裁定",
        "仲裁",
        "支付令",
        "案件作出",
        "一案作出",
        "决定",
        "执行证书",
    ]
    .iter()
    .any(|word| after.trim_start_matches(['《', ')']).starts_with(word));
    let is_in_force = [
        "已发生法律效力",
        "已经发生法律效力",
        "已生效",
        "已经生效",
        "发生法律效力",
        "作为执行依据",
        "确定的义务",
        "确定的给付",
    ]
    .iter()
    .any(|word| after.contains(word));
    // 以…号立案审查, 编立…号: the number given to this case.
    let is_given = ["立案", "受理", "进行审查", "审查", "编立", "登记"].iter().any(|word| after.starts_with(word));
    if is_given && !is_paper && ["以", "编立", "编号", "案号", "为"].iter().any(|word| clause.ends_with(word)) {
        return false;
    }
    match (cited_at, own_at) {
        (Some(cited), Some(own)) if own > cited => is_paper && is_in_force && !clause.contains("送达"),
        (Some(_), _) if clause.contains("不服") => true,
        (Some(_), _) => is_paper || is_in_force,
        (None, own) => is_paper && is_in_force && own.is_none(),
    }
}
