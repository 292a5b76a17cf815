//! How soon a delivered mail is filed while `songda watch` runs, beside a bare IDLE, and what watching costs.
//!
//! Prints figures, judges nothing. Arguments: how many mails lie in the mailbox beforehand (1000).

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use songda_tests::cost::{cpu_of, peak_of};
use songda_tests::court::{self, Sample};
use songda_tests::servers::cyrus::Cyrus;
use songda_tests::servers::{Holds, OFFICE, Servers};
use songda_tests::{Songda, until, until_every};

/// How often each figure is taken.
const TIMES: u32 = 15;
/// Longer than anything here may take.
const LIMIT: Duration = Duration::from_secs(60);

/// How often a folder is looked into that waits for a document.
const FINE: Duration = Duration::from_millis(5);

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
        let mut began = Instant::now();
        // Both wait for the same mail: the bare IDLE in this conversation, songda in its own.
        std::thread::scope(|scope| {
            let looking = scope.spawn(|| {
                let all = sample.documents.len();
                until_every(FINE, LIMIT, || (songda.filed(&sample) >= all).then(Instant::now))
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
    let samples: Vec<Sample> = (1_000..1_100).map(court::plain).collect();
    let hundred: Vec<Vec<u8>> = samples.iter().map(Sample::stamped).collect();
    let each = samples[0].documents.len();
    let began = Instant::now();
    server.client().append("INBOX", &hundred);
    let mut left = samples.iter().collect::<Vec<_>>();
    let all = until_every(FINE, LIMIT, || {
        left.retain(|sample| songda.filed(sample) < each);
        left.is_empty().then_some(())
    });
    assert!(all.is_some(), "a hundred mails are filed");
    println!(
        "  100 served mails at once         {:>8.3} s until all {} documents are filed",
        began.elapsed().as_secs_f64(),
        100 * each
    );
    std::thread::sleep(Duration::from_secs(3));
    let used = cpu_of(watching.id()).unwrap_or_default();
    std::thread::sleep(Duration::from_secs(20));
    let used = cpu_of(watching.id()).unwrap_or_default().saturating_sub(used);
    let peak = peak_of(watching.id()).unwrap_or(0) / 1024;
    println!("  watch at rest, 20 s              {:>8.3} s of CPU, {peak} MiB at most\n", used.as_secs_f64());
    end(&mut watching);
}

fn row(what: &str, took: &mut [Duration]) {
    took.sort();
    let (least, middle, most) = (took[0], took[took.len() / 2], took[took.len() - 1]);
    let [least, middle, most] = [least, middle, most].map(|took| took.as_secs_f64());
    println!("{what:<34} {middle:>8.3} s in the middle, {least:.3} to {most:.3} s");
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
