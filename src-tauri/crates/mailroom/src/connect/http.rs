//! A channel to an interface of a court: a documented JSON request, the same key for the same receipt.
//!
//! `POST url`, `Content-Type: application/json`, `Idempotency-Key: <id of the receipt>`, which is the same in every home
//! that answers the same mail, and where the office has a token `Authorization: Bearer …`. The body is one object, after
//! `tests/receipt-request.schema.json`:
//!
//! | key | meaning |
//! |---|---|
//! | `shape` | `songda.receipt-request/1` |
//! | `receipt` | what programs read, after `tests/receipt.schema.json` |
//! | `text` | the same for people |
//! | `enclosed` | null, or the sealed form: `name`, `base64` |
//!
//! 2xx: taken. 409: taken before under the same key. 408, 425, 429 and 5xx: not now. Every other answer: refused.
//! A request whose answer is lost is made again with the same key and the same bytes, so that nothing is taken twice.

use std::future::Future;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::{Client, StatusCode, redirect};
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};

use super::{ConnectError, Handover, Letter, Turn};
use crate::problem::chain;
use crate::secrets;
use crate::settings::Interface;
use crate::view::Problem;

/// Longest wait for an answer.
const LIMIT: Duration = Duration::from_secs(60);
/// So much of an answer is kept.
const LONGEST_ANSWER: usize = 300;

/// The bytes of a request. They are kept, and sent again as they are.
pub fn request(receipt: &Value, text: &str, enclosed: Option<(&str, &[u8])>) -> Vec<u8> {
    let enclosed = enclosed.map(|(name, bytes)| json!({"name": name, "base64": STANDARD.encode(bytes)}));
    let body = json!({"shape": "songda.receipt-request/1", "receipt": receipt, "text": text, "enclosed": enclosed});
    format!("{body:#}\n").into_bytes()
}

/// Hands a receipt to the interface of a court; `key` is its id. `intent` is awaited before the request is made.
///
/// # Errors
/// What `intent` failed with; nothing was handed over then.
pub async fn hand_over<I>(
    interface: Option<&Interface>,
    key: &str,
    letter: Letter<'_>,
    intent: I,
) -> Result<Handover, Problem>
where
    I: Future<Output = Result<Option<Turn>, Problem>>,
{
    let refused = |says: &str| ConnectError::Refused { host: letter.to.to_owned(), says: says.to_owned() };
    let Some(interface) = interface else {
        // It may have been asked before and have taken the receipt: that is no refusal, after which another one is drawn up.
        let says = "this interface is no longer in the settings".to_owned();
        return Ok(Handover::NotHandedOver(ConnectError::NotNow { host: letter.to.to_owned(), says }));
    };
    let client = Client::builder().redirect(redirect::Policy::none()).timeout(LIMIT);
    // What is on this very machine is not asked for by way of a proxy.
    let client = if interface.url.starts_with("http://") { client.no_proxy() } else { client };
    let client = match client.build() {
        Ok(client) => client,
        Err(error) => return Ok(Handover::NotHandedOver(refused(&chain(&error)))),
    };
    let mut asked = client
        .post(&interface.url)
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", key)
        .body(letter.raw.to_vec());
    if let Some(command) = &interface.token {
        match secrets::from_command(command).await {
            Ok(token) => asked = asked.bearer_auth(token.expose_secret()),
            Err(error) => return Ok(Handover::NotHandedOver(error.into_connect(&interface.court))),
        }
    }
    intent.await?;
    Ok(match asked.send().await {
        Ok(answer) => {
            let status = answer.status();
            let says = beginning(answer).await;
            judge(&interface.url, status, says.trim())
        }
        Err(error) => Handover::NotHandedOver(unanswered(&interface.url, &error)),
    })
}

/// The first words of an answer: what else a server sends is not read, however much it is.
async fn beginning(mut answer: reqwest::Response) -> String {
    let mut bytes = Vec::new();
    while bytes.len() < LONGEST_ANSWER * 4 {
        match answer.chunk().await {
            Ok(Some(piece)) => bytes.extend_from_slice(&piece),
            Ok(None) | Err(_) => break,
        }
    }
    String::from_utf8_lossy(&bytes).chars().take(LONGEST_ANSWER).collect()
}

fn judge(host: &str, status: StatusCode, says: &str) -> Handover {
    let says = format!("{} {says}", status.as_u16()).trim().to_owned();
    let host = host.to_owned();
    let later = [StatusCode::REQUEST_TIMEOUT, StatusCode::TOO_EARLY, StatusCode::TOO_MANY_REQUESTS];
    if status.is_success() || status == StatusCode::CONFLICT {
        Handover::Taken { answer: says }
    } else if status.is_server_error() || later.contains(&status) {
        Handover::NotHandedOver(ConnectError::NotNow { host, says })
    } else {
        Handover::NotHandedOver(ConnectError::Refused { host, says })
    }
}

