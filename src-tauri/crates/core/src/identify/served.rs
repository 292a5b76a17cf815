//! Which case numbers a mail serves, and which it only cites.

use super::case_number::{CaseNumber, Mention, Place, mentions};
use super::citation::is_cited;
use super::document::Seen;
use super::text::plain;
use crate::doubt::Doubt;
use crate::mail::{Became, Mail};
use crate::reference::Reference;

/// The numbers of a service, in order, with what is doubtful about them.
pub fn numbers(mail: &Mail, seen: &[Seen], reference: &Reference) -> Vec<CaseNumber> {
    let mut served: Vec<CaseNumber> = Vec::new();
    let (subject, body) = (plain(&mail.subject), plain(&mail.text));
    let (mut in_subject, in_body) =
        (mentions(&subject, Place::Text, reference), mentions(&body, Place::Text, reference));
    in_subject.retain(|mention| !is_cut_off(&subject, mention, &in_body));
    for (text, found) in [(&subject, in_subject), (&body, in_body)] {
        for mention in found {
            if !is_cited(text, &mention) && !served.contains(&mention.number) {
                served.push(mention.number);
            }
        }
    }
    let cited = cited_numbers(mail, seen, reference);
    let is_explicit = !served.is_empty();
    let is_new = |served: &[CaseNumber], number: &CaseNumber| {
        let has_same_court = served.iter().any(|other| other.court() == number.court());
        !served.contains(number) && !cited.contains(number) && (!is_explicit || has_same_court)
    };
    for document in seen {
        let own = if document.in_text.is_empty() { &document.in_name } else { &document.in_text };
        // A number read off a picture may be misread: it tells a case only where nothing else does.
        let is_of_party = document.is_party_paper && !document.lists_sittings;
        if (is_of_party || document.is_ocr) && is_explicit {
            continue;
        }
        for mention in own {
            if is_new(&served, &mention.number) {
                served.push(mention.number.clone());
            }
        }
    }
    // 本院作出的（2026）…号判决书有笔误，应予补正: the ruling bears the number that it cites.
    if served.is_empty() {
        let own = seen.iter().filter(|it| !it.is_party_paper && !it.is_ocr).flat_map(|it| &it.in_text);
        for mention in own {
            if !served.contains(&mention.number) {
                served.push(mention.number.clone());
            }
        }
    }
    for part in mail.parts.iter().filter(|part| matches!(part.became, Became::Wrapper | Became::Unread)) {
        let name = part.name.as_deref().or_else(|| part.path.rsplit(['!', '/']).next()).unwrap_or("");
        for mention in mentions(name, Place::Name, reference) {
            if is_new(&served, &mention.number) {
                served.push(mention.number);
            }
        }
    }
    served
}

/// Whether a subject ends within a number that the text has whole: gateways and telephones cut subjects anywhere, and half
/// a number is another case's.
fn is_cut_off(subject: &str, mention: &Mention, in_body: &[Mention]) -> bool {
    let (head, rest) = subject.split_at_checked(mention.range.end).unwrap_or((subject, ""));
    let is_last = rest.trim().trim_matches(['.', '…']).is_empty();
    is_last && !head.ends_with('号') && in_body.iter().any(|whole| mention.number.is_beginning_of(&whole.number))
}

/// The numbers of the court that writes, where it is among them: what only the mail's words say of another court's
/// case is said beside it, such as a related suit elsewhere. A paper of the mail that bears the number keeps it.
pub fn of_its_court(numbers: Vec<CaseNumber>, claimed: &[&str], seen: &[Seen]) -> Vec<CaseNumber> {
    let is_own = |number: &CaseNumber| number.court().is_none_or(|code| claimed.contains(&code));
    let writes = |number: &CaseNumber| number.court().is_some_and(|code| claimed.contains(&code));
    if !numbers.iter().any(writes) {
        return numbers;
    }
    let is_on_paper = |number: &CaseNumber| {
        seen.iter().any(|it| it.in_text.iter().chain(&it.in_name).any(|mention| mention.number == *number))
    };
    numbers.into_iter().filter(|number| is_own(number) || is_on_paper(number)).collect()
}

/// The number a court cites when it serves under its own, as 不服本院（2025）…号判决 by the court of first instance.
pub fn cited_by_its_own_court(mail: &Mail, courts: &[&str], reference: &Reference) -> Vec<CaseNumber> {
    let mut found: Vec<CaseNumber> = Vec::new();
    for text in [mail.subject.as_str(), mail.text.as_str()] {
        for mention in mentions(text, Place::Text, reference) {
            let is_own = mention.number.court().is_some_and(|code| courts.contains(&code));
            if is_own && !found.contains(&mention.number) {
                found.push(mention.number);
            }
        }
    }
    found
}

