//! Whether a served document starts a rule at all: kind, case type, standing, procedure, words of the text.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::Length;
use super::first;
use super::paper::{self, Stated, Term, Topic};
use super::procedure::TELL_PROCEDURE;
use super::rule::{Domicile, When};
use super::seat::Seat;
use super::standing;
use super::suit::{self, Case};
use crate::identify::{FoundDocument, Role, ticks};
use crate::intake::court_time;
use crate::service::Service;

/// One served document, read once for every rule.
pub struct Paper<'a> {
    /// The document.
    pub document: &'a FoundDocument,
    /// Its case, where it is known.
    pub case_number: Option<String>,
    /// Its text made plain.
    pub plain: String,
    /// What it states.
    pub terms: Vec<Term>,
    /// Whom the service is addressed to, made plain; the paper may tell different parties different periods.
    pub addressee: Option<String>,
    /// What the paper itself calls whom the service is addressed to, where the mail serves several cases.
    pub standing: Option<Role>,
    /// The names the office is registered under, made plain.
    pub own: Vec<String>,
    dates: OnceCell<Vec<NaiveDate>>,
    mark: OnceCell<Option<String>>,
    counterclaim: OnceCell<bool>,
    stop: OnceCell<bool>,
}

impl Paper<'_> {
    /// Every day the paper speaks of, read when it is first asked for.
    pub fn dates(&self) -> &[NaiveDate] {
        self.dates.get_or_init(|| self.plain.split('。').flat_map(paper::dates_in).collect())
    }

    /// Why no day of it may be final, by what it says of itself. Every rule asks, so it is read once.
    pub fn mark(&self) -> Option<&str> {
        self.mark.get_or_init(|| first::of_paper(self.document, &self.plain)).as_deref()
    }

    /// Whether it says that the suit stands still, goes to another court or is over.
    pub fn stops_the_suit(&self) -> bool {
        *self.stop.get_or_init(|| first::stops_the_suit(self.document, &self.plain))
    }

    /// Whether it is a form sent along to be filled in later 上诉状样式: it names nobody here.
    pub fn is_form(&self) -> bool {
        let name = format!("{}{}", self.document.title, self.document.name.as_deref().unwrap_or_default());
        let is_called_so = ["样式", "模板", "格式", "范本", "空白", "示范文本"].iter().any(|word| name.contains(word));
        let is_empty = ["×××", "XXX", "____"].iter().any(|blank| self.plain.contains(blank));
        is_called_so && (is_empty || names_addressee(self) == Some(false))
    }

    /// Whether it is a counterclaim or speaks of the one served with it.
    pub fn is_counterclaim(&self) -> bool {
        *self.counterclaim.get_or_init(|| suit::is_counterclaim(self))
    }
}

/// Path under which the mail's own text is read as one more paper.
pub const BODY: &str = "mail";

/// The mail's own text as a paper: a notice of no stated kind. `None` when it says nothing, or serves several cases and
/// so does not tell which one it speaks of.
pub fn body_of(service: &Service) -> Option<FoundDocument> {
    if service.body.trim().is_empty() || service.found.case_numbers.len() > 1 {
        return None;
    }
    Some(FoundDocument {
        part: BODY.to_owned(),
        title: "邮件正文".to_owned(),
        name: None,
        kind: Some("notice".to_owned()),
        kind_from_text: true,
        case_number: None,
        suffix: None,
        pages: None,
        text: service.body.clone(),
    })
}

/// Words behind which a proof of service 电子送达凭证 states when it took place.
const SERVED_ON: [&str; 6] = ["送达时间", "送达日期", "送达成功时间", "发送成功时间", "到达时间", "系统显示送达时间"];

/// The earliest day on which the court's own proof of service says it took place (民诉法解释 第一百三十五条).
pub fn certified(service: &Service) -> Option<NaiveDate> {
    let proofs = service.found.documents.iter().filter(|it| it.kind.as_deref() == Some("proof-of-service"));
    proofs.flat_map(|proof| paper::dates_behind(&paper::plain(&proof.text), &SERVED_ON)).min()
}

