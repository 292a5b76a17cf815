//! What the tests share: a home of its own, the headless program seen from outside, sample court mail, real servers.

pub mod casefiles;
pub mod certificates;
pub mod checksum;
pub mod cost;
pub mod court;
#[cfg(feature = "window")]
pub mod drag;
pub mod fake;
pub mod faulty;
pub mod hostile;
pub mod imap;
pub mod interface;
pub mod large;
pub mod nasty;
pub mod oauth;
pub mod once;
pub mod papers;
pub mod platform;
pub mod ports;
pub mod proxy;
pub mod robot;
pub mod secret;
pub mod servers;
#[cfg(feature = "window")]
pub mod tray;
#[cfg(feature = "window")]
pub mod window;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

/// Settings of an office whose agreed mailbox is a watched folder, with a folder for what is sent.
pub const DROP: &str = include_str!("drop.toml");

/// So many services may stand in one list.
const MOST_LISTED: usize = 500;

/// The headless program with a home of its own.
pub struct Songda {
    folder: tempfile::TempDir,
}

/// How a command ended.
#[derive(Debug)]
pub struct Ended {
    /// Exit code.
    pub code: i32,
    /// What stood on standard output, as JSON; null when it was none.
    pub json: Value,
    /// Standard error.
    pub said: String,
}

impl Songda {
    /// A home with these settings.
    ///
    /// # Panics
    /// When the disk refuses.
    pub fn with(settings: &str) -> Self {
        let folder = tempfile::Builder::new().prefix("songda-home").tempdir().unwrap();
        std::fs::write(folder.path().join("songda.toml"), settings).unwrap();
        std::fs::create_dir_all(folder.path().join("drop")).unwrap();
        Self { folder }
    }

    /// The home.
    pub fn home(&self) -> &Path {
        self.folder.path()
    }

