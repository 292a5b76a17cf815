//! Carries an SMTP conversation over a connection of ours, whatever it is made of.

use std::fmt::Debug;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// What a conversation can run over.
pub trait Wire: AsyncRead + AsyncWrite + Send + Sync + Unpin + Debug + 'static {}

impl<S: AsyncRead + AsyncWrite + Send + Sync + Unpin + Debug + 'static> Wire for S {}

/// So much of what a server says first holds its offers.
const FIRST_WORDS: usize = 8 * 1024;

/// What a server offers, as far as it was heard: the library does not tell of extensions that it has no name for.
#[derive(Clone, Debug, Default)]
pub struct Offers(Arc<Mutex<Vec<u8>>>);

impl Offers {
    /// Whether reports on what became of a mail may be asked for (RFC 3461).
    pub fn dsn(&self) -> bool {
        let heard = self.0.lock().unwrap_or_else(PoisonError::into_inner).to_ascii_uppercase();
        heard.split(|byte| *byte == b'\n').any(|line| {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            line == b"250-DSN" || line == b"250 DSN"
        })
    }

    fn hear(&self, bytes: &[u8]) {
        let mut heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let room = FIRST_WORDS.saturating_sub(heard.len());
        heard.extend_from_slice(bytes.get(..room.min(bytes.len())).unwrap_or_default());
    }
}

/// Keeps a connection from writing any more. The library cannot be told to leave a mail without its last dot.
#[derive(Clone, Debug, Default)]
pub struct Brake(Arc<AtomicBool>);

impl Brake {
    /// Nothing is written from here on.
    pub fn pull(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Whether it was pulled.
    pub fn is_pulled(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

/// A connection for lettre.
#[derive(Debug)]
pub struct Carrier<S> {
    stream: S,
    peer: Option<SocketAddr>,
    /// Read before the stream: the greeting that came before encryption.
    greeting: &'static [u8],
    offers: Offers,
    brake: Brake,
}

impl<S> Carrier<S> {
    /// A connection on which the server will greet.
    pub fn new(stream: S, peer: Option<SocketAddr>) -> Self {
        Self { stream, peer, greeting: b"", offers: Offers::default(), brake: Brake::default() }
    }

    /// A connection on which the server has greeted already.
    pub fn greeted(stream: S, peer: Option<SocketAddr>) -> Self {
        Self { stream, peer, greeting: b"220 greeted\r\n", offers: Offers::default(), brake: Brake::default() }
    }

    /// What the server will be heard to offer.
    pub fn offers(&self) -> Offers {
        self.offers.clone()
    }

    /// By what it is kept from writing any more.
    pub fn brake(&self) -> Brake {
        self.brake.clone()
    }
}

impl<S: Wire> AsyncTokioStream for Carrier<S> {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.peer.ok_or_else(|| io::Error::from(io::ErrorKind::NotConnected))
    }
}

impl<S: Wire> AsyncRead for Carrier<S> {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if this.greeting.is_empty() {
            let before = buf.filled().len();
            let read = Pin::new(&mut this.stream).poll_read(cx, buf);
            this.offers.hear(buf.filled().get(before..).unwrap_or_default());
            return read;
        }
        let (now, later) = this.greeting.split_at(this.greeting.len().min(buf.remaining()));
        buf.put_slice(now);
        this.greeting = later;
        Poll::Ready(Ok(()))
    }
}

impl<S: Wire> AsyncWrite for Carrier<S> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        if this.brake.is_pulled() {
            return Poll::Ready(Err(io::Error::from(io::ErrorKind::ConnectionAborted)));
        }
        Pin::new(&mut this.stream).poll_write(cx, buf)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(cx)
    }
}
