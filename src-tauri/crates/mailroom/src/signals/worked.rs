//! How long this program has worked: the time on the clock, without what others on the machine took of it.

use std::time::{Duration, Instant};

/// A beginning from which work is counted.
pub struct Worked {
    started: Instant,
    #[cfg(target_os = "linux")]
    had: Option<Duration>,
}

impl Worked {
    /// Begins to count.
    pub fn begins() -> Self {
        Self {
            started: Instant::now(),
            #[cfg(target_os = "linux")]
            had: processor_time(),
        }
    }

    /// Time on the clock since.
    pub fn wall(&self) -> Duration {
        self.started.elapsed()
    }

    /// Time worked since, never more than on the clock. Where the system is not asked, that is the time on the clock.
    pub fn so_far(&self) -> Duration {
        #[cfg(target_os = "linux")]
        if let Some(worked) = processor_time().zip(self.had).and_then(|(has, had)| has.checked_sub(had)) {
            return worked.min(self.wall());
        }
        self.wall()
    }
}

/// Processor time of all threads of this program. Linux counts it in hundredths of a second for whoever reads this file.
#[cfg(target_os = "linux")]
fn processor_time() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program stands in brackets and may hold anything.
    let mut fields = stat.rsplit_once(") ")?.1.split(' ').skip(11);
    let (own, of_the_system) = (fields.next()?.parse::<u64>().ok()?, fields.next()?.parse::<u64>().ok()?);
    Some(Duration::from_millis((own + of_the_system) * 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_is_no_work_and_work_is() {
        let waits = Worked::begins();
        std::thread::sleep(Duration::from_millis(300));
        assert!(waits.wall() >= Duration::from_millis(300));
        assert!(waits.so_far() <= waits.wall());
        let works = Worked::begins();
        let mut sum = 0_u64;
        while works.so_far() < Duration::from_millis(60) {
            sum = std::hint::black_box(sum.wrapping_add(1));
            assert!(works.wall() < Duration::from_secs(60), "no work is counted");
        }
        // Asked in this order: where the system is not asked for work, both are the same clock, which goes on between.
        let worked = works.so_far();
        assert!(works.wall() >= worked);
    }
}
