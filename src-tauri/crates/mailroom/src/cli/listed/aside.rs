//! Text that is made long before it is printed: in memory while it is short, then in a file that nobody else sees.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// So much of it lies in memory.
const SHORT: usize = 8 << 20;

/// Text that was put aside.
pub struct Aside {
    memory: Vec<u8>,
    file: Option<File>,
    path: PathBuf,
    /// Whether there is no file to be had: then all of it lies in memory.
    is_refused: bool,
}

impl Aside {
    /// None yet; a file that is needed is made in this folder.
    pub fn in_folder(folder: &Path) -> Self {
        let path = folder.join(format!("list.{}.tmp", std::process::id()));
        Self { memory: Vec::new(), file: None, path, is_refused: false }
    }

    /// Puts more of it aside.
    pub fn put(&mut self, text: &[u8]) {
        self.memory.extend_from_slice(text);
        if self.memory.len() > SHORT && !self.is_refused {
            self.is_refused = self.write().is_err();
        }
    }

    fn write(&mut self) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(secret(&self.path)?),
        };
        let before = file.stream_position()?;
        if let Err(error) = file.write_all(&self.memory) {
            // What stands there so far is whole again, and the rest stays in memory.
            file.set_len(before)?;
            file.seek(SeekFrom::Start(before))?;
            return Err(error);
        }
        self.memory.clear();
        Ok(())
    }

    /// Writes all of it out; gives whether there was any.
    ///
    /// # Errors
    /// When it cannot be read back or written.
    pub fn give(mut self, out: &mut impl Write) -> io::Result<bool> {
        let mut is_any = !self.memory.is_empty();
        if let Some(file) = &mut self.file {
            file.seek(SeekFrom::Start(0))?;
            is_any |= io::copy(file, out)? > 0;
        }
        out.write_all(&self.memory)?;
        Ok(is_any)
    }
}

/// A file that is gone when the program is, whatever ends it.
fn secret(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(windows)]
    {
        use std::os::windows::fs::OpenOptionsExt as _;
        /// FILE_FLAG_DELETE_ON_CLOSE
        const GOES_WITH_US: u32 = 0x0400_0000;
        options.custom_flags(GOES_WITH_US);
    }
    let _ = fs::remove_file(path);
    let file = options.open(path)?;
    #[cfg(not(windows))]
    fs::remove_file(path)?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_aside_comes_back_in_order_and_leaves_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let no_folder = folder.path().join("none");
        for place in [folder.path(), no_folder.as_path()] {
            let (mut aside, mut whole) = (Aside::in_folder(place), Vec::new());
            for nth in 0..5_000_u32 {
                let text = format!("{nth} ").repeat(1_000);
                aside.put(text.as_bytes());
                whole.extend_from_slice(text.as_bytes());
            }
            assert_eq!(aside.file.is_some(), place.exists());
            let mut given = Vec::new();
            assert!(aside.give(&mut given).unwrap());
            assert!(given == whole, "{}", place.display());
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        assert!(!Aside::in_folder(folder.path()).give(&mut Vec::new()).unwrap());
    }
}
