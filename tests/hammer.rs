//! Strange bytes by the thousand: sample mails and their papers, altered at random, read to the end; nothing may break.
//!
//! A run is short and always the same. `SONGDA_HAMMER_SECONDS` makes it as long as wanted, `SONGDA_HAMMER_SEED` another one.

// A sample that does not read is a failed test.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use songda_core::deadline;
use songda_core::id::Digest;
use songda_core::intake::{Signals, intake};
use songda_core::mail::{self, Became, Mail};
use songda_core::office::Office;
use songda_core::reference::Reference;
use songda_core::trust::Verdict;
use songda_mailroom::signals::{self, auth, smime};
use songda_tests::court;

/// Altered inputs of a short run.
const ROUNDS: usize = 250;
/// Largest sample taken, in bytes: what is slow by its size is measured elsewhere.
const LARGEST: usize = 150_000;
/// Longest time one input may take; the readers give up on a document after four seconds.
const LONGEST: Duration = Duration::from_secs(10);
/// What the formats are made of.
const WORDS: [&[u8]; 44] = [
    b"\r\n",
    b"\n",
    b"\r",
    b"\0",
    b"\r\n\r\n",
    b"--=_sd\r\n",
    b"--=_sd--\r\n",
    b"=?UTF-8?B?",
    b"=?gb2312?Q?=B2",
    b"?=",
    b"filename*0*=gb18030''%B2",
    b"filename=\"",
    b"boundary=",
    b"Content-Type: multipart/mixed\r\n",
    b"charset=",
    b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Type: message/rfc822\r\n\r\n",
    b"(",
    b")",
    b"<",
    b">",
    b"\"",
    b"\\",
    b"<!--",
    b"-->",
    b"<style>",
    b"<div style='display:none'>",
    b"</",
    b"&#x",
    b"begin 644 a.pdf\r\n",
    b"%PDF-1.4",
    b"/Kids[2 0 R]",
    b"/Length 99999999",
    b"stream\n",
    b"endobj",
    b"/Encrypt",
    b"PK\x03\x04",
    b"PK\x01\x02",
    b"PK\x05\x06",
    b"\x78\x9f\x3e\x22",
    b"\xff\xff\xff\xff",
    b"\xe2\x80\xae",
    "（2026）沪0112民初".as_bytes(),
    "传票".as_bytes(),
];

/// A small generator (xorshift) whose run is told by its seed.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    fn range(&mut self, length: usize) -> std::ops::Range<usize> {
        let start = self.below(length + 1);
        let most = if self.below(4) == 0 { length } else { 64 };
        start..(start + self.below(most) + 1).min(length)
    }

    fn alter(&mut self, seed: &[u8], other: &[u8]) -> Vec<u8> {
        let mut bytes = seed.to_vec();
        for _ in 0..=self.below(6) {
            let range = self.range(bytes.len());
            match self.below(8) {
                0 => bytes.iter_mut().skip(range.start).take(1).for_each(|byte| *byte ^= 1 << (self.0 % 8)),
                1 => bytes.iter_mut().skip(range.start).take(1).for_each(|byte| *byte = (self.0 >> 9) as u8),
                2 => drop(bytes.drain(range)),
                3 => {
                    let piece = bytes[range.clone()].to_vec();
                    let at = self.below(bytes.len() + 1);
                    drop(bytes.splice(at..at, piece));
                }
                4 => {
                    let taken = self.range(other.len());
                    drop(bytes.splice(range.start..range.start, other[taken].iter().copied()));
                }
                5 => bytes.truncate(range.start),
                _ => {
                    let word = WORDS[self.below(WORDS.len())];
                    let times = if self.below(20) == 0 { 300 } else { 1 };
                    drop(bytes.splice(range.start..range.start, word.repeat(times)));
                }
            }
        }
        bytes.truncate(4 * LARGEST);
        bytes
    }
}

/// Files that stand in base64 in a mail.
fn files_in(raw: &[u8]) -> Vec<Vec<u8>> {
    let text = String::from_utf8_lossy(raw).replace("\r\n", "\n");
    let blocks = text.split("\n\n").map(|block| block.split("\n--").next().unwrap_or("").replace('\n', ""));
    let coded = blocks.filter(|block| {
        ["JVBERi", "UEsDB", "eJ8+", "N3q8", "H4sI", "e1xydG", "0M8R4K"].iter().any(|it| block.starts_with(it))
    });
    coded.filter_map(|block| STANDARD.decode(block).ok()).filter(|bytes| bytes.len() < LARGEST).collect()
}