/// Without an answer it is asked again: the key makes sure that it is taken once.
fn unanswered(host: &str, error: &reqwest::Error) -> ConnectError {
    // The error quotes the address; that stands in the sentence already.
    let says = std::error::Error::source(error).map_or_else(|| "no answer".to_owned(), chain);
    ConnectError::NotNow { host: host.to_owned(), says }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;

    type Heard = Arc<Mutex<Vec<String>>>;

    /// Answers each request with the next of these; an empty one closes without a word.
    async fn court(answers: &'static [&'static str]) -> (Interface, Heard) {
        crate::connect::tls::install_provider();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://127.0.0.1:{}/receipts", listener.local_addr().unwrap().port());
        let heard = Heard::default();
        let ears = heard.clone();
        tokio::spawn(async move {
            for answer in answers {
                let (mut stream, _) = listener.accept().await.unwrap();
                let (mut said, mut piece) = (Vec::new(), [0_u8; 4096]);
                // The whole request: its head says how long its body is.
                while !is_whole(&said) {
                    let got = stream.read(&mut piece).await.unwrap();
                    said.extend_from_slice(&piece[..got]);
                }
                ears.lock().unwrap().push(String::from_utf8(said).unwrap());
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        });
        (Interface { court: "沪0112".into(), url, token: None }, heard)
    }

    fn is_whole(said: &[u8]) -> bool {
        let text = String::from_utf8_lossy(said).to_ascii_lowercase();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
        length.is_some_and(|length| body.len() >= length)
    }

    async fn ask(interface: &Interface, intent: Result<(), Problem>) -> Result<Handover, Problem> {
        let raw = request(&json!({"kind": "received"}), "received", None);
        let letter = Letter { from: "", to: &interface.url, message_id: "songda.1@example.test", raw: &raw };
        hand_over(Some(interface), "r49b7", letter, async { intent.map(|()| None) }).await
    }

    const OK: &str = "HTTP/1.1 201 Created\r\nContent-Length: 4\r\n\r\nno 7";
    const BEFORE: &str = "HTTP/1.1 409 Conflict\r\nContent-Length: 0\r\n\r\n";
    const BUSY: &str = "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n";
    const WRONG: &str = "HTTP/1.1 422 No\r\nContent-Length: 9\r\n\r\nno number";
    const ELSEWHERE: &str = "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n";

    #[tokio::test]
    async fn answers_are_taken_for_what_they_say() {
        let (interface, heard) = court(&[OK, BEFORE, BUSY, WRONG, ELSEWHERE, "", OK]).await;
        assert!(matches!(ask(&interface, Ok(())).await, Ok(Handover::Taken { answer }) if answer == "201 no 7"));
        assert!(matches!(ask(&interface, Ok(())).await, Ok(Handover::Taken { answer }) if answer == "409"));
        let not_now = |handed: Result<Handover, Problem>| {
            matches!(handed, Ok(Handover::NotHandedOver(ConnectError::NotNow { .. })))
        };
        let refused = |handed: Result<Handover, Problem>, words: &str| matches!(handed, Ok(Handover::NotHandedOver(ConnectError::Refused { says, .. })) if says.contains(words));
        assert!(not_now(ask(&interface, Ok(())).await));
        assert!(refused(ask(&interface, Ok(())).await, "no number"));
        assert!(refused(ask(&interface, Ok(())).await, "302"), "a redirect is never followed");
        assert!(not_now(ask(&interface, Ok(())).await), "the answer was lost: it is asked again");
        assert!(matches!(ask(&interface, Ok(())).await, Ok(Handover::Taken { .. })));
        let heard = heard.lock().unwrap();
        for request in heard.iter() {
            assert!(request.to_ascii_lowercase().contains("idempotency-key: r49b7"), "{request}");
        }
        let bodies: Vec<&str> =
            heard.iter().filter_map(|request| request.split_once("\r\n\r\n")).map(|(_, body)| body).collect();
        assert!(bodies.windows(2).all(|two| two[0] == two[1]) && bodies.len() == 7, "the same bytes each time");
        assert!(bodies[0].contains("songda.receipt-request/1"));
    }

    #[tokio::test]
    async fn an_answer_without_end_is_not_read_to_its_end() {
        const ENDLESS: &str = "HTTP/1.1 200 OK\r\nContent-Length: 9000000000000\r\n\r\n";
        let body = "x".repeat(100_000);
        let answer: &'static str = Box::leak(format!("{ENDLESS}{body}").into_boxed_str());
        let answers: &'static [&'static str] = Box::leak(Box::new([answer]));
        let (interface, _) = court(answers).await;
        let taken = ask(&interface, Ok(())).await;
        let is_short = |answer: &str| answer.len() <= LONGEST_ANSWER + 4;
        assert!(matches!(taken, Ok(Handover::Taken { answer }) if is_short(&answer)));
    }

    #[tokio::test]
    async fn without_the_intent_on_record_nothing_is_asked() {
        let (interface, heard) = court(&[OK]).await;
        let problem = ask(&interface, Err(Problem::new("receipt.gone", []))).await.unwrap_err();
        assert_eq!(problem.code, "receipt.gone");
        assert!(heard.lock().unwrap().is_empty());
        let closed = Interface { url: "http://127.0.0.1:1/".into(), ..interface };
        assert!(matches!(ask(&closed, Ok(())).await, Ok(Handover::NotHandedOver(ConnectError::NotNow { .. }))));
    }
}
