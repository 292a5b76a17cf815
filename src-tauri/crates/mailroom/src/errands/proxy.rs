//! The way to a platform: straight, or through the proxy that the office chose.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hyper::Uri;
use hyper_util::client::proxy::matcher::Matcher;
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

use super::guard::place_of;
use crate::secrets;
use crate::settings::{ManualProxy, ProxySettings};

/// Name under which the proxy's password lies in the keychain.
pub const KEYCHAIN: &str = "proxy";
/// Environment variable that may hold it.
const VARIABLE: &str = "SONGDA_PROXY_PASSWORD";

/// Which proxy leads to which host, and which of them were used.
#[derive(Clone, Default)]
pub struct Proxy(Option<Arc<Chosen>>);

struct Chosen {
    matcher: Matcher,
    login: Option<(String, SecretString)>,
    used: Mutex<BTreeMap<String, String>>,
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A login stands in it: nothing of it is shown.
        f.debug_struct("Proxy").field("is_set", &self.0.is_some()).finish()
    }
}

impl Proxy {
    /// The proxy of the settings.
    ///
    /// # Errors
    /// Why the proxy's password cannot be had.
    pub async fn of(settings: &ProxySettings) -> Result<Self, String> {
        let (matcher, login) = match settings {
            ProxySettings::None => return Ok(Self(None)),
            ProxySettings::System => (Matcher::from_system(), None),
            ProxySettings::Manual(manual) => (matcher_of(manual), login_of(manual).await?),
        };
        Ok(Self(Some(Arc::new(Chosen { matcher, login, used: Mutex::default() }))))
    }

    /// The proxy that leads to this address, with its login; noted as used.
    pub fn to(&self, url: &Url) -> Option<Url> {
        let chosen = self.0.as_ref()?;
        let found = chosen.matcher.intercept(&url.as_str().parse::<Uri>().ok()?)?;
        let mut proxy = Url::parse(&found.uri().to_string()).ok()?;
        let shown = format!("{}:{}", proxy.host_str()?, proxy.port_or_known_default()?);
        if let Some((user, password)) = &chosen.login {
            proxy.set_username(user).ok()?;
            proxy.set_password(Some(password.expose_secret())).ok()?;
        } else if let Some((user, password)) = found.basic_auth().and_then(|header| basic(header.to_str().ok()?)) {
            proxy.set_username(&user).ok()?;
            proxy.set_password(Some(&password)).ok()?;
        }
        chosen.used.lock().unwrap_or_else(PoisonError::into_inner).insert(place_of(url), shown);
        Some(proxy)
    }

    /// `host:port` of the proxy by which a host was reached.
    pub fn used_for(&self, place: &str) -> Option<String> {
        self.0.as_ref()?.used.lock().unwrap_or_else(PoisonError::into_inner).get(place).cloned()
    }

    /// Whether a name is that of a proxy which was just chosen: it may lie in the office's own network.
    pub fn is_one(&self, host: &str) -> bool {
        let Some(chosen) = &self.0 else { return false };
        let used = chosen.used.lock().unwrap_or_else(PoisonError::into_inner);
        used.values().any(|proxy| proxy.rsplit_once(':').is_some_and(|(name, _)| name == host))
    }
}

fn matcher_of(manual: &ManualProxy) -> Matcher {
    // The matcher covers everything below a name that begins with a dot.
    let except: Vec<&str> = manual.except.iter().map(|host| host.strip_prefix('*').unwrap_or(host)).collect();
    Matcher::builder().https(manual.address.as_str().to_owned()).no(except.join(",")).build()
}

async fn login_of(manual: &ManualProxy) -> Result<Option<(String, SecretString)>, String> {
    let Some(user) = &manual.user else { return Ok(None) };
    let password = match &manual.password {
        Some(command) => secrets::from_command(command).await,
        None => secrets::of_name(KEYCHAIN, VARIABLE).await,
    };
    let password = password.map_err(|error| crate::problem::chain(&error))?;
    Ok(Some((user.clone(), password)))
}

/// Name and password of a header for the simple login (RFC 7617).
fn basic(header: &str) -> Option<(String, String)> {
    let decoded = STANDARD.decode(header.strip_prefix("Basic ")?).ok()?;
    let (user, password) = std::str::from_utf8(&decoded).ok()?.split_once(':')?;
    Some((user.to_owned(), password.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[tokio::test]
    async fn a_named_proxy_leads_everywhere_but_to_its_exceptions() {
        let manual = ManualProxy {
            address: url("http://proxy.office.example:8080"),
            except: vec!["*.office.example".into(), "localhost".into()],
            user: None,
            password: None,
        };
        let proxy = Proxy::of(&ProxySettings::Manual(manual)).await.unwrap();
        assert!(!proxy.is_one("proxy.office.example"), "nothing went through it yet");
        let to = proxy.to(&url("https://zxfw.court.gov.cn/x?y")).unwrap();
        assert_eq!(to.as_str(), "http://proxy.office.example:8080/");
        assert_eq!(proxy.to(&url("https://files.office.example/x")), None);
        assert_eq!(proxy.to(&url("https://localhost:8443/x")), None);
        assert_eq!(proxy.used_for("zxfw.court.gov.cn").as_deref(), Some("proxy.office.example:8080"));
        assert_eq!(proxy.used_for("files.office.example"), None);
        assert!(proxy.is_one("proxy.office.example") && !proxy.is_one("zxfw.court.gov.cn"));
        let none = Proxy::of(&ProxySettings::None).await.unwrap();
        assert_eq!(none.to(&url("https://zxfw.court.gov.cn/")), None);
    }

    #[test]
    fn a_login_is_read_from_the_header() {
        assert_eq!(basic("Basic dXNlcjpwYTpzcw=="), Some(("user".into(), "pa:ss".into())));
        assert_eq!(basic("Bearer x"), None);
    }
}
