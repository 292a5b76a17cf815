//! What an office keeps in its hands, from outside: closed cases, mails that were passed over, and the evidence of one service.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read as _};

use serde_json::Value;
use songda_core::id::Digest;
use songda_tests::court;
use songda_tests::platform::{LINK, Manner, Platform, all_of, mail, papers, pickup};
use songda_tests::{DROP, Songda, text};

fn serve(songda: &Songda, nth: u32) -> court::Sample {
    let sample = court::plain(nth);
    fs::write(songda.home().join(format!("drop/{nth}.eml")), sample.stamped()).unwrap();
    assert_eq!(songda.run(&["sync"]).code, 0);
    sample
}

fn case(songda: &Songda, number: &str) -> Value {
    songda.list("cases").into_iter().find(|row| text(row, "case_number") == number).unwrap()
}

#[test]
fn a_closed_case_says_why_and_changes_no_deadline() {
    let songda = Songda::with(DROP);
    let sample = serve(&songda, 1);
    let number = sample.case_number.as_str();
    let before = songda.list("deadlines");
    assert_eq!(songda.run(&["case", "close", number, "--why", " "]).json["error"]["code"], "case.no-reason");
    let told = songda.run(&["case", "close", number, "--why", "调解书已履行", "--by", "李明"]);
    assert_eq!(told.code, 0, "{}", told.said);
    let closed = case(&songda, number)["closed"].clone();
    assert_eq!(
        (text(&closed, "why"), text(&closed, "by"), &closed["served_since"]),
        ("调解书已履行", "李明", &false.into())
    );
    assert_eq!(songda.list("deadlines"), before);
    let lists = songda.lists();
    assert_eq!(songda.run(&["rebuild"]).code, 0);
    assert_eq!(songda.lists(), lists);
    let again = songda.run(&["case", "reopen", number, "--why", "对方申请执行"]);
    assert_eq!((again.code, &again.json["case"]["closed"]), (0, &Value::Null), "{}", again.said);
}

#[test]
fn a_case_names_those_who_stand_against_the_office() {
    let songda = Songda::with(DROP);
    let sample = serve(&songda, 1);
    assert_eq!(case(&songda, &sample.case_number)["opponents"], serde_json::json!(["示例甲"]));
    assert_eq!(songda.list("services")[0]["opponents"], serde_json::json!(["示例甲"]));
}

#[test]
fn a_passed_over_mail_of_an_unknown_sender_serves_once_its_court_was_asked() {
    let songda = Songda::with(DROP);
    let raw = "From: clerk@office-of-court.example.test\r\nTo: service@example.test\r\nSubject: =?utf-8?B?6YCa55+l?=\r\n\
               Message-ID: <1@office-of-court.example.test>\r\nDate: Fri, 20 Nov 2026 16:40:02 +0800\r\nMIME-Version: 1.0\r\n\
               Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n请来一趟。\r\n";
    fs::write(songda.home().join("drop/1.eml"), raw).unwrap();
    assert_eq!(songda.run(&["sync"]).code, 0);
    assert!(songda.list("services").is_empty());
    let digest = Digest::of(raw.as_bytes()).to_string();
    assert_eq!(songda.run(&["teach", &digest]).json["error"]["code"], "teach.refused");
    assert_eq!(songda.run(&["teach", &digest, "--court", "某某单位"]).code, 1);
    let told = songda.run(&["teach", &digest, "--court", court::COURT, "--by", "李明"]);
    assert_eq!(told.code, 0, "{}", told.said);
    assert_eq!(told.json["rows"][0]["senders"], serde_json::json!(["clerk@office-of-court.example.test"]));
    let services = songda.list("services");
    assert_eq!(services.len(), 1);
    assert_ne!(text(&services[0], "verdict"), "proven", "a person's word authenticates nothing");
}

