//! Evidence of arrival: every sighting of a mail as the ledger recorded it, read from the entries themselves.

use songda_core::id::{Digest, ServiceId};
use songda_core::ledger::{Arrived, Fact};

use crate::clock;
use crate::room::Room;
use crate::view::{Problem, SightingRow};

/// The sightings of a mail, first one first. `which` is a service's id or the digest of a mail.
///
/// # Errors
/// `not-found`, or when the ledger cannot be read.
pub async fn sightings(room: &Room, which: &str) -> Result<Vec<SightingRow>, Problem> {
    room.refresh().await?;
    let numbers = {
        let told = room.told.read().await;
        let by_digest = Digest::parse(which).and_then(|digest| told.mail(&digest));
        let found = by_digest.or_else(|| told.by_service(&ServiceId::from_text(which)));
        found.map(|mail| mail.sighting_seqs.clone()).ok_or_else(|| Problem::not_found(which))?
    };
    let mut rows = Vec::new();
    for seq in numbers {
        let Some(entry) = room.store.entry(seq).await? else { continue };
        if let Ok(Fact::Arrived(arrived)) = serde_json::from_str::<Fact>(&entry.fact) {
            rows.push(row(seq, &entry.at, arrived));
        }
    }
    Ok(rows)
}

fn row(seq: i64, at: &str, arrived: Arrived) -> SightingRow {
    let recorded = chrono::DateTime::parse_from_rfc3339(at).map_or_else(|_| at.to_owned(), clock::written);
    let record = arrived.record.map(|record| *record).unwrap_or_default();
    SightingRow {
        seq,
        recorded,
        sha256: arrived.mail.to_string(),
        mailbox: arrived.mailbox,
        address: arrived.address,
        folder: arrived.folder,
        uid_validity: arrived.uid.map(|(validity, _)| validity),
        uid: arrived.uid.map(|(_, uid)| uid),
        file: arrived.file,
        internal_date: arrived.internal_date,
        first_seen: record.first_seen,
        clock_ahead_secs: record.clock_ahead_secs,
        server: record.server,
        port: record.port,
        certificate: record.certificate.map(|digest| digest.to_string()),
        greeting: record.greeting,
        server_id: record.server_id,
        received: record.received,
        received_lines: record.received_lines,
        authentication_results: record.authentication_results,
    }
}
