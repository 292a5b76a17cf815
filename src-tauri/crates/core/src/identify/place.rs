//! Where a sitting is held: a room, a place on line, the number of a meeting.

mod online;
mod tidy;

use std::sync::LazyLock;

use regex::Regex;

use super::text::{behind, first_chars, last_chars};
use online::{ONLINE, platform};
pub(super) use tidy::tidy;

static PLACE_LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:应到(?:处所|地点|场所)|(?:开庭|庭审|审理|谈话|询问|听证|调解|会议|到庭|应到|应诉|到案|报到|宣判|质证|证据交换)?(?:地\s*点|处\s*所|场\s*所|地\s*址|法\s*庭\s*[:：)])|(?:(?:^|[\n；;，,。])\s*|开庭|庭审|审理|调解|会议|登录|线上|在线|听证)(?:平台|系统)\s*[:：为]|(?:^|[\n；;，,。])\s*(?:平台|系统) +|法庭编?号\s*[:：]|(?:^|\n)\s*(?:审判法庭|开庭法庭|审理法庭|审判庭|法庭|庭室) +|(?:^|[\n；;，,])\s*(?:法\s*庭|审判庭)\s*[:：])\s*(?:[(][A-Za-z /]{1,20}[)])?\s*[:：]?\s*(?P<place>[^\n，。；,;]{2,40})").ok()
});
static PLACE_AT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?P<place>(?:[\p{Han}\d]{0,14}?(?:人民法院|法院|人民法庭|本院|我院))?[^\s，。；,;:：()在于到至\n]{0,12}?(?:第?\s*[(]?[〇零一二三四五六七八九十廿卅百\d]{1,5}[)]? {0,2}(?:号庭|(?:号)? {0,2}(?:科技|数字|智慧|互联网|云|小|大|审判|速裁|融合|家事|少年|金融|巡回|民事|刑事|行政|商事)?(?:法庭|审判庭|仲裁庭|调解室|谈话室|会议室|听证室|询问室|会见室|接待室|办公室|庭审室|质证室))|(?:调解|谈话|听证|询问|会见|接待|会议)第?[一二三四五六七八九十\d]{1,3}号?室|(?:调解|谈话|听证|询问|会见|接待|会议|庭审|质证)室[一二三四五六七八九十\d]{1,2}|[A-Za-z]?\d{1,4}(?:法庭|审判庭|调解室|会议室|办公室|询问室|会见室)|\p{Han}{0,8}\d{3,4}室))").ok()
});
/// A room that bears a name and no number, behind 在, 到 or 至.
static ROOM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"[在到至来于赴](?P<place>[\p{Han}A-Za-z\d--[时在]]{1,14}?(?:调解室|调解中心|诉调中心|诉讼服务中心|指挥中心|综治中心|听证室|谈话室|询问室|会见室|会议室|接待室|庭审室|质证室|提审室|工作室|工作站|法庭|审判庭|仲裁庭)(?:\p{Han}{0,6}(?:调解室|谈话室|会议室|听证室|法庭|审判庭))?)|[在到至来](?P<numbered>\p{Han}{2,14}?\d{1,4}室)").ok()
});
static AT_PLACE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^[\s，,]{0,2}(?:准时)?(?:在|到|至|赴|于|前往)(?P<place>[\p{Han}A-Za-z\d()（）]{3,24}?(?:巡回(?:审判|办案|法庭)?[点站庭])?)(?:就地|现场|巡回|公开|不公开|依法|组织|举行|进行|召开|参加|开庭|审理|庭审|听证|调解|询问|谈话|宣判)").ok()
});
/// A room that bears a name and no number, with what is held in it behind.
static HELD_IN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"[在于到至](?:本院|我院)?(?P<place>[\p{Han}--[在于到至]]{1,14}?(?:法庭|审判庭|仲裁庭|调解室|听证室|谈话室|会议室|诉讼服务中心|调解中心))(?:依次|先后|集中|分别|公开|合并|统一|逐案)*(?:开庭|审理|庭审|调解|听证|谈话)").ok()
});
/// A room that another one takes the place of.
static MOVED_ROOM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:法庭|地点|庭室)(?:由|从)[^，。；\n]{2,24}?(?:变更|调整|改|换)(?:为|至|到|在)(?P<place>[^，。；\n]{2,24}?(?:庭|室))").ok()
});
/// A numbered room that a sitting goes to instead of the one told first: 在第三法庭的庭审请改到第七法庭.
static OTHER_ROOM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:(?:改|换|移|调整|变更|更正)(?:走|到|在|至|去|为)?(?:同日同时|同一时间|同时)?|有误,?，?应为)[“「]?(?:本院|我院)?(?P<place>(?:\p{Han}{2,6}法庭)?第?[〇零一二三四五六七八九十百\dA-Za-z]{1,6}号?(?:法庭|审判庭|仲裁庭|调解室|谈话室|听证室|会议室|询问室))").ok()
});
/// The room told right behind a moment, or behind when it ends: 在本院证据交换室（214室）组织, 到本院第三法庭（地址：…）开庭.
static DIRECT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:\s*[-~至到]+\s*(?:上午|下午)?\s*\d{1,2}(?:[时点:：]\s*(?:\d{1,2}\s*分?|半)?)?)?[)\s]*[，,]?\s*(?:准时|均|都|各|仍)?(?:在|于|到|至|赴|来|前往|前来)(?:一?趟)?",
        r"(?P<place>[\p{Han}A-Za-z\d]{1,26}?(?:法庭|审判庭|仲裁庭|速裁庭|[一二三四五六七八九十\d]号?庭|\p{Han}室|\d室|厅)",
        r"(?:第?[一二三四五六七八九十\d]{1,3}号?(?:法庭|审判庭|庭)|[一二三四五六七八九十\d]{1,3}号?)?(?:(?:第?[一二三四五六七八九十\d]{1,3}号?)?(?:谈话|调解|听证|询问|会议|庭审)室[一二三四五六七八九十\d]{0,2})?)(?P<more>[(][^()]{1,60}[)])?",
        r"(?:$|[^\p{Han}]|[开公不进举召参组审就依由应接谈询听质调宣现报候交视线网远])",
    ))
    .ok()
});
/// A room with a name that only a comma parts from the moment: 下午2时，家事审判庭，不公开开庭审理; 智慧法庭(二).
static BARE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:的?(?:正式|公开)?(?:开庭|庭审|审理|开始))?[)\s]*(?:[，,、]\s*|\s)(?P<place>[\p{Han}\d--[在于到至]]{1,10}?(?:审判法庭|审判庭|法庭|调解室|听证室|\p{Han}{2}室|[一二三四五六七八九十\d]号?庭)(?:[(]?[一二三四五六七八九十\d]{1,3}[)]?)?)",
        r"(?:[，,。；;()\s]|$|开庭|公开|庭审|审理)",
    ))
    .ok()
});
/// A room that is only told by its building and number: 在审判综合楼A205公开审理.
static IN_BUILDING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^[)\s]*[，,]?\s*(?:准时|均|都|各|仍)?(?:在|于|到|至|赴|来|前往|前来)?(?:本院|我院)?",
        r"(?P<place>[\p{Han}--[在于到至赴]]{1,14}(?:楼|座|区|层|幢|栋)(?:[\p{Han}--[在于到至赴]]{0,4}[A-Za-z]?-?\d{2,4}|[A-Za-z]-?\d{1,4})(?:室|房间?|号)?)",
    ))
    .ok()
});
/// The room that several sittings share, told behind the last of them: 均在二楼速裁庭开庭.
static SHARED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:均|都|一律|统一)(?:安排)?(?:在|于)(?:本院|我院)?(?P<place>[\p{Han}\d]{2,16}?(?:庭|室))(?:[，,。；;)\s]|$|开庭|公开|庭审|审理|进行|举行)").ok()
});
/// What says that a sitting is held where it was to be held before.
static STAYS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:地\s*点|法庭|处所|场所|地址)(?:和方式)?(?:均|都|仍|保持|维持|与?原)*(?:不变|照旧|依旧|同前|同原|如前)|(?:仍|还)在原(?:法庭|地点|处)")
        .ok()
});
/// A platform's address in brackets, which cuts its name from the room behind.
static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[(]\s*(?:https?://|www\.)[^()\s]*\s*[)]").ok());
/// The place told near a moment of a text; `next` is where the next moment begins: what is told before it goes first.
pub fn place(text: &str, range: &std::ops::Range<usize>, next: Option<usize>) -> Option<String> {
    let own = next.and_then(|next| text.get(..next)).map(|text| behind(text, range.end, 160)).unwrap_or_default();
    let own = own.split(['。', '；', ';', '\n']).next().unwrap_or("");
    let is_online = ONLINE.as_ref().is_some_and(|regex| regex.is_match(own));
    // 12月1日到“示例”平台在线调解，如调解不成，12月8日…: the room behind is the other sitting's.
    if let Some(platform) = platform(own).filter(|_| is_online) {
        let platform = tidy(&platform);
        return match online::meeting(own, "").filter(|meeting| !platform.contains(meeting)) {
            Some(meeting) if meeting.starts_with(&platform) => Some(meeting),
            Some(meeting) => Some(format!("{platform}（{meeting}）")),
            None => Some(platform),
        };
    }
    let before = text.get(..range.start).unwrap_or("");
    let after = behind(text, range.end, 220);
    // 9时起在…, 9点整到…
    let after = after.trim_start_matches(['起', '整', '正']);
    let after = ADDRESS.as_ref().map_or_else(|| after.to_owned(), |it| it.replace_all(after, "").into_owned());
    let found = near(own, &after, before);
    let meeting = online::meeting(&after, before);
    let is_whole = |place: &String| place.ends_with('）');
    match (found.map(|place| if is_whole(&place) { place } else { tidy(&place) }), meeting) {
        // 腾讯会议：667-201-889 names its platform itself.
        (Some(found), Some(meeting)) if meeting.starts_with(&found) => Some(meeting),
        (Some(found), Some(meeting)) if !found.contains(&meeting) => Some(format!("{found}（{meeting}）")),
        (None, meeting) => meeting,
        (found, _) => found,
    }
}

/// The first place that is told behind a moment, else ahead of it: the surest way of telling it goes first. `own` is what
/// is said of this moment alone.
fn near(own: &str, after: &str, before: &str) -> Option<String> {
    let tail = last_chars(before, 120);
    // …10时在第七会议室召开庭前会议；正式庭审时间为…，地点为…: the room told ahead of the next moment is this one's.
    let room = || {
        let clause = first_chars(own, 60);
        let held = clause.trim_start_matches(['，', ',', ' ', ')']).starts_with(['在', '于', '到', '至']);
        room_in(clause).filter(|_| held)
    };
    // 14时，第一次会议（线上）；…9时，第二次会议（第三十法庭）: the next moment's room is not this one's.
    let on_line = || {
        let line = ONLINE.as_ref()?.find(own)?;
        // 证据线上提交: something else is done on line.
        let done = own.get(line.end()..).unwrap_or("");
        if ["提交", "缴", "交", "上传", "查", "签", "阅", "质"].iter().any(|it| done.starts_with(it)) {
            return None;
        }
        (room_in(own).is_none() && labelled(own).is_none()).then(|| line.as_str().to_owned())
    };
    told_below(after)
        .or_else(|| moved(after))
        .or_else(|| direct(after))
        .or_else(room)
        .or_else(on_line)
        .or_else(|| labelled(after))
        .or_else(|| Some(BARE.as_ref()?.captures(after)?.name("place")?.as_str().replace('(', "（").replace(')', "）")))
        .filter(|place| !is_no_place(place))
        .or_else(|| in_building(after))
        .or_else(|| former(after, before))
        .or_else(|| online::room_on_platform(first_chars(after, 60)))
        .or_else(|| room_in(first_chars(after, 60)))
        .or_else(|| platform(after))
        .or_else(|| ONLINE.as_ref()?.find(after).map(|online| online.as_str().to_owned()))
        .or_else(|| {
            let room = ROOM.as_ref()?.captures(first_chars(after, 60))?;
            room.name("place").or_else(|| room.name("numbered")).map(|place| place.as_str().to_owned())
        })
        .or_else(|| Some(SHARED.as_ref()?.captures(after)?.name("place")?.as_str().to_owned()))
        .or_else(|| moved_ahead(tail))
        .or_else(|| labelled(tail))
        .or_else(|| room_in(tail))
        .or_else(|| online::platform_ahead(before))
        .or_else(|| ONLINE.as_ref()?.find(tail).map(|online| online.as_str().to_owned()))
        .or_else(|| room_ahead(tail))
        .or_else(|| named(after))
        .or_else(|| room_in(after))
}

/// 到下列地点参加开庭：…
fn told_below(after: &str) -> Option<String> {
    static BELOW: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^[^。；;\n]{0,12}(?:下列|以下|如下)地点[^，。；;:：\n]{0,8}[:：]\s*(?P<place>[^\n，。；;]{2,40})")
            .ok()
    });
    Some(BELOW.as_ref()?.captures(after)?.name("place")?.as_str().trim().to_owned())
}

