//! A small IMAP server with the faults that real servers have and cannot be asked to show. TLS from the first byte.

mod answers;

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead as _, BufReader, ErrorKind, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::certificates::Authority;
use crate::servers::PASSWORD;

/// What the server does instead of answering a command.
#[derive(Clone, Debug)]
pub enum Fault {
    /// Says this (`{tag}` stands for the tag) and goes on.
    Say(String),
    /// Says this and closes.
    SayAndClose(String),
    /// Says this, then one letter after the other for as long as anybody listens.
    SayForEver(String),
    /// Hears everything from now on and says nothing any more.
    Silence,
}

/// A folder of the server.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    /// UIDVALIDITY.
    pub validity: u32,
    /// Mails by UID.
    pub mails: BTreeMap<u32, Vec<u8>>,
}

/// Everything about the server.
#[derive(Debug)]
pub struct State {
    /// Folders by their name on the wire.
    pub shelves: BTreeMap<String, Shelf>,
    /// What CAPABILITY says.
    pub capabilities: &'static str,
    /// Whether folders are closed to who did not introduce himself, as at NetEase.
    pub needs_id: bool,
    /// Whether ID is an unknown command.
    pub knows_no_id: bool,
    /// Whether whole mails come where pieces are asked for, as at Tencent Exmail.
    pub ignores_pieces: bool,
    /// Faults by the beginning of the command they answer, or of one of its words; each happens as often as it
    /// stands here.
    pub faults: VecDeque<(&'static str, Fault)>,
    /// Every command heard, without its tag; of a login only its first word.
    pub heard: Vec<String>,
    /// Most octets of one piece that a body was asked for; 0 when it was asked for as a whole.
    pub pieces: Vec<usize>,
}

/// The server, running until dropped.
pub struct Fake {
    /// Where it listens.
    pub port: u16,
    state: Arc<Mutex<State>>,
    is_over: Arc<AtomicBool>,
    folder: tempfile::TempDir,
}

impl Fake {
    /// A server with these mails in INBOX, UID 1 and up, and a certificate that songda is told to trust.
    pub fn with(mails: &[Vec<u8>]) -> Self {
        let authority = Authority::new("Example Office Root");
        Self::showing(mails, &authority, authority.server("127.0.0.1", |_| {}))
    }

