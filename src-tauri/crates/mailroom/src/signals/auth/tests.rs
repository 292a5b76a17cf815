//! Signatures made over real bytes: those that prove something, and every way in which they do not.
