//! An authorization server on loopback: a person's consent is given at once, tokens are handed out, refused and
//! taken back as a test wants, and a mail server may ask which of them are good.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use crate::servers::OFFICE;

#[derive(Default)]
struct State {
    /// Access tokens that are good.
    good: Vec<String>,
    /// Refresh tokens that are good.
    refresh: Vec<String>,
    /// Challenge and redirect address of the consent that was given last.
    consent: Option<(String, String)>,
    /// Where the good tokens are written for a server that reads files.
    file: Option<PathBuf>,
    count: u32,
    refreshed: u32,
}

/// The server; it ends with the test's process.
#[derive(Clone)]
pub struct Authority {
    state: Arc<Mutex<State>>,
    port: u16,
}

impl Authority {
    /// Starts it.
    ///
    /// # Panics
    /// When no port can be had.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let authority = Self { state: Arc::default(), port: listener.local_addr().unwrap().port() };
        let serving = authority.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let _ = serving.serve(stream);
            }
        });
        authority
    }

    /// The key `oauth` of a mailbox that is signed in here.
    pub fn settings(&self) -> String {
        let base = format!("http://127.0.0.1:{}", self.port);
        format!(
            "oauth = {{ client_id = \"songda\", authorize_url = \"{base}/authorize\", token_url = \"{base}/token\", \
             scopes = [\"mail\", \"offline_access\"] }}"
        )
    }

    /// Where a mail server asks whether a token is good.
    pub fn introspection(&self) -> String {
        format!("http://127.0.0.1:{}/introspect", self.port)
    }

    /// Writes the good tokens into this file from now on.
    ///
    /// # Panics
    /// When another test broke the state.
    pub fn write_to(&self, file: &Path) {
        self.state.lock().unwrap().file = Some(file.to_owned());
        self.write(&self.state.lock().unwrap());
    }

    /// Takes every access token back before its time.
    ///
    /// # Panics
    /// When another test broke the state.
    pub fn take_back(&self) {
        let mut state = self.state.lock().unwrap();
        state.good.clear();
        self.write(&state);
    }

    /// Refuses every refresh token from now on, and takes all tokens back.
    ///
    /// # Panics
    /// When another test broke the state.
    pub fn refuse(&self) {
        self.state.lock().unwrap().refresh.clear();
        self.take_back();
    }

    /// How often tokens were asked for with a refresh token.
    ///
    /// # Panics
    /// When another test broke the state.
    pub fn refreshed(&self) -> u32 {
        self.state.lock().unwrap().refreshed
    }

    /// Every secret that was handed out.
    ///
    /// # Panics
    /// When another test broke the state.
    pub fn secrets(&self) -> Vec<String> {
        let count = self.state.lock().unwrap().count;
        (1..=count).flat_map(|nth| [access(nth), refresh(nth)]).collect()
    }

    fn serve(&self, stream: TcpStream) -> std::io::Result<()> {
        let mut lines = BufReader::new(stream.try_clone()?);
        let (mut first, mut length) = (String::new(), 0);
        lines.read_line(&mut first)?;
        loop {
            let mut line = String::new();
            lines.read_line(&mut line)?;
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or(0);
            }
            if line.trim().is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        lines.read_exact(&mut body)?;
        let target = first.split(' ').nth(1).unwrap_or_default();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let answer = match path {
            "/authorize" => self.authorize(&fields(query)),
            "/token" => self.token(&fields(&String::from_utf8_lossy(&body))),
            _ => self.introspect(query, &String::from_utf8_lossy(&body)),
        };
        (&stream).write_all(answer.as_bytes())
    }

    fn authorize(&self, asked: &BTreeMap<String, String>) -> String {
        let mut state = self.state.lock().unwrap();
        assert_eq!(asked["code_challenge_method"], "S256");
        let back = asked["redirect_uri"].clone();
        state.consent = Some((asked["code_challenge"].clone(), back.clone()));
        format!(
            "HTTP/1.1 302 Found\r\nLocation: {back}?code=consent&state={}\r\nContent-Length: 0\r\n\r\n",
            asked["state"]
        )
    }

    fn token(&self, asked: &BTreeMap<String, String>) -> String {
        let mut state = self.state.lock().unwrap();
        let is_good = match asked["grant_type"].as_str() {
            "refresh_token" => state.refresh.contains(&asked["refresh_token"]),
            _ => {
                let consent = state.consent.take();
                consent.is_some_and(|(challenge, back)| {
                    // The verifier itself is checked where the program is tested from inside; here it must be there,
                    // long, and not the challenge.
                    let verifier = &asked["code_verifier"];
                    verifier.len() >= 43 && *verifier != challenge && asked["redirect_uri"] == back
                })
            }
        };
        if !is_good {
            return json("400 Bad Request", r#"{"error":"invalid_grant","error_description":"the grant is no good"}"#);
        }
        state.refreshed += u32::from(asked["grant_type"] == "refresh_token");
        state.count += 1;
        let (access, refresh) = (access(state.count), refresh(state.count));
        state.good.push(access.clone());
        state.refresh.push(refresh.clone());
        self.write(&state);
        let text = format!(
            r#"{{"access_token":"{access}","refresh_token":"{refresh}","expires_in":3600,"token_type":"Bearer"}}"#
        );
        json("200 OK", &text)
    }

    fn introspect(&self, query: &str, body: &str) -> String {
        let token = fields(query).remove("token").or_else(|| fields(body).remove("token"));
        let is_good = token.is_some_and(|token| self.state.lock().unwrap().good.contains(&token));
        json("200 OK", &format!(r#"{{"active":{is_good},"username":"{OFFICE}"}}"#))
    }

    fn write(&self, state: &State) {
        let Some(file) = &state.file else { return };
        let lines: String = state.good.iter().map(|token| format!("{token}: {OFFICE}\n")).collect();
        std::fs::write(file, lines).unwrap();
    }
}

fn access(nth: u32) -> String {
    format!("AccessTokenNumber{nth:04}OfTheTest")
}

fn refresh(nth: u32) -> String {
    format!("RefreshTokenNumber{nth:04}OfTheTest")
}

fn json(status: &str, text: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{text}",
        text.len()
    )
}

/// Names and values of a query or a form.
fn fields(text: &str) -> BTreeMap<String, String> {
    let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (plain(name), plain(value))).collect()
}

fn plain(coded: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), coded.bytes());
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let two: String = rest.by_ref().take(2).map(char::from).collect();
                bytes.push(u8::from_str_radix(&two, 16).unwrap_or(b'?'));
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Opens an address as a browser would, and goes where it is sent. Gives the last page.
///
/// # Panics
/// When nobody answers.
pub fn browse(url: &str) -> String {
    let rest = url.strip_prefix("http://").expect("an address on this machine");
    let (place, target) = rest.split_once('/').unwrap_or((rest, ""));
    let mut stream = TcpStream::connect(place).unwrap();
    write!(stream, "GET /{target} HTTP/1.1\r\nHost: {place}\r\nConnection: close\r\n\r\n").unwrap();
    let mut page = String::new();
    let _ = stream.read_to_string(&mut page);
    match page.lines().find_map(|line| line.strip_prefix("Location: ")) {
        Some(next) => browse(next.trim()),
        None => page,
    }
}
