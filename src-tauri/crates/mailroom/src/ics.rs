//! Open deadlines and sittings as a calendar file (RFC 5545) that Outlook, Apple Calendar and DingTalk take.

use std::fmt::Write as _;

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use songda_core::id::Digest;

use crate::clock;
use crate::room::Room;
use crate::rows::Sitting;
use crate::view::{DeadlineRow, Problem};

/// Longest content line in bytes, without its line end (RFC 5545 section 3.1).
const LONGEST_LINE: usize = 75;

/// A calendar file.
pub struct Made {
    /// Its text.
    pub text: String,
    /// How many entries it holds.
    pub events: usize,
}

/// Deadlines with a last day and sittings of the last year and of the time to come, as one calendar.
///
/// A deadline keeps its UID for ever; every decision and every move raises its SEQUENCE; what is done or does not apply
/// is CANCELLED, so that calendars that subscribed take it away. So is a sitting that the court moved. What a doubtful
/// mail would start stands in no calendar before a person looked at it.
///
/// # Errors
/// When the ledger cannot be read.
pub async fn of(room: &Room) -> Result<Made, Problem> {
    let now = clock::now();
    room.ask_much(|teller| {
        let oldest = now.date_naive() - chrono::Days::new(366);
        let mut calendar = Calendar::new(now);
        for row in teller.each_deadline().filter(|row| !teller.is_doubted(&row.service)) {
            let Some(last) = row.last_day.as_deref().and_then(|text| text.parse::<NaiveDate>().ok()) else { continue };
            let moves = teller.told.lives.moved.iter().filter(|it| it.told.deadline.as_str() == row.id).count();
            if last >= oldest {
                calendar.deadline(&row, last, moves + row.history.len());
            }
        }
        for sitting in teller.every_sitting().iter().filter(|it| it.starts.date_naive() >= oldest) {
            calendar.sitting(sitting);
        }
        calendar.done()
    })
    .await
}

/// The word for a kind of sitting.
pub fn sitting_words(kind: &str) -> &'static str {
    match kind {
        "evidence-exchange" => "证据交换",
        "conference" => "庭前会议",
        "mediation" => "调解",
        _ => "开庭",
    }
}

struct Calendar {
    text: String,
    stamp: String,
    events: usize,
}

impl Calendar {
    fn new(now: DateTime<FixedOffset>) -> Self {
        let mut calendar = Self { text: String::new(), stamp: utc(now), events: 0 };
        for line in [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Songda//Songda//ZH",
            "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH",
            "X-WR-CALNAME:送达台",
            "X-WR-TIMEZONE:Asia/Shanghai",
        ] {
            calendar.line(line);
        }
        calendar
    }

    fn deadline(&mut self, row: &DeadlineRow, last: NaiveDate, sequence: usize) {
        let Some(next) = last.succ_opt() else { return };
        let is_closed = matches!(row.state.as_str(), "done" | "not-applicable" | "remedied");
        let is_final = row.is_certain();
        let number = row.case_number.as_deref().unwrap_or_default();
        let provisional = if is_final { "" } else { "（暂定）" };
        let summary = format!("截止：{}{provisional} {number}", row.name);
        let safe = row.safe_date.as_ref().filter(|safe| Some(*safe) != row.last_day.as_ref());
        let safe = safe.map(|safe| format!("\n保险日：{safe}")).unwrap_or_default();
        let source = row.source.join("、");
        let person = row.person.as_ref().map(|person| format!("\n负责人：{person}")).unwrap_or_default();
        self.begin(&format!("{}@songda", row.id), sequence);
        self.line(&format!("DTSTART;VALUE=DATE:{}", last.format("%Y%m%d")));
        self.line(&format!("DTEND;VALUE=DATE:{}", next.format("%Y%m%d")));
        self.written("SUMMARY", summary.trim());
        self.written("DESCRIPTION", &format!("{}{safe}\n依据：{source}{person}", row.because));
        if let Some(court) = &row.court {
            self.written("LOCATION", &court.name);
        }
        let status = match (is_closed, is_final) {
            (true, _) => "CANCELLED",
            (false, true) => "CONFIRMED",
            (false, false) => "TENTATIVE",
        };
        self.line(&format!("STATUS:{status}"));
        self.line("TRANSP:TRANSPARENT");
        self.line("CATEGORIES:DEADLINE");
        if !is_closed {
            // Nine in the morning three days before, of the day before, and of the day itself.
            for trigger in ["-P2DT15H", "-PT15H", "PT9H"] {
                self.alarm(trigger, &row.name);
            }
        }
        self.line("END:VEVENT");
    }

