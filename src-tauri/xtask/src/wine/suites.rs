//! The tests as Windows runs them: the crates' own in a Windows program, those from outside upon the Windows program.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::prefix::{self, Wine};
use crate::run::{Trouble, cargo, run, target};
use crate::std_source::Library;
use crate::test::ALL_FEATURES;
use crate::windows::TRIPLE;

/// What cannot run under wine, with the reason: a test's name, or the beginning of several.
const CANNOT: &[(&str, &str)] = &[
    ("folders::tests::equal_bytes_lie_once", NO_STREAMS),
    ("folders::tests::many_are_filed_as_if", NO_STREAMS),
    ("readings::tests::who_looks_beside_another_program", "wine 不能替换打开着的文件；Windows 10 1809 起可以"),
    ("room::keeping::tests::what_is_damaged_or_of_another_ledger", "途中换掉数据库文件；Windows 不许删除打开着的"),
];
/// Their folders hold one file more for every document.
const NO_STREAMS: &str = "wine 没有 NTFS 的备用数据流，“来自互联网”的标记在那里成了单独的文件";

/// What is built. Nothing of the window's is, but it is named: with its features, what runs while compiling, and what that
/// is made of, is the very same as for this machine, and is there already.
const PACKAGES: &[&str] = &["-p", "songda-core", "-p", "songda-mailroom", "-p", "songda-desktop"];

/// The suites that look at the program from outside, some upon real servers on loopback.
const OUTSIDE: &[&str] = &[
    "doors",
    "served_mail",
    "handling",
    "correct",
    "channels",
    "smime",
    "keeping",
    "automatic",
    "sheets",
    "versions",
    "desks",
    "first_look",
    "time",
    "by_hand",
    "folders",
    "renamed",
];

/// Suites from outside that cannot hold under wine, with the reason.
const CANNOT_OUTSIDE: &[(&[&str], &str)] = &[
    (
        &["home"],
        "逐个数案件文件夹里的文件（wine 没有备用数据流）、读被锁住的文件（Windows 不许）、用 ulimit 和反复终止",
    ),
    (&["outside"], "扮演 bsdtar 和 tesseract 的是 shell 脚本，Windows 程序只能启动 .exe"),
    (&["window", "window_home", "window_answers", "window_settings"], "wine 里没有 WebView2，人工测试单 W1–W28"),
    (&["disks"], "装满的、只读的、不见的磁盘靠 Linux 的挂载"),
    (
        &["sending", "receipts", "mailbox", "claims", "errands", "downloads"],
        "在每一步终止程序再启动，上百次；wine 启动太慢，同样的测试在 Linux 上运行",
    ),
    (&["served", "hostile", "hammer"], "每封来信启动一次程序，上千次；读信本身由各 crate 自己的测试在 wine 里运行"),
    (&["house", "release", "lists", "deadlines"], "不运行程序：看源代码和发布流程，或在本进程里使用库"),
    (&["accounts"], "用终端、钥匙串和 D-Bus 的脚本代替人"),
];

/// Tests of the suites that run which cannot hold, with the reason.
const CANNOT_OF_THOSE: &[(&str, &str)] = &[
    ("being_killed_at_any_moment", "四十轮启动和终止，wine 启动太慢，十分钟内跑不完；同样的测试在 Linux 上运行"),
    ("new_court_mail_does_not_wait", "五千封旧邮件，wine 里的开发版五分钟收不完；同样的测试在 Linux 上运行"),
    ("a_link_that_leads_out", "Linux 的符号链接在 wine 里看不出是链接；同样的测试在 Linux 上运行"),
];

/// The crates' own tests.
///
/// # Errors
/// When one fails.
pub fn own(wine: &Wine, library: &Library) -> Result<(), Trouble> {
    let mut tests = cargo(["test", "--target", TRIPLE]);
    tests.args(PACKAGES).arg("--lib");
    tests.env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", prefix::loader());
    for (name, value) in wine.surroundings() {
        tests.env(name, value);
    }
    let tests = library.apply_to_tests(&mut tests).args(["--", "--quiet"]);
    skip(tests, CANNOT);
    run(tests)
}

/// The tests from outside, built for this machine: each command they start is the Windows program under wine.
///
/// # Errors
/// When one fails.
pub fn from_outside(wine: &Wine, library: &Library, out: &Path) -> Result<(), Trouble> {
    let mut program = cargo(["build", "--target", TRIPLE]);
    run(library.apply(program.args(PACKAGES).args(["--bin", "songda"])))?;
    let programs = out.join("programs");
    stand_in(wine, &programs)?;
    // With the features of all the tests: what those have built is used again.
    let mut tests = cargo(["test", "--workspace", "--features", ALL_FEATURES]);
    for suite in OUTSIDE {
        tests.args(["--test", suite]);
    }
    let _held = wine.hold()?;
    // One at a time: wine starts slowly, and these tests measure how long things take.
    tests.env("SONGDA_PROGRAMS", &programs).env("SONGDA_WITHOUT_SIGNALS", "1").args(["--", "--test-threads", "1"]);
    for (names, reason) in CANNOT_OUTSIDE {
        println!("不能在 wine 里运行：{}（{reason}）", names.join("、"));
    }
    skip(&mut tests, CANNOT_OF_THOSE);
    run(&mut tests)
}

fn skip(tests: &mut Command, cannot: &[(&str, &str)]) {
    for (name, reason) in cannot {
        println!("不能在 wine 里运行：{name}（{reason}）");
        tests.args(["--skip", name]);
    }
}

/// A program by the name the tests look for, which is the Windows program.
fn stand_in(wine: &Wine, programs: &Path) -> Result<(), Trouble> {
    let exe = target().join(TRIPLE).join("debug/songda.exe");
    let mut script = "#!/bin/sh\n# Written by xtask: the Windows program, for the tests from outside.\n".to_owned();
    for (name, value) in wine.surroundings() {
        script += &format!("export {name}='{value}'\n");
    }
    // Drive Z is this machine's disk; a path that begins with a slash is told from the drive one stands on.
    script += &format!("cd / && exec {} '{}' \"$@\"\n", prefix::loader().display(), exe.display());
    let path = programs.join("songda");
    let fail = |error: std::io::Error| Trouble::new(format!("无法写入 {}：{error}", path.display()));
    fs::create_dir_all(programs).map_err(fail)?;
    fs::write(&path, script).map_err(fail)?;
    run(Command::new("chmod").arg("755").arg(&path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::root;

    #[test]
    fn every_suite_runs_under_wine_or_says_why_not() {
        let manifest = fs::read_to_string(root().join("tests/Cargo.toml")).unwrap();
        let mut known = crate::test::suites_of(&manifest);
        let cannot = CANNOT_OUTSIDE.iter().flat_map(|(names, _)| names.iter());
        let mut told: Vec<_> = OUTSIDE.iter().chain(cannot).map(|name| (*name).to_owned()).collect();
        known.sort();
        told.sort();
        assert_eq!(known, told);
    }
}
