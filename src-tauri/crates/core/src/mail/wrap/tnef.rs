//! Opens Outlook's wrapper, TNEF (MS-OXTNEF): attachments with their names, and the text.

use encoding_rs::Encoding;

use super::super::{header, names, rtf};
use super::{Budget, Closed, Entry};

const SIGNATURE: u32 = 0x223e_9f78;
const ATTACH_START: u32 = 0x0006_9002;
const ATTACH_TITLE: u32 = 0x0001_8010;
const ATTACH_DATA: u32 = 0x0006_800f;
const ATTACH_PROPERTIES: u32 = 0x0006_9005;
const CODE_PAGE: u32 = 0x0006_9007;
const BODY: u32 = 0x0002_800c;
const MESSAGE_PROPERTIES: u32 = 0x0006_9003;

const PR_BODY: u16 = 0x1000;
const PR_BODY_HTML: u16 = 0x1013;
const PR_RTF_COMPRESSED: u16 = 0x1009;
const PR_ATTACH_DATA: u16 = 0x3701;
const PR_ATTACH_FILENAME: u16 = 0x3704;
const PR_ATTACH_LONG_FILENAME: u16 = 0x3707;
const PR_DISPLAY_NAME: u16 = 0x3001;

/// Little-endian reading from the front of a slice.
struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let taken = self.0.get(..count)?;
        self.0 = self.0.get(count..)?;
        Some(taken)
    }

    fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes(self.take(2)?.try_into().ok()?))
    }

    fn u32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    /// A length and that many bytes, padded to four.
    fn counted(&mut self) -> Option<&'a [u8]> {
        let length = self.u32()? as usize;
        let bytes = self.take(length)?;
        let padding = (4 - length % 4) % 4;
        self.0 = self.0.get(padding.min(self.0.len())..)?;
        Some(bytes)
    }
}

/// Attachments and texts of a TNEF wrapper. One cut short gives what it holds.
pub fn open(bytes: &[u8], budget: &mut Budget) -> Result<Vec<Entry>, Closed> {
    let mut cursor = Cursor(bytes);
    if cursor.u32() != Some(SIGNATURE) {
        return Err(Closed::broken());
    }
    cursor.u16();
    let mut found = Found::default();
    while let Some((tag, data)) = attribute(&mut cursor) {
        if tag == ATTACH_START {
            budget.entry()?;
        }
        found.take(tag, data);
    }
    let is_cut = !cursor.0.is_empty();
    let mut entries = found.entries();
    if entries.is_empty() {
        return Err(Closed::new("archive-broken", "winmail.dat 中没有可读的附件"));
    }
    for entry in &mut entries {
        let bytes = budget.read(&mut entry.bytes.as_slice(), 0)?;
        entry.bytes = bytes;
    }
    if is_cut {
        let closed = Some(("archive-broken", "winmail.dat 在此之后已损坏".to_owned()));
        entries.push(Entry { path: "rest".into(), bytes: cursor.0.to_vec(), closed, ..Entry::default() });
    }
    Ok(entries)
}

/// Whether bytes are what Outlook writes in the place of an attached mail, for programs that cannot read it.
pub fn is_stand_in(bytes: &[u8]) -> bool {
    bytes.len() < 200 && bytes.starts_with(b"This attachment is a MAPI 1.0 embedded message")
}

fn attribute<'a>(cursor: &mut Cursor<'a>) -> Option<(u32, &'a [u8])> {
    let before = cursor.0;
    let read = (|| {
        cursor.take(1)?;
        let tag = cursor.u32()?;
        let length = cursor.u32()? as usize;
        let data = cursor.take(length)?;
        cursor.u16()?;
        Some((tag, data))
    })();
    if read.is_none() {
        cursor.0 = before;
    }
    read
}

#[derive(Default)]
struct Attachment<'a> {
    title: Option<&'a [u8]>,
    long_name: Option<String>,
    data: Option<&'a [u8]>,
    object: Option<&'a [u8]>,
}

#[derive(Default)]
struct Found<'a> {
    code_page: Option<&'static Encoding>,
    plain: Option<Vec<u8>>,
    html: Option<&'a [u8]>,
    rich: Option<&'a [u8]>,
    attachments: Vec<Attachment<'a>>,
}

