//! The folder pattern while the office edits it: where documents would go, and its adoption into the settings.

use std::collections::BTreeSet;
use std::fs;

use songda_core::folder::{self, Field};

use crate::Mailroom;
use crate::services;
use crate::settings::{self, Settings, pattern_says};
use crate::view::{FolderPreview, Problem, ServiceRow};

/// How many services the preview shows.
const MOST_EXAMPLES: usize = 3;

impl Mailroom {
    /// Whether case folders are named by a fact that people correct.
    pub fn names_folders_by(&self, fact: &str) -> bool {
        let field = match fact {
            "court" => "{court}",
            "document-case" | "case-number" => "{case_number}",
            "cause" => "{cause}",
            "addressee" => "{addressee}",
            _ => return false,
        };
        self.room().settings.office.folder_pattern.contains(field)
    }

    /// Where documents would go under a pattern, and under a case root that is not saved either: those of the newest
    /// services, or an invented one. Changes nothing.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub async fn preview_folders(&self, pattern: &str, root: Option<&str>) -> Result<FolderPreview, Problem> {
        let book = self.room().book().await?;
        let services = || book.newest().into_iter().map(services::Row::shown);
        let settings = &self.room().settings;
        let typed = root.map(str::trim).filter(|root| !root.is_empty());
        let root = typed.map_or_else(|| settings.case_root.clone(), |root| self.room().home.root().join(root));
        let root = root.display().to_string();
        let of = |sample: Option<&ServiceRow>| {
            folder::preview(pattern, &|field| value_of(sample, field, &settings.office.name))
        };
        let shown = of(services().next().as_ref());
        let mut seen = BTreeSet::new();
        let others = services().filter_map(|sample| of(Some(&sample)).ok());
        let examples: Vec<String> = others.filter(|path| seen.insert(path.clone())).take(MOST_EXAMPLES).collect();
        let length = |path: &String| folder::units(&root) + 1 + folder::units(path);
        let longest = examples.iter().chain(shown.as_ref().ok()).map(length).max().unwrap_or(0);
        Ok(FolderPreview {
            problem: shown.as_ref().err().map(pattern_says),
            length: u32::try_from(longest).unwrap_or(u32::MAX),
            path: shown.ok(),
            current: settings.office.folder_pattern.clone(),
            examples,
            root,
        })
    }

    /// Writes a pattern into the settings; documents that arrive from then on go by it, what is filed stays where it is.
    ///
    /// # Errors
    /// `settings.*` when it cannot be followed or the file cannot be written: nothing changed then.
    pub async fn adopt_folder_pattern(&self, pattern: &str) -> Result<(), Problem> {
        let home = self.room().home.clone();
        let pattern = pattern.trim().to_owned();
        let work = move || {
            let file = home.settings_file();
            let fail = |says: String| Problem::new("settings.unreadable", [file.display().to_string(), says]);
            let text = fs::read_to_string(&file).map_err(|error| fail(error.to_string()))?;
            let text = settings::with_office_value(&text, "folder_pattern", &pattern);
            let text = text.ok_or_else(|| fail("[office]".to_owned()))?;
            Settings::parse(&text, &file, home.root()).map_err(|error| Problem::from(&error))?;
            settings::replace(&file, &text).map_err(|error| fail(error.to_string()))
        };
        let done = tokio::task::spawn_blocking(work).await;
        done.map_err(|error| Problem::new("settings.unreadable", [error.to_string()]))?
    }
}

/// A field of a service; what it does not tell is invented.
fn value_of(sample: Option<&ServiceRow>, field: Field, office: &str) -> String {
    let or = |value: Option<String>, invented: &str| value.unwrap_or_else(|| invented.to_owned());
    let day = sample.and_then(|it| it.arrived.as_deref()).and_then(|it| it.get(..10)).unwrap_or("2026-11-20");
    match field {
        Field::Court => or(sample.and_then(|it| it.court.as_ref().map(|it| it.name.clone())), "某某区人民法院"),
        Field::CaseNumber => or(sample.and_then(|it| it.case_numbers.first().cloned()), "（2026）沪0112民初12345号"),
        Field::ArrivedOn => day.to_owned(),
        Field::Year => day.get(..4).unwrap_or(day).to_owned(),
        Field::Cause => or(sample.and_then(|it| it.cause.clone()), "物业服务合同纠纷"),
        Field::Addressee => or(sample.and_then(|it| it.addressee.clone()), office),
        Field::Number => "01".to_owned(),
        Field::Title => or(sample.and_then(|it| it.titles.first().cloned()), "传票"),
    }
}
