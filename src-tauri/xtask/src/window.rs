//! Starts the program: the window where there is a display, else the headless program.

use std::process::Command;

use crate::run::{Trouble, built, cargo, run, target};
use crate::{setup, ui};

/// The sample, with no account.
pub fn demo(rest: &[String]) -> Result<(), Trouble> {
    let place = target().join("demo");
    let mut words: Vec<String> = rest.to_vec();
    if !words.iter().any(|word| word == "--out" || word.starts_with("--out=")) {
        words.extend(["--out".to_owned(), place.display().to_string()]);
    }
    let wants_window = has_display() && !words.iter().any(|word| word == "--headless");
    if wants_window {
        match setup().and_then(|()| build_window()) {
            Ok(()) => {
                let place = words.iter().skip_while(|word| *word != "--out").nth(1).map_or("", String::as_str);
                eprintln!(
                    "\n样例数据目录：{place}\n  drop/ 放入 .eml 文件即被收取，案件/ 是归档的文书，回执/ 是发出的回执（不向外发送）"
                );
                return run(Command::new(built("songda-desktop")).arg("--demo").args(&words));
            }
            Err(trouble) => eprintln!("\n{trouble}\n窗口暂时打不开，改在终端运行样例。"),
        }
    }
    run(&mut cargo(["build", "--package", "songda-mailroom"]))?;
    run(Command::new(built("songda"))
        .arg("demo")
        .args(words.iter().filter(|word| *word != "--headless"))
        .arg("--headless"))
}

/// The window over the user's own home.
pub fn app(rest: &[String]) -> Result<(), Trouble> {
    setup()?;
    build_window()?;
    run(Command::new(built("songda-desktop")).args(rest))
}

/// Builds the desktop program with the page inside. The page must be built before.
///
/// # Errors
/// When it does not build.
pub fn build_window() -> Result<(), Trouble> {
    if !ui::is_built() {
        ui::build()?;
    }
    run(&mut cargo(["build", "--workspace", "--features", "songda-desktop/custom-protocol"]))
}

fn has_display() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
