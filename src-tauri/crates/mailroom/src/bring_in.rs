//! Mails brought in by hand from files and folders, by window or command line: a few at a time, on the path of any other mail.

mod by_content;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Cursor, Read as _};
use std::path::{Path, PathBuf};

use songda_core::id::Digest;
use tokio::sync::mpsc;

use crate::connect::Arrival;
use crate::mbox::{LARGEST, Mails, One};
use crate::room::Room;
use crate::view::{BroughtIn, PassedOver, Problem};
use crate::{Mailroom, caseroot, receive};

/// Folders are searched this deep: a mail program's export has few levels, a wrongly dropped disk has many.
const DEEPEST: usize = 12;
/// Mails that wait to be kept while the next one is read.
const MOST_WAITING: usize = 2;
/// Most mails, and most bytes of them, that are kept together.
const MOST_TOGETHER: usize = 64;
const MOST_BYTES: u64 = 8 << 20;

/// Which files are taken for mails that are named themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// Those that look like mails: anything may be dropped on a window.
    Mails,
    /// Whatever is named.
    Any,
}

/// What was taken in.
#[derive(Debug, Default)]
pub struct Taken {
    /// The mails, in order; one that came twice stands there twice.
    pub digests: Vec<Digest>,
    /// Files, folders and mails of a mailbox that could not be read.
    pub unreadable: Vec<String>,
    /// Files of a folder that were not taken for mails, by their ending; those of a system are not counted.
    passed_over: BTreeMap<String, u32>,
}

impl Taken {
    /// What was passed over in folders, that in which mails may lie first.
    pub fn passed_over(&self) -> Vec<PassedOver> {
        let one = |(ending, count): (&String, &u32)| PassedOver {
            ending: ending.clone(),
            count: *count,
            may_hold_mails: by_content::may_hold_mails(ending),
        };
        let mut all: Vec<PassedOver> = self.passed_over.iter().map(one).collect();
        all.sort_by_key(|it| !it.may_hold_mails);
        all
    }
}

/// One thing found in files.
enum Found {
    Mail(String, Vec<u8>),
    Unreadable(String),
    PassedOver(String),
}

impl Mailroom {
    /// Takes in mails from files: `.eml` files, folders of them, mailboxes in the mbox form.
    ///
    /// # Errors
    /// `home.beside` when another songda takes mail in here; else what kept a mail from being kept.
    pub async fn bring_in(&self, paths: &[PathBuf]) -> Result<BroughtIn, Problem> {
        self.must_hold()?;
        let taken = take_files(&self.room, paths.to_vec(), Named::Mails, |_| {}).await?;
        self.tell_brought(taken).await
    }

    /// Takes in the mails of one file a person chose in the window, its name percent-encoded.
    ///
    /// # Errors
    /// As above.
    pub async fn bring_in_bytes(&self, name: &str, bytes: Vec<u8>) -> Result<BroughtIn, Problem> {
        self.must_hold()?;
        let name = crate::casework::decoded(name);
        let read = move |found: &mut dyn FnMut(Found) -> bool| {
            let is_emlx = by_content::is_emlx(&name);
            let bytes = if is_emlx { by_content::of_emlx(&bytes).unwrap_or_default().to_vec() } else { bytes };
            let is_mail = is_emlx || is_mail(Path::new(&name));
            let is_read = !bytes.is_empty() && mails_of(Cursor::new(bytes), &name, is_mail, found);
            if !is_read {
                found(Found::Unreadable(name));
            }
        };
        let taken = take(&self.room, read, |_| {}).await?;
        self.tell_brought(taken).await
    }

    fn must_hold(&self) -> Result<(), Problem> {
        let beside = || Problem::new("home.beside", [self.room.home.root().display().to_string()]);
        if self.is_holder() { Ok(()) } else { Err(beside()) }
    }

    async fn tell_brought(&self, taken: Taken) -> Result<BroughtIn, Problem> {
        let mails = u32::try_from(taken.digests.len()).unwrap_or(u32::MAX);
        let mut services: Vec<String> = Vec::new();
        {
            let known = self.room.told.read().await;
            let found = taken.digests.iter().filter_map(|digest| known.mail(digest));
            for mail in found.filter(|mail| mail.service().is_some()) {
                let id = mail.service_id().to_string();
                if !services.contains(&id) {
                    services.push(id);
                }
            }
        }
        self.room.changed().await?;
        Ok(BroughtIn { mails, services, passed_over: taken.passed_over(), unreadable: taken.unreadable })
    }
}

