//! Whether the words around a moment say that a sitting is held then.

use std::sync::LazyLock;

use regex::Regex;

use super::super::text::{first_chars, flowing, last_chars};
use super::fields;
use super::held::{act_at, does_another, is_held_then};
use super::marks::{FORMER, KEPT, NUMBERED_ROOM, ROW, has, without_numbers};
use super::off::{is_called_off, is_given_up};
use super::words::{
    ACTS, BESIDE_IT, CUES, DONE_BESIDE, EVENTS, LABELS, NEUTRAL, OTHERS, ROOMS, SITTINGS, names_another,
};

/// What the words around a moment say of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sits {
    /// A sitting is held then.
    Yes,
    /// The moment is named after a sitting and nothing more is said: 开庭：….
    Named,
    /// The moment is another thing's, or a sitting's that was moved or given up.
    No,
    /// Nothing is said.
    Unsaid,
}

/// What stands around a moment, without blanks.
pub(super) struct Around<'a> {
    before: String,
    /// The rest of the sentence.
    rest: String,
    /// The rest of the clause.
    clause: String,
    /// Name of the line or clause the moment stands in.
    field: String,
    /// Whether the clause behind the moment says that a sitting is held then.
    is_held: bool,
    /// Whether fields or rows behind the moment say so, if its own name says no more than that it is one.
    is_listed: bool,
    title: &'a str,
    is_call: bool,
}

impl<'a> Around<'a> {
    /// `flow` is what stands behind the moment with cut lines joined; `is_call` says whether the paper calls to a sitting.
    pub(super) fn new(before: &str, after: &str, flow: &str, title: &'a str, is_call: bool) -> Self {
        let squeezed = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let after = without_numbers(after);
        let after = after.as_ref();
        let flow = without_numbers(without_bracket(flow));
        let flow = flow.as_ref();
        let label = squeezed(last_chars(before.rsplit('\n').next().unwrap_or(""), 200));
        // 二、时间：…, …。时间：…
        let field = label.rsplit(['。', '；', ';', '，', ',']).next().unwrap_or("");
        let is_item = |c: char| c.is_ascii_digit() || "一二三四五六七八九十()、.:：".contains(c);
        let clause = flow.split(['，', ',', '。', '；', ';', '\n']).next().unwrap_or("");
        // 应到时间：9:30 举证期限：… the name of the next field says nothing of a sitting's moment.
        let is_named = field.contains("应到") || ACTS.iter().any(|word| field.contains(word));
        let next = NEXT_FIELD
            .as_ref()
            .filter(|_| is_named)
            .and_then(|regex| regex.find(clause))
            .map_or(clause.len(), |found| found.start());
        let clause = clause.get(..next).unwrap_or(clause);
        let after = squeezed(first_chars(after, 50));
        let is_held = is_held_then(before, flow);
        let is_listed = fields::tell(flow) || fields::is_of_case(field, flow);
        let before = squeezed(last_chars(&without_numbers(last_chars(before, 140)), 80));
        let before = fields::without_lead(&before).to_owned();
        Self {
            is_held,
            is_listed,
            before,
            rest: after.trim_start_matches(['”', '"', '」', ')']).split(['。', '；']).next().unwrap_or("").to_owned(),
            clause: squeezed(first_chars(clause, 26)),
            field: field.trim_start_matches(is_item).to_owned(),
            title,
            is_call,
        }
    }

    /// What the words say.
    pub(super) fn sits(&self) -> Sits {
        if self.is_former() || self.is_another() || self.is_limit() || self.is_past() {
            return Sits::No;
        }
        let before = &self.before;
        // 定于…证据交换、…开庭: the second moment shares the first one's cue.
        let is_listed = before.ends_with(['、', '，', '及', '和']) && self.sentence().contains("定于");
        let is_next = is_listed && SITTINGS.iter().any(|word| first_chars(&self.rest, 10).contains(word));
        let has_sitting = self.has_sitting();
        let is_titled = SITTINGS.iter().any(|word| self.title.contains(word)) || self.title.contains("传票");
        let is_cued = self.has_cue() && (has_sitting || self.is_call || is_titled || self.is_summoned());
        let is_of_list = self.is_listed && (self.is_bare_label() || fields::is_named_by_case(&self.field));
        if is_next
            || is_of_list
            || self.is_told()
            || is_cued
            || has_sitting && before.ends_with(['于', '请']) && !self.does_beside()
        {
            Sits::Yes
        } else if self.is_named() {
            Sits::Named
        } else {
            Sits::Unsaid
        }
    }

