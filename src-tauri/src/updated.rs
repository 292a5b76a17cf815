//! An update from outside put another program in this one's place: the window begins again as that one, at once when it
//! is asked for anew, else as soon as it is out of sight. What a person is doing is not taken from their hands.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use songda_mailroom::replaced::Started;
use songda_mailroom::secrets;
use tauri::{AppHandle, Manager as _};

use crate::{app, window};

/// How often it is looked whether the window is out of sight.
const LOOK: Duration = Duration::from_secs(2);

/// The file this program was started from, and with which words the one that lies there by now is begun.
#[derive(Default)]
pub struct Next {
    started: Option<Started>,
    /// Set when it is to be begun as this program ends.
    words: Mutex<Option<Vec<OsString>>>,
}

impl Next {
    /// For this start.
    pub fn here() -> Self {
        Self { started: Started::here(), words: Mutex::default() }
    }
}

/// Waits for an update, and gives way to it.
pub async fn watch(app: AppHandle) {
    let Some(started) = app.state::<Next>().started.clone() else { return };
    started.replaced().await;
    tracing::info!("an update put another program in this one's place");
    // Passwords that were typed would have to be typed again.
    while is_in_sight(&app) || secrets::has_typed() {
        tokio::time::sleep(LOOK).await;
    }
    begin_again(&app, own_words(true));
}

/// Begins again because the program was started once more, with the words of that start; whether there is another program
/// to begin.
pub fn begin_asked(app: &AppHandle, words: &[String], dir: &Path) -> bool {
    let is_next = app.state::<Next>().started.as_ref().is_some_and(Started::is_replaced);
    if is_next {
        let words = words.iter().skip(1).map(|word| absolute(word, dir));
        begin_again(app, own_words(false).into_iter().chain(words).collect());
    }
    is_next
}

fn begin_again(app: &AppHandle, words: Vec<OsString>) {
    app.state::<Next>().words.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(words);
    app::quit(app);
}

/// Starts the other program, if that is what this one ends for.
pub fn on_exit(app: &AppHandle) {
    let next = app.state::<Next>();
    let words = next.words.lock().unwrap_or_else(PoisonError::into_inner).take();
    let Some((started, words)) = next.started.as_ref().zip(words) else { return };
    if let Err(error) = Command::new(started.file()).args(words).spawn() {
        tracing::warn!(%error, "the new program was not started");
    }
}

fn is_in_sight(app: &AppHandle) -> bool {
    app.get_webview_window(window::MAIN).is_some_and(|window| window.is_visible().unwrap_or(true))
}

/// The words of this start, but that the window stays out of sight only if it is now.
fn own_words(is_hidden: bool) -> Vec<OsString> {
    words_of(std::env::args_os().skip(1), is_hidden)
}

fn words_of(words: impl IntoIterator<Item = OsString>, is_hidden: bool) -> Vec<OsString> {
    const HIDDEN: &str = "--hidden";
    let words = words.into_iter().filter(|word| word != HIDDEN);
    words.chain(is_hidden.then(|| OsString::from(HIDDEN))).collect()
}

/// A file named from another folder than this program's.
fn absolute(word: &str, dir: &Path) -> OsString {
    let path = dir.join(word);
    if path.is_file() { path.into_os_string() } else { word.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_the_start_stay_and_the_window_is_as_much_in_sight_as_before() {
        let words = |words: &[&str], is_hidden| words_of(words.iter().map(OsString::from), is_hidden);
        assert_eq!(words(&["--home", "D:\\送达"], true), ["--home", "D:\\送达", "--hidden"]);
        assert_eq!(words(&["--hidden", "--home=x"], true), ["--home=x", "--hidden"]);
        assert_eq!(words(&["--hidden", "--home=x"], false), ["--home=x"]);
    }

    #[test]
    fn what_the_second_start_names_is_found_from_the_first_ones_folder() {
        let folder = std::env::temp_dir().join(format!("songda-updated-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let mail = folder.join("送达.eml");
        std::fs::write(&mail, "x").unwrap();
        assert_eq!(absolute("送达.eml", &folder), mail);
        for word in ["songda://today", "--home", "none.eml"] {
            assert_eq!(absolute(word, &folder), word);
        }
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
