//! What may be told to whoever helps: versions, counts, codes and times. No name, address, case number or path.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use crate::view::{CheckedRow, Problem};
use crate::{Mailroom, clock, demo, verify};

impl Mailroom {
    /// How this program and its home are doing, as text to hand on.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub async fn diagnosis(&self) -> Result<String, Problem> {
        let overview = self.overview().await?;
        let (book, receipts, mails) = (self.room.book().await?, self.receipts().await?, self.mails().await?);
        let doubts = self.room.ask(|teller| teller.doubt_codes(book.doubts())).await?;
        let counted = |names: &mut dyn Iterator<Item = String>| {
            let mut counts: BTreeMap<String, usize> = BTreeMap::new();
            for name in names {
                *counts.entry(name).or_default() += 1;
            }
            counts.iter().map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ")
        };
        let years: Vec<i32> = self.calendars().await?.iter().map(|row| row.year).collect();
        let years = years.iter().min().zip(years.iter().max()).map_or_else(String::new, |(a, b)| format!("{a}-{b}"));
        let holds = if self.is_holder() { "holder" } else { "beside another" };
        let sample = if demo::is_demo(&self.room.home) { ", sample" } else { "" };
        let root = if self.room.settings.case_root.is_dir() { "there" } else { "not there" };
        let mut text = format!(
            "songda {} {} {}\n{}\nhome: {holds}{sample}; case folders {root}\nledger: {} entries\n",
            overview.version,
            std::env::consts::OS,
            std::env::consts::ARCH,
            clock::written(clock::now()),
            overview.seq
        );
        let states = counted(&mut mails.iter().map(|row| row.state.clone()));
        let verdicts = counted(&mut book.services().map(|row| row.verdict.to_string()));
        let services = book.services().count();
        let _ = writeln!(text, "mails: {} ({states})\nservices: {services} ({verdicts})", mails.len());
        let open = doubts.into_iter().filter(|(_, is_settled)| !is_settled);
        let _ = writeln!(text, "open doubts: {}", counted(&mut open.map(|(code, _)| code)));
        let _ = writeln!(text, "receipts: {}", counted(&mut receipts.iter().map(|row| row.state.clone())));
        let _ = writeln!(text, "rules: {}; holidays: {years}", self.rules().len());
        for (nth, state) in (1..).zip(&overview.mailboxes) {
            // The trouble's own facts may hold addresses and paths.
            let problem = state.problem.as_ref().map_or("none", |problem| problem.code.as_str());
            let last = state.last_check.as_deref().unwrap_or("never");
            let _ = writeln!(text, "{nth}. {}: {}, last look {last}, problem {problem}", state.kind, state.state);
        }
        Ok(text)
    }

    /// Checks every vault file and the whole ledger chain.
    ///
    /// # Errors
    /// When ledger or vault cannot be read at all.
    pub async fn check_home(&self) -> Result<CheckedRow, Problem> {
        let found = verify::verify(&self.room).await?;
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let bad = found.first_bad.map(|bad| [bad.what, bad.at, bad.wrong]);
        Ok(CheckedRow {
            ok: found.ok,
            vault_files: count(found.vault_files),
            ledger_entries: count(found.ledger_entries),
            bad: bad.map(Vec::from).unwrap_or_default(),
            unknown: count(found.unknown.len()),
        })
    }

    /// Where the log lies.
    pub fn logs(&self) -> PathBuf {
        self.room.home.logs()
    }
}
