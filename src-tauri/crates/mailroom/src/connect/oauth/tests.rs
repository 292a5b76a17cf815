//! Signing in and refreshing against an authorization server on loopback.

use std::path::Path;
use std::sync::Arc;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::*;
use crate::settings::Settings;

/// What the server saw and how it answers.
#[derive(Default)]
struct State {
    /// Forms that were posted.
    asked: Vec<BTreeMap<String, String>>,
    /// Challenge of the sign-in under way.
    challenge: String,
    /// Whether it refuses every grant.
    refuses: bool,
    /// Whether it gives a new refresh token each time.
    rotates: bool,
    /// How long its tokens last.
    lasts: u64,
}

type Server = Arc<Mutex<State>>;

async fn server() -> (Server, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let state = Arc::new(Mutex::new(State { lasts: 3600, ..State::default() }));
    let answering = state.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut text = String::new();
            let mut piece = [0_u8; 4096];
            loop {
                let read = stream.read(&mut piece).await.unwrap_or(0);
                text.push_str(&String::from_utf8_lossy(&piece[..read]));
                let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
                let length =
                    head.to_lowercase().split("content-length: ").nth(1).and_then(|it| it.lines().next()?.parse().ok());
                if read == 0 || body.len() >= length.unwrap_or(0) {
                    break;
                }
            }
            let body = text.split_once("\r\n\r\n").map_or("", |(_, body)| body).to_owned();
            let (status, json) = answer(&answering, &body);
            let reply = format!(
                "HTTP/1.1 {status}\r\nContent-Length: {}\r\nContent-Type: application/json\r\n\r\n{json}",
                json.len()
            );
            let _ = stream.write_all(reply.as_bytes()).await;
        }
    });
    (state, base)
}

