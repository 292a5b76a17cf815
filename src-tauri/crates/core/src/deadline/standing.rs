//! For which side of a case a stated period is 原告应…、利害关系人…, and on whom a decision lays something.

use super::gate::Paper;
use crate::identify::{self, Role};

/// Words for parties, longer ones before those they hold.
const PARTIES: [&str; 17] = [
    "被申请执行人",
    "申请执行人",
    "再审申请人",
    "利害关系人",
    "被上诉人",
    "被申请人",
    "被执行人",
    "上诉人",
    "申请人",
    "起诉人",
    "案外人",
    "第三人",
    "债权人",
    "债务人",
    "买受人",
    "原告",
    "被告",
];

/// Who is touched by what is decided between others.
const OUTSIDE: [&str; 3] = ["利害关系人", "案外人", "买受人"];

/// What may stand ahead of the party a clause begins with.
const LEADS: [&str; 14] =
    ["如果", "如", "若", "但", "而", "其中", "并", "且", "请", "由", "或者", "或", "责令", "其他"];

/// Words that make a period everybody's, or ours.
const EVERYBODY: [&str; 8] = ["你", "您", "贵", "双方", "各方", "当事人", "本案各", "均"];

/// The party a period is for, where its own words say so and it is not the one served here.
///
/// Only a party that the clause begins with is read (利害关系人有异议的，自知道之日起六个月内): one that is named further on may
/// be anybody. A standing that may be ours under another name (a plaintiff who applies for something) is never another's.
/// Who stands outside a suit is called so wherever he is a party: where the paper writes our name without it, it is not ours.
pub fn of_another(before: &str, plain: &str, role: Option<Role>, addressee: Option<&str>) -> Option<&'static str> {
    let is_ours = |clause: &str| {
        EVERYBODY.iter().any(|word| clause.contains(word)) || addressee.is_some_and(|name| clause.contains(name))
    };
    let before = behind_the_list(before, addressee);
    if is_ours(before) {
        return None;
    }
    let is_condition = |clause: &str| {
        (clause.ends_with('的') || ["如", "认为", "不服", "异议"].iter().any(|word| clause.contains(word)))
            && !["诉", "一案", "立案", "受理"].iter().any(|word| clause.replace("上诉", "").contains(word))
    };
    // The clause of the period itself, or the condition ahead of it.
    let mut clauses = before.rsplit([',', ':', '(', ')']).take(2).enumerate();
    let (_, clause) =
        clauses.find(|(nth, clause)| !parties(clause).is_empty() && (*nth == 0 || is_condition(clause)))?;
    if clause.contains("反诉") {
        return None;
    }
    let named = parties(clause);
    let first = named.first().copied()?;
    let is_never_called =
        |party: &str| addressee.is_some_and(|name| plain.contains(name) && !is_called(plain, party, name));
    let is_anothers = |party: &str| {
        role.is_some_and(|role| is_no_name_for(party, role)) || (OUTSIDE.contains(&party) && is_never_called(party))
    };
    named.iter().all(|party| is_anothers(party)).then_some(first)
}

/// Lines are joined, and what a paper says begins right behind the last name of its list of parties: 被告：某公司原告应于….
fn behind_the_list<'a>(before: &'a str, addressee: Option<&str>) -> &'a str {
    let behind = addressee.filter(|name| !name.is_empty()).and_then(|name| before.rsplit_once(name)).map(|(_, it)| it);
    behind.filter(|behind| PARTIES.iter().any(|party| behind.starts_with(party))).unwrap_or(before)
}