/// The numbers that only the parties' papers bear, of a court that writes, where nothing else tells a case.
pub fn on_papers_of_parties(seen: &[Seen], courts: &[&str], reference: &Reference) -> Vec<CaseNumber> {
    let mut found: Vec<CaseNumber> = Vec::new();
    for document in seen.iter().filter(|it| !it.is_ocr) {
        let text = plain(super::text::first_chars(&document.found.text, 2_000));
        for mention in mentions(&text, Place::Text, reference) {
            let is_own = mention.number.court().is_some_and(|code| courts.contains(&code));
            if is_own && !is_cited(&text, &mention) && !found.contains(&mention.number) {
                found.push(mention.number);
            }
        }
    }
    found
}

/// The numbers that the court's own papers only cite, of that court: 本院作出的…号判决书已生效, and nothing else.
pub fn cited_on_papers(seen: &[Seen], courts: &[&str], reference: &Reference) -> Vec<CaseNumber> {
    let mut found: Vec<CaseNumber> = Vec::new();
    for document in seen.iter().filter(|it| it.has_court_head && !it.is_party_paper && !it.is_ocr) {
        let text = plain(super::text::first_chars(&document.found.text, 2_000));
        for mention in mentions(&text, Place::Text, reference) {
            let is_own = mention.number.court().is_some_and(|code| courts.contains(&code));
            if is_own && !found.contains(&mention.number) {
                found.push(mention.number);
            }
        }
    }
    found
}

/// Numbers that some text of the mail cites as another case's.
fn cited_numbers(mail: &Mail, seen: &[Seen], reference: &Reference) -> Vec<CaseNumber> {
    let texts =
        [mail.subject.as_str(), mail.text.as_str()].into_iter().chain(seen.iter().map(|it| it.found.text.as_str()));
    let mut cited = Vec::new();
    for text in texts {
        let text = plain(super::text::first_chars(text, 20_000));
        let all = mentions(&text, Place::Text, reference);
        cited.extend(all.into_iter().filter(|mention| is_cited(&text, mention)).map(|mention| mention.number));
    }
    cited
}

/// Gives every document its number: its own, its folder's, else the only one of the mail.
pub fn assign(seen: &mut [Seen], served: &[CaseNumber], doubts: &mut Vec<Doubt>) {
    for document in seen {
        let part = document.found.part.clone();
        let in_text = document.in_text.first().filter(|own| !document.is_ocr || served.contains(&own.number));
        let in_name = document.in_name.first();
        if let (Some(text), Some(name)) = (in_text, in_name)
            && !document.in_text.iter().any(|own| own.number == name.number)
        {
            let detail = format!("文件名写的是{}，文书上是{}", name.number, text.number);
            doubts.push(Doubt::part("case-number-conflict", &part, detail));
        }
        let own = in_text.or(in_name);
        document.found.suffix = suffix_of(in_text, in_name);
        if let Some(own) = own {
            document.found.case_number = Some(own.number.to_string());
            continue;
        }
        document.found.case_number = match served {
            [only] => Some(only.to_string()),
            [] => None,
            several => {
                by_serial(&format!("{}!{}", document.found.part, document.name), several).map(ToString::to_string)
            }
        };
        if document.found.case_number.is_none() && served.len() > 1 {
            doubts.push(Doubt::part("case-number-missing", &part, "邮件涉及多个案件，看不出这份文书属于哪一个"));
        }
    }
}

fn suffix_of(in_text: Option<&Mention>, in_name: Option<&Mention>) -> Option<String> {
    let of = |mention: Option<&Mention>| mention.and_then(|mention| mention.suffix.clone());
    of(in_text).or_else(|| of(in_name))
}

/// The one served number whose serial a folder or file name holds, such as `90005号/传票.pdf`.
fn by_serial<'a>(path: &str, served: &'a [CaseNumber]) -> Option<&'a CaseNumber> {
    let path = plain(path);
    for piece in path.split(['!', '/', '\\']).rev().take(3) {
        let numbers: Vec<&str> =
            piece.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() >= 3 || piece.contains('号')).collect();
        let mut fits = served.iter().filter(|number| numbers.contains(&number.serial()));
        if let (Some(only), None) = (fits.next(), fits.next()) {
            return Some(only);
        }
    }
    None
}