    /// A server that shows what `config` says; `trusted` is whom songda is told to trust.
    ///
    /// # Panics
    /// When no port can be had.
    pub fn showing(mails: &[Vec<u8>], trusted: &Authority, config: Arc<ServerConfig>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        trusted.write(&folder.path().join("ca.pem"));
        let inbox = Shelf { validity: 7, mails: (1..).zip(mails.iter().cloned()).collect() };
        let state = Arc::new(Mutex::new(State {
            shelves: BTreeMap::from([("INBOX".to_owned(), inbox)]),
            capabilities: "IMAP4rev1 ID",
            needs_id: false,
            knows_no_id: false,
            ignores_pieces: false,
            faults: VecDeque::new(),
            heard: Vec::new(),
            pieces: Vec::new(),
        }));
        let is_over = Arc::new(AtomicBool::new(false));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (shared, over) = (state.clone(), is_over.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if over.load(Ordering::SeqCst) {
                    return;
                }
                let (state, config) = (shared.clone(), config.clone());
                std::thread::spawn(move || Talk::begin(stream, config, state).map(Talk::run));
            }
        });
        Self { port, state, is_over, folder }
    }

    /// Changes the server, or looks at it.
    ///
    /// # Panics
    /// When a conversation broke over a command that this server does not know.
    pub fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock().unwrap())
    }

    /// Adds a fault.
    pub fn fails(&self, at: &'static str, fault: Fault) -> &Self {
        self.change(|state| state.faults.push_back((at, fault)));
        self
    }

    /// How many commands began like this.
    pub fn heard(&self, start: &str) -> usize {
        self.change(|state| state.heard.iter().filter(|line| line.starts_with(start)).count())
    }

    /// The file with the certificate to trust.
    pub fn ca(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// Settings of a home that watches this server's INBOX.
    pub fn settings(&self) -> String {
        let settings = include_str!("songda.toml").replace("@IMAPS@", &self.port.to_string());
        let settings = settings.replace("@CA@", &self.ca().display().to_string());
        settings.lines().filter(|line| !line.starts_with("smtp")).map(|line| format!("{line}\n")).collect()
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::SeqCst);
        // Wakes the listener up, so that it sees the end.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

/// One conversation, seen from the server. `None` is its end.
struct Talk {
    stream: BufReader<StreamOwned<ServerConnection, TcpStream>>,
    state: Arc<Mutex<State>>,
    is_known: bool,
    folder: String,
}

impl Talk {
    fn begin(stream: TcpStream, config: Arc<ServerConfig>, state: Arc<Mutex<State>>) -> Option<Self> {
        stream.set_nodelay(true).ok()?;
        stream.set_read_timeout(Some(Duration::from_millis(50))).ok()?;
        let mut connection = ServerConnection::new(config).ok()?;
        let mut stream = stream;
        while connection.is_handshaking() {
            match connection.complete_io(&mut stream) {
                Err(error) if !is_only_late(&error) => return None,
                _ => {}
            }
        }
        let stream = BufReader::new(StreamOwned::new(connection, stream));
        Some(Self { stream, state, is_known: false, folder: String::new() })
    }

    fn run(mut self) -> Option<()> {
        if self.fault("", "greeting")? {
            self.say("* OK ready\r\n")?;
        }
        loop {
            let line = self.line()?;
            let (tag, command) = line.split_once(' ')?;
            let secret = ["LOGIN", "AUTHENTICATE"].into_iter().find(|word| command.starts_with(word));
            let noted = secret.unwrap_or(command).to_owned();
            self.change(|state| state.heard.push(noted));
            if self.fault(tag, command)? {
                self.answer(tag, command)?;
            }
        }
    }

    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock().unwrap())
    }

    /// The next line, however long it takes to come.
    fn line(&mut self) -> Option<String> {
        loop {
            if let Some(line) = self.line_if_any()? {
                return Some(line);
            }
        }
    }

    /// The next line if it comes soon.
    fn line_if_any(&mut self) -> Option<Option<String>> {
        let mut line = Vec::new();
        loop {
            match self.stream.read_until(b'\n', &mut line) {
                Ok(0) => return None,
                Ok(_) if line.ends_with(b"\n") => {
                    return Some(Some(String::from_utf8_lossy(&line).trim_end().to_owned()));
                }
                Ok(_) => {}
                Err(error) if is_only_late(&error) => {
                    if line.is_empty() {
                        return Some(None);
                    }
                }
                Err(_) => return None,
            }
        }
    }

    fn say(&mut self, words: impl AsRef<[u8]>) -> Option<()> {
        let stream = self.stream.get_mut();
        stream.write_all(words.as_ref()).ok()?;
        stream.flush().ok()
    }

    /// Does the next fault if it is about this command; `true` when there was none.
    fn fault(&mut self, tag: &str, command: &str) -> Option<bool> {
        let fault = self.change(|state| {
            let fits = |at: &str| command.starts_with(at) || command.contains(&format!(" {at}"));
            let at = state.faults.iter().position(|(at, _)| fits(at))?;
            state.faults.remove(at)
        });
        match fault {
            None => Some(true),
            Some((_, Fault::Say(words))) => {
                self.say(words.replace("{tag}", tag))?;
                Some(false)
            }
            Some((_, Fault::SayAndClose(words))) => {
                self.say(words.replace("{tag}", tag))?;
                None
            }
            Some((_, Fault::SayForEver(words))) => {
                self.say(words.replace("{tag}", tag))?;
                let letters = vec![b'a'; 64 * 1024];
                while self.say(&letters).is_some() {}
                None
            }
            Some((_, Fault::Silence)) => {
                let mut bytes = [0; 1024];
                loop {
                    match self.stream.read(&mut bytes) {
                        Ok(0) => return None,
                        Err(error) if !is_only_late(&error) => return None,
                        _ => {}
                    }
                }
            }
        }
    }
}

/// Nothing came yet; something may come.
fn is_only_late(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

/// Whether this password was said in a login (RFC 4616 or RFC 3501 6.2.3).
fn is_right(words: &str) -> bool {
    words.contains(PASSWORD)
}
