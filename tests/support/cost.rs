//! What a running program costs, as the system counts it.

use std::fs;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// Most memory a running program has held, in KiB.
pub fn peak_of(id: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_ascii_whitespace().nth(1)?.parse().ok()
}

/// Processor time a running program has used; the system counts hundredths of a second.
pub fn cpu_of(id: u32) -> Option<Duration> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    Some(field(&stat, 11)? + field(&stat, 12)?)
}

/// How long a program has been running, to a hundredth of a second.
pub fn age_of(id: u32) -> Option<Duration> {
    let up = fs::read_to_string("/proc/uptime").ok()?;
    let up = Duration::from_secs_f64(up.split_ascii_whitespace().next()?.parse().ok()?);
    up.checked_sub(field(&fs::read_to_string(format!("/proc/{id}/stat")).ok()?, 19)?)
}

/// A time among what the system tells of a program behind its name.
fn field(stat: &str, nth: usize) -> Option<Duration> {
    let ticks: u64 = stat.rsplit_once(") ")?.1.split(' ').nth(nth)?.parse().ok()?;
    Some(Duration::from_millis(ticks * 10))
}

/// What one run of a program cost, and what it said.
pub struct Cost {
    /// From its start to its end.
    pub wall: Duration,
    /// Most memory it held, in KiB.
    pub peak_kib: u64,
    /// Its end and its words.
    pub output: Output,
}

/// Runs a command to its end, at most for `limit`, and looks at it all the while.
///
/// # Panics
/// When it cannot be started, or does not end in time.
pub fn watched(mut command: Command, limit: Duration) -> Cost {
    let began = Instant::now();
    let mut child: Child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    let mut peak_kib = 0;
    while child.try_wait().expect("the program can be waited for").is_none() {
        peak_kib = peak_kib.max(peak_of(child.id()).unwrap_or(0));
        if began.elapsed() > limit {
            let _ = child.kill();
            panic!("{command:?} did not end within {limit:?}");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let wall = began.elapsed();
    Cost { wall, peak_kib, output: child.wait_with_output().expect("its words") }
}
