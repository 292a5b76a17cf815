//! Documents on a disk: named once, never over anything, never outside, never half.

use super::*;

#[test]
fn equal_bytes_lie_once_and_other_bytes_are_never_touched() {
    let root = tempfile::tempdir().unwrap();
    let path = "法院/案号/01 传票.pdf";
    assert_eq!(file(root.path(), path, b"one").unwrap(), path);
    assert_eq!(file(root.path(), path, b"one").unwrap(), path);
    assert_eq!(file(root.path(), path, b"two").unwrap(), "法院/案号/01 传票 (2).pdf");
    assert_eq!(file(root.path(), path, b"two").unwrap(), "法院/案号/01 传票 (2).pdf");
    assert_eq!(fs::read(root.path().join(path)).unwrap(), b"one");
    assert_eq!(fs::read_dir(root.path().join("法院/案号")).unwrap().count(), 2);
}

#[test]
fn many_are_filed_as_if_one_after_the_other() {
    let root = tempfile::tempdir().unwrap();
    let many = [("案/a.pdf", "one"), ("案/a.pdf", "two"), ("案/a.pdf", "one"), ("案/b.pdf", "one")];
    let filed = |many| -> Vec<String> { file_all(root.path(), many).into_iter().map(Result::unwrap).collect() };
    for _ in 0..2 {
        assert_eq!(filed(&many), ["案/a.pdf", "案/a (2).pdf", "案/a.pdf", "案/b.pdf"]);
    }
    assert_eq!(fs::read(root.path().join("案/b.pdf")).unwrap(), b"one");
    assert_eq!(fs::read_dir(root.path().join("案")).unwrap().count(), 3, "nothing half-written is left");
}

#[test]
fn one_paper_twice_in_one_go_lies_once() {
    let root = tempfile::tempdir().unwrap();
    for filed in file_all(root.path(), &[("案/a.pdf", "one"), ("案/a.pdf", "one")]) {
        assert_eq!(filed.unwrap(), "案/a.pdf");
    }
    assert_eq!(fs::read(root.path().join("案/a.pdf")).unwrap(), b"one");
    assert!(!root.path().join("案/a (2).pdf").exists());
}

