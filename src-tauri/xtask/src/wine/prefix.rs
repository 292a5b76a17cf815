//! One Windows machine of wine's, made anew for every run, and programs started on it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::run::{Trouble, root, run, works};

/// A machine and what it takes to start programs on it.
pub struct Wine {
    prefix: PathBuf,
}

impl Wine {
    /// A fresh machine in `prefix`; `out` takes what is built for it.
    ///
    /// # Errors
    /// When wine does not set it up.
    pub fn new(prefix: &Path, out: &Path) -> Result<Self, Trouble> {
        let _ = fs::remove_dir_all(prefix);
        fs::create_dir_all(prefix).map_err(|error| Trouble::new(format!("无法建立 {}：{error}", prefix.display())))?;
        let wine = Self { prefix: prefix.to_path_buf() };
        run(wine.program(Path::new("wineboot")).arg("--init"))?;
        run(&mut wine.server("-w"))?;
        wine.place(&stand_in(out)?)?;
        wine.become_version("win10")?;
        Ok(wine)
    }

    /// Makes the machine one of another version of Windows, as wine names them.
    ///
    /// # Errors
    /// When wine does not take it.
    pub fn become_version(&self, version: &str) -> Result<(), Trouble> {
        let mut set = self.program(Path::new("reg"));
        run(set.args(["add", r"HKCU\Software\Wine", "/v", "Version", "/d", version, "/f"]))
    }

    /// The same for one program alone, by its name.
    ///
    /// # Errors
    /// When wine does not take it.
    pub fn become_version_for(&self, program: &str, version: &str) -> Result<(), Trouble> {
        let key = format!(r"HKCU\Software\Wine\AppDefaults\{program}");
        run(self.program(Path::new("reg")).args(["add", &key, "/v", "Version", "/d", version, "/f"]))
    }

    /// A command that starts a Windows program.
    pub fn program(&self, program: &Path) -> Command {
        let mut command = Command::new(loader());
        command.arg(program);
        for (name, value) in self.surroundings() {
            command.env(name, value);
        }
        command
    }

    /// The variables a Windows program needs to be started here.
    pub fn surroundings(&self) -> [(&'static str, String); 3] {
        [
            ("WINEPREFIX", self.prefix.display().to_string()),
            ("WINEDEBUG", "-all".to_owned()),
            // No browser control, no menus of the desktop, no debugger: none is there, and asking for them takes seconds.
            ("WINEDLLOVERRIDES", "mshtml=;winemenubuilder.exe=;winedbg.exe=".to_owned()),
        ]
    }

    /// A path of drive C on this machine's disk.
    pub fn drive(&self, inside: &str) -> PathBuf {
        self.prefix.join("drive_c").join(inside)
    }

    /// A path of drive C as Windows writes it.
    pub fn as_windows(&self, path: &Path) -> String {
        let inside = path.strip_prefix(self.prefix.join("drive_c")).unwrap_or(path);
        format!("C:\\{}", inside.display().to_string().replace('/', "\\"))
    }

    /// The folder of the machine's one user.
    ///
    /// # Errors
    /// When wine made none.
    pub fn user(&self) -> Result<PathBuf, Trouble> {
        let users = self.drive("users");
        let found = fs::read_dir(&users)
            .map_err(|error| Trouble::new(format!("wine 没有建立 {}：{error}", users.display())))?
            .flatten()
            .map(|entry| entry.path())
            .find(|path| path.is_dir() && !path.ends_with("Public"));
        found.ok_or_else(|| Trouble::new(format!("{} 里没有用户", users.display())))
    }

    /// A value of the registry; none when the key or value is not there.
    pub fn registry(&self, key: &str, value: &str) -> Option<String> {
        let asked = self.program(Path::new("reg")).args(["query", key, "/v", value]).output().ok()?;
        let text = String::from_utf8_lossy(&asked.stdout).into_owned();
        let line = text.lines().find(|line| line.trim_start().starts_with(value))?;
        line.split_once("REG_SZ").map(|(_, value)| value.trim().to_owned())
    }

    /// Whether a key of the registry holds some data, under whatever name.
    pub fn has_in(&self, key: &str, data: &str) -> bool {
        let asked = self.program(Path::new("reg")).args(["query", key]).output();
        asked.is_ok_and(|told| String::from_utf8_lossy(&told.stdout).contains(data))
    }

    /// A program that waits until its handle is dropped, and the machine's own services with it. A program that had to
    /// start them would leave them its pipes, and who reads those to their end would wait for as long as they run.
    ///
    /// # Errors
    /// When wine does not start it.
    pub fn hold(&self) -> Result<Child, Trouble> {
        let mut waits = self.program(Path::new("cmd"));
        waits.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let held = waits.spawn().map_err(|error| Trouble::new(format!("无法在 wine 里运行 cmd：{error}")))?;
        // The machine is up once it has answered.
        let mut asks = self.program(Path::new("reg"));
        asks.args(["query", r"HKCU\Software\Wine"]).stdout(Stdio::null()).stderr(Stdio::null());
        works(&mut asks);
        Ok(held)
    }

    /// Ends everything that still runs on the machine; the next program starts it again, with the display it is given.
    ///
    /// # Errors
    /// When wine's server cannot be asked.
    pub fn shut_down(&self) -> Result<(), Trouble> {
        // Where nothing runs any more, that is told by the exit code.
        works(&mut self.server("-k"));
        run(&mut self.server("-w"))
    }

    fn server(&self, word: &str) -> Command {
        let mut command = Command::new("wineserver");
        command.arg(word).env("WINEPREFIX", &self.prefix);
        command
    }

    fn place(&self, stand_in: &Path) -> Result<(), Trouble> {
        let place = self.drive("windows/system32/bcryptprimitives.dll");
        if place.exists() {
            return Ok(());
        }
        fs::copy(stand_in, &place)
            .map(|_| ())
            .map_err(|error| Trouble::new(format!("无法写入 {}：{error}", place.display())))
    }
}

/// Wine's loader. Debian keeps the one of 64 bits beside the path.
pub fn loader() -> &'static Path {
    let debians = Path::new("/usr/lib/wine/wine64");
    if debians.exists() { debians } else { Path::new("wine64") }
}

/// The server of this machine would outlive the run.
impl Drop for Wine {
    fn drop(&mut self) {
        let _ = self.server("-k").status();
    }
}

/// Wine 8 lacks one library that Windows has; ours stands in for it there.
fn stand_in(out: &Path) -> Result<PathBuf, Trouble> {
    fs::create_dir_all(out).map_err(|error| Trouble::new(format!("无法建立 {}：{error}", out.display())))?;
    let made = out.join("bcryptprimitives.dll");
    run(Command::new("x86_64-w64-mingw32-gcc")
        .args(["-shared", "-o"])
        .arg(&made)
        .arg(root().join("src-tauri/windows/prng.c"))
        .arg("-ladvapi32"))?;
    Ok(made)
}
