//! How fast mails come in from a real server, and what that costs: prints figures, judges nothing.
//!
//! Mails lie in Dovecot's mailbox; `songda` takes them in, reads and files them. Beside it mbsync copies the same
//! mailbox, where it is installed. Arguments: how many mails lie there first (10000).

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use songda_tests::cost::{cpu_of, peak_of};
use songda_tests::court;
use songda_tests::servers::{Holds as _, OFFICE, PASSWORD, Servers};
use songda_tests::{Songda, until, until_every};

/// How often a folder is looked into that waits for a document.
const FINE: Duration = Duration::from_millis(5);

fn main() {
    let count: u32 = std::env::args().filter_map(|word| word.parse().ok()).next().unwrap_or(10_000);
    let servers = Servers::start();
    let maildir = servers.maildir(OFFICE);
    println!("program: {}", songda_tests::program("songda").display());
    fill(&maildir, 0, count);
    println!("mails: {count}, every tenth with two documents\n");

    let songda = Songda::with(&servers.settings());
    row("first sync, read and filed", || sync(&songda));
    let services = songda.list("services").len();
    row("no-change sync", || sync(&songda));
    row("list services", || measured(songda.command(&["list", "services", "--json"])));
    fill(&maildir, count, 100);
    row("100 new mails", || sync(&songda));
    assert!(services >= count as usize / 10, "only {services} services were found");
    watch(&songda, &servers, count + 100);
    beside(&servers);
}

/// One line of the table.
fn row(what: &str, work: impl FnOnce() -> Cost) {
    let cost = work();
    println!(
        "{what:<32} {:>8.2} s  {:>8.2} s of CPU  {:>6} MiB at most",
        cost.wall.as_secs_f64(),
        cost.cpu.as_secs_f64(),
        cost.peak_kib / 1024
    );
}

/// What one run cost.
struct Cost {
    wall: Duration,
    cpu: Duration,
    peak_kib: u64,
}

fn sync(songda: &Songda) -> Cost {
    measured(songda.command(&["sync", "--json"]))
}

/// Runs a command to its end and looks at it all the while: memory and processor time as the system counts them.
fn measured(mut command: Command) -> Cost {
    let began = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::inherit()).spawn().expect("the program starts");
    let (mut peak_kib, mut cpu) = (0, Duration::ZERO);
    let status = loop {
        if let Some(status) = child.try_wait().expect("the program can be waited for") {
            break status;
        }
        peak_kib = peak_kib.max(peak_of(child.id()).unwrap_or(0));
        cpu = cpu.max(cpu_of(child.id()).unwrap_or_default());
        std::thread::sleep(Duration::from_millis(5));
    };
    assert!(status.success(), "{command:?} ended with {status}");
    Cost { wall: began.elapsed(), cpu, peak_kib }
}

/// How long a mail takes from the server's hand to its case folder while `watch` runs, and what watching costs at rest.
fn watch(songda: &Songda, servers: &Servers, known: u32) {
    let mut watching = songda.command(&["watch"]).stderr(Stdio::null()).spawn().expect("the program starts");
    let began = Instant::now();
    std::thread::sleep(Duration::from_secs(1));
    // What was taken in by the passes before is made searchable first; that has an end.
    let quiet = until(Duration::from_secs(180), || (used_in(&watching, Duration::from_secs(2)) < QUIET).then_some(()));
    println!("watch, until it is at rest       {:>8.2} s", began.elapsed().as_secs_f64());
    assert!(quiet.is_some(), "watching never comes to rest");
    let mut client = servers.client();
    client.run("EXAMINE INBOX");
    let (mut pushed, mut took): (Vec<Duration>, Vec<Duration>) = (Vec::new(), Vec::new());
    for nth in 0..10 {
        let sample = court::plain(known + nth);
        let began = Instant::now();
        // Both wait for the same mail: the bare IDLE in this conversation, songda in its own.
        std::thread::scope(|scope| {
            let looking = scope.spawn(|| {
                let all = sample.documents.len();
                until_every(FINE, Duration::from_secs(20), || (songda.filed(&sample) >= all).then(Instant::now))
            });
            client.news(|| servers.deliver(court::SENDER, OFFICE, &sample.raw));
            pushed.push(began.elapsed());
            let seen = looking.join().expect("the folder can be looked into").expect("a delivered mail is filed");
            took.push(seen - began);
        });
        std::thread::sleep(Duration::from_millis(400));
    }
    for (what, took) in [("delivered to pushed by IDLE, of 10", &mut pushed), ("delivered to filed, of 10", &mut took)]
    {
        took.sort();
        let (middle, longest) = (took[took.len() / 2].as_secs_f64(), took[took.len() - 1].as_secs_f64());
        println!("{what:<34} {middle:>6.3} s in the middle, {longest:.3} s at most");
    }
    std::thread::sleep(Duration::from_secs(3));
    let used = used_in(&watching, Duration::from_secs(30));
    let peak = peak_of(watching.id()).unwrap_or(0) / 1024;
    println!("watch at rest, 30 s              {:>8.3} s of CPU, {peak} MiB at most", used.as_secs_f64());
    end(&mut watching);
}

