//! What an administrator does with the packages, silently: install, upgrade, run, uninstall; each step is looked at.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::prefix::Wine;
use crate::run::{Trouble, run, works};

/// Where the installer says what it installed.
const UNINSTALL: &str = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Songda";
/// Keys that exist only while the program is installed, each with one of its values.
const HANDED_OVER: &[(&str, &str)] = &[
    (r"HKCU\Software\Classes\songda", "URL Protocol"),
    (r"HKCU\Software\Classes\.eml\OpenWithProgids", "Songda.eml"),
    (r"HKCU\Software\Classes\AppUserModelId\cn.songda.desk", "DisplayName"),
];

/// Where Windows keeps what starts with it, by the name the program gives itself there.
const AUTOSTART: &str = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run";
const STARTED_AS: &str = "--try-of-autostart";

/// How long the program gets for each step; wine on a busy machine is slow.
pub const PATIENCE: Duration = Duration::from_secs(90);

/// Installs the older version, upgrades while it watches, and runs the sample. What the older version kept is whole for
/// the newer one, and the newer one goes on watching.
///
/// # Errors
/// At the first step that does not leave what it should.
pub fn journey(wine: &Wine, older: &Path, setup: &Path) -> Result<(), Trouble> {
    wine.become_version("win7")?;
    ends_with("在 Windows 7 上安装", &mut wine.program(older), &["/S"], 4)?;
    wine.become_version("win10")?;
    run(wine.program(older).arg("/S"))?;
    let home = folder(wine)?;
    installed("安装旧版本", wine, &home, "0.0.1")?;
    sample(wine, &home.join("songda.exe"))?;
    run(wine.program(Path::new("reg")).args(["add", AUTOSTART, "/v", "送达台", "/d", STARTED_AS, "/f"]))?;
    while_it_watches(wine, &home, setup)?;
    kept(wine, &home.join("songda.exe"))?;
    sample(wine, &home.join("songda.exe"))?;
    ends_with("在新版本上安装旧版本", &mut wine.program(older), &["/S"], 3)?;
    installed("拒绝降级", wine, &home, env!("CARGO_PKG_VERSION"))
}

/// The setup program that carries WebView2's along runs it where none is installed, also silently and without a network.
///
/// # Errors
/// When it was not run, or the program is not there afterwards.
pub fn offline(wine: &Wine, setup: &Path) -> Result<(), Trouble> {
    run(wine.program(setup).arg("/S"))?;
    must("离线安装", &folder(wine)?, &["songda-desktop.exe"])?;
    must("离线安装（WebView2）", &wine.drive(""), &["webview2-installed.txt"])
}

/// The portable zip runs from a folder with blanks and Chinese in its name, and leaves nothing outside it.
///
/// # Errors
/// When it does not.
pub fn portable(wine: &Wine, portable: &Path) -> Result<(), Trouble> {
    let folder = wine.drive("便携 Songda");
    let _ = fs::remove_dir_all(&folder);
    run(Command::new("unzip").arg("-q").arg(portable).arg("-d").arg(&folder))?;
    sample(wine, &folder.join("songda.exe"))
}

/// Uninstalls: programs and keys are gone, the person's data is not.
///
/// # Errors
/// When something is left or lost.
pub fn uninstall(wine: &Wine) -> Result<(), Trouble> {
    let home = folder(wine)?;
    // An uninstaller copies itself away and returns at once, unless told where it stands.
    run(wine.program(&home.join("uninstall.exe")).arg("/S").arg(format!("_?={}", wine.as_windows(&home))))?;
    let _ = fs::remove_file(home.join("uninstall.exe"));
    let left: Vec<_> = fs::read_dir(&home).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    if !left.is_empty() {
        return Err(Trouble::new(format!("卸载之后还留着 {left:?}")));
    }
    if wine.registry(UNINSTALL, "DisplayVersion").is_some() {
        return Err(Trouble::new("卸载之后注册表里还登记着送达台"));
    }
    if let Some((key, _)) = HANDED_OVER.iter().find(|(key, value)| wine.registry(key, value).is_some()) {
        return Err(Trouble::new(format!("卸载之后注册表里还有 {key}")));
    }
    if wine.has_in(AUTOSTART, STARTED_AS) {
        return Err(Trouble::new(format!("卸载之后 {AUTOSTART} 里还有送达台")));
    }
    if menu(wine)?.exists() {
        return Err(Trouble::new("卸载之后开始菜单里还有送达台"));
    }
    match wine.drive("sample/songda.sqlite").exists() {
        true => Ok(()),
        false => Err(Trouble::new("卸载删掉了用户的数据")),
    }
}

