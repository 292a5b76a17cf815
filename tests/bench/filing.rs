//! Files at size, with the program killed on the way, and judges: whatever is wrong ends it with a panic.
//!
//! Arguments: how many court mails (3500); a word (`mails`, `hostile`, `platform`) runs that part alone.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use songda_core::id::Digest;
use songda_mailroom::demo::pdf::one_page;
use songda_tests::court::{self, Sample};
use songda_tests::hostile::archive;
use songda_tests::platform::{self, LINK, Manner, Platform, papers};
use songda_tests::{DROP, Songda, nasty, text, until};

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let count: u32 = words.iter().filter_map(|word| word.parse().ok()).next().unwrap_or(3500);
    let parts = ["mails", "hostile", "platform"];
    let wanted = |part: &str| words.iter().any(|it| it == part) || !words.iter().any(|it| parts.contains(&it.as_str()));
    println!("program: {}", songda_tests::program("songda").display());
    if wanted("mails") {
        timed("mails", || mails(count));
    }
    if wanted("hostile") {
        timed("hostile", hostile);
    }
    if wanted("platform") {
        timed("platform", from_platform);
    }
}

fn timed(what: &str, work: impl FnOnce() -> String) {
    let began = Instant::now();
    let says = work();
    println!("{what:<10} {:>7.1} s  {says}", began.elapsed().as_secs_f64());
}

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

/// Lets the program watch and kills it, again and again, until `is_done`; gives how often.
fn killed_until(songda: &Songda, dice: &mut Dice, longest: u64, most: usize, is_done: impl Fn() -> bool) -> usize {
    for nth in 0..most {
        if is_done() {
            return nth;
        }
        let watching = songda.watch();
        std::thread::sleep(Duration::from_millis(200 + dice.roll(longest)));
        watching.kill();
    }
    most
}

/// Every attachment of many court mails lies in the case root, byte for byte, although the program was killed on the way.
fn mails(count: u32) -> String {
    let songda = Songda::with(DROP);
    let mut wanted: BTreeMap<String, u32> = BTreeMap::new();
    for nth in 1..=count {
        let sample: Sample = match nth % 5 {
            0 => court::gbk(nth),
            1 => court::zipped(nth),
            _ => court::plain(nth),
        };
        for bytes in &sample.documents {
            *wanted.entry(Digest::of(bytes).to_string()).or_default() += 1;
        }
        fs::write(songda.home().join("drop").join(format!("{nth:05}.eml")), sample.stamped()).expect("a mail");
    }
    let mut dice = Dice(20_261_128);
    let kills = killed_until(&songda, &mut dice, 2500, 12, || false);
    let began = Instant::now();
    let synced = songda.run(&["sync"]);
    assert_eq!(synced.code, 0, "{}", synced.said);
    let last = began.elapsed();
    let found = judge(&songda);
    for digest in wanted.keys() {
        assert!(found.contains_key(digest), "an attachment is not in the case root");
    }
    let services = songda.list("services").len();
    assert_eq!(services, count as usize, "every mail is a service");
    let documents = songda.list("documents");
    assert_eq!(documents.len(), wanted.values().sum::<u32>() as usize, "every attachment is a document");
    assert!(documents.iter().all(|row| row["state"] == "filed"), "a document waits");
    assert_eq!(songda.run(&["verify"]).json["ok"], true);
    let again = Instant::now();
    assert_eq!(songda.run(&["sync"]).code, 0);
    assert_eq!(judge(&songda).len(), found.len(), "nothing is filed twice");
    format!(
        "{count} mails, {} attachments, {kills} kills; the last sync took {:.1} s, one without news {:.1} s",
        documents.len(),
        last.as_secs_f64(),
        again.elapsed().as_secs_f64()
    )
}

