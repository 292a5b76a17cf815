//! Literals on their way out of the stream: one that would not fit into memory goes into a file, or is passed over.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::mend;
use crate::vault::{Incoming, Spooled, Vault};

/// The longest line, and the longest literal while none is expected; a server that says more there never ends.
const LONGEST_LINE: usize = 1024 * 1024;
/// What is announced to be longer than the limit by more than this is not even passed over: it may never end.
const PASSED_OVER: u64 = 64 * 1024 * 1024;

/// What is done with a literal that is longer than is borne in memory.
#[derive(Debug, Default)]
enum Mode {
    /// No mail is expected: nothing long is, either.
    #[default]
    Open,
    /// It is passed over: the reader sees an empty one.
    PassOver { longest: u64, most: u64 },
    /// It goes into a file: the reader sees an empty one.
    Divert { longest: u64, most: u64, vault: Vault, into: Option<Incoming> },
}

/// What became of the long literals of one answer.
#[derive(Debug, Default)]
pub struct Caught {
    /// The one that went into a file, whole.
    pub spooled: Option<Spooled>,
    /// Length of one that is longer than is taken in at all.
    pub too_long: Option<u64>,
    /// What the disk said.
    pub refused: Option<String>,
}

/// A hold on the stream of one conversation.
#[derive(Clone, Debug, Default)]
pub struct Valve(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    mode: Mode,
    caught: Caught,
    /// What came of the line that is being read.
    line: Vec<u8>,
    /// Whether the line before it ended in a literal.
    goes_on: bool,
    /// Bytes of the literal that are still to come.
    left: u64,
    /// Whether these bytes are kept from the reader.
    is_diverted: bool,
    /// Whether a literal is announced that would take too long even to pass over.
    is_endless: bool,
}

impl Valve {
    /// From the next answer on, literals longer than `longest` are passed over.
    pub fn pass_over(&self, longest: u64, most: u64) {
        self.set(Mode::PassOver { longest, most });
    }

    /// From the next answer on, one literal longer than `longest` goes into a file; none longer than `most` does.
    pub fn divert(&self, longest: u64, most: u64, vault: &Vault) {
        self.set(Mode::Divert { longest, most, vault: vault.clone(), into: None });
    }

    /// The answer is over; what became of its long literals.
    pub fn open(&self) -> Caught {
        let mut state = self.lock();
        state.mode = Mode::Open;
        std::mem::take(&mut state.caught)
    }

    fn set(&self, mode: Mode) {
        let mut state = self.lock();
        state.mode = mode;
        state.caught = Caught::default();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets bytes pass. What the reader sees instead of bytes that were taken and are not shown lies in `held`.
    ///
    /// At least one byte of a non-empty input is taken; the reader may see nothing of it yet.
    pub fn pass(&self, bytes: &[u8], held: &mut Vec<u8>) -> Passed {
        let mut state = self.lock();
        if state.left > 0 {
            let here = usize::try_from(state.left).unwrap_or(usize::MAX).min(bytes.len());
            let part = bytes.get(..here).unwrap_or(bytes);
            state.left -= part.len() as u64;
            if !state.is_diverted {
                return Passed { taken: part.len(), shown: part.len(), is_endless: false };
            }
            state.keep(part);
            return Passed { taken: part.len(), shown: 0, is_endless: false };
        }
        state.line(bytes, held)
    }
}

/// What became of some bytes.
#[derive(Debug, PartialEq, Eq)]
pub struct Passed {
    /// How many are done with.
    pub taken: usize,
    /// How many of them the reader sees as they are.
    pub shown: usize,
    /// What follows has no end worth waiting for: the conversation must end.
    pub is_endless: bool,
}

impl State {
    /// Bytes of a line: held until its end is there, because only the end tells what follows.
    fn line(&mut self, bytes: &[u8], held: &mut Vec<u8>) -> Passed {
        let end = bytes.iter().position(|byte| *byte == b'\n').map(|at| at + 1);
        let taken = end.unwrap_or(bytes.len());
        self.line.extend_from_slice(bytes.get(..taken).unwrap_or(bytes));
        if end.is_none() {
            return Passed { taken, shown: 0, is_endless: self.line.len() > LONGEST_LINE };
        }
        *held = std::mem::take(&mut self.line);
        if !self.goes_on {
            mend::mend(held);
        }
        // After a literal the same answer goes on, and may bring another.
        let length = if self.goes_on { literal_at_end(held) } else { literal_of(held) };
        self.goes_on = length.is_some();
        if let Some(length) = length {
            self.left = length;
            self.is_diverted = self.catches(length);
            if self.is_diverted {
                let begin = held.iter().rposition(|byte| *byte == b'{').unwrap_or(held.len());
                held.truncate(begin);
                held.extend_from_slice(b"{0}\r\n");
            }
        }
        Passed { taken, shown: 0, is_endless: self.is_endless }
    }

    /// Whether a literal of this length is kept from the reader.
    fn catches(&mut self, length: u64) -> bool {
        let (longest, most) = match &self.mode {
            Mode::Open => {
                self.is_endless = length > LONGEST_LINE as u64;
                return false;
            }
            Mode::PassOver { longest, most } | Mode::Divert { longest, most, .. } => (*longest, *most),
        };
        if length <= longest {
            return false;
        }
        if length > most {
            self.caught.too_long = Some(length);
            self.is_endless = length > most.saturating_add(PASSED_OVER);
        } else if let Mode::Divert { vault, into, .. } = &mut self.mode {
            match vault.incoming() {
                Ok(incoming) => *into = Some(incoming),
                Err(error) => self.caught.refused = Some(error.to_string()),
            }
        }
        true
    }

