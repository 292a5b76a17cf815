//! Periods that a paper lists party by party, without a sentence: 被告 十五日 in a table or a list.

use super::super::Length;
use super::super::gate::Paper;
use super::super::paper::{Stated, Term};
use super::super::spot::{date_at, number_with_unit};
use crate::identify::Role;

/// Letters behind the name of a party in which its row tells.
const ROW: usize = 60;

/// Letters of a company's name.
const LONGEST_NAME: usize = 24;

/// Whether the row of a paper that names us tells another time than those that were read.
pub(super) fn tells_otherwise(paper: &Paper<'_>, role: Option<Role>, terms: &[Term]) -> bool {
    // A decision tells what the parties owe each other, too.
    let kind = paper.document.kind.as_deref().unwrap_or_default();
    if !kind.ends_with("notice") && !kind.ends_with("order") {
        return false;
    }
    // A day beside a length, and the other way round, is about something else.
    let is_alike =
        |one: &Stated| terms.iter().any(|term| std::mem::discriminant(one) == std::mem::discriminant(&term.stated));
    let told: Vec<Stated> = of_us(paper, role).into_iter().filter(is_alike).collect();
    let is_told = |term: &Term| told.iter().any(|it| is_same(*it, term.stated));
    !told.is_empty() && !terms.is_empty() && !terms.iter().any(is_told)
}

fn is_same(one: Stated, other: Stated) -> bool {
    match (one, other) {
        (Stated::Date { date, .. }, Stated::Date { date: other, .. }) => date == other,
        _ => one == other,
    }
}

/// What a paper calls a party of this standing.
fn called(role: Role) -> Option<&'static str> {
    Some(match role {
        Role::Plaintiff => "原告",
        Role::Defendant => "被告",
        Role::ThirdParty => "第三人",
        Role::Appellant => "上诉人",
        Role::Appellee => "被上诉人",
        _ => return None,
    })
}

/// The times in rows that begin with our name, or where none does, with our standing. A sentence (被告应在…内) is none.
fn of_us(paper: &Paper<'_>, role: Option<Role>) -> Vec<Stated> {
    let names = paper.own.iter().map(String::as_str).chain(paper.addressee.as_deref());
    let by_name: Vec<Stated> = names.filter(|name| !name.is_empty()).flat_map(|name| behind(paper, name)).collect();
    if !by_name.is_empty() {
        return by_name;
    }
    role.and_then(called).map(|called| behind(paper, called)).unwrap_or_default()
}

fn behind(paper: &Paper<'_>, name: &str) -> Vec<Stated> {
    let mut told = Vec::new();
    for (nth, (at, _)) in paper.plain.match_indices(name).enumerate() {
        let behind = paper.plain.get(at + name.len()..).unwrap_or_default();
        // 某公司：opens a letter, and what follows is no row of its own.
        let opens = nth == 0 && behind.starts_with(':') && name.chars().count() > 4;
        if !opens && !paper.plain.get(..at).is_some_and(|ahead| ahead.ends_with('被')) {
            told.extend(in_row(&behind.chars().take(ROW).collect::<Vec<char>>()));
        }
    }
    told
}

/// Where a row ends: a sentence goes on, or the next party's begins.
fn ends(letters: &[char], at: usize) -> bool {
    let next = |word: &str| word.chars().enumerate().all(|(nth, letter)| letters.get(at + nth) == Some(&letter));
    letters.get(at).is_some_and(|letter| "。;,应可请诉须".contains(*letter))
        || at > 0 && ["原告", "被告", "第三人", "上诉人", "被上诉人"].iter().any(|word| next(word))
        // Our own name may stand behind our standing; a company's further on is another row's.
        || at > LONGEST_NAME && next("公司")
}

fn in_row(letters: &[char]) -> Vec<Stated> {
    let end = (0..letters.len()).find(|at| ends(letters, *at)).unwrap_or(letters.len());
    let row = letters.get(..end).unwrap_or_default();
    let (mut told, mut at) = (Vec::new(), 0);
    while at < row.len() {
        if let Some((date, end)) = date_at(row, at) {
            told.push(Stated::Date { date, before: false });
            at = end;
        } else if let Some((length @ Length::Days(_), end)) = number_with_unit(row, at) {
            told.push(Stated::Length(length));
            at = end;
        } else {
            at += 1;
        }
    }
    told
}
