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
    let mut stream = path.as_os_str().to_owned();
    stream.push(":Zone.Identifier");
    std::fs::write(stream, "[ZoneTransfer]\r\nZoneId=3\r\nHostUrl=about:internet\r\n")
}

/// Flags, moment, program: what Gatekeeper reads; 0081 is a download that nobody has opened yet.
#[cfg(target_os = "macos")]
fn write(path: &Path) -> io::Result<()> {
    let now = crate::clock::now().timestamp();
    let value = format!("0081;{now:08x};Songda;");
    rustix::fs::setxattr(path, "com.apple.quarantine", value.as_bytes(), rustix::fs::XattrFlags::empty())?;
    Ok(())
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
