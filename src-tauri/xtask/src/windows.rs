//! The Windows packages: both programs, an installer, a portable zip; built on Linux, where `--run` tries them under
//! wine, or put together on Windows of programs built there.

mod stage;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{Trouble, cargo, root, run, target};
use crate::{packages, std_source, ui, wine};
use stage::Stage;

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
    /// A folder of programs that are built already.
    built: Option<PathBuf>,
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
            "--built" => {
                let folder = words.next().map(PathBuf::from).filter(|folder| folder.is_dir());
                asked.built = Some(folder.ok_or_else(|| Trouble::new("--built 之后要写已编译程序所在的目录"))?);
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
    packages::ensure("构建 Windows 安装包", &[packages::WINE, packages::WINDOWS].concat())?;
    let out = target().join("windows");
    if asked.suites {
        packages::ensure("测试", packages::TESTS)?;
        wine::suites(&std_source::for_target(TRIPLE)?, &out)?;
    }
    if !asked.packages {
        return Ok(());
    }
    let built = match &asked.built {
        Some(built) => built.clone(),
        None => build(asked.is_debug)?,
    };
    let sign = std::env::var("SONGDA_WINDOWS_SIGN_COMMAND").ok().filter(|command| !command.trim().is_empty());
    let stage = Stage::lay_out(&out, &built, sign.as_deref())?;
    let version = env!("CARGO_PKG_VERSION");
    let kind = if asked.is_debug { "-debug" } else { "" };
    let offline = if asked.webview.is_some() { "-webview2" } else { "" };
    let name = format!("songda-{version}-{}{kind}", stage.processor);
    let setup = out.join(format!("{name}{offline}-setup.exe"));
    let made = Installer { version, stage: &stage, webview: asked.webview.as_deref(), sign: sign.as_deref() };
    made.write(&setup, asked.is_debug)?;
    let portable = out.join(format!("{name}-portable.zip"));
    zip(&stage.folder, &portable)?;
    for made in [&setup, &portable] {
        println!("{}  {:.2} MB", made.display(), size_of(made)? as f64 / 1e6);
    }
    if asked.tries {
        try_out(&stage, &setup, &portable, &out)?;
    }
    // The limit is held where it was measured: with the programs built here.
    let is_ours = asked.webview.is_none() && asked.built.is_none() && !asked.is_debug;
    let is_too_large = is_ours && size_of(&setup)? > LARGEST;
    match is_too_large {
        true => Err(Trouble::new(format!("{} 可用，但超过 {} MB", setup.display(), LARGEST / 1_000_000))),
        false => Ok(()),
    }
}

/// Tries the packages, and two more made of the same files for that.
fn try_out(stage: &Stage, setup: &Path, portable: &Path, out: &Path) -> Result<(), Trouble> {
    let older = out.join("older-setup.exe");
    let before = earlier(stage, out)?;
    Installer { version: "0.0.1", stage: &before, webview: None, sign: None }.write(&older, true)?;
    let offline = out.join("offline-setup.exe");
    let webview = wine::webview_stand_in(out)?;
    Installer { version: env!("CARGO_PKG_VERSION"), stage, webview: Some(&webview), sign: None }
        .write(&offline, true)?;
    wine::packages(&wine::Made { older: &older, offline: &offline, setup, portable }, out)
}

/// The same files as an older version would have had them, which an upgrade starts from: the programs are others by what
/// stands behind their end, where Windows does not look.
fn earlier(stage: &Stage, out: &Path) -> Result<Stage, Trouble> {
    let folder = out.join("stage-older");
    let fail = |error: std::io::Error| Trouble::new(format!("无法建立 {}：{error}", folder.display()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(fail)?;
    for file in fs::read_dir(&stage.folder).map_err(fail)?.flatten() {
        let mut bytes = fs::read(file.path()).map_err(fail)?;
        if file.path().extension().is_some_and(|ending| ending == "exe") {
            bytes.extend_from_slice(b"older");
        }
        fs::write(folder.join(file.file_name()), bytes).map_err(fail)?;
    }
    Ok(Stage { folder, processor: stage.processor })
}

/// Builds the programs on Linux; the folder they lie in.
fn build(is_debug: bool) -> Result<PathBuf, Trouble> {
    let library = std_source::for_target(TRIPLE)?;
    ui::build()?;
    let mut program = cargo(["build", "--target", TRIPLE, "--package", "songda-desktop", "--bins"]);
    program.args(["--features", "songda-desktop/custom-protocol"]);
    if !is_debug {
        // For size: offices download the installer over slow lines.
        program.arg("--release").env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "z").env("CARGO_PROFILE_RELEASE_LTO", "fat");
    }
    run(library.apply(&mut program))?;
    Ok(target().join(TRIPLE).join(if is_debug { "debug" } else { "release" }))
}

/// What goes into a setup program.
struct Installer<'a> {
    version: &'a str,
    stage: &'a Stage,
    webview: Option<&'a Path>,
    sign: Option<&'a str>,
}

impl Installer<'_> {
    fn write(&self, setup: &Path, is_fast: bool) -> Result<(), Trouble> {
        let mut make = Command::new(makensis());
        make.args(["-V2", "-WX", "-INPUTCHARSET", "UTF8"])
            .arg(format!("-DVERSION={}", self.version))
            .arg(format!("-DSTAGE={}", self.stage.folder.display()))
            .arg(format!("-DOUT={}", setup.display()));
        if cfg!(windows) {
            make.arg("-DKIND=x86-unicode");
        }
        if self.stage.processor == "arm64" {
            make.arg("-DARM");
        }
        if self.stage.folder.join("WebView2Loader.dll").exists() {
            make.arg("-DLOADER");
        }
        if is_fast {
            make.arg("-DFAST");
        }
        if let Some(webview) = self.webview {
            make.arg(format!("-DWEBVIEW={}", webview.display()));
        }
        if let Some(sign) = self.sign {
            make.arg(format!("-DSIGN={sign}"));
        }
        run(make.arg(root().join("src-tauri/windows/installer.nsi")))
    }
}

/// The maker of installers; on Windows its own setup leaves it off the path.
fn makensis() -> &'static str {
    let usual = r"C:\Program Files (x86)\NSIS\makensis.exe";
    if cfg!(windows) && Path::new(usual).exists() { usual } else { "makensis" }
}

fn zip(stage: &Path, portable: &Path) -> Result<(), Trouble> {
    let _ = fs::remove_file(portable);
    // Windows brings a tar along that writes zip files by their name; Git's, which may stand ahead of it, does not.
    let (program, words): (_, &[&str]) = match cfg!(windows) {
        true => (r"C:\Windows\System32\tar.exe", &["-a", "-cf"]),
        false => ("zip", &["-q", "-r"]),
    };
    run(Command::new(program).args(words).arg(portable).arg(".").current_dir(stage))
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
        assert!(of(&["--built"]).is_err() && of(&["--built", "/nonexistent"]).is_err());
    }
}
