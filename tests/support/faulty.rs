//! A submission server with faults: it drops, delays and refuses at every step, by chance, and remembers what it took.

use std::collections::BTreeSet;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::court::SENDER;
use crate::servers::{OFFICE, certificate};
use crate::until;

/// Different choices in every run; the seed is told by who fails.
#[derive(Debug)]
pub struct Chance(AtomicU64);

impl Chance {
    /// Chance that begins at a seed.
    pub fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }

    /// A number below a limit.
    pub fn below(&self, limit: u64) -> u64 {
        let step =
            |last: u64| Some(last.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407));
        let last = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, step).unwrap_or_default();
        (last >> 33) % limit
    }

    fn is(&self, per_thousand: u64) -> bool {
        self.below(1_000) < per_thousand
    }
}

/// A mail that the server took over.
#[derive(Clone, Debug)]
pub struct Taken {
    /// Envelope receiver.
    pub to: String,
    /// The mail.
    pub raw: Vec<u8>,
    /// Whether the sender heard that it was taken over.
    pub was_told: bool,
}

#[derive(Debug)]
struct State {
    taken: Mutex<Vec<Taken>>,
    chance: Chance,
    is_kind: AtomicBool,
    stops: AtomicBool,
    refused: AtomicU64,
    begun: AtomicU64,
    open: Mutex<BTreeSet<u64>>,
}

/// The server; it ends when dropped.
pub struct Faulty {
    /// Port with TLS from the first byte.
    pub port: u16,
    /// Its certificate.
    pub ca: PathBuf,
    state: Arc<State>,
    config: Arc<ServerConfig>,
    _folder: tempfile::TempDir,
}

impl Faulty {
    /// Settings of a home that takes its mail from a folder and sends by this server.
    pub fn settings(&self) -> String {
        format!(
            r#"
[office]
name = "示例物业管理有限公司"
aliases = ["示例物业"]
handler = "王敏"
phone = "021-00000000"

[receipt]
undo_seconds = 0

[[mailbox]]
id = "court"
kind = "folder"
path = "drop"
address = "{OFFICE}"
regime = "confirmed"
authserv_id = "mx.example.test"
smtp = {{ host = "127.0.0.1", port = {}, security = "tls", user = "{OFFICE}" }}
tls_ca_file = "{}"

[[court]]
code = "沪0112"
senders = ["{SENDER}"]
receipt_to = "{SENDER}"
reply_duty = "read-receipt"
"#,
            self.port,
            self.ca.display()
        )
    }

    /// Starts it.
    ///
    /// # Panics
    /// When it cannot.
    pub fn start(seed: u64) -> Self {
        let folder = tempfile::Builder::new().prefix("songda-faulty").tempdir().unwrap();
        certificate(folder.path());
        let (ca, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let chain = vec![CertificateDer::from_pem_file(&ca).unwrap()];
        let config = config.with_no_client_auth();
        let config = Arc::new(config.with_single_cert(chain, PrivateKeyDer::from_pem_file(key).unwrap()).unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(State {
            taken: Mutex::default(),
            chance: Chance::new(seed),
            is_kind: AtomicBool::new(false),
            stops: AtomicBool::new(false),
            refused: AtomicU64::new(0),
            begun: AtomicU64::new(0),
            open: Mutex::default(),
        });
        let server = Self { port, ca, state, config, _folder: folder };
        server.listen(listener);
        server
    }

    fn listen(&self, listener: TcpListener) {
        let (state, config) = (self.state.clone(), self.config.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if state.stops.load(Ordering::Relaxed) {
                    return;
                }
                let (state, config) = (state.clone(), config.clone());
                let nth = state.begun.fetch_add(1, Ordering::Relaxed);
                state.open.lock().unwrap().insert(nth);
                std::thread::spawn(move || {
                    drop(serve(stream, config, &state));
                    state.open.lock().unwrap().remove(&nth);
                });
            }
        });
    }

    /// From now on nobody listens at its port, as where there is no network.
    ///
    /// # Panics
    /// When somebody listens there all the same.
    pub fn close(&self) {
        self.state.stops.store(true, Ordering::Relaxed);
        let is_closed = || TcpStream::connect(("127.0.0.1", self.port)).is_err().then_some(());
        assert!(until(Duration::from_secs(10), is_closed).is_some(), "the port stays open");
    }

    /// Listens at its port again.
    ///
    /// # Panics
    /// When the port is taken.
    pub fn open(&self) {
        self.state.stops.store(false, Ordering::Relaxed);
        let listener = until(Duration::from_secs(10), || TcpListener::bind(("127.0.0.1", self.port)).ok());
        self.listen(listener.expect("the port is free"));
    }

    /// From now on without faults.
    pub fn be_kind(&self) {
        self.state.is_kind.store(true, Ordering::Relaxed);
    }

