//! What the program is asked to show or take in from outside: links, mail files, notifications. Nothing but showing and taking in.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use songda_mailroom::desk::Desk;
use songda_mailroom::view::{BroughtIn, Opening, Problem};
use tauri::{AppHandle, Emitter as _, Manager, Url};

use crate::window;

/// The scheme of links that lead into this program.
const SCHEME: &str = "songda";
/// The event that tells the page to show something.
const OPEN: &str = "open";
/// The event that tells the page what was brought in.
const BROUGHT_IN: &str = "brought-in";

/// What is to be shown once the page is there.
#[derive(Debug, Default)]
pub struct Waiting(Mutex<Option<Opening>>);

impl Waiting {
    /// What waits to be shown, once.
    pub fn take(&self) -> Option<Opening> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// What was named on the command line or handed over by the system.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// The last link.
    pub opening: Option<Opening>,
    /// Mail files.
    pub mails: Vec<PathBuf>,
}

/// Reads arguments: links and mail files; everything else is passed over. Relative names are told from `dir`.
pub fn named<'a>(args: impl IntoIterator<Item = &'a str>, dir: &Path) -> Named {
    let mut named = Named::default();
    for arg in args {
        let path = file(arg).unwrap_or_else(|| dir.join(arg));
        if let Some(opening) = link(arg) {
            named.opening = Some(opening);
        } else if !arg.starts_with('-') && path.extension().is_some_and(|it| it.eq_ignore_ascii_case("eml")) {
            named.mails.push(path);
        }
    }
    named
}

/// A file handed over as an address, as Linux desktops do where a program takes links, too.
fn file(text: &str) -> Option<PathBuf> {
    Url::parse(text).ok().filter(|url| url.scheme() == "file")?.to_file_path().ok()
}

/// `songda://service/ID`, `songda://case/NUMBER`, `songda://today`: opens a view and never acts.
pub fn link(text: &str) -> Option<Opening> {
    let url = Url::parse(text).ok().filter(|url| url.scheme() == SCHEME)?;
    let what = url.host_str()?.to_owned();
    let id = percent(url.path().trim_matches('/'));
    match what.as_str() {
        "service" | "case" if !id.is_empty() && id.chars().count() <= 120 => Some(Opening { what, id }),
        "today" => Some(Opening { what, id: String::new() }),
        _ => None,
    }
}

/// Undoes percent-encoding; bytes that are no text become signs of replacement, which no id holds.
fn percent(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let code = tail.get(..2).and_then(|two| std::str::from_utf8(two).ok()).filter(|_| *first == b'%');
        match code.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Shows something in the window: now when its page is there, else as soon as it is.
pub fn open(app: &AppHandle, opening: Opening) {
    if let Some(waiting) = app.try_state::<Waiting>() {
        *waiting.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(opening);
    }
    window::show(app);
    let _ = app.emit(OPEN, ());
}

/// Keeps something to be shown the next time the window is asked for.
#[cfg(target_os = "macos")]
pub fn wait(app: &AppHandle, opening: Opening) {
    if let Some(waiting) = app.try_state::<Waiting>() {
        *waiting.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(opening);
    }
}

/// Takes mails in from files, and tells the page.
pub fn take_in(app: &AppHandle, paths: Vec<PathBuf>) {
    if paths.is_empty() {
        return;
    }
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let told = bring_in(&app, &paths).await;
        window::show(&app);
        let (told, problem) = match told {
            Ok(told) => (Some(told), None),
            Err(problem) => (None, Some(problem)),
        };
        let _ = app.emit(BROUGHT_IN, (told, problem));
    });
}

/// Takes mails in from files.
///
/// # Errors
/// Why they could not be taken in.
pub async fn bring_in(app: &AppHandle, paths: &[PathBuf]) -> Result<BroughtIn, Problem> {
    app.state::<Desk>().mailroom().await?.bring_in(paths).await
}

/// Does what arguments ask for.
pub fn follow(app: &AppHandle, named: Named) {
    if let Some(opening) = named.opening {
        open(app, opening);
    }
    take_in(app, named.mails);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_open_views_and_nothing_else() {
        let is = |text: &str| link(text).map(|it| (it.what, it.id));
        assert_eq!(is("songda://service/s-12"), Some(("service".to_owned(), "s-12".to_owned())));
        let number = "songda://case/%EF%BC%882026%EF%BC%89%E6%B2%AA0112%E6%B0%91%E5%88%9D1%E5%8F%B7";
        assert_eq!(is(number), Some(("case".to_owned(), "（2026）沪0112民初1号".to_owned())));
        assert_eq!(is("songda://today"), Some(("today".to_owned(), String::new())));
        for text in [
            "songda://acknowledge/s-1",
            "songda://service/",
            "https://service/s-1",
            "songda:",
            "service/s-1",
            "songda://send",
        ] {
            assert_eq!(is(text), None, "{text}");
        }
        assert_eq!(is(&format!("songda://service/{}", "x".repeat(200))), None);
    }

    #[test]
    fn arguments_name_mails_and_links() {
        let told =
            named(["--hidden", "a.eml", "/x/b.EML", "c.pdf", "songda://today", "--out=d.eml"], Path::new("/here"));
        assert_eq!(told.mails, [PathBuf::from("/here/a.eml"), PathBuf::from("/x/b.EML")]);
        assert_eq!(told.opening.map(|it| it.what), Some("today".to_owned()));
    }

    #[test]
    #[cfg(unix)]
    fn a_file_may_be_named_by_its_address() {
        let told = named(["file:///x/%E9%80%81%E8%BE%BE%201.eml", "file:///x/a.pdf"], Path::new("/here"));
        assert_eq!(told.mails, [PathBuf::from("/x/送达 1.eml")]);
    }
}
