//! The self-check: a mail that is known is fetched once more, in a conversation of its own, and compared.

use super::Door;
use super::fetch;
use super::folders::Folder;
use super::login;
use super::session::{Session, Wire};
use super::single::{self, Got};
use crate::connect::{ConnectError, KnownMail, Recheck, Uid};
use crate::settings::ServerSettings;
use crate::vault::Vault;

/// A mail that is not known is not fetched just to see whether it comes, if it is larger than this.
const LARGEST: u32 = 16 * 1024 * 1024;

/// Looks for the first of these mails that is still there, and fetches it.
pub(super) async fn run<D: Door>(
    door: &D,
    server: &ServerSettings,
    vault: &Vault,
    known: &[KnownMail],
) -> Result<Recheck, ConnectError> {
    let credential = door.credential().await?;
    let mut session = login::begin(door, &server.host, &server.user, credential).await?;
    let found = search(&mut session, vault, known).await?;
    session.logout().await;
    Ok(found)
}

async fn search<S: Wire>(
    session: &mut Session<S>,
    vault: &Vault,
    known: &[KnownMail],
) -> Result<Recheck, ConnectError> {
    if known.is_empty() {
        // Nothing to fetch yet: at least the inbox opens.
        fetch::open(session, &Folder::named("INBOX")).await?;
        return Ok(Recheck::NothingKnown);
    }
    for mail in known {
        let folder = Folder::named(&mail.folder);
        let opened = fetch::open(session, &folder).await?;
        if opened.validity != mail.uid.validity || opened.is_empty() {
            continue;
        }
        let uid = mail.uid.uid;
        let listed = fetch::list(session, &folder, uid, Some(uid)).await?;
        let Some(item) = listed.first() else { continue };
        // It was taken in once, so its size is borne; a large one waits in a file and goes away with it.
        let (got, _) = single::fetch(session, vault, item, u32::MAX).await;
        let Got::Mail(raw) = got? else {
            let (host, says) = (session.host().to_owned(), "the server lists a mail and does not give it".to_owned());
            return Err(ConnectError::Folder { host, folder: mail.folder.clone(), says });
        };
        let is_same = raw.digest() == mail.digest;
        return Ok(if is_same { Recheck::Same(mail.clone()) } else { Recheck::Differs(mail.clone()) });
    }
    newest(session, vault).await
}

/// All known mails are gone: the newest one of the inbox is fetched instead, so that reading itself is tried.
async fn newest<S: Wire>(session: &mut Session<S>, vault: &Vault) -> Result<Recheck, ConnectError> {
    let inbox = Folder::named("INBOX");
    let opened = fetch::open(session, &inbox).await?;
    if opened.is_empty() {
        return Ok(Recheck::Unchecked);
    }
    let uid = fetch::highest(session, &inbox).await?;
    let listed = fetch::list(session, &inbox, uid, Some(uid)).await?;
    let Some(item) = listed.first().filter(|item| !item.exceeds(LARGEST)) else { return Ok(Recheck::Unchecked) };
    let (got, _) = single::fetch(session, vault, item, LARGEST).await;
    let Got::Mail(raw) = got? else { return Ok(Recheck::Unchecked) };
    let uid = Uid { validity: opened.validity, uid };
    Ok(Recheck::Newest(KnownMail { folder: inbox.name, uid, digest: raw.digest() }))
}

#[cfg(test)]
mod tests {
    use super::super::fake::Fake;
    use super::*;
    use crate::settings::Security;
    use songda_core::id::Digest;

    async fn rechecked(fake: &Fake, known: &[KnownMail]) -> Result<Recheck, ConnectError> {
        let (host, user) = ("imap.example.test".to_owned(), "service@example.test".to_owned());
        let server = ServerSettings { host, port: 993, security: Security::Tls, user, ca_file: None };
        let folder = tempfile::tempdir().unwrap();
        run(fake, &server, &Vault::at(folder.path().join("vault")), known).await
    }

    fn known(uid: u32, raw: &[u8]) -> KnownMail {
        KnownMail { folder: "INBOX".into(), uid: Uid { validity: 7, uid }, digest: Digest::of(raw) }
    }

    #[tokio::test]
    async fn a_known_mail_is_really_fetched_and_compared() {
        let fake = Fake::with(&[b"Subject: a\r\n\r\nx", b"Subject: b\r\n\r\ny"]);
        let second = known(2, b"Subject: b\r\n\r\ny");
        assert_eq!(rechecked(&fake, std::slice::from_ref(&second)).await.unwrap(), Recheck::Same(second.clone()));
        assert_eq!(fake.heard("UID FETCH 2 (UID BODY.PEEK[])"), 1);
        let other = known(2, b"something else");
        assert_eq!(rechecked(&fake, std::slice::from_ref(&other)).await.unwrap(), Recheck::Differs(other));
    }

    #[tokio::test]
    async fn a_mail_that_is_gone_is_passed_over() {
        let fake = Fake::with(&[b"Subject: a\r\n\r\nx"]);
        let (gone, there) = (known(9, b"gone"), known(1, b"Subject: a\r\n\r\nx"));
        assert_eq!(rechecked(&fake, &[gone.clone(), there.clone()]).await.unwrap(), Recheck::Same(there));
        // Where none is left the newest one shows whether mails can be read at all.
        let newest = Recheck::Newest(known(1, b"Subject: a\r\n\r\nx"));
        assert_eq!(rechecked(&fake, std::slice::from_ref(&gone)).await.unwrap(), newest);
        assert_eq!(rechecked(&Fake::with(&[]), std::slice::from_ref(&gone)).await.unwrap(), Recheck::Unchecked);
        fake.fails("UID FETCH 1 (UID BODY", crate::connect::imap::fake::Fault::Say("{tag} NO never\r\n".into()));
        assert_eq!(rechecked(&fake, &[gone]).await.unwrap(), Recheck::Unchecked);
        assert_eq!(rechecked(&fake, &[]).await.unwrap(), Recheck::NothingKnown);
        fake.change(|state| state.password = "other");
        assert!(matches!(rechecked(&fake, &[]).await, Err(ConnectError::Login { .. })));
    }
}
