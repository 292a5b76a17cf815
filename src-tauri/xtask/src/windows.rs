//! The Windows packages, built on Linux: both programs, an installer, a portable zip; `--run` tries them under wine.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{Trouble, cargo, root, run, target};
use crate::{packages, std_source, ui, wine};

/// The target the packages are for.
pub const TRIPLE: &str = "x86_64-pc-windows-gnu";
/// An installer without WebView2 stays below this: offices download it over slow lines.
const LARGEST: u64 = 12_000_000;

/// What is asked for.
#[derive(Debug, Default, PartialEq, Eq)]
struct Asked {
    /// The suites under wine.
    suites: bool,
    /// The packages.
    packages: bool,
    /// The packages are tried under wine.
    tries: bool,
    /// Of programs built for development: quick to have, larger, for trying the packages only.
    is_debug: bool,
    /// An installer of WebView2 that the setup program carries along.
    webview: Option<PathBuf>,
}

fn asked(rest: &[String]) -> Result<Asked, Trouble> {
    let mut asked = Asked { packages: true, ..Asked::default() };
    let mut words = rest.iter().map(String::as_str);
    while let Some(word) = words.next() {
        match word {
            "--run" => (asked.suites, asked.tries) = (true, true),
            "--suites" => (asked.suites, asked.packages) = (true, false),
            "--try" => asked.tries = true,
            "--debug" => asked.is_debug = true,
            "--webview" => {
                let file = words.next().map(PathBuf::from).filter(|file| file.is_file());
                asked.webview = Some(file.ok_or_else(|| Trouble::new("--webview 之后要写 WebView2 安装程序的路径"))?);
            }
            other => return Err(Trouble::new(format!("windows 不认识的参数：{other}"))),
        }
    }
    Ok(asked)
}

/// Builds everything; what it made is printed with its size.
///
/// # Errors
/// When a tool is missing and cannot be installed, or a step fails; the step is named.
pub fn make(rest: &[String]) -> Result<(), Trouble> {
    let asked = asked(rest)?;
    packages::ensure("构建 Windows 安装包", packages::WINDOWS)?;
    let library = std_source::for_target(TRIPLE)?;
    let out = target().join("windows");
    if asked.suites {
        packages::ensure("测试", packages::TESTS)?;
        wine::suites(&library, &out)?;
    }
    if !asked.packages {
        return Ok(());
    }
    ui::build()?;
    build(&library, asked.is_debug)?;
    let stage = stage(&out, if asked.is_debug { "debug" } else { "release" })?;
    let version = env!("CARGO_PKG_VERSION");
    let kind = if asked.is_debug { "-debug" } else { "" };
    let offline = if asked.webview.is_some() { "-webview2" } else { "" };
    let setup = out.join(format!("songda-{version}-x64{kind}{offline}-setup.exe"));
    installer(version, &stage, &setup, asked.webview.as_deref(), asked.is_debug)?;
    let portable = out.join(format!("songda-{version}-x64{kind}-portable.zip"));
    zip(&stage, &portable)?;
    for made in [&setup, &portable] {
        println!("{}  {:.1} MB", made.display(), size_of(made)? as f64 / 1e6);
    }
    if asked.tries {
        // The same files under an older number: what an upgrade starts from.
        let older = out.join("older-setup.exe");
        installer("0.0.1", &stage, &older, None, true)?;
        wine::packages(&older, &setup, &portable, &out)?;
    }
    let is_too_large = asked.webview.is_none() && !asked.is_debug && size_of(&setup)? > LARGEST;
    match is_too_large {
        true => Err(Trouble::new(format!("{} 可用，但超过 {} MB", setup.display(), LARGEST / 1_000_000))),
        false => Ok(()),
    }
}

fn build(library: &std_source::Library, is_debug: bool) -> Result<(), Trouble> {
    let mut program = cargo(["build", "--target", TRIPLE, "--package", "songda-desktop", "--bins"]);
    program.args(["--features", "songda-desktop/custom-protocol"]);
    if !is_debug {
        // For size: offices download the installer over slow lines.
        program.arg("--release").env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "s").env("CARGO_PROFILE_RELEASE_LTO", "fat");
    }
    run(library.apply(&mut program))
}

/// Lays out the files as they will be installed.
fn stage(out: &Path, profile: &str) -> Result<PathBuf, Trouble> {
    let stage = out.join("stage");
    let built = target().join(TRIPLE).join(profile);
    let _ = fs::remove_dir_all(&stage);
    fs::create_dir_all(&stage).map_err(|error| Trouble::new(format!("无法建立 {}：{error}", stage.display())))?;
    let files = [
        // One program under two names; it goes by its name.
        (built.join("songda-desktop.exe"), "songda.exe"),
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
    for (program, kind) in [("songda.exe", "console"), ("songda-desktop.exe", "windows")] {
        let mut mark = Command::new("x86_64-w64-mingw32-objcopy");
        run(mark.args(["--strip-all", "--subsystem", kind]).arg(stage.join(program)))?;
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

fn installer(version: &str, stage: &Path, setup: &Path, webview: Option<&Path>, is_fast: bool) -> Result<(), Trouble> {
    let mut make = Command::new("makensis");
    make.args(["-V2", "-WX", "-INPUTCHARSET", "UTF8"])
        .arg(format!("-DVERSION={version}"))
        .arg(format!("-DSTAGE={}", stage.display()))
        .arg(format!("-DOUT={}", setup.display()));
    if is_fast {
        make.arg("-DFAST");
    }
    if let Some(webview) = webview {
        make.arg(format!("-DWEBVIEW={}", webview.display()));
    }
    run(make.arg(root().join("src-tauri/windows/installer.nsi")))
}

fn zip(stage: &Path, portable: &Path) -> Result<(), Trouble> {
    let _ = fs::remove_file(portable);
    run(Command::new("zip").args(["-q", "-r"]).arg(portable).arg(".").current_dir(stage))
}

fn size_of(path: &Path) -> Result<u64, Trouble> {
    let meta = fs::metadata(path).map_err(|error| Trouble::new(format!("没有生成 {}：{error}", path.display())))?;
    Ok(meta.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(words: &[&str]) -> Result<Asked, Trouble> {
        asked(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn what_is_asked_for() {
        assert_eq!(of(&[]).unwrap(), Asked { packages: true, ..Asked::default() });
        let all = of(&["--run"]).unwrap();
        assert!(all.suites && all.packages && all.tries);
        let suites = of(&["--suites"]).unwrap();
        assert!(suites.suites && !suites.packages);
        assert!(of(&["--webview", "/nonexistent/webview2.exe"]).is_err() && of(&["--nonsense"]).is_err());
    }
}
