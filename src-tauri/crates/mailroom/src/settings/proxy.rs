//! Through which proxy platforms are reached: none, the system's, or one the office names.

use std::path::Path;

use serde::Deserialize;
use toml::Spanned;
use url::Url;

use super::PasswordCommand;

/// Through which proxy platforms are reached. Never chosen by itself: behind a proxy the names of hosts are looked up
/// there, out of our sight.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ProxySettings {
    /// None, whatever the system says.
    #[default]
    None,
    /// What the environment or the system says.
    System,
    /// The one the office names.
    Manual(ManualProxy),
}

/// A proxy the office names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManualProxy {
    /// Scheme, host and port; no user name in it.
    pub address: Url,
    /// Hosts that are reached without it; `*.example.test` covers everything below.
    pub except: Vec<String>,
    /// User name, where the proxy asks for one.
    pub user: Option<String>,
    /// A program that prints the password; else the keychain or the environment has it.
    pub password: Option<PasswordCommand>,
}

#[derive(Deserialize, Clone, Copy, Default, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Way {
    #[default]
    None,
    System,
    Manual,
}

/// The table `[proxy]`.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ProxyTable {
    r#use: Option<Spanned<Way>>,
    address: Option<Spanned<String>>,
    except: Vec<String>,
    user: Option<String>,
    password_command: Option<Spanned<Vec<String>>>,
}

/// Where a value stands, its key, and what is wrong with it.
type Wrong = (usize, &'static str, String);

impl ProxyTable {
    /// The settings; else where, which key and why not.
    pub fn settings(self, home: &Path) -> Result<ProxySettings, Wrong> {
        let start = self.r#use.as_ref().map_or(0, |way| way.span().start);
        let way = self.r#use.as_ref().map(|way| *way.get_ref()).unwrap_or_default();
        if let Some(address) = self.address.as_ref().filter(|_| way != Way::Manual) {
            return Err((address.span().start, "address", "只在 use = \"manual\" 时填写".to_owned()));
        }
        match way {
            Way::None => Ok(ProxySettings::None),
            Way::System => Ok(ProxySettings::System),
            Way::Manual => self.manual(start, home).map(ProxySettings::Manual),
        }
    }

    fn manual(self, start: usize, home: &Path) -> Result<ManualProxy, Wrong> {
        const SHAPE: &str = "应是 http://主机:端口 或 https://主机:端口，不含用户名和路径；SOCKS 代理不支持";
        let written = self.address.ok_or_else(|| (start, "address", "use = \"manual\" 时要写代理的地址".to_owned()))?;
        let address =
            address_of(written.get_ref()).ok_or_else(|| (written.span().start, "address", SHAPE.to_owned()))?;
        let password = match self.password_command {
            None => None,
            Some(argv) if argv.get_ref().first().is_none_or(|program| program.trim().is_empty()) => {
                let says = "应是程序名和参数，例如 [\"cat\", \"文件\"]".to_owned();
                return Err((argv.span().start, "password_command", says));
            }
            Some(argv) => Some(PasswordCommand { argv: argv.into_inner(), dir: home.to_owned() }),
        };
        let except = self.except.into_iter().map(|host| host.trim().to_ascii_lowercase()).collect();
        let user = self.user.filter(|user| !user.trim().is_empty());
        Ok(ManualProxy { address, except, user, password })
    }
}

/// The address of a proxy as it is written.
pub fn address_of(text: &str) -> Option<Url> {
    Url::parse(text.trim()).ok().filter(is_bare)
}

fn is_bare(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
        && url.host().is_some()
        && matches!(url.path(), "" | "/")
        && url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<ProxySettings, Wrong> {
        toml::from_str::<ProxyTable>(text).unwrap().settings(Path::new("/home"))
    }

    #[test]
    fn a_proxy_is_chosen_and_never_guessed() {
        assert_eq!(read(""), Ok(ProxySettings::None));
        assert_eq!(read("use = \"none\""), Ok(ProxySettings::None));
        assert_eq!(read("use = \"system\""), Ok(ProxySettings::System));
        let text = "use = \"manual\"\naddress = \"http://Proxy.office.example:8080\"\nexcept = [\" *.office.example\"]\nuser = \"songda\"";
        let Ok(ProxySettings::Manual(manual)) = read(text) else { panic!("not manual") };
        assert_eq!(manual.address.as_str(), "http://proxy.office.example:8080/");
        assert_eq!((manual.except[0].as_str(), manual.user.as_deref()), ("*.office.example", Some("songda")));
        for (text, key) in [
            ("use = \"manual\"", "address"),
            ("use = \"manual\"\naddress = \"socks5://x:1080\"", "address"),
            ("use = \"manual\"\naddress = \"http://user@x:1\"", "address"),
            ("use = \"manual\"\naddress = \"x:8080\"", "address"),
            ("use = \"system\"\naddress = \"http://x:1\"", "address"),
            ("use = \"manual\"\naddress = \"http://x:1\"\npassword_command = []", "password_command"),
        ] {
            assert_eq!(read(text).unwrap_err().1, key, "{text}");
        }
    }
}
