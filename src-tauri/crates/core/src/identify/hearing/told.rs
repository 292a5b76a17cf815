//! The sittings that one text tells: each of its moments judged, with the room and the kind of what is held then.

use std::ops::Range;

use chrono::{Days, FixedOffset, NaiveDate, NaiveDateTime, TimeZone as _};

use super::super::Hearing;
use super::super::moment::{At, Moments, read as moments};
use super::super::place::{place, tidy};
use super::super::text::{behind, first_chars, last_chars};
use super::held::is_held_then;
use super::kind::{first_act, kind_of, kind_of_name, without_rooms};
use super::layout::{self, Listed, Side};
use super::sits::{Around, Sits, is_among_sittings, is_next_of_row};
use super::{beside, is_about_sitting, is_call, is_told_later, off, readable, rows};
use crate::intake::COURT_OFFSET_SECONDS;

/// The sittings of one text.
#[derive(Debug, Default)]
pub(super) struct Sittings {
    pub(super) found: Vec<Hearing>,
    /// Moments at which only somebody else, or everybody ahead of the sitting, is to be there.
    pub(super) beside: Vec<Hearing>,
    /// Whether the one found is only the one moment left that nothing gives to another thing.
    pub(super) is_guessed: bool,
    /// Whether a sitting is told whose time cannot be read for sure.
    pub(super) has_unread: bool,
    /// Whether a sitting goes on for days that cannot be dated for sure.
    pub(super) goes_on: bool,
}

/// The sittings of one text; `is_loose` takes those as well that are only said to be held.
pub(super) fn sittings(text: &str, title: &str, id: &str, arrived: Option<NaiveDate>, is_loose: bool) -> Sittings {
    sittings_in(&readable(text, arrived), title, id, arrived, is_loose)
}

/// The same of a text that is in one way of writing.
pub(super) fn sittings_in(text: &str, title: &str, id: &str, arrived: Option<NaiveDate>, is_loose: bool) -> Sittings {
    let Moments { told, days, has_more_days } = moments(text, arrived);
    let page = Page { text, title, id, moments: &told, arrived, is_loose, is_call: is_call(id) };
    let Judged { mut found, beside, mut left } = page.judged();
    // 本案于…第一次开庭后休庭，现定于…: what calls to a sitting may come too late, but not beside one to come.
    if found.iter().any(|it| !page.is_past(it.starts.naive_local())) {
        found.retain(|it| !page.is_past(it.starts.naive_local()));
    }
    // A form whose labels and values were read apart: one moment with a time is the one meant.
    let is_alone = page.is_call && told.len() == 1;
    left.retain(|(_, starts)| is_alone || arrived.is_some() && !page.is_past(*starts));
    let is_guessed =
        found.is_empty() && beside.is_empty() && left.len() == 1 && is_about_sitting(id, title) && !is_told_later(text);
    if is_guessed {
        found.extend(left.iter().filter_map(|(range, starts)| page.hearing(*starts, range, None)));
    }
    let has_unread = page.has_unread(&days, &found);
    // A form with nothing but its one moment leaves no doubt.
    let goes_on = has_more_days && !found.is_empty();
    Sittings { found, beside, is_guessed: is_guessed && !is_alone, has_unread, goes_on }
}

/// A text whose moments are judged.
struct Page<'a> {
    /// In one way of writing.
    text: &'a str,
    title: &'a str,
    /// Kind of the paper; empty for a mail.
    id: &'a str,
    moments: &'a [At<NaiveDateTime>],
    arrived: Option<NaiveDate>,
    is_loose: bool,
    is_call: bool,
}

/// The moments of a text, told apart.
#[derive(Default)]
struct Judged<'a> {
    found: Vec<Hearing>,
    beside: Vec<Hearing>,
    /// Those of which nothing is said.
    left: Vec<(&'a Range<usize>, NaiveDateTime)>,
}

impl<'a> Page<'a> {
    fn is_past(&self, starts: NaiveDateTime) -> bool {
        self.arrived.is_some_and(|arrived| starts.date() < arrived)
    }

