//! Opens zip archives.

use std::io::Cursor;

use ::zip::ZipArchive;
use ::zip::result::ZipError;

use super::super::names;
use super::{Budget, Closed, Entry, salvage};

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Everything in a zip archive, folders themselves aside.
pub fn open(bytes: &[u8], passwords: &[String], budget: &mut Budget) -> Result<Vec<Entry>, Closed> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return salvage::open(bytes, budget) };
    if archive.has_duplicate_names() {
        // The reader keeps one file for each name; the other must not be lost.
        return salvage::open(bytes, budget);
    }
    let mut entries = Vec::new();
    let mut locked = Vec::new();
    for index in 0..archive.len() {
        budget.entry()?;
        let Some(mut entry) = head(&mut archive, index)? else { continue };
        match content(&mut archive, index, passwords, budget) {
            Ok(bytes) => entry.bytes = bytes,
            Err(closed) if closed.code == "password-needed" || closed.code == "format-unsupported" => {
                entry.bytes = packed(&mut archive, index, budget)?;
                locked.push(entry.path.clone());
                entry.closed = Some((closed.code, closed.why));
            }
            Err(closed) => return Err(closed),
        }
        entries.push(entry);
    }
    if !entries.is_empty() && locked.len() == entries.len() {
        let first = entries.into_iter().find_map(|entry| entry.closed);
        let (code, why) = first.unwrap_or(("archive-broken", String::new()));
        let names: Vec<&str> = locked.iter().take(20).map(String::as_str).collect();
        return Err(Closed::new(code, format!("{why}（内有：{}）", names.join("、"))));
    }
    Ok(entries)
}

/// Whether an archive's list of contents cannot be read, so that nobody knows whether all entries were found.
pub fn is_damaged(bytes: &[u8]) -> bool {
    ZipArchive::new(Cursor::new(bytes)).is_err()
}

/// Path of an entry and what speaks against it; `None` for a folder.
fn head(archive: &mut Archive<'_>, index: usize) -> Result<Option<Entry>, Closed> {
    let file = archive.by_index_raw(index).map_err(|_| Closed::broken())?;
    let path = names::entry_name(file.name_raw());
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
        let packed = file.compressed_size().max(1);
        return budget.read(&mut file, packed);
    }
    for password in passwords {
        // A wrong password passes the check of old zip encryption once in 256 times; the checksum then fails.
        let Ok(mut file) = archive.by_index_decrypt(index, password.as_bytes()) else { continue };
        let packed = file.compressed_size().max(1);
        match budget.read(&mut file, packed) {
            Ok(bytes) => return Ok(bytes),
            Err(closed) if closed.code == "archive-too-large" => return Err(closed),
            Err(_) => {}
        }
    }
    Err(Closed::new("password-needed", "压缩包已加密，需要密码"))
}

fn closed(error: &ZipError) -> Closed {
    match error {
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            Closed::new("format-unsupported", "压缩方法不支持，无法打开")
        }
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

    #[test]
    fn a_bomb_stays_closed() {
        let bytes = zipped(&[("0.txt", &vec![0_u8; 40 << 20])], None);
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
