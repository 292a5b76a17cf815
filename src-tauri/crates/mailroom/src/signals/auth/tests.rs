//! Signatures over real bytes: those that prove something, and every way in which they do not.

#[path = "fixtures.rs"]
mod fixtures;

use fixtures::{KEY_OF_512, KEY_OF_1024, LENGTH, P512, P1024, P2048, RELAXED, RELAXED_SIMPLE, SHA1, SIGNS, SIMPLE};
use mail_auth::common::crypto::{Ed25519Key, RsaKey, Sha256};
use mail_auth::common::headers::HeaderWriter as _;
use mail_auth::dkim::{Canonicalization, DkimSigner};
use proptest::prelude::*;
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject as _;

use super::*;

const MAIL: &str = "Received: by mx.office.example; Fri, 20 Nov 2026 16:42:11 +0800\r\n\
From: =?utf-8?B?5rOV6Zmi?= <sd@court.example.test>\r\n\
To: service@office.example\r\n\
Subject: =?utf-8?B?5Lyg56Wo?=\r\n\
Date: Fri, 20 Nov 2026 16:40:02 +0800\r\n\
Message-ID: <1@court.example.test>\r\n\
MIME-Version: 1.0\r\n\
Content-Type: text/plain; charset=utf-8\r\n\
\r\n\
请查收  \r\n\r\n\r\n";
const NAME: &str = "s1._domainkey.court.example.test";

fn arrival() -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc3339("2026-11-20T16:42:11+08:00").ok()
}

fn keys(record: &str) -> Keys {
    Keys::from([(NAME.to_owned(), vec![record.to_owned()])])
}

fn rsa(public: &str) -> Keys {
    keys(&format!("v=DKIM1; k=rsa; p={public}"))
}

#[track_caller]
fn expect(raw: &str, keys: &Keys, outcome: DkimOutcome) -> DkimSeen {
    let mut seen = check(raw.as_bytes(), keys, arrival());
    assert_eq!(seen.len(), 1, "{seen:?}");
    let seen = seen.remove(0);
    assert_eq!(seen.outcome, outcome, "{seen:?}");
    seen
}

/// Signs with our own library, so that tests can choose what is signed.
fn signed(mail: &str, change: impl FnOnce(Signer) -> Signer) -> String {
    let pem = format!("-----BEGIN {0}-----\n{SIGNS}\n-----END {0}-----\n", "PRIVATE KEY");
    let key = RsaKey::<Sha256>::from_key_der(PrivateKeyDer::from_pem_slice(pem.as_bytes()).unwrap()).unwrap();
    let signer = DkimSigner::from_key(key).domain("court.example.test").selector("s1");
    let signer = change(signer.headers(["From", "To", "Subject", "Date"]));
    format!("{}{mail}", signer.sign(mail.as_bytes()).unwrap().to_header())
}

type Signer = DkimSigner<RsaKey<Sha256>, mail_auth::dkim::Done>;

#[test]
fn signatures_of_another_program_pass() {
    for signature in [SIMPLE, RELAXED, RELAXED_SIMPLE] {
        let seen = expect(&format!("{signature}{MAIL}"), &rsa(P2048), DkimOutcome::Pass);
        assert_eq!((seen.domain.as_str(), seen.selector.as_str()), ("court.example.test", "s1"));
        assert!(seen.key.unwrap().contains(P2048));
    }
    expect(&format!("{KEY_OF_1024}{MAIL}"), &rsa(P1024), DkimOutcome::Pass);
}

#[test]
fn our_own_signatures_pass_and_lines_put_on_top_do_no_harm() {
    let mail = signed(MAIL, |signer| signer.body_canonicalization(Canonicalization::Simple));
    expect(&mail, &rsa(P2048), DkimOutcome::Pass);
    expect(&format!("Received: by store.office.example; x\r\nX-Spam: no\r\n{mail}"), &rsa(P2048), DkimOutcome::Pass);
    // Kept as a file with bare line feeds.
    expect(&mail.replace("\r\n", "\n"), &rsa(P2048), DkimOutcome::Pass);
    // Blank at line ends and empty lines at the end may change in relaxed form.
    expect(&format!("{RELAXED}{MAIL}\r\n\r\n").replace("请查收  ", "请查收"), &rsa(P2048), DkimOutcome::Pass);
}

#[test]
fn what_was_altered_fails() {
    for signature in [SIMPLE, RELAXED] {
        let mail = format!("{signature}{MAIL}");
        expect(&mail.replace("请查收", "请转账"), &rsa(P2048), DkimOutcome::Fail);
        expect(
            &mail.replace("sd@court.example.test>\r\nTo", "xx@court.example.test>\r\nTo"),
            &rsa(P2048),
            DkimOutcome::Fail,
        );
        expect(&mail.replace("5Lyg56Wo", "5Yik5Yaz"), &rsa(P2048), DkimOutcome::Fail);
        expect(&format!("{mail}附件\r\n"), &rsa(P2048), DkimOutcome::Fail);
        expect(&mail.replace("b=G", "b=H").replace("b=M4", "b=N4"), &rsa(P2048), DkimOutcome::Fail);
    }
    // Another key of the same length signed.
    expect(&format!("{KEY_OF_1024}{MAIL}"), &rsa(P2048), DkimOutcome::Fail);
}

