//! Signs that a mail serves its papers not for the first time or not in their final form, so that no day is final.

use chrono::NaiveDate;

use super::paper;
use crate::identify::{FoundDocument, Role};
use crate::service::Service;
pub use changed::has_changed_claims;
use clause::{Said, clauses, days_of, is_asked_for, is_not_done, is_of_others, says, was_served_before};
pub use earlier::{told_by_mail, told_by_paper};
use halted::stands_back;
pub use halted::stops_the_suit;
pub use papers::of_papers;
use told as t;
use words as w;

mod apart;
mod changed;
mod clause;
mod earlier;
mod enclosed;
mod everyday;
mod familiar;
mod halted;
mod ours;
mod papers;
mod period;
mod starts;
mod told;
mod words;

/// Letters of a paper's beginning in which a draft says that it is one.
const HEAD: usize = 80;

/// Where a paper's beginning ends: what parties are called is nothing the paper says of itself.
const PARTIES: [&str; 8] = ["原告", "被告", "申请人", "申请执行人", "上诉人", "公诉机关", "住所", "地址"];

/// Why no deadline of this mail may be final, by what the mail itself says. `from` is the day counted from.
pub fn of_mail(service: &Service, from: Option<NaiveDate>) -> Vec<String> {
    // A person who determined the day of service has looked.
    if service.chosen.is_some() {
        return Vec::new();
    }
    let court = service.found.court.as_ref().map(|court| court.name.as_str());
    let ours = ours::names(service);
    let names: Vec<&str> = court.into_iter().chain(ours.iter().map(String::as_str)).collect();
    let body = ours::without_titles(&service.body, &service.found.documents);
    let mut reasons = of_text(&service.subject, &service.body, (&body, &ours), from, service.found.role);
    let carries = |kind: &str| service.found.documents.iter().any(|it| it.kind.as_deref() == Some(kind));
    if !["complaint", "appeal-petition", "retrial-petition"].into_iter().any(carries)
        && papers::say_more_comes(&paper::plain(&service.body))
    {
        reasons.push("邮件写明起诉状等材料将另行送达，期间自收到之后起算".to_owned());
    }
    if reasons.is_empty()
        && let Some(said) = everyday::first_other(&body, &names, service.found.role)
    {
        reasons.push(format!("邮件写有“{said}”，请核对是否影响期间"));
    }
    reasons
}

/// Whether the mail says that its decision has taken effect: no time to appeal runs any more.
pub fn tells_of_effect(service: &Service) -> bool {
    let said = paper::plain(&format!("{}。{}", service.subject, service.body));
    let is_of_another = |before: &str, _: &str| {
        ["自动", "按", "视为", "不服", "不是", "非", "尚未"].iter().any(|word| before.ends_with(word))
    };
    let tells = |it: &Said<'_>| {
        let is_of_a_decision = it.has(&["判决", "裁定", "文书", "裁判"]);
        it.tells(&t::LAST_WORD, is_of_another) || (is_of_a_decision && it.tells(&t::IN_EFFECT, is_of_another))
    };
    service.chosen.is_none() && clauses(&said).iter().any(tells)
}

/// Whether a mail says of a period, named by one of the words, that it is another, not known yet or over.
pub fn says_otherwise(plain: &str, words: &[&str]) -> bool {
    let is_asked =
        |before: &str, behind: &str| is_asked_for(before, behind) || is_not_done(before) || says(before, &["如", "需"]);
    clauses(plain).iter().any(|it| {
        if it.has(&["开庭", "休假日", "节假日", "申请"]) {
            return false;
        }
        let is_of_it = it.has(words) && it.has(&["期", "时间"]);
        let is_moved =
            says(it.sentence, words) && says(it.sentence, &["期限", "期间", "期,", "案答辩", "迟于", "最晚"]);
        (is_of_it && (it.tells(&t::OTHERWISE, is_asked) || apart::is_told_elsewhere(it)))
            || (is_moved && it.tells(&t::MOVED, is_asked) && it.has(&["日", "天", "月"]))
    })
}

/// Whether a notice says of a period that it ran before and goes on: 答辩期继续计算剩余五日.
pub fn runs_on(plain: &str, words: &[&str]) -> bool {
    clauses(plain).iter().any(|it| it.has(words) && it.has(&["期"]) && it.tells(&t::RUNS_ON, |_, _| false))
}

