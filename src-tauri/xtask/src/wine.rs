//! Tries the Windows packages under wine: install, run, install over it, uninstall; all silent.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{Trouble, root, run};

/// Installs, runs the sample, installs again over it, runs again, uninstalls; each step is checked.
///
/// # Errors
/// At the first step that does not leave what it should.
pub fn try_out(setup: &Path, out: &Path) -> Result<(), Trouble> {
    let prefix = out.join("wine");
    let _ = fs::remove_dir_all(&prefix);
    fs::create_dir_all(&prefix).map_err(|error| Trouble::new(format!("无法建立 {}：{error}", prefix.display())))?;
    let wine = Wine { prefix, stand_in: stand_in(out)? };
    run(wine.program(Path::new("wineboot")).arg("--init"))?;
    wine.place_stand_in()?;
    let done = wine.journey(setup);
    // The server of this prefix would outlive the run.
    run(Command::new("wineserver").arg("-k").env("WINEPREFIX", &wine.prefix)).ok();
    done
}

/// Wine 8 lacks one library that Windows has; ours stands in for it there.
fn stand_in(out: &Path) -> Result<PathBuf, Trouble> {
    let made = out.join("bcryptprimitives.dll");
    run(Command::new("x86_64-w64-mingw32-gcc")
        .args(["-shared", "-o"])
        .arg(&made)
        .arg(root().join("src-tauri/windows/prng.c"))
        .arg("-ladvapi32"))?;
    Ok(made)
}

struct Wine {
    prefix: PathBuf,
    stand_in: PathBuf,
}

impl Wine {
    fn program(&self, program: &Path) -> Command {
        let mut command = Command::new("wine64");
        command
            .arg(program)
            .env("WINEPREFIX", &self.prefix)
            .env("WINEDEBUG", "-all")
            .env("WINEDLLOVERRIDES", "mshtml=");
        command
    }

    fn place_stand_in(&self) -> Result<(), Trouble> {
        let place = self.prefix.join("drive_c/windows/system32/bcryptprimitives.dll");
        if place.exists() {
            return Ok(());
        }
        fs::copy(&self.stand_in, &place)
            .map(|_| ())
            .map_err(|error| Trouble::new(format!("无法写入 {}：{error}", place.display())))
    }

    fn journey(&self, setup: &Path) -> Result<(), Trouble> {
        let user = self.users()?;
        let home = user.join("AppData/Local/Programs/Songda");
        for round in ["安装", "覆盖安装"] {
            run(self.program(setup).arg("/S"))?;
            must(round, &home, &["songda.exe", "songda-desktop.exe", "WebView2Loader.dll", "uninstall.exe"])?;
            let sample = self.prefix.join("drive_c/sample");
            let _ = fs::remove_dir_all(&sample);
            run(self.program(&home.join("songda.exe")).args(["demo", "--headless", "--out", "C:\\sample"]))?;
            must("运行样例", &sample, &["songda.toml", "songda.sqlite", "vault"])?;
            run(self.program(&home.join("songda.exe")).args(["verify", "--home", "C:\\sample"]))?;
        }
        // An uninstaller copies itself away and returns at once, unless told where it stands.
        run(self.program(&home.join("uninstall.exe")).arg("/S").arg(format!("_?={}", self.as_windows(&home))))?;
        self.uninstalled(&home)
    }

    /// A path of the prefix as Windows writes it.
    fn as_windows(&self, path: &Path) -> String {
        let inside = path.strip_prefix(self.prefix.join("drive_c")).unwrap_or(path);
        format!("C:\\{}", inside.display().to_string().replace('/', "\\"))
    }

    fn uninstalled(&self, home: &Path) -> Result<(), Trouble> {
        let _ = fs::remove_file(home.join("uninstall.exe"));
        if home.join("songda.exe").exists() {
            return Err(Trouble::new(format!("卸载之后 {} 里还有程序", home.display())));
        }
        let sample = self.prefix.join("drive_c/sample/songda.sqlite");
        if sample.exists() { Ok(()) } else { Err(Trouble::new("卸载删掉了用户的数据")) }
    }

    /// The folder of the one user of the prefix.
    fn users(&self) -> Result<PathBuf, Trouble> {
        let users = self.prefix.join("drive_c/users");
        let found = fs::read_dir(&users)
            .map_err(|error| Trouble::new(format!("wine 没有建立 {}：{error}", users.display())))?
            .flatten()
            .map(|entry| entry.path())
            .find(|path| path.is_dir() && !path.ends_with("Public"));
        found.ok_or_else(|| Trouble::new(format!("{} 里没有用户", users.display())))
    }
}

fn must(step: &str, folder: &Path, names: &[&str]) -> Result<(), Trouble> {
    match names.iter().find(|name| !folder.join(name).exists()) {
        None => Ok(()),
        Some(name) => Err(Trouble::new(format!("{step}之后没有 {}", folder.join(name).display()))),
    }
}
