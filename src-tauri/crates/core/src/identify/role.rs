//! In what standing we are served.

use std::sync::LazyLock;

use regex::Regex;

use super::Role;
use super::case_number::CaseNumber;
use super::document::Seen;
use super::party::names;
use super::text::{compact, first_chars, last_chars};
use super::whole;
use crate::mail::Mail;
use crate::office::Office;
use crate::reference::Reference;

static ROLES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new("被上诉人|上诉人|再审申请人|被申请执行人|申请执行人|被执行人|被申请人|申请人|协助义务人|协助执行人|协助单位|案外人|债权人|债务人|第三人|反诉原告|反诉被告|原告|被告").ok()
});
/// As what somebody is called into a suit, right behind the name: 作为本案第三人, 为共同被告, 以第三人身份.
static CALLED_AS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:参加诉讼|参加本案诉讼)?[,，]?(?:应当|应|可|可以)?(?:(?:作为|为|系|是|列为|以)(?:本案)?(?:的)?(?:\(20\d\d\)[^，。；]{2,16}号案?件?的?)?",
        r"(?:共同|必要共同|有独立请求权(?:的)?|无独立请求权(?:的)?)?(?P<role>第三人|被告|原告|被执行人)(?P<status>(?:的)?身份)?|",
        r"(?:作为|列为)(?:本案)?(?:的)?(?P<other>申请执行人|被上诉人|上诉人|再审申请人|被申请人|申请人|案外人)|",
        // 据债务人账册记载，贵司为该公司已知债权人
        r"(?:为|系|是)(?:该公司|其|本案|债务人)?的?(?:已知)?的?(?P<known>债权人)|(?:为|系|是)[^，。；]{0,24}公司的(?P<owes>债务人))",
    ))
    .ok()
});
/// 诉讼地位：第三人
static LABELLED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:诉讼地位|当事人地位|诉讼身份|诉讼身份地位)[:：]?(?P<role>被上诉人|上诉人|原告|被告|第三人|申请执行人|被执行人|被申请人|申请人|案外人)").ok()
});
/// 申请执行人：示例甲
static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:被上诉人|上诉人|申请执行人|被执行人|被申请人|申请人|原告|被告)(?:\([^()]{1,30}\))?[:：](?P<name>[^，。；:：]{2,40})").ok()
});
/// 你（单位）, 你（公司）
static YOU_IN_BRACKETS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?P<you>[你贵])\((?P<what>单位|公司|方|行|院|司|们)\)").ok());
/// 诉你服务合同纠纷, 你不服…: 你 alone, beside what tells a standing.
static YOU_ALONE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"[^告上起反撤应申投]诉(?P<sued>你)(?:[^公单方行司们等院讼]|$)|(?P<does>[你您])(?:不服|因不服|诉|与被|与原|作为(?:本案|共同|第三人|被告|原告|申请执行人|被执行人))").ok()
});
/// A notice to answer among what a mail says it serves.
static LISTED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:现|兹|特|依法|向(?:你|您|贵)[^。；]{0,6})(?:将|电子|予以)?(?:送达|发送)[^。；]{0,40}应诉通知书")
        .ok()
});
static BRACKETS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\([^()]{0,40}\)").ok());

/// From what a standing was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum From {
    /// The words of a paper.
    Paper(String),
    /// The title of a paper.
    Title(String),
    /// The mail's own words.
    Mail,
    /// The kind of a paper alone.
    Kinds(String),
    /// A paper, or the mail, that names the other one of two sides alone.
    OtherSide(String),
}

/// Whether a sentence without blanks names any standing.
pub fn names_a_standing(line: &str) -> bool {
    ROLES.as_ref().is_some_and(|regex| regex.is_match(line))
}

