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

/// The suites that look at the program from outside, upon real servers on loopback.
const OUTSIDE: &[&str] = &["doors", "served_mail"];

/// Tests from outside that cannot hold under wine, with the reason.
const CANNOT_OUTSIDE: &[(&str, &str)] = &[
    (
        "tests/home.rs",
        "逐个数案件文件夹里的文件（wine 没有备用数据流）、读被锁住的文件（Windows 不许）、用 ulimit 和反复终止",
    ),
    ("tests/outside.rs", "用信号让程序结束；Windows 没有这种信号，人工测试单 W22"),
    ("tests/window.rs", "wine 里没有 WebView2，人工测试单 W1–W26"),
    ("being_killed_at_any_moment", "四十轮启动和终止，wine 启动太慢，十分钟内跑不完；同样的测试在 Linux 上运行"),
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
    // One at a time: wine starts slowly, and these tests measure how long things take.
    tests.env("SONGDA_PROGRAMS", &programs).env("SONGDA_WITHOUT_SIGNALS", "1").args(["--", "--test-threads", "1"]);
    skip(&mut tests, CANNOT_OUTSIDE);
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
