//! What a desk does with a home that is missing, held by another, badly set, or edited.

use std::fs;
use std::sync::Arc;

use super::*;

struct Running {
    desk: Arc<Desk>,
    stop: CancellationToken,
    task: tokio::task::JoinHandle<()>,
}

fn run(place: Place) -> Running {
    let (desk, stop) = (Arc::new(Desk::at(place)), CancellationToken::new());
    let task = tokio::spawn({
        let (desk, stop) = (desk.clone(), stop.clone());
        async move { desk.run(stop).await }
    });
    Running { desk, stop, task }
}

impl Running {
    /// Waits for a change after which the desk is as wanted.
    async fn until(&self, wanted: impl Fn(&Result<Mailroom, Problem>) -> bool) -> Result<Mailroom, Problem> {
        let mut changes = self.desk.changes();
        let wait = async {
            loop {
                let found = self.desk.mailroom().await;
                if wanted(&found) {
                    return found;
                }
                changes.changed().await.unwrap();
            }
        };
        tokio::time::timeout(Duration::from_secs(20), wait).await.unwrap()
    }

    async fn end(self) {
        self.stop.cancel();
        tokio::time::timeout(Duration::from_secs(5), self.task).await.unwrap().unwrap();
        assert_eq!(self.desk.mailroom().await.err().unwrap().code, "home.closed");
    }
}

#[tokio::test]
async fn a_missing_home_is_told_and_opened_once_made() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("home");
    let running = run(Place::Own(Some(root.clone())));
    let problem = running.desk.mailroom().await.err().unwrap();
    assert_eq!((problem.code.as_str(), problem.facts), ("home.none", vec![root.display().to_string()]));
    assert_eq!(running.desk.settings_file().unwrap_err().code, "home.none");
    assert!(!root.exists(), "looking makes nothing");
    let file = running.desk.make_home().unwrap();
    assert_eq!(running.desk.settings_file().unwrap(), file);
    let mailroom = running.until(Result::is_ok).await.unwrap();
    assert!(mailroom.is_holder());
    running.end().await;
}

#[tokio::test]
async fn a_held_home_is_looked_at_and_taken_over_when_it_is_free() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::at(folder.path());
    home.init().unwrap();
    let held = home.lock().unwrap();
    let running = run(Place::Own(Some(folder.path().to_owned())));
    let beside = running.desk.mailroom().await.unwrap();
    assert!(!beside.is_holder());
    assert!(beside.overview().await.unwrap().beside);
    drop((held, beside));
    let found = running.until(|found| found.as_ref().is_ok_and(Mailroom::is_holder)).await.unwrap();
    assert!(!found.overview().await.unwrap().beside);
    drop(found);
    running.end().await;
    home.lock().unwrap();
}

#[tokio::test]
async fn settings_that_cannot_be_followed_are_told_with_their_line_and_tried_again() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::at(folder.path());
    home.init().unwrap();
    let good = fs::read_to_string(home.settings_file()).unwrap();
    fs::write(home.settings_file(), "[office]\nname = 3\n").unwrap();
    let running = run(Place::Own(Some(folder.path().to_owned())));
    let problem = running.desk.mailroom().await.err().unwrap();
    assert!(problem.code.starts_with("settings."), "{problem:?}");
    assert_eq!(problem.facts.get(1).map(String::as_str), Some("2"));
    fs::write(home.settings_file(), &good).unwrap();
    running.until(Result::is_ok).await.unwrap();
    running.end().await;
}

#[tokio::test]
async fn edited_settings_are_followed_and_broken_ones_leave_the_old_in_use() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::at(folder.path());
    home.init().unwrap();
    let good = fs::read_to_string(home.settings_file()).unwrap();
    let running = run(Place::Own(Some(folder.path().to_owned())));
    let first = running.desk.mailroom().await.unwrap();
    fs::write(home.settings_file(), "[office\n").unwrap();
    let mut changes = running.desk.changes();
    let told = async {
        while !first.room.has_trouble(SETTINGS) {
            changes.changed().await.unwrap();
        }
    };
    tokio::time::timeout(Duration::from_secs(20), told).await.unwrap();
    // A value that is none of those there are is refused, though a home that has it already would open.
    first.room.trouble(SETTINGS, None);
    fs::write(home.settings_file(), good.replacen("undo_seconds = 10", "undo_seconds = 15", 1)).unwrap();
    let told = async {
        while !first.room.has_trouble(SETTINGS) {
            changes.changed().await.unwrap();
        }
    };
    tokio::time::timeout(Duration::from_secs(20), told).await.unwrap();
    assert_eq!(first.room.settings.undo.as_secs(), 10);
    fs::write(home.settings_file(), good.replacen("name = \"\"", "name = \"示例银行\"", 1)).unwrap();
    drop(first);
    let named = |found: &Result<Mailroom, Problem>| {
        found.as_ref().is_ok_and(|mailroom| mailroom.room.settings.office.name == "示例银行" && mailroom.is_holder())
    };
    let mailroom = running.until(named).await.unwrap();
    assert!(!mailroom.room.has_trouble(SETTINGS));
    drop(mailroom);
    running.end().await;
}

#[tokio::test]
async fn what_was_saved_while_the_home_was_being_opened_is_followed() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::at(folder.path());
    home.init().unwrap();
    let opened = Mailroom::open(home.clone()).await.unwrap();
    let text = fs::read_to_string(home.settings_file()).unwrap();
    fs::write(home.settings_file(), text.replacen("name = \"\"", "name = \"示例银行\"", 1)).unwrap();
    tokio::time::timeout(AGAIN * 5, edited(&opened)).await.unwrap();
    let again = Mailroom::look(home).await.unwrap();
    assert!(tokio::time::timeout(AGAIN * 2, edited(&again)).await.is_err(), "nothing was edited since");
}

#[tokio::test]
async fn the_sample_is_made_and_never_over_a_real_home() {
    let folder = tempfile::tempdir().unwrap();
    let running = run(Place::Sample(folder.path().join("sample")));
    assert!(running.desk.mailroom().await.unwrap().overview().await.unwrap().demo);
    running.end().await;
    let real = Home::at(folder.path().join("real"));
    real.init().unwrap();
    let running = run(Place::Sample(real.root().to_owned()));
    assert_eq!(running.desk.mailroom().await.err().unwrap().code, "demo.real-home");
    running.end().await;
}
