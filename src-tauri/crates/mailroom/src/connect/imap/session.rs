//! One conversation with an IMAP server: login, one question at a time, waiting for news, goodbye.

pub mod put;

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::io;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use async_imap::Client;
use async_imap::error::Error;
use async_imap::imap_proto::{Capability, MailboxDatum, Outcome, RequestId, Response, Status};
use futures_util::FutureExt as _;
use songda_core::id::Digest;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::{Instant, sleep_until, timeout, timeout_at};

use super::login::{self, Login};
use super::pipe::{Pipe, Press};
use super::valve::{Caught, Valve};
use crate::clock;
use crate::connect::patient::Patience;
use crate::connect::provenance::Provenance;
use crate::connect::{ConnectError, Reins, Woken, tls};

/// The longest silence while waiting for news; a connection that died unseen is found out then.
const SILENCE: Duration = Duration::from_secs(5 * 60);
/// The longest wait for news in one go. Signs of life do not lengthen it, and servers give up after 30 minutes.
pub const LONGEST_WAIT: Duration = Duration::from_secs(25 * 60);
/// How long a server may take to begin or end a wait.
const AT_ONCE: Duration = Duration::from_secs(15);
/// News told sooner than this after a wait began may be of mail that came before it.
const A_MOMENT: Duration = Duration::from_secs(2);
/// How long the answer to a question may take, whatever the server says meanwhile.
pub const ANSWER: Duration = Duration::from_secs(180);
/// A line slower than this, in bytes per second, is given up.
const SLOWEST: u64 = 2 * 1024;
/// How long a list may go on that grows all the time.
const LONGEST_LIST: Duration = Duration::from_secs(3600);
/// How long a goodbye may take.
const GOODBYE: Duration = Duration::from_secs(2);

/// What is said when the line goes dead.
const CLOSED: &str = "the server closed the connection";

/// What is said of an answer that the reader does not understand.
pub const UNREADABLE: &str = "the server's answer could not be read";

/// What a conversation can run over.
pub trait Wire: AsyncRead + AsyncWrite + Unpin + Debug + Send {}

impl<S: AsyncRead + AsyncWrite + Unpin + Debug + Send> Wire for S {}

/// A fresh connection, encrypted where it leaves this machine.
#[derive(Debug)]
pub struct Opened<S> {
    /// The connection.
    pub stream: S,
    /// A hold on how long silence is borne.
    pub patience: Patience,
    /// What the server greeted with before encryption, if it has greeted already.
    pub greeted: Option<String>,
    /// SHA-256 of the server's certificate.
    pub certificate: Option<Digest>,
}

/// How a question was answered.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    /// As asked.
    Ok,
    /// Refused, with the server's words.
    No(String),
}

/// A conversation after login.
#[derive(Debug)]
pub struct Session<S: Wire> {
    inner: async_imap::Session<Pipe<S>>,
    host: String,
    patience: Patience,
    can: BTreeSet<String>,
    valve: Valve,
    press: Press,
    /// Name on the wire of the folder that is open.
    pub opened: Option<String>,
    /// What is known of the server, for the record of what it gives.
    pub provenance: Provenance,
    /// The server sends whole mails where pieces are asked for.
    pub ignores_pieces: bool,
}

impl<S: Wire> Session<S> {
    /// Logs in and says who we are.
    ///
    /// # Errors
    /// [`ConnectError::Login`] when user or password are refused, else [`ConnectError::Broken`].
    pub async fn login(opened: Opened<S>, login: &Login<'_>) -> Result<Self, ConnectError> {
        let host = login.host;
        let pipe = Pipe::new(opened.stream);
        let (valve, press) = (pipe.valve(), pipe.press());
        let mut client = Client::new(pipe);
        let greeting = match opened.greeted {
            Some(greeting) => greeting,
            None => login::greeting(&mut client, host).await?,
        };
        let (inner, patience) = (login::authenticated(client, login).await?, opened.patience);
        let (server, port, certificate) = (host.to_owned(), login.port, opened.certificate);
        let provenance = Provenance { server, port, certificate, greeting, ..Provenance::default() };
        let (host, can) = (host.to_owned(), BTreeSet::new());
        #[rustfmt::skip]
        let mut session = Self {
            inner, host, patience, can, valve, press, opened: None, provenance, ignores_pieces: false,
        };
        session.learn_capabilities().await?;
        session.provenance.id = login::introduce(&mut session).await?;
        session.compress().await?;
        Ok(session)
    }

