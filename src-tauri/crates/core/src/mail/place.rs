//! Says what every leaf became, opens wrappers and lists their inside.

use std::collections::HashMap;

use super::kind::{self, Kind};
use super::picture::Shown;
use super::walk::{self, Item, Walk};
use super::wrap::{self, Budget, Entry};
use super::{Became, Part, coding, danger, header, names};
use crate::doubt::Doubt;
use crate::id::Digest;

/// What is said of every signature beside a mail or a file: it is kept. Only that of the mail itself is checked, with its
/// sender; nobody may take that of a file for checked.
const NOT_CHECKED: &str = "数字签名，原件已保留；整封邮件的签名见来源核验，单个文件的签名没有验证";

/// Most wrappers inside each other that are opened.
const DEEPEST: usize = 6;

/// Lists the parts of one mail.
pub struct Placing {
    /// What was listed, in reading order.
    pub parts: Vec<Part>,
    /// What was strange.
    pub doubts: Vec<Doubt>,
    /// Texts found in wrappers that carry a mail's text (TNEF), with whether they are HTML.
    pub wrapped_texts: Vec<(String, bool)>,
    passwords: Vec<String>,
    budget: Budget,
    /// Paths given, each with how often it was asked for.
    used: HashMap<String, usize>,
}

/// A leaf on its way to becoming a part.
struct Leaf {
    path: String,
    media_type: String,
    name: Option<String>,
    name_as_sent: Option<String>,
    bytes: Vec<u8>,
    is_body: bool,
    /// Whether the text shows it as an ornament, if it is a picture.
    is_ornament: bool,
    /// Wrappers around it.
    depth: usize,
}

impl Placing {
    /// Starts with the passwords found in the mail.
    pub fn new(passwords: Vec<String>) -> Self {
        Self {
            parts: Vec::new(),
            doubts: Vec::new(),
            wrapped_texts: Vec::new(),
            passwords,
            budget: Budget::default(),
            used: HashMap::new(),
        }
    }

