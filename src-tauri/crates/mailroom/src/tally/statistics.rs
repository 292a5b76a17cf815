//! Statistics 统计: each part answers one question of the people who answer for the mailbox.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::{DateTime, Datelike as _, Days, FixedOffset, Months, NaiveDate};
use songda_core::calendar::Calendar;
use songda_core::reference::Reference;

use super::{Kept, Row, count, counted, is_acknowledged};
use crate::view::{DayAhead, DeadlineMonth, DoubtCount, KindMonths, ReceiptMonth, Speed, Statistics, TrustMonth, Week};

/// Weeks told of: a quarter, so that a trend can be seen and the bars stay readable.
const WEEKS: u64 = 13;
/// Days ahead.
const AHEAD: u64 = 14;
/// Kinds that have a row of their own; the rest is one row.
const MOST_KINDS: usize = 12;
/// Most courts told of.
const MOST_COURTS: usize = 12;

/// What statistics are told from.
pub struct Material<'a> {
    /// The ledger.
    pub rows: &'a [Arc<Kept>],
    /// Last day and state of every deadline.
    pub deadlines: &'a [(Option<&'a str>, &'a str)],
    /// Code of every doubt, and whether it is settled.
    pub doubts: &'a [(String, bool)],
    /// Starts of court sittings.
    pub hearings: &'a [String],
}

/// Tells the statistics of the last `months` months, this one included.
pub fn tell(told: &Material<'_>, reference: &Reference, today: NaiveDate, months: u32) -> Statistics {
    let months: Vec<String> = (0..months).rev().filter_map(|ago| month_before(today, ago)).collect();
    let mut services: Vec<&Row> = Vec::new();
    for row in told.rows.iter().map(|kept| &kept.row) {
        // Rows of one service stand together.
        if services.last().is_none_or(|last| last.service != row.service) {
            services.push(row);
        }
    }
    let recent: Vec<&Row> = services.iter().copied().filter(|row| months.iter().any(|m| *m == month(row))).collect();
    let mut courts = counted(recent.iter().filter_map(|row| row.court.as_deref()));
    courts.truncate(MOST_COURTS);
    Statistics {
        weeks: weeks(told.rows, &services, today),
        courts,
        speed: months.iter().map(|month| speed(month, &recent)).collect(),
        receipts: months.iter().map(|month| receipts(month, &recent, &reference.calendar)).collect(),
        deadlines: deadlines(&months, told.deadlines),
        kinds: kinds(&months, told.rows, reference),
        ahead: ahead(told, &reference.calendar, today),
        doubts: doubts(told.doubts),
        trust: months.iter().map(|month| trust(month, &recent)).collect(),
        months,
    }
}

fn month_before(today: NaiveDate, ago: u32) -> Option<String> {
    let first = today.with_day(1)?.checked_sub_months(Months::new(ago))?;
    Some(first.format("%Y-%m").to_string())
}

fn arrival(row: &Row) -> &str {
    row.arrived.as_deref().unwrap_or(&row.first_seen)
}

fn month(row: &Row) -> &str {
    arrival(row).get(..7).unwrap_or_default()
}

fn moment(text: &str) -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc3339(text).ok().map(songda_core::intake::court_time)
}

fn monday_of(date: NaiveDate) -> NaiveDate {
    date - Days::new(u64::from(date.weekday().num_days_from_monday()))
}

fn weeks(rows: &[Arc<Kept>], services: &[&Row], today: NaiveDate) -> Vec<Week> {
    let week_of = |row: &Row| moment(arrival(row)).map(|at| monday_of(at.date_naive()));
    let (mut of_services, mut of_documents) = (HashMap::<NaiveDate, u32>::new(), HashMap::<NaiveDate, u32>::new());
    for week in services.iter().filter_map(|row| week_of(row)) {
        *of_services.entry(week).or_default() += 1;
    }
    for week in rows.iter().filter(|kept| !kept.row.document.as_str().is_empty()).filter_map(|kept| week_of(&kept.row))
    {
        *of_documents.entry(week).or_default() += 1;
    }
    let this = monday_of(today);
    let mondays = (0..WEEKS).rev().map(|ago| this - Days::new(7 * ago));
    let of = |counts: &HashMap<NaiveDate, u32>, monday: &NaiveDate| counts.get(monday).copied().unwrap_or(0);
    mondays
        .map(|monday| Week {
            monday: monday.to_string(),
            services: of(&of_services, &monday),
            documents: of(&of_documents, &monday),
        })
        .collect()
}

fn speed(of: &str, services: &[&Row]) -> Speed {
    let hours = |later: &str, row: &Row| {
        let between = moment(later)? - moment(row.arrived.as_deref()?)?;
        Some(f64::from(i32::try_from(between.num_minutes().max(0)).ok()?) / 60.0)
    };
    let here = || services.iter().filter(|row| month(row) == of && &*row.channel != "import");
    let seen: Vec<f64> = here().filter_map(|row| hours(&row.first_seen, row)).collect();
    let sent: Vec<f64> = here().filter_map(|row| hours(row.receipt_at.as_deref()?, row)).collect();
    Speed {
        month: of.to_owned(),
        seen_half: within(&seen, 0.5),
        seen_most: within(&seen, 0.9),
        receipt_half: within(&sent, 0.5),
        receipt_most: within(&sent, 0.9),
    }
}

