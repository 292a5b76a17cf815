//! Checks the code for macOS on Linux: every crate compiled and linted, nothing linked and nothing run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{Trouble, cargo, root, run, target, works};
use crate::{packages, std_source, ui};

const TRIPLE: &str = "aarch64-apple-darwin";
/// A C compiler that knows macOS' headers, as a package of PyPI.
const COMPILER: &str = "ziglang==0.17.1";

/// Compiles and lints everything.
///
/// # Errors
/// When a tool is missing and cannot be installed, or the code does not hold.
pub fn check(rest: &[String]) -> Result<(), Trouble> {
    if !rest.is_empty() {
        return Err(Trouble::new(format!("mac-check 不认识的参数：{}", rest.join(" "))));
    }
    packages::ensure("检查 macOS 代码", packages::MAC)?;
    if !ui::is_built() {
        ui::build()?;
    }
    let library = std_source::for_target(TRIPLE)?;
    let zig = compiler()?;
    // Clippy compiles as `cargo check` does, and looks at more.
    let mut lints = cargo(["clippy", "--target", TRIPLE, "--workspace", "--all-targets"]);
    // The real window is driven over X11, on Linux alone.
    lints.args(["--features", "songda-desktop/custom-protocol,songda-tests/servers"]);
    let tools = root().join("src-tauri/macos");
    lints
        .env("ZIG", &zig)
        .env("CC_aarch64_apple_darwin", tools.join("cc.sh"))
        .env("CXX_aarch64_apple_darwin", tools.join("cc.sh"))
        .env("AR_aarch64_apple_darwin", tools.join("ar.sh"))
        // Nothing is linked, so no kit of Apple's is asked for.
        .env("SDKROOT", "/");
    run(library.apply_to_tests(&mut lints).args(["--", "--deny", "warnings"]))
}

/// The compiler, installed below the target folder.
fn compiler() -> Result<PathBuf, Trouble> {
    let place = target().join("ziglang");
    let zig = place.join("ziglang/zig");
    let mark = place.join("installed");
    if fs::read_to_string(&mark).is_ok_and(|kept| kept == COMPILER) && zig.exists() {
        return Ok(zig);
    }
    let python = if works(Command::new("/usr/bin/python3").args(["-m", "pip", "--version"])) {
        Path::new("/usr/bin/python3")
    } else {
        Path::new("python3")
    };
    run(Command::new(python)
        .args(["-m", "pip", "install", "--quiet", "--upgrade", "--target"])
        .arg(&place)
        .arg(COMPILER))?;
    fs::write(&mark, COMPILER).map_err(|error| Trouble::new(format!("无法写入 {}：{error}", mark.display())))?;
    Ok(zig)
}
