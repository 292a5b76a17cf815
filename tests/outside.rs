//! Programs of the system that read archives and scans: played by scripts, so that what is asked of them and what is made of their answers is seen without them.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use songda_tests::{court, program, text};

const GIVEN: &str =
    "arrived = \"2026-11-20T09:42:00+08:00\"\nregime = \"confirmed\"\n[office]\nname = \"示例物业管理有限公司\"\n";

fn script(folder: &Path, name: &str, lines: &str) {
    let path = folder.join(name);
    fs::write(&path, format!("#!/bin/sh\n{lines}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
}

fn mail(name: &str, bytes: &[u8]) -> Vec<u8> {
    let word = format!("=?utf-8?B?{}?=", STANDARD.encode(name));
    let said = STANDARD.encode("示例物业管理有限公司：\r\n现送达传票，请查收。\r\n上海市闵行区人民法院");
    format!(
        "From: <sd@court.example.test>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{said}\r\n--m\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"{word}\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n--m--\r\n",
        STANDARD.encode(bytes)
    )
    .into_bytes()
}

fn read(folder: &Path, mail: &[u8], programs: Option<&Path>) -> Value {
    let (file, given) = (folder.join("mail.eml"), folder.join("given.toml"));
    fs::write(&file, mail).unwrap();
    fs::write(&given, GIVEN).unwrap();
    let path = programs.map_or_else(|| "/nowhere".to_owned(), |folder| format!("{}:/bin:/usr/bin", folder.display()));
    let mut command = Command::new(program("songda"));
    command.arg("read").arg(&file).arg("--given").arg(&given).arg("--json").env("PATH", path).stdin(Stdio::null());
    serde_json::from_slice(&command.output().unwrap().stdout).unwrap()
}

fn codes(reading: &Value) -> Vec<&str> {
    reading["doubts"].as_array().unwrap().iter().map(|doubt| text(doubt, "code")).collect()
}

#[test]
fn a_rar_archive_is_opened_where_bsdtar_is_present() {
    let folder = tempfile::tempdir().unwrap();
    let rar = b"Rar!\x1a\x07\x01\0 packed by another program";
    let mail = mail("文书.rar", rar);
    let closed = read(folder.path(), &mail, None);
    assert_eq!(closed["parts"][2]["became"], "unread");
    assert!(codes(&closed).contains(&"format-unsupported"));

    let programs = tempfile::tempdir().unwrap();
    let zip = court::zip_of(&[("传票.pdf", b"%PDF-1.4 a paper".to_vec())]);
    fs::write(programs.path().join("answer.zip"), zip).unwrap();
    let answer = format!("cat >{0}/asked; echo \"$@\" >{0}/words; cat {0}/answer.zip", programs.path().display());
    script(programs.path(), "bsdtar", &answer);
    let open = read(folder.path(), &mail, Some(programs.path()));
    assert_eq!(open["parts"][2]["became"], "wrapper");
    assert_eq!(open["parts"][2]["sha256"], closed["parts"][2]["sha256"], "the part as it was sent");
    assert_eq!(open["parts"][3]["path"], "1.2!文书.rar!传票.pdf");
    assert!(!codes(&open).contains(&"format-unsupported"));
    assert_eq!(fs::read(programs.path().join("asked")).unwrap(), rar, "it gets the bytes and no file");
    assert_eq!(fs::read_to_string(programs.path().join("words")).unwrap().trim(), "-cf - --format zip @-");

    script(programs.path(), "bsdtar", "cat >/dev/null; exit 1");
    assert_eq!(read(folder.path(), &mail, Some(programs.path()))["parts"][2]["became"], "unread");
    // What bsdtar cannot read in becomes an empty archive without a complaint.
    script(
        programs.path(),
        "bsdtar",
        "cat >/dev/null; printf 'PK\\005\\006\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0'",
    );
    let empty = read(folder.path(), &mail, Some(programs.path()));
    assert_eq!(empty["parts"][2]["became"], "unread");
    assert!(codes(&empty).contains(&"format-unsupported"));
}

#[test]
fn a_scan_is_read_where_tesseract_is_present_and_marked() {
    let folder = tempfile::tempdir().unwrap();
    let mail = mail("传票.png", b"\x89PNG\r\n\x1a\n\0\0");
    assert!(codes(&read(folder.path(), &mail, None)).contains(&"no-text"));
    let programs = tempfile::tempdir().unwrap();
    let says = "cat >/dev/null; echo '上 海 市 闵 行 区 人 民 法 院'; echo '传 票'; echo '(2026) 沪 0112 民 初 77 号'; echo '应到时间 : 2026 年 12 月 10 日 9 时 30 分'";
    script(programs.path(), "tesseract", says);
    let told = read(folder.path(), &mail, Some(programs.path()));
    assert!(codes(&told).contains(&"text-by-ocr") && !codes(&told).contains(&"no-text"), "{:?}", codes(&told));
    let service = &told["service"];
    assert_eq!(service["documents"][0]["kind"], "summons");
    assert_eq!(service["case_numbers"], json!(["（2026）沪0112民初77号"]));
    assert_eq!(service["hearings"][0]["starts"], "2026-12-10T09:30:00+08:00");
    let facts = service["facts"].as_array().unwrap();
    let hearing = facts.iter().find(|fact| fact["fact"] == "hearing").unwrap();
    assert_eq!(hearing["sure"], "inferred", "what was read off a picture is nobody's statement");
    assert!(told["deadlines"].as_array().unwrap().iter().all(|deadline| deadline["status"] != "final"));
}