/// Our standing and from what it was read: where our name or 你公司 stands among the parties, else what the papers
/// imply.
pub fn role(
    mail: &Mail,
    seen: &[Seen],
    served: &[CaseNumber],
    office: &Office,
    reference: &Reference,
) -> Option<(Role, From)> {
    let mut papers: Vec<&Seen> = seen.iter().filter(|it| !it.found.text.trim().is_empty()).collect();
    papers.sort_by_key(|it| !it.is_court_paper);
    let own: Vec<String> = names(office).collect();
    let by_paper = papers.iter().find_map(|it| {
        let text = first_chars(&it.found.text, 3_000);
        let role = labelled(text).filter(|_| is_to_us(it)).or_else(|| standing(text, &own, is_to_us(it)))?;
        Some((role, From::Paper(it.found.part.clone())))
    });
    let by_title = || seen.iter().find_map(|it| Some((joined_by_title(it)?, From::Title(it.found.part.clone()))));
    let by_mail = || standing(&format!("{}\n{}", mail.subject, mail.text), &own, true).map(|role| (role, From::Mail));
    let told = by_paper.or_else(by_title).or_else(by_mail);
    let implied = implied(seen, served, reference);
    let is_order = served.first().and_then(CaseNumber::kind).is_some_and(|kind| kind.starts_with("民督"));
    let procedure = served.first().and_then(CaseNumber::kind).unwrap_or("");
    let is_suit = !served.is_empty() && !procedure.starts_with(['执', '破']);
    let asks_again = seen.iter().any(|it| it.found.kind.as_deref() == Some("retrial-notice"));
    match (told, implied) {
        // The other side asks for the retrial of a suit in which we were this or that.
        (Some((Role::Plaintiff | Role::Defendant, from)), _) if asks_again => Some((Role::Respondent, from)),
        (None, None) if asks_again => {
            let notice = seen.iter().find(|it| it.found.kind.as_deref() == Some("retrial-notice"))?;
            Some((Role::Respondent, From::Kinds(notice.found.part.clone())))
        }
        // Before an arbitration commission the one who is sued is 被申请人, whatever the letter calls it.
        (Some((Role::Defendant, from)), Some((Role::Respondent, _))) if served.is_empty() => {
            Some((Role::Respondent, from))
        }
        // In an enforcement, a bankruptcy or an arbitration nobody is plaintiff or defendant: what a mail says so is
        // said of the suit before it.
        (Some((Role::Plaintiff | Role::Defendant, From::Mail)), Some(implied)) if !is_suit => Some(implied),
        (Some((Role::Applicant, from)), _) if is_order => Some((Role::Creditor, from)),
        (Some((Role::Respondent, from)), _) if is_order => Some((Role::Debtor, from)),
        // A payment order calls 被申请人 whom the law calls 债务人.
        (Some((Role::Respondent | Role::Defendant, from)), Some((Role::Debtor, _))) => Some((Role::Debtor, from)),
        (told, implied) => told.or(implied).or_else(|| {
            let is_of_two = !procedure.starts_with('破');
            let on_papers = papers.iter().filter(|it| is_to_us(it)).find_map(|it| {
                let role = other_than_named(first_chars(&it.found.text, 3_000), &own)?;
                Some((role, From::OtherSide(it.found.part.clone())))
            });
            let in_mail = || other_than_named(&mail.text, &own).map(|role| (role, From::OtherSide("mail".to_owned())));
            let to_answer = || answers_by_list(mail).then(|| (at_stage(Role::Defendant, procedure), From::Mail));
            on_papers.or_else(in_mail).filter(|_| is_of_two).or_else(|| to_answer().filter(|_| is_suit))
        }),
    }
}

/// 现送达应诉通知书: who is sent a notice to answer is who answers, where only the mail's list names it.
fn answers_by_list(mail: &Mail) -> bool {
    let text = compact(&mail.text);
    let is_other = ["受理通知书", "受理案件通知书", "答辩状", "向被告", "被告送达", "申请执行"];
    LISTED.as_ref().is_some_and(|regex| regex.is_match(&text)) && !is_other.iter().any(|word| text.contains(word))
}

/// Our standing where a text speaks to us and names the other one of two sides alone: 申请执行人：示例甲。请你公司报告财产.
fn other_than_named(text: &str, own: &[String]) -> Option<Role> {
    let text = compact(text);
    let is_to_us = YOU.iter().any(|word| text.contains(word));
    // Whoever is asked to help, to bid or to testify is on neither side.
    let beside = [
        "协助",
        "到期债务",
        "停止支付",
        "利害关系",
        "异议人",
        "竞买",
        "买受",
        "评估",
        "鉴定",
        "证人",
        "拍卖",
        "承租",
        "担保人",
        "调查",
        "腾退",
        "追加",
        "管理人",
    ];
    if !is_to_us || beside.iter().any(|word| text.contains(word)) {
        return None;
    }
    let mut roles = ROLES.as_ref()?.find_iter(&text).map(|found| role_of(found.as_str()));
    let role = roles.next()??;
    let is_alone = roles.all(|other| other == Some(role));
    let mut names = NAMED.as_ref()?.captures_iter(&text).filter_map(|read| read.name("name")).peekable();
    let is_named = names.peek().is_some();
    let is_ours = names.any(|name| own.iter().any(|own| name.as_str().contains(own.as_str())));
    if is_alone && is_named && !is_ours { other_side(role) } else { None }
}

