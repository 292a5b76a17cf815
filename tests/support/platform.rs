//! A platform in the shape of 人民法院在线服务网, on loopback and over TLS, with the faults that the real one has.

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyPair};
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::checksum::{coded, crc64};
pub use crate::papers::{all_of, digests, is_below, papers, pickup};

/// What the platform does.
#[derive(Clone, Default)]
pub struct Manner {
    /// Names and bytes of its documents.
    pub documents: Vec<(String, Vec<u8>)>,
    /// Instead of a list: status and body.
    pub says: Option<(u16, String)>,
    /// Password without which there is no list.
    pub password: Option<String>,
    /// Every so-manieth answer with a file breaks off in its middle.
    pub breaks_every: usize,
    /// Every so-manieth question for the list breaks off before its answer.
    pub list_breaks_every: usize,
    /// The links of every so-manieth list have run out before anybody can use them, as if an hour had gone by.
    pub runs_out_every: usize,
    /// Whether files can be gone on with.
    pub has_ranges: bool,
    /// Instead of its own address: where the links of the list lead. `{n}` is the document's number.
    pub links_to: Option<String>,
    /// Where a request for a file is sent on to, with `{port}` for its own port.
    pub sends_on_to: Option<String>,
    /// Documents that are listed without a link.
    pub without_link: Vec<usize>,
    /// Where the link of one document leads instead.
    pub link_of: Option<(usize, String)>,
    /// Status and body that come instead of one document.
    pub instead_of: Option<(usize, u16, String)>,
    /// The first so many questions for the list are answered with this status and body.
    pub says_first: Option<(usize, u16, String)>,
    /// What comes instead of a file.
    pub page_instead: Option<String>,
    /// How long each piece of a file takes.
    pub slowly: Option<std::time::Duration>,
    /// The first so many requests of any kind are taken and never answered.
    pub silent_first: usize,
    /// Every so-manieth request of any kind is answered with HTTP 503.
    pub busy_every: usize,
    /// Files come with their checksum, as Aliyun's object store sends it.
    pub has_checksums: bool,
    /// Files come without their length: their end is the end of the connection, announced or not.
    pub no_length: Option<bool>,
    /// So many answers with a file come whole and with one byte altered.
    pub spoils: usize,
    /// The file is another version at every request, by its mark.
    pub changes_marks: bool,
    /// A request for the rest of a file is answered with a rest that begins somewhere else.
    pub shifts_ranges: bool,
    /// Everything comes compressed in this way, whatever was asked for.
    pub compresses: Option<&'static str>,
    /// Documents have no number, another address on each list, and another place on it.
    pub moves: bool,
    /// So many answers with a file tell a length, and are a beginning of that length.
    pub shortens: usize,
}

#[derive(Default)]
struct Counts {
    lists: usize,
    files: usize,
    ranges: usize,
    expired: usize,
    requests: usize,
    versions: Vec<String>,
    generation: usize,
    bodies: Vec<String>,
}

/// The running platform.
pub struct Platform {
    port: u16,
    folder: tempfile::TempDir,
    manner: Arc<Mutex<Manner>>,
    counts: Arc<Mutex<Counts>>,
}

/// Longer than any test waits.
const SILENT: std::time::Duration = std::time::Duration::from_secs(600);

/// The link a mail holds.
pub const LINK: &str =
    "https://zxfw.court.gov.cn/zxfw/#/pagesAjkj/app/wssd/index?qdbh=QD2026112001&sdbh=SD2026112001&sdsin=a1b2c3d4";

