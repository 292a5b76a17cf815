//! Robots of group chats: what WeCom, DingTalk and Feishu want to be sent, signed as they document it, and what they answer.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use hmac::{Hmac, KeyInit as _, Mac as _};
use reqwest::{Client, Url, redirect};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Value, json};
use sha2::Sha256;

use super::words::Said;
use crate::problem::chain;
use crate::secrets;
use crate::settings::{RobotKind, RobotWay};
use crate::view::Problem;

/// How long a robot may take to answer.
const PATIENCE: Duration = Duration::from_secs(15);
/// Longest answer that is read.
const LONGEST_ANSWER: usize = 16 * 1024;

/// A robot's address and, where it signs, its key.
pub struct Key {
    /// The address; a secret, because whoever has it may speak in the group.
    pub url: SecretString,
    /// The key messages are signed with 加签.
    pub secret: Option<SecretString>,
}

/// Variables and keychain entries of a robot.
pub fn names(id: &str) -> [(String, String); 2] {
    let capital = id.to_ascii_uppercase().replace('-', "_");
    [
        (format!("robot {id}"), format!("SONGDA_ROBOT_{capital}")),
        (format!("robot {id} secret"), format!("SONGDA_ROBOT_{capital}_SECRET")),
    ]
}

/// The key of a robot from the keychain or the environment.
///
/// # Errors
/// `remind.no-address` when none is there.
pub async fn key(robot: &RobotWay) -> Result<Key, Problem> {
    let [(url_name, url_variable), (secret_name, secret_variable)] = names(&robot.id);
    let url = secrets::of_name(&url_name, &url_variable).await;
    let url = url.map_err(|error| Problem::new("remind.no-address", [robot.id.clone(), error.to_string()]))?;
    // WeCom robots have no signing; asking the keychain twice would ask a person twice.
    let secret = match robot.kind {
        RobotKind::Wecom => None,
        _ => secrets::of_name(&secret_name, &secret_variable).await.ok(),
    };
    Ok(Key { url, secret })
}

/// Sends a message; gives the platform's own words.
///
/// # Errors
/// `remind.*` when it was not delivered, with the platform's words.
pub async fn send(robot: &RobotWay, key: &Key, said: &Said, now_millis: i64) -> Result<String, Problem> {
    let mut url = checked(robot, key.url.expose_secret())?;
    let body = body(robot, key.secret.as_ref(), said, now_millis);
    if let (RobotKind::Dingtalk, Some(secret)) = (robot.kind, &key.secret) {
        let sign = dingtalk_sign(secret.expose_secret(), now_millis);
        url.query_pairs_mut().append_pair("timestamp", &now_millis.to_string()).append_pair("sign", &sign);
    }
    let unreachable = |error: reqwest::Error| {
        // The error's own address would be the secret.
        Problem::new("remind.unreachable", [robot.id.clone(), chain(&error.without_url())]).retried()
    };
    let client = client().map_err(unreachable)?;
    let answer = client.post(url).json(&body).send().await.map_err(unreachable)?;
    let status = answer.status();
    let text = answer.text().await.map_err(unreachable)?;
    let text: String = text.chars().take(LONGEST_ANSWER).collect();
    judged(robot, status.as_u16(), &text)
}

fn client() -> Result<Client, reqwest::Error> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().timeout(PATIENCE).redirect(redirect::Policy::none()).build()
}

/// Whether an address may be this robot's.
///
/// # Errors
/// `remind.other-host` when it is not its platform's; nothing of the address is repeated but its host.
pub fn check(robot: &RobotWay, address: &str) -> Result<(), Problem> {
    checked(robot, address).map(drop)
}