impl<'a> Found<'a> {
    fn take(&mut self, tag: u32, data: &'a [u8]) {
        match tag {
            CODE_PAGE => {
                let number = data.get(..4).and_then(|it| it.try_into().ok()).map(u32::from_le_bytes);
                self.code_page = number.and_then(rtf::encoding_of);
            }
            BODY => self.plain = Some(string(self.code_page, 0x001e, data).into_bytes()),
            MESSAGE_PROPERTIES => {
                let code_page = self.code_page;
                properties(data, &mut |id, kind, value| match (id, kind) {
                    (PR_BODY, 0x001e | 0x001f) => self.plain = Some(string(code_page, kind, value).into_bytes()),
                    (PR_BODY_HTML, 0x0102 | 0x001e) => self.html = Some(value),
                    (PR_RTF_COMPRESSED, 0x0102) => self.rich = Some(value),
                    _ => {}
                });
            }
            ATTACH_START => self.attachments.push(Attachment::default()),
            ATTACH_TITLE | ATTACH_DATA | ATTACH_PROPERTIES => {
                let code_page = self.code_page;
                if self.attachments.is_empty() {
                    self.attachments.push(Attachment::default());
                }
                let Some(last) = self.attachments.last_mut() else { return };
                match tag {
                    ATTACH_TITLE => last.title = Some(data),
                    ATTACH_DATA => last.data = Some(data),
                    _ => {
                        properties(data, &mut |id, kind, value| match id {
                            PR_ATTACH_LONG_FILENAME => last.long_name = Some(string(code_page, kind, value)),
                            PR_ATTACH_FILENAME | PR_DISPLAY_NAME if last.long_name.is_none() => {
                                last.long_name = Some(string(code_page, kind, value));
                            }
                            PR_ATTACH_DATA if kind == 0x000d => last.object = value.get(16..),
                            PR_ATTACH_DATA if last.data.is_none() => last.data = Some(value),
                            _ => {}
                        });
                    }
                }
            }
            _ => {}
        }
    }

    fn entries(self) -> Vec<Entry> {
        let mut entries = Vec::new();
        if let Some(plain) = self.plain.filter(|plain| !plain.trim_ascii().is_empty()) {
            let media_type = Some("text/plain");
            entries.push(Entry { path: "body.txt".into(), bytes: plain, media_type, ..Entry::default() });
        }
        if let Some(html) = self.html.filter(|html| !html.is_empty()) {
            let media_type = Some("text/html");
            entries.push(Entry { path: "body.html".into(), bytes: html.to_vec(), media_type, ..Entry::default() });
        }
        // Outlook often wraps its text as packed rich text alone.
        let rich = self.rich.filter(|_| entries.is_empty()).and_then(rtf::unpacked);
        if let Some(text) = rich.and_then(|rich| rtf::text(&rich)).filter(|text| !text.trim().is_empty()) {
            let media_type = Some("text/plain");
            entries.push(Entry { path: "body.txt".into(), bytes: text.into_bytes(), media_type, ..Entry::default() });
        }
        let code_page = self.code_page;
        for (nth, attachment) in (1..).zip(self.attachments) {
            let title = attachment.title.map(|title| string(code_page, 0x001e, title));
            let name = attachment.long_name.or(title).and_then(|name| names::base_name(&name));
            let path = name.unwrap_or_else(|| format!("attachment-{nth}"));
            // A mail or an object that was attached stands beside what other programs are given in its place.
            let object = attachment.object.map(|object| (format!("{path}.dat"), object));
            let data = attachment.data.or(object.is_none().then_some(&[])).map(|data| (path, data));
            entries.extend(object.into_iter().chain(data).map(|(path, bytes)| Entry {
                danger: names::path_danger(&path),
                path,
                bytes: bytes.to_vec(),
                ..Entry::default()
            }));
        }
        entries
    }
}

/// A string property: UTF-16 (0x001f), or in the wrapper's code page. A zero ends it.
fn string(code_page: Option<&'static Encoding>, kind: u16, bytes: &[u8]) -> String {
    if kind == 0x001f {
        let units = bytes.chunks_exact(2).filter_map(|pair| Some(u16::from_le_bytes(pair.try_into().ok()?)));
        let units: Vec<u16> = units.take_while(|unit| *unit != 0).collect();
        return String::from_utf16_lossy(&units);
    }
    let bytes = bytes.split(|byte| *byte == 0).next().unwrap_or_default();
    match code_page.and_then(|it| it.decode_without_bom_handling_and_without_replacement(bytes)) {
        Some(text) => text.into_owned(),
        None => header::text_by_trying(bytes),
    }
}

