//! Opens tar archives, gzip files and signed files.

use std::io::Cursor;

use flate2::read::MultiGzDecoder;

use super::super::{cms, kind, names};
use super::{Budget, Closed, Entry};

/// Everything in a tar archive, folders themselves aside.
pub fn tar(bytes: &[u8], budget: &mut Budget) -> Result<Vec<Entry>, Closed> {
    let mut archive = tar::Archive::new(Cursor::new(bytes));
    let mut entries = Vec::new();
    for file in archive.entries().map_err(|_| Closed::broken())? {
        let mut file = file.map_err(|_| Closed::broken())?;
        let kind = file.header().entry_type();
        if kind.is_dir() || kind.is_pax_global_extensions() {
            continue;
        }
        budget.entry()?;
        let path = names::entry_name(&file.path_bytes());
        let danger = if kind.is_file() || kind.is_contiguous() || kind.is_gnu_sparse() {
            names::path_danger(&path)
        } else {
            Some("压缩包内的链接或设备")
        };
        let packed = bytes.len() as u64;
        let bytes = budget.read(&mut file, packed)?;
        entries.push(Entry { path, bytes, danger, ..Entry::default() });
    }
    if entries.is_empty() { Err(Closed::broken()) } else { Ok(entries) }
}

/// What a gzip file holds: the entries of a tar archive, or the one file under its name without the ending.
pub fn gzip(bytes: &[u8], name: &str, budget: &mut Budget) -> Result<Vec<Entry>, Closed> {
    let content = budget.read(&mut MultiGzDecoder::new(bytes), bytes.len() as u64)?;
    if kind::is_tar(&content) {
        return tar(&content, budget);
    }
    budget.entry()?;
    let path = match names::extension(name).as_str() {
        "gz" | "z" => name.rsplit_once('.').map(|(stem, _)| stem.to_owned()).unwrap_or_default(),
        _ => stored_name(bytes).unwrap_or_default(),
    };
    let path = if path.is_empty() { "content".to_owned() } else { path };
    Ok(vec![Entry { danger: names::path_danger(&path), path, bytes: content, ..Entry::default() }])
}

fn stored_name(bytes: &[u8]) -> Option<String> {
    let decoder = flate2::read::GzDecoder::new(bytes);
    let name = decoder.header()?.filename()?;
    names::base_name(&names::entry_name(name))
}

/// What a signed file (`传票.pdf.p7m`) holds.
pub fn signed(bytes: &[u8], name: &str, budget: &mut Budget) -> Result<Vec<Entry>, Closed> {
    budget.entry()?;
    let content = cms::signed_content(bytes).ok_or_else(Closed::broken)?;
    let stem = name.rsplit_once('.').map_or("", |(stem, _)| stem);
    let path = if stem.is_empty() { "content".to_owned() } else { stem.to_owned() };
    Ok(vec![Entry { path, bytes: content, ..Entry::default() }])
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn row(path: &str, kind: u8, content: &[u8]) -> Vec<u8> {
        let mut header = [0_u8; 512];
        header[..path.len()].copy_from_slice(path.as_bytes());
        header[100..107].copy_from_slice(b"0000644");
        header[124..135].copy_from_slice(format!("{:011o}", content.len()).as_bytes());
        header[156] = kind;
        header[257..263].copy_from_slice(b"ustar\0");
        header[148..156].copy_from_slice(b"        ");
        let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
        header[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
        let mut out = header.to_vec();
        out.extend_from_slice(content);
        out.resize(out.len().div_ceil(512) * 512, 0);
        out
    }

    #[test]
    fn files_are_listed_and_links_are_marked() {
        let archive = [row("甲案/传票.pdf", b'0', b"%PDF-1.4"), row("link", b'2', b""), vec![0; 1024]].concat();
        let entries = tar(&archive, &mut Budget::default()).unwrap();
        assert_eq!((entries[0].path.as_str(), entries[0].danger), ("甲案/传票.pdf", None));
        assert!(entries[1].danger.is_some());
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packer.write_all(&archive).unwrap();
        let packed = packer.finish().unwrap();
        assert_eq!(gzip(&packed, "a.tar.gz", &mut Budget::default()).unwrap(), entries);
    }

    #[test]
    fn one_packed_file_keeps_its_name() {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packer.write_all(b"%PDF-1.4").unwrap();
        let packed = packer.finish().unwrap();
        let entries = gzip(&packed, "传票.pdf.gz", &mut Budget::default()).unwrap();
        assert_eq!((entries[0].path.as_str(), entries[0].bytes.as_slice()), ("传票.pdf", &b"%PDF-1.4"[..]));
        assert_eq!(gzip(&packed[..12], "x.gz", &mut Budget::default()).unwrap_err().code, "archive-broken");
    }
}
