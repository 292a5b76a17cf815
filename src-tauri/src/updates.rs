//! New versions: asked for at the one address an administrator or the maker of the package set, over https only, and
//! installed only when the maker's signature fits. Without an address nothing is asked, ever.

use std::time::Duration;

use serde::Serialize;
use songda_mailroom::view::{Problem, Progress};
use tauri::{AppHandle, Emitter as _, Manager as _, Url};
use tauri_plugin_updater::{Update, UpdaterExt as _};

use crate::shell::Shell;

type Answer<T> = Result<T, Problem>;

/// The maker's own address, built in when packages are made; none in a build of your own.
const ADDRESS: Option<&str> = option_env!("SONGDA_UPDATE_URL");
/// The maker's public key (minisign); without it no version can be trusted.
const KEY: Option<&str> = option_env!("SONGDA_UPDATE_KEY");
/// An address that does not answer in this time is told.
const PATIENCE: Duration = Duration::from_secs(30);

/// A newer version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Newer {
    /// Its number.
    pub version: String,
    /// What is new in it, in the maker's words.
    pub notes: String,
}

/// Where new versions are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    address: Url,
    key: String,
}

/// Where new versions come from: what an administrator decided (`off`, or an address) goes before what is built in.
pub fn source(decided: Option<&str>, built_in: Option<&str>, key: Option<&str>) -> Option<Source> {
    let address = match decided {
        Some("off") => return None,
        Some(address) => address,
        None => built_in?,
    };
    let address = Url::parse(address).ok().filter(|url| url.scheme() == "https" && url.has_host())?;
    let key = key.filter(|key| !key.trim().is_empty())?.to_owned();
    Some(Source { address, key })
}

/// Whether new versions can be asked for here.
pub fn can_look(decided: Option<&str>) -> bool {
    is_in_its_place() && source(decided, ADDRESS, KEY).is_some()
}

/// Whether a new version would be put where this program lies. The Windows package is a setup program: it leaves a
/// folder alone that was unpacked somewhere else.
fn is_in_its_place() -> bool {
    let beside = || Some(std::env::current_exe().ok()?.parent()?.join("uninstall.exe").exists());
    !cfg!(windows) || beside().unwrap_or(false)
}

fn failed(error: &tauri_plugin_updater::Error) -> Problem {
    Problem::new("update.failed", [error.to_string()])
}

async fn look(app: &AppHandle) -> Answer<Option<Update>> {
    let decided = app.state::<Shell>().updates()?;
    let source = source(decided.as_deref(), ADDRESS, KEY).filter(|_| is_in_its_place());
    let source = source.ok_or_else(|| Problem::new("update.not-set", []))?;
    let endpoints = vec![source.address];
    let builder = app.updater_builder().pubkey(source.key).timeout(PATIENCE);
    let updater = builder.endpoints(endpoints).and_then(tauri_plugin_updater::UpdaterBuilder::build);
    updater.map_err(|error| failed(&error))?.check().await.map_err(|error| failed(&error))
}

/// Asks for a newer version; nothing is downloaded.
#[tauri::command]
pub async fn look_for_update(app: AppHandle) -> Answer<Option<Newer>> {
    let newer = |update: Update| Newer { version: update.version, notes: update.body.unwrap_or_default() };
    Ok(look(&app).await?.map(newer))
}

/// Downloads the newer version, checks its signature and puts it in place; it is used from the next start on. On Windows
/// the program ends, and the installer starts the new one with the words of this start.
#[tauri::command]
pub async fn install_update(app: AppHandle) -> Answer<()> {
    let Some(update) = look(&app).await? else { return Ok(()) };
    let mut done = 0_u64;
    let tell = |piece: usize, of: Option<u64>| {
        done += u64::try_from(piece).unwrap_or(0);
        let step = |bytes: u64| u32::try_from(bytes / 1024).unwrap_or(u32::MAX);
        let _ = app.emit("progress", Progress { done: step(done), of: step(of.unwrap_or(0)) });
    };
    let update = update.restart_after_install(cfg!(windows));
    let package = update.download(tell, || ()).await.map_err(|error| failed(&error))?;
    if cfg!(windows) {
        // Installing ends the program at once: a receipt on its way out is waited for.
        crate::app::end_work(&app).await;
    }
    let installed = update.install(package).map_err(|error| failed(&error));
    if cfg!(windows) && installed.is_err() {
        // Nobody watches any more; the next start does.
        app.restart();
    }
    installed
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Option<&str> = Some("https://updates.example.test/songda.json");

    #[test]
    fn nothing_is_asked_where_nobody_set_an_address_or_an_administrator_forbids_it() {
        assert_eq!(source(None, None, Some("key")), None);
        assert_eq!(source(Some("off"), HERE, Some("key")), None);
        assert_eq!(source(None, HERE, None), None, "no key, no trust");
        assert_eq!(source(None, HERE, Some(" ")), None);
    }

    #[test]
    fn only_https_is_asked_and_the_administrators_address_goes_first() {
        for bad in ["http://updates.example.test/x", "file:///tmp/x", "https://", "updates", ""] {
            assert_eq!(source(Some(bad), HERE, Some("key")), None, "{bad}");
            assert_eq!(source(None, Some(bad), Some("key")), None, "{bad}");
        }
        let own = source(Some("https://intranet.example.test/u.json"), HERE, Some("key")).unwrap();
        assert_eq!(own.address.host_str(), Some("intranet.example.test"));
    }

    #[test]
    fn a_build_of_your_own_asks_nowhere() {
        assert_eq!(can_look(None), ADDRESS.is_some() && KEY.is_some());
    }
}
