//! Who is not what he says he is gets no password: certificates that do not hold, and encryption that is talked away.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rcgen::CertificateParams;
use songda_tests::certificates::{Authority, expired};
use songda_tests::fake::Fake;
use songda_tests::servers::{Holds as _, PASSWORD, Servers};
use songda_tests::{Songda, text};

use super::{note, synced};

type Change = fn(&mut CertificateParams);

#[test]
fn certificates_that_do_not_hold_are_refused_each_with_its_own_words() {
    let office = Authority::new("Example Office Root");
    let stranger = Authority::new("Stranger Root");
    let cases: [(&str, &Authority, &str, Change, &str); 4] = [
        ("good", &office, "127.0.0.1", |_| {}, ""),
        ("expired", &office, "127.0.0.1", expired, "certificate-expired"),
        ("of another name", &office, "mail.elsewhere.test", |_| {}, "certificate-other-name"),
        ("of an unknown issuer", &stranger, "127.0.0.1", |_| {}, "certificate-replaced"),
    ];
    let mut sentences = Vec::new();
    for (what, issuer, host, change, code) in cases {
        let fake = Fake::showing(&[note(1)], &office, issuer.server(host, change));
        let songda = Songda::with(&fake.settings());
        let told = songda.run(&["mailbox", "test", "court"]).json;
        let steps = told["steps"].as_array().unwrap_or_else(|| panic!("{told}"));
        if code.is_empty() {
            assert!(steps.iter().take(6).all(|step| step["ok"] == true), "{told}");
            synced(&songda);
            continue;
        }
        let step = steps.iter().find(|step| step["step"] == "tls").unwrap();
        assert_eq!((text(step, "code"), &step["ok"]), (code, &false.into()), "{what}: {told}");
        assert!(!text(step, "next").is_empty(), "{what}: what to do about it");
        sentences.push(text(step, "says").to_owned());
        let synced = songda.run(&["sync"]);
        assert_eq!(synced.code, 1, "{what}: {}", synced.said);
        assert!(synced.said.contains("证书") && synced.said.contains("127.0.0.1"), "{what}: {}", synced.said);
        assert_eq!(songda.list("mails").len(), 0);
        assert_eq!(fake.change(|state| state.heard.clone()), Vec::<String>::new(), "{what}: nothing was said to it");
    }
    sentences.sort();
    sentences.dedup();
    assert_eq!(sentences.len(), 3, "each has its own words: {sentences:?}");
}

#[test]
fn a_server_that_begins_in_the_clear_and_then_encrypts_is_used() {
    let server = Servers::start();
    server.client().append("INBOX", &[note(1)]);
    let settings = server.settings();
    let plain = settings.replacen(&format!("port = {}, security = \"tls\"", server.imaps), &starttls(server.imap), 1);
    assert_ne!(plain, settings);
    let songda = Songda::with(&plain);
    synced(&songda);
    songda.assert_each_once(&[note(1)], &[]);
}

fn starttls(port: u16) -> String {
    format!("port = {port}, security = \"starttls\"")
}

/// A server in the clear that answers by a list: the first whose beginning fits a line, in turn.
struct Plain {
    port: u16,
    heard: Arc<Mutex<String>>,
}

impl Plain {
    fn saying(greeting: &'static str, answers: &'static [(&'static str, &'static str)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Arc::new(Mutex::new(String::new()));
        let noted = heard.clone();
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
                let _ = stream.write_all(greeting.as_bytes());
                let mut lines = BufReader::new(stream.try_clone().unwrap());
                let mut line = Vec::new();
                // Bytes, not text: what comes after STARTTLS may be the beginning of a handshake.
                while lines.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
                    let said = String::from_utf8_lossy(&line).into_owned();
                    noted.lock().unwrap().push_str(&said);
                    line.clear();
                    let fits = |(start, _): &&(&str, &str)| said.contains(start);
                    let Some((_, answer)) = answers.iter().find(fits) else { break };
                    if stream.write_all(answer.as_bytes()).is_err() {
                        break;
                    }
                }
            }
        });
        Self { port, heard }
    }

    fn assert_heard_no_secret(&self, what: &str) {
        let heard = self.heard.lock().unwrap().clone();
        assert!(!heard.contains(PASSWORD) && !heard.contains(&STANDARD.encode(PASSWORD)), "{what}: {heard}");
        for word in ["LOGIN", "AUTH", "EXAMINE", "MAIL FROM"] {
            assert!(!heard.to_ascii_uppercase().contains(word), "{what}: {word} in the clear: {heard}");
        }
    }
}

