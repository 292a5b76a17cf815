//! What the server does where somebody writes: makes a folder, takes a text.

use tokio::io::AsyncReadExt as _;

use super::{Fake, Shelf, Talk};

impl Fake {
    /// Makes a folder, unless it refuses that one or has it.
    pub(super) fn create(&self, command: &str) -> String {
        let name = command.trim_start_matches("CREATE ").trim_matches('"').to_owned();
        self.change(|state| {
            if let Some(says) = state.unmade.get(&name) {
                return format!("NO {says}");
            }
            if state.shelves.contains_key(&name) {
                return "NO [ALREADYEXISTS] it is there".to_owned();
            }
            state.shelves.insert(name, Shelf { validity: 3, ..Shelf::default() });
            "OK made".to_owned()
        })
    }

    /// Takes a text into a folder.
    pub(super) async fn append(&self, talk: &mut Talk, command: &str) -> Option<String> {
        let (head, length) = command.rsplit_once('{')?;
        let name = head.split('"').nth(1)?.to_owned();
        if !self.change(|state| state.shelves.contains_key(&name)) {
            return Some("NO [TRYCREATE] no such folder".to_owned());
        }
        talk.say("+ go on\r\n").await?;
        let mut text = vec![0; length.trim_end_matches('}').parse().ok()?];
        talk.lines.read_exact(&mut text).await.ok()?;
        talk.line().await?;
        self.deliver(&name, &text);
        let is_lost = self.change(|state| {
            let is_lost = state.loses_answers > 0;
            state.loses_answers -= usize::from(is_lost);
            is_lost
        });
        (!is_lost).then(|| "OK [APPENDUID 3 1] taken".to_owned())
    }
}
