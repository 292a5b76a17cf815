//! Everything a home holds, copied into a new folder: what cannot be copied is listed there, and the rest goes on.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use serde_json::Value;
use songda_core::id::Digest;
use songda_core::ledger::Fact;
use tokio_util::sync::CancellationToken;

use super::{MOST_NAMES, failed, new_file, told};
use crate::receive::unrecorded::{Kind, kind_of};
use crate::tally::xlsx::Language;
use crate::vault::Vault;
use crate::verify::kept_by;
use crate::view::{Exported, LedgerQuery, Problem, Progress};
use crate::{Mailroom, clock};

/// Begins the name of the folder.
const NAME: &str = "送达台数据";
/// The ledger line by line.
const LEDGER: &str = "台账.jsonl";
/// What lies where, and what is not there.
const ABOUT: &str = "说明.txt";
/// Bytes copied at once.
const PIECE: usize = 256 * 1024;

impl Mailroom {
    /// Copies everything the home holds into a new folder: raw mails, the ledger line by line, lists, case folders, settings.
    /// Until it is whole the folder is called unfinished. What is damaged, gone or cannot be read is listed in it.
    ///
    /// # Errors
    /// `export.stopped` when asked to stop; `export.failed` with what refused.
    pub async fn export_all(
        &self,
        folder: &Path,
        stop: &CancellationToken,
        tell: impl Fn(Progress) + Send + 'static,
    ) -> Result<Exported, Problem> {
        let lists = serde_json::json!({
            "contract": 1,
            "services": self.services().await?, "documents": self.documents().await?, "cases": self.cases().await?,
            "deadlines": self.deadlines().await?, "receipts": self.receipts().await?, "doubts": self.doubts().await?,
            "mails": self.mails().await?,
        });
        let table = self.ledger_file(&LedgerQuery::default(), Language::Zh).await?;
        let (mut entries, mut mails, mut wanted) = (String::new(), BTreeSet::new(), BTreeSet::new());
        let each = |entry: &songda_core::ledger::Entry, fact: Option<Fact>| {
            entries.push_str(&line_of(entry).to_string());
            entries.push('\n');
            if let Some(fact) = fact {
                wanted.extend(kept_by(&fact));
                mails.extend(if let Fact::Arrived(arrived) = fact { Some(arrived.mail) } else { None });
            }
        };
        self.room.store.each_fact(0, each).await?;
        let small = vec![
            ("送达台账.xlsx", table),
            (LEDGER, entries.into_bytes()),
            ("列表.json", lists.to_string().into_bytes()),
        ];
        let room = self.room.clone();
        let (folder, stop) = (folder.to_path_buf(), stop.clone());
        let copied = tokio::task::spawn_blocking(move || {
            let mut all = Everything { small, mails, vault: room.vault.clone(), ..Everything::default() };
            let files = room.vault.files().map_err(|error| failed(&room.home.vault(), &error))?;
            let there: BTreeSet<Digest> = files.into_iter().filter_map(|(_, digest)| digest).collect();
            all.left_out.extend(wanted.difference(&there).map(|digest| format!("原件 {digest}：不在原件库里")));
            all.kept = there.into_iter().collect();
            below(&room.settings.case_root, Path::new("案件"), &mut all);
            all.files.push((room.home.settings_file(), PathBuf::from("songda.toml")));
            all.copy(&folder, &stop, &tell)
        });
        copied.await.map_err(|error| Problem::new("export.failed", [error.to_string()]))?
    }
}

const README: &str = "送达台导出的全部数据\n\n\
原件/        每封邮件、回执和取得的文书的原始字节，文件名是其 SHA-256 摘要；.eml 用任何邮件程序都能打开。\n\
案件/        案件文件夹，原样复制；办公软件的临时文件（~$ 开头）和系统的缩略图文件不复制。\n\
台账.jsonl   台账的每一条记录，一行一条，各含前一条的摘要。人工输入的密码已抹去，\n             \
这样的记录写有 \"blanked\": true，不带原文（fact_text 为空），其摘要不能据此重算；其余记录可以。\n\
列表.json    送达、文书、案件、期限、回执、存疑、邮件的列表。\n\
送达台账.xlsx 每份文书一行的台账、统计和说明。\n\
songda.toml  设置，不含密码。\n";