    /// Compresses the conversation where the server offers it (RFC 4978): mails are text, and lines are slow.
    async fn compress(&mut self) -> Result<(), ConnectError> {
        if !self.can("COMPRESS=DEFLATE") {
            return Ok(());
        }
        self.press.prepare();
        let agreed = self.ask("asking for compression", "COMPRESS DEFLATE", |_| {}).await;
        self.press.settle(matches!(agreed, Ok(Answer::Ok)));
        agreed.map(|_| ())
    }

    /// A hold on the literals of the next answers.
    pub fn valve(&self) -> &Valve {
        &self.valve
    }

    /// What became of long literals since the valve was set.
    pub fn caught(&self) -> Caught {
        self.valve.open()
    }

    /// Name of the server.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether the server offers something, named in capitals.
    pub fn can(&self, what: &str) -> bool {
        self.can.contains(what)
    }

    async fn learn_capabilities(&mut self) -> Result<(), ConnectError> {
        let mut can = BTreeSet::new();
        let learn = |response: &Response<'_>| {
            if let Response::Capabilities(all) = response {
                can.extend(all.iter().map(|one| match one {
                    Capability::Imap4rev1 => "IMAP4REV1".to_owned(),
                    Capability::Auth(how) => format!("AUTH={how}").to_ascii_uppercase(),
                    Capability::Atom(name) => name.to_ascii_uppercase(),
                }));
            }
        };
        self.ask("asking what it can do", "CAPABILITY", learn).await?;
        self.can = can;
        Ok(())
    }

    /// Asks one thing and hears the answer to its end, so that question and answer stay in step.
    ///
    /// # Errors
    /// [`ConnectError::Broken`]; the conversation cannot go on then.
    pub async fn ask(
        &mut self,
        doing: &'static str,
        command: &str,
        hear: impl FnMut(&Response<'_>) + Send,
    ) -> Result<Answer, ConnectError> {
        self.ask_for(doing, command, 0, hear).await
    }

    /// Asks for so many bytes and hears the answer to its end. However much the server talks beside the point, it is
    /// listened to no longer than [`ANSWER`] and what the bytes take at [`SLOWEST`]; each line that is to the point
    /// lengthens that, up to [`LONGEST_LIST`].
    ///
    /// # Errors
    /// [`ConnectError::Broken`]; the conversation cannot go on then.
    pub async fn ask_for(
        &mut self,
        doing: &'static str,
        command: &str,
        bytes: u64,
        mut hear: impl FnMut(&Response<'_>) + Send,
    ) -> Result<Answer, ConnectError> {
        let began = Instant::now();
        let least = began + ANSWER + Duration::from_secs(bytes / SLOWEST);
        let (mut until, longest) = (least, least.max(began + LONGEST_LIST));
        let asked = self.inner.run_command(command).await;
        let tag = asked.map_err(|error| self.broken(doing, &says(&error)))?;
        let mut farewell = None;
        loop {
            // A reader that breaks over a server's words ends the conversation like any other broken answer.
            let heard = AssertUnwindSafe(self.inner.read_response()).catch_unwind();
            let heard = match timeout_at(until, heard).await {
                Err(_) => return Err(self.broken(doing, &tls::no_answer(began.elapsed()))),
                Ok(Err(_)) => return Err(self.broken(doing, UNREADABLE)),
                Ok(Ok(heard)) => heard,
            };
            let Some(heard) = heard.map_err(|error| self.broken(doing, &io_says(&error)))? else {
                return Err(self.broken(doing, farewell.as_deref().unwrap_or(CLOSED)));
            };
            match heard.parsed() {
                Response::Done { tag: of, status, outcome } if *of == tag => {
                    let is_done = matches!(status, Status::Ok | Status::PreAuth);
                    return Ok(if is_done { Answer::Ok } else { Answer::No(words(outcome)) });
                }
                Response::Data { status: Status::Bye, outcome } => farewell = Some(words(outcome)),
                other => {
                    if matches!(other, Response::Fetch(..) | Response::MailboxData(MailboxDatum::List(_))) {
                        until = until.max(Instant::now() + tls::LIMIT).min(longest);
                    }
                    hear(other);
                }
            }
        }
    }

    /// Waits in the open folder until the server has news (`Ok(None)`), or until something else ends the wait.
    /// The conversation can go on after it. `Err` with the session's end.
    ///
    /// # Errors
    /// [`ConnectError::Broken`] when the connection died, also when it cannot be woken up from the wait.
    pub async fn idle(&mut self, longest: Duration, reins: &Reins) -> Result<Option<Woken>, ConnectError> {
        const DOING: &str = "waiting for new mail";
        let asked = self.inner.run_command("IDLE").await;
        let tag = asked.map_err(|error| self.broken(DOING, &says(&error)))?;
        let begun = timeout(AT_ONCE, self.idle_begun(&tag)).await;
        match begun.map_err(|_| self.broken(DOING, &tls::no_answer(AT_ONCE)))?? {
            Begun::Waiting => {}
            // It offers IDLE and refuses it: it is asked in intervals from now on.
            Begun::Refused => {
                self.can.remove("IDLE");
                return Ok(Some(Woken::Time));
            }
        }
        let begun_at = Instant::now();
        self.patience.set(LONGEST_WAIT + SILENCE);
        let ended = self.news(&tag, longest.min(LONGEST_WAIT), reins).await;
        self.patience.set(tls::LIMIT);
        let (woken, is_over) = ended?;
        // News that come while a wait has gone on for a moment are of this moment.
        let is_fresh = woken.is_none() && begun_at.elapsed() >= A_MOMENT;
        self.provenance.told_at = is_fresh.then(clock::now);
        if !is_over {
            let done = timeout(AT_ONCE, self.idle_done(&tag)).await;
            done.map_err(|_| self.broken("ending the wait for new mail", &tls::no_answer(AT_ONCE)))??;
        }
        Ok(woken)
    }

    async fn idle_begun(&mut self, tag: &RequestId) -> Result<Begun, ConnectError> {
        loop {
            match self.hear(tag).await? {
                Heard::Go => return Ok(Begun::Waiting),
                Heard::End => return Ok(Begun::Refused),
                Heard::Life | Heard::News => {}
            }
        }
    }

    /// What ended the wait, and whether the server ended it itself.
    async fn news(
        &mut self,
        tag: &RequestId,
        longest: Duration,
        reins: &Reins,
    ) -> Result<(Option<Woken>, bool), ConnectError> {
        let end = Instant::now() + longest;
        let mut asked = std::pin::pin!(reins.wake.notified());
        loop {
            let until = end.min(Instant::now() + SILENCE);
            let heard = tokio::select! {
                biased;
                () = reins.stop.cancelled() => return Ok((Some(Woken::Stop), false)),
                () = reins.events.closed() => return Ok((Some(Woken::Stop), false)),
                () = &mut asked => return Ok((Some(Woken::Asked), false)),
                heard = self.hear(tag) => heard?,
                () = sleep_until(until) => return Ok((Some(Woken::Time), false)),
            };
            match heard {
                Heard::End => return Ok((None, true)),
                Heard::News => return Ok((None, false)),
                Heard::Life | Heard::Go => {}
            }
        }
    }

    async fn idle_done(&mut self, tag: &RequestId) -> Result<(), ConnectError> {
        let said = self.inner.run_command_untagged("DONE").await;
        said.map_err(|error| self.broken("ending the wait for new mail", &says(&error)))?;
        while self.hear(tag).await? != Heard::End {}
        Ok(())
    }

    /// The next thing the server says while it is waited for news. May be given up at any point.
    async fn hear(&mut self, tag: &RequestId) -> Result<Heard, ConnectError> {
        match self.inner.read_response().await {
            Ok(Some(heard)) => match heard.parsed() {
                Response::Data { status: Status::Bye, outcome } => {
                    Err(self.broken("waiting for new mail", &words(outcome)))
                }
                Response::Done { tag: of, .. } if of == tag => Ok(Heard::End),
                Response::Continue(_) => Ok(Heard::Go),
                Response::Data { .. } => Ok(Heard::Life),
                _ => Ok(Heard::News),
            },
            Ok(None) => Err(self.broken("waiting for new mail", CLOSED)),
            Err(error) => Err(self.broken("waiting for new mail", &io_says(&error))),
        }
    }

    /// Keeps a connection open that has nothing to say.
    ///
    /// # Errors
    /// [`ConnectError::Broken`].
    pub async fn sign_of_life(&mut self) -> Result<(), ConnectError> {
        self.ask("keeping the connection open", "NOOP", |_| {}).await.map(|_| ())
    }

    /// Puts a mail into a folder, marked as read. `wire` is the folder's name as commands carry it.
    ///
    /// # Errors
    /// [`ConnectError::Folder`] when the server refuses, [`ConnectError::Broken`].
    pub async fn append(&mut self, folder: &str, wire: &str, raw: &[u8]) -> Result<(), ConnectError> {
        const DOING: &str = "putting a copy into the folder for sent mail";
        // The library quotes the name itself.
        let inner = wire.strip_prefix('"').and_then(|wire| wire.strip_suffix('"')).unwrap_or(wire);
        let name = inner.replace("\\\"", "\"").replace("\\\\", "\\");
        let longest = ANSWER + Duration::from_secs(raw.len() as u64 / SLOWEST);
        let done = timeout(longest, self.inner.append(name, Some("(\\Seen)"), None, raw)).await;
        done.map_err(|_| self.broken(DOING, &tls::no_answer(longest)))?.map_err(|error| match error {
            Error::No(_) | Error::Bad(_) => {
                ConnectError::Folder { host: self.host.clone(), folder: folder.to_owned(), says: says(&error) }
            }
            other => self.broken(DOING, &says(&other)),
        })
    }

    /// Says goodbye. A server that does not answer is not waited for.
    pub async fn logout(mut self) {
        let _ = timeout(GOODBYE, self.ask("saying goodbye", "LOGOUT", |_| {})).await;
    }

    fn broken(&self, doing: &'static str, says: &str) -> ConnectError {
        ConnectError::Broken { host: self.host.clone(), doing, says: says.to_owned() }
    }
}

/// What a server says while it is waited for news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Heard {
    /// It waits for us to end the wait.
    Go,
    /// It is still there.
    Life,
    /// Something changed in the folder.
    News,
    /// The wait is over.
    End,
}

