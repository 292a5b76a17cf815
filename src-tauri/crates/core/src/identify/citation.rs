//! Which numbers a text only cites: the lower court's, a related case's, a judgment's one relies upon.

use super::case_number::Mention;
use super::text::{first_chars, last_chars};

/// Words right before a number, with or without 案号, that make it another case's.
const OTHERS: [&str; 30] = [
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
    "原诉前调解",
    "原诉前调",
    "原调解",
    "原执行",
    "首次执行",
    "原保全",
    "对应执行",
    "对应诉讼",
    "对应",
    "执行依据",
];
/// Words ahead of a judgment that is relied upon or contested.
const RELIES: [&str; 26] = [
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
    "恢复执行",
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
    "合并",
];
/// Words ahead of what is served or taken up here.
const SERVES: [&str; 11] =
    ["送达", "发送", "案号:", "案号：", "案号为", "查收", "附件", "受理", "立案", "查阅", "案号"];
/// What follows a number when its paper is meant.
const PAPERS: [&str; 15] = [
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
];
/// What is said of a judgment that an enforcement rests on.
const IN_FORCE: [&str; 8] = [
    "已发生法律效力",
    "已经发生法律效力",
    "已生效",
    "已经生效",
    "发生法律效力",
    "作为执行依据",
    "确定的义务",
    "确定的给付",
];

/// Whether a number is only cited where it stands. `text` is the plain text the mention was found in.
pub fn is_cited(text: &str, mention: &Mention) -> bool {
    let squeezed = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let before = last_chars(text.get(..mention.range.start).unwrap_or(""), 120);
    let start = before.rfind(['。', ';', '；', '!', '！']).and_then(|at| before.get(at..)).unwrap_or(before);
    let clause = squeezed(start.trim_start_matches(['。', ';', '；', '!', '！']));
    let clause = last_chars(&clause, 90);
    let after = squeezed(first_chars(text.get(mention.range.end..).unwrap_or(""), 40));
    let after = first_chars(after.trim_start_matches(['《', ')']), 24);
    is_labelled_other(clause)
        || is_beside(clause, after)
        || relies(clause, after)
        || is_objected_to(text, mention, after)
}

/// 案外人对本院执行（2026）…执1号案件中查封的房屋提出异议，本院立（2026）…执异2号案审查: the enforcement an objection arose in.
fn is_objected_to(text: &str, mention: &Mention, after: &str) -> bool {
    let is_enforced = mention.number.kind().is_some_and(|kind| ["执", "执恢", "执保"].contains(&kind));
    if !is_enforced || !["案件中", "一案中", "案中", "案件", "一案", "案执行"].iter().any(|it| after.starts_with(it))
    {
        return false;
    }
    let behind = first_chars(text.get(mention.range.end..).unwrap_or(""), 120);
    let ends = ["执异", "执复", "执监"];
    let given = ends.iter().filter_map(|kind| behind.find(kind)).min();
    given.and_then(|at| behind.get(..at)).is_some_and(|between| {
        ["异议", "复议", "申诉"].iter().any(|word| between.contains(word)) && !between.contains('。')
    })
}

/// 本案与（2026）…号案系关联案件, （2026）…号案为系列案, 合并审理: the other case, not this one.
fn is_beside(clause: &str, after: &str) -> bool {
    let after = after
        .strip_prefix("一案")
        .or_else(|| after.strip_prefix("案件"))
        .or_else(|| after.strip_prefix('案'))
        .unwrap_or(after);
    let is_with = clause.ends_with("本案与") || clause.ends_with("本案同") || clause.ends_with("本案和");
    let is_related = [
        "系关联",
        "为关联",
        "属关联",
        "系另案",
        "为另案",
        "合并审理",
        "并案审理",
        "另行送达",
        "另案",
        "(另案",
        "(关联",
        "发回重审",
        "经发回",
    ]
    .iter()
    .any(|word| after.starts_with(word));
    // （2026）…1号与（2026）…2号合并审理: two cases side by side, both served.
    let ahead = clause.strip_suffix(['与', '和', '及', '同', '、']);
    let is_pair = ahead.is_some_and(|ahead| ahead.ends_with('号') || ahead.ends_with("号案"));
    let is_joined = is_pair && (after.starts_with("合并") || after.starts_with("并案"));
    is_with || is_related && !is_joined
}

/// 原审案号：, 关联案件, （原
fn is_labelled_other(clause: &str) -> bool {
    let tail = last_chars(clause, 16);
    let label = tail.trim_end_matches(['(', ':', '：', '为', '是', '第', '"', '“']);
    let label = label.trim_end_matches("案号").trim_end_matches("号").trim_end_matches("案件").trim_end_matches("的");
    let label = if label.ends_with("执行案") { label.trim_end_matches('案') } else { label };
    let is_labelled = label.len() < tail.len();
    let is_other = OTHERS.iter().any(|word| label.ends_with(word) && (is_labelled || *word != "主"));
    is_other && !label.ends_with("还原")
}

fn relies(clause: &str, after: &str) -> bool {
    let last_of = |words: &[&str]| words.iter().filter_map(|word| Some(clause.rfind(word)? + word.len())).max();
    let is_paper = PAPERS.iter().any(|word| after.starts_with(word));
    let is_in_force = IN_FORCE.iter().any(|word| after.contains(word));
    // 关于（2014）…号民事判决的恢复执行, 因（2026）…号裁定引起: what this case goes on from.
    let goes_on = ["恢复执行", "申请执行", "强制执行", "引起", "引发", "发回重审"];
    let is_about = clause.ends_with("关于") || clause.ends_with(['因', '就', '对']);
    if is_paper && is_about && goes_on.iter().any(|word| after.contains(word)) {
        return true;
    }
    // 以…号立案审查, 编立…号: the number given to this case.
    let is_given = ["立案", "受理", "进行审查", "审查", "编立", "登记"].iter().any(|word| after.starts_with(word));
    if is_given && !is_paper && ["以", "编立", "编号", "案号", "为"].iter().any(|word| clause.ends_with(word)) {
        return false;
    }
    match (last_of(&RELIES), last_of(&SERVES)) {
        (Some(relied), Some(served)) if served > relied => is_paper && is_in_force && !clause.contains("送达"),
        (Some(_), _) if clause.contains("不服") => true,
        (Some(_), _) => is_paper || is_in_force,
        (None, served) => is_paper && is_in_force && served.is_none(),
    }
}
