//! A proxy as offices have: leads on by CONNECT (RFC 9110 section 9.3.6), asks for a login where it is told to.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// The running proxy.
pub struct Proxy {
    port: u16,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    /// Starts it; `login` is what it wants to be told, as `user:password` in Base64.
    ///
    /// # Panics
    /// When loopback cannot be used.
    pub fn start(login: Option<&'static str>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let noted = seen.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let noted = noted.clone();
                std::thread::spawn(move || {
                    let _ = lead(stream, login, &noted);
                });
            }
        });
        Self { port, seen }
    }

    /// Where it is reached.
    pub fn address(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// What it was asked to lead to, `host:port`; those that were turned away with `407 ` before them.
    ///
    /// # Panics
    /// Never outside of a panic elsewhere.
    pub fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

fn lead(mut client: TcpStream, login: Option<&str>, seen: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let (mut head, mut byte) = (Vec::new(), [0_u8; 1]);
    while !head.ends_with(b"\r\n\r\n") {
        client.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let mut words = head.split(' ');
    let (method, to) = (words.next().unwrap_or(""), words.next().unwrap_or("").to_owned());
    let told = login.is_none_or(|login| head.contains(&format!("Basic {login}")));
    if method != "CONNECT" || !told {
        seen.lock().unwrap().push(format!("407 {to}"));
        let says = "HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic realm=\"office\"\r\n\
                    content-length: 0\r\nconnection: close\r\n\r\n";
        return client.write_all(says.as_bytes());
    }
    seen.lock().unwrap().push(to.clone());
    let server = TcpStream::connect(to)?;
    client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")?;
    let (mut from_client, mut to_server) = (client.try_clone()?, server.try_clone()?);
    let there = std::thread::spawn(move || {
        let _ = std::io::copy(&mut from_client, &mut to_server);
        let _ = to_server.shutdown(std::net::Shutdown::Write);
    });
    let (mut from_server, mut to_client) = (server, client);
    let _ = std::io::copy(&mut from_server, &mut to_client);
    let _ = to_client.shutdown(std::net::Shutdown::Both);
    let _ = there.join();
    Ok(())
}
