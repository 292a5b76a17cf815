//! Mails with digital signatures, signed by OpenSSL: what is said of each, and of those that were changed afterwards.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use songda_tests::program;

const TEXT: &str = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\
                    示例物业有限公司：现向你单位送达（2026）沪0112民初12345号案件的传票，请查收。\r\n上海市闵行区人民法院\r\n";

fn openssl(folder: &Path, words: &[&str]) {
    let done = Command::new("openssl").args(words).current_dir(folder).output().unwrap();
    assert!(done.status.success(), "openssl {words:?}: {}", String::from_utf8_lossy(&done.stderr));
}

/// A folder with keys, their certificates and the text to sign.
fn desk() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("text.eml"), TEXT).unwrap();
    for (name, key) in [("rsa", "rsa:2048"), ("ec", "ec")] {
        let (kept, made) = (format!("{name}.key"), format!("{name}.crt"));
        let mut words = vec!["req", "-x509", "-nodes", "-newkey", key, "-keyout", &kept, "-out", &made, "-days", "2"];
        words.extend(["-subj", "/CN=电子送达/O=示例法院", "-utf8"]);
        words.extend(["-addext", "subjectAltName=email:sd@court.example.test"]);
        if name == "ec" {
            words.extend(["-pkeyopt", "ec_paramgen_curve:P-256"]);
        }
        openssl(folder.path(), &words);
    }
    folder
}

/// The text signed in a way of OpenSSL's, as a mail.
fn signed(desk: &Path, key: &str, more: &[&str]) -> Vec<u8> {
    let (kept, made) = (format!("{key}.key"), format!("{key}.crt"));
    let mut words = vec!["cms", "-sign", "-in", "text.eml", "-out", "signed.eml", "-signer", &made, "-inkey", &kept];
    words.extend(["-from", "上海市闵行区人民法院 <sd@court.example.test>"]);
    words.extend(["-subject", "送达", "-to", "legal@office.example"]);
    words.extend(more);
    openssl(desk, &words);
    fs::read(desk.join("signed.eml")).unwrap()
}

/// Code and detail of what is said of the signature.
fn said(mail: &[u8]) -> (String, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mail.eml");
    fs::write(&file, mail).unwrap();
    let done = Command::new(program("songda")).arg("read").arg(&file).arg("--json").output().unwrap();
    let told: Value = serde_json::from_slice(&done.stdout).unwrap();
    let reasons = told["trust"]["reasons"].as_array().unwrap().clone();
    let text = |reason: &Value, field: &str| reason[field].as_str().unwrap_or_default().to_owned();
    let found = reasons.iter().find(|reason| text(reason, "code").starts_with("smime-"));
    found.map(|reason| (text(reason, "code"), text(reason, "detail"))).unwrap_or_default()
}

#[test]
fn a_signature_is_checked_in_every_usual_form() {
    let desk = desk();
    let ways: [(&str, &[&str]); 8] = [
        ("rsa", &[]),
        ("ec", &[]),
        ("rsa", &["-md", "sha384"]),
        ("rsa", &["-md", "sha512", "-nodetach"]),
        ("ec", &["-nodetach", "-stream"]),
        ("rsa", &["-keyid"]),
        ("rsa", &["-noattr"]),
        ("rsa", &["-crlfeol"]),
    ];
    for (key, more) in ways {
        let mail = signed(desk.path(), key, more);
        let (code, detail) = said(&mail);
        assert_eq!(code, "smime-fits", "{key} {more:?}: {detail}");
        assert!(detail.contains("CN=电子送达") && !detail.contains("不是发件人"), "{detail}");
    }
}

#[test]
fn a_changed_mail_and_what_cannot_be_checked_are_told_apart() {
    let desk = desk();
    let mail = String::from_utf8(signed(desk.path(), "rsa", &[])).unwrap();
    let changed = mail.replace("12345号", "12346号");
    assert_ne!(mail, changed);
    assert_eq!(said(changed.as_bytes()).0, "smime-broken");
    // Another's signature under the same text.
    let other = String::from_utf8(signed(desk.path(), "rsa", &["-noattr"])).unwrap();
    fs::write(desk.path().join("text.eml"), TEXT.replace("传票", "判决书")).unwrap();
    let foreign = String::from_utf8(signed(desk.path(), "rsa", &["-noattr"])).unwrap();
    assert_eq!(said(foreign.replace("判决书", "传票").as_bytes()).0, "smime-broken");
    fs::write(desk.path().join("text.eml"), TEXT).unwrap();
    let elsewhere = other.replace("sd@court.example.test", "sd@other.example.test");
    let (code, detail) = said(elsewhere.as_bytes());
    assert!(code == "smime-fits" && detail.contains("不是发件人"), "{code} {detail}");
    let unknown: [&[&str]; 3] = [&["-md", "sha1"], &["-keyopt", "rsa_padding_mode:pss"], &["-nocerts"]];
    for more in unknown {
        assert_eq!(said(&signed(desk.path(), "rsa", more)).0, "smime-not-checked", "{more:?}");
    }
    let cut = mail.split("-----").next().unwrap();
    assert!(!said(cut.as_bytes()).0.contains("fits"));
    assert_eq!(said(TEXT.as_bytes()), (String::new(), String::new()));
}