fn samples() -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
    let mut mails = vec![court::plain(1).stamped(), court::gbk(2).stamped(), court::zipped(3).stamped()];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("served");
    let mut folders: Vec<_> = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|it| it.path()).collect();
    folders.sort();
    mails.extend(folders.iter().filter_map(|folder| std::fs::read(folder.join("input.eml")).ok()));
    mails.retain(|mail| mail.len() < LARGEST);
    let mut seen = HashSet::new();
    let mut files: Vec<Vec<u8>> = mails.iter().flat_map(|mail| files_in(mail)).collect();
    files.retain(|file| seen.insert(Digest::of(file).to_string()));
    (mails, files)
}

/// One file as the attachment of a mail, as it is.
fn carried(file: &[u8], name: &str) -> Vec<u8> {
    let head = format!(
        "From: <sd@court.example.test>\r\nSubject: x\r\nContent-Type: application/octet-stream; name={name}\r\n\
         Content-Disposition: attachment\r\nContent-Transfer-Encoding: binary\r\n\r\n"
    );
    [head.as_bytes(), file].concat()
}

fn read_to_the_end(raw: &[u8], office: &Office, reference: &Reference) {
    let (mut mail, mut doubts) = mail::read(raw);
    assert_listed(&mail, raw);
    doubts.append(&mut signals::mark_locked(&mut mail));
    let signals = Signals {
        arrived: mail.dated,
        texts: signals::texts_of(&mail),
        written: auth::written(raw),
        dkim: auth::check(raw, &Default::default(), mail.dated),
        smime: smime::check(raw, mail.from.as_deref(), mail.dated),
        authserv_id: Some("mx.example.test".to_owned()),
        ..Signals::default()
    };
    doubts.append(&mut signals::text_doubts(&mail, &signals.texts));
    let intake = intake(&mail, &signals, office, reference).after(&mail, doubts);
    let deadlines = intake.service.as_ref().map(|service| deadline::derive(service, reference).0);
    let is_final = deadlines.iter().flatten().any(|it| it.reckoning.status.code() == "final");
    assert!(!is_final || intake.trust.verdict == Verdict::Proven, "an unproven mail starts a deadline");
    for file in &intake.plan.files {
        let is_inside = !file.path.split('/').any(|step| step.is_empty() || step == "." || step == "..");
        assert!(is_inside && !file.path.contains(['\\', '\0', '\n', ':', '\u{202e}']), "{:?}", file.path);
    }
}

/// Every part stands once, with the digest and length of its bytes, and none is refused or unread without a reason.
fn assert_listed(mail: &Mail, raw: &[u8]) {
    assert_eq!(mail.sha256, Digest::of(raw));
    assert!(!mail.parts.is_empty());
    let mut paths = HashSet::new();
    for part in &mail.parts {
        assert!(paths.insert(&part.path), "{} stands twice", part.path);
        if part.became != Became::Wrapper {
            assert_eq!((part.size_bytes, part.sha256), (part.bytes.len() as u64, Digest::of(&part.bytes)));
        }
        assert!(part.why.is_some() || !matches!(part.became, Became::Refused | Became::Unread), "{}", part.path);
    }
}

#[test]
fn altered_mails_and_papers_break_nothing() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let (seconds, seed) = (number("SONGDA_HAMMER_SECONDS"), number("SONGDA_HAMMER_SEED").unwrap_or(20_261_120));
    let (mails, files) = samples();
    assert!(mails.len() > 3 && files.len() > 3, "the samples are there");
    let reference = Reference::builtin().unwrap();
    let office = Office { name: "示例物业管理有限公司".to_owned(), ..Office::default() };
    let mut chance = Chance(seed | 1);
    let (started, mut count, mut longest) = (Instant::now(), 0, Duration::ZERO);
    let mut broken = Vec::new();
    while seconds.map_or(count < ROUNDS, |seconds| started.elapsed() < Duration::from_secs(seconds)) {
        count += 1;
        let raw = if count % 2 == 0 {
            let (seed, other) = (&mails[chance.below(mails.len())], &mails[chance.below(mails.len())]);
            chance.alter(seed, other)
        } else {
            let (seed, other) = (&files[chance.below(files.len())], &files[chance.below(files.len())]);
            let name = ["a.pdf", "a.zip", "a.ofd", "a.docx", "winmail.dat", "a.7z", "a.gz"][chance.below(7)];
            carried(&chance.alter(seed, other), name)
        };
        let before = Instant::now();
        let ended = catch_unwind(AssertUnwindSafe(|| read_to_the_end(&raw, &office, &reference)));
        let took = before.elapsed();
        longest = longest.max(took);
        if ended.is_err() || took > LONGEST {
            let kept = std::env::temp_dir().join(format!("songda-hammer-{}.eml", Digest::of(&raw).short(12)));
            std::fs::write(&kept, &raw).unwrap();
            broken.push((kept, took));
        }
    }
    println!("{count} inputs in {:?}, the longest took {longest:?}, {} broke", started.elapsed(), broken.len());
    assert!(broken.is_empty(), "{broken:?}");
}
