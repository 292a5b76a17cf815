//! Files drawn up for people to keep.

use serde::Serialize;
use ts_rs::TS;

/// A file or folder that was drawn up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Exported {
    /// Its name.
    pub name: String,
    /// The folder it lies in.
    pub folder: String,
    /// How many things are damaged, gone or could not be read: they are listed in it.
    pub left_out: u32,
}

/// How far long work has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Progress {
    pub done: u32,
    pub of: u32,
}
