//! The Linux packages, deb and rpm; `--run` installs, starts and removes them on this machine, which must be a Debian.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::run::{Trouble, cargo, root, run, target, works};
use crate::test::ALL_FEATURES;
use crate::{packages, ui};

/// Name of the package; the bundler makes it of the program's.
const PACKAGE: &str = "songda";

/// Builds both packages; what it made is printed with its size.
///
/// # Errors
/// When a tool is missing and cannot be installed, or a step fails; the step is named.
pub fn make(rest: &[String]) -> Result<(), Trouble> {
    let (mut tries, mut is_debug) = (false, false);
    for word in rest {
        match word.as_str() {
            "--run" => tries = true,
            // The programs of the last `cargo build`: quick, large, for trying the packages.
            "--debug" => is_debug = true,
            other => return Err(Trouble::new(format!("linux 不认识的参数：{other}"))),
        }
    }
    packages::ensure("构建 Linux 安装包", &[packages::WINDOW, packages::LINUX].concat())?;
    ui::build()?;
    let profile = if is_debug { "debug" } else { "release" };
    let mut both = cargo(["build"]);
    if is_debug {
        // What the tests have built is used again: with other targets the parts would be compiled with other features.
        both.args(["--workspace", "--all-targets", "--features", ALL_FEATURES]);
    } else {
        both.args(["--package", "songda-mailroom", "--package", "songda-desktop", "--bins"]);
        both.args(["--features", "songda-desktop/custom-protocol", "--release"]);
    }
    run(&mut both)?;
    let made = bundle(profile)?;
    for package in &made {
        let size = fs::metadata(package).map_or(0, |meta| meta.len());
        println!("{}  {:.1} MB", package.display(), size as f64 / 1e6);
    }
    if tries { try_out(&made) } else { Ok(()) }
}

/// Packs what was built. The bundler looks for the desktop program itself and is told where the headless one lies.
fn bundle(profile: &str) -> Result<Vec<PathBuf>, Trouble> {
    let folder = target().join(profile).join("bundle");
    let _ = fs::remove_dir_all(&folder);
    let program = target().join(profile).join("songda").display().to_string();
    let unit = root().join("src-tauri/linux/songda-watch.service").display().to_string();
    let files = format!(r#"{{"/usr/bin/songda":"{program}","/usr/lib/systemd/user/songda-watch.service":"{unit}"}}"#);
    let settings = format!(r#"{{"bundle":{{"linux":{{"deb":{{"files":{files}}},"rpm":{{"files":{files}}}}}}}}}"#);
    let mut bundle = Command::new(root().join("ui/node_modules/.bin/tauri"));
    bundle.args(["bundle", "--bundles", "deb,rpm", "--config", &settings]).current_dir(root());
    if profile == "debug" {
        bundle.arg("--debug");
    }
    run(&mut bundle)?;
    let made: Vec<PathBuf> = ["deb", "rpm"].iter().filter_map(|kind| only(&folder.join(kind), kind)).collect();
    match made.len() {
        2 => Ok(made),
        _ => Err(Trouble::new(format!("{} 下没有生成 deb 和 rpm", folder.display()))),
    }
}

fn only(folder: &Path, kind: &str) -> Option<PathBuf> {
    let files = fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path());
    files.into_iter().find(|path| path.extension() == Some(OsStr::new(kind)))
}

/// Installs, starts, removes, purges the deb on this machine, and the rpm in a root of its own.
fn try_out(made: &[PathBuf]) -> Result<(), Trouble> {
    let [deb, rpm] = made else { return Err(Trouble::new("需要 deb 和 rpm 各一个")) };
    if works(Command::new("dpkg-query").args(["-W", PACKAGE])) {
        return Err(Trouble::new("这台机器上已经装有 songda，不作试装。请先卸载：sudo apt-get remove songda"));
    }
    run(Command::new("apt-get").args(["install", "-y", "-q", "--no-install-recommends"]).arg(deb))?;
    let done = installed();
    let removed = remove();
    done.and(removed)?;
    in_a_root_of_its_own(rpm)
}

/// What the deb installs works: the headless program, the unit, the entry in the menu, the window.
fn installed() -> Result<(), Trouble> {
    let home = target().join("linux-try");
    let _ = fs::remove_dir_all(&home);
    run(Command::new("/usr/bin/songda").args(["demo", "--headless", "--out"]).arg(&home))?;
    run(Command::new("/usr/bin/songda").args(["verify", "--home"]).arg(&home))?;
    // Where nobody is logged in there is no folder of the session; checking a unit needs the name of one.
    let mut unit = Command::new("systemd-analyze");
    unit.args(["--user", "--man=no", "verify", "/usr/lib/systemd/user/songda-watch.service"]);
    run(unit.env("XDG_RUNTIME_DIR", &home))?;
    let entry = listed()?.into_iter().find(|path| path.extension() == Some(OsStr::new("desktop")));
    let entry = entry.ok_or_else(|| Trouble::new("安装后应用菜单里没有送达台"))?;
    run(Command::new("desktop-file-validate").arg(&entry))?;
    let text = fs::read_to_string(&entry).unwrap_or_default();
    for wanted in ["x-scheme-handler/songda", "message/rfc822", "Exec=songda-desktop %U"] {
        if !text.contains(wanted) {
            return Err(Trouble::new(format!("{} 里没有 {wanted}", entry.display())));
        }
    }
    window(&target().join("linux-try-window"))
}

/// The installed window over the sample, on a display of its own: it takes the sample's mails in.
fn window(home: &Path) -> Result<(), Trouble> {
    let _ = fs::remove_dir_all(home);
    let mut window = Command::new("xvfb-run");
    window.args(["-a", "/usr/bin/songda-desktop", "--demo", "--out"]).arg(home).stdout(Stdio::null());
    eprintln!("\n▸ songda-desktop --demo");
    let mut window =
        window.spawn().map_err(|error| Trouble::new(format!("无法运行 xvfb-run songda-desktop：{error}")))?;
    let start = Instant::now();
    let filed = || fs::read_dir(home.join("案件")).is_ok_and(|entries| entries.count() > 0);
    while !filed() && start.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(250));
    }
    let is_filed = filed();
    // Both end with the display's wrapper asked to end the program first.
    works(Command::new("pkill").args(["-TERM", "-P", &window.id().to_string(), "songda-desktop"]));
    let _ = window.wait();
    match is_filed {
        true => Ok(()),
        false => Err(Trouble::new(format!("窗口启动 60 秒后 {} 里没有归档的文书", home.display()))),
    }
}

