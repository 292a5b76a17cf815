//! A mailbox from outside: on two real servers, on a server with every fault, without trust, and killed at any moment.

mod faults;
mod kills;
mod real;
mod safety;

use std::time::Duration;

use serde_json::Value;
use songda_tests::court::{self, Sample};
use songda_tests::{Ended, Songda, text};

/// How long something may take that happens at once.
const SOON: Duration = Duration::from_secs(40);

/// The settings, with this line in the mailbox.
fn with_line(settings: &str, line: &str) -> String {
    settings.replacen("tls_ca_file", &format!("{line}\ntls_ca_file"), 1)
}

/// A pass that must end well.
fn synced(songda: &Songda) -> Ended {
    let ended = songda.run(&["sync", "--mailbox", "court"]);
    assert_eq!(ended.code, 0, "{}", ended.said);
    ended
}

/// A small mail of the office's own; its bytes differ from those of every other number.
fn note(nth: u32) -> Vec<u8> {
    let mail = format!(
        "From: colleague{}@example.test\r\nTo: service@example.test\r\nSubject: Note {nth}\r\n\
         Message-ID: <note.{nth}@example.test>\r\nDate: Tue, 24 Nov 2026 10:00:00 +0800\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\n第 {nth} 封：会议改到下周三下午。\r\n",
        nth % 50
    );
    mail.into_bytes()
}

/// A mail of about so many bytes.
fn large(nth: u32, bytes: usize) -> Vec<u8> {
    let mut mail = note(nth);
    let line = format!("{nth:08} abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789\r\n");
    while mail.len() < bytes {
        mail.extend_from_slice(line.as_bytes());
    }
    mail
}

/// A served mail of one of three shapes, as it lies in a mailbox.
fn served(nth: u32) -> (Vec<u8>, Sample) {
    let shapes: [fn(u32) -> Sample; 3] = [court::plain, court::gbk, court::zipped];
    let sample = shapes[nth as usize % 3](nth);
    (sample.stamped(), sample)
}

/// Doubts about mails that the mailbox has and did not give.
fn left_behind(songda: &Songda) -> Vec<Value> {
    let mut doubts = songda.list("doubts");
    doubts.retain(|row| text(row, "code").starts_with("mail-"));
    doubts
}