/// How a court speaks to us.
pub(super) const YOU: [&str; 12] =
    ["你公司", "你单位", "贵公司", "贵司", "贵单位", "你行", "贵行", "你方", "贵方", "你司", "你们", "你等"];

/// What the kinds of the papers imply.
fn implied(seen: &[Seen], served: &[CaseNumber], reference: &Reference) -> Option<(Role, From)> {
    let kinds = seen.iter().filter_map(|it| Some((it, reference.kinds.get(it.found.kind.as_deref()?)?)));
    let mut kinds: Vec<_> = kinds.collect();
    kinds.sort_by_key(|(_, kind)| kind.group != "outside-court");
    // Who is told to claim in a bankruptcy is a creditor; the debtor is told to hand over its books.
    let claimant = seen.iter().find(|it| match it.found.kind.as_deref() {
        Some("bankruptcy-notice") => compact(&it.found.text).contains("申报债权"),
        Some("creditors-meeting-notice") => true,
        _ => false,
    });
    let role = kinds.into_iter().find_map(|(it, kind)| Some((Role::parse(kind.implies_role.as_deref()?)?, it)));
    let (role, it) = role.or(claimant.map(|it| (Role::Creditor, it)))?;
    let role = at_stage(role, served.first().and_then(CaseNumber::kind).unwrap_or(""));
    Some((role, From::Kinds(it.found.part.clone())))
}

/// A summons to answer makes us defendant at first instance, appellee at second, respondent on retrial.
fn at_stage(role: Role, kind: &str) -> Role {
    match (role, kind.chars().last()) {
        (Role::Defendant, Some('终')) => Role::Appellee,
        (Role::Plaintiff, Some('终')) => Role::Appellant,
        (Role::Defendant, Some('申')) => Role::Respondent,
        (Role::Plaintiff, Some('申')) => Role::Applicant,
        (Role::Plaintiff, Some('执' | '恢')) => Role::Creditor,
        (role, _) => role,
    }
}

/// 追加第三人通知书 is sent to the one who joins.
fn joined_by_title(document: &Seen) -> Option<Role> {
    if document.found.kind.as_deref() != Some("joinder-notice") {
        return None;
    }
    let title = format!("{}{}", document.found.title, document.name);
    match (title.contains("第三人"), title.contains("被告")) {
        (true, false) => Some(Role::ThirdParty),
        (false, true) => Some(Role::Defendant),
        _ => None,
    }
}

/// The standing a form gives in a field of its own.
fn labelled(text: &str) -> Option<Role> {
    let text = compact(text);
    role_of(LABELLED.as_ref()?.captures(&text)?.name("role")?.as_str())
}

/// Papers of a court that speak to us as 你公司.
fn is_to_us(document: &Seen) -> bool {
    document.is_court_paper || document.has_court_head && !document.is_party_paper
}

fn standing(text: &str, own: &[String], is_to_us: bool) -> Option<Role> {
    let text = compact(text);
    let text = YOU_IN_BRACKETS.as_ref().map_or(text.as_str().into(), |it| it.replace_all(&text, "$you$what"));
    let mut places: Vec<std::ops::Range<usize>> =
        own.iter().flat_map(|name| whole::places(&text, name).take(8)).collect();
    if places.is_empty() {
        // A branch of ours, or a name that is written in a way nobody registered: what is told of it may be told of us.
        let held = own.iter().flat_map(|name| text.match_indices(name.as_str()).take(8));
        places.extend(held.map(|(at, name)| at..at + name.len()));
    }
    places.sort_by_key(|place| place.start);
    if is_to_us {
        let you = YOU.iter().flat_map(|word| text.match_indices(word).take(4));
        places.extend(you.map(|(at, word)| at..at + word.len()));
        let alone = YOU_ALONE.as_ref().into_iter().flat_map(|regex| regex.captures_iter(&text)).take(4);
        places.extend(alone.filter_map(|read| Some(read.name("sued").or_else(|| read.name("does"))?.range())));
    }
    // 因…与你单位有利害关系，通知你单位作为第三人: as what we are called goes before all else.
    let called = places.iter().find_map(|place| called_as(text.get(place.end..)?));
    let told = |place: &std::ops::Range<usize>| {
        role_done(&text, place).or_else(|| role_before(&text, place.start)).or_else(|| role_behind(&text, place.end))
    };
    called.or_else(|| places.iter().find_map(told))
}

