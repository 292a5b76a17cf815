//! Digest, ServiceId, CaseId, DocumentId: made from content, never from chance.

mod text;

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use text::{MOST_HERE, Read, Text};

/// Bytes of an id as this program makes it.
const LENGTH: u8 = 21;

/// SHA-256 of some bytes, printed as 64 lower-case hex digits.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// Digest of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Digest of several pieces, each preceded by its length, so that pieces cannot run together.
    pub fn of_pieces(pieces: &[&[u8]]) -> Self {
        let mut hasher = Sha256::new();
        for piece in pieces {
            hasher.update((piece.len() as u64).to_be_bytes());
            hasher.update(piece);
        }
        Self(hasher.finalize().into())
    }

    /// The digest that was kept as these bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The digest that stands before the first ledger entry.
    pub fn zero() -> Self {
        Self([0; 32])
    }

    /// Reads 64 hex digits; anything else is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 64 || !text.is_ascii() {
            return None;
        }
        let mut bytes = [0u8; 32];
        for (slot, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
            let [high, low] = pair else { return None };
            *slot = value(*high)? << 4 | value(*low)?;
        }
        Some(Self(bytes))
    }

    /// The first `digits` hex digits, for people.
    pub fn short(&self, digits: usize) -> String {
        self.hex().iter().take(digits).map(|digit| char::from(*digit)).collect()
    }

    /// Every hex digit. Every id is made of them: they are written without the machinery of formatted text.
    fn hex(&self) -> [u8; 64] {
        let mut digits = [b'0'; 64];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(self.0) {
            if let [high, low] = pair {
                (*high, *low) = (digit(byte >> 4), digit(byte & 15));
            }
        }
        digits
    }
}

/// The hex digit of a number below sixteen.
fn digit(value: u8) -> u8 {
    if value < 10 { b'0' + value } else { b'a' + (value - 10) }
}

/// What a hex digit stands for.
fn value(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

/// Makes a digest of bytes that come one piece after the other.
#[derive(Clone, Default)]
pub struct Digester(Sha256);

impl Digester {
    /// Takes in the next piece.
    pub fn take(&mut self, piece: &[u8]) {
        self.0.update(piece);
    }

    /// The digest of all pieces, as if they had been one.
    pub fn digest(self) -> Digest {
        Digest(self.0.finalize().into())
    }
}

impl fmt::Debug for Digester {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Digester")
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.hex()).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({})", self.short(12))
    }
}