#[test]
fn without_a_key_there_is_no_answer() {
    let mail = format!("{RELAXED}{MAIL}");
    expect(&mail, &Keys::new(), DkimOutcome::NoAnswer);
    let other = Keys::from([("s2._domainkey.court.example.test".to_owned(), vec![format!("p={P2048}")])]);
    expect(&mail, &other, DkimOutcome::NoAnswer);
    // The signer's domain is what its tag says, not what From says.
    let elsewhere = mail.replace("d=court.example.test; i=@court.example.test", "d=evil.test; i=@evil.test");
    assert_eq!(expect(&elsewhere, &rsa(P2048), DkimOutcome::NoAnswer).domain, "evil.test");
    assert_eq!(check(MAIL.as_bytes(), &rsa(P2048), arrival()), []);
}

#[test]
fn keys_are_read_as_zones_write_them() {
    let mail = format!("{RELAXED}{MAIL}");
    let (head, tail) = P2048.split_at(200);
    let quoted = keys(&format!("\"v=DKIM1; k=rsa; \" \"p={head}\" \"{tail}\""));
    expect(&mail, &quoted, DkimOutcome::Pass);
    let upper = Keys::from([("S1._domainkey.Court.example.test.".to_owned(), vec![format!("v=DKIM1; p={P2048}")])]);
    expect(&mail, &upper, DkimOutcome::Pass);
    let several = Keys::from([(NAME.to_owned(), vec!["v=spf1 -all".to_owned(), format!("v=DKIM1; p={P2048}")])]);
    expect(&mail, &several, DkimOutcome::Pass);
    for broken in ["", "v=DKIM1; p=", "v=DKIM1; k=rsa", "hello", "v=DKIM2; p=AAAA", "v=DKIM1; k=ed25519; p=AAAA"] {
        expect(&mail, &keys(broken), DkimOutcome::Unusable);
    }
}

#[test]
fn weak_signatures_prove_nothing() {
    let mail = format!("{RELAXED}{MAIL}");
    expect(&format!("{KEY_OF_512}{MAIL}"), &rsa(P512), DkimOutcome::Weak);
    expect(&format!("{SHA1}{MAIL}"), &rsa(P2048), DkimOutcome::Weak);
    expect(&mail, &keys(&format!("v=DKIM1; t=y:s; p={P2048}")), DkimOutcome::Weak);
    expect(&mail, &keys(&format!("v=DKIM1; s=tlsrpt; p={P2048}")), DkimOutcome::Weak);
    expect(&mail, &keys(&format!("v=DKIM1; h=sha1; p={P2048}")), DkimOutcome::Weak);
    expect(&mail, &keys(&format!("v=DKIM1; h=sha1:sha256; s=email; t=s; p={P2048}")), DkimOutcome::Pass);
    let without = |names: &'static [&'static str]| signed(MAIL, |signer| signer.headers_again(names));
    expect(&without(&["From", "Date"]), &rsa(P2048), DkimOutcome::Weak);
    expect(&without(&["Subject", "Date"]), &rsa(P2048), DkimOutcome::Weak);
}

trait HeadersAgain {
    fn headers_again(self, names: &[&str]) -> Self;
}

impl HeadersAgain for Signer {
    fn headers_again(mut self, names: &[&str]) -> Self {
        self.template.h = names.iter().map(|name| (*name).to_owned()).collect();
        self
    }
}

#[test]
fn a_body_length_leaves_a_hole() {
    let mail = format!("{LENGTH}{MAIL}");
    expect(&mail, &rsa(P2048), DkimOutcome::Weak);
    expect(&format!("{mail}另附请转账\r\n"), &rsa(P2048), DkimOutcome::Hole);
    expect(&mail.replace("请查收", "请转账"), &rsa(P2048), DkimOutcome::Fail);
}

#[test]
fn a_second_from_or_subject_is_a_hole() {
    let mail = signed(MAIL, |signer| signer);
    expect(&format!("From: evil@elsewhere.test\r\n{mail}"), &rsa(P2048), DkimOutcome::Hole);
    expect(&format!("Subject: x\r\n{mail}"), &rsa(P2048), DkimOutcome::Hole);
    // Signed once more than it stands: then nothing can be added.
    expect(&format!("From: evil@elsewhere.test\r\n{SIMPLE}{MAIL}"), &rsa(P2048), DkimOutcome::Fail);
}