    /// A command on this home that is not started yet.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(program("songda"));
        command.args(words).arg("--home").arg(self.home()).arg("--quiet").stdin(Stdio::null());
        command.env("SONGDA_PASSWORD_COURT", servers::PASSWORD);
        // No keychain of the person at this machine may be asked.
        command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent").env_remove("SONGDA_HOME");
        command
    }

    /// How many documents of a sample lie in its case folder, complete; no other folder is looked into.
    pub fn filed(&self, sample: &court::Sample) -> usize {
        let folder = self.home().join("案件").join(court::COURT).join(&sample.case_number);
        let mut count = 0;
        walk(&folder, &mut |path| count += usize::from(path.extension().is_some_and(|it| it != "tmp")));
        count
    }

    /// Runs a command to its end.
    ///
    /// # Panics
    /// When it cannot be started, or ends by a signal.
    pub fn run(&self, words: &[&str]) -> Ended {
        let output = self.command(words).arg("--json").output().expect("songda starts");
        for said in [&output.stdout, &output.stderr] {
            assert!(secret::found_in(said, servers::PASSWORD).is_none(), "the password was said by {words:?}");
        }
        ended(output)
    }

    /// Rows of a list.
    ///
    /// # Panics
    /// When the list cannot be had.
    pub fn list(&self, what: &str) -> Vec<Value> {
        let ended = self.run(&["list", what]);
        assert_eq!(ended.code, 0, "list {what}: {}", ended.said);
        ended.json["rows"].as_array().cloned().expect("rows")
    }

    /// Orders the receipts of many services, which leave at once: those that were listed, as they were listed. Gives a row
    /// for each.
    ///
    /// # Panics
    /// When one of them raises a question.
    pub fn acknowledge_all(&self, services: &[&str]) -> Vec<Value> {
        let list = self.home().join("清单.json");
        let mut rows = Vec::new();
        for some in services.chunks(MOST_LISTED) {
            let listed = self.run(&[&["acknowledge", "--list"], some].concat());
            assert_eq!(listed.code, 0, "{} {}", listed.said, listed.json);
            std::fs::write(&list, listed.json.to_string()).unwrap();
            let ordered = self.run(&["acknowledge", "--listed", &list.to_string_lossy(), "--no-undo"]);
            assert_eq!(ordered.code, 0, "{} {}", ordered.said, ordered.json);
            rows.extend(ordered.json["rows"].as_array().cloned().expect("rows"));
        }
        rows
    }

    /// Starts watching.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn watch(&self) -> Watching {
        let log = std::fs::OpenOptions::new().create(true).append(true).open(self.home().join("watch.out")).unwrap();
        let child = self.command(&["watch"]).stdout(Stdio::null()).stderr(log).spawn().expect("songda starts");
        Watching(child)
    }

    /// What it said while it watched, and wrote down, for a test that fails.
    pub fn words(&self) -> String {
        let mut words = std::fs::read_to_string(self.home().join("watch.out")).unwrap_or_default();
        walk(&self.home().join("logs"), &mut |path| {
            words.push_str(&std::fs::read_to_string(path).unwrap_or_default());
        });
        words
    }

    /// All lists at once, without what may differ between two looks: states of files on disk are part of it.
    ///
    /// # Panics
    /// When a list cannot be had.
    pub fn lists(&self) -> Value {
        let names = ["services", "documents", "cases", "deadlines", "receipts", "doubts", "mails"];
        names
            .iter()
            .map(|name| ((*name).to_owned(), Value::from(self.list(name))))
            .collect::<serde_json::Map<_, _>>()
            .into()
    }

    /// Every file that has its name below the case root, with its bytes, by path. Those that a kill left without one
    /// are among [`Self::half_written`].
    ///
    /// # Panics
    /// When the folder cannot be read.
    pub fn case_files(&self) -> Vec<(String, Vec<u8>)> {
        let root = self.home().join("案件");
        let mut found = Vec::new();
        walk(&root, &mut |path| {
            let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            let is_begun = name.rsplit('/').next().is_some_and(|it| it.starts_with(".songda-") && it.ends_with(".tmp"));
            // The index is there for people; what is served lies in folders below.
            if is_begun || name.starts_with("案件索引") {
                return;
            }
            found.push((name, std::fs::read(path).unwrap()));
        });
        found.sort();
        found
    }

    /// Files that were begun and never given their name: parts, temporary files, replacements that were not made.
    pub fn half_written(&self) -> Vec<String> {
        let mut left = Vec::new();
        walk(self.home(), &mut |path| {
            let is_half =
                path.extension().is_some_and(|it| ["tmp", "part", "etag", "new"].iter().any(|end| it == *end));
            if is_half {
                left.push(path.strip_prefix(self.home()).unwrap_or(path).display().to_string());
            }
        });
        left.sort();
        left
    }

    /// Every file of the home, in whatever form: settings, ledger, vault, logs, output.
    ///
    /// # Panics
    /// When the secret stands in one of them.
    pub fn assert_nowhere(&self, secret: &str) {
        secret::assert_in_no_file(self.home(), secret);
    }
}

/// After every run: the password of the test servers stands nowhere in the home, its logs and its output, whatever
/// the test was about.
impl Drop for Songda {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.assert_nowhere(servers::PASSWORD);
        }
    }
}

fn ended(output: Output) -> Ended {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let code = output.status.code().unwrap_or_else(|| panic!("ended by a signal: {said}"));
    Ended { code, json: serde_json::from_slice(&output.stdout).unwrap_or(Value::Null), said }
}

/// A running `songda watch`; killed when dropped.
pub struct Watching(Child);

impl Watching {
    /// Ends it at once, wherever it stands.
    ///
    /// # Panics
    /// When the system refuses.
    pub fn kill(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }

