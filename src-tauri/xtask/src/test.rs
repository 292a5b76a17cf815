//! Every test there is: form, knowledge, paths, real servers, the page, the real window, and the crates' own on Windows.

use crate::run::{Trouble, cargo, npm, run};
use crate::{packages, ui, wine};

/// Runs all tests, or with `--quick` those that need no server and no window.
pub fn all(rest: &[String]) -> Result<(), Trouble> {
    let is_quick = match rest {
        [] => false,
        [only] if only == "--quick" => true,
        other => return Err(Trouble::new(format!("test 不认识的参数：{}", other.join(" ")))),
    };
    if is_quick {
        form(&["--exclude", "songda-desktop"])?;
        // The tests look at the program from outside, so it must be there first.
        run(&mut cargo(["build"]))?;
        return run(&mut cargo(["test", "--quiet"]));
    }
    packages::ensure("测试", &[packages::WINDOW, packages::TESTS].concat())?;
    if cfg!(target_os = "linux") {
        packages::unpack_cyrus()?;
    }
    page()?;
    form(&[])?;
    // One feature set for everything, the programs that the tests start among it: nothing is compiled twice.
    run(&mut cargo(["build", "--workspace", "--all-targets", "--quiet", "--features", ALL_FEATURES]))?;
    // Whoever waits for all of it wants to hear of every failure at once.
    let mut everything = cargo(["test", "--workspace", "--quiet", "--no-fail-fast", "--features", ALL_FEATURES]);
    run(everything.env("SONGDA_TESTS_WINDOW", "required"))?;
    // Most who use it are on Windows: names, locks, keys and files are tried there too, as far as wine is Windows.
    if cfg!(all(target_os = "linux", target_arch = "x86_64")) { wine::headless() } else { Ok(()) }
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

/// The page: lints, types, its own tests, the build, and a walk through it in a browser.
fn page() -> Result<(), Trouble> {
    ui::packages()?;
    for script in ["lint", "types", "test", "build", "walk"] {
        run(&mut npm(["run", "--silent", script]))?;
    }
    Ok(())
}
