//! Passes over the folders of a mailbox: what is new first, older mails behind.

use std::sync::Arc;

use tokio::time::Instant;

use super::door::Door;
use super::fetch;
use super::folders::Folder;
use super::look::{Looker, Pace};
use super::place::Place;
use super::session::Session;
use super::{SLICE, Watcher};
use crate::clock;
use crate::connect::provenance::Provenance;
use crate::connect::{ConnectError, Mode, Reins, SourceEvent};

impl<D: Door> Watcher<D> {
    /// Looks into all folders, or only into the open one. Gives the first trouble that ends no conversation.
    pub(super) async fn pass(
        &mut self,
        session: &mut Session<D::Stream>,
        folders: &[Folder],
        is_full: bool,
    ) -> Result<Option<ConnectError>, ConnectError> {
        let provenance = Arc::new(session.provenance.clone());
        let looker =
            looker((&self.id, &self.account), &self.reins, provenance, (self.limit_bytes, self.look_back_days));
        let pace = match self.reins.mode {
            Mode::OnePass => Pace::ToTheEnd,
            Mode::KeepWatching => Pace::Newest(Instant::now() + SLICE),
        };
        let mut trouble = self.unlisted.as_ref().map(|says| ConnectError::Folder {
            host: self.host.clone(),
            folder: "*".to_owned(),
            says: says.clone(),
        });
        for folder in self.order.of(folders, is_full) {
            if let Some(says) = self.order.passes_over(folder, folders) {
                let (host, folder) = (self.host.clone(), folder.name.clone());
                trouble = trouble.or(Some(ConnectError::Folder { host, folder, says }));
                continue;
            }
            self.order.enters(folder);
            let place = self.places.entry(folder.name.clone()).or_default();
            match looker.look(session, folder, place, !is_full, pace).await {
                Ok(()) => self.reins.tell(SourceEvent::Looked { folder: folder.name.clone() }).await,
                Err(error @ ConnectError::Broken { .. }) => return Err(error),
                Err(error) => trouble = trouble.or(Some(error)),
            }
            self.order.leaves(folder);
        }
        // News are waited for in the first folder: nothing may slip in between looking and waiting.
        if let Some(first) = folders.first().filter(|first| session.opened.as_deref() != Some(first.wire.as_str()))
            && self.reins.mode == Mode::KeepWatching
        {
            self.order.enters(first);
            let place = self.places.entry(first.name.clone()).or_default();
            let looked = match trouble {
                // What was not kept just now is not given once more at once.
                Some(ConnectError::NotKept { .. } | ConnectError::Local { .. }) => {
                    fetch::open(session, first).await.map(|_| ())
                }
                _ => looker.look(session, first, place, false, pace).await,
            };
            match looked {
                Err(error @ ConnectError::Broken { .. }) => return Err(error),
                Err(error) => trouble = trouble.or(Some(error)),
                Ok(()) => {}
            }
            self.order.leaves(first);
        }
        Ok(trouble)
    }

    /// At most so many older mails are still to be looked at.
    pub(super) fn behind(&self, folders: &[Folder]) -> u64 {
        folders.iter().filter_map(|folder| self.places.get(&folder.name)).map(Place::behind).sum()
    }

    /// Fills older mails in for a while, in the first folder that lacks some; `false` when nothing came of it. What goes
    /// wrong with it is told by the next look.
    pub(super) async fn fill_in(
        &mut self,
        session: &mut Session<D::Stream>,
        folders: &[Folder],
    ) -> Result<bool, ConnectError> {
        let mut has_filled = false;
        // The server told of no mail that is filled in now.
        let provenance = Arc::new(Provenance { told_at: None, ..session.provenance.clone() });
        let looker =
            looker((&self.id, &self.account), &self.reins, provenance, (self.limit_bytes, self.look_back_days));
        let until = Instant::now() + SLICE;
        for folder in folders {
            let mode = self.reins.mode;
            let place = self.places.get_mut(&folder.name).filter(|place| place.can_be_filled(mode));
            let Some(place) = place.filter(|_| self.order.passes_over(folder, folders).is_none()) else { continue };
            self.order.enters(folder);
            let before = place.progress.clone();
            let looked = looker.look(session, folder, place, true, Pace::Until(until)).await;
            has_filled |= before != place.progress;
            if let Err(error @ ConnectError::Broken { .. }) = looked {
                return Err(error);
            }
            self.order.leaves(folder);
            match looked {
                // One folder that cannot be filled does not hold the others up.
                Ok(()) | Err(_) if Instant::now() < until => {}
                Ok(()) | Err(_) => break,
            }
        }
        Ok(has_filled)
    }
}

/// Who looks into the folders of a mailbox at this moment.
fn looker<'a>(
    (mailbox, account): (&'a str, &'a str),
    reins: &'a Reins,
    provenance: Arc<Provenance>,
    (limit_bytes, look_back_days): (u32, Option<u32>),
) -> Looker<'a> {
    let since = look_back_days.map(|days| clock::now() - chrono::TimeDelta::days(days.into()));
    Looker { mailbox, account, reins, provenance, limit_bytes, since }
}
