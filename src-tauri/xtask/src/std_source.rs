//! The standard library for another target: installed, added by rustup, or built from Debian's copy of its source.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{Trouble, run, target, works};

/// Where the standard library of a target comes from.
pub enum Library {
    /// The toolchain has it.
    Installed,
    /// Built along with the program, from this folder.
    Source(PathBuf),
}

impl Library {
    /// Sets up a cargo command to use it.
    pub fn apply<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        self.with(command, "-Zbuild-std=std,panic_unwind")
    }

    /// The same for a command that builds tests, too.
    pub fn apply_to_tests<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        self.with(command, "-Zbuild-std=std,panic_unwind,proc_macro,test")
    }

    fn with<'a>(&self, command: &'a mut Command, switch: &str) -> &'a mut Command {
        match self {
            Self::Installed => command,
            // The switches are cargo's, not stable, and only cargo is told that it may: it tells the compiler so for the
            // library alone. `RUSTC_BOOTSTRAP` would be seen by every build script, several of which then run anew, and
            // all that this machine's own programs are made of would be compiled twice.
            Self::Source(library) => command
                .env("__CARGO_TEST_CHANNEL_OVERRIDE_DO_NOT_USE_THIS", "nightly")
                .env("__CARGO_TESTS_ONLY_SRC_ROOT", library)
                .arg(switch),
        }
    }
}

/// Finds or fetches the standard library of a target.
///
/// # Errors
/// When neither rustup nor Debian has one that fits this compiler.
pub fn for_target(triple: &str) -> Result<Library, Trouble> {
    if is_installed(triple) || (works(Command::new("rustup").args(["target", "add", triple])) && is_installed(triple)) {
        return Ok(Library::Installed);
    }
    let place = target().join("std-source");
    let library = place.join("library");
    let release = release()?;
    let mark = place.join("release");
    if fs::read_to_string(&mark).is_ok_and(|kept| kept == release) && library.join("std").exists() {
        return Ok(Library::Source(library));
    }
    fetch(&place, &release, triple)?;
    fs::write(&mark, &release).map_err(|error| Trouble::new(format!("无法写入 {}：{error}", mark.display())))?;
    Ok(Library::Source(library))
}

fn is_installed(triple: &str) -> bool {
    let Ok(asked) = Command::new("rustc").args(["--print", "target-libdir", "--target", triple]).output() else {
        return false;
    };
    let folder = String::from_utf8_lossy(&asked.stdout).trim().to_owned();
    fs::read_dir(folder).is_ok_and(|mut files| {
        files.any(|file| file.is_ok_and(|file| file.file_name().to_string_lossy().starts_with("libstd-")))
    })
}

/// The compiler's version, such as 1.95.0.
fn release() -> Result<String, Trouble> {
    let asked =
        Command::new("rustc").arg("-vV").output().map_err(|error| Trouble::new(format!("无法运行 rustc：{error}")))?;
    let text = String::from_utf8_lossy(&asked.stdout).into_owned();
    text.lines()
        .find_map(|line| line.strip_prefix("release: "))
        .map(|release| release.trim().to_owned())
        .ok_or_else(|| Trouble::new("rustc -vV 没有报告版本"))
}

/// Debian backports carries the compiler's source as `rust-src`; apt checks its signature. The machine's own package
/// sources are left as they are: apt is given a state folder of its own.
fn fetch(place: &Path, release: &str, triple: &str) -> Result<(), Trouble> {
    let none = || {
        Trouble::new(format!(
            "没有 Rust {release} 在 {triple} 上的标准库。有网络时运行 rustup target add {triple}；\
             或在 Debian 上使用带有 rust-src {release} 的 backports 源"
        ))
    };
    if !works(Command::new("apt-get").arg("--version")) {
        return Err(none());
    }
    let state = place.join("apt");
    for folder in ["lists/partial", "cache/archives/partial"] {
        fs::create_dir_all(state.join(folder))
            .map_err(|error| Trouble::new(format!("无法建立 {}：{error}", state.display())))?;
    }
    let mirror = mirror().ok_or_else(none)?;
    let list = state.join("sources.list");
    let signed = "signed-by=/usr/share/keyrings/debian-archive-keyring.gpg";
    fs::write(&list, format!("deb [{signed}] {mirror} trixie-backports main\n"))
        .map_err(|error| Trouble::new(format!("无法写入 {}：{error}", list.display())))?;
    run(apt("apt-get", &state).args(["update", "-q"]))?;
    let known = apt("apt-cache", &state).args(["madison", "rust-src"]).output();
    let known = known.map_err(|error| Trouble::new(format!("无法运行 apt-cache：{error}")))?;
    let known = String::from_utf8_lossy(&known.stdout).into_owned();
    let version = known
        .lines()
        .filter_map(|line| line.split('|').nth(1))
        .map(str::trim)
        .find(|version| version.strip_prefix(release).is_some_and(|rest| rest.starts_with(['+', '-'])))
        .ok_or_else(none)?;
    run(apt("apt-get", &state).current_dir(&state).args(["download", "-q", &format!("rust-src={version}")]))?;
    unpack(place, &state, release)
}

fn apt(program: &str, state: &Path) -> Command {
    let mut command = Command::new(program);
    let options = [
        format!("Dir::Etc::SourceList={}/sources.list", state.display()),
        "Dir::Etc::SourceParts=/dev/null".to_owned(),
        format!("Dir::State::Lists={}/lists", state.display()),
        format!("Dir::Cache={}/cache", state.display()),
    ];
    for option in options {
        command.args(["-o", &option]);
    }
    command
}

/// The mirror this machine already uses.
fn mirror() -> Option<String> {
    let text = fs::read_to_string("/etc/apt/sources.list.d/debian.sources").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("URIs:"))?;
    line.split_whitespace().next().map(str::to_owned)
}

fn unpack(place: &Path, state: &Path, release: &str) -> Result<(), Trouble> {
    let files = fs::read_dir(state).map_err(|error| Trouble::new(format!("无法读取 {}：{error}", state.display())))?;
    let package = files
        .flatten()
        .map(|file| file.path())
        .find(|path| path.extension().is_some_and(|ending| ending == "deb"))
        .ok_or_else(|| Trouble::new("apt 没有下载到 rust-src"))?;
    let raw = state.join("raw");
    run(Command::new("dpkg-deb").arg("-x").arg(&package).arg(&raw))?;
    let library = place.join("library");
    let _ = fs::remove_dir_all(&library);
    let from = raw.join(format!("usr/src/rustc-{release}/library"));
    fs::rename(&from, &library)
        .map_err(|error| Trouble::new(format!("{} 里没有标准库源码：{error}", from.display())))?;
    let _ = fs::remove_dir_all(state);
    Ok(())
}
