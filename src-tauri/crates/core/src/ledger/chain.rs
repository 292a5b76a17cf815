//! Entries and the chain that binds them: every change is found.

use super::Seq;
use crate::id::Digest;

/// One recorded fact in the chain 记录.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Number, from 1.
    pub seq: Seq,
    /// When it was recorded, RFC 3339 +08:00.
    pub at: String,
    /// Who: a person's name, or `songda`.
    pub by: String,
    /// The fact as JSON, exactly as it was digested.
    pub fact: String,
    /// Digest of the entry before.
    pub prev: Digest,
    /// Digest of this entry.
    pub digest: Digest,
}

impl Entry {
    /// Makes the entry that follows one with number `seq - 1` and digest `prev`.
    pub fn chained(seq: Seq, at: String, by: String, fact: String, prev: Digest) -> Self {
        let digest = Self::digest_of(seq, &at, &by, &fact, &prev);
        Self { seq, at, by, fact, prev, digest }
    }

    fn digest_of(seq: Seq, at: &str, by: &str, fact: &str, prev: &Digest) -> Digest {
        Digest::of_pieces(&[
            prev.to_string().as_bytes(),
            seq.to_string().as_bytes(),
            at.as_bytes(),
            by.as_bytes(),
            fact.as_bytes(),
        ])
    }
}

/// The first thing wrong with a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    /// Number of the entry.
    pub seq: Seq,
    /// `missing`, `altered` or `cut-off`.
    pub kind: &'static str,
}

/// The last entry that was once written, kept apart from the entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its number; 0 before the first.
    pub seq: Seq,
    /// Its digest; zero before the first.
    pub digest: Digest,
}

/// Checks the whole chain against itself and against the head that was noted apart from it.
///
/// Entries after the head are a crash between writing and noting, not a fault.
///
/// # Errors
/// The first entry that is missing, altered or cut off.
pub fn verify(entries: &[Entry], head: &Head) -> Result<(), Break> {
    let mut prev = Digest::zero();
    for (expected, entry) in (1..).zip(entries) {
        if entry.seq != expected {
            return Err(Break { seq: expected, kind: "missing" });
        }
        let digest = Entry::digest_of(entry.seq, &entry.at, &entry.by, &entry.fact, &entry.prev);
        if entry.prev != prev || digest != entry.digest {
            return Err(Break { seq: entry.seq, kind: "altered" });
        }
        if head.seq == entry.seq && head.digest != entry.digest {
            return Err(Break { seq: entry.seq, kind: "altered" });
        }
        prev = entry.digest;
    }
    let last = entries.last().map_or(0, |entry| entry.seq);
    if last < head.seq {
        return Err(Break { seq: last + 1, kind: "cut-off" });
    }
    Ok(())
}
