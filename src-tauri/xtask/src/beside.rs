//! Two chores at once: what mostly waits runs beside what computes.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use crate::run::{Trouble, target};

/// A run of this very program beside this one. What it prints is kept and shown in one piece when it has ended.
pub struct Beside {
    name: String,
    child: Child,
    told: PathBuf,
    start: Instant,
}

impl Beside {
    /// Starts a part of the tests.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(part: &str) -> Result<Self, Trouble> {
        let fail = |error: std::io::Error| Trouble::new(format!("无法同时运行 {part}：{error}"));
        fs::create_dir_all(target()).map_err(fail)?;
        let told = target().join(format!("{part}.log"));
        let file = File::create(&told).map_err(fail)?;
        let mut command = Command::new(std::env::current_exe().map_err(fail)?);
        command.args(["test", "--part", part]).stdin(Stdio::null());
        command.stdout(file.try_clone().map_err(fail)?).stderr(file);
        eprintln!("\n▸ {part}：同时运行，结束后一并显示");
        Ok(Self { name: part.to_owned(), child: command.spawn().map_err(fail)?, told, start: Instant::now() })
    }

    /// Waits for it and shows what it printed; `rest` is what came of the chore that ran here meanwhile.
    ///
    /// # Errors
    /// When either did not end well; both are told.
    pub fn end_with(mut self, rest: Result<(), Trouble>) -> Result<(), Trouble> {
        let status = self.child.wait().map_err(|error| Trouble::new(format!("{}：{error}", self.name)))?;
        eprintln!("\n▸ {}：", self.name);
        eprint!("{}", String::from_utf8_lossy(&fs::read(&self.told).unwrap_or_default()));
        eprintln!("  {}：{:.0} s", self.name, self.start.elapsed().as_secs_f32());
        match (status.success(), rest) {
            (true, rest) => rest,
            (false, Ok(())) => Err(Trouble::new(format!("{} 失败（{status}），经过见上", self.name))),
            (false, Err(rest)) => Err(Trouble::new(format!("{} 失败（{status}），经过见上；另外：{rest}", self.name))),
        }
    }
}
