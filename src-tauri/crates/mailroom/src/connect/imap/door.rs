//! How a server is reached: over the network, or as tests do it.

use std::future::Future;

use super::login;
use super::session::{Opened, Wire};
use crate::connect::starttls::{self, PlainError};
use crate::connect::{ConnectError, oauth, tls};
use crate::secrets::{self, Credential};
use crate::settings::{MailboxSettings, Security, ServerSettings};

/// How a server is reached.
pub trait Door: Send + Sync {
    /// What the conversation runs over.
    type Stream: Wire;

    /// Makes a fresh connection.
    fn open(&self) -> impl Future<Output = Result<Opened<Self::Stream>, ConnectError>> + Send;

    /// Where the server is listening, for the record.
    fn port(&self) -> u16 {
        0
    }

    /// The server refused the token that was given last: it must not be given again.
    fn token_refused(&self) {}

    /// Asks for password or token anew, so that a corrected one is used.
    fn credential(&self) -> impl Future<Output = Result<Credential, ConnectError>> + Send;
}

/// A server on the network.
pub struct NetworkDoor {
    /// The mailbox whose server it is.
    pub mailbox: MailboxSettings,
    /// The server.
    pub server: ServerSettings,
}

impl Door for NetworkDoor {
    type Stream = tls::Secured;

    async fn open(&self) -> Result<Opened<tls::Secured>, ConnectError> {
        let mut stream = tls::connect(&self.server).await?;
        let patience = stream.patience();
        let mut greeted = None;
        if self.server.security == Security::StartTls {
            let greeting = starttls::imap(&mut stream).await.map_err(|error| {
                let (host, says) = (self.server.host.clone(), error.to_string());
                match error {
                    PlainError::Io(_) => ConnectError::Broken { host, doing: "asking for encryption", says },
                    PlainError::Refused(_) => ConnectError::Tls { host, port: self.server.port, says },
                }
            })?;
            greeted = Some(login::clipped(greeting));
        }
        let stream = tls::secure(&self.server, stream).await?;
        let certificate = tls::fingerprint(&stream);
        Ok(Opened { stream, patience, greeted, certificate })
    }

    fn port(&self) -> u16 {
        self.server.port
    }

    fn token_refused(&self) {
        if let Some(settings) = &self.mailbox.oauth {
            oauth::forget_access(&self.mailbox, settings);
        }
    }

    async fn credential(&self) -> Result<Credential, ConnectError> {
        secrets::credential(&self.mailbox).await
    }
}
