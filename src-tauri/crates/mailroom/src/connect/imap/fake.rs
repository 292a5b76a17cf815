//! A small IMAP server for tests, with the faults that real ones have and cannot be asked to show.

mod put;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex};

use tokio::io::{
    AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, DuplexStream, ReadHalf, WriteHalf, duplex, split,
};
use tokio::sync::Notify;

use super::Door;
use super::pipe::{Pipe, Press};
use super::session::Opened;
use crate::connect::patient::Patient;
use crate::connect::{ConnectError, tls};
use crate::secrets::Credential;

/// What the server does instead of answering, once.
#[derive(Clone, Debug)]
pub enum Fault {
    /// Says this (`{tag}` stands for the tag) and goes on.
    Say(String),
    /// Says this and closes.
    SayAndClose(String),
    /// Says nothing any more.
    Silence,
    /// Says something now and then, never an answer.
    Chatter,
}

/// A folder of the server.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    /// UIDVALIDITY.
    pub validity: u32,
    /// Mails by UID.
    pub mails: BTreeMap<u32, Vec<u8>>,
    /// What UIDNEXT says, when it is said.
    pub next: Option<u32>,
    /// Attributes in LIST.
    pub attributes: &'static str,
    /// Mails that are expunged when a body is first asked for.
    pub vanishing: BTreeSet<u32>,
    /// Mails that are listed and never given.
    pub withheld: BTreeSet<u32>,
    /// What RFC822.SIZE is wrong by.
    pub wrong_by: i64,
    /// RFC822.SIZE of mails of which something else is said than is true.
    pub sizes: BTreeMap<u32, usize>,
    /// Mails of which no RFC822.SIZE is said.
    pub sizeless: BTreeSet<u32>,
    /// Mails that close the connection when their line in a list is asked for, or their body.
    pub breaks_list: BTreeSet<u32>,
    pub breaks_body: BTreeSet<u32>,
    /// Mails whose body is refused, with these words.
    pub refused: BTreeMap<u32, &'static str>,
    /// INTERNALDATE of mails that have another one than most.
    pub dates: BTreeMap<u32, &'static str>,
}

/// Everything about the server.
#[derive(Debug)]
pub struct State {
    /// Folders by their name on the wire.
    pub shelves: BTreeMap<String, Shelf>,
    /// What CAPABILITY says.
    pub capabilities: &'static str,
    /// The right password.
    pub password: &'static str,
    /// Whether folders are closed to who did not introduce himself.
    pub needs_id: bool,
    /// Folders that are not made, with the words of the refusal.
    pub unmade: BTreeMap<String, &'static str>,
    /// Folders that take no text, with the words of the refusal.
    pub closed: BTreeMap<String, &'static str>,
    /// How many texts that are put there are kept without a word: the connection closes.
    pub loses_answers: usize,
    /// Whether pieces are ignored.
    pub ignores_pieces: bool,
    /// Whether a sign of life comes every two minutes while news are waited for.
    pub still_here: bool,
    /// Faults by the beginning of the command they answer; each happens once.
    pub faults: VecDeque<(&'static str, Fault)>,
    /// Every command heard, without its tag.
    pub heard: Vec<String>,
    /// Connections made.
    pub connections: usize,
}

/// The server. Copies are the same server.
#[derive(Clone, Debug)]
pub struct Fake {
    state: Arc<Mutex<State>>,
    news: Arc<Notify>,
}

impl Fake {
    /// A server with these mails in INBOX, UID 1 and up.
    pub fn with(mails: &[&[u8]]) -> Self {
        let mails = (1..).zip(mails.iter().map(|mail| mail.to_vec())).collect();
        let inbox = Shelf { validity: 7, mails, ..Shelf::default() };
        let state = State {
            shelves: BTreeMap::from([("INBOX".to_owned(), inbox)]),
            capabilities: "IMAP4rev1 IDLE ID",
            password: "right",
            needs_id: false,
            unmade: BTreeMap::new(),
            closed: BTreeMap::new(),
            loses_answers: 0,
            ignores_pieces: false,
            still_here: false,
            faults: VecDeque::new(),
            heard: Vec::new(),
            connections: 0,
        };
        Self { state: Arc::new(Mutex::new(state)), news: Arc::new(Notify::new()) }
    }