    /// Asks it to end and gives back how long that took and how it ended.
    ///
    /// # Panics
    /// When it does not end within ten seconds.
    pub fn stop(mut self) -> (Duration, Option<i32>) {
        let start = Instant::now();
        assert!(Command::new("kill").arg(self.0.id().to_string()).status().unwrap().success());
        let status = until(Duration::from_secs(10), || self.0.try_wait().unwrap()).expect("songda watch ends");
        (start.elapsed(), status.code())
    }

    /// Its process id, as the home's lock names its holder.
    pub fn pid(&self) -> String {
        self.0.id().to_string()
    }

    /// How it ended, if it has.
    ///
    /// # Panics
    /// When the system refuses.
    pub fn has_ended(&mut self) -> Option<i32> {
        self.0.try_wait().unwrap().and_then(|status| status.code())
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Whether the program under test can be asked to end by a signal. The Windows program under wine cannot: there every
/// signal ends it at once, like a power cut.
pub fn has_signals() -> bool {
    std::env::var_os("SONGDA_WITHOUT_SIGNALS").is_none()
}

/// Whether a program ended in the way nobody can catch: by SIGKILL, or where there are no signals in any way but well.
pub fn is_killed(status: std::process::ExitStatus) -> bool {
    #[cfg(unix)]
    if has_signals() {
        return std::os::unix::process::ExitStatusExt::signal(&status) == Some(9);
    }
    !status.success()
}

/// A program built beside the tests.
///
/// # Panics
/// When it was not built.
pub fn program(name: &str) -> PathBuf {
    // What measures wants the released program, whatever it was built as itself.
    if let Some(folder) = std::env::var_os("SONGDA_PROGRAMS") {
        return Path::new(&folder).join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    }
    let mut folder = std::env::current_exe().unwrap();
    folder.pop();
    if folder.ends_with("deps") {
        folder.pop();
    }
    let program = folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(program.exists(), "{} is not built: run cargo xtask test, or cargo build first", program.display());
    program
}

/// Asks again and again until there is an answer or the time is up.
pub fn until<T>(limit: Duration, ask: impl FnMut() -> Option<T>) -> Option<T> {
    until_every(Duration::from_millis(50), limit, ask)
}

/// The same, asking after every such pause.
pub fn until_every<T>(pause: Duration, limit: Duration, mut ask: impl FnMut() -> Option<T>) -> Option<T> {
    let start = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return Some(answer);
        }
        if start.elapsed() > limit {
            return None;
        }
        std::thread::sleep(pause);
    }
}

/// Calls `see` with every file below a folder.
pub fn walk(folder: &Path, see: &mut dyn FnMut(&Path)) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        // The mark of the web is a stream of its file. Wine has no streams, and lays them beside it; no name of ours has
        // a colon.
        if entry.file_name().to_string_lossy().ends_with(":Zone.Identifier") {
            continue;
        }
        let path = entry.path();
        if path.is_dir() { walk(&path, see) } else { see(&path) }
    }
}

/// Text of a field of a row; empty when it is none.
pub fn text<'a>(row: &'a Value, field: &str) -> &'a str {
    row[field].as_str().unwrap_or("")
}

/// 2027 as a file of holidays tells it, with these days off or worked beside its own.
pub fn year(off: &[&str], worked: &[&str]) -> String {
    let off = off.iter().copied().chain([
        "2027-01-01",
        "2027-01-02",
        "2027-01-03",
        "2027-02-05",
        "2027-02-08",
        "2027-04-05",
        "2027-05-01",
        "2027-05-03",
        "2027-06-09",
        "2027-09-15",
        "2027-10-01",
        "2027-10-04",
    ]);
    let day = |date: &str, off: bool| format!(r#"{{"name": "元旦", "date": "{date}", "isOffDay": {off}}}"#);
    let days: Vec<String> = off.map(|date| day(date, true)).chain(worked.iter().map(|date| day(date, false))).collect();
    format!(r#"{{"year": 2027, "papers": ["https://example.test/2027"], "days": [{}]}}"#, days.join(","))
}
