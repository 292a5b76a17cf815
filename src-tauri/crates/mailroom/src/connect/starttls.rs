//! The words before encryption: greeting and STARTTLS, read byte by byte so that nothing said in the clear outlives it.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use futures_util::future::poll_fn;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, ReadBuf};
use tokio::time::timeout;

/// How long a server may take to greet.
const GREETING: Duration = Duration::from_secs(20);
/// What is said of a server that does not greet in the clear.
pub const SILENT: &str = "the server does not greet before encryption";
/// No line of a greeting is longer.
const LONGEST_LINE: usize = 8 * 1024;
/// No answer has more lines.
const MOST_LINES: usize = 100;

/// Why encryption was not reached. Nothing secret was said.
#[derive(Debug, thiserror::Error)]
pub enum PlainError {
    /// The connection broke.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The server does not want to encrypt, or something on the way does not want it to.
    #[error("{0}")]
    Refused(String),
}

/// Brings an IMAP conversation to the point where TLS begins (RFC 9051 section 6.2.1). Gives the words of the
/// greeting, which nothing rests on: they came in the clear.
///
/// # Errors
/// When the server does not greet, refuses, or says more than it may before TLS.
pub async fn imap<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut S) -> Result<String, PlainError> {
    let greeting = greeting(line(stream)).await?;
    if !starts(&greeting, "* OK") {
        // PREAUTH would mean a login that nobody asked for and that forbids STARTTLS.
        return Err(PlainError::Refused(format!("the server greeted with “{}”", greeting.trim())));
    }
    say(stream, "s1 STARTTLS\r\n").await?;
    for _ in 0..MOST_LINES {
        let answer = line(stream).await?;
        if starts(&answer, "s1 OK") {
            silence(stream).await?;
            return Ok(greeting.get(4..).unwrap_or_default().trim().to_owned());
        }
        if starts(&answer, "s1 ") || starts(&answer, "* BYE") {
            return Err(PlainError::Refused(format!("the server refused STARTTLS: “{}”", answer.trim())));
        }
    }
    Err(PlainError::Refused("the server did not answer STARTTLS".to_owned()))
}

/// Brings an SMTP conversation to the point where TLS begins (RFC 3207 section 4).
///
/// # Errors
/// When the server does not greet, does not offer or refuses STARTTLS, or says more than it may before TLS.
pub async fn smtp<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut S, hello: &str) -> Result<(), PlainError> {
    let greeting = greeting(reply(stream)).await?;
    if !greeting.starts_with("220") {
        return Err(PlainError::Refused(format!("the server greeted with “{}”", greeting.trim())));
    }
    say(stream, &format!("EHLO {hello}\r\n")).await?;
    let offered = reply(stream).await?;
    let is_offered = |line: &str| line.get(4..).is_some_and(|word| word.trim().eq_ignore_ascii_case("STARTTLS"));
    if !offered.lines().any(is_offered) {
        return Err(PlainError::Refused("the server does not offer STARTTLS".to_owned()));
    }
    say(stream, "STARTTLS\r\n").await?;
    let answer = reply(stream).await?;
    if !answer.starts_with("220") {
        return Err(PlainError::Refused(format!("the server refused STARTTLS: “{}”", answer.trim())));
    }
    silence(stream).await
}

/// A server that does not greet in the clear waits for encryption to begin: its port is for that from the first byte on.
async fn greeting(heard: impl Future<Output = Result<String, PlainError>>) -> Result<String, PlainError> {
    timeout(GREETING, heard).await.unwrap_or_else(|_| Err(PlainError::Refused(SILENT.to_owned())))
}

fn starts(line: &str, with: &str) -> bool {
    line.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with))
}

async fn say<S: AsyncWrite + Unpin>(stream: &mut S, words: &str) -> io::Result<()> {
    stream.write_all(words.as_bytes()).await?;
    stream.flush().await
}

