//! Plans: where documents go, and that nothing a mail says leads out of the case root.

use proptest::prelude::*;

use super::*;
use crate::identify::{CourtName, Found};
use crate::mail::{Became, Part};
use crate::office::Regime;
use crate::trust::Verdict;

fn part(path: &str, name: &str, bytes: &[u8]) -> Part {
    Part {
        path: path.to_owned(),
        media_type: "application/pdf".to_owned(),
        name: Some(name.to_owned()),
        name_as_sent: None,
        size_bytes: bytes.len() as u64,
        sha256: Digest::of(bytes),
        became: Became::Document,
        why: None,
        bytes: bytes.to_vec(),
    }
}

fn document(part: &str, title: &str, case_number: Option<&str>) -> FoundDocument {
    FoundDocument {
        part: part.to_owned(),
        title: title.to_owned(),
        name: None,
        kind: None,
        kind_from_text: false,
        case_number: case_number.map(str::to_owned),
        suffix: None,
        pages: None,
        text: String::new(),
    }
}

fn served(court: &str, number: &str, documents: Vec<FoundDocument>) -> Service {
    Service {
        id: crate::id::ServiceId::of(&Digest::zero()),
        found: Found {
            court: Some(CourtName { code: "沪0112".into(), name: court.into() }),
            case_numbers: vec![number.to_owned()],
            cause: Some("物业服务合同纠纷".into()),
            documents,
            ..Found::default()
        },
        verdict: Verdict::Proven,
        regime: Regime::Confirmed,
        sent_by_court: None,
        arrived: chrono::DateTime::parse_from_rfc3339("2026-11-20T16:42:11+08:00").ok(),
        by_hand: false,
        own: Vec::new(),
        for_another: false,
        held: Vec::new(),
        subject: String::new(),
        body: String::new(),
        chosen: None,
        off_register: false,
    }
}

fn mail(parts: Vec<Part>) -> Mail {
    let mut mail = crate::mail::read(b"Subject: x\r\n\r\nx").0;
    mail.parts = parts;
    mail
}

const NUMBER: &str = "（2026）沪0112民初12345号";

#[test]
fn a_plan_reads_as_the_office_knows_it() {
    let mail = mail(vec![part("1.2", "传票.pdf", b"a"), part("1.3", "x.PDF", b"b"), part("1.4", "again.pdf", b"a")]);
    let documents =
        vec![document("1.2", "传票", None), document("1.3", "应诉通知书", Some(NUMBER)), document("1.4", "传票", None)];
    let service = served("上海市闵行区人民法院", NUMBER, documents);
    let files = plan(&mail, &service, &Office::default()).files;
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let folder = format!("上海市闵行区人民法院/{NUMBER}/2026-11-20 送达");
    // Equal bytes lie once.
    assert_eq!(
        paths,
        [format!("{folder}/01 传票.pdf"), format!("{folder}/02 应诉通知书.PDF"), format!("{folder}/01 传票.pdf")]
    );
    let office = Office {
        folder_pattern: "{year}/{case_number} {cause}/{arrived_on} {nn} {title}".into(),
        keeps_original: true,
        ..Office::default()
    };
    let plan = plan(&mail, &service, &office);
    assert_eq!(plan.files[0].path, format!("2026/{NUMBER} 物业服务合同纠纷/2026-11-20 01 传票.pdf"));
    assert_eq!(plan.original.as_deref(), Some(format!("2026/{NUMBER} 物业服务合同纠纷/00 来信原件.eml").as_str()));
}

#[test]
fn what_could_not_be_opened_has_a_place_too() {
    let mut closed = part("1.3", "证据（加密）.rar", b"Rar!\x1a\x07");
    closed.became = Became::Unread;
    let mut empty = part("1.4", "空.zip", b"");
    empty.became = Became::Unread;
    let mut refused = part("1.5", "x.exe", b"MZ");
    refused.became = Became::Refused;
    let mut half = part("1.6", "证据.rar", b"Rar!\x1a\x07half");
    half.became = Became::Wrapper;
    let mut whole = part("1.7", "材料.zip", b"");
    whole.became = Became::Wrapper;
    let mail = mail(vec![part("1.2", "传票.pdf", b"a"), closed, empty, refused, half, whole]);
    let plan = plan(&mail, &served("某法院", NUMBER, vec![document("1.2", "传票", None)]), &Office::default());
    let folder = format!("某法院/{NUMBER}/2026-11-20 送达");
    let expected = PlannedFile { part: "1.3".into(), path: format!("{folder}/02 证据（加密）.rar") };
    let beside = PlannedFile { part: "1.6".into(), path: format!("{folder}/03 证据.rar") };
    assert_eq!(plan.unopened, [expected, beside]);
}

#[test]
fn a_name_without_ending_gets_the_one_its_bytes_tell() {
    let ending = |name: &str, bytes: &[u8]| ending_of(&part("1", name, bytes)).to_owned();
    assert_eq!(ending("传票", b"%PDF-1.7"), ".pdf");
    assert_eq!(ending(".pdf", b"%PDF-1.7"), ".pdf");
    assert_eq!(ending("传票.pdf .", b"%PDF-1.7"), ".pdf");
    assert_eq!(ending("照片", b"\xff\xd8\xff\xe0"), ".jpg");
    assert_eq!(ending("传票.png", b"%PDF-1.7"), ".pdf", "a system opens a file by its ending alone");
    assert_eq!((ending("照片.JPEG", b"\xff\xd8\xff"), ending("表.et", b"PK")), (".JPEG".into(), ".et".into()));
    assert_eq!(ending("说明", b"text"), "");
}

