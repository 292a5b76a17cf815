//! Files people have, and files that are none.

use super::super::{Calendar, Day};
use super::*;

const JSON: &str = r#"{"$schema": "x", "year": 2027, "papers": ["https://example.test/2027"], "days": [
 {"name": "元旦", "date": "2027-01-01", "isOffDay": true}, {"name": "元旦", "date": "2027-01-02", "isOffDay": true},
 {"name": "元旦", "date": "2027-01-03", "isOffDay": true}, {"name": "元旦", "date": "2026-12-27", "isOffDay": false},
 {"name": "春节", "date": "2027-02-05", "isOffDay": true}, {"name": "春节", "date": "2027-02-08", "isOffDay": true},
 {"name": "清明节", "date": "2027-04-05", "isOffDay": true}, {"name": "劳动节", "date": "2027-05-01", "isOffDay": true},
 {"name": "劳动节", "date": "2027-05-03", "isOffDay": true}, {"name": "端午节", "date": "2027-06-09", "isOffDay": true},
 {"name": "中秋节", "date": "2027-09-15", "isOffDay": true}, {"name": "国庆节", "date": "2027-10-01", "isOffDay": true}]}"#;

fn as_csv(heading: &str, off: &str, worked: &str) -> String {
    let (year, _) = read_year(JSON, None, false).unwrap();
    let mut lines = vec![heading.to_owned()];
    lines.extend(year.rest.iter().map(|(date, name)| format!("{date},{name},{off}")));
    lines.extend(year.make_up.iter().map(|(date, name)| format!("{date},{name},{worked}")));
    lines.join("\r\n")
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn the_three_formats_say_the_same() {
    let (json, format) = read_year(JSON, None, false).unwrap();
    assert_eq!((format, json.notice[0].as_str()), ("holiday-cn", "https://example.test/2027"));
    let source = Some("https://example.test/2027");
    for (off, worked) in [("休", "班"), ("true", "false"), ("off", "work")] {
        let (csv, format) = read_year(&as_csv("日期,名称,休/班", off, worked), source, false).unwrap();
        assert_eq!((&csv, format), (&json, "csv"));
    }
    let dates = |days: &BTreeMap<NaiveDate, String>, of: &str| {
        days.iter().filter(|(_, name)| *name == of).map(|(date, _)| date.to_string()).collect::<Vec<_>>().join(", ")
    };
    let mut toml = "year = 2027\nnotice = [\"https://example.test/2027\"]\n".to_owned();
    for name in ["元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"] {
        let (rest, make_up) = (dates(&json.rest, name), dates(&json.make_up, name));
        toml.push_str(&format!("[[holiday]]\nname = \"{name}\"\nrest = [{rest}]\nmake_up = [{make_up}]\n"));
    }
    assert_eq!(read_year(&toml, None, false).unwrap(), (json, "toml"));
}

#[test]
fn an_imported_year_settles_what_was_provisional() {
    let mut calendar = Calendar::builtin().unwrap();
    calendar.lay(read_year(JSON, None, false).unwrap().0);
    assert!(calendar.is_published(2027) && calendar.is_settled(date("2026-12-31")));
    assert_eq!(calendar.day(date("2026-12-27")), Day::MakeUp("元旦"));
    assert_eq!(calendar.day(date("2026-10-01")), Day::Holiday("国庆节"));
}

#[test]
fn what_is_no_year_is_refused_by_name() {
    let code = |text: &str| read_year(text, None, false).unwrap_err().code;
    assert_eq!(code("{\"year\": 2027}"), "not-readable");
    assert_eq!(code("hello"), "not-readable");
    assert_eq!(code(&JSON.replace("\"papers\": [\"https://example.test/2027\"],", "")), "no-source");
    assert_eq!(code(&JSON.replace("2027-02-05", "2027-02-30")), "no-date");
    assert_eq!(code(&JSON.replace("2027-02-05", "2025-02-05")), "other-year");
    assert_eq!(code(&JSON.replace("2026-12-27", "2026-12-28")), "make-up-workday");
    assert_eq!(code(&JSON.replace("2027-10-01", "2027-10-09")), "not-a-year");
    assert_eq!(code(&as_csv("日期,名称,类型", "休", "别的")), "not-readable");
    assert_eq!(code(&as_csv("日期,名称,类型", "休", "班")), "no-source");
}

#[test]
fn the_days_of_a_region_need_not_be_a_whole_year() {
    let text = "2026-04-20,三月三,休\n2026-04-21,三月三,休\n";
    let (year, _) = read_year(text, Some("桂政办发"), true).unwrap();
    assert_eq!((year.year, year.rest.len()), (2026, 2));
    assert_eq!(read_year(text, Some("桂政办发"), false).unwrap_err().code, "not-a-year");
}
