//! What days are, by the notices that ship and by those that come later.

use super::*;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn every_year_from_2007_to_2026_is_published_and_2027_is_not() {
    let calendar = Calendar::builtin().unwrap();
    assert!((2007..=2026).all(|year| calendar.is_published(year)));
    assert!(!calendar.is_published(2006) && !calendar.is_published(2027));
}

#[test]
fn days_are_what_the_notices_say() {
    let calendar = Calendar::builtin().unwrap();
    assert_eq!(calendar.day(date("2026-10-07")), Day::Holiday("国庆节"));
    assert_eq!(calendar.day(date("2026-10-10")), Day::MakeUp("国庆节"));
    assert_eq!(calendar.day(date("2026-11-21")), Day::Weekend);
    assert_eq!(calendar.day(date("2026-11-23")), Day::Workday);
    // The notice for 2008 made the last Saturday of 2007 a working day.
    assert_eq!(calendar.day(date("2007-12-29")), Day::MakeUp("元旦"));
}

#[test]
fn a_year_without_a_notice_has_weekends_and_statutory_days() {
    let calendar = Calendar::builtin().unwrap();
    assert_eq!(calendar.day(date("2027-02-08")), Day::Holiday("春节"));
    assert_eq!(calendar.day(date("2030-05-02")), Day::Holiday("劳动节"));
    assert_eq!(calendar.day(date("2030-05-03")), Day::Workday);
    assert_eq!(calendar.day(date("2030-10-03")), Day::Holiday("国庆节"));
    assert_eq!(calendar.day(date("2030-10-05")), Day::Weekend);
    assert!(!calendar.is_rest(date("2030-10-04")));
}

#[test]
fn the_end_of_december_waits_for_the_next_notice() {
    let calendar = Calendar::builtin().unwrap();
    assert!(calendar.is_settled(date("2026-12-19")));
    assert!(!calendar.is_settled(date("2026-12-20")));
    assert!(calendar.is_settled(date("2025-12-31")));
}

#[test]
fn a_year_without_a_source_and_an_unknown_key_are_refused() {
    let mut calendar = Calendar::default();
    let refused = calendar.add_year("2031.toml", "year = 2031\nnotice = []\nholiday = []\n");
    assert!(refused.unwrap_err().to_string().contains("without a source"));
    let refused = calendar.add_year("2031.toml", "year = 2031\nnotice = [\"x\"]\nholiday = []\ncolour = 1\n");
    assert!(refused.unwrap_err().to_string().contains("colour"));
}

#[test]
fn a_notice_that_comes_later_settles_the_year() {
    let mut calendar = Calendar::builtin().unwrap();
    let text = "year = 2027\nnotice = [\"https://example.test/2027\"]\n[[holiday]]\nname = \"元旦\"\nrest = [2027-01-01, 2027-01-02, 2027-01-03]\nmake_up = [2026-12-27]\n";
    let before = calendar.digest();
    calendar.add_year("2027.toml", text).unwrap();
    assert_ne!(calendar.digest(), before);
    // What was only worked out beforehand gives way to the notice.
    assert_eq!(calendar.day(date("2027-02-08")), Day::Workday);
    assert!(calendar.is_settled(date("2026-12-27")));
    assert_eq!(calendar.day(date("2026-12-27")), Day::MakeUp("元旦"));
}

#[test]
fn days_of_a_region_count_for_its_courts_alone() {
    let mut calendar = Calendar::builtin().unwrap();
    let feast = Year { year: 2026, rest: [(date("2026-04-20"), "三月三".to_owned())].into(), ..Year::default() };
    calendar.lay_region("桂", feast);
    assert_eq!(calendar.of_court(Some("桂0103")).day(date("2026-04-20")), Day::Holiday("三月三"));
    assert_eq!(calendar.of_court(Some("沪0112")).day(date("2026-04-20")), Day::Workday);
    assert_eq!(calendar.of_court(None).day(date("2026-04-20")), Day::Workday);
    assert_eq!(calendar.of_court(Some("桂0103")).day(date("2026-10-01")), Day::Holiday("国庆节"));
    assert!(calendar.of_court(Some("桂0103")).is_published(2026));
}
