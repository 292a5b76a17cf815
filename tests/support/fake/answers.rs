//! What the small IMAP server answers when it has no fault: the few commands that reading a mailbox takes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Shelf, Talk, is_right};

impl Talk {
    pub(super) fn answer(&mut self, tag: &str, command: &str) -> Option<()> {
        let word = command.split(' ').next().unwrap_or_default().to_ascii_uppercase();
        let done = match word.as_str() {
            "CAPABILITY" => {
                let can = self.change(|state| state.capabilities);
                self.say(format!("* CAPABILITY {can}\r\n"))?;
                "OK done".to_owned()
            }
            "LOGIN" => login(is_right(command)),
            "AUTHENTICATE" => {
                let said = match command.splitn(3, ' ').nth(2) {
                    Some(said) => said.to_owned(),
                    None => {
                        self.say("+ \r\n")?;
                        self.line()?
                    }
                };
                let said = STANDARD.decode(said.trim()).unwrap_or_default();
                login(is_right(&String::from_utf8_lossy(&said)))
            }
            "ID" if self.change(|state| state.knows_no_id) => "BAD unknown command".to_owned(),
            "ID" => {
                self.is_known = true;
                self.say("* ID (\"name\" \"fake\")\r\n")?;
                "OK done".to_owned()
            }
            "LIST" => {
                let names = self.change(|state| state.shelves.keys().cloned().collect::<Vec<_>>());
                for name in names {
                    self.say(format!("* LIST () \"/\" \"{name}\"\r\n"))?;
                }
                "OK done".to_owned()
            }
            "EXAMINE" | "SELECT" => self.open(command)?,
            "STATUS" => self.status(command)?,
            "UID" => self.of_mails(command)?,
            "NOOP" | "CHECK" => self.noop()?,
            "IDLE" if self.change(|state| state.capabilities.contains("IDLE")) => self.idle()?,
            "LOGOUT" => {
                self.say(format!("* BYE bye\r\n{tag} OK out\r\n"))?;
                return None;
            }
            _ => "BAD unknown command".to_owned(),
        };
        self.say(format!("{tag} {done}\r\n"))
    }

    fn shelf(&self, name: &str) -> Option<Shelf> {
        self.change(|state| state.shelves.get(name).cloned())
    }

    fn open(&mut self, command: &str) -> Option<String> {
        let name = command.split_once(' ').map_or("", |(_, name)| name).trim_matches('"').to_owned();
        if self.change(|state| state.needs_id) && !self.is_known {
            return Some("NO EXAMINE Unsafe Login. Please contact kefu@example.test for help".to_owned());
        }
        let Some(shelf) = self.shelf(&name) else { return Some("NO no such folder".to_owned()) };
        self.folder = name;
        self.say(format!(
            "* {} EXISTS\r\n* OK [UIDVALIDITY {}] fixed\r\n* OK [UIDNEXT {}] next\r\n* FLAGS (\\Seen)\r\n",
            shelf.mails.len(),
            shelf.validity,
            next_of(&shelf),
        ))?;
        Some("OK [READ-ONLY] open".to_owned())
    }

    fn status(&mut self, command: &str) -> Option<String> {
        let name = command.split('"').nth(1).or_else(|| command.split(' ').nth(1)).unwrap_or("").to_owned();
        let Some(shelf) = self.shelf(&name) else { return Some("NO no such folder".to_owned()) };
        let (count, next, validity) = (shelf.mails.len(), next_of(&shelf), shelf.validity);
        let what = command.rsplit_once('(').map_or("", |(_, what)| what.trim_end_matches(')'));
        let fields: Vec<String> = what
            .split(' ')
            .map(|field| match field {
                "MESSAGES" => format!("MESSAGES {count}"),
                "UIDNEXT" => format!("UIDNEXT {next}"),
                "UIDVALIDITY" => format!("UIDVALIDITY {validity}"),
                other => format!("{other} 0"),
            })
            .collect();
        self.say(format!("* STATUS \"{name}\" ({})\r\n", fields.join(" ")))?;
        Some("OK done".to_owned())
    }

    fn noop(&mut self) -> Option<String> {
        if let Some(shelf) = self.shelf(&self.folder.clone()) {
            self.say(format!("* {} EXISTS\r\n", shelf.mails.len()))?;
        }
        Some("OK done".to_owned())
    }