/// The value within which the given share lies, by nearest rank; rounded to tenths of an hour.
fn within(values: &[f64], share: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (1..=sorted.len()).find(|rank| as_f64(*rank) >= share * as_f64(sorted.len()))?;
    sorted.get(rank - 1).map(|hours| (hours * 10.0).round() / 10.0)
}

fn as_f64(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

fn receipts(of: &str, services: &[&Row], calendar: &Calendar) -> ReceiptMonth {
    let mut told = ReceiptMonth { month: of.to_owned(), ..ReceiptMonth::default() };
    for row in services.iter().filter(|row| month(row) == of) {
        let sent = row.receipt_at.as_deref().filter(|_| is_acknowledged(&row.receipt)).and_then(moment);
        let Some(arrived) = moment(arrival(row)) else { continue };
        match sent.map(|sent| working_days(arrived.date_naive(), sent.date_naive(), calendar)) {
            Some(0) => told.same_day += 1,
            Some(1 | 2) => told.two_days += 1,
            Some(_) => told.later += 1,
            // Nothing may be sent to a doubtful sender: no receipt is missing there.
            None if &*row.verdict == "doubtful" || &*row.receipt == "none-needed" => {}
            None => told.missing += 1,
        }
    }
    told
}

/// Working days after `from`, up to and including `to`. A receipt on the very day counts none, nor does one on the
/// rest days that follow.
fn working_days(from: NaiveDate, to: NaiveDate, calendar: &Calendar) -> usize {
    if to <= from {
        return 0;
    }
    let passed = from.iter_days().skip(1).take_while(|day| *day <= to).take(60);
    let worked = passed.filter(|day| !calendar.is_rest(*day)).count();
    worked.max(1)
}

fn deadlines(months: &[String], rows: &[(Option<&str>, &str)]) -> Vec<DeadlineMonth> {
    let mut told: BTreeMap<String, DeadlineMonth> = BTreeMap::new();
    let first = months.first().map_or("", String::as_str);
    for (last_day, state) in rows {
        let Some(month) = last_day.and_then(|day| day.get(..7)).filter(|month| *month >= first) else {
            continue;
        };
        let entry = told
            .entry(month.to_owned())
            .or_insert_with(|| DeadlineMonth { month: month.to_owned(), ..DeadlineMonth::default() });
        match *state {
            "overdue" => entry.overdue += 1,
            "done" => entry.done += 1,
            "not-applicable" => entry.not_applicable += 1,
            _ => entry.open += 1,
        }
    }
    told.into_values().collect()
}

fn kinds(months: &[String], rows: &[Arc<Kept>], reference: &Reference) -> Vec<KindMonths> {
    let at: HashMap<&str, usize> = months.iter().enumerate().map(|(at, month)| (month.as_str(), at)).collect();
    let mut told: HashMap<String, Vec<u32>> = HashMap::new();
    for row in rows.iter().map(|kept| &kept.row).filter(|row| !row.document.as_str().is_empty()) {
        let Some(at) = at.get(month(row)) else { continue };
        let kind = row.kind.as_deref().and_then(|id| reference.kinds.get(id));
        let name = kind.map_or_else(|| OTHER.to_owned(), |kind| kind.title.clone());
        if let Some(count) = told.entry(name).or_insert_with(|| vec![0; months.len()]).get_mut(*at) {
            *count += 1;
        }
    }
    let mut told: Vec<KindMonths> = told.into_iter().map(|(name, counts)| KindMonths { name, counts }).collect();
    let sum = |kind: &KindMonths| kind.counts.iter().sum::<u32>();
    told.sort_by(|a, b| {
        (a.name == OTHER).cmp(&(b.name == OTHER)).then(sum(b).cmp(&sum(a))).then_with(|| a.name.cmp(&b.name))
    });
    if told.len() > MOST_KINDS {
        let rest = told.split_off(MOST_KINDS);
        let counts = (0..months.len()).map(|at| rest.iter().filter_map(|kind| kind.counts.get(at)).sum()).collect();
        told.push(KindMonths { name: OTHER.to_owned(), counts });
    }
    told
}

/// The row of documents whose kind is none of the known ones, and of kinds too rare for a row; its name is the window's.
const OTHER: &str = "";

fn ahead(told: &Material<'_>, calendar: &Calendar, today: NaiveDate) -> Vec<DayAhead> {
    let on = |date: &str| {
        let is_due =
            |(day, state): &&(Option<&str>, &str)| *day == Some(date) && matches!(*state, "open" | "confirmed");
        let due = told.deadlines.iter().filter(is_due).count();
        let sits = told.hearings.iter().filter(|starts| starts.starts_with(date)).count();
        (count(due), count(sits))
    };
    let days = (0..AHEAD).map(|days| today + Days::new(days));
    days.map(|day| {
        let date = day.to_string();
        let (deadlines, hearings) = on(&date);
        DayAhead { date, is_working_day: !calendar.is_rest(day), deadlines, hearings }
    })
    .collect()
}

fn doubts(all: &[(String, bool)]) -> Vec<DoubtCount> {
    let mut told: BTreeMap<&str, DoubtCount> = BTreeMap::new();
    for (code, is_settled) in all {
        let entry = told.entry(code).or_insert_with(|| DoubtCount { code: code.clone(), open: 0, settled: 0 });
        if *is_settled { entry.settled += 1 } else { entry.open += 1 }
    }
    let mut told: Vec<DoubtCount> = told.into_values().collect();
    told.sort_by_key(|doubt| std::cmp::Reverse(doubt.open + doubt.settled));
    told
}

fn trust(of: &str, services: &[&Row]) -> TrustMonth {
    let here =
        |verdict: &str| count(services.iter().filter(|row| month(row) == of && &*row.verdict == verdict).count());
    TrustMonth { month: of.to_owned(), proven: here("proven"), likely: here("likely"), doubtful: here("doubtful") }
}

#[cfg(test)]
mod tests {
    use super::super::Rows;
    use super::*;
    use crate::view::LedgerRow;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn service(id: &str, arrived: &str, sent: Option<&str>) -> LedgerRow {
        LedgerRow {
            service: id.to_owned(),
            document: format!("{id}-1"),
            arrived: Some(arrived.to_owned()),
            first_seen: arrived.to_owned(),
            receipt: if sent.is_some() { "sent" } else { "none" }.to_owned(),
            receipt_at: sent.map(str::to_owned),
            verdict: "proven".to_owned(),
            channel: "imap".to_owned(),
            kind: Some("summons".to_owned()),
            ..LedgerRow::default()
        }
    }

    fn told(rows: Vec<LedgerRow>) -> Statistics {
        let mut words = Rows::default();
        let rows: Vec<Arc<Kept>> =
            rows.into_iter().map(|row| Arc::new(super::super::kept(words.put(row), 0))).collect();
        let material = Material { rows: &rows, deadlines: &[], doubts: &[], hearings: &[] };
        tell(&material, &Reference::builtin().unwrap(), day("2026-11-27"), 3)
    }

    #[test]
    fn receipts_are_counted_by_working_days() {
        // Friday to Monday is one working day; the National Day holiday of 2026 holds none.
        let told = told(vec![
            service("a", "2026-11-20T16:00:00+08:00", Some("2026-11-20T17:00:00+08:00")),
            service("b", "2026-11-20T16:00:00+08:00", Some("2026-11-23T09:00:00+08:00")),
            service("c", "2026-11-16T16:00:00+08:00", Some("2026-11-19T09:00:00+08:00")),
            service("d", "2026-09-30T16:00:00+08:00", Some("2026-10-08T09:00:00+08:00")),
            service("e", "2026-11-20T16:00:00+08:00", None),
        ]);
        let november = told.receipts.iter().find(|month| month.month == "2026-11").unwrap();
        assert_eq!((november.same_day, november.two_days, november.later, november.missing), (1, 1, 1, 1));
        let september = told.receipts.iter().find(|month| month.month == "2026-09").unwrap();
        assert_eq!((september.two_days, september.later), (1, 0));
        assert_eq!(told.months, ["2026-09", "2026-10", "2026-11"]);
    }

    #[test]
    fn answers_given_elsewhere_and_by_hand_are_none_that_is_missing() {
        let by = |id: &str, receipt: &str, at: Option<&str>| LedgerRow {
            receipt: receipt.to_owned(),
            ..service(id, "2026-11-20T16:00:00+08:00", at)
        };
        let told = told(vec![
            by("a", "by-hand", Some("2026-11-20T18:00:00+08:00")),
            by("b", "elsewhere", Some("2026-11-23T09:00:00+08:00")),
            by("c", "none-needed", None),
            by("d", "withdrawn", None),
        ]);
        let november = told.receipts.iter().find(|month| month.month == "2026-11").unwrap();
        assert_eq!((november.same_day, november.two_days, november.later, november.missing), (1, 1, 0, 1));
    }

    #[test]
    fn shares_are_taken_by_nearest_rank() {
        assert_eq!(within(&[], 0.5), None);
        assert_eq!(within(&[3.0], 0.9), Some(3.0));
        let ten: Vec<f64> = (1..=10).map(f64::from).collect();
        assert_eq!((within(&ten, 0.5), within(&ten, 0.9)), (Some(5.0), Some(9.0)));
    }

    #[test]
    fn a_service_of_several_documents_is_one_service() {
        let one = service("a", "2026-11-24T16:00:00+08:00", None);
        let other = LedgerRow { document: "a-2".to_owned(), ..one.clone() };
        let told = told(vec![one, other]);
        let this = told.weeks.last().unwrap();
        assert_eq!((this.monday.as_str(), this.services, this.documents), ("2026-11-23", 1, 2));
        assert_eq!(told.trust.last().unwrap().proven, 1);
        assert_eq!(told.kinds.first().unwrap().counts, [0, 0, 2]);
    }
}
