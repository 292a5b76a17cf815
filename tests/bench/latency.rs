//! How soon a delivered mail is filed while `songda watch` runs, beside a bare IDLE, and what watching costs.
//!
//! Prints figures, judges nothing. Arguments: how many mails lie in the mailbox beforehand (1000).

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use songda_tests::cost::{cpu_of, peak_of};
use songda_tests::court::{self, Sample};
use songda_tests::servers::cyrus::Cyrus;
use songda_tests::servers::{Holds, OFFICE, Servers};
use songda_tests::{Songda, until, walk};

/// How often each figure is taken.
const TIMES: u32 = 15;
/// Longer than anything here may take.
const LIMIT: Duration = Duration::from_secs(60);

fn main() {
    let count: u32 = std::env::args().filter_map(|word| word.parse().ok()).next().unwrap_or(1_000);
    println!("program: {}\nmails beforehand: {count}\n", songda_tests::program("songda").display());
    let dovecot = Servers::start();
    let through = |sample: &Sample| dovecot.deliver(court::SENDER, OFFICE, &sample.raw);
    measure(&dovecot, "through Exim", count, &through);
    let cyrus = Cyrus::start();
    let into = |sample: &Sample| cyrus.client().append("INBOX", &[sample.stamped()]);
    measure(&cyrus, "by APPEND", count, &into);
}

/// All figures of one server; `deliver` puts a mail into its mailbox.
fn measure(server: &dyn Holds, how: &str, count: u32, deliver: &dyn Fn(&Sample)) {
    let mut client = server.client();
    let notes: Vec<Vec<u8>> = (0..count).map(note).collect();
    notes.chunks(500).for_each(|some| client.append("INBOX", some));
    let songda = Songda::with(&server.settings());
    let mut watching = songda.command(&["watch"]).stderr(Stdio::null()).spawn().expect("the program starts");
    let taken = until(LIMIT, || (songda.list("mails").len() == count as usize).then_some(()));
    assert!(taken.is_some(), "what lay there is taken in first");
    std::thread::sleep(Duration::from_secs(2));
    client.run("EXAMINE INBOX");
    let (mut pushed, mut filed) = (Vec::new(), Vec::new());
    for nth in 0..TIMES {
        let sample = court::plain(nth);
        let before = documents(&songda);
        let mut began = Instant::now();
        // Both wait for the same mail: the bare IDLE in this conversation, songda in its own.
        std::thread::scope(|scope| {
            let looking = scope.spawn(|| {
                let all = before + sample.documents.len();
                until(LIMIT, || (documents(&songda) >= all).then(Instant::now))
            });
            client.news(|| {
                began = Instant::now();
                deliver(&sample);
            });
            pushed.push(began.elapsed());
            let seen = looking.join().expect("the folder can be looked into").expect("the mail is filed");
            filed.push(seen - began);
        });
        std::thread::sleep(Duration::from_millis(700));
    }
    println!("{}, delivered {how}, {TIMES} times:", server.name());
    row("  delivered to pushed by IDLE", &mut pushed);
    row("  delivered to filed by songda", &mut filed);
    let began = Instant::now();
    let before = documents(&songda);
    let hundred: Vec<Vec<u8>> = (1_000..1_100).map(|nth| court::plain(nth).stamped()).collect();
    let each = court::plain(0).documents.len();
    server.client().append("INBOX", &hundred);
    let all = until(LIMIT, || (documents(&songda) >= before + 100 * each).then_some(()));
    assert!(all.is_some(), "a hundred mails are filed");
    println!(
        "  100 served mails at once         {:>8.0?} until all {} documents are filed",
        began.elapsed(),
        100 * each
    );
    std::thread::sleep(Duration::from_secs(3));
    let used = cpu_of(watching.id()).unwrap_or_default();
    std::thread::sleep(Duration::from_secs(20));
    let used = cpu_of(watching.id()).unwrap_or_default().saturating_sub(used);
    let peak = peak_of(watching.id()).unwrap_or(0) / 1024;
    println!("  watch at rest, 20 s              {used:>8.0?} of CPU, {peak} MiB at most\n");
    end(&mut watching);
}

fn row(what: &str, took: &mut [Duration]) {
    took.sort();
    let (least, middle, most) = (took[0], took[took.len() / 2], took[took.len() - 1]);
    println!("{what:<34} {middle:>8.0?} in the middle, {least:.0?} to {most:.0?}");
}

/// How many documents lie in the case folders, complete.
fn documents(songda: &Songda) -> usize {
    let mut count = 0;
    walk(&songda.home().join("案件"), &mut |path| {
        count += usize::from(path.extension().is_some_and(|it| it != "tmp"));
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

fn note(nth: u32) -> Vec<u8> {
    format!(
        "From: colleague{}@example.test\r\nTo: {OFFICE}\r\nSubject: Note {nth}\r\nMessage-ID: <{nth}@example.test>\r\n\
         Date: Tue, 24 Nov 2026 10:00:00 +0800\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n第 {nth} 封\r\n",
        nth % 50
    )
    .into_bytes()
}
