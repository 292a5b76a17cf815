//! Where a sitting is held: a room, a place on line, the number of a meeting.

use std::sync::LazyLock;

use regex::Regex;

use super::text::{behind, first_chars, last_chars};

static PLACE_LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:应到(?:处所|地点|场所)|(?:开庭|庭审|审理|谈话|听证|调解|会议|到庭|应到)?(?:地\s*点|处\s*所|场\s*所|地\s*址)|(?:^|[\n；;，,])\s*(?:法\s*庭|审判庭)\s*[:：])\s*[:：]?\s*(?P<place>[^\n，。；,;]{2,40})").ok()
});
static PLACE_AT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?P<place>(?:[\p{Han}\d]{0,14}?(?:人民法院|法院|人民法庭|本院|我院))?[^\s，。；,;:：(在于到至\n]{0,12}?(?:第?\s*[一二三四五六七八九十百\d]{1,5}\s*(?:号庭|(?:号)?\s*(?:科技|数字|智慧|互联网|云|小)?(?:法庭|审判庭|仲裁庭|调解室|谈话室|会议室|听证室|询问室|会见室|接待室|办公室))|[A-Za-z]?\d{1,4}\s*(?:法庭|审判庭|调解室|会议室|办公室|询问室|会见室)|\p{Han}{0,8}\d{3,4}室))").ok()
});
/// A room that bears a name and no number, behind 在, 到 or 至.
static ROOM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"[在到至来](?P<place>\p{Han}{2,14}?(?:调解室|调解中心|诉调中心|诉讼服务中心|指挥中心|综治中心|听证室|谈话室|询问室|会见室|会议室|接待室|法庭|审判庭|仲裁庭)(?:\p{Han}{0,6}(?:调解室|谈话室|会议室|听证室|法庭|审判庭))?)|[在到至来](?P<numbered>\p{Han}{2,14}?\d{1,4}室)").ok()
});
static ONLINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:线上|在线)(?:庭审|开庭|审理|调解|参加)?|云法庭|互联网(?:法庭|庭审|开庭)|网络庭审|移动微法院").ok()
});
static MEETING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:腾讯会议(?:号|ID)?|会议号码?|会议ID|会议码|房间号|房间码|庭审码|庭审号|入会码|入会号)\s*[:：]?\s*[\d][\d -]{4,16}\d").ok()
});

/// The place told near a moment of a text.
pub fn place(text: &str, range: &std::ops::Range<usize>) -> Option<String> {
    let before = text.get(..range.start).unwrap_or("");
    let after = &behind(text, range.end, 160);
    let labelled = |text: &str| {
        let read = PLACE_LABEL.as_ref()?.captures(text)?;
        read.name("place").map(|place| place.as_str().to_owned())
    };
    let tail = last_chars(before, 120);
    let at = |text: &str| PLACE_AT.as_ref()?.captures(text)?.name("place").map(|place| place.as_str().to_owned());
    let found = labelled(after)
        .filter(|place| !["传唤", "不变", "另行", "待定", "另定", "同前"].iter().any(|word| place.contains(word)))
        .filter(|place| !place.starts_with("注意"))
        .or_else(|| at(first_chars(after, 60)))
        .or_else(|| ONLINE.as_ref()?.find(after).map(|online| online.as_str().to_owned()))
        .or_else(|| {
            let room = ROOM.as_ref()?.captures(first_chars(after, 60))?;
            room.name("place").or_else(|| room.name("numbered")).map(|place| place.as_str().to_owned())
        })
        .or_else(|| labelled(tail))
        .or_else(|| at(tail))
        .or_else(|| ONLINE.as_ref()?.find(tail).map(|online| online.as_str().to_owned()));
    let found = found.map(|place| tidy(&place))?;
    let meeting = MEETING.as_ref().and_then(|regex| regex.find(after)).map(|found| found.as_str().trim().to_owned());
    Some(match meeting {
        Some(meeting) if !found.contains(&meeting) => format!("{found}（{meeting}）"),
        _ => found,
    })
}

fn tidy(place: &str) -> String {
    let place: String = place.split_whitespace().collect();
    let is_online = place.starts_with("在线") || place.starts_with("线上");
    let place = if is_online { &place } else { place.trim_start_matches(['在', '于', '到', '至', '请']) };
    let place = place.trim_start_matches("本院").trim_start_matches("我院");
    let place =
        ["均为", "均在", "仍为", "仍在", "为", "是"].iter().find_map(|word| place.strip_prefix(word)).unwrap_or(place);
    let place = place.trim_start_matches("本院").trim_start_matches("我院");
    // 法庭改为第四法庭: the new one.
    let moved =
        ["改为", "变更为", "调整为", "改在"].iter().filter_map(|word| Some(place.rfind(word)? + word.len())).max();
    let place = moved.and_then(|at| place.get(at..)).unwrap_or(place);
    let cut = [
        "(",
        "公开开庭",
        "公开审理",
        "开庭审理",
        "开庭",
        "公开",
        "进行",
        "参加",
        "请准时",
        "注意事项",
        "传唤",
        "应到",
        "审判员",
        "书记员",
    ];
    // 在线开庭 is where it is held; a room's name ends where the sitting begins.
    let least = if is_online { "在线开庭".len() } else { 1 };
    let end = cut.iter().filter_map(|word| place.find(word)).filter(|at| *at >= least).min().unwrap_or(place.len());
    place.get(..end).unwrap_or(place).trim_matches(|c: char| ":：()（）、".contains(c)).to_owned()
}