/// Papers of a service, each with its text read.
///
/// Only papers of a kind that a rule or the procedure is read from are read: exhibits may have hundreds of pages.
pub fn papers<'a>(
    service: &'a Service,
    body: Option<&'a FoundDocument>,
    topics: &[Topic],
    kinds: &BTreeMap<String, Vec<String>>,
) -> Vec<Paper<'a>> {
    let only = match service.found.case_numbers.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    };
    let addressee = service.found.addressee.as_deref().map(paper::plain).filter(|name| !name.is_empty());
    let own: Vec<String> = service.own.iter().map(|name| paper::plain(name)).collect();
    // A day a person chose later says nothing of which year a paper means by 4月28日.
    let told_on = service.arrived.map(|arrived| court_time(arrived).date_naive()).or(service.from_date());
    let paper = |document: &'a FoundDocument| {
        let kind = document.kind.as_deref();
        // A ruling that starts nothing may still take back or mend the decision beside it.
        let is_read = kind
            .is_some_and(|kind| kinds.contains_key(kind) || TELL_PROCEDURE.contains(&kind) || kind.ends_with("ruling"));
        // 以打√为准: what a form leaves open tells nothing.
        let text = ticks::chosen(&document.text).map_or(Cow::Borrowed(&document.text), Cow::Owned);
        let plain = if is_read { paper::plain(&text) } else { String::new() };
        let terms = paper::terms(&plain, topics, told_on);
        let case_number = document.case_number.clone().or_else(|| only.clone());
        // Who is debtor in one case of a batch may be creditor in the next one.
        let is_of_several = service.found.case_numbers.len() > 1;
        let standing = addressee.as_deref().filter(|_| is_of_several).and_then(|name| {
            standing::called(&plain, name, case_number.as_deref().is_some_and(|number| number.contains("民督")))
        });
        Paper {
            document,
            case_number,
            standing,
            plain,
            terms,
            addressee: addressee.clone(),
            own: own.clone(),
            dates: OnceCell::new(),
            mark: OnceCell::new(),
            counterclaim: OnceCell::new(),
            stop: OnceCell::new(),
        }
    };
    service.found.documents.iter().chain(body).map(paper).collect()
}

/// Whether a rule's condition lets a paper through, and what stays unsure about it.
/// `None` when the rule does not apply.
pub fn pass(when: &When, paper: &Paper<'_>, case: &Case, role: Option<Role>) -> Option<Vec<String>> {
    let kind = paper.document.kind.as_deref()?;
    if !when.documents.iter().any(|it| it == kind) {
        return None;
    }
    let role = role_in(paper, role);
    // Who sued here has accepted this court: the answer to a counterclaim opens no objection to it.
    // A notice to answer makes whoever gets it look like a defendant; what is to be answered tells better.
    let answers_here = matches!(role, Some(Role::Defendant | Role::ThirdParty));
    let is_of_the_counterclaim = paper.is_counterclaim() || !case.has_complaint;
    if when.not_to_counterclaim && case.has_counterclaim && (!answers_here || is_of_the_counterclaim) {
        return None;
    }
    let mut unsure = Vec::new();
    case_type_fits(when, paper, case, &mut unsure)?;
    match role {
        Some(role) if !when.roles.is_empty() && !when.roles.contains(&role) => {
            // A notice to answer is sent to the side that answers; a standing read otherwise is what is in doubt.
            let is_other_side = matches!(role, Role::Plaintiff | Role::Applicant | Role::Appellant);
            if kind != "response-notice" || !when.role_told || !is_other_side {
                return None;
            }
            let is_told = of_topic(paper, when).next().is_some();
            let is_of_another_case = case.is_one_of_several && tells_us_to_answer(paper);
            if !(is_of_another_case || case.has_counterclaim && is_told) {
                unsure.push("文书是应诉通知，而读出的我方地位不是应诉一方，请核对".to_owned());
            }
        }
        None if !when.roles.is_empty() && !when.role_told => unsure.push("未读出我方诉讼地位".to_owned()),
        _ => {}
    }
    // A remedy the paper tells of itself is not dropped for what its text says elsewhere; a person looks.
    let has_remedy = when.is_remedy && of_topic(paper, when).any(|term| term.is_remedy);
    if when.not_on_retrial && case.is_retried {
        return None;
    }
    let other_procedure = |told: &&str| !when.procedures.iter().any(|it| it == told);
    if case.procedure.is_none()
        && !when.procedures.is_empty()
        && !has_remedy
        && case.procedures.iter().any(other_procedure)
    {
        unsure.push("文书对适用的程序写法不一致，请核对".to_owned());
    }
    let procedure = case.procedure.unwrap_or("普通");
    if !when.procedures.is_empty() && !when.procedures.iter().any(|it| it == procedure) {
        if !has_remedy {
            return None;
        }
        unsure.push(format!("文书写有救济期间，而{procedure}程序通常没有，请人工核对"));
    }
    let text = if kind == "fee-notice" { without_hints(&paper.plain) } else { Cow::Borrowed(paper.plain.as_str()) };
    let says = |words: &[String]| words.iter().any(|word| text.contains(word.as_str()));
    if [&when.words, &when.and_words].into_iter().any(|words| !words.is_empty() && !says(words)) {
        return None;
    }
    if says(&when.never) {
        return None;
    }
    if says(&when.unless) {
        if !has_remedy {
            return None;
        }
        unsure.push("文书既写有救济期间又有不适用的表述，请人工核对".to_owned());
    }
    if [&when.term, &when.follows].into_iter().flatten().any(|topic| case.maybe_abroad.contains(topic)) {
        unsure.push("期间只对境内无住所的当事人写明，请核对本单位住所".to_owned());
    }
    unsure.extend(seat_leaves_open(when, paper, case).map(str::to_owned));
    domicile_fits(when, paper, case).then_some(unsure)
}

