//! A row of the ledger as it lies in memory: of hundreds of thousands of them most words stand in many.

use std::ops::Deref;
use std::sync::Arc;

use songda_core::id::{Digest, DocumentId, ServiceId};

use crate::lists::book::Words;
use crate::view::LedgerRow;

/// What the rows of one mail have in common; its fields are those of [`LedgerRow`].
#[derive(Debug, PartialEq)]
pub struct OfMail {
    pub service: ServiceId,
    pub sha256: Option<Digest>,
    pub arrived: Option<Box<str>>,
    pub first_seen: Box<str>,
    pub receipt_at: Option<Box<str>>,
    pub court: Option<Arc<str>>,
    pub cause: Option<Arc<str>>,
    role: Option<Arc<str>>,
    pub channel: Arc<str>,
    pub from: Option<Arc<str>>,
    pub verdict: Arc<str>,
    pub receipt: Arc<str>,
    pub handler: Option<Arc<str>>,
    open_doubts: u32,
}

/// One row; its fields are those of [`LedgerRow`].
#[derive(Clone, Debug)]
pub struct Row {
    of: Arc<OfMail>,
    pub document: DocumentId,
    pub case_number: Option<Arc<str>>,
    pub opponents: Box<[Arc<str>]>,
    pub title: Arc<str>,
    pub kind: Option<Arc<str>>,
    pages: Option<u32>,
    pub deadline: Option<Arc<str>>,
    deadline_rule: Option<Arc<str>>,
    pub last_day: Option<Arc<str>>,
    safe_date: Option<Arc<str>>,
    pub deadline_status: Option<Arc<str>>,
    pub deadline_state: Option<Arc<str>>,
    pub days_left: Option<i32>,
    deadlines: u32,
    pub path: Box<str>,
}

impl Deref for Row {
    type Target = OfMail;

    fn deref(&self) -> &OfMail {
        &self.of
    }
}

/// Puts rows into memory: what was met before lies there once.
#[derive(Debug, Default)]
pub struct Rows {
    words: Words,
    last: Option<Arc<OfMail>>,
}

impl Rows {
    /// One more row. Those of one mail follow one another.
    pub fn put(&mut self, row: LedgerRow) -> Row {
        let of = self.of_mail(&row);
        let words = &mut self.words;
        let mut word = |text: &Option<String>| text.as_deref().map(|text| words.word(text));
        let (case_number, kind, deadline) = (word(&row.case_number), word(&row.kind), word(&row.deadline));
        let (deadline_rule, last_day, safe_date) =
            (word(&row.deadline_rule), word(&row.last_day), word(&row.safe_date));
        let (deadline_status, deadline_state) = (word(&row.deadline_status), word(&row.deadline_state));
        Row {
            of,
            document: DocumentId::from_text(&row.document),
            case_number,
            opponents: row.opponents.iter().map(|name| words.word(name)).collect(),
            title: words.word(&row.title),
            kind,
            pages: row.pages,
            deadline,
            deadline_rule,
            last_day,
            safe_date,
            deadline_status,
            deadline_state,
            days_left: row.days_left,
            deadlines: row.deadlines,
            path: row.path.into(),
        }
    }

    fn of_mail(&mut self, row: &LedgerRow) -> Arc<OfMail> {
        let words = &mut self.words;
        let own = |text: &Option<String>| text.as_deref().map(Box::<str>::from);
        let mut word = |text: &Option<String>| text.as_deref().map(|text| words.word(text));
        let (court, cause, role) = (word(&row.court), word(&row.cause), word(&row.role));
        let (from, handler) = (word(&row.from), word(&row.handler));
        let of = OfMail {
            service: ServiceId::from_text(&row.service),
            sha256: Digest::parse(&row.sha256),
            arrived: own(&row.arrived),
            first_seen: row.first_seen.as_str().into(),
            receipt_at: own(&row.receipt_at),
            court,
            cause,
            role,
            channel: words.word(&row.channel),
            from,
            verdict: words.word(&row.verdict),
            receipt: words.word(&row.receipt),
            handler,
            open_doubts: row.open_doubts,
        };
        match &self.last {
            Some(last) if **last == of => last.clone(),
            _ => self.last.insert(Arc::new(of)).clone(),
        }
    }
}

impl Row {
    /// The row as it is shown.
    pub fn shown(&self) -> LedgerRow {
        let text = |word: &Option<Arc<str>>| word.as_deref().map(str::to_owned);
        let own = |word: &Option<Box<str>>| word.as_deref().map(str::to_owned);
        LedgerRow {
            document: self.document.to_string(),
            service: self.service.to_string(),
            arrived: own(&self.arrived),
            first_seen: self.first_seen.to_string(),
            court: text(&self.court),
            case_number: text(&self.case_number),
            cause: text(&self.cause),
            role: text(&self.role),
            opponents: self.opponents.iter().map(|name| name.to_string()).collect(),
            title: self.title.to_string(),
            kind: text(&self.kind),
            pages: self.pages,
            channel: self.channel.to_string(),
            from: text(&self.from),
            verdict: self.verdict.to_string(),
            receipt: self.receipt.to_string(),
            receipt_at: own(&self.receipt_at),
            handler: text(&self.handler),
            deadline: text(&self.deadline),
            deadline_rule: text(&self.deadline_rule),
            last_day: text(&self.last_day),
            safe_date: text(&self.safe_date),
            deadline_status: text(&self.deadline_status),
            deadline_state: text(&self.deadline_state),
            days_left: self.days_left,
            deadlines: self.deadlines,
            path: self.path.to_string(),
            sha256: self.sha256.map_or_else(String::new, |digest| digest.to_string()),
            open_doubts: self.open_doubts,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_shown_as_it_was_put() {
        let row = |nth: usize| LedgerRow {
            document: format!("d0123456789abcdef000{nth}"),
            service: "s0123456789abcdef0000".into(),
            arrived: Some("2026-11-20T16:42:11+08:00".into()),
            first_seen: "2026-11-20T16:42:30+08:00".into(),
            court: Some("上海市闵行区人民法院".into()),
            case_number: Some(format!("（2026）沪0112民初{nth}号")),
            cause: Some("物业服务合同纠纷".into()),
            role: Some("defendant".into()),
            opponents: vec!["陈某".into(), "吴某".into()],
            title: "应诉通知书".into(),
            kind: Some("response-notice".into()),
            pages: Some(2),
            channel: "imap".into(),
            from: Some("sd@court.example.test".into()),
            verdict: "proven".into(),
            receipt: "sent".into(),
            receipt_at: Some("2026-11-20T17:00:00+08:00".into()),
            handler: Some("王敏".into()),
            deadline: Some("提出答辩状".into()),
            deadline_rule: Some("civil-answer".into()),
            last_day: Some("2026-12-07".into()),
            safe_date: Some("2026-12-05".into()),
            deadline_status: Some("final".into()),
            deadline_state: Some("open".into()),
            days_left: Some(-3),
            deadlines: 2,
            path: format!("上海市闵行区人民法院/{nth}.pdf"),
            sha256: Digest::of(b"mail").to_string(),
            open_doubts: 1,
        };
        let other = LedgerRow { service: "s1".into(), ..LedgerRow::default() };
        let all = [row(1), row(2), other.clone(), row(1)];
        let mut rows = Rows::default();
        let put: Vec<Row> = all.iter().map(|row| rows.put(row.clone())).collect();
        assert_eq!(put.iter().map(Row::shown).collect::<Vec<_>>(), all);
        assert!(Arc::ptr_eq(&put[0].of, &put[1].of) && Arc::ptr_eq(&put[0].title, &put[3].title));
    }
}
