//! Where a download may lead: https, listed hosts, public addresses; judged before every request and at connect time.

use std::collections::BTreeSet;
use std::fmt;
use std::future::Future;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

use super::proxy::Proxy;

/// Why a place may not be gone to. These never change by trying again.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not https: anybody on the way could change what comes.
    #[error("{0} is not reached by https")]
    NotHttps(String),
    /// A host that is not on the platform's list.
    #[error("{0} is not a host of this platform")]
    Host(String),
    /// The name leads into a private network, or to this computer.
    #[error("{0} leads to an address that is not public")]
    Private(String),
    /// Not an address that can be read.
    #[error("{0} is no address")]
    NoAddress(String),
}

impl Refusal {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotHttps(_) => "pickup.not-https",
            Self::Host(_) => "pickup.host-not-listed",
            Self::Private(_) => "pickup.private-address",
            Self::NoAddress(_) => "pickup.no-address",
        }
    }
}

/// Looks names up; the system's way outside of tests.
pub type Lookup =
    Arc<dyn Fn(String) -> Pin<Box<dyn Future<Output = io::Result<Vec<SocketAddr>>> + Send>> + Send + Sync>;

/// Where a platform's errands may go.
#[derive(Clone)]
pub struct Guard {
    /// `host`, or `host:port` where the port is another than 443.
    hosts: BTreeSet<String>,
    /// Those of them that the office itself named: they may lie in its own network.
    own: BTreeSet<String>,
    /// The proxy the office chose, whose own name must be found as well.
    proxy: Proxy,
    lookup: Lookup,
    judge: fn(IpAddr) -> bool,
}

impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guard").field("hosts", &self.hosts).field("own", &self.own).finish_non_exhaustive()
    }
}

impl Guard {
    /// Hosts of the built-in data, and those the office named in its settings.
    pub fn new(listed: impl IntoIterator<Item = String>, own: impl IntoIterator<Item = String>) -> Self {
        let own: BTreeSet<String> = own.into_iter().map(|host| host.to_ascii_lowercase()).collect();
        let listed = listed.into_iter().map(|host| host.to_ascii_lowercase());
        let lookup: Lookup = Arc::new(|host: String| {
            Box::pin(async move { Ok(tokio::net::lookup_host((host.as_str(), 0)).await?.collect()) })
        });
        Self {
            hosts: listed.chain(own.iter().cloned()).collect(),
            own,
            proxy: Proxy::default(),
            lookup,
            judge: is_public,
        }
    }

    /// The same behind a proxy: it looks hosts up itself; here only its own name is.
    pub fn behind(mut self, proxy: Proxy) -> Self {
        self.proxy = proxy;
        self
    }

    /// The same with another way of telling public addresses, so that a test can be public on loopback.
    #[cfg(test)]
    pub fn judging(mut self, judge: fn(IpAddr) -> bool) -> Self {
        self.judge = judge;
        self
    }

    /// The same with another way of looking names up.
    #[cfg(test)]
    pub fn looking_up(mut self, lookup: Lookup) -> Self {
        self.lookup = lookup;
        self
    }

    /// Whether one address may be gone to. A literal network address never reaches the resolver: it is judged here.
    ///
    /// # Errors
    /// Why not.
    pub fn check(&self, url: &Url) -> Result<(), Refusal> {
        let host = url.host().ok_or_else(|| Refusal::NoAddress(short(url)))?;
        if url.scheme() != "https" {
            return Err(Refusal::NotHttps(short(url)));
        }
        let place = place_of(url);
        if !self.hosts.contains(&place) || !url.username().is_empty() || url.password().is_some() {
            return Err(Refusal::Host(place));
        }
        let address = match host {
            Host::Ipv4(address) => Some(IpAddr::V4(address)),
            Host::Ipv6(address) => Some(IpAddr::V6(address)),
            Host::Domain(_) => None,
        };
        match address {
            // Another port of the office's own address is listed, and lies where that one does.
            Some(address) if !(self.judge)(address) && !self.is_own_host(url.host_str().unwrap_or_default()) => {
                Err(Refusal::Private(place))
            }
            _ => Ok(()),
        }
    }

    fn is_own_host(&self, host: &str) -> bool {
        self.own.iter().any(|own| own.rsplit_once(':').map_or(own.as_str(), |(name, _)| name) == host)
    }
}

/// `host`, or `host:port` where the port is another than 443.
pub fn place_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase();
    match url.port_or_known_default() {
        Some(443) | None => host,
        Some(port) => format!("{host}:{port}"),
    }
}

/// An address as it may be logged and shown: without what stands behind the path, where signatures are.
pub fn short(url: &Url) -> String {
    format!("{}://{}", url.scheme(), place_of(url))
}

