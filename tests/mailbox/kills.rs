//! The program killed at any moment, hundreds of times over one run: at its end every mail is there exactly once.

use std::os::unix::process::ExitStatusExt as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

use songda_mailroom::fault::POINTS;
use songda_tests::imap::Client;
use songda_tests::servers::{Holds as _, Servers};
use songda_tests::{Songda, text};

use super::{large, note, served, synced};

/// Kills at chance moments.
const KILLS: u32 = 200;

/// What was delivered so far, and must be there at the end.
struct Delivered {
    client: Client,
    mails: Vec<Vec<u8>>,
    documents: Vec<Vec<u8>>,
    nth: u32,
}

impl Delivered {
    /// Mails come in: a note, a large mail, a served mail, both in one, or one that came before.
    fn more(&mut self) {
        self.nth += 1;
        let (raw, sample) = served(self.nth);
        match self.nth % 4 {
            0 if self.nth.is_multiple_of(16) => self.give(&[large(self.nth, 3 << 20)]),
            0 => self.give(&[note(self.nth)]),
            1 => self.give(&[raw]),
            2 => self.give(&[raw, note(self.nth)]),
            // The same bytes once more, in the same folder.
            _ => {
                let again = self.mails[self.mails.len() / 2].clone();
                self.client.append("INBOX", &[again]);
                return;
            }
        }
        if !self.nth.is_multiple_of(4) {
            self.documents.extend(sample.documents);
        }
    }

    fn give(&mut self, mails: &[Vec<u8>]) {
        self.client.append("INBOX", mails);
        self.mails.extend_from_slice(mails);
    }
}

fn begin() -> (Servers, Songda, Delivered) {
    let server = Servers::start();
    let songda = Songda::with(&server.settings());
    let mut delivered = Delivered { client: server.client(), mails: Vec::new(), documents: Vec::new(), nth: 0 };
    delivered.more();
    (server, songda, delivered)
}

/// How long a pass over a mailbox with news takes here and now.
fn one_pass(songda: &Songda) -> Duration {
    let began = Instant::now();
    synced(songda);
    began.elapsed()
}

#[test]
fn killed_two_hundred_times_and_every_mail_is_there_once() {
    let (server, songda, mut delivered) = begin();
    let pass = one_pass(&songda);
    let mut chance = Chance(u64::from(std::process::id()));
    let (mut killed, mut ended) = (0, 0);
    while killed < KILLS {
        if (killed + ended) % 4 == 0 {
            delivered.more();
        }
        let words = if killed % 5 == 4 { "watch" } else { "sync" };
        let mut child =
            songda.command(&[words]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("songda starts");
        // Somewhere from its first instruction to a little after its usual end.
        let most = u64::try_from(pass.as_millis()).unwrap() * 5 / 4 + 20;
        std::thread::sleep(Duration::from_millis(chance.below(most)));
        child.kill().unwrap();
        let status = child.wait().unwrap();
        match status.signal() {
            Some(_) => killed += 1,
            // It was done before; that is no kill.
            None => ended += 1,
        }
        if killed % 40 == 39 {
            let verified = songda.run(&["verify"]);
            assert_eq!(verified.code, 0, "after {killed} kills: {}", verified.json);
        }
    }
    println!("{killed} killed, {ended} ended before; a pass takes {pass:?}");
    synced(&songda);
    songda.assert_each_once(&delivered.mails, &delivered.documents);
    assert_eq!(songda.half_written(), Vec::<String>::new());
    assert_eq!(Servers::touched(&server, songda_tests::servers::OFFICE), Vec::<String>::new());
    let before = songda.lists();
    assert_eq!(songda.run(&["rebuild"]).code, 0);
    assert_eq!(songda.lists(), before);
}

#[test]
fn killed_at_every_named_point_and_every_mail_is_there_once() {
    let (_server, songda, mut delivered) = begin();
    synced(&songda);
    // The points of what is fetched from behind links, of receipts and claims, and of disks that know no other way, are
    // passed in the tests of that.
    let elsewhere = ["pickup.", "receipt.", "claim.", "folder.reserved"];
    let passed = |point: &&&str| !elsewhere.iter().any(|kind| point.starts_with(kind));
    for point in POINTS.iter().filter(passed) {
        for nth in 1..=3 {
            delivered.nth = delivered.nth / 4 * 4 + 4;
            (0..3).for_each(|_| delivered.more());
            if *point == "vault.incoming" {
                delivered.give(&[large(delivered.nth + 100_000, 3 << 20)]);
            }
            let fault = format!("{point}:{nth}");
            let mut command = songda.command(&["sync"]);
            let child = command.env("SONGDA_FAULT", &fault).stdout(Stdio::null()).stderr(Stdio::null()).status();
            let status = child.expect("songda starts");
            // Some points are passed once for all mails together. The end is the one nobody can catch: SIGKILL.
            assert!(status.signal() == Some(9) || (nth > 1 && status.success()), "{fault}: {status}");
            if status.signal().is_none() {
                break;
            }
            assert_eq!(songda.run(&["verify"]).code, 0, "{fault}: what lies there is whole");
        }
        synced(&songda);
        songda.assert_each_once(&delivered.mails, &delivered.documents);
    }
    assert_eq!(songda.half_written(), Vec::<String>::new(), "what a stop left half written goes with the next start");
    let points: Vec<_> = songda.list("mails").iter().map(|row| text(row, "state").to_owned()).collect();
    assert!(points.iter().all(|state| state == "understood"), "{points:?}");
}

/// Different moments in every run; the seed is told by a failing run's process id.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}
