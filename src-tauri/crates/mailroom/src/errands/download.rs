//! One document onto the disk: resumed where it broke off, bounded, checked, and whole or not there.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, FixedOffset, TimeDelta};
use reqwest::Response;
use reqwest::header::{CONTENT_LENGTH, CONTENT_RANGE, ETAG, HeaderMap, LAST_MODIFIED};
use songda_core::id::Digest;
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;
use url::Url;

use super::client::{Client, FetchError, is_measured, just_ended};
use super::coding;
use super::crc64;
use super::guard::place_of;
use super::whole;
use crate::clock;

/// Longest time one attempt may take, however steadily bytes come.
const LONGEST: Duration = Duration::from_secs(30 * 60);

/// What does not end as its kind does is the document once it came so often, each time the same: what cuts one now and
/// then cuts it at the same place more than once.
const SURELY_ALL: u32 = 4;

/// A file that was changed so long ago is not being changed at this moment, by whichever clock.
const SURELY_OVER: TimeDelta = TimeDelta::minutes(10);

/// Where a document that is on its way lies, and within which bounds it comes.
pub struct Place<'a> {
    /// Folder of the errand.
    pub folder: &'a Path,
    /// Key of the document.
    pub key: &'a str,
    /// Its name, whose ending says what it must be.
    pub name: &'a str,
    /// Most bytes.
    pub limit: u64,
}

impl Place<'_> {
    fn part(&self) -> PathBuf {
        self.folder.join(format!("{}.part", Digest::of(self.key.as_bytes()).short(16)))
    }

    /// The mark of the version the part belongs to; without it the next attempt starts over.
    fn mark(&self) -> PathBuf {
        self.part().with_extension("etag")
    }

    /// How much of it is there that can be gone on from.
    pub fn have(&self) -> u64 {
        let is_marked = fs::read_to_string(self.mark()).is_ok_and(|mark| !mark.is_empty());
        fs::metadata(self.part()).map_or(0, |found| if is_marked { found.len() } else { 0 })
    }

    /// The digest of what came as whole and does not end as its kind does, and how often it came so.
    fn odd(&self) -> PathBuf {
        self.part().with_extension("odd")
    }

    /// Takes away what came of it: the next attempt starts over.
    pub fn start_over(&self) {
        let _ = fs::remove_file(self.part());
        let _ = fs::remove_file(self.mark());
    }

    /// Takes away what is left of it, once the document is kept elsewhere.
    pub fn clear(&self) {
        self.start_over();
        let _ = fs::remove_file(self.odd());
    }

    /// Whether the same bytes came so often that they are the document, however it ends.
    fn came_often(&self, bytes: &[u8]) -> bool {
        let digest = Digest::of(bytes).to_string();
        let before = fs::read_to_string(self.odd()).unwrap_or_default();
        let times = before.strip_prefix(&digest).map_or(0, |times| times.trim().parse().unwrap_or(1)) + 1;
        times >= SURELY_ALL || fs::write(self.odd(), format!("{digest} {times}")).is_err()
    }
}

/// A document that came whole.
pub struct Whole {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Host it came from at last.
    pub host: String,
}

/// Fetches one document. What came before a break stays for the next attempt, when the server can go on there.
///
/// # Errors
/// Why it is not whole; nothing that is not whole is ever given back.
pub async fn fetch(
    client: &Client,
    url: &Url,
    place: &Place<'_>,
    stop: &CancellationToken,
    seen: &(dyn Fn(u64, Option<u64>) + Sync),
) -> Result<Whole, FetchError> {
    let local = |doing, path: PathBuf| move |source| FetchError::Local { doing, path, source };
    fs::create_dir_all(place.folder).map_err(local("make", place.folder.to_path_buf()))?;
    let have = fs::metadata(place.part()).map_or(0, |found| found.len());
    let mark = fs::read_to_string(place.mark()).ok().filter(|mark| have > 0 && !mark.is_empty());
    let range = format!("bytes={have}-");
    let mut headers = vec![("accept-encoding", "identity")];
    if let Some(mark) = &mark {
        headers.extend([("range", range.as_str()), ("if-range", mark.as_str())]);
    }
    let response = tokio::select! {
        biased;
        () = stop.cancelled() => return Err(FetchError::Stopped),
        response = client.get(url, &headers) => response,
    };
    let response = response.inspect_err(|error| {
        // 416: what is there is no beginning of what the server has now.
        if matches!(error, FetchError::Status { status: 416, .. }) {
            place.start_over();
        }
    })?;
    let host = place_of(response.url());
    let Some((start, total)) = span(&response, have) else {
        // A part from elsewhere cannot be used: bytes that do not belong together must never become one document.
        place.start_over();
        return Err(FetchError::Broken { host, says: "it went on at another place than asked".to_owned() });
    };
    if total.is_some_and(|total| total > place.limit) {
        return Err(FetchError::TooLarge { host, limit: place.limit });
    }
    let (checksum, measured) = (crc64_of(response.headers()), is_measured(&response));
    let coded = coding::said(response.headers());
    let file = open(place, &response, start).map_err(local("write", place.part()))?;
    let bounds = Bounds { place, host: &host, start, total, measured, stop, seen };
    let said_its_end = receive(client, response, file, bounds).await?;
    let mut raw = Vec::new();
    let read = File::open(place.part()).and_then(|mut file| file.read_to_end(&mut raw));
    read.map_err(local("read", place.part()))?;
    // The checksum may be of what was sent, or of what that was made from.
    let checksum = checksum.filter(|sum| coded.is_empty() || *sum != crc64::of(&raw));
    let bytes = coding::undone(raw, &coded, place.limit).map_err(|wrong| {
        place.start_over();
        FetchError::coded(wrong, &host, place.limit)
    })?;
    if is_cut(place, &bytes, checksum, (measured, said_its_end)) {
        place.start_over();
        // Who tells a length tells that this is all: it is this document's trouble, not the line's.
        return Err(match measured {
            true => FetchError::Short { host },
            false => FetchError::Broken { host, says: "it broke off before the document ended".to_owned() },
        });
    }
    if let Some(says) = wrong(place.name, &bytes, checksum) {
        place.start_over();
        return Err(FetchError::NotDocument { host, says });
    }
    Ok(Whole { bytes, host })
}

