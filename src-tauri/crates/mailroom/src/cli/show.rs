//! One mail's arrival record: every sighting with what was known of it, as evidence.

use crate::view::{MailRow, SightingRow};
use crate::{Mailroom, evidence};
use serde_json::json;

use super::words::Lang;
use super::{Answer, Ended, Failure, Manners, facts};

/// Shows the sightings of a mail, and where the facts of its service were read.
pub async fn show(manners: &Manners, which: &str) -> Result<Ended, Failure> {
    let mailroom = Mailroom::look(manners.made_home()?).await?;
    let rows = evidence::sightings(mailroom.room(), which).await?;
    let mut lines: Vec<String> = rows.iter().map(|row| lines(row, manners.lang)).collect();
    let is_it = |row: &MailRow| row.sha256 == which || row.service.as_deref() == Some(which);
    let service = mailroom.mails().await?.into_iter().find(is_it).and_then(|row| row.service);
    let page = match service {
        Some(id) => Some(mailroom.service(&id).await?),
        None => None,
    };
    lines.extend(page.iter().map(|page| facts::lines(&page.facts, manners.lang).join("\n")));
    let (facts, related, suggestions) =
        page.map_or_else(Default::default, |page| (page.facts, page.related, page.suggestions));
    let json = json!({
        "contract": 1, "sightings": rows, "facts": facts, "related": related, "suggestions": suggestions,
    });
    Ok(Ended::Done(Answer { json, text: lines.join("\n\n") }))
}

fn lines(row: &SightingRow, lang: Lang) -> String {
    let numbers = |number: Option<u32>| number.map(|number| number.to_string());
    let clock = row.clock_ahead_secs.map(|secs| {
        let (zh, en) = if secs < 0 { ("慢", "behind") } else { ("快（至多）", "ahead at most") };
        lang.pick(format!("本机时钟{zh} {} 秒", secs.abs()), format!("our clock is {en} {} s", secs.abs()))
    });
    let place = row.server.as_ref().map(|server| format!("{server}:{}", row.port.unwrap_or_default()));
    let id = row.server_id.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ");
    let by_hand = (row.mailbox == "import").then(|| {
        lang.pick(
            "手工导入；导入时间不是到达时间".to_owned(),
            "taken in by hand; that moment is not its arrival".to_owned(),
        )
    });
    let (validity, uid) = (numbers(row.uid_validity), numbers(row.uid));
    let fields: [(&str, &str, Option<String>); 15] = [
        ("台账记录", "ledger entry", Some(format!("{}  {}", row.seq, row.recorded))),
        ("SHA-256", "SHA-256", Some(row.sha256.clone())),
        ("邮箱", "mailbox", Some(format!("{} {}", row.mailbox, row.address).trim_end().to_owned())),
        ("来源", "came", by_hand),
        ("文件夹", "folder", Some(row.folder.clone()).filter(|folder| !folder.is_empty())),
        (
            "UIDVALIDITY / UID",
            "UIDVALIDITY / UID",
            validity.zip(uid).map(|(validity, uid)| format!("{validity} / {uid}")),
        ),
        ("文件", "file", row.file.clone()),
        ("到达服务器（INTERNALDATE）", "INTERNALDATE", row.internal_date.clone()),
        ("首次看到", "first seen", row.first_seen.clone()),
        ("时钟", "clock", clock),
        ("服务器", "server", place),
        ("证书 SHA-256", "certificate SHA-256", row.certificate.clone()),
        ("服务器问候", "greeting", row.greeting.clone()),
        ("服务器自述（ID）", "ID", Some(id).filter(|id| !id.is_empty())),
        ("Received 行数", "Received lines", Some(row.received_lines.to_string())),
    ];
    let mut lines: Vec<String> = fields
        .into_iter()
        .filter_map(|(zh, en, value)| Some(format!("{}  {}", lang.pick(zh.to_owned(), en.to_owned()), value?)))
        .collect();
    lines.extend(row.received.iter().map(|line| format!("  Received: {line}")));
    lines.extend(row.authentication_results.iter().map(|line| format!("  Authentication-Results: {line}")));
    lines.join("\n")
}
