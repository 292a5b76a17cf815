//! Messages as a server on this computer receives them, and its answers.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::*;
use crate::settings::Level;

fn robot(kind: RobotKind) -> RobotWay {
    RobotWay {
        id: "robot".into(),
        name: String::new(),
        kind,
        level: Level::Handler,
        mentions: vec!["13800000000".into()],
    }
}

fn said() -> Said {
    Said {
        title: "【送达台】今日届满 1 件".into(), lines: vec!["· 某法院 · 提出答辩状 · 2026-12-07（今日）".into()]
    }
}

/// A server that takes one request, gives it back and answers with this.
async fn served(
    robot: &RobotWay,
    secret: Option<&str>,
    status: &str,
    answer: &str,
) -> (String, Result<String, Problem>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let response =
        format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{answer}", answer.len());
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = Vec::new();
        loop {
            let mut piece = [0_u8; 4096];
            let read = stream.read(&mut piece).await.unwrap();
            request.extend_from_slice(&piece[..read]);
            let text = String::from_utf8_lossy(&request).into_owned();
            let length = text
                .to_ascii_lowercase()
                .split("content-length: ")
                .nth(1)
                .and_then(|rest| rest.split("\r\n").next().and_then(|number| number.parse::<usize>().ok()));
            let body = request.windows(4).position(|end| end == b"\r\n\r\n").map(|at| request.len() - at - 4);
            if read == 0 || body.zip(length).is_some_and(|(body, length)| body >= length) {
                break;
            }
        }
        stream.write_all(response.as_bytes()).await.unwrap();
        String::from_utf8(request).unwrap()
    });
    let url = format!("http://127.0.0.1:{port}/robot/send?access_token=geheim");
    let key = Key { url: url.into(), secret: secret.map(|secret| secret.to_owned().into()) };
    let outcome = send(robot, &key, &said(), 1_764_300_000_123).await;
    (server.await.unwrap(), outcome)
}

fn body_of(request: &str) -> Value {
    serde_json::from_str(request.split("\r\n\r\n").nth(1).unwrap()).unwrap()
}

const WELL: &str = r#"{"errcode":0,"errmsg":"ok"}"#;

#[tokio::test]
async fn wecom_gets_text_and_who_is_called() {
    let (request, outcome) = served(&robot(RobotKind::Wecom), None, "200 OK", WELL).await;
    assert_eq!(outcome.unwrap(), "ok");
    let body = body_of(&request);
    assert_eq!(body["msgtype"], "text");
    assert!(body["text"]["content"].as_str().unwrap().contains("今日届满 1 件"));
    assert_eq!(body["text"]["mentioned_mobile_list"][0], "13800000000");
}

#[tokio::test]
async fn dingtalk_gets_time_and_signature_in_the_address() {
    let (request, outcome) = served(&robot(RobotKind::Dingtalk), Some("SECtest"), "200 OK", WELL).await;
    outcome.unwrap();
    let line = request.lines().next().unwrap();
    // HMAC-SHA256 with key "SECtest" of "1764300000123\nSECtest", base64, percent-encoded; worked out by another program.
    assert!(
        line.contains(
            "access_token=geheim&timestamp=1764300000123&sign=bCsBS8pNNex%2FcuaqrE%2FwaLwgofBoUsvsHhMQlLOCSX4%3D"
        ),
        "{line}"
    );
    assert_eq!(body_of(&request)["at"]["atMobiles"][0], "13800000000");
    assert!(body_of(&request)["text"]["content"].as_str().unwrap().ends_with("@13800000000"));
}

#[tokio::test]
async fn feishu_gets_seconds_and_signature_in_the_body() {
    let answer = r#"{"code":0,"msg":"success","data":{}}"#;
    let (request, outcome) = served(&robot(RobotKind::Feishu), Some("SECtest"), "200 OK", answer).await;
    assert_eq!(outcome.unwrap(), "success");
    let body = body_of(&request);
    assert_eq!((body["timestamp"].as_str(), body["msg_type"].as_str()), (Some("1764300000"), Some("text")));
    // HMAC-SHA256 with key "1764300000\nSECtest" of nothing, base64; worked out by another program.
    assert_eq!(body["sign"], "wOV5lCLvcLDpSDvm2yUDQE/BV7dX3+6twhY56+k37Dk=");
}

#[tokio::test]
async fn a_refusal_inside_a_well_looking_answer_is_one() {
    let refusal = r#"{"errcode":310000,"errmsg":"sign not match"}"#;
    let (_, outcome) = served(&robot(RobotKind::Dingtalk), None, "200 OK", refusal).await;
    let problem = outcome.unwrap_err();
    assert_eq!((problem.code.as_str(), problem.retries), ("remind.refused", false));
    assert!(problem.facts[1].contains("310000 sign not match"), "{problem:?}");
    let (_, outcome) =
        served(&robot(RobotKind::Wecom), None, "200 OK", r#"{"errcode":45009,"errmsg":"freq out of limit"}"#).await;
    assert_eq!(outcome.unwrap_err().code, "remind.busy");
    let (_, outcome) = served(&robot(RobotKind::Wecom), None, "502 Bad Gateway", "<html>").await;
    assert_eq!(outcome.unwrap_err().code, "remind.unreachable");
    let (_, outcome) = served(&robot(RobotKind::Wecom), None, "302 Found", "").await;
    assert_eq!(outcome.unwrap_err().code, "remind.refused", "no other place is gone to");
}

#[tokio::test]
async fn a_key_is_sent_to_its_platform_alone_and_never_told() {
    let key = |url: &str| Key { url: url.to_owned().into(), secret: None };
    for url in [
        "https://evil.example.test/cgi-bin/webhook/send?key=geheim",
        "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=geheim",
        "https://qyapi.weixin.qq.com.example.test/send?key=geheim",
        "not an address",
    ] {
        let problem = send(&robot(RobotKind::Wecom), &key(url), &said(), 0).await.unwrap_err();
        assert_eq!(problem.code, "remind.other-host", "{url}");
        assert!(!format!("{problem:?}").contains("geheim"), "{problem:?}");
    }
    // Nobody listens there.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let closed = key(&format!("http://127.0.0.1:{port}/send?key=geheim"));
    let problem = send(&robot(RobotKind::Wecom), &closed, &said(), 0).await.unwrap_err();
    assert_eq!((problem.code.as_str(), problem.retries), ("remind.unreachable", true));
    assert!(!format!("{problem:?}").contains("geheim"), "{problem:?}");
}
