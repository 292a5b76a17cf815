//! A list as it is printed: made row by row, because an office has fifty thousand of them.

mod aside;

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use serde::Serialize;
use serde_json::{Map, Value, json};

use aside::Aside;

/// Before each row, and before each line of it, in the object of all rows.
const IN_ROWS: &[u8] = b"\n    ";

/// A list on its way out. Nothing of it is printed before all of it was told: it is whole, or it is an error.
pub struct Listed {
    /// What stands beside the rows, for programs.
    pub fields: Map<String, Value>,
    /// The rows as they are printed: as JSON for programs, as lines for people.
    rows: Aside,
    count: usize,
    /// Blanks and line ends behind the last line for people: none of them ends the list.
    blank: String,
    is_for_programs: bool,
    /// Whether something needs a person.
    pub needs_person: bool,
}

impl Listed {
    /// An empty list; a long one is put aside in this folder.
    pub fn new(is_for_programs: bool, folder: &Path) -> Self {
        let fields = Map::from_iter([("contract".to_owned(), json!(1))]);
        let rows = Aside::in_folder(folder);
        Self { fields, rows, count: 0, blank: String::new(), is_for_programs, needs_person: false }
    }

    /// One more row; `line` is how people read it.
    pub fn add<T: Serialize>(&mut self, row: &T, line: impl FnOnce(&T) -> String) {
        self.count += 1;
        if !self.is_for_programs {
            let line = line(row);
            let written = line.trim_end();
            if !written.is_empty() {
                self.rows.put(std::mem::take(&mut self.blank).as_bytes());
                self.rows.put(written.as_bytes());
            }
            self.blank.push_str(line.get(written.len()..).unwrap_or_default());
            self.blank.push('\n');
            return;
        }
        if self.count > 1 {
            self.rows.put(b",");
        }
        let row = serde_json::to_vec_pretty(row).unwrap_or_else(|_| b"null".to_vec());
        // No line ends within a string of JSON: these are those between its fields.
        for line in row.split(|byte| *byte == b'\n') {
            self.rows.put(IN_ROWS);
            self.rows.put(line);
        }
    }

    /// Rows that are there already.
    pub fn with<T: Serialize>(mut self, rows: Vec<T>, line: impl Fn(&T) -> String) -> Self {
        rows.into_iter().for_each(|row| self.add(&row, &line));
        self
    }

    /// Prints it and says how the program ends. A reader that has gone away (`| head`) is no reason to break down.
    pub fn conclude(self) -> ExitCode {
        let code = if self.needs_person { 3 } else { 0 };
        let mut out = io::BufWriter::new(io::stdout().lock());
        let _ = self.print(&mut out).and_then(|()| out.flush());
        ExitCode::from(code)
    }

    /// Prints it as one object, or line by line.
    fn print(self, out: &mut impl Write) -> io::Result<()> {
        if !self.is_for_programs {
            return if self.rows.give(out)? { writeln!(out) } else { Ok(()) };
        }
        let mut fields = self.fields;
        fields.insert("rows".to_owned(), json!([]));
        let empty = format!("{:#}", Value::Object(fields));
        let Some((before, behind)) = empty.rsplit_once("[]").filter(|_| self.count > 0) else {
            return writeln!(out, "{empty}");
        };
        write!(out, "{before}[")?;
        self.rows.give(out)?;
        writeln!(out, "\n  ]{behind}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_made_row_by_row_is_the_object_it_would_be_as_a_whole() {
        #[derive(Clone, Serialize)]
        struct Row {
            name: String,
            days: Vec<u32>,
            at: Option<String>,
        }
        let here = &std::env::temp_dir();
        // Which field of a row stands before which is told to nobody.
        let lines = |text: &str| {
            let mut lines: Vec<String> = text.lines().map(|line| line.trim_end_matches(',').to_owned()).collect();
            lines.sort();
            lines
        };
        let row = |nth: u32| Row { name: format!("[]\n“{nth}”\r\n"), days: (0..nth).collect(), at: None };
        for count in 0..4 {
            let rows: Vec<Row> = (0..count).map(row).collect();
            let mut whole = json!({"contract": 1, "rows": rows});
            let mut listed = Listed::new(true, here).with(rows.clone(), |row| row.name.clone());
            for (name, value) in [("alarms", json!([{"id": "[]"}])), ("problem", json!({"code": "a"}))] {
                let mut printed = Vec::new();
                whole[name] = value.clone();
                listed.fields.insert(name.to_owned(), value);
                let fields = listed.fields.clone();
                let again = Listed { fields, ..Listed::new(true, here).with(rows.clone(), |row| row.name.clone()) };
                again.print(&mut printed).unwrap();
                let printed = String::from_utf8(printed).unwrap();
                assert_eq!(serde_json::from_str::<Value>(&printed).unwrap(), whole);
                assert_eq!(lines(&printed), lines(&format!("{whole:#}\n")));
            }
        }
        let mut printed = Vec::new();
        Listed::new(false, here)
            .with(vec!["一 ", "", "二 ", " "], |row| (*row).to_owned())
            .print(&mut printed)
            .unwrap();
        Listed::new(false, here).with(vec![""], |row| (*row).to_owned()).print(&mut printed).unwrap();
        assert_eq!(String::from_utf8(printed).unwrap(), "一 \n\n二\n");
    }
}