impl Serialize for Digest {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Read(Self::parse, "a SHA-256 digest"))
    }
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Text);

        impl $name {
            /// Takes an id that was printed before; says nothing about whether it exists.
            pub fn from_text(text: impl AsRef<str>) -> Self {
                Self(Text::of(text.as_ref()))
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

text_id!(
    /// One service event 送达, from the digest of the raw mail.
    ServiceId
);
text_id!(
    /// One case 案件, from court code and normalised case number.
    CaseId
);
text_id!(
    /// One served document 文书, from its service and its part of the mail.
    DocumentId
);
text_id!(
    /// One deadline 期限, from service, rule, case and document.
    DeadlineId
);
text_id!(
    /// One receipt 回执; a service has at most one that is not withdrawn.
    ReceiptId
);
text_id!(
    /// One errand 取件, from its service and the link or code that leads to the documents.
    ErrandId
);
text_id!(
    /// One doubt 存疑, from what it is about and its code.
    DoubtId
);

/// Twenty hex digits of the digest of the pieces: short enough to type, long enough to be unique.
fn made_of(prefix: u8, pieces: &[&[u8]]) -> Text {
    let mut id = [0; MOST_HERE];
    let digits = Digest::of_pieces(pieces).hex();
    let of_id = std::iter::once(prefix).chain(digits).take(LENGTH.into());
    id.iter_mut().zip(of_id).for_each(|(place, digit)| *place = digit);
    Text::Here(LENGTH, id)
}

impl ServiceId {
    /// The service that the mail with this digest tells of.
    pub fn of(mail: &Digest) -> Self {
        Self(made_of(b's', &[mail.to_string().as_bytes()]))
    }
}

impl CaseId {
    /// The case with this normalised number (the number names its court).
    pub fn of(case_number: &str) -> Self {
        Self(made_of(b'c', &[case_number.as_bytes()]))
    }
}

impl DocumentId {
    /// The document that came as this part of a service.
    pub fn of(service: &ServiceId, part: &str) -> Self {
        Self(made_of(b'd', &[service.as_str().as_bytes(), part.as_bytes()]))
    }
}

impl DeadlineId {
    /// The deadline that this rule sets for a case because of a document of a service.
    pub fn of(service: &ServiceId, rule: &str, case_number: &str, part: &str) -> Self {
        let pieces = [service.as_str().as_bytes(), rule.as_bytes(), case_number.as_bytes(), part.as_bytes()];
        Self(made_of(b't', &pieces))
    }
}

impl ReceiptId {
    /// The `nth` receipt (from 1) drawn up for a service; a new one exists only after a withdrawal or a sure failure.
    pub fn of(service: &ServiceId, nth: usize) -> Self {
        Self(made_of(b'r', &[service.as_str().as_bytes(), nth.to_string().as_bytes()]))
    }
}

impl ErrandId {
    /// The errand to what a link (or a code without a link) of this service leads to.
    pub fn of(service: &ServiceId, platform: &str, target: &str) -> Self {
        Self(made_of(b'p', &[service.as_str().as_bytes(), platform.as_bytes(), target.as_bytes()]))
    }
}

impl DoubtId {
    /// The doubt with this code about this part of a mail.
    pub fn of(mail: &Digest, code: &str, about: &str) -> Self {
        Self(made_of(b'q', &[mail.to_string().as_bytes(), code.as_bytes(), about.as_bytes()]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_read_as_it_is_printed() {
        let digest = Digest::of("（2026）沪0112民初12345号".as_bytes());
        assert_eq!(Digest::parse(&digest.to_string()), Some(digest));
        assert_eq!(Digest::of(b"").to_string(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!((digest.short(12).as_str(), digest.short(99).len()), (&digest.to_string()[..12], 64));
        assert_eq!(Digest::parse(&digest.to_string().to_uppercase()), Some(digest));
        assert_eq!(Digest::parse("12"), None);
        assert_eq!(Digest::parse(&"+f".repeat(32)), None);
        assert_eq!(Digest::parse(&format!("{}a", "中".repeat(21))), None);
    }

    #[test]
    fn an_id_is_its_text_however_long_it_is() {
        let texts = [
            "",
            "own",
            "s0123456789abcdef0123",
            "s0123456789abcdef01234",
            "s0123456789abcdef012345",
            "截止日之前一日办",
        ];
        for text in texts {
            let id = ServiceId::from_text(text);
            assert_eq!((id.as_str(), id.to_string().as_str()), (text, text));
            let written = serde_json::to_string(&id).unwrap();
            assert_eq!(written, serde_json::to_string(text).unwrap());
            assert_eq!(serde_json::from_str::<ServiceId>(&written).unwrap(), id);
            // As a text with escaped signs is written, too.
            let escaped: String = text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
            assert_eq!(serde_json::from_str::<ServiceId>(&format!("\"{escaped}\"")).unwrap(), id);
            for other in texts {
                assert_eq!(id.cmp(&ServiceId::from_text(other)), text.cmp(other), "{text} {other}");
            }
        }
        assert!(serde_json::from_str::<ServiceId>("7").is_err());
        assert!(serde_json::from_str::<Digest>("\"7\"").is_err());
        let mail = Digest::of(b"mail");
        let made = ServiceId::of(&mail);
        let digits = Digest::of_pieces(&[mail.to_string().as_bytes()]).short(20);
        assert_eq!(made.as_str(), format!("s{digits}"));
        assert_eq!(size_of::<ServiceId>(), size_of::<String>());
    }

    #[test]
    fn a_digest_made_piece_by_piece_is_that_of_the_whole() {
        let mut digester = Digester::default();
        digester.take(b"one ");
        digester.take(b"");
        digester.take(b"mail");
        assert_eq!(digester.digest(), Digest::of(b"one mail"));
    }

    #[test]
    fn pieces_do_not_run_together() {
        assert_ne!(Digest::of_pieces(&[b"ab", b"c"]), Digest::of_pieces(&[b"a", b"bc"]));
    }
}