/// Takes in the mails of files and folders, a few at a time; `seen` is told the name of each.
///
/// # Errors
/// What kept a mail from being kept; those before it are taken in.
pub async fn take_files(room: &Room, paths: Vec<PathBuf>, named: Named, seen: impl Fn(&str)) -> Result<Taken, Problem> {
    let read = move |found: &mut dyn FnMut(Found) -> bool| {
        for path in paths {
            let goes_on = if path.is_dir() { below(&path, 0, found) } else { of_file(&path, named, found) };
            if !goes_on {
                return;
            }
        }
    };
    take(room, read, seen).await
}

async fn take<F>(room: &Room, read: F, seen: impl Fn(&str)) -> Result<Taken, Problem>
where
    F: FnOnce(&mut dyn FnMut(Found) -> bool) + Send + 'static,
{
    let (give, mut waiting) = mpsc::channel(MOST_WAITING);
    // It ends by itself when nobody takes any more.
    let reading = tokio::task::spawn_blocking(move || read(&mut |found| give.blocking_send(found).is_ok()));
    let (mut taken, mut batch, mut bytes) = (Taken::default(), Vec::new(), 0);
    while let Some(found) = waiting.recv().await {
        match found {
            Found::Unreadable(name) => taken.unreadable.push(name),
            Found::PassedOver(ending) => *taken.passed_over.entry(ending).or_default() += 1,
            Found::Mail(name, raw) => {
                seen(&name);
                bytes += raw.len() as u64;
                batch.push(receive::imported(raw, name));
            }
        }
        if batch.len() >= MOST_TOGETHER || bytes >= MOST_BYTES {
            keep(room, std::mem::take(&mut batch), &mut taken).await?;
            bytes = 0;
        }
    }
    keep(room, batch, &mut taken).await?;
    if let Err(error) = reading.await {
        return Err(Problem::new("mail.not-readable", [error.to_string()]));
    }
    Ok(taken)
}

async fn keep(room: &Room, batch: Vec<Arrival>, taken: &mut Taken) -> Result<(), Problem> {
    let (digests, problem) = receive::keep_all(room, batch).await;
    receive::work_through(room, &digests).await?;
    taken.digests.extend(digests);
    problem.map_or(Ok(()), Err)
}

/// Whether a file is a mail or a mailbox by its name.
fn is_mail(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    matches!(ending.as_str(), "eml" | "mbox" | "mbx")
}

/// Looks for mails in a folder and those below it: files that are mails by name, and those that are mails or mailboxes
/// inside and named as mail programs name them. False when nobody wants more.
fn below(folder: &Path, depth: usize, found: &mut dyn FnMut(Found) -> bool) -> bool {
    let unreadable = |path: &Path| Found::Unreadable(path.display().to_string());
    let Ok(entries) = fs::read_dir(folder) else { return found(unreadable(folder)) };
    let mut known = Vec::new();
    for entry in entries {
        match entry {
            Ok(entry) => known.push(entry),
            Err(_) if !found(unreadable(folder)) => return false,
            Err(_) => {}
        }
    }
    known.sort_by_key(fs::DirEntry::file_name);
    for entry in known {
        let path = entry.path();
        let goes_on = match entry.file_type() {
            Ok(kind) if kind.is_dir() && depth < DEEPEST => below(&path, depth + 1, found),
            Ok(kind) if kind.is_dir() => found(unreadable(&path)),
            Ok(kind) if kind.is_file() => of_some(&path, found),
            // A link may lead round in a circle, or anywhere.
            Ok(kind) if kind.is_symlink() => found(Found::PassedOver(by_content::LINK.to_owned())),
            Ok(_) => true,
            Err(_) => found(unreadable(&path)),
        };
        if !goes_on {
            return false;
        }
    }
    true
}

fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// The mails of a file of a folder; one that is none is counted, unless it was looked into or is the system's own.
fn of_some(path: &Path, found: &mut dyn FnMut(Found) -> bool) -> bool {
    let name = name_of(path);
    if caseroot::is_of_system(&name) {
        return true;
    }
    if is_mail(path) || by_content::is_emlx(&name) {
        return of_file(path, Named::Mails, found);
    }
    if path.extension().is_none() || by_content::is_of_maildir(path) {
        return of_unnamed(path, found);
    }
    found(Found::PassedOver(by_content::ending_of(&name)))
}

/// The mails of a file whose name says nothing, where it is a mailbox or a mail; anything else is none of ours.
fn of_unnamed(path: &Path, found: &mut dyn FnMut(Found) -> bool) -> bool {
    let mut goes_on = true;
    let mut give = |one: Found| {
        goes_on = found(one);
        goes_on
    };
    if let Ok(mut file) = open(path) {
        let is_mail = file.fill_buf().is_ok_and(by_content::looks_like_mail);
        mails_of(file, &name_of(path), is_mail, &mut give);
    }
    goes_on
}

/// The mails of a file that is named, or is one by its name. False when nobody wants more.
fn of_file(path: &Path, named: Named, found: &mut dyn FnMut(Found) -> bool) -> bool {
    let (name, mut goes_on) = (name_of(path), true);
    let Ok(file) = open(path) else { return found(Found::Unreadable(name)) };
    let takes_any = named == Named::Any || is_mail(path);
    let mut give = |one: Found| {
        goes_on = found(one);
        goes_on
    };
    let is_read = if by_content::is_emlx(&name) {
        let mut bytes = Vec::new();
        let is_read = file.take(LARGEST as u64).read_to_end(&mut bytes).is_ok();
        let mail = by_content::of_emlx(&bytes).filter(|_| is_read);
        mail.is_some_and(|mail| mails_of(Cursor::new(mail), &name, true, &mut give))
    } else {
        mails_of(file, &name, takes_any, &mut give)
    };
    goes_on && (is_read || found(Found::Unreadable(name)))
}

fn open(path: &Path) -> io::Result<BufReader<File>> {
    // What is no file may never end.
    if !fs::metadata(path)?.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    Ok(BufReader::with_capacity(256 << 10, File::open(path)?))
}

/// Gives the mails of a file: those of a mailbox, or the one it is where any file is taken for one. False when it holds
/// none that can be taken, or could not be read to its end.
fn mails_of(source: impl BufRead, name: &str, takes_any: bool, found: &mut dyn FnMut(Found) -> bool) -> bool {
    let Ok(mut mails) = Mails::of(source) else { return false };
    if !mails.is_mbox() && !takes_any {
        return false;
    }
    // Only where there are several, each has a number.
    let (mut first, mut nth) = (None, 0_usize);
    let mut give = |name: String, one: One| match one {
        One::Mail(raw) => found(Found::Mail(name, raw)),
        One::TooLarge => found(Found::Unreadable(format!("{name} (> {} MiB)", LARGEST >> 20))),
    };
    loop {
        let one = match mails.next() {
            Ok(Some(one)) => one,
            Ok(None) => break,
            Err(_) => {
                if let Some(one) = first.take() {
                    give(format!("{name}#1"), one);
                }
                return false;
            }
        };
        nth += 1;
        if nth == 1 {
            first = Some(one);
            continue;
        }
        if let Some(one) = first.take()
            && !give(format!("{name}#1"), one)
        {
            return true;
        }
        if !give(format!("{name}#{nth}"), one) {
            return true;
        }
    }
    if let Some(one) = first {
        give(name.to_owned(), one);
    }
    if nth == 0 && !mails.is_mbox() && is_single(Path::new(name)) {
        // A mailbox may be empty; a mail without a byte is one that got lost on its way, and is kept as such.
        found(Found::Mail(name.to_owned(), Vec::new()));
    }
    true
}