/// A program that uses no more than this in two seconds is at rest.
const QUIET: Duration = Duration::from_millis(30);

/// Processor time a running program uses in a while.
fn used_in(child: &Child, time: Duration) -> Duration {
    let before = cpu_of(child.id()).unwrap_or_default();
    std::thread::sleep(time);
    cpu_of(child.id()).unwrap_or_default().saturating_sub(before)
}

fn end(child: &mut Child) {
    let _ = Command::new("kill").arg(child.id().to_string()).status();
    if until(Duration::from_secs(6), || child.try_wait().ok().flatten()).is_none() {
        let _ = child.kill();
    }
    let _ = child.wait();
}

/// mbsync copies the same mailbox into a Maildir and reads nothing of it.
fn beside(servers: &Servers) {
    if Command::new("mbsync").arg("--version").output().is_err() {
        println!("\nmbsync is not installed: nothing to compare with");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let settings = folder.path().join("mbsyncrc");
    let text = format!(
        "IMAPAccount office\nHost localhost\nPort {}\nUser {OFFICE}\nPass \"{PASSWORD}\"\nSSLType IMAPS\n\
         CertificateFile {}\n\nIMAPStore far\nAccount office\n\nMaildirStore near\nInbox {}\n\n\
         Channel office\nFar :far:INBOX\nNear :near:INBOX\nCreate Near\nSync Pull New\nSyncState *\n",
        servers.imaps,
        servers.ca.display(),
        folder.path().join("copy").display(),
    );
    fs::write(&settings, text).expect("settings of mbsync");
    let run = || {
        let mut command = Command::new("mbsync");
        command.arg("-q").arg("-c").arg(&settings).arg("-a").env("HOME", folder.path());
        measured(command)
    };
    println!();
    row("mbsync, first copy", run);
    row("mbsync, no change", run);
}

/// Puts small mails into a Maildir as its server would: every tenth serves two documents, the others are plain.
fn fill(maildir: &Path, first: u32, count: u32) {
    let new = maildir.join("new");
    for folder in [maildir.to_path_buf(), new.clone(), maildir.join("cur"), maildir.join("tmp")] {
        fs::create_dir_all(folder).expect("a Maildir");
    }
    for nth in first..first + count {
        let raw = if nth % 10 == 0 { court::plain(nth).stamped() } else { small(nth).into_bytes() };
        fs::write(new.join(format!("17640000{nth:08}.M{nth}.example.test")), raw).expect("a mail");
    }
    let owner = Command::new("chown").arg("-R").arg("--reference").arg(root_of(maildir)).arg(maildir).status();
    assert!(owner.is_ok_and(|status| status.success()), "the server's user owns its mailbox");
}

/// The folder that belongs to the server's user.
fn root_of(maildir: &Path) -> PathBuf {
    maildir.ancestors().nth(3).expect("the servers' folder").join("state")
}

fn small(nth: u32) -> String {
    format!(
        "Received: from mail.example.test ([203.0.113.9])\r\n\tby mx.example.test; Tue, 24 Nov 2026 10:00:00 +0800\r\n\
         From: colleague{}@example.test\r\nTo: {OFFICE}\r\nSubject: Note {nth}\r\nMessage-ID: <{nth}@example.test>\r\n\
         Date: Tue, 24 Nov 2026 10:00:00 +0800\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{}\r\n",
        nth % 50,
        format!("第 {nth} 封：会议改到下周三下午。\r\n").repeat(40),
    )
}
