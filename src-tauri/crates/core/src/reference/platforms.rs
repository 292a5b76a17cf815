//! Platforms whose links lead to documents, by the shape of the link.

use regex::Regex;
use serde::Deserialize;

use super::ReferenceError;

const FILE: &str = "cn/platforms.toml";
const BUILTIN: &str = include_str!("../../../../data/cn/platforms.toml");

/// One platform courts send links to.
#[derive(Clone, Debug)]
pub struct Platform {
    /// Stable id, such as `zxfw`.
    pub id: String,
    /// Name on screen.
    pub name: String,
    /// Exact hosts.
    pub hosts: Vec<String>,
    /// `official` or `contractor`.
    pub trust: String,
    /// Whether opening a link may be recorded as receipt: `may-be-receipt` or `is-receipt`.
    pub opening: String,
    /// Words by which a mail names the platform.
    pub named: Vec<String>,
    /// How its documents can be asked for without a browser, where that is known.
    pub interface: Option<Interface>,
    path: Regex,
    needs: Vec<String>,
}

/// How a platform's documents are asked for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interface {
    /// Which conversation it is: `zxfw`.
    pub kind: String,
    /// Scheme and host the questions go to.
    pub base: String,
    /// Path of the question for the list.
    pub list: String,
    /// Hosts from which documents may come.
    pub file_hosts: Vec<String>,
    /// Words of an answer that serves only browsers.
    pub says_browser: Vec<String>,
    /// Words of an answer that wants a password.
    pub says_password: Vec<String>,
    /// Words of an answer to a link that is no longer valid.
    pub says_expired: Vec<String>,
    /// Words of an answer that may be another one soon.
    #[serde(default)]
    pub says_busy: Vec<String>,
    /// Words of an answer that stays no, however often it is asked for.
    #[serde(default)]
    pub says_refused: Vec<String>,
}

/// A mail provider's cloud attachments.
#[derive(Clone, Debug)]
pub struct Cloud {
    /// Provider, such as `qq`.
    pub provider: String,
    hosts: Vec<String>,
    path: Regex,
}