/// What is tried, how the server greets, and what it answers to which command.
type Refusal = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

#[test]
fn reading_is_refused_where_encryption_is_talked_away() {
    let cases: [Refusal; 6] = [
        ("stripped", "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\r\n", &[("STARTTLS", "s1 BAD unknown command\r\n")]),
        ("refused", "* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n", &[("STARTTLS", "s1 NO not now\r\n")]),
        (
            "with words slipped in behind it",
            "* OK ready\r\n",
            &[("STARTTLS", "s1 OK begin\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n")],
        ),
        ("logged in unasked", "* PREAUTH welcome service\r\n", &[("STARTTLS", "s1 BAD already authenticated\r\n")]),
        ("said goodbye", "* BYE not today\r\n", &[]),
        ("garbage instead of a handshake", "* OK ready\r\n", &[("STARTTLS", "s1 OK begin\r\n"), ("", "garbage\r\n")]),
    ];
    let server = Servers::start();
    let settings = server.settings();
    for (what, greeting, answers) in cases {
        let plain = Plain::saying(greeting, answers);
        let from = format!("port = {}, security = \"tls\"", server.imaps);
        let songda = Songda::with(&settings.replacen(&from, &starttls(plain.port), 1));
        let synced = songda.run(&["sync", "--mailbox", "court"]);
        assert_eq!(synced.code, 1, "{what}: {}", synced.said);
        assert!(synced.said.contains(&format!("127.0.0.1:{}", plain.port)), "{what}: {}", synced.said);
        plain.assert_heard_no_secret(what);
        let told = songda.run(&["mailbox", "test", "court"]).json;
        let step = told["steps"].as_array().unwrap().iter().find(|step| step["step"] == "tls").unwrap().clone();
        assert_eq!(step["ok"], false, "{what}: {told}");
        assert!(["no-starttls", "no-encryption"].contains(&text(&step, "code")), "{what}: {told}");
        plain.assert_heard_no_secret(what);
    }
}

#[test]
fn sending_is_refused_where_encryption_is_talked_away() {
    let cases: [Refusal; 3] = [
        ("stripped", "220 ready\r\n", &[("EHLO", "250-hello\r\n250 AUTH PLAIN LOGIN\r\n")]),
        ("refused", "220 ready\r\n", &[("EHLO", "250-hello\r\n250 STARTTLS\r\n"), ("STARTTLS", "454 not now\r\n")]),
        (
            "with words slipped in behind it",
            "220 ready\r\n",
            &[("EHLO", "250-hello\r\n250 STARTTLS\r\n"), ("STARTTLS", "220 go\r\n250 AUTH PLAIN\r\n")],
        ),
    ];
    let server = Servers::start();
    let settings = server.settings();
    for (what, greeting, answers) in cases {
        let plain = Plain::saying(greeting, answers);
        let from = format!("port = {}, security = \"tls\"", server.smtps);
        let songda = Songda::with(&settings.replacen(&from, &starttls(plain.port), 1));
        let told = songda.run(&["mailbox", "test", "court"]).json;
        let steps = told["steps"].as_array().unwrap();
        assert!(steps.iter().take(6).all(|step| step["ok"] == true), "{what}: reading is judged apart: {told}");
        assert_eq!((text(&steps[6], "step"), &steps[6]["ok"]), ("smtp", &false.into()), "{what}: {told}");
        assert!(["no-starttls", "no-encryption"].contains(&text(&steps[6], "code")), "{what}: {told}");
        plain.assert_heard_no_secret(what);
    }
}
