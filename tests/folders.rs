//! Case folders: hostile names, staff at work, the pattern, and what comes back from the vault.

#[path = "folders/names.rs"]
mod names;

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::time::Duration;

use serde_json::Value;
use songda_core::id::Digest;
use songda_mailroom::demo::pdf::one_page;
use songda_tests::casefiles::{digests, drop_in, files_below, settings, states};
use songda_tests::court::Sample;
use songda_tests::hostile::mail as hostile_mail;
use songda_tests::{DROP, Songda, text, until};

/// What is open about files that staff deleted or changed: its code, and the names.
fn strayed(songda: &Songda) -> Vec<(String, String)> {
    let open = |row: &Value| text(row, "code").starts_with("file-") && row["settled"] == false;
    let told = |row: &Value| (text(row, "code").to_owned(), text(row, "detail").to_owned());
    songda.list("doubts").iter().filter(|row| open(row)).map(told).collect()
}

fn name_of(row: &Value) -> String {
    text(row, "path").rsplit('/').next().unwrap().to_owned()
}

#[test]
fn what_staff_move_edit_and_delete_is_noticed_and_can_be_restored() {
    let songda = Songda::with(&settings("案件"));
    drop_in(&songda, 1);
    let watching = songda.watch();
    let filed = until(Duration::from_secs(20), || {
        let rows = songda.list("documents");
        (rows.len() >= 3 && rows.iter().all(|row| row["state"] == "filed")).then_some(rows)
    });
    let rows = filed.expect("filed");
    let root = songda.home().join("案件");
    let path = |row: &Value| root.join(text(row, "path"));
    let (moved, edited, deleted) = (rows[0].clone(), rows[1].clone(), rows[2].clone());
    let bytes = |row: &Value| fs::read(path(row)).unwrap();
    let (whole_edited, whole_deleted) = (bytes(&edited), bytes(&deleted));
    fs::create_dir_all(root.join("王敏/在办")).unwrap();
    fs::rename(path(&moved), root.join("王敏/在办/改过名的文件.pdf")).unwrap();
    fs::OpenOptions::new().append(true).open(path(&edited)).unwrap().write_all(b"a note").unwrap();
    fs::remove_file(path(&deleted)).unwrap();
    let now = |row: &Value| {
        let id = text(row, "id").to_owned();
        songda.list("documents").into_iter().find(|row| text(row, "id") == id).unwrap()
    };
    let noticed = until(Duration::from_secs(20), || {
        let is_moved = text(&now(&moved), "path") == "王敏/在办/改过名的文件.pdf" && now(&moved)["state"] == "filed";
        (is_moved && now(&edited)["state"] == "changed" && now(&deleted)["state"] == "missing").then_some(())
    });
    assert!(noticed.is_some(), "{:?}", songda.list("documents"));
    drop(watching);
    // Whoever does not open the service is told as well.
    let (gone, changed) = (("file-gone".to_owned(), name_of(&deleted)), ("file-changed".to_owned(), name_of(&edited)));
    assert_eq!(BTreeSet::from_iter(strayed(&songda)), BTreeSet::from([gone, changed.clone()]));
    assert_eq!(songda.list("services")[0]["open_doubts"].as_u64().map(|open| open >= 2), Some(true));
    let restored = songda.run(&["folders", "restore", text(&deleted, "id")]);
    assert_eq!((restored.code, text(&restored.json, "path")), (0, text(&deleted, "path")), "{}", restored.said);
    assert_eq!(fs::read(path(&deleted)).unwrap(), whole_deleted);
    assert_eq!(strayed(&songda), [changed]);
    let restored = songda.run(&["folders", "restore", text(&edited, "id")]);
    assert!(text(&restored.json, "path").ends_with(" (2).pdf"), "{}", restored.json);
    assert_eq!(fs::read(root.join(text(&restored.json, "path"))).unwrap(), whole_edited);
    assert!(fs::read(path(&edited)).unwrap().ends_with(b"a note"), "what staff wrote stays");
    assert_eq!(strayed(&songda), []);
    assert_eq!(songda.run(&["folders", "check"]).json["found"]["gone"], 0);
    assert_eq!(states(&songda), BTreeSet::from(["filed".to_owned()]));
}

