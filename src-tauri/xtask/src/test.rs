//! Every test there is: form, knowledge, paths, real servers, the page, the real window, and the crates' own on Windows.

use std::fs;
use std::process::Command;

use crate::beside::Beside;
use crate::run::{Trouble, cargo, npm, root, run, works};
use crate::{packages, ui, wine};

/// What runs beside the rest, by the word after `--part`.
const PAGE: &str = "page";
const PATIENT: &str = "patient";

/// Runs all tests, or with `--quick` those that need no server and no window.
pub fn all(rest: &[String]) -> Result<(), Trouble> {
    match rest.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => everything(),
        ["--quick"] => {
            form(&["--exclude", "songda-desktop"])?;
            // The tests look at the program from outside, so it must be there first.
            run(&mut cargo(["build"]))?;
            run(&mut cargo(["test", "--quiet"]))
        }
        ["--part", PAGE] => page(),
        ["--part", PATIENT] => run(&mut suites(&patient(true)?)),
        _ => Err(Trouble::new(format!("test 不认识的参数：{}", rest.join(" ")))),
    }
}

/// Whoever waits for all of it wants to hear of every failure at once: a part that fails does not stop the one beside it.
fn everything() -> Result<(), Trouble> {
    packages::ensure("测试", &[packages::WINDOW, packages::TESTS].concat())?;
    if cfg!(target_os = "linux") {
        packages::unpack_cyrus()?;
    }
    // The desktop program embeds the page, so that is built first; its tests need no program.
    ui::build()?;
    let beside = Beside::start(PAGE)?;
    // One feature set for everything, the programs that the tests start among it: nothing is compiled twice.
    let built = form(&[]).and_then(|()| {
        run(&mut cargo(["build", "--workspace", "--all-targets", "--quiet", "--features", ALL_FEATURES]))
    });
    beside.end_with(built)?;
    let others = patient(false)?;
    let beside = Beside::start(PATIENT)?;
    let done = run(suites(&others).args(["--lib", "--bins"]).env("SONGDA_TESTS_WINDOW", "required"))
        .and_then(|()| run(&mut cargo(["test", "--workspace", "--quiet", "--doc", "--features", ALL_FEATURES])))
        .and_then(|()| on_windows());
    beside.end_with(done)
}

/// Most who use it are on Windows: names, locks, keys and files are tried there too, as far as wine is Windows.
fn on_windows() -> Result<(), Trouble> {
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        return Ok(());
    }
    // Compiling for it leaves the processor to the suites that still run against real servers beside it.
    works(Command::new("renice").args(["-n", "10", "-p", &std::process::id().to_string()]));
    wine::headless()
}

/// The suites that wait for servers and disks most of their time. They run beside those that compute.
const WAITING: &[&str] = &[
    "sending",
    "accounts",
    "mailbox",
    "receipts",
    "served_mail",
    "errands",
    "downloads",
    "channels",
    "correct",
    "desks",
];

/// The suites of the tests package that wait, or all the others.
fn patient(waits: bool) -> Result<Vec<String>, Trouble> {
    let manifest = root().join("tests/Cargo.toml");
    let text = fs::read_to_string(&manifest)
        .map_err(|error| Trouble::new(format!("无法读取 {}：{error}", manifest.display())))?;
    let mut known = suites_of(&text);
    if let Some(gone) = WAITING.iter().find(|name| !known.iter().any(|suite| suite == *name)) {
        return Err(Trouble::new(format!("{} 里没有名为 {gone} 的测试", manifest.display())));
    }
    known.retain(|suite| WAITING.contains(&suite.as_str()) == waits);
    Ok(known)
}

/// Names of the test programs that a manifest lists.
pub fn suites_of(manifest: &str) -> Vec<String> {
    let tables = manifest.split("[[test]]").skip(1);
    let names = tables.filter_map(|table| {
        let table = table.split("\n[").next()?;
        table.lines().find_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'))
    });
    names.map(str::to_owned).collect()
}

fn suites(names: &[String]) -> Command {
    let mut tests = cargo(["test", "--workspace", "--quiet", "--no-fail-fast", "--features", ALL_FEATURES]);
    for name in names {
        tests.args(["--test", name]);
    }
    tests
}

/// The real servers and the real window are switched on by features of the tests package.
pub const ALL_FEATURES: &str = "songda-desktop/custom-protocol,songda-tests/servers,songda-tests/window";

/// Form and lints.
fn form(but: &[&str]) -> Result<(), Trouble> {
    run(&mut cargo(["fmt", "--all", "--check"]))?;
    let mut lints = cargo(["clippy", "--quiet", "--workspace", "--all-targets"]);
    if but.is_empty() {
        lints.args(["--features", ALL_FEATURES]);
    }
    run(lints.args(but).args(["--", "--deny", "warnings"]))
}

/// The page, once it is built: lints, types, its own tests, and a walk through it in a browser.
fn page() -> Result<(), Trouble> {
    for script in ["lint", "types", "test", "walk"] {
        run(&mut npm(["run", "--silent", script]))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_suite_runs_once() {
        let (waiting, others) = (patient(true).unwrap(), patient(false).unwrap());
        assert_eq!(waiting.len(), WAITING.len());
        assert!(others.iter().any(|suite| suite == "house") && !others.iter().any(|suite| suite == "sending"));
        let text = fs::read_to_string(root().join("tests/Cargo.toml")).unwrap();
        assert_eq!(waiting.len() + others.len(), text.matches("[[test]]").count());
        // Other packages keep their tests in their sources, where `--lib` and `--bins` find them.
        for package in ["src-tauri", "src-tauri/crates/core", "src-tauri/crates/mailroom", "src-tauri/xtask"] {
            assert!(!root().join(package).join("tests").exists(), "{package}");
        }
    }

    #[test]
    fn names_are_those_of_tests() {
        let text = "[lib]\nname = \"no\"\n[[test]]\nname = \"one\"\npath = \"a.rs\"\n\n[[test]]\npath = \"b\"\nname = \"two\"\n[[bench]]\nname = \"none\"\n";
        assert_eq!(suites_of(text), ["one", "two"]);
    }
}
