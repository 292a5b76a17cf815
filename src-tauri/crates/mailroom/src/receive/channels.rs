//! Joins arrivals that are surely one service, once they were read; what is only alike is left to a person.

use std::sync::atomic::Ordering;

use songda_core::case::ToldMail;
use songda_core::channel;
use songda_core::id::Digest;
use songda_core::ledger::{Fact, MatterFact, Seq};

use crate::Room;
use crate::view::Problem;

/// So many entries back a new run of the program looks for services that a stop or an error left apart.
const LATELY: Seq = 2_000;

/// Joins what was understood since this was asked last: a stop between reading and joining leaves nothing apart.
///
/// # Errors
/// When the ledger refuses; the next call then begins where this one did.
pub async fn join_late(room: &Room) -> Result<(), Problem> {
    let _turn = room.reading.lock().await;
    let (late, seq) = {
        let told = room.told.read().await;
        let joined = match room.joined.load(Ordering::Relaxed) {
            0 => told.seq - LATELY,
            joined => joined,
        };
        let is_late = |mail: &&ToldMail| mail.understood_seq > joined && mail.service().is_some();
        (told.mails.iter().filter(is_late).map(|mail| mail.mail).collect::<Vec<Digest>>(), told.seq)
    };
    join(room, &late).await?;
    room.joined.store(seq, Ordering::Relaxed);
    Ok(())
}

/// Joins the services of these mails with those they are one with. The caller holds the turn of reading.
///
/// # Errors
/// When the ledger refuses.
pub async fn join(room: &Room, digests: &[Digest]) -> Result<(), Problem> {
    for digest in digests {
        join_one(room, digest).await?;
    }
    Ok(())
}

async fn join_one(room: &Room, digest: &Digest) -> Result<(), Problem> {
    loop {
        let (seq, found) = {
            let told = room.told.read().await;
            (told.seq, told.mail(digest).and_then(|mail| channel::same_as(&told, mail)))
        };
        let Some((services, why)) = found else { return Ok(()) };
        let fact = Fact::Matter(MatterFact::ServicesJoined { services: services.to_vec(), why: why.to_owned() });
        // What a person parted meanwhile stays apart: where anything was recorded in between, it is asked anew.
        if room.store.append_if(seq, &room.stamp(), "songda", &[fact]).await? {
            tracing::info!(code = why, count = services.len(), "services joined");
            return room.changed().await;
        }
        room.refresh().await?;
    }
}