#[test]
fn the_root_moves_with_every_file_compared() {
    let songda = Songda::with(&settings("案件"));
    let samples: Vec<Sample> = (1..=3).map(|nth| drop_in(&songda, nth)).collect();
    assert_eq!(songda.run(&["sync"]).code, 0);
    let to = songda.home().join("新盘/案件");
    let moved = songda.run(&["folders", "move", &to.to_string_lossy()]);
    assert_eq!(moved.code, 0, "{}", moved.said);
    let found: Vec<Vec<u8>> = files_below(&to).into_iter().map(|(_, bytes)| bytes).collect();
    let all: Vec<Vec<u8>> = samples.iter().flat_map(|sample| sample.documents.clone()).collect();
    assert_eq!(digests(&found), digests(&all));
    assert!(!songda.case_files().is_empty(), "the old folder stays");
    fs::remove_dir_all(songda.home().join("案件")).unwrap();
    assert_eq!(states(&songda), BTreeSet::from(["filed".to_owned()]), "the settings name the new place");
    drop_in(&songda, 4);
    assert_eq!(songda.run(&["sync"]).code, 0);
    assert!(files_below(&to).len() > found.len());
    assert_eq!(songda.run(&["folders", "move", &to.join("里").to_string_lossy()]).code, 1);
}

#[test]
fn a_receipts_sheet_waits_for_the_folder_that_was_used() {
    let songda = Songda::with(DROP);
    drop_in(&songda, 1);
    assert_eq!(songda.run(&["sync"]).code, 0);
    let (root, away) = (songda.home().join("案件"), songda.home().join("卸下的盘"));
    let filed = files_below(&root).len();
    // The mount point of a drive that is away.
    fs::rename(&root, &away).unwrap();
    fs::create_dir(&root).unwrap();
    let services = songda.list("services");
    let sent = songda.run(&["acknowledge", text(&services[0], "id"), "--no-undo"]);
    assert!(sent.code == 0 || sent.said.contains("案件文件夹"), "{}", sent.said);
    songda.run(&["send"]);
    assert_eq!(songda.list("receipts")[0]["state"], "sent", "the receipt does not wait");
    assert_eq!(files_below(&root).len(), 0, "nothing goes to the wrong disk");
    fs::remove_dir(&root).unwrap();
    fs::rename(&away, &root).unwrap();
    assert_eq!(songda.run(&["send"]).code, 0);
    assert_eq!(files_below(&root).len(), filed + 2, "the sheet and the letter lie beside its papers");
    let proof = |ending: &str| {
        let files = files_below(&root).into_iter();
        files.rev().find(|(path, _)| path.contains("签收回执") && path.ends_with(ending)).unwrap()
    };
    let (letter, row) = (proof(" 原文.eml"), songda.list("receipts").remove(0));
    assert_eq!((text(&row, "letter"), text(&row, "sha256")), (letter.0.as_str(), &*Digest::of(&letter.1).to_string()));
    fs::remove_file(root.join(&letter.0)).unwrap();
    assert_eq!(songda.run(&["folders", "check"]).json["found"]["gone"], 1);
    assert_eq!(songda.run(&["folders", "restore", "--missing"]).json["paths"], serde_json::json!([letter.0]));
    assert_eq!(fs::read(root.join(&letter.0)).unwrap(), letter.1);
    // Staff move the sheet, and throw it away.
    let sheet = proof(".pdf");
    fs::rename(root.join(&sheet.0), root.join("回执.pdf")).unwrap();
    assert_eq!(songda.run(&["folders", "check"]).json["found"]["moved"], 1);
    fs::remove_file(root.join("回执.pdf")).unwrap();
    assert_eq!(songda.run(&["folders", "check"]).json["found"]["gone"], 1);
    let restored = songda.run(&["folders", "restore", "--missing"]);
    assert_eq!(restored.json["paths"], serde_json::json!(["回执.pdf"]), "{}", restored.said);
    assert_eq!(fs::read(root.join("回执.pdf")).unwrap(), sheet.1);
}

