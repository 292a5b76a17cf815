//! The Windows packages, built on Linux: both programs, an installer, a portable zip; `--run` tries them under wine.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{Trouble, cargo, root, run, target};
use crate::{packages, std_source, ui, wine};

/// The target the packages are for.
const TRIPLE: &str = "x86_64-pc-windows-gnu";

/// Builds everything; what it made is printed with its size.
///
/// # Errors
/// When a tool is missing and cannot be installed, or a step fails; the step is named.
pub fn make(rest: &[String]) -> Result<(), Trouble> {
    let wants_run = match rest {
        [] => false,
        [only] if only == "--run" => true,
        other => return Err(Trouble::new(format!("windows 不认识的参数：{}", other.join(" ")))),
    };
    packages::ensure("构建 Windows 安装包", packages::WINDOWS)?;
    ui::build()?;
    let library = std_source::for_target(TRIPLE)?;
    build(&library)?;
    let stage = stage()?;
    let version = env!("CARGO_PKG_VERSION");
    let out = folder();
    let setup = out.join(format!("songda-{version}-x64-setup.exe"));
    installer(version, &stage, &setup)?;
    let portable = out.join(format!("songda-{version}-x64-portable.zip"));
    zip(&stage, &portable)?;
    for made in [&setup, &portable] {
        println!("{}  {:.1} MB", made.display(), size_of(made)? as f64 / 1e6);
    }
    if wants_run { wine::try_out(&setup, &out) } else { Ok(()) }
}

/// Where the packages come to lie.
fn folder() -> PathBuf {
    target().join("windows")
}

fn build(library: &std_source::Library) -> Result<(), Trouble> {
    let release = ["build", "--release", "--target", TRIPLE, "--package"];
    let [a, b, c, d, e] = release;
    let mut headless = cargo([a, b, c, d, e, "songda-mailroom", "--bin", "songda"]);
    run(library.apply(&mut headless))?;
    let mut window = cargo([a, b, c, d, e, "songda-desktop", "--features", "custom-protocol"]);
    run(library.apply(&mut window))
}

/// Lays out the files as they will be installed.
fn stage() -> Result<PathBuf, Trouble> {
    let stage = folder().join("stage");
    let built = target().join(TRIPLE).join("release");
    let _ = fs::remove_dir_all(&stage);
    fs::create_dir_all(&stage).map_err(|error| Trouble::new(format!("无法建立 {}：{error}", stage.display())))?;
    let files = [
        (built.join("songda.exe"), "songda.exe"),
        (built.join("songda-desktop.exe"), "songda-desktop.exe"),
        (loader(&built)?, "WebView2Loader.dll"),
        (root().join("icons/icon.ico"), "songda.ico"),
        (root().join("LICENSE-MIT"), "LICENSE-MIT.txt"),
        (root().join("LICENSE-APACHE"), "LICENSE-APACHE.txt"),
    ];
    for (from, name) in files {
        fs::copy(&from, stage.join(name))
            .map_err(|error| Trouble::new(format!("无法复制 {} 到安装包：{error}", from.display())))?;
    }
    Ok(stage)
}

/// The loader of WebView2 that the crate `webview2-com-sys` puts beside what it builds.
fn loader(built: &Path) -> Result<PathBuf, Trouble> {
    let build = built.join("build");
    let made = fs::read_dir(&build).map_err(|error| Trouble::new(format!("无法读取 {}：{error}", build.display())))?;
    made.flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with("webview2-com-sys-"))
        .map(|entry| entry.path().join("out/x64/WebView2Loader.dll"))
        .find(|path| path.exists())
        .ok_or_else(|| Trouble::new(format!("{} 下没有 WebView2Loader.dll，安装包不完整", build.display())))
}

fn installer(version: &str, stage: &Path, setup: &Path) -> Result<(), Trouble> {
    run(Command::new("makensis")
        .args(["-V2", "-INPUTCHARSET", "UTF8"])
        .arg(format!("-DVERSION={version}"))
        .arg(format!("-DSTAGE={}", stage.display()))
        .arg(format!("-DOUT={}", setup.display()))
        .arg(root().join("src-tauri/windows/installer.nsi")))
}

fn zip(stage: &Path, portable: &Path) -> Result<(), Trouble> {
    let _ = fs::remove_file(portable);
    run(Command::new("zip").args(["-q", "-9", "-r"]).arg(portable).arg(".").current_dir(stage))
}

fn size_of(path: &Path) -> Result<u64, Trouble> {
    let meta = fs::metadata(path).map_err(|error| Trouble::new(format!("没有生成 {}：{error}", path.display())))?;
    Ok(meta.len())
}
