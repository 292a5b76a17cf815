//! Providers found by domain and by exchanger, against a name service on loopback.

use std::net::Ipv4Addr;

use tokio::net::UdpSocket;

use super::*;

/// A name service that answers every question with these exchangers: none is NXDOMAIN, `None` is silence.
async fn name_service(answer: Option<Vec<(u16, &'static str)>>) -> SocketAddr {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = socket.local_addr().unwrap();
    tokio::spawn(async move {
        let mut question = [0_u8; 512];
        while let Ok((length, from)) = socket.recv_from(&mut question).await {
            let Some(hosts) = &answer else { continue };
            // The question ends four bytes after the name's closing zero (RFC 1035 section 4.1.2).
            let name_end = 12 + question[12..length].iter().position(|byte| *byte == 0).unwrap() + 1;
            let mut reply = question[..name_end + 4].to_vec();
            let code = if hosts.is_empty() { 3 } else { 0 };
            reply[2..4].copy_from_slice(&[0x81, 0x80 | code]);
            reply[4..12].copy_from_slice(&[0, 1, 0, u8::try_from(hosts.len()).unwrap(), 0, 0, 0, 0]);
            for (preference, host) in hosts {
                let mut data = preference.to_be_bytes().to_vec();
                for label in host.split('.').filter(|label| !label.is_empty()) {
                    data.push(u8::try_from(label.len()).unwrap());
                    data.extend_from_slice(label.as_bytes());
                }
                data.push(0);
                reply.extend_from_slice(&[0xc0, 12, 0, 15, 0, 1, 0, 0, 0, 60]);
                reply.extend_from_slice(&u16::try_from(data.len()).unwrap().to_be_bytes());
                reply.extend_from_slice(&data);
            }
            let _ = socket.send_to(&reply, from).await;
        }
    });
    address
}

fn id(found: &Found) -> Option<&str> {
    found.provider.as_ref().map(|it| it.id.as_str())
}

#[tokio::test]
async fn a_companys_own_domain_is_told_by_its_exchanger() {
    let server = name_service(Some(vec![(10, "mxbiz2.qq.com."), (5, "mxbiz1.qq.com.")])).await;
    let found = provider_by("office@company.example", Some(server)).await;
    assert_eq!((found.by.as_str(), id(&found)), ("mx", Some("exmail")), "{found:?}");
    assert_eq!(found.mx, ["mxbiz1.qq.com", "mxbiz2.qq.com"], "the preferred first");
    let own = name_service(Some(vec![(10, "mail.company.example.")])).await;
    let found = provider_by("office@company.example", Some(own)).await;
    assert_eq!((found.by.as_str(), id(&found)), ("unknown", None));
}

#[tokio::test]
async fn a_known_domain_asks_nobody() {
    let silent = name_service(None).await;
    let found = provider_by("a@163.com", Some(silent)).await;
    assert_eq!((found.by.as_str(), id(&found)), ("domain", Some("163")));
    for strange in ["nobody", "@163.com", "a@", "a@b c"] {
        assert_eq!(provider_by(strange, Some(silent)).await.by, "no-address", "{strange}");
    }
}

#[tokio::test]
async fn no_mail_and_no_answer_are_told_apart() {
    let none = name_service(Some(Vec::new())).await;
    assert_eq!(provider_by("a@company.example", Some(none)).await.by, "no-mx");
    let refuses = name_service(Some(vec![(0, ".")])).await;
    assert_eq!(provider_by("a@company.example", Some(refuses)).await.by, "no-mx", "a null MX takes no mail");
    let silent = name_service(None).await;
    let began = tokio::time::Instant::now();
    assert_eq!(provider_by("a@company.example", Some(silent)).await.by, "no-answer");
    assert!(began.elapsed() <= LIMIT + Duration::from_secs(1), "a person waits");
}
