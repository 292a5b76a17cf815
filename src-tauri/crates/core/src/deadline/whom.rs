//! Whom a single paper is for: addressed to somebody else than the mail, or a decision that only tells of us.

use super::gate::Paper;
use super::{named, paper, standing};
use crate::identify::{self, Role};
use crate::service::Service;

/// As what a decision lists its parties: 被告：某公司, 起诉人某公司, 异议人（利害关系人）：某公司.
pub(super) const STANDINGS: [&str; 22] = [
    "原告",
    "被告",
    "原告人",
    "被告人",
    "上诉人",
    "申请人",
    "执行人",
    "第三人",
    "起诉人",
    "自诉人",
    "申诉人",
    "异议人",
    "复议人",
    "利害关系人",
    "债权人",
    "债务人",
    "被害人",
    "被害单位",
    "担保人",
    "买受人",
    "竞买人",
    "罚款人",
];

/// Who stands outside the suit that a judgment decides, and is a party where an objection to enforcement is.
const OUTSIDER: &str = "案外人";

/// Letters ahead of a name among which its standing is looked for: of several parties it stands before the first.
const AHEAD: usize = 60;

/// Why the periods of a paper may be somebody else's, by whom it is for. `None` when nothing speaks for that.
///
/// Courts ask a company to post or to pass on what is for a resident or an employee of it, and send a party what went
/// to the other side: the mail is for us, and its papers are not.
pub fn reason(service: &Service, paper: &Paper<'_>, is_remedy: bool) -> Option<String> {
    if let Some(name) = addressed_elsewhere(service, paper) {
        return Some(format!("文书写明是给{name}的，请核对期间是否属于本单位"));
    }
    if let Some(reason) = named::reason(service, paper) {
        return Some(reason);
    }
    if let Some(name) = names_another_company(paper) {
        return Some(format!("文书写的是{name}，与本单位名称不完全相同，请核对期间是否属于本单位"));
    }
    if is_remedy && names_a_branch_only(paper) {
        return Some("文书列的是本单位的分支机构，请核对期间是否属于本单位".to_owned());
    }
    if names_nobody_here(paper) {
        return Some("文书中没有写到本单位，请核对期间是否属于本单位".to_owned());
    }
    // Who stands outside the suit a judgment decides may do nothing against it.
    let has_no_standing = match service.found.role {
        None => true,
        Some(role) => role == Role::Outsider && paper.document.kind.as_deref() == Some("judgment"),
    };
    if standing::is_third_party_left_alone(paper, service.found.role) {
        return Some("第三人没有被判决承担责任的不能上诉，请核对".to_owned());
    }
    if is_remedy && is_not_listed(paper) {
        return Some("判决书的当事人中没有列明本单位，请核对本单位能否提出".to_owned());
    }
    let is_told_of = (is_remedy && has_no_standing && only_tells_of_us(paper)) || standing::is_laid_on_another(paper);
    is_told_of.then(|| "文书写到本单位，但没有列为当事人，请核对本单位能否提出".to_owned())
}

/// The name a paper opens with, where it is not the company the mail is for.
fn addressed_elsewhere(service: &Service, paper: &Paper<'_>) -> Option<String> {
    let ours = service.found.addressee.as_deref().filter(|name| identify::ends_as_body(name))?;
    let name = identify::opens_with(&paper.document.text).or_else(|| standing::named_in_head(&paper.plain))?;
    // 各债权人、被执行人某某: every creditor is addressed, and so are we.
    if name.starts_with("各债权人") && service.found.role == Some(Role::Creditor) || name.starts_with("各当事人")
    {
        return None;
    }
    let (told, ours) = (paper::plain(&name), paper::plain(ours));
    // A mail may call us by a short name, and its papers by the registered one.
    (!told.contains(&ours) && !ours.contains(&told) && !paper.own.contains(&told)).then_some(name)
}

/// Papers that lay something on whoever they name.
const LAY_ON_THE_NAMED: [&str; 6] = [
    "payment-order",
    "execution-notice",
    "property-report-order",
    "preservation-ruling",
    "advance-execution-ruling",
    "consumption-restriction",
];

/// Whether a paper that orders something of somebody neither names the one the mail is for nor says 你: a copy for a guarantor.
fn names_nobody_here(paper: &Paper<'_>) -> bool {
    let is_such = paper.document.kind.as_deref().is_some_and(|kind| LAY_ON_THE_NAMED.contains(&kind));
    is_such
        && super::gate::names_addressee(paper) == Some(false)
        && !["你", "您", "贵"].iter().any(|you| paper.plain.contains(you))
}

