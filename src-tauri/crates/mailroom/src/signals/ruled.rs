//! Tables that a page rules, read cell by cell, so that what a narrow cell breaks into lines stays together.

use kurbo::{BezPath, PathSeg, Point, Shape as _};

use super::layout::{Placed, in_lines, written};

/// A line of a table, along an edge of the page, in points.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    from: Point,
    to: Point,
}

/// Most rules of a page that are looked at; a page with more is a drawing.
pub const MOST_RULES: usize = 1_500;
/// Most characters of a page whose cells are looked for.
const MOST_PLACED: usize = 20_000;
/// Shortest rule, in points: the height of a line of small print.
const SHORTEST: f64 = 8.0;
/// Thickest area that is meant as a rule, in points.
const THICKEST: f64 = 3.0;
/// How far rules that meet may miss each other, in points.
const MISS: f64 = 2.0;

impl Rule {
    fn is_flat(&self) -> bool {
        (self.to.y - self.from.y).abs() <= MISS && (self.to.x - self.from.x).abs() >= SHORTEST
    }

    fn is_upright(&self) -> bool {
        (self.to.x - self.from.x).abs() <= MISS && (self.to.y - self.from.y).abs() >= SHORTEST
    }
}

/// The rules of a path as it lies on the page: its straight lines, or the whole of it where it is a thin area.
pub fn of_path(path: &BezPath, is_area: bool) -> Vec<Rule> {
    if is_area {
        let area = path.bounding_box();
        let middle = area.center();
        let rule = if area.height() <= THICKEST && area.width() >= SHORTEST {
            Rule { from: Point::new(area.x0, middle.y), to: Point::new(area.x1, middle.y) }
        } else if area.width() <= THICKEST && area.height() >= SHORTEST {
            Rule { from: Point::new(middle.x, area.y0), to: Point::new(middle.x, area.y1) }
        } else {
            return Vec::new();
        };
        return vec![rule];
    }
    let straight = |segment: PathSeg| match segment {
        PathSeg::Line(line) => Some(Rule { from: line.p0, to: line.p1 }),
        PathSeg::Quad(_) | PathSeg::Cubic(_) => None,
    };
    let rules = path.segments().filter_map(straight).filter(|rule| rule.is_flat() || rule.is_upright());
    rules.take(MOST_RULES).collect()
}

/// The rules around a character, to the whole point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Cell {
    left: i64,
    right: i64,
    top: i64,
    bottom: i64,
}

/// A row that was read cell by cell.
#[derive(Debug)]
pub struct Row {
    /// Where it begins on the page, in points.
    pub top: f64,
    /// Its cells with a blank between them.
    pub text: String,
}

/// The rows in which a cell holds several lines beside another cell, from top to bottom, and the characters of all else.
pub fn rows(placed: Vec<Placed>, rules: &[Rule]) -> (Vec<Placed>, Vec<Row>) {
    if rules.len() < 4 || rules.len() > MOST_RULES || placed.len() > MOST_PLACED {
        return (placed, Vec::new());
    }
    let flat: Vec<&Rule> = rules.iter().filter(|rule| rule.is_flat()).collect();
    let upright: Vec<&Rule> = rules.iter().filter(|rule| rule.is_upright()).collect();
    let mut within: Vec<(Cell, Placed)> = Vec::new();
    let mut rest = Vec::new();
    for glyph in placed {
        match cell_of(&glyph, &flat, &upright) {
            Some(cell) => within.push((cell, glyph)),
            None => rest.push(glyph),
        }
    }
    within.sort_by(|(one, a), (two, b)| two.top.cmp(&one.top).then(one.cmp(two)).then(a.x.total_cmp(&b.x)));
    let mut rows = Vec::new();
    for row in within.chunk_by(|(one, _), (two, _)| one.top == two.top) {
        match read(row) {
            Some(row) => rows.push(row),
            None => rest.extend(row.iter().map(|(_, glyph)| glyph.clone())),
        }
    }
    (rest, rows)
}

/// The cell a character stands in; `None` where it has no rule on each side.
fn cell_of(glyph: &Placed, flat: &[&Rule], upright: &[&Rule]) -> Option<Cell> {
    let (x, y) = (glyph.x + glyph.size * 0.25, glyph.y + glyph.size * 0.3);
    let spans = |one: f64, two: f64, at: f64| one.min(two) - MISS <= at && at <= one.max(two) + MISS;
    let beside = || upright.iter().filter(|rule| spans(rule.from.y, rule.to.y, y)).map(|rule| rule.from.x);
    let about = || flat.iter().filter(|rule| spans(rule.from.x, rule.to.x, x)).map(|rule| rule.from.y);
    let left = beside().filter(|at| *at <= x).max_by(f64::total_cmp)?;
    let right = beside().filter(|at| *at > x).min_by(f64::total_cmp)?;
    let bottom = about().filter(|at| *at <= y).max_by(f64::total_cmp)?;
    let top = about().filter(|at| *at > y).min_by(f64::total_cmp)?;
    // Rules of one edge may be drawn cell by cell, a hair apart.
    let edge = |at: f64| (at / MISS).round() as i64;
    Some(Cell { left: edge(left), right: edge(right), top: edge(top), bottom: edge(bottom) })
}

