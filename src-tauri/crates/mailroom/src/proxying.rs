//! What a window asks and orders about the proxy that leads to platforms; its password goes into the keychain alone.

use secrecy::SecretString;

use crate::desk::{Desk, Place};
use crate::errands::PROXY_KEYCHAIN;
use crate::problem::chain;
use crate::secrets;
use crate::settings::book::{Book, EDITING, Edit, bad, list_of, text_of};
use crate::settings::{ManualProxy, ProxySettings, proxy_address};
use crate::view::{Problem, ProxyForm, ProxyState};

impl Desk {
    /// Through which proxy platforms are reached, as the settings say now.
    ///
    /// # Errors
    /// `settings.*`.
    pub fn proxy(&self) -> Result<ProxyState, Problem> {
        Ok(of(&Book::read(self.root()?)?.settings.proxy))
    }

    /// Chooses another proxy, or none; followed soon after.
    ///
    /// # Errors
    /// `settings.bad-form` with what was typed, else `settings.*`, `demo.keeps-nothing`: nothing changed then.
    pub async fn choose_proxy(&self, form: &ProxyForm) -> Result<ProxyState, Problem> {
        if matches!(self.place(), Place::Sample(_)) && !form.password.is_empty() {
            return Err(Problem::new("demo.keeps-nothing", []));
        }
        let _editing = EDITING.lock().await;
        choose(Book::read(self.root()?)?, form).await
    }
}

fn of(settings: &ProxySettings) -> ProxyState {
    match settings {
        ProxySettings::None => ProxyState { way: "none".to_owned(), ..ProxyState::default() },
        ProxySettings::System => ProxyState { way: "system".to_owned(), ..ProxyState::default() },
        ProxySettings::Manual(ManualProxy { address, except, user, .. }) => ProxyState {
            way: "manual".to_owned(),
            address: address.as_str().trim_end_matches('/').to_owned(),
            except: except.clone(),
            user: user.clone().unwrap_or_default(),
        },
    }
}

/// What was typed, as it will be read.
fn wanted(form: &ProxyForm) -> Result<ProxyState, Problem> {
    let way = form.way.clone();
    match way.as_str() {
        "none" | "system" => Ok(ProxyState { way, ..ProxyState::default() }),
        "manual" => {
            // Most people write host and port alone.
            let typed = form.address.trim();
            let whole = if typed.contains("://") { typed.to_owned() } else { format!("http://{typed}") };
            let address = proxy_address(&whole).ok_or_else(|| bad("proxy", typed))?;
            let hosts = form.except.iter().map(|host| host.trim().to_ascii_lowercase());
            let except: Vec<String> = hosts.filter(|host| !host.is_empty()).collect();
            let is_host = |host: &String| !host.contains(|c: char| c.is_whitespace() || matches!(c, '/' | ','));
            if let Some(strange) = except.iter().find(|host| !is_host(host)) {
                return Err(bad("host", strange));
            }
            let address = address.as_str().trim_end_matches('/').to_owned();
            Ok(ProxyState { way, address, except, user: form.user.trim().to_owned() })
        }
        _ => Err(bad("proxy", &way)),
    }
}

async fn choose(mut book: Book, form: &ProxyForm) -> Result<ProxyState, Problem> {
    let wanted = wanted(form)?;
    let mut edit = Edit::of(&book.text, "proxy");
    if of(&book.settings.proxy) != wanted {
        let is_manual = wanted.way == "manual";
        // Each is written below the header, so the last one comes first. Users and exceptions stay for when a proxy is
        // named again; an address may stand there for no other way.
        if is_manual {
            let (user, except) = (!wanted.user.is_empty(), !wanted.except.is_empty());
            edit.put("user", user.then(|| text_of(&wanted.user)).as_ref());
            edit.put("except", except.then(|| list_of(&wanted.except)).as_ref());
        }
        edit.put("address", is_manual.then(|| text_of(&wanted.address)).as_ref());
        edit.put("use", Some(&text_of(&wanted.way)));
    }
    let changed = book.checked(edit, |said| of(&said.proxy) == wanted)?;
    let password = form.password.trim();
    if wanted.way == "manual" && !password.is_empty() {
        let kept = secrets::store_named(PROXY_KEYCHAIN, SecretString::from(password.to_owned())).await;
        kept.map_err(|error| Problem::new("settings.no-keychain", ["proxy".to_owned(), chain(&error)]))?;
    }
    book.write(changed)?;
    Ok(wanted)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::secrets::keychain::pretended;

    #[tokio::test]
    async fn a_proxy_is_named_and_left_and_its_password_stands_nowhere() {
        pretended::begin();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("songda.toml");
        fs::write(&file, "[office]\nname = \"x\"\n").unwrap();
        let book = || Book::read(folder.path().to_path_buf()).unwrap();
        let text = || fs::read_to_string(&file).unwrap();
        let typed = ProxyForm {
            way: "manual".to_owned(),
            address: "Proxy.office.example:8080".to_owned(),
            except: vec!["*.Office.example".to_owned(), String::new()],
            user: "songda".to_owned(),
            password: "geheim".to_owned(),
        };
        let state = choose(book(), &typed).await.unwrap();
        assert_eq!((state.address.as_str(), state.user.as_str()), ("http://proxy.office.example:8080", "songda"));
        let section = "\n[proxy]\nuse = \"manual\"\naddress = \"http://proxy.office.example:8080\"\nexcept = [\"*.office.example\"]\nuser = \"songda\"\n";
        assert_eq!(text(), format!("[office]\nname = \"x\"\n{section}"));
        assert_eq!(pretended::all().get("proxy").map(Vec::as_slice), Some(b"geheim".as_slice()));
        assert!(!format!("{typed:?}{state:?}").contains("geheim"));
        let none = ProxyForm { way: "none".to_owned(), ..typed.clone() };
        assert_eq!(
            choose(book(), &none).await.unwrap(),
            ProxyState { way: "none".to_owned(), ..ProxyState::default() }
        );
        assert!(!text().contains("address") && text().contains("user = \"songda\""), "{}", text());
        let before = text();
        for (form, what) in [
            (ProxyForm { address: "socks5://x:1080".to_owned(), ..typed.clone() }, "proxy"),
            (ProxyForm { address: "http://user@x:1".to_owned(), ..typed.clone() }, "proxy"),
            (ProxyForm { way: "auto".to_owned(), ..typed.clone() }, "proxy"),
            (ProxyForm { except: vec!["http://x/".to_owned()], ..typed }, "host"),
        ] {
            assert_eq!(choose(book(), &form).await.unwrap_err().facts.first().unwrap(), what);
        }
        assert_eq!(text(), before);
    }
}
