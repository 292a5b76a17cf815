//! Where things live on disk; settings; one mailroom per home.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use crate::settings;

/// Names the home in the environment.
pub const HOME_VARIABLE: &str = "SONGDA_HOME";

/// A folder that holds settings, vault, ledger and logs of one office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    root: PathBuf,
}

/// What making a home found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Init {
    /// A settings file was written.
    Made,
    /// There was one; it was not touched.
    WasThere,
}

/// Why a home could not be used. The text is for the person at the machine.
#[derive(Debug, thiserror::Error)]
pub enum HomeError {
    /// The platform tells no folder for programs' data.
    #[error("找不到存放数据的文件夹：请设置环境变量 SONGDA_HOME，或用 --home 指定")]
    NoPlace,
    /// A folder or file could not be made.
    #[error("无法在 {path} 建立数据文件夹：请确认磁盘有空间且有写入权限")]
    Make {
        /// What was to be made.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The home is missing or may not be used.
    #[error("无法使用数据文件夹 {path}：请确认它存在且有读写权限")]
    Unreadable {
        /// What was to be used.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// Another songda works in this home.
    #[error("数据文件夹 {path} 正由另一个送达台使用{}；请先关闭它", pid.map_or_else(String::new, |pid| format!("（进程 {pid}）")))]
    Locked {
        /// The home.
        path: PathBuf,
        /// Process id the holder wrote down, if it can be read.
        pid: Option<u32>,
    },
}

impl HomeError {
    /// Stable code for the window and for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoPlace => "home.no-place",
            Self::Make { .. } => "home.not-made",
            Self::Unreadable { .. } => "home.unreadable",
            Self::Locked { .. } => "home.locked",
        }
    }

    /// Path and reason, as far as known.
    pub fn facts(&self) -> Vec<String> {
        match self {
            Self::NoPlace => Vec::new(),
            Self::Make { path, source } | Self::Unreadable { path, source } => {
                vec![path.display().to_string(), source.to_string()]
            }
            Self::Locked { path, pid } => {
                vec![path.display().to_string(), pid.map_or_else(String::new, |pid| pid.to_string())]
            }
        }
    }
}

/// The right to work in a home. Ends when dropped, and with the process however it ends.
#[derive(Debug)]
pub struct HomeLock {
    _file: File,
}

impl Home {
    /// The home at `root`.
    pub fn at(root: impl Into<PathBuf>) -> Self {
        let root = root.into();
        Self { root: std::path::absolute(&root).unwrap_or(root) }
    }

    /// The home of this user: `SONGDA_HOME`, else the platform's data folder.
    ///
    /// # Errors
    /// When the platform tells no such folder.
    pub fn default_home() -> Result<Self, HomeError> {
        Self::default_root().map(Self::at)
    }

    /// Where the home of this user lies.
    ///
    /// # Errors
    /// When the platform tells no such folder.
    pub fn default_root() -> Result<PathBuf, HomeError> {
        root_from(|name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from))
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The settings file.
    pub fn settings_file(&self) -> PathBuf {
        self.root.join(settings::FILE_NAME)
    }

    /// Raw mails.
    pub fn vault(&self) -> PathBuf {
        self.root.join("vault")
    }

    /// The ledger.
    pub fn database(&self) -> PathBuf {
        self.root.join("songda.sqlite")
    }

    /// The digest of the last entry, kept beside the ledger so that a shortened ledger is noticed.
    pub fn ledger_head(&self) -> PathBuf {
        self.root.join("ledger.head")
    }

    /// Logs.
    pub fn logs(&self) -> PathBuf {
        self.root.join("logs")
    }

    /// The file whose lock says who works here.
    pub fn lock_file(&self) -> PathBuf {
        self.root.join("songda.lock")
    }

    /// Whether there is a settings file.
    pub fn is_made(&self) -> bool {
        self.settings_file().is_file()
    }

