//! The evidence bundle 证据包 of one service: the mail as it came, what it brought, when it arrived, what was answered, and
//! everything on record about it, with a digest of every file.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::path::Path;

use serde_json::{Value, json};
use songda_core::case::ToldMail;
use songda_core::id::{DeadlineId, Digest, DocumentId, ServiceId};
use songda_core::ledger::Understood;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{fetched, keep, whole::blank_passwords};
use crate::acknowledge::sheet::{self, Fonts, Sheet};
use crate::tally::xlsx::{Language, Words};
use crate::view::{Exported, Problem, ReceiptRow, ServicePage, SightingRow};
use crate::{Mailroom, clock, evidence, receive};

/// A file of the bundle: its name, with `/`, and its bytes.
pub type File = (String, Vec<u8>);

impl Mailroom {
    /// Draws the evidence bundle of a service up in a folder.
    ///
    /// # Errors
    /// `not-found`; `export.failed` with the folder and what refused.
    pub async fn export_bundle(&self, service: &str, folder: &Path) -> Result<Exported, Problem> {
        let page = self.service(service).await?;
        let number = page.row.case_numbers.first().map_or("未识别案号", String::as_str);
        let day = page.row.arrived.as_deref().unwrap_or(&page.row.first_seen).get(..10).unwrap_or_default().to_owned();
        let name = format!("证据包 {number} {day}").replace(['/', '\\'], "_");
        let bytes = self.bundle(service).await?;
        let folder = folder.to_path_buf();
        let kept = tokio::task::spawn_blocking(move || keep(&folder, &name, ".zip", &bytes)).await;
        kept.map_err(|error| Problem::new("export.failed", [error.to_string()]))?
    }

    /// The evidence bundle of a service, as a zip archive.
    ///
    /// # Errors
    /// `not-found`; `home.vault` when the vault does not give back what was kept.
    pub async fn bundle(&self, service: &str) -> Result<Vec<u8>, Problem> {
        let page = self.service(service).await?;
        let mails = self.mails_of(&page.row.id).await?;
        let mut sightings = Vec::new();
        for mail in &mails {
            sightings.push(evidence::sightings(&self.room, &mail.mail.to_string()).await?);
        }
        let receipts = self.receipts_of(&mails).await?;
        let log = self.log_of(&mails).await?;
        let given = fetched::given_to(&self.room, &mails).await?;
        let office = self.room.settings.office.name.clone();
        let (vault, brought) = (self.room.vault.clone(), self.brought_to(&mails).await);
        let drawn = tokio::task::spawn_blocking(move || {
            let mut files: Vec<File> = Vec::new();
            for (nth, mail) in (1..).zip(&mails) {
                files.push((numbered("01_原始邮件", nth, ".eml"), vault.read(&mail.mail)?));
            }
            let is_doubtful = page.row.verdict == "doubtful";
            for (mail, beside) in mails.iter().zip(&brought).filter(|_| !is_doubtful) {
                let (read, _) = receive::opened(&vault.read(&mail.mail)?, &vault, beside, &mail.passwords)?;
                let papers = mail.service().into_iter().flat_map(|(_, record)| record.files());
                for paper in papers {
                    let Some(part) = read.parts.iter().find(|part| part.path == paper.part) else { continue };
                    let name = paper.path.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or(&paper.title);
                    files.push((free(&files, &format!("02_附件/{}", plain(name))), part.bytes.clone()));
                }
            }
            let mut from_platforms = Vec::new();
            let given = fetched::add(&given, &vault, &mut from_platforms)?;
            let proof = serde_json::to_vec_pretty(&proof(&page, &mails, &sightings, &given));
            files.push((
                "03_到达证明.json".to_owned(),
                proof.map_err(|error| Problem::new("export.failed", [error.to_string()]))?,
            ));
            for (nth, (_, raw)) in (1..).zip(&receipts) {
                files.push((numbered("04_回执", nth, ".eml"), vault.read(raw)?));
            }
            files.push(("05_服务器应答.txt".to_owned(), answers(receipts.iter().map(|(row, _)| row)).into_bytes()));
            files.push(("06_操作记录.csv".to_owned(), log.into_bytes()));
            files.append(&mut from_platforms);
            files.insert(0, cover(&page, &office, &receipts, &files));
            packed(files)
        });
        drawn.await.map_err(|error| Problem::new("export.failed", [error.to_string()]))?
    }