/// Looks at everything below the case root: names all systems take, no two of one name, nothing half-written. Gives the
/// files by digest.
fn judge(songda: &Songda) -> BTreeMap<String, Vec<String>> {
    let (mut found, mut folded) = (BTreeMap::<String, Vec<String>>::new(), BTreeSet::new());
    for (path, bytes) in songda.case_files() {
        for name in path.split('/') {
            assert_eq!(nasty::wrong_with(name), None, "{path:?}");
        }
        assert!(folded.insert(nasty::folded(&path)), "another file has the name of {path:?}");
        assert!(path.encode_utf16().count() <= 200, "{path:?} is too long");
        found.entry(Digest::of(&bytes).to_string()).or_default().push(path);
    }
    found
}

/// Every file below a folder but the home's own, with its bytes.
fn around(folder: &Path, but: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    songda_tests::walk(folder, &mut |path| {
        if !path.starts_with(but) {
            found.insert(path.display().to_string(), fs::read(path).unwrap_or_default());
        }
    });
    found
}

/// Hostile names in mails and archives: nothing leaves the root, nothing is overwritten, nothing is silently missing.
fn hostile() -> String {
    let songda = Songda::with(DROP);
    let names = nasty::names();
    let mut nth = 0;
    let mut paper = || {
        nth += 1;
        one_page("证据材料", &["上海市闵行区人民法院", "案号：（2026）沪0112民初12345号", &format!("第{nth}件")])
    };
    let mut wanted: BTreeSet<String> = BTreeSet::new();
    let put = |file: &str, number: u32, attachments: &[(&str, Vec<u8>)]| {
        let raw = String::from_utf8_lossy(&songda_tests::hostile::mail(attachments)).into_owned();
        let raw = raw.replace("12345号", &format!("{number}号")).replace("<hostile@", &format!("<hostile-{number}@"));
        fs::write(songda.home().join("drop").join(file), raw).expect("a mail");
    };
    // As attachments, a hundred a mail.
    for (at, names) in (0..).zip(names.chunks(100)) {
        let attachments: Vec<(&str, Vec<u8>)> = names.iter().map(|name| (name.as_str(), paper())).collect();
        wanted.extend(attachments.iter().map(|(_, bytes)| Digest::of(bytes).to_string()));
        put(&format!("names-{at}.eml"), 20_000 + at, &attachments);
    }
    // In one archive, and ten thousand entries in another, some of whose names are equal.
    let inside: Vec<Vec<u8>> = names.iter().map(|_| paper()).collect();
    let entries: Vec<(&[u8], &[u8])> =
        names.iter().zip(&inside).map(|(name, bytes)| (name.as_bytes(), &bytes[..])).collect();
    put("archive.eml", 30_001, &[("材料.zip", archive(&entries))]);
    let many: Vec<(String, Vec<u8>)> =
        (0..10_000).map(|at| (format!("证据/{}/../第{}组.pdf", at % 7, at % 4000), paper())).collect();
    let entries: Vec<(&[u8], &[u8])> = many.iter().map(|(name, bytes)| (name.as_bytes(), &bytes[..])).collect();
    put("many.eml", 30_002, &[("一万件.zip", archive(&entries))]);
    let plain: Vec<(String, Vec<u8>)> =
        (0..9_900).map(|at| (format!("证据/第{}组/证据.pdf", at % 4000), paper())).collect();
    let entries: Vec<(&[u8], &[u8])> = plain.iter().map(|(name, bytes)| (name.as_bytes(), &bytes[..])).collect();
    put("plain.eml", 30_003, &[("近一万件.zip", archive(&entries))]);
    wanted.extend(plain.iter().map(|(_, bytes)| Digest::of(bytes).to_string()));
    // Somebody's own files lie where documents would go, and links that lead outside lie in the root.
    let root = songda.home().join("案件/上海市闵行区人民法院/（2026）沪0112民初20000号/2026-11-20 送达");
    fs::create_dir_all(&root).expect("a folder");
    let own: Vec<_> = (1..=100).map(|nth| root.join(format!("{nth:02} 传票.pdf"))).collect();
    own.iter().for_each(|path| fs::write(path, "王敏的笔记").expect("a note"));
    let up = songda.home().parent().expect("a folder above");
    let bait = tempfile_beside(up);
    #[cfg(unix)]
    std::os::unix::fs::symlink(&bait, songda.home().join("案件/外面")).expect("a link");
    let before = around(&bait, songda.home());
    let mut dice = Dice(7);
    let kills = killed_until(&songda, &mut dice, 3000, 6, || false);
    let synced = songda.run(&["sync"]);
    assert!(matches!(synced.code, 0 | 3), "{}", synced.said);
    assert_eq!(around(&bait, songda.home()), before, "something was written outside");
    assert!(!Path::new("/tmp/songda-evil.pdf").exists() && !Path::new("/etc/传票.pdf").exists());
    for path in &own {
        assert_eq!(fs::read_to_string(path).expect("the note"), "王敏的笔记");
    }
    let found = judge(&songda);
    let missing = wanted.iter().filter(|digest| !found.contains_key(*digest)).count();
    let refused = songda.list("doubts").iter().filter(|row| text(row, "code") == "part-refused").count();
    assert!(missing <= refused, "{missing} attachments are neither filed nor refused ({refused})");
    fs::remove_dir_all(&bait).expect("the bait goes");
    format!("{} files, {} names, {missing} refused with a word, {kills} kills", found.len(), names.len())
}

