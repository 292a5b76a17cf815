//! Every forged, hostile and broken mail of served/: read by the built program, held to what must never come of it.
//!
//! `expected.json`, every key optional: `verdict` (one or several), `reasons` and `doubts` (codes that must be given),
//! `became` (by part name), `case_numbers`, `documents` and `pickups` (counts), `never` (text in no fact), `final`
//! (0: no deadline is final), `exit`.

// A sample that does not read is a failed test.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use songda_tests::program;

const KINDS: [&str; 3] = ["forged-", "hostile-", "broken-"];
const KNOWN: [&str; 10] =
    ["verdict", "reasons", "doubts", "became", "case_numbers", "documents", "pickups", "never", "final", "exit"];
/// Longest time one reading may take.
const LONGEST: Duration = Duration::from_secs(10);

fn folders() -> Vec<PathBuf> {
    let served = Path::new(env!("CARGO_MANIFEST_DIR")).join("served");
    let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
    let mut folders: Vec<PathBuf> = std::fs::read_dir(served).unwrap().flatten().map(|entry| entry.path()).collect();
    folders.retain(|path| KINDS.iter().any(|kind| name(path).starts_with(kind)));
    folders.sort();
    folders
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn codes(rows: &Value) -> Vec<&str> {
    list(rows).iter().filter_map(|row| row["code"].as_str()).collect()
}

/// Everything that would be believed: facts, dates and paths, without the words of the papers.
fn facts(reading: &Value) -> String {
    let service = &reading["service"];
    let documents = list(&service["documents"]).iter();
    let documents: Vec<Value> = documents.map(|it| json!([it["case_number"], it["folder_path"], it["kind"]])).collect();
    let fields = ["court", "case_numbers", "hearings", "pickups"].map(|field| service[field].clone());
    json!([fields, documents, reading["deadlines"]]).to_string()
}

/// What is wrong with one reading.
fn wrong(expected: &Value, reading: &Value, exit: Option<i32>) -> Vec<String> {
    let mut wrong: Vec<String> = Vec::new();
    let mut must = |holds: bool, says: String| {
        if !holds {
            wrong.push(says);
        }
    };
    let verdict = &reading["trust"]["verdict"];
    let wanted = &expected["verdict"];
    must(wanted.is_null() || wanted == verdict || list(wanted).contains(verdict), format!("verdict is {verdict}"));
    for (field, found) in [("reasons", codes(&reading["trust"]["reasons"])), ("doubts", codes(&reading["doubts"]))] {
        for code in list(&expected[field]) {
            must(found.contains(&code.as_str().unwrap()), format!("{code} is not among the {field}: {found:?}"));
        }
    }
    for (name, became) in expected["became"].as_object().into_iter().flatten() {
        let named = list(&reading["parts"]).iter().filter(|part| part["name"] == name.as_str());
        let found: Vec<&Value> = named.map(|part| &part["became"]).collect();
        must(found.contains(&became), format!("{name} became {found:?}"));
    }
    let service = &reading["service"];
    let numbers = &expected["case_numbers"];
    must(numbers.is_null() || *numbers == service["case_numbers"], format!("numbers are {}", service["case_numbers"]));
    for field in ["documents", "pickups"] {
        let count = list(&service[field]).len();
        must(expected[field].is_null() || expected[field] == json!(count), format!("{count} {field}"));
    }
    let facts = facts(reading);
    for text in list(&expected["never"]) {
        must(!facts.contains(text.as_str().unwrap()), format!("{text} became a fact: {facts}"));
    }
    let is_final = list(&reading["deadlines"]).iter().any(|deadline| deadline["status"] == "final");
    must(!is_final || (*verdict == "proven" && expected["final"] != json!(0)), "a deadline is final".to_owned());
    must(expected["exit"].is_null() || expected["exit"] == json!(exit), format!("exit is {exit:?}"));
    must(matches!(exit, Some(0 | 3)), format!("exit is {exit:?}"));
    wrong
}

fn check(folder: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(folder.join("expected.json")).unwrap();
    let expected: Value = serde_json::from_str(&text).unwrap();
    let unknown = expected.as_object().unwrap().keys().find(|key| !KNOWN.contains(&key.as_str()));
    assert_eq!(unknown, None, "{}", folder.display());
    assert!(!std::fs::read_to_string(folder.join("note.md")).unwrap().trim().is_empty(), "{}", folder.display());
    let started = Instant::now();
    let mut command = Command::new(program("songda"));
    command.arg("read").arg(folder.join("input.eml")).arg("--given").arg(folder.join("given.toml")).arg("--json");
    let output = command.stdin(Stdio::null()).output().expect("songda starts");
    let took = started.elapsed();
    let name = folder.file_name().unwrap().to_string_lossy();
    let Ok(reading) = serde_json::from_slice(&output.stdout) else {
        return vec![format!("{name}: no reading: {}", String::from_utf8_lossy(&output.stderr))];
    };
    let mut found = wrong(&expected, &reading, output.status.code());
    if took > LONGEST {
        found.push(format!("took {took:?}"));
    }
    found.into_iter().map(|says| format!("{name}: {says}")).collect()
}

#[test]
fn nothing_forbidden_comes_of_hostile_mail() {
    let folders = folders();
    assert!(folders.len() >= 150, "only {} mails", folders.len());
    let (first, second) = folders.split_at(folders.len() / 2);
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let other = scope.spawn(|| second.iter().flat_map(|folder| check(folder)).collect::<Vec<_>>());
        let own: Vec<String> = first.iter().flat_map(|folder| check(folder)).collect();
        own.into_iter().chain(other.join().unwrap()).collect()
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
