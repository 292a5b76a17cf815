//! The desktop program where there is no WebView2, as on wine: a message of the system, and the watcher runs on behind it.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::install::{PATIENCE, take_in, until, vault};
use super::prefix::Wine;
use crate::run::{Trouble, run};

/// The display of this try, far from those that people use.
const DISPLAY: &str = ":397";

/// Updates as the window does, which opens the new program with the words of the old one; sees the message, drops a mail
/// behind it, and sees it filed.
///
/// # Errors
/// When there is no message, or the mail is not taken in while it stands.
pub fn without_a_web_view(wine: &Wine, setup: &Path) -> Result<(), Trouble> {
    eprintln!("\n▸ 更新后打开新版本；没有 WebView2 时：出现系统消息，收信照常");
    let mut screen = started(Command::new("Xvfb").args([DISPLAY, "-screen", "0", "1280x800x24"]), "Xvfb")?;
    let done = opened(wine, setup);
    let _ = screen.kill();
    let _ = screen.wait();
    // The program is no child of ours.
    wine.shut_down()?;
    done
}

fn opened(wine: &Wine, setup: &Path) -> Result<(), Trouble> {
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
    wine.become_version_for("songda-desktop.exe", "win81")?;
    // What the updater says to the installer (tauri-plugin-updater 2).
    let words = ["/S", "/UPDATE", "/R", "/ARGS", "--demo", "--out", r"C:\sample-window"];
    run(wine.program(setup).args(words).env("DISPLAY", DISPLAY))?;
    look(&home)
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
    take_in("消息出现之后", home, "while-the-message-stands")?;
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

fn started(command: &mut Command, name: &str) -> Result<Child, Trouble> {
    let command = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().map_err(|error| Trouble::new(format!("无法运行 {name}：{error}")))
}
