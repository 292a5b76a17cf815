//! A court's interface with faults: it takes a receipt once for each key, and remembers everything it was asked.

use std::collections::{BTreeSet, VecDeque};
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What it does instead of taking a receipt and saying so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Does not take it now.
    Busy,
    /// Takes it, and the answer is lost.
    Lost,
}

/// A request it heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Idempotency-Key.
    pub key: String,
    /// Authorization.
    pub authorization: String,
    /// The body.
    pub body: Vec<u8>,
    /// The status it answered with; 0 where it said nothing.
    pub status: u16,
}

#[derive(Debug, Default)]
struct State {
    asked: Mutex<Vec<Asked>>,
    taken: Mutex<BTreeSet<String>>,
    faults: Mutex<VecDeque<Fault>>,
    stops: AtomicBool,
}

/// The interface; it ends when dropped.
pub struct Interface {
    /// Where receipts are posted to.
    pub url: String,
    port: u16,
    state: Arc<State>,
}

impl Interface {
    /// Starts it.
    ///
    /// # Panics
    /// When no port can be had.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(State::default());
        let shared = state.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if shared.stops.load(Ordering::Relaxed) {
                    return;
                }
                let state = shared.clone();
                std::thread::spawn(move || drop(serve(&stream, &state)));
            }
        });
        Self { url: format!("http://127.0.0.1:{port}/receipts"), port, state }
    }

    /// The next requests meet these, one each.
    ///
    /// # Panics
    /// When an earlier request broke it.
    pub fn meet(&self, faults: &[Fault]) {
        self.state.faults.lock().unwrap().extend(faults);
    }

    /// Every request so far.
    ///
    /// # Panics
    /// When a request broke it.
    pub fn asked(&self) -> Vec<Asked> {
        self.state.asked.lock().unwrap().clone()
    }

    /// How many receipts it took.
    ///
    /// # Panics
    /// When a request broke it.
    pub fn taken(&self) -> usize {
        self.state.taken.lock().unwrap().len()
    }
}

impl Drop for Interface {
    fn drop(&mut self) {
        self.state.stops.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

fn serve(stream: &TcpStream, state: &State) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    let mut lines = BufReader::new(stream);
    let (mut asked, mut length) =
        (Asked { key: String::new(), authorization: String::new(), body: Vec::new(), status: 0 }, 0);
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let Some((name, value)) = line.trim_end().split_once(':') else {
            if line.trim_end().is_empty() {
                break;
            }
            continue;
        };
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "idempotency-key" => value.clone_into(&mut asked.key),
            "authorization" => value.clone_into(&mut asked.authorization),
            "content-length" => length = value.parse().unwrap_or(0),
            _ => {}
        }
    }
    asked.body.resize(length, 0);
    lines.read_exact(&mut asked.body)?;
    let fault = state.faults.lock().unwrap().pop_front();
    let is_new = fault != Some(Fault::Busy) && state.taken.lock().unwrap().insert(asked.key.clone());
    asked.status = match fault {
        Some(Fault::Busy) => 503,
        Some(Fault::Lost) => 0,
        None if is_new => 201,
        None => 409,
    };
    let status = asked.status;
    state.asked.lock().unwrap().push(asked);
    let mut stream = stream;
    match status {
        0 => Ok(()),
        _ => write!(stream, "HTTP/1.1 {status} told\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
    }
}
