//! The desktop program where there is no WebView2, as on wine: a message of the system, and the watcher runs on behind it.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::install::{folder, until};
use super::prefix::Wine;
use crate::run::Trouble;

/// The display of this try, far from those that people use.
const DISPLAY: &str = ":397";
/// How long the program gets for each step; wine on a busy machine is slow.
const PATIENCE: Duration = Duration::from_secs(90);

/// Starts the program over the sample, sees the message, drops a mail behind it, and sees it filed.
///
/// # Errors
/// When there is no message, or the mail is not taken in while it stands.
pub fn without_a_web_view(wine: &Wine) -> Result<(), Trouble> {
    eprintln!("\n▸ 没有 WebView2 时：出现系统消息，收信照常");
    let screen = started(Command::new("Xvfb").args([DISPLAY, "-screen", "0", "1280x800x24"]), "Xvfb")?;
    // A program that finds no display yet goes on without one.
    if !until(PATIENCE, || titles().contains("Root window")) {
        return Err(Trouble::new(format!("Xvfb 没有打开显示器 {DISPLAY}")));
    }
    // The desktop that the installer's windows opened has no display, and stays for a while.
    wine.shut_down()?;
    let home = wine.drive("sample-window");
    let _ = fs::remove_dir_all(&home);
    // The window's library calls functions for dark colours that Windows 10 does not document; under their numbers wine
    // has others. On 8.1 it does not call them.
    wine.become_version("win81")?;
    let mut program = wine.program(&folder(wine)?.join("songda-desktop.exe"));
    program.args(["--demo", "--out", r"C:\sample-window"]).env("DISPLAY", DISPLAY);
    let window = started(&mut program, "songda-desktop.exe")?;
    let done = look(&home);
    for mut child in [window, screen] {
        let _ = child.kill();
        let _ = child.wait();
    }
    wine.shut_down()?;
    wine.become_version("win10")?;
    done
}

fn look(home: &Path) -> Result<(), Trouble> {
    if !until(PATIENCE, || titles().contains("送达台")) {
        return Err(Trouble::new(format!("没有 WebView2 时没有出现系统消息；屏幕上有：{}", titles())));
    }
    // The sample's own mails are filed first; then one more comes while the message still stands.
    if !until(PATIENCE, || vault(home) > 0) {
        return Err(Trouble::new("消息出现之后没有开始收信"));
    }
    std::thread::sleep(Duration::from_secs(3));
    let before = vault(home);
    let mail = "From: clerk@office.example.test\r\nTo: service@example.test\r\nSubject: ping\r\n\
                Message-ID: <while-the-message-stands@example.test>\r\nDate: Fri, 20 Nov 2026 10:00:00 +0800\r\n\r\nx\r\n";
    let dropped = home.join("drop/late.eml");
    fs::write(&dropped, mail).map_err(|error| Trouble::new(format!("无法写入 {}：{error}", dropped.display())))?;
    if !until(PATIENCE, || vault(home) > before) {
        return Err(Trouble::new("消息还在时放入的邮件没有被收取"));
    }
    match titles().contains("送达台") {
        true => Ok(()),
        false => Err(Trouble::new("收取邮件期间消息不见了")),
    }
}

/// Titles of everything on the display.
fn titles() -> String {
    let asked =
        Command::new("xwininfo").args(["-display", DISPLAY, "-root", "-tree"]).env("LC_ALL", "C.UTF-8").output();
    asked.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default()
}

/// How many originals are kept.
fn vault(home: &Path) -> usize {
    let mut count = 0;
    for folder in fs::read_dir(home.join("vault")).into_iter().flatten().flatten() {
        count += fs::read_dir(folder.path()).into_iter().flatten().flatten().count();
    }
    count
}

fn started(command: &mut Command, name: &str) -> Result<Child, Trouble> {
    let command = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().map_err(|error| Trouble::new(format!("无法运行 {name}：{error}")))
}
