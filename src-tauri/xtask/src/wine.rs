//! Tries the Windows programs under wine: what is theirs to do on a Windows machine, as far as wine has one.

mod install;
mod prefix;
mod suites;
mod window;

use std::path::Path;

use crate::run::Trouble;
use crate::std_source::Library;
use prefix::Wine;

/// The packages: install an older version, upgrade, run, refuse a downgrade, open without a web view, uninstall.
///
/// # Errors
/// At the first step that does not leave what it should.
pub fn packages(older: &Path, setup: &Path, portable: &Path, out: &Path) -> Result<(), Trouble> {
    let wine = Wine::new(&out.join("wine"), out)?;
    install::journey(&wine, older, setup)?;
    install::portable(&wine, portable)?;
    window::without_a_web_view(&wine)?;
    install::uninstall(&wine)
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
