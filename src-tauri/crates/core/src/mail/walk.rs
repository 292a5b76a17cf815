//! Walks the MIME tree: every leaf and every container in reading order, nested and signed mails included.

use super::block::{self, Block};
use super::{cms, coding, header, multipart, names};
use crate::doubt::Doubt;
use crate::id::Digest;

/// Deepest nesting of multiparts, nested and signed mails that is opened. Honest mail stays below ten.
const DEEPEST: usize = 40;
/// Most parts of a mail's MIME tree that are listed one by one; what follows is kept as one part.
pub const MOST_PARTS: usize = 20_000;

/// One leaf or container of the MIME tree.
#[derive(Debug, Default)]
pub struct Item {
    /// `1`, `1.2`, `1.2.1`.
    pub path: String,
    /// Media type, lower case.
    pub media_type: String,
    /// Decoded base name.
    pub name: Option<String>,
    /// The name parameter as it stood in the mail, when decoding or cleaning changed it.
    pub name_as_sent: Option<String>,
    /// `attachment`, `inline`, or empty.
    pub disposition: String,
    /// The charset parameter, or empty.
    pub charset: String,
    /// Content-ID without angle brackets.
    pub content_id: Option<String>,
    /// Content-Location.
    pub location: Option<String>,
    /// Decoded bytes of a leaf; empty for a container.
    pub bytes: Vec<u8>,
    /// Length and digest of the bytes a container was cut from.
    pub sum: Option<(u64, Digest)>,
    /// Whether its inside is listed after it.
    pub is_container: bool,
    /// Which mail it belongs to: 0 is the mail itself, every nested mail counts one more.
    pub mail: usize,
    /// Path of the outermost multipart/alternative of its mail around it.
    pub alternative: Option<String>,
    /// Media type of the container around it, or empty.
    pub parent: String,
    /// Why it could not be opened, where the walk itself found that out.
    pub closed: Option<(&'static str, String)>,
}

/// Where an entity stands.
#[derive(Clone, Default)]
struct Place {
    path: String,
    depth: usize,
    mail: usize,
    alternative: Option<String>,
    parent: String,
}

impl Place {
    fn child(&self, nth: usize, parent: &str) -> Self {
        Self { path: format!("{}.{nth}", self.path), depth: self.depth + 1, parent: parent.to_owned(), ..self.clone() }
    }
}

/// The walk over one mail.
pub struct Walk {
    /// What was found, in reading order.
    pub items: Vec<Item>,
    /// What was strange.
    pub doubts: Vec<Doubt>,
    mails: usize,
    /// Most parts that are listed.
    most: usize,
}

/// Walks a whole mail whose root has the path `root`, and lists `most` of its parts one by one.
pub fn walk(raw: &[u8], root: &str, most: usize) -> Walk {
    let mut walk = Walk { items: Vec::new(), doubts: Vec::new(), mails: 0, most };
    let place = Place { path: root.to_owned(), ..Place::default() };
    walk.entity(&block::split(raw), raw, &place, "text/plain");
    walk
}

impl Walk {
    fn doubt(&mut self, code: &'static str, place: &Place, detail: impl Into<String>) {
        self.doubts.push(Doubt::part(code, &place.path, detail));
    }

    fn entity(&mut self, block: &Block<'_>, raw: &[u8], place: &Place, default_type: &str) {
        if block.is_broken && place.path != "1" {
            self.doubt("header-broken", place, "部分的信头中有不成字段的行");
        }
        let mut item = item_of(block, place, default_type);
        let encoding = block.first("content-transfer-encoding").map(header::main_value).unwrap_or_default();
        if place.depth >= DEEPEST || self.items.len() >= self.most {
            let is_deep = place.depth >= DEEPEST;
            let code = if is_deep { "parts-too-deep" } else { "parts-too-many" };
            item.closed = Some((code, "嵌套过深或部分过多，整块保存，未再展开".to_owned()));
            item.bytes = raw.to_vec();
            self.doubt(code, place, "嵌套过深或部分过多，整块保存，未再展开");
            self.items.push(item);
            return;
        }
        if item.media_type.starts_with("multipart/") {
            self.multipart(item, block, place, &encoding);
        } else {
            self.leaf(item, block, place, &encoding);
        }
    }

