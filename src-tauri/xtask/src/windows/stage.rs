//! The files as they will be installed: one program under two names, what it needs beside it, each signed where asked.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{Trouble, root, run};

/// Which kind of program Windows starts: with a console of its caller's, or without one.
/// Source: Microsoft, "PE Format", "Windows Subsystem".
const CONSOLE: u16 = 3;
const WINDOWS: u16 = 2;

/// The processors there are packages for, by their number in a program's header. Source: the same, "Machine Types".
const PROCESSORS: &[(u16, &str)] = &[(0x8664, "x64"), (0xAA64, "arm64")];

/// A folder of files to install.
#[derive(Debug)]
pub struct Stage {
    /// The folder.
    pub folder: PathBuf,
    /// The processor they are for, as the packages name it: `x64` or `arm64`.
    pub processor: &'static str,
}

impl Stage {
    /// Lays the files out in `out`, from the folder of built programs; `sign` is the command of a signing service, with
    /// `%1` for the file.
    ///
    /// # Errors
    /// When a file is missing or no program of Windows, or signing fails.
    pub fn lay_out(out: &Path, built: &Path, sign: Option<&str>) -> Result<Self, Trouble> {
        let folder = out.join("stage");
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).map_err(|error| Trouble::new(format!("无法建立 {}：{error}", folder.display())))?;
        let program = built.join("songda-desktop.exe");
        let mut files = vec![
            // One program under two names; it goes by its name.
            (program.clone(), "songda.exe"),
            (program.clone(), "songda-desktop.exe"),
            (root().join("icons/icon.ico"), "songda.ico"),
            (root().join("LICENSE-MIT"), "LICENSE-MIT.txt"),
            (root().join("LICENSE-APACHE"), "LICENSE-APACHE.txt"),
        ];
        let header = Header::of(&read(&program)?).ok_or_else(|| no_program(&program))?;
        let processor = header.processor.ok_or_else(|| no_program(&program))?;
        // Microsoft's linker puts the loader into the program; the other one cannot.
        if header.is_gnu {
            files.push((loader(built)?, "WebView2Loader.dll"));
        }
        for (from, name) in files {
            fs::copy(&from, folder.join(name))
                .map_err(|error| Trouble::new(format!("无法复制 {} 到安装包：{error}", from.display())))?;
        }
        for (name, subsystem) in [("songda.exe", CONSOLE), ("songda-desktop.exe", WINDOWS)] {
            let path = folder.join(name);
            if header.is_gnu {
                run(Command::new("x86_64-w64-mingw32-objcopy").arg("--strip-all").arg(&path))?;
            }
            become_subsystem(&path, subsystem)?;
            if let Some(sign) = sign {
                run(&mut signing(sign, &path)?)?;
            }
        }
        Ok(Self { folder, processor })
    }
}

/// The command that signs a file. Words are parted by blanks, as the window's bundler parts them.
fn signing(sign: &str, file: &Path) -> Result<Command, Trouble> {
    let mut words = sign.split_whitespace().map(|word| word.replace("%1", &file.display().to_string()));
    let mut command = Command::new(words.next().ok_or_else(|| Trouble::new("签名命令是空的"))?);
    command.args(words);
    Ok(command)
}

/// What the first bytes of a Windows program say.
#[derive(Debug, PartialEq, Eq)]
struct Header {
    /// Where the optional header begins.
    optional: usize,
    processor: Option<&'static str>,
    /// Made by GNU's linker, which tells its version as 2.x.
    is_gnu: bool,
}

impl Header {
    fn of(bytes: &[u8]) -> Option<Self> {
        let start = usize::try_from(u32::from_le_bytes(*bytes.get(0x3C..)?.first_chunk()?)).ok()?;
        let head = bytes.get(start..)?;
        let optional = head.get(24..)?;
        // The subsystem is the last thing of it that is looked at.
        if !bytes.starts_with(b"MZ") || !head.starts_with(b"PE\0\0") || optional.len() < SUBSYSTEM + 2 {
            return None;
        }
        let machine = u16::from_le_bytes(*head.get(4..)?.first_chunk()?);
        let processor = PROCESSORS.iter().find(|(number, _)| *number == machine).map(|(_, name)| *name);
        Some(Self { optional: start + 24, processor, is_gnu: optional.get(2) == Some(&2) })
    }
}

