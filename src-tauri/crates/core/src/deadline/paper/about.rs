//! What a stated period is about, for whom, and what it counts from: by the words around it.

use super::{Length, Start, Stated, Topic};

/// Whether a period runs only once every party was served, which its own service does not tell: 自双方均收到之次日起.
pub(super) fn waits_for_all(before: &str, after: &str) -> bool {
    let own = before.rsplit(',').next().unwrap_or_default();
    let behind = after.split([',', '(', ')']).find(|clause| clause.starts_with(['自', '从'])).unwrap_or_default();
    [own, behind].iter().any(|clause| {
        let told = clause.rfind(['自', '从']).and_then(|at| clause.get(at..)).unwrap_or(clause);
        let is_of_all = ["双方", "各方", "全部", "所有"].iter().any(|word| told.contains(word));
        let is_last =
            ["均收到", "都收到", "均签收", "最后一", "最后收到", "最后签收"].iter().any(|it| told.contains(it));
        let is_start = told.starts_with(['自', '从']) && told.contains(['日', '后']);
        is_start && (is_of_all || is_last)
    })
}

/// Whether a period is for a party without a domicile in the country: said so, or thirty days for a party of elsewhere.
pub(super) fn is_abroad(before: &str, stated: Stated) -> bool {
    let elsewhere = ["香港", "澳门", "台湾", "境外", "国外", "外国"];
    ["没有住所", "无住所"].iter().any(|word| before.contains(word))
        || (stated == Stated::Length(Length::Days(30)) && elsewhere.iter().any(|word| before.contains(word)))
}

/// Words after a period that name no matter of their own: 十五日内向本院书面提出.
const GENERIC: [&str; 12] =
    ["向本院", "以书面形式", "以书面方式", "书面", "提出", "提交", "办理", "完成", "申请", "履行完毕", "的", ")"];

fn has_prefix(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.starts_with(word))
}

/// The topics of a stated thing: what follows it in the same clause, else what its own clause is headed with (举证期限为),
/// else the next clause that tells, else the clause before. `None` when it has a matter of its own that is no topic.
pub(super) fn topics_of(before: &str, after: &str, topics: &[Topic]) -> Option<Vec<String>> {
    let named = |piece: &str| -> Vec<String> {
        topics.iter().filter(|topic| topic.is_named_in(piece)).map(|topic| topic.name.clone()).collect()
    };
    let mut following = after.split(',');
    // 答辩期为十五日、举证期限为七日: what is listed behind it has its own period.
    let same = following.next().filter(|same| !same.starts_with('、')).unwrap_or_default();
    let same = up_to_next_heading(same);
    let own = before.rsplit(',').next().unwrap_or_default();
    // 对申请如有异议，应当在七日内书面提出并附证据材料: the condition says what the period is about.
    let condition = before.rsplit(',').nth(1).filter(|clause| clause.contains("有异议"));
    if let Some(told) = condition.map(named).filter(|told| !told.is_empty()) {
        return Some(told);
    }
    // （上诉截止日：2026年11月23日）: what stands in a bracket of its own is about nothing outside it.
    let inner = own.rsplit_once('(').map(|(_, inner)| inner).filter(|inner| !inner.contains(')'));
    if let Some(told) = inner.map(named).filter(|told| !told.is_empty()) {
        return Some(told);
    }
    let is_heading = ["期限", "期间", "期为", "期:", "期收", "期自", "有异议"].iter().any(|word| own.contains(word));
    let heading = if is_heading { named(own) } else { Vec::new() };
    let mut first = named(same);
    if !first.is_empty() {
        // 十五日内清偿债务，或者提出书面异议: one period for either.
        let or = following.clone().take_while(|piece| piece.starts_with('或'));
        first.extend(or.flat_map(named));
        return Some(first);
    }
    if !heading.is_empty() {
        return Some(heading);
    }
    // What else has to be done within the period is named there: then no other clause is about it.
    // 以申请执行人为被告，向本院提起诉讼: whom to sue is no matter of its own.
    let same = if same.starts_with('以') && same.ends_with("为被告") { "" } else { same };
    let has_own_matter = !GENERIC.iter().fold(same.to_owned(), |left, word| left.replace(word, "")).is_empty();
    if has_own_matter {
        return None;
    }
    let is_threat = |piece: &&str| piece.starts_with("逾期") || piece.starts_with("否则");
    let next = following.take_while(|piece| !is_threat(piece)).map(named).find(|found| !found.is_empty());
    let earlier = || before.rsplit(',').map(named).find(|found| !found.is_empty());
    Some(next.or_else(earlier).unwrap_or_default())
}

