//! From which domains courts send, and where one organisation's domain ends.

use serde::Deserialize;

use super::ReferenceError;

/// Where the data lies, below `src-tauri/data/`.
const FILE: &str = "cn/senders.toml";

/// From which domains courts send.
#[derive(Clone, Debug, Default)]
pub struct Senders {
    official: Vec<OfficialDomain>,
    government: Option<Government>,
    suffixes: Vec<String>,
    second_levels: Vec<String>,
    freemail: Vec<String>,
}

/// A domain that belongs to a court or to the courts of a province.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficialDomain {
    /// The domain; its subdomains belong to it.
    pub domain: String,
    /// Beginnings of the court codes it may speak for; empty means every court.
    pub courts: Vec<String>,
    /// Where this is known from.
    pub source: String,
}

impl OfficialDomain {
    /// Whether this domain may speak for the court with this code.
    pub fn speaks_for(&self, court_code: &str) -> bool {
        self.courts.is_empty() || self.courts.iter().any(|start| court_code.starts_with(start.as_str()))
    }
}

/// How labels of court hosts below the government's own suffix look.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Government {
    under: String,
    ends: Vec<String>,
    contains: Vec<String>,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    official: Vec<OfficialDomain>,
    government: Government,
    suffixes: Suffixes,
    freemail: Freemail,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Suffixes {
    names: Vec<String>,
    second_levels: Vec<String>,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Freemail {
    domains: Vec<String>,
    source: String,
}

impl Senders {
    /// The data this program was built with.
    ///
    /// # Errors
    /// When the data does not parse, or an entry stands without a source.
    pub fn builtin() -> Result<Self, ReferenceError> {
        Self::parse(include_str!("../../../../data/cn/senders.toml"))
    }

    /// Reads the data from its text.
    ///
    /// # Errors
    /// When the text does not parse, or an entry stands without a source.
    pub fn parse(text: &str) -> Result<Self, ReferenceError> {
        let file: File = toml::from_str(text).map_err(|error| ReferenceError::new(FILE, error.to_string()))?;
        let mut sources = vec![
            ("government", &file.government.source),
            ("suffixes", &file.suffixes.source),
            ("freemail", &file.freemail.source),
        ];
        sources.extend(file.official.iter().map(|entry| (entry.domain.as_str(), &entry.source)));
        if let Some((name, _)) = sources.iter().find(|(_, source)| source.trim().is_empty()) {
            return Err(ReferenceError::new(FILE, format!("{name} has no source")));
        }
        Ok(Self {
            official: file.official,
            government: Some(file.government),
            suffixes: file.suffixes.names,
            second_levels: file.suffixes.second_levels,
            freemail: file.freemail.domains,
        })
    }

    /// Every domain known by name.
    pub fn official_domains(&self) -> impl Iterator<Item = &OfficialDomain> {
        self.official.iter()
    }

    /// The named official domain this domain belongs to; the longest one where several fit.
    pub fn official(&self, domain: &str) -> Option<&OfficialDomain> {
        let fits = self.official.iter().filter(|entry| is_within(domain, &entry.domain));
        fits.max_by_key(|entry| entry.domain.len())
    }

    /// Whether the domain lies below the government's suffix and one of its labels reads like a court.
    pub fn is_government_court(&self, domain: &str) -> bool {
        let Some(rule) = &self.government else { return false };
        let Some(labels) = domain.strip_suffix(rule.under.as_str()).and_then(|rest| rest.strip_suffix('.')) else {
            return false;
        };
        labels.split('.').any(|label| {
            rule.contains.iter().any(|piece| label.contains(piece.as_str()))
                || rule.ends.iter().any(|end| label.len() > end.len() && label.ends_with(end.as_str()))
        })
    }

    /// Whether anybody may open an address at this domain.
    pub fn is_freemail(&self, domain: &str) -> bool {
        self.freemail.iter().any(|known| known == domain)
    }

    /// The domain of the organisation: one label below the suffix under which everybody may register.
    /// The whole domain where nothing stands below the suffix.
    pub fn organisation<'a>(&self, domain: &'a str) -> &'a str {
        let labels: Vec<&str> = domain.split('.').collect();
        let kept = self.suffix_labels(domain, &labels) + 1;
        if labels.len() <= kept {
            return domain;
        }
        let dropped: usize = labels.iter().take(labels.len() - kept).map(|label| label.len() + 1).sum();
        domain.get(dropped..).unwrap_or(domain)
    }

    /// How many labels at the end of a domain are a suffix.
    fn suffix_labels(&self, domain: &str, labels: &[&str]) -> usize {
        let named = self.suffixes.iter().filter(|suffix| is_within(domain, suffix));
        if let Some(most) = named.map(|suffix| suffix.split('.').count()).max() {
            return most;
        }
        let mut from_end = labels.iter().rev();
        let is_country = from_end.next().is_some_and(|last| last.len() == 2);
        let has_second = from_end.next().is_some_and(|second| self.second_levels.iter().any(|known| known == second));
        if is_country && has_second { 2 } else { 1 }
    }

    /// Whether two domains belong to one organisation (relaxed alignment, RFC 7489 section 3.1).
    pub fn is_aligned(&self, one: &str, other: &str) -> bool {
        !one.is_empty() && self.organisation(one) == self.organisation(other) && !self.is_suffix(one)
    }

    fn is_suffix(&self, domain: &str) -> bool {
        let labels: Vec<&str> = domain.split('.').collect();
        labels.len() <= self.suffix_labels(domain, &labels)
    }
}