    /// The mails that tell of a service, the leading one first.
    async fn mails_of(&self, service: &str) -> Result<Vec<ToldMail>, Problem> {
        let told = self.room.told.read().await;
        let ids = told.matters.channels(&ServiceId::from_text(service));
        let mails: Vec<ToldMail> = ids.iter().filter_map(|id| told.by_service(id)).cloned().collect();
        if mails.is_empty() { Err(Problem::not_found(service)) } else { Ok(mails) }
    }

    async fn brought_to(&self, mails: &[ToldMail]) -> Vec<Vec<songda_core::errand::Brought>> {
        let told = self.room.told.read().await;
        mails.iter().map(|mail| told.errands.brought(&mail.mail).to_vec()).collect()
    }

    /// Every receipt of them, also those that were taken back, with the digest of its exact bytes.
    async fn receipts_of(&self, mails: &[ToldMail]) -> Result<Vec<(ReceiptRow, Digest)>, Problem> {
        let all = mails.iter().flat_map(|mail| &mail.receipts);
        self.room.ask(|teller| all.map(|receipt| (teller.receipt(receipt), receipt.queued.raw)).collect()).await
    }

    /// Everything on record about them, as a table for office programs.
    async fn log_of(&self, mails: &[ToldMail]) -> Result<String, Problem> {
        let mut names: BTreeSet<String> = BTreeSet::new();
        for mail in mails {
            let id = mail.service_id();
            names.extend([mail.mail.to_string(), id.to_string()]);
            names.extend(mail.receipts.iter().map(|receipt| receipt.queued.receipt.to_string()));
            let papers = mail.service().into_iter().flat_map(|(_, record)| record.files());
            names.extend(papers.map(|paper| DocumentId::of(&id, &paper.part).to_string()));
        }
        let ids: Vec<DeadlineId> = self.deadline_ids(mails).await?;
        names.extend(ids.iter().map(ToString::to_string));
        // The mark at the beginning tells office programs that the text is UTF-8.
        let mut table = "\u{feff}序号,时间,经办,事项,内容,本条摘要\r\n".to_owned();
        let each = |entry: &songda_core::ledger::Entry| {
            if !names.iter().any(|name| entry.fact.contains(name.as_str())) {
                return;
            }
            let mut fact: Value = serde_json::from_str(&entry.fact).unwrap_or_default();
            blank_passwords(&mut fact);
            let what = fact.get("fact").and_then(Value::as_str).unwrap_or_default().to_owned();
            let cells = [
                entry.seq.to_string(),
                entry.at.clone(),
                entry.by.clone(),
                what,
                fact.to_string(),
                entry.digest.to_string(),
            ];
            let line: Vec<String> =
                cells.iter().map(|cell| format!("\"{}\"", safe(cell).replace('"', "\"\""))).collect();
            let _ = write!(table, "{}\r\n", line.join(","));
        };
        self.room.store.each(0, each).await?;
        Ok(table)
    }

    async fn deadline_ids(&self, mails: &[ToldMail]) -> Result<Vec<DeadlineId>, Problem> {
        let rows = self.room.ask(|teller| {
            mails.iter().flat_map(|mail| teller.shown_deadlines(mail)).map(|row| row.id).collect::<Vec<_>>()
        });
        Ok(rows.await?.into_iter().map(DeadlineId::from_text).collect())
    }
}

/// A cell that an office program would take for a formula begins with a sign of its own.
fn safe(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@']) { format!("'{cell}") } else { cell.to_owned() }
}

fn numbered(name: &str, nth: usize, ending: &str) -> String {
    if nth == 1 { format!("{name}{ending}") } else { format!("{name}-{nth}{ending}") }
}