impl Platform {
    /// Starts it.
    ///
    /// # Panics
    /// When loopback cannot be used.
    pub fn start(manner: Manner) -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec!["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let certificate = params.self_signed(&key).unwrap();
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("ca.pem"), certificate.pem()).unwrap();
        let key = PrivateKeyDer::from_pem_slice(key.serialize_pem().as_bytes()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let config = config.with_no_client_auth().with_single_cert(vec![certificate.der().clone()], key).unwrap();
        let (config, listener) = (Arc::new(config), TcpListener::bind("127.0.0.1:0").unwrap());
        let port = listener.local_addr().unwrap().port();
        let (manner, counts) = (Arc::new(Mutex::new(manner)), Arc::new(Mutex::new(Counts::default())));
        let (own, seen) = (manner.clone(), counts.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (config, manner, counts) = (config.clone(), own.lock().unwrap().clone(), seen.clone());
                std::thread::spawn(move || {
                    let _ = serve(stream, config, &manner, &counts, port);
                });
            }
        });
        Self { port, folder, manner, counts }
    }

    /// Changes what it does.
    ///
    /// # Panics
    /// Never outside of a panic elsewhere.
    pub fn change(&self, change: impl FnOnce(&mut Manner)) {
        change(&mut self.manner.lock().unwrap());
    }

    /// Settings by which a home finds it, allowed for these mailboxes.
    pub fn settings(&self, fetch_for: &[&str]) -> String {
        let ca = self.ca_file();
        format!(
            "\n[[platform]]\nid = \"zxfw\"\nfetch_for = {fetch_for:?}\nbase = \"https://localhost:{}\"\ntls_ca_file = {:?}\n",
            self.port,
            ca.display().to_string()
        )
    }

    /// The certificate it shows.
    pub fn ca_file(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// How often the list was asked for, how often a file, how often a file from its middle on, how often by a link
    /// that had run out.
    ///
    /// # Panics
    /// Never outside of a panic elsewhere.
    pub fn counts(&self) -> (usize, usize, usize, usize) {
        let counts = self.counts.lock().unwrap();
        (counts.lists, counts.files, counts.ranges, counts.expired)
    }

    /// In which version of TLS each request came.
    ///
    /// # Panics
    /// Never outside of a panic elsewhere.
    pub fn versions(&self) -> Vec<String> {
        self.counts.lock().unwrap().versions.clone()
    }

    /// Bodies of the questions for the list.
    ///
    /// # Panics
    /// Never outside of a panic elsewhere.
    pub fn bodies(&self) -> Vec<String> {
        self.counts.lock().unwrap().bodies.clone()
    }
}

/// A mail with the link, as it lies in a mailbox under the lines of the server that took it in.
pub fn mail(link: &str) -> Vec<u8> {
    let text = format!(
        "示例物业管理有限公司：\r\n上海市闵行区人民法院就（2026）沪0112民初12345号物业服务合同纠纷一案向你公司电子送达诉讼文书，\
         请点击链接查收：\r\n{link}\r\n上海市闵行区人民法院\r\n"
    );
    format!(
        "Authentication-Results: mx.example.test; dkim=pass header.d=court.example.test\r\n\
         Received: from mail.court.example.test ([203.0.113.7])\r\n\tby mx.example.test with ESMTPS; Fri, 20 Nov 2026 16:42:11 +0800\r\n\
         From: sd@court.example.test\r\nTo: service@example.test\r\nMessage-ID: <link-1@court.example.test>\r\n\
         Date: Fri, 20 Nov 2026 16:40:02 +0800\r\nSubject: =?utf-8?B?5paH5Lmm6YCB6L6+?=\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}"
    )
    .into_bytes()
}

type Tls = StreamOwned<ServerConnection, TcpStream>;

struct Request {
    path: String,
    range: Option<(u64, String)>,
    body: String,
}

fn read(tls: &mut Tls) -> std::io::Result<Request> {
    let (mut head, mut byte) = (Vec::new(), [0_u8; 1]);
    while !head.ends_with(b"\r\n\r\n") {
        tls.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let field = |name: &str| {
        let mut lines = head.lines().filter_map(|line| line.split_once(':'));
        lines.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_owned())
    };
    let mut body = vec![0_u8; field("content-length").and_then(|it| it.parse().ok()).unwrap_or(0)];
    tls.read_exact(&mut body)?;
    let from = field("range").and_then(|it| it.strip_prefix("bytes=")?.trim_end_matches('-').parse().ok());
    Ok(Request {
        path: head.split(' ').nth(1).unwrap_or("").to_owned(),
        range: from.zip(field("if-range")),
        body: String::from_utf8_lossy(&body).into_owned(),
    })
}

fn answer(tls: &mut Tls, status: u16, fields: &str, body: &[u8], declared: usize) -> std::io::Result<()> {
    let head = format!("HTTP/1.1 {status} x\r\nconnection: close\r\ncontent-length: {declared}\r\n{fields}\r\n");
    tls.write_all(head.as_bytes())?;
    tls.write_all(body)?;
    tls.flush()
}