    fn sitting(&mut self, sitting: &Sitting) {
        let start = utc(sitting.starts);
        let (kind, case_numbers) = (sitting_words(&sitting.row.kind), sitting.row.case_numbers.join("、"));
        let of = format!("{start} {case_numbers} {kind}");
        // What the court moved to another time is taken out of calendars that hold it.
        // One that stands again needs a higher number than the one that took it out.
        let status = match (sitting.is_moved, sitting.may_be_moved) {
            (true, _) => "CANCELLED",
            (false, true) => "TENTATIVE",
            (false, false) => "CONFIRMED",
        };
        self.begin(&format!("h{}@songda", Digest::of(of.as_bytes()).short(20)), sitting.changes);
        self.line(&format!("DTSTART:{start}"));
        // A summons names no end; one hour keeps the place in the calendar.
        self.line("DURATION:PT1H");
        let summary = format!("{kind} {case_numbers}");
        self.written("SUMMARY", summary.trim());
        let court = sitting.row.court.as_ref().map(|court| court.name.clone());
        let place = [court, sitting.row.place.clone()].into_iter().flatten();
        self.written("LOCATION", place.collect::<Vec<_>>().join(" ").trim());
        let says = if sitting.may_be_moved { "可能已改期，请核对。" } else { "" };
        self.written("DESCRIPTION", &format!("{says}以传票为准；结束时间传票未写明，此处按一小时显示。"));
        self.line(&format!("STATUS:{status}"));
        self.line("CATEGORIES:HEARING");
        if !sitting.is_moved {
            for trigger in ["-P1D", "-PT2H"] {
                self.alarm(trigger, &summary);
            }
        }
        self.line("END:VEVENT");
    }

    fn begin(&mut self, uid: &str, sequence: usize) {
        self.events += 1;
        self.line("BEGIN:VEVENT");
        self.line(&format!("UID:{uid}"));
        self.line(&format!("DTSTAMP:{}", self.stamp));
        self.line(&format!("SEQUENCE:{sequence}"));
    }

    fn alarm(&mut self, trigger: &str, says: &str) {
        self.line("BEGIN:VALARM");
        self.line("ACTION:DISPLAY");
        self.line(&format!("TRIGGER:{trigger}"));
        self.written("DESCRIPTION", says);
        self.line("END:VALARM");
    }

    /// A property whose value is text: what would end it is escaped (RFC 5545 section 3.3.11).
    fn written(&mut self, name: &str, value: &str) {
        let mut text = String::with_capacity(value.len());
        for letter in value.chars() {
            match letter {
                '\\' | ';' | ',' => {
                    text.push('\\');
                    text.push(letter);
                }
                '\n' => text.push_str("\\n"),
                letter if letter.is_control() => {}
                letter => text.push(letter),
            }
        }
        self.line(&format!("{name}:{text}"));
    }

    /// One content line, folded so that no line is too long and no letter is cut.
    fn line(&mut self, line: &str) {
        let mut length = 0;
        for letter in line.chars() {
            if length + letter.len_utf8() > LONGEST_LINE {
                self.text.push_str("\r\n ");
                length = 1;
            }
            self.text.push(letter);
            length += letter.len_utf8();
        }
        self.text.push_str("\r\n");
    }

    fn done(mut self) -> Made {
        let _ = write!(self.text, "END:VCALENDAR\r\n");
        Made { text: self.text, events: self.events }
    }
}

fn utc(moment: DateTime<FixedOffset>) -> String {
    moment.with_timezone(&Utc).format("%Y%m%dT%H%M%SZ").to_string()
}

#[cfg(test)]
mod tests;