fn answer(server: &Server, body: &str) -> (&'static str, String) {
    let form: BTreeMap<String, String> = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    let mut state = server.lock().unwrap();
    state.asked.push(form.clone());
    let count = state.asked.len();
    let refused = r#"{"error":"invalid_grant","error_description":"gone"}"#.to_owned();
    let is_good = match form.get("grant_type").map(String::as_str) {
        Some("refresh_token") => form["refresh_token"].starts_with("refresh"),
        Some("authorization_code") => {
            form["code"] == "the code" && pkce::challenge(&form["code_verifier"]) == state.challenge
        }
        _ => false,
    };
    if state.refuses || !is_good {
        return ("400 Bad Request", refused);
    }
    let lasts = state.lasts;
    let renewed = state.rotates || form["grant_type"] == "authorization_code";
    let refresh = if renewed { format!(r#","refresh_token":"refresh {count}""#) } else { String::new() };
    ("200 OK", format!(r#"{{"access_token":"access {count}","expires_in":{lasts},"token_type":"Bearer"{refresh}}}"#))
}

/// A mailbox of its own for each test: what is known of tokens is known by mailbox.
fn mailbox(id: &str, base: &str) -> (MailboxSettings, OAuthSettings) {
    let text = format!(
        "[[mailbox]]\nid = \"{id}\"\naddress = \"{id}@example.test\"\n\
         imap = {{ host = \"imap.example.test\", port = 993 }}\n\
         oauth = {{ client_id = \"client\", authorize_url = \"{base}/authorize\", token_url = \"{base}/token\", \
         scopes = [\"mail\", \"offline_access\"] }}\n"
    );
    let mailbox = Settings::parse(&text, Path::new("songda.toml"), Path::new("/")).unwrap().mailboxes.remove(0);
    let oauth = mailbox.oauth.clone().unwrap();
    (mailbox, oauth)
}

/// Puts a refresh token where this process finds it, as after a sign-in without a keychain.
fn signed_in(mailbox: &MailboxSettings, oauth: &OAuthSettings, token: &str) {
    known().entry(key_of(mailbox, oauth)).or_default().unstored = Some(token.to_owned().into());
}

#[tokio::test]
async fn a_token_is_asked_for_once_and_refreshed_in_silence() {
    let (state, base) = server().await;
    let (mailbox, oauth) = mailbox("silent", &base);
    signed_in(&mailbox, &oauth, "refresh 0");
    let both = tokio::join!(access_token(&mailbox, &oauth), access_token(&mailbox, &oauth));
    let (first, second) = (both.0.unwrap(), both.1.unwrap());
    assert_eq!(first.expose_secret(), second.expose_secret());
    assert_eq!(state.lock().unwrap().asked.len(), 1, "two at once ask once");
    let asked = state.lock().unwrap().asked[0].clone();
    assert_eq!((asked["client_id"].as_str(), asked["scope"].as_str()), ("client", "mail offline_access"));
    forget_access(&mailbox, &oauth);
    assert_eq!(access_token(&mailbox, &oauth).await.unwrap().expose_secret(), "access 2");
    // Tokens that end before a login would end are not used twice.
    state.lock().unwrap().lasts = 60;
    forget_access(&mailbox, &oauth);
    access_token(&mailbox, &oauth).await.unwrap();
    access_token(&mailbox, &oauth).await.unwrap();
    assert_eq!(state.lock().unwrap().asked.len(), 4);
}

#[tokio::test]
async fn a_renewed_refresh_token_is_the_one_used_next() {
    let (state, base) = server().await;
    state.lock().unwrap().rotates = true;
    let (mailbox, oauth) = mailbox("rotating", &base);
    signed_in(&mailbox, &oauth, "refresh 0");
    access_token(&mailbox, &oauth).await.unwrap();
    forget_access(&mailbox, &oauth);
    access_token(&mailbox, &oauth).await.unwrap();
    assert_eq!(state.lock().unwrap().asked[1]["refresh_token"], "refresh 1");
}

#[tokio::test]
async fn a_refused_refresh_token_asks_for_a_person_and_is_not_asked_with_again() {
    let (state, base) = server().await;
    state.lock().unwrap().refuses = true;
    let (mailbox, oauth) = mailbox("refused", &base);
    signed_in(&mailbox, &oauth, "refresh 0");
    for _ in 0..3 {
        let error = access_token(&mailbox, &oauth).await.unwrap_err();
        assert!(matches!(&error, ConnectError::SignIn { says, .. } if says.contains("gone")), "{error:?}");
        assert_eq!(error.code(), "mailbox.sign-in-needed");
        assert!(!error.to_string().contains("refresh 0"));
    }
    assert_eq!(state.lock().unwrap().asked.len(), 1);
    // A new sign-in is another token.
    state.lock().unwrap().refuses = false;
    signed_in(&mailbox, &oauth, "refresh 9");
    access_token(&mailbox, &oauth).await.unwrap();
}

#[test]
fn only_a_void_grant_is_refused_for_good() {
    assert!(ask_again("invalid_grant: AADSTS70000: expired.").is_none() && ask_again("invalid_grant").is_none());
    for passing in ["invalid_client: the secret expired", "unauthorized_client", "invalid_request: invalid_grant"] {
        let again = ask_again(passing).unwrap_or_else(|| panic!("{passing} is for good"));
        assert!(again > Instant::now() + REFUSED_AGAIN / 2);
    }
}

#[tokio::test]
async fn a_token_server_that_is_away_is_not_a_refusal() {
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let (mailbox, oauth) = mailbox("away", &format!("http://{closed}"));
    signed_in(&mailbox, &oauth, "refresh 0");
    assert!(matches!(access_token(&mailbox, &oauth).await, Err(ConnectError::Tcp { .. })));
}

#[tokio::test]
async fn a_person_signs_in_in_the_browser() {
    let (state, base) = server().await;
    let (mailbox, oauth) = mailbox("person", &base);
    let sign_in = begin(&mailbox).await.unwrap();
    let (place, query) = sign_in.url().split_once('?').unwrap();
    assert_eq!(place, format!("{base}/authorize"));
    let asked: BTreeMap<String, String> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    assert_eq!(asked["code_challenge_method"], "S256");
    assert_eq!(asked["login_hint"], "person@example.test");
    state.lock().unwrap().challenge.clone_from(&asked["code_challenge"]);
    let way_back = asked["redirect_uri"].trim_start_matches("http://").trim_end_matches('/').to_owned();
    assert!(way_back.starts_with("127.0.0.1:"), "the way back is this machine's alone: {way_back}");
    let finished = tokio::spawn(sign_in.finish());
    let mut browser = TcpStream::connect(way_back).await.unwrap();
    let target = format!("/?{}", http::form([("code", "the code"), ("state", asked["state"].as_str())]));
    browser.write_all(format!("GET {target} HTTP/1.1\r\nHost: x\r\n\r\n").as_bytes()).await.unwrap();
    let mut page = String::new();
    browser.read_to_string(&mut page).await.unwrap();
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    finished.await.unwrap().unwrap();
    assert_eq!(access_token(&mailbox, &oauth).await.unwrap().expose_secret(), "access 1", "at hand at once");
    assert_eq!(state.lock().unwrap().asked.len(), 1);
}

#[tokio::test]
async fn a_person_who_says_no_leaves_everything_as_it_was() {
    let (state, base) = server().await;
    let (mailbox, _) = mailbox("no", &base);
    let sign_in = begin(&mailbox).await.unwrap();
    let query = sign_in.url().split_once('?').unwrap().1.to_owned();
    let asked: BTreeMap<String, String> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let way_back = asked["redirect_uri"].trim_start_matches("http://").trim_end_matches('/').to_owned();
    let finished = tokio::spawn(sign_in.finish());
    let mut browser = TcpStream::connect(way_back).await.unwrap();
    let target = format!("/?error=access_denied&{}", http::form([("state", asked["state"].as_str())]));
    browser.write_all(format!("GET {target} HTTP/1.1\r\nHost: x\r\n\r\n").as_bytes()).await.unwrap();
    let error = finished.await.unwrap().unwrap_err();
    assert!(matches!(&error, ConnectError::SignIn { says, .. } if says.contains("access_denied")), "{error:?}");
    assert!(state.lock().unwrap().asked.is_empty());
}