    /// Paths that other parts of the mail have already.
    pub fn has_paths<'a>(&mut self, paths: impl Iterator<Item = &'a str>) {
        self.used.extend(paths.map(|path| (path.to_owned(), 1)));
    }

    /// Opens a part that stayed closed, with the bytes given; the part itself is listed first.
    pub fn open_part(&mut self, part: &Part, bytes: Vec<u8>, is_repacked: bool) {
        let name = part.name.clone().unwrap_or_default();
        let kind = if is_repacked { Kind::Zip } else { kind::kind_of(&bytes, &name, &part.media_type) };
        let leaf = Leaf {
            path: part.path.clone(),
            media_type: part.media_type.clone(),
            name: part.name.clone(),
            name_as_sent: part.name_as_sent.clone(),
            bytes,
            is_body: false,
            is_ornament: false,
            depth: part.path.matches('!').count(),
        };
        match kind {
            Kind::Zip | Kind::SevenZip | Kind::Gzip | Kind::Tar => self.wrapper(leaf, kind),
            _ => self.push(leaf, Became::Unread, None),
        }
    }

    /// Lists files that lie in a document, which stays one.
    pub fn inside(&mut self, part: &Part, files: Vec<(String, Vec<u8>)>) {
        let base = base_of(&part.path, part.name.as_deref().unwrap_or_default(), "document");
        let depth = part.path.matches('!').count() + 1;
        for (name, bytes) in files {
            if depth > DEEPEST || self.budget.entry().is_err() {
                return;
            }
            self.entry(
                Entry { danger: names::path_danger(&name), path: name, bytes, ..Entry::default() },
                &base,
                depth,
            );
        }
    }

    /// Lists everything a walk found.
    pub fn place(&mut self, walk: Walk, depth: usize) {
        let shown = Shown::by(&walk.items);
        self.doubts.extend(walk.doubts);
        for item in walk.items {
            self.item(item, &shown, depth);
        }
    }

    fn item(&mut self, item: Item, shown: &Shown, depth: usize) {
        let is_ornament = shown.is_ornament(&item);
        let is_body = item.is_body();
        if let Some((size_bytes, sha256)) = item.sum {
            let part = Part {
                path: self.free(item.path),
                media_type: item.media_type,
                name: item.name,
                name_as_sent: item.name_as_sent,
                size_bytes,
                sha256,
                became: Became::Wrapper,
                why: None,
                bytes: Vec::new(),
            };
            self.parts.push(part);
            return;
        }
        let closed = item.closed;
        let leaf = Leaf {
            path: self.free(item.path),
            media_type: item.media_type,
            name: item.name,
            name_as_sent: item.name_as_sent,
            bytes: item.bytes,
            is_body,
            is_ornament,
            depth,
        };
        match closed {
            Some((_, why)) => self.push(leaf, Became::Unread, Some(why)),
            None => self.leaf(leaf),
        }
    }

    /// A path nobody has yet: the second of the same name in an archive is told apart.
    fn free(&mut self, path: String) -> String {
        let nth = self.used.entry(path.clone()).or_insert(0);
        *nth += 1;
        if *nth == 1 {
            return path;
        }
        let next = format!("{path}#{nth}");
        // A file may be named like this by its sender.
        if self.used.contains_key(&next) { self.free(next) } else { self.free_new(next) }
    }

    fn free_new(&mut self, path: String) -> String {
        self.used.insert(path.clone(), 1);
        path
    }

    fn push(&mut self, leaf: Leaf, became: Became, why: Option<String>) {
        self.parts.push(Part {
            path: leaf.path,
            media_type: leaf.media_type,
            name: leaf.name,
            name_as_sent: leaf.name_as_sent,
            size_bytes: leaf.bytes.len() as u64,
            sha256: Digest::of(&leaf.bytes),
            became,
            why,
            bytes: leaf.bytes,
        });
    }

    fn doubted(&mut self, leaf: Leaf, became: Became, code: &'static str, why: String) {
        self.doubts.push(Doubt::part(code, &leaf.path, why.clone()));
        self.push(leaf, became, Some(why));
    }

    fn leaf(&mut self, leaf: Leaf) {
        // The name as sent shows the tricks that the clean name no longer has.
        let sent = leaf.name_as_sent.as_deref().map(|sent| header::decoded(sent.as_bytes()));
        let name = leaf.name.clone().unwrap_or_default();
        let kind = kind::kind_of(&leaf.bytes, &name, &leaf.media_type);
        let is_plain_body = leaf.is_body && kind.is_text();
        if !is_plain_body {
            let by_sent = sent.and_then(|sent| danger::why(&sent, Kind::Unknown, &[]));
            if let Some(why) = danger::why(&name, kind, &leaf.bytes).or(by_sent) {
                self.doubted(leaf, Became::Refused, "part-refused", why);
                return;
            }
        }
        match kind {
            _ if is_plain_body => self.body(leaf),
            Kind::Picture if leaf.is_ornament => self.push(leaf, Became::Inline, None),
            Kind::Signature => self.push(leaf, Became::Signature, Some(NOT_CHECKED.to_owned())),
            Kind::Structured => self.push(leaf, Became::Structured, None),
            Kind::Locked => self.doubted(leaf, Became::Unread, "password-needed", "文档已加密，需要密码".into()),
            Kind::Encrypted => {
                self.doubted(leaf, Became::Unread, "mail-encrypted", "内容已加密，只有持有密钥的人能打开".into());
            }
            Kind::Mail => self.mail(leaf),
            Kind::Zip | Kind::SevenZip | Kind::Gzip | Kind::Tar | Kind::OtherArchive(_) | Kind::Tnef | Kind::Signed => {
                self.wrapper(leaf, kind);
            }
            _ if is_left_by_system(&leaf.path) => {
                self.push(leaf, Became::Structured, Some("操作系统留下的附带文件".into()));
            }
            _ if leaf.depth > 0 && wrap::tnef::is_stand_in(&leaf.bytes) => {
                self.push(leaf, Became::Structured, Some("Outlook 放在内嵌邮件位置的说明，邮件本身另行列出".into()));
            }
            _ => self.document(leaf),
        }
    }

    fn document(&mut self, leaf: Leaf) {
        if leaf.bytes.is_empty() {
            self.doubts.push(Doubt::part("part-empty", &leaf.path, "附件是空的"));
        } else if names::extension(leaf.name.as_deref().unwrap_or("")) == "pdf" && !has_pdf_head(&leaf.bytes) {
            self.doubts.push(Doubt::part("type-mismatch", &leaf.path, "名为 PDF，内容不是 PDF"));
        }
        self.push(leaf, Became::Document, None);
    }

    /// A text, and the files that stand uuencoded in it.
    fn body(&mut self, leaf: Leaf) {
        let found = if leaf.media_type == "text/html" { Vec::new() } else { coding::uuencoded(&leaf.bytes) };
        let (path, depth) = (leaf.path.clone(), leaf.depth);
        self.push(leaf, Became::Body, None);
        if !found.is_empty() {
            self.doubts.push(Doubt::part("uuencoded", &path, "正文中有 uuencode 编码的附件，已取出"));
        }
        for file in found {
            if self.budget.entry().is_err() {
                let why = "正文中 uuencode 编码的附件过多，其余留在正文里";
                self.doubts.push(Doubt::part("parts-too-many", &path, why));
                return;
            }
            let entry = Entry { path: names::entry_name(&file.name), bytes: file.bytes, ..Entry::default() };
            self.entry(entry, &path, depth);
        }
    }

    fn mail(&mut self, mut leaf: Leaf) {
        if leaf.depth >= DEEPEST {
            self.too_deep(leaf);
            return;
        }
        // However many mails lie in archives, together they list no more parts than one.
        let most = walk::MOST_PARTS.saturating_sub(self.parts.len());
        if most == 0 {
            self.doubted(leaf, Became::Unread, "parts-too-many", "部分过多，整封保存，未再展开".into());
            return;
        }
        let bytes = std::mem::take(&mut leaf.bytes);
        let (path, depth) = (leaf.path.clone(), leaf.depth + 1);
        self.opened(leaf, &bytes);
        let inside = walk::walk(&bytes, &format!("{path}!1"), most);
        self.place(inside, depth);
    }

    fn too_deep(&mut self, leaf: Leaf) {
        self.doubted(leaf, Became::Unread, "parts-too-deep", "压缩包嵌套过深，未再打开".into());
    }

    fn opened(&mut self, leaf: Leaf, bytes: &[u8]) {
        self.parts.push(Part {
            path: leaf.path,
            media_type: leaf.media_type,
            name: leaf.name,
            name_as_sent: leaf.name_as_sent,
            size_bytes: bytes.len() as u64,
            sha256: Digest::of(bytes),
            became: Became::Wrapper,
            why: None,
            bytes: Vec::new(),
        });
    }

    fn wrapper(&mut self, mut leaf: Leaf, kind: Kind) {
        if leaf.depth >= DEEPEST {
            self.too_deep(leaf);
            return;
        }
        let name = leaf.name.clone().unwrap_or_default();
        let entries = match wrap::open(kind, &leaf.bytes, &name, &self.passwords, &mut self.budget) {
            Ok(entries) => entries,
            Err(closed) => {
                self.doubted(leaf, Became::Unread, closed.code, closed.why);
                return;
            }
        };
        let flaw = if kind == Kind::Zip { wrap::zip::flaw(&leaf.bytes) } else { None };
        if let Some(detail) = flaw {
            self.doubts.push(Doubt::part("archive-broken", &leaf.path, detail));
        }
        let bytes = std::mem::take(&mut leaf.bytes);
        let base = base_of(&leaf.path, &name, word_for(kind));
        let depth = leaf.depth + 1;
        self.opened(leaf, &bytes);
        if let Some(part) = self.parts.last_mut().filter(|_| flaw.is_some()) {
            // Nobody knows whether everything was found: the archive itself is kept beside.
            part.bytes = bytes;
        }
        for entry in entries {
            self.entry(entry, &base, depth);
        }
    }

    fn entry(&mut self, entry: Entry, base: &str, depth: usize) {
        let is_text = entry.media_type.is_some();
        let name = names::base_name(&entry.path);
        let media_type = entry.media_type.unwrap_or_else(|| kind::media_type_of(&entry.bytes, &entry.path));
        // The text of a mail attached inside is not that of the mail.
        if is_text && depth == 1 {
            let text = header::text_by_trying(&entry.bytes);
            self.wrapped_texts.push((text, media_type == "text/html"));
        }
        let leaf = Leaf {
            path: self.free(format!("{base}!{}", entry.path)),
            media_type: media_type.to_owned(),
            name_as_sent: Some(entry.path).filter(|path| name.as_ref() != Some(path)),
            name,
            bytes: entry.bytes,
            is_body: is_text,
            is_ornament: false,
            depth,
        };
        match (entry.danger, entry.closed) {
            (Some(why), _) => self.doubted(leaf, Became::Refused, "part-refused", why.to_owned()),
            (None, Some((code, why))) => self.doubted(leaf, Became::Unread, code, why),
            (None, None) => self.leaf(leaf),
        }
    }
}

