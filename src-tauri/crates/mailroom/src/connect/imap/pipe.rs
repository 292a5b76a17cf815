//! The stream of one conversation: reads in large pieces, compresses where that was agreed, and lets long literals
//! leave through the valve.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll, ready};

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::valve::Valve;

/// Read from the connection at once.
const PIECE: usize = 64 * 1024;
/// What waits to be written before more is taken.
const MOST_WAITING: usize = 64 * 1024;

const PLAIN: u8 = 0;
const BY_LINES: u8 = 1;
const COMPRESSED: u8 = 2;

/// Whether the bytes are compressed (COMPRESS=DEFLATE, RFC 4978); may be changed while the stream is in use.
#[derive(Clone, Debug, Default)]
pub struct Press(Arc<AtomicU8>);

impl Press {
    /// Compression is about to be agreed: line by line is read, so that nothing is taken that is compressed already.
    pub fn prepare(&self) {
        self.0.store(BY_LINES, Ordering::Release);
    }

    /// It was agreed, or it was not.
    pub fn settle(&self, is_agreed: bool) {
        self.0.store(if is_agreed { COMPRESSED } else { PLAIN }, Ordering::Release);
    }

    fn state(&self) -> u8 {
        self.0.load(Ordering::Acquire)
    }
}

/// Wraps the stream of a conversation.
#[derive(Debug)]
pub struct Pipe<S> {
    stream: S,
    valve: Valve,
    press: Press,
    /// As it came from the connection.
    raw: Buffer,
    /// What of it is for the reader, where that is not the same.
    plain: Buffer,
    /// What the valve gave back and the reader has not taken yet.
    held: Buffer,
    inflate: Option<Box<Decompress>>,
    /// Whether there was no room for all that came of what was read.
    has_more: bool,
    deflate: Option<Box<Compress>>,
    out: Buffer,
    is_unflushed: bool,
}

/// Bytes of which the first ones are used up.
#[derive(Debug, Default)]
struct Buffer {
    bytes: Vec<u8>,
    at: usize,
}

impl Buffer {
    fn rest(&self) -> &[u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn is_empty(&self) -> bool {
        self.at >= self.bytes.len()
    }

    fn use_up(&mut self, count: usize) {
        self.at += count;
        if self.is_empty() {
            self.bytes.clear();
            self.at = 0;
        }
    }
}

impl<S> Pipe<S> {
    /// Around a fresh connection.
    pub fn new(stream: S) -> Self {
        Self {
            stream,
            valve: Valve::default(),
            press: Press::default(),
            raw: Buffer::default(),
            plain: Buffer::default(),
            held: Buffer::default(),
            inflate: None,
            has_more: false,
            deflate: None,
            out: Buffer::default(),
            is_unflushed: false,
        }
    }

    /// A hold on long literals.
    pub fn valve(&self) -> Valve {
        self.valve.clone()
    }

    /// A hold on compression.
    pub fn press(&self) -> Press {
        self.press.clone()
    }

