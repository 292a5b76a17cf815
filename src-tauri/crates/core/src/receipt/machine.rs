//! The part of a receipt that programs read; its shape is published in `tests/receipt.schema.json`.

use serde_json::{Value, json};

use super::{Hand, Says};
use crate::errand::{Brought, brought_with};
use crate::ledger::{DocumentRecord, ServiceRecord, Understood};
use crate::office::Office;

/// Version of the shape; a reader that does not know it must read the text instead.
pub const SHAPE: &str = "songda.receipt/1";

/// The receipt as programs read it. Everything in it stands in the ledger; nothing is said on the merits.
pub fn machine(mail: &Understood, service: &ServiceRecord, office: &Office, hand: &Hand<'_>) -> Value {
    let (reason, corrects) = match &hand.says {
        Says::Received => (Value::Null, Value::Null),
        Says::Refused { reason, note } => {
            (json!({"code": reason.code(), "text": reason.to_court(), "note": filled(note)}), Value::Null)
        }
        Says::Corrected { first, first_at, note, .. } => (
            json!({"code": "correction", "text": "更正", "note": filled(note)}),
            json!({"message_id": first, "at": first_at}),
        ),
    };
    json!({
        "shape": SHAPE,
        "kind": hand.says.code(),
        "reason": reason,
        "corrects": corrects,
        "court": service.court.as_ref().map(|(code, name)| json!({"code": code, "name": name})),
        "case_numbers": service.case_numbers,
        "served_mail": {"sha256": mail.mail.map(|digest| digest.to_string()), "message_id": mail.message_id},
        "arrived": {"at": mail.arrived, "basis": mail.arrived_basis},
        "documents": service.documents.iter().map(|it| document(it, hand.brought)).collect::<Vec<_>>(),
        "receiver": {"name": office.name, "address": hand.address},
        "handler": {"name": hand.by, "phone": filled(&office.phone)},
        "enclosed": hand.enclosed.map(|(name, digest)| json!({"name": name, "sha256": digest.to_string()})),
        "regime": hand.regime,
        "acknowledged": hand.at,
    })
}

fn filled(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

fn document(document: &DocumentRecord, brought: &[Brought]) -> Value {
    let mut value = json!({
        "title": document.title,
        "name": document.name,
        "case_number": document.case_number,
        "pages": document.pages,
        "sha256": document.sha256.map(|digest| digest.to_string()),
        "size_bytes": document.size_bytes,
    });
    // Only of what did not come with the mail: its moment is another one.
    if let (Some(with), Some(fields)) = (brought_with(&document.part, brought), value.as_object_mut()) {
        let obtained = json!({"channel": with.channel, "at": with.at, "received_on": with.received_on});
        fields.insert("obtained".to_owned(), obtained);
    }
    value
}