/// A line's end may cut a sentence or end one: the text is read both ways, and either may tell.
/// `said` is the same text without what says nothing of its own, and `ours` are our names.
fn of_text(
    subject: &str,
    body: &str,
    (said, ours): (&str, &[String]),
    from: Option<NaiveDate>,
    role: Option<Role>,
) -> Vec<String> {
    let whole = clause::without_brackets_of_numbers(&paper::plain(&format!("{subject}。{body}")));
    let lines = std::iter::once(subject).chain(body.lines()).map(paper::plain);
    let lines: Vec<String> = lines.map(|line| clause::without_brackets_of_numbers(&line)).collect();
    let mut reasons = said_of(&whole, from, role);
    let told = said_of(&lines.join("。"), from, role);
    reasons.extend(told);
    if is_forwarded(subject) {
        reasons.push(SERVED_BEFORE.to_owned());
    }
    if reasons.is_empty()
        && let Some(said) = familiar::first_unfamiliar(subject, said, ours, from, role)
    {
        reasons.push(format!("邮件写有“{said}”，请核对是否影响期间"));
    }
    let mut seen = Vec::new();
    reasons.retain(|reason| {
        !seen.contains(reason) && {
            seen.push(reason.clone());
            true
        }
    });
    reasons
}

const SERVED_BEFORE: &str = "邮件写有重新发送或者此前已经送达，期间可能自首次送达起算";

/// What somebody forwards may have been served before.
fn is_forwarded(subject: &str) -> bool {
    let subject = paper::plain(subject).to_lowercase();
    ["转发:", "fwd:", "fw:"].iter().any(|mark| subject.starts_with(mark))
}

fn said_of(said: &str, from: Option<NaiveDate>, role: Option<Role>) -> Vec<String> {
    let clauses = clauses(said);
    let mut reasons = Vec::new();
    let mut add = |is_said: &dyn Fn(&Said<'_>) -> bool, reason: &str| {
        if clauses.iter().any(is_said) {
            reasons.push(reason.to_owned());
        }
    };
    add(&|it| is_again(it, role) || was_served_before(it, from, role) || runs_from_another(it, from), SERVED_BEFORE);
    add(&|it| was_read_before(it, from), SERVED_BEFORE);
    add(&apart::is_unconfirmed, "邮件写有送达地址尚未由本单位确认");
    add(&apart::is_no_party, "邮件写明本单位不是当事人");
    add(&is_taken_back, "邮件写有撤回、误发或者作废");
    add(&is_corrected, "邮件写有更正、替换或者有误");
    add(
        &|it| {
            is_draft(it)
                || is_not_what_counts(it, from)
                || is_served_by_collecting(it)
                || is_deemed_on_another_day(it, from)
                || is_passed_on(it)
                || apart::is_served_when_read(it)
                || apart::is_given_on_request(it)
                || apart::is_served_later(it)
                || apart::is_served_once_agreed(it)
                || apart::is_for_residents(it)
        },
        "邮件写明不是正式送达的文书，或者以另行送达的为准",
    );
    reasons
}

/// Why a paper is not the final one, by its name, its title and its beginning; `plain` is its text made plain.
pub fn of_paper(document: &FoundDocument, plain: &str) -> Option<String> {
    let head: String = plain.chars().take(HEAD).collect();
    let end = PARTIES.iter().filter_map(|word| head.find(word)).min().unwrap_or(head.len());
    let head = head.get(..end).unwrap_or_default();
    let named = document.name.as_deref().map(paper::plain).unwrap_or_default();
    let marks = |text: &str| clauses(text).iter().any(|it| is_draft(it) || it.has(&["作废", "节选", "摘录"]));
    let of_itself = ["本判决书", "本裁定书", "本调解书", "本文书", "本件"].iter().any(|paper| {
        plain.split(paper).skip(1).any(|behind| {
            let near: String = behind.chars().take(8).collect();
            near.starts_with(['为', '是', '系']) && clauses(&near).iter().any(is_draft)
        })
    });
    if of_itself
        || apart::ends_as_draft(plain)
        || [named.as_str(), document.title.as_str(), head].into_iter().any(marks)
    {
        return Some("文书标有草稿、校对稿或者作废等字样".to_owned());
    }
    if apart::has_taken_effect(plain) {
        return Some("文书写明自身已经发生法律效力，请核对期间是否已经届满".to_owned());
    }
    if stands_back(document, plain) {
        return Some("文书写有撤诉、中止、移送、并入他案或者期限另定等内容，请核对".to_owned());
    }
    if starts::count_from_elsewhere(document, plain) {
        return Some("文书写明期间另有起算日，请核对".to_owned());
    }
    if papers::was_signed_for(plain) || starts::were_given_before(document, plain) {
        return Some("文书载有签收栏的日期或者其他送达方式，期间可能自当日起算".to_owned());
    }
    if papers::asks_about_joining(document, plain) {
        return Some("文书只是征询追加本单位的意见，尚未追加".to_owned());
    }
    if papers::is_for_no_party(document, plain) {
        return Some("文书写明本单位是协助执行人或者案外人，请核对期间是否属于本单位".to_owned());
    }
    if papers::hangs_on_what_may_come(document, plain) || papers::is_to_be_fetched(document, plain) {
        return Some("文书写明的期间以受理、追加或者另行领取文书为前提".to_owned());
    }
    if papers::come_later(document, plain) {
        return Some("文书写明应诉材料等将另行送达，期间自收到之后起算".to_owned());
    }
    (!said_of(&named, None, None).is_empty()).then(|| "文件名写有再次送达、更正或者撤回等字样".to_owned())
}