impl Resolve for Guard {
    /// Only public addresses are given on, and these very ones are connected to: a name that answers differently the
    /// second time (DNS rebinding) gains nothing.
    fn resolve(&self, name: Name) -> Resolving {
        let (host, guard) = (name.as_str().trim_end_matches('.').to_ascii_lowercase(), self.clone());
        Box::pin(async move {
            let found = (guard.lookup)(host.clone()).await?;
            let is_own = guard.is_own_host(&host) || guard.proxy.is_one(&host);
            let may = |it: &SocketAddr| is_own || (guard.judge)(it.ip());
            let public: Vec<SocketAddr> = found.iter().copied().filter(may).collect();
            if public.is_empty() && !found.is_empty() {
                return Err(Refusal::Private(host).into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

/// Whether an address lies in the open internet, as far as the registries of special addresses say (RFC 6890).
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_broadcast()
        || address.is_documentation()
        || address.is_multicast();
    let reserved = a == 0
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (b == 18 || b == 19))
        || a >= 240;
    !special && !reserved
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let pieces = address.segments();
    let [a, b, c, d, e, f, g, h] = pieces;
    let inner = |high: u16, low: u16| {
        let ([one, two], [three, four]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(one, two, three, four))
    };
    // Addresses that carry an IPv4 one: mapped and compatible, NAT64 (RFC 6052), 6to4 (RFC 3056).
    if [a, b, c, d, e] == [0; 5] && (f == 0xffff || f == 0) {
        return f == 0xffff && inner(g, h);
    }
    if [a, b, c, d, e, f] == [0x64, 0xff9b, 0, 0, 0, 0] {
        return inner(g, h);
    }
    if a == 0x2002 {
        return inner(b, c);
    }
    // Everything given out so far lies in 2000::/3; Teredo, benchmarks, ORCHID and documentation lie in it too.
    let is_global = (0x2000..0x4000).contains(&a);
    let is_special = (a == 0x2001 && (b < 0x0200 || b == 0x0db8)) || (a == 0x3fff && b < 0x1000);
    is_global && !is_special
}

/// The address of a document as a list gives it: whole, or from the list's own on. Nothing is asked for in the open:
/// what a list gives for http is asked for by https.
pub fn address(list: &Url, given: &str) -> Option<Url> {
    let mut url = list.join(given.trim()).ok()?;
    if url.scheme() == "http" {
        url.set_scheme("https").ok()?;
    }
    Some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard() -> Guard {
        Guard::new(
            ["zxfw.court.gov.cn", "203.0.114.9", "10.0.0.1", "127.0.0.1:8444"].map(str::to_owned),
            ["127.0.0.1:8443".to_owned()],
        )
    }

    #[test]
    fn only_listed_hosts_by_https_may_be_gone_to() {
        let code = |url: &str| guard().check(&Url::parse(url).unwrap()).err().map(|refusal| refusal.code());
        assert_eq!(code("https://zxfw.court.gov.cn/a?b#c"), None);
        assert_eq!(code("https://ZXFW.court.gov.cn.:443/a"), None);
        assert_eq!(code("https://127.0.0.1:8443/a"), None);
        assert_eq!(code("https://127.0.0.1:8444/a"), None, "listed, and on the office's own computer");
        assert_eq!(code("https://127.0.0.1:8445/a"), Some("pickup.host-not-listed"));
        assert_eq!(code("http://zxfw.court.gov.cn/a"), Some("pickup.not-https"));
        assert_eq!(code("file:///etc/passwd"), Some("pickup.no-address"));
        assert_eq!(code("https://zxfw.court.gov.cn:8443/"), Some("pickup.host-not-listed"));
        assert_eq!(code("https://zxfw.court.gov.cn.evil.invalid/"), Some("pickup.host-not-listed"));
        assert_eq!(code("https://zxfw.court.gov.cn@evil.invalid/"), Some("pickup.host-not-listed"));
        assert_eq!(code("https://user@zxfw.court.gov.cn/"), Some("pickup.host-not-listed"));
        assert_eq!(code("https://127.0.0.1/"), Some("pickup.host-not-listed"));
        assert_eq!(code("https://0x7f.1:8443/a"), None, "the same address, written otherwise");
        assert_eq!(code("https://10.0.0.1/"), Some("pickup.private-address"), "listed, and still not public");
    }

    #[test]
    fn addresses_that_are_not_public() {
        for private in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "127.8.8.8",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.9.9",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::7f00:1",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "2001::1",
            "2001:db8::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "100::1",
            "3fff::1",
        ] {
            assert!(!is_public(private.parse().unwrap()), "{private}");
        }
        for public in ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2400:3200::1", "64:ff9b::808:808", "::ffff:8.8.8.8"] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_home_is_refused_at_connect_time() {
        let answers = |addresses: &'static [&'static str]| -> Lookup {
            Arc::new(move |_| {
                let found = addresses.iter().map(|it| SocketAddr::new(it.parse().unwrap(), 0)).collect();
                Box::pin(async move { Ok(found) })
            })
        };
        let ask = |guard: Guard| async move {
            let name: Name = "zxfw.court.gov.cn".parse().unwrap();
            guard.resolve(name).await.map(|found| found.map(|it| it.ip().to_string()).collect::<Vec<_>>())
        };
        let refused = ask(guard().looking_up(answers(&["127.0.0.1", "fd00::1"]))).await.unwrap_err();
        assert_eq!(refused.downcast_ref::<Refusal>().unwrap().code(), "pickup.private-address");
        let mixed = ask(guard().looking_up(answers(&["10.0.0.1", "8.8.8.8"]))).await.unwrap();
        assert_eq!(mixed, ["8.8.8.8"], "of a mixed answer only the public address is used");
    }

    #[test]
    fn an_address_is_whole_or_goes_on_from_the_lists_own_and_is_never_open() {
        let list = Url::parse("https://zxfw.court.gov.cn/yzw/list").unwrap();
        let of = |given: &str| address(&list, given).map(|url| url.to_string());
        for (given, whole) in [
            ("https://oss.example.test/a?b=c", "https://oss.example.test/a?b=c"),
            (" https://oss.example.test/a\n", "https://oss.example.test/a"),
            ("http://oss.example.test/a", "https://oss.example.test/a"),
            ("http://oss.example.test:80/a", "https://oss.example.test/a"),
            ("//oss.example.test/a", "https://oss.example.test/a"),
            ("/oss/a", "https://zxfw.court.gov.cn/oss/a"),
        ] {
            assert_eq!(of(given).as_deref(), Some(whole), "{given}");
        }
        assert_eq!(of("https://"), None);
        assert_eq!(of("file:///etc/passwd").as_deref(), Some("file:///etc/passwd"), "the guard refuses it");
    }
}