/// Where the subsystem stands in the optional header, on 64 bits too.
/// Source: "PE Format", "Optional Header Windows-Specific Fields".
const SUBSYSTEM: usize = 68;

fn become_subsystem(path: &Path, subsystem: u16) -> Result<(), Trouble> {
    let mut bytes = read(path)?;
    let header = Header::of(&bytes).ok_or_else(|| no_program(path))?;
    let place = bytes.get_mut(header.optional + SUBSYSTEM..).and_then(<[u8]>::first_chunk_mut);
    *place.ok_or_else(|| no_program(path))? = subsystem.to_le_bytes();
    fs::write(path, bytes).map_err(|error| Trouble::new(format!("无法写入 {}：{error}", path.display())))
}

fn read(path: &Path) -> Result<Vec<u8>, Trouble> {
    fs::read(path).map_err(|error| Trouble::new(format!("无法读取 {}：{error}", path.display())))
}

fn no_program(path: &Path) -> Trouble {
    Trouble::new(format!("{} 不是 64 位的 Windows 程序", path.display()))
}

/// The loader of WebView2 that the crate `webview2-com-sys` puts beside what it builds.
fn loader(built: &Path) -> Result<PathBuf, Trouble> {
    let build = built.join("build");
    let made = fs::read_dir(&build).map_err(|error| Trouble::new(format!("无法读取 {}：{error}", build.display())))?;
    made.flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with("webview2-com-sys-"))
        .map(|entry| entry.path().join("out/x64/WebView2Loader.dll"))
        .find(|path| path.exists())
        .ok_or_else(|| Trouble::new(format!("{} 下没有 WebView2Loader.dll，安装包不完整", build.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The head of a program, as a linker writes it.
    fn program(machine: u16, linker: u8) -> Vec<u8> {
        let mut bytes = vec![0; 0x80 + 24 + 112];
        bytes[..2].copy_from_slice(b"MZ");
        bytes[0x3C] = 0x80;
        bytes[0x80..0x84].copy_from_slice(b"PE\0\0");
        bytes[0x84..0x86].copy_from_slice(&machine.to_le_bytes());
        bytes[0x80 + 26] = linker;
        bytes
    }

    #[test]
    fn a_program_tells_what_it_is_for() {
        let arm = Header::of(&program(0xAA64, 14)).unwrap();
        assert_eq!((arm.processor, arm.is_gnu), (Some("arm64"), false));
        let gnu = Header::of(&program(0x8664, 2)).unwrap();
        assert_eq!((gnu.processor, gnu.is_gnu), (Some("x64"), true));
        assert_eq!(Header::of(&program(0x14C, 14)).unwrap().processor, None, "32 bits");
        let whole = program(0x8664, 14);
        for length in 0..0x80 + 24 + 70 {
            assert_eq!(Header::of(&whole[..length]), None, "{length} bytes");
        }
        assert_eq!(Header::of(&[&b"MZ"[..], &[0xFF; 200]].concat()), None);
    }

    #[test]
    fn files_are_laid_out_under_both_names() {
        let place = std::env::temp_dir().join(format!("songda-stage-{}", std::process::id()));
        let built = place.join("built");
        fs::create_dir_all(&built).unwrap();
        let missing = Stage::lay_out(&place, &built, None).unwrap_err().to_string();
        assert!(missing.contains("songda-desktop.exe"), "{missing}");
        fs::write(built.join("songda-desktop.exe"), program(0x8664, 14)).unwrap();
        // Signing is seen by what it leaves behind.
        let stage = Stage::lay_out(&place, &built, Some("cp %1 %1.signed")).unwrap();
        assert_eq!(stage.processor, "x64");
        for (name, subsystem) in [("songda.exe", CONSOLE), ("songda-desktop.exe", WINDOWS)] {
            let bytes = fs::read(stage.folder.join(name)).unwrap();
            assert_eq!(bytes[0x80 + 24 + 68..][..2], subsystem.to_le_bytes(), "{name}");
            assert_eq!(fs::read(stage.folder.join(format!("{name}.signed"))).unwrap(), bytes, "{name} as it is packed");
        }
        assert!(!stage.folder.join("WebView2Loader.dll").exists());
        assert!(Stage::lay_out(&place, &built, Some(" ")).is_err());
        fs::remove_dir_all(&place).unwrap();
    }
}
