//! A row of the services as it lies in memory: of fifty thousand of them most words stand in many.

use std::sync::Arc;

use songda_core::id::{Digest, ServiceId};

use crate::lists::book::Words;
use crate::view::{Court, DeadlineRow, ServiceRow};

/// One row; its fields are those of [`ServiceRow`].
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub id: ServiceId,
    mailbox: Arc<str>,
    message_id: Option<Box<str>>,
    sha256: Option<Digest>,
    pub from: Option<Arc<str>>,
    from_name: Option<Arc<str>>,
    pub subject: Box<str>,
    /// Code and name.
    pub court: Option<(Arc<str>, Arc<str>)>,
    pub case_numbers: Box<[Arc<str>]>,
    pub cause: Option<Arc<str>>,
    pub addressee: Option<Arc<str>>,
    pub role: Option<Arc<str>>,
    pub opponents: Box<[Arc<str>]>,
    dated: Option<Arc<str>>,
    pub arrived: Option<Arc<str>>,
    pub first_seen: Arc<str>,
    pub verdict: Arc<str>,
    regime: Arc<str>,
    documents: u32,
    pub titles: Box<[Arc<str>]>,
    arrivals: u32,
    pub receipt: Arc<str>,
    pub by_hand: Option<Arc<str>>,
    pub none_needed: bool,
    pub answer_by: Option<Arc<str>>,
    pub open_doubts: u32,
    pub next_deadline: Option<Box<DeadlineRow>>,
    pub handler: Option<Arc<str>>,
    snoozed_until: Option<Box<str>>,
    pub set_aside: Option<Box<str>>,
}

impl Row {
    /// Puts a row into memory: words that were met before lie there once.
    pub fn of(row: ServiceRow, words: &mut Words) -> Self {
        let several = |all: &[String], words: &mut Words| all.iter().map(|word| words.word(word)).collect();
        let word = |text: &Option<String>, words: &mut Words| text.as_deref().map(|text| words.word(text));
        Self {
            id: ServiceId::from_text(&row.id),
            mailbox: words.word(&row.mailbox),
            message_id: row.message_id.map(String::into_boxed_str),
            sha256: Digest::parse(&row.sha256),
            from: word(&row.from, words),
            from_name: word(&row.from_name, words),
            subject: row.subject.into(),
            court: row.court.map(|court| (words.word(&court.code), words.word(&court.name))),
            case_numbers: several(&row.case_numbers, words),
            cause: word(&row.cause, words),
            addressee: word(&row.addressee, words),
            role: word(&row.role, words),
            opponents: several(&row.opponents, words),
            dated: word(&row.dated, words),
            arrived: word(&row.arrived, words),
            first_seen: words.word(&row.first_seen),
            verdict: words.word(&row.verdict),
            regime: words.word(&row.regime),
            documents: row.documents,
            titles: several(&row.titles, words),
            arrivals: row.arrivals,
            receipt: words.word(&row.receipt),
            by_hand: word(&row.by_hand, words),
            none_needed: row.none_needed,
            answer_by: word(&row.answer_by, words),
            open_doubts: row.open_doubts,
            next_deadline: row.next_deadline,
            handler: word(&row.handler, words),
            snoozed_until: row.snoozed_until.map(String::into_boxed_str),
            set_aside: row.set_aside.map(String::into_boxed_str),
        }
    }

    /// Its court.
    pub fn court(&self) -> Option<Court> {
        self.court.as_ref().map(|(code, name)| Court { code: code.to_string(), name: name.to_string() })
    }

    /// The row as it is shown.
    pub fn shown(&self) -> ServiceRow {
        let several = |all: &[Arc<str>]| all.iter().map(|word| word.to_string()).collect();
        ServiceRow {
            id: self.id.to_string(),
            mailbox: self.mailbox.to_string(),
            message_id: text(self.message_id.as_ref()),
            sha256: self.sha256.map_or_else(String::new, |digest| digest.to_string()),
            from: text(self.from.as_ref()),
            from_name: text(self.from_name.as_ref()),
            subject: self.subject.to_string(),
            court: self.court(),
            case_numbers: several(&self.case_numbers),
            cause: text(self.cause.as_ref()),
            addressee: text(self.addressee.as_ref()),
            role: text(self.role.as_ref()),
            opponents: several(&self.opponents),
            dated: text(self.dated.as_ref()),
            arrived: text(self.arrived.as_ref()),
            first_seen: self.first_seen.to_string(),
            verdict: self.verdict.to_string(),
            regime: self.regime.to_string(),
            documents: self.documents,
            titles: several(&self.titles),
            arrivals: self.arrivals,
            receipt: self.receipt.to_string(),
            by_hand: text(self.by_hand.as_ref()),
            none_needed: self.none_needed,
            answer_by: text(self.answer_by.as_ref()),
            open_doubts: self.open_doubts,
            next_deadline: self.next_deadline.clone(),
            handler: text(self.handler.as_ref()),
            snoozed_until: text(self.snoozed_until.as_ref()),
            set_aside: text(self.set_aside.as_ref()),
        }
    }
}

/// A word that may be missing, as a text of its own.
pub fn text(word: Option<&impl AsRef<str>>) -> Option<String> {
    word.map(|word| word.as_ref().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_shown_as_it_was_put() {
        let row = |nth: usize| ServiceRow {
            id: format!("s0123456789abcdef000{nth}"),
            mailbox: "court".into(),
            message_id: Some(format!("{nth}@court.example.test")),
            sha256: Digest::of(&[1]).to_string(),
            from: Some("sd@court.example.test".into()),
            from_name: Some("上海市闵行区人民法院".into()),
            subject: format!("送达 {nth}"),
            court: Some(Court { code: "沪0112".into(), name: "上海市闵行区人民法院".into() }),
            case_numbers: vec![format!("（2026）沪0112民初{nth}号"), "（2026）沪0112民初9号".into()],
            cause: Some("物业服务合同纠纷".into()),
            addressee: Some("示例物业管理有限公司".into()),
            role: Some("defendant".into()),
            opponents: vec!["陈某".into()],
            dated: Some("2026-11-20T16:42:11+08:00".into()),
            arrived: Some("2026-11-20T16:42:11+08:00".into()),
            first_seen: "2026-11-20T16:42:30+08:00".into(),
            verdict: "proven".into(),
            regime: "confirmed".into(),
            documents: 2,
            titles: vec!["应诉通知书".into(), "举证通知书".into()],
            arrivals: 1,
            receipt: "sent".into(),
            by_hand: Some("post".into()),
            none_needed: true,
            answer_by: Some("2026-11-23".into()),
            open_doubts: 3,
            next_deadline: Some(Box::default()),
            handler: Some("王敏".into()),
            snoozed_until: Some("2026-11-22T09:00:00+08:00".into()),
            set_aside: Some("推广".into()),
        };
        let mut words = Words::default();
        let all = [row(1), row(2), ServiceRow::default()];
        let put: Vec<Row> = all.iter().map(|row| Row::of(row.clone(), &mut words)).collect();
        assert_eq!(put.iter().map(Row::shown).collect::<Vec<_>>(), all);
        assert!(Arc::ptr_eq(&put[0].titles[1], &put[1].titles[1]));
    }
}