/// What the next field of a form is headed with; its own period stands behind it.
const HEADINGS: [&str; 9] =
    ["答辩期", "举证期", "上诉期", "管辖异议", "管辖权异议", "开庭时间", "开庭地点", "适用程序", "审理程序"];

/// 十日内举证期收到本通知书之日起: cells of a form follow one another without a mark, and the next one heads its own period.
fn up_to_next_heading(same: &str) -> &str {
    let begins = |(at, word): &(usize, &str)| {
        let behind = same.get(at + word.len()..).unwrap_or_default().trim_start_matches(['限', '间']);
        *at == 0 || behind.starts_with([':', '为', '是', '收', '自', '从'])
    };
    let headings = HEADINGS.iter().filter_map(|word| Some((same.find(word)?, *word)));
    headings.filter(begins).map(|(at, _)| at).min().and_then(|at| same.get(..at)).unwrap_or(same)
}

/// What a length counts from: told before it (自收到之次日起十五日内), else in a clause behind it (十五日，自收到之次日起算).
pub(super) fn start_of(before: &str, after: &str) -> Start {
    match start_before(before) {
        Start::Unwritten => {
            let tells = |clause: &&str| {
                clause.trim_start_matches(['均', '都', '皆']).starts_with(['自', '从'])
                    && (clause.contains('起') || clause.contains("计算"))
            };
            after.split([',', '(', ')']).find(tells).map_or(Start::Unwritten, |clause| match start_before(clause) {
                Start::Unwritten => Start::Other,
                told => told,
            })
        }
        told => told,
    }
}

/// 收到（2026）某号裁定书之日起三日内: a paper named by its number is another than the one that says so.
pub(super) fn counts_from_another_paper(before: &str) -> bool {
    let own = before.rsplit(',').next().unwrap_or_default();
    let papers = ["判决书", "裁定书", "调解书", "决定书", "裁决书"];
    ["收到", "接到", "签收"].iter().flat_map(|word| own.split(word).skip(1)).any(|behind| {
        let end = ["之日", "次日", "后"].iter().filter_map(|word| behind.find(word)).min();
        let named = end.and_then(|end| behind.get(..end)).unwrap_or_default();
        named.contains('号') && papers.iter().any(|paper| named.contains(paper))
    })
}

fn start_before(before: &str) -> Start {
    let own = before.rsplit(',').next().unwrap_or_default();
    let has = |text: &str, words: &[&str]| words.iter().any(|word| text.contains(word));
    if has(own, &["届满", "期满"]) {
        return if own.contains("答辩") { Start::AfterAnswer } else { Start::Other };
    }
    if has(
        own,
        &[
            "生效",
            "提交上诉状",
            "递交上诉状",
            "受理之日",
            "立案之日",
            "受理次日",
            "立案次日",
            "开庭",
            "公告之日",
            "作出之日",
            "采取",
        ],
    ) {
        return Start::Other;
    }
    // 收到对方证据后五日内: what the other side hands in comes later; 收到原告起诉状副本 is this service.
    let handed_in = ["收到", "接到"].iter().flat_map(|word| own.split(word).skip(1)).any(|behind| {
        let near: String = behind.chars().take(16).collect();
        has_prefix(&near, &["对方", "另一方", "原告", "被告", "上诉人", "被上诉人", "申请人", "被申请人", "异议人"])
            && !has(&near, &["起诉状", "上诉状", "反诉状", "申请书", "答辩状"])
    });
    if handed_in {
        return Start::Other;
    }
    if let Some(is_service) = start_phrase(own).and_then(of_phrase) {
        return if is_service { Start::Service } else { Start::Other };
    }
    let service = ["收到", "接到", "送达", "签收", "领取", "接收", "收悉", "本通知", "本告知"];
    if has(own, &service) || has(before, &service) { Start::Service } else { Start::Unwritten }
}

