//! No code without words: the core's tables and its sources are compared with the words.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use super::*;

const CRATES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// Every source file below a folder, without its tests.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && name != "tests" {
            sources(&path, found);
        } else if name.ends_with(".rs") && name != "tests.rs" {
            found.push(path);
        }
    }
}

fn product(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    sources(&Path::new(CRATES).join(folder), &mut found);
    let text = |path: &PathBuf| {
        let text = fs::read_to_string(path).unwrap();
        text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned()
    };
    found.iter().map(text).collect()
}

/// The literal right behind every `start`, spaces and line ends between them passed over.
fn literals(text: &str, start: &str) -> Vec<String> {
    let behind = text.split(start).skip(1).filter_map(|rest| rest.trim_start().strip_prefix('"'));
    behind.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

fn worded(table: &[Worded]) -> BTreeSet<String> {
    table.iter().map(|(code, ..)| (*code).to_owned()).collect()
}

#[test]
fn every_reason_of_trust_has_words() {
    let known: BTreeSet<String> = songda_core::trust::CODES.iter().map(|(code, ..)| (*code).to_owned()).collect();
    assert_eq!(known, worded(REASONS));
}

#[test]
fn every_doubt_has_words() {
    let table = fs::read_to_string(Path::new(CRATES).join("core/src/doubt.rs")).unwrap();
    let rows = table.lines().filter_map(|line| line.strip_prefix("//! | `")?.split('`').next());
    let mut known: BTreeSet<String> = rows.map(str::to_owned).collect();
    assert!(known.len() > 30);
    for text in product("core/src").iter().chain(&product("mailroom/src")) {
        for start in ["Doubt::mail(", "Doubt::part(", "self.doubt(", "Became::Refused,", "Became::Unread,"] {
            known.extend(literals(text, start));
        }
    }
    let lacking: Vec<&String> = known.iter().filter(|code| of(DOUBTS, code).is_none()).collect();
    assert!(lacking.is_empty(), "no words for {lacking:?}");
}

#[test]
fn every_problem_is_listed() {
    let mut known = BTreeSet::new();
    for text in &product("mailroom/src").into_iter().chain(product("../src")).collect::<Vec<_>>() {
        for start in ["Problem::new(", "Problem::of_disk(", "Self::of_disk(", "=> "] {
            known.extend(literals(text, start).into_iter().filter(|code| is_problem(code)));
        }
    }
    assert!(known.len() > 30, "{known:?}");
    let lacking: Vec<&String> = known.iter().filter(|code| !PROBLEMS.contains(&code.as_str())).collect();
    assert!(lacking.is_empty(), "not listed: {lacking:?}");
}

#[test]
fn everything_about_errands_and_folders_has_words() {
    let mut known = BTreeSet::new();
    for text in &product("mailroom/src") {
        for start in ["Problem::new(", "=> ", "Stop(", "person(", "=> (", "code: "] {
            let of = ["pickup.", "case.", "service.", "root-move.", "paste."];
            known.extend(literals(text, start).into_iter().filter(|code| of.iter().any(|it| code.starts_with(it))));
        }
    }
    assert!(known.len() > 25, "{known:?}");
    let lacking: Vec<&String> = known.iter().filter(|code| of(FILING, code).is_none()).collect();
    assert!(lacking.is_empty(), "no words for {lacking:?}");
}

fn is_problem(code: &str) -> bool {
    const OF: [&str; 15] = [
        "calendar",
        "case-folder",
        "deadline",
        "demo",
        "document",
        "folder",
        "home",
        "mail",
        "mailbox",
        "receipt",
        "reference",
        "remind",
        "settings",
        "watcher",
        "window",
    ];
    let parts = code.split_once('.');
    parts.is_some_and(|(of, what)| OF.contains(&of) && what.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
}

#[test]
fn the_window_knows_the_same_words() {
    let mut text =
        "// Codes the mailroom sends, and words for them in both languages; written by `UPDATE=1 cargo test`.\n"
            .to_owned();
    let all = [("reasons", REASONS), ("doubts", DOUBTS), ("filing", FILING)];
    for (language, is_zh) in [("zhCodes", true), ("enCodes", false)] {
        let _ = write!(text, "\nexport const {language} = {{\n");
        for (name, table) in all {
            let _ = writeln!(text, "  {name}: {{");
            for (code, zh, en) in table {
                let _ = writeln!(text, "    {code:?}: {:?},", if is_zh { zh } else { en });
            }
            let _ = writeln!(text, "  }},");
        }
        let _ = writeln!(text, "}};");
    }
    let listed: Vec<String> = PROBLEMS.iter().map(|code| format!("  | {code:?}")).collect();
    let _ = write!(text, "\nexport type ProblemCode =\n{};\n", listed.join("\n"));
    let path = Path::new(CRATES).join("../../ui/src/words/codes.ts");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == text, "ui/src/words/codes.ts is stale: run UPDATE=1 cargo test -p songda-mailroom");
}
