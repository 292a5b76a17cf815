//! Names that would lead out of the case root, and names that some system does not take.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use songda_core::id::Digest;
use songda_mailroom::demo::pdf::one_page;
use songda_tests::casefiles::settings;
use songda_tests::hostile::{archive, mail as hostile_mail};
use songda_tests::{Songda, nasty, text};

#[test]
fn hostile_names_and_archives_never_leave_the_root_or_overwrite() {
    let names = [
        "../../../传票.pdf",
        "..\\..\\传票.pdf",
        "/etc/传票.pdf",
        "C:\\Windows\\传票.pdf",
        "\\\\server\\share\\传票.pdf",
        "传票.pdf:Zone.Identifier.pdf",
        "con.pdf",
        "nul.pdf",
        "COM1.pdf",
        "  .pdf",
        "....pdf",
        "传票.pdf .",
        "传票\u{202e}.pdf",
        "传\u{200b}票.pdf",
        "传票\r\nX: y.pdf",
        "传票\0.pdf",
        "~/传票.pdf",
        "desktop.ini.pdf",
        "传票?*<>|\".pdf",
        "传票.PDF",
        "传票.pdf",
    ];
    let paper = |nth: usize| {
        one_page("传票", &["上海市闵行区人民法院", "案号：（2026）沪0112民初12345号", &format!("第{nth}件")])
    };
    let mut attachments: Vec<(&str, Vec<u8>)> =
        names.iter().enumerate().map(|(nth, name)| (*name, paper(nth))).collect();
    let inside: Vec<Vec<u8>> = (100..107).map(paper).collect();
    let entries: Vec<(&[u8], &[u8])> = vec![
        (b"../../../../evil-1.pdf", &inside[0]),
        (b"/tmp/songda-evil-2.pdf", &inside[1]),
        (b"C:\\evil-3.pdf", &inside[2]),
        (b"..\\..\\evil-4.pdf", &inside[3]),
        (b"a/../../evil-5.pdf", &inside[4]),
        (b"ok/\xb4\xab\xc6\xb1.pdf", &inside[5]),
        (b"aux.pdf", &inside[6]),
    ];
    let closed = archive(&entries);
    attachments.push(("材料.zip", closed));
    let around = tempfile::tempdir().unwrap();
    let songda = Songda::with(&settings("案件"));
    let before: BTreeSet<PathBuf> = outside(songda.home());
    fs::write(songda.home().join("drop/hostile.eml"), hostile_mail(&attachments)).unwrap();
    // Somebody's own file lies where a document would go.
    let taken = songda.home().join("案件/上海市闵行区人民法院/（2026）沪0112民初12345号/2026-11-20 送达/01 传票.pdf");
    fs::create_dir_all(taken.parent().unwrap()).unwrap();
    fs::write(&taken, "王敏的笔记").unwrap();
    let synced = songda.run(&["sync"]);
    assert_eq!(synced.code, 0, "{}", synced.said);
    assert_eq!(fs::read_to_string(&taken).unwrap(), "王敏的笔记");
    let filed = songda.case_files();
    let rows = songda.list("documents");
    assert!(rows.len() >= names.len(), "{} documents", rows.len());
    for row in &rows {
        assert_eq!(row["state"], "filed", "{row}");
        let path = songda.home().join("案件").join(text(row, "path"));
        assert!(songda_tests::platform::is_below(&songda.home().join("案件"), &path));
        assert_eq!(Digest::of(&fs::read(&path).unwrap()).to_string(), text(row, "sha256"));
    }
    let found: BTreeSet<String> = filed.iter().map(|(_, bytes)| Digest::of(bytes).to_string()).collect();
    for (name, bytes) in attachments.iter().filter(|(name, _)| !name.ends_with(".zip")) {
        let is_there = found.contains(&Digest::of(bytes).to_string());
        assert!(is_there || was_refused(&songda, bytes), "{name:?} is neither filed nor refused");
    }
    for (path, _) in &filed {
        for name in path.split('/') {
            let is_plain = !name.contains(['\\', ':', '*', '?', '"', '<', '>', '|', '\u{202e}', '\u{200b}']);
            assert!(is_plain && !name.ends_with(['.', ' ']) && !name.starts_with(['.', ' ']), "{path}");
        }
    }
    assert_eq!(outside(songda.home()), before, "nothing outside of the home");
    assert!(!Path::new("/tmp/songda-evil-2.pdf").exists());
    drop(around);
}

/// What lies beside the home, one and two folders up.
fn outside(home: &Path) -> BTreeSet<PathBuf> {
    let up = home.parent().unwrap();
    let list = |folder: &Path| -> Vec<PathBuf> {
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
    };
    let evil = |path: &PathBuf| path.to_string_lossy().contains("evil") || path.to_string_lossy().contains("传票");
    list(up).into_iter().chain(list(up.parent().unwrap_or(up))).filter(evil).collect()
}

fn was_refused(songda: &Songda, bytes: &[u8]) -> bool {
    let service = text(&songda.list("services")[0], "sha256").to_owned();
    let doubts = songda.list("doubts");
    let digest = Digest::of(bytes).to_string();
    !service.is_empty()
        && doubts.iter().any(|row| matches!(text(row, "code"), "part-refused" | "type-mismatch"))
        && !digest.is_empty()
}

#[test]
fn every_name_of_the_nasty_list_is_filed_under_one_that_every_system_takes() {
    let (songda, names) = (Songda::with(&settings("案件")), nasty::names());
    let mut wanted = BTreeSet::new();
    for (at, names) in (0..).zip(names.chunks(100)) {
        let number = 20_000 + at;
        let paper = |nth: usize| {
            let case = format!("案号：（2026）沪0112民初{number}号");
            one_page("证据材料", &["上海市闵行区人民法院", &case, &format!("第{nth}件")])
        };
        let attachments: Vec<(&str, Vec<u8>)> =
            names.iter().enumerate().map(|(nth, name)| (name.as_str(), paper(nth))).collect();
        wanted.extend(attachments.iter().map(|(_, bytes)| Digest::of(bytes).to_string()));
        let raw = String::from_utf8_lossy(&hostile_mail(&attachments)).into_owned();
        let raw = raw.replace("12345号", &format!("{number}号")).replace("<hostile@", &format!("<hostile-{number}@"));
        fs::write(songda.home().join(format!("drop/{number}.eml")), raw).unwrap();
    }
    let synced = songda.run(&["sync"]);
    assert!(matches!(synced.code, 0 | 3), "{}", synced.said);
    let (filed, mut folded) = (songda.case_files(), BTreeSet::new());
    for (path, _) in &filed {
        for name in path.split('/') {
            assert_eq!(nasty::wrong_with(name), None, "{path:?}");
        }
        assert!(folded.insert(nasty::folded(path)), "another file has the name of {path:?}");
    }
    let found: BTreeSet<String> = filed.iter().map(|(_, bytes)| Digest::of(bytes).to_string()).collect();
    let (missing, refused) = (wanted.difference(&found).count(), songda.list("doubts"));
    let refused = refused.iter().filter(|row| text(row, "code") == "part-refused").count();
    assert!(missing <= refused, "{missing} of {} are neither filed nor refused ({refused})", wanted.len());
}