/// One entry as a line. A password that a person typed opens something still, and stays here.
fn line_of(entry: &songda_core::ledger::Entry) -> Value {
    let mut fact: Value = serde_json::from_str(&entry.fact).unwrap_or_default();
    let blanked = blank_passwords(&mut fact);
    let text = if blanked { Value::Null } else { Value::String(entry.fact.clone()) };
    let mut line = serde_json::json!({
        "seq": entry.seq, "at": entry.at, "by": entry.by, "fact": fact, "fact_text": text,
        "prev": entry.prev.to_string(), "digest": entry.digest.to_string(),
    });
    if let Some(fields) = line.as_object_mut().filter(|_| blanked) {
        fields.insert("blanked".to_owned(), Value::Bool(true));
    }
    line
}

pub(super) fn blank_passwords(value: &mut Value) -> bool {
    match value {
        Value::Object(fields) => fields.iter_mut().fold(false, |found, (name, value)| {
            if name == "password" && value.as_str().is_some_and(|password| !password.is_empty()) {
                *value = Value::String(String::new());
                return true;
            }
            blank_passwords(value) || found
        }),
        // Every one is looked at: `any` would leave those behind the first as they are.
        Value::Array(values) => values.iter_mut().map(blank_passwords).filter(|found| *found).count() > 0,
        _ => false,
    }
}

/// What is to be copied, and what cannot be.
struct Everything {
    small: Vec<(&'static str, Vec<u8>)>,
    /// Digests of mails that came in, whatever they look like.
    mails: BTreeSet<Digest>,
    vault: Vault,
    kept: Vec<Digest>,
    files: Vec<(PathBuf, PathBuf)>,
    left_out: Vec<String>,
}

impl Default for Everything {
    fn default() -> Self {
        let vault = Vault::at(PathBuf::new());
        let (small, mails) = (Vec::new(), BTreeSet::new());
        Self { small, mails, vault, kept: Vec::new(), files: Vec::new(), left_out: Vec::new() }
    }
}

impl Everything {
    fn copy(mut self, folder: &Path, stop: &CancellationToken, tell: &dyn Fn(Progress)) -> Result<Exported, Problem> {
        let (target, unfinished) = free(folder, &format!("{NAME} {}", clock::today()))?;
        fs::create_dir_all(&unfinished).map_err(|error| failed(&unfinished, &error))?;
        for (name, bytes) in &self.small {
            let path = unfinished.join(name);
            new_file(&path, bytes).map_err(|error| failed(&path, &error))?;
        }
        let (kept, files) = (std::mem::take(&mut self.kept), std::mem::take(&mut self.files));
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let all = kept.len() + files.len();
        let copied = |nth: usize| {
            if stop.is_cancelled() {
                return Err(Problem::new("export.stopped", [unfinished.display().to_string()]));
            }
            if nth.is_multiple_of(25) || nth + 1 == all {
                tell(Progress { done: count(nth + 1), of: count(all) });
            }
            Ok(())
        };
        for (nth, digest) in kept.iter().enumerate() {
            copied(nth)?;
            self.copy_kept(digest, &unfinished.join("原件"))?;
        }
        for (nth, (from, to)) in files.iter().enumerate() {
            copied(kept.len() + nth)?;
            self.copy_file(from, &unfinished.join(to))?;
        }
        let about = unfinished.join(ABOUT);
        new_file(&about, self.about().as_bytes()).map_err(|error| failed(&about, &error))?;
        fs::rename(&unfinished, &target).map_err(|error| failed(&target, &error))?;
        Ok(Exported { left_out: count(self.left_out.len()), ..told(&target) })
    }

    /// Copies bytes of the vault if they are what was kept; else what lies there, called damaged.
    fn copy_kept(&mut self, digest: &Digest, folder: &Path) -> Result<(), Problem> {
        let (bytes, ending) = match self.vault.read(digest) {
            Ok(bytes) => {
                let ending = if self.mails.contains(digest) { "eml" } else { ending_of(&bytes) };
                (bytes, ending)
            }
            Err(error) => {
                self.left_out.push(format!("原件 {digest}：{}", crate::problem::chain(&error)));
                let Ok(bytes) = fs::read(self.vault.path_of(digest)) else { return Ok(()) };
                (bytes, "损坏")
            }
        };
        let to = folder.join(format!("{digest}.{ending}"));
        fs::create_dir_all(folder).and_then(|()| fs::write(&to, bytes)).map_err(|error| failed(&to, &error))
    }