/// The room without a number that the words ahead of a moment say the sitting is held in: 均在瓯北人民法庭开庭：….
fn room_ahead(tail: &str) -> Option<String> {
    Some(HELD_IN.as_ref()?.captures_iter(tail).last()?.name("place")?.as_str().to_owned())
}

/// What is said of a room and names none: 因疏漏未载明法庭, 另行通知.
fn is_no_place(place: &str) -> bool {
    let says = ["传唤", "不变", "另行", "待定", "另定", "同前", "载明", "写明", "误写", "笔误", "疏漏", "遗漏", "补充"];
    place.starts_with(['因', '未']) || place.starts_with("注意") || says.iter().any(|word| place.contains(word))
}

/// The room right behind a moment that its building and its number tell.
fn in_building(after: &str) -> Option<String> {
    Some(IN_BUILDING.as_ref()?.captures(after)?.name("place")?.as_str().to_owned())
}

/// The room that the sentence ahead of a moment puts in the place of another: 现调整至第九法庭，时间仍为….
fn moved_ahead(tail: &str) -> Option<String> {
    let sentence = tail.rsplit(['。', '；', ';', '\n']).next()?;
    let last = OTHER_ROOM.as_ref()?.captures_iter(sentence).last()?;
    Some(last.name("place")?.as_str().to_owned())
}

