//! Where a sitting on line is held: a platform, a program, the number of a meeting.

use std::sync::LazyLock;

use regex::Regex;

use super::super::text::last_chars;

/// A program or site by whatever name, that one signs in to: 登录“示例微解纷”小程序.
static PROGRAM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r#"(?:通过|登录|登陆|使用|用|进入|打开|搜索|关注|到|至)\s*(?:微信)?(?:小程序|公众号)?\s*["“”「《](?P<quoted>[\p{Han}A-Za-z\d·]{2,16})["“”」》]|"#,
        r"在(?P<named>\p{Han}{2,10}?(?:码|小程序|客户端|网))(?:线上|在线|上)?(?:组织|进行)?(?:调解|开庭|庭审|审理)|",
        r"(?:登录|登陆|进入|打开)(?P<place>\p{Han}{2,12}?(?:小程序|客户端|平台|系统|网站))",
    ))
    .ok()
});
/// A platform by its name: 通过上海法院在线庭审系统, 在“浙江移动微法院”, 在线（示例移动微法院）; with the name in marks
/// and the room that stand right behind it: 在线服务“云上法庭”第5庭审室.
static PLATFORM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r#"(?:(?:通过|登录|登陆|使用|利用|采用|进入|打开|在|于|以|到|至|(?:庭审|开庭|审理|调解)方式\s*[:：为]?|入口\s*[:：]|(?:在线|线上|网络|网上)[(])\s*(?:(?:微信)?小程序)?["“”「《]?|["“「《])"#,
        r#"(?P<place>(?:\p{Han}{0,14}?(?:在线服务|微法院|(?:庭审|诉讼|调解|审理|开庭)(?:平台|系统)|云上?法庭|云庭审|腾讯会议|钉钉(?:会议)?|飞书会议|微信视频群?)|"#,
        r#"[\p{Han}]{2,8}["“”」》](?:在线|线上|网络)(?:庭审|诉讼|调解|审理|开庭)(?:平台|系统))"#,
        r#"(?:["“「《][\p{Han}A-Za-z\d·]{2,14}["”」》])?"#,
        r#"(?:(?:线上|在线)?(?:第?[〇零一二三四五六七八九十\d]{1,4}号?)(?:庭审室|虚拟法庭|法庭|审判庭|调解室)|(?:线上|在线|视频)?(?:庭审室|调解室)[一二三四五六七八九十\d]{0,2})?)"#,
    ))
    .ok()
});
pub(super) static ONLINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:线上|在线)(?:庭审|开庭|审理|调解|参加)?|云上?法庭|互联网法庭(?:第?[一二三四五六七八九十\d]{1,2}(?:号庭?|庭|(?-u:\b))|[(][一二三四五六七八九十\d]{1,3}[)])?|互联网(?:庭审|开庭)|(?:网络|网上|远程|视频)(?:视频)?(?:庭审|开庭|审理|调解|听证|连线)|移动微法院|远程视频|腾讯会议|钉钉会议|飞书会议|视频会议").ok()
});
/// The number under which one joins: 会议号：448 201 335, 房间号30571, 庭审室号：88231.
static MEETING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:腾讯会议(?:\s*[(]\s*)?(?:号|ID)?|",
        r"(?:(?:云|虚拟|在线|线上|网上|互联网)法庭|(?:云|虚拟|在线|线上|网上)?(?:会议|庭审|开庭|调解|入会|房间|通道))(?:室|间|房间?|通道)?",
        r"(?:号码?|码|ID|编号|口令)|房号)\s*(?:[:：为是]\s*)?",
        r"(?:\d{3}[ -]\d{3}[ -]\d{3,4}|\d{3,4}[ -]\d{3,4}(?:[ -]\d{3,4})?|[A-Za-z]{0,3}\d{3,18})",
    ))
    .ok()
});

/// A platform named in a text; 线上调解系统 alone says no more than that it is held on line.
pub(super) fn platform(text: &str) -> Option<String> {
    let known = PLATFORM.as_ref()?.captures(text).and_then(|read| read.name("place"));
    let program = || {
        let read = PROGRAM.as_ref()?.captures(text)?;
        read.name("quoted").or_else(|| read.name("named")).or_else(|| read.name("place"))
    };
    // 通过微信小程序“示例在线服务·滨江”: the whole name in its marks goes before a part of it.
    let is_part = |known: &regex::Match<'_>, whole: &regex::Match<'_>| {
        known.start() == whole.start() && known.end() < whole.end()
    };
    let found = match (known, program()) {
        (Some(known), Some(whole)) if is_part(&known, &whole) => whole,
        (Some(known), _) => known,
        (None, program) => program?,
    };
    // 在线庭审平台: the first character of the name is no word of place.
    let is_line = found.as_str().starts_with('线') && text.get(..found.start()).is_some_and(|it| it.ends_with('在'));
    let place = if is_line { text.get(found.start() - '在'.len_utf8()..found.end())? } else { found.as_str() };
    // 开庭前登录示例诉讼平台, 电脑登录示例平台: the name begins behind what one does with it.
    let verbs = ["登录", "登陆", "进入", "打开", "使用", "通过"];
    let name = verbs.iter().filter_map(|verb| place.rfind(verb).map(|at| at + verb.len())).max();
    let name = name.and_then(|at| place.get(at..)).filter(|name| !name.is_empty()).unwrap_or(place);
    let name = name.trim_start_matches(['“', '"', '「', '《']);
    // 智慧审判”在线庭审平台: the mark that opened it stands ahead of the name.
    let is_whole =
        [('“', '”'), ('「', '」'), ('《', '》')].iter().all(|(open, end)| !name.contains(*end) || name.contains(*open));
    Some(if is_whole { name.to_owned() } else { name.replace(['”', '」', '》'], "") })
}

/// A platform with the room in it that is told right with its name: 在线服务“云上法庭”第5庭审室.
pub(super) fn room_on_platform(text: &str) -> Option<String> {
    platform(text)
        .filter(|it| it.ends_with(['室', '庭']) && !["云法庭", "云上法庭"].iter().any(|bare| it.ends_with(bare)))
}

/// The platform that the sentence ahead of a moment names for the sitting: 本案使用腾讯会议开庭，会议号…，时间为….
pub(super) fn platform_ahead(before: &str) -> Option<String> {
    let sentence = sentence_ahead(before);
    let is_of_sitting = ["开庭", "庭审", "审理", "调解", "谈话", "询问", "听证"].iter().any(|it| sentence.contains(it));
    platform(sentence).filter(|_| is_of_sitting)
}

/// The number of a meeting told behind a moment, or else in the sentence ahead of it.
pub(super) fn meeting(after: &str, before: &str) -> Option<String> {
    let of = |text: &str| MEETING.as_ref()?.find(text).map(|found| found.as_str().trim().replace('(', ""));
    of(after).or_else(|| of(sentence_ahead(before)))
}

/// The sentence, or the fields of a form, that a moment stands in, up to the moment.
fn sentence_ahead(before: &str) -> &str {
    let tail = last_chars(before, 90);
    tail.rsplit(['。', '；', ';', '\n']).next().unwrap_or(tail)
}