    fn sentence(&self) -> &str {
        self.before.rfind(['。', '；', '!']).and_then(|at| self.before.get(at..)).unwrap_or(&self.before)
    }

    fn close(&self) -> &str {
        last_chars(&self.before, 12).trim_end_matches([':', '：', '(', '于', '为', '在', '是'])
    }

    /// 原定…的开庭，时间不变，地点变更为…: only the place, or the way, is another one.
    fn keeps_time(&self) -> bool {
        has(&KEPT, &self.rest)
    }

    /// A sitting that was to be held then and is not any more, or that is another case's.
    fn is_former(&self) -> bool {
        let is_old =
            ["取消", "撤销", "停止", "非", "不是", "不再", "不再按"].iter().any(|word| self.close().ends_with(word))
                || has(&FORMER, self.close()) && !self.stays();
        // 请勿按此前传票(2026年12月11日9时、第1法庭)到庭
        let clause = self.before.rsplit(['。', '；', '，', ',', '！', '!']).next().unwrap_or("");
        let is_old =
            is_old || ["请勿按", "勿按", "不要按", "无需按", "不必按"].iter().any(|word| clause.contains(word));
        let is_off = is_old || is_given_up(&self.before, &self.rest) || is_called_off(&self.before, &self.rest);
        // 以代理人…出庭为由申请延期: the moment is only what somebody gave as a reason.
        let own = self.rest.split(['；', ';']).next().unwrap_or("");
        let is_off = is_off || ["为由", "的理由"].iter().any(|reason| first_chars(own, 40).contains(reason));
        !self.keeps_time() && is_off || self.rest.starts_with(ARROWS) || fields::is_of_another_case(&self.field)
    }

    /// A moment at which something else happens. What its own field or clause says of it goes before what stands ahead.
    fn is_another(&self) -> bool {
        let is_other = |words: &str| OTHERS.iter().any(|word| words.contains(word));
        let is_told = |words: &str| LABELS.iter().chain(&EVENTS).any(|word| words.contains(word));
        let name = self.field.trim_end_matches([':', '：', '为', '是']);
        if TIMES.iter().any(|time| name.ends_with(time)) {
            return false;
        }
        // 打印时间, 立案日期: a field's own name says what its moment is of.
        let of = ["时间", "日期", "时刻"].iter().find_map(|word| name.strip_suffix(word));
        // 庭审预计结束时间, 庭审测试时间: what the name ends with is what happens then.
        let is_beside = |of: &str| BESIDE_IT.iter().any(|word| of.ends_with(word));
        if of.is_some_and(|of| is_beside(of) || act_at(last_chars(of, 6)).is_none() && names_another(of)) {
            return true;
        }
        // 提交证据并于…到庭
        let own = self.field.rsplit('并').next().unwrap_or("");
        let is_cue = CUES.iter().any(|cue| own.contains(cue));
        let is_sitting = || own.contains("应到") || SITTINGS.iter().any(|word| own.contains(word));
        let is_clear = !is_other(own) && !is_told(own);
        let is_own = is_clear && (self.is_held || self.is_named() || is_cue && is_sitting());
        let ahead = last_chars(self.sentence(), 18);
        // 鉴定机构已出具意见，本院定于…质证: what an earlier clause tells is over where the court sets a sitting anew.
        let last = ahead.rsplit(['，', ',']).next().unwrap_or(ahead);
        let is_set = last.contains("定于") && ACTS.iter().any(|word| self.rest.contains(word));
        let is_ahead = is_told(ahead) || is_other(if is_set { last } else { ahead });
        let is_event = EVENTS.iter().any(|word| self.clause.contains(word));
        is_event || !is_own && is_ahead || does_another(&self.clause)
    }

    /// A moment until which or from which something is done. 前来 comes, and limits nothing.
    fn is_limit(&self) -> bool {
        let comes = ["前来", "前往", "前到", "前台", "前厅"].iter().any(|word| self.rest.starts_with(word));
        let is_until =
            ["前", "之前", "以前", "止", "为止", "内", "以内"].iter().any(|word| self.rest.starts_with(word));
        // 举证截止：…, 有效期至…
        let own = last_chars(&self.field, 10);
        let is_end =
            act_at(own).is_none() && ["截止", "截至", "届满", "期限", "有效期"].iter().any(|word| own.contains(word));
        // 自12月22日至24日每天9时开庭 limits nothing.
        is_until && !comes || self.before.ends_with('自') && !self.is_held || is_end && !own.contains("届满后")
    }

