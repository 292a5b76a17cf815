//! The connection test as rows for a window: every sentence in both languages, and a text to copy.

use std::path::Path;

use serde::Serialize;
use ts_rs::TS;

use super::{FormError, MailboxForm, Step, check_with, diagnosis, words};
use crate::clock;
use crate::settings::MailboxSettings;

/// One step as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct TestedStep {
    /// dns, tcp, tls, login, folder, read, smtp.
    pub step: String,
    pub ok: bool,
    pub code: String,
    pub name: String,
    pub name_en: String,
    pub says: String,
    pub says_en: String,
    /// What to do next; empty when nothing is to be done.
    pub next: String,
    pub next_en: String,
}

/// The whole test as it is shown. Receiving and sending are judged apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct TestRow {
    pub receives: bool,
    pub sends: bool,
    pub steps: Vec<TestedStep>,
    /// A text to copy for whoever helps: no secret, no full address.
    pub diagnostics: String,
}

/// The rows of a test.
pub fn rows(mailbox: &MailboxSettings, steps: &[Step]) -> TestRow {
    let row = |step: &Step| {
        let ((name, name_en), ((says, says_en), (next, next_en))) =
            (words::name(step.step), words::step(step, mailbox));
        let (code, ok, step) = (step.code.to_owned(), step.ok, step.step.to_owned());
        TestedStep { step, ok, code, name, name_en, says, says_en, next, next_en }
    };
    TestRow {
        receives: steps.iter().filter(|step| step.step != "smtp").all(|step| step.ok),
        sends: steps.iter().filter(|step| step.step == "smtp").all(|step| step.ok),
        steps: steps.iter().map(row).collect(),
        diagnostics: diagnosis(mailbox, steps, clock::now()),
    }
}

/// Tries a mailbox that is saved nowhere, as it was typed into a form. Nothing of it is kept.
///
/// # Errors
/// When the form itself cannot be followed.
pub async fn check_form(form: &MailboxForm, home: &Path) -> Result<TestRow, FormError> {
    let mailbox = form.settings(home)?;
    let steps = check_with(&mailbox, form.credential(), clock::now()).await;
    Ok(rows(&mailbox, &steps))
}
