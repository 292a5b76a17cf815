//! Changes single values and tables of songda.toml and leaves everything else as its owner wrote it.

pub mod book;

use std::fs::{self, File};
use std::io;
use std::ops::Range;
use std::path::Path;

use toml::Value;
use toml::de::{DeTable, DeValue};

/// The settings with another case root; none when they cannot be read.
pub fn with_case_root(text: &str, root: &Path) -> Option<String> {
    with_office_value(text, "case_root", root.to_str()?)
}

/// The settings with another value of `[office]`; none when they cannot be read.
pub fn with_office_value(text: &str, key: &str, value: &str) -> Option<String> {
    put(text, Table::One("office"), key, Some(&Value::String(value.to_owned())))
}

/// Which table of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table<'a> {
    /// `[name]`.
    One(&'a str),
    /// One of the `[[name.list]]`, counted from 0.
    Nth(&'a str, &'a str, usize),
    /// One of the `[[name]]`, counted from 0.
    Each(&'a str, usize),
}

/// The settings with another value of a key, or without it. The table is made where there is none.
///
/// None when they cannot be read, or are written in a way that only a person should change, such as all in one line.
pub fn put(text: &str, table: Table<'_>, key: &str, value: Option<&Value>) -> Option<String> {
    behind_mark(text, |text| {
        let tree = DeTable::parse(text).ok()?;
        let sheet = Sheet { text, tree: tree.get_ref() };
        let found = sheet.find(table);
        let known = found.as_ref().and_then(|found| found.keys.get_key_value(key));
        let mut changed = text.to_owned();
        match (known, value) {
            (Some((_, at)), Some(value)) => changed.replace_range(at.span(), &value.to_string()),
            (Some((name, at)), None) => changed.replace_range(sheet.statement(&found?, name.span(), at.span())?, ""),
            (None, None) => {}
            (None, Some(value)) => {
                let (at, written) = sheet.written(found, table, &format!("{key} = {value}"))?;
                changed.insert_str(at, &written);
            }
        }
        Some(changed)
    })
}

/// The settings with one more `[[name.list]]`, behind the others of its kind.
///
/// None as with [`put`].
pub fn append(text: &str, name: &str, list: &str, entries: &[(&str, Value)]) -> Option<String> {
    behind_mark(text, |text| {
        let tree = DeTable::parse(text).ok()?;
        let sheet = Sheet { text, tree: tree.get_ref() };
        let at = match sheet.tree.get(name) {
            Some(known) => {
                let mut within = Vec::new();
                sheet.collect(known.get_ref().as_table()?, &mut within);
                within.extend(sheet.is_header(&known.span()).then(|| known.span().start));
                sheet.end_of(*within.iter().max()?)
            }
            None => text.len(),
        };
        let end = sheet.line_end();
        let lines: Vec<String> = entries.iter().map(|(key, value)| format!("{key} = {value}{end}")).collect();
        let mut changed = text.to_owned();
        changed.insert_str(at, &sheet.apart(at, &format!("[[{name}.{list}]]{end}{}", lines.concat())));
        Some(changed)
    })
}

/// The settings with one more `[[name]]`, at their end.
///
/// None when they cannot be read.
pub fn append_each(text: &str, name: &str, entries: &[(&str, Value)]) -> Option<String> {
    behind_mark(text, |text| {
        let tree = DeTable::parse(text).ok()?;
        let sheet = Sheet { text, tree: tree.get_ref() };
        let end = sheet.line_end();
        let lines: Vec<String> = entries.iter().map(|(key, value)| format!("{key} = {value}{end}")).collect();
        Some(format!("{text}{}", sheet.apart(text.len(), &format!("[[{name}]]{end}{}", lines.concat()))))
    })
}

/// The settings without one of the `[[name.list]]`. What stands around it stays.
///
/// None as with [`put`], or when there is no such table.
pub fn remove(text: &str, name: &str, list: &str, nth: usize) -> Option<String> {
    behind_mark(text, |text| {
        let tree = DeTable::parse(text).ok()?;
        let sheet = Sheet { text, tree: tree.get_ref() };
        let found = sheet.find(Table::Nth(name, list, nth)).filter(|found| sheet.is_header(&found.at))?;
        let mut start = sheet.line_start(found.at.start);
        let mut end = sheet.next_line(sheet.last(&found));
        // One empty line between what is left is enough, and none is needed at the end.
        if sheet.is_blank_before(start) {
            match sheet.line(end) {
                "" => start = sheet.line_start(start.saturating_sub(1)),
                line if line.trim().is_empty() => end += line.len(),
                _ => {}
            }
        }
        let mut changed = text.to_owned();
        changed.replace_range(start..end, "");
        Some(changed)
    })
}

/// Changes what stands behind the byte order mark that Windows editors leave.
fn behind_mark(text: &str, change: impl FnOnce(&str) -> Option<String>) -> Option<String> {
    match text.strip_prefix('\u{feff}') {
        Some(rest) => Some(format!("\u{feff}{}", change(rest)?)),
        None => change(text),
    }
}

/// A table of the file: where its header, or what stands for it, lies, and what it holds.
struct Found<'s, 't> {
    at: Range<usize>,
    keys: &'s DeTable<'t>,
}

/// A settings file, and where everything in it lies.
struct Sheet<'s, 't> {
    text: &'t str,
    tree: &'s DeTable<'t>,
}

impl<'s, 't> Sheet<'s, 't> {
    fn find(&self, table: Table<'_>) -> Option<Found<'s, 't>> {
        let at = match table {
            Table::One(name) => self.tree.get(name)?,
            Table::Each(name, nth) => self.tree.get(name)?.get_ref().as_array()?.get(nth)?,
            Table::Nth(name, list, nth) => {
                self.tree.get(name)?.get_ref().as_table()?.get(list)?.get_ref().as_array()?.get(nth)?
            }
        };
        Some(Found { at: at.span(), keys: at.get_ref().as_table()? })
    }

    /// Whether a table has a header of its own; else it is written in one line, in dotted keys, or only named by others.
    fn is_header(&self, at: &Range<usize>) -> bool {
        self.text.get(at.start..).is_some_and(|rest| rest.starts_with('['))
    }

    /// Where the headers below a table begin.
    fn collect(&self, table: &DeTable<'_>, found: &mut Vec<usize>) {
        let inner = table.values().flat_map(|value| match value.get_ref() {
            DeValue::Array(items) => items.iter().collect(),
            _ => vec![value],
        });
        for value in inner {
            if let DeValue::Table(keys) = value.get_ref() {
                found.extend(self.is_header(&value.span()).then(|| value.span().start));
                self.collect(keys, found);
            }
        }
    }

    /// Where the last value of a table ends, or its header while it has none.
    fn last(&self, found: &Found<'_, '_>) -> usize {
        self.last_value(found.keys).unwrap_or(0).max(found.at.end)
    }

    fn last_value(&self, keys: &DeTable<'_>) -> Option<usize> {
        let ends = keys.values().filter_map(|value| {
            let is_inline = self.text.get(value.span().start..).is_some_and(|rest| rest.starts_with('{'));
            match value.get_ref() {
                DeValue::Table(_) if self.is_header(&value.span()) => None,
                DeValue::Table(keys) if !is_inline => self.last_value(keys),
                DeValue::Array(items) if items.iter().any(|item| self.is_table(item)) => None,
                _ => Some(value.span().end),
            }
        });
        ends.max()
    }

    fn is_table(&self, item: &toml::Spanned<DeValue<'_>>) -> bool {
        item.get_ref().as_table().is_some() && self.is_header(&item.span())
    }

    /// The lines of `key = value`. What is remarked behind it stays.
    fn statement(&self, found: &Found<'_, '_>, key: Range<usize>, value: Range<usize>) -> Option<Range<usize>> {
        if self.text.get(found.at.start..)?.starts_with('{') {
            return None;
        }
        let behind = self.text.get(value.end..)?.split('\n').next()?;
        let start = self.line_start(key.start);
        match behind.find('#') {
            Some(remark) => Some(start..value.end + remark),
            None => Some(start..self.next_line(value.end)),
        }
    }

    /// Where a line is added, and what is written there so that it stands in its table.
    fn written(&self, found: Option<Found<'_, '_>>, table: Table<'_>, line: &str) -> Option<(usize, String)> {
        let end = self.line_end();
        match (found, table) {
            (Some(found), _) if self.is_header(&found.at) => {
                let at = self.next_line(found.at.end);
                Some((at, format!("{}{line}{end}", self.begun(at))))
            }
            // It is only named by the tables it holds: its own header stands before theirs.
            (Some(found), Table::One(name)) if self.last_value(found.keys).is_none() => {
                let mut within = Vec::new();
                self.collect(found.keys, &mut within);
                let at = self.with_remarks(*within.iter().min()?);
                Some((at, format!("[{name}]{end}{line}{end}{end}")))
            }
            (None, Table::One(name)) => {
                let at = self.text.len();
                Some((at, self.apart(at, &format!("[{name}]{end}{line}{end}"))))
            }
            _ => None,
        }
    }

    /// Where the table ends whose header begins here: before the next empty line, or before what belongs to the next
    /// table.
    fn end_of(&self, header: usize) -> usize {
        let mut headers = Vec::new();
        self.collect(self.tree, &mut headers);
        let next = headers.into_iter().filter(|start| *start > header).min();
        let limit = next.map_or(self.text.len(), |next| self.with_remarks(next));
        let held = self.values_within(header, next.unwrap_or(self.text.len()));
        let mut at = self.next_line(held.unwrap_or(header));
        while at < limit && !self.line(at).trim().is_empty() {
            at += self.line(at).len();
        }
        at
    }

    /// Where the last value between two places ends.
    fn values_within(&self, from: usize, until: usize) -> Option<usize> {
        let mut ends = Vec::new();
        all_ends(self.tree, &mut ends);
        ends.into_iter().filter(|end| (from..until).contains(end)).max()
    }

    /// The beginning of the remarks that stand right above a line.
    fn with_remarks(&self, at: usize) -> usize {
        let mut start = self.line_start(at);
        while start > 0 {
            let above = self.line_start(start - 1);
            if !self.line(above).trim_start().starts_with('#') {
                break;
            }
            start = above;
        }
        start
    }

    /// A text with empty lines around it where there are none.
    fn apart(&self, at: usize, block: &str) -> String {
        let end = self.line_end();
        let before = if at == 0 || self.is_blank_before(at) { "" } else { end };
        let behind = self.text.get(at..).unwrap_or_default();
        let after = if behind.is_empty() || self.line(at).trim().is_empty() { "" } else { end };
        format!("{}{before}{block}{after}", self.begun(at))
    }

    /// A line end where the text before lacks one.
    fn begun(&self, at: usize) -> &'static str {
        let before = self.text.get(..at).unwrap_or_default();
        if before.is_empty() || before.ends_with('\n') { "" } else { self.line_end() }
    }

    fn is_blank_before(&self, at: usize) -> bool {
        at == 0 || (self.text.get(..at).is_some_and(|before| before.ends_with('\n')) && self.is_blank_line(at - 1))
    }

    fn is_blank_line(&self, within: usize) -> bool {
        self.line(self.line_start(within)).trim().is_empty()
    }

    fn line(&self, start: usize) -> &'t str {
        self.text.get(start..).and_then(|rest| rest.split_inclusive('\n').next()).unwrap_or_default()
    }

    fn line_start(&self, at: usize) -> usize {
        self.text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1)
    }

    fn next_line(&self, at: usize) -> usize {
        at + self.line(at).len()
    }

    /// How lines end in this file.
    fn line_end(&self) -> &'static str {
        if self.text.contains("\r\n") { "\r\n" } else { "\n" }
    }
}

fn all_ends(table: &DeTable<'_>, ends: &mut Vec<usize>) {
    for value in table.values() {
        ends.push(value.span().end);
        match value.get_ref() {
            DeValue::Table(keys) => all_ends(keys, ends),
            DeValue::Array(items) => {
                for keys in items.iter().filter_map(|item| item.get_ref().as_table()) {
                    all_ends(keys, ends);
                }
            }
            _ => {}
        }
    }
}

/// Writes a settings file whole or not at all.
///
/// # Errors
/// When the disk refuses; the file is as it was then.
pub fn replace(file: &Path, text: &str) -> io::Result<()> {
    let beside = file.with_extension("toml.new");
    fs::write(&beside, text)?;
    // Windows brings a file to the disk only for whoever may write it.
    File::options().read(true).write(true).open(&beside)?.sync_all()?;
    fs::rename(&beside, file)
}

#[cfg(test)]
mod tests;
