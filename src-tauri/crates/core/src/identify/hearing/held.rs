//! Whether a clause says that a sitting is held, or that something else is done.

use std::sync::LazyLock;

use regex::Regex;

use super::super::text::{first_chars, last_chars};
use super::words::{ACTS, DEEDS, DONE_THEN, EVENTS, LABELS, NOUNS, OTHERS, ROOMS};

/// Whom to reach and where: 联系电话：…, and no 请联系人民法院.
static CONTACT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"联系(?:(?:电话|方式|地址)(?:[:：(\d为]|$)|(?:人|法官|书记员|法官助理)(?:姓名|电话)?[:：(]|人[^民员])")
        .ok()
});

/// Whether a clause right behind a moment says that something else is done then. What is done beside the sitting takes
/// nothing from it: 到庭参加诉讼并提交证据原件; 到庭领取判决书 is no sitting.
pub(super) fn does_another(clause: &str) -> bool {
    // 领取判决书并听取宣判: what is handed out there is handed out at the sitting.
    if clause.contains("听取宣判") {
        return false;
    }
    let contact = CONTACT.as_ref().and_then(|regex| regex.find(clause)).map_or(clause.len(), |found| found.start());
    let clause = clause.get(..contact).unwrap_or(clause);
    // 签收材料后开庭: what is done on the way to a sitting.
    let is_on_way = |at: usize, word: &str| {
        ["安检", "签收"].contains(&word) && clause.get(at + word.len()..).is_some_and(|rest| act_at(rest).is_some())
    };
    let found = OTHERS.iter().chain(&DONE_THEN).filter_map(|word| clause.find(word).filter(|at| !is_on_way(*at, word)));
    let other = found.min();
    let Some(ahead) = other.and_then(|at| clause.get(..at)) else { return false };
    let is_beside = |act: &&str| {
        let Some(at) = ahead.find(*act) else { return false };
        let between = ahead.get(at + act.len()..).unwrap_or("");
        let joins =
            ["并", "同时", "请", "诉讼", "应诉", "审理", "、", "及", "("].iter().any(|word| between.contains(word));
        joins && !between.starts_with("意见") && !is_of_another(ahead, at, act)
    };
    !ACTS.iter().any(is_beside)
}

/// Whether the clause right behind a moment says that a sitting is held then: 12月22日下午2:30在第二审判庭开庭. One more
/// clause counts where it only adds the place: …10时，在第三法庭开庭.
pub(super) fn is_held_then(before: &str, flow: &str) -> bool {
    let sentence = flow.split(['。', '；', ';', '\n']).next().unwrap_or("");
    let told = sentence.trim_start_matches(['，', ',', ' ', ')']);
    let mut clauses = told.split(['，', ',']).map(str::trim);
    let first = clauses.next().unwrap_or("");
    let adds_place = |clause: &&str| ["在", "于", "到", "地点", "由"].iter().any(|word| clause.starts_with(word));
    // …10时，第三法庭，开庭: a clause that is only a room says nothing against the next one.
    let is_room = first.chars().count() <= 16 && first.ends_with(['庭', '室', '厅']);
    let second = clauses.next().filter(|clause| adds_place(clause) || is_room).unwrap_or("");
    // …10时，逾期不到庭的: behind a comma only a place or the act itself goes on with the moment.
    let begins = act_at(first_chars(first, 12)).is_some() || adds_place(&first) || is_room;
    let first = if told.len() == sentence.len() || begins { first } else { "" };
    let is_clear = |told: &str| !OTHERS.iter().chain(&EVENTS).chain(&LABELS).any(|word| told.contains(word));
    let says = |clause: &str| {
        let told = first_chars(clause, 40);
        act_at(told).is_some() && is_clear(told)
    };
    // 来一趟第三调解室，做个庭前调解: whoever comes to a room of the court at a moment comes to what is told next.
    let comes = || {
        let told = first_chars(sentence, 50);
        let is_room = ROOMS.iter().any(|room| first.contains(room));
        let moves = ["到", "来", "在", "于", "赴", "前往", "至"].iter().any(|verb| first.contains(verb));
        is_room && moves && act_at(told).is_some() && is_clear(told) && !does_another(told)
    };
    let is_left =
        ["截至", "截止", "不晚于", "不迟于", "至迟", "最迟"].iter().any(|word| last_chars(before, 8).contains(word));
    !is_left && (says(first) || says(second) || comes())
}

/// Where words first say that a sitting is held, and not only name a thing after one: 调解 is held, 调解室 is a room.
pub(super) fn act_at(words: &str) -> Option<usize> {
    let is_deed = |at: usize, deed: &str| {
        let behind = words.get(at + deed.len()..).unwrap_or("");
        !NOUNS.iter().any(|noun| behind.starts_with(noun))
    };
    // 逾期不到庭的 tells of nobody's coming.
    let is_denied = |at: usize| words.get(..at).is_some_and(|ahead| ahead.ends_with(['不', '未', '拒']));
    let is_act = |at: usize, word: &str| !is_of_another(words, at, word) && !is_denied(at);
    let acts = ACTS.iter().filter_map(|word| words.find(word).filter(|at| is_act(*at, word)));
    let deeds = DEEDS.iter().filter_map(|word| words.find(word).filter(|at| is_deed(*at, word)));
    acts.chain(deeds).min()
}

/// 开庭公告, 出庭人员名单, 调解员: the word is of a thing and no act.
fn is_of_another(told: &str, at: usize, word: &str) -> bool {
    let behind = told.get(at + word.len()..).unwrap_or("");
    [
        "公告",
        "人员",
        "员",
        "传票",
        "笔录",
        "录像",
        "所需",
        "材料",
        "前",
        "后",
        "之前",
        "之后",
        "以前",
        "的案件",
        "意向",
        "协议",
        "事宜",
        "事项",
        "安排",
        "情况",
        "信息",
        "准备",
    ]
    .iter()
    .any(|thing| behind.starts_with(thing))
}