    /// A moment told of what was done.
    fn is_past(&self) -> bool {
        let rest = first_chars(&self.rest, 20).replace("立案庭", "").replace("立案大厅", "");
        let is_done = ["立案", "受理", "作出", "收到", "公开开庭进行了审理"].iter().any(|word| rest.contains(word));
        // 本邮件由系统于…自动发送
        let first = self.first();
        // 本院于…9:12通过电子邮件向您送达传票
        let is_served =
            ["通过", "以", "采用", "经由", "向"].iter().any(|word| rest.starts_with(word)) && rest.contains("送达");
        let is_sent =
            is_served || ["发送", "发出", "推送", "生成", "打印", "签发"].iter().any(|word| first.contains(word));
        let is_done = is_done || is_sent && act_at(first).is_none();
        self.before.ends_with('于') && is_done || self.before.ends_with("已于") || self.before.ends_with("曾于")
    }

    fn is_bare_label(&self) -> bool {
        let named =
            self.field.trim_end_matches([':', '：', '为', '是']).trim_end_matches(['还', '仍', '定', '就', '均', '都']);
        // 开庭传票内容：时间…: what the list is of stands ahead of its first field.
        let of = ["时间", "日期", "时刻"].iter().find_map(|word| named.strip_suffix(word));
        of.is_some_and(|of| of.is_empty() || of.ends_with([':', '：', '-']) || NEUTRAL.contains(&of))
    }

    /// 组织听证，2026年12月8日9时，第二审判庭
    fn is_told(&self) -> bool {
        let told = self.before.trim_end_matches(['，', ',', ':', '：']);
        told.len() < self.before.len()
            && SITTINGS.iter().any(|word| told.ends_with(word))
            && first_chars(&self.rest, 14).contains(['庭', '室', '院'])
    }

    /// 开庭：…, 法庭辩论：…, and 正式开庭 … with nothing but its name ahead.
    fn is_named(&self) -> bool {
        let named = self.field.trim_end_matches([':', '：', '(', ')']);
        let is_alone = named.chars().count() <= 6 && !named.starts_with(['未', '不', '经', '已']);
        (named.len() < self.field.len() || is_alone) && ACTS.iter().any(|word| named.ends_with(word))
    }

    /// 仍按原定时间12月10日9时开庭: what was told before holds on.
    fn stays(&self) -> bool {
        let near = last_chars(&self.before, 10);
        ["按原定", "按照原定", "依原定", "照原定", "仍于原定", "仍在原定", "按原开庭", "按原庭审"]
            .iter()
            .any(|it| near.contains(it))
    }

    /// 应到时间 is the field of a summons alone, whatever else is said.
    fn is_summoned(&self) -> bool {
        let name = self.field.trim_end_matches([':', '：', '为', '是']);
        ["应到时间", "应到日期"].iter().any(|it| name.ends_with(it))
    }

    fn has_cue(&self) -> bool {
        let close = self.close();
        let is_of_time =
            ["的时间", "时间定", "本院定", "现定", "兹定", "已定", "确定"].iter().any(|word| close.ends_with(word));
        self.is_bare_label()
            || self.before.ends_with(ARROWS)
            || self.keeps_time()
            || self.stays()
            || is_of_time
            || CUES.iter().any(|cue| close.ends_with(cue) || last_chars(&self.before, 10).contains(cue))
    }

    /// Whether the words beside a moment speak of a sitting or of a court room.
    pub(super) fn has_sitting(&self) -> bool {
        let ahead = last_chars(self.sentence(), 30);
        let has = |words: &str| SITTINGS.iter().any(|word| words.contains(word));
        // 决定召开庭前会议。时间：… the label belongs to what was said right before it.
        has(first_chars(&self.rest, 36)) || has(ahead) || self.is_bare_label() && has(self.ahead_of_label())
    }

    /// What stands ahead of a label that says no more than 时间: its whole sentence, however many fields it has, or else
    /// what was said right before it.
    fn ahead_of_label(&self) -> &str {
        let near = last_chars(&self.before, 30);
        let sentence = last_chars(self.sentence(), 60);
        if sentence.len() > near.len() { sentence } else { near }
    }

