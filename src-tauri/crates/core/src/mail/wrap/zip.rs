//! Opens zip archives.

use std::io::Cursor;

use ::zip::read::ZipFile;
use ::zip::result::ZipError;
use ::zip::{CompressionMethod, SUPPORTED_COMPRESSION_METHODS, ZipArchive};

use super::super::names;
use super::{Budget, Closed, Entry, directory, salvage};

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Everything in a zip archive, folders themselves aside.
pub fn open(bytes: &[u8], passwords: &[String], budget: &mut Budget) -> Result<Vec<Entry>, Closed> {
    let Ok(archive) = ZipArchive::new(Cursor::new(bytes)) else { return salvage::open(bytes, budget) };
    if !archive.has_duplicate_names() {
        return read(archive, bytes, &[], passwords, budget);
    }
    let Some((copy, names)) = directory::told_apart(bytes, &archive) else { return salvage::open(bytes, budget) };
    match ZipArchive::new(Cursor::new(copy.as_slice())) {
        Ok(archive) if archive.len() == names.len() => read(archive, bytes, &names, passwords, budget),
        _ => salvage::open(bytes, budget),
    }
}

/// Reads every entry; `names` are theirs where the archive was given other ones.
fn read(
    mut archive: Archive<'_>,
    bytes: &[u8],
    names: &[Vec<u8>],
    passwords: &[String],
    budget: &mut Budget,
) -> Result<Vec<Entry>, Closed> {
    let mut entries = Vec::new();
    let mut locked = Vec::new();
    for index in 0..archive.len() {
        budget.entry()?;
        // What the list says of an entry leads nowhere: what lies there tells more.
        let Ok(head) = head(&mut archive, index, names.get(index)) else { return salvage::open(bytes, budget) };
        let Some(mut entry) = head else { continue };
        match content(&mut archive, index, passwords, budget) {
            Ok(bytes) => entry.bytes = bytes,
            // One entry that cannot be read closes none of the others.
            Err(closed) if closed.code != "archive-too-large" => {
                entry.bytes = match packed(&mut archive, index, budget) {
                    Err(closed) if closed.code == "archive-too-large" => return Err(closed),
                    packed => packed.unwrap_or_default(),
                };
                locked.push(entry.path.clone());
                entry.closed = Some((closed.code, closed.why));
            }
            Err(closed) => return Err(closed),
        }
        entries.push(entry);
    }
    for (from, until) in directory::unlisted(bytes, &mut archive) {
        entries.append(&mut salvage::between(bytes, from, until, budget)?);
    }
    if !entries.is_empty() && locked.len() == entries.len() {
        let first = entries.into_iter().find_map(|entry| entry.closed);
        let (code, why) = first.unwrap_or(("archive-broken", String::new()));
        let names: Vec<&str> = locked.iter().take(20).map(String::as_str).collect();
        return Err(Closed::new(code, format!("{why}（内有：{}）", names.join("、"))));
    }
    Ok(entries)
}

/// What a person must know of an archive whose list of contents cannot be read, or does not tell of all that lies there.
pub fn flaw(bytes: &[u8]) -> Option<&'static str> {
    match ZipArchive::new(Cursor::new(bytes)) {
        Err(_) => Some("压缩包目录已损坏，只取出了还能读到的文件，可能不全"),
        // One entry of each name is known; the others would seem unlisted.
        Ok(archive) if archive.has_duplicate_names() => None,
        Ok(mut archive) => (!directory::unlisted(bytes, &mut archive).is_empty())
            .then_some("压缩包里有目录没有列出的文件，已尽量取出，可能不全"),
    }
}

/// Path of an entry and what speaks against it; `None` for a folder.
fn head(archive: &mut Archive<'_>, index: usize, name: Option<&Vec<u8>>) -> Result<Option<Entry>, Closed> {
    let file = archive.by_index_raw(index).map_err(|_| Closed::broken())?;
    let path = names::entry_name(name.map_or(file.name_raw(), Vec::as_slice));
    if file.is_dir() || path.ends_with('/') && file.size() == 0 {
        return Ok(None);
    }
    let danger = if file.is_symlink() { Some("压缩包内的链接") } else { names::path_danger(&path) };
    Ok(Some(Entry { path, danger, ..Entry::default() }))
}

