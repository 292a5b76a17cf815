//! A robot of a group chat on this computer: answers every message alike and gives back what it was sent.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// Starts one; gives its port, and whole requests as they come.
///
/// # Panics
/// When no port can be listened on.
pub fn start(answer: &'static str) -> (u16, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, seen) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let request = read(&mut stream);
            let length = answer.len();
            write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{answer}").unwrap();
            if sender.send(request).is_err() {
                return;
            }
        }
    });
    (port, seen)
}

/// A message ends with whom it calls.
fn read(stream: &mut TcpStream) -> String {
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let (mut request, mut piece) = (String::new(), [0_u8; 4096]);
    while !request.contains("isAtAll") {
        let read = stream.read(&mut piece).unwrap();
        request.push_str(&String::from_utf8_lossy(&piece[..read]));
    }
    request
}