    /// The first clause behind the moment.
    fn first(&self) -> &str {
        self.rest.trim_start_matches(['，', ',']).split(['，', ',']).next().unwrap_or("")
    }

    /// Whether something is done at the moment with no sitting before or after it: 将调解款汇入账户.
    fn does_beside(&self) -> bool {
        let first = self.first();
        let is_alone = |word: &&str| {
            let Some((ahead, behind)) = first.split_once(*word) else { return false };
            let goes_on = behind.contains(['并', '后']) && act_at(behind).is_some();
            !goes_on && !ACTS.iter().any(|act| ahead.contains(act))
        };
        DONE_BESIDE.iter().any(is_alone)
    }

    /// Whether the words beside a moment say that somebody comes to a sitting or to a court room, and nothing else is
    /// done then. What follows if it is not done says nothing: 逾期视为放弃质证.
    pub(super) fn tells_of_sitting(&self) -> bool {
        let rest = first_chars(&self.rest, 36).replace("审理法庭", "");
        let end = ["逾期", "否则", "，如", ",如", "，若", ",若"].iter().filter_map(|word| rest.find(word)).min();
        let told = end.and_then(|end| rest.get(..end)).unwrap_or(&rest);
        if self.does_beside() || OTHERS.iter().any(|word| self.first().contains(word)) {
            return false;
        }
        let ahead = last_chars(if self.is_bare_label() { &self.before } else { self.sentence() }, 30);
        let ahead = ["开庭公告", "庭审平台", "庭审系统", "庭审问题"]
            .iter()
            .fold(ahead.to_owned(), |ahead, thing| ahead.replace(thing, ""));
        // A room in which other people meet as well says nothing.
        let is_room = ROOMS.iter().filter(|room| !["会议室", "接待室"].contains(room)).any(|room| {
            let Some((to, _)) = told.split_once(room) else { return false };
            let verbs = ["到", "来", "在", "于", "至", "赴", "前往", "地点", "法庭"];
            to.chars().count() <= 6 || verbs.iter().any(|verb| last_chars(to, 14).contains(verb))
        });
        // 9点开，10点半接着开
        let opens = ["开", "接着开", "继续开", "再开"].iter().any(|verb| {
            told.strip_prefix(verb)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['，', ',', '、', ';', '；', ')']))
        });
        opens
            || is_room
            || has(&NUMBERED_ROOM, told)
            || act_at(told).is_some()
            || ACTS.iter().any(|act| ahead.contains(act))
            || act_at(&ahead).is_some()
    }
}

/// Names of lines whose moment is a sitting's, whatever else stands in the line.
const TIMES: [&str; 6] = ["开庭时间", "庭审时间", "开庭日期", "听证时间", "谈话时间", "宣判时间"];

/// Name of the next field in the same line.
static NEXT_FIELD: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\s\p{Han}{2,8}\s*[:：]").ok());

/// What stands behind a moment without a bracket right behind it that says nothing of a sitting: (请提前到达安检).
fn without_bracket(flow: &str) -> &str {
    let inner = flow.trim_start().strip_prefix('(').and_then(|it| it.split_once(')'));
    let Some((inner, rest)) = inner.filter(|(inner, _)| inner.chars().count() <= 30) else { return flow };
    let is_of_it = ACTS.iter().chain(&ROOMS).any(|word| inner.contains(word));
    if is_of_it { flow } else { rest }
}

/// What stands between a former moment and the new one: 9:00→10:00.
const ARROWS: [char; 3] = ['→', '➜', '➡'];

/// Whether the sentence ahead of a moment in a paper that calls to sittings speaks of several: 分两次开庭：第一次…，第二次…
pub(super) fn is_among_sittings(before: &str) -> bool {
    let before: String = flowing(last_chars(before, 60)).chars().filter(|c| !c.is_whitespace()).collect();
    let sentence = before.rsplit(['。', '；', ';']).next().unwrap_or("");
    let sentence = sentence.trim_end_matches(['为', '是', '在', '于', ':', '：']);
    let is_nth = ["次", "次开庭", "次庭审", "场", "场庭审"].iter().any(|word| sentence.ends_with(word));
    is_nth && ACTS.iter().any(|word| sentence.contains(word))
}

/// Whether only the count of a sitting stands between two moments: 9时，第二次…, 9时、….
pub(super) fn is_next_of_row(between: &str) -> bool {
    has(&ROW, between)
}