/// What stands before the paths of what lies in a file. What lies in a file inside another stands behind that file's
/// own name already.
fn base_of(path: &str, name: &str, word: &str) -> String {
    match path.contains('!') {
        true => path.to_owned(),
        false if name.is_empty() => format!("{path}!{word}"),
        false => format!("{path}!{name}"),
    }
}

fn has_pdf_head(bytes: &[u8]) -> bool {
    bytes.get(..bytes.len().min(1024)).is_some_and(|head| head.windows(5).any(|window| window == b"%PDF-"))
}

fn word_for(kind: Kind) -> &'static str {
    match kind {
        Kind::Zip => "zip",
        Kind::SevenZip => "7z",
        Kind::Tar => "tar",
        Kind::Gzip => "gz",
        Kind::Tnef => "winmail.dat",
        Kind::Signed => "smime.p7m",
        _ => "archive",
    }
}

/// Files that systems put beside others: resource forks, folder views, thumbnails.
fn is_left_by_system(path: &str) -> bool {
    let last = path.rsplit(['/', '!']).next().unwrap_or("");
    path.contains("!__MACOSX/") || last.starts_with("._") || matches!(last, ".DS_Store" | "Thumbs.db" | "desktop.ini")
}

impl Item {
    /// Whether it is a text of its mail, and not a file: no attachment, no name unless it is one of several
    /// forms of the same text.
    pub fn is_body(&self) -> bool {
        let is_text = self.media_type.starts_with("text/") || self.media_type.starts_with("multipart/");
        let is_other = matches!(
            self.media_type.as_str(),
            "text/calendar"
                | "text/vcard"
                | "text/x-vcard"
                | "text/directory"
                | "text/rfc822-headers"
                | "text/csv"
                | "text/xml"
                | "text/rtf"
        );
        let is_form = matches!(self.parent.as_str(), "multipart/alternative" | "multipart/related");
        let is_file = self.disposition == "attachment" || (self.name.is_some() && !is_form);
        is_text
            && !is_other
            && !is_file
            && !self.is_container
            && kind::kind_of(&self.bytes, "", &self.media_type).is_text()
    }
}