/// Removes and purges; nothing the package brought is left, what the programs kept for people is.
fn remove() -> Result<(), Trouble> {
    let files = listed()?;
    run(Command::new("apt-get").args(["purge", "-y", "-q", PACKAGE]))?;
    if let Some(left) = files.iter().find(|path| path.is_file()) {
        return Err(Trouble::new(format!("卸载之后还留着 {}", left.display())));
    }
    match target().join("linux-try/songda.sqlite").exists() {
        true => Ok(()),
        false => Err(Trouble::new("卸载删掉了用户的数据")),
    }
}

fn listed() -> Result<Vec<PathBuf>, Trouble> {
    let asked = Command::new("dpkg").args(["-L", PACKAGE]).output();
    let asked = asked.map_err(|error| Trouble::new(format!("无法运行 dpkg：{error}")))?;
    Ok(String::from_utf8_lossy(&asked.stdout).lines().map(PathBuf::from).collect())
}

/// Debian is no home for an rpm: it is installed below a folder, run from there, and removed.
fn in_a_root_of_its_own(rpm: &Path) -> Result<(), Trouble> {
    let place = target().join("linux-try-rpm");
    let _ = fs::remove_dir_all(&place);
    fs::create_dir_all(&place).map_err(|error| Trouble::new(format!("无法建立 {}：{error}", place.display())))?;
    let rooted = || {
        let mut command = Command::new("rpm");
        command.arg("--root").arg(&place).arg("--nodeps");
        command
    };
    run(rooted().args(["--install", "--noscripts"]).arg(rpm))?;
    let home = place.join("home");
    run(Command::new(place.join("usr/bin/songda")).args(["demo", "--headless", "--out"]).arg(&home))?;
    run(rooted().args(["--erase", PACKAGE]))?;
    match ["songda", "songda-desktop"].iter().find(|name| place.join("usr/bin").join(name).exists()) {
        None => Ok(()),
        Some(name) => Err(Trouble::new(format!("删除 rpm 之后还留着 /usr/bin/{name}"))),
    }
}
