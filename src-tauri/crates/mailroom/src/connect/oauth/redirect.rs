//! The way back from the browser: one port on this machine that hears one address (RFC 8252 section 7.3).

use std::io;
use std::net::Ipv4Addr;
use std::time::Duration;

use secrecy::SecretString;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

/// No browser's question is longer.
const LONGEST: usize = 16 * 1024;
/// How long a browser may take to ask.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the browser brought back.
#[derive(Debug)]
pub enum Back {
    /// The code that is traded for tokens.
    Code(SecretString),
    /// The person or the server said no, in these words.
    Refused(String),
}

/// Waits for the browser.
#[derive(Debug)]
pub struct Redirect {
    listener: TcpListener,
    uri: String,
}

impl Redirect {
    /// Opens a port of this machine that nobody else can reach; `host` is how the server wants it called.
    ///
    /// # Errors
    /// When no port can be had.
    pub async fn open(host: &str) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let uri = format!("http://{host}:{}/", listener.local_addr()?.port());
        Ok(Self { listener, uri })
    }

    /// The address to come back to.
    pub fn uri(&self) -> &str {
        &self.uri
    }

    /// Waits until somebody comes back with this state. Whoever comes with another one, or for something else, is
    /// turned away and changes nothing.
    ///
    /// # Errors
    /// When the port breaks.
    pub async fn back(self, state: &str) -> io::Result<Back> {
        loop {
            let (mut stream, _) = self.listener.accept().await?;
            let Ok(Ok(Some(target))) = timeout(PATIENCE, target(&mut stream)).await else { continue };
            let found = read(&target, state);
            let answer = timeout(PATIENCE, answer(&mut stream, found.as_ref()));
            let _ = answer.await;
            if let Some(back) = found {
                return Ok(back);
            }
        }
    }
}

/// The target of a GET, once its head is complete.
async fn target(stream: &mut TcpStream) -> io::Result<Option<String>> {
    let mut head = Vec::new();
    let mut piece = [0_u8; 2048];
    while !head.windows(4).any(|four| four == b"\r\n\r\n") {
        let read = stream.read(&mut piece).await?;
        if read == 0 || head.len() + read > LONGEST {
            return Ok(None);
        }
        head.extend_from_slice(piece.get(..read).unwrap_or_default());
    }
    let head = String::from_utf8_lossy(&head);
    let mut words = head.lines().next().unwrap_or_default().split(' ');
    Ok(match (words.next(), words.next()) {
        (Some("GET"), Some(target)) => Some(target.to_owned()),
        _ => None,
    })
}

fn read(target: &str, state: &str) -> Option<Back> {
    let query = target.strip_prefix("/?")?;
    let find = |wanted: &str| {
        let found = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == wanted);
        found.map(|(_, value)| value.into_owned()).filter(|value| !value.is_empty())
    };
    if find("state").as_deref() != Some(state) {
        return None;
    }
    if let Some(error) = find("error") {
        let description = find("error_description").unwrap_or_default();
        let text = if description.is_empty() { error } else { format!("{error}: {description}") };
        return Some(Back::Refused(text.chars().filter(|c| !c.is_control()).take(300).collect()));
    }
    find("code").map(|code| Back::Code(code.into()))
}

async fn answer(stream: &mut TcpStream, found: Option<&Back>) -> io::Result<()> {
    let (status, zh, en) = match found {
        Some(Back::Code(_)) => {
            ("200 OK", "已登录，可以关闭此页，回到送达台。", "Signed in. Close this page and go back to Songda.")
        }
        Some(Back::Refused(_)) => ("200 OK", "未登录。请回到送达台查看原因。", "Not signed in. Songda tells why."),
        None => ("404 Not Found", "这里没有内容。", "Nothing here."),
    };
    let page = format!(
        "<!doctype html><html lang=\"zh\"><meta charset=\"utf-8\"><title>送达台 · Songda</title><body><p>{zh}</p><p>{en}</p></body></html>"
    );
    // The code stands in the address of this page: it must not travel on.
    let text = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
         Referrer-Policy: no-referrer\r\nContent-Security-Policy: default-src 'none'\r\nConnection: close\r\n\r\n{page}",
        page.len()
    );
    stream.write_all(text.as_bytes()).await?;
    stream.shutdown().await
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret as _;

    use super::*;

    #[test]
    fn only_who_brings_the_state_is_heard() {
        let code = |target: &str| match read(target, "s1") {
            Some(Back::Code(code)) => Some(code.expose_secret().to_owned()),
            _ => None,
        };
        assert_eq!(code("/?code=a%2Bb&state=s1").as_deref(), Some("a+b"));
        for strange in
            ["/?code=a&state=s2", "/?code=a", "/favicon.ico", "/?state=s1", "/x?code=a&state=s1", "/?code=&state=s1"]
        {
            assert_eq!(code(strange), None, "{strange}");
        }
        let refused = read("/?error=access_denied&error_description=no%0D%0Away&state=s1", "s1");
        assert!(matches!(refused, Some(Back::Refused(says)) if says == "access_denied: noway"));
    }

    #[tokio::test]
    async fn strangers_do_not_end_the_waiting() {
        let redirect = Redirect::open("127.0.0.1").await.unwrap();
        let place = redirect.uri().trim_start_matches("http://").trim_end_matches('/').to_owned();
        let waiting = tokio::spawn(async move { redirect.back("s1").await });
        for (ask, says) in
            [("GET /favicon.ico", "404"), ("GET /?code=x&state=wrong", "404"), ("GET /?code=c&state=s1", "200")]
        {
            let mut stream = TcpStream::connect(&place).await.unwrap();
            stream.write_all(format!("{ask} HTTP/1.1\r\nHost: x\r\n\r\n").as_bytes()).await.unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).await.unwrap();
            assert!(answer.starts_with(&format!("HTTP/1.1 {says}")), "{answer}");
            assert!(answer.contains("no-store") && !answer.contains("<script"), "{answer}");
        }
        assert!(matches!(waiting.await.unwrap().unwrap(), Back::Code(code) if code.expose_secret() == "c"));
    }
}
