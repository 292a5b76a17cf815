//! Mails that lie in the vault and stand nowhere in the ledger: taken in again, as found now.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;
use std::time::Duration;

use songda_core::id::Digest;

use super::{imported, keep_all, work_through};
use crate::Room;
use crate::connect::Arrival;
use crate::paste::PASTE;
use crate::vault::{Vault, VaultError};
use crate::view::Problem;

/// So much of a file is looked at before it is called a mail.
const BEGINNING: u64 = 64 * 1024;
/// Most mails, and most bytes of them, that are kept together.
const MOST_TOGETHER: usize = 64;
const MOST_BYTES: usize = 8 << 20;
/// Lines that stand at the beginning of a mail, in lower case. Two of them make one.
const LINES: &[&str] = &[
    "received",
    "return-path",
    "delivered-to",
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "content-type",
    "x-songda-channel",
];

/// What a file of the vault is by its first lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A mail that came in.
    Mail,
    /// A message that was pasted.
    Pasted,
    /// A receipt of this program.
    Receipt,
    /// No mail: a paper, a list of a platform, a certificate.
    Other,
}

/// What bytes of the vault are by their first lines.
pub fn kind_of(bytes: &[u8]) -> Kind {
    let beginning = bytes.get(..bytes.len().min(BEGINNING as usize)).unwrap_or_default();
    let text = String::from_utf8_lossy(beginning);
    let (mut known, mut is_pasted, mut is_ours) = (0, false, [false; 2]);
    for (nth, line) in text.lines().take_while(|line| !line.is_empty()).enumerate() {
        let name = line.split_once(':').filter(|(name, _)| name.bytes().all(|byte| byte.is_ascii_graphic()));
        let Some((name, value)) = name else {
            // A mail begins with a field; further down a line may go on with the one before, or be broken.
            if nth == 0 {
                return Kind::Other;
            }
            continue;
        };
        let name = name.to_ascii_lowercase();
        known += usize::from(LINES.contains(&name.as_str()));
        match name.as_str() {
            "x-songda-channel" => is_pasted = true,
            "x-songda-handler" => is_ours[0] = true,
            "message-id" => is_ours[1] = value.trim_start().starts_with("<songda."),
            _ => {}
        }
    }
    match known {
        0 | 1 => Kind::Other,
        _ if is_ours == [true; 2] => Kind::Receipt,
        _ if is_pasted => Kind::Pasted,
        _ => Kind::Mail,
    }
}

/// Whether bytes of the vault are a mail that came in, or a message that was pasted.
pub fn is_mail(bytes: &[u8]) -> bool {
    matches!(kind_of(bytes), Kind::Mail | Kind::Pasted)
}

/// Takes in mails of the vault that the ledger does not know: it may be an older one than that which recorded them, or
/// a stop came between keeping and recording and the source has them no more. When they came is not known beyond what
/// they say themselves, so sources come first: what still lies there is recorded with its true arrival. What was kept
/// less than `settled` ago may be about to be recorded.
///
/// # Errors
/// When ledger or vault cannot be used; a damaged file is left to `verify`.
pub async fn take_in(room: &Room, settled: Duration) -> Result<usize, Problem> {
    let vault = room.vault.clone();
    let lying = tokio::task::spawn_blocking(move || files_older_than(&vault, settled)).await;
    let lying = lying.map_err(std::io::Error::other).and_then(|lying| lying);
    let mut lying = lying.map_err(|error| Problem::new("home.vault", [error.to_string()]))?;
    room.refresh().await?;
    {
        let told = room.told.read().await;
        let receipts: BTreeSet<Digest> = told.all_receipts().map(|receipt| receipt.queued.raw).collect();
        lying.retain(|digest| told.mail(digest).is_none() && !receipts.contains(digest));
    }
    let mut lying = lying.into_iter();
    let mut taken = 0;
    loop {
        let vault = room.vault.clone();
        let read = tokio::task::spawn_blocking(move || {
            let some = some_mails(&vault, &mut lying);
            (some, lying)
        });
        let (some, rest) = read.await.map_err(|error| Problem::new("home.vault", [error.to_string()]))?;
        lying = rest;
        if some.is_empty() {
            return Ok(taken);
        }
        let (digests, problem) = keep_all(room, some).await;
        taken += digests.len();
        work_through(room, &digests).await?;
        if let Some(problem) = problem {
            return Err(problem);
        }
    }
}

fn files_older_than(vault: &Vault, age: Duration) -> std::io::Result<Vec<Digest>> {
    // What cannot be asked for its age, or seems to come from the future, is old enough.
    let is_old = |path: &Path| {
        let written = fs::metadata(path).and_then(|of| of.modified()).ok();
        written.and_then(|at| at.elapsed().ok()).is_none_or(|old| old >= age)
    };
    let mut files = vault.files()?;
    if !age.is_zero() {
        files.retain(|(path, _)| is_old(path));
    }
    Ok(files.into_iter().filter_map(|(_, digest)| digest).collect())
}

/// The next mails among files of the vault, a few at a time.
fn some_mails(vault: &Vault, lying: &mut impl Iterator<Item = Digest>) -> Vec<Arrival> {
    let (mut some, mut bytes) = (Vec::new(), 0);
    while some.len() < MOST_TOGETHER && bytes < MOST_BYTES {
        let Some(digest) = lying.next() else { break };
        match mail_of(vault, &digest) {
            Ok(Some(arrival)) => {
                bytes += usize::try_from(arrival.raw.size_bytes()).unwrap_or(usize::MAX);
                some.push(arrival);
            }
            Ok(None) => {}
            Err(error) => tracing::warn!(code = "home.vault", says = %crate::problem::chain(&error), "left as it lies"),
        }
    }
    some
}

fn mail_of(vault: &Vault, digest: &Digest) -> Result<Option<Arrival>, VaultError> {
    let path = vault.path_of(digest);
    let mut beginning = Vec::new();
    let read = File::open(&path).and_then(|file| file.take(BEGINNING).read_to_end(&mut beginning));
    read.map_err(|source| VaultError::Read { digest: *digest, path, source })?;
    let kind = kind_of(&beginning);
    if !matches!(kind, Kind::Mail | Kind::Pasted) {
        return Ok(None);
    }
    let mut arrival = imported(vault.read(digest)?, format!("vault/{digest}"));
    if kind == Kind::Pasted {
        PASTE.clone_into(&mut arrival.sighting.mailbox);
        arrival.sighting.file = None;
    }
    Ok(Some(arrival))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_came_in_is_called_a_mail() {
        assert_eq!(kind_of(b"From: a@example.test\r\nSubject: x\r\n\r\nFrom: b"), Kind::Mail);
        assert_eq!(kind_of(b"Received: by x\nDate: y\n\n"), Kind::Mail);
        assert_eq!(kind_of(b"Subject: x\r\nX-Songda-Channel: paste\r\nMIME-Version: 1.0\r\n\r\n"), Kind::Pasted);
        let ours = b"From: a@example.test\r\nMessage-ID: <songda.r1.ab@example.test>\r\nX-Songda-Handler: x\r\n\r\n";
        assert_eq!(kind_of(ours), Kind::Receipt);
        for other in
            [b"%PDF-1.7\nFrom: a\nTo: b".as_slice(), b"{\"to\": 1, \"from\": 2}", b"-----BEGIN CERTIFICATE-----", b""]
        {
            assert_eq!(kind_of(other), Kind::Other, "{}", String::from_utf8_lossy(other));
        }
    }
}
