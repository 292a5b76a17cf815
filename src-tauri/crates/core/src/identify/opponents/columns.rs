//! Parties in the rows of a table: below a head with a column 被告 or 对方当事人.

use super::super::party::names;
use super::super::role::is_role;
use super::{OTHER, Party, alone, is_name};
use crate::office::Office;

/// The parties in the rows of a table with columns of parties; `lines` follow each other.
#[derive(Debug, Default)]
pub struct Columns {
    head: Vec<String>,
}

impl Columns {
    /// Takes the next line, in one way of writing with its blanks, and gives the parties of its cells.
    pub fn take(&mut self, line: &str, office: &Office) -> Vec<Party> {
        let cells: Vec<&str> = line.split([' ', '|']).filter(|cell| !cell.is_empty()).collect();
        let has_digits = line.contains(|c: char| c.is_ascii_digit());
        let is_party = |cell: &str| is_role(cell) || ["对方当事人", "对方", "相对方"].contains(&cell);
        if !has_digits && cells.len() >= 3 && cells.iter().any(|cell| is_party(cell)) {
            self.head = cells.into_iter().map(str::to_owned).collect();
            return Vec::new();
        }
        if self.head.is_empty() || !has_digits || cells.len() < self.head.len() {
            self.head.clear();
            return Vec::new();
        }
        let own: Vec<String> = names(office).collect();
        let time = self.head.iter().position(|cell| ["时间", "日期"].iter().any(|word| cell.contains(word)));
        let columns = self.head.iter().enumerate().filter(|(_, cell)| is_party(cell));
        let told = columns.filter_map(|(nth, role)| {
            // A moment takes several cells: what stands behind it is counted from the end.
            let is_ahead = time.is_none_or(|time| nth < time);
            let at = if is_ahead { nth } else { cells.len() - (self.head.len() - nth) };
            let name =
                cells.get(at).filter(|name| is_name(name) && !own.iter().any(|own| name.contains(own.as_str())))?;
            let role = if is_role(role) { role.as_str() } else { OTHER };
            Some(Party { role: role.to_owned(), name: alone(name).to_owned() })
        });
        told.collect()
    }
}