/// A numbered room in a text.
fn room_in(text: &str) -> Option<String> {
    let read = PLACE_AT.as_ref()?.captures(text)?.name("place")?;
    // 11:00 审判庭 …: the minutes of a time are no number of a room.
    let digits = read.as_str().bytes().take_while(u8::is_ascii_digit).count();
    let is_minutes =
        (1..=2).contains(&digits) && text.get(..read.start()).is_some_and(|ahead| ahead.ends_with([':', '：']));
    let read = if is_minutes { PLACE_AT.as_ref()?.captures_at(text, read.end())?.name("place")? } else { read };
    if text.get(..read.start()).is_some_and(is_partys_address) {
        return None;
    }
    // 2026年12月10日本院第七法庭: the day is no part of the room's name.
    let room = read.as_str();
    let day = room.rfind('日').filter(|_| room.contains('月')).map(|at| at + '日'.len_utf8());
    Some(day.and_then(|day| room.get(day..)).unwrap_or(room).to_owned())
}

/// The room right behind a moment, with the short bracket that says which one it is.
fn direct(after: &str) -> Option<String> {
    let read = DIRECT.as_ref()?.captures(after)?;
    let found = read.name("place")?;
    // 在线庭审室3: 在 belongs to the name.
    let is_line = found.as_str().starts_with('线') && after.get(..found.start()).is_some_and(|it| it.ends_with('在'));
    let place = if is_line { after.get(found.start() - '在'.len_utf8()..found.end())? } else { found.as_str() };
    // 到庭参加…, 在线审理…: no name of a room begins or goes on so.
    let told = ["庭审室", "质证室"].iter().fold(place.to_owned(), |told, room| told.replace(room, "室"));
    let is_act = ["参加", "开庭", "出庭", "到庭", "接受", "审理", "携带", "庭审", "改", "变更"]
        .iter()
        .any(|it| told.contains(it));
    if is_act || place.starts_with(['庭', '线', '期', '案', '会', '该', '原', '同', '上']) {
        return None;
    }
    let is_way = |at: &usize| place.get(*at..).is_some_and(|it| !it.starts_with("在线"));
    let way = place.match_indices(['在', '到']).map(|(at, _)| at).rfind(is_way);
    let place = way.and_then(|at| place.get(at + '在'.len_utf8()..)).unwrap_or(place);
    let more = read.name("more").map_or("", |more| more.as_str());
    let is_room = more.chars().count() <= 14
        && (more.contains(['室', '楼', '层', '座', '庭']) || is_number_of_room(more))
        && !["地址", "电话", "路", "携带", "开庭"].iter().any(|word| more.contains(word));
    let more = more.trim_matches(['(', ')']);
    Some(if is_room { format!("{}（{more}）", tidy(place)) } else { tidy(place) })
}