/// Whether a paper speaks of a branch 某公司某分公司 wherever it names the one the mail is for: a branch is a party of its own
/// (民诉法解释 第五十二条).
fn names_a_branch_only(paper: &Paper<'_>) -> bool {
    let Some(ours) = paper.addressee.as_deref().filter(|name| !name.is_empty()) else { return false };
    let is_branch = |behind: &str| {
        let near: String = behind.chars().take(12).collect();
        let end = ["分公司", "分行", "支行", "分店", "办事处"].iter().filter_map(|word| near.find(word)).min();
        let own = end.and_then(|end| near.get(..end));
        own.is_some_and(|own| !says_more(own))
    };
    let mut named = paper.plain.split(ours).skip(1).peekable();
    named.peek().is_some() && named.all(is_branch)
}

/// What stands ahead of a name that a paper opens with: 被上诉人某公司, 致某公司.
pub(super) const LEADS: [&str; 22] = [
    "尊敬",
    "通知",
    "被申请执行人",
    "申请执行人",
    "再审",
    "被上诉",
    "上诉",
    "被申请",
    "申请",
    "被执行",
    "执行",
    "第三人",
    "债权人",
    "债务人",
    "原告",
    "被告",
    "原审",
    "一审",
    "二审",
    "反诉",
    "受送达",
    "单位",
];

/// The longer name of a company that ends with ours, where a paper opens with it and never writes ours alone: 上海某某公司 is
/// another company than 某某公司.
fn names_another_company(paper: &Paper<'_>) -> Option<String> {
    let ours = paper.addressee.as_deref().filter(|name| !name.is_empty())?;
    let opened = paper::plain(&identify::opens_with(&paper.document.text)?);
    // 甲公司、乙公司：several are addressed, and the last of them may be us.
    let lead = opened.strip_suffix(ours)?.rsplit(['、', ',', '和', '与', '及']).next()?;
    let bare = LEADS.iter().chain(&STANDINGS).fold(lead.to_owned(), |left, word| left.replace(word, ""));
    let is_more = bare.chars().filter(|letter| !['人', '致', '的', ':', '(', ')'].contains(letter)).count() >= 2;
    let mut ahead: Vec<&str> = paper.plain.split(ours).collect();
    ahead.pop();
    (is_more && ahead.iter().all(|ahead| ahead.ends_with(lead))).then_some(opened)
}

/// Whether what stands between a name and the word for a branch is no part of the branch's name.
fn says_more(between: &str) -> bool {
    between.contains([',', '。', ';', ':', '、', '(', ')', '与', '诉'])
}

/// Whether a decision names the one the mail is for, and nowhere among its parties.
fn only_tells_of_us(paper: &Paper<'_>) -> bool {
    let Some(kind) = paper.document.kind.as_deref().filter(|kind| *kind == "judgment" || kind.ends_with("ruling"))
    else {
        return false;
    };
    let Some(ours) = paper.addressee.as_deref() else { return false };
    let standings = STANDINGS.iter().copied().chain(Some(OUTSIDER).filter(|_| kind != "judgment"));
    let standings: Vec<&str> = standings.collect();
    let mut named = paper.plain.match_indices(ours).peekable();
    named.peek().is_some() && !named.any(|(at, _)| stands(paper.plain.get(..at).unwrap_or_default(), &standings))
}

/// Whether a judgment lists its parties at its head, and the one it was served on is none of them: only a party may appeal
/// (民事诉讼法 第一百七十一条).
fn is_not_listed(paper: &Paper<'_>) -> bool {
    if paper.document.kind.as_deref() != Some("judgment") {
        return false;
    }
    let tells = ["一案", "本院", "诉讼请求", "诉称", "另案", "撤回", "追加", "审理", "判决如下"];
    let sentences = paper.plain.split_inclusive('。');
    let head: String = sentences.take_while(|it| !tells.iter().any(|word| it.contains(word))).collect();
    let lists = ["原告", "被告", "上诉人", "申请人", "第三人"].iter().filter(|word| head.contains(**word)).count() > 1;
    let names = paper.own.iter().map(String::as_str).chain(paper.addressee.as_deref());
    let mut names = names.filter(|name| !name.is_empty()).peekable();
    lists && names.peek().is_some() && !names.any(|name| head.contains(name))
}

/// Whether what stands ahead of a name gives it a standing: right before it, or before the first of several.
pub(super) fn stands(ahead: &str, standings: &[&str]) -> bool {
    let from = ahead.char_indices().rev().nth(AHEAD - 1).map_or(0, |(at, _)| at);
    let near = ahead.get(from..).unwrap_or_default();
    let clause = near.rsplit(['。', ';', ',']).next().unwrap_or_default();
    standings.iter().any(|word| {
        let between = clause.rfind(word).and_then(|at| clause.get(at + word.len()..));
        between.is_some_and(|between| {
            between.is_empty() || between.starts_with([':', '(', ')']) || between.ends_with(['、', '与', '和', '及'])
        })
    })
}