fn is_again(it: &Said<'_>, role: Option<Role>) -> bool {
    let is_other = |before: &str, behind: &str| {
        is_asked_for(before, behind)
            || is_not_done(before)
            || w::NO_SERVICE_AGAIN.iter().any(|act| behind.starts_with(act))
    };
    // 请回复“已收到” asks for those words.
    let is_receipt = |before: &str, behind: &str| {
        behind.starts_with("回执")
            || behind.starts_with("回证")
            || before.ends_with(['“', '"', '「', '‘', '\''])
            || is_asked_for(before, behind)
    };
    it.tells(&w::AGAIN, is_other) || (it.tells(&w::BEFORE, is_receipt) && !is_of_others(it.clause, role))
}

const PERIODS: [&str; 5] = ["上诉期", "期间", "期限", "答辩期", "举证期"];

fn is_of_a_period(ahead: &str) -> bool {
    says(ahead, &PERIODS)
}

/// 上诉期自你公司签收法院专递之日起计算, 上诉期自4月3日起算: another start than the arrival of this mail.
fn runs_from_another(it: &Said<'_>, from: Option<NaiveDate>) -> bool {
    let starts = |word: &str| it.clause.split(word).skip(1).any(|rest| says(rest, &["自", "从", "以"]));
    // 上诉期限为十五日，自宣判次日起算: named in the clause ahead of it.
    let is_led = it.clause.starts_with(['自', '从']) && it.sentence.split(it.clause).next().is_some_and(is_of_a_period);
    let is_period = is_led || PERIODS.into_iter().any(starts);
    let counts = it.has(&["起算", "计算", "之日起", "次日起", "日起"]);
    let is_other_day = |from: NaiveDate| {
        days_of(it.clause, Some(from)).iter().any(|(day, _)| *day < from || (*day - from).num_days() > 1)
    };
    is_period
        && counts
        && (it.tells(&t::OTHER_STARTS, |_, _| false)
            || from.is_some_and(|from| it.tells(&["日起", "起算", "计算"], |_, _| false) && is_other_day(from)))
}

/// 您于某日查阅了该判决书, 已签署送达回证: what was read or signed for was served then.
fn was_read_before(it: &Said<'_>, from: Option<NaiveDate>) -> bool {
    let may_be = |before: &str, _: &str| says(before, &w::MAY_BE_READ);
    let is_past = from.is_some_and(|from| days_of(it.clause, Some(from)).iter().any(|(day, _)| *day < from));
    let is_done = is_past || it.has(&["已", "曾"]) || it.sentence.contains("已于");
    // A form of receipt in the list ahead, and a form of consent behind it, may stand in one line.
    let signed = it.has(&["送达回证", "送达回执"])
        && !it.has(&["确认书"])
        && it.tells(&["签署", "签收", "签字", "签名", "填写"], may_be);
    is_done && (signed || (it.tells(&w::READ, may_be) && !it.has(&["确认书", "告知书", "须知", "规则", "说明"])))
}