    fn of_mails(&mut self, command: &str) -> Option<String> {
        let Some(shelf) = self.shelf(&self.folder.clone()) else { return Some("BAD no folder is open".to_owned()) };
        let mut words = command.splitn(4, ' ').skip(1);
        let (verb, set, what) = (words.next()?.to_ascii_uppercase(), words.next()?, words.next().unwrap_or(""));
        let last = shelf.mails.last_key_value().map_or(0, |(uid, _)| *uid);
        let numbered = (1..).zip(&shelf.mails);
        if verb == "SEARCH" {
            // Whatever is searched for: all there is. Who searches must not rely on less.
            let all: String = shelf.mails.keys().map(|uid| format!(" {uid}")).collect();
            self.say(format!("* SEARCH{all}\r\n"))?;
            return Some("OK done".to_owned());
        }
        if verb != "FETCH" {
            // The mailbox is read-only to songda; this answer makes a test fail that looks at what was heard.
            return Some("NO read-only".to_owned());
        }
        let ignores_pieces = self.change(|state| state.ignores_pieces);
        for (seq, (uid, mail)) in numbered.filter(|(_, (uid, _))| set.split(',').any(|it| is_in(it, **uid, last))) {
            let mut answer = format!("* {seq} FETCH (UID {uid}").into_bytes();
            for field in what.trim_start_matches('(').trim_end_matches(')').split(' ') {
                self.field(field, mail, ignores_pieces, &mut answer);
            }
            answer.extend_from_slice(b")\r\n");
            self.say(answer)?;
        }
        Some("OK done".to_owned())
    }

    /// One field of a mail that was asked for.
    fn field(&self, field: &str, mail: &[u8], ignores_pieces: bool, answer: &mut Vec<u8>) {
        match field {
            "UID" => {}
            "RFC822.SIZE" => answer.extend_from_slice(format!(" RFC822.SIZE {}", mail.len()).as_bytes()),
            "INTERNALDATE" => answer.extend_from_slice(b" INTERNALDATE \"24-Nov-2026 10:00:00 +0800\""),
            "FLAGS" => answer.extend_from_slice(b" FLAGS ()"),
            "BODY.PEEK[HEADER]" => {
                let head = mail.windows(4).position(|four| four == b"\r\n\r\n").map_or(mail.len(), |at| at + 4);
                answer.extend_from_slice(format!(" BODY[HEADER] {{{head}}}\r\n").as_bytes());
                answer.extend_from_slice(&mail[..head]);
            }
            body => {
                let piece = body.split_once('<').and_then(|(_, piece)| piece.trim_end_matches('>').split_once('.'));
                let piece = piece.map(|(at, most)| (at.parse().unwrap_or(0), most.parse::<usize>().unwrap_or(0)));
                self.change(|state| state.pieces.push(piece.map_or(0, |(_, most)| most)));
                let (name, bytes) = match piece.filter(|_| !ignores_pieces) {
                    Some((at, most)) => {
                        let from = mail.len().min(at);
                        (format!("BODY[]<{at}>"), &mail[from..mail.len().min(from + most)])
                    }
                    None => ("BODY[]".to_owned(), mail),
                };
                answer.extend_from_slice(format!(" {name} {{{}}}\r\n", bytes.len()).as_bytes());
                answer.extend_from_slice(bytes);
            }
        }
    }

    fn idle(&mut self) -> Option<String> {
        self.say("+ idling\r\n")?;
        let mut told = self.shelf(&self.folder.clone()).map_or(0, |shelf| shelf.mails.len());
        loop {
            if let Some(line) = self.line_if_any()? {
                self.change(|state| state.heard.push(line));
                return Some("OK idled".to_owned());
            }
            let count = self.shelf(&self.folder.clone()).map_or(0, |shelf| shelf.mails.len());
            if count != told && self.fault("", "news")? {
                told = count;
                self.say(format!("* {count} EXISTS\r\n"))?;
            }
        }
    }
}

fn next_of(shelf: &Shelf) -> u32 {
    shelf.mails.last_key_value().map_or(1, |(uid, _)| uid + 1)
}

fn login(is_right: bool) -> String {
    if is_right { "OK in" } else { "NO [AUTHENTICATIONFAILED] wrong password" }.to_owned()
}

fn is_in(range: &str, uid: u32, last: u32) -> bool {
    let number = |text: &str| if text == "*" { last } else { text.parse().unwrap_or(0) };
    let (from, to) = range.split_once(':').unwrap_or((range, range));
    let (from, to) = (number(from), number(to));
    (from.min(to)..=from.max(to)).contains(&uid)
}
