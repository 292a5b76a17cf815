//! By what an answer to a service is known wherever it lies: the Message-IDs of its mails, their digests in a header line of
//! our own, and for mails that bear no Message-ID their subject.

use chrono::DateTime;
use songda_core::case::{Told, ToldMail, ToldReceipt};
use songda_core::id::Digest;

use crate::connect::sent::{Asked, Tie, plain_subject};

/// So many copies of a service's mails are named in a letter.
const MOST_NAMED: usize = 4;

/// Every mail that tells of the service, each once.
pub(super) fn channels<'a>(told: &'a Told, mail: &'a ToldMail) -> Vec<&'a ToldMail> {
    let ids = told.matters.channels(&mail.service_id());
    let mut found: Vec<&ToldMail> = ids.iter().filter_map(|id| told.by_service(id)).collect();
    if !found.iter().any(|it| it.mail == mail.mail) {
        found.push(mail);
    }
    found
}

/// What is looked for before a receipt leaves.
pub(super) fn asked(told: &Told, mail: &ToldMail, receipt: &ToldReceipt) -> Asked {
    let own = [receipt.queued.letter(), receipt.queued.message_id.as_str()];
    let mut asked = Asked { ties: own.map(|id| Tie::Letter(id.to_owned())).to_vec(), since: None };
    asked.ties.extend(receipt.queued.answers.clone().map(Tie::Reply));
    for channel in channels(told, mail) {
        asked.ties.extend(copies(channel).into_iter().map(|digest| Tie::Mail(digest.to_string())));
        let Some(understood) = &channel.understood else { continue };
        asked.ties.extend(understood.message_id.clone().map(Tie::Reply));
        let subject = plain_subject(&understood.subject);
        // What a mail program answers it with names nothing but the subject.
        if !understood.message_id.as_deref().is_some_and(can_be_answered) && !subject.is_empty() {
            asked.ties.push(Tie::Subject(subject));
            let arrived = understood.arrived.as_deref().and_then(|at| DateTime::parse_from_rfc3339(at).ok());
            asked.since = asked.since.into_iter().chain(arrived).min();
        }
    }
    asked
}

/// The digests by which a letter names what it answers.
pub(super) fn named(told: &Told, mail: &ToldMail) -> String {
    let digests = channels(told, mail).into_iter().flat_map(copies);
    digests.take(MOST_NAMED).map(|digest| digest.to_string()).collect::<Vec<_>>().join(" ")
}

/// The bytes in which a mail was seen: it may have reached several mailboxes, each time under other lines.
pub(super) fn copies(mail: &ToldMail) -> Vec<Digest> {
    let mut digests = vec![mail.mail];
    for seen in &mail.sightings {
        if !digests.contains(&seen.mail) {
            digests.push(seen.mail);
        }
    }
    digests
}

/// Whether a Message-ID can stand in the header of an answer as it is, so that everybody reads it alike.
pub(super) fn can_be_answered(message_id: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_graphic() && !matches!(c, '<' | '>');
    !message_id.is_empty() && message_id.len() <= 900 && message_id.chars().all(is_plain) && !message_id.contains("=?")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_message_id_that_everybody_reads_alike_is_answered_by() {
        assert!(can_be_answered("plain.1@court.example.test"));
        for odd in ["", "中文@court.example.test", "a b@c", "=?utf-8?B?eA==?=@c", "<x@c"] {
            assert!(!can_be_answered(odd), "{odd}");
        }
    }
}