fn content(
    archive: &mut Archive<'_>,
    index: usize,
    passwords: &[String],
    budget: &mut Budget,
) -> Result<Vec<u8>, Closed> {
    let is_locked = archive.by_index_raw(index).map_err(|_| Closed::broken())?.encrypted();
    if !is_locked {
        let mut file = archive.by_index(index).map_err(|error| closed(&error))?;
        supported(&file)?;
        let packed = file.compressed_size().max(1);
        return budget.read(&mut file, packed);
    }
    for password in passwords {
        // A wrong password passes the check of old zip encryption once in 256 times; the checksum then fails.
        let Ok(mut file) = archive.by_index_decrypt(index, password.as_bytes()) else { continue };
        supported(&file)?;
        let packed = file.compressed_size().max(1);
        match budget.read(&mut file, packed) {
            Ok(bytes) => return Ok(bytes),
            Err(closed) if closed.code == "archive-too-large" => return Err(closed),
            Err(_) => {}
        }
    }
    Err(Closed::new("password-needed", "压缩包已加密，需要密码"))
}

/// An entry packed by a method that nobody here unpacks opens as any other, and fails only when it is read.
fn supported(file: &ZipFile<'_, Cursor<&[u8]>>) -> Result<(), Closed> {
    let method = file.compression();
    // The list leaves out LZMA, which is unpacked all the same.
    let is_known = SUPPORTED_COMPRESSION_METHODS.contains(&method) || method == CompressionMethod::LZMA;
    if is_known { Ok(()) } else { Err(unsupported()) }
}

fn unsupported() -> Closed {
    Closed::new("format-unsupported", "压缩方法不支持，无法打开")
}

fn closed(error: &ZipError) -> Closed {
    match error {
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => unsupported(),
        _ => Closed::broken(),
    }
}

