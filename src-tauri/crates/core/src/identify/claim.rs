//! Whether a mail claims to serve something at all.
//!
//! Missing a real service is the worst outcome, so an odd form still counts; but only what speaks like a court to a
//! party counts, so talk about courts, sample papers, newsletters, receipts and bounces do not.

mod named;
mod words;

use std::sync::LazyLock;

use regex::Regex;

use super::Pickup;
use super::case_number::CaseNumber;
use super::court::Claims;
use super::document::Seen;
use super::text::{compact, first_chars};
use crate::answers::{self, machine};
use crate::mail::{Became, Mail};
use crate::reference::Kind;
use named::{is_named_as_court, is_signed_as_court, names_itself_a_court};
use words::{ADVERT, CHATTER, CONFIRMS, MONEY, NEWS, ORDERS, OWN_RECEIPT, POSES, SERVES, TENDER, TRAPS, UPKEEP};

/// What the decision looks at besides the mail.
pub struct Evidence<'a> {
    /// Documents seen.
    pub seen: &'a [Seen],
    /// Where the mail says it comes from.
    pub claims: &'a Claims,
    /// Numbers served.
    pub served: &'a [CaseNumber],
    /// Links and codes.
    pub pickups: &'a [Pickup],
    /// Whether a sitting was read.
    pub has_hearing: bool,
    /// Whether a sitting is told at all, in whatever words.
    pub tells_sitting: bool,
    /// Whether an addressee was named.
    pub has_addressee: bool,
    /// The kind of paper the subject names.
    pub subject_kind: Option<&'a Kind>,
    /// Whether the sender's address lies in a domain that only courts have.
    pub is_official: bool,
    /// Whether a person confirmed this very mail as its court's.
    pub is_confirmed: bool,
    /// Whether the office learned mails of this sender with subjects like this as its court's.
    pub is_learned: bool,
}

fn has(regex: &LazyLock<Option<Regex>>, text: &str) -> bool {
    regex.as_ref().is_some_and(|regex| regex.is_match(text))
}

/// What was read of one mail, as yes and no.
struct Signs {
    /// Papers only a court or authority issues, or pages under a court's head.
    has_papers: bool,
    is_from_court: bool,
    has_case: bool,
    has_platform: bool,
    /// Any link to documents, or an archive nobody could open.
    has_more: bool,
    has_documents: bool,
    has_hearing: bool,
    serves: bool,
    orders: bool,
    speaks_of_court: bool,
    is_chatter: bool,
    is_news: bool,
    is_confirmation: bool,
    is_reply: bool,
    /// The subject names a paper that only a court or authority issues, or papers of a case.
    names_paper: bool,
}

impl Signs {
    fn of(mail: &Mail, evidence: &Evidence<'_>, subject: &str, says: &str) -> Self {
        let is_headed = |it: &Seen| it.has_court_head && !it.is_party_paper;
        let has_closed = mail.parts.iter().any(|it| it.became == Became::Unread);
        Self {
            has_papers: evidence.seen.iter().any(|it| it.is_court_paper || is_headed(it)),
            is_from_court: is_from_court(mail, evidence),
            has_case: !evidence.served.is_empty(),
            has_platform: evidence.pickups.iter().any(|it| it.is_sure),
            has_more: !evidence.pickups.is_empty() || has_closed,
            has_documents: !evidence.seen.is_empty(),
            has_hearing: evidence.has_hearing,
            serves: has(&SERVES, says),
            orders: has(&ORDERS, says) || evidence.has_hearing,
            speaks_of_court: ["法院", "法庭", "仲裁", "涉嫌", "案件"].iter().any(|word| says.contains(word)),
            is_chatter: has(&CHATTER, says),
            is_news: has(&NEWS, says),
            is_confirmation: has(&CONFIRMS, says),
            is_reply: is_reply(subject),
            names_paper: evidence.subject_kind.is_some_and(|kind| kind.is_court_paper)
                || ["诉讼文书", "诉讼材料", "法律文书", "司法文书", "应诉材料", "执行文书", "案件材料", "案件文书"]
                    .iter()
                    .any(|word| subject.contains(word)),
        }
    }

    /// Whether anything is handed over, as a paper or behind a link.
    fn carries(&self) -> bool {
        self.has_documents || self.has_more
    }

    /// Talk, news or thanks, with nothing of a court's in it.
    fn is_talk(&self) -> bool {
        let carries_nothing = !self.has_papers && !self.has_platform;
        let is_order_of_court = self.is_from_court && self.has_case && (self.serves || self.orders);
        carries_nothing
            && (self.is_news && !is_order_of_court
                || self.is_confirmation && !self.has_hearing
                || self.is_chatter && !self.is_from_court)
    }
}

