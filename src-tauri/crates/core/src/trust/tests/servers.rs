//! The word of the mailbox's own server: believed where only that server can have written it.

use super::*;

const PASS: &str =
    "mx.office.example; dkim=pass header.d=court.example.test; dmarc=pass header.from=court.example.test";

#[test]
fn the_own_servers_word_proves() {
    for line in [
        PASS,
        "mx.office.example 1; dkim=pass (2048 bit) header.i=@court.example.test",
        "MX.office.example.; spf=pass smtp.mailfrom=x@bounce.test; dmarc=pass (p=none) header.from=Court.example.test",
        "mx.office.example; dkim=fail header.d=other.test; dkim=pass header.d=example.test",
    ] {
        let change = |it: &mut Letter| {
            it.unsigned();
            it.on_top("Authentication-Results", line);
        };
        expect(change, Verdict::Proven, if line.contains("dmarc") { "dmarc-pass" } else { "dkim-reported" });
    }
}

#[test]
fn aligned_spf_alone_is_likely() {
    let with = |line: &'static str| {
        move |it: &mut Letter| {
            it.unsigned();
            it.on_top("Authentication-Results", line);
        }
    };
    expect(with("mx.office.example; spf=pass smtp.mailfrom=sd@court.example.test"), Verdict::Likely, "spf-aligned");
    expect(with("mx.office.example; spf=pass smtp.mailfrom=x@bounce.test"), Verdict::Likely, "not-authenticated");
    expect(
        with("mx.office.example; spf=softfail smtp.mailfrom=sd@court.example.test"),
        Verdict::Likely,
        "spf-softfail",
    );
    expect(with("mx.office.example; dkim=pass header.d=mailer.test"), Verdict::Likely, "not-authenticated");
    expect(with("mx.office.example; dkim=temperror header.d=court.example.test"), Verdict::Likely, "not-authenticated");
    expect(with("mx.office.example; none"), Verdict::Likely, "not-authenticated");
    // DMARC that passed for another domain than the one shown.
    expect(with("mx.office.example; dmarc=pass header.from=evil.test"), Verdict::Likely, "not-authenticated");
}

#[test]
fn the_own_servers_denial_counts() {
    let with = |line: &'static str| {
        move |it: &mut Letter| {
            it.unsigned();
            it.on_top("Authentication-Results", line);
        }
    };
    expect(with("mx.office.example; dkim=fail header.d=court.example.test"), Verdict::Doubtful, "dkim-failed");
    expect(
        with("mx.office.example; dmarc=fail (p=reject) header.from=court.example.test"),
        Verdict::Doubtful,
        "dmarc-failed",
    );
    expect(with("mx.office.example; spf=fail smtp.mailfrom=sd@court.example.test"), Verdict::Doubtful, "spf-failed");
    expect(
        with("mx.office.example; dmarc=pass header.from=court.example.test; dmarc=fail header.from=court.example.test"),
        Verdict::Doubtful,
        "dmarc-failed",
    );
    // Our own check saw that the signature leaves room: the server's pass rests on the same signature.
    expect(
        |it| {
            it.unsigned();
            it.signals.dkim = vec![dkim(DkimOutcome::Weak, "court.example.test")];
            it.on_top("Authentication-Results", PASS);
        },
        Verdict::Likely,
        "dkim-weak",
    );
}

#[test]
fn forged_words_are_passed_over() {
    // Somebody else's name, whatever it says.
    expect(
        |it| {
            it.unsigned();
            it.on_top("Authentication-Results", &PASS.replace("mx.office.example", "mx.evil.test"));
        },
        Verdict::Likely,
        "results-not-believed",
    );
    // Below the line in which the own server took the mail in: it came with the mail.
    expect(
        |it| {
            it.unsigned();
            it.add("Authentication-Results", PASS);
        },
        Verdict::Likely,
        "results-not-believed",
    );
    // The same with a forged Received line of the own server below it.
    expect(
        |it| {
            it.unsigned();
            it.add("Authentication-Results", PASS);
            it.add("Received", "from x by mx.office.example; Fri, 20 Nov 2026 16:00:00 +0800");
        },
        Verdict::Likely,
        "results-not-believed",
    );
    // A believed line above a forged one: only the topmost counts.
    expect(
        |it| {
            it.unsigned();
            it.on_top("Authentication-Results", "mx.office.example; dkim=none");
            it.add("Authentication-Results", PASS);
        },
        Verdict::Likely,
        "results-not-believed",
    );
    // The name is not given: nobody is believed.
    expect(
        |it| {
            it.unsigned();
            it.signals.authserv_id = None;
            it.on_top("Authentication-Results", PASS);
        },
        Verdict::Likely,
        "results-not-believed",
    );
    // No Received line of the own server at all.
    expect(
        |it| {
            it.unsigned();
            it.mail.headers.remove(0);
            it.on_top("Authentication-Results", PASS);
        },
        Verdict::Likely,
        "results-not-believed",
    );
    // A broken top line does not hand its place to the next one.
    expect(
        |it| {
            it.unsigned();
            it.on_top("Authentication-Results", PASS);
            it.on_top("Authentication-Results", "mx.office.example; dkim=fail (never ends");
        },
        Verdict::Likely,
        "results-not-believed",
    );
}

#[test]
fn hand_overs_inside_the_house_may_stand_above() {
    let with = |hop: &'static str| {
        move |it: &mut Letter| {
            it.unsigned();
            it.on_top("Authentication-Results", PASS);
            it.on_top("Received", hop);
        }
    };
    for hop in [
        "from mx.office.example (mx.office.example [10.0.0.5]) by store.office.example with LMTP; Fri, 20 Nov 2026 16:42:12 +0800",
        "from localhost (localhost [127.0.0.1]) by mx.office.example (Postfix); Fri, 20 Nov 2026 16:42:12 +0800",
        "by store.office.example with LMTP id x; Fri, 20 Nov 2026 16:42:12 +0800",
    ] {
        expect(with(hop), Verdict::Proven, "dkim-reported");
    }
    for hop in [
        "from evil.test (evil.test [198.51.100.9]) by store.office.example; Fri, 20 Nov 2026 16:42:12 +0800",
        "from mx.office.example (evil.test [198.51.100.9]) by store.office.example; Fri, 20 Nov 2026 16:42:12 +0800",
        "from mx.office.example by mx.office.example; Fri, 20 Nov 2026 16:42:12 +0800",
        "from localhost ([127.0.0.1]) by evil.test; Fri, 20 Nov 2026 16:42:12 +0800",
    ] {
        expect(with(hop), Verdict::Likely, "results-not-believed");
    }
}

#[test]
fn words_the_sender_wrote_into_the_line_are_no_results() {
    // The envelope sender is the attacker's to choose; the own server quotes it.
    for value in [
        "mx.office.example; spf=pass smtp.mailfrom=\"x; dkim=pass header.d=court.example.test\"@evil.test",
        "mx.office.example; spf=pass (dkim=pass header.d=court.example.test; dmarc=pass) smtp.mailfrom=evil.test",
        "mx.office.example; spf=none smtp.mailfrom==?utf-8?Q?x=3B_dkim=3Dpass_header.d=3Dcourt.example.test?=@evil.test",
    ] {
        let change = |it: &mut Letter| {
            it.unsigned();
            it.signals.written = it.mail.headers.clone();
            it.signals.written.insert(0, header("Authentication-Results", value));
        };
        expect(change, Verdict::Likely, "not-authenticated");
    }
}
