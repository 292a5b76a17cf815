//! An update put another program in this one's place while it ran: that is noticed, and the work goes on as the new one.
//!
//! Windows lets the file of a running program be renamed, not overwritten. The installer renames it and lays the new one
//! in its place (`windows/installer.nsi`): nobody has to be asked to quit, and whoever still runs sees it here.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

/// How often the place is looked at. What lies there counts once it was the same twice: it is not being written any more.
const LOOK: Duration = Duration::from_secs(2);
/// Says in its environment that a program was started by the one before it, which waits for its end.
const IN_TURN: &str = "SONGDA_IN_TURN";
/// How such a program says that another one lies in its place by now (EX_TEMPFAIL of sysexits.h).
const NEXT: i32 = 75;
/// The files of the package that are in use while a program runs. The installer puts them aside under `NAME.N.old`.
const IN_USE: &[&str] = &["songda.exe", "songda-desktop.exe", "WebView2Loader.dll"];

/// The file this program was started from, as it was then.
#[derive(Clone, Debug)]
pub struct Started {
    file: PathBuf,
    was: Mark,
}

/// What tells one build from another, whatever its number says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark {
    bytes: u64,
    modified: SystemTime,
}

impl Started {
    /// This program. None where the system replaces files under running programs, which then stay as they are until their
    /// next start (everywhere but on Windows), or does not tell where it lies. What earlier updates put aside is cleared up.
    pub fn here() -> Option<Self> {
        if !cfg!(windows) {
            return None;
        }
        let file = std::env::current_exe().ok()?;
        file.parent().into_iter().for_each(clear_up);
        Self::at(file)
    }

    fn at(file: PathBuf) -> Option<Self> {
        let was = mark(&file).ok()?;
        Some(Self { file, was })
    }

    /// The file, which is another program's by now if it was replaced.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Waits until another program lies whole in this one's place.
    pub async fn replaced(&self) {
        let mut seen = None;
        loop {
            tokio::time::sleep(LOOK).await;
            // Programs on a share that does not answer take their time; the work does not wait for it.
            let here = self.clone();
            let other = tokio::task::spawn_blocking(move || here.other()).await.ok().flatten();
            if other.is_some() && other == seen {
                return;
            }
            seen = other;
        }
    }

    /// Whether another program lies whole in its place at this moment.
    pub fn is_replaced(&self) -> bool {
        self.other().is_some()
    }

    /// What lies there, if it is another program and nobody writes it any more. Nothing at all is an update under way.
    fn other(&self) -> Option<Mark> {
        let found = mark(&self.file).ok()?;
        (found != self.was && is_whole(&self.file)).then_some(found)
    }

    /// Goes on as the program that lies there now: it is started with the words of this start, and this process lasts as
    /// long as it does, so that whoever started this one (a console, the task scheduler) still sees it run and end. Gives
    /// how it ended.
    ///
    /// # Errors
    /// When it cannot be started; then nobody does the work.
    pub fn go_on(&self) -> io::Result<i32> {
        loop {
            let words: Vec<OsString> = std::env::args_os().skip(1).collect();
            let ended = Command::new(&self.file).args(words).env(IN_TURN, "1").status()?;
            match ended.code() {
                Some(NEXT) => {}
                code => return Ok(code.unwrap_or(1)),
            }
        }
    }
}

/// How this program ends so that the one before it starts the next one; none when nobody waits for its end.
pub fn end_for_the_next() -> Option<i32> {
    std::env::var_os(IN_TURN).map(|_| NEXT)
}

fn mark(file: &Path) -> io::Result<Mark> {
    let meta = fs::metadata(file)?;
    Ok(Mark { bytes: meta.len(), modified: meta.modified()? })
}

/// Whether a file can be opened while others are kept from writing it: who writes it keeps that from being possible.
fn is_whole(file: &Path) -> bool {
    alone(OpenOptions::new().read(true), file).is_ok()
}

#[cfg(windows)]
fn alone(options: &mut OpenOptions, file: &Path) -> io::Result<File> {
    use std::os::windows::fs::OpenOptionsExt as _;
    /// `FILE_SHARE_READ`. Source: Microsoft, "CreateFileW".
    const READ: u32 = 1;
    options.share_mode(READ).open(file)
}

#[cfg(not(windows))]
fn alone(options: &mut OpenOptions, file: &Path) -> io::Result<File> {
    options.open(file)
}

/// Deletes what updates put aside. What still runs stays, until a later start.
fn clear_up(folder: &Path) {
    let aside = |name: &str| {
        let name = name.strip_suffix(".old").and_then(|name| name.rsplit_once('.'));
        name.is_some_and(|(name, nth)| IN_USE.contains(&name) && nth.bytes().all(|byte| byte.is_ascii_digit()))
    };
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if aside(&entry.file_name().to_string_lossy()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn another_program_in_its_place_is_noticed_once_it_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("songda.exe");
        fs::write(&file, "the old one").unwrap();
        let started = Started::at(file.clone()).unwrap();
        let within = |time| tokio::time::timeout(time, started.replaced());
        assert!(within(Duration::from_mins(1)).await.is_err(), "nothing happened");
        // Windows keeps others from the file for the moment in which it is looked at.
        while fs::rename(&file, folder.path().join("songda.exe.1.old")).is_err() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        assert!(within(Duration::from_mins(1)).await.is_err(), "an update under way");
        let growing = async {
            for _ in 0..20 {
                let longer = [fs::read(&file).unwrap_or_default(), b"a newer one".to_vec()].concat();
                while fs::write(&file, &longer).is_err() {
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
                tokio::time::sleep(LOOK / 2).await;
            }
        };
        tokio::select! {
            () = started.replaced() => panic!("it is still being written"),
            () = growing => {}
        }
        within(Duration::from_mins(1)).await.unwrap();
    }

    #[test]
    fn the_same_build_again_is_no_other_program() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("songda.exe");
        fs::write(&file, "one").unwrap();
        let started = Started::at(file.clone()).unwrap();
        let again = folder.path().join("again");
        fs::write(&again, "one").unwrap();
        File::options().write(true).open(&again).unwrap().set_modified(started.was.modified).unwrap();
        fs::rename(&again, &file).unwrap();
        assert_eq!(started.other(), None);
        fs::write(&file, "two and more").unwrap();
        assert!(started.other().is_some());
    }

    #[cfg(windows)]
    #[test]
    fn what_is_being_written_is_not_whole() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("songda.exe");
        fs::write(&file, "one").unwrap();
        let started = Started::at(file.clone()).unwrap();
        fs::write(&file, "another").unwrap();
        let writing = OpenOptions::new().append(true).open(&file).unwrap();
        assert_eq!(started.other(), None);
        drop(writing);
        assert!(started.other().is_some());
    }

    #[test]
    fn what_was_put_aside_is_cleared_up_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let names = ["songda.exe", "songda.exe.1.old", "WebView2Loader.dll.12.old", "notes.1.old", "songda.exe.old"];
        for name in names {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        clear_up(folder.path());
        let left = names.iter().filter(|name| folder.path().join(name).exists());
        assert_eq!(left.collect::<Vec<_>>(), [&"songda.exe", &"notes.1.old", &"songda.exe.old"]);
    }
}
