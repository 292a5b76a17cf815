//! What a known provider brings along, so that the office need not write its servers.

use std::path::PathBuf;

use songda_core::reference::{ProviderSecurity, ProviderServer, Providers};

use super::{Security, ServerSettings};

/// The servers of a provider.
pub(super) struct Preset {
    /// Where mail is read.
    pub imap: PresetServer,
    /// Where mail is handed in.
    pub smtp: PresetServer,
    /// Whether the provider keeps copies of what it sends.
    pub saves_sent: bool,
}

/// One server of a provider.
pub(super) struct PresetServer(ProviderServer);

impl PresetServer {
    /// The server for the mailbox with this address.
    pub fn settings(&self, address: &str, ca_file: Option<PathBuf>) -> ServerSettings {
        let user = self.0.user_of(address);
        let ProviderServer { host, port, security, .. } = self.0.clone();
        let security = match security {
            ProviderSecurity::Tls => Security::Tls,
            ProviderSecurity::StartTls => Security::StartTls,
        };
        ServerSettings { host, port, security, user, ca_file }
    }
}

/// The preset of a provider; none when its servers are written by hand.
///
/// # Errors
/// What to tell when nobody knows this provider.
pub(super) fn of(id: &str) -> Result<Option<Preset>, String> {
    if id == "custom" {
        return Ok(None);
    }
    let providers = Providers::builtin().map_err(|error| error.to_string())?;
    let Some(provider) = providers.by_id(id) else {
        let known: Vec<&str> = providers.all().iter().map(|it| it.id.as_str()).collect();
        return Err(format!("不认识“{id}”，可用：custom、{}", known.join("、")));
    };
    let (Some(imap), Some(smtp)) = (provider.imap.clone(), provider.smtp.clone()) else { return Ok(None) };
    let saves_sent = provider.has("saves-sent");
    Ok(Some(Preset { imap: PresetServer(imap), smtp: PresetServer(smtp), saves_sent }))
}
