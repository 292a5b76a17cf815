//! Kept mails read and judged: each by itself, whatever another one does to the reader.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use songda_core::answers;
use songda_core::case::{Told, ToldMail};
use songda_core::errand::Brought;
use songda_core::id::Digest;
use songda_core::intake::{Signals, intake};
use songda_core::ledger::{Arrived, Seq, Understood};
use songda_core::mail::Mail;
use songda_core::office::Office;
use songda_core::reference::Reference;

use super::IMPORT;
use super::filing::opened;
use super::readers;
use crate::Room;
use crate::errands::bring;
use crate::paste;
use crate::settings::MailboxSettings;
use crate::signals::{self, auth, scans, smime};
use crate::teaching;
use crate::vault::{Vault, VaultError};
use crate::view::Problem;

/// Longest time spent on the scans of one mail.
const SCAN_PATIENCE: Duration = Duration::from_secs(60);
/// So many bytes that came out of mails wait in memory for those read together with them.
pub(super) const MUCH: usize = 4 << 20;

/// Reads and judges one kept mail; records nothing.
///
/// # Errors
/// When the vault does not give the bytes back whole, or the mail cannot be worked through.
pub async fn understand(room: &Room, told: &ToldMail) -> Result<(Mail, Understood), Problem> {
    let read = understand_some(room, std::slice::from_ref(told)).await.pop();
    read.unwrap_or_else(|| Err(Problem::new("mail.not-readable", [told.mail.to_string()])))
}

/// Reads and judges the first ones of some kept mails, one answer for each: at least one, and no more once much came
/// out of them, because a small mail may hold an archive that is large inside.
pub(super) async fn understand_some(room: &Room, some: &[ToldMail]) -> Vec<Result<(Mail, Understood), Problem>> {
    // All at one moment of the ledger: what is said after it asks for another reading.
    let (office, known): (Office, Vec<Known>) = {
        let told = room.told.read().await;
        (teaching::office(&told, &room.settings.office), some.iter().map(|mail| known_of(room, &told, mail)).collect())
    };
    let (vault, reference) = (room.vault.clone(), room.reference());
    let read = move || {
        let (mut read, mut bytes) = (Vec::with_capacity(known.len()), 0);
        for one in &known {
            let outcome = read_kept(one, &vault, &office, &reference);
            bytes += outcome.as_ref().map_or(0, |(mail, _)| mail.parts.iter().map(|part| part.bytes.len()).sum());
            read.push(outcome);
            if bytes > MUCH {
                break;
            }
        }
        read
    };
    let stuck = |says: String| some.iter().map(|_| Err(Problem::new("mail.not-readable", [says.clone()]))).collect();
    match tokio::task::spawn_blocking(|| readers::read(read)).await {
        Ok(Some(read)) => read,
        Ok(None) => stuck("the reader broke down".to_owned()),
        Err(error) => stuck(error.to_string()),
    }
}

/// What is known of a kept mail when it is read.
struct Known {
    digest: Digest,
    knew: Seq,
    sighting: Option<Arrived>,
    settings: Option<MailboxSettings>,
    typed: Vec<String>,
    brought: Vec<Brought>,
    /// The mail itself, where people corrected what was read.
    corrected: Option<ToldMail>,
}

fn known_of(room: &Room, told: &Told, mail: &ToldMail) -> Known {
    let now = told.mail(&mail.mail).unwrap_or(mail);
    let sighting = earliest(&now.sightings).cloned();
    Known {
        digest: mail.mail,
        knew: told.seq,
        settings: sighting.as_ref().and_then(|seen| room.mailbox(&seen.mailbox).cloned()),
        sighting,
        typed: now.passwords.clone(),
        brought: told.errands.brought(&mail.mail).to_vec(),
        corrected: (!now.corrections.is_empty()).then(|| now.clone()),
    }
}