    /// Makes the folders, and the settings file when there is none. Nothing is overwritten.
    ///
    /// # Errors
    /// When a folder or the file cannot be made.
    pub fn init(&self) -> Result<Init, HomeError> {
        for folder in [self.root.clone(), self.vault(), self.logs()] {
            fs::create_dir_all(&folder).map_err(|source| HomeError::Make { path: folder.clone(), source })?;
        }
        keep_private(&self.root).map_err(|source| HomeError::Make { path: self.root.clone(), source })?;
        let path = self.settings_file();
        let made = OpenOptions::new().write(true).create_new(true).open(&path).and_then(|mut file| {
            file.write_all(settings::template().as_bytes())?;
            file.sync_all()
        });
        match made {
            Ok(()) => Ok(Init::Made),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(Init::WasThere),
            Err(source) => Err(HomeError::Make { path, source }),
        }
    }

    /// Takes the right to work in this home.
    ///
    /// # Errors
    /// [`HomeError::Locked`] when another songda has it; else what kept the lock file from being used.
    pub fn lock(&self) -> Result<HomeLock, HomeError> {
        let path = self.lock_file();
        let unreadable = |source| HomeError::Unreadable { path: self.root.clone(), source };
        let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        let mut file = opened.map_err(unreadable)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(HomeError::Locked { path: self.root.clone(), pid: holder(&mut file) });
            }
            Err(TryLockError::Error(source)) => return Err(unreadable(source)),
        }
        let pid = format!("{}\n", std::process::id());
        let written = file.set_len(0).and_then(|()| file.write_all(pid.as_bytes())).and_then(|()| file.flush());
        written.map_err(unreadable)?;
        Ok(HomeLock { _file: file })
    }
}

/// The process id in a lock file. Windows keeps others from reading locked bytes: then it is unknown.
fn holder(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.seek(SeekFrom::Start(0)).ok()?;
    file.take(32).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

fn root_from(variable: impl Fn(&str) -> Option<PathBuf>) -> Result<PathBuf, HomeError> {
    if let Some(root) = variable(HOME_VARIABLE) {
        return Ok(root);
    }
    let found = if cfg!(windows) {
        variable("LOCALAPPDATA").map(|folder| folder.join("Songda"))
    } else if cfg!(target_os = "macos") {
        variable("HOME").map(|home| home.join("Library/Application Support/Songda"))
    } else {
        let xdg = variable("XDG_DATA_HOME").filter(|folder| folder.is_absolute());
        xdg.or_else(|| variable("HOME").map(|home| home.join(".local/share"))).map(|folder| folder.join("songda"))
    };
    found.ok_or(HomeError::NoPlace)
}

/// Court mail is nobody else's business on a shared machine.
#[cfg(unix)]
fn keep_private(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    // A home that holds things already keeps the rights its owner gave it.
    if fs::read_dir(folder)?.any(|entry| entry.is_ok_and(|entry| entry.file_name() == settings::FILE_NAME)) {
        return Ok(());
    }
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
fn keep_private(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_home_is_made_once_and_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path().join("a/b"));
        assert!(!home.is_made());
        assert_eq!(home.init().unwrap(), Init::Made);
        fs::write(home.settings_file(), "# mine").unwrap();
        assert_eq!(home.init().unwrap(), Init::WasThere);
        assert_eq!(fs::read_to_string(home.settings_file()).unwrap(), "# mine");
        assert!(home.vault().is_dir() && home.logs().is_dir());
    }

    #[test]
    fn only_one_holds_a_home() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        let held = home.lock().unwrap();
        match home.lock().unwrap_err() {
            HomeError::Locked { pid, .. } if cfg!(unix) => assert_eq!(pid, Some(std::process::id())),
            HomeError::Locked { .. } => {}
            other => panic!("{other}"),
        }
        drop(held);
        home.lock().unwrap();
    }

    #[test]
    fn a_missing_home_cannot_be_locked() {
        let folder = tempfile::tempdir().unwrap();
        let error = Home::at(folder.path().join("none")).lock().unwrap_err();
        assert_eq!(error.code(), "home.unreadable");
    }

    #[test]
    fn songda_home_wins_over_the_platform() {
        let given = |name: &str| (name == HOME_VARIABLE).then(|| PathBuf::from("/x"));
        assert_eq!(root_from(given).unwrap(), Path::new("/x"));
        assert_eq!(root_from(|_| None).unwrap_err().code(), "home.no-place");
    }
}