    /// Waits until every conversation that is under way has ended: what a killed program had handed over is taken now,
    /// or never will be.
    ///
    /// # Panics
    /// When one does not end.
    pub fn settle(&self) {
        let under_way = self.state.open.lock().unwrap().clone();
        let is_over = || self.state.open.lock().unwrap().is_disjoint(&under_way).then_some(());
        assert!(until(Duration::from_secs(90), is_over).is_some(), "a conversation does not end");
    }

    /// What was taken over so far.
    pub fn taken(&self) -> Vec<Taken> {
        self.state.taken.lock().unwrap().clone()
    }

    /// How many times it dropped or refused.
    pub fn faults(&self) -> u64 {
        self.state.refused.load(Ordering::Relaxed)
    }
}

impl Drop for Faulty {
    fn drop(&mut self) {
        self.state.stops.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

type Line = BufReader<StreamOwned<ServerConnection, TcpStream>>;

fn say(line: &mut Line, words: &str) -> io::Result<()> {
    line.get_mut().write_all(words.as_bytes())?;
    line.get_mut().flush()
}

fn closed() -> io::Error {
    io::Error::from(io::ErrorKind::ConnectionAborted)
}

impl State {
    /// By chance a fault: the connection is dropped, or refused for now.
    fn fault(&self, line: &mut Line) -> io::Result<bool> {
        if self.is_kind.load(Ordering::Relaxed) {
            return Ok(false);
        }
        if self.chance.is(100) {
            std::thread::sleep(Duration::from_millis(self.chance.below(250)));
        }
        if self.chance.is(15) {
            self.refused.fetch_add(1, Ordering::Relaxed);
            return Err(closed());
        }
        if self.chance.is(20) {
            self.refused.fetch_add(1, Ordering::Relaxed);
            say(line, "451 4.7.1 not now, try again later\r\n")?;
            return Ok(true);
        }
        Ok(false)
    }
}

fn serve(stream: TcpStream, config: Arc<ServerConfig>, state: &State) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    let tls = ServerConnection::new(config).map_err(io::Error::other)?;
    let mut line = BufReader::new(StreamOwned::new(tls, stream));
    state.fault(&mut line)?;
    say(&mut line, "220 faulty.example.test\r\n")?;
    let mut to = String::new();
    loop {
        let mut said = String::new();
        if line.read_line(&mut said)? == 0 {
            return Ok(());
        }
        let verb = said.get(..4).unwrap_or_default().to_ascii_uppercase();
        if verb == "QUIT" {
            return say(&mut line, "221 bye\r\n");
        }
        if verb != "EHLO" && state.fault(&mut line)? {
            continue;
        }
        match verb.as_str() {
            "EHLO" => say(&mut line, "250-faulty.example.test\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN\r\n")?,
            "AUTH" => say(&mut line, "235 in\r\n")?,
            "RCPT" => {
                to = said.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                if !state.is_kind.load(Ordering::Relaxed) && state.chance.is(20) {
                    state.refused.fetch_add(1, Ordering::Relaxed);
                    say(&mut line, "550 5.1.1 no such user today\r\n")?;
                } else {
                    say(&mut line, "250 ok\r\n")?;
                }
            }
            "DATA" => {
                say(&mut line, "354 go on\r\n")?;
                take(&mut line, &to, state)?;
            }
            _ => say(&mut line, "250 ok\r\n")?,
        }
    }
}

/// The text: it may be cut off, refused, taken over and the answer lost, or not taken over and the answer lost.
fn take(line: &mut Line, to: &str, state: &State) -> io::Result<()> {
    let mut raw = Vec::new();
    let is_cut = !state.is_kind.load(Ordering::Relaxed) && state.chance.is(15);
    loop {
        let mut piece = Vec::new();
        if line.read_until(b'\n', &mut piece)? == 0 || is_cut {
            return Err(closed());
        }
        if piece == b".\r\n" {
            break;
        }
        raw.extend_from_slice(piece.strip_prefix(b".").unwrap_or(&piece));
    }
    let keep = |was_told| state.taken.lock().unwrap().push(Taken { to: to.to_owned(), raw: raw.clone(), was_told });
    if state.is_kind.load(Ordering::Relaxed) {
        keep(true);
        return say(line, "250 2.0.0 queued\r\n");
    }
    match state.chance.below(100) {
        0..3 => {
            keep(false);
            Err(closed())
        }
        3..5 => Err(closed()),
        5..8 => say(line, "452 4.2.2 not now\r\n"),
        8..18 => {
            keep(true);
            std::thread::sleep(Duration::from_millis(state.chance.below(600)));
            say(line, "250 2.0.0 queued at last\r\n")
        }
        _ => {
            keep(true);
            say(line, "250 2.0.0 queued\r\n")
        }
    }
}
