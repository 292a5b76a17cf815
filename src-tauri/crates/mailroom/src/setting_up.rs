//! The first setting up of a home from the window: who we are, and the first mailbox, written into songda.toml.

use std::fs;
use std::path::Path;

use serde::Deserialize;
use ts_rs::TS;

use crate::connect::check::MailboxForm;
use crate::desk::Desk;
use crate::settings::{Settings, replace};
use crate::view::Problem;

/// Who we are, as a person typed it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OfficeForm {
    /// Name of the office served.
    pub name: String,
    /// Who acknowledges.
    pub handler: String,
    /// Printed on receipts; may be empty.
    pub phone: String,
    /// confirmed, offered, promised, unconfirmed: what the address is to the court.
    pub regime: String,
    /// Where case folders lie; empty for the home's own place.
    pub case_root: String,
    /// How far back the first look goes: a number of days, or `all`.
    pub look_back: String,
    /// Whether several computers work with the mailbox; none where nobody said so.
    pub shared: Option<bool>,
}

impl Desk {
    /// Makes the home where there is none, writes down who we are, and adds the mailbox. Gives whether its password was
    /// stored in the keychain.
    ///
    /// # Errors
    /// When the home cannot be made, or something typed cannot be followed; the key is named.
    pub async fn set_up(&self, form: &MailboxForm, office: &OfficeForm) -> Result<bool, Problem> {
        let file = self.make_home()?;
        let home = file.parent().unwrap_or(&file).to_path_buf();
        change(&file, &home, |text| with_office(text, office))?;
        let (id, is_stored) = self.add_mailbox(form).await?;
        change(&file, &home, |text| with_choices(text, &id, office))?;
        Ok(is_stored)
    }
}

/// Changes the settings file as a whole or not at all; what could not be followed is not written.
fn change(file: &Path, home: &Path, change: impl FnOnce(&str) -> String) -> Result<(), Problem> {
    let unwritable =
        |error: std::io::Error| Problem::new("settings.unreadable", [file.display().to_string(), error.to_string()]);
    let text = change(&fs::read_to_string(file).map_err(unwritable)?);
    Settings::parse(&text, file, home).map_err(|error| Problem::from(&error))?;
    replace(file, &text).map_err(unwritable)
}

/// A text as a TOML string.
fn quoted(text: &str) -> String {
    toml::Value::String(text.trim().to_owned()).to_string()
}

/// The values of `[office]` in place of those that stand there; comments behind them stay.
fn with_office(text: &str, office: &OfficeForm) -> String {
    let mut values =
        vec![("name", quoted(&office.name)), ("handler", quoted(&office.handler)), ("phone", quoted(&office.phone))];
    if !office.case_root.trim().is_empty() {
        values.push(("case_root", quoted(&office.case_root)));
    }
    let mut section = "";
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        if line.starts_with('[') {
            section = line.trim();
        }
        let key = line.split('=').next().unwrap_or_default().trim();
        match values.iter().find(|(name, _)| section == "[office]" && *name == key) {
            Some((name, value)) => {
                let comment = line.split_once(" #").map_or_else(String::new, |(_, rest)| format!("  #{rest}"));
                lines.push(format!("{name} = {value}{comment}"));
            }
            None => lines.push(line.to_owned()),
        }
    }
    lines.join("\n") + "\n"
}

/// What the address is to the court, how far back the first look goes and whether several computers work with it, written
/// into its mailbox's table.
fn with_choices(text: &str, id: &str, office: &OfficeForm) -> String {
    let own = format!("id = {}", quoted(id));
    let look_back = match office.look_back.trim().parse::<u32>() {
        Ok(days) => days.to_string(),
        Err(_) if office.look_back.trim().is_empty() => String::new(),
        Err(_) => quoted(&office.look_back),
    };
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        lines.push(line.to_owned());
        if line.trim() == own {
            lines.push(format!("regime = {}", quoted(&office.regime)));
            if !look_back.is_empty() {
                lines.push(format!("look_back_days = {look_back}"));
            }
            lines.extend(office.shared.map(|shared| format!("shared = {shared}")));
        }
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::Place;
    use crate::sharing::Desks;

    #[tokio::test]
    async fn what_was_typed_stands_in_the_file_and_the_rest_stays() {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::at(Place::Own(Some(folder.path().join("home"))));
        let form: MailboxForm =
            serde_json::from_str(r#"{"address":"a@qq.com","provider":"qq","password":"geheim"}"#).unwrap();
        let office = OfficeForm {
            name: "示例物业\"管理\"有限公司".to_owned(),
            handler: "王敏".to_owned(),
            regime: "promised".to_owned(),
            look_back: "all".to_owned(),
            shared: Some(false),
            case_root: folder.path().join("案卷").display().to_string(),
            ..OfficeForm::default()
        };
        desk.set_up(&form, &office).await.unwrap();
        let settings = Settings::load(&folder.path().join("home")).unwrap();
        assert_eq!(settings.office.name, "示例物业\"管理\"有限公司");
        assert_eq!(
            (settings.office.handler.as_str(), settings.case_root.as_path()),
            ("王敏", folder.path().join("案卷").as_path())
        );
        assert_eq!(settings.mailboxes[0].regime.code(), "promised");
        assert_eq!(settings.mailboxes[0].look_back_days, None, "all mail is looked at");
        let text = fs::read_to_string(folder.path().join("home/songda.toml")).unwrap();
        assert!(text.contains("# 默认经办人") && !text.contains("geheim"), "{text}");
        assert_eq!(settings.mailboxes[0].desks, Desks::Alone, "this computer alone: {text}");
        let wrong = OfficeForm { regime: "maybe".to_owned(), ..office };
        let other = Desk::at(Place::Own(Some(folder.path().join("other"))));
        assert!(other.set_up(&form, &wrong).await.is_err());
        let several = OfficeForm { regime: "confirmed".to_owned(), shared: Some(true), ..wrong };
        let third = Desk::at(Place::Own(Some(folder.path().join("third"))));
        third.set_up(&form, &several).await.unwrap();
        let desks = |home: &str| Settings::load(&folder.path().join(home)).unwrap().mailboxes[0].desks;
        assert_eq!(desks("third"), Desks::Several);
        let fourth = Desk::at(Place::Own(Some(folder.path().join("fourth"))));
        fourth.set_up(&form, &OfficeForm { shared: None, ..several }).await.unwrap();
        assert_eq!(desks("fourth"), Desks::Unsaid, "nobody was asked");
    }
}