    fn judged(&self) -> Judged<'a> {
        let mut judged = Judged::default();
        // Where the last moment that is a sitting's ended: one listed right behind it shares its words.
        let mut last = None;
        for (nth, (range, starts)) in self.moments.iter().enumerate() {
            let between = last.and_then(|last: usize| self.text.get(last..range.start)).map(str::trim);
            let side = layout::side(self.text, range, self.moments);
            match self.sits(range, *starts, side, between) {
                Sits::Yes => {
                    let before = judged.found.last().and_then(|it| it.place.as_deref());
                    let Some(sitting) = self.sitting((nth, range, *starts), side, last, before) else { continue };
                    let ahead = nth.checked_sub(1).and_then(|nth| self.moments.get(nth)).map(|(ahead, _)| ahead.end);
                    let is_of_others = beside::is_of_others(self.text, range);
                    if !is_of_others && ahead == last && between.is_some_and(off::is_replaced) {
                        judged.found.pop_if(|it| it.kind == sitting.kind);
                    }
                    last = Some(range.end);
                    match is_of_others {
                        true => judged.beside.push(sitting),
                        false => judged.found.push(sitting),
                    }
                }
                Sits::Unsaid => judged.left.push((range, *starts)),
                Sits::No | Sits::Named => judged.found.extend(self.put_off(range, *starts)),
            }
        }
        judged
    }

    /// The sitting that takes the place of the one at a moment, where it is told by how many weeks it is put off.
    fn put_off(&self, range: &Range<usize>, starts: NaiveDateTime) -> Option<Hearing> {
        let behind: String = behind(self.text, range.end, 40).chars().filter(|c| !c.is_whitespace()).collect();
        let starts = starts.checked_add_days(Days::new(off::days_put_off(&behind)?))?;
        self.hearing(starts, range, None).filter(|_| self.is_loose && !self.is_past(starts))
    }

    /// What a moment is, by its column, its words, or the sitting it is listed behind.
    fn sits(
        &self,
        range: &Range<usize>,
        starts: NaiveDateTime,
        side: Option<(Side, usize)>,
        between: Option<&str>,
    ) -> Sits {
        let is_ahead = self.is_loose && self.arrived.is_some() && !self.is_past(starts);
        let is_next = (self.is_call || is_ahead) && between.is_some_and(is_next_of_row);
        let sits = match side {
            Some((Side::Former, _)) => Sits::No,
            Some((Side::New, _)) => Sits::Yes,
            None => self.says(range, self.is_past(starts), is_ahead),
        };
        if is_next && sits == Sits::Unsaid { Sits::Yes } else { sits }
    }

    /// The sitting at a moment with the room that its row, its column or the sitting ahead gives it; `last` is where the
    /// moment of the sitting ahead ends, `before` its room.
    fn sitting(
        &self,
        (nth, range, starts): (usize, &Range<usize>, NaiveDateTime),
        side: Option<(Side, usize)>,
        last: Option<usize>,
        before: Option<&str>,
    ) -> Option<Hearing> {
        let next = self.moments.iter().skip(nth + 1).map(|(next, _)| next.start).find(|at| *at > range.start);
        let mut sitting = self.hearing(starts, range, next)?;
        let room = layout::room_of_row(self.text, range);
        let changed = side.and_then(|(_, column)| layout::room_of_change(self.text, range, column));
        let of_column = || layout::room_of_column(self.text, range, self.moments);
        if let Some(kind) =
            layout::of_column(self.text, range, self.moments, &layout::REASONS).as_deref().and_then(first_act)
        {
            sitting.kind = kind;
        }
        let of_heading = || rows::room_of_heading(self.text, range);
        sitting.place = changed.or_else(of_column).or(room).or_else(of_heading).or(sitting.place);
        if is_same_room(sitting.place.as_deref()) || layout::is_row_below(self.text, range, last) {
            sitting.place = before.map(str::to_owned);
        }
        Some(sitting)
    }

    /// Whether a sitting is told on one of the days whose time cannot be read for sure.
    fn has_unread(&self, days: &[At<NaiveDate>], found: &[Hearing]) -> bool {
        days.iter().any(|(range, day)| {
            let is_past = self.arrived.is_some_and(|arrived| *day < arrived);
            let is_told = found.iter().any(|it| it.starts.date_naive() == *day);
            let is_unread = beside::has_time(self.text, range) && !is_past && !is_told;
            is_unread && self.says(range, false, self.is_loose) == Sits::Yes
        })
    }

    /// What the words around a moment, and the table or list it stands in, say of it.
    fn says(&self, range: &Range<usize>, is_past: bool, is_ahead: bool) -> Sits {
        let &Page { text, title, is_call, .. } = self;
        let before = text.get(..range.start).unwrap_or("");
        let after = text.get(range.end..).unwrap_or("");
        let sentence: String = behind(text, range.end, 160).chars().filter(|c| !c.is_whitespace()).collect();
        if rows::is_off_in_row(text, range) || off::is_case_put_off(&sentence) {
            return Sits::No;
        }
        let flow = behind(text, range.end, 80);
        let (own, rest) = rows::without_others(text, range).unwrap_or((before, after));
        let around = Around::new(own, rest, &flow, title, is_call);
        match around.sits() {
            // 前两次开庭：… is history; only what calls to a sitting may have come too late.
            Sits::Named if is_past => Sits::No,
            Sits::Yes if is_past && !is_call => Sits::No,
            Sits::Named => Sits::Yes,
            Sits::Unsaid => match layout::listed(text, range, title) {
                Listed::Named => Sits::Yes,
                Listed::Likely if is_ahead => Sits::Yes,
                // Nothing says that the moment is another thing's, and the words beside it speak of a sitting.
                _ if is_ahead && (around.tells_of_sitting() || is_held_then(before, &flow)) => Sits::Yes,
                _ if is_ahead
                    && (is_call && is_among_sittings(before) || layout::is_of_case_list(text, range, title)) =>
                {
                    Sits::Yes
                }
                _ => Sits::Unsaid,
            },
            sits => sits,
        }
    }

    /// The sitting at a moment; `next` is where the next moment of the text begins.
    fn hearing(&self, starts: NaiveDateTime, range: &Range<usize>, next: Option<usize>) -> Option<Hearing> {
        let &Page { text, title, id, .. } = self;
        let zone = FixedOffset::east_opt(COURT_OFFSET_SECONDS)?;
        let starts = zone.from_local_datetime(&starts).single()?;
        let near = near(text, range);
        let behind: String =
            first_chars(text.get(range.end..).unwrap_or(""), 45).chars().filter(|c| !c.is_whitespace()).collect();
        let clause = behind.split(['。', '；']).next().unwrap_or("");
        // 12月23日9:00、12月24日9:00开庭: what the last moment of a row is of, the others are of as well.
        let is_moment = |piece: &&str| piece.chars().all(|c| c.is_ascii_digit() || "年月日时点分:：上下午".contains(c));
        let behind = without_rooms(clause.split('、').find(|piece| !is_moment(piece)).unwrap_or(""));
        // 第一次：… in the field of moments is told of by 第一次：… in the fields of reasons and of places.
        let nth = layout::nth(text, range);
        let reason = nth.as_deref().and_then(|nth| layout::of_nth(text, nth, &layout::REASONS));
        let named = reason.as_deref().and_then(first_act);
        // …9时（证据交换）、…9时 大法庭（开庭）: what stands in the bracket right behind is of this moment alone.
        let is_room = |ahead: &str| ahead.is_empty() || ahead.ends_with(['庭', '室', '厅']) && !ahead.contains('月');
        let opened = clause.split_once('(').filter(|(ahead, _)| ahead.chars().count() <= 14 && is_room(ahead));
        let bracket = opened.and_then(|(_, it)| it.split_once(')')).map(|(inner, _)| inner);
        let bracket = bracket.filter(|inner| inner.chars().count() <= 8).and_then(first_act);
        let of_row = || layout::ahead_in_row(text, range).and_then(|ahead| first_act(&without_rooms(ahead)));
        let kind =
            match bracket.or(named).or_else(of_row).or_else(|| kind_of_name(text.get(..range.start).unwrap_or(""))) {
                Some(kind) => kind,
                None => kind_of(&near, &behind, title, id),
            };
        let room = nth.as_deref().and_then(|nth| layout::of_nth(text, nth, &layout::PLACES)).map(|room| tidy(&room));
        Some(Hearing { starts, place: room.or_else(|| place(text, range, next)), kind, part: "mail".to_owned() })
    }
}

/// 在同一法庭: the room is the one told before.
fn is_same_room(place: Option<&str>) -> bool {
    place.is_some_and(|place| {
        ["同一法庭", "原法庭", "该法庭", "同一地点", "上述法庭", "同法庭", "同上"].contains(&place)
    })
}

/// The words around a moment, a sentence or a form's field.
fn near(text: &str, range: &Range<usize>) -> String {
    let before = last_chars(text.get(..range.start).unwrap_or(""), 90);
    let after = first_chars(text.get(range.end..).unwrap_or(""), 60);
    format!("{before}{after}")
}
