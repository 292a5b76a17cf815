//! Whether the sender's domain stands behind these bytes: our own check of DKIM and S/MIME, and the mailbox server's word.

use super::headers::domain_of;
use super::results::{Results, believed};
use super::{Case, DkimOutcome, DkimSeen, Reasons, SmimeOutcome};

/// Most lines told of that are not believed; a hostile mail may hold thousands.
const MOST_TOLD: usize = 5;

/// Gives the reasons; whether an authentication aligned with the sender's domain passed that can make a mail proven.
pub(super) fn weigh(case: &Case<'_>, reasons: &mut Reasons) -> bool {
    let from = case.mail.from.as_deref().map_or("", domain_of);
    let own = own_check(case, from, reasons);
    let believed = believed(&case.headers, case.signals.authserv_id.as_deref(), &case.reference.senders);
    for id in believed.passed_over.iter().take(MOST_TOLD) {
        reasons.add("results-not-believed", id.clone());
    }
    let server = believed.results.map(|results| server_word(case, from, &results, &own, reasons)).unwrap_or_default();
    let is_proof = own.passes || ((server.dkim || server.dmarc) && !own.denies);
    if let Some(seen) = &case.signals.smime {
        let code = match seen.outcome {
            SmimeOutcome::Fits => "smime-fits",
            SmimeOutcome::Broken => "smime-broken",
            SmimeOutcome::NotChecked => "smime-not-checked",
        };
        reasons.add(code, seen.detail.clone());
    }
    if !is_proof && !server.spf {
        reasons.add("not-authenticated", from);
    }
    if server.spf_fails {
        // A mail passed on keeps its signature and loses its path: SPF then fails, and means nothing.
        reasons.add(if is_proof { "spf-softfail" } else { "spf-failed" }, from);
    }
    is_proof
}

/// What our own check of the signatures says about the sender's domain.
#[derive(Default)]
struct Own {
    passes: bool,
    /// A signature of the sender's domain is broken, weak or leaves room: somebody else's word of it counts no more.
    denies: bool,
}

fn own_check(case: &Case<'_>, from: &str, reasons: &mut Reasons) -> Own {
    let senders = &case.reference.senders;
    let told = |seen: &DkimSeen| {
        let name = format!("{} {}", seen.domain, seen.selector);
        if seen.detail.is_empty() { name } else { format!("{name}: {}", seen.detail) }
    };
    let (aligned, others): (Vec<&DkimSeen>, Vec<&DkimSeen>) =
        case.signals.dkim.iter().partition(|seen| senders.is_aligned(&seen.domain, from));
    let passes = aligned.iter().any(|seen| seen.outcome == DkimOutcome::Pass);
    for seen in &aligned {
        let code = match seen.outcome {
            DkimOutcome::Pass => "dkim-aligned",
            // One signature that passes is enough (RFC 6376 section 6.1); others may have been broken on the way.
            DkimOutcome::Fail if passes => "dkim-unusable",
            DkimOutcome::Fail => "dkim-failed",
            DkimOutcome::Weak => "dkim-weak",
            DkimOutcome::Hole => "unsigned-content",
            DkimOutcome::NoAnswer => "dkim-no-answer",
            DkimOutcome::Unusable => "dkim-unusable",
        };
        reasons.add(code, told(seen));
    }
    for seen in others {
        reasons.add("dkim-unusable", format!("{} 不是发件人的域名 {from}", told(seen)));
    }
    let is_denied =
        |seen: &&DkimSeen| matches!(seen.outcome, DkimOutcome::Fail | DkimOutcome::Weak | DkimOutcome::Hole);
    Own { passes, denies: !passes && aligned.iter().any(is_denied) }
}

/// What the mailbox's own server saw about the sender's domain.
#[derive(Default)]
struct Server {
    dkim: bool,
    dmarc: bool,
    spf: bool,
    spf_fails: bool,
}

fn server_word(case: &Case<'_>, from: &str, results: &Results, own: &Own, reasons: &mut Reasons) -> Server {
    let senders = &case.reference.senders;
    let is_own = |domain: &Option<String>| domain.as_deref().is_some_and(|domain| senders.is_aligned(domain, from));
    let mut server = Server::default();
    let (mut dkim_fails, mut dmarc_fails) = (None, None);
    for seen in &results.seen {
        let domain = match seen.method.as_str() {
            "dkim" => seen.signer(),
            "spf" => seen.mail_from(),
            // A server that names no domain means the one of From (RFC 7489 section 11.2).
            "dmarc" => seen.header_from().or_else(|| Some(from.to_owned())),
            _ => continue,
        };
        if !is_own(&domain) {
            continue;
        }
        let domain = domain.unwrap_or_default();
        match (seen.method.as_str(), seen.result.as_str()) {
            ("dkim", "pass") => {
                server.dkim = true;
                reasons.add("dkim-reported", domain);
            }
            ("dkim", "fail" | "policy") => dkim_fails = Some(domain),
            ("dmarc", "pass") => {
                server.dmarc = true;
                reasons.add("dmarc-pass", domain);
            }
            ("dmarc", "fail") => dmarc_fails = Some(domain),
            ("spf", "pass") => {
                server.spf = true;
                reasons.add("spf-aligned", domain);
            }
            ("spf", "fail" | "hardfail") => server.spf_fails = true,
            ("spf", "softfail") => reasons.add("spf-softfail", domain),
            _ => {}
        }
    }
    if let Some(domain) = dmarc_fails {
        server.dmarc = false;
        reasons.add("dmarc-failed", domain);
    }
    if let Some(domain) = dkim_fails.filter(|_| !server.dkim && !own.passes) {
        reasons.add("dkim-failed", domain);
    }
    server
}
