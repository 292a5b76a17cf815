//! The table file read back: sheets, digits, dates.

use std::io::Read as _;

use super::*;

fn row() -> LedgerRow {
    LedgerRow {
        document: "d".to_owned(),
        service: "s".to_owned(),
        arrived: Some("2026-11-20T16:42:11+08:00".to_owned()),
        first_seen: "2026-11-20T16:42:30+08:00".to_owned(),
        case_number: Some("（2026）沪0112民初12345号".to_owned()),
        opponents: vec!["示例甲".to_owned(), "示例乙".to_owned()],
        title: "=1+1".to_owned(),
        verdict: "proven".to_owned(),
        receipt: "none".to_owned(),
        last_day: Some("2026-12-07".to_owned()),
        sha256: "00112233445566778899".to_owned(),
        ..LedgerRow::default()
    }
}

fn about() -> About {
    About {
        office: "示例物业管理有限公司".to_owned(),
        query: LedgerQuery::default(),
        at: "2026-11-28T10:00:00+08:00".to_owned(),
        rules: 3,
        years: vec![2026],
        version: "0",
    }
}

fn part(file: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn three_sheets_with_text_as_text_and_dates_as_dates() {
    let file = draw(&[row()], &Statistics::default(), &about(), Language::Zh).unwrap();
    let book = part(&file, "xl/workbook.xml");
    for name in ["送达台账", "统计", "说明"] {
        assert!(book.contains(&format!("name=\"{name}\"")), "{name}");
    }
    let strings = part(&file, "xl/sharedStrings.xml");
    assert!(strings.contains("（2026）沪0112民初12345号") && strings.contains("00112233445566778899"));
    assert!(strings.contains("示例甲、示例乙"));
    // What looks like a formula stays a text.
    let sheet = part(&file, "xl/worksheets/sheet1.xml");
    assert!(strings.contains("=1+1") && !sheet.contains("<f>"));
    // 2026-12-07 and 2026-11-20 16:42:11 as the format counts days since 1900.
    assert!(sheet.contains("<v>46363</v>"), "{sheet}");
    assert!(sheet.contains("<v>46346.69"), "{sheet}");
    assert!(sheet.contains("<autoFilter") && sheet.contains("state=\"frozen\""));
    let book_names = book.contains("_xlnm.Print_Titles");
    assert!(book_names, "the head is repeated on every printed page");
}

#[test]
fn an_empty_ledger_is_a_file_too_and_both_languages_have_every_column() {
    let zh = Words::of(Language::Zh);
    let en = Words::of(Language::En);
    assert_eq!(zh.columns.len(), en.columns.len());
    assert_eq!(cells(1, &row(), &zh).len(), zh.columns.len());
    for language in [Language::Zh, Language::En] {
        let file = draw(&[], &Statistics::default(), &about(), language).unwrap();
        assert!(part(&file, "xl/worksheets/sheet3.xml").contains("<row"));
    }
}
