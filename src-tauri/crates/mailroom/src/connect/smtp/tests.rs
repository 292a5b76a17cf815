//! The channel against a server with faults: what was handed over, what surely was not, and what nobody can know.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, DuplexStream, duplex, split};

use super::*;
use crate::connect::patient::Patient;

/// What the server answers, by the beginning of what it hears; `"."` is the end of the text. An empty answer
/// closes, `wait n` answers after n seconds.
type Answers = &'static [(&'static str, &'static str)];

const USUAL: Answers = &[
    ("greeting", "220 smtp.example.test\r\n"),
    ("EHLO", "250-smtp.example.test\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 AUTH PLAIN LOGIN\r\n"),
    ("AUTH", "235 in\r\n"),
    ("MAIL", "250 ok\r\n"),
    ("RCPT", "250 ok\r\n"),
    ("DATA", "354 go on\r\n"),
    (".", "250 2.0.0 queued as 1\r\n"),
    ("QUIT", "221 bye\r\n"),
];

/// Answers, and gives back every line it heard.
async fn serve(far: DuplexStream, faults: Answers, heard: Arc<Mutex<Vec<String>>>) -> Option<()> {
    let (read, mut out) = split(far);
    let mut lines = BufReader::new(read);
    let answer = |said: &str| {
        let find =
            |answers: Answers| answers.iter().find(|(start, _)| said.starts_with(start)).map(|(_, words)| *words);
        find(faults).or_else(|| find(USUAL)).unwrap_or("500 what\r\n")
    };
    let mut said = "greeting".to_owned();
    let mut is_text = false;
    loop {
        if !is_text || said == ".\r\n" {
            let mut words = answer(&said);
            if let Some(seconds) = words.strip_prefix("wait ") {
                tokio::time::sleep(Duration::from_secs(seconds.parse().unwrap())).await;
                words = "250 at last\r\n";
            }
            is_text = words.starts_with("354");
            out.write_all(words.as_bytes()).await.ok().filter(|()| !words.is_empty())?;
        }
        said.clear();
        if lines.read_line(&mut said).await.ok()? == 0 {
            return None;
        }
        heard.lock().unwrap().push(said.clone());
        if is_text && answer("text").is_empty() {
            return None;
        }
    }
}

struct Outcome {
    handed: Result<Handover, Problem>,
    heard: Vec<String>,
    was_intended: bool,
}

async fn hand(faults: Answers, raw: &[u8]) -> Outcome {
    hand_as(faults, raw, "service@example.test", Ok(None)).await
}

async fn hand_as(faults: Answers, raw: &[u8], from: &str, intent: Result<Option<Turn>, Problem>) -> Outcome {
    hand_with(Credential::Password("right".to_owned().into()), faults, raw, from, intent).await
}

async fn hand_with(
    credential: Credential,
    faults: Answers,
    raw: &[u8],
    from: &str,
    intent: Result<Option<Turn>, Problem>,
) -> Outcome {
    let (near, far) = duplex(1024);
    let heard = Arc::new(Mutex::new(Vec::new()));
    let serving = tokio::spawn(serve(far, faults, heard.clone()));
    let near = Patient::new(near, tls::LIMIT);
    let patience = near.patience();
    let (host, security) = ("smtp.example.test".to_owned(), Security::Tls);
    let server = ServerSettings { host, port: 465, security, user: "service@example.test".into(), ca_file: None };
    let letter = Letter { from, to: "sd@court.example.test", message_id: "1@example.test", raw };
    let was_intended = Arc::new(AtomicBool::new(false));
    let intent = {
        let (was_intended, heard) = (was_intended.clone(), heard.clone());
        async move {
            was_intended.store(true, Ordering::Relaxed);
            assert!(heard.lock().unwrap().iter().any(|line| line.starts_with("RCPT TO:<sd@court.example.test>")));
            assert_eq!(heard.lock().unwrap().last().map(String::as_str), Some("DATA\r\n"));
            intent
        }
    };
    let hello = ClientId::Ipv4(std::net::Ipv4Addr::LOCALHOST);
    let handed = deliver(Carrier::new(near, None), &hello, patience, &server, &credential, letter, intent).await;
    serving.await.unwrap();
    let heard = heard.lock().unwrap().clone();
    Outcome { handed, heard, was_intended: was_intended.load(Ordering::Relaxed) }
}

