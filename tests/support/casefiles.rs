//! Homes for tests of case folders: their settings, their mails, and what lies in them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use songda_core::id::Digest;

use crate::court::{self, Sample};
use crate::{Songda, text, walk};

/// Settings of an office whose mailbox is a watched folder, with this case root.
pub fn settings(case_root: &str) -> String {
    format!(
        r#"
[office]
name = "示例物业管理有限公司"
handler = "王敏"
case_root = "{case_root}"

[[mailbox]]
id = "drop"
kind = "folder"
path = "drop"
address = "service@example.test"
regime = "confirmed"
authserv_id = "mx.example.test"

[[court]]
code = "沪0112"
senders = ["sd@court.example.test"]
"#
    )
}

/// Puts one court mail into the watched folder.
///
/// # Panics
/// When the disk refuses.
pub fn drop_in(songda: &Songda, nth: u32) -> Sample {
    let sample = court::plain(nth);
    fs::write(songda.home().join("drop").join(format!("{nth}.eml")), sample.stamped()).unwrap();
    sample
}

/// Digests of files.
pub fn digests(bytes: &[Vec<u8>]) -> BTreeSet<String> {
    bytes.iter().map(|bytes| Digest::of(bytes).to_string()).collect()
}

/// Every file below a folder with its bytes, the index of cases aside.
///
/// # Panics
/// When one cannot be read.
pub fn files_below(root: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    walk(root, &mut |path| {
        let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
        if !name.starts_with("案件索引") {
            found.push((name, fs::read(path).unwrap()));
        }
    });
    found.sort();
    found
}

/// States of all documents.
///
/// # Panics
/// When they cannot be listed.
pub fn states(songda: &Songda) -> BTreeSet<String> {
    songda.list("documents").iter().map(|row| text(row, "state").to_owned()).collect()
}