    fn copy_file(&mut self, from: &Path, to: &Path) -> Result<(), Problem> {
        match copied(from, to) {
            Ok(()) => Ok(()),
            Err(Refused::Source(error)) => {
                self.leave(from, &error);
                Ok(())
            }
            Err(Refused::Target(error)) => Err(failed(to, &error)),
        }
    }

    fn leave(&mut self, path: &Path, error: &io::Error) {
        self.left_out.push(format!("{}：{error}", path.display()));
    }

    fn about(&self) -> String {
        if self.left_out.is_empty() {
            return README.to_owned();
        }
        let lines: String = self.left_out.iter().map(|line| format!("{line}\n")).collect();
        let count = self.left_out.len();
        format!(
            "{README}\n注意：本次导出不完整。以下 {count} 项缺失、损坏或不能读取，没有原样导出（损坏的原件另以“.损坏”结尾存放）：\n{lines}"
        )
    }
}

/// Which side refused.
enum Refused {
    Source(io::Error),
    Target(io::Error),
}

fn copied(from: &Path, to: &Path) -> Result<(), Refused> {
    let mut source = File::open(from).map_err(Refused::Source)?;
    let folder = to.parent().map_or(Ok(()), fs::create_dir_all);
    let mut target = folder.and_then(|()| File::create(to)).map_err(Refused::Target)?;
    let mut piece = vec![0; PIECE];
    loop {
        match source.read(&mut piece) {
            Ok(0) => return Ok(()),
            Ok(read) => target.write_all(piece.get(..read).unwrap_or_default()).map_err(Refused::Target)?,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => {
                // Half a paper must not lie there like a whole one.
                drop(target);
                let _ = fs::remove_file(to);
                return Err(Refused::Source(error));
            }
        }
    }
}

/// The ending a file of the vault gets, by what it begins with.
fn ending_of(bytes: &[u8]) -> &'static str {
    let has = |piece: &[u8]| bytes.windows(piece.len()).any(|window| window == piece);
    let text = || std::str::from_utf8(bytes).ok();
    match bytes {
        _ if kind_of(bytes) != Kind::Other => "eml",
        [b'%', b'P', b'D', b'F', ..] => "pdf",
        [b'P', b'K', 3, 4, ..] if has(b"OFD.xml") => "ofd",
        [b'P', b'K', 3, 4, ..] if has(b"word/document.xml") => "docx",
        [b'P', b'K', 3, 4, ..] if has(b"xl/workbook.xml") => "xlsx",
        [b'P', b'K', 3, 4, ..] => "zip",
        [0xff, 0xd8, 0xff, ..] => "jpg",
        [0x89, b'P', b'N', b'G', ..] => "png",
        [0xd0, 0xcf, 0x11, 0xe0, ..] => "doc",
        _ if bytes.starts_with(b"-----BEGIN ") => "pem",
        _ if text().is_some_and(|text| text.trim_start().starts_with(['{', '['])) => "json",
        _ if text().is_some() => "txt",
        _ => "bin",
    }
}

/// Every file below a folder, with the place it shall have; what cannot be looked into is left out and listed. Links
/// are not followed: they may lead anywhere. A former export is no paper of a case.
fn below(folder: &Path, place: &Path, all: &mut Everything) {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return,
        Err(error) => return all.leave(folder, &error),
    };
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                all.leave(folder, &error);
                continue;
            }
        };
        let target = place.join(entry.file_name());
        match entry.file_type() {
            Ok(kind) if kind.is_dir() && !is_export(&entry.path()) => below(&entry.path(), &target, all),
            Ok(kind) if kind.is_file() && !is_passing(&entry.file_name().to_string_lossy()) => {
                all.files.push((entry.path(), target));
            }
            Ok(_) => {}
            Err(error) => all.leave(&entry.path(), &error),
        }
    }
}

fn is_export(folder: &Path) -> bool {
    let is_named = folder.file_name().is_some_and(|name| name.to_string_lossy().starts_with(NAME));
    is_named && folder.join(LEDGER).is_file()
}

/// Files that office programs and systems put beside papers for a while: locked as long as somebody has one open.
fn is_passing(name: &str) -> bool {
    let names = ["thumbs.db", "desktop.ini", ".ds_store"];
    name.starts_with("~$") || names.contains(&name.to_ascii_lowercase().as_str())
}