/// A folder beside the home with something in it that nobody may touch.
fn tempfile_beside(up: &Path) -> std::path::PathBuf {
    let bait = up.join(format!("songda-bait-{}", std::process::id()));
    fs::create_dir_all(bait.join("案件")).expect("a folder");
    fs::write(bait.join("案件/传票.pdf"), "untouched").expect("a file");
    bait
}

/// Fifty documents from a platform whose links run out, whose connections break off and which is busy now and then.
fn from_platform() -> String {
    let documents = papers(50);
    let platform = Platform::start(Manner {
        documents: documents.clone(),
        breaks_every: 3,
        list_breaks_every: 7,
        runs_out_every: 5,
        busy_every: 11,
        has_ranges: true,
        has_checksums: true,
        spoils: 2,
        slowly: Some(Duration::from_millis(2)),
        ..Manner::default()
    });
    let songda = Songda::with(&format!("{DROP}{}", platform.settings(&["drop"])));
    fs::write(songda.home().join("drop/link.eml"), platform::mail(LINK)).expect("a mail");
    let state = || songda.list("pickups").first().map(|row| text(row, "state").to_owned()).unwrap_or_default();
    let mut dice = Dice(50);
    let kills = killed_until(&songda, &mut dice, 1500, 8, || state() == "done");
    let watching = songda.watch();
    let done = until(Duration::from_secs(180), || (state() == "done").then_some(()));
    assert!(done.is_some(), "{:?}", songda.list("pickups"));
    let all: BTreeSet<String> = documents.iter().map(|(_, bytes)| Digest::of(bytes).to_string()).collect();
    // Judged once nobody is at work any more: until then a file on its way has a name of its own.
    let filed = || songda.list("documents").iter().filter(|row| row["state"] == "filed").count();
    let whole = until(Duration::from_secs(30), || (filed() == all.len()).then_some(()));
    assert!(whole.is_some(), "{} of {} are filed", filed(), all.len());
    drop(watching);
    assert_eq!(judge(&songda).into_keys().collect::<BTreeSet<_>>(), all);
    assert_eq!(songda.run(&["verify"]).json["ok"], true);
    let (lists, files, ranges, expired) = platform.counts();
    assert!(expired > 0 && ranges > 0, "{expired} links ran out, {ranges} files were gone on with");
    format!("50 documents, {lists} lists, {files} files, {ranges} gone on with, {expired} links run out, {kills} kills")
}