/// 请转交某某本人签收: the papers are for whom the mail is passed on to.
fn is_passed_on(it: &Said<'_>) -> bool {
    it.tells(&t::PASSED_ON, |before, behind| {
        t::IN_THE_HOUSE.iter().any(|word| behind.starts_with(word))
            || is_not_done(before)
            || before.ends_with(['已', '勿', '院'])
    }) && !it.has(&["上诉状", "对方", "移送", "法庭", "合议庭"])
}

fn is_taken_back(it: &Said<'_>) -> bool {
    let is_tool = |before: &str, behind: &str| {
        let near: String = behind.chars().take(4).collect();
        says(&near, &w::VOID_TOOLS)
            || (says(before, &w::VOID_TOOLS) && !says(before, &["判决书", "裁定书", "文书", "附件"]))
    };
    let is_paper_back = it.has(&["原件", "原样", "判决书", "裁定书", "文书", "邮件"]) && !it.has(&w::NOT_THE_PAPER);
    it.tells(&w::WITHDRAWN, is_tool)
        || (is_paper_back
            && it.tells(&w::SENT_BACK, |before, behind| {
                before.ends_with(['签', '接']) || behind.starts_with('执') || behind.starts_with('证')
            }))
        || it.tells(&["撤回"], is_of_the_case)
}

fn is_of_the_case(before: &str, behind: &str) -> bool {
    let own = behind.strip_prefix('其').unwrap_or(behind);
    w::TAKEN_BACK_BY_A_PARTY.iter().any(|what| behind.starts_with(what) || own.starts_with(what))
        || ["自动", "准许", "准予", "视为", "申请", "要求"].iter().any(|word| before.ends_with(word))
}

fn is_corrected(it: &Said<'_>) -> bool {
    let is_wrong = it.has(&w::WRONG_PAPER) && !it.has(&w::WRONG_ADDRESS);
    let is_of_a_law =
        |before: &str, behind: &str| before.ends_with('年') || is_asked_for(before, behind) || is_not_done(before);
    it.tells(&w::CORRECTED, is_of_a_law)
        || ["补正", "更正"].contains(&it.clause)
        || (is_wrong && it.tells(&w::WRONG, |before, behind| is_asked_for(before, behind) || before.ends_with('无')))
}

/// 定稿文化传媒有限公司: the word is part of a company's name.
fn is_in_a_name(before: &str, behind: &str) -> bool {
    let near: String = behind.chars().take(12).collect();
    let end = ["公司", "事务所", "中心", "厂"].iter().filter_map(|word| near.find(word)).min();
    let is_joined = |end: usize| near.get(..end).is_some_and(|part| !says(part, &["的", "与", "诉", "书"]));
    before.chars().count() >= 2
        && !before.ends_with(['书', '件', '版', '为', '是', '系', '稿', '的'])
        && !behind.starts_with(['稿', '版', '件'])
        && end.is_some_and(is_joined)
}

fn is_draft(it: &Said<'_>) -> bool {
    let is_other = |before: &str, behind: &str| {
        is_in_a_name(before, behind)
            || before.ends_with('虚')
            || (behind.starts_with(['章', '公', '印', '名'])
                && w::HANDED_IN.iter().any(|paper| before.ends_with(paper)))
            || ["计划", "方案"].iter().any(|plan| before.ends_with(plan))
            || behind.starts_with("将隐去")
            || (it.clause.contains("印章") && it.sentence.contains("不影响"))
    };
    let no_effect = it.clause.contains("送达")
        && it.clause.contains("效力")
        && it.tells(&["不产生", "不具有", "不具备", "不发生", "没有"], |_, _| false);
    let no_service = it.tells(&w::IS_NOT, |_, behind| {
        let near: String = behind.chars().take(12).collect();
        !near.contains("送达") || says(&near, &["方式", "地址", "条件"])
    });
    let for_files = it.has(&w::COPY_OF_PAPER) && !it.has(&w::FORMS) && it.tells(&w::FOR_FILES, is_in_a_name);
    let for_reading = it.has(&w::TO_READ) && it.tells(&w::SENT_BESIDE, |_, _| false);
    let is_given =
        (it.has(&w::COPY_GIVEN) && it.tells(&w::COPY, |_, _| false)) || it.tells(&t::PHOTOCOPY, |_, _| false);
    let copy = is_given && !it.has(&w::COPY_TO_HAND_IN);
    let later = it.clause.contains("正式")
        && it.has(&["过几天", "稍后", "随后", "之后", "日后", "另", "后会", "后再", "届时"])
        && it.tells(&["寄", "送", "发"], |_, _| false);
    // 附件为判决书预览; 点击可在线预览 is a button.
    let preview = it.has(&w::DECISIONS)
        && it.tells(&["预览"], |before, _| says(before, &["点击", "在线", "可", "打开", "支持", "下载"]));
    let made_then = it.sentence.contains("无误") && it.clause.contains("送达") && it.tells(&w::MADE_THEN, |_, _| false);
    let apart = it.has(&w::DECISIONS)
        && it.has(&w::WHOSE)
        && !it.has(&w::NOT_INSTEAD)
        && it.tells(&w::SENT_APART, |_, _| false);
    // 勿作为送达依据; 到达时间作为送达依据 is what the law says.
    let no_proof = it.tells(&["送达依据", "送达凭据"], |before, _| !says(before, &["勿", "不", "非"]));
    let not_made = it.has(&w::DECIDED) && it.tells(&w::NOT_MADE, |_, _| false);
    let not_yet = later || no_proof || preview || made_then || apart || not_made;
    it.tells(&w::DRAFT, is_other) || no_effect || no_service || for_files || for_reading || copy || not_yet
}

