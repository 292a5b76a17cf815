//! Sittings that are moved or given up, and what is only said of an earlier paper or of a case that may come.

use std::sync::LazyLock;

use regex::Regex;

use super::super::text::{first_chars, last_chars};
use super::words::{CUES, GIVEN_UP, MOVED_TO, ROOMS, SITTINGS};

/// What is said right behind a moment at which no sitting is held any more: 的开庭顺延, 作废.
static PUT_OFF: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^[整)，,]*的?(?:在[^，。]{2,16}的)?(?:开庭|庭审|审理|听证|谈话|询问|调解)?(?:时间|日期|安排)?(?:予以|现|因故|因[^，,。；;\n]{2,14}?)?(?:顺延|延期|推迟|作废|废止|撤销|中止|(?:不能|无法)(?:如期|按期|按时|正常)?(?:开庭|进行|举行|召开))")
        .ok()
});
/// Another time of the same day in place of this one: 的开庭提前到当日8时.
static MOVED_OFF: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^的?[^，,；;。请]{0,14}(?:提前|提早|推迟|推后|延后|顺延)(?:至|到|为)(?:当日|当天|同日|同一天|次日|上午|下午|\d{1,2}[时点:：])|^[^；;。]{2,60}?时间(?:也|亦|同时|相应|一并)?(?:提前|提早|推迟|推后|延后|顺延|调整|变更|改)(?:至|到|为)(?:当日|当天|同日|同一天)?的?(?:上午|下午)?\d{1,2}[时点:：]").ok()
});
/// 由桃镇法庭改至本院第二法庭: only the room is another one.
static PLACE_MOVED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"[由从][^，,。；]{1,14}(?:庭|室|厅|院区)(?:改|变更|调整)(?:至|到|为|在)|",
        r"(?:改|移|调整|变更)(?:在|到|至)[^，,。；\d上下]{0,14}(?:法庭|审判庭|室|厅|院区)",
    ))
    .ok()
});
/// What is only asked of a moment: 是否开庭, 能否改期.
static ASKED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^[整)]*的?(?:[^，,。；;\n]{0,6})(?:是否|能否|可否|能不能|是不是|要不要)").ok());
/// Nobody is to come: 12月21日9时无需到庭.
static NOT_NEEDED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^[整)，,]*(?:您|贵方|你方|双方|各方)?(?:均|都|已|也|就)*(?:无需|不必|不用|无须|不需|毋需)再?(?:到庭|出庭|到场|前来|来院|到院|来法院|到法院|参加庭审|开庭)|^[整)，,]*的?(?:开庭|庭审|听证|谈话|询问|调解|质证)(?:您|贵方|你方|双方|各方)?(?:均|都|已|也|就)*(?:无需|不必|不用|无须|不需|毋需)再?(?:到庭|出庭|到场|参加|前来|来院)|^[整)，,]*(?:已|将)?不(?:再)?开庭(?:[，,；;。]|$)").ok()
});
/// What is said below a sitting of all that stands above: 上述庭审取消.
static ABOVE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:上述|上列|以上|前述|该次|此次|本次)的?(?:开庭|庭审|审理|听证|谈话|调解|质证|安排)(?:时间|安排|活动)?",
        r"(?:现|已|因故|全部|均|予以|因[^，。；]{1,12})*(?:取消|撤销|暂停|延期|顺延|推迟|延后|作废|不再举行|不再进行|不再召开)",
    ))
    .ok()
});

/// What is not done to a sitting that stays: 不能改期, 不予延期.
static DENIED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:不能|不予|不同意|不准许?|无法|不可以?|不得|不宜|不作|未予|没有|不)(?:再|予以|申请)?(?:改期|延期|变更|调整|推迟|顺延|取消)")
        .ok()
});
/// What may come and gives no moment up, wherever it begins.
static MAY_COME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:如需|如要|如确|如因|如您|如你|如贵|若需|若要|若因|倘若|确需|因故需要)[^，,。；;]{0,14}(?:改期|延期|变更|调整|取消)")
        .ok()
});
/// What a party asked for at a moment: …另有庭审，本院准许延期.
static GRANTED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:准许|准予|同意)(?:延期|改期)(?:[，,。；;开审]|$)").ok());
/// …开庭审理的某某一案，因需追加当事人，延期开庭审理: what was set is put off in the same sentence, without another day.
static CASE_PUT_OFF: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^[^。；;]{0,30}(?:开庭|审理)[^。；;]{0,40}一案[，,](?:因[^，,。；;]{2,40}[，,])?(?:经[^，,。；;]{2,20}[，,])?(?:现|本院决定|决定|现决定)?(?:延期开庭|延期审理|取消开庭|暂缓开庭|取消庭审)").ok()
});

