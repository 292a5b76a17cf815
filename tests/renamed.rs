//! Case folders that staff renamed or moved: what comes later follows them, whether the program ran meanwhile or not.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::Value;
use songda_mailroom::demo::pdf::one_page;
use songda_tests::casefiles::{drop_in, files_below, settings};
use songda_tests::hostile;
use songda_tests::{DROP, Songda, text, until};

const COURT: &str = "上海市闵行区人民法院";

fn number(nth: u32) -> String {
    format!("（2026）沪0112民初{nth}号")
}

/// A home that filed one mail of each of these cases.
fn home(with: &str, cases: &[u32]) -> (Songda, PathBuf) {
    let songda = Songda::with(with);
    for nth in cases {
        drop_in(&songda, *nth);
    }
    assert_eq!(songda.run(&["sync"]).code, 0);
    let root = songda.home().join("案件");
    (songda, root)
}

/// One more mail of a case, of another day, with one paper.
fn one_more(songda: &Songda, nth: u32, title: &str) {
    let paper = one_page(title, &[COURT, &number(nth), "示例物业管理有限公司：", "特此通知。"]);
    let raw = hostile::mail(&[(&format!("{title}.pdf"), paper)]);
    let raw = String::from_utf8_lossy(&raw).replace("12345号", &format!("{nth}号"));
    let name = format!("{nth}-{}.eml", title.chars().map(|c| u32::from(c).to_string()).collect::<String>());
    let raw = raw.replace("<hostile@", &format!("<{name}@"));
    fs::write(songda.home().join("drop").join(name), raw).unwrap();
}

/// Folders of cases, below the folders of courts.
fn cases_below(root: &Path) -> Vec<String> {
    let mut found: Vec<String> = files_below(root)
        .into_iter()
        .filter_map(|(path, _)| path.split('/').take(2).collect::<Vec<_>>().join("/").into())
        .collect();
    found.dedup();
    found
}

fn path_of(songda: &Songda, title: &str) -> String {
    let rows = songda.list("documents");
    let row = rows.iter().find(|row| text(row, "path").contains(title));
    row.map_or_else(String::new, |row| text(row, "path").to_owned())
}

#[test]
fn what_comes_later_goes_into_the_folder_that_staff_renamed() {
    for to in ["（2026）沪0112民初1号 张三物业费", "张三物业费案"] {
        let (songda, root) = home(&settings("案件"), &[1, 2]);
        fs::rename(root.join(COURT).join(number(1)), root.join(COURT).join(to)).unwrap();
        one_more(&songda, 1, "举证通知书");
        assert_eq!(songda.run(&["sync"]).code, 0);
        let path = path_of(&songda, "举证通知书");
        assert!(path.starts_with(&format!("{COURT}/{to}/")), "{path}");
        assert!(!root.join(COURT).join(number(1)).exists(), "no second folder of the case");
        assert!(songda.list("documents").iter().all(|row| row["state"] == "filed"));
        // Renamed once more, and moved.
        fs::create_dir_all(root.join("已结案/2026")).unwrap();
        fs::rename(root.join(COURT).join(to), root.join("已结案/2026/张三")).unwrap();
        one_more(&songda, 1, "开庭通知");
        assert_eq!(songda.run(&["sync"]).code, 0);
        assert!(path_of(&songda, "开庭通知").starts_with("已结案/2026/张三/"), "{}", path_of(&songda, "开庭通知"));
        // Another case of the court is no part of that.
        drop_in(&songda, 3);
        assert_eq!(songda.run(&["sync"]).code, 0);
        assert!(root.join(COURT).join(number(3)).is_dir() && root.join(COURT).join(number(2)).is_dir());
        assert_eq!(songda.run(&["folders", "check"]).code, 0);
    }
}

#[test]
fn a_new_case_goes_into_the_folder_of_its_court_that_staff_renamed() {
    for (cases, to) in
        [(&[1, 2][..], "闵行法院"), (&[1, 2], "上海/闵行区"), (&[1], "01 上海市闵行区人民法院"), (&[1, 2], "MH")]
    {
        let (songda, root) = home(&settings("案件"), cases);
        fs::create_dir_all(root.join(to).parent().unwrap()).unwrap();
        fs::rename(root.join(COURT), root.join(to)).unwrap();
        one_more(&songda, 7, "举证通知书");
        assert_eq!(songda.run(&["sync"]).code, 0);
        let path = path_of(&songda, "举证通知书");
        assert!(path.starts_with(&format!("{to}/{}/", number(7))), "{path}");
        assert!(!root.join(COURT).exists(), "no second folder of the court");
        assert!(songda.list("documents").iter().all(|row| row["state"] == "filed"));
    }
    // What was taken away or put away as a whole is no court under another name.
    for (from, to) in [(format!("{COURT}/{}", number(1)), "王敏/在办"), (COURT.to_owned(), "2026 归档")] {
        let (songda, root) = home(&settings("案件"), &[1]);
        fs::create_dir_all(root.join(to)).unwrap();
        fs::rename(root.join(&from), root.join(to).join(from.rsplit('/').next().unwrap())).unwrap();
        let _ = fs::remove_dir_all(root.join(COURT));
        one_more(&songda, 7, "举证通知书");
        assert_eq!(songda.run(&["sync"]).code, 0);
        let path = path_of(&songda, "举证通知书");
        assert!(path.starts_with(&format!("{COURT}/{}/", number(7))), "{path}");
    }
}

