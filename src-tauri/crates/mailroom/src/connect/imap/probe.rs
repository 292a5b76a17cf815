//! One conversation for a person who asks whether it works: how far it comes, and what it sees.

use chrono::{DateTime, FixedOffset};

use tokio::time::timeout;

use super::fetch;
use super::folders::{self, Folder};
use super::login::Login;
use super::session::{Session, UNREADABLE, Wire};
use super::{BEGINNING, Door};
use crate::connect::{ConnectError, tls};
use crate::secrets::Credential;
use crate::settings::ServerSettings;

/// Among so many of the newest mails the smallest is fetched.
const NEWEST: usize = 50;

/// How far a conversation came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Nothing said yet: name, port, encryption. Which of them is told by the error.
    Reach,
    /// User and password.
    Login,
    /// Opening the folders that are watched.
    Folder,
    /// Reading a mail.
    Read,
    /// All of it went well.
    Done,
}

/// What a mailbox shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Folders that were opened.
    pub folders: Vec<String>,
    /// Mails in the inbox; none when it was not asked.
    pub mails: usize,
    /// When the oldest mail arrived.
    pub oldest: Option<DateTime<FixedOffset>>,
    /// Mails with lower UIDs were there once, or are kept from programs.
    pub starts_late: bool,
    /// The server tells news by itself.
    pub has_idle: bool,
}

/// The outcome of a try.
#[derive(Debug)]
pub struct Probe {
    /// The stage that failed, or [`Stage::Done`].
    pub stage: Stage,
    /// Why it failed. None at [`Stage::Login`] when there was no password to try.
    pub error: Option<ConnectError>,
    /// What was seen until then.
    pub found: Found,
}

impl Probe {
    /// An answer broke the reader.
    pub fn unreadable(host: &str) -> Self {
        let says = UNREADABLE.to_owned();
        let error = ConnectError::Broken { host: host.to_owned(), doing: "reading an answer", says };
        Self { stage: Stage::Read, error: Some(error), found: Found::default() }
    }
}

/// Goes as far as it goes.
pub(super) async fn run<D: Door>(
    door: &D,
    server: &ServerSettings,
    wanted: Option<&[String]>,
    credential: Option<&Credential>,
) -> Probe {
    let mut found = Found::default();
    let mut stage = Stage::Reach;
    let error = go(door, server, wanted, credential, &mut stage, &mut found).await.err();
    Probe { stage, error, found }
}

async fn go<D: Door>(
    door: &D,
    server: &ServerSettings,
    wanted: Option<&[String]>,
    credential: Option<&Credential>,
    stage: &mut Stage,
    found: &mut Found,
) -> Result<(), ConnectError> {
    let opened = door.open().await?;
    *stage = Stage::Login;
    let Some(credential) = credential else { return Ok(()) };
    let login = Login { host: &server.host, port: server.port, user: &server.user, credential };
    // A server that keeps talking and never comes to the point is not silent.
    let begun = timeout(BEGINNING, Session::login(opened, &login)).await;
    let says =
        || ConnectError::Broken { host: server.host.clone(), doing: "logging in", says: tls::no_answer(BEGINNING) };
    let mut session = begun.map_err(|_| says())??;
    found.has_idle = session.can("IDLE");
    *stage = Stage::Folder;
    let watched = folders::choose(&mut session, wanted).await?;
    // The first comes last and stays open for the reading.
    let mut is_empty = true;
    for folder in watched.iter().rev() {
        is_empty = fetch::open(&mut session, folder).await?.is_empty();
        found.folders.insert(0, folder.name.clone());
    }
    *stage = Stage::Read;
    if let Some(inbox) = watched.first().filter(|_| !is_empty) {
        read(&mut session, inbox, found).await?;
    }
    *stage = Stage::Done;
    session.logout().await;
    Ok(())
}

/// Lists the mails of the open folder and fetches one of the newest, the smallest, in the way the watching does.
async fn read<S: Wire>(session: &mut Session<S>, inbox: &Folder, found: &mut Found) -> Result<(), ConnectError> {
    let items = fetch::list(session, inbox, 1, None).await?;
    found.mails = items.len();
    if let Some(oldest) = items.first() {
        found.oldest = oldest.dated;
        found.starts_late = oldest.uid > 1;
    }
    let Some(one) = items.iter().rev().take(NEWEST).min_by_key(|item| item.size_bytes.unwrap_or(u32::MAX)) else {
        return Ok(());
    };
    if one.size_bytes.is_none_or(|size| size > fetch::BIG) {
        // Among the newest there is none that is small enough to be fetched just to see whether it comes.
        return Ok(());
    }
    let (mails, asked) = fetch::small(session, std::slice::from_ref(one), fetch::BIG).await;
    asked?;
    if mails.values().all(Vec::is_empty) {
        let (host, folder) = (session.host().to_owned(), inbox.name.clone());
        return Err(ConnectError::Folder { host, folder, says: "the server gave no text".to_owned() });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::fake::{Fake, Fault};
    use super::*;
    use crate::settings::Security;

    async fn tried(fake: &Fake, password: Option<&str>, wanted: Option<&[String]>) -> Probe {
        let (host, user) = ("imap.example.test".to_owned(), "service@example.test".to_owned());
        let server = ServerSettings { host, port: 993, security: Security::Tls, user, ca_file: None };
        let credential = password.map(|it| Credential::Password(it.to_owned().into()));
        run(fake, &server, wanted, credential.as_ref()).await
    }

    #[tokio::test]
    async fn a_good_mailbox_is_seen_to_its_mails() {
        let fake = Fake::with(&[b"Subject: a\r\n\r\nx", b"Subject: b\r\n\r\ny"]);
        let probe = tried(&fake, Some("right"), None).await;
        assert!(probe.error.is_none(), "{probe:?}");
        assert_eq!((probe.stage, probe.found.mails), (Stage::Done, 2));
        assert_eq!(probe.found.folders.first().map(String::as_str), Some("INBOX"));
        assert!(!probe.found.starts_late);
        let empty = tried(&Fake::with(&[]), Some("right"), None).await;
        assert_eq!((empty.stage, empty.found.mails), (Stage::Done, 0));
    }

    #[tokio::test]
    async fn every_refusal_names_its_stage() {
        let fake = Fake::with(&[b"a"]);
        let wrong = tried(&fake, Some("wrong"), None).await;
        assert!(matches!((wrong.stage, wrong.error), (Stage::Login, Some(ConnectError::Login { .. }))));
        let none = tried(&fake, None, None).await;
        assert!(none.stage == Stage::Login && none.error.is_none());
        let strange = ["No such".to_owned()];
        let folder = tried(&fake, Some("right"), Some(&strange)).await;
        assert!(matches!((folder.stage, folder.error), (Stage::Folder, Some(ConnectError::Folder { .. }))));
        fake.fails("UID FETCH", Fault::Say("{tag} NO not today\r\n".to_owned()));
        let read = tried(&fake, Some("right"), None).await;
        assert!(matches!((read.stage, read.error), (Stage::Read, Some(ConnectError::Folder { .. }))));
    }
}
