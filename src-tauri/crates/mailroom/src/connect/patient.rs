//! A stream that does not wait for ever: silence longer than its patience is an error.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

/// Wraps a stream: a read or write that moves no byte within the limit fails.
///
/// A limit on silence, not on the whole, lets a large mail come over a slow line.
#[derive(Debug)]
pub struct Patient<S> {
    stream: S,
    limit: Patience,
    reading: Wait,
    writing: Wait,
    /// Called whenever there is nothing more to read for now.
    confirm: fn(&S),
}

/// How long silence is borne; may be changed while the stream is in use.
#[derive(Clone, Debug)]
pub struct Patience(Arc<AtomicU64>);

impl Patience {
    /// Bears silence this long from the next wait on.
    pub fn set(&self, limit: Duration) {
        self.0.store(u64::try_from(limit.as_millis()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    fn limit(&self) -> Duration {
        Duration::from_millis(self.0.load(Ordering::Relaxed))
    }
}

#[derive(Debug)]
struct Wait {
    sleep: Pin<Box<Sleep>>,
    is_running: bool,
}

impl Wait {
    fn new() -> Self {
        Self { sleep: Box::pin(sleep(Duration::ZERO)), is_running: false }
    }

    /// Whether the silence has lasted too long.
    fn is_over(&mut self, limit: Duration, cx: &mut Context<'_>) -> bool {
        if !self.is_running {
            self.sleep.as_mut().reset(Instant::now() + limit);
            self.is_running = true;
        }
        self.sleep.as_mut().poll(cx).is_ready()
    }

    fn end(&mut self) {
        self.is_running = false;
    }
}

impl<S> Patient<S> {
    /// Bears silence for `limit`.
    pub fn new(stream: S, limit: Duration) -> Self {
        let patience = Patience(Arc::new(AtomicU64::new(0)));
        patience.set(limit);
        Self { stream, limit: patience, reading: Wait::new(), writing: Wait::new(), confirm: |_| {} }
    }

    /// Calls `confirm` with the stream whenever all that came was read and more is waited for.
    pub fn confirming(self, confirm: fn(&S)) -> Self {
        Self { confirm, ..self }
    }

    /// A handle on the limit.
    pub fn patience(&self) -> Patience {
        self.limit.clone()
    }

    /// The stream inside.
    pub fn get_ref(&self) -> &S {
        &self.stream
    }
}

fn too_long(limit: Duration) -> io::Error {
    io::Error::new(io::ErrorKind::TimedOut, super::tls::no_answer(limit))
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let outcome = Pin::new(&mut this.stream).poll_read(cx, buf);
        if outcome.is_pending() {
            (this.confirm)(&this.stream);
        }
        match outcome {
            Poll::Pending if this.reading.is_over(this.limit.limit(), cx) => {
                Poll::Ready(Err(too_long(this.limit.limit())))
            }
            Poll::Pending => Poll::Pending,
            Poll::Ready(outcome) => {
                this.reading.end();
                Poll::Ready(outcome)
            }
        }
    }
}

impl<S: AsyncWrite + Unpin> Patient<S> {
    fn write_with<T>(
        &mut self,
        cx: &mut Context<'_>,
        act: impl FnOnce(Pin<&mut S>, &mut Context<'_>) -> Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        let outcome = act(Pin::new(&mut self.stream), cx);
        if outcome.is_pending() && self.writing.is_over(self.limit.limit(), cx) {
            return Poll::Ready(Err(too_long(self.limit.limit())));
        }
        let outcome = ready!(outcome);
        self.writing.end();
        Poll::Ready(outcome)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        self.get_mut().write_with(cx, |stream, cx| stream.poll_write(cx, buf))
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.get_mut().write_with(cx, |stream, cx| stream.poll_flush(cx))
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.get_mut().write_with(cx, |stream, cx| stream.poll_shutdown(cx))
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn silence_ends_the_wait_but_slow_bytes_do_not() {
        let (near, mut far) = duplex(16);
        let mut near = Patient::new(near, Duration::from_secs(60));
        let slow = tokio::spawn(async move {
            for _ in 0..3 {
                sleep(Duration::from_secs(50)).await;
                far.write_all(b"x").await.unwrap();
            }
            far
        });
        let mut got = [0; 3];
        near.read_exact(&mut got).await.unwrap();
        let _far = slow.await.unwrap();
        let error = near.read_u8().await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn what_came_is_confirmed_when_more_is_waited_for() {
        use std::sync::atomic::AtomicUsize;
        static CONFIRMED: AtomicUsize = AtomicUsize::new(0);
        let (near, mut far) = duplex(16);
        let mut near = Patient::new(near, Duration::from_secs(60)).confirming(|_| {
            CONFIRMED.fetch_add(1, Ordering::Relaxed);
        });
        far.write_all(b"one").await.unwrap();
        let mut got = [0; 3];
        near.read_exact(&mut got).await.unwrap();
        assert_eq!(CONFIRMED.load(Ordering::Relaxed), 0);
        let more = tokio::join!(near.read_u8(), async {
            tokio::task::yield_now().await;
            far.write_all(b"x").await.unwrap();
        });
        assert_eq!((more.0.unwrap(), CONFIRMED.load(Ordering::Relaxed)), (b'x', 1));
    }
}
