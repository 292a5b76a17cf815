//! 案件索引: a small text in the case root that a person can read without this program.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use songda_core::id::Digest;

use crate::clock;
use crate::folders::Begun;
use crate::room::Room;
use crate::view::{CaseRow, DocumentRow};

/// Its name.
const NAME: &str = "案件索引";
/// Begins its last line, by which it is known that nobody changed it.
const SEAL: &str = "校验：";

/// Keeps the index as it should be. It is a convenience: what goes wrong is logged and tried again later.
/// While nothing new is on record there is nothing to tell: every case would have to be told anew to find that out.
pub async fn keep(room: &Room) {
    let seq = room.told.read().await.seq;
    if room.indexed.load(Ordering::Relaxed) == seq && place(&room.settings.case_root, 1).exists() {
        return;
    }
    let Ok((cases, documents)) = room.ask(|teller| (teller.cases(), teller.documents())).await else { return };
    let (root, today) = (room.settings.case_root.clone(), clock::today().to_string());
    let done = tokio::task::spawn_blocking(move || write(&root, &text(&cases, &documents), &today)).await;
    match done {
        Ok(Ok(())) => room.indexed.store(seq, Ordering::Relaxed),
        Ok(Err(error)) => tracing::info!(kind = ?error.kind(), "the index of cases could not be written"),
        Err(_) => {}
    }
}

/// The index without its first and last line.
fn text(cases: &[CaseRow], documents: &[DocumentRow]) -> String {
    let mut by_service: HashMap<&str, Vec<&DocumentRow>> = HashMap::new();
    for document in documents.iter().filter(|document| !document.path.is_empty()) {
        by_service.entry(&document.service).or_default().push(document);
    }
    let mut text = String::new();
    for case in cases {
        let served = case.services.iter().filter_map(|service| by_service.get(service.as_str()));
        let own: Vec<&DocumentRow> = served
            .flatten()
            .copied()
            .filter(|document| document.case_number.as_ref().is_none_or(|number| *number == case.case_number))
            .collect();
        let court = case.court.as_ref().map_or("法院待核", |court| court.name.as_str());
        let _ = writeln!(text, "{}　{court}　{}", case.case_number, case.cause.as_deref().unwrap_or("案由待核"));
        if let Some(name) = &case.name {
            let _ = writeln!(text, "  本单位名称：{name}");
        }
        if case.together.len() > 1 {
            let _ = writeln!(text, "  同一纠纷：{}", case.together.join("、"));
        }
        let _ = writeln!(text, "  送达 {} 次，文书 {} 件", case.services.len(), own.len());
        for document in own {
            let _ = writeln!(text, "  - {}", document.path);
        }
        text.push('\n');
    }
    text
}

/// Writes it when it says something new, never over what a person changed: that stays, and the index gets a number.
fn write(root: &Path, text: &str, today: &str) -> std::io::Result<()> {
    let body = Digest::of(text.as_bytes()).to_string();
    for nth in 1..=20 {
        let path = place(root, nth);
        match fs::read(&path) {
            Ok(there) => match sealed(&String::from_utf8_lossy(&there)) {
                Some(seal) if seal == body => return Ok(()),
                Some(_) => {}
                None => continue,
            },
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        // A byte order mark and CRLF, so that every editor on Windows shows it right.
        let head = format!("案件索引（由送达台生成，{today} 更新；文书以各文件夹中的文件为准）\n\n");
        let whole = format!("{head}{text}{SEAL}{body} {}\n", Digest::of(format!("{head}{text}").as_bytes()));
        let text = format!("\u{feff}{}", whole.replace('\n', "\r\n"));
        // Not the same name for everybody: two homes may share a case root.
        let Begun { mut file, path: beside } = Begun::within(root)?;
        let written = file.write_all(text.as_bytes());
        drop(file);
        return written.and_then(|()| fs::rename(&beside, &path)).inspect_err(|_| {
            // A full disk leaves half of it behind.
            let _ = fs::remove_file(&beside);
        });
    }
    Ok(())
}

fn place(root: &Path, nth: u32) -> PathBuf {
    root.join(if nth == 1 { format!("{NAME}.txt") } else { format!("{NAME} ({nth}).txt") })
}

/// The seal of an index that is exactly as it was written; none when a person changed it.
fn sealed(there: &str) -> Option<String> {
    let there = there.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let (before, seal) = there.rsplit_once(SEAL)?;
    let (body, whole) = seal.trim_end().split_once(' ')?;
    (Digest::of(before.as_bytes()).to_string() == whole).then(|| body.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_is_renewed_and_what_a_person_wrote_stays() {
        let root = tempfile::tempdir().unwrap();
        let read = |nth| fs::read_to_string(place(root.path(), nth));
        write(root.path(), "甲案\n", "2026-11-28").unwrap();
        let first = read(1).unwrap();
        assert!(first.contains("甲案\r\n") && first.starts_with('\u{feff}'));
        write(root.path(), "甲案\n", "2026-11-29").unwrap();
        assert_eq!(read(1).unwrap(), first, "the same is not written again");
        write(root.path(), "甲案\n乙案\n", "2026-11-29").unwrap();
        assert!(read(1).unwrap().contains("乙案") && read(2).is_err());
        let noted = read(1).unwrap().replace("甲案", "甲案（王敏在办）");
        fs::write(place(root.path(), 1), &noted).unwrap();
        // What another home is just writing beside it is not touched.
        fs::write(root.path().join(".songda-index.tmp"), "half").unwrap();
        write(root.path(), "甲案\n乙案\n丙案\n", "2026-11-30").unwrap();
        assert_eq!(fs::read_to_string(root.path().join(".songda-index.tmp")).unwrap(), "half");
        assert_eq!(read(1).unwrap(), noted);
        assert!(read(2).unwrap().contains("丙案"));
    }
}