#[test]
fn cases_of_one_matter_are_joined_named_and_parted_by_hand() {
    let songda = Songda::with(&settings("案件"));
    let (one, two) = (drop_in(&songda, 1), drop_in(&songda, 2));
    assert_eq!(songda.run(&["sync"]).code, 0);
    let files = songda.case_files();
    let joined =
        songda.run(&["case", "join", &one.case_number, &two.case_number.replace('（', "(").replace('）', ")")]);
    assert_eq!(joined.code, 0, "{}", joined.said);
    let together = |number: &str| {
        let rows = songda.list("cases");
        let row = rows.iter().find(|row| text(row, "case_number") == number).unwrap().clone();
        row["together"].as_array().unwrap().iter().map(|it| it.as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(together(&two.case_number), [one.case_number.clone(), two.case_number.clone()]);
    assert_eq!(songda.run(&["case", "name", &one.case_number, "六号楼物业费"]).json["case"]["name"], "六号楼物业费");
    assert_eq!(songda.case_files(), files, "numbers and folders stay as they are");
    assert_eq!(songda.run(&["case", "split", &two.case_number]).code, 0);
    assert_eq!(together(&two.case_number), std::slice::from_ref(&two.case_number));
    assert_eq!(songda.run(&["case", "join", &one.case_number]).code, 2);
    assert_eq!(songda.run(&["case", "join", &one.case_number, "（2026）沪0112民初99999号"]).code, 1);
    assert_eq!(songda.run(&["sync"]).code, 0);
    let index = fs::read_to_string(songda.home().join("案件/案件索引.txt")).unwrap();
    assert!(index.contains(&one.case_number) && index.contains("六号楼物业费"), "{index}");
}

#[test]
fn a_pattern_is_previewed_and_a_wrong_one_refused() {
    let songda = Songda::with(&settings("案件"));
    let sample = drop_in(&songda, 1);
    assert_eq!(songda.run(&["sync"]).code, 0);
    let shown = songda.run(&["folders", "preview", "{year}/{case_number} {cause}/{arrived_on} {nn} {title}"]);
    assert_eq!(shown.code, 0);
    let path = text(&shown.json["preview"], "path");
    assert!(path.starts_with("2026/") && path.contains(&sample.case_number) && path.ends_with(".pdf"), "{path}");
    let wrong = songda.run(&["folders", "preview", "../{court}"]);
    assert_eq!(wrong.code, 3);
    assert!(!text(&wrong.json["preview"], "problem").is_empty());
    let refused = Songda::with(&settings("案件").replace("case_root", "folder_pattern = \"{datum}\"\ncase_root"));
    let ended = refused.run(&["sync"]);
    assert_eq!(ended.code, 1);
    assert!(ended.said.contains("folder_pattern") && ended.said.contains("{court}"), "{}", ended.said);
}

#[test]
fn the_mail_itself_lies_beside_its_documents_where_the_office_wants_it() {
    let songda = Songda::with(&settings("案件").replace("case_root", "keep_original = true\ncase_root"));
    let sample = drop_in(&songda, 1);
    assert_eq!(songda.run(&["sync"]).code, 0);
    let originals: Vec<_> =
        songda.case_files().into_iter().filter(|(path, _)| path.ends_with("/00 来信原件.eml")).collect();
    assert_eq!(originals.len(), 1);
    assert_eq!(originals[0].1, sample.stamped());
    let before = songda.case_files();
    assert_eq!(songda.run(&["sync"]).code, 0);
    assert_eq!(songda.case_files(), before);
}

#[test]
fn what_could_not_be_opened_is_filed_as_it_came_and_can_be_restored() {
    let songda = Songda::with(&settings("案件"));
    let paper = one_page("传票", &["上海市闵行区人民法院", "案号：（2026）沪0112民初12345号"]);
    let broken = [b"Rar!\x1a\x07\x01\0".as_slice(), &[7; 300]].concat();
    let torn = [b"7z\xbc\xaf\x27\x1c".as_slice(), &[9; 200]].concat();
    let attachments = [("传票.pdf", paper.clone()), ("证据（加密）.rar", broken.clone()), ("材料.7z", torn.clone())];
    fs::write(songda.home().join("drop/closed.eml"), hostile_mail(&attachments)).unwrap();
    assert_eq!(songda.run(&["sync"]).code, 0);
    let filed = songda.case_files();
    let found: Vec<Vec<u8>> = filed.iter().map(|(_, bytes)| bytes.clone()).collect();
    assert_eq!(digests(&found), digests(&[paper, broken.clone(), torn]), "{filed:?}");
    assert!(filed.iter().any(|(path, _)| path.ends_with(" 证据（加密）.rar")), "{filed:?}");
    assert_eq!(songda.list("services")[0]["documents"], 1, "nothing is reckoned from what nobody could read");
    let rows = songda.list("documents");
    assert_eq!(rows.len(), 3, "{rows:?}");
    let row = rows.iter().find(|row| text(row, "name").ends_with(".rar")).unwrap();
    assert_eq!(text(row, "state"), "filed");
    let path = songda.home().join("案件").join(text(row, "path"));
    fs::remove_file(&path).unwrap();
    assert_eq!(songda.run(&["folders", "restore", text(row, "id")]).code, 0);
    assert_eq!(fs::read(&path).unwrap(), broken);
    let before = songda.lists();
    assert_eq!(songda.run(&["rebuild"]).code, 0);
    assert_eq!(songda.lists(), before);
}

#[test]
fn a_folder_that_was_deleted_comes_back_at_once_and_an_edit_of_the_same_length_is_found() {
    let songda = Songda::with(&settings("案件"));
    let samples = [drop_in(&songda, 1), drop_in(&songda, 2)];
    assert_eq!(songda.run(&["sync"]).code, 0);
    let root = songda.home().join("案件/上海市闵行区人民法院");
    let before = songda.case_files();
    fs::remove_dir_all(root.join(&samples[0].case_number)).unwrap();
    let rows = songda.list("documents");
    let edited = rows.iter().find(|row| text(row, "case_number") == samples[1].case_number).unwrap();
    let path = songda.home().join("案件").join(text(edited, "path"));
    let mut bytes = fs::read(&path).unwrap();
    let last = bytes.len() - 2;
    bytes[last] ^= 1;
    fs::write(&path, &bytes).unwrap();
    let checked = songda.run(&["folders", "check"]);
    assert_eq!(
        (checked.code, &checked.json["found"]["gone"], &checked.json["found"]["changed"]),
        (3, &3.into(), &1.into())
    );
    assert_eq!(checked.json["strayed"].as_array().unwrap().len(), 4);
    assert_eq!(states(&songda), BTreeSet::from(["changed".into(), "filed".into(), "missing".into()]));
    let codes = || strayed(&songda).into_iter().map(|(code, _)| code).collect::<BTreeSet<_>>();
    assert_eq!(strayed(&songda).len(), 2, "one for each service: {:?}", strayed(&songda));
    let lists = songda.lists();
    assert_eq!(songda.run(&["rebuild"]).code, 0);
    assert_eq!(songda.lists(), lists);
    // What a person settled is asked again only when more is gone.
    let doubt = songda.list("doubts").into_iter().find(|row| text(row, "code") == "file-gone").unwrap();
    assert_eq!(songda.run(&["settle", text(&doubt, "id"), "已移交档案室"]).code, 0);
    assert_eq!(songda.run(&["folders", "check"]).code, 3);
    assert_eq!(codes(), BTreeSet::from(["file-changed".to_owned()]));
    let restored = songda.run(&["folders", "restore", "--missing"]);
    assert_eq!((restored.code, restored.json["paths"].as_array().unwrap().len()), (0, 3), "{}", restored.said);
    assert_eq!(fs::read(&path).unwrap(), bytes, "what staff wrote stays");
    assert!(songda.list("doubts").iter().all(|row| text(row, "code") != "file-gone"), "what is back is no doubt");
    assert_eq!(songda.run(&["folders", "restore", text(edited, "id")]).code, 0);
    assert_eq!(codes(), BTreeSet::new());
    let after: BTreeSet<String> = songda.case_files().iter().map(|(_, it)| Digest::of(it).to_string()).collect();
    assert!(before.iter().all(|(_, bytes)| after.contains(&Digest::of(bytes).to_string())));
    assert_eq!(songda.run(&["folders", "check"]).code, 0);
    assert_eq!(songda.run(&["folders", "restore", "--missing"]).json["paths"], serde_json::json!([]));
}

#[test]
fn a_pattern_is_adopted_for_what_arrives_from_then_on() {
    let songda = Songda::with(&settings("案件"));
    let first = drop_in(&songda, 1);
    assert_eq!(songda.run(&["sync"]).code, 0);
    let before = songda.case_files();
    let pattern = "{year}/{case_number}/{arrived_on} {nn} {title}";
    let shown = songda.run(&["folders", "preview", pattern, "--root", &format!("/{}", "长".repeat(200))]);
    let preview = &shown.json["preview"];
    assert!(preview["length"].as_u64().unwrap() > 220, "the case root that is not saved counts: {preview}");
    assert_eq!(text(preview, "current"), "{court}/{case_number}/{arrived_on} 送达");
    assert!(preview["examples"][0].as_str().unwrap().contains(&first.case_number), "{preview}");
    assert_eq!(songda.run(&["folders", "adopt", "{court}/{datum}"]).code, 1);
    assert_eq!(songda.run(&["folders", "adopt", pattern]).code, 0);
    let second = drop_in(&songda, 2);
    assert_eq!(songda.run(&["sync"]).code, 0);
    let after = songda.case_files();
    assert!(before.iter().all(|file| after.contains(file)), "what is filed stays where it is");
    let year = format!("{}/", &songda_mailroom::clock::today().to_string()[..4]);
    let new: Vec<_> = after.iter().filter(|(path, _)| path.starts_with(&year)).collect();
    assert!(new.len() == 3 && new.iter().all(|(path, _)| path.contains(&second.case_number)), "{after:?}");
    assert_eq!(songda.run(&["folders", "check"]).code, 0);
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_of_the_root_is_never_written_through() {
    let songda = Songda::with(&settings("案件"));
    let outside = tempfile::tempdir().unwrap();
    let link = songda.home().join("案件/上海市闵行区人民法院");
    fs::create_dir_all(songda.home().join("案件")).unwrap();
    std::os::unix::fs::symlink(outside.path(), &link).unwrap();
    let sample = drop_in(&songda, 1);
    let synced = songda.run(&["sync"]);
    assert_eq!(synced.code, 1, "{}", synced.said);
    assert!(synced.said.contains("指向案件文件夹之外"), "{}", synced.said);
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0, "nothing was written outside");
    assert_eq!(states(&songda), BTreeSet::from(["waiting".to_owned()]));
    fs::remove_file(&link).unwrap();
    assert_eq!(songda.run(&["sync"]).code, 0);
    let found: Vec<Vec<u8>> = songda.case_files().into_iter().map(|(_, bytes)| bytes).collect();
    assert_eq!(digests(&found), digests(&sample.documents));
}