    fn multipart(&mut self, mut item: Item, block: &Block<'_>, place: &Place, encoding: &str) {
        let named = header::raw_parameter(content_type_of(block), "boundary");
        // A blank at the end of a boundary is against the rule (RFC 2046 section 5.1.1); few senders mean it.
        let is_meant = |it: &Vec<u8>| it.trim_ascii_end() != it.as_slice() && multipart::cut(block.body, it).is_closed;
        let named = named.map(|it| if is_meant(&it) { it } else { it.trim_ascii_end().to_vec() });
        let named = named.filter(|it| !it.is_empty());
        let decoded;
        let mut body = block.body;
        let has_parts = |body: &[u8]| named.as_deref().is_some_and(|it| !multipart::cut(body, it).parts.is_empty());
        if matches!(encoding, "base64" | "quoted-printable") && !has_parts(body) {
            // A multipart may not be encoded (RFC 2045 section 6.4), but some are.
            decoded = coding::undo(encoding, body).bytes;
            body = &decoded;
        }
        let Some(pieces) = self.pieces(body, named.as_deref(), place) else {
            item.bytes = body.to_vec();
            self.items.push(item);
            return;
        };
        if !pieces.is_closed {
            self.doubt("end-boundary-missing", place, "没有结束分界行，邮件可能不完整");
        }
        self.outside(&pieces, place);
        let media = self.container(item, body);
        let mut inside = place.clone();
        if media == "multipart/alternative" && inside.alternative.is_none() {
            inside.alternative = Some(place.path.clone());
        }
        let default_type = if media == "multipart/digest" { "message/rfc822" } else { "text/plain" };
        for (nth, piece) in pieces.parts.iter().enumerate() {
            if self.items.len() >= self.most {
                self.rest(body, piece, &inside.child(nth + 1, &media));
                return;
            }
            self.entity(&block::split(piece), piece, &inside.child(nth + 1, &media), default_type);
        }
    }

    /// What a multipart is cut into, by the boundary it names or by the one that really stands there. `None` where it
    /// cannot be cut.
    fn pieces<'a>(&mut self, body: &'a [u8], named: Option<&[u8]>, place: &Place) -> Option<multipart::Pieces<'a>> {
        let mut boundary = named;
        let mut pieces = named.map(|it| multipart::cut(body, it)).unwrap_or_default();
        let loosely = named.and_then(|it| multipart::cut_loosely(body, it, &pieces));
        if let Some(found) = loosely {
            pieces = found;
            self.doubt("boundary-missing", place, "分界行后面还有别的字，仍按分界行读取");
        }
        if pieces.parts.is_empty() && !pieces.is_closed {
            boundary = multipart::guessed(body);
            pieces = boundary.map(|it| multipart::cut(body, it)).unwrap_or_default();
            let detail = match boundary {
                Some(_) => "分界串缺失或不符，按正文中实际出现的分界行读取",
                None => "分界串缺失或不符，整块作为一个部分保存",
            };
            self.doubt("boundary-missing", place, detail);
        }
        if pieces.hold_nothing() && multipart::says_something(pieces.preamble) {
            // Only the end is marked: what stands ahead of it is the part whose beginning was forgotten.
            pieces.parts.insert(0, std::mem::take(&mut pieces.preamble));
            self.doubt("boundary-missing", place, "缺少开始的分界行，其内容按一个部分读取");
        }
        boundary.is_some().then_some(pieces)
    }

    /// Keeps everything from `piece` to the end of `body` as one part: the list is full.
    fn rest(&mut self, body: &[u8], piece: &[u8], place: &Place) {
        let why = "部分过多，其余整块保存，未再展开";
        let bytes = body.get(block::offset_in(body, piece)..).unwrap_or_default().to_vec();
        let media_type = "application/octet-stream".to_owned();
        let closed = Some(("parts-too-many", why.to_owned()));
        self.items.push(Item {
            path: place.path.clone(),
            media_type,
            bytes,
            mail: place.mail,
            closed,
            ..Item::default()
        });
        self.doubt("parts-too-many", place, why);
    }

    fn outside(&mut self, pieces: &multipart::Pieces<'_>, place: &Place) {
        if pieces.first_after_end.is_some() {
            self.doubt("part-after-end", place, "结束分界行之后还有部分，已一并读取");
        }
        for (outside, place_word) in [(pieces.preamble, "之前"), (pieces.epilogue, "之后")] {
            if multipart::says_something(outside) {
                let text: String = header::text_by_trying(outside).trim().chars().take(200).collect();
                self.doubt("text-outside-parts", place, format!("各部分{place_word}还有内容：{text}"));
            }
        }
    }

    fn leaf(&mut self, mut item: Item, block: &Block<'_>, place: &Place, encoding: &str) {
        let is_mail = matches!(item.media_type.as_str(), "message/rfc822" | "message/global" | "message/news");
        if is_mail && matches!(encoding, "" | "7bit" | "8bit" | "binary") {
            self.nested(item, block.body, place);
            return;
        }
        let decoded = coding::undo(encoding, block.body);
        if let Some((code, detail)) = decoded.wrong {
            self.doubt(code, place, detail);
        }
        item.bytes = decoded.bytes;
        let name = item.name.as_deref().unwrap_or("").to_lowercase();
        let is_loose = matches!(item.media_type.as_str(), "application/octet-stream" | "application/eml" | "text/eml");
        if is_mail || (is_loose && name.ends_with(".eml") && block::starts_with_field(&item.bytes)) {
            let inside = std::mem::take(&mut item.bytes);
            self.nested(item, &inside, place);
            return;
        }
        let is_signed = item.media_type.ends_with("pkcs7-mime") || name.ends_with(".p7m");
        if is_signed
            && let Some(inside) = cms::signed_content(&item.bytes)
            && is_entity(&inside)
        {
            let outside = std::mem::take(&mut item.bytes);
            let media = self.container(item, &outside);
            drop(outside);
            self.entity(&block::split(&inside), &inside, &place.child(1, &media), "text/plain");
            return;
        }
        match item.media_type.as_str() {
            "message/partial" => {
                let why = "邮件被拆成多封发送，这里只有其中一段";
                item.closed = Some(("part-incomplete", why.to_owned()));
                self.doubt("part-incomplete", place, why);
            }
            "message/external-body" => {
                let why = "内容不在邮件里，只写了存放的地方";
                item.closed = Some(("part-elsewhere", why.to_owned()));
                self.doubt("part-elsewhere", place, why);
            }
            _ => {}
        }
        self.items.push(item);
    }

    /// Lists a container by the bytes it was cut from. Gives its media type back.
    fn container(&mut self, mut item: Item, cut_from: &[u8]) -> String {
        item.is_container = true;
        item.sum = Some((cut_from.len() as u64, Digest::of(cut_from)));
        let media = item.media_type.clone();
        self.items.push(item);
        media
    }

    fn nested(&mut self, item: Item, inside: &[u8], place: &Place) {
        let media = self.container(item, inside);
        // Where the encoding was base64, empty lines may stand before the first field.
        let start = inside.iter().position(|byte| !matches!(byte, b'\r' | b'\n')).unwrap_or(0);
        let mail = inside.get(start..).unwrap_or_default();
        self.mails += 1;
        let child = Place { mail: self.mails, alternative: None, ..place.child(1, &media) };
        self.entity(&block::split(mail), mail, &child, "text/plain");
    }
}