    fn is_pressed(&self) -> bool {
        self.press.state() == COMPRESSED
    }
}

impl<S: AsyncRead + Unpin> Pipe<S> {
    /// Reads from the connection; `false` at its end.
    fn poll_more(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<bool>> {
        self.raw.bytes.resize(PIECE, 0);
        self.raw.at = 0;
        let mut into = ReadBuf::new(&mut self.raw.bytes);
        let outcome = Pin::new(&mut self.stream).poll_read(cx, &mut into);
        let filled = into.filled().len();
        match outcome {
            Poll::Ready(Ok(())) => {
                self.raw.bytes.truncate(filled);
                Poll::Ready(Ok(filled > 0))
            }
            other => {
                self.raw.bytes.clear();
                other.map_ok(|()| false)
            }
        }
    }

    /// Unpacks what was read; nothing may come of it yet.
    fn unpack(&mut self) -> io::Result<()> {
        let inflate = self.inflate.get_or_insert_with(|| Box::new(Decompress::new(false)));
        self.plain.bytes.clear();
        self.plain.at = 0;
        self.plain.bytes.reserve(PIECE);
        let before = inflate.total_in();
        let done = inflate.decompress_vec(self.raw.rest(), &mut self.plain.bytes, FlushDecompress::None);
        let used = usize::try_from(inflate.total_in() - before).unwrap_or(usize::MAX);
        let damaged = |says: &str| io::Error::new(io::ErrorKind::InvalidData, format!("compressed data: {says}"));
        match done {
            Ok(Status::StreamEnd) => return Err(damaged("it ended before the conversation did")),
            // No room or no input is no fault: the next call goes on.
            Ok(_) => {}
            Err(error) => return Err(damaged(&error.to_string())),
        }
        if used == 0 && self.plain.bytes.is_empty() && !self.raw.is_empty() {
            return Err(damaged("it cannot be read on"));
        }
        self.has_more = self.plain.bytes.len() == self.plain.bytes.capacity();
        self.raw.use_up(used);
        Ok(())
    }
}

/// Gives the reader as much as it has room for; says how much.
fn give(from: &[u8], to: &mut ReadBuf<'_>) -> usize {
    let count = from.len().min(to.remaining());
    to.put_slice(from.get(..count).unwrap_or_default());
    count
}

impl<S: AsyncRead + Unpin> AsyncRead for Pipe<S> {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        loop {
            if !this.held.is_empty() {
                let count = give(this.held.rest(), buf);
                this.held.use_up(count);
                return Poll::Ready(Ok(()));
            }
            let is_pressed = this.is_pressed();
            let source = if is_pressed { &mut this.plain } else { &mut this.raw };
            if source.is_empty() {
                // A pressed source may still have room for what was read before.
                let has_input = is_pressed && (this.has_more || !this.raw.is_empty());
                if !has_input && !ready!(this.poll_more(cx))? {
                    return Poll::Ready(Ok(()));
                }
                if is_pressed {
                    this.unpack()?;
                }
                continue;
            }
            // The reader's room bounds what the valve shows without holding it.
            let rest = source.rest();
            let mut room = rest.len().min(buf.remaining());
            if this.press.state() == BY_LINES {
                room = rest.iter().take(room).position(|byte| *byte == b'\n').map_or(room, |at| at + 1);
            }
            let mut held = Vec::new();
            let passed = this.valve.pass(rest.get(..room).unwrap_or(rest), &mut held);
            if passed.is_endless {
                let says = "the server says something that does not end";
                return Poll::Ready(Err(io::Error::new(io::ErrorKind::InvalidData, says)));
            }
            give(rest.get(..passed.shown).unwrap_or_default(), buf);
            source.use_up(passed.taken);
            this.held = Buffer { bytes: held, at: 0 };
            if passed.shown > 0 {
                return Poll::Ready(Ok(()));
            }
        }
    }
}

impl<S: AsyncWrite + Unpin> Pipe<S> {
    fn poll_drain(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.out.is_empty() {
            let written = ready!(Pin::new(&mut self.stream).poll_write(cx, self.out.rest()))?;
            if written == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.out.use_up(written);
        }
        Poll::Ready(Ok(()))
    }

