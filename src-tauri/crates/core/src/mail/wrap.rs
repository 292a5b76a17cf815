//! Opens archives and other wrappers within limits; what cannot be read is kept with its reason, be it an entry or all.

mod directory;
pub mod rows;
mod salvage;
pub mod sevenz;
pub mod tnef;
pub mod zip;

use std::io::Read;

use super::kind::Kind;

/// Most entries of all archives of one mail. A bundle of a hundred cases has some thousand.
const MOST_ENTRIES: usize = 10_000;
/// Most bytes taken out of all wrappers of one mail.
const MOST_BYTES: u64 = 256 << 20;
/// Largest single entry, in bytes.
const LARGEST_ENTRY: u64 = 128 << 20;
/// Most times its packed size an entry may grow, once it is large.
const MOST_RATIO: u64 = 200;
/// Size from which the ratio counts, in bytes: blank pages pack very well.
const RATIO_FROM: u64 = 8 << 20;

/// What lies in a wrapper.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Path inside the wrapper, with `/`.
    pub path: String,
    /// The bytes; packed as they are where the entry could not be read.
    pub bytes: Vec<u8>,
    /// Why it must not be used.
    pub danger: Option<&'static str>,
    /// Why it could not be read: code and words.
    pub closed: Option<(&'static str, String)>,
    /// Media type, where the wrapper says so.
    pub media_type: Option<&'static str>,
}

/// Why a wrapper stays closed.
#[derive(Debug, PartialEq, Eq)]
pub struct Closed {
    /// Code of the doubt.
    pub code: &'static str,
    /// In plain words.
    pub why: String,
}

impl Closed {
    /// A reason.
    pub fn new(code: &'static str, why: impl Into<String>) -> Self {
        Self { code, why: why.into() }
    }

    /// The file is damaged or not what it says.
    pub fn broken() -> Self {
        Self::new("archive-broken", "压缩包已损坏或格式不符，无法打开")
    }
}

/// What may still be taken out of the wrappers of one mail. Counts, not time: the core has no clock.
#[derive(Debug)]
pub struct Budget {
    entries: usize,
    bytes: u64,
}

impl Default for Budget {
    fn default() -> Self {
        Self { entries: MOST_ENTRIES, bytes: MOST_BYTES }
    }
}

impl Budget {
    /// Takes one entry.
    pub fn entry(&mut self) -> Result<(), Closed> {
        let too_many = || Closed::new("archive-too-large", format!("压缩包内文件超过 {MOST_ENTRIES} 个，未打开"));
        self.entries = self.entries.checked_sub(1).ok_or_else(too_many)?;
        Ok(())
    }

    /// Reads an entry to its end. `packed` is its packed size; 0 when unknown.
    pub fn read(&mut self, from: &mut dyn Read, packed: u64) -> Result<Vec<u8>, Closed> {
        let most = self.bytes.min(LARGEST_ENTRY);
        let mut bytes = Vec::new();
        let mut piece = [0_u8; 64 << 10];
        loop {
            let count = match from.read(&mut piece) {
                Ok(0) => break,
                Ok(count) => count,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(_) => {
                    self.bytes = self.bytes.saturating_sub(bytes.len() as u64);
                    return Err(Closed::broken());
                }
            };
            bytes.extend_from_slice(piece.get(..count).unwrap_or_default());
            let size = bytes.len() as u64;
            if size > most {
                self.bytes = 0;
                return Err(Closed::new("archive-too-large", "解压后的内容超过上限，未打开"));
            }
            if packed > 0 && size > RATIO_FROM && size / packed > MOST_RATIO {
                self.bytes = self.bytes.saturating_sub(size);
                return Err(Closed::new("archive-too-large", "压缩比异常（疑似解压炸弹），未打开"));
            }
        }
        self.bytes = self.bytes.saturating_sub(bytes.len() as u64);
        Ok(bytes)
    }
}

/// Opens a wrapper by its kind. `name` is its own name; passwords are tried in order.
pub fn open(
    kind: Kind,
    bytes: &[u8],
    name: &str,
    passwords: &[String],
    budget: &mut Budget,
) -> Result<Vec<Entry>, Closed> {
    match kind {
        Kind::Zip => zip::open(bytes, passwords, budget),
        Kind::SevenZip => sevenz::open(bytes, passwords, budget),
        Kind::Tar => rows::tar(bytes, budget),
        Kind::Gzip => rows::gzip(bytes, name, budget),
        Kind::Tnef => tnef::open(bytes, budget),
        Kind::Signed => rows::signed(bytes, name, budget),
        Kind::OtherArchive(format) => {
            Err(Closed::new("format-unsupported", format!("{format} 格式无法在此打开，请用解压软件打开原件")))
        }
        _ => Err(Closed::broken()),
    }
}