/// A folder name nobody has yet, and its unfinished form.
fn free(folder: &Path, name: &str) -> Result<(PathBuf, PathBuf), Problem> {
    for nth in 1..MOST_NAMES {
        let name = if nth == 1 { name.to_owned() } else { format!("{name} ({nth})") };
        let (target, unfinished) = (folder.join(&name), folder.join(format!("{name} 未完成")));
        if !target.exists() && !unfinished.exists() {
            return Ok((target, unfinished));
        }
    }
    Err(Problem::new("export.failed", [folder.join(name).display().to_string()]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use songda_core::ledger::Entry;

    #[test]
    fn what_was_stopped_is_called_unfinished() {
        let folder = tempfile::tempdir().unwrap();
        let source = folder.path().join("a.txt");
        fs::write(&source, b"paper").unwrap();
        let stop = CancellationToken::new();
        let all =
            || Everything { files: vec![(source.clone(), PathBuf::from("案件/a.txt"))], ..Everything::default() };
        let whole = all().copy(folder.path(), &stop, &|_| {}).unwrap();
        assert_eq!(fs::read(folder.path().join(&whole.name).join("案件/a.txt")).unwrap(), b"paper");
        stop.cancel();
        let problem = all().copy(folder.path(), &stop, &|_| {}).unwrap_err();
        assert_eq!(problem.code, "export.stopped");
        assert!(problem.facts.first().unwrap().ends_with("未完成"));
    }

    #[test]
    fn what_is_damaged_or_cannot_be_read_is_listed_and_the_rest_goes_on() {
        let folder = tempfile::tempdir().unwrap();
        let (root, out) = (folder.path().join("案件"), folder.path().join("案件/导出"));
        let vault = Vault::at(folder.path().join("vault"));
        let (mail, pdf) = (vault.keep(b"no field").unwrap(), vault.keep(b"%PDF-1.7").unwrap());
        let hurt = vault.keep(b"From: a\r\nTo: b\r\n\r\n").unwrap();
        crate::vault::make_writable(&vault.path_of(&hurt)).unwrap();
        fs::remove_file(vault.path_of(&hurt)).unwrap();
        fs::write(vault.path_of(&hurt), b"other").unwrap();
        fs::create_dir_all(root.join("一号")).unwrap();
        for name in ["一号/传票.docx", "一号/~$传票.docx", "Thumbs.db", "一号/.DS_Store", "desktop.ini"] {
            fs::write(root.join(name), b"x").unwrap();
        }
        let everything = || {
            let mut all = Everything { vault: vault.clone(), mails: [mail].into(), ..Everything::default() };
            all.kept = vec![mail, pdf, hurt];
            below(&root, Path::new("案件"), &mut all);
            all
        };
        let mut all = everything();
        all.files.insert(0, (root.join("一号/gone.docx"), PathBuf::from("案件/gone.docx")));
        let exported = all.copy(&out, &CancellationToken::new(), &|_| {}).unwrap();
        let at = out.join(&exported.name);
        assert_eq!(exported.left_out, 2);
        let about = fs::read_to_string(at.join(ABOUT)).unwrap();
        assert!(about.contains(&hurt.to_string()) && about.contains("gone.docx"), "{about}");
        for name in [
            format!("原件/{mail}.eml"),
            format!("原件/{pdf}.pdf"),
            format!("原件/{hurt}.损坏"),
            "案件/一号/传票.docx".into(),
        ] {
            assert!(at.join(&name).is_file(), "{name}");
        }
        fs::write(at.join(LEDGER), b"").unwrap();
        assert_eq!(everything().files.len(), 1, "neither passing files nor a former export");
    }

    #[test]
    fn a_typed_password_is_not_given_away() {
        let fact = r#"{"fact":"errand","step":"asked","password":"s3cret","of":[{"password":"other1"}]}"#;
        let line = line_of(&Entry::chained(1, "t".into(), "x".into(), fact.into(), Digest::zero()));
        let text = line.to_string();
        assert!(!text.contains("s3cret") && !text.contains("other1") && line["blanked"] == true, "{text}");
        let plain = r#"{"fact":"settled","doubt":"q","answer":"a"}"#;
        let line = line_of(&Entry::chained(1, "t".into(), "x".into(), plain.into(), Digest::zero()));
        assert_eq!((&line["fact_text"], line.get("blanked")), (&plain.into(), None));
    }
}