/// Where the program is installed.
///
/// # Errors
/// When wine has no user.
pub fn folder(wine: &Wine) -> Result<PathBuf, Trouble> {
    Ok(wine.user()?.join("AppData/Local/Programs/Songda"))
}

/// The entry of the start menu.
fn menu(wine: &Wine) -> Result<PathBuf, Trouble> {
    Ok(wine.user()?.join("AppData/Roaming/Microsoft/Windows/Start Menu/Programs/送达台.lnk"))
}

fn installed(step: &str, wine: &Wine, home: &Path, version: &str) -> Result<(), Trouble> {
    must(step, home, &["songda.exe", "songda-desktop.exe", "WebView2Loader.dll", "uninstall.exe"])?;
    if !menu(wine)?.exists() {
        return Err(Trouble::new(format!("{step}之后开始菜单里没有 {}", menu(wine)?.display())));
    }
    let told = wine.registry(UNINSTALL, "DisplayVersion");
    if told.as_deref() != Some(version) {
        return Err(Trouble::new(format!("{step}之后登记的版本是 {told:?}，应为 {version}")));
    }
    match HANDED_OVER.iter().find(|(key, value)| wine.registry(key, value).is_none()) {
        None => Ok(()),
        Some((key, _)) => Err(Trouble::new(format!("{step}之后注册表里没有 {key}"))),
    }
}

/// What the version before kept: every original and the ledger are whole, and it still starts with Windows.
fn kept(wine: &Wine, program: &Path) -> Result<(), Trouble> {
    run(wine.program(program).args(["verify", "--home", r"C:\sample"]))?;
    must("升级", &wine.drive("sample"), &["songda.sqlite", "案件"])?;
    match wine.has_in(AUTOSTART, STARTED_AS) {
        true => Ok(()),
        false => Err(Trouble::new("升级之后不再随 Windows 启动")),
    }
}

/// The sample without a window: mail taken in, filed, reckoned, answered; then everything it kept is checked.
fn sample(wine: &Wine, program: &Path) -> Result<(), Trouble> {
    let sample = wine.drive("sample");
    let _ = fs::remove_dir_all(&sample);
    run(wine.program(program).args(["demo", "--headless", "--out", r"C:\sample"]))?;
    must("运行样例", &sample, &["songda.toml", "songda.sqlite", "vault", "案件"])?;
    run(wine.program(program).args(["verify", "--home", r"C:\sample"]))
}

/// Upgrades while the older version watches: nobody is asked to end it, and the newer one goes on in its stead, over the
/// same data folder.
fn while_it_watches(wine: &Wine, home: &Path, setup: &Path) -> Result<(), Trouble> {
    eprintln!("\n▸ 旧版本收信时升级：换成新版本接着收");
    let mut watch = wine.program(&home.join("songda.exe"));
    watch.args(["watch", "--home", r"C:\sample"]).stdout(Stdio::null()).stderr(Stdio::null());
    let mut watch = watch.spawn().map_err(|error| Trouble::new(format!("无法运行 songda watch：{error}")))?;
    let done = upgraded(wine, home, setup).and_then(|()| match watch.try_wait() {
        Ok(None) => Ok(()),
        ended => Err(Trouble::new(format!("升级结束了收信的程序：{ended:?}"))),
    });
    // The newer one ends first; the older one waits for that.
    for path in [home.join("songda.exe"), home.join("songda.exe.1.old")] {
        if let Some(process) = running(&path) {
            works(Command::new("kill").arg(process));
        }
    }
    let _ = watch.kill();
    let _ = watch.wait();
    done
}