/// Whether what follows a moment, up to the end of its sentence, puts the sitting off.
pub(super) fn is_case_put_off(behind: &str) -> bool {
    has(&CASE_PUT_OFF, up_to_next(behind))
}

/// 顺延一周, 推迟两个星期: the same time of the same day of a later week.
static WEEKS_LATER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^[整)]*的?(?:开庭|庭审|听证|谈话|调解|证据交换)?(?:时间)?(?:现|统一|因故)?(?:顺延|推迟|延后|推后|延期)(?P<weeks>[一二两三四1-4])个?(?:周|星期)(?:[，,。；;举进开]|$)")
        .ok()
});

/// By how many days a sitting is put off, by what stands right behind its moment; `None` where that is not told in weeks.
pub(super) fn days_put_off(behind: &str) -> Option<u64> {
    let read = WEEKS_LATER.as_ref()?.captures(behind)?;
    let weeks = read.name("weeks")?.as_str();
    let nth = ["一1", "二两2", "三3", "四4"].iter().position(|signs| signs.contains(weeks))?;
    u64::try_from(nth + 1).ok().map(|weeks| weeks * 7)
}

/// Most characters between a sitting and the one that takes its place.
const FARTHEST: usize = 100;
/// What is said of the sitting in the same clause where it is not held.
const STOPPED: [&str; 19] = [
    "暂缓",
    "暂停",
    "延后",
    "推后",
    "不再举行",
    "不再召开",
    "不开了",
    "暂不",
    "先不开",
    "先不进行",
    "不开庭",
    "不再开庭",
    "开不了",
    "无法进行",
    "无法举行",
    "无法如期",
    "延期审理",
    "延期开庭",
    "请忽略",
];
/// The time is told later.
const LATER: [&str; 6] = ["另行通知", "另行告知", "另行安排", "另行确定", "另定", "待定"];
/// What else may be told later, and gives no moment up.
const TOLD_LATER: [&str; 20] = [
    "期限",
    "书记员",
    "法官助理",
    "人员",
    "法庭",
    "地点",
    "链接",
    "会议号",
    "房间号",
    "账号",
    "平台",
    "庭审码",
    "方式",
    "名单",
    "成员",
    "法官",
    "号码",
    "密码",
    "庭室",
    "事宜",
];
/// Another sitting, whose time may be told later.
const NEXT: [&str; 9] = ["下次", "下一次", "后续", "再次", "第二次", "第二场", "之后的", "宣判", "续庭"];

fn has(regex: &LazyLock<Option<Regex>>, text: &str) -> bool {
    regex.as_ref().is_some_and(|regex| regex.is_match(text))
}

fn is_any(words: &[&str], is: impl Fn(&str) -> bool) -> bool {
    words.iter().any(|word| is(word))
}

/// What is said of the moment itself: `rest` up to the next moment, 12月22日…, or the year ahead of it.
fn up_to_next(rest: &str) -> &str {
    let digit_at = |at: usize| rest.get(..at).is_some_and(|ahead| ahead.ends_with(|c: char| c.is_ascii_digit()));
    let next = rest.match_indices(['年', '月']).map(|(at, _)| at).find(|at| digit_at(*at));
    next.and_then(|at| rest.get(..at)).unwrap_or(rest)
}

/// Whether a clause speaks of what held before: 原传票作废, 此前发送的传票作废.
fn is_of_former(clause: &str) -> bool {
    let is_person =
        is_any(&["原告", "原审", "原被告", "原因", "原件", "原则"], |word| clause.starts_with(word));
    let olds = ["原", "此前", "之前", "前次", "上次", "前发", "先前", "旧"];
    is_any(&olds, |old| clause.starts_with(old)) && !is_person
}

/// Whether a clause speaks of what may come: 如需改期, 申请延期的, 若有变动.
fn is_of_what_may_come(clause: &str) -> bool {
    let is_other = is_any(&["如下", "如期", "如上", "如前", "如实"], |word| clause.starts_with(word));
    let asks = ["申请延期", "申请改期", "申请变更", "要求改期", "需要改期", "需改期", "确需", "因故需"];
    !is_other && clause.starts_with(['如', '若', '倘']) || is_any(&asks, |word| clause.starts_with(word))
}