/// （A305）
fn is_number_of_room(more: &str) -> bool {
    let number = more.trim_matches(['(', ')']);
    let digits = number.trim_start_matches(|c: char| c.is_ascii_uppercase());
    number.len() <= digits.len() + 1 && (3..=4).contains(&digits.len()) && digits.bytes().all(|it| it.is_ascii_digit())
}

/// The room of the moment before, where the new one's stays: 原定…在那大法庭开庭，改期至…，地点不变.
fn former(after: &str, before: &str) -> Option<String> {
    let sentence = after.split(['。', '\n']).next().unwrap_or("");
    STAYS.as_ref().filter(|regex| regex.is_match(sentence))?;
    let tail = last_chars(before, 120);
    let named = ROOM.as_ref()?.captures_iter(tail).last().and_then(|read| read.name("place").or(read.name("numbered")));
    let numbered = PLACE_AT.as_ref()?.captures_iter(tail).last().and_then(|read| read.name("place"));
    let last = named.into_iter().chain(numbered).max_by_key(|room| (room.end(), room.start()))?;
    Some(last.as_str().to_owned())
}

/// 法庭：101 names a room by its number.
fn is_room_number(whole: &str) -> bool {
    let value = whole.trim_start_matches([',', '，', ';', '；']).trim_start().strip_prefix("法庭").map(str::trim_start);
    let value = value.and_then(|it| it.strip_prefix([':', '：'])).map_or("", str::trim);
    (3..=4).contains(&value.len()) && value.bytes().all(|it| it.is_ascii_digit())
}