/// As what somebody is called into a suit, told right behind the name.
fn called_as(behind: &str) -> Option<Role> {
    let clause = first_chars(behind, 90).split(['。', '；']).next().unwrap_or("");
    let called = CALLED_AS.as_ref()?.captures(clause)?;
    let is_meant = !clause.starts_with('以') || called.name("status").is_some();
    role_of(
        called
            .name("role")
            .filter(|_| is_meant)
            .or_else(|| called.name("other"))
            .or_else(|| called.name("known").or_else(|| called.name("owes")))?
            .as_str(),
    )
}

/// What we did or what is done to us: 你单位不服…提起上诉, 追加你公司为第三人, 你单位申请恢复执行, 你单位申报债权.
fn role_done(text: &str, place: &std::ops::Range<usize>) -> Option<Role> {
    let ahead = last_chars(text.get(..place.start)?, 6);
    let behind = first_chars(text.get(place.end..)?, 90);
    let clause = behind.split(['。', '；']).next().unwrap_or("");
    if let Some(called) = called_as(behind) {
        return Some(called);
    }
    // 对你公司进行破产清算
    let is_asked_of =
        ahead.ends_with('对') && ["破产", "重整", "强制清算"].iter().any(|word| first_chars(clause, 10).contains(word));
    if is_asked_of {
        return Some(Role::Respondent);
    }
    let is_appeal = ["提起上诉", "提出上诉", "提起的上诉", "提出的上诉"].iter().any(|word| clause.starts_with(word));
    let begins = clause.starts_with("不服") || clause.starts_with("因与") || clause.starts_with("因不服");
    let contests = begins && clause.contains("不服");
    let does = |words: &[&str]| words.iter().any(|word| clause.contains(word));
    if is_appeal || contests && does(&["提起上诉", "提出上诉", "上诉一案", "提起的上诉", "提出的上诉"])
    {
        return Some(Role::Appellant);
    }
    if contests && does(&["申请再审", "提出再审申请", "再审申请一案"]) {
        return Some(Role::Applicant);
    }
    // 根据你行申请，采取下列保全措施
    let is_granted = ["根据", "依据", "依", "应"].iter().any(|word| ahead.ends_with(word));
    let granted = clause.strip_prefix('的').unwrap_or(clause).strip_prefix("申请").filter(|_| is_granted);
    if granted.is_some_and(|rest| !first_chars(rest, 6).contains("执行")) {
        return Some(Role::Applicant);
    }
    let asks = clause.strip_prefix("向本院").unwrap_or(clause).strip_prefix("申请")?;
    // 你方申请的财产保全将于某日到期, 你行申请对某某财产保全一案
    let secured = asks.strip_prefix('的').unwrap_or(asks);
    let kinds = ["财产保全", "诉前保全", "诉讼保全", "保全", "续行保全", "续行冻结", "续行查封", "续封", "续冻"];
    let is_against = secured.starts_with('对') && secured.contains("财产保全");
    if is_against || kinds.iter().any(|kind| secured.starts_with(kind)) {
        return Some(Role::Applicant);
    }
    // 申请执行人：… behind our name is the next line of the parties.
    let is_party = asks.starts_with("执行人");
    let asks_enforcement = ["执行", "恢复执行", "强制执行"].iter().any(|word| asks.starts_with(word));
    (asks_enforcement && !is_party).then_some(Role::Creditor)
}

