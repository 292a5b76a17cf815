//! What was read of papers for their deadlines, as bytes: for whoever keeps it instead of reading the papers anew.
//!
//! No form for ever: whoever keeps it throws it away with the program that wrote it. What is no such form is none.

use chrono::{Datelike as _, NaiveDate};

use super::super::Length;
use super::super::paper::{Start, Stated};
use super::count::{Day, Period, Prepared, Ready};
use crate::doubt::Doubt;

/// Codes of the doubts that reading for deadlines raises.
const DOUBTS: [&str; 3] = ["stated-periods-differ", "stated-time-unread", "stated-period-outside-law"];

impl Prepared {
    /// As bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let Self { court, ready } = self;
        let mut to = Writer(Vec::with_capacity(1024));
        to.option(court.as_ref(), |to, court| to.text(court));
        to.all(ready, Writer::ready);
        to.0
    }

    /// Read back; `None` when it is no such form to its very end.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut from = Reader(bytes);
        let court = from.option(Reader::text)?;
        let ready = from.all(Reader::ready)?;
        from.0.is_empty().then_some(Self { court, ready })
    }
}

struct Writer(Vec<u8>);

impl Writer {
    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.0.push(number.to_le_bytes()[0]);
    }

    fn is(&mut self, is: bool) {
        self.0.push(u8::from(is));
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.extend_from_slice(text.as_bytes());
    }

    fn date(&mut self, date: NaiveDate) {
        // Small whatever the sign is.
        let days = i64::from(date.num_days_from_ce());
        self.number(((days << 1) ^ (days >> 63)).cast_unsigned());
    }

    fn option<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.is(value.is_some());
        if let Some(value) = value {
            write(self, value);
        }
    }

    fn all<T>(&mut self, all: &[T], write: impl Fn(&mut Self, &T)) {
        self.number(all.len() as u64);
        all.iter().for_each(|one| write(self, one));
    }

    fn ready(&mut self, ready: &Ready) {
        let Ready { rule, rank, case_number, part, end, is_body, has_procedure, served, earlier, day, .. } = ready;
        let Ready { sittings, unsure, always, start, periods, beside, follows, doubt, .. } = ready;
        self.text(rule);
        self.number(*rank as u64);
        self.option(case_number.as_ref(), |to, number| to.text(number));
        self.text(part);
        self.option(*end, Self::date);
        self.is(*is_body);
        self.is(*has_procedure);
        self.option(*served, Self::date);
        self.option(*earlier, Self::date);
        match day {
            Day::None(because) => {
                self.number(0);
                self.text(because);
            }
            Day::From(day) => {
                self.number(1);
                self.date(*day);
            }
            Day::Itself(day) => {
                self.number(2);
                self.date(*day);
            }
        }
        self.all(sittings, |to, day| to.date(*day));
        self.all(unsure, |to, text| to.text(text));
        self.all(always, |to, text| to.text(text));
        self.text(start);
        self.all(periods, Self::period);
        self.all(beside, |to, (period, is_mail)| {
            to.period(period);
            to.is(*is_mail);
        });
        self.option(follows.as_ref(), |to, topic| to.text(topic));
        self.option(doubt.as_ref(), |to, Doubt { code, about, detail }| {
            to.text(code);
            to.text(about);
            to.text(detail);
        });
    }

    fn period(&mut self, period: &Period) {
        let Period { stated, start, is_remedy, is_qualified, counts_first_day } = *period;
        match stated {
            Stated::Length(length) => {
                self.number(0);
                self.length(length);
            }
            Stated::Date { date, before } => {
                self.number(1);
                self.date(date);
                self.is(before);
            }
            Stated::Unread => self.number(2),
            Stated::BeforeSitting { length, loose } => {
                self.number(3);
                self.length(length);
                self.is(loose);
            }
        }
        self.number(match start {
            Start::Service => 0,
            Start::AfterAnswer => 1,
            Start::Other => 2,
            Start::Unwritten => 3,
        });
        [is_remedy, is_qualified, counts_first_day].into_iter().for_each(|it| self.is(it));
    }

    fn length(&mut self, length: Length) {
        let (kind, number) = match length {
            Length::Days(days) => (0, days),
            Length::WorkingDays(days) => (1, days),
            Length::Months(months) => (2, months),
            Length::Years(years) => (3, years),
        };
        self.number(kind);
        self.number(number.into());
    }
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn number(&mut self) -> Option<u64> {
        let (mut number, mut shift) = (0_u64, 0_u32);
        loop {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f).checked_shl(shift).filter(|_| shift < 63)?;
            if byte & 0x80 == 0 {
                return Some(number);
            }
            shift += 7;
        }
    }

    fn is(&mut self) -> Option<bool> {
        match self.byte()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    fn text(&mut self) -> Option<String> {
        let length = usize::try_from(self.number()?).ok()?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        std::str::from_utf8(text).ok().map(str::to_owned)
    }

    fn date(&mut self) -> Option<NaiveDate> {
        let number = self.number()?;
        let days = (number >> 1).cast_signed() ^ -(number & 1).cast_signed();
        NaiveDate::from_num_days_from_ce_opt(i32::try_from(days).ok()?)
    }

    fn option<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<Option<T>> {
        if self.is()? { read(self).map(Some) } else { Some(None) }
    }

    fn all<T>(&mut self, read: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        // Each takes a byte at least: no damaged number makes room for what is not there.
        let count = usize::try_from(self.number()?).ok().filter(|count| *count <= self.0.len())?;
        (0..count).map(|_| read(self)).collect()
    }

    fn ready(&mut self) -> Option<Ready> {
        Some(Ready {
            rule: self.text()?,
            rank: usize::try_from(self.number()?).ok()?,
            case_number: self.option(Reader::text)?,
            part: self.text()?,
            end: self.option(Reader::date)?,
            is_body: self.is()?,
            has_procedure: self.is()?,
            served: self.option(Reader::date)?,
            earlier: self.option(Reader::date)?,
            day: match self.number()? {
                0 => Day::None(self.text()?),
                1 => Day::From(self.date()?),
                2 => Day::Itself(self.date()?),
                _ => return None,
            },
            sittings: self.all(Reader::date)?,
            unsure: self.all(Reader::text)?,
            always: self.all(Reader::text)?,
            start: self.text()?,
            periods: self.all(Reader::period)?,
            beside: self.all(|from| Some((from.period()?, from.is()?)))?,
            follows: self.option(Reader::text)?,
            doubt: self.option(Reader::doubt)?,
        })
    }

    fn period(&mut self) -> Option<Period> {
        Some(Period {
            stated: match self.number()? {
                0 => Stated::Length(self.length()?),
                1 => Stated::Date { date: self.date()?, before: self.is()? },
                2 => Stated::Unread,
                3 => Stated::BeforeSitting { length: self.length()?, loose: self.is()? },
                _ => return None,
            },
            start: match self.number()? {
                0 => Start::Service,
                1 => Start::AfterAnswer,
                2 => Start::Other,
                3 => Start::Unwritten,
                _ => return None,
            },
            is_remedy: self.is()?,
            is_qualified: self.is()?,
            counts_first_day: self.is()?,
        })
    }

    fn length(&mut self) -> Option<Length> {
        let (kind, number) = (self.number()?, u32::try_from(self.number()?).ok()?);
        Some(match kind {
            0 => Length::Days(number),
            1 => Length::WorkingDays(number),
            2 => Length::Months(number),
            3 => Length::Years(number),
            _ => return None,
        })
    }

    fn doubt(&mut self) -> Option<Doubt> {
        let code = self.text()?;
        let code = DOUBTS.into_iter().find(|known| *known == code)?;
        Some(Doubt { code, about: self.text()?, detail: self.text()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn sample() -> Prepared {
        let period = |stated, start| Period {
            stated,
            start,
            is_remedy: start == Start::Other,
            is_qualified: start == Start::Service,
            counts_first_day: start == Start::Unwritten,
        };
        let periods = vec![
            period(Stated::Length(Length::Days(15)), Start::Service),
            period(Stated::Length(Length::Months(u32::MAX)), Start::AfterAnswer),
            period(Stated::Date { date: day("2026-12-07"), before: true }, Start::Other),
            period(Stated::Unread, Start::Unwritten),
            period(Stated::BeforeSitting { length: Length::WorkingDays(3), loose: true }, Start::Service),
            period(Stated::BeforeSitting { length: Length::Years(2), loose: false }, Start::Service),
        ];
        let doubt = |code: &'static str| Some(Doubt::part(code, "1.2", "写有“下周五前”"));
        let ready = |day, doubt| Ready {
            rule: "answer".to_owned(),
            rank: 300,
            case_number: Some("（2026）沪0112民初12345号".to_owned()),
            part: "1.2".to_owned(),
            end: Some(self::day("0001-01-01")),
            is_body: true,
            has_procedure: false,
            served: Some(self::day("2026-11-20")),
            earlier: Some(self::day("2026-11-18")),
            day,
            sittings: vec![self::day("2026-12-10"), self::day("1899-12-31")],
            unsure: vec!["文书标有草稿".to_owned(), String::new()],
            always: vec!["期间只写在邮件正文里".to_owned()],
            start: "法院发出日早于到达日。".to_owned(),
            periods: periods.clone(),
            beside: periods.iter().map(|it| (*it, it.is_remedy)).collect(),
            follows: Some("答辩".to_owned()),
            doubt,
        };
        let mut ready = vec![
            ready(Day::None("没有到达时间。".to_owned()), None),
            ready(Day::From(day("2026-11-20")), doubt("stated-time-unread")),
            ready(Day::Itself(day("2026-12-10")), doubt("stated-periods-differ")),
            ready(Day::From(day("-0044-03-15")), doubt("stated-period-outside-law")),
        ];
        ready.extend(ready.first().cloned().map(|it| Ready {
            case_number: None,
            end: None,
            served: None,
            earlier: None,
            sittings: Vec::new(),
            unsure: Vec::new(),
            always: Vec::new(),
            periods: Vec::new(),
            beside: Vec::new(),
            follows: None,
            is_body: false,
            has_procedure: true,
            ..it
        }));
        Prepared { court: Some("沪0112".to_owned()), ready }
    }

    #[test]
    fn what_is_written_is_read_back_as_it_was() {
        let whole = sample();
        assert_eq!(Prepared::from_bytes(&whole.to_bytes()), Some(whole));
        let nothing = Prepared { court: None, ready: Vec::new() };
        assert_eq!(Prepared::from_bytes(&nothing.to_bytes()), Some(nothing));
    }

    #[test]
    fn what_is_cut_off_or_goes_on_is_none() {
        let bytes = sample().to_bytes();
        for end in 0..bytes.len() {
            assert_eq!(Prepared::from_bytes(&bytes[..end]), None, "{end}");
        }
        assert_eq!(Prepared::from_bytes(&[bytes.as_slice(), &[0]].concat()), None);
        assert_eq!(Prepared::from_bytes(&[0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1]), None);
        // A doubt of no known code, as another version may have written it.
        let other = String::from_utf8_lossy(&bytes).contains("stated-time-unread");
        assert!(other);
        let at = bytes.windows(18).position(|it| it == b"stated-time-unread").unwrap();
        let mut odd = bytes;
        odd[at] = b'x';
        assert_eq!(Prepared::from_bytes(&odd), None);
    }
}
