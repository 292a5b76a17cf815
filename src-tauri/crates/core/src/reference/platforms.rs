//! Platforms whose links lead to documents, by the shape of the link.

use regex::Regex;
use serde::Deserialize;

use super::ReferenceError;

const FILE: &str = "cn/platforms.toml";
const BUILTIN: &str = include_str!("../../../../data/cn/platforms.toml");

/// How far the look of a platform's links is known, and so what one of them tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// Unmistakable: known again on any host, trusted on the platform's own ones alone.
    Own,
    /// Too short or too general to say anything by itself: a link counts only together with its host.
    #[default]
    Bound,
    /// Nobody described it: whatever lies below the front page of its host is a lead, and says by itself nothing of a
    /// service.
    Unknown,
}

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
    /// How far the look of its links is known.
    pub shape: Shape,
    path: Regex,
    needs: Vec<String>,
}

impl Platform {
    /// Whether everything behind a link's host looks like one of this platform's.
    fn fits(&self, path: &str) -> bool {
        let has = |key: &String| {
            let mut pairs = path.split(['?', '&', '#']);
            pairs.any(|pair| pair.split_once('=').is_some_and(|(name, value)| name == key && !value.is_empty()))
        };
        self.path.is_match(path) && self.needs.iter().all(has)
    }
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
    shape: Shape,
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
            let PlatformEntry { id, name, hosts, shape, needs, named, trust, opening, interface, .. } = entry;
            platforms.all.push(Platform { id, name, hosts, trust, opening, named, interface, shape, path, needs });
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
        let platform = self.all.iter().find(|it| it.hosts.contains(&host) && it.fits(path));
        let cloud = || self.clouds.iter().find(|it| it.hosts.contains(&host) && it.path.is_match(path));
        platform.map(Leads::Platform).or_else(|| cloud().map(Leads::Cloud))
    }

    /// The platform whose links look like this one though it leads to none of the hosts that are known: one of its own
    /// that nobody entered yet, or one that somebody imitates. Only the court can tell; nothing is asked there.
    pub fn of_shape(&self, link: &str) -> Option<&Platform> {
        let (host, path) = address_and_path(link).filter(|_| self.of_link(link).is_none())?;
        let (name, port) = host.split_once(':').map_or((host, None), |(name, port)| (name, Some(port)));
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-');
        let is_port = |port: &str| !port.is_empty() && port.chars().all(|c| c.is_ascii_digit());
        let mut own = self.all.iter().filter(|_| is_name && port.is_none_or(is_port));
        own.find(|it| it.shape == Shape::Own && it.fits(path))
    }
}

/// Host (lower case) and everything after it. A link with a user name or an unusual port leads nowhere known:
/// `https://zxfw.court.gov.cn@evil.example/` goes to another host than a reader believes.
fn host_and_path(link: &str) -> Option<(String, &str)> {
    let (host, path) = address_and_path(link)?;
    let host = host.strip_suffix(":443").or_else(|| host.strip_suffix(":80")).unwrap_or(host);
    if host.is_empty() || host.contains(['@', ':', '%']) {
        return None;
    }
    Some((host.trim_end_matches('.').to_ascii_lowercase(), path))
}

/// What stands between the scheme and the path, as written, and everything after it.
fn address_and_path(link: &str) -> Option<(&str, &str)> {
    let scheme = link.get(..8).filter(|start| start.eq_ignore_ascii_case("https://"));
    let scheme = scheme.or_else(|| link.get(..7).filter(|start| start.eq_ignore_ascii_case("http://")))?;
    let rest = link.get(scheme.len()..)?;
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    Some(rest.split_at(end))
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
    #[case("https://songda.court.gov.cn/s/1", "songda")]
    #[case("https://shszy.hshfy.sh.cn/x?code=1", "shanghai")]
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
    #[case("https://songda.court.gov.cn/")]
    #[case("https://songda.court.gov.cn")]
    #[case("https://mail.qq.com/")]
    #[case("javascript:alert(1)")]
    #[case("")]
    fn a_link_that_leads_nowhere(#[case] link: &str) {
        assert_eq!(leads(link), None);
    }

    fn looks_like(link: &str) -> Option<String> {
        Platforms::builtin().expect("built-in platforms load").of_shape(link).map(|it| it.id.clone())
    }

    #[rstest]
    #[case("https://sd.example.test/zxfw/#/pagesAjkj/app/wssd/index?qdbh=1&sdbh=2&sdsin=3", "zxfw")]
    #[case("https://zxfw.court.gov.cn.evil.invalid/zxfw/#/pagesAjkj/app/wssd/index?qdbh=1&sdbh=2&sdsin=3", "zxfw")]
    #[case("https://zxfw.court.gov.cn:8443/zxfw/#/pagesAjkj/app/wssd/index?qdbh=1&sdbh=2&sdsin=3", "zxfw")]
    #[case("https://sd.gdems.com/zxfw/#/pagesAjkj/app/wssd/index?qdbh=1&sdbh=2&sdsin=3", "zxfw")]
    #[case("https://dzsd.example.test/v3/dzsd/AbC123", "gdems")]
    #[case("http://dzsd.example.test/hb/msg=Ab12", "daolv_public")]
    #[case("http://203.0.113.9:28083/sfsdw//r/Ab12", "sfdw")]
    fn a_shape_is_known_again_on_another_host_and_not_trusted(#[case] link: &str, #[case] id: &str) {
        assert_eq!((looks_like(link).as_deref(), leads(link)), (Some(id), None));
    }

    #[rstest]
    #[case::is_known(ZXFW)]
    #[case::lacks_a_key("https://sd.example.test/zxfw/#/pagesAjkj/app/wssd/index?qdbh=1&sdbh=2&sdsin=")]
    #[case::hides_its_host("https://zxfw.court.gov.cn@evil.invalid/v3/dzsd/AbC123")]
    #[case::hides_its_host("https://evil.invalid:80@x/v3/dzsd/AbC123")]
    #[case::hides_its_host("https://evil.invalid%2f/v3/dzsd/AbC123")]
    #[case::shape_stands_further_down("https://evil.invalid/x/zxfw/#/pagesAjkj/app/wssd/index?qdbh=1&sdbh=2&sdsin=3")]
    #[case::too_short("https://sd.example.test/sd?key=a_b-1")]
    #[case::too_general("https://sd.example.test/gzfwww/dzsd")]
    #[case::a_clouds("https://mail.example.test/cgi-bin/ftnExs_download?k=1&code=2")]
    #[case::nothing_is_known("https://songda.example.test/s/1")]
    #[case::no_host("https:///v3/dzsd/AbC123")]
    fn what_says_too_little_is_bound_to_its_host(#[case] link: &str) {
        assert_eq!(looks_like(link), None);
    }

    #[test]
    fn no_source_no_loading() {
        assert!(Platforms::read("platform = []\ncloud = []\nmore = 1").is_err());
        let entry = "cloud = []\n[[platform]]\nid='a'\nname='a'\nhosts=[]\npath='x'\ntrust='official'\nopening='x'\nsource=''\nchecked='2026-01-01'";
        assert!(Platforms::read(entry).is_err());
    }
}
