//! Mail providers: their servers, how a person gets the password for programs, and what is peculiar.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::ReferenceError;

const FILE: &str = "mail-providers.toml";
const BUILTIN: &str = include_str!("../../../../data/mail-providers.toml");

/// One provider.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// Stable id, such as `qq`.
    pub id: String,
    /// Name on screen.
    pub name: String,
    /// Name on screen, in English.
    pub name_en: String,
    /// Addresses at these domains belong to it.
    pub domains: Vec<String>,
    /// Mail exchangers, or their parent names.
    pub mx: Vec<String>,
    /// Where mail is read; none when the office must ask its administrator.
    pub imap: Option<ProviderServer>,
    /// Where mail is handed in.
    pub smtp: Option<ProviderServer>,
    /// Which secret it takes.
    pub login: ProviderLogin,
    /// How to sign in by OAuth 2, where it takes that.
    pub oauth: Option<ProviderOAuth>,
    /// Other IMAP servers of the same provider, for companies that lie there.
    #[serde(default)]
    pub imap_alternates: Vec<String>,
    /// Where a person turns mail programs on, for a button; the page is never opened by itself.
    #[serde(default)]
    pub page: Option<String>,
    /// What it calls the password for programs.
    pub secret: String,
    /// The same in English.
    pub secret_en: String,
    /// Three steps to that password.
    pub steps: [String; 3],
    /// The same in English.
    pub steps_en: [String; 3],
    /// What is peculiar; the words stand at the head of the data file.
    pub quirks: Vec<String>,
    source: String,
    checked: String,
}

/// A server of a provider.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderServer {
    /// Host name.
    pub host: String,
    /// Port.
    pub port: u16,
    /// When TLS begins.
    pub security: ProviderSecurity,
    /// What it knows a person by.
    #[serde(default)]
    pub user: ProviderUser,
}

/// What a server knows a person by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProviderUser {
    /// The whole address.
    #[default]
    Address,
    /// What stands before the `@`.
    LocalPart,
}

impl ProviderServer {
    /// The user name of the mailbox with this address.
    pub fn user_of(&self, address: &str) -> String {
        let local = address.rsplit_once('@').map_or(address, |(local, _)| local);
        match self.user {
            ProviderUser::Address => address,
            ProviderUser::LocalPart => local,
        }
        .to_owned()
    }
}

/// How to sign in at a provider by OAuth 2.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderOAuth {
    /// Where a person signs in.
    pub authorize_url: String,
    /// Where tokens are asked for.
    pub token_url: String,
    /// What is asked for.
    pub scopes: Vec<String>,
    /// How the provider wants this machine called on the way back.
    pub redirect_host: String,
    /// What else it wants to be asked.
    #[serde(default)]
    pub extra: BTreeMap<String, String>,
}

/// When TLS begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProviderSecurity {
    /// From the first byte.
    Tls,
    /// After STARTTLS.
    StartTls,
}

/// Which secret a provider takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProviderLogin {
    /// A password made for programs.
    AppCode,
    /// OAuth only; passwords are refused.
    Oauth,
}

impl Provider {
    /// Whether it has a peculiarity.
    pub fn has(&self, quirk: &str) -> bool {
        self.quirks.iter().any(|it| it == quirk)
    }
}

/// All providers known.
#[derive(Clone, Debug, Default)]
pub struct Providers(Vec<Provider>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    provider: Vec<Provider>,
}

impl Providers {
    /// The data this program was built with.
    ///
    /// # Errors
    /// When the data does not parse, or an entry stands without a source.
    pub fn builtin() -> Result<Self, ReferenceError> {
        Self::read(BUILTIN)
    }

    /// Reads the providers.
    ///
    /// # Errors
    /// When a key is unknown, an id stands twice, or an entry has no source or date.
    pub fn read(text: &str) -> Result<Self, ReferenceError> {
        let refuse = |says: String| ReferenceError::new(FILE, says);
        let file: File = toml::from_str(text).map_err(|error| refuse(error.to_string()))?;
        let mut ids = BTreeSet::new();
        for entry in &file.provider {
            if entry.source.trim().is_empty() || !super::is_date(&entry.checked) {
                return Err(refuse(format!("{}: no source or no date", entry.id)));
            }
            if entry.id == "custom" || !ids.insert(entry.id.clone()) {
                return Err(refuse(format!("{}: the id is taken", entry.id)));
            }
            let is_https = |url: &String| url.starts_with("https://");
            let places = entry.oauth.iter().flat_map(|it| [&it.authorize_url, &it.token_url]).chain(&entry.page);
            if !places.into_iter().all(is_https) {
                return Err(refuse(format!("{}: an address is not https", entry.id)));
            }
            if entry.imap.is_some() != entry.smtp.is_some() {
                return Err(refuse(format!("{}: only one of imap and smtp", entry.id)));
            }
        }
        Ok(Self(file.provider))
    }

