//! A place as people would write it: without what leads to it, what is done there, and the cells behind it.

/// A place as people would write it in a list: without what leads to it and what is done there.
pub(in crate::identify) fn tidy(place: &str) -> String {
    let place: String = first_cells(place).split_whitespace().collect();
    let place = without_part(&place).unwrap_or(place);
    // 第(9)法庭: the number of a room in brackets.
    let place = if place.contains("第(") { place.replacen("第(", "第", 1).replacen(')', "", 1) } else { place };
    let is_online = place.starts_with("在线") || place.starts_with("线上");
    let place = if is_online { &place } else { place.trim_start_matches(['在', '于', '到', '至', '请']) };
    let place = CASES.iter().find_map(|cases| Some(place.strip_prefix(cases)?.split_once('在')?.1)).unwrap_or(place);
    let place = without_way(place.trim_start_matches('|'));
    // 证据交换 第一法庭, 法庭第九法庭: neither a row's act nor the name of the field is part of it.
    let row = AHEAD.iter().find_map(|act| place.strip_prefix(act)).filter(|room| room.starts_with('第'));
    let place = row.unwrap_or(place);
    // 在线开庭 is where it is held; a room's name ends where the sitting begins.
    let least = if is_online { "在线开庭".len() } else { 1 };
    // 互联网开庭平台, 在线庭审室: an act may be part of a name.
    let is_named = |at: usize, word: &str| {
        let behind = place.get(at + word.len()..).unwrap_or("");
        ["平台", "系统", "室"].iter().any(|thing| behind.starts_with(thing))
    };
    let ends = BEHIND.iter().filter_map(|word| place.find(word).filter(|at| !is_named(*at, word)));
    let end = ends.filter(|at| *at >= least).min().unwrap_or(place.len());
    let room = place.get(..end).unwrap_or(place).trim_matches(|c: char| ":：()（）、|“”".contains(c));
    // 开庭法庭前一天通知: the name of the field names no room.
    if ["开庭法庭", "审理法庭", "开庭地点", "庭审法庭", "应到法庭"].contains(&room) {
        return String::new();
    }
    match place.get(end..).and_then(number_behind).filter(|_| room.ends_with(['庭', '室', '厅'])) {
        Some(number) => format!("{room}（{number}）"),
        None => room.to_owned(),
    }
}

/// The number of a room that stands in a bracket behind its name: 网络法庭(12), 速裁室(五).
fn number_behind(rest: &str) -> Option<&str> {
    let (number, _) = rest.strip_prefix('(')?.split_once(')')?;
    let is_number = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase() || "一二三四五六七八九十".contains(c);
    let is_numbered = (1..=4).contains(&number.chars().count()) && number.chars().all(is_number);
    (is_numbered || says_which(number)).then_some(number)
}

/// 东葛法庭, 南楼二层: what a bracket says of which room it is, and no address.
fn says_which(inner: &str) -> bool {
    let is_place = ["庭", "室", "楼", "层", "座", "院区"].iter().any(|word| inner.contains(word));
    let others = ["路", "街", "地址", "电话", "携带", "开庭", "庭审", "到庭", "请", "提前", "安检", "线", "午", "期"];
    let is_other = others.iter().any(|word| inner.contains(word));
    is_place && !is_other && !inner.starts_with(['原', '非', '即', '不', '因']) && inner.chars().count() <= 14
}

/// 示例法院(总部)203审判法庭 without the bracket ahead of its room; `None` where none stands there.
fn without_part(place: &str) -> Option<String> {
    let (ahead, rest) = place.split_once('(')?;
    let (part, room) = rest.split_once(')')?;
    let is_part = !ahead.is_empty() && !ahead.ends_with('第') && !part.contains(['路', '号', '/']);
    (is_part && room.chars().count() <= 12 && room.ends_with(['庭', '室'])).then(|| format!("{ahead}{room}"))
}

/// A place without what stands in the cells behind it: 第三法庭 备注 携带证件.
fn first_cells(place: &str) -> &str {
    let is_room =
        |text: &str| ["庭", "室", "厅", "楼", "层", "中心", "法院", "审判区"].iter().any(|word| text.contains(word));
    let of_room = |at: &usize| {
        let (own, rest) = place.split_at_checked(*at).unwrap_or((place, ""));
        is_room(own) && !is_room(rest)
    };
    let cut = place.trim_end().match_indices(' ').map(|(at, _)| at).find(of_room);
    cut.and_then(|at| place.get(..at)).unwrap_or(place)
}

/// The room itself behind 前往本院, 设在本院, 法庭改为.
fn without_way(place: &str) -> &str {
    let own = |place| own_court(place);
    let without = |place, words: &[&str]| words.iter().find_map(|word| str::strip_prefix(place, word)).unwrap_or(place);
    let behind =
        |place: &'_ str, words: &[&str]| words.iter().filter_map(|word| Some(place.rfind(word)? + word.len())).max();
    let place = own(without(place, &WAYS));
    let place = own(without(place, &IS));
    // 携带原件准时到本院第四法庭, 地点设在本院第四法庭: the room is what stands behind.
    let place = own(behind(place, &AT_OURS).and_then(|at| place.get(at..)).unwrap_or(place));
    // 法庭改为第四法庭: the new one.
    behind(place, &NOW).and_then(|at| place.get(at..)).unwrap_or(place)
}

fn own_court(place: &str) -> &str {
    place.trim_start_matches("本院").trim_start_matches("我院")
}

const WAYS: [&str; 10] = ["前往", "前来", "前到", "抵达", "达", "来一趟", "来趟", "来到", "来院", "来"];
const IS: [&str; 10] = ["都是", "均是", "均为", "均在", "仍为", "仍在", "还在", "都在", "为", "是"];
const AT_OURS: [&str; 13] = [
    "到达本院",
    "到达我院",
    "抵达本院",
    "抵达我院",
    "到本院",
    "至本院",
    "在本院",
    "于本院",
    "到我院",
    "至我院",
    "在我院",
    "设在",
    "设于",
];
const NOW: [&str; 21] = [
    "改到了",
    "改在了",
    "换到了",
    "改为",
    "变更为",
    "调整为",
    "改在",
    "换成",
    "换为",
    "改成",
    "换到",
    "改走",
    "改到",
    "改至",
    "移至",
    "移到",
    "现改",
    "应为",
    "法庭仍为",
    "法庭为",
    "法庭是",
];
/// 下列案件均在第一法庭: whose sittings are held there is no part of the place.
const CASES: [&str; 6] = ["下列案件", "以下案件", "上述案件", "上列案件", "下列各案", "以上案件"];
const AHEAD: [&str; 11] =
    ["开庭", "证据交换", "庭前会议", "调解", "谈话", "听证", "询问", "宣判", "质证", "法庭", "审判庭"];
const BEHIND: [&str; 24] = [
    "(",
    ")",
    "公开开庭",
    "公开审理",
    "开庭审理",
    "开庭",
    "公开",
    "进行",
    "参加",
    "请",
    "并请",
    "携带",
    "准时",
    "注意事项",
    "传唤",
    "应到",
    "审判长",
    "审判员",
    "执行员",
    "法官助理",
    "书记员",
    "逾期",
    "面对面",
    "当面",
];
