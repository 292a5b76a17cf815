//! Tries the Windows programs under wine: what is theirs to do on a Windows machine, as far as wine has one.

mod install;
mod prefix;
mod suites;
mod window;

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::packages;
use crate::run::{Trouble, root, run, target};
use crate::std_source::{self, Library};
use crate::windows::TRIPLE;
use prefix::Wine;

/// The packages: install without a network, install an older version, upgrade while it watches, run, refuse a downgrade,
/// update as the window does and open without a web view, uninstall.
///
/// # Errors
/// At the first step that does not leave what it should.
pub fn packages(made: &Made<'_>, out: &Path) -> Result<(), Trouble> {
    let Made { older, offline, setup, portable } = made;
    // A machine of its own: what it installs of WebView2 is not there for the steps after it.
    install::offline(&Wine::new(&out.join("wine-offline"), out)?, offline)?;
    let wine = Wine::new(&out.join("wine"), out)?;
    install::journey(&wine, older, setup)?;
    install::portable(&wine, portable)?;
    window::without_a_web_view(&wine, setup)?;
    install::uninstall(&wine)
}

/// What is tried.
pub struct Made<'a> {
    /// The same programs under an older number.
    pub older: &'a Path,
    /// The setup program that carries an installer of WebView2 along.
    pub offline: &'a Path,
    /// The usual setup program.
    pub setup: &'a Path,
    /// The zip that needs no installation.
    pub portable: &'a Path,
}

/// A program in the place of WebView2's installer: it leaves a file that says it ran, and with which words.
///
/// # Errors
/// When it cannot be compiled.
pub fn webview_stand_in(out: &Path) -> Result<PathBuf, Trouble> {
    let made = out.join("webview2-stand-in.exe");
    let source = root().join("src-tauri/windows/webview2_stand_in.c");
    run(Command::new("x86_64-w64-mingw32-gcc").arg("-o").arg(&made).arg(source))?;
    Ok(made)
}

/// The suites: the crates' own tests as Windows programs, and the tests from outside on the Windows program.
///
/// # Errors
/// When a test fails that is not named as one that cannot run here.
pub fn suites(library: &Library, out: &Path) -> Result<(), Trouble> {
    let wine = Wine::new(&out.join("wine-suites"), out)?;
    suites::own(&wine, library)?;
    suites::from_outside(&wine, library, out)
}

/// The crates' own tests alone, as the run of all tests has them. Where the tools for it are not to be had, that is said
/// and nothing is run: what Windows does differently is then told by a machine that has them.
///
/// # Errors
/// When a test fails that is not named as one that cannot run here.
pub fn headless() -> Result<(), Trouble> {
    let tools = packages::ensure("在 wine 里运行测试", packages::WINE);
    let library = match tools.and_then(|()| std_source::for_target(TRIPLE)) {
        Ok(library) => library,
        Err(trouble) => {
            eprintln!("没有运行 Windows 测试：{trouble}");
            return Ok(());
        }
    };
    let out = target().join("windows");
    let wine = Wine::new(&out.join("wine-suites"), &out)?;
    suites::own(&wine, &library)
}