/// Whether the mail claims to serve something.
pub fn claims_service(mail: &Mail, evidence: &Evidence<'_>) -> bool {
    if evidence.is_confirmed {
        return true;
    }
    let subject = compact(&mail.subject);
    let lines: Vec<String> = mail.text.lines().map(compact).filter(|line| !line.is_empty()).collect();
    let says = format!("{subject}\n{}", first_chars(&lines.join("\n"), 6_000));
    let signs = Signs::of(mail, evidence, &subject, &says);
    let is_list = is_newsletter(mail) && !signs.has_platform && !signs.is_from_court;
    // Whoever pastes a message that names a case has it looked at, however its link was cut off, whoever runs its platform
    // and whatever its gateway adds: 退订回T.
    if is_pasted(mail) && signs.has_case && !signs.is_confirmation {
        return true;
    }
    if is_answer(mail, evidence, &signs, &subject) || is_list || signs.is_talk() || is_trade(evidence, &signs, &says) {
        return false;
    }
    if signs.has_platform || evidence.is_learned {
        return true;
    }
    // 法院传票已归档: what colleagues tell each other serves nothing.
    if !signs.has_papers && !signs.is_from_court && is_from_our_own_domain(mail) {
        return false;
    }
    // 附上法院短信模板：【…法院】…: colleagues who quote a court's message are no court, whatever tag they quote.
    let is_quoted = signs.is_chatter && evidence.claims.by_sender.is_none() && !is_named_as_court(mail);
    if is_quoted && !signs.has_papers && is_from_our_own_domain(mail) {
        return false;
    }
    let told = by_its_papers(&signs, &says, evidence)
        .or_else(|| by_the_courts_letter(mail, evidence, &signs, &subject, &says));
    if let Some(is_service) = told {
        return is_service;
    }
    // From here on nothing says that a court writes: mail inside an office and talk are left alone.
    if !signs.has_case || signs.is_chatter || signs.is_reply || is_from_our_own_domain(mail) {
        return false;
    }
    let is_numbered = evidence.seen.iter().any(|it| !it.in_name.is_empty() || !it.in_text.is_empty());
    let is_lure = signs.speaks_of_court && has(&TRAPS, &says) && !signs.is_news;
    signs.orders || signs.names_paper && signs.carries() || is_numbered || is_lure
}

/// A court buys and has its building looked after like anybody: 受法院委托公开招标, 对第三法庭音响进行检修，请物业派电工.
fn is_trade(evidence: &Evidence<'_>, signs: &Signs, says: &str) -> bool {
    // A program that reads summonses is sold with a case made up for it.
    if has(&ADVERT, says) && !signs.is_from_court && !signs.carries() {
        return true;
    }
    let is_warned_of = has(&POSES, says) && !signs.is_from_court;
    // Whoever writes of a suit is read on, whatever else he writes of.
    let is_of_suit = ["开庭", "一案", "原告", "被告", "当事人"].iter().any(|word| says.contains(word));
    if signs.has_case || signs.has_platform || is_of_suit || signs.serves && !is_warned_of || evidence.is_learned {
        return false;
    }
    // 某某法院…招标公告 bears a court's name at its head, too.
    let is_of_trade = |it: &Seen| {
        it.found.kind.as_deref().is_none_or(|kind| ["announcement", "information", "evidence"].contains(&kind))
    };
    let is_tender = has(&TENDER, says) && evidence.seen.iter().all(is_of_trade) && evidence.claims.by_sender.is_none();
    is_tender || is_warned_of && !signs.has_papers || has(&UPKEEP, says) && !signs.has_papers
}

/// What its papers say, and a text that says it serves; `None` where neither settles it.
fn by_its_papers(signs: &Signs, says: &str, evidence: &Evidence<'_>) -> Option<bool> {
    let is_court_talk = signs.has_case || signs.is_from_court || signs.speaks_of_court;
    // A court's paper is in the mail, and something besides its file name says that it is meant for a case.
    if signs.has_papers && (is_court_talk || signs.serves || signs.names_paper || has_addressed_papers(evidence)) {
        return Some(true);
    }
    let is_to_somebody = signs.speaks_of_court || evidence.has_addressee;
    if signs.serves && (signs.has_case || signs.is_from_court || names_court_paper(says) && is_to_somebody) {
        return Some(!is_bare_talk(says, evidence));
    }
    if signs.serves && signs.has_more && is_to_somebody {
        return Some(true);
    }
    None
}

