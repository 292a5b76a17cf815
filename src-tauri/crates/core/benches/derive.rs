//! Measures how long it takes to tell 100,000 deadlines anew from the papers that start them.

#![allow(clippy::disallowed_methods, reason = "a bench measures; the core itself is given the time")]

use std::time::Instant;

use chrono::DateTime;
use songda_core::deadline;
use songda_core::id::{Digest, ServiceId};
use songda_core::identify::{Found, FoundDocument, Role};
use songda_core::office::Regime;
use songda_core::reference::Reference;
use songda_core::service::Service;
use songda_core::trust::Verdict;

/// Deadlines to tell.
const GOAL: usize = 100_000;

fn document(part: &str, kind: &str, text: String) -> FoundDocument {
    FoundDocument {
        part: part.to_owned(),
        title: String::new(),
        name: None,
        kind: Some(kind.to_owned()),
        kind_from_text: true,
        case_number: None,
        suffix: None,
        pages: Some(1),
        text,
    }
}

/// A bundle for a defendant: notice to answer, notice of evidence, complaint and exhibits.
fn bundle() -> Option<Service> {
    let moment = DateTime::parse_from_rfc3339("2026-11-20T16:42:11+08:00").ok()?;
    let facts = "原告与被告签订物业服务合同，约定物业费每月每平方米二元，被告自2025年1月起未付。";
    let answer = "应诉通知书\n你公司应当在收到起诉状副本之日起十五日内向本院提交答辩状。";
    let evidence = "举证通知书\n你方应当在收到本通知书之日起二十日内向本院提交证据。";
    let documents = vec![
        document("1.2", "response-notice", format!("{answer}{}", "当事人有权申请回避、提供证据。".repeat(20))),
        document("1.3", "evidence-notice", format!("{evidence}{}", "当事人应当对证据逐一编号。".repeat(30))),
        document("1.4", "complaint", facts.repeat(30)),
        document("1.5", "evidence", facts.repeat(2_000)),
    ];
    let case_numbers = vec!["（2026）沪0112民初12345号".to_owned()];
    Some(Service {
        id: ServiceId::of(&Digest::of(b"mail")),
        found: Found { case_numbers, role: Some(Role::Defendant), documents, claims_service: true, ..Found::default() },
        verdict: Verdict::Proven,
        regime: Regime::Confirmed,
        sent_by_court: Some(moment),
        arrived: Some(moment),
        by_hand: false,
        subject: "电子送达".to_owned(),
        body: "您好，现向贵公司送达应诉通知书等文书，请查收。".to_owned(),
        own: Vec::new(),
        for_another: false,
        held: Vec::new(),
        chosen: None,
        off_register: false,
    })
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let reference = Reference::builtin()?;
    let service = bundle().ok_or("no bundle")?;
    let each = deadline::derive(&service, &reference).0.len();
    let start = Instant::now();
    let (mut told, mut services) = (0, 0_u32);
    while told < GOAL {
        told += std::hint::black_box(deadline::derive(std::hint::black_box(&service), &reference)).0.len();
        services += 1;
    }
    let whole = start.elapsed();
    let one = whole / services.max(1);
    let from = "2026-11-20".parse()?;
    let start = Instant::now();
    for _ in 0..GOAL {
        std::hint::black_box(deadline::reckon("CIV-ANSWER", std::hint::black_box(from), &reference));
    }
    let alone = start.elapsed();
    let line = format!(
        "{told} deadlines ({each} a service) from papers: {whole:?}, {one:?} a service; {GOAL} reckoned alone: {alone:?}\n"
    );
    std::io::Write::write_all(&mut std::io::stdout(), line.as_bytes())?;
    Ok(())
}