/// A name no file of the bundle has yet.
fn free(files: &[File], name: &str) -> String {
    let (stem, ending) = name.rsplit_once('.').map_or((name, String::new()), |(stem, end)| (stem, format!(".{end}")));
    let taken = |name: &str| files.iter().any(|(known, _)| known == name);
    let others = (2..).map(|nth| format!("{stem} ({nth}){ending}"));
    std::iter::once(name.to_owned()).chain(others).find(|name| !taken(name)).unwrap_or_default()
}

/// A name that every system unpacks.
fn plain(name: &str) -> String {
    name.chars().map(|c| if c.is_control() || "\\/:*?\"<>|".contains(c) { '_' } else { c }).collect()
}

fn proof(page: &ServicePage, mails: &[ToldMail], sightings: &[Vec<SightingRow>], given: &[Value]) -> Value {
    let of = |(mail, seen): (&ToldMail, &Vec<SightingRow>)| {
        let understood = mail.understood.clone().unwrap_or_default();
        let Understood { from, subject, message_id, dated, arrived, arrived_basis, verdict, reasons, .. } = understood;
        json!({
            "sha256": mail.mail.to_string(), "message_id": message_id, "from": from, "subject": subject, "dated": dated,
            "arrived": arrived, "arrived_basis": arrived_basis, "first_seen": mail.first_seen,
            "trust": {"verdict": verdict, "reasons": reasons.iter().map(|(code, detail)| json!({"code": code, "detail": detail})).collect::<Vec<_>>()},
            "sightings": seen,
        })
    };
    json!({
        "contract": 1, "service": page.row.id, "regime": page.row.regime,
        "mails": mails.iter().zip(sightings).map(of).collect::<Vec<_>>(),
        "deadlines": page.deadlines, "channels": page.channels, "pickups": given,
    })
}

/// What mail servers said of the receipts, and what came back.
fn answers<'a>(receipts: impl Iterator<Item = &'a ReceiptRow>) -> String {
    let mut text = String::new();
    for row in receipts {
        let sent = row.sent_at.as_deref().unwrap_or("没有发出");
        let _ = write!(text, "{}\r\n收件人：{}\r\n状态：{}\r\n发出：{sent}\r\n", row.subject, row.to, row.state);
        let _ =
            write!(text, "邮件编号：{}\r\n服务器应答：{}\r\n", row.message_id, row.answer.as_deref().unwrap_or("无"));
        if let Some(mark) = row.problem.as_deref().and_then(twice) {
            let _ = write!(text, "{mark}\r\n");
        }
        for report in &row.reports {
            let _ = write!(text, "{} {} {}\r\n", report.at, report.report, report.status);
        }
        text.push_str("\r\n");
    }
    if text.is_empty() { "没有发送过回执。\r\n".to_owned() } else { text }
}

/// That the court may have more than one, as the evidence says it.
fn twice(problem: &str) -> Option<&'static str> {
    match problem {
        "receipt.perhaps-twice" => Some("同一封回执（邮件编号相同、内容相同）可能到达法院两次。"),
        "receipt.answered-twice" => Some("另一台电脑同时发送了回执，法院收到两封。"),
        _ => None,
    }
}

