//! Papers that a platform gives, and what a home has of them.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;
use songda_core::id::Digest;

use crate::Songda;

/// Documents in the form of papers of a court, no two alike.
pub fn papers(count: usize) -> Vec<(String, Vec<u8>)> {
    let kinds = ["应诉通知书", "民事起诉状副本", "传票", "举证通知书", "证据材料"];
    let paper = |nth: usize| {
        let title = kinds[nth % kinds.len()];
        let name = if nth < kinds.len() { format!("{title}.pdf") } else { format!("{title}（{nth}）.pdf") };
        let line = format!("第{nth}号材料");
        let lines = ["上海市闵行区人民法院", "案号：（2026）沪0112民初12345号", line.as_str()];
        (name, songda_mailroom::demo::pdf::one_page(title, &lines))
    };
    (0..count).map(paper).collect()
}

/// Whether a path lies below a folder, links followed.
pub fn is_below(folder: &Path, path: &Path) -> bool {
    let (folder, path) = (folder.canonicalize().unwrap(), path.canonicalize().unwrap());
    path.starts_with(folder)
}

/// The one pickup of a home.
///
/// # Panics
/// When there is none, or more.
pub fn pickup(songda: &Songda) -> Value {
    let rows = songda.list("pickups");
    assert_eq!(rows.len(), 1, "{rows:?}");
    rows[0].clone()
}

/// Digests of everything that lies in the case folders.
pub fn digests(songda: &Songda) -> BTreeSet<String> {
    songda.case_files().iter().map(|(_, bytes)| Digest::of(bytes).to_string()).collect()
}

/// Digests of papers.
pub fn all_of(papers: &[(String, Vec<u8>)]) -> BTreeSet<String> {
    papers.iter().map(|(_, bytes)| Digest::of(bytes).to_string()).collect()
}