/// One line. Read byte by byte: whatever follows stays in the socket and cannot be mistaken for encrypted words.
async fn line<S: AsyncRead + Unpin>(stream: &mut S) -> Result<String, PlainError> {
    let mut bytes = Vec::new();
    while bytes.last() != Some(&b'\n') {
        if bytes.len() >= LONGEST_LINE {
            return Err(PlainError::Refused("the server's line does not end".to_owned()));
        }
        bytes.push(stream.read_u8().await?);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// One reply of an SMTP server, all its lines.
async fn reply<S: AsyncRead + Unpin>(stream: &mut S) -> Result<String, PlainError> {
    let mut reply = String::new();
    for _ in 0..MOST_LINES {
        let line = line(stream).await?;
        let goes_on = line.as_bytes().get(3) == Some(&b'-');
        reply.push_str(&line);
        if !goes_on {
            return Ok(reply);
        }
    }
    Err(PlainError::Refused("the server's reply does not end".to_owned()))
}

/// A server that was asked to encrypt waits for us. Bytes that lie there already were put in by somebody else.
async fn silence<S: AsyncRead + Unpin>(stream: &mut S) -> Result<(), PlainError> {
    let mut byte = [0_u8; 1];
    let mut buffer = ReadBuf::new(&mut byte);
    let read = poll_fn(|cx| Poll::Ready(Pin::new(&mut *stream).poll_read(cx, &mut buffer))).await;
    match read {
        Poll::Pending => Ok(()),
        Poll::Ready(Err(error)) => Err(error.into()),
        Poll::Ready(Ok(())) if buffer.filled().is_empty() => Err(io::Error::from(io::ErrorKind::UnexpectedEof).into()),
        Poll::Ready(Ok(())) => Err(PlainError::Refused("words were slipped in before encryption began".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::duplex;

    use super::*;

    async fn said(server: &'static str, imap_or_smtp: &str) -> (Result<(), PlainError>, String) {
        let (mut near, mut far) = duplex(4096);
        far.write_all(server.as_bytes()).await.unwrap();
        let outcome = match imap_or_smtp {
            "imap" => imap(&mut near).await.map(|greeting| assert_eq!(greeting, "ready")),
            _ => smtp(&mut near, "[127.0.0.1]").await,
        };
        drop(near);
        let mut heard = String::new();
        far.read_to_string(&mut heard).await.unwrap();
        (outcome, heard)
    }

    #[tokio::test]
    async fn a_server_that_encrypts_is_followed() {
        let (outcome, heard) = said("* OK ready\r\n* CAPABILITY IMAP4rev1\r\ns1 ok go\r\n", "imap").await;
        outcome.unwrap();
        assert_eq!(heard, "s1 STARTTLS\r\n");
        let (outcome, heard) = said("220-a\r\n220 b\r\n250-x\r\n250-starttls\r\n250 SIZE\r\n220 go\r\n", "smtp").await;
        outcome.unwrap();
        assert_eq!(heard, "EHLO [127.0.0.1]\r\nSTARTTLS\r\n");
    }

    #[tokio::test]
    async fn words_slipped_in_before_encryption_are_refused() {
        for (server, kind) in [
            ("* OK ready\r\ns1 OK go\r\n* CAPABILITY EVIL\r\n", "imap"),
            ("220 b\r\n250 STARTTLS\r\n220 go\r\n250 AUTH PLAIN\r\n", "smtp"),
        ] {
            let error = said(server, kind).await.0.unwrap_err();
            assert!(error.to_string().contains("slipped in"), "{error}");
        }
    }

    #[tokio::test]
    async fn a_server_without_encryption_hears_nothing_secret() {
        for (server, kind) in [
            ("* PREAUTH welcome\r\n", "imap"),
            ("* BYE busy\r\n", "imap"),
            ("* OK ready\r\ns1 BAD unknown\r\n", "imap"),
            ("220 b\r\n250-SIZE 1\r\n250 AUTH PLAIN\r\n", "smtp"),
            ("220 b\r\n250 STARTTLS\r\n454 not now\r\n", "smtp"),
            ("554 no\r\n", "smtp"),
        ] {
            let (outcome, heard) = said(server, kind).await;
            assert!(matches!(outcome, Err(PlainError::Refused(_))), "{server}");
            assert!(!heard.to_ascii_uppercase().contains("LOGIN") && !heard.contains("AUTH"), "{heard}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_port_that_is_encrypted_from_the_start_is_told_at_once() {
        for kind in ["imap", "smtp"] {
            let (mut near, _far) = duplex(4096);
            let began = tokio::time::Instant::now();
            let outcome = match kind {
                "imap" => imap(&mut near).await.map(|_| ()),
                _ => smtp(&mut near, "x").await,
            };
            assert!(matches!(outcome, Err(PlainError::Refused(says)) if says == SILENT), "{kind}");
            assert!(began.elapsed() <= GREETING);
        }
    }

    #[tokio::test]
    async fn a_line_without_end_is_not_read_for_ever() {
        let (mut near, mut far) = duplex(64 * 1024);
        far.write_all(&vec![b'x'; 20_000]).await.unwrap();
        assert!(matches!(imap(&mut near).await, Err(PlainError::Refused(_))));
    }
}