/// What is said of the moment without the clauses that are said of another thing: of what held before, of what may
/// come, of a room or a later sitting that is told apart.
fn of_itself(before: &str, own: &str) -> String {
    let is_labelled = {
        let ahead = before.trim_end_matches([':', '：', '为', '于', '在', '是']);
        is_any(&CUES, |cue| ahead.ends_with(cue) || before.ends_with(cue))
    };
    let mut told = String::new();
    let mut rest = own;
    while !rest.is_empty() {
        let signs = ['，', ',', '；', ';', '(', '（', ')', '）'];
        let length =
            rest.char_indices().find(|(_, c)| signs.contains(c)).map_or(rest.len(), |(at, c)| at + c.len_utf8());
        let (clause, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
        let is_bracket = told.ends_with(['(', '（']);
        let is_begun = !told.is_empty();
        if is_begun && is_of_what_may_come(clause) {
            // Up to the end of the bracket, or of the sentence.
            let bracket = own.get(own.len() - rest.len()..).and_then(|it| it.find([')', '）']));
            match bracket.filter(|_| is_bracket).and_then(|at| rest.get(at..)) {
                Some(go_on) => {
                    rest = go_on;
                    told.push('|');
                    continue;
                }
                None => break,
            }
        }
        let is_set =
            is_labelled || is_any(&SITTINGS, |word| told.contains(word)) || is_any(&ROOMS, |it| told.contains(it));
        let is_apart = is_begun && is_set && is_of_former(clause)
            || is_told_apart(clause)
            || is_begun && is_trial_told_apart(&told, clause);
        if !is_apart {
            told.push_str(clause);
        }
        rest = behind;
    }
    told
}

/// 具体法庭另行通知, 宣判时间另行通知: something else is told later.
fn is_told_apart(clause: &str) -> bool {
    let Some(at) = LATER.iter().filter_map(|word| clause.find(word)).min() else { return false };
    let ahead = clause.get(..at).unwrap_or("");
    let ahead = ahead.trim_end_matches(['将', '由', '会', '等', '均', '也', '我', '院', '本', '时', '届', '尚']);
    is_any(&TOLD_LATER, |thing| ahead.ends_with(thing)) || is_any(&NEXT, |word| ahead.contains(word))
}

/// …交换证据，开庭时间另行通知: the trial that follows another sitting is told later.
fn is_trial_told_apart(told: &str, clause: &str) -> bool {
    let at = LATER.iter().filter_map(|word| clause.find(word)).min();
    let ahead = at.and_then(|at| clause.get(..at)).unwrap_or("");
    let is_trial = |words: &str| is_any(&["开庭", "庭审"], |word| words.contains(word));
    let others = ["证据交换", "交换证据", "质证", "庭前会议", "谈话", "询问", "听证", "调解", "约谈"];
    is_trial(ahead) && is_any(&others, |word| told.contains(word)) && !is_trial(&told.replace("召开", ""))
}

/// Whether a clause of what is said behind a moment stops the sitting: 的庭审暂停, 因故延期审理.
fn is_stopped(own: &str) -> bool {
    let mut is_first = true;
    for clause in own.split(['，', ',', '；', ';', '(', ')', '|']).filter(|clause| !clause.is_empty()) {
        for word in STOPPED {
            let Some((ahead, behind)) = clause.split_once(word) else { continue };
            // 电梯暂停使用, 申请延期审理的 stop no sitting; 9时延期审理 may be the new one.
            let is_of_it = is_any(
                &["开庭", "庭审", "审理", "听证", "谈话", "调解", "质证", "会议", "本案", "传票"],
                |it| ahead.contains(it),
            );
            let is_bare = ahead.chars().count() <= 3 && (!is_first || ahead.starts_with('的'));
            let is_other = behind.starts_with('的')
                || is_any(&["使用", "办理", "申请", "公开"], |it| behind.starts_with(it));
            if (is_of_it || is_bare) && !is_other && !ahead.contains("申请延") && !ahead.ends_with("申请") {
                return true;
            }
        }
        is_first = false;
    }
    false
}

/// Whether the sitting at a moment was moved or given up: 由…变更为, …的庭审取消. What is said of the next moment in
/// the same sentence is not said of this one.
pub(super) fn is_given_up(before: &str, rest: &str) -> bool {
    let own = up_to_next(rest);
    let is_moved_off = has(&MOVED_OFF, own);
    // 无需到庭，请登录…: whoever takes part on line need not come.
    let is_on_line =
        is_any(&["线上", "在线", "网上", "互联网", "远程", "视频", "登录", "会议号"], |way| {
            rest.contains(way)
        });
    let is_not_needed = has(&NOT_NEEDED, own) && !is_on_line;
    let own = of_itself(before, own);
    // A place, a panel or a way that is another one gives no moment up.
    let things = [
        "地点",
        "将法庭",
        "法庭由",
        "法庭变更",
        "法庭调整",
        "审判员由",
        "合议庭变更",
        "成员变更",
        "书记员由",
        "方式",
        "名称",
        "昵称",
        "备注",
    ];
    let place = PLACE_MOVED.as_ref().and_then(|regex| regex.find(&own)).map(|found| found.start());
    let end = things.iter().filter_map(|thing| own.find(thing)).chain(place).min().unwrap_or(own.len());
    let own = own.get(..end).unwrap_or(&own);
    // 届时不再另行通知, 不能改期 give nothing up.
    let own = first_chars(own, 40).replace("不再另行通知", "").replace("不另行通知", "");
    let own = DENIED.as_ref().map_or_else(|| own.clone(), |regex| regex.replace_all(&own, "").into_owned());
    // 书记员：某某⏎如需改期请…: lines are joined, and what may come begins within a clause.
    let may_come = MAY_COME.as_ref().and_then(|regex| regex.find(&own)).map_or(own.len(), |found| found.start());
    let own = own.get(..may_come).unwrap_or(&own);
    // 改为线上开庭: another way at the same time.
    let is_way = |verb: &str| {
        let behind = own.find(verb).and_then(|at| own.get(at + verb.len()..)).unwrap_or("");
        is_any(&["线上", "在线", "网上", "网络", "互联网", "远程", "视频", "现场", "线下"], |way| {
            behind.starts_with(way)
        })
    };
    let own = if ["变更为", "改为", "调整为", "改在", "改成", "转为", "改到"].iter().any(|verb| is_way(verb))
    {
        String::new()
    } else {
        own.to_owned()
    };
    // 应到时间 应到处所 事由 above the first row names a column.
    let is_named = is_any(&["事由", "案由", "理由", "缘由"], |name| before.ends_with(name));
    let is_from = before.ends_with(['由', '从']) && !is_named || before.ends_with("由原") || before.ends_with("从原");
    // 12月9日9时不再开庭
    let is_no_more = is_any(&["不再", "不予"], |not| {
        own.split(not).skip(1).any(|act| is_any(&SITTINGS, |it| act.starts_with(it)))
    });
    let gives_up = is_no_more || GIVEN_UP.iter().chain(&LATER).any(|word| own.contains(word));
    let moves = gives_up || has(&PUT_OFF, &own) || is_stopped(&own) || is_moved_off || is_not_needed;
    let moves = moves || has(&ASKED, &own) || has(&GRANTED, &own);
    // 改期 behind a moment that is itself the new one: 改期至…开庭.
    let is_new = is_any(&MOVED_TO, |word| before.ends_with(word));
    !is_new && (is_from || moves)
}

/// Whether the sitting is called off ahead of its moment or in a later sentence: 决定取消本案于…的开庭, 上述庭审取消.
pub(super) fn is_called_off(before: &str, rest: &str) -> bool {
    let clause = before.rsplit(['，', ',', '。', '；', ';', ':', '：']).next().unwrap_or("");
    let verb = ["取消", "撤销"].iter().filter_map(|verb| clause.rfind(verb).map(|at| at + verb.len())).max();
    let between = verb.and_then(|at| clause.get(at..)).filter(|it| it.chars().count() <= 14);
    let is_anew = |words: &str| is_any(&["并", "定于", "改", "重新", "另"], |word| words.contains(word));
    let first = first_chars(rest, 16).split(['，', ',']).next().unwrap_or("");
    let is_it = first.starts_with('的') || is_any(&SITTINGS, |word| first.contains(word));
    let is_ahead = between.is_some_and(|between| !is_anew(between)) && is_it && !is_anew(first);
    is_ahead || is_told_below(rest)
}

/// Whether what stands behind a moment, up to the next one, calls off what stands above.
pub(super) fn is_told_below(rest: &str) -> bool {
    let own = up_to_next(rest);
    let Some(found) = ABOVE.as_ref().and_then(|regex| regex.find(own)) else { return false };
    let ahead = last_chars(own.get(..found.start()).unwrap_or(""), 12);
    let clause = ahead.rsplit(['，', ',', '。', '；', ';']).next().unwrap_or("");
    !is_of_what_may_come(clause)
}

/// Whether a sitting takes the place of the one ahead, by what stands between their moments: …开庭，现变更为…. Where the
/// number of another case stands between, both are held.
pub(super) fn is_replaced(between: &str) -> bool {
    let between: String = between.chars().filter(|c| !c.is_whitespace()).collect();
    let verb = between.trim_end_matches([':', '：', '“', '"', '(']);
    let has_case = between.split('号').rev().skip(1).any(|ahead| ahead.ends_with(|c: char| c.is_ascii_digit()));
    let is_far = between.chars().count() > FARTHEST;
    is_any(&MOVED_TO, |word| verb.ends_with(word)) && !has_case && !is_far
}
