//! What a person brings by hand: files dropped on the window, which wait until their service is named, and papers.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use songda_mailroom::desk::Desk;
use songda_mailroom::paste;
use songda_mailroom::view::Problem;
use tauri::{AppHandle, Emitter as _, Manager, State};

use crate::dragging::Dragged;
use crate::{opening, window};

/// The event that tells the page which files wait, and the text of what may be a message.
const DROPPED: &str = "dropped";

/// Files that were dropped and whose service nobody named yet. The page is told their names and never where they lie:
/// it could not name another file. Of a single text that may be a message it is given the words, to show them before
/// they are kept.
#[derive(Debug, Default)]
pub struct Dropped(Mutex<Vec<PathBuf>>);

impl Dropped {
    fn put(&self, files: Vec<PathBuf>) -> Vec<PathBuf> {
        std::mem::replace(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner), files)
    }
}

/// What was dropped: mails and folders of mails, and everything else.
fn sorted(paths: Vec<PathBuf>) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let is_mail = |path: &Path| {
        let ending = path.extension().and_then(|it| it.to_str()).unwrap_or_default().to_ascii_lowercase();
        path.is_dir() || matches!(ending.as_str(), "eml" | "mbox" | "mbx")
    };
    paths.into_iter().partition(|path| is_mail(path))
}

/// The words of what was dropped, where that is a single file of text no longer than a message may be.
fn message_of(others: &[PathBuf]) -> Option<String> {
    let [path] = others else { return None };
    let is_text = path.extension().is_some_and(|it| it.eq_ignore_ascii_case("txt"));
    let found = fs::metadata(path).ok().filter(|found| is_text && found.is_file())?;
    if found.len() > paste::LONGEST_BYTES {
        return None;
    }
    let mut bytes = Vec::new();
    // It may grow while it is read.
    File::open(path).ok()?.take(paste::LONGEST_BYTES).read_to_end(&mut bytes).ok()?;
    let text = paste::text_of(&bytes);
    (!text.contains('\0') && paste::arrival(&text).is_ok()).then_some(text)
}

/// Takes mails in, and asks the page about the rest.
pub fn on(app: &AppHandle, paths: Vec<PathBuf>) {
    if app.try_state::<Dragged>().is_some_and(|dragged| dragged.came_from_here(&paths)) {
        return;
    }
    let (mails, others) = sorted(paths);
    opening::take_in(app, mails);
    if others.is_empty() {
        return;
    }
    let name = |path: &PathBuf| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let names: Vec<String> = others.iter().filter_map(name).collect();
    if let Some(dropped) = app.try_state::<Dropped>() {
        dropped.put(others.clone());
    }
    window::show(app);
    let app = app.clone();
    // A drive may be slow to give its bytes.
    tauri::async_runtime::spawn_blocking(move || {
        let _ = app.emit(DROPPED, (names, message_of(&others)));
    });
}

/// Ties the files that wait to a service; gives how many were new.
#[tauri::command]
pub async fn bring_dropped(
    desk: State<'_, Desk>,
    dropped: State<'_, Dropped>,
    service: &str,
) -> Result<usize, Problem> {
    let files = dropped.put(Vec::new());
    let brought = desk.mailroom().await?.bring_files(service, &files, None).await;
    if brought.is_err() {
        // The person may try again: nothing was taken in.
        dropped.put(files);
    }
    brought
}

/// Records that the papers of a service were received on paper, on a day.
#[tauri::command]
pub async fn bring_paper(desk: State<'_, Desk>, service: &str, on: &str) -> Result<usize, Problem> {
    desk.mailroom().await?.bring_paper(service, on, &[], None).await
}

/// The person meant nothing by it.
#[tauri::command]
pub fn forget_dropped(dropped: State<'_, Dropped>) {
    dropped.put(Vec::new());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mails_go_their_own_way_and_everything_else_waits() {
        let folder = std::env::temp_dir();
        let paths = ["来信.eml", "旧信.MBOX", "传票.pdf", "证据.zip", "没有后缀"].map(PathBuf::from);
        let (mails, others) = sorted(paths.into_iter().chain([folder.clone()]).collect());
        assert_eq!(mails, [PathBuf::from("来信.eml"), PathBuf::from("旧信.MBOX"), folder]);
        assert_eq!(others, ["传票.pdf", "证据.zip", "没有后缀"].map(PathBuf::from));
        assert_eq!(message_of(&others), None);
        let dropped = Dropped::default();
        assert!(dropped.put(others.clone()).is_empty());
        assert_eq!(dropped.put(Vec::new()), others, "they wait once");
    }

    #[test]
    fn a_single_text_may_be_a_message() {
        let folder = std::env::temp_dir().join(format!("songda-dropped-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let put = |name: &str, bytes: &[u8]| {
            fs::write(folder.join(name), bytes).unwrap();
            folder.join(name)
        };
        let words = "【上海市闵行区人民法院】您有新的文书，请查收";
        let utf16: Vec<u8> = words.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let message = put("短信.TXT", &[b"\xff\xfe".as_slice(), &utf16].concat());
        assert_eq!(message_of(std::slice::from_ref(&message)).as_deref(), Some(words));
        let (_, others) = sorted(vec![message.clone()]);
        assert_eq!(
            others,
            std::slice::from_ref(&message),
            "it waits like any other file until a person says what it is"
        );
        let none = [
            put("传票.pdf", words.as_bytes()),
            put("空.txt", b" \r\n"),
            put("长.txt", "字".repeat(20_001).as_bytes()),
            put("大.txt", &vec![b' '; usize::try_from(paste::LONGEST_BYTES).unwrap() + 1]),
            put("不是文字.txt", b"PK\x03\x04\0\0"),
            folder.join("没有.txt"),
        ];
        for path in none {
            assert_eq!(message_of(std::slice::from_ref(&path)), None, "{}", path.display());
        }
        assert_eq!(message_of(&[message.clone(), message]), None, "of several nobody knows which is meant");
        fs::remove_dir_all(&folder).unwrap();
    }
}