    /// Changes the server, or looks at it.
    pub fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock().unwrap())
    }

    /// Adds a fault.
    pub fn fails(&self, at: &'static str, fault: Fault) -> &Self {
        self.change(|state| state.faults.push_back((at, fault)));
        self
    }

    /// Puts a mail into a folder, and tells who waits for news.
    pub fn deliver(&self, folder: &str, mail: &[u8]) {
        self.change(|state| {
            let shelf = state.shelves.get_mut(folder).unwrap();
            let uid = shelf.mails.last_key_value().map_or(1, |(uid, _)| uid + 1);
            shelf.mails.insert(uid, mail.to_vec());
        });
        self.news.notify_waiters();
    }

    /// How many commands began like this.
    pub fn heard(&self, start: &str) -> usize {
        self.change(|state| state.heard.iter().filter(|line| line.starts_with(start)).count())
    }
}

impl Door for Fake {
    type Stream = Patient<DuplexStream>;

    async fn open(&self) -> Result<Opened<Self::Stream>, ConnectError> {
        let (near, far) = duplex(64 * 1024);
        self.change(|state| state.connections += 1);
        let fake = self.clone();
        tokio::spawn(async move { fake.serve(far).await });
        let stream = Patient::new(near, tls::LIMIT);
        Ok(Opened { patience: stream.patience(), stream, greeted: None, certificate: None })
    }

    async fn credential(&self) -> Result<Credential, ConnectError> {
        Ok(Credential::Password("right".to_owned().into()))
    }
}

/// One conversation, seen from the server.
struct Talk {
    lines: BufReader<ReadHalf<Pipe<DuplexStream>>>,
    out: WriteHalf<Pipe<DuplexStream>>,
    press: Press,
    is_known: bool,
    folder: String,
}

impl Talk {
    async fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        let read = self.lines.read_line(&mut line).await.unwrap_or(0);
        (read > 0).then(|| line.trim_end().to_owned())
    }

    async fn say(&mut self, words: impl AsRef<[u8]>) -> Option<()> {
        self.out.write_all(words.as_ref()).await.ok()?;
        self.out.flush().await.ok()
    }
}

impl Fake {
    async fn serve(&self, stream: DuplexStream) -> Option<()> {
        let pipe = Pipe::new(stream);
        let press = pipe.press();
        let (read, out) = split(pipe);
        let mut talk = Talk { lines: BufReader::new(read), out, press, is_known: false, folder: String::new() };
        if self.fault(&mut talk, "", "greeting").await? {
            talk.say("* OK ready\r\n").await?;
        }
        loop {
            let line = talk.line().await?;
            let (tag, command) = line.split_once(' ')?;
            self.change(|state| state.heard.push(command.to_owned()));
            if self.fault(&mut talk, tag, command).await? {
                self.answer(&mut talk, tag, command).await?;
            }
        }
    }

    /// Does the next fault if it is about this command; `true` when there was none.
    async fn fault(&self, talk: &mut Talk, tag: &str, command: &str) -> Option<bool> {
        let fault = self.change(|state| {
            let at = state.faults.iter().position(|(start, _)| command.starts_with(start))?;
            state.faults.remove(at)
        });
        match fault {
            None => Some(true),
            Some((_, Fault::Say(words))) => {
                talk.say(words.replace("{tag}", tag)).await?;
                Some(false)
            }
            Some((_, Fault::SayAndClose(words))) => {
                talk.say(words.replace("{tag}", tag)).await?;
                None
            }
            Some((_, Fault::Chatter)) => loop {
                tokio::time::sleep(std::time::Duration::from_secs(30)).await;
                talk.say("* OK one moment\r\n").await?;
            },
            Some((_, Fault::Silence)) => {
                // Heard, never answered.
                while talk.line().await.is_some() {}
                None
            }
        }
    }