/// Whether a domain is the other one or lies below it.
pub fn is_within(domain: &str, outer: &str) -> bool {
    domain.strip_suffix(outer).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn senders() -> Senders {
        Senders::builtin().unwrap()
    }

    #[test]
    fn organisations_end_below_the_suffix() {
        let senders = senders();
        for (domain, organisation) in [
            ("mail.court.example.test", "example.test"),
            ("zxfw.court.gov.cn", "court.gov.cn"),
            ("shszy.hshfy.sh.cn", "hshfy.sh.cn"),
            ("a.b.example.com.cn", "example.com.cn"),
            ("a.example.co.uk", "example.co.uk"),
            ("a.example.uk", "example.uk"),
            ("gov.cn", "gov.cn"),
            ("test", "test"),
            ("a.evil.github.io", "evil.github.io"),
        ] {
            assert_eq!(senders.organisation(domain), organisation, "{domain}");
        }
    }

    #[test]
    fn alignment_never_rests_on_a_suffix() {
        let senders = senders();
        assert!(senders.is_aligned("mail.court.gov.cn", "court.gov.cn"));
        assert!(!senders.is_aligned("hbfy.gov.cn", "court.gov.cn"));
        assert!(!senders.is_aligned("gov.cn", "court.gov.cn"));
        assert!(!senders.is_aligned("gov.cn", "gov.cn"));
        assert!(!senders.is_aligned("court.gov.cn.evil.test", "court.gov.cn"));
        assert!(!senders.is_aligned("", ""));
    }

    #[test]
    fn only_court_hosts_of_the_government_read_like_courts() {
        let senders = senders();
        assert!(senders.is_government_court("mail.szfy.gov.cn"));
        assert!(senders.is_government_court("tjcourt.gov.cn"));
        assert!(!senders.is_government_court("tax.gov.cn"));
        assert!(!senders.is_government_court("fy.gov.cn.evil.test"));
        assert!(!senders.is_government_court("courtgov.cn"));
        assert!(senders.official("sd.gzthfy.gov.cn").unwrap().speaks_for("粤0106"));
        assert!(!senders.official("dzsd.hbfy.gov.cn").unwrap().speaks_for("沪0112"));
        assert!(senders.official("xcourt.gov.cn").is_none());
    }

    #[test]
    fn an_entry_without_a_source_is_refused() {
        let text = include_str!("../../../../data/cn/senders.toml");
        let without = text.replacen("source = \"最高", "source = \"\" # ", 1);
        assert!(Senders::parse(&without).unwrap_err().says.contains("court.gov.cn"));
        assert!(Senders::parse(&text.replacen("courts = []", "court = []", 1)).is_err());
    }
}
