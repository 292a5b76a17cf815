//! A channel into a folder: receipts are written as files named after their Message-ID, each once.

use std::fs;
use std::future::Future;
use std::io;
use std::path::{Path, PathBuf};

use super::{ConnectError, Handover, Letter, Turn};
use crate::problem::chain;
use crate::vault::write_once;
use crate::view::Problem;

/// Writes a receipt into the folder. Equal bytes that lie there already are the same receipt.
///
/// # Errors
/// What `intent` failed with; nothing was written then.
pub async fn hand_over<I>(folder: &Path, letter: Letter<'_>, intent: I) -> Result<Handover, Problem>
where
    I: Future<Output = Result<Option<Turn>, Problem>>,
{
    let target = folder.join(format!("{}.eml", file_name(letter.message_id)));
    // It left before, and the ledger that said so is gone: whether another one shall leave is for a person to say.
    let lies = |name: &str| Handover::Unsure { says: format!("this receipt lies there already: {name}") };
    let refused = |doing, error: &io::Error| {
        let path = target.display().to_string();
        Handover::NotHandedOver(ConnectError::Local { doing, path, says: chain(error) })
    };
    match lies_there(&target, letter.raw).await {
        Ok(Some(true)) => {
            intent.await?;
            return Ok(taken(&target));
        }
        Ok(Some(false)) => return Ok(lies(&file_name(letter.message_id))),
        Ok(None) => {}
        Err(error) => return Ok(refused("write the receipt to", &error)),
    }
    match of_same_receipt(&target).await {
        Ok(None) => {}
        Ok(Some(name)) => return Ok(lies(&name)),
        Err(error) => return Ok(refused("look for the receipt beside", &error)),
    }
    intent.await?;
    let (path, raw) = (target.clone(), letter.raw.to_vec());
    let written = tokio::task::spawn_blocking(move || write_once(&path, &raw)).await;
    match written.map_err(io::Error::other).and_then(|written| written) {
        Ok(()) => Ok(taken(&target)),
        Err(error) => Ok(refused("write the receipt to", &error)),
    }
}

fn taken(target: &Path) -> Handover {
    Handover::Taken { answer: target.display().to_string() }
}

/// Whether what lies there is these very bytes; other bytes under the name are never replaced. None where nothing does.
async fn lies_there(target: &Path, raw: &[u8]) -> io::Result<Option<bool>> {
    let path: PathBuf = target.to_owned();
    let there = tokio::task::spawn_blocking(move || {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        match fs::read(&path) {
            Ok(there) => Ok(Some(there)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    });
    let there = there.await.map_err(io::Error::other)??;
    Ok(there.map(|there| there == raw))
}

/// Another file there that is the same receipt and says something else, or was written by an earlier version at another
/// moment: the id stands in the name before the digest.
async fn of_same_receipt(target: &Path) -> io::Result<Option<String>> {
    let name = target.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let local = name.split_once('@').filter(|(local, _)| local.starts_with("songda.")).map(|(local, _)| local);
    let Some(same) = local.and_then(|local| local.rsplit_once('.')).map(|(id, _)| format!("{id}.")) else {
        return Ok(None);
    };
    let folder = target.parent().map(Path::to_path_buf).unwrap_or_default();
    let found = tokio::task::spawn_blocking(move || {
        for entry in fs::read_dir(folder)? {
            let other = entry?.file_name().to_string_lossy().into_owned();
            // What a stop left half written is no receipt.
            if other != name && other.starts_with(&same) && other.ends_with(".eml") {
                return Ok(Some(other));
            }
        }
        Ok(None)
    });
    found.await.map_err(io::Error::other)?
}

/// A Message-ID as a file name: what a file system might not bear becomes `_`.
fn file_name(message_id: &str) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '@') { c } else { '_' };
    let name: String = message_id.chars().map(safe).collect();
    name.trim_start_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter<'a>(message_id: &'a str, raw: &'a [u8]) -> Letter<'a> {
        Letter { from: "a@example.test", to: "b@example.test", message_id, raw }
    }

    #[tokio::test]
    async fn a_receipt_lies_there_once_and_other_bytes_are_not_replaced() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("发件箱");
        for _ in 0..2 {
            let handed = hand_over(&folder, letter("songda.1@example.test", b"one"), async { Ok(None) }).await.unwrap();
            assert!(matches!(handed, Handover::Taken { .. }));
        }
        assert_eq!(fs::read(folder.join("songda.1@example.test.eml")).unwrap(), b"one");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        let other = hand_over(&folder, letter("songda.1@example.test", b"two"), async { Ok(None) }).await.unwrap();
        assert!(matches!(other, Handover::Unsure { .. }), "the same receipt of another moment");
        assert_eq!(fs::read(folder.join("songda.1@example.test.eml")).unwrap(), b"one");
    }

    #[tokio::test]
    async fn a_receipt_drawn_up_again_after_its_record_was_lost_does_not_leave_beside_the_first() {
        let root = tempfile::tempdir().unwrap();
        let hand = |id: &'static str| hand_over(root.path(), letter(id, b"one"), async { Ok(None) });
        assert!(matches!(hand("songda.r1.aaaa@example.test").await.unwrap(), Handover::Taken { .. }));
        assert!(matches!(hand("songda.r1.bbbb@example.test").await.unwrap(), Handover::Unsure { .. }));
        assert!(matches!(hand("songda.r12.bbbb@example.test").await.unwrap(), Handover::Taken { .. }));
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 2);
    }

    #[tokio::test]
    async fn without_the_intent_on_record_nothing_is_written() {
        let root = tempfile::tempdir().unwrap();
        let intent = async { Err(Problem::new("receipt.gone", [])) };
        let problem = hand_over(root.path(), letter("../x/1", b"one"), intent).await.unwrap_err();
        assert_eq!(problem.code, "receipt.gone");
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 0);
        assert_eq!(file_name("../x/1"), "_x_1");
    }

    #[tokio::test]
    async fn a_folder_that_cannot_be_made_is_told() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("file");
        fs::write(&file, b"").unwrap();
        let intent = async { panic!("no intent for a receipt that cannot be written") };
        let handed = hand_over(&file.join("x"), letter("1", b"one"), intent).await.unwrap();
        assert!(matches!(handed, Handover::NotHandedOver(ConnectError::Local { .. })));
    }
}