/// 以纸质送达为准. A sitting or a day that another paper tells is no other service.
fn is_not_what_counts(it: &Said<'_>, from: Option<NaiveDate>) -> bool {
    let counts = it.clause.split_once("为准").map_or(it.clause, |(counts, _)| counts);
    let at = counts.rfind('以').filter(|at| !counts.get(*at..).is_some_and(|rest| rest.starts_with("以及")));
    let Some((told, instead)) = at.and_then(|at| Some((counts.get(..at)?, it.clause.get(at + '以'.len_utf8()..)?)))
    else {
        return it.clause.contains("为准") && it.has(&w::INSTEAD);
    };
    if settles_differences(it, told, instead) {
        return false;
    }
    // 以凭证载明的某日为准: a day before this mail.
    let is_earlier = |from: NaiveDate| days_of(instead, Some(from)).iter().any(|(day, _)| *day < from);
    if instead.contains("为准") && from.is_some_and(is_earlier) {
        return true;
    }
    if apart::is_another_text(told, instead) {
        return true;
    }
    let is_proof = instead.contains("凭证") || instead.contains("传票");
    let is_service = says(instead, &w::ANOTHER_SERVICE)
        && says(instead, &["送达", "签收", "寄", "收到"])
        && !instead.contains("凭证");
    instead.contains("为准")
        && says(instead, &w::INSTEAD)
        && (is_service || (!is_proof && !says(told, &w::TOLD_ELSEWHERE)))
}

/// 判决书请到庭领取，领取之日为送达之日: the day of service is another one than that of this mail.
fn is_served_by_collecting(it: &Said<'_>) -> bool {
    let is_day = it.tells(
        &["领取之日", "领取日", "领取当日", "到庭之日", "到院之日", "当面签收之日"],
        |_, behind| behind.starts_with('不'),
    );
    is_day && it.has(&["送达", "起算", "计算"])
}

/// 未在某日前回复的，视为当日送达: a later day than that of this mail is said to be the day of service.
fn is_deemed_on_another_day(it: &Said<'_>, from: Option<NaiveDate>) -> bool {
    let is_later = |from: NaiveDate| paper::dates_in(it.sentence).iter().any(|day| *day > from);
    it.clause.contains("视为") && it.has(&["送达", "签收"]) && from.is_some_and(is_later)
}

/// 电子文书与纸质文书内容不一致的，以纸质文书为准 stands under every mail of a platform: it settles which text holds should
/// they differ. 因内容不一致，以纸质文书为准 tells that they do.
fn settles_differences(it: &Said<'_>, told: &str, instead: &str) -> bool {
    let ahead = it.sentence.split_once(it.clause).map_or("", |(before, _)| before.trim_end_matches(','));
    let ahead = ahead.rsplit(',').next().unwrap_or_default();
    let condition = if says(told, &w::DIFFERENT) { told.trim_end_matches(['请', '应', '均', '则']) } else { ahead };
    let is_told = ["因", "由于", "经核", "发现"].iter().any(|word| condition.contains(word));
    let is_if = condition.ends_with(['的', '时']) || condition.starts_with(['如', '若']);
    says(condition, &w::DIFFERENT) && is_if && !is_told && !says(instead, &w::OF_SERVICE)
}

#[cfg(test)]
mod tests;