/// Whether a place is one: digits alone are a row's number or a year.
fn is_place(place: &str) -> bool {
    tidy(place).contains(|c: char| c.is_alphabetic())
}

/// What stands behind 地点： and its like.
fn labelled(text: &str) -> Option<String> {
    let read = PLACE_LABEL.as_ref()?.captures_iter(text).find(|read| {
        let label = read.get(0).filter(|label| label.as_str().starts_with('地'));
        let address = label.and_then(|label| text.get(..label.start() + "地址".len()));
        // 法庭 时间 案号 is the head of a table.
        let whole = read.get(0).map_or("", |it| it.as_str()).trim_start();
        let is_column =
            ["审判法庭 ", "开庭法庭 ", "审理法庭 ", "审判庭 ", "法庭 ", "庭室 "].iter().any(|it| whole.starts_with(it));
        let is_room = read.name("place").is_some_and(|place| place.as_str().contains(['庭', '室', '厅', '楼']));
        // 法庭号：0312 has no other name.
        let is_numbered = ["法庭号", "法庭编号"].iter().any(|it| whole.starts_with(it)) || is_room_number(whole);
        let is_place = is_numbered || read.name("place").is_some_and(|place| is_place(place.as_str()));
        // （第一法庭）将进行…: only a label that is itself in brackets ends with one.
        let own = read.get(0).zip(read.name("place"));
        let is_bracket = own.is_some_and(|(whole, place)| {
            let label = text.get(whole.start()..place.start()).unwrap_or("");
            let is_opened = text.get(..whole.start()).is_some_and(|ahead| ahead.ends_with('('));
            label.contains(')') && !label.contains('(') && !is_opened
        });
        !is_bracket && !address.is_some_and(is_partys_address) && (!is_column || is_room) && is_place
    })?;
    let found = read.name("place")?;
    let place = kept(found.as_str());
    if place.starts_with('原') {
        // 原定第三法庭，现改第七法庭
        let rest = text.get(found.end()..)?.split(['。', '\n']).next()?;
        let now = OTHER_ROOM.as_ref().and_then(|regex| regex.captures(rest)?.name("place"));
        return Some(now.map_or(place, |now| now.as_str()).to_owned());
    }
    // 10:30同地点开庭: the same place is none, and an act is none either.
    let is_same = read.get(0).is_some_and(|label| text.get(..label.start()).is_some_and(|it| it.ends_with('同')));
    if is_same || ["开庭", "庭审", "审理", "继续"].iter().any(|act| place.trim_start().starts_with(act)) {
        return None;
    }
    // 应到处所 祖庙人民法庭⏎第一审判庭: a tribunal has rooms, and the one meant stands on the next line of the field.
    let next = text.get(found.end()..).and_then(|rest| rest.strip_prefix('\n')?.lines().next()).map(str::trim);
    let is_room = |line: &&str| {
        line.starts_with('第') && line.ends_with(['庭', '室']) && line.chars().count() <= 10 && !line.contains(' ')
    };
    if let Some(room) = next.filter(is_room).filter(|_| place.trim_end().ends_with("人民法庭")) {
        return Some(format!("{}{room}", place.trim()));
    }
    // 地点请见门口显示屏 tells that it is told elsewhere.
    (!place.trim_start().starts_with(['见', '请', '用', '详'])).then(|| place.to_owned())
}

