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
}

/// How far long work has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Progress {
    pub done: u32,
    pub of: u32,
}
