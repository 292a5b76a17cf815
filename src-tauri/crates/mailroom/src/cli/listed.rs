//! A list as it is printed: made row by row, because an office has fifty thousand of them.

use std::io::{self, Write};
use std::process::ExitCode;

use serde::Serialize;
use serde_json::{Map, Value, json};

/// A list on its way out.
pub struct Listed {
    /// What stands beside the rows, for programs.
    pub fields: Map<String, Value>,
    /// Each row: as JSON for programs, as a line for people.
    rows: Vec<String>,
    is_for_programs: bool,
    /// Whether something needs a person.
    pub needs_person: bool,
}

impl Listed {
    /// An empty list.
    pub fn new(is_for_programs: bool) -> Self {
        let fields = Map::from_iter([("contract".to_owned(), json!(1))]);
        Self { fields, rows: Vec::new(), is_for_programs, needs_person: false }
    }

    /// One more row; `line` is how people read it.
    pub fn add<T: Serialize>(&mut self, row: &T, line: impl FnOnce(&T) -> String) {
        self.rows.push(if self.is_for_programs { format!("{:#}", json!(row)) } else { line(row) });
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
            let text = self.rows.join("\n");
            let text = text.trim_end();
            return if text.is_empty() { Ok(()) } else { writeln!(out, "{text}") };
        }
        let mut fields = self.fields;
        fields.insert("rows".to_owned(), json!([]));
        let empty = format!("{:#}", Value::Object(fields));
        let Some((before, behind)) = empty.rsplit_once("[]").filter(|_| !self.rows.is_empty()) else {
            return writeln!(out, "{empty}");
        };
        let mut between = "[\n    ";
        write!(out, "{before}")?;
        for row in self.rows {
            // No line ends within a string of JSON: these are those between its fields.
            write!(out, "{between}{}", row.replace('\n', "\n    "))?;
            between = ",\n    ";
        }
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
        let row = |nth: u32| Row { name: format!("[]\n“{nth}”\r\n"), days: (0..nth).collect(), at: None };
        for count in 0..4 {
            let rows: Vec<Row> = (0..count).map(row).collect();
            let mut whole = json!({"contract": 1, "rows": rows});
            let mut listed = Listed::new(true).with(rows.clone(), |row| row.name.clone());
            for (name, value) in [("alarms", json!([{"id": "[]"}])), ("problem", json!({"code": "a"}))] {
                let mut printed = Vec::new();
                whole[name] = value.clone();
                listed.fields.insert(name.to_owned(), value);
                let fields = listed.fields.clone();
                let again = Listed { fields, ..Listed::new(true).with(rows.clone(), |row| row.name.clone()) };
                again.print(&mut printed).unwrap();
                assert_eq!(String::from_utf8(printed).unwrap(), format!("{whole:#}\n"));
            }
        }
        let mut printed = Vec::new();
        Listed::new(false).with(vec!["一 ", "二 "], |row| (*row).to_owned()).print(&mut printed).unwrap();
        Listed::new(false).with(vec![""], |row| (*row).to_owned()).print(&mut printed).unwrap();
        assert_eq!(String::from_utf8(printed).unwrap(), "一 \n二\n");
    }
}