    async fn answer(&self, talk: &mut Talk, tag: &str, command: &str) -> Option<()> {
        let word = command.split(' ').next().unwrap_or_default();
        let done = match word {
            "CAPABILITY" => {
                let can = self.change(|state| state.capabilities);
                talk.say(format!("* CAPABILITY {can}\r\n")).await?;
                "OK done".to_owned()
            }
            "LOGIN" => {
                let right = self.change(|state| command.contains(&format!("\"{}\"", state.password)));
                if right { "OK in".to_owned() } else { "NO [AUTHENTICATIONFAILED] wrong \"password\"".to_owned() }
            }
            "ID" => {
                talk.is_known = true;
                talk.say("* ID (\"name\" \"fake\")\r\n").await?;
                "OK done".to_owned()
            }
            "LIST" => {
                let lines: Vec<String> = self.change(|state| {
                    let line = |(name, shelf): (&String, &Shelf)| {
                        format!("* LIST ({}) \"/\" \"{name}\"\r\n", shelf.attributes)
                    };
                    state.shelves.iter().map(line).collect()
                });
                talk.say(lines.concat()).await?;
                "OK done".to_owned()
            }
            "EXAMINE" => self.examine(talk, command).await?,
            "CREATE" => self.create(command),
            "APPEND" => self.append(talk, command).await?,
            "UID" => self.fetch(talk, command).await?,
            "IDLE" => self.idle(talk).await?,
            "LOGOUT" => {
                talk.say(format!("* BYE bye\r\n{tag} OK out\r\n")).await?;
                return None;
            }
            "COMPRESS" => {
                talk.say(format!("{tag} OK from now on\r\n")).await?;
                talk.press.settle(true);
                return Some(());
            }
            "NOOP" => "OK done".to_owned(),
            _ => "BAD unknown command".to_owned(),
        };
        talk.say(format!("{tag} {done}\r\n")).await
    }

    async fn examine(&self, talk: &mut Talk, command: &str) -> Option<String> {
        let name = command.trim_start_matches("EXAMINE ").trim_matches('"').to_owned();
        let known = self.change(|state| {
            let shelf = state.shelves.get(&name).map(|shelf| (shelf.validity, shelf.mails.len(), shelf.next));
            if state.needs_id && !talk.is_known { Err("NO EXAMINE Unsafe Login. Please contact us") } else { Ok(shelf) }
        });
        Some(match known {
            Err(refusal) => refusal.to_owned(),
            Ok(None) => "NO no such folder".to_owned(),
            Ok(Some((validity, count, next))) => {
                talk.folder = name;
                let lines = format!("* {count} EXISTS\r\n* OK [UIDVALIDITY {validity}] fixed\r\n* FLAGS (\\Seen)\r\n");
                talk.say(lines).await?;
                if let Some(next) = next {
                    talk.say(format!("* OK [UIDNEXT {next}] next\r\n")).await?;
                }
                "OK [READ-ONLY] open".to_owned()
            }
        })
    }

