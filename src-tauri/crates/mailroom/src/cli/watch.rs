//! The command `watch`: until it is asked to end, or an update put another program in this one's place.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::{Answer, Ended, Failure, Manners, mailbox, order, words};
use crate::home::HomeError;
use crate::replaced::{self, Started};
use crate::secrets;

/// How often whoever takes the watching over looks whether the home is free.
const LOOK: Duration = Duration::from_secs(1);

/// Why the watching came to its end.
enum Over {
    /// It was asked to.
    Asked,
    /// An update put another program in this one's place.
    Replaced,
}

/// Watches until stopped. After an update the new program goes on with it.
pub async fn watch(manners: &Manners) -> Result<Ended, Failure> {
    let before = replaced::end_for_the_next();
    let mut started = Started::here();
    let mut is_taking_over = before.is_some();
    loop {
        if is_taking_over {
            until_free(manners).await;
        }
        match until_over(manners, started.as_ref()).await? {
            Over::Asked => {
                return Ok(Ended::Done(Answer { json: json!({"contract": 1, "stopped": true}), text: String::new() }));
            }
            Over::Replaced => {}
        }
        let code = if before.is_some() { before } else { go_on(started.take()).await };
        if let Some(code) = code {
            return Ok(Ended::Elsewhere(u8::try_from(code).unwrap_or(1)));
        }
        // It cannot be started: this one still can do the work, and does until somebody ends it.
        tracing::warn!("the program that an update brought does not start; this one goes on");
        is_taking_over = true;
    }
}

/// A window that looked on may have taken the home over while one program ended and the next began: it watches, until it
/// is closed.
async fn until_free(manners: &Manners) {
    let Ok(home) = manners.place() else { return };
    while matches!(home.lock(), Err(HomeError::Locked { .. })) {
        tokio::time::sleep(LOOK).await;
    }
}

/// The new program in this one's stead, until it ends.
async fn go_on(started: Option<Started>) -> Option<i32> {
    let started = started?;
    let ended = tokio::task::spawn_blocking(move || started.go_on()).await.ok()?;
    ended.inspect_err(|error| tracing::warn!(%error, "the new program was not started")).ok()
}

async fn until_over(manners: &Manners, started: Option<&Started>) -> Result<Over, Failure> {
    let mailroom = order::open(manners).await?;
    mailbox::ask_for_missing(manners, &mailroom.room().settings).await?;
    // Nobody may be there to type a password a second time.
    let started = started.filter(|_| !secrets::has_typed());
    let stop = CancellationToken::new();
    let ending = tokio::spawn({
        let (stop, started) = (stop.clone(), started.cloned());
        async move {
            let over = tokio::select! {
                () = asked_to_stop() => Over::Asked,
                () = replaced(started) => Over::Replaced,
            };
            stop.cancel();
            over
        }
    });
    manners.progress(&words::watching(manners.lang));
    let mut changes = mailroom.changes();
    let progress = async {
        let mut last: BTreeMap<String, String> = BTreeMap::new();
        while changes.changed().await.is_ok() {
            let states = mailroom.room().states();
            // A trouble that was no mailbox's goes away with its state, and may come back.
            last.retain(|id, _| states.iter().any(|state| state.id == *id));
            for state in &states {
                // While it is being checked nothing is known to be otherwise than before.
                let Some(line) = words::state(state, manners.lang) else { continue };
                if last.get(&state.id) != Some(&line) {
                    manners.progress(&line);
                    last.insert(state.id.clone(), line);
                }
            }
        }
    };
    tokio::select! {
        done = mailroom.watch(stop.clone()) => done?,
        () = progress => {}
    }
    let over = if stop.is_cancelled() { ending.await.unwrap_or(Over::Asked) } else { Over::Asked };
    if matches!(over, Over::Replaced) {
        manners.progress(&words::replaced(manners.lang));
    }
    Ok(over)
}

async fn replaced(started: Option<Started>) {
    match started {
        Some(started) => started.replaced().await,
        None => std::future::pending().await,
    }
}

#[cfg(unix)]
async fn asked_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    if let Ok(mut terminate) = signal(SignalKind::terminate()) {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        return;
    }
    let _ = tokio::signal::ctrl_c().await;
}

/// Ctrl+C, Ctrl+Break, or the console is closed; then Windows gives some seconds to come to an end.
#[cfg(windows)]
async fn asked_to_stop() {
    use tokio::signal::windows::{ctrl_break, ctrl_close, ctrl_shutdown};
    if let (Ok(mut broken), Ok(mut closed), Ok(mut shut)) = (ctrl_break(), ctrl_close(), ctrl_shutdown()) {
        tokio::select! {
            _ = broken.recv() => {}
            _ = closed.recv() => {}
            _ = shut.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        return;
    }
    let _ = tokio::signal::ctrl_c().await;
}