/// Whether a paper calls somebody so: 异议人（被执行人）：某公司. 被申请人 is another word than 申请人.
pub fn is_called(plain: &str, party: &str, name: &str) -> bool {
    let most = name.chars().count() + 12;
    plain.match_indices(party).any(|(at, word)| {
        let behind: String = plain.get(at + word.len()..).unwrap_or_default().chars().take(most).collect();
        let is_whole = !plain.get(..at).is_some_and(|ahead| ahead.ends_with('被'));
        // 异议人(被执行人):某公司 is one party; lines are joined, and the next party stands right behind the name.
        let own = behind.strip_prefix('(').and_then(|own| own.split_once(')')).map_or(behind.as_str(), |(_, own)| own);
        let end = PARTIES.iter().filter_map(|next| own.find(next)).chain(own.find(['。', ';'])).min();
        is_whole && own.get(..end.unwrap_or(own.len())).is_some_and(|own| own.contains(name))
    })
}

/// Whether a petition lists somebody by his standing in the first suit alone: who neither appeals nor is appealed against is
/// not who answers it (民事诉讼法 第一百七十四条、民诉法解释 第三百一十七条).
pub fn is_left_aside(plain: &str, name: &str) -> bool {
    let is = |parties: &[&str]| parties.iter().any(|party| is_called(plain, party, name));
    let first = ["原审原告", "原审被告", "原审第三人", "一审原告", "一审被告", "一审第三人"];
    is(&first) && !is(&["被上诉人", "上诉人", "被申请人", "再审申请人", "申请人"])
}

/// As what a paper lists somebody among its parties, where it lists him as one only. In the procedure of a payment order
/// who applies is the creditor (民事诉讼法 第二百二十五条).
pub fn called(plain: &str, name: &str, is_payment_order: bool) -> Option<Role> {
    let listed = |party: &&&str| {
        let with_mark = format!("{party}:");
        plain.contains(&with_mark) && is_called(plain, &with_mark, name)
    };
    let of = |party: &&str| match identify::role_of(party)? {
        Role::Applicant if is_payment_order => Some(Role::Creditor),
        Role::Respondent if is_payment_order => Some(Role::Debtor),
        role => Some(role),
    };
    let mut roles: Vec<Role> = PARTIES.iter().filter(listed).filter_map(of).collect();
    roles.dedup();
    match roles.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

/// Who raised what a ruling decides, where a period is told for him alone and the paper calls nobody of our name so: 异议人某某
/// 如不服本裁定. Any party may have objected, so its standing does not tell.
pub fn of_who_objected(before: &str, plain: &str, ours: &str) -> Option<&'static str> {
    const RAISED: [&str; 5] = ["异议人", "复议申请人", "申诉人", "附带民事诉讼原告人", "起诉人"];
    // The clause of the period itself, or the condition ahead of it.
    let own = before.rsplit([',', ':']).take(2);
    let told = own.clone().find_map(|clause| {
        let mut left = clause;
        while let Some(rest) = LEADS.iter().find_map(|lead| left.strip_prefix(lead)) {
            left = rest;
        }
        Some((RAISED.into_iter().find(|party| left.starts_with(party))?, left))
    });
    let (party, clause) = told?;
    let is_everybody = own.clone().any(|it| EVERYBODY.iter().any(|word| it.contains(word)) || it.contains(ours));
    (!is_everybody && !clause.contains('、') && !is_called(plain, party, ours)).then_some(party)
}

/// The parties a clause begins with: 申请人、被申请人如认为…
fn parties(clause: &str) -> Vec<&'static str> {
    let mut left = clause;
    while let Some(rest) = LEADS.iter().find_map(|lead| left.strip_prefix(lead)) {
        left = rest;
    }
    let mut found = Vec::new();
    while let Some(party) = PARTIES.iter().copied().find(|party| left.starts_with(party)) {
        found.push(party);
        left = left.strip_prefix(party).unwrap_or_default();
        // A name may stand between: 原告某某、被告某某.
        let joins = ["、", "和", "与", "以及", "及", "或者", "或"];
        let next = joins.iter().filter_map(|word| Some((left.find(word)?, std::cmp::Reverse(word.len()))));
        let Some((at, std::cmp::Reverse(length))) = next.min() else { break };
        left = left.get(at + length..).unwrap_or_default();
    }
    found
}

