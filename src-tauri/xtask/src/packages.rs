//! System packages: installed where there is apt and the right to use it, else the exact command is printed.

use std::path::Path;
use std::process::Command;
use std::{fs, io};

use crate::run::{self, Trouble, run, works};

/// What building and running the window takes on Debian and Ubuntu.
/// Source: Tauri 2, "Prerequisites"; fonts, because a system without Chinese fonts shows boxes.
pub const WINDOW: &[&str] = &[
    "build-essential",
    "file",
    "fonts-noto-cjk",
    "libayatana-appindicator3-dev",
    "librsvg2-dev",
    "libssl-dev",
    "libwebkit2gtk-4.1-dev",
    "libxdo-dev",
    "pkg-config",
];

/// What the tests take beyond that: real mail servers, a real keychain, a real window, a browser.
pub const TESTS: &[&str] = &[
    "chromium",
    "cyrus-common",
    "dbus",
    "dbus-x11",
    "dovecot-imapd",
    "dovecot-lmtpd",
    "exim4-config",
    "exim4-daemon-light",
    "gnome-keyring",
    "libsecret-tools",
    "openssl",
    "poppler-utils",
    "python3",
    "python3-yaml",
    "sasl2-bin",
    "webkit2gtk-driver",
    "xauth",
    "xvfb",
];

/// What building and running Windows programs on Linux takes.
pub const WINE: &[&str] = &["g++-mingw-w64-x86-64-win32", "gcc-mingw-w64-x86-64-win32", "wine", "wine64"];

/// What making the Windows packages takes beyond that, and a display to try them on.
pub const WINDOWS: &[&str] = &["nsis", "unzip", "x11-utils", "xvfb", "zip"];

/// What checking the code for macOS takes; the compiler itself comes from PyPI.
pub const MAC: &[&str] = &["python3", "python3-pip"];

/// What building the Linux packages takes beyond the window, and trying them.
pub const LINUX: &[&str] = &["desktop-file-utils", "rpm", "systemd", "xauth", "xvfb"];

/// Unpacks Cyrus' IMAP server into `target/cyrus`, beside the installed Dovecot: Debian installs one of the two only,
/// because each wants to be the machine's IMAP server. Here neither is; the tests start both on ports of their own.
///
/// # Errors
/// When the package cannot be fetched or unpacked; the message holds the command that helps.
pub fn unpack_cyrus() -> Result<(), Trouble> {
    let asked = Command::new("dpkg-query").args(["-W", "-f", "${Version}", "cyrus-common"]).output();
    let folder = run::target().join("cyrus");
    let Some(version) = asked.ok().map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()) else {
        eprintln!("测试：请把 Cyrus 的 imapd 和 idled 放在 {}/usr/lib/cyrus/bin", folder.display());
        return Ok(());
    };
    let mark = folder.join("version");
    if fs::read_to_string(&mark).is_ok_and(|unpacked| unpacked == version) {
        return Ok(());
    }
    let fail = |error: io::Error| Trouble::new(format!("无法在 {} 准备 Cyrus：{error}", folder.display()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(fail)?;
    // Of the very version of cyrus-common, whose libraries it shares.
    let wanted = format!("cyrus-imapd={version}");
    let fetched = run(Command::new("apt-get").args(["download", "-q", &wanted]).current_dir(&folder));
    let hint = "请运行 sudo apt-get update && sudo apt-get install -y cyrus-common，然后重试";
    fetched.map_err(|trouble| Trouble::new(format!("{trouble}。{hint}")))?;
    let mut entries = fs::read_dir(&folder).map_err(fail)?.flatten().map(|entry| entry.path());
    let package = entries.find(|path| path.extension().is_some_and(|it| it == "deb"));
    let package = package.ok_or_else(|| Trouble::new(format!("没有取得软件包 {wanted}。{hint}")))?;
    run(Command::new("dpkg-deb").arg("-x").arg(&package).arg(&folder))?;
    fs::write(mark, version).map_err(fail)
}

/// Sees to it that packages are there.
///
/// # Errors
/// When some are missing and cannot be installed from here; the message holds the command to run.
pub fn ensure(purpose: &str, packages: &[&str]) -> Result<(), Trouble> {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    if !works(Command::new("dpkg-query").arg("--version")) {
        eprintln!("{purpose}需要下列 Debian 软件包的对应物，请确认已安装：{}", packages.join(" "));
        return Ok(());
    }
    let missing: Vec<&str> = packages.iter().copied().filter(|package| !is_installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let by_hand = format!("sudo apt-get install -y --no-install-recommends {}", missing.join(" "));
    let Some(before) = right_to_install() else {
        return Err(Trouble::new(format!("{purpose}还缺少系统软件包，当前用户无权安装。请运行：\n  {by_hand}")));
    };
    eprintln!("{purpose}：安装 {}", missing.join(" "));
    let guard = NoServices::begin(before);
    let installed = install(before, &missing);
    drop(guard);
    installed.map_err(|trouble| Trouble::new(format!("{trouble}。可以自行运行：\n  {by_hand}")))
}

fn is_installed(package: &str) -> bool {
    let asked = Command::new("dpkg-query").args(["-W", "-f", "${db:Status-Status}", package]).output();
    asked.is_ok_and(|output| output.stdout.trim_ascii() == b"installed")
}

/// What to put before a command that installs: nothing for root, `sudo` where it asks no password.
fn right_to_install() -> Option<&'static [&'static str]> {
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    if is_root {
        return Some(&[]);
    }
    works(Command::new("sudo").args(["-n", "true"])).then_some(&["sudo", "-n"])
}

fn as_admin(before: &[&str], words: &[&str]) -> Command {
    let mut all = before.iter().chain(words).copied();
    let mut command = Command::new(all.next().unwrap_or("true"));
    command.args(all).env("DEBIAN_FRONTEND", "noninteractive");
    command
}

fn install(before: &[&str], missing: &[&str]) -> Result<(), Trouble> {
    let mut words = vec!["apt-get", "-o", "DPkg::Lock::Timeout=300", "install", "-y", "--no-install-recommends"];
    words.extend(missing);
    // Package lists may be absent or old on a fresh machine.
    run(&mut as_admin(before, &["apt-get", "-o", "DPkg::Lock::Timeout=300", "update", "-q"]))?;
    run(&mut as_admin(before, &words))
}

/// Debian starts servers when it installs them. Ours run from the tests only, so while we install, starting is
/// refused; a policy that is there already is left alone.
/// Source: Debian Policy 9.3.3, `policy-rc.d`.
struct NoServices {
    before: Option<&'static [&'static str]>,
}

const POLICY: &str = "/usr/sbin/policy-rc.d";

impl NoServices {
    fn begin(before: &'static [&'static str]) -> Self {
        if Path::new(POLICY).exists() {
            return Self { before: None };
        }
        let script = format!("printf '#!/bin/sh\\nexit 101\\n' > {POLICY} && chmod 755 {POLICY}");
        let made = works(&mut as_admin(before, &["sh", "-c", &script]));
        Self { before: made.then_some(before) }
    }
}

impl Drop for NoServices {
    fn drop(&mut self) {
        if let Some(before) = self.before {
            works(&mut as_admin(before, &["rm", "-f", POLICY]));
        }
    }
}
