//! The window's page: npm packages, and the build that the desktop program embeds.

use std::fs;
use std::process::Command;

use crate::run::{Trouble, npm, root, run, works};

/// Sees to it that the page's packages are installed as the lock file says.
///
/// # Errors
/// When Node.js is missing or npm fails.
pub fn packages() -> Result<(), Trouble> {
    if !works(Command::new("node").arg("--version")) {
        return Err(Trouble::new("没有找到 Node.js。请安装 Node.js 20 或更新的版本（https://nodejs.org），然后重试。"));
    }
    let ui = root().join("ui");
    let wanted = fs::read(ui.join("package-lock.json")).unwrap_or_default();
    // A copy of the lock file beside the packages says what they were installed from.
    let mark = ui.join("node_modules/.installed-lock.json");
    if fs::read(&mark).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    run(&mut npm(["ci", "--no-audit", "--no-fund"]))?;
    fs::write(&mark, wanted).map_err(|error| Trouble::new(format!("无法写入 {}：{error}", mark.display())))
}

/// Builds the page.
///
/// # Errors
/// When a package cannot be installed or the build fails.
pub fn build() -> Result<(), Trouble> {
    packages()?;
    run(&mut npm(["run", "--silent", "build"]))
}

/// Whether there is a page to embed.
pub fn is_built() -> bool {
    root().join("ui/dist/index.html").exists()
}