/// What whoever has no domicile here has to answer and to appeal (民事诉讼法 第二百八十五条、第二百八十六条).
const LONGER: Stated = Stated::Length(Length::Days(30));

/// Why a period that is longer for whoever has no domicile here may be that one.
fn seat_leaves_open(when: &When, paper: &Paper<'_>, case: &Case) -> Option<&'static str> {
    if when.domicile.is_none() && when.follows.is_none() {
        return None;
    }
    let topics = || [&when.term, &when.follows].into_iter().flatten();
    let mut stated = topics().flat_map(|topic| ours(paper, topic)).map(|term| term.stated).peekable();
    let is_longer = |stated: Stated| stated == LONGER;
    match case.seat {
        Seat::Outside if stated.peek().is_none() => (when.domicile != Some(Domicile::Outside))
            .then_some("文书写明本单位在境内没有住所，法定期间是三十日，请核对"),
        Seat::Outside => {
            (!stated.all(is_longer)).then_some("文书写明本单位在境内没有住所，写明的期间却不是三十日，请核对")
        }
        Seat::Perhaps => (when.domicile != Some(Domicile::Outside) && !stated.any(is_longer))
            .then_some("本单位的名称或者住所在港澳台或者境外，适用的期间可能是三十日，请核对"),
        Seat::Unsaid => None,
    }
}

/// Whether a notice to answer names the one it is served on, and not as whoever sued.
fn tells_us_to_answer(paper: &Paper<'_>) -> bool {
    let sues = |name: &str| {
        ["原告", "原告:", "起诉人"].iter().any(|standing| paper.plain.contains(&format!("{standing}{name}")))
    };
    names_addressee(paper) == Some(true) && paper.addressee.as_deref().is_some_and(|name| !sues(name))
}

/// Our standing by this paper, where it tells one, else by the rest of the mail.
pub fn role_in(paper: &Paper<'_>, role: Option<Role>) -> Option<Role> {
    joined_as(paper).or(paper.standing).or(role)
}

/// A notice of fees without what it tells of an appeal that may come: 如提起上诉，应当另行预交上诉费.
fn without_hints(plain: &str) -> Cow<'_, str> {
    let is_hint = |clause: &str| {
        let tells = clause.contains("上诉") && !clause.contains("上诉人");
        let is_open = clause.starts_with(['如', '若', '凡', '需', '拟', '要'])
            || clause.contains("如不服")
            || clause.contains("当事人")
            || clause.ends_with(['的', '时', '者']);
        tells && is_open
    };
    if !plain.split(['。', ';', ',', ':']).any(is_hint) {
        return Cow::Borrowed(plain);
    }
    let kept = plain.split(['。', ';']).map(|sentence| {
        let clauses = sentence.split([',', ':']).take_while(|clause| !is_hint(clause));
        clauses.collect::<Vec<_>>().join(",")
    });
    Cow::Owned(kept.collect::<Vec<_>>().join("。"))
}

/// As what a notice of joinder calls us in; it is addressed to the one who joins.
fn joined_as(paper: &Paper<'_>) -> Option<Role> {
    if paper.document.kind.as_deref() != Some("joinder-notice") {
        return None;
    }
    let says = |words: &[&str]| words.iter().any(|word| paper.plain.contains(word));
    let third = says(&["为本案第三人", "为本案的第三人", "为第三人"]);
    let defendant = says(&["为本案被告", "为本案的被告", "为共同被告", "为被告", "为本案共同被告"]);
    match (third, defendant) {
        (true, false) => Some(Role::ThirdParty),
        (false, true) => Some(Role::Defendant),
        _ => None,
    }
}

