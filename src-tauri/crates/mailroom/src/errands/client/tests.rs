//! A name that leads elsewhere the second time it is looked up (DNS rebinding), on real sockets.

use std::io::{Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyPair};
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::super::guard::Lookup;
use super::*;

/// Stands for the open internet: everything on 127.0.0.2. What is forbidden is 127.0.0.1.
const OUTSIDE: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);
const HOST: &str = "files.example.test";

fn is_outside(address: IpAddr) -> bool {
    address == IpAddr::V4(OUTSIDE)
}

/// A server outside and a bait at the same port of this computer.
struct World {
    port: u16,
    ca: tempfile::TempDir,
    asked: Arc<AtomicUsize>,
    bitten: Arc<AtomicUsize>,
}

impl World {
    /// `answers` gives for each path how the server outside answers it.
    fn new(answers: fn(&str, u16) -> String) -> Self {
        let (outside, bait) = (0..50)
            .find_map(|_| {
                let outside = TcpListener::bind((OUTSIDE, 0)).ok()?;
                let port = outside.local_addr().ok()?.port();
                Some((outside, TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok()?))
            })
            .expect("a port that is free on both");
        let port = outside.local_addr().unwrap().port();
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec![HOST.to_owned(), "other.example.test".to_owned()]).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let certificate = params.self_signed(&key).unwrap();
        let ca = tempfile::tempdir().unwrap();
        std::fs::write(ca.path().join("ca.pem"), certificate.pem()).unwrap();
        let key = PrivateKeyDer::from_pem_slice(key.serialize_pem().as_bytes()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let config = config.with_no_client_auth().with_single_cert(vec![certificate.der().clone()], key).unwrap();
        let (asked, bitten) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        serve(outside, Arc::new(config), asked.clone(), answers, port);
        let counted = bitten.clone();
        std::thread::spawn(move || {
            for _ in bait.incoming().flatten() {
                counted.fetch_add(1, Ordering::SeqCst);
            }
        });
        Self { port, ca, asked, bitten }
    }

    fn url(&self, path: &str) -> Url {
        Url::parse(&format!("https://{HOST}:{}{path}", self.port)).unwrap()
    }

    /// A client whose names are looked up one answer after the other; the last one holds from then on.
    fn client(&self, answers: &'static [&'static [Ipv4Addr]]) -> Client {
        let nth = Arc::new(AtomicUsize::new(0));
        let lookup: Lookup = Arc::new(move |_| {
            let at = nth.fetch_add(1, Ordering::SeqCst).min(answers.len() - 1);
            let found = answers[at].iter().map(|ip| SocketAddr::new(IpAddr::V4(*ip), 0)).collect();
            Box::pin(async move { Ok(found) })
        });
        let hosts = [format!("{HOST}:{}", self.port), format!("other.example.test:{}", self.port)];
        let guard = Guard::new(hosts, []).looking_up(lookup).judging(is_outside);
        let ca_file = Some(self.ca.path().join("ca.pem"));
        Client::new(Making { guard, proxy: Proxy::default(), ca_file, old_tls: BTreeSet::new() }).unwrap()
    }

    fn counts(&self) -> (usize, usize) {
        (self.asked.load(Ordering::SeqCst), self.bitten.load(Ordering::SeqCst))
    }
}

fn serve(
    listener: TcpListener,
    config: Arc<ServerConfig>,
    asked: Arc<AtomicUsize>,
    answers: fn(&str, u16) -> String,
    port: u16,
) {
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let Ok(connection) = ServerConnection::new(config.clone()) else { continue };
            let mut tls = StreamOwned::new(connection, stream);
            let (mut head, mut byte) = (Vec::new(), [0_u8]);
            while !head.ends_with(b"\r\n\r\n") && tls.read_exact(&mut byte).is_ok() {
                head.push(byte[0]);
            }
            asked.fetch_add(1, Ordering::SeqCst);
            let head = String::from_utf8_lossy(&head).into_owned();
            let path = head.split(' ').nth(1).unwrap_or("/");
            let _ = tls.write_all(answers(path, port).as_bytes()).and_then(|()| tls.flush());
            tls.conn.send_close_notify();
            let _ = tls.flush();
        }
    });
}

