//! The same mailbox on Dovecot and on Cyrus: every mail once, whatever its owner and its server do to it meanwhile.

use std::collections::BTreeSet;
use std::process::Stdio;
use std::time::{Duration, Instant};

use songda_core::id::Digest;
use songda_tests::imap::Client;
use songda_tests::servers::cyrus::Cyrus;
use songda_tests::servers::{Holds, OFFICE, PASSWORD, Servers};
use songda_tests::{Songda, text, until};

use super::{SOON, left_behind, note, served, synced, with_line};

/// `垃圾邮件` as it stands on the wire (RFC 3501 5.1.3).
const JUNK: &str = "&V4NXPpCuTvY-";
/// `案件`.
const CASES: &str = "&aEhO9g-";

macro_rules! on_both {
    ($($test:ident),* $(,)?) => {
        mod dovecot {
            $(#[test] fn $test() { super::$test(&super::Servers::start()); })*
        }
        mod cyrus {
            $(#[test] fn $test() { super::$test(&super::Cyrus::start()); })*
        }
    };
}

on_both!(
    a_junk_folder_with_a_chinese_name_is_watched,
    a_mail_moved_or_delivered_twice_is_one_mail,
    a_folder_that_counts_anew_is_read_anew_and_each_mail_stays_one,
    mails_that_go_away_while_they_are_fetched_cost_nothing,
    a_kicked_conversation_goes_on,
    a_full_mailbox_is_read_all_the_same,
);

/// Nothing that songda did can be seen in the mailbox.
fn assert_untouched(client: &mut Client, folder: &str) {
    client.run(&format!("EXAMINE \"{folder}\""));
    let (_, said) = client.try_run("FETCH 1:* (FLAGS)");
    for flag in ["\\Seen", "\\Deleted", "\\Flagged", "\\Answered"] {
        assert!(!said.contains(flag), "{flag} was set: {said}");
    }
}

fn number_in(said: &str, name: &str) -> u32 {
    let rest = said.split_once(name).map_or("", |(_, rest)| rest.trim_start());
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or_else(|_| panic!("no {name} in {said}"))
}

fn a_junk_folder_with_a_chinese_name_is_watched(server: &dyn Holds) {
    let mut client = server.client();
    // Dovecot's is marked as the junk folder; on Cyrus only its name tells.
    let _ = client.try_run(&format!("CREATE \"{JUNK}\""));
    client.run(&format!("CREATE \"{CASES}\""));
    let (raw, sample) = served(1);
    client.append(JUNK, &[&raw]);
    client.append(CASES, &[note(1)]);
    client.append("INBOX", &[note(2)]);
    let songda = Songda::with(&server.settings());
    synced(&songda);
    let mails = songda.list("mails");
    let mut folders: Vec<&str> = mails.iter().map(|row| text(row, "folder")).collect();
    folders.sort_unstable();
    assert_eq!(folders, ["INBOX", "垃圾邮件"], "{}: {}", server.name(), server.logs());
    songda.assert_each_once(&[raw, note(2)], &sample.documents);
    assert_untouched(&mut client, JUNK);
    // Watched from a name that an office writes into its settings, too.
    let chosen = Songda::with(&with_line(&server.settings(), "folders = [\"案件\"]"));
    synced(&chosen);
    chosen.assert_each_once(&[note(1)], &[]);
}

fn a_mail_moved_or_delivered_twice_is_one_mail(server: &dyn Holds) {
    let mut client = server.client();
    let _ = client.try_run(&format!("CREATE \"{JUNK}\""));
    let (raw, sample) = served(2);
    client.append(JUNK, &[&raw]);
    let songda = Songda::with(&server.settings());
    synced(&songda);
    // A busy Cyrus may have closed the conversation that waited meanwhile.
    client = server.client();
    client.run(&format!("SELECT \"{JUNK}\""));
    client.run("UID MOVE 1 INBOX");
    synced(&songda);
    assert_eq!(songda.list("mails").len(), 1);
    client.append("INBOX", &[&raw]);
    client.append("INBOX", &[note(3)]);
    synced(&songda);
    let services = songda.list("services");
    assert_eq!((services.len(), &services[0]["arrivals"]), (1, &3.into()), "one service, seen at three places");
    assert_eq!(songda.sightings()[&Digest::of(&raw).to_string()], 3);
    songda.assert_each_once(&[raw, note(3)], &sample.documents);
    synced(&songda);
    assert_eq!(songda.sightings().values().sum::<usize>(), 4, "looking again sees nothing new");
    assert_untouched(&mut client, "INBOX");
}

fn a_folder_that_counts_anew_is_read_anew_and_each_mail_stays_one(server: &dyn Holds) {
    let mut client = server.client();
    let (raw, sample) = served(3);
    let mut mails: Vec<Vec<u8>> = (10..18).map(note).chain([raw]).collect();
    client.run(&format!("CREATE \"{CASES}\""));
    client.append(CASES, &mails);
    let validity = number_in(&client.run(&format!("EXAMINE \"{CASES}\"")), "UIDVALIDITY");
    let songda = Songda::with(&with_line(&server.settings(), "folders = [\"INBOX\", \"案件\"]"));
    synced(&songda);
    client.run("UNSELECT");
    client.run(&format!("DELETE \"{CASES}\""));
    // Servers count the seconds, and two folders of one second would be told apart by nobody.
    std::thread::sleep(Duration::from_millis(1_100));
    client.run(&format!("CREATE \"{CASES}\""));
    mails.push(note(18));
    mails.reverse();
    client.append(CASES, &mails);
    let anew = number_in(&client.run(&format!("EXAMINE \"{CASES}\"")), "UIDVALIDITY");
    assert_ne!(validity, anew, "{} counts anew", server.name());
    synced(&songda);
    songda.assert_each_once(&mails, &sample.documents);
    let seen = songda.sightings();
    assert_eq!(seen[&Digest::of(&note(18)).to_string()], 1);
    assert_eq!(seen[&Digest::of(&note(10)).to_string()], 2, "what was there before is seen at its new place");
    synced(&songda);
    assert_eq!(songda.sightings(), seen);
}

#[test]
fn an_inbox_that_counts_anew_is_read_anew() {
    let server = Servers::start();
    let mut client = server.client();
    client.append("INBOX", &(20..30).map(note).collect::<Vec<_>>());
    let songda = Songda::with(&server.settings());
    synced(&songda);
    let before = number_in(&client.run("EXAMINE INBOX"), "UIDVALIDITY");
    client.run("UNSELECT");
    server.doveadm(&["mailbox", "update", "-u", OFFICE, "--uid-validity", &(before + 5).to_string(), "INBOX"]);
    client.append("INBOX", &[note(30)]);
    assert_eq!(number_in(&client.run("EXAMINE INBOX"), "UIDVALIDITY"), before + 5);
    synced(&songda);
    songda.assert_each_once(&(20..31).map(note).collect::<Vec<_>>(), &[]);
    assert_eq!(songda.sightings().values().sum::<usize>(), 21);
}

fn mails_that_go_away_while_they_are_fetched_cost_nothing(server: &dyn Holds) {
    let mut client = server.client();
    let mails: Vec<Vec<u8>> = (1_000..1_600).map(note).collect();
    client.append("INBOX", &mails);
    let songda = Songda::with(&server.settings());
    client.run("SELECT INBOX");
    let mut syncing = songda.command(&["sync"]).stdout(Stdio::null()).spawn().unwrap();
    let mut during = 0;
    // Every third goes, from the end that is looked at last as well as from the one that is looked at first.
    for uid in (1..=300_u32).filter(|uid| uid % 3 == 0) {
        let mark = format!("UID STORE {uid},{} +FLAGS.SILENT (\\Deleted)", 601 - uid);
        for command in [mark.as_str(), "EXPUNGE"] {
            client.run(command);
        }
        during += u32::from(syncing.try_wait().unwrap().is_none());
    }
    assert!(syncing.wait().unwrap().success(), "{}: {}", server.name(), server.logs());
    assert!(during > 0, "none went away while songda was looking");
    synced(&songda);
    let stays = |uid: &u32| !(uid.is_multiple_of(3) && *uid <= 300 || (601 - uid).is_multiple_of(3) && *uid > 300);
    let wanted: BTreeSet<String> = (1..=600_u32).filter(stays).map(|uid| digest_of(&mails, uid)).collect();
    let seen = songda.sightings();
    assert!(seen.values().all(|times| *times == 1));
    let seen: BTreeSet<String> = seen.into_keys().collect();
    assert!(wanted.is_subset(&seen), "{} mails that stayed are missing", wanted.difference(&seen).count());
    let all: BTreeSet<String> = (1..=600_u32).map(|uid| digest_of(&mails, uid)).collect();
    assert!(seen.is_subset(&all));
    assert_eq!(left_behind(&songda), Vec::<serde_json::Value>::new(), "what is gone is nobody's doubt");
    assert_eq!(songda.run(&["verify"]).code, 0);
}

fn digest_of(mails: &[Vec<u8>], uid: u32) -> String {
    Digest::of(&mails[uid as usize - 1]).to_string()
}

fn a_kicked_conversation_goes_on(server: &dyn Holds) {
    let mut client = server.client();
    let songda = Songda::with(&server.settings());
    let watching = songda.watch();
    let mut wanted: Vec<Vec<u8>> = Vec::new();
    for nth in 40..43 {
        client.append("INBOX", &[note(nth)]);
        wanted.push(note(nth));
        let came = until(SOON, || (songda.list("mails").len() == wanted.len()).then_some(()));
        assert!(came.is_some(), "{}: mail {nth} did not come\n{}\n{}", server.name(), server.logs(), songda.words());
        server.kick();
        client = server.client();
    }
    let (_, code) = watching.stop();
    assert_eq!(code, Some(0));
    // A mail is listed as soon as it has arrived: the watcher may be stopped before it has read the last one.
    assert_eq!(songda.run(&["sync"]).code, 0, "{}", server.logs());
    songda.assert_each_once(&wanted, &[]);
}

fn a_full_mailbox_is_read_all_the_same(server: &dyn Holds) {
    let mut client = server.client();
    client.append("INBOX", &[note(50)]);
    server.limit_to(64);
    client = server.client();
    let mut mails = vec![note(50)];
    let is_full = (51..200).any(|nth| {
        let mail = super::large(nth, 8 * 1024);
        let (taken, _) = client.try_append("INBOX", &[&mail]);
        if taken {
            mails.push(mail);
        }
        !taken
    });
    assert!(is_full && mails.len() > 3, "{}: {} mails before it was full", server.name(), mails.len());
    let songda = Songda::with(&server.settings());
    synced(&songda);
    songda.assert_each_once(&mails, &[]);
    let tested = songda.run(&["mailbox", "test", "court"]);
    let reading = tested.json["steps"].as_array().unwrap().iter().take(6).all(|step| step["ok"] == true);
    assert!(reading, "{}", tested.json);
    // Its owner makes room, and what comes then comes in.
    client.run("SELECT INBOX");
    client.run("STORE 1:3 +FLAGS.SILENT (\\Deleted)");
    client.run("EXPUNGE");
    client.append("INBOX", &[note(201)]);
    mails.push(note(201));
    synced(&songda);
    songda.assert_each_once(&mails, &[]);
}

/// Ten thousand mails in each of two mailboxes of one home, one on each server: the same mails, so that each is one
/// mail with two sightings.
#[test]
fn ten_thousand_mails_on_two_servers_are_ten_thousand_mails() {
    const COUNT: u32 = 10_000;
    let (dovecot, cyrus) = (Servers::start(), Cyrus::start());
    let mut documents = Vec::new();
    let mails: Vec<Vec<u8>> = (0..COUNT)
        .map(|nth| {
            if nth % 200 != 0 {
                return note(nth);
            }
            let (raw, sample) = served(nth / 200);
            documents.extend(sample.documents);
            raw
        })
        .collect();
    let servers: [&dyn Holds; 2] = [&dovecot, &cyrus];
    for server in servers {
        mails.chunks(1_000).for_each(|some| server.client().append("INBOX", some));
    }
    let second = cyrus.settings().split("[[mailbox]]").nth(1).unwrap().replace("\"court\"", "\"second\"");
    let songda = Songda::with(&format!("{}\n[[mailbox]]{second}", Holds::settings(&dovecot)));
    let sync = |mailbox: &str| {
        let began = Instant::now();
        let mut command = songda.command(&["sync", "--mailbox", mailbox]);
        let output = command.env("SONGDA_PASSWORD_SECOND", PASSWORD).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        println!("{mailbox}: {:?}", began.elapsed());
    };
    sync("court");
    let seen = songda.sightings();
    assert!(seen.len() == mails.len() && seen.values().all(|times| *times == 1), "{} mails", seen.len());
    sync("second");
    songda.assert_each_once(&mails, &documents);
    let seen = songda.sightings();
    assert_eq!(seen.len(), mails.len());
    assert!(seen.values().all(|times| *times == 2), "each lies in both mailboxes");
}
