//! A home as a window holds it: opened when it can be, told why when not, watched as long as the window lives.

use std::path::PathBuf;
use std::time::Duration;

use songda_core::id::Digest;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::home::{Home, HomeError};
use crate::settings::Settings;
use crate::view::Problem;
use crate::{Mailroom, demo, log};

/// How often a home that could not be opened is tried again, and the settings file looked at.
const AGAIN: Duration = Duration::from_secs(2);
/// How often a window beside the holder looks for what the holder recorded.
const LOOK: Duration = Duration::from_secs(1);
/// Where a trouble with the settings file is noted.
const SETTINGS: &str = "settings";
/// Where the end of the watcher is noted.
const WATCHER: &str = "watcher";

/// Which home a window shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The office's own: here, or where the environment or the platform says.
    Own(Option<PathBuf>),
    /// Sample data: made here when it is not there.
    Sample(PathBuf),
}

#[derive(Clone)]
enum Now {
    Opening,
    Open(Mailroom),
    Shut(Problem),
}

/// A home as a window holds it.
pub struct Desk {
    place: watch::Sender<Place>,
    now: watch::Sender<Now>,
    changes: watch::Sender<u64>,
}

impl Desk {
    /// A desk that opens its home once it runs.
    pub fn at(place: Place) -> Self {
        Self { place: watch::Sender::new(place), now: watch::Sender::new(Now::Opening), changes: watch::Sender::new(0) }
    }

    /// The open home; waits while it is being opened.
    ///
    /// # Errors
    /// Why it is not open: `home.none` when there is none yet, else what kept it from opening.
    pub async fn mailroom(&self) -> Result<Mailroom, Problem> {
        let mut now = self.now.subscribe();
        let settled = now.wait_for(|now| !matches!(now, Now::Opening)).await;
        match settled.as_deref() {
            Ok(Now::Open(mailroom)) => Ok(mailroom.clone()),
            Ok(Now::Shut(problem)) => Err(problem.clone()),
            Ok(Now::Opening) | Err(_) => Err(Problem::new("home.closed", [])),
        }
    }

    /// Makes the office's own home where there is none, with the commented settings file; it is opened soon after.
    ///
    /// # Errors
    /// When the folder or the file cannot be made.
    pub fn make_home(&self) -> Result<PathBuf, Problem> {
        let home = self.home().map_err(|error| Problem::from(&error))?;
        home.init().map_err(|error| Problem::from(&error))?;
        Ok(home.settings_file())
    }

    /// The settings file, for the editor of the person.
    ///
    /// # Errors
    /// `home.none` when there is none yet.
    pub fn settings_file(&self) -> Result<PathBuf, Problem> {
        let home = self.home().map_err(|error| Problem::from(&error))?;
        if home.is_made() { Ok(home.settings_file()) } else { Err(none(&home)) }
    }

    /// Looks at another home from now on: sample data, or the office's own again.
    pub fn go_to(&self, place: Place) {
        self.put(Now::Opening);
        self.place.send_replace(place);
    }

    /// Which home is looked at.
    pub fn place(&self) -> Place {
        self.place.borrow().clone()
    }

    /// A number that grows whenever anything happened that a window shows.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Keeps the home open and watched until stopped. A home that another songda holds is looked at beside it, and
    /// taken over when that one is gone; a home that cannot be opened is tried again; settings that were edited are
    /// followed.
    pub async fn run(&self, stop: CancellationToken) {
        let mut moved = self.place.subscribe();
        while !stop.is_cancelled() {
            match self.open().await {
                Ok(mailroom) => {
                    if let Some(remark) = mailroom.room.settings.remarks.first() {
                        mailroom.room.trouble(SETTINGS, Some(remark.clone()));
                    }
                    self.put(Now::Open(mailroom.clone()));
                    let here = stop.child_token();
                    let staying = async {
                        if mailroom.is_holder() {
                            self.hold(&mailroom, &here).await;
                        } else {
                            self.sit_beside(&mailroom, &here).await;
                        }
                    };
                    tokio::pin!(staying);
                    tokio::select! {
                        () = &mut staying => {}
                        // What is under way comes to its end before the next home is opened.
                        Ok(()) = moved.changed() => {
                            here.cancel();
                            staying.await;
                        }
                    }
                    self.put(Now::Opening);
                }
                Err(problem) => {
                    tracing::debug!(code = %problem.code, "home not open");
                    self.shut(problem);
                    tokio::select! {
                        () = pause(&stop, AGAIN) => {}
                        Ok(()) = moved.changed() => self.put(Now::Opening),
                    }
                }
            }
        }
        self.shut(Problem::new("home.closed", []));
    }

    /// The folder of the home, made or not.
    ///
    /// # Errors
    /// When this system names no place for it.
    pub fn root(&self) -> Result<PathBuf, Problem> {
        let home = self.home().map_err(|error| Problem::from(&error))?;
        Ok(home.root().to_path_buf())
    }

