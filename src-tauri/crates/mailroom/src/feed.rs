//! The calendar feed: read-only, on this computer only, under a path nobody can guess.

use std::sync::Arc;
use std::time::Duration;

use rustls::crypto::SecureRandom;
use secrecy::{ExposeSecret as _, SecretString};
use songda_core::id::Digest;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

use crate::room::Room;
use crate::settings::RemindSettings;
use crate::view::Problem;
use crate::{ics, secrets};

/// Where a trouble with the feed is noted.
pub const TROUBLE: &str = "feed";
/// Name under which the secret of the path lies in the keychain.
const KEYCHAIN_USER: &str = "calendar-feed";
/// The variable that may hold it on a server without a keychain.
const VARIABLE: &str = "SONGDA_FEED_SECRET";
/// The port where nothing else was said.
pub const PORT: u16 = 27183;
/// How many ports are tried where others listen already.
const PORTS: u16 = 100;
/// Longest request that is read.
const LONGEST_REQUEST: usize = 8 * 1024;
/// How long a request may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// A port on which nobody listens here.
pub fn free_port() -> u16 {
    let mut ports = PORT..PORT.saturating_add(PORTS);
    ports.find(|port| std::net::TcpListener::bind(("127.0.0.1", *port)).is_ok()).unwrap_or(PORT)
}

/// The address to subscribe to; the secret is made the first time.
///
/// # Errors
/// `remind.feed-port` when no port is set, `remind.feed-secret` when the secret cannot be kept.
pub async fn address(settings: &RemindSettings) -> Result<String, Problem> {
    let port = settings.feed_port.ok_or_else(|| Problem::new("remind.feed-port", []))?;
    Ok(format!("http://127.0.0.1:{port}{}", path(&secret().await?)))
}

fn path(secret: &SecretString) -> String {
    format!("/{}/songda.ics", secret.expose_secret())
}

async fn secret() -> Result<SecretString, Problem> {
    let refused = |says: String| Problem::new("remind.feed-secret", [says]);
    match secrets::of_name(KEYCHAIN_USER, VARIABLE).await {
        Ok(secret) => return Ok(secret),
        Err(secrets::SecretError::Nowhere { .. }) => {}
        Err(error) => return Err(refused(error.to_string())),
    }
    let mut bytes = [0_u8; 24];
    let random: &dyn SecureRandom = rustls::crypto::ring::default_provider().secure_random;
    random.fill(&mut bytes).map_err(|_| refused("no random numbers".to_owned()))?;
    let secret: SecretString = Digest::of(&bytes).short(48).into();
    secrets::store_named(KEYCHAIN_USER, secret.clone()).await.map_err(|error| refused(error.to_string()))?;
    Ok(secret)
}

/// Serves the calendar until stopped. That it cannot is noted and shown.
pub async fn serve(room: Arc<Room>, stop: CancellationToken) {
    let Some(port) = room.settings.remind.feed_port else { return };
    let opened = async {
        let secret = secret().await?;
        let listener = TcpListener::bind(("127.0.0.1", port)).await;
        listener
            .map(|listener| (listener, secret))
            .map_err(|error| Problem::new("remind.feed", [format!("127.0.0.1:{port}: {error}")]))
    };
    match opened.await {
        Ok((listener, secret)) => {
            let path = path(&secret);
            tokio::select! {
                () = stop.cancelled() => {}
                () = answer_all(&room, listener, &path, port) => {}
            }
        }
        Err(problem) => room.trouble(TROUBLE, Some(problem)),
    }
}

async fn answer_all(room: &Arc<Room>, listener: TcpListener, path: &str, port: u16) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(PATIENCE).await;
            continue;
        };
        // One at a time: a calendar program asks a few times a day.
        let _ = tokio::time::timeout(PATIENCE, answer(room, stream, path, port)).await;
    }
}

async fn answer(room: &Room, mut stream: TcpStream, path: &str, port: u16) -> std::io::Result<()> {
    let mut request = Vec::new();
    while !request.windows(4).any(|end| end == b"\r\n\r\n") && request.len() < LONGEST_REQUEST {
        let mut piece = [0_u8; 1024];
        match stream.read(&mut piece).await? {
            0 => break,
            read => request.extend_from_slice(piece.get(..read).unwrap_or_default()),
        }
    }
    let asked = Asked::of(&String::from_utf8_lossy(&request), path, port);
    let response = match asked {
        Asked::Calendar { with_body } => match ics::of(room).await {
            Ok(made) => {
                let head = format!(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/calendar; charset=utf-8\r\nContent-Length: {}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n",
                    made.text.len()
                );
                if with_body { head + &made.text } else { head }
            }
            Err(_) => refusal("503 Service Unavailable"),
        },
        Asked::Other => refusal("405 Method Not Allowed"),
        Asked::Nothing => refusal("404 Not Found"),
    };
    stream.write_all(response.as_bytes()).await?;
    stream.shutdown().await
}

fn refusal(status: &str) -> String {
    format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
}

/// What a request asks for.
#[derive(Debug, PartialEq, Eq)]
enum Asked {
    Calendar { with_body: bool },
    Other,
    Nothing,
}

impl Asked {
    /// A page of a browser that was led to this port under another name is given nothing (DNS rebinding).
    fn of(request: &str, path: &str, port: u16) -> Self {
        let mut lines = request.split("\r\n");
        let mut words = lines.next().unwrap_or_default().split(' ');
        let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let host = lines.find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("host").then(|| value.trim().to_owned())
        });
        let is_ours =
            [format!("127.0.0.1:{port}"), format!("localhost:{port}")].iter().any(|it| host.as_ref() == Some(it));
        // Digests are compared, so that the time it takes tells nothing about the path.
        let is_path = Digest::of(target.as_bytes()) == Digest::of(path.as_bytes());
        match method {
            _ if !is_ours || !is_path => Self::Nothing,
            "GET" => Self::Calendar { with_body: true },
            "HEAD" => Self::Calendar { with_body: false },
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_whole_path_on_this_very_computer_is_answered() {
        let asked = |method: &str, path: &str, host: &str| {
            Asked::of(&format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\n\r\n"), "/geheim/songda.ics", 27183)
        };
        let ours = "127.0.0.1:27183";
        assert_eq!(asked("GET", "/geheim/songda.ics", ours), Asked::Calendar { with_body: true });
        assert_eq!(asked("HEAD", "/geheim/songda.ics", "localhost:27183"), Asked::Calendar { with_body: false });
        assert_eq!(asked("POST", "/geheim/songda.ics", ours), Asked::Other);
        for (path, host) in [
            ("/songda.ics", ours),
            ("/geheim/songda.ics?x", ours),
            ("/geheim/../geheim/songda.ics", ours),
            ("/geheim/songda.ics", "evil.example.test:27183"),
            ("/geheim/songda.ics", "127.0.0.1"),
        ] {
            assert_eq!(asked("GET", path, host), Asked::Nothing, "{path} {host}");
        }
        assert_eq!(Asked::of("", "/x", 1), Asked::Nothing);
    }
}