const WHOLE: &str = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok";

fn code(outcome: Result<Response, FetchError>) -> &'static str {
    outcome.map_or_else(|error| error.code(), |_| "came")
}

#[tokio::test]
async fn a_name_that_leads_home_the_second_time_is_refused_when_it_is_connected_to() {
    tls::install_provider();
    let world = World::new(|_, _| WHOLE.to_owned());
    let client = world.client(&[&[OUTSIDE], &[Ipv4Addr::LOCALHOST]]);
    assert_eq!(code(client.get(&world.url("/1"), &[]).await), "came");
    assert_eq!(code(client.get(&world.url("/2"), &[]).await), "pickup.private-address");
    assert_eq!(
        code(client.ask(&world.url("/3"), &[], Vec::new()).await.map(|_| unreachable!())),
        "pickup.private-address"
    );
    assert_eq!(world.counts(), (1, 0), "the bait was never touched");
}

#[tokio::test]
async fn a_redirect_is_looked_up_anew_and_refused_where_it_leads_home() {
    tls::install_provider();
    let world = World::new(|path, port| {
        let to = match path {
            "/same" => format!("https://{HOST}:{port}/end"),
            "/other" => format!("https://other.example.test:{port}/end"),
            "/literal" => format!("https://127.0.0.1:{port}/end"),
            "/plain" => format!("http://{HOST}:{port}/end"),
            "/user" => format!("https://{HOST}:{port}@127.0.0.1:{port}/end"),
            _ => return WHOLE.to_owned(),
        };
        format!("HTTP/1.1 302 Found\r\nconnection: close\r\nlocation: {to}\r\ncontent-length: 0\r\n\r\n")
    });
    for (path, expected) in [
        ("/same", "pickup.private-address"),
        ("/other", "pickup.private-address"),
        ("/literal", "pickup.host-not-listed"),
        ("/plain", "pickup.not-https"),
        ("/user", "pickup.host-not-listed"),
        ("/end", "came"),
    ] {
        let client = world.client(&[&[OUTSIDE], &[Ipv4Addr::LOCALHOST]]);
        assert_eq!(code(client.get(&world.url(path), &[]).await), expected, "{path}");
    }
    assert_eq!(world.counts(), (6, 0), "the bait was never touched");
}

#[tokio::test]
async fn of_a_mixed_answer_only_the_public_address_is_connected_to() {
    tls::install_provider();
    let world = World::new(|_, _| WHOLE.to_owned());
    let client = world.client(&[&[Ipv4Addr::LOCALHOST, OUTSIDE]]);
    for nth in 0..5 {
        assert_eq!(code(client.get(&world.url(&format!("/{nth}")), &[]).await), "came");
    }
    let straight_home = world.client(&[&[Ipv4Addr::LOCALHOST]]);
    assert_eq!(code(straight_home.get(&world.url("/"), &[]).await), "pickup.private-address");
    assert_eq!(world.counts(), (5, 0), "the bait was never touched");
}

#[test]
fn a_busy_server_is_left_alone_as_long_as_it_wishes_within_bounds() {
    let now = DateTime::parse_from_rfc3339("2026-11-20T17:00:00+08:00").unwrap();
    let rest = |wished: &str| rest_of(wished, now).map(|rest| rest.as_secs());
    assert_eq!((rest("3"), rest(" 0 "), rest("86400")), (Some(3), Some(0), Some(60)));
    assert_eq!(rest("Fri, 20 Nov 2026 09:00:07 GMT"), Some(7));
    assert_eq!((rest("Fri, 20 Nov 2026 08:59:59 GMT"), rest("later"), rest("-1")), (None, None, None));
}