enum Begun {
    Waiting,
    Refused,
}

/// The words of an outcome, with a code that means something.
pub(super) fn words(outcome: &Outcome<'_>) -> String {
    outcome.information.as_deref().unwrap_or("no reason given").trim().to_owned()
}

pub(super) fn says(error: &Error) -> String {
    match error {
        Error::Io(error) => io_says(error),
        // `code: …, info: Some("…")`: only the last is the server's own.
        Error::No(text) | Error::Bad(text) => {
            let own = text.split_once("info: Some(\"").map(|(_, own)| own.trim_end_matches("\")"));
            own.map_or_else(|| "no reason given".to_owned(), |own| own.replace("\\\"", "\""))
        }
        Error::ConnectionLost => CLOSED.to_owned(),
        // Further kinds may quote what they could not read, and that may be a mail.
        _ => UNREADABLE.to_owned(),
    }
}

/// A reader's complaint quotes what it could not read, and that may be a mail: it is not repeated.
pub(super) fn io_says(error: &io::Error) -> String {
    // However the line went dead, and whatever the reader's manual says about it.
    if error.kind() == io::ErrorKind::UnexpectedEof {
        return CLOSED.to_owned();
    }
    let says = error.to_string();
    if says.contains("during parsing of") { UNREADABLE.to_owned() } else { says }
}