/// Whether what came ends before its end. An answer that does not say its length may have been cut anywhere, and one that
/// says it may have been cut before: the document itself must say where it ends, or come again and again as it is.
fn is_cut(place: &Place<'_>, bytes: &[u8], checksum: Option<u64>, (measured, said_its_end): (bool, bool)) -> bool {
    match whole::ends(bytes) {
        _ if checksum.is_some() => false,
        Some(ends) if measured => !ends && !place.came_often(bytes),
        ends => !measured && ends.map_or(!said_its_end, |ends| !ends),
    }
}

/// From where on the answer goes, and how long the whole is.
fn span(response: &Response, have: u64) -> Option<(u64, Option<u64>)> {
    let text = |name| response.headers().get(name).and_then(|value| value.to_str().ok());
    let length = || text(CONTENT_LENGTH).and_then(|text| text.trim().parse::<u64>().ok());
    if response.status() == reqwest::StatusCode::PARTIAL_CONTENT {
        // bytes 100-199/200
        let range = text(CONTENT_RANGE).and_then(|text| text.trim().strip_prefix("bytes "));
        if let Some((from, total)) = range.and_then(|range| {
            let (span, total) = range.split_once('/')?;
            Some((span.split('-').next()?.trim().parse::<u64>().ok()?, total.trim().parse::<u64>().ok()))
        }) && from == have
        {
            return Some((have, total));
        }
        return None;
    }
    Some((0, length()))
}

fn open(place: &Place<'_>, response: &Response, start: u64) -> io::Result<File> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(start == 0).open(place.part())?;
    if start == 0 {
        fs::write(place.mark(), mark_of(response.headers(), clock::now()).unwrap_or_default())?;
    }
    file.set_len(start)?;
    file.seek(SeekFrom::Start(start))?;
    Ok(file)
}

/// By what the same bytes are known the next time. Only a strong mark says that (RFC 9110 section 8.8.1), or the day they
/// were changed last where that is surely over (section 8.8.2.2).
fn mark_of(headers: &HeaderMap, now: DateTime<FixedOffset>) -> Option<&str> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    let is_over = |day: &&str| DateTime::parse_from_rfc2822(day).is_ok_and(|day| now - day > SURELY_OVER);
    text(ETAG).filter(|mark| mark.starts_with('"')).or_else(|| text(LAST_MODIFIED).filter(is_over))
}

struct Bounds<'a> {
    place: &'a Place<'a>,
    host: &'a str,
    start: u64,
    total: Option<u64>,
    measured: bool,
    stop: &'a CancellationToken,
    seen: &'a (dyn Fn(u64, Option<u64>) + Sync),
}

