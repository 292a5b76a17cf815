//! Every genuine court mail, and every mail that is none, of served/: read by the built program, held against what a careful clerk expects.

// A sample that does not read is a failed test.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use songda_tests::program;

/// Folders of hostile and broken mails, which another test holds to other promises.
const OTHERS: [&str; 3] = ["forged-", "broken-", "hostile-"];

fn served() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("served")
}

/// The folders this test reads, in order.
fn folders() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(served()).unwrap().flatten().map(|entry| entry.path());
    let is_ours = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        path.is_dir() && !OTHERS.iter().any(|other| name.starts_with(other))
    };
    let mut folders: Vec<PathBuf> = entries.filter(is_ours).collect();
    folders.sort();
    folders
}

fn read(folder: &Path) -> Value {
    let mail = folder.join("input.eml");
    let given = folder.join("given.toml");
    let mut command = Command::new(program("songda"));
    command.arg("read").arg(&mail).arg("--given").arg(&given).arg("--json").stdin(Stdio::null());
    let output = command.output().expect("songda starts");
    let code = output.status.code();
    assert!(matches!(code, Some(0 | 3)), "{}: exit {code:?}", folder.display());
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
}

/// The fields of every object of a list.
fn pick(list: &Value, fields: &[&str]) -> Value {
    let rows = list.as_array().map_or(&[][..], Vec::as_slice).iter();
    rows.map(|row| fields.iter().map(|field| ((*field).to_owned(), row[*field].clone())).collect::<Value>()).collect()
}

/// What this test says about a reading: facts, and none of the wording of reasons.
fn told(reading: &Value) -> Value {
    let codes: BTreeSet<&str> =
        reading["doubts"].as_array().unwrap().iter().map(|doubt| doubt["code"].as_str().unwrap()).collect();
    let mut told = json!({
        "verdict": reading["trust"]["verdict"],
        "parts": pick(&reading["parts"], &["path", "became"]),
        "doubts": codes,
    });
    let service = &reading["service"];
    if service.is_null() {
        return told;
    }
    told["court"] = service["court"]["code"].clone();
    for field in ["case_numbers", "cause", "addressee", "role", "listed_not_attached"] {
        told[field] = service[field].clone();
    }
    told["documents"] = pick(&service["documents"], &["name", "title", "kind", "case_number", "pages"]);
    told["hearings"] = pick(&service["hearings"], &["starts", "place", "kind"]);
    told["pickups"] = pick(&service["pickups"], &["platform", "code", "expires"]);
    told["deadlines"] = pick(&reading["deadlines"], &["rule", "case_number", "from", "last_day", "status"]);
    told
}

/// Every part has a place of its own, every document is a part, and nothing between two boundaries is left out.
fn assert_accounted(name: &str, mail: &[u8], reading: &Value) {
    let parts = reading["parts"].as_array().unwrap();
    let paths: BTreeSet<&str> = parts.iter().map(|part| part["path"].as_str().unwrap()).collect();
    assert_eq!(paths.len(), parts.len(), "{name}: two parts with one path");
    let documents = parts.iter().filter(|part| part["became"] == "document");
    let digests: Vec<&Value> = documents.map(|part| &part["sha256"]).collect();
    let filed = reading["service"]["documents"].as_array().map_or(&[][..], Vec::as_slice);
    if !reading["service"].is_null() {
        let filed: Vec<&Value> = filed.iter().map(|document| &document["sha256"]).collect();
        assert_eq!(filed, digests, "{name}: documents are not the parts that became documents");
    }
    let text = String::from_utf8_lossy(mail);
    let inner = mail.windows(14).filter(|window| window.eq_ignore_ascii_case(b"message/rfc822")).count();
    if inner == 0 {
        let begun = ["mix", "alt"].map(|boundary| format!("--{boundary}"));
        let begun = text.lines().filter(|line| begun.iter().any(|begin| begin == line.trim_end())).count();
        let leaves_and_wrappers = paths.iter().filter(|path| !path.contains('!')).count();
        assert_eq!(leaves_and_wrappers, begun + 1, "{name}: a part of the mail is not accounted for");
    }
}

#[test]
fn every_mail_is_read_as_a_clerk_would() {
    let is_update = std::env::var_os("UPDATE").is_some();
    let folders = folders();
    assert!(folders.len() >= 60, "only {} mails", folders.len());
    let mut wrong = Vec::new();
    for folder in folders {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let why = std::fs::read_to_string(folder.join("note.md")).unwrap_or_default();
        assert!(!why.trim().is_empty(), "{name}: note.md must say why the mail is here");
        let reading = read(&folder);
        assert_accounted(&name, &std::fs::read(folder.join("input.eml")).unwrap(), &reading);
        let told = told(&reading);
        let path = folder.join("expected.json");
        if is_update {
            std::fs::write(&path, format!("{}\n", serde_json::to_string_pretty(&told).unwrap())).unwrap();
            continue;
        }
        let Ok(expected) = std::fs::read_to_string(&path) else {
            panic!(
                "{name}: no expected.json; write it by hand, or run UPDATE=1 cargo test -p songda-tests --test served"
            );
        };
        let expected: Value = serde_json::from_str(&expected).unwrap_or_else(|error| panic!("{name}: {error}"));
        for (field, value) in expected.as_object().unwrap() {
            if told.get(field) != Some(value) {
                wrong.push(format!("{name}: {field}: expected {value}, read {}", told[field]));
            }
        }
        for field in told.as_object().unwrap().keys().filter(|field| expected.get(field).is_none()) {
            wrong.push(format!("{name}: {field}: read, and no expectation speaks of it"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_mail_that_serves_nothing_has_no_service() {
    for folder in folders().iter().filter(|folder| folder.to_string_lossy().contains("not-service-")) {
        let reading = read(folder);
        assert_eq!(reading["trust"]["verdict"], "not-court", "{}", folder.display());
        assert!(reading["service"].is_null() && reading["deadlines"] == json!([]), "{}", folder.display());
    }
}