/// One row read cell by cell, where that says more than its lines do.
fn read(row: &[(Cell, Placed)]) -> Option<Row> {
    let mut cells: Vec<(Cell, Vec<Vec<Placed>>)> = Vec::new();
    for cell in row.chunk_by(|(one, _), (two, _)| one == two) {
        let (at, _) = cell.first()?;
        let lines = in_lines(cell.iter().map(|(_, glyph)| glyph.clone()).collect());
        let lines: Vec<_> = lines.into_iter().filter(|line| !written(line).is_empty()).collect();
        if !lines.is_empty() {
            cells.push((*at, lines));
        }
    }
    if cells.len() < 2 || cells.iter().all(|(_, lines)| lines.len() < 2) {
        return None;
    }
    let (at, _) = cells.first()?;
    let end = if cells.len() == 2 { "\n" } else { " " };
    let texts: Vec<String> = cells.iter().map(|(cell, lines)| joined(cell, lines, end)).collect();
    Some(Row { top: at.top as f64 * MISS, text: texts.join(" ") })
}

/// The lines of a cell, joined where its width broke them, and parted by `end` where the writer did.
fn joined(cell: &Cell, lines: &[Vec<Placed>], end: &str) -> String {
    let width = (cell.right - cell.left) as f64 * MISS;
    let is_full = |line: &[Placed]| {
        let (Some(first), Some(last)) = (line.first(), line.last()) else { return false };
        let free = width - (last.x + last.width() - first.x);
        // The room of the next character, and what is left free beside the rules.
        free < last.size * 2.0 + 16.0
    };
    let is_narrow = lines.first().and_then(|line| line.first()).is_some_and(|first| width <= first.size * 8.0);
    let is_name = is_narrow && lines.iter().all(|line| line.len() <= 4);
    let mut text = String::new();
    let mut goes_on = true;
    for line in lines {
        let next = written(line);
        let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        let are_words = is_word(text.chars().last()) && is_word(next.chars().next());
        if !text.is_empty() && !goes_on {
            text.push_str(end);
        } else if are_words || is_whole_date(&text) && next.starts_with(|c: char| c.is_ascii_digit()) {
            text.push(' ');
        }
        text.push_str(&next);
        goes_on = is_full(line) || is_name;
    }
    text
}

/// Whether a text ends with a date that is whole, 2026-12-08, so that digits behind it are a time of day.
fn is_whole_date(text: &str) -> bool {
    let mut parts = text.rsplit(['-', '/']);
    let (day, month) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    let is_number = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    let year = parts.next().unwrap_or("");
    is_number(day) && is_number(month) && year.ends_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::super::layout::lines_ruled;
    use super::*;

    fn text(x: f64, y: f64, text: &str) -> Vec<Placed> {
        let mut placed: Vec<Placed> = Vec::new();
        let mut at = x;
        for character in text.chars() {
            let glyph = Placed { x: at, y, size: 12.0, angle: 0.0, text: character.to_string() };
            at += glyph.width();
            placed.push(glyph);
        }
        placed
    }

    fn grid(columns: &[f64], rows: &[f64]) -> Vec<Rule> {
        let (left, right) = (columns[0], columns[columns.len() - 1]);
        let (top, bottom) = (rows[0], rows[rows.len() - 1]);
        let flat = rows.iter().map(|y| Rule { from: Point::new(left, *y), to: Point::new(right, *y) });
        let upright = columns.iter().map(|x| Rule { from: Point::new(*x, top), to: Point::new(*x, bottom) });
        flat.chain(upright).collect()
    }

    #[test]
    fn what_a_narrow_cell_breaks_stays_together() {
        let rules = grid(&[50.0, 120.0, 220.0, 290.0, 390.0], &[700.0, 660.0, 640.0]);
        let placed = [
            text(60.0, 720.0, "传票"),
            text(56.0, 685.0, "案号"),
            text(126.0, 685.0, "（2026）黔0103民"),
            text(126.0, 669.0, "初918号"),
            text(296.0, 685.0, "2026年12月8日上"),
            text(296.0, 669.0, "午9时"),
            text(226.0, 685.0, "应到时间"),
            text(56.0, 645.0, "案由"),
            text(126.0, 645.0, "租赁合同纠纷"),
        ]
        .concat();
        let read = lines_ruled(placed.clone(), &rules);
        assert_eq!(read, "传票\n案号 （2026）黔0103民初918号 应到时间 2026年12月8日上午9时\n案由 租赁合同纠纷");
        // Without rules the lines stay lines.
        assert!(lines_ruled(placed, &[]).contains("应到时间 2026年12月8日上\n"));
    }

    #[test]
    fn lines_the_writer_ended_stay_apart() {
        let rules = grid(&[50.0, 120.0, 520.0], &[700.0, 640.0]);
        let placed =
            [text(56.0, 670.0, "备注"), text(126.0, 685.0, "携带证件"), text(126.0, 655.0, "提前到庭")].concat();
        assert_eq!(lines_ruled(placed, &rules), "备注 携带证件\n提前到庭");
        // A name set one character below the other.
        let placed = [text(56.0, 685.0, "当事"), text(56.0, 670.0, "人"), text(126.0, 685.0, "示例甲")].concat();
        assert_eq!(lines_ruled(placed, &rules), "当事人 示例甲");
    }

    #[test]
    fn a_frame_around_a_page_is_no_table() {
        let rules = grid(&[50.0, 520.0], &[700.0, 100.0]);
        let placed = [text(60.0, 680.0, "通知书"), text(60.0, 640.0, "请准时到庭")].concat();
        assert_eq!(lines_ruled(placed, &rules), "通知书\n请准时到庭");
    }

    #[test]
    fn rules_are_lines_and_thin_areas() {
        let mut path = BezPath::new();
        path.move_to((0.0, 0.0));
        path.line_to((100.0, 0.0));
        path.line_to((100.0, 50.0));
        path.line_to((60.0, 20.0));
        assert_eq!(of_path(&path, false).len(), 2);
        assert_eq!(of_path(&path, true).len(), 0);
        let thin = kurbo::Rect::new(10.0, 10.0, 200.0, 10.6).to_path(0.1);
        assert_eq!(of_path(&thin, true).len(), 1);
    }
}
