//! Marks files that came from outside, as browsers do, so that office programs open them with care.

use std::io;
use std::path::Path;

/// Marks a file as come from outside. A disk that knows no such marks is no reason not to file.
pub fn from_outside(path: &Path) {
    if let Err(error) = write(path) {
        tracing::debug!(kind = ?error.kind(), "no mark for what came from outside");
    }
}

/// Zone 3 is the internet; the address is the word browsers write when they do not tell where from.
/// Source: Microsoft, [MS-FSCC] 5.6.1 Zone.Identifier Stream Name.
#[cfg(windows)]
fn write(path: &Path) -> io::Result<()> {
    std::fs::write(stream_of(path), "[ZoneTransfer]\r\nZoneId=3\r\nHostUrl=about:internet\r\n")
}

/// The stream of a file that holds its mark.
#[cfg(windows)]
fn stream_of(path: &Path) -> std::ffi::OsString {
    let mut stream = path.as_os_str().to_owned();
    stream.push(":Zone.Identifier");
    stream
}

#[cfg(target_os = "macos")]
fn write(path: &Path) -> io::Result<()> {
    let value = quarantine(crate::clock::now().timestamp());
    rustix::fs::setxattr(path, QUARANTINE, value.as_bytes(), rustix::fs::XattrFlags::empty())?;
    Ok(())
}

/// The attribute that Gatekeeper reads.
#[cfg(target_os = "macos")]
const QUARANTINE: &str = "com.apple.quarantine";

/// Flags, moment in seconds since 1970 as hex, program; 0081 is a download that nobody has opened yet.
#[cfg(any(test, target_os = "macos"))]
fn quarantine(now: i64) -> String {
    format!("0081;{now:08x};Songda;")
}

/// The attribute by which Linux programs tell where a file is from (freedesktop, Common Extended Attributes).
/// The same word as on Windows: names of courts and people have no place in it.
#[cfg(target_os = "linux")]
fn write(path: &Path) -> io::Result<()> {
    rustix::fs::setxattr(path, "user.xdg.origin.url", b"about:internet", rustix::fs::XattrFlags::empty())?;
    Ok(())
}

#[cfg(not(any(windows, target_os = "macos", target_os = "linux")))]
fn write(_path: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarantine_tells_flags_moment_and_program() {
        assert_eq!(quarantine(1_795_910_400), "0081;6b0b6b00;Songda;");
    }

    #[cfg(windows)]
    #[test]
    fn the_mark_says_internet_and_leaves_the_file_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("传票.pdf");
        std::fs::write(&path, "one").unwrap();
        from_outside(&path);
        let mark = std::fs::read_to_string(stream_of(&path)).unwrap();
        let lines: Vec<&str> = mark.split("\r\n").collect();
        assert_eq!(lines, ["[ZoneTransfer]", "ZoneId=3", "HostUrl=about:internet", ""]);
        assert_eq!(std::fs::read(&path).unwrap(), b"one");
    }

    #[cfg(target_os = "macos")]
    #[test]
    fn the_mark_is_the_one_gatekeeper_reads() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("传票.pdf");
        std::fs::write(&path, "one").unwrap();
        from_outside(&path);
        let mut value = [0_u8; 64];
        let length = rustix::fs::getxattr(&path, QUARANTINE, &mut value).unwrap();
        assert!(value[..length].starts_with(b"0081;") && value[..length].ends_with(b";Songda;"));
    }
}
