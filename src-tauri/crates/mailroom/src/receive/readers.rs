//! Threads that read mails: few, and always the same ones, because each learns the patterns by itself.
//!
//! What a thread learns of hundreds of patterns while it looks for them takes megabytes, and time.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;

use crate::STACK_BYTES;

type Work = Box<dyn FnOnce() + Send>;

/// Readers that wait for work. The one that worked last is asked first, so that no more of them learn than work at once.
static IDLE: Mutex<Vec<mpsc::Sender<Work>>> = Mutex::new(Vec::new());

/// Does some work on a reader and waits until it is done; `None` where it broke down.
pub fn read<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let waiting = idle().pop();
    // Where the system gives no thread, the one that asks reads.
    let Some(reader) = waiting.or_else(begin) else { return Some(work()) };
    let (give, answer) = mpsc::sync_channel(1);
    let work: Work = Box::new(move || _ = give.send(work()));
    if let Err(mpsc::SendError(work)) = reader.send(work) {
        work();
        return answer.recv().ok();
    }
    let done = answer.recv().ok();
    idle().push(reader);
    done
}

/// Another reader; none where the system gives no thread.
fn begin() -> Option<mpsc::Sender<Work>> {
    let (give, works) = mpsc::channel::<Work>();
    let on = move || {
        for work in works {
            // It costs this work and not the reader: whoever waits for it hears that nothing comes.
            let _ = catch_unwind(AssertUnwindSafe(work));
        }
    };
    thread::Builder::new().name("reader".to_owned()).stack_size(STACK_BYTES).spawn(on).ok()?;
    Some(give)
}

/// The readers that wait, also after a thread died holding the lock: every change here is whole in itself.
fn idle() -> MutexGuard<'static, Vec<mpsc::Sender<Work>>> {
    IDLE.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::thread::current;

    use super::*;

    #[test]
    fn work_is_done_by_readers_at_once_and_what_breaks_down_costs_nothing_else() {
        assert_eq!(read(|| current().name().map(str::to_owned)), Some(Some("reader".to_owned())));
        // Two that wait for each other are read at the same time.
        static MEET: Barrier = Barrier::new(2);
        let both = [(); 2].map(|()| thread::spawn(|| read(|| MEET.wait().is_leader())));
        let leaders = both.map(|one| one.join().unwrap().unwrap());
        assert!(leaders[0] != leaders[1]);
        assert_eq!(read(|| [1, 2].iter().position(|it| *it == 3).unwrap()), None);
        assert_eq!(read(|| 7), Some(7));
    }
}