/// The first file: what this is and what stands in it, on paper where this computer has a font for it.
fn cover(page: &ServicePage, office: &str, receipts: &[(ReceiptRow, Digest)], files: &[File]) -> File {
    let words = Words::of(Language::Zh);
    let row = &page.row;
    let people = |moment: &str| moment.get(..19).unwrap_or(moment).replace('T', " ");
    let deadlines = page.deadlines.iter().map(|it| {
        let day = it.last_day.as_deref().unwrap_or("待定");
        let how = words.word(words.statuses, &it.status);
        format!("{} {day}（{how}）", it.name)
    });
    let line = |name: &str, value: String| (name.to_owned(), value);
    let sheet = Sheet {
        title: "电子送达证据包".to_owned(),
        rows: vec![
            line("送达法院", row.court.as_ref().map_or_else(String::new, |court| court.name.clone())),
            line("案号", row.case_numbers.join("、")),
            line("案由", row.cause.clone().unwrap_or_default()),
            line("收件单位", office.to_owned()),
            line("送达地址（邮箱）", page.address.clone()),
            line("发件地址", row.from.clone().unwrap_or_default()),
            line("邮件主题", row.subject.clone()),
            line("到达时间", row.arrived.as_deref().map_or_else(|| "没有可靠的到达时间".to_owned(), people)),
            line("本程序首次看到", people(&row.first_seen)),
            line("发件人核验", words.word(words.verdicts, &row.verdict).to_owned()),
            line("文书", row.titles.join("、")),
            line("期限", deadlines.collect::<Vec<_>>().join("\n")),
            line(
                "回执",
                receipts.last().map_or_else(
                    || "没有发送过".to_owned(),
                    |(it, _)| {
                        format!(
                            "{} {}",
                            words.word(words.receipts, &it.state),
                            it.sent_at.as_deref().map(people).unwrap_or_default()
                        )
                    },
                ),
            ),
        ],
        digests: files.iter().map(|(name, bytes)| format!("{name}  SHA-256 {}", Digest::of(bytes))).collect(),
        signer: "收件单位",
        footer: "由收件单位的程序从其原件库和台账导出，不替代人民法院制作的电子送达凭证。".to_owned(),
        moment: people(&clock::written(clock::now())),
    };
    let drawn = Fonts::of_system().and_then(|fonts| sheet::draw(&sheet, fonts).ok());
    match drawn {
        Some(page) => ("00_说明.pdf".to_owned(), page),
        None => ("00_说明.txt".to_owned(), written(&sheet).into_bytes()),
    }
}

fn written(sheet: &Sheet) -> String {
    let rows = sheet.rows.iter().map(|(name, value)| format!("{name}：{value}\r\n"));
    let digests = sheet.digests.iter().map(|line| format!("{line}\r\n"));
    format!(
        "{}\r\n\r\n{}\r\n{}\r\n{}\r\n",
        sheet.title,
        rows.collect::<String>(),
        digests.collect::<String>(),
        sheet.footer
    )
}

/// The files as an archive, the list of their digests last.
fn packed(mut files: Vec<File>) -> Result<Vec<u8>, Problem> {
    let list: String = files.iter().map(|(name, bytes)| format!("{}  {name}\n", Digest::of(bytes))).collect();
    files.push(("manifest.sha256".to_owned(), list.into_bytes()));
    let fail = |error: &dyn std::fmt::Display| Problem::new("export.failed", [error.to_string()]);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in &files {
        archive.start_file(name.as_str(), options).map_err(|error| fail(&error))?;
        archive.write_all(bytes).map_err(|error| fail(&error))?;
    }
    Ok(archive.finish().map_err(|error| fail(&error))?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    #[test]
    fn every_file_stands_in_the_list_under_its_own_name() {
        let mut files = vec![("02_附件/传票.pdf".to_owned(), b"one".to_vec())];
        let second = free(&files, "02_附件/传票.pdf");
        assert_eq!(second, "02_附件/传票 (2).pdf");
        files.push((second, b"two".to_vec()));
        let bytes = packed(files).unwrap();
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut list = String::new();
        archive.by_name("manifest.sha256").unwrap().read_to_string(&mut list).unwrap();
        for line in list.lines() {
            let (digest, name) = line.split_once("  ").unwrap();
            let mut bytes = Vec::new();
            archive.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
            assert_eq!(Digest::of(&bytes).to_string(), digest, "{name}");
        }
        assert_eq!(list.lines().count(), 2);
    }

    #[test]
    fn no_name_leads_anywhere_and_no_cell_reckons() {
        assert_eq!(plain("..\\..\\传票:1.pdf"), ".._.._传票_1.pdf");
        assert_eq!((safe("=1+1").as_str(), safe("12").as_str()), ("'=1+1", "12"));
    }
}
