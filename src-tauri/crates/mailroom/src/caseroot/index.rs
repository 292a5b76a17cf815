//! 案件索引: a small text in the case root that a person can read without this program.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use songda_core::id::Digest;

use crate::clock;
use crate::folders::Begun;
use crate::room::Room;
use crate::rows::Paper;
use crate::view::CaseRow;

/// Its name.
const NAME: &str = "案件索引";
/// Most of them in one folder.
const MOST: u32 = 20;
/// Begins its last line, by which it is known that nobody changed it.
const SEAL: &str = "校验：";

/// Keeps the index as it should be. It is a convenience: what goes wrong is logged and tried again later.
/// While nothing new is on record there is nothing to tell: every case would have to be told anew to find that out.
pub async fn keep(room: &Room) {
    let seq = room.told.read().await.seq;
    if room.indexed.load(Ordering::Relaxed) == seq && place(&room.settings.case_root, 1).exists() {
        return;
    }
    let told =
        room.ask_much(|teller| text(&teller.cases_alone(), &teller.papers(), &standing(teller.standings()))).await;
    let (Ok(text), Ok(mark)) = (told, room.mark().await) else { return };
    let (root, today) = (room.settings.case_root.clone(), clock::today().to_string());
    let done = tokio::task::spawn_blocking(move || write(&root, &text, &today, &mark)).await;
    match done {
        Ok(Ok(())) => room.indexed.store(seq, Ordering::Relaxed),
        Ok(Err(error)) => tracing::info!(kind = ?error.kind(), "the index of cases could not be written"),
        Err(_) => {}
    }
}

/// What is to be known of a service before anybody relies on its papers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Plain,
    /// Nobody verified yet that it is the court's.
    Doubtful,
    /// A person found that it serves nothing.
    Aside,
}

/// How services stand, by id.
fn standing<'a>(services: impl Iterator<Item = (String, bool, &'a str)>) -> HashMap<String, Standing> {
    let of = |is_aside, verdict| match (is_aside, verdict) {
        (true, _) => Standing::Aside,
        (false, "doubtful") => Standing::Doubtful,
        _ => Standing::Plain,
    };
    services.map(|(id, is_aside, verdict)| (id, of(is_aside, verdict))).collect()
}

