//! The papers a receipt names: each with the way and the moment it came, by mail or beside it.

use super::for_people;
use crate::errand::{Brought, brought_with};
use crate::ledger::DocumentRecord;

/// Whether a paper came with the mail itself.
pub(super) fn came_with_mail(document: &DocumentRecord, brought: &[Brought]) -> bool {
    brought_with(&document.part, brought).is_none()
}

/// What is said before papers of one channel, and what their moment is called.
fn words(channel: &str) -> (&'static str, &'static str) {
    match channel {
        "platform" => ("系按邮件所附链接从送达平台另行取得", "取得时间"),
        "paper" => ("系收到的纸质件", "签收日期"),
        _ => ("不随邮件到达，系另行取得后存入", "存入时间"),
    }
}

/// One line for each paper, numbered through: those that came with the mail at its moment, then the others by channel.
pub(super) fn lines(documents: &[DocumentRecord], brought: &[Brought], arrived: &str) -> Vec<String> {
    let of = |channel: Option<&str>| -> Vec<(&DocumentRecord, Option<&Brought>)> {
        let with = documents.iter().map(|document| (document, brought_with(&document.part, brought)));
        with.filter(|(_, with)| with.map(group) == channel).collect()
    };
    let (mut lines, mut nth) = (Vec::new(), 0);
    for channel in [None, Some("platform"), Some("dropped"), Some("paper")] {
        let papers = of(channel);
        let called = channel.filter(|_| !papers.is_empty()).map(words);
        if let Some((says, _)) = called {
            let also = if nth == 0 { "" } else { "另有" };
            lines.push(format!("　　{also}下列{}份{says}：", papers.len()));
        }
        for (document, with) in papers {
            nth += 1;
            let called = called.map_or("到达时间", |(_, called)| called);
            let own = with.map(|with| with.received_on.clone().unwrap_or_else(|| for_people(&with.at)));
            let moment = own.as_deref().unwrap_or(arrived);
            lines.push(line(nth, document, &format!("{called} {moment}")));
        }
    }
    lines
}

fn group(with: &Brought) -> &'static str {
    match with.channel.as_str() {
        "platform" => "platform",
        "paper" => "paper",
        _ => "dropped",
    }
}

fn line(nth: usize, document: &DocumentRecord, moment: &str) -> String {
    let name = document.name.as_deref().unwrap_or(&document.title);
    let pages = document.pages.map_or_else(String::new, |pages| format!("，{pages}页"));
    let digest = document.sha256.map_or_else(String::new, |digest| format!("，SHA-256 {}", digest.short(12)));
    let title = if name.starts_with(&document.title) { String::new() } else { format!("{}：", document.title) };
    format!("{nth}. {title}{name}（{moment}{pages}{digest}）")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_did_not_come_by_mail_is_told_apart_with_its_own_moment() {
        let paper = |part: &str, title: &str| DocumentRecord {
            part: part.to_owned(),
            title: title.to_owned(),
            ..DocumentRecord::default()
        };
        let with = |channel: &str, received_on: Option<&str>, at: &str| Brought {
            errand: None,
            channel: channel.to_owned(),
            received_on: received_on.map(str::to_owned),
            at: at.to_owned(),
            by: String::new(),
            documents: Vec::new(),
            taken_back: Vec::new(),
            undone: None,
        };
        let all = [
            with("dropped", None, "2026-11-29T18:00:00+08:00"),
            with("platform", None, "2026-11-20T17:00:00.5+08:00"),
            with("paper", Some("2026-11-18"), "2026-11-29T19:00:00+08:00"),
        ];
        let papers = [
            paper("p1.1", "判决书"),
            paper("1.2", "传票"),
            paper("p2.1", "应诉通知书"),
            paper("p3.1!a.zip!b", "举证通知书"),
        ];
        let said = lines(&papers, &all, "2026-11-20 16:42:11");
        assert_eq!(said[0], "1. 传票（到达时间 2026-11-20 16:42:11）");
        assert!(said[1].contains("另有下列1份系按邮件所附链接"), "{said:?}");
        assert_eq!(said[2], "2. 应诉通知书（取得时间 2026-11-20 17:00:00）");
        assert_eq!(
            (said[4].as_str(), said[6].as_str()),
            ("3. 判决书（存入时间 2026-11-29 18:00:00）", "4. 举证通知书（签收日期 2026-11-18）")
        );
        let alone = lines(&papers[..1], &all, "2026-11-20 16:42:11");
        assert!(alone[0].starts_with("　　下列1份") && !came_with_mail(&papers[0], &all), "{alone:?}");
    }
}