/// Goes through a property list (MS-OXTNEF section 2.1.3.4) and stops where it makes no sense.
fn properties<'a>(data: &'a [u8], take: &mut dyn FnMut(u16, u16, &'a [u8])) -> Option<()> {
    let mut cursor = Cursor(data);
    let count = cursor.u32()?;
    for _ in 0..count.min(10_000) {
        let kind = cursor.u16()?;
        let id = cursor.u16()?;
        if id >= 0x8000 {
            cursor.take(16)?;
            if cursor.u32()? == 0 {
                cursor.u32()?;
            } else {
                cursor.counted()?;
            }
        }
        let is_many = kind & 0x1000 != 0;
        let base = kind & !0x1000;
        match base {
            0x001e | 0x001f | 0x0102 | 0x000d => {
                let values = cursor.u32()?;
                for _ in 0..values.min(10_000) {
                    take(id, base, cursor.counted()?);
                }
            }
            _ => {
                let size = match base {
                    0x0005..=0x0007 | 0x0014 | 0x0040 => 8,
                    0x0048 => 16,
                    _ => 4,
                };
                let values = if is_many { cursor.u32()? } else { 1 };
                cursor.take(size * values.min(1 << 20) as usize)?;
            }
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn attribute(tag: u32, data: &[u8]) -> Vec<u8> {
        let mut out = vec![2];
        out.extend_from_slice(&tag.to_le_bytes());
        out.extend_from_slice(&u32::try_from(data.len()).unwrap().to_le_bytes());
        out.extend_from_slice(data);
        out.extend_from_slice(&[0, 0]);
        out
    }

    /// A wrapper with one attachment whose name stands in GBK, and one whose long name is UTF-16.
    fn wrapper() -> Vec<u8> {
        let (title, ..) = encoding_rs::GB18030.encode("传票.pdf\0");
        let long: Vec<u8> = "开庭通知书.pdf\0".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut list = 1_u32.to_le_bytes().to_vec();
        list.extend_from_slice(&0x001f_u16.to_le_bytes());
        list.extend_from_slice(&PR_ATTACH_LONG_FILENAME.to_le_bytes());
        list.extend_from_slice(&1_u32.to_le_bytes());
        list.extend_from_slice(&u32::try_from(long.len()).unwrap().to_le_bytes());
        list.extend_from_slice(&long);
        [
            SIGNATURE.to_le_bytes().to_vec(),
            vec![1, 0],
            attribute(CODE_PAGE, &[0xa8, 3, 0, 0, 0, 0, 0, 0]),
            attribute(ATTACH_START, &[0; 14]),
            attribute(ATTACH_TITLE, &title),
            attribute(ATTACH_DATA, b"%PDF-1.4"),
            attribute(ATTACH_START, &[0; 14]),
            attribute(ATTACH_TITLE, b"SHORT~1.PDF\0"),
            attribute(ATTACH_DATA, b"%PDF-1.5"),
            attribute(ATTACH_PROPERTIES, &list),
        ]
        .concat()
    }

    #[test]
    fn attachments_come_out_with_their_names() {
        let entries = open(&wrapper(), &mut Budget::default()).unwrap();
        let found: Vec<(&str, &[u8])> = entries.iter().map(|it| (it.path.as_str(), it.bytes.as_slice())).collect();
        assert_eq!(found, [("传票.pdf", &b"%PDF-1.4"[..]), ("开庭通知书.pdf", b"%PDF-1.5")]);
    }

    #[test]
    fn an_attached_mail_is_not_lost_behind_what_stands_in_its_place() {
        let stand_in = b"This attachment is a MAPI 1.0 embedded message and is not supported by this mail system.\0";
        let object = [&[0_u8; 16][..], &wrapper()].concat();
        let mut list = 1_u32.to_le_bytes().to_vec();
        list.extend_from_slice(&0x000d_u16.to_le_bytes());
        list.extend_from_slice(&PR_ATTACH_DATA.to_le_bytes());
        list.extend_from_slice(&1_u32.to_le_bytes());
        list.extend_from_slice(&u32::try_from(object.len()).unwrap().to_le_bytes());
        list.extend_from_slice(&object);
        list.resize(list.len().next_multiple_of(4), 0);
        let outer = [
            SIGNATURE.to_le_bytes().to_vec(),
            vec![1, 0],
            attribute(ATTACH_START, &[0; 14]),
            attribute(ATTACH_TITLE, b"forwarded\0"),
            attribute(ATTACH_DATA, stand_in),
            attribute(ATTACH_PROPERTIES, &list),
        ];
        let outer = outer.concat();
        let mail = [&b"From: a@b.test\nContent-Type: application/ms-tnef; name=winmail.dat\n\n"[..], &outer].concat();
        let (mail, _) = crate::mail::read(&mail);
        let told: Vec<(&str, &str)> = mail.parts.iter().map(|part| (part.path.as_str(), part.became.code())).collect();
        assert_eq!(
            told,
            [
                ("1", "wrapper"),
                ("1!winmail.dat!forwarded.dat", "wrapper"),
                ("1!winmail.dat!forwarded.dat!传票.pdf", "document"),
                ("1!winmail.dat!forwarded.dat!开庭通知书.pdf", "document"),
                ("1!winmail.dat!forwarded", "structured"),
            ]
        );
    }

    proptest! {
        #[test]
        fn nothing_breaks_it(at in 0usize..200, byte in any::<u8>(), cut in 0usize..400) {
            let mut bytes = wrapper();
            let at = at % bytes.len();
            bytes[at] = byte;
            let _ = open(&bytes[..cut.min(bytes.len())], &mut Budget::default());
        }
    }
}
