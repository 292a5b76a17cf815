//! Joins arrivals that are surely one service, once they were read; what is only alike is left to a person.

use songda_core::channel;
use songda_core::id::Digest;
use songda_core::ledger::{Fact, MatterFact};

use crate::Room;
use crate::view::Problem;

/// Joins the services of these mails with those they are one with. The caller holds the turn of reading.
///
/// # Errors
/// When the ledger refuses.
pub async fn join(room: &Room, digests: &[Digest]) -> Result<(), Problem> {
    for digest in digests {
        let found = {
            let told = room.told.read().await;
            told.mail(digest).and_then(|mail| channel::same_as(&told, mail))
        };
        let Some((services, why)) = found else { continue };
        tracing::info!(code = why, count = services.len(), "services joined");
        let fact = Fact::Matter(MatterFact::ServicesJoined { services: services.to_vec(), why: why.to_owned() });
        room.store.append(&room.stamp(), "songda", &[fact], None).await?;
        room.changed().await?;
    }
    Ok(())
}
