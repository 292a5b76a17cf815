//! Of what kind a sitting is, by the words around its moment.

use super::super::text::{first_chars, last_chars};

/// 302调解室 says where, not what for.
pub(super) fn without_rooms(words: &str) -> String {
    ["调解室", "调解中心", "诉调中心", "听证室", "谈话室", "询问室"]
        .iter()
        .fold(words.to_owned(), |words, room| words.replace(room, ""))
}

/// The kind that the words right ahead of a moment name: 庭前会议 2026年…, 调解时间：…. 开庭时间 is said of any sitting.
pub(super) fn kind_of_name(before: &str) -> Option<&'static str> {
    let line = before.rsplit(['\n', '。', '；', ';', '，', ',', '、']).next().unwrap_or("");
    let name: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    let name = name.trim_end_matches([':', '：', '为', '是', '(']);
    let bare = ["时间", "日期"].iter().find_map(|word| name.strip_suffix(word));
    let acts: [(&str, &'static str); 10] = [
        ("证据交换", "evidence-exchange"),
        ("交换证据", "evidence-exchange"),
        ("质证", "evidence-exchange"),
        ("庭前会议", "conference"),
        ("谈话", "conference"),
        ("听证", "conference"),
        ("询问", "conference"),
        ("庭询", "conference"),
        ("调解", "mediation"),
        ("宣判", "trial"),
    ];
    // 证据交换时间：…, 开庭时间：…: a list of several names the trial by what is otherwise said of any sitting.
    let is_list = ["证据交换时间", "质证时间", "会议时间", "谈话时间", "听证时间", "调解时间"];
    let ahead: String = last_chars(before, 60).chars().filter(|c| !c.is_whitespace()).collect();
    if bare.unwrap_or(name).ends_with("开庭") && (bare.is_none() || is_list.iter().any(|word| ahead.contains(word))) {
        return Some("trial");
    }
    // 正式庭审时间 may be cut by the width of the page.
    let told = ahead.trim_end_matches([':', '：', '为', '是', '在', '于']).trim_end_matches(['时', '间', '日', '期']);
    if told.ends_with("正式开庭") || told.ends_with("正式庭审") {
        return Some("trial");
    }
    // 本院先组织调解，时间为…: a bare name is of what the clause ahead tells.
    if bare.is_some_and(|of| of.is_empty()) {
        let sentence = ahead.rsplit(['。', '；', ';']).next().unwrap_or("");
        if let Some(kind) = sentence.rsplit(['，', ',']).nth(1).and_then(last_act) {
            return Some(kind);
        }
    }
    let of = |name: &str| acts.iter().find(|(word, _)| name.ends_with(word)).map(|(_, kind)| *kind);
    of(bare.unwrap_or(name))
}

pub(super) fn kind_of(near: &str, behind: &str, title: &str, id: &str) -> &'static str {
    let squeezed: String = without_rooms(near).chars().filter(|c| !c.is_whitespace()).collect();
    // 召开庭前会议 holds 开庭 by chance; 决定不开庭审理 says that there is none.
    let without = |text: &str| text.replace("召开", "").replace("不开庭审理", "").replace("不开庭", "");
    let (squeezed, behind, title) = (without(&squeezed), without(behind), without(title));
    let reason = ["传唤事由", "传唤原因", "事由:", "事由："].iter().find_map(|label| squeezed.split_once(label));
    let reason = reason.map(|(_, rest)| first_chars(rest, 14).to_owned());
    let reason = reason.map(|reason| {
        let ends = ["应到", "到庭", "时间", "开庭时间"].iter().filter_map(|word| reason.find(word)).min();
        ends.and_then(|end| reason.get(..end)).unwrap_or(&reason).to_owned()
    });
    // 决定召开庭前会议。时间：…
    let announced = squeezed.split_once("决定").map_or("", |(_, rest)| rest.split("时间").next().unwrap_or(""));
    let announced = if announced.chars().count() <= 20 { announced.to_owned() } else { String::new() };
    if let Some(kind) = first_act(&behind).filter(|_| reason.is_none()) {
        return kind;
    }
    for words in [reason.unwrap_or_default(), behind, announced, title, squeezed] {
        if ["证据交换", "交换证据"].iter().any(|word| words.contains(word)) {
            return "evidence-exchange";
        }
        if words.contains("开庭") || words.contains("庭审") || words.contains("宣判") || words.contains("审理")
        {
            return "trial";
        }
        let is_heard = words.contains("听取") && words.contains("意见");
        if is_heard
            || ["庭前会议", "谈话", "约谈", "面谈", "询问", "庭询", "听证"].iter().any(|word| words.contains(word))
        {
            return "conference";
        }
        if words.contains("质证") {
            return "evidence-exchange";
        }
        if words.contains("调解") {
            return "mediation";
        }
    }
    // 请到第3谈话室: where nothing else says what for, the room does.
    let is_room = |rooms: &[&str]| rooms.iter().any(|room| near.contains(room));
    match id {
        _ if is_room(&["谈话室", "询问室", "听证室"]) => "conference",
        _ if is_room(&["调解室", "调解中心", "诉调中心"]) => "mediation",
        "evidence-exchange-notice" => "evidence-exchange",
        "pre-trial-mediation-notice" => "mediation",
        _ => "trial",
    }
}

/// Words for what is held, each with the kind of the sitting.
const HELD: [(&str, &str); 17] = [
    ("辩论", "trial"),
    ("面谈", "conference"),
    ("证据交换", "evidence-exchange"),
    ("交换证据", "evidence-exchange"),
    ("质证", "evidence-exchange"),
    ("开庭", "trial"),
    ("庭审", "trial"),
    ("宣判", "trial"),
    ("宣告判决", "trial"),
    ("审理", "trial"),
    ("庭前会议", "conference"),
    ("谈话", "conference"),
    ("约谈", "conference"),
    ("庭询", "conference"),
    ("询问", "conference"),
    ("听证", "conference"),
    ("调解", "mediation"),
];

/// The kind of the act told first behind a moment: 召开庭前会议，并于…开庭审理 calls to a meeting first.
pub(super) fn first_act(behind: &str) -> Option<&'static str> {
    HELD.iter().filter_map(|(word, kind)| behind.find(word).map(|at| (at, *kind))).min().map(|(_, kind)| kind)
}

/// The kind of the act told last: 受理一案后组织调解. One that came to nothing is none: 调解不成.
fn last_act(ahead: &str) -> Option<&'static str> {
    let ahead = ahead.replace("召开", "");
    let is_over = |word: &str, at: usize| {
        let behind = ahead.get(at + word.len()..).unwrap_or("");
        ["不成", "未果", "失败", "未能", "无果"].iter().any(|end| behind.starts_with(end))
    };
    let last =
        |(word, kind): &(&str, &'static str)| ahead.rfind(word).filter(|at| !is_over(word, *at)).map(|at| (at, *kind));
    HELD.iter().filter_map(last).max().map(|(_, kind)| kind)
}