#[test]
fn a_number_given_by_a_person_answers_the_doubt_about_it() {
    let songda = Songda::with(DROP);
    let sample = court::plain(1);
    let raw = String::from_utf8(sample.stamped()).unwrap();
    // A mail whose words name no case, with papers nobody can read.
    let head: Vec<&str> = raw.split("\r\n\r\n").next().unwrap().lines().collect();
    let kept: Vec<&str> = head
        .iter()
        .filter(|line| {
            line.starts_with("Authentication")
                || line.starts_with("Received")
                || line.starts_with('\t')
                || line.starts_with("From:")
                || line.starts_with("Date:")
                || line.starts_with("Message-ID")
        })
        .copied()
        .collect();
    let mail = format!(
        "{}\r\nSubject: =?utf-8?B?6YCB6L6+5paH5Lmm?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
         --b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{}：现向你公司送达诉讼文书，请查收。{}\r\n\
         --b\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\n%PDF-1.4\r\n--b--\r\n",
        kept.join("\r\n"),
        "示例物业管理有限公司",
        court::COURT
    );
    fs::write(songda.home().join("drop/1.eml"), mail).unwrap();
    songda.run(&["sync"]);
    let services = songda.list("services");
    let id = text(&services[0], "id").to_owned();
    assert_eq!(services[0]["case_numbers"], serde_json::json!([]));
    let open = |songda: &Songda| -> Vec<String> {
        let rows = songda.list("doubts").into_iter().filter(|row| row["settled"] == false);
        rows.map(|row| text(&row, "code").to_owned()).collect()
    };
    assert!(open(&songda).iter().any(|code| code == "case-number-missing"), "{:?}", open(&songda));
    let told = songda.run(&["correct", &id, "--fact", "case-number", "--value", "(2026)沪0112民初7号", "--by", "王敏"]);
    assert_eq!(told.code, 0, "{}", told.said);
    assert_eq!(told.json["service"]["case_numbers"], serde_json::json!(["（2026）沪0112民初7号"]));
    assert!(!open(&songda).iter().any(|code| code == "case-number-missing"));
    case(&songda, "（2026）沪0112民初7号");
    let lists = songda.lists();
    assert_eq!(songda.run(&["rebuild"]).code, 0);
    assert_eq!(songda.lists(), lists);
}

#[test]
fn the_evidence_of_a_service_is_whole_and_bears_its_digests() {
    let songda = Songda::with(DROP);
    let sample = serve(&songda, 1);
    let id = text(&songda.list("services")[0], "id").to_owned();
    assert_eq!(songda.run(&["acknowledge", &id, "--no-undo"]).code, 0);
    assert_eq!(songda.run(&["send"]).code, 0);
    let out = songda.home().join("证据.zip");
    let path = out.to_str().unwrap();
    let told = songda.run(&["export", "bundle", &id, "--out", path]);
    assert_eq!(told.code, 0, "{}", told.said);
    assert_eq!(songda.run(&["export", "bundle", &id, "--out", path]).code, 1, "nothing is overwritten");
    let mut archive = zip::ZipArchive::new(Cursor::new(fs::read(&out).unwrap())).unwrap();
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for nth in 0..archive.len() {
        let mut file = archive.by_index(nth).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        let name = file.name().expect("a name").into_owned();
        files.insert(name, bytes);
    }
    assert_eq!(files["01_原始邮件.eml"], sample.stamped());
    let papers: Vec<&Vec<u8>> =
        files.iter().filter(|(name, _)| name.starts_with("02_附件/")).map(|(_, bytes)| bytes).collect();
    assert_eq!(papers.len(), sample.documents.len());
    assert!(sample.documents.iter().all(|paper| papers.contains(&paper)));
    let proof: Value = serde_json::from_slice(&files["03_到达证明.json"]).unwrap();
    assert_eq!(proof["mails"][0]["sha256"], Digest::of(&sample.stamped()).to_string());
    assert!(proof["mails"][0]["sightings"].as_array().is_some_and(|seen| !seen.is_empty()));
    assert!(String::from_utf8_lossy(&files["04_回执.eml"]).contains("Message-ID"));
    let log = String::from_utf8(files["06_操作记录.csv"].clone()).unwrap();
    assert!(log.starts_with('\u{feff}') && log.contains("receipt-queued") && log.contains("arrived"), "{log}");
    let list = String::from_utf8(files["manifest.sha256"].clone()).unwrap();
    assert_eq!(list.lines().count() + 1, files.len());
    for line in list.lines() {
        let (digest, name) = line.split_once("  ").unwrap();
        assert_eq!(Digest::of(&files[name]).to_string(), digest, "{name}");
    }
}