fn is_single(path: &Path) -> bool {
    path.extension().is_none_or(|extension| extension.eq_ignore_ascii_case("eml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(paths: &[PathBuf], named: Named) -> (Vec<String>, Vec<String>) {
        let (mut mails, mut unreadable) = (Vec::new(), Vec::new());
        let mut found = |one: Found| {
            match one {
                Found::Mail(name, _) => mails.push(name),
                Found::Unreadable(name) => unreadable.push(name),
                Found::PassedOver(ending) => unreadable.push(format!("passed over: {ending}")),
            }
            true
        };
        for path in paths {
            if path.is_dir() {
                below(path, 0, &mut found)
            } else {
                of_file(path, named, &mut found)
            };
        }
        (mails, unreadable)
    }

    #[test]
    fn folders_are_searched_for_mails_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("2026/11")).unwrap();
        fs::write(folder.path().join("leer.eml"), b"").unwrap();
        for name in ["b.eml", "a.EML", "2026/11/c.eml", "d.txt", "2026/e.pdf", "table_of_contents", ".DS_Store"] {
            fs::write(folder.path().join(name), b"Subject: x\n\n").unwrap();
        }
        fs::write(folder.path().join("leer.mbox"), b"").unwrap();
        // As Apple Mail writes a mailbox, and Thunderbird.
        fs::create_dir(folder.path().join("法院.mbox")).unwrap();
        let mbox = "From a@b Mon Nov 23 09:00:00 2026\nSubject: x\n\ny\n\n".repeat(2);
        fs::write(folder.path().join("法院.mbox/mbox"), &mbox).unwrap();
        fs::write(folder.path().join("Inbox"), &mbox).unwrap();
        let (mails, unreadable) = names(&[folder.path().to_path_buf()], Named::Mails);
        assert_eq!(mails, ["c.eml", "Inbox#1", "Inbox#2", "a.EML", "b.eml", "leer.eml", "mbox#1", "mbox#2"]);
        assert_eq!(unreadable, ["passed over: .pdf", "passed over: .txt"]);
        let text = [folder.path().join("d.txt")];
        assert_eq!(names(&text, Named::Mails), (Vec::new(), vec!["d.txt".to_owned()]));
        assert_eq!(names(&text, Named::Any).0, ["d.txt"]);
        assert_eq!(names(&[folder.path().join("none.eml")], Named::Any).1, ["none.eml"]);
    }

    #[test]
    fn what_other_mail_programs_keep_is_taken_where_it_is_a_mail_and_told_where_it_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let mail = "From: a@b\nSubject: x\n\ny\n";
        fs::create_dir_all(folder.path().join("cur")).unwrap();
        let colon = if cfg!(windows) { ";" } else { ":" };
        for (name, text) in [
            (format!("cur/1700000000.M1P2.host{colon}2,S"), mail.to_owned()),
            ("1.emlx".to_owned(), format!("{}\n{mail}<?xml?>", mail.len())),
            ("2.emlx".to_owned(), "x".to_owned()),
            ("3.partial.emlx".to_owned(), format!("{}\n{mail}<?xml?>", mail.len())),
            ("b.MSG".to_owned(), "x".to_owned()),
            ("c.msg".to_owned(), "x".to_owned()),
            ("m.zip".to_owned(), "x".to_owned()),
            ("saved".to_owned(), mail.to_owned()),
        ] {
            fs::write(folder.path().join(name), text).unwrap();
        }
        let (mails, others) = names(&[folder.path().to_path_buf()], Named::Mails);
        assert_eq!(mails, ["1.emlx".to_owned(), format!("1700000000.M1P2.host{colon}2,S"), "saved".to_owned()]);
        let passed =
            ["2.emlx", "passed over: .partial.emlx", "passed over: .msg", "passed over: .msg", "passed over: .zip"];
        assert_eq!(others, passed);
    }

    #[cfg(unix)]
    #[test]
    fn a_circle_of_links_ends() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.eml"), b"Subject: x\n\n").unwrap();
        std::os::unix::fs::symlink(folder.path(), folder.path().join("round")).unwrap();
        std::os::unix::fs::symlink("/dev/zero", folder.path().join("endless.eml")).unwrap();
        let found = names(&[folder.path().to_path_buf()], Named::Mails);
        assert_eq!(found, (vec!["a.eml".to_owned()], vec!["passed over: link".to_owned(); 2]));
        // Named itself, it is told, and not read without end.
        assert_eq!(names(&[folder.path().join("endless.eml")], Named::Any).1, ["endless.eml"]);
    }
}