    fn home(&self) -> Result<Home, HomeError> {
        match self.place() {
            Place::Own(None) => Home::default_home(),
            Place::Own(Some(root)) | Place::Sample(root) => Ok(Home::at(root)),
        }
    }

    async fn open(&self) -> Result<Mailroom, Problem> {
        let home = match self.place() {
            Place::Sample(root) => demo::make(&root).await?,
            Place::Own(_) => self.home().map_err(|error| Problem::from(&error))?,
        };
        if !home.is_made() {
            return Err(none(&home));
        }
        log::start(&home);
        match Mailroom::open(home.clone()).await {
            Err(problem) if problem.code == "home.locked" => Mailroom::look(home).await,
            opened => opened,
        }
    }

    /// Watches as the holder, until stopped or until the settings ask for a new start.
    async fn hold(&self, mailroom: &Mailroom, stop: &CancellationToken) {
        let stop = stop.child_token();
        let mut changes = mailroom.changes();
        let watching = keep_watching(mailroom, &stop);
        let edited = edited(mailroom);
        tokio::pin!(watching, edited);
        loop {
            tokio::select! {
                () = &mut watching => return,
                () = &mut edited, if !stop.is_cancelled() => stop.cancel(),
                Ok(()) = changes.changed() => self.tell(),
            }
        }
    }

    /// Looks beside the holder, until stopped or until the home is free.
    async fn sit_beside(&self, mailroom: &Mailroom, stop: &CancellationToken) {
        let mut changes = mailroom.changes();
        let edited = edited(mailroom);
        tokio::pin!(edited);
        while !stop.is_cancelled() {
            tokio::select! {
                // The holder may have moved the case root; what is opened and restored here is looked for there, too.
                () = &mut edited => return,
                () = pause(stop, LOOK) => {}
            }
            // What cannot be read is told by the questions of the window themselves.
            let _ = mailroom.room.changed().await;
            if changes.has_changed().unwrap_or(false) {
                changes.mark_unchanged();
                self.tell();
            }
            if mailroom.room.home.lock().is_ok() {
                return;
            }
        }
    }

    fn put(&self, now: Now) {
        self.now.send_replace(now);
        self.tell();
    }

    fn shut(&self, problem: Problem) {
        let is_known = matches!(&*self.now.borrow(), Now::Shut(known) if *known == problem);
        if !is_known {
            self.put(Now::Shut(problem));
        }
    }

    fn tell(&self) {
        self.changes.send_modify(|number| *number = number.wrapping_add(1));
    }
}

/// Whether the settings in use say the same of the same key: a value that was there before is followed as before.
fn is_known(mailroom: &Mailroom, remark: &Problem) -> bool {
    let key = |problem: &Problem| problem.facts.get(2).cloned();
    mailroom.room.settings.remarks.iter().any(|known| key(known) == key(remark))
}

fn none(home: &Home) -> Problem {
    Problem::new("home.none", [home.root().display().to_string()])
}

async fn pause(stop: &CancellationToken, time: Duration) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = tokio::time::sleep(time) => {}
    }
}

/// Watches until stopped. A watcher that ended by itself is told and started again: silence is the worst failure.
async fn keep_watching(mailroom: &Mailroom, stop: &CancellationToken) {
    loop {
        let (watched, stopped) = (mailroom.clone(), stop.clone());
        let outcome = tokio::spawn(async move { watched.watch(stopped).await }).await;
        if stop.is_cancelled() {
            return;
        }
        let problem = match outcome {
            Ok(Ok(())) => Problem::new("watcher.ended", []),
            Ok(Err(problem)) => problem,
            Err(error) => Problem::new("watcher.ended", [error.to_string()]),
        };
        tracing::error!(code = %problem.code, "watcher ended and is started again");
        mailroom.room.trouble(WATCHER, Some(problem.retried()));
        pause(stop, AGAIN).await;
        mailroom.room.trouble(WATCHER, None);
    }
}

/// Waits until the settings file says something else that can be followed. What cannot be followed is told, and
/// the settings in use stay.
async fn edited(mailroom: &Mailroom) {
    let home = &mailroom.room.home;
    let file = home.settings_file();
    // What the home was opened with, not what stands there now: the file may be edited while the home is opened.
    let mut known = mailroom.room.settings.read_from;
    loop {
        tokio::time::sleep(AGAIN).await;
        // An editor that writes anew leaves a moment without a file, or with an empty one.
        let Some(text) = std::fs::read_to_string(&file).ok().filter(|text| !text.trim().is_empty()) else { continue };
        let new = Digest::of(text.as_bytes());
        if new == known {
            continue;
        }
        let wrong = match Settings::parse(&text, &file, home.root()) {
            Ok(settings) => settings.remarks.into_iter().find(|remark| !is_known(mailroom, remark)),
            Err(error) => Some(Problem::from(&error)),
        };
        let Some(problem) = wrong else { return };
        mailroom.room.trouble(SETTINGS, Some(problem));
        known = new;
    }
}

#[cfg(test)]
mod tests;