/// Whether a party of this standing is never called so.
fn is_no_name_for(party: &str, role: Role) -> bool {
    let asks = ["原告", "起诉人", "申请执行人", "债权人"];
    let answers = ["被告", "被申请人", "被执行人", "债务人", "被申请执行人"];
    match role {
        Role::Plaintiff | Role::Applicant | Role::Creditor => {
            OUTSIDE.contains(&party) || answers.contains(&party) || party == "第三人"
        }
        Role::Defendant => OUTSIDE.contains(&party) || asks.contains(&party) || party == "第三人",
        Role::Respondent | Role::Debtor => {
            OUTSIDE.contains(&party) || asks.contains(&party) || ["第三人", "申请人"].contains(&party)
        }
        Role::ThirdParty => asks.contains(&party) || answers.contains(&party) || party == "买受人",
        Role::Appellant => OUTSIDE.contains(&party) || party == "被上诉人",
        Role::Appellee => OUTSIDE.contains(&party) || party == "上诉人",
        Role::Outsider => ["申请执行人", "被执行人", "被申请执行人"].contains(&party),
        Role::AssistingUnit => false,
    }
}

/// Fields of a form that name whom it is for.
const FOR_WHOM: [&str; 7] = ["缴费人:", "交费人:", "交款人:", "缴款人:", "受送达人:", "被通知人:", "通知对象:"];

/// Letters of a paper in which it says whom it is for.
const HEAD: usize = 200;

/// The party a paper is for by its head: 原告某某:请你…, 缴费人:某某. A list of parties (原告:某某) names none.
pub fn named_in_head(plain: &str) -> Option<String> {
    let head: String = plain.chars().take(HEAD).collect();
    let field = FOR_WHOM.iter().find_map(|field| head.split_once(field)).map(|(_, behind)| {
        let ends = [',', '。', ';', ':', '('];
        let name = behind.split(ends).next().unwrap_or_default();
        // Lines are joined: what the next field is called stands right behind the name.
        let next =
            ["缴费", "交费", "金额", "案号", "地址", "送达", "电话", "案由"].iter().filter_map(|word| name.find(word));
        name.get(..next.min().unwrap_or(name.len())).unwrap_or_default().to_owned()
    });
    let called = || {
        let (ahead, behind) = head.split_once(':')?;
        let own = ahead.rsplit(['号', '书', '。', ',', ';', ')']).next()?;
        let party = PARTIES.iter().find(|party| own.starts_with(**party))?;
        let is_letter = ["请", "你", "您", "现", "本院"].iter().any(|word| behind.starts_with(word));
        (own.len() > party.len() && own.chars().count() <= 40 && is_letter).then(|| own.replacen(party, "", 1))
    };
    field.filter(|name| name.chars().count() >= 2).or_else(called)
}

/// Words for the one a decision lays something on.
const LAID_ON: [&str; 6] = ["被罚款人", "被拘留人", "被处罚人", "受罚人", "被限制出境人", "被限制人"];

/// What stands behind such a word where no name does: 被限制出境人及被执行人认为决定不当的.
const NO_NAMES: [&str; 14] =
    ["及", "和", "或", "与", "认为", "如", "若", "不服", "对", "应", "可", "的", "有权", "不得"];

/// Kinds of decision that only the one they are laid on may fight.
const LAYS_ON_ONE: [&str; 3] = ["fine-decision", "detention-decision", "exit-restriction"];