#[test]
fn the_evidence_of_a_service_holds_what_the_platform_answered_and_its_certificate() {
    let documents = papers(2);
    let platform = Platform::start(Manner { documents: documents.clone(), ..Manner::default() });
    let songda = Songda::with(&format!("{DROP}{}old_tls = [\"localhost\"]\n", platform.settings(&["drop"])));
    fs::write(songda.home().join("drop/link.eml"), mail(LINK)).unwrap();
    assert_eq!(songda.run(&["sync"]).code, 0);
    let (service, out) = (text(&pickup(&songda), "service").to_owned(), songda.home().join("证据.zip"));
    let told = songda.run(&["export", "bundle", &service, "--out", &out.to_string_lossy()]);
    assert_eq!(told.code, 0, "{}", told.said);
    let mut archive = zip::ZipArchive::new(fs::File::open(&out).unwrap()).unwrap();
    let mut read = |name: &str| {
        let mut bytes = Vec::new();
        archive.by_name(name).unwrap_or_else(|_| panic!("no {name}")).read_to_end(&mut bytes).unwrap();
        bytes
    };
    let proof: Value = serde_json::from_slice(&read("03_到达证明.json")).unwrap();
    let steps = proof["pickups"].as_array().unwrap();
    let of = |step: &str| steps.iter().filter(|it| it["step"] == step).cloned().collect::<Vec<_>>();
    let (listed, stored) = (of("listed"), of("stored"));
    assert!(listed.len() == 1 && stored.len() == 2, "{steps:?}");
    let place = format!("localhost:{}", platform.port());
    for step in steps {
        assert_eq!(
            (text(step, "host"), &step["old_tls"], &step["proxy"]),
            (place.as_str(), &true.into(), &Value::Null)
        );
        assert!(step["at"].is_string() && step["errand"] == pickup(&songda)["errand"], "{step}");
    }
    let came: Vec<&str> = stored.iter().map(|it| text(&it["document"], "sha256")).collect();
    assert!(came.iter().all(|digest| all_of(&documents).contains(*digest)), "{came:?}");
    // The list as it came, and the certificate the platform showed, byte for byte.
    let answer = read(text(&listed[0]["answer"], "file"));
    assert!(String::from_utf8_lossy(&answer).contains("WS0"), "{}", String::from_utf8_lossy(&answer));
    assert_eq!(Digest::of(&answer).to_string(), text(&listed[0]["answer"], "sha256"));
    let body = |pem: &[u8]| -> String {
        String::from_utf8_lossy(pem).lines().filter(|line| !line.starts_with("-----")).map(str::trim).collect()
    };
    let own = body(&fs::read(platform.ca_file()).unwrap());
    for step in [&listed[0], &stored[0]] {
        let (chain, name) = (&step["chain"], text(&step["chain"], "file"));
        assert!(name.starts_with("07_平台取件/") && name.ends_with(".pem"), "{step}");
        let pem = read(name);
        assert_eq!((body(&pem), Digest::of(&pem).to_string().as_str()), (own.clone(), text(chain, "sha256")));
    }
    let manifest = String::from_utf8(read("manifest.sha256")).unwrap();
    assert!(manifest.contains(text(&listed[0]["chain"], "file")), "{manifest}");
}
