//! Computers that stand still: one that slept between its turn and its letter, one that comes back while another takes over,
//! two that are copies of one, and two that stand still again and again.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use super::*;

/// A desk that stands still while it sends, as a computer that sleeps.
struct Still(Child);

impl Still {
    /// Goes on, and ends by itself.
    fn wakes(mut self) {
        signal(&self.0, "CONT");
        self.0.wait().unwrap();
    }
}

impl Drop for Still {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn signal(child: &Child, name: &str) {
    // One that has ended meanwhile hears nothing.
    let _ =
        std::process::Command::new("kill").args(["-s", name, &child.id().to_string()]).stderr(Stdio::null()).status();
}

/// A desk that began to send, and stands still at a point. Its turns last so many seconds.
fn still_at(songda: &Songda, point: &str, turn: &str) -> Still {
    let mut command = songda.command(&["send"]);
    command.env("SONGDA_FAULT", format!("{point}:1:stop")).env("SONGDA_TURN_SECONDS", turn);
    command.env("SONGDA_CLAIM_SECONDS", "0").stdout(Stdio::null()).stderr(Stdio::null());
    let still = Still(command.spawn().expect("songda starts"));
    let file = format!("/proc/{}/stat", still.0.id());
    let is_still = || {
        let told = std::fs::read_to_string(&file).unwrap_or_default();
        let state = told.rsplit_once(") ").map(|(_, rest)| rest.starts_with('T'));
        (state == Some(true)).then_some(())
    };
    assert!(until(SOON, is_still).is_some(), "{point}: {}", songda.words());
    still
}

/// Sends at a desk until its receipts are settled: sent, or answered by another one.
fn settle(homes: &[Songda], id: &str) -> Vec<String> {
    let is_settled = |home: &Songda| matches!(state(home, id).0.as_str(), "sent" | "withdrawn");
    let settled = until(SOON, || {
        send_all(homes);
        homes.iter().all(is_settled).then_some(())
    });
    assert!(settled.is_some(), "{:#?}", homes.iter().map(|home| receipt(home, id)).collect::<Vec<_>>());
    let mut states: Vec<String> = homes.iter().map(|home| state(home, id).0).collect();
    states.sort();
    states
}

/// A provider that takes some seconds with its copies: looking for the other's answer alone would not see it in time.
fn slow(servers: &Servers) -> String {
    servers.settings().replace("id = \"court\"", "id = \"court\"\nprovider = \"163\"")
}

#[test]
fn who_slept_between_its_turn_and_its_letter_sends_nothing_where_another_took_over() {
    let servers = Servers::start();
    let homes = ["王敏", "李华"].map(|handler| desk(&slow(&servers), handler));
    let points = ["claim.won", "receipt.accepted", "receipt.intended", "receipt.text-out"];
    let all = served(&servers, &homes, 51_600, u32::try_from(points.len()).unwrap());
    for (point, (sample, id)) in points.into_iter().zip(&all) {
        homes.iter().for_each(|home| order(home, id));
        let sleeping = still_at(&homes[0], point, "6");
        let since = std::time::Instant::now();
        homes[1].run(&["send"]);
        assert!(is(&state(&homes[1], id), ("queued", "receipt.claimed")), "{point}: {}", receipt(&homes[1], id));
        // Longer ago than it would wait, as far as the other one is concerned, a person there decides.
        assert_eq!(take_over(&homes[1], id, "0").0, Some(0), "{point}");
        homes[1].run(&["send"]);
        assert!(is(&state(&homes[1], id), ("sent", "")), "{point}: {}", receipt(&homes[1], id));
        std::thread::sleep(Duration::from_secs(7).saturating_sub(since.elapsed()));
        sleeping.wakes();
        let (state, problem) = state(&homes[0], id);
        let is_held_back = (state.as_str(), problem.as_str()) == ("queued", "receipt.turn-over");
        assert!(is_held_back || state == "withdrawn", "{point}: {}", receipt(&homes[0], id));
        assert_answered_once(&servers, sample);
        assert_eq!(settle(&homes, id), ["sent", "withdrawn"], "{point}");
        assert_eq!(answers(&servers, sample), 1, "{point}");
    }
    assert_eq!(servers.inbox(COURT).len(), points.len());
    homes.iter().for_each(|home| assert_eq!(home.run(&["verify"]).code, 0));
}

/// One goes on with what it had registered long before, and another one takes over, at the same moment: in both orders.
#[test]
fn of_one_that_comes_back_and_one_that_takes_over_at_that_moment_one_sends() {
    let servers = Servers::start();
    let homes = ["王敏", "李华"].map(|handler| desk(&slow(&servers), handler));
    // It comes back first, and has its turn.
    let (sample, id) = &first_registered(&servers, &homes, 51_610);
    homes[1].run(&["send"]);
    let coming_back = still_at(&homes[0], "claim.won", "600");
    assert_eq!(register(&servers).len(), 2, "registered anew");
    assert_eq!(take_over(&homes[1], id, "0").0, Some(0));
    homes[1].run(&["send"]);
    assert!(is(&state(&homes[1], id), ("queued", "receipt.claimed")), "too late: {}", receipt(&homes[1], id));
    coming_back.wakes();
    assert!(is(&state(&homes[0], id), ("sent", "")), "{}", receipt(&homes[0], id));
    assert_answered_once(&servers, sample);
    // The other one takes over first, and has its turn.
    let (second, id) = &first_registered(&servers, &homes, 51_611);
    homes[1].run(&["send"]);
    assert_eq!(take_over(&homes[1], id, "0").0, Some(0));
    let taking_over = still_at(&homes[1], "claim.won", "600");
    homes[0].run(&["send"]);
    assert!(is(&state(&homes[0], id), ("queued", "receipt.claimed")), "{}", receipt(&homes[0], id));
    taking_over.wakes();
    assert!(is(&state(&homes[1], id), ("sent", "")), "{}", receipt(&homes[1], id));
    assert_answered_once(&servers, second);
    assert_eq!(settle(&homes, id), ["sent", "withdrawn"]);
    assert_eq!(servers.inbox(COURT).len(), 2);
}

fn copy(from: &Path, to: &Path) {
    let done = std::process::Command::new("cp").arg("-a").arg(from.join(".")).arg(to).status();
    assert!(done.is_ok_and(|status| status.success()));
}

/// A home that was copied after it had registered a receipt: both know that registration as their own.
#[test]
fn of_two_copies_of_one_home_one_sends() {
    let servers = Servers::start();
    let homes = [desk(&slow(&servers), "王敏"), Songda::with("")];
    let (sample, id) = &first_registered(&servers, &homes[..1], 51_620);
    copy(homes[0].home(), homes[1].home());
    let first = still_at(&homes[0], "claim.won", "600");
    homes[1].run(&["send"]);
    assert!(is(&state(&homes[1], id), ("queued", "receipt.claimed")), "{}", receipt(&homes[1], id));
    first.wakes();
    assert!(is(&state(&homes[0], id), ("sent", "")), "{}", receipt(&homes[0], id));
    assert_answered_once(&servers, sample);
    settle(&homes, id);
    assert_eq!(servers.inbox(COURT).len(), 1);
}

/// Nobody knows whether the first one's letter left: who takes over reads that first, and it stays said of their letter.
#[test]
fn who_takes_over_from_one_that_does_not_know_whether_it_sent_is_told_so() {
    let servers = Servers::start();
    let homes = ["王敏", "李华"].map(|handler| desk(&slow(&servers), handler));
    let (sample, id) = served(&servers, &homes, 51_625, 1).remove(0);
    homes.iter().for_each(|home| order(home, &id));
    end_at(&homes[0], "receipt.intended");
    homes[1].run(&["send"]);
    assert_eq!(receipt(&homes[1], &id)["claim"]["unsure"], false, "it does not say so yet");
    homes[0].run(&["send"]);
    assert_eq!(state(&homes[0], &id).0, "unsure");
    let told = until(SOON, || {
        homes[1].run(&["send"]);
        (receipt(&homes[1], &id)["claim"]["unsure"] == true).then_some(())
    });
    let row = receipt(&homes[1], &id);
    assert_eq!(
        (told.is_some(), text(&row["claim"], "state"), text(&row, "state")),
        (true, "behind", "queued"),
        "{row}"
    );
    let laid = register(&servers).len();
    homes[0].run(&["send"]);
    assert_eq!(register(&servers).len(), laid, "said once");
    assert_eq!(take_over(&homes[1], &id, "0").0, Some(0));
    homes[1].run(&["send"]);
    let row = receipt(&homes[1], &id);
    assert_eq!((text(&row, "state"), text(&row["claim"], "state")), ("sent", "taken-over"), "{row}");
    assert_eq!(row["claim"]["unsure"], true, "{row}");
    assert_answered_once(&servers, &sample);
    assert_eq!(state(&homes[0], &id).0, "unsure", "that one stays a person's");
}

/// Both stand still again and again, wherever they happen to be, longer than a turn lasts; a person takes over whatever
/// stays behind.
#[test]
fn two_that_stand_still_again_and_again_answer_once_each() {
    const EACH: u32 = 10;
    let servers = Servers::start();
    let homes = ["王敏", "李华"].map(|handler| desk(&slow(&servers), handler));
    let all = served(&servers, &homes, 51_630, EACH);
    let ids: Vec<&str> = all.iter().map(|(_, id)| id.as_str()).collect();
    homes.iter().for_each(|home| drop(home.acknowledge_all(&ids)));
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for (nth, home) in homes.iter().enumerate() {
            let (is_over, all) = (&is_over, &all);
            scope.spawn(move || {
                let mut step = 7 + 13 * nth;
                while !is_over.load(Ordering::SeqCst) {
                    let mut command = home.command(&["send"]);
                    command.env("SONGDA_TURN_SECONDS", "2").env("SONGDA_CLAIM_SECONDS", "8");
                    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
                    while child.try_wait().unwrap().is_none() {
                        step = (step * 31 + 17) % 101;
                        std::thread::sleep(Duration::from_millis(200 + 17 * step as u64));
                        signal(&child, "STOP");
                        std::thread::sleep(Duration::from_millis(if step % 3 == 0 { 2_500 } else { 150 }));
                        signal(&child, "CONT");
                    }
                    for (_, id) in all {
                        let row = receipt(home, id);
                        if text(&row, "problem").starts_with("receipt.claim") && step % 2 == 0 {
                            take_over(home, id, "8");
                        }
                    }
                }
            });
        }
        let is_settled = |home: &Songda| {
            home.list("receipts").iter().all(|row| matches!(text(row, "state"), "sent" | "withdrawn" | "unsure"))
        };
        let pause = Duration::from_secs(3);
        let settled = songda_tests::until_every(pause, PATIENCE, || homes.iter().all(is_settled).then_some(()));
        is_over.store(true, Ordering::SeqCst);
        assert!(settled.is_some(), "{:#?}", homes.iter().map(|home| home.list("receipts")).collect::<Vec<_>>());
    });
    let unsure = |id: &str| homes.iter().any(|home| state(home, id).0 == "unsure");
    for (sample, id) in &all {
        if !unsure(id) {
            assert_answered_once(&servers, sample);
        }
        assert!(
            answers(&servers, sample) <= 1,
            "{}: {:#?}",
            sample.message_id,
            homes.iter().map(|home| receipt(home, id)).collect::<Vec<_>>()
        );
    }
    let left = all.iter().filter(|(_, id)| unsure(id)).count();
    println!("{left} of {EACH} are unsure");
}
