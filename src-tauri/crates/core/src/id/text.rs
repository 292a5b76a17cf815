//! Short texts as ids are: they lie where they stand, and are read without a copy.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Serialize};

/// A short text that lies where it stands: an office has millions of ids, and each of its own place would cost as much again.
#[derive(Clone)]
pub(super) enum Text {
    Here(u8, [u8; MOST_HERE]),
    There(Box<str>),
}

/// Bytes of text that fit beside their length.
pub(super) const MOST_HERE: usize = 22;

impl Text {
    pub(super) fn of(text: &str) -> Self {
        let mut here = [0; MOST_HERE];
        match (here.get_mut(..text.len()), u8::try_from(text.len())) {
            (Some(place), Ok(length)) => {
                place.copy_from_slice(text.as_bytes());
                Self::Here(length, here)
            }
            _ => Self::There(text.into()),
        }
    }

    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Here(length, bytes) => {
                let bytes = bytes.get(..usize::from(*length)).unwrap_or_default();
                std::str::from_utf8(bytes).unwrap_or_default()
            }
            Self::There(text) => text,
        }
    }

    /// Its bytes: comparing them is comparing the texts.
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Here(length, bytes) => bytes.get(..usize::from(*length)).unwrap_or_default(),
            Self::There(text) => text.as_bytes(),
        }
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.bytes() == other.bytes()
    }
}

impl Eq for Text {}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text {
    fn cmp(&self, other: &Self) -> Ordering {
        self.bytes().cmp(other.bytes())
    }
}

impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.bytes().hash(state);
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl Serialize for Text {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Read(|text: &str| Some(Self::of(text)), "text"))
    }
}

/// Reads a value out of a text where that lies, without a copy of it.
pub(super) struct Read<F>(pub(super) F, pub(super) &'static str);

impl<T, F: FnOnce(&str) -> Option<T>> serde::de::Visitor<'_> for Read<F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.1)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
        let Self(read, wanted) = self;
        read(text).ok_or_else(|| E::custom(format!("not {wanted}")))
    }
}
