//! Facts read back from their JSON; what a ledger holds by the ten thousand is read without a detour.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Fact;
use crate::id::{Digest, DocumentId, ReceiptId};

impl Fact {
    /// The fact that a text of the ledger stands for.
    ///
    /// # Errors
    /// When it is none that this version knows.
    pub fn read(text: &str) -> Result<Self, serde_json::Error> {
        // A tag may stand anywhere, so serde first takes every fact apart into pieces of its own. Entries are written
        // with the tag in front: the kinds that each mail brings along are read as what they are.
        direct(text).map_or_else(|| serde_json::from_str(text), Ok)
    }
}

/// A fact of a kind that stands in the ledger by the ten thousand.
fn direct(text: &str) -> Option<Fact> {
    let (tag, rest) = text.strip_prefix("{\"fact\":\"")?.split_once('"')?;
    if !rest.starts_with(',') {
        return None;
    }
    Some(match tag {
        "arrived" => Fact::Arrived(plain(text)?),
        "understood" => Fact::Understood(Box::new(plain(text)?)),
        "filed" => {
            let Filed { document, path } = plain(text)?;
            Fact::Filed { document, path }
        }
        "deadlines-told" => Fact::DeadlinesTold(plain(text)?),
        "deadline-decided" => Fact::DeadlineDecided(plain(text)?),
        "receipt-queued" => Fact::ReceiptQueued(plain(text)?),
        "receipt-sending" => {
            let Sending { receipt } = plain(text)?;
            Fact::ReceiptSending { receipt }
        }
        "receipt-sent" => {
            let Sent { receipt, answer } = plain(text)?;
            Fact::ReceiptSent { receipt, answer }
        }
        "receipt-sheet" => {
            let Sheet { receipt, sheet, path } = plain(text)?;
            Fact::ReceiptSheet { receipt, sheet, path }
        }
        _ => return None,
    })
}

fn plain<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}

#[derive(Deserialize)]
struct Filed {
    document: DocumentId,
    path: String,
}

#[derive(Deserialize)]
struct Sending {
    receipt: ReceiptId,
}

#[derive(Deserialize)]
struct Sent {
    receipt: ReceiptId,
    answer: String,
}

#[derive(Deserialize)]
struct Sheet {
    receipt: ReceiptId,
    sheet: Digest,
    path: String,
}

#[cfg(test)]
mod tests {
    use super::super::{Arrived, DeadlineDecided, DeadlinesTold, ReceiptQueued, Understood};
    use super::*;

    fn samples() -> Vec<Fact> {
        let (digest, receipt) = (Digest::of(b"mail"), ReceiptId::from_text("r1"));
        let arrived = serde_json::json!({
            "mail": digest, "size_bytes": 1, "mailbox": "court", "folder": "INBOX", "uid": [7, 2], "file": null,
            "internal_date": null, "regime": "confirmed", "address": "a@office.example",
        });
        let queued = serde_json::json!({
            "receipt": "r1", "service": "s1", "message_id": "1@office.example", "mailbox": "court", "to": "b@court.example",
            "subject": "签收回执", "raw": digest, "not_before": "2026-11-20T10:00:00+08:00",
            "leaves_after_restart": false,
        });
        vec![
            Fact::Arrived(serde_json::from_value::<Arrived>(arrived).unwrap()),
            Fact::Understood(Box::new(Understood { mail: Some(digest), ..Understood::default() })),
            Fact::Filed { document: DocumentId::from_text("d1"), path: "案件/一 \"甲\".pdf".into() },
            Fact::DeadlinesTold(DeadlinesTold {
                by_version: "0".into(),
                calendar: digest,
                rules: digest,
                deadlines: Vec::new(),
            }),
            Fact::DeadlineDecided(DeadlineDecided { decision: "done".into(), ..DeadlineDecided::default() }),
            Fact::ReceiptQueued(serde_json::from_value::<ReceiptQueued>(queued).unwrap()),
            Fact::ReceiptSending { receipt: receipt.clone() },
            Fact::ReceiptSent { receipt: receipt.clone(), answer: "250 ok".into() },
            Fact::ReceiptSheet { receipt, sheet: digest, path: "回执.pdf".into() },
        ]
    }

    #[test]
    fn what_is_read_without_a_detour_is_what_the_detour_gives() {
        for fact in samples() {
            let text = serde_json::to_string(&fact).unwrap();
            assert_eq!(direct(&text), Some(fact.clone()), "{text}");
            assert_eq!(serde_json::from_str::<Fact>(&text).unwrap(), fact);
            // As another version may write it: a field more, the tag elsewhere, a field less.
            let more = text.replacen(',', ",\"later\":[1],", 1);
            assert_eq!(Fact::read(&more).unwrap(), fact, "{more}");
            let value: serde_json::Value = serde_json::from_str(&text).unwrap();
            assert_eq!(Fact::read(&value.to_string()).unwrap(), fact);
            let tag = text.split_inclusive(',').next().unwrap();
            assert!(Fact::read(&format!("{}}}", tag.trim_end_matches(','))).is_err(), "{tag}");
        }
        assert!(Fact::read("{\"fact\":\"of-tomorrow\",\"mail\":1}").is_err());
    }
}