fn serve(
    stream: TcpStream,
    config: Arc<ServerConfig>,
    manner: &Manner,
    counts: &Mutex<Counts>,
    port: u16,
) -> std::io::Result<()> {
    stream.set_read_timeout(Some(std::time::Duration::from_secs(20)))?;
    let mut tls = StreamOwned::new(ServerConnection::new(config).map_err(std::io::Error::other)?, stream);
    let request = read(&mut tls)?;
    let requests = {
        let mut counts = counts.lock().unwrap();
        counts.requests += 1;
        counts.versions.extend(tls.conn.protocol_version().map(|version| format!("{version:?}")));
        counts.requests
    };
    if requests <= manner.silent_first {
        std::thread::sleep(SILENT);
        return Ok(());
    }
    if manner.busy_every > 0 && requests.is_multiple_of(manner.busy_every) {
        return answer(&mut tls, 503, "retry-after: 1\r\n", b"busy", 4);
    }
    if request.path.ends_with("/getWsListBySdbhNew") {
        return list(&mut tls, &request, manner, counts, port);
    }
    if let Some(to) = &manner.sends_on_to {
        let to = to.replace("{port}", &port.to_string());
        return answer(&mut tls, 302, &format!("location: {to}\r\n"), b"", 0);
    }
    file(&mut tls, &request, manner, counts)
}

fn list(tls: &mut Tls, request: &Request, manner: &Manner, counts: &Mutex<Counts>, port: u16) -> std::io::Result<()> {
    let (nth, generation) = {
        let mut counts = counts.lock().unwrap();
        counts.lists += 1;
        counts.generation += 1;
        counts.bodies.push(request.body.clone());
        (counts.lists, counts.generation)
    };
    if manner.list_breaks_every > 0 && nth.is_multiple_of(manner.list_breaks_every) {
        return Ok(());
    }
    if let Some((_, status, body)) = manner.says_first.as_ref().filter(|(count, ..)| nth <= *count) {
        return answer(tls, *status, "content-type: application/json\r\n", body.as_bytes(), body.len());
    }
    if let Some((status, body)) = &manner.says {
        return answer(tls, *status, "content-type: application/json\r\n", body.as_bytes(), body.len());
    }
    let asked: serde_json::Value = serde_json::from_str(&request.body).unwrap_or_default();
    let is_known = asked["sdbh"] == "SD2026112001" && asked["qdbh"] == "QD2026112001" && asked["sdsin"] == "a1b2c3d4";
    let wrong = manner.password.as_ref().is_some_and(|password| asked["mm"] != password.as_str());
    if manner.runs_out_every > 0 && nth.is_multiple_of(manner.runs_out_every) {
        counts.lock().unwrap().generation += 1;
    }
    let body = if !is_known {
        r#"{"code":500,"msg":"送达信息不存在"}"#.to_owned()
    } else if wrong {
        r#"{"code":500,"msg":"访问密码错误"}"#.to_owned()
    } else {
        let (mut items, place) = (Vec::new(), if manner.moves { format!("{generation}/") } else { String::new() });
        for (nth, (name, _)) in manner.documents.iter().enumerate() {
            let own =
                format!("https://localhost:{port}/file/{place}{{n}}?Expires={generation}&Signature=s{generation}");
            let link = manner.links_to.clone().unwrap_or(own).replace("{n}", &nth.to_string());
            let link = manner.link_of.clone().filter(|(of, _)| *of == nth).map_or(link, |(_, to)| to);
            let link = (!manner.without_link.contains(&nth)).then_some(link);
            let (title, ending) = name.rsplit_once('.').unwrap_or((name, "pdf"));
            items.push(serde_json::json!({
                "c_sdbh": "SD2026112001", "c_wsbh": format!("WS{nth}"), "c_stbh": format!("up/{nth}"), "c_wsmc": title,
                "c_wjgs": ending, "c_fybh": "0112", "c_fymc": "上海市闵行区人民法院", "wjlj": link,
            }));
            if let Some(item) = items.last_mut().and_then(serde_json::Value::as_object_mut).filter(|_| manner.moves) {
                item.retain(|key, _| !matches!(key.as_str(), "c_wsbh" | "c_stbh"));
            }
        }
        let turn = if manner.moves { generation % items.len().max(1) } else { 0 };
        items.rotate_left(turn);
        serde_json::json!({"code": 200, "msg": "", "success": true, "data": items}).to_string()
    };
    if let Some(way) = manner.compresses {
        let fields = format!("content-type: application/json\r\ncontent-encoding: {way}\r\n");
        let body = coded(way, body.as_bytes());
        return answer(tls, 200, &fields, &body, body.len());
    }
    answer(tls, 200, "content-type: application/json\r\n", body.as_bytes(), body.len())
}

