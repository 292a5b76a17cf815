//! Tasks that must not end while it is watched: one that breaks is told, shown and begun anew.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::{Id, JoinSet};

use crate::room::Room;
use crate::view::Problem;

/// Before one that broke is begun anew.
const PAUSE: Duration = Duration::from_secs(5);
/// One that has gone on for so long since is well again.
const WELL: Duration = Duration::from_secs(60);

type Work = Pin<Box<dyn Future<Output = Result<(), Problem>> + Send>>;
/// Begins a task; none for one that is done once.
type Begin = Option<Arc<dyn Fn() -> Work + Send + Sync>>;
/// Shows that a task broke, or that it is well again.
type Show = Arc<dyn Fn(&str, Option<Problem>) + Send + Sync>;

/// Tasks under way. They end with this.
pub struct Chores {
    tasks: JoinSet<Result<(), Problem>>,
    known: BTreeMap<Id, (&'static str, Begin)>,
    show: Show,
}

impl Chores {
    /// None yet; what breaks is shown as a trouble of the room.
    pub fn new(room: Arc<Room>) -> Self {
        Self::showing(Arc::new(move |name, problem| room.trouble(name, problem)))
    }

    fn showing(show: Show) -> Self {
        Self { tasks: JoinSet::new(), known: BTreeMap::new(), show }
    }

    /// Begins a task that is begun anew whenever it breaks.
    pub fn begin<F>(&mut self, name: &'static str, work: impl Fn() -> F + Send + Sync + 'static)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let begin = move || {
            let work = work();
            Box::pin(async move {
                work.await;
                Ok(())
            }) as Work
        };
        let first = begin();
        self.spawn(name, Some(Arc::new(begin)), first);
    }

    /// Begins a task that is done once.
    pub fn begin_once(&mut self, name: &'static str, work: impl Future<Output = Result<(), Problem>> + Send + 'static) {
        self.spawn(name, None, Box::pin(work));
    }

    fn spawn(&mut self, name: &'static str, begin: Begin, work: Work) {
        let task = self.tasks.spawn(work);
        self.known.insert(task.id(), (name, begin));
    }

    /// Waits until a task ends by itself: its name, or what kept it from going on. One that broke is begun anew.
    pub async fn ended(&mut self) -> Result<&'static str, Problem> {
        loop {
            let Some(ended) = self.tasks.join_next_with_id().await else { return std::future::pending().await };
            let id = ended.as_ref().map_or_else(|error| error.id(), |(id, _)| *id);
            let Some((name, begin)) = self.known.remove(&id) else { continue };
            match (ended, begin) {
                (Ok((_, outcome)), _) => return outcome.map(|()| name),
                (Err(error), None) => return Err(Problem::new("watcher.ended", [error.to_string()])),
                (Err(error), Some(begin)) => {
                    tracing::error!(code = "watcher.ended", name, says = %error, "a task broke and is begun anew");
                    (self.show)(name, Some(Problem::new("watcher.ended", [format!("({name})")]).retried()));
                    let work = self.anew(name, begin.clone());
                    self.spawn(name, Some(begin), work);
                }
            }
        }
    }

    fn anew(&self, name: &'static str, begin: Arc<dyn Fn() -> Work + Send + Sync>) -> Work {
        let show = self.show.clone();
        Box::pin(async move {
            tokio::time::sleep(PAUSE).await;
            let mut work = begin();
            tokio::select! {
                ended = &mut work => return ended,
                () = tokio::time::sleep(WELL) => show(name, None),
            }
            work.await
        })
    }

    /// Waits until all have ended.
    pub async fn finish(&mut self) {
        while self.tasks.join_next().await.is_some() {}
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    type Shown = Arc<Mutex<Vec<(String, Option<String>)>>>;

    fn chores() -> (Chores, Shown) {
        let shown = Shown::default();
        let told = shown.clone();
        let show = move |name: &str, problem: Option<Problem>| {
            told.lock().unwrap().push((name.to_owned(), problem.map(|problem| problem.code)));
        };
        (Chores::showing(Arc::new(show)), shown)
    }

    #[tokio::test(start_paused = true)]
    async fn one_that_breaks_is_shown_and_begun_anew() {
        let (mut chores, shown) = chores();
        let begun = Arc::new(AtomicUsize::new(0));
        let count = begun.clone();
        chores.begin("reading", move || {
            let nth = count.fetch_add(1, Ordering::Relaxed);
            async move {
                assert!(nth >= 2, "it breaks");
                std::future::pending::<()>().await;
            }
        });
        let waited = tokio::time::timeout(Duration::from_secs(600), chores.ended()).await;
        assert!(waited.is_err(), "it goes on: {waited:?}");
        assert_eq!(begun.load(Ordering::Relaxed), 3);
        let broke = ("reading".to_owned(), Some("watcher.ended".to_owned()));
        assert_eq!(*shown.lock().unwrap(), [broke.clone(), broke, ("reading".to_owned(), None)]);
    }

    #[tokio::test]
    async fn what_is_done_once_tells_its_end() {
        let (mut chores, _) = chores();
        chores.begin_once("resuming", async { Ok(()) });
        assert_eq!(chores.ended().await, Ok("resuming"));
        chores.begin_once("resuming", async { Err(Problem::new("home.ledger", [])) });
        assert!(matches!(chores.ended().await, Err(problem) if problem.code == "home.ledger"));
        chores.begin("waking", || async {});
        assert_eq!(chores.ended().await, Ok("waking"));
        chores.begin_once("resuming", async { panic!("it breaks") });
        assert!(matches!(chores.ended().await, Err(problem) if problem.code == "watcher.ended"));
        chores.finish().await;
    }
}
