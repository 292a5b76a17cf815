//! Runs other programs, and says clearly what failed.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// Why a chore stopped; the text is complete as it stands.
#[derive(Debug)]
pub struct Trouble(String);

impl Trouble {
    /// A trouble told in one sentence.
    pub fn new(says: impl Into<String>) -> Self {
        Self(says.into())
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The top folder of the project.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// Where cargo puts what it builds.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |set| root().join(set))
}

/// A program built in the development profile.
pub fn built(name: &str) -> PathBuf {
    target().join("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// Cargo, in the project's folder.
pub fn cargo<const N: usize>(words: [&str; N]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(words).current_dir(root());
    command
}

/// npm, in the window's folder. On Windows it is a script and needs its ending.
pub fn npm<const N: usize>(words: [&str; N]) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.args(words).current_dir(root().join("ui"));
    command
}

/// Runs a command to its end.
///
/// # Errors
/// When it cannot be started, or ends with anything but success.
pub fn run(command: &mut Command) -> Result<(), Trouble> {
    let line = line_of(command);
    eprintln!("\n\u{1b}[1m▸ {line}\u{1b}[0m");
    let start = Instant::now();
    let status = command.status().map_err(|error| Trouble::new(format!("无法运行 {line}：{error}")))?;
    if !status.success() {
        return Err(Trouble::new(format!("{line} 失败（{status}）")));
    }
    eprintln!("  {:.0} s", start.elapsed().as_secs_f32());
    Ok(())
}

/// Whether a command runs and ends well; it prints nothing.
pub fn works(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}

fn line_of(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}