#[test]
fn what_a_stop_left_beside_a_filed_document_is_never_written_into() {
    let root = tempfile::tempdir().unwrap();
    let at = |path: &str| root.path().join(path);
    file(root.path(), "案/a.pdf", b"one").unwrap();
    // A stop between the naming and the taking away leaves a second name of the document itself.
    let left = at(&format!("案/.songda-{}.tmp", Digest::of(b"one").short(16)));
    fs::hard_link(at("案/a.pdf"), &left).unwrap();
    fs::write(at("案/a.pdf"), b"one, with a note").unwrap();
    assert_eq!(file(root.path(), "案/a.pdf", b"one").unwrap(), "案/a (2).pdf");
    assert_eq!(fs::read(at("案/a.pdf")).unwrap(), b"one, with a note");
    assert_eq!(fs::read(&left).unwrap(), b"one, with a note", "what is begun anew has a name of its own");
    assert_eq!(fs::read(at("案/a (2).pdf")).unwrap(), b"one");
    let mut there: Vec<_> = fs::read_dir(at("案")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    // Where there are no streams beside a file, the mark of the web lies in one of its own.
    there.retain(|name| !name.to_string_lossy().contains("Zone.Identifier"));
    assert_eq!(there.len(), 3, "nothing else is left: {there:?}");
    let known = name_beside(&at("案/a (2).pdf"), &Digest::of(b"one"));
    fs::hard_link(at("案/a (2).pdf"), &known).unwrap();
    assert_eq!(file(root.path(), "案/a (2).pdf", b"one").unwrap(), "案/a (2).pdf");
    assert!(!known.exists() && at("案/a (2).pdf").exists(), "its second name is taken away");
    let begun: BTreeSet<PathBuf> = (0..100).map(|_| Begun::within(&at("案")).unwrap().path).collect();
    assert_eq!(begun.len(), 100);
}

#[test]
fn nothing_is_written_outside_the_root() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("案件");
    fs::create_dir(&root).unwrap();
    let long = vec!["长".repeat(60); 8].join("/");
    for path in ["../a.pdf", "/tmp/a.pdf", "a/../../b.pdf", "a\\b.pdf", "C:a.pdf", "", "a//b.pdf", "./a.pdf", &long] {
        let error = file(&root, path, b"one").unwrap_err();
        assert_eq!(error.is_too_long(), path == long, "{path}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    assert_eq!(fs::read_dir(&root).unwrap().count(), 0);
}

#[cfg(target_os = "linux")]
#[test]
fn what_came_from_outside_is_marked() {
    let root = tempfile::tempdir().unwrap();
    file(root.path(), "a.pdf", b"one").unwrap();
    let mut value = [0_u8; 64];
    let length = rustix::fs::getxattr(root.path().join("a.pdf"), "user.xdg.origin.url", &mut value);
    // A disk without extended attributes has nothing to show.
    assert!(length.is_err() || value.starts_with(b"about:internet"));
}

#[test]
fn a_folder_of_the_name_is_passed_over() {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir_all(root.path().join("案/a.pdf/里")).unwrap();
    assert_eq!(file(root.path(), "案/a.pdf", b"one").unwrap(), "案/a (2).pdf");
    assert!(root.path().join("案/a.pdf/里").is_dir());
}

#[cfg(unix)]
#[test]
fn a_file_in_use_is_told_from_one_that_is_forbidden() {
    let error = |code: rustix::io::Errno| FileError { path: PathBuf::from("a.pdf"), source: code.into() };
    for busy in [rustix::io::Errno::BUSY, rustix::io::Errno::TXTBSY] {
        assert!(error(busy).is_locked());
        assert_eq!(crate::view::Problem::from(error(busy)).code, "case-folder.locked");
    }
    assert_eq!(crate::view::Problem::from(error(rustix::io::Errno::ACCESS)).code, "case-folder.unwritable");
}

#[cfg(windows)]
#[test]
fn a_file_that_is_open_elsewhere_is_waited_for_and_never_replaced() {
    use std::os::windows::fs::OpenOptionsExt as _;

    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("案/a.pdf");
    fs::create_dir(root.path().join("案")).unwrap();
    fs::write(&path, b"one").unwrap();
    // As office programs open what they edit: nobody else may read, write or delete.
    let open = File::options().read(true).write(true).share_mode(0).open(&path).unwrap();
    let refused = file(root.path(), "案/a.pdf", b"two").unwrap_err();
    assert!(refused.is_locked(), "{refused:?}");
    assert_eq!(crate::view::Problem::from(refused).code, "case-folder.locked");
    assert_eq!(fs::read_dir(root.path().join("案")).unwrap().count(), 1, "nothing half-written is left");
    assert_eq!(file(root.path(), "案/a.pdf", b"longer").unwrap(), "案/a (2).pdf", "this one need not be read");
    drop(open);
    assert_eq!(file(root.path(), "案/a.pdf", b"two").unwrap(), "案/a (3).pdf");
    assert_eq!(file(root.path(), "案/a.pdf", b"one").unwrap(), "案/a.pdf");
    assert_eq!(fs::read(&path).unwrap(), b"one");
}

#[test]
fn a_root_that_is_a_file_is_said() {
    let root = tempfile::tempdir().unwrap();
    let not_a_folder = root.path().join("x");
    fs::write(&not_a_folder, b"x").unwrap();
    assert!(file(&not_a_folder, "a/b.pdf", b"one").is_err());
}

#[test]
fn a_path_fits_up_to_its_border_as_each_system_counts() {
    let windows = |root: &str, wide: usize, narrow: usize| {
        fits(&format!("{root}{}{}", "𠮷".repeat(wide), "a".repeat(narrow)), true)
    };
    // Windows counts UTF-16 units: a rare character is two of them.
    assert!(windows(r"C:\", 0, 236) && !windows(r"C:\", 0, 237));
    assert!(windows(r"C:\", 100, 36) && !windows(r"C:\", 101, 35));
    assert!(windows(r"\\server\share\", 0, 224) && !windows(r"\\server\share\", 0, 225));
    assert!(windows(r"\\?\C:\", 0, 2_000), "whoever writes it so has Windows take any length");
    // Linux and macOS count bytes, of the whole and of each name.
    let names = |count: usize, rest: usize| format!("/{}{}", "案/".repeat(count), "a".repeat(rest));
    assert!(fits(&names(200, 179), false) && !fits(&names(200, 180), false));
    assert!(fits(&names(1, 255), false) && !fits(&names(1, 256), false));
    assert!(fits(&"案".repeat(85), false) && !fits(&"案".repeat(86), false));
}
