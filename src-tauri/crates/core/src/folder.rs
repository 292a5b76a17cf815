//! Where each served document goes 案卷: safe, stable names on every system.

use crate::mail::Mail;
use crate::office::Office;
use crate::service::Service;

/// Files to write below the case root.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// One entry per document, in reading order.
    pub files: Vec<PlannedFile>,
}

/// One file to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedFile {
    /// Path of the part it comes from.
    pub part: String,
    /// Path below the case root, with `/` between folders.
    pub path: String,
}

/// Plans the folder of one service.
pub fn plan(_mail: &Mail, _service: &Service, _office: &Office) -> Plan {
    Plan::default()
}