fn file(tls: &mut Tls, request: &Request, manner: &Manner, counts: &Mutex<Counts>) -> std::io::Result<()> {
    let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
    let nth: usize = path.rsplit('/').next().and_then(|it| it.parse().ok()).unwrap_or(usize::MAX);
    let Some((_, bytes)) = manner.documents.get(nth) else { return answer(tls, 404, "", b"", 0) };
    let count = {
        let mut counts = counts.lock().unwrap();
        // A link lives until the list is asked for again, and for one use.
        let is_live = query.ends_with(&format!("Signature=s{}", counts.generation));
        if !is_live {
            counts.expired += 1;
            drop(counts);
            let says = b"<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code><Message>Request has expired.</Message></Error>";
            return answer(tls, 403, "content-type: application/xml\r\n", says, says.len());
        }
        counts.generation += 1;
        counts.files += 1;
        counts.files
    };
    if let Some((_, status, body)) = manner.instead_of.as_ref().filter(|(of, ..)| *of == nth) {
        return answer(tls, *status, "content-type: text/html\r\n", body.as_bytes(), body.len());
    }
    if let Some(page) = &manner.page_instead {
        return answer(tls, 200, "content-type: text/html\r\n", page.as_bytes(), page.len());
    }
    let version = if manner.changes_marks { count } else { 0 };
    let mark = format!("\"etag-{nth}-{}-{version}\"", bytes.len());
    let start = match &request.range {
        Some((start, known)) if manner.has_ranges && *known == mark => {
            counts.lock().unwrap().ranges += 1;
            usize::try_from(*start).unwrap_or(0).min(bytes.len())
        }
        _ => 0,
    };
    let mut fields = format!("etag: {mark}\r\ncontent-type: application/pdf\r\n");
    if manner.has_checksums {
        let _ = write!(fields, "x-oss-hash-crc64ecma: {}\r\n", crc64(bytes));
    }
    let status = if start > 0 {
        let told = if manner.shifts_ranges { start - 1 } else { start };
        let _ = write!(fields, "content-range: bytes {told}-{}/{}\r\n", bytes.len() - 1, bytes.len());
        206
    } else {
        200
    };
    let mut rest = bytes[start..].to_vec();
    if count <= manner.spoils {
        let middle = rest.len() / 2;
        rest[middle] ^= 1;
    }
    if count <= manner.shortens {
        rest.truncate(rest.len() / 2);
    }
    let rest = &rest[..];
    if let Some(way) = manner.compresses {
        let rest = coded(way, rest);
        return answer(tls, status, &format!("{fields}content-encoding: {way}\r\n"), &rest, rest.len());
    }
    let breaks = manner.breaks_every > 0 && count.is_multiple_of(manner.breaks_every);
    if let Some(is_announced) = manner.no_length {
        let rest = if breaks { &rest[..rest.len() / 2] } else { rest };
        tls.write_all(format!("HTTP/1.1 {status} x\r\nconnection: close\r\n{fields}\r\n").as_bytes())?;
        tls.write_all(rest)?;
        if is_announced {
            tls.conn.send_close_notify();
        }
        return tls.flush();
    }
    if breaks {
        return answer(tls, status, &fields, &rest[..rest.len() / 2], rest.len());
    }
    match manner.slowly {
        None => answer(tls, status, &fields, rest, rest.len()),
        Some(pause) => {
            answer(tls, status, &fields, b"", rest.len())?;
            for piece in rest.chunks(rest.len().div_ceil(20).max(1)) {
                std::thread::sleep(pause);
                tls.write_all(piece)?;
                tls.flush()?;
            }
            Ok(())
        }
    }
}