#[test]
fn expiry_is_measured_at_the_arrival() {
    let mail = signed(MAIL, |signer| signer.expiration(3600));
    let at =
        |text: &str| check(mail.as_bytes(), &rsa(P2048), DateTime::parse_from_rfc3339(text).ok()).remove(0).outcome;
    assert_eq!(at("2020-01-01T00:00:00+08:00"), DkimOutcome::Pass);
    assert_eq!(at("2999-01-01T00:00:00+08:00"), DkimOutcome::Weak);
    assert_eq!(check(mail.as_bytes(), &rsa(P2048), None).remove(0).outcome, DkimOutcome::Weak);
}

#[test]
fn the_identity_stays_inside_the_domain() {
    let with = |identity: &'static str| signed(MAIL, |signer| signer.agent_user_identifier(identity));
    expect(&with("sd@court.example.test"), &rsa(P2048), DkimOutcome::Pass);
    expect(&with("sd@mail.court.example.test"), &rsa(P2048), DkimOutcome::Pass);
    expect(&with("sd@example.test"), &rsa(P2048), DkimOutcome::Fail);
    expect(&with("sd@evilcourt.example.test"), &rsa(P2048), DkimOutcome::Fail);
    let strict = keys(&format!("v=DKIM1; t=s; p={P2048}"));
    expect(&with("sd@mail.court.example.test"), &strict, DkimOutcome::Fail);
}

#[test]
fn ed25519_passes_and_does_not_mix_with_rsa() {
    let key = Ed25519Key::from_pkcs8_der(&Ed25519Key::generate_pkcs8().unwrap()).unwrap();
    let record = format!("v=DKIM1; k=ed25519; p={}", base64(&key.public_key()));
    let signer = DkimSigner::from_key(key).domain("court.example.test").selector("s1").headers(["From", "Subject"]);
    let mail = format!("{}{MAIL}", signer.sign(MAIL.as_bytes()).unwrap().to_header());
    expect(&mail, &keys(&record), DkimOutcome::Pass);
    expect(&mail.replace("请查收", "请转账"), &keys(&record), DkimOutcome::Fail);
    expect(&mail, &rsa(P2048), DkimOutcome::Unusable);
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let groups = bytes.chunks(3).map(|group| {
        let bits = group.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        let letters = (0..=group.len()).map(|at| char::from(LETTERS[(bits >> (18 - 6 * at) & 63) as usize]));
        letters.chain(std::iter::repeat_n('=', 3 - group.len())).collect::<String>()
    });
    groups.collect()
}

#[test]
fn several_and_broken_signatures_are_all_seen() {
    let mail =
        format!("{RELAXED}DKIM-Signature: v=1; a=rot13; d=court.example.test; s=s9; h=from; bh=AA==; b=AA==\r\n{MAIL}");
    let seen = check(mail.as_bytes(), &rsa(P2048), arrival());
    assert_eq!(seen.iter().map(|it| it.outcome).collect::<Vec<_>>(), [DkimOutcome::Pass, DkimOutcome::Unusable]);
    assert_eq!(key_names(mail.as_bytes()), [NAME, "s9._domainkey.court.example.test"]);
    let many = format!("{}{MAIL}", RELAXED.repeat(40));
    assert!(check(many.as_bytes(), &rsa(P2048), arrival()).len() <= 2 * MOST_SIGNATURES);
    assert_eq!(key_names(many.as_bytes()).len(), 1);
}

#[test]
fn lines_are_kept_as_written() {
    let raw =
        b"From: =?utf-8?B?5rOV6Zmi?=\r\n <sd@court.example.test>\r\nX : \xb4\xab\xc6@ <a>\r\nno colon\r\n\r\nBody: no";
    let lines = written(raw);
    assert_eq!(lines[0].value, "=?utf-8?B?5rOV6Zmi?= <sd@court.example.test>");
    assert_eq!((lines[1].name.as_str(), lines[1].value.as_str()), ("X", "\u{fffd}\u{fffd} <a>"));
    assert_eq!(lines.len(), 2);
    assert_eq!(written(b"A: 1\rB: 2\r\rC: 3").len(), 2);
}

#[test]
fn names_that_cannot_exist_are_never_asked_for() {
    assert!(!is_public(NAME) && !is_public("x.local") && is_public("s1._domainkey.court.gov.cn"));
    assert!(ask_system(&[NAME.to_owned()]).is_empty());
}

proptest! {
    #[test]
    fn nothing_breaks_the_check(bytes in proptest::collection::vec(any::<u8>(), 0..300), cut in 0usize..900) {
        let _ = check(&bytes, &rsa(P2048), arrival());
        let _ = key_names(&bytes);
        let mut mail = format!("{RELAXED}{MAIL}").into_bytes();
        mail.splice(cut.min(mail.len())..cut.min(mail.len()), bytes.iter().copied());
        let _ = check(&mail, &rsa(P2048), arrival());
    }
}
