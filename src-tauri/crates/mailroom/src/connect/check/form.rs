//! The form of a mailbox that is not saved yet: what a person typed, brought into the shape of songda.toml and checked
//! by the same rules.

use std::path::Path;

use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::secrets::Credential;
use crate::settings::{MailboxSettings, Settings, SettingsError};

/// A server as it was typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ServerForm {
    /// Host name or address.
    pub host: String,
    /// Port.
    pub port: u16,
    /// tls or starttls.
    pub security: String,
    /// User name; the address when it is empty.
    pub user: Option<String>,
}

/// A mailbox as it was typed.
#[derive(Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MailboxForm {
    /// Id; `court` when it is empty.
    #[serde(default)]
    pub id: Option<String>,
    /// The agreed address.
    pub address: String,
    /// Id of the provider's preset; `custom` when it is empty.
    #[serde(default)]
    pub provider: Option<String>,
    /// Where mail is read, unless the preset says so.
    #[serde(default)]
    pub imap: Option<ServerForm>,
    /// Where receipts are handed in, unless the preset says so.
    #[serde(default)]
    pub smtp: Option<ServerForm>,
    /// PEM file with a root of the office's own.
    #[serde(default)]
    pub tls_ca_file: Option<String>,
    /// Folders to watch; none means INBOX and junk.
    #[serde(default)]
    pub folders: Option<Vec<String>>,
    /// For a sign-in by OAuth: how this program is known to the provider.
    #[serde(default)]
    pub client_id: Option<String>,
    /// Password or 授权码 as typed; blanks around it are not part of it.
    #[serde(default)]
    pub password: Option<String>,
}

// The password is nobody's business, also not a log's.
impl std::fmt::Debug for MailboxForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MailboxForm").field("address", &self.address).field("provider", &self.provider).finish()
    }
}

/// Why a form cannot be followed.
#[derive(Debug, thiserror::Error)]
pub enum FormError {
    /// A value in it.
    #[error(transparent)]
    Value(#[from] SettingsError),
    /// It is no mailbox.
    #[error("the form could not be read: {0}")]
    Shape(String),
}

impl MailboxForm {
    /// The settings it stands for, by the same rules as the file's.
    ///
    /// # Errors
    /// When a value cannot be followed; the key is named.
    pub fn settings(&self, home: &Path) -> Result<MailboxSettings, FormError> {
        let text = self.as_text().map_err(|error| FormError::Shape(error.to_string()))?;
        let mut settings = Settings::parse(&text, &home.join("songda.toml"), home)?;
        if settings.mailboxes.is_empty() {
            return Err(FormError::Shape("it holds no mailbox".to_owned()));
        }
        Ok(settings.mailboxes.remove(0))
    }

    /// The same as a table of songda.toml, without the password.
    ///
    /// # Errors
    /// When a value cannot be written down.
    pub fn as_text(&self) -> Result<String, toml::ser::Error> {
        #[derive(Serialize)]
        struct Table<'a> {
            id: &'a str,
            address: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            provider: Option<&'a String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            tls_ca_file: Option<&'a String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            folders: Option<&'a Vec<String>>,
            #[serde(skip_serializing_if = "Option::is_none")]
            imap: Option<&'a ServerForm>,
            #[serde(skip_serializing_if = "Option::is_none")]
            smtp: Option<&'a ServerForm>,
            #[serde(skip_serializing_if = "Option::is_none")]
            oauth: Option<OAuth<'a>>,
        }
        #[derive(Serialize)]
        struct OAuth<'a> {
            client_id: &'a str,
        }
        #[derive(Serialize)]
        struct File<'a> {
            mailbox: [Table<'a>; 1],
        }
        let client_id = self.client_id.as_deref().map(str::trim).filter(|id| !id.is_empty());
        let table = Table {
            id: self.id.as_deref().filter(|id| !id.is_empty()).unwrap_or("court"),
            address: self.address.trim(),
            provider: self.provider.as_ref().filter(|id| !id.is_empty()),
            tls_ca_file: self.tls_ca_file.as_ref(),
            folders: self.folders.as_ref(),
            imap: self.imap.as_ref(),
            smtp: self.smtp.as_ref(),
            oauth: client_id.map(|client_id| OAuth { client_id }),
        };
        toml::to_string(&File { mailbox: [table] })
    }

    /// What was typed to log in with. Codes are often shown, and pasted, in groups with blanks between them.
    pub fn credential(&self) -> Option<Credential> {
        let typed = self.password.as_deref().map(str::trim).filter(|typed| !typed.is_empty())?;
        let is_code = |text: &str| text.split(' ').count() == 4 && text.split(' ').all(|four| four.len() == 4);
        let secret = if is_code(typed) { typed.replace(' ', "") } else { typed.to_owned() };
        Some(Credential::Password(SecretString::from(secret)))
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret as _;

    use super::*;

    fn form(json: &str) -> MailboxForm {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_form_is_followed_by_the_rules_of_the_file() {
        let home = Path::new("/home");
        let preset = form(r#"{"address":" a@qq.com ","provider":"qq","password":"abcd efgh ijkl mnop"}"#);
        let settings = preset.settings(home).unwrap();
        assert_eq!((settings.id.as_str(), settings.address.as_str()), ("court", "a@qq.com"));
        assert_eq!(preset.credential().unwrap().secret().expose_secret(), "abcdefghijklmnop");
        let own = form(
            r#"{"address":"a@b.example","imap":{"host":"i.example","port":143,"security":"starttls","user":null},
                "folders":["INBOX"],"password":" with blanks inside "}"#,
        );
        assert!(own.settings(home).is_ok());
        assert_eq!(own.credential().unwrap().secret().expose_secret(), "with blanks inside");
        let error = form(r#"{"address":"no address","provider":"qq"}"#).settings(home).unwrap_err();
        assert!(error.to_string().contains("address"), "{error}");
        let error = form(r#"{"address":"a@b.example","provider":"nobody"}"#).settings(home).unwrap_err();
        assert!(error.to_string().contains("nobody"), "{error}");
    }

    #[test]
    fn the_password_is_in_no_text_that_is_made_of_a_form() {
        let typed = form(r#"{"address":"a@qq.com","provider":"qq","password":"geheim"}"#);
        assert!(!format!("{typed:?}").contains("geheim"));
        assert!(!typed.as_text().unwrap().contains("geheim"));
    }
}
