//! The self-check: a mail that is known is fetched once more, in a conversation of its own, and compared.

use songda_core::id::Digest;

use super::Door;
use super::fetch::{self, BIG};
use super::folders::Folder;
use super::login;
use super::session::{Session, Wire};
use crate::connect::{ConnectError, KnownMail, Recheck};
use crate::settings::ServerSettings;

/// Looks for the first of these mails that is still there, and fetches it.
pub(super) async fn run<D: Door>(
    door: &D,
    server: &ServerSettings,
    known: &[KnownMail],
) -> Result<Recheck, ConnectError> {
    let credential = door.credential().await?;
    let mut session = login::begin(door, &server.host, &server.user, credential).await?;
    let found = search(&mut session, known).await?;
    session.logout().await;
    Ok(found)
}

async fn search<S: Wire>(session: &mut Session<S>, known: &[KnownMail]) -> Result<Recheck, ConnectError> {
    if known.is_empty() {
        // Nothing to fetch yet: at least the inbox opens.
        fetch::open(session, &Folder::named("INBOX")).await?;
        return Ok(Recheck::NothingKnown);
    }
    for mail in known {
        let folder = Folder::named(&mail.folder);
        let opened = fetch::open(session, &folder).await?;
        if opened.validity != mail.uid.validity || opened.is_empty {
            continue;
        }
        let uid = mail.uid.uid;
        let listed = fetch::list(session, &folder, uid, Some(uid)).await?;
        let Some(item) = listed.first() else { continue };
        let in_pieces = if item.size_bytes > BIG { fetch::in_pieces(session, item).await? } else { None };
        let raw = match in_pieces {
            Some(raw) => Some(raw),
            None => fetch::whole(session, std::slice::from_ref(item)).await?.remove(&uid),
        };
        let Some(raw) = raw else {
            let (host, says) = (session.host().to_owned(), "the server lists a mail and does not give it".to_owned());
            return Err(ConnectError::Folder { host, folder: mail.folder.clone(), says });
        };
        let is_same = Digest::of(&raw) == mail.digest;
        return Ok(if is_same { Recheck::Same(mail.clone()) } else { Recheck::Differs(mail.clone()) });
    }
    Ok(Recheck::NothingKnown)
}

#[cfg(test)]
mod tests {
    use super::super::fake::Fake;
    use super::*;
    use crate::connect::Uid;
    use crate::settings::Security;

    async fn rechecked(fake: &Fake, known: &[KnownMail]) -> Result<Recheck, ConnectError> {
        let (host, user) = ("imap.example.test".to_owned(), "service@example.test".to_owned());
        let server = ServerSettings { host, port: 993, security: Security::Tls, user, ca_file: None };
        run(fake, &server, known).await
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
        assert_eq!(rechecked(&fake, &[gone]).await.unwrap(), Recheck::NothingKnown);
        assert_eq!(rechecked(&fake, &[]).await.unwrap(), Recheck::NothingKnown);
        fake.change(|state| state.password = "other");
        assert!(matches!(rechecked(&fake, &[]).await, Err(ConnectError::Login { .. })));
    }
}