fn case_type_fits(when: &When, paper: &Paper<'_>, case: &Case, unsure: &mut Vec<String>) -> Option<()> {
    if when.case_types.is_empty() {
        return Some(());
    }
    let guessed = match &case.kind {
        Some(kind) => return when.case_types.contains(kind).then_some(()),
        None => {
            let head: String = paper.plain.chars().take(60).collect();
            let title = format!("{}{head}", paper.document.title);
            if title.contains("行政") {
                "行初"
            } else if title.contains("刑事") {
                "刑初"
            } else {
                "民初"
            }
        }
    };
    unsure.push("未读出案号，不能确定审级".to_owned());
    when.case_types.iter().any(|it| it == guessed).then_some(())
}

/// Stated periods of the topic a condition is about.
fn of_topic<'a>(paper: &'a Paper<'_>, when: &'a When) -> impl Iterator<Item = &'a Term> {
    paper.terms.iter().filter(|term| when.term.as_ref().is_some_and(|topic| term.topics.contains(topic)))
}

/// Whether a readable paper names the one it is served on; `None` when that is not known.
pub fn names_addressee(paper: &Paper<'_>) -> Option<bool> {
    let name = paper.addressee.as_ref().filter(|_| !paper.plain.is_empty())?;
    Some(paper.plain.contains(name.as_str()))
}

/// A paper whose only stated period is for parties abroad is addressed to one; so is one that states none beside it.
/// Where that period is told under a condition only, the one for everybody else runs beside it.
fn domicile_fits(when: &When, paper: &Paper<'_>, case: &Case) -> bool {
    let Some(domicile) = when.domicile else { return true };
    let topic = when.term.as_deref();
    // A name or address from outside and thirty days: the court has said which period it is.
    let is_longer = |topic: &str| {
        let mut stated = ours(paper, topic).into_iter().map(|term| term.stated).peekable();
        stated.peek().is_some() && stated.all(|stated| stated == LONGER)
    };
    if case.seat == Seat::Outside || case.seat == Seat::Perhaps && topic.is_some_and(is_longer) {
        return domicile == Domicile::Outside;
    }
    if domicile == Domicile::Inside && topic.is_some_and(|topic| case.maybe_abroad.contains(topic)) {
        return true;
    }
    let is_abroad = topic.is_some_and(|topic| is_abroad_in(paper, topic).unwrap_or(case.abroad.contains(topic)));
    is_abroad == (domicile == Domicile::Outside)
}

/// The stated periods of a topic that are ours: 原告某某十五日内，被告某某三十日内, of which the one that names us tells.
fn ours<'a>(paper: &'a Paper<'_>, topic: &str) -> Vec<&'a Term> {
    let terms: Vec<&Term> = paper.terms.iter().filter(|term| term.topics.iter().any(|it| it == topic)).collect();
    let is_named = |term: &&Term| names_addressee_in(paper, term);
    if terms.iter().any(is_named) { terms.into_iter().filter(is_named).collect() } else { terms }
}

fn names_addressee_in(paper: &Paper<'_>, term: &Term) -> bool {
    paper.addressee.as_ref().is_some_and(|name| term.is_for(name))
}

/// Whether what a paper states of a topic is for parties abroad; `None` when it states nothing of it.
fn is_abroad_in(paper: &Paper<'_>, topic: &str) -> Option<bool> {
    let terms = ours(paper, topic);
    (!terms.is_empty()).then(|| terms.iter().all(|term| term.is_abroad))
}

/// Whether every such period is for whoever is abroad, and none names us.
fn is_maybe_abroad_in(paper: &Paper<'_>, topic: &str) -> bool {
    ours(paper, topic).iter().all(|term| term.is_for_whoever_is_abroad() && !names_addressee_in(paper, term))
}

/// Topics whose only period is for us as a party abroad, and those for which that is not told for certain.
pub fn abroad_among<'a>(papers: impl Iterator<Item = &'a Paper<'a>>) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut abroad, mut maybe, mut inside) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for paper in papers {
        for topic in paper.terms.iter().flat_map(|term| &term.topics) {
            match is_abroad_in(paper, topic) {
                Some(true) if is_maybe_abroad_in(paper, topic) => maybe.insert(topic.clone()),
                Some(true) => abroad.insert(topic.clone()),
                _ => inside.insert(topic.clone()),
            };
        }
    }
    let maybe = &(&maybe - &inside) - &abroad;
    (&abroad - &inside, maybe)
}
