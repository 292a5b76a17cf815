//! How a mailbox is signed in to by OAuth 2: what the office writes, over what the provider's preset brings along.

use serde::Deserialize;
use songda_core::reference::Providers;
use toml::Spanned;

use super::OAuthSettings;
use crate::connect::oauth::is_safe;

/// The key `oauth` of a mailbox.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OAuthTable {
    client_id: Spanned<String>,
    authorize_url: Option<Spanned<String>>,
    token_url: Option<Spanned<String>>,
    scopes: Option<Vec<String>>,
    redirect_host: Option<String>,
}

/// Where (else at the table itself), which key, and why it cannot be followed.
pub(super) type Complaint = (Option<usize>, &'static str, String);

impl OAuthTable {
    /// The settings for a mailbox at this provider.
    ///
    /// # Errors
    /// When a key is missing that the provider's preset does not bring along, or an address is not safe.
    pub fn settings(&self, provider: &str) -> Result<OAuthSettings, Complaint> {
        let providers = Providers::builtin().map_err(|error| (None, "provider", error.to_string()))?;
        let preset = providers.by_id(provider).and_then(|provider| provider.oauth.clone());
        let client_id = self.client_id.get_ref().trim();
        if client_id.is_empty() {
            return Err((Some(self.client_id.span().start), "client_id", "请填写在服务商处登记的应用编号".to_owned()));
        }
        let url = |given: &Option<Spanned<String>>, key: &'static str, preset: Option<&String>| match (given, preset) {
            (Some(url), _) if is_safe(url.get_ref()) => Ok(url.get_ref().clone()),
            (Some(url), _) => Err((Some(url.span().start), key, "必须是 https 地址".to_owned())),
            (None, Some(url)) => Ok(url.clone()),
            (None, None) => Err((None, key, "此服务商没有预置，请填写".to_owned())),
        };
        let authorize_url = url(&self.authorize_url, "authorize_url", preset.as_ref().map(|it| &it.authorize_url))?;
        let token_url = url(&self.token_url, "token_url", preset.as_ref().map(|it| &it.token_url))?;
        let scopes = self.scopes.clone().or_else(|| preset.as_ref().map(|it| it.scopes.clone())).unwrap_or_default();
        let own_host = self.redirect_host.clone().filter(|host| matches!(host.as_str(), "localhost" | "127.0.0.1"));
        let host = own_host.or_else(|| preset.as_ref().map(|it| it.redirect_host.clone()));
        Ok(OAuthSettings {
            client_id: client_id.to_owned(),
            authorize_url,
            token_url,
            scopes,
            redirect_host: host.unwrap_or_else(|| "127.0.0.1".to_owned()),
            extra: preset.map(|it| it.extra.into_iter().collect()).unwrap_or_default(),
        })
    }
}