    /// Every provider, in the order of the file.
    pub fn all(&self) -> &[Provider] {
        &self.0
    }

    /// The provider with this id.
    pub fn by_id(&self, id: &str) -> Option<&Provider> {
        self.0.iter().find(|it| it.id == id)
    }

    /// The provider an address belongs to by its domain.
    pub fn of_address(&self, address: &str) -> Option<&Provider> {
        let domain = address.rsplit_once('@')?.1.to_ascii_lowercase();
        self.0.iter().find(|it| it.domains.contains(&domain))
    }

    /// The provider a mail exchanger belongs to.
    pub fn of_mx(&self, host: &str) -> Option<&Provider> {
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        self.0.iter().find(|it| it.mx.iter().any(|mx| super::is_within(&host, mx)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_provider_has_servers_or_says_that_they_are_asked() {
        let providers = Providers::builtin().expect("built-in providers load");
        assert!(providers.all().len() >= 10);
        for it in providers.all() {
            assert_eq!(it.imap.is_none(), it.has("servers-asked"), "{}", it.id);
            assert_eq!(it.login == ProviderLogin::Oauth, it.has("oauth-only"), "{}", it.id);
            assert!(it.steps.iter().chain(&it.steps_en).all(|step| !step.trim().is_empty()), "{}", it.id);
        }
    }

    #[test]
    fn a_provider_is_found_by_address_and_by_mail_exchanger() {
        let providers = Providers::builtin().expect("built-in providers load");
        let id = |found: Option<&Provider>| found.map(|it| it.id.clone());
        assert_eq!(id(providers.of_address("a@QQ.com")).as_deref(), Some("qq"));
        assert_eq!(id(providers.of_address("a@yeah.net")).as_deref(), Some("yeah"));
        assert_eq!(id(providers.of_address("a@notqq.com")), None);
        assert_eq!(id(providers.of_mx("mxbiz1.qq.com.")).as_deref(), Some("exmail"));
        assert_eq!(id(providers.of_mx("example-test.mail.protection.outlook.com")).as_deref(), Some("outlook"));
        assert_eq!(id(providers.of_mx("mx.office.example")), None);
    }

    #[test]
    fn a_server_that_knows_the_local_part_alone_is_given_that() {
        let providers = Providers::builtin().expect("built-in providers load");
        let icloud = providers.by_id("icloud").unwrap();
        let (imap, smtp) = (icloud.imap.as_ref().unwrap(), icloud.smtp.as_ref().unwrap());
        assert_eq!(imap.user_of("service@icloud.com"), "service");
        assert_eq!(smtp.user_of("service@icloud.com"), "service@icloud.com");
        let others = providers.all().iter().filter(|it| it.id != "icloud").flat_map(|it| [&it.imap, &it.smtp]);
        assert!(others.flatten().all(|server| server.user == ProviderUser::Address));
    }

    #[test]
    fn an_entry_without_source_or_with_half_its_servers_is_refused() {
        let entry = |source: &str, smtp: &str| {
            format!(
                "[[provider]]\nid = \"x\"\nname = \"x\"\nname_en = \"x\"\ndomains = []\nmx = []\nlogin = \"app-code\"\n\
                 imap = {{ host = \"i.example\", port = 993, security = \"tls\" }}\n{smtp}\nsecret = \"x\"\n\
                 secret_en = \"x\"\nsteps = [\"1\", \"2\", \"3\"]\nsteps_en = [\"1\", \"2\", \"3\"]\nquirks = []\n\
                 source = \"{source}\"\nchecked = \"2026-11-23\"\n"
            )
        };
        let smtp = "smtp = { host = \"s.example\", port = 587, security = \"starttls\" }";
        assert!(Providers::read(&entry("somewhere", smtp)).is_ok());
        assert!(Providers::read(&entry(" ", smtp)).is_err());
        assert!(Providers::read(&entry("somewhere", "")).is_err());
        assert!(Providers::read(&format!("{0}{0}", entry("somewhere", smtp))).is_err());
    }
}