    /// Compresses; gives how much of the bytes was taken, and whether there was room for all that came of them.
    fn pack(&mut self, bytes: &[u8], flush: FlushCompress) -> io::Result<(usize, bool)> {
        let deflate = self.deflate.get_or_insert_with(|| Box::new(Compress::new(Compression::default(), false)));
        self.out.bytes.reserve(4096);
        let before = deflate.total_in();
        deflate.compress_vec(bytes, &mut self.out.bytes, flush).map_err(io::Error::other)?;
        let used = usize::try_from(deflate.total_in() - before).unwrap_or(usize::MAX);
        Ok((used, self.out.bytes.len() < self.out.bytes.capacity()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Pipe<S> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        if this.out.rest().len() > MOST_WAITING {
            ready!(this.poll_drain(cx))?;
        }
        // A command comes word by word; it leaves as one piece when it is flushed.
        if !this.is_pressed() {
            this.out.bytes.extend_from_slice(buf);
            return Poll::Ready(Ok(buf.len()));
        }
        let (used, _) = this.pack(buf, FlushCompress::None)?;
        this.is_unflushed = true;
        Poll::Ready(Ok(used))
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        while this.is_pressed() && this.is_unflushed {
            let (_, is_whole) = this.pack(&[], FlushCompress::Sync)?;
            this.is_unflushed = !is_whole;
        }
        ready!(this.poll_drain(cx))?;
        Pin::new(&mut this.stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};

    use super::*;
    use crate::vault::Vault;

    /// The other side: what it says is compressed with another writer, what it hears is unpacked.
    fn packed(text: &[u8]) -> Vec<u8> {
        let mut press = Compress::new(Compression::best(), false);
        let mut out = Vec::with_capacity(text.len() + 1024);
        press.compress_vec(text, &mut out, FlushCompress::Sync).unwrap();
        out
    }

    #[tokio::test]
    async fn what_follows_the_agreement_at_once_is_unpacked() {
        for step in [1, 3, 4096] {
            let (near, mut far) = duplex(64 * 1024);
            let mut pipe = Pipe::new(near);
            let press = pipe.press();
            press.prepare();
            let text: Vec<u8> = (0..20_000).flat_map(|nth| format!("* {nth} EXISTS\r\n").into_bytes()).collect();
            let said = [b"* 3 EXISTS\r\nA1 OK agreed\r\n", &packed(&text)[..]].concat();
            let saying = tokio::spawn(async move {
                for part in said.chunks(step) {
                    far.write_all(part).await.unwrap();
                    tokio::task::yield_now().await;
                }
                far
            });
            let mut line = Vec::new();
            while !line.ends_with(b"agreed\r\n") {
                line.push(pipe.read_u8().await.unwrap());
            }
            press.settle(true);
            let mut got = vec![0; text.len()];
            pipe.read_exact(&mut got).await.unwrap();
            assert!(got == text, "steps of {step}");
            // The other way, with a flush after each command.
            let mut far = saying.await.unwrap();
            let command = b"A2 NOOP\r\n".repeat(50);
            let hearing = tokio::spawn(async move {
                let (mut unpack, mut heard) = (Decompress::new(false), Vec::with_capacity(4096));
                let mut piece = [0; 512];
                while heard.len() < 9 * 50 {
                    let count = far.read(&mut piece).await.unwrap();
                    assert!(count > 0);
                    unpack.decompress_vec(&piece[..count], &mut heard, FlushDecompress::Sync).unwrap();
                }
                heard
            });
            pipe.write_all(&command).await.unwrap();
            pipe.flush().await.unwrap();
            assert_eq!(hearing.await.unwrap(), command);
        }
    }

    #[tokio::test]
    async fn damaged_compression_is_an_error_and_no_panic() {
        let (near, mut far) = duplex(4096);
        let mut pipe = Pipe::new(near);
        pipe.press().settle(true);
        far.write_all(&[0xff; 64]).await.unwrap();
        assert_eq!(pipe.read_u8().await.unwrap_err().kind(), io::ErrorKind::InvalidData);
    }

    #[tokio::test]
    async fn a_long_literal_leaves_through_the_valve_while_the_reader_goes_on() {
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::at(folder.path().join("vault"));
        let big: Vec<u8> = (0..3_000_000_u32).map(|nth| (nth % 251) as u8).collect();
        let (near, mut far) = duplex(8192);
        let mut pipe = Pipe::new(near);
        pipe.valve().divert(1000, 1 << 30, &vault);
        let said =
            [format!("* 1 FETCH (UID 1 BODY[] {{{}}}\r\n", big.len()).as_bytes(), &big, b")\r\nA1 OK\r\n"].concat();
        tokio::spawn(async move { far.write_all(&said).await.unwrap() });
        let mut seen = Vec::new();
        pipe.read_to_end(&mut seen).await.unwrap();
        assert_eq!(String::from_utf8(seen).unwrap(), "* 1 FETCH (UID 1 BODY[] {0}\r\n)\r\nA1 OK\r\n");
        assert!(pipe.valve().open().spooled.unwrap().read().unwrap() == big);
    }
}