/// The index without its first and last line.
fn text(cases: &[CaseRow], documents: &[Paper<'_>], standing: &HashMap<String, Standing>) -> String {
    let how = |service: &str| standing.get(service).copied().unwrap_or(Standing::Plain);
    let mut by_service: HashMap<&str, Vec<&Paper<'_>>> = HashMap::new();
    for document in documents {
        by_service.entry(document.service.as_str()).or_default().push(document);
    }
    let (mut text, mut listed) = (String::new(), HashSet::new());
    for case in cases {
        let served = case.services.iter().filter_map(|service| by_service.get(service.as_str()));
        let own: Vec<&Paper<'_>> = served
            .flatten()
            .copied()
            .filter(|document| document.case_number.is_none_or(|number| *number == case.case_number))
            .collect();
        let court = case.court.as_ref().map_or("法院待核", |court| court.name.as_str());
        let _ = writeln!(text, "{}　{court}　{}", case.case_number, case.cause.as_deref().unwrap_or("案由待核"));
        if let Some(name) = &case.name {
            let _ = writeln!(text, "  本单位名称：{name}");
        }
        if case.together.len() > 1 {
            let _ = writeln!(text, "  同一纠纷：{}", case.together.join("、"));
        }
        let counted = |wanted: Standing| {
            let services = case.services.iter().filter(|service| how(service) == wanted).count();
            (services, own.iter().filter(|document| how(document.service.as_str()) == wanted).count())
        };
        let (services, papers) = counted(Standing::Plain);
        let _ = write!(text, "  送达 {services} 次，文书 {papers} 件");
        for (wanted, words) in [(Standing::Doubtful, "可疑、待核实的"), (Standing::Aside, "已标为非送达的")]
        {
            let (services, papers) = counted(wanted);
            if services > 0 {
                let _ = write!(text, "；另有{words} {services} 次、{papers} 件，未计入");
            }
        }
        text.push('\n');
        listed.extend(own.iter().map(|document| &document.id));
        list(&mut text, &own, &how);
    }
    let others: Vec<&Paper<'_>> = documents.iter().filter(|document| !listed.contains(&document.id)).collect();
    if !others.is_empty() {
        let _ = writeln!(text, "其他（没有识别出案号）\n  文书 {} 件", others.len());
        list(&mut text, &others, &how);
    }
    text
}

fn list(text: &mut String, documents: &[&Paper<'_>], how: &impl Fn(&str) -> Standing) {
    for document in documents {
        let words = match how(document.service.as_str()) {
            Standing::Plain => "",
            Standing::Doubtful => "（可疑，待核实）",
            Standing::Aside => "（已标为非送达）",
        };
        let _ = writeln!(text, "  - {}{words}", document.path);
    }
    text.push('\n');
}

/// Writes it when it says something new, never over what a person changed or another home wrote: that stays, and the
/// index gets a number.
fn write(root: &Path, text: &str, today: &str, mark: &str) -> std::io::Result<()> {
    let body = Digest::of(text.as_bytes()).to_string();
    for nth in 1..=MOST {
        let path = place(root, nth);
        match fs::read(&path) {
            Ok(there) => match Seal::of(&String::from_utf8_lossy(&there)) {
                Some(seal) if seal.home == mark && seal.body == body => return Ok(()),
                // One of an earlier version bears no mark of its home.
                Some(seal) if seal.home == mark || seal.home.is_empty() => {}
                _ => continue,
            },
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        // A byte order mark and CRLF, so that every editor on Windows shows it right.
        let head = format!("案件索引（由送达台生成，{today} 更新；文书以各文件夹中的文件为准）\n\n");
        let sealed = Digest::of(format!("{head}{text}").as_bytes());
        let whole = format!("{head}{text}{SEAL}{body} {sealed} {mark}\n");
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
    root.join(name(nth))
}

fn name(nth: u32) -> String {
    if nth == 1 { format!("{NAME}.txt") } else { format!("{NAME} ({nth}).txt") }
}

/// Whether a file of this name is an index.
pub fn is_one(name: &str) -> bool {
    name.starts_with(NAME) && name.ends_with(".txt")
}

/// Whether a file of the root is an index as it was written, by whichever home.
pub fn is_untouched(root: &Path, path: &str) -> bool {
    let is_sealed = || fs::read(root.join(path)).is_ok_and(|it| Seal::of(&String::from_utf8_lossy(&it)).is_some());
    is_one(path) && is_sealed()
}

/// The index that a home wrote, by its mark, also where a person changed it since.
pub fn of_home(root: &Path, mark: &str) -> Option<String> {
    let names = (1..=MOST).map(name).take_while(|name| root.join(name).exists());
    let ends_so = |name: &String| {
        let there = fs::read(root.join(name)).unwrap_or_default();
        let there = String::from_utf8_lossy(&there);
        let seal = there.rsplit_once(SEAL).map(|(_, seal)| seal.split_whitespace().nth(2) == Some(mark));
        seal.unwrap_or_default()
    };
    names.filter(|_| !mark.is_empty()).find(ends_so)
}

/// What the last line of an index says that is exactly as it was written.
struct Seal {
    /// Digest of what it tells.
    body: String,
    /// Mark of the home that wrote it; empty for one of an earlier version.
    home: String,
}

impl Seal {
    /// None when a person changed the index.
    fn of(there: &str) -> Option<Self> {
        let there = there.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        let (before, seal) = there.rsplit_once(SEAL)?;
        let mut words = seal.split_whitespace();
        let (body, whole) = (words.next()?.to_owned(), words.next()?);
        let home = words.next().unwrap_or_default().to_owned();
        (Digest::of(before.as_bytes()).to_string() == whole).then_some(Self { body, home })
    }
}

#[cfg(test)]
mod tests {
    use songda_core::id::{DocumentId, ServiceId};

    use super::*;

    #[test]
    fn the_index_is_renewed_and_what_a_person_wrote_stays() {
        let root = tempfile::tempdir().unwrap();
        let read = |nth| fs::read_to_string(place(root.path(), nth));
        write(root.path(), "甲案\n", "2026-11-28", "one").unwrap();
        let first = read(1).unwrap();
        assert!(first.contains("甲案\r\n") && first.starts_with('\u{feff}'));
        write(root.path(), "甲案\n", "2026-11-29", "one").unwrap();
        assert_eq!(read(1).unwrap(), first, "the same is not written again");
        write(root.path(), "甲案\n乙案\n", "2026-11-29", "one").unwrap();
        assert!(read(1).unwrap().contains("乙案") && read(2).is_err());
        let noted = read(1).unwrap().replace("甲案", "甲案（王敏在办）");
        fs::write(place(root.path(), 1), &noted).unwrap();
        // What another home is just writing beside it is not touched.
        fs::write(root.path().join(".songda-index.tmp"), "half").unwrap();
        write(root.path(), "甲案\n乙案\n丙案\n", "2026-11-30", "one").unwrap();
        assert_eq!(fs::read_to_string(root.path().join(".songda-index.tmp")).unwrap(), "half");
        assert_eq!(read(1).unwrap(), noted);
        assert!(read(2).unwrap().contains("丙案"));
    }

    #[test]
    fn two_homes_on_one_root_have_an_index_each() {
        let root = tempfile::tempdir().unwrap();
        let read = |nth| fs::read_to_string(place(root.path(), nth)).unwrap();
        write(root.path(), "甲案\n", "2026-11-28", "one").unwrap();
        for cases in ["乙案\n", "乙案\n丙案\n"] {
            write(root.path(), cases, "2026-11-28", "other").unwrap();
            write(root.path(), "甲案\n", "2026-11-28", "one").unwrap();
            assert!(read(1).contains("甲案") && !read(1).contains("乙案") && read(2).contains("乙案"));
        }
        assert!(!place(root.path(), 3).exists());
        let of = |home: &str| of_home(root.path(), home);
        assert_eq!((of("one"), of("other"), of("third"), of("")), (Some(name(1)), Some(name(2)), None, None));
        // One of an earlier version is renewed.
        let earlier = read(1).replace(" one\r\n", "\r\n");
        fs::write(place(root.path(), 1), earlier).unwrap();
        write(root.path(), "丁案\n", "2026-11-28", "one").unwrap();
        assert!(read(1).contains("丁案"));
    }

    #[test]
    fn what_is_doubted_or_set_aside_is_marked_and_not_counted_and_every_paper_is_listed() {
        let case = CaseRow {
            id: "c".into(),
            case_number: "（2026）沪0112民初1号".into(),
            court: None,
            cause: None,
            role: None,
            opponents: Vec::new(),
            closed: None,
            services: ["s1", "s2", "s3"].map(str::to_owned).into(),
            next_deadline: None,
            name: None,
            together: Vec::new(),
        };
        let (number, paths) = ("（2026）沪0112民初1号".to_owned(), [1, 2, 3, 4].map(|nth| format!("{nth}.pdf")));
        let paper = |nth: usize, case_number| Paper {
            service: ServiceId::from_text(format!("s{nth}")),
            id: DocumentId::from_text(format!("d{nth}")),
            case_number,
            path: &paths[nth - 1],
        };
        let own = Some(&number);
        let documents = [paper(1, own), paper(2, own), paper(3, None), paper(4, None)];
        let how = [("s2", Standing::Doubtful), ("s3", Standing::Aside)].map(|(id, how)| (id.to_owned(), how));
        let told = text(&[case], &documents, &HashMap::from(how));
        let lines: Vec<&str> = told.lines().collect();
        let expected = [
            "（2026）沪0112民初1号　法院待核　案由待核",
            "  送达 1 次，文书 1 件；另有可疑、待核实的 1 次、1 件，未计入；另有已标为非送达的 1 次、1 件，未计入",
            "  - 1.pdf",
            "  - 2.pdf（可疑，待核实）",
            "  - 3.pdf（已标为非送达）",
            "",
            "其他（没有识别出案号）",
            "  文书 1 件",
            "  - 4.pdf",
        ];
        assert_eq!(lines[..9], expected, "{told}");
    }
}