/// Where a link leads.
#[derive(Clone, Copy, Debug)]
pub enum Leads<'a> {
    /// To a platform's documents.
    Platform(&'a Platform),
    /// To a cloud attachment.
    Cloud(&'a Cloud),
}

/// Platforms whose links lead to documents, by the shape of the link.
#[derive(Clone, Debug, Default)]
pub struct Platforms {
    all: Vec<Platform>,
    clouds: Vec<Cloud>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    platform: Vec<PlatformEntry>,
    cloud: Vec<CloudEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlatformEntry {
    id: String,
    name: String,
    hosts: Vec<String>,
    path: String,
    #[serde(default)]
    needs: Vec<String>,
    #[serde(default)]
    named: Vec<String>,
    trust: String,
    opening: String,
    interface: Option<Interface>,
    source: String,
    checked: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CloudEntry {
    provider: String,
    hosts: Vec<String>,
    path: String,
    source: String,
    checked: String,
}

impl Platforms {
    /// The data this program was built with.
    ///
    /// # Errors
    /// When the data does not parse, or an entry stands without a source.
    pub fn builtin() -> Result<Self, ReferenceError> {
        Self::read(BUILTIN)
    }

    /// Reads the platforms.
    ///
    /// # Errors
    /// When a key is unknown, a shape does not parse or an entry has no source.
    pub fn read(text: &str) -> Result<Self, ReferenceError> {
        let refuse = |says: String| ReferenceError::new(FILE, says);
        let shape = |id: &str, path: &str, source: &str, checked: &str| {
            if source.trim().is_empty() || !super::is_date(checked) {
                return Err(refuse(format!("{id}: no source or no date")));
            }
            Regex::new(path).map_err(|error| refuse(format!("{id}: {error}")))
        };
        let file: File = toml::from_str(text).map_err(|error| refuse(error.to_string()))?;
        let mut platforms = Self::default();
        for entry in file.platform {
            let path = shape(&entry.id, &entry.path, &entry.source, &entry.checked)?;
            let PlatformEntry { id, name, hosts, needs, named, trust, opening, interface, .. } = entry;
            platforms.all.push(Platform { id, name, hosts, trust, opening, named, interface, path, needs });
        }
        for entry in file.cloud {
            let path = shape(&entry.provider, &entry.path, &entry.source, &entry.checked)?;
            platforms.clouds.push(Cloud { provider: entry.provider, hosts: entry.hosts, path });
        }
        Ok(platforms)
    }

    /// Every platform.
    pub fn all(&self) -> &[Platform] {
        &self.all
    }

    /// The platform with this id.
    pub fn by_id(&self, id: &str) -> Option<&Platform> {
        self.all.iter().find(|platform| platform.id == id)
    }

    /// Where a link leads, when its host and the shape of its path both fit; any other link leads nowhere.
    pub fn of_link(&self, link: &str) -> Option<Leads<'_>> {
        let (host, path) = host_and_path(link)?;
        let has = |key: &str| {
            let mut pairs = path.split(['?', '&', '#']);
            pairs.any(|pair| pair.split_once('=').is_some_and(|(name, value)| name == key && !value.is_empty()))
        };
        let platform = self
            .all
            .iter()
            .find(|it| it.hosts.contains(&host) && it.path.is_match(path) && it.needs.iter().all(|key| has(key)));
        let cloud = || self.clouds.iter().find(|it| it.hosts.contains(&host) && it.path.is_match(path));
        platform.map(Leads::Platform).or_else(|| cloud().map(Leads::Cloud))
    }
}

/// Host (lower case) and everything after it. A link with a user name or an unusual port leads nowhere known:
/// `https://zxfw.court.gov.cn@evil.example/` goes to another host than a reader believes.
fn host_and_path(link: &str) -> Option<(String, &str)> {
    let scheme = link.get(..8).filter(|start| start.eq_ignore_ascii_case("https://"));
    let scheme = scheme.or_else(|| link.get(..7).filter(|start| start.eq_ignore_ascii_case("http://")))?;
    let rest = link.get(scheme.len()..)?;
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let host = host.strip_suffix(":443").or_else(|| host.strip_suffix(":80")).unwrap_or(host);
    if host.is_empty() || host.contains(['@', ':', '%']) {
        return None;
    }
    Some((host.trim_end_matches('.').to_ascii_lowercase(), path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const ZXFW: &str = "https://zxfw.court.gov.cn/zxfw/#/pagesAjkj/app/wssd/index?qdbh=T1&sdbh=T2&sdsin=T3";

    fn leads(link: &str) -> Option<String> {
        let platforms = Platforms::builtin().expect("built-in platforms load");
        platforms.of_link(link).map(|leads| match leads {
            Leads::Platform(platform) => platform.id.clone(),
            Leads::Cloud(cloud) => format!("cloud:{}", cloud.provider),
        })
    }

    #[rstest]
    #[case(ZXFW, "zxfw")]
    #[case("https://sd.gdems.com/v3/dzsd/AbC123", "gdems")]
    #[case("https://jysd.10102368.com/sd?key=a_b-1", "jysd")]
    #[case("http://dzsd.hbfy.gov.cn/hb/msg=Ab12", "daolv_public")]
    #[case("http://sfsd.jxfy.gov.cn/sfsddz", "daolv_public")]
    #[case("https://sfpt.cdfy12368.gov.cn/sfsdw//r/Ab12", "sfdw")]
    #[case("https://splcgk.court.gov.cn/gzfwww/dzsd", "splcgk")]
    #[case("https://mail.qq.com/cgi-bin/ftnExs_download?k=1&code=2", "cloud:qq")]
    #[case("https://dashi.163.com/html/cloud-attachment-download/?key=1", "cloud:163")]
    fn a_link_that_fits(#[case] link: &str, #[case] id: &str) {
        assert_eq!(leads(link).as_deref(), Some(id));
    }

    #[rstest]
    #[case("https://zxfw.court.gov.cn/")]
    #[case("https://zxfw.court.gov.cn/zxfw/#/pagesAjkj/app/wssd/index?qdbh=T1")]
    #[case("https://zxfw.court.gov.cn.evil.invalid/zxfw/#/pagesAjkj/app/wssd/index?qdbh=1&sdbh=2&sdsin=3")]
    #[case("https://zxfw.court.gov.cn@evil.invalid/zxfw/#/pagesAjkj/app/wssd/index?qdbh=1&sdbh=2&sdsin=3")]
    #[case("https://wenshu.court.gov.cn/website/wenshu")]
    #[case("https://mail.qq.com/")]
    #[case("javascript:alert(1)")]
    #[case("")]
    fn a_link_that_leads_nowhere(#[case] link: &str) {
        assert_eq!(leads(link), None);
    }

    #[test]
    fn no_source_no_loading() {
        assert!(Platforms::read("platform = []\ncloud = []\nmore = 1").is_err());
        let entry = "cloud = []\n[[platform]]\nid='a'\nname='a'\nhosts=[]\npath='x'\ntrust='official'\nopening='x'\nsource=''\nchecked='2026-01-01'";
        assert!(Platforms::read(entry).is_err());
    }
}