/// A robot's address must be the platform's own; one on this very computer may be a relay of the office.
fn checked(robot: &RobotWay, text: &str) -> Result<Url, Problem> {
    let hosts: &[&str] = match robot.kind {
        RobotKind::Wecom => &["qyapi.weixin.qq.com"],
        RobotKind::Dingtalk => &["oapi.dingtalk.com", "api.dingtalk.com"],
        RobotKind::Feishu => &["open.feishu.cn", "open.larksuite.com"],
    };
    let other = |host: &str| Problem::new("remind.other-host", [robot.id.clone(), host.to_owned()]);
    let url = Url::parse(text.trim()).map_err(|error| other(&error.to_string()))?;
    let host = url.host_str().unwrap_or_default();
    let is_platform = url.scheme() == "https" && hosts.contains(&host);
    let is_own = host == "127.0.0.1" && matches!(url.scheme(), "http" | "https");
    if is_platform || is_own { Ok(url) } else { Err(other(host)) }
}

/// The message in the shape the platform documents.
fn body(robot: &RobotWay, secret: Option<&SecretString>, said: &Said, now_millis: i64) -> Value {
    match robot.kind {
        RobotKind::Wecom => json!({
            "msgtype": "text",
            "text": {"content": said.text(), "mentioned_mobile_list": robot.mentions},
        }),
        RobotKind::Dingtalk => {
            let calls: String = robot.mentions.iter().map(|mobile| format!(" @{mobile}")).collect();
            json!({
                "msgtype": "text",
                "text": {"content": format!("{}{calls}", said.text())},
                "at": {"atMobiles": robot.mentions, "isAtAll": false},
            })
        }
        RobotKind::Feishu => {
            let mut body = json!({"msg_type": "text", "content": {"text": said.text()}});
            if let (Some(secret), Value::Object(fields)) = (secret, &mut body) {
                let seconds = now_millis / 1000;
                fields.insert("timestamp".to_owned(), json!(seconds.to_string()));
                fields.insert("sign".to_owned(), json!(feishu_sign(secret.expose_secret(), seconds)));
            }
            body
        }
    }
}

/// DingTalk: base64 of HMAC-SHA256 of `timestamp\nsecret` with the secret as key; percent-encoded into the address.
fn dingtalk_sign(secret: &str, millis: i64) -> String {
    hmac(secret.as_bytes(), format!("{millis}\n{secret}").as_bytes())
}

/// Feishu: base64 of HMAC-SHA256 of nothing with `timestamp\nsecret` as key.
fn feishu_sign(secret: &str, seconds: i64) -> String {
    hmac(format!("{seconds}\n{secret}").as_bytes(), b"")
}

fn hmac(key: &[u8], message: &[u8]) -> String {
    // HMAC takes a key of any length (RFC 2104).
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return String::new() };
    mac.update(message);
    BASE64.encode(mac.finalize().into_bytes())
}

/// The platforms answer 200 and put the truth into the body.
fn judged(robot: &RobotWay, status: u16, text: &str) -> Result<String, Problem> {
    let answer: Value = serde_json::from_str(text).unwrap_or(Value::Null);
    let number = |name: &str| answer.get(name).and_then(Value::as_i64);
    let code = number("errcode").or_else(|| number("code")).or_else(|| number("StatusCode"));
    let says = ["errmsg", "msg", "StatusMessage"].iter().find_map(|name| answer.get(*name).and_then(Value::as_str));
    let says = says.unwrap_or(text).chars().take(200).collect::<String>();
    let facts = [robot.id.clone(), format!("{} {says}", code.unwrap_or_else(|| i64::from(status)))];
    // Too often: WeCom 45009, DingTalk 130101 and 410100, Feishu 9499 and 11232, HTTP 429.
    let is_busy = status == 429 || matches!(code, Some(45009 | 130_101 | 410_100 | 9499 | 11_232));
    match code {
        Some(0) if (200..300).contains(&status) => Ok(says),
        _ if is_busy => Err(Problem::new("remind.busy", facts).retried()),
        _ if status >= 500 => Err(Problem::new("remind.unreachable", facts).retried()),
        _ => Err(Problem::new("remind.refused", facts)),
    }
}

#[cfg(test)]
mod tests;