/// 本通知书落款之日 in 应自本通知书落款之日起: what stands between 自 and 起.
fn start_phrase(own: &str) -> Option<&str> {
    let at = own.rfind(['自', '从'])?;
    // 各自, 亲自, 自行 begin no period.
    if own.get(..at)?.ends_with(['各', '亲', '独', '擅']) || own.get(at..)?.starts_with("自行") {
        return None;
    }
    let behind = own.get(at..)?.trim_start_matches(['自', '从']);
    let end = behind.rfind('起').or_else(|| behind.rfind('后'))?;
    behind.get(..end)
}

/// Whether a phrase that begins a period tells the service of the very paper; `None` where it tells neither.
///
/// Only what surely is the service counts as that: from when else a period may run has no end of wordings (落款之日, 签发之日,
/// 寄出之日, 中文译本送达之日).
fn of_phrase(phrase: &str) -> Option<bool> {
    let has = |words: &[&str]| words.iter().any(|word| phrase.contains(word));
    if has(&["知道", "知悉", "即日", "今日", "本日"]) {
        return None;
    }
    let others = [
        "短信",
        "译本",
        "译文",
        "账号",
        "电话",
        "微信",
        "补送",
        "补充送达",
        "补齐",
        "邮包",
        "该邮件",
        "批准",
        "审批",
        "终结通知",
        "律师函",
        "回函",
        "确认书",
        "回证",
        "证据副本",
        "变更后",
    ];
    if has(&others) {
        return Some(false);
    }
    // What is still to be fetched (自领取起诉状副本之日) did not come with the mail.
    let verbs = ["收到", "接到", "送达", "签收", "接收", "收悉", "收取", "接获", "送交", "送到", "收执"];
    if has(&verbs) {
        return Some(true);
    }
    let papers = [
        "本",
        "该",
        "上述",
        "通知书",
        "通知",
        "告知书",
        "裁定书",
        "裁定",
        "判决书",
        "判决",
        "决定书",
        "决定",
        "支付令",
        "传票",
        "文书",
        "之日",
        "次日",
        "第二日",
        "之",
        "日",
        "的",
    ];
    let is_of_paper =
        ["通知", "告知", "裁定", "判决", "决定", "支付令", "传票", "文书"].iter().any(|it| phrase.contains(it));
    let is_next_day = ["次日", "之次日", "第二日"].contains(&phrase);
    let is_bare = papers.iter().fold(phrase.to_owned(), |left, word| left.replace(word, "")).is_empty();
    Some(is_bare && (is_of_paper || is_next_day))
}

/// Whether a clause says that what it tells runs from the service of the paper: 均自收到本通知书次日起计算.
pub(in crate::deadline) fn tells_own_service(clause: &str) -> bool {
    let is_denied = ["不自", "不从", "尚不", "不以"].iter().any(|word| clause.contains(word));
    let verbs = ["收到", "接到", "送达", "签收", "领取", "接收", "收悉"];
    match start_phrase(clause).map(of_phrase) {
        Some(told) => told.unwrap_or(true) && !is_denied,
        None => verbs.iter().any(|word| clause.contains(word)) && of_phrase(clause) == Some(true) && !is_denied,
    }
}
