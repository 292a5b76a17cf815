//! The list 待签收 as a window asks for it: a part of the rows, and how many there are of each sort.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ServiceRow;

/// What is asked of the list; an empty question asks for all.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct ServiceQuery {
    /// all, due, check, suspicious, done.
    pub tab: String,
    /// It must stand in the row; blanks, widths and capitals make no difference.
    pub text: String,
    /// The service being read.
    pub current: Option<String>,
    pub offset: u32,
    /// Most rows of the answer.
    pub limit: u32,
}

/// How many services there are of each tab.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct ServiceCounts {
    pub all: u32,
    pub due: u32,
    pub check: u32,
    pub suspicious: u32,
    pub done: u32,
}

/// A part of the services that fit a question: the most urgent first, then the newest.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ServiceList {
    /// Of all services, whatever is asked.
    pub counts: ServiceCounts,
    /// Rows that fit.
    pub fitting: u32,
    pub offset: u32,
    pub rows: Vec<ServiceRow>,
    /// The service being read, also when it does not fit.
    pub current: Option<ServiceRow>,
    /// Its place among those that fit, from 0.
    pub place: Option<u32>,
}
