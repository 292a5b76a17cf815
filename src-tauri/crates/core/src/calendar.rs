//! Working days and public holidays; says so when a year is unknown.