#[test]
fn a_watching_program_follows_a_folder_renamed_under_its_eyes() {
    let (songda, root) = home(&settings("案件"), &[1]);
    let watching = songda.watch();
    fs::rename(root.join(COURT).join(number(1)), root.join("张三案")).unwrap();
    one_more(&songda, 1, "举证通知书");
    let filed = until(Duration::from_secs(30), || {
        let path = path_of(&songda, "举证通知书");
        (!path.is_empty() && root.join(&path).is_file()).then_some(path)
    });
    drop(watching);
    assert!(filed.as_ref().is_some_and(|path| path.starts_with("张三案/")), "{filed:?}");
    assert!(!root.join(COURT).join(number(1)).exists());
}

#[test]
fn papers_brought_later_and_the_sheet_of_a_receipt_go_where_the_service_lies_now() {
    let (songda, root) = home(DROP, &[1]);
    let service = text(&songda.list("services")[0], "id").to_owned();
    let folder = |root: &Path| -> PathBuf {
        let mut days = fs::read_dir(root.join(COURT).join(number(1))).unwrap();
        days.next().unwrap().unwrap().path()
    };
    let renamed = root.join(COURT).join(number(1)).join("第一次 起诉材料");
    fs::rename(folder(&root), &renamed).unwrap();
    let file = songda.home().join("证据目录.pdf");
    fs::write(&file, one_page("证据目录", &[&number(1), "证据一份"])).unwrap();
    assert_eq!(songda.run(&["pickup", "bring", &service, &file.to_string_lossy()]).code, 0);
    assert!(path_of(&songda, "证据目录").contains("/第一次 起诉材料/"), "{}", path_of(&songda, "证据目录"));
    let case = root.join(COURT).join("张三");
    fs::rename(root.join(COURT).join(number(1)), &case).unwrap();
    songda.run(&["acknowledge", &service, "--no-undo"]);
    assert_eq!(songda.run(&["send"]).code, 0);
    let sheets: Vec<String> = files_below(&root).into_iter().map(|it| it.0).filter(|it| it.contains("回执")).collect();
    assert!(sheets.iter().all(|path| path.starts_with(&format!("{COURT}/张三/第一次 起诉材料/"))), "{sheets:?}");
    // What was thrown away goes back into the folder of today.
    let gone = path_of(&songda, "传票");
    fs::remove_file(root.join(&gone)).unwrap();
    songda.run(&["folders", "check"]);
    fs::rename(&case, root.join(COURT).join("李四")).unwrap();
    let row = songda.list("documents").into_iter().find(|row| text(row, "path") == gone).unwrap();
    let restored = songda.run(&["folders", "restore", text(&row, "id")]);
    assert!(text(&restored.json, "path").starts_with(&format!("{COURT}/李四/")), "{}", restored.said);
    assert_eq!(cases_below(&root), [format!("{COURT}/李四")]);
}

#[test]
fn what_is_no_renamed_folder_changes_nothing() {
    let (songda, root) = home(&settings("案件"), &[1, 2, 3, 4]);
    // Deleted: what comes goes where it was planned.
    fs::remove_dir_all(root.join(COURT).join(number(1))).unwrap();
    // Copied elsewhere: the folder itself is still there.
    fs::create_dir_all(root.join("备份/里")).unwrap();
    for (path, bytes) in files_below(&root).into_iter().filter(|(path, _)| path.contains(&number(4))) {
        let name = path.rsplit('/').next().unwrap();
        fs::write(root.join("备份/里").join(name), bytes).unwrap();
    }
    // Put together with another case: that folder is no case's own.
    for nth in [3, 2] {
        let day = fs::read_dir(root.join(COURT).join(number(nth))).unwrap().next().unwrap().unwrap().path();
        if nth == 3 {
            fs::create_dir_all(root.join("王敏")).unwrap();
            fs::rename(&day, root.join("王敏").join(day.file_name().unwrap())).unwrap();
            fs::remove_dir(root.join(COURT).join(number(3))).unwrap();
        } else {
            let to = root.join("王敏/二号");
            fs::create_dir(&to).unwrap();
            let papers = fs::read_dir(&day).unwrap().flatten();
            for entry in papers.filter(|it| it.path().extension().is_some_and(|ending| ending == "pdf")).take(1) {
                fs::rename(entry.path(), to.join(entry.file_name())).unwrap();
            }
        }
    }
    let titles = [(1, "举证通知书"), (2, "受理案件通知书"), (3, "廉政监督卡"), (4, "举证须知")];
    titles.iter().for_each(|(nth, title)| one_more(&songda, *nth, title));
    assert_eq!(songda.run(&["sync"]).code, 0);
    for (nth, title) in titles {
        let path = path_of(&songda, title);
        assert!(path.starts_with(&format!("{COURT}/{}/", number(nth))), "{path}");
    }
    let rows: Vec<Value> = songda.list("documents");
    assert!(rows.iter().filter(|row| row["state"] == "missing").count() >= 3, "what was deleted is said to be gone");
}