/// What a court writes, papers or none; `None` where no court does, or its mail hands nothing over.
fn by_the_courts_letter(
    mail: &Mail,
    evidence: &Evidence<'_>,
    signs: &Signs,
    subject: &str,
    says: &str,
) -> Option<bool> {
    let carries = signs.carries();
    // A court writes to a party about its case, whatever it says of it: a sitting given up is news of the case too.
    let is_to_party =
        evidence.has_addressee || ["您", "你单位", "你公司", "你方", "贵"].iter().any(|word| says.contains(word));
    // From the court's own address 代理意见 is what a party is to hand in, and no talk of lawyers.
    let is_talk = signs.is_chatter && evidence.claims.by_sender.is_none();
    let is_court_letter = is_to_party && !is_talk && !signs.is_reply && !is_from_our_own_domain(mail);
    if signs.is_from_court && signs.has_case {
        // 法官定了12月14日下午三点开庭: from the court's own address even a note calls to a sitting.
        // So does an answer of somebody who writes under a court's name.
        let is_named = names_itself_a_court(mail) && !is_from_our_own_domain(mail) && !signs.is_news;
        // What tells a sitting of a case under a court's name is looked at, whoever sent it.
        let is_signed = is_signed_as_court(mail, evidence) && !signs.is_chatter && !is_from_our_own_domain(mail);
        let is_note = (evidence.claims.by_sender.is_some() || is_named || is_signed) && evidence.tells_sitting;
        // （2026）…号送达: a subject that serves, whatever little the mail says besides. What the court's own address says
        // of a case by its number is news of the case.
        let is_titled = signs.names_paper || subject.contains("送达") || evidence.claims.by_sender.is_some();
        let is_titled = is_titled
            && (evidence.claims.by_sender.is_some() || is_named_as_court(mail))
            && !signs.is_chatter
            && !signs.is_reply;
        let is_lure = has(&TRAPS, says) || has(&MONEY, says);
        let is_lure = is_lure && !signs.is_chatter && !signs.is_reply && !is_from_our_own_domain(mail);
        let is_of_case = is_of_case(mail, evidence, signs);
        return Some(signs.orders || carries || is_court_letter || is_note || is_titled || is_lure || is_of_case);
    }
    // The court's own address sends a paper, of whatever kind: a list of sittings, the other side's answer. What nobody
    // could open or read counts as one, and so does a sitting told without its case: a person sees what is missing.
    let is_listed = evidence.claims.by_sender.is_some();
    let is_thanks = signs.is_reply && answers::has_it(mail);
    let hands_on = carries_something(mail) || says_nothing_readable(mail) || evidence.tells_sitting;
    if is_listed && hands_on && !signs.is_news && !is_thanks {
        return Some(true);
    }
    // 两案定于12月25日开庭 under a court's name: its case may be told in a way nobody reads here.
    let is_named = names_itself_a_court(mail) && (evidence.is_official || !signs.is_chatter);
    if is_named && evidence.tells_sitting && !signs.is_news && !signs.is_reply && !is_from_our_own_domain(mail) {
        return Some(true);
    }
    // Its papers lie in the mail, and only they could name the case.
    let hands_over = ["查收", "签收", "见附件", "送达"].iter().any(|word| says.contains(word));
    if signs.is_from_court
        && carries
        && hands_over
        && !signs.is_chatter
        && !signs.is_reply
        && names_itself_a_court(mail)
    {
        return Some(true);
    }
    None
}

/// （2026）…号案件已移送上级法院: who bears a court's name, or writes from a domain that only courts have, writes of a case by
/// its number, whomever it addresses and whatever it says of it.
fn is_of_case(mail: &Mail, evidence: &Evidence<'_>, signs: &Signs) -> bool {
    let is_listed = evidence.claims.by_sender.is_some();
    let is_of_court = evidence.is_official || (is_listed || is_named_as_court(mail)) && !signs.is_chatter;
    // 回复：（2026）…号: what a court answers tells of the case where its own words name it, or speak of the suit.
    let speaks = ["庭", "传票", "期限", "举证", "答辩", "准许", "不予", "裁定", "判决", "补正", "鉴定"];
    let is_of_suit = || speaks.iter().any(|word| mail.text.contains(word)) && !answers::has_it(mail);
    let is_told = !signs.is_reply
        || evidence.served.iter().any(|number| mail.text.contains(number.serial()))
        || is_listed && is_of_suit();
    is_of_court && is_told && !signs.is_news && !is_from_our_own_domain(mail)
}

/// Whether a person pasted it as a message. Who writes so into a mail only has it looked at as one that is not believed.
pub fn is_pasted(mail: &Mail) -> bool {
    mail.headers.iter().any(|it| it.name.eq_ignore_ascii_case("X-Songda-Channel") && it.value.trim() == "paste")
}