fn upgraded(wine: &Wine, home: &Path, setup: &Path) -> Result<(), Trouble> {
    let sample = wine.drive("sample");
    take_in("升级之前", &sample, "before-the-upgrade")?;
    run(wine.program(setup).arg("/S"))?;
    installed("升级", wine, home, env!("CARGO_PKG_VERSION"))?;
    must("升级", home, &["songda.exe.1.old"])?;
    let newer = home.join("songda.exe");
    if !until(PATIENCE, || running(&newer).is_some()) {
        return Err(Trouble::new("升级之后没有换成新版本收信"));
    }
    take_in("升级之后", &sample, "after-the-upgrade")
}

/// The process that runs a program of this disk, if one does: the file by the name it has now.
fn running(program: &Path) -> Option<String> {
    let program = program.display().to_string();
    let told = |entry: &fs::DirEntry, what: &str| {
        String::from_utf8_lossy(&fs::read(entry.path().join(what)).unwrap_or_default()).into_owned()
    };
    let runs = |entry: &fs::DirEntry| {
        told(entry, "cmdline").contains("songda.exe")
            && told(entry, "maps").lines().any(|line| line.ends_with(&program))
    };
    let found = fs::read_dir("/proc").into_iter().flatten().flatten().find(runs)?;
    Some(found.file_name().to_string_lossy().into_owned())
}

/// Drops a mail, and sees it kept by whoever watches.
///
/// # Errors
/// When nobody takes it in.
pub fn take_in(step: &str, home: &Path, name: &str) -> Result<(), Trouble> {
    let before = vault(home);
    let mail = format!(
        "From: clerk@office.example.test\r\nTo: service@example.test\r\nSubject: ping\r\n\
         Message-ID: <{name}@example.test>\r\nDate: Fri, 20 Nov 2026 10:00:00 +0800\r\n\r\nx\r\n"
    );
    let dropped = home.join(format!("drop/{name}.eml"));
    fs::write(&dropped, mail).map_err(|error| Trouble::new(format!("无法写入 {}：{error}", dropped.display())))?;
    match until(PATIENCE, || vault(home) > before) {
        true => Ok(()),
        false => Err(Trouble::new(format!("{step}放入的邮件没有被收取"))),
    }
}

/// How many originals are kept.
pub fn vault(home: &Path) -> usize {
    let mut count = 0;
    for folder in fs::read_dir(home.join("vault")).into_iter().flatten().flatten() {
        count += fs::read_dir(folder.path()).into_iter().flatten().flatten().count();
    }
    count
}

fn ends_with(step: &str, command: &mut Command, words: &[&str], code: i32) -> Result<(), Trouble> {
    let status = command.args(words).status().map_err(|error| Trouble::new(format!("{step}：{error}")))?;
    match status.code() {
        Some(found) if found == code => Ok(()),
        found => Err(Trouble::new(format!("{step}：退出码应为 {code}，实为 {found:?}"))),
    }
}

/// Asks again until it holds or the time is up.
pub fn until(limit: Duration, mut holds: impl FnMut() -> bool) -> bool {
    let start = Instant::now();
    while start.elapsed() < limit {
        if holds() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(250));
    }
    false
}

fn must(step: &str, folder: &Path, names: &[&str]) -> Result<(), Trouble> {
    match names.iter().find(|name| !folder.join(name).exists()) {
        None => Ok(()),
        Some(name) => Err(Trouble::new(format!("{step}之后没有 {}", folder.join(name).display()))),
    }
}