#[tokio::test]
async fn the_exact_bytes_arrive_and_the_answer_is_kept() {
    for raw in ["Subject: a\r\n\r\nfirst\r\n.\r\n..two\r\nlast\r\n", "Subject: a\r\n\r\nno line end"] {
        let outcome = hand(&[], raw.as_bytes()).await;
        assert!(matches!(outcome.handed, Ok(Handover::Taken { answer }) if answer == "250 2.0.0 queued as 1"));
        let start = outcome.heard.iter().position(|line| line == "DATA\r\n").unwrap() + 1;
        let end = outcome.heard.iter().position(|line| line == ".\r\n").unwrap();
        let text: String =
            outcome.heard[start..end].iter().map(|line| line.strip_prefix('.').unwrap_or(line)).collect();
        assert_eq!(text.trim_end_matches("\r\n"), raw.trim_end_matches("\r\n"));
        assert!(text.ends_with("last\r\n") || text.ends_with("no line end\r\n"), "{text:?}");
    }
}

#[tokio::test]
async fn refusals_before_the_text_are_surely_unsent() {
    let cases: &[(Answers, &str)] = &[
        (&[("greeting", "554 go away\r\n")], "receipt.not-now"),
        (&[("greeting", "")], "mailbox.connection-broken"),
        (&[("AUTH", "535 5.7.8 wrong\r\n")], "mailbox.login-refused"),
        (&[("AUTH", "454 busy\r\n")], "receipt.not-now"),
        (&[("EHLO", "250 smtp.example.test\r\n")], "mailbox.login-refused"),
        (&[("MAIL", "550 5.7.1 not you\r\n")], "receipt.refused"),
        (&[("MAIL", "451 later\r\n")], "receipt.not-now"),
        (&[("RCPT", "550 5.1.1 nobody\r\n")], "receipt.refused"),
        (&[("RCPT", "450 4.2.1 greylisted\r\n")], "receipt.not-now"),
        (&[("RCPT", "")], "mailbox.connection-broken"),
        (&[("DATA", "452 full\r\n")], "receipt.not-now"),
        (&[("DATA", "")], "mailbox.connection-broken"),
    ];
    for (faults, code) in cases {
        let outcome = hand(faults, b"Subject: a\r\n\r\ntext\r\n").await;
        let Ok(Handover::NotHandedOver(error)) = outcome.handed else { panic!("{faults:?}") };
        assert_eq!(error.code(), *code, "{faults:?} {error:?}");
        assert!(!outcome.was_intended && !outcome.heard.iter().any(|line| line == "text\r\n"), "{faults:?}");
    }
}

#[tokio::test]
async fn an_answer_to_the_text_is_an_answer_and_none_is_unsure() {
    let refused = hand(&[(".", "552 5.3.4 too big\r\n")], b"a\r\n").await.handed;
    assert!(
        matches!(refused, Ok(Handover::NotHandedOver(ConnectError::Refused { says, .. })) if says.contains("too big"))
    );
    let later = hand(&[(".", "451 4.3.0 later\r\n")], b"a\r\n").await.handed;
    assert!(matches!(later, Ok(Handover::NotHandedOver(ConnectError::NotNow { .. }))));
    for silent in [&[(".", "")] as Answers, &[(".", "what is this\r\n")]] {
        let outcome = hand(silent, b"a\r\n").await;
        assert!(matches!(outcome.handed, Ok(Handover::Unsure { .. })), "{:?}", outcome.handed);
        assert!(outcome.was_intended);
    }
}

#[tokio::test]
async fn a_break_inside_the_text_is_surely_unsent() {
    let long = b"a line of text\r\n".repeat(10_000);
    let outcome = hand(&[("text", "")], &long).await;
    assert!(matches!(outcome.handed, Ok(Handover::NotHandedOver(ConnectError::Broken { .. }))));
    assert!(!outcome.heard.iter().any(|line| line == ".\r\n"));
}

/// The computer slept between the text and its last dot: another desk may have answered meanwhile.
#[tokio::test]
async fn a_text_whose_turn_is_over_stays_without_its_last_dot() {
    let outcome = hand_as(&[], b"Subject: a\r\n\r\ntext\r\n", "service@example.test", Ok(Some(Turn::over()))).await;
    assert!(
        matches!(outcome.handed, Ok(Handover::NotHandedOver(ConnectError::TurnOver { .. }))),
        "{:?}",
        outcome.handed
    );
    assert!(!outcome.heard.iter().any(|line| line == ".\r\n"), "{:?}", outcome.heard);
    let begun = Ok(Some(Turn::begins()));
    let outcome = hand_as(&[], b"Subject: a\r\n\r\ntext\r\n", "service@example.test", begun).await;
    assert!(matches!(outcome.handed, Ok(Handover::Taken { .. })));
}

#[tokio::test]
async fn without_the_intent_on_record_no_text_leaves() {
    let refusal = Err(Problem::new("receipt.gone", []));
    let outcome = hand_as(&[], b"Subject: a\r\n\r\ntext\r\n", "service@example.test", refusal).await;
    assert_eq!(outcome.handed.unwrap_err().code, "receipt.gone");
    assert!(!outcome.heard.iter().any(|line| line == "text\r\n" || line == ".\r\n"), "{:?}", outcome.heard);
}