/// Whether a decision is laid on somebody else than the one it was served on 被罚款人：某某; a creditor gets a copy of it.
pub fn is_laid_on_another(paper: &Paper<'_>) -> bool {
    if paper.document.kind.as_deref() == Some("payment-order") {
        return has_other_debtors(paper);
    }
    let is_such = paper.document.kind.as_deref().is_some_and(|kind| LAYS_ON_ONE.contains(&kind));
    let Some(ours) = paper.addressee.as_deref().filter(|_| is_such && !paper.plain.is_empty()) else { return false };
    let named: Vec<&str> = LAID_ON
        .iter()
        .flat_map(|word| paper.plain.split(word).skip(1))
        .filter_map(|behind| behind.trim_start_matches([':', '(']).split([',', '(', ')', '。', ';', ':', '、']).next())
        .filter(|name| !name.is_empty() && !NO_NAMES.iter().any(|word| name.starts_with(word)))
        .collect();
    if !named.is_empty() {
        return !named.iter().any(|name| name.contains(ours) || (name.chars().count() > 3 && ours.contains(name)));
    }
    let order = ["决定如下", "作出如下决定"].iter().find_map(|word| paper.plain.split_once(word));
    order.is_some_and(|(_, order)| !order.contains(ours) && !["你", "贵"].iter().any(|you| order.contains(you)))
}

/// Whether a payment order lists debtors 被申请人：某某, and not the one it was served on: a guarantor gets a copy too.
fn has_other_debtors(paper: &Paper<'_>) -> bool {
    let Some(ours) = paper.addressee.as_deref().filter(|name| !name.is_empty()) else { return false };
    let behind = |word: &'static str| paper.plain.split(word).skip(1).filter_map(|behind| behind.strip_prefix(':'));
    let listed = ["被申请人", "债务人"].into_iter().flat_map(behind);
    let mut debtors = listed.filter_map(|behind| behind.split([',', '。', ';', ':']).next()).peekable();
    debtors.peek().is_some() && !debtors.any(|name| name.contains(ours) || ours.contains(name))
}

/// Whether a judgment lays nothing on the third party it was served on, who then cannot appeal (民诉法解释 第八十二条).
pub fn is_third_party_left_alone(paper: &Paper<'_>, role: Option<Role>) -> bool {
    if role != Some(Role::ThirdParty) || paper.document.kind.as_deref() != Some("judgment") {
        return false;
    }
    let Some((told, order)) = paper.plain.split_once("判决如下") else { return false };
    if told.replace("无独立请求权", "").contains("有独立请求权") {
        return false;
    }
    let ends = ["如不服", "如果未按", "如未按", "案件受理费"];
    let end = ends.iter().filter_map(|word| order.find(word)).min().unwrap_or(order.len());
    let order = order.get(..end).unwrap_or_default();
    !order.contains("第三人") && !paper.addressee.as_deref().is_some_and(|ours| order.contains(ours))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("利害关系人有异议的,自知道或者应当知道其民事权益受到侵害之日起", Role::Respondent, Some("利害关系人"))]
    #[case("申请人、被申请人如认为本裁定有错误,可以自收到裁定之日起", Role::Respondent, None)]
    #[case("原告应于收到本通知之日起", Role::Defendant, Some("原告"))]
    #[case("请原告示例甲自收到本通知之日起", Role::Defendant, Some("原告"))]
    #[case("原告应于收到本通知之日起", Role::Plaintiff, None)]
    #[case("由申请人在收到本通知之日起", Role::Plaintiff, None)]
    #[case("由申请人在收到本通知之日起", Role::Defendant, None)]
    #[case("原告示例甲诉某公司合同纠纷一案,应于收到之日起", Role::Defendant, None)]
    #[case("原告示例甲可在判决书送达之日起三十日内,被告示例乙可在判决书送达之日起", Role::Plaintiff, Some("被告"))]
    #[case("如原告不服本判决,可在", Role::Defendant, Some("原告"))]
    #[case("如不服本判决,可在判决书送达之日起", Role::Defendant, None)]
    #[case("当事人、利害关系人有异议的,应当在收到报告后", Role::Debtor, None)]
    #[case("上诉人应于收到本通知之日起", Role::Appellee, Some("上诉人"))]
    fn whose_a_period_is(#[case] before: &str, #[case] role: Role, #[case] other: Option<&str>) {
        assert_eq!(of_another(before, "", Some(role), None), other);
    }
}