/// The bytes of an entry as they stand in the archive.
fn packed(archive: &mut Archive<'_>, index: usize, budget: &mut Budget) -> Result<Vec<u8>, Closed> {
    let mut file = archive.by_index_raw(index).map_err(|_| Closed::broken())?;
    budget.read(&mut file, 0)
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use ::zip::write::SimpleFileOptions;
    use rstest::rstest;
    use std::io::Write as _;

    /// A zip archive of these files, packed with a password if there is one.
    pub fn zipped(files: &[(&str, &[u8])], password: Option<&str>) -> Vec<u8> {
        let mut writer = ::zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            let options = SimpleFileOptions::default();
            let options = match password {
                Some(password) => options.with_aes_encryption(::zip::AesMode::Aes256, password),
                None => options,
            };
            writer.start_file(*name, options).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn names_written_in_gbk_are_read() {
        let mut bytes = zipped(&[("12345678.pdf", b"%PDF-1.4")], None);
        let (gbk, ..) = encoding_rs::GB18030.encode("开庭传票");
        for at in 0..bytes.len() - 8 {
            if &bytes[at..at + 8] == b"12345678" {
                bytes[at..at + 8].copy_from_slice(&gbk);
            }
        }
        let entries = open(&bytes, &[], &mut Budget::default()).unwrap();
        assert_eq!(entries[0].path, "开庭传票.pdf");
        assert_eq!(entries[0].bytes, b"%PDF-1.4");
    }

    #[test]
    fn a_password_opens_and_its_lack_is_said() {
        let bytes = zipped(&[("传票.pdf", b"%PDF-1.4")], Some("a1b2"));
        let closed = open(&bytes, &["wrong".into()], &mut Budget::default()).unwrap_err();
        assert_eq!(closed.code, "password-needed");
        assert!(closed.why.contains("传票.pdf"));
        let entries = open(&bytes, &["wrong".into(), "a1b2".into()], &mut Budget::default()).unwrap();
        assert_eq!(entries[0].bytes, b"%PDF-1.4");
    }

    /// The same archive with one name written for another, and without the last entry of its list if `is_short`.
    fn forged(files: &[(&str, &[u8])], password: Option<&str>, is_short: bool) -> Vec<u8> {
        let mut bytes = zipped(files, password);
        for at in 0..bytes.len() - 5 {
            if &bytes[at..at + 5] == b"b.txt" {
                bytes[at] = b'a';
            }
        }
        if is_short {
            let last = bytes.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
            let end = bytes.windows(4).rposition(|window| window == b"PK\x05\x06").unwrap();
            let start = u32::from_le_bytes(bytes[end + 16..end + 20].try_into().unwrap());
            let length = u32::try_from(last).unwrap() - start;
            bytes.drain(last..end);
            bytes[last + 8..last + 12].copy_from_slice(&[1, 0, 1, 0]);
            bytes[last + 12..last + 16].copy_from_slice(&length.to_le_bytes());
        }
        bytes
    }

    #[test]
    fn a_name_that_stands_twice_is_opened_twice_with_its_password() {
        let bytes = forged(&[("a.txt", b"one"), ("b.txt", b"two")], Some("a1"), false);
        assert_eq!(open(&bytes, &[], &mut Budget::default()).unwrap_err().code, "password-needed");
        let entries = open(&bytes, &["a1".into()], &mut Budget::default()).unwrap();
        let told: Vec<(&str, &[u8])> = entries.iter().map(|it| (it.path.as_str(), it.bytes.as_slice())).collect();
        assert_eq!(told, [("a.txt", &b"one"[..]), ("a.txt", b"two")]);
        assert_eq!(flaw(&bytes), None);
    }

    #[test]
    fn what_the_list_does_not_name_is_found_and_told_of() {
        let files: [(&str, &[u8]); 2] = [("a.pdf", b"%PDF-1.4 one"), ("c.pdf", b"%PDF-1.4 two")];
        assert_eq!(flaw(&zipped(&files, None)), None);
        let bytes = forged(&files, None, true);
        let entries = open(&bytes, &[], &mut Budget::default()).unwrap();
        assert_eq!(entries.iter().map(|it| it.path.as_str()).collect::<Vec<_>>(), ["a.pdf", "c.pdf"]);
        assert_eq!(entries[1].bytes, files[1].1);
        assert!(flaw(&bytes).is_some());
    }

    #[test]
    fn a_bomb_stays_closed() {
        let bytes = zipped(&[("0.txt", &vec![0_u8; 40 << 20])], None);
        assert_eq!(open(&bytes, &[], &mut Budget::default()).unwrap_err().code, "archive-too-large");
    }

    /// What `packed_by` packs.
    const PAPER: &[u8] = b"%PDF-1.4 one";

    /// An archive of one file packed by LZMA, which the writer does not do; made with Python's zipfile.
    const BY_LZMA: &[u8] = b"PK\x03\x04?\0\x02\0\x0e\0\0\0!\0H9_\x99 \0\0\0\x0c\0\0\0\x05\0\0\0a.pdf\t\x04\x05\0]\0\0\x80\0\0\
        \x12\x94\x04\x84p\xad\xa4\xc7'\x85\x87\xb4{\x07\x88/\x98\xff\xf5\xaf\0\0PK\x01\x02?\x03?\0\x02\0\x0e\0\0\0!\0H9_\x99 \0\0\0\
        \x0c\0\0\0\x05\0\0\0\0\0\0\0\0\0\0\0\x80\x01\0\0\0\0a.pdfPK\x05\x06\0\0\0\0\x01\0\x01\x003\0\0\0C\0\0\0\0\0";

    /// An archive of one file packed by a method, by its number (APPNOTE 4.4.5).
    fn packed_by(method: u8, content: &[u8]) -> Vec<u8> {
        let known = match method {
            12 => CompressionMethod::Bzip2,
            95 => CompressionMethod::Xz,
            98 => CompressionMethod::Ppmd,
            _ => CompressionMethod::Deflated,
        };
        let mut writer = ::zip::ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file("a.pdf", SimpleFileOptions::default().compression_method(known)).unwrap();
        writer.write_all(content).unwrap();
        let mut bytes = writer.finish().unwrap().into_inner();
        if known == CompressionMethod::Deflated {
            // A short text packs alike in Deflate and Deflate64; another number names what nobody knows.
            let list = bytes.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
            (bytes[8], bytes[list + 10]) = (method, method);
        }
        bytes
    }

    #[rstest]
    #[case(packed_by(9, PAPER))]
    #[case(packed_by(12, PAPER))]
    #[case(BY_LZMA.to_vec())]
    #[case(packed_by(95, PAPER))]
    #[case(packed_by(98, PAPER))]
    fn every_packing_method_of_the_usual_programs_is_opened(#[case] bytes: Vec<u8>) {
        let entries = open(&bytes, &[], &mut Budget::default()).unwrap();
        assert_eq!((entries[0].path.as_str(), entries[0].bytes.as_slice()), ("a.pdf", PAPER));
        // Damaged anywhere, it answers all the same; and never with other bytes as if they were whole.
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x55;
            let entries = open(&damaged, &[], &mut Budget::default()).unwrap_or_default();
            let whole = entries.iter().filter(|entry| entry.closed.is_none());
            assert!(whole.map(|entry| entry.bytes.as_slice()).all(|it| it == PAPER || it.is_empty()), "byte {at}");
        }
    }

    /// An archive of three files, the middle one by a method of this number; or damaged, where the number is that of Deflate.
    fn with_one_by(method: u8) -> Vec<u8> {
        let text = [b'a'; 90];
        let mut bytes = zipped(&[("一.pdf", PAPER), ("二.pdf", &text), ("三.pdf", PAPER)], None);
        let starts = |bytes: &[u8], sign: &[u8]| -> Vec<usize> {
            bytes.windows(4).enumerate().filter(|(_, it)| *it == sign).map(|(at, _)| at).collect()
        };
        let (local, listed) = (starts(&bytes, b"PK\x03\x04")[1], starts(&bytes, b"PK\x01\x02")[1]);
        (bytes[local + 8], bytes[listed + 10]) = (method, method);
        if method == 8 {
            // Its first byte names a kind of block there is none of (RFC 1951, 3.2.3).
            let data = local + 30 + "二.pdf".len();
            bytes[data] |= 7;
        }
        bytes
    }

    #[rstest]
    #[case(8, "archive-broken")]
    #[case(1, "format-unsupported")]
    #[case(6, "format-unsupported")]
    #[case(20, "format-unsupported")]
    #[case(93, "format-unsupported")]
    #[case(97, "format-unsupported")]
    fn one_entry_that_cannot_be_read_closes_none_of_the_others(#[case] method: u8, #[case] code: &str) {
        let entries = open(&with_one_by(method), &[], &mut Budget::default()).unwrap();
        let told: Vec<_> =
            entries.iter().map(|it| (it.path.as_str(), it.closed.as_ref().map(|(code, _)| *code))).collect();
        assert_eq!(told, [("一.pdf", None), ("二.pdf", Some(code)), ("三.pdf", None)]);
        assert_eq!((entries[0].bytes.as_slice(), entries[2].bytes.as_slice()), (PAPER, PAPER));
        assert!(!entries[1].bytes.is_empty(), "kept as it is packed");
    }

    #[test]
    fn an_archive_with_nothing_that_can_be_read_stays_closed_and_says_what_lies_in_it() {
        let closed = open(&packed_by(93, PAPER), &[], &mut Budget::default()).unwrap_err();
        assert_eq!(closed.code, "format-unsupported");
        assert!(closed.why.contains("a.pdf"));
    }

    #[rstest]
    #[case(12)]
    #[case(95)]
    #[case(98)]
    fn a_bomb_of_another_method_stays_closed(#[case] method: u8) {
        let bytes = packed_by(method, &vec![0; 16 << 20]);
        assert_eq!(open(&bytes, &[], &mut Budget::default()).unwrap_err().code, "archive-too-large");
    }

    #[test]
    fn a_path_that_leaves_is_marked() {
        let entries =
            open(&zipped(&[("../../传票.pdf", b"x"), ("甲案/传票.pdf", b"y")], None), &[], &mut Budget::default());
        let entries = entries.unwrap();
        assert!(entries[0].danger.is_some());
        assert_eq!((entries[1].path.as_str(), entries[1].danger), ("甲案/传票.pdf", None));
    }
}