/// Writes down what comes; tells whether the server said that this was all.
async fn receive(
    client: &Client,
    mut response: Response,
    mut file: File,
    bounds: Bounds<'_>,
) -> Result<bool, FetchError> {
    let (host, limit) = (bounds.host.to_owned(), bounds.place.limit);
    let local = |source| FetchError::Local { doing: "write", path: bounds.place.part(), source };
    let (deadline, mut have) = (Instant::now() + LONGEST, bounds.start);
    let said_its_end = loop {
        let chunk = tokio::select! {
            biased;
            () = bounds.stop.cancelled() => return Err(FetchError::Stopped),
            chunk = timeout_at(deadline, response.chunk()) => chunk,
        };
        let chunk = chunk.map_err(|_| FetchError::Broken { host: host.clone(), says: "too slow".to_owned() })?;
        let chunk = match chunk {
            Ok(Some(chunk)) => chunk,
            Ok(None) => break true,
            Err(error) if !bounds.measured && just_ended(&error) => break false,
            Err(error) => return Err(client.broken(&host, &error)),
        };
        have += chunk.len() as u64;
        if have > limit {
            bounds.place.start_over();
            return Err(FetchError::TooLarge { host, limit });
        }
        file.write_all(&chunk).map_err(local)?;
        crate::fault::point("pickup.chunk");
        (bounds.seen)(have, bounds.total);
    };
    file.sync_all().map_err(local)?;
    match bounds.total {
        Some(total) if total != have => Err(FetchError::Broken { host, says: format!("{have} of {total} bytes came") }),
        _ => Ok(said_its_end),
    }
}

/// The checksum that Aliyun's object store sends with a file.
fn crc64_of(headers: &HeaderMap) -> Option<u64> {
    headers.get("x-oss-hash-crc64ecma")?.to_str().ok()?.trim().parse().ok()
}

/// What is wrong with bytes that came whole: another checksum, nothing at all, or words of the server where a document was
/// to come. Which kind of document it is may be told wrongly: a picture that is called a pdf is the paper all the same.
fn wrong(name: &str, bytes: &[u8], checksum: Option<u64>) -> Option<String> {
    if bytes.is_empty() {
        return Some("nothing in it".to_owned());
    }
    if checksum.is_some_and(|checksum| checksum != crc64::of(bytes)) {
        return Some("its checksum is another".to_owned());
    }
    if whole::is_document(bytes) {
        return None;
    }
    let ending = name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase());
    let words = whole::words(bytes);
    let is_wrong = match ending.as_str() {
        "pdf" | "zip" | "ofd" | "docx" | "xlsx" | "7z" | "rar" | "png" | "jpg" | "jpeg" => true,
        "txt" | "csv" => matches!(words, Some("a web page" | "an answer of the server")),
        // Old office files, films and what has no ending have many beginnings.
        _ => words.is_some(),
    };
    is_wrong.then(|| words.map_or_else(|| format!("not {ending}"), |words| format!("{words} instead of {ending}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_bytes_are_known_by_a_strong_mark_or_an_old_day() {
        use reqwest::header::{HeaderName, HeaderValue};
        let mark = |fields: &[(&'static str, &'static str)]| {
            let pairs =
                fields.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
            let now = DateTime::parse_from_rfc3339("2026-11-20T17:00:00+08:00").unwrap();
            mark_of(&pairs.collect(), now).unwrap_or_default().to_owned()
        };
        let (old, new) = ("Fri, 20 Nov 2026 08:00:00 GMT", "Fri, 20 Nov 2026 08:55:00 GMT");
        assert_eq!(mark(&[("etag", "\"a\""), ("last-modified", old)]), "\"a\"");
        assert_eq!(mark(&[("etag", "W/\"a\""), ("last-modified", old)]), old);
        assert_eq!(mark(&[("etag", "W/\"a\""), ("last-modified", new)]), "");
        assert_eq!(mark(&[("last-modified", "yesterday")]), "");
    }

    #[test]
    fn what_came_must_be_what_its_name_says() {
        assert_eq!(wrong("传票.pdf", b"%PDF-1.7 ...", None), None);
        assert_eq!(wrong("传票.pdf", b"\r\n%PDF-1.4", None), None);
        assert!(wrong("传票.pdf", b"<html>expired</html>", None).unwrap().contains("web page"));
        assert!(wrong("x.doc", b"<?xml version='1.0'?><Error>", None).is_some());
        assert!(wrong("x.txt", "证据目录".as_bytes(), None).is_none());
        assert_eq!(wrong("传票.pdf", b"\xff\xd8\xff\xe0 a picture", None), None, "told as another kind, and a paper");
        assert_eq!(wrong("x.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", None), None);
        assert_eq!(wrong("x.doc", b"MIME-Version: 1.0\r\n".repeat(200).as_slice(), None), None);
        for name in ["传票", "x.doc", "证据.mp4"] {
            assert!(wrong(name, b"Request has expired.", None).unwrap().contains("words"), "{name}");
            assert!(wrong(name, br#"{"code": 500, "msg": "x"}"#, None).is_some(), "{name}");
        }
        assert!(wrong("x.txt", br#"{"code": 500}"#, None).is_some());
        assert!(wrong("x.ofd", b"PK\x03\x04", None).is_none());
        assert!(wrong("x.pdf", b"", None).is_some());
        assert!(wrong("x.pdf", b"%PDF-1", Some(1)).unwrap().contains("checksum"));
        assert_eq!(wrong("x.pdf", b"%PDF-1", Some(crc64::of(b"%PDF-1"))), None);
    }
}
