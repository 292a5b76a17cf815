//! What the server does where somebody writes: makes a folder, takes a text.

use tokio::io::AsyncReadExt as _;

use super::{Fake, Shelf, Talk};

impl Fake {
    /// Makes a folder, unless it refuses that one or has it.
    pub(super) fn create(&self, command: &str) -> String {
        let name = command.trim_start_matches("CREATE ").trim_matches('"').to_owned();
        self.change(|state| {
            if let Some(says) = state.unmade.get(&name) {
                return if says.starts_with("BAD") { (*says).to_owned() } else { format!("NO {says}") };
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
        if let Some(says) = self.change(|state| state.closed.get(&name).copied()) {
            return Some(format!("NO {says}"));
        }
        talk.say("+ go on\r\n").await?;
        let mut text = vec![0; length.trim_end_matches('}').parse().ok()?];
        talk.lines.read_exact(&mut text).await.ok()?;
        talk.line().await?;
        self.deliver(&name, &text);
        let (is_lost, place) = self.change(|state| {
            let is_lost = state.loses_answers > 0;
            state.loses_answers -= usize::from(is_lost);
            let shelf = state.shelves.get(&name)?;
            let uid = *shelf.mails.last_key_value()?.0;
            let place =
                state.capabilities.contains("UIDPLUS").then(|| format!("[APPENDUID {} {uid}] ", shelf.validity));
            Some((is_lost, place.unwrap_or_default()))
        })?;
        (!is_lost).then(|| format!("OK {place}taken"))
    }
}