/// Whether signed content is an entity of its own, and not a file that was signed.
fn is_entity(content: &[u8]) -> bool {
    block::starts_with_field(content) && !block::split(content).fields.is_empty()
}

/// The type of an entity. Where two lines give one, a multipart whose parts really stand there goes before a text that
/// would swallow them.
fn content_type_of<'a>(block: &Block<'a>) -> &'a [u8] {
    let mut all = block.all("content-type");
    let first = all.next().unwrap_or_default();
    let is_multipart = |value: &[u8]| header::main_value(value).starts_with("multipart/");
    if is_multipart(first) {
        return first;
    }
    let has_parts = |value: &[u8]| {
        header::raw_parameter(value, "boundary").is_some_and(|it| !multipart::cut(block.body, &it).parts.is_empty())
    };
    all.find(|value| is_multipart(value) && has_parts(value)).unwrap_or(first)
}

fn item_of(block: &Block<'_>, place: &Place, default_type: &str) -> Item {
    let content_type = content_type_of(block);
    let disposition = block.first("content-disposition").unwrap_or_default();
    let mut media_type = header::main_value(content_type);
    // A forgotten semicolon does not make the boundary a part of the type; blanks around the slash do no harm.
    if let Some(first) =
        media_type.split_whitespace().next().filter(|first| first.contains('/') && !first.ends_with('/'))
    {
        media_type = first.to_owned();
    }
    media_type.retain(|character| !character.is_whitespace());
    if media_type.is_empty() {
        media_type = default_type.to_owned();
    } else if !media_type.contains('/') {
        // `Content-Type: text` and the like mean plain text (RFC 2045 section 5.2).
        media_type = if media_type == "text" { "text/plain".into() } else { "application/octet-stream".into() };
    }
    let named = |value: &[u8], key: &str| header::parameter(value, key).filter(|name| !name.trim().is_empty());
    let sent = named(disposition, "filename").or_else(|| named(content_type, "name"));
    let raw = header::raw_parameter(disposition, "filename").or_else(|| header::raw_parameter(content_type, "name"));
    let name = sent.as_deref().and_then(names::base_name);
    let as_sent = raw.map(|raw| header::text_by_trying(&raw)).or(sent);
    let id = |key: &str| block.first(key).map(|value| String::from_utf8_lossy(&header::unfolded(value)).into_owned());
    Item {
        path: place.path.clone(),
        media_type,
        name_as_sent: as_sent.filter(|sent| name.as_ref() != Some(sent)),
        name,
        disposition: header::main_value(disposition),
        charset: header::parameter(content_type, "charset").unwrap_or_default(),
        content_id: id("content-id").map(|id| id.trim_matches(['<', '>', ' ']).to_owned()).filter(|id| !id.is_empty()),
        location: id("content-location").filter(|location| !location.is_empty()),
        mail: place.mail,
        alternative: place.alternative.clone(),
        parent: place.parent.clone(),
        ..Item::default()
    }
}
