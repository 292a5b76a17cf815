//! A small mail program for tests: what the owner of a mailbox does to it while songda watches. It may write.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::until;

/// A conversation in the clear, on loopback.
pub struct Client {
    stream: BufReader<TcpStream>,
    tags: u32,
}

/// A connection, with the greeting heard.
fn greeted(port: u16) -> io::Result<BufReader<TcpStream>> {
    let stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    stream.set_nodelay(true)?;
    let (mut stream, mut line) = (BufReader::new(stream), Vec::new());
    stream.read_until(b'\n', &mut line)?;
    if line.starts_with(b"* OK") { Ok(stream) } else { Err(io::ErrorKind::ConnectionAborted.into()) }
}

impl Client {
    /// Connects and logs in.
    ///
    /// # Panics
    /// When the server does not let it in.
    pub fn login(port: u16, user: &str, password: &str) -> Self {
        // A server that has just sent everybody away may need a moment to open its door again.
        let stream = until(Duration::from_secs(30), || greeted(port).ok());
        let mut client = Self { stream: stream.unwrap_or_else(|| panic!("no greeting on port {port}")), tags: 0 };
        let secret = STANDARD.encode(format!("\0{user}\0{password}"));
        client.send(b"a0 AUTHENTICATE PLAIN\r\n");
        assert!(client.line().starts_with('+'));
        client.send(format!("{secret}\r\n").as_bytes());
        let (ok, said) = client.answer("a0");
        assert!(ok, "{user} is let in: {said}");
        client
    }

    /// Gives a command and hears it through.
    ///
    /// # Panics
    /// When the server refuses.
    pub fn run(&mut self, command: &str) -> String {
        let (ok, said) = self.try_run(command);
        assert!(ok, "{command}: {said}");
        said
    }

    /// Gives a command and hears it through; tells whether it was carried out, and every line that was said.
    pub fn try_run(&mut self, command: &str) -> (bool, String) {
        let tag = self.tag();
        self.send(format!("{tag} {command}\r\n").as_bytes());
        self.answer(&tag)
    }

    /// Puts mails into a folder, as one command.
    ///
    /// # Panics
    /// When the server refuses.
    pub fn append<M: AsRef<[u8]>>(&mut self, folder: &str, mails: &[M]) {
        let (ok, said) = self.try_append(folder, mails);
        assert!(ok, "APPEND to {folder}: {said}");
    }

    /// Puts mails into a folder, as one command (RFC 3502, RFC 7888), if the server takes them.
    pub fn try_append<M: AsRef<[u8]>>(&mut self, folder: &str, mails: &[M]) -> (bool, String) {
        let tag = self.tag();
        let mut text = format!("{tag} APPEND \"{folder}\"").into_bytes();
        for mail in mails {
            text.extend_from_slice(format!(" {{{}+}}\r\n", mail.as_ref().len()).as_bytes());
            text.extend_from_slice(mail.as_ref());
        }
        text.extend_from_slice(b"\r\n");
        self.send(&text);
        self.answer(&tag)
    }

    /// Waits for news in the open folder (RFC 2177): `begun` is called when the server waits. Gives the first news.
    ///
    /// # Panics
    /// When the server does not know IDLE, or has no news within the time a read may take.
    pub fn news(&mut self, begun: impl FnOnce()) -> String {
        let tag = self.tag();
        self.send(format!("{tag} IDLE\r\n").as_bytes());
        let mut line = self.line();
        while !line.starts_with('+') {
            line = self.line();
        }
        begun();
        let news = loop {
            let line = self.line();
            if line.starts_with("* ") && !line.starts_with("* OK") {
                break line;
            }
        };
        self.send(b"DONE\r\n");
        assert!(self.answer(&tag).0);
        news
    }

    fn tag(&mut self) -> String {
        self.tags += 1;
        format!("a{}", self.tags)
    }

    fn send(&mut self, bytes: &[u8]) {
        self.stream.get_mut().write_all(bytes).unwrap();
    }

    fn line(&mut self) -> String {
        let mut line = Vec::new();
        let read = self.stream.read_until(b'\n', &mut line).unwrap();
        assert!(read > 0, "the server closed the connection");
        String::from_utf8_lossy(&line).into_owned()
    }

    fn answer(&mut self, tag: &str) -> (bool, String) {
        let mut said = String::new();
        loop {
            let line = self.line();
            said.push_str(&line);
            if let Some(outcome) = line.strip_prefix(tag).and_then(|rest| rest.strip_prefix(' ')) {
                return (outcome.starts_with("OK"), said);
            }
            let literal = line.trim_end().strip_suffix('}').and_then(|line| line.rsplit_once('{'));
            if let Some(length) = literal.and_then(|(_, length)| length.parse::<usize>().ok()) {
                let mut bytes = vec![0; length];
                self.stream.read_exact(&mut bytes).unwrap();
                said.push_str(&String::from_utf8_lossy(&bytes));
            }
        }
    }
}