    async fn fetch(&self, talk: &mut Talk, command: &str) -> Option<String> {
        let mut words = command.splitn(4, ' ').skip(2);
        let (set, what) = (words.next()?.to_owned(), words.next()?.to_owned());
        let answer = self.change(|state| {
            let ignores_pieces = state.ignores_pieces;
            let shelf = state.shelves.get_mut(&talk.folder)?;
            if what.contains("BODY.PEEK[]") {
                let vanishing = std::mem::take(&mut shelf.vanishing);
                shelf.mails.retain(|uid, _| !vanishing.contains(uid));
            }
            let last = shelf.mails.last_key_value().map_or(0, |(uid, _)| *uid);
            let wanted = |uid: u32| set.split(',').any(|range| is_in(range, uid, last));
            let mut answer = Vec::new();
            let is_list = what.contains("RFC822.SIZE");
            let breaking = match (is_list, what.contains("BODY")) {
                (true, _) => shelf.breaks_list.clone(),
                (_, true) => shelf.breaks_body.clone(),
                _ => BTreeSet::new(),
            };
            if shelf.mails.keys().any(|uid| wanted(*uid) && breaking.contains(uid)) {
                return Some(Err(None));
            }
            if let Some((_, says)) = shelf.refused.iter().find(|(uid, _)| what.contains("BODY") && wanted(**uid)) {
                return Some(Err(Some(*says)));
            }
            for (seq, (uid, mail)) in (1..).zip(&shelf.mails).filter(|(_, (uid, _))| wanted(**uid)) {
                let date = shelf.dates.get(uid).copied().unwrap_or(" 5-Nov-2026 09:08:07 +0800");
                let is_withheld = shelf.withheld.contains(uid);
                let size = shelf.sizes.get(uid).copied().unwrap_or(mail.len());
                let size = i64::try_from(size).unwrap() + shelf.wrong_by;
                let is_sizeless = is_list && shelf.sizeless.contains(uid);
                let fields = if is_sizeless {
                    b"FLAGS ()".to_vec()
                } else {
                    one(&what, mail, (size, date), ignores_pieces, is_withheld)
                };
                answer.extend_from_slice(format!("* {seq} FETCH (UID {uid} ").as_bytes());
                answer.extend_from_slice(&fields);
                answer.extend_from_slice(b")\r\n");
            }
            Some(Ok(answer))
        });
        match answer {
            None => return Some("BAD no folder is open".to_owned()),
            Some(Err(None)) => return None,
            Some(Err(Some(says))) => return Some(format!("NO {says}")),
            Some(Ok(answer)) => talk.say(answer).await?,
        }
        Some("OK done".to_owned())
    }

    async fn idle(&self, talk: &mut Talk) -> Option<String> {
        talk.say("+ idling\r\n").await?;
        let still_here = self.change(|state| state.still_here);
        let mut life = tokio::time::interval(std::time::Duration::from_secs(120));
        life.tick().await;
        loop {
            let news = tokio::select! {
                line = talk.line() => {
                    let line = line?;
                    self.change(|state| state.heard.push(line));
                    if self.fault(talk, "", "DONE").await? {
                        return Some("OK idled".to_owned());
                    }
                    continue;
                }
                () = self.news.notified() => {
                    let count = self.change(|state| state.shelves.get(&talk.folder).map(|shelf| shelf.mails.len()));
                    format!("* {} EXISTS\r\n", count.unwrap_or(0))
                }
                _ = life.tick(), if still_here => "* OK Still here\r\n".to_owned(),
            };
            if self.fault(talk, "", "news").await? {
                talk.say(news).await?;
            }
        }
    }
}

fn is_in(range: &str, uid: u32, last: u32) -> bool {
    let number = |text: &str| if text == "*" { last } else { text.parse().unwrap_or(0) };
    let (from, to) = range.split_once(':').unwrap_or((range, range));
    let (from, to) = (number(from), number(to));
    (from.min(to)..=from.max(to)).contains(&uid)
}

/// The fields of one mail that were asked for.
fn one(what: &str, mail: &[u8], (size, date): (i64, &str), ignores_pieces: bool, is_withheld: bool) -> Vec<u8> {
    if what.contains("RFC822.SIZE") {
        return format!("RFC822.SIZE {size} INTERNALDATE \"{date}\"").into_bytes();
    }
    if !what.contains("BODY") {
        return b"FLAGS ()".to_vec();
    }
    if is_withheld {
        return b"BODY[] NIL".to_vec();
    }
    let piece = what.split_once('<').and_then(|(_, piece)| piece.split_once('>')).filter(|_| !ignores_pieces);
    let (name, bytes) = match piece.and_then(|(piece, _)| piece.split_once('.')) {
        Some((at, length)) => {
            let (at, length): (usize, usize) = (at.parse().unwrap(), length.parse().unwrap());
            let end = (at + length).min(mail.len());
            (format!("BODY[]<{at}>"), &mail[at.min(end)..end])
        }
        None => ("BODY[]".to_owned(), mail),
    };
    let dated = if what.contains("INTERNALDATE") { format!("INTERNALDATE \"{date}\" ") } else { String::new() };
    [format!("{dated}{name} {{{}}}\r\n", bytes.len()).as_bytes(), bytes].concat()
}