    /// Puts bytes into the file; when the literal ends, the file is whole.
    fn keep(&mut self, part: &[u8]) {
        let Mode::Divert { into, .. } = &mut self.mode else { return };
        let Some(incoming) = into else { return };
        if let Err(error) = incoming.write(part) {
            self.caught.refused = Some(error.to_string());
            *into = None;
        } else if self.left == 0 {
            self.caught.spooled = into.take().map(Incoming::finish);
        }
    }
}

/// The length that a line announces at its end for the literal after it (RFC 9051 section 4.3).
fn literal_of(line: &[u8]) -> Option<u64> {
    // A reason in words may end in anything; only data carries literals.
    let data = line.strip_prefix(b"* ")?;
    let is_text = [&b"OK"[..], b"NO", b"BAD", b"BYE", b"PREAUTH"].iter().any(|word| {
        data.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
            && data.get(word.len()) == Some(&b' ')
    });
    literal_at_end(line).filter(|_| !is_text)
}

fn literal_at_end(line: &[u8]) -> Option<u64> {
    let line = line.strip_suffix(b"\r\n")?.strip_suffix(b"}")?;
    let digits = line.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let (before, digits) = line.split_at_checked(line.len() - digits)?;
    before.strip_suffix(b"{")?;
    std::str::from_utf8(digits).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::Vault;

    /// What the reader sees of these bytes, given in steps of this length.
    fn seen(valve: &Valve, said: &[u8], step: usize) -> Vec<u8> {
        let mut seen = Vec::new();
        for mut part in said.chunks(step) {
            while !part.is_empty() {
                let mut held = Vec::new();
                let passed = valve.pass(part, &mut held);
                assert!(passed.taken > 0 && !passed.is_endless);
                seen.extend_from_slice(&part[..passed.shown]);
                seen.extend_from_slice(&held);
                part = &part[passed.taken..];
            }
        }
        seen
    }

    const SAID: &[u8] = b"* OK now {9}\r\n* 4 EXISTS\r\n* 1 FETCH (UID 7 BODY[] {12}\r\n* {3}\r\nabc\r\n FLAGS ())\r\n\
        * 2 FETCH (UID 8 BODY[] {2}\r\nxy)\r\nA1 OK done {12}\r\n";

    #[test]
    fn a_long_literal_goes_into_a_file_and_the_rest_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::at(folder.path().join("vault"));
        for step in [1, 2, 5, 7, 1000] {
            let valve = Valve::default();
            valve.divert(5, 100, &vault);
            let text = String::from_utf8(seen(&valve, SAID, step)).unwrap();
            let wanted = String::from_utf8(SAID.to_vec()).unwrap();
            assert_eq!(text, wanted.replace("{12}\r\n* {3}\r\nabc\r\n FLAGS", "{0}\r\n FLAGS"), "steps of {step}");
            let spooled = valve.open().spooled.expect("a file");
            assert_eq!(spooled.read().unwrap(), b"* {3}\r\nabc\r\n");
            // After it nothing is kept from the reader.
            assert_eq!(seen(&valve, SAID, step), SAID);
        }
    }

    #[test]
    fn one_answer_may_bring_several_literals() {
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::at(folder.path().join("vault"));
        let valve = Valve::default();
        valve.divert(5, 100, &vault);
        let said = b"* 1 FETCH (UID {1}\r\n7 X {2}\r\n\r\n BODY[] {9}\r\n123456789)\r\n";
        let text = String::from_utf8(seen(&valve, said, 4)).unwrap();
        assert_eq!(text, "* 1 FETCH (UID {1}\r\n7 X {2}\r\n\r\n BODY[] {0}\r\n)\r\n");
        assert_eq!(valve.open().spooled.unwrap().read().unwrap(), b"123456789");
    }

    #[test]
    fn what_is_longer_than_the_limit_is_told_and_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::at(folder.path().join("vault"));
        let valve = Valve::default();
        valve.divert(5, 10, &vault);
        assert!(!String::from_utf8(seen(&valve, SAID, 3)).unwrap().contains("abc"));
        let caught = valve.open();
        assert!(caught.spooled.is_none());
        assert_eq!(caught.too_long, Some(12));
        valve.pass_over(1, 1);
        assert!(!String::from_utf8(seen(&valve, SAID, 3)).unwrap().contains("xy"));
        valve.pass_over(1, 1);
        let endless = b"* 1 FETCH (BODY[] {4294967295}\r\n";
        assert!(valve.pass(endless, &mut Vec::new()).is_endless);
    }

    #[test]
    fn a_line_without_end_and_a_literal_nobody_expects_are_endless() {
        let valve = Valve::default();
        let part = vec![b'x'; 64 * 1024];
        let ends = (0..17).position(|_| valve.pass(&part, &mut Vec::new()).is_endless);
        assert_eq!(ends, Some(16));
        let literal = b"* LIST () \"/\" {2000000}\r\n";
        assert!(Valve::default().pass(literal, &mut Vec::new()).is_endless);
    }
}
