//! Programs of the system that read what this one cannot, where they are present and within bounds.
//!
//! bsdtar reads archives, tesseract scans. They get bytes through pipes and no file of ours.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// How often a running program is looked at.
const LOOK: Duration = Duration::from_millis(10);

/// A program on the search path; only absolute folders count, never the one a mail was opened from.
pub fn find(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    find_in(names, std::env::split_paths(&path))
}

fn find_in(names: &[&str], folders: impl Iterator<Item = PathBuf>) -> Option<PathBuf> {
    let folders: Vec<PathBuf> = folders.filter(|folder| folder.is_absolute()).collect();
    let ending = if cfg!(windows) { ".exe" } else { "" };
    let at =
        |name: &&str| folders.iter().map(|folder| folder.join(format!("{name}{ending}"))).find(|file| file.is_file());
    names.iter().find_map(at)
}

/// Gives a program bytes and takes what it answers; `None` when it fails, says too much or takes too long.
pub fn run(program: &Path, args: &[&str], input: &[u8], most: usize, patience: Duration) -> Option<Vec<u8>> {
    let started = Instant::now();
    let mut command = Command::new(program);
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).env_clear();
    for name in ["PATH", "TESSDATA_PREFIX", "SYSTEMROOT", "TEMP", "TMP"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    // Names inside archives are UTF-8; one page is read by one thread, or many pages would starve the rest.
    command.env("LC_ALL", "C.UTF-8").env("OMP_THREAD_LIMIT", "1").current_dir(std::env::temp_dir());
    let mut child = command.spawn().ok()?;
    let (mut stdin, mut stdout) = (child.stdin.take()?, child.stdout.take()?);
    let input = input.to_vec();
    std::thread::spawn(move || {
        // A program that ends early closes its end; what it answered decides.
        let _ = stdin.write_all(&input);
    });
    let (sender, answer) = mpsc::channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
        let read = stdout.by_ref().take(limit).read_to_end(&mut bytes).map(|_| bytes);
        let _ = sender.send(read);
    });
    let bytes = answer.recv_timeout(patience).ok().and_then(Result::ok).filter(|bytes| bytes.len() <= most);
    let ended = bytes.is_some() && ends_well(&mut child, patience.saturating_sub(started.elapsed()));
    if !ended {
        let _ = child.kill();
        let _ = child.wait();
        tracing::warn!(code = "document.outside-program-failed", took = ?started.elapsed());
        return None;
    }
    bytes
}

fn ends_well(child: &mut Child, patience: Duration) -> bool {
    let started = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) if started.elapsed() < patience.max(LOOK) => std::thread::sleep(LOOK),
            _ => return false,
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn sh(script: &str, input: &[u8], most: usize, patience: Duration) -> Option<Vec<u8>> {
        run(Path::new("/bin/sh"), &["-c", script], input, most, patience)
    }

    #[test]
    fn a_program_answers_or_is_ended() {
        let soon = Duration::from_secs(5);
        assert_eq!(sh("cat", b"through", 100, soon).as_deref(), Some(&b"through"[..]));
        assert_eq!(sh("cat >/dev/null; exit 1", b"x", 100, soon), None, "it failed");
        assert_eq!(sh("cat", &[b'x'; 1000], 999, soon), None, "it says too much");
        let started = Instant::now();
        assert_eq!(sh("sleep 30", b"", 100, Duration::from_millis(200)), None, "it takes too long");
        assert!(started.elapsed() < Duration::from_secs(5));
        assert_eq!(sh("exit 0", &[b'x'; 1 << 20], 100, soon).as_deref(), Some(&b""[..]), "it need not listen");
        assert_eq!(run(Path::new("/no/such/program"), &[], b"", 1, soon), None);
    }

    #[test]
    fn only_absolute_folders_are_searched() {
        let folders = |list: &[&str]| list.iter().map(PathBuf::from).collect::<Vec<_>>().into_iter();
        assert!(find_in(&["no-such", "sh"], folders(&["/bin"])).is_some());
        assert_eq!(find_in(&["sh"], folders(&[".", "bin"])), None);
    }
}