fn role_before(text: &str, at: usize) -> Option<Role> {
    let before = last_chars(text.get(..at)?, 70);
    let clause = before.rfind(['。', '；']).and_then(|cut| before.get(cut + '。'.len_utf8()..)).unwrap_or(before);
    // 异议人(被执行人): the standing in the case itself stands in the brackets.
    let objector = clause.trim_end_matches([':', '：', ')']).rsplit_once("异议人(");
    if let Some(standing) = objector.and_then(|(_, standing)| role_of(standing)) {
        return Some(standing);
    }
    let bare = BRACKETS.as_ref().map_or_else(|| clause.to_owned(), |regex| regex.replace_all(clause, "").into_owned());
    if bare.ends_with('诉') && !["上诉", "起诉", "反诉", "撤诉", "应诉", "告诉"].iter().any(|word| bare.ends_with(word))
    {
        return Some(Role::Defendant);
    }
    let found = ROLES.as_ref()?.find_iter(&bare).last()?;
    let between = bare.get(found.end()..)?;
    let role = role_of(found.as_str())?;
    let only_marks = between.chars().all(|c| c.is_ascii_digit() || ":：一二三四五六".contains(c));
    if only_marks {
        return Some(role);
    }
    if between.chars().count() > 40
        || ["代理人", "法定代表人", "住所", "负责人"].iter().any(|word| between.contains(word))
    {
        return None;
    }
    // 原告甲与本公司, 申请人甲因与本公司: the other side. 被告甲、本公司: the same side.
    if between.ends_with(['与', '诉', '和', '及']) {
        // 案件处理结果与你单位有利害关系 sets nobody against us.
        let is_result = between.ends_with("结果与") || between.ends_with("处理与");
        return if is_result { None } else { other_side(role) };
    }
    // 原告甲诉乙、本公司: whoever stands behind 诉 is on the other side, also as the second of several.
    let is_across = !is_same_side(between);
    let is_listed = between.ends_with(['、', '，', ',']);
    if is_listed && is_across {
        return other_side(role);
    }
    // 原告示例甲变更诉讼请求，…发送你单位，你单位应当…: what somebody does is no list of names.
    let is_told = ["本院", "应", "请", "向", "将", "发送", "提交", "提出", "变更", "申请", "你", "已", "现"];
    (is_listed && !is_told.iter().any(|word| between.contains(word))).then_some(role)
}

/// Whether no 诉 or 与 stands between a side's word and the name.
fn is_same_side(between: &str) -> bool {
    let plain = ["上诉", "起诉", "反诉", "撤诉", "应诉", "诉讼"]
        .iter()
        .fold(between.to_owned(), |text, word| text.replace(word, ""));
    !plain.contains(['诉', '与'])
}

/// 你公司诉示例乙, 本公司与被告示例乙: the word behind tells the other side.
fn role_behind(text: &str, end: usize) -> Option<Role> {
    let after = first_chars(text.get(end..)?, 40);
    // 被传唤人：示例物业管理有限公司（被告）
    let bracketed = after.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    if let Some(role) = bracketed.and_then(|(inner, _)| role_of(inner)) {
        return Some(role);
    }
    let bare = BRACKETS.as_ref().map_or_else(|| after.to_owned(), |regex| regex.replace_all(after, "").into_owned());
    let rest = bare
        .strip_prefix('诉')
        .map(|rest| (rest, true))
        .or_else(|| bare.strip_prefix(['与', '和']).map(|rest| (rest, false)));
    let (rest, is_suit) = rest?;
    let role = ROLES.as_ref()?.find(rest).filter(|found| found.start() == 0);
    match role {
        Some(found) => other_side(role_of(found.as_str())?),
        None => (is_suit && !rest.starts_with('讼')).then_some(Role::Plaintiff),
    }
}

/// Whether a word is a standing.
pub fn is_role(word: &str) -> bool {
    role_of(word).is_some()
}

/// The standing a word tells.
pub fn role_of(word: &str) -> Option<Role> {
    Some(match word {
        "原告" | "反诉被告" => Role::Plaintiff,
        "被告" | "反诉原告" => Role::Defendant,
        "第三人" => Role::ThirdParty,
        "上诉人" => Role::Appellant,
        "被上诉人" => Role::Appellee,
        "申请人" | "再审申请人" => Role::Applicant,
        "被申请人" => Role::Respondent,
        "申请执行人" | "债权人" => Role::Creditor,
        "被执行人" | "被申请执行人" | "债务人" => Role::Debtor,
        "案外人" => Role::Outsider,
        "协助义务人" | "协助执行人" | "协助单位" => Role::AssistingUnit,
        _ => return None,
    })
}

fn other_side(role: Role) -> Option<Role> {
    Some(match role {
        Role::Plaintiff => Role::Defendant,
        Role::Defendant => Role::Plaintiff,
        Role::Appellant => Role::Appellee,
        Role::Appellee => Role::Appellant,
        Role::Applicant => Role::Respondent,
        Role::Respondent => Role::Applicant,
        Role::Creditor => Role::Debtor,
        Role::Debtor => Role::Creditor,
        _ => return None,
    })
}