#[tokio::test]
async fn what_is_not_ascii_is_announced_or_refused() {
    let outcome = hand_as(&[], "正文\r\n".as_bytes(), "王@example.test", Ok(None)).await;
    assert!(matches!(outcome.handed, Ok(Handover::Taken { .. })));
    assert!(outcome.heard.contains(&"MAIL FROM:<王@example.test> SMTPUTF8 BODY=8BITMIME\r\n".to_owned()));
    let old: Answers = &[("EHLO", "250 AUTH PLAIN\r\n")];
    let outcome = hand(old, "正文\r\n".as_bytes()).await;
    assert!(matches!(outcome.handed, Ok(Handover::NotHandedOver(ConnectError::Refused { .. }))));
}

#[tokio::test(start_paused = true)]
async fn an_answer_may_take_minutes_and_no_answer_is_unsure() {
    let began = tokio::time::Instant::now();
    let slow = hand(&[(".", "wait 200")], b"a\r\n").await;
    assert!(matches!(slow.handed, Ok(Handover::Taken { .. })), "{:?}", slow.handed);
    assert!(began.elapsed() >= Duration::from_secs(200));
    let never = hand(&[(".", "wait 100000")], b"a\r\n").await;
    assert!(matches!(never.handed, Ok(Handover::Unsure { .. })), "{:?}", never.handed);
    let never = hand(&[("RCPT", "wait 100000")], b"a\r\n").await;
    assert!(matches!(never.handed, Ok(Handover::NotHandedOver(ConnectError::Broken { .. }))));
}

#[tokio::test]
async fn reports_are_asked_for_where_they_are_offered_and_only_there() {
    const OFFERS: Answers = &[("EHLO", "250-smtp.example.test\r\n250-8BITMIME\r\n250-DSN\r\n250 AUTH PLAIN LOGIN\r\n")];
    let outcome = hand(OFFERS, b"Subject: a\r\n\r\ntext\r\n").await;
    assert!(matches!(outcome.handed, Ok(Handover::Taken { .. })));
    let line = |outcome: &Outcome, start: &str| outcome.heard.iter().find(|line| line.starts_with(start)).cloned();
    let (mail, to) = (line(&outcome, "MAIL").unwrap(), line(&outcome, "RCPT").unwrap());
    assert!(mail.contains("RET=HDRS") && mail.contains("ENVID=1@example.test"), "{mail}");
    assert!(to.contains("NOTIFY=SUCCESS,FAILURE,DELAY"), "{to}");
    let plain = hand(&[], b"Subject: a\r\n\r\ntext\r\n").await;
    let heard = plain.heard.concat();
    assert!(!heard.contains("NOTIFY") && !heard.contains("ENVID"), "{heard}");
}

#[tokio::test]
async fn a_read_receipt_has_no_sender_on_the_envelope() {
    let outcome = hand_as(&[], b"Subject: a\r\n\r\ntext\r\n", "", Ok(None)).await;
    assert!(matches!(outcome.handed, Ok(Handover::Taken { .. })));
    assert!(outcome.heard.iter().any(|line| line.starts_with("MAIL FROM:<>")), "{:?}", outcome.heard);
}

#[tokio::test]
async fn a_token_is_shown_as_xoauth2_and_a_refusal_of_it_is_a_refused_login() {
    const OFFERS: (&str, &str) = ("EHLO", "250-smtp.example.test\r\n250-8BITMIME\r\n250 AUTH PLAIN XOAUTH2\r\n");
    let token = || Credential::Token("ya29.token".to_owned().into());
    let raw = b"Subject: a\r\n\r\ntext\r\n";
    let taken = hand_with(token(), &[OFFERS], raw, "service@example.test", Ok(None)).await;
    assert!(matches!(taken.handed, Ok(Handover::Taken { .. })), "{:?}", taken.handed);
    // base64 of user=service@example.test ^A auth=Bearer ya29.token ^A ^A
    let wanted = "AUTH XOAUTH2 dXNlcj1zZXJ2aWNlQGV4YW1wbGUudGVzdAFhdXRoPUJlYXJlciB5YTI5LnRva2VuAQE=\r\n";
    assert!(taken.heard.iter().any(|line| line == wanted), "{:?}", taken.heard);
    for refusal in ["535 5.7.3 no\r\n", "334 eyJzdGF0dXMiOiI0MDEifQ==\r\n"] {
        let faults: Answers = Box::leak(Box::new([OFFERS, ("AUTH", refusal)]));
        let refused = hand_with(token(), faults, raw, "service@example.test", Ok(None)).await;
        let Ok(Handover::NotHandedOver(error)) = refused.handed else { panic!("{refusal}") };
        assert_eq!(error.code(), "mailbox.login-refused", "{error:?}");
        assert!(!error.to_string().contains("ya29"));
    }
}