/// Answers of machines and receipts of our own: never a service, whatever they quote. A machine's form says so; the
/// subject alone says so only where nothing is handed over, for courts write "after the post came back", too.
fn is_answer(mail: &Mail, evidence: &Evidence<'_>, signs: &Signs, subject: &str) -> bool {
    if machine::is_report(mail) {
        return true;
    }
    let carried = machine::Carried::by(mail);
    let is_own = |it: &&Seen| !carried.hold(&it.found.part);
    let has_paper =
        evidence.seen.iter().filter(is_own).any(|it| it.is_court_paper || it.has_court_head && !it.is_party_paper);
    let is_listed = evidence.claims.by_sender.is_some();
    let has_form = machine::holds_report(mail)
        || machine::is_from_server(mail) && !is_listed
        || machine::says_it_answers(mail)
        || machine::is_sent_in_answer(mail);
    if has_form && !has_paper {
        return true;
    }
    let is_from_court = is_listed || is_named_as_court(mail);
    let hands_over = has_paper || signs.has_platform || evidence.tells_sitting;
    let carries = hands_over || !signs.is_reply && evidence.seen.iter().any(|it| is_own(&it));
    let is_undelivered = if is_from_court {
        machine::begins_as_undelivered(&mail.subject) && !carries
    } else {
        machine::is_called_undelivered(&mail.subject) && !has_paper && !signs.has_platform
    };
    let is_own_receipt = has(&OWN_RECEIPT, &subject.to_lowercase()) && !(is_from_court && carries);
    let is_automatic = machine::is_called_automatic(&mail.subject) && !has_paper;
    is_undelivered || is_own_receipt || is_automatic
}

/// Whether anything comes with the mail besides its text and the pictures in it, opened or not.
fn carries_something(mail: &Mail) -> bool {
    mail.parts.iter().any(|part| match part.became {
        Became::Document | Became::Refused | Became::Unread => true,
        Became::Structured => part.media_type == "text/calendar",
        _ => false,
    })
}

/// Whether there is a text, and nobody could read it here: a page that is one picture, or a charset nobody knows.
pub fn says_nothing_readable(mail: &Mail) -> bool {
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let has_picture = mail.parts.iter().any(|part| part.became == Became::Inline);
    let has_words = [&mail.text, &mail.older].iter().any(|text| text.contains(is_han));
    !has_words && (has_picture || !mail.text.trim().is_empty())
}

fn is_newsletter(mail: &Mail) -> bool {
    mail.headers
        .iter()
        .any(|it| it.name.eq_ignore_ascii_case("List-Unsubscribe") || it.name.eq_ignore_ascii_case("List-Id"))
}

/// Whether sender and a receiver share a domain: mail inside an office, unless it presents itself as a court's.
fn is_from_our_own_domain(mail: &Mail) -> bool {
    let domain = |address: &str| address.rsplit_once('@').map(|(_, domain)| domain.to_owned());
    let from = mail.from.as_deref().and_then(domain);
    from.is_some() && mail.to.iter().any(|to| domain(to) == from)
}

/// Whether the mail presents itself as a court's: sender's profile, sender's name, tag or signature.
fn is_from_court(mail: &Mail, evidence: &Evidence<'_>) -> bool {
    let claims = evidence.claims;
    claims.by_sender.is_some() || evidence.is_official || is_named_as_court(mail) || !claims.names.is_empty()
}

/// Papers whose first page names us as addressee, or a case of its own.
fn has_addressed_papers(evidence: &Evidence<'_>) -> bool {
    evidence
        .seen
        .iter()
        .any(|it| it.is_court_paper && (!it.in_text.is_empty() || !it.in_name.is_empty() || it.found.kind_from_text))
}

fn names_court_paper(text: &str) -> bool {
    [
        "传票",
        "判决",
        "裁定",
        "调解书",
        "应诉",
        "举证",
        "受理通知",
        "诉讼文书",
        "法律文书",
        "司法文书",
        "支付令",
        "执行通知",
        "起诉状",
        "送达回证",
        "签名码",
        "送达地址确认",
        "案件文书",
    ]
    .iter()
    .any(|word| text.contains(word))
}

/// A sentence about service with nothing served: no paper, no link, no order, no court's name under it.
fn is_bare_talk(says: &str, evidence: &Evidence<'_>) -> bool {
    let carries = !evidence.seen.is_empty() || !evidence.pickups.is_empty() || evidence.has_hearing;
    let speaks_to_us = [
        "您",
        "你公司",
        "你单位",
        "你方",
        "贵公司",
        "贵司",
        "本院",
        "我院",
        "查收",
        "签收",
        "附件",
        "现送达",
        "现将",
        "现向",
        "兹",
    ]
    .iter()
    .any(|word| says.contains(word));
    !carries && !speaks_to_us && evidence.claims.names.is_empty() && evidence.claims.by_sender.is_none()
}

fn is_reply(subject: &str) -> bool {
    let subject = subject.to_lowercase();
    ["re:", "re：", "回复:", "回复：", "答复:", "答复："].iter().any(|word| subject.starts_with(word))
}