fn read_kept(
    known: &Known,
    vault: &Vault,
    office: &Office,
    reference: &Reference,
) -> Result<(Mail, Understood), Problem> {
    let raw = vault.read(&known.digest)?;
    let read = || {
        let (mut mail, mut doubts) = opened(&raw, vault, &known.brought, &known.typed)?;
        doubts.append(&mut signals::mark_locked(&mut mail));
        let mut signals = signals_of(&raw, &mail, known.sighting.as_ref(), known.settings.as_ref());
        let scans = scans::read(&mail, &mut signals.texts, SCAN_PATIENCE);
        doubts.append(&mut signals::text_doubts(&mail, &signals.texts));
        doubts.append(&mut scans::doubts(&scans));
        signals.ocr = scans.read;
        let found = intake(&mail, &signals, office, reference);
        let as_it_came = |mail: &Mail| intake(mail, &signals, office, reference);
        doubts.append(&mut bring::of_other_cases(&mail, &known.brought, &found, as_it_came));
        let intake = found.after(&mail, doubts);
        let mut record = intake.record(&mail, &signals, env!("CARGO_PKG_VERSION"));
        record.knew = known.knew;
        if let Some(told) = &known.corrected {
            told.plan_corrected(&mut record, &mail, office);
        }
        // What serves something answers nothing, whatever it quotes.
        record.answer = match record.service {
            Some(_) => None,
            None => answers::read(&mail, &raw).map(|answer| Box::new(answer.record())),
        };
        Ok::<_, VaultError>((mail, record))
    };
    // The core promises not to panic on any mail; if it breaks that promise, one mail is stuck and the rest goes on.
    let read = catch_unwind(AssertUnwindSafe(read));
    Ok(read.map_err(|_| Problem::new("mail.not-readable", [known.digest.to_string()]))??)
}

/// The sighting that tells when the mail arrived: the earliest that a server dated, else the first one.
fn earliest(sightings: &[Arrived]) -> Option<&Arrived> {
    let dated = sightings.iter().filter(|seen| seen.internal_date.is_some());
    dated.min_by(|one, other| one.internal_date.cmp(&other.internal_date)).or_else(|| sightings.first())
}

fn signals_of(raw: &[u8], mail: &Mail, sighting: Option<&Arrived>, settings: Option<&MailboxSettings>) -> Signals {
    let stamped = sighting.and_then(|seen| seen.internal_date.as_deref());
    let internal = stamped.and_then(|text| chrono::DateTime::parse_from_rfc3339(text).ok());
    let arrived = internal.or_else(|| settings.filter(|settings| is_own_stamp(mail, settings)).and(mail.received));
    let keys = auth::ask_system(&auth::key_names(raw));
    Signals {
        arrived,
        regime: settings.map_or_else(Default::default, |settings| settings.regime),
        authserv_id: settings.and_then(|settings| settings.authserv_id.clone()),
        by_hand: sighting.is_none_or(|seen| seen.mailbox == IMPORT || seen.mailbox == paste::PASTE),
        texts: signals::texts_of(mail),
        ocr: BTreeSet::new(),
        written: auth::written(raw),
        dkim: auth::check(raw, &keys, arrived.or(mail.received).or(mail.dated)),
        smime: smime::check(raw, mail.from.as_deref(), arrived.or(mail.received).or(mail.dated)),
    }
}

/// Whether the topmost Received line was written by the mailbox's own server, whose name the settings give.
/// Anybody can write such a line further down; nobody but that server can write the topmost one.
fn is_own_stamp(mail: &Mail, settings: &MailboxSettings) -> bool {
    let Some(host) = settings.authserv_id.as_deref().filter(|_| settings.is_folder()) else { return false };
    let topmost = mail.headers.iter().find(|header| header.name.eq_ignore_ascii_case("received"));
    topmost.is_some_and(|line| {
        let mut words = line.value.split_ascii_whitespace();
        words.any(|word| word.eq_ignore_ascii_case("by"))
            && words.next().is_some_and(|by| by.eq_ignore_ascii_case(host))
    })
}
