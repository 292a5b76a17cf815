//! How fast mails come in from a real server, and what that costs: prints figures, judges nothing.
//!
//! Mails lie in Dovecot's mailbox; `songda` takes them in, reads and files them. Beside it mbsync copies the same
//! mailbox, where it is installed. Arguments: how many mails lie there first (10000).

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use songda_tests::court;
use songda_tests::servers::{OFFICE, PASSWORD, Servers};
use songda_tests::{Songda, until, walk};

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
    let log = songda.home().join("ledger.head");
    let entries = || fs::read_to_string(&log).unwrap_or_default();
    std::thread::sleep(Duration::from_secs(4));
    let mut took: Vec<Duration> = Vec::new();
    for nth in 0..10 {
        let before = filed(songda);
        let began = Instant::now();
        servers.deliver(court::SENDER, OFFICE, &court::plain(known + nth).raw);
        let is_filed = until(Duration::from_secs(20), || (filed(songda) > before).then_some(()));
        assert!(is_filed.is_some(), "a delivered mail was not filed; the ledger stands at {}", entries());
        took.push(began.elapsed());
        std::thread::sleep(Duration::from_millis(400));
    }
    took.sort();
    let (middle, longest) = (took[took.len() / 2], took[took.len() - 1]);
    println!("delivered to filed, of 10        {middle:>8.0?} in the middle, {longest:.0?} at most");
    let before = cpu_of(watching.id()).unwrap_or_default();
    std::thread::sleep(Duration::from_secs(10));
    let used = cpu_of(watching.id()).unwrap_or_default().saturating_sub(before);
    let peak = peak_of(watching.id()).unwrap_or(0) / 1024;
    println!("watch at rest, 10 s              {used:>8.0?} of CPU, {peak} MiB at most");
    end(&mut watching);
}

/// How many documents lie in the case folders.
fn filed(songda: &Songda) -> usize {
    let mut count = 0;
    walk(&songda.home().join("案件"), &mut |path| {
        count += usize::from(path.extension().is_some_and(|it| it != "tmp"))
    });
    count
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

/// Most memory a running program has held, in KiB.
fn peak_of(id: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_ascii_whitespace().nth(1)?.parse().ok()
}

/// Processor time a running program has used; the system counts hundredths of a second.
fn cpu_of(id: u32) -> Option<Duration> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit_once(") ")?.1.split(' ').collect();
    let ticks: u64 = fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
    Some(Duration::from_millis(ticks * 10))
}