#[test]
fn letters_that_a_system_takes_for_one_are_one() {
    for (one, other) in [("ẞ", "ss"), ("ß", "SS"), ("ſ", "S"), ("传票.PDF", "传票.pdf"), ("Å", "å")] {
        assert_eq!(folded(one), folded(other), "{one} {other}");
    }
}

#[test]
fn a_link_without_papers_still_has_a_folder_for_its_mail() {
    let office = Office { keeps_original: true, ..Office::default() };
    let plan = plan(&mail(Vec::new()), &served("某法院", NUMBER, Vec::new()), &office);
    assert_eq!(plan.original.as_deref(), Some(format!("某法院/{NUMBER}/2026-11-20 送达/00 来信原件.eml").as_str()));
}

#[test]
fn long_titles_are_cut_until_the_path_is_short_and_the_number_stays_whole() {
    let title = "关于".repeat(200);
    let court = "某".repeat(90);
    let mail = mail(vec![part("1", "a.pdf", b"a"), part("2", "b.pdf", b"b")]);
    let documents = vec![document("1", &title, None), document("2", &title, None)];
    let files = plan(&mail, &served(&court, NUMBER, documents), &Office::default()).files;
    for file in &files {
        assert!(units(&file.path) <= LONGEST_PATH, "{}", file.path);
        assert!(file.path.contains(&format!("/{NUMBER}/")), "{}", file.path);
        assert!(file.path.ends_with(".pdf"));
    }
    assert_ne!(files[0].path, files[1].path);
}

#[test]
fn names_that_differ_only_in_case_get_different_files() {
    let mail = mail(vec![part("1", "a.pdf", b"a"), part("2", "b.pdf", b"b")]);
    let office = Office { folder_pattern: "{case_number}/{title}".into(), ..Office::default() };
    let documents = vec![document("1", "Notice", None), document("2", "NOTICE", None)];
    let files = plan(&mail, &served("某法院", NUMBER, documents), &office).files;
    assert_eq!(files[1].path, format!("{NUMBER}/NOTICE (2).pdf"));
}

#[test]
fn only_plain_extensions_are_kept() {
    assert_eq!(extension_of("传票.pdf"), ".pdf");
    assert_eq!(extension_of("传票.民初"), "");
    assert_eq!(extension_of(".bashrc"), "");
}

#[test]
fn a_preview_shows_where_a_document_would_go() {
    let value = |field| match field {
        Field::Title => "传票".to_owned(),
        Field::Number => "01".to_owned(),
        _ => "某".to_owned(),
    };
    assert_eq!(preview("{court}/{case_number}", &value).unwrap(), "某/某/01 传票.pdf");
    assert!(preview("../{court}", &value).is_err());
}

proptest! {
    /// Whatever a mail calls its court, case, cause and papers, and whatever pattern an office may set: every file
    /// lies below the case root, at a path every system takes, and no two documents at one.
    #[test]
    fn no_plan_leaves_the_root(
        court in "\\PC{0,60}|[./\\\\:*?\"<>| ]{0,20}|(\\.\\./){1,6}etc",
        number in "\\PC{0,40}|(\\.\\.[/\\\\]){0,6}",
        titles in proptest::collection::vec("\\PC{0,120}|[./\\\\:\\x00-\\x1f ]{0,20}|con|nul\\.pdf", 1..6),
        names in proptest::collection::vec("\\PC{0,40}|.{0,10}\\.[a-z/.]{0,6}", 6),
        closed in proptest::collection::vec("\\PC{0,300}|.{0,20}\\.(zip|rar)|con\\.zip|[./\\\\:]{0,9}", 0..4),
        pattern in "|\\{court\\}/\\{case_number\\}|[\\PC&&[^{}]]{0,30}|\\{case_number\\} \\{cause\\}/\\{nn\\} \\{title\\}",
    ) {
        let mut parts: Vec<Part> = titles.iter().zip(&names).enumerate()
            .map(|(nth, (_, name))| part(&nth.to_string(), name, nth.to_string().as_bytes())).collect();
        // Archives that nobody could open are filed as they came.
        parts.extend(closed.iter().enumerate().map(|(nth, name)| Part {
            became: Became::Unread,
            ..part(&format!("9.{nth}"), name, format!("closed {nth}").as_bytes())
        }));
        let documents = titles.iter().enumerate().map(|(nth, title)| document(&nth.to_string(), title, None)).collect();
        let office = Office { folder_pattern: pattern, keeps_original: true, ..Office::default() };
        let plan = plan(&mail(parts), &served(&court, &number, documents), &office);
        prop_assert_eq!(plan.unopened.len(), closed.len());
        // A number behind a name that is taken, and the mail's own name, may come on top.
        let longest = LONGEST_PATH + units(ORIGINAL_NAME);
        for path in plan.files.iter().chain(&plan.unopened).map(|file| &file.path).chain(&plan.original) {
            prop_assert!(is_inside(path), "{path:?}");
            prop_assert!(units(path) <= longest && path.split('/').all(|name| name.len() <= 255), "{path:?}");
        }
        let all = plan.files.iter().chain(&plan.unopened);
        let mut paths: Vec<String> = all.map(|file| file.path.to_lowercase()).collect();
        paths.sort();
        paths.dedup();
        prop_assert_eq!(paths.len(), titles.len() + closed.len(), "no two documents at one path");
    }
}