/// Whether a text ends within the address of a party, which is no court room: 你公司注册地址：…
fn is_partys_address(ahead: &str) -> bool {
    let own = ahead.rsplit(['\n', '。', '；', ';', '，']).next().unwrap_or("");
    ADDRESSES.iter().any(|word| own.contains(&format!("{word}地")))
}

/// A place without a room, between 在 or 到 and what is done there: 到示例小区物业服务中心就地开庭.
fn named(after: &str) -> Option<String> {
    let clause = after.split(['，', ',', '。', '；', ';', '\n']).next()?;
    let read = AT_PLACE.as_ref()?.captures(clause)?;
    let place = read.name("place").map(|place| place.as_str())?;
    // 到本院执行局接受询问: a part of the court is a place.
    let part = place.trim_start_matches("本院").trim_start_matches("我院").trim_end_matches("接受");
    let is_part = part.chars().count() >= 3 && part.ends_with(['局', '庭', '处', '科']) || part.ends_with("中心");
    let place = if is_part { part } else { place };
    let is_none = ["期间", "之前", "之后", "届时", "准时", "线上", "互联网", "网上", "现场"]
        .iter()
        .any(|word| place.contains(word));
    // 到庭参加诉讼, 在本院依法开庭 name no place.
    let is_bare = place.starts_with(['庭', '院', '场', '会', '期', '案', '达'])
        || place.contains("本院")
        || place.contains("我院");
    (!is_none && !is_bare).then(|| place.to_owned())
}

/// Where a sitting is held that was to be held elsewhere: 法庭由第三法庭调整为第五法庭, 变更为线上开庭.
fn moved(after: &str) -> Option<String> {
    let sentence = after.split(['。', '\n']).next()?;
    // What is said behind the next moment, or past a semicolon, is of another sitting.
    let own = sentence.split(['月', '；', ';']).next().unwrap_or("");
    if let Some(read) = OTHER_ROOM.as_ref()?.captures(own) {
        return read.name("place").map(|place| place.as_str().to_owned());
    }
    let sentence = Some(sentence).filter(|it| it.contains('为'))?;
    if let Some(read) = MOVED_ROOM.as_ref()?.captures(sentence) {
        return read.name("place").map(|place| place.as_str().to_owned());
    }
    let to = ["变更为", "改为", "调整为", "转为"].iter().find_map(|word| Some(sentence.find(word)? + word.len()))?;
    let rest = sentence.get(to..)?;
    // 改为同日同时线上开庭: what the new way is begins within its own clause.
    let first = rest.split(['，', ',']).next().unwrap_or("");
    let way = ["线上", "在线", "网络", "网上", "互联网", "远程", "视频"].iter().filter_map(|way| first.find(way)).min();
    let is_online = way.and_then(|at| first.get(..at)).is_some_and(|ahead| ahead.chars().count() <= 6);
    is_online.then(|| {
        platform(after.get(to..).unwrap_or("")).or_else(|| Some(ONLINE.as_ref()?.find(rest)?.as_str().to_owned()))
    })?
}

/// 第九法庭不变 names the room, 不变 alone does not.
fn kept(place: &str) -> &str {
    place.trim_end().strip_suffix("不变").filter(|room| room.ends_with(['庭', '室', '厅', '楼', '心'])).unwrap_or(place)
}

/// Whose address a label names that is no court room.
const ADDRESSES: [&str; 7] = ["注册", "联系", "寄送", "邮寄", "送达", "办公", "通讯"];
