//! Mailboxes and their accounts on real servers: sign-in by OAuth, the test of an unsaved mailbox, the watchdog, and
//! the arrival record.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use songda_tests::court::{self, SENDER};
use songda_tests::oauth::{Authority, browse};
use songda_tests::servers::{COURT, OFFICE, PASSWORD, Servers};
use songda_tests::{Songda, secret, text, until};

const SOON: Duration = Duration::from_secs(40);

/// Servers that take XOAUTH2 beside passwords: Dovecot asks the authority, Exim reads what it writes down.
fn with_tokens(authority: &Authority) -> Servers {
    Servers::start_as(|name, config, dir| {
        if name == "exim.conf" {
            let tokens = dir.join("tokens");
            std::fs::write(&tokens, "").unwrap();
            authority.write_to(&tokens);
            let way = r"
xoauth2:
  driver = plaintext
  public_name = XOAUTH2
  server_prompts =
  server_condition = ${if match{$auth1}{\N^user=([^\x01]+)\x01auth=Bearer ([A-Za-z0-9]+)\x01\x01$\N}{${if eq{$1}{${lookup{$2}lsearch{@DIR@/tokens}{$value}fail}}}}{no}}
  server_set_id = oauth
";
            return config + &way.replace("@DIR@", &dir.display().to_string());
        }
        let asks = include_str!("support/dovecot-oauth2.conf").replace("@INTROSPECTION@", &authority.introspection());
        let file = dir.join("dovecot-oauth2.conf");
        std::fs::write(&file, asks).unwrap();
        let passdb = format!(
            "passdb {{\n  driver = oauth2\n  mechanisms = xoauth2 oauthbearer\n  args = {}\n}}\n",
            file.display()
        );
        config.replace("auth_mechanisms = plain login", "auth_mechanisms = plain login xoauth2 oauthbearer") + &passdb
    })
}

fn signed_in_settings(servers: &Servers, authority: &Authority) -> String {
    servers.settings().replacen(
        "regime = \"confirmed\"\n",
        &format!("regime = \"confirmed\"\n{}\n", authority.settings()),
        1,
    )
}

/// Signs in as a person would: the program says where, a browser goes there and comes back.
fn sign_in(songda: &Songda) -> (Value, Option<i32>) {
    let mut command = songda.command(&["mailbox", "sign-in", "court", "--no-browser", "--json"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut says = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    says.read_line(&mut line).unwrap();
    let url = line.split_whitespace().find_map(|word| word.find("http://").map(|at| word[at..].to_owned()));
    let page = browse(&url.unwrap_or_else(|| panic!("no address in {line}")));
    assert!(page.contains("送达台"), "{page}");
    let output = child.wait_with_output().unwrap();
    (serde_json::from_slice(&output.stdout).unwrap_or(Value::Null), output.status.code())
}

/// One pass with a sign-in that lies in the environment, where a server without a keychain keeps it.
fn sync_with(songda: &Songda, token: &str) -> (Option<i32>, Value, String) {
    let mut command = songda.command(&["sync", "--mailbox", "court", "--json"]);
    let output = command.env("SONGDA_REFRESH_TOKEN_COURT", token).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code(), serde_json::from_slice(&output.stdout).unwrap_or(Value::Null), said)
}

#[test]
fn a_mailbox_without_a_password_is_signed_in_read_and_answered() {
    let authority = Authority::start();
    let servers = with_tokens(&authority);
    let songda = Songda::with(&signed_in_settings(&servers, &authority));
    let sample = court::plain(41_001);
    servers.deliver(SENDER, OFFICE, &sample.raw);
    assert!(until(SOON, || (!servers.inbox(OFFICE).is_empty()).then_some(())).is_some(), "{}", servers.logs());

    let before = songda.run(&["sync", "--mailbox", "court"]);
    assert_eq!(
        (before.code, text(&before.json["problems"][0], "code")),
        (1, "mailbox.sign-in-needed"),
        "{}",
        before.said
    );
    let tested = songda.run(&["mailbox", "test", "court"]);
    let login = tested.json["steps"].as_array().unwrap().iter().find(|step| step["step"] == "login").unwrap().clone();
    assert_eq!(text(&login, "code"), "sign-in-needed", "{login}");
    assert!(text(&login, "next").contains("sign-in court"), "{login}");

    let (told, code) = sign_in(&songda);
    assert_eq!(told["signed_in"], true, "{told}");
    assert_eq!((&told["stored"], code), (&Value::Bool(false), Some(3)), "without a keychain that is said: {told}");

    let refresh = "RefreshTokenNumber0001OfTheTest";
    let (code, told, said) = sync_with(&songda, refresh);
    assert_eq!((code, &told["new"]), (Some(0), &Value::from(1)), "{told} {said}\n{}", servers.logs());
    let service = text(&songda.list("services")[0], "id").to_owned();
    assert_eq!(songda.run(&["acknowledge", &service, "--no-undo"]).code, 0);
    let sent = songda.command(&["send", "--json"]).env("SONGDA_REFRESH_TOKEN_COURT", refresh).output().unwrap();
    assert_eq!(sent.status.code(), Some(0), "{}\n{}", String::from_utf8_lossy(&sent.stderr), servers.logs());
    assert!(until(SOON, || (servers.inbox(COURT).len() == 1).then_some(())).is_some(), "{}", servers.logs());

    authority.refuse();
    let (code, told, said) = sync_with(&songda, refresh);
    assert_eq!((code, text(&told["problems"][0], "code")), (Some(1), "mailbox.sign-in-needed"), "{told}");
    assert!(said.contains("重新登录") && said.contains("the grant is no good"), "the refusal's own words: {said}");
    for token in authority.secrets() {
        songda.assert_nowhere(&token);
        secret::assert_not_said(&said, &token);
    }
}

#[test]
fn a_token_that_is_taken_back_is_replaced_without_anybody_noticing() {
    let authority = Authority::start();
    let servers = with_tokens(&authority);
    let songda = Songda::with(&signed_in_settings(&servers, &authority));
    sign_in(&songda);
    let log = std::fs::File::create(songda.home().join("watch.out")).unwrap();
    let mut watch = songda.command(&["watch"]);
    watch.env("SONGDA_REFRESH_TOKEN_COURT", "RefreshTokenNumber0001OfTheTest").stdout(Stdio::null()).stderr(log);
    let mut watching = watch.spawn().unwrap();
    assert!(until(SOON, || (authority.refreshed() == 1).then_some(())).is_some(), "{}", servers.logs());
    authority.take_back();
    // The connection is cut; the token at hand is no good any more.
    kick(&servers);
    let sample = court::plain(41_002);
    servers.deliver(SENDER, OFFICE, &sample.raw);
    let came = until(SOON, || songda.list("mails").first().cloned());
    let is_well = authority.refreshed() == 2;
    let _ = Command::new("kill").arg(watching.id().to_string()).status();
    let _ = watching.wait();
    assert!(came.is_some(), "{}", servers.logs());
    assert!(is_well, "asked {} times", authority.refreshed());
    for token in authority.secrets() {
        songda.assert_nowhere(&token);
    }
}

/// Cuts the connection of the mailbox, once there is one.
fn kick(servers: &Servers) {
    let config = servers.ca.parent().unwrap().join("dovecot.conf");
    let kicked = || {
        let done = Command::new("doveadm").arg("-c").arg(&config).args(["kick", OFFICE]).output().unwrap();
        done.status.success().then_some(())
    };
    assert!(until(SOON, kicked).is_some(), "{}", servers.logs());
}

/// A test of a form that is saved nowhere.
fn test_form(songda: &Songda, form: &str) -> (Value, Option<i32>) {
    let mut command = songda.command(&["mailbox", "test", "--form", "-", "--json"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(form.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    secret::assert_not_said(&String::from_utf8_lossy(&output.stdout), PASSWORD);
    (serde_json::from_slice(&output.stdout).unwrap_or(Value::Null), output.status.code())
}

#[test]
fn a_mailbox_is_tested_before_it_is_saved_and_sending_is_judged_apart() {
    let servers = Servers::start();
    let songda = Songda::with("");
    let form = |imaps: u16, smtps: u16, user: &str| {
        format!(
            "id = \"court\"\naddress = \"{OFFICE}\"\ntls_ca_file = \"{}\"\n\
             imap = {{ host = \"127.0.0.1\", port = {imaps}, user = \"{user}\" }}\n\
             smtp = {{ host = \"127.0.0.1\", port = {smtps} }}\n",
            servers.ca.display()
        )
    };
    let (told, code) = test_form(&songda, &form(servers.imaps, servers.smtps, OFFICE));
    assert_eq!((&told["ok"], code), (&Value::Bool(true), Some(0)), "{told}");
    assert_eq!(told["steps"].as_array().unwrap().len(), 7);
    let copied = text(&told, "diagnostics");
    assert!(copied.contains(&format!("127.0.0.1:{}", servers.imaps)), "{copied}");
    assert!(!copied.contains("service@") && copied.contains("@example.test"), "{copied}");

    let (told, code) = test_form(&songda, &form(servers.imaps, 1, OFFICE));
    assert_eq!((&told["receives"], &told["sends"], code), (&true.into(), &false.into(), Some(1)), "{told}");
    let (told, _) = test_form(&songda, &form(servers.imaps, servers.smtps, "nobody@example.test"));
    assert_eq!((&told["receives"], &told["sends"]), (&false.into(), &true.into()), "{told}");
    let says: Vec<&str> = told["steps"].as_array().unwrap().iter().map(|step| text(step, "code")).collect();
    assert_eq!(says, ["ok", "ok", "ok", "login-refused", "not-tried", "not-tried", "ok"]);
    assert_eq!(std::fs::read_to_string(songda.home().join("songda.toml")).unwrap(), "", "nothing was saved");
    let (told, code) = test_form(&songda, "id = \"court\"\naddress = \"no address\"\nprovider = \"qq\"\n");
    assert_eq!((text(&told["error"], "code"), code), ("settings.bad-value", Some(1)), "{told}");
}

fn fingerprint(certificate: &Path) -> String {
    let mut der = Command::new("openssl");
    let der = der.args(["x509", "-outform", "der", "-in"]).arg(certificate).output().unwrap();
    songda_core::id::Digest::of(&der.stdout).to_string()
}

#[test]
fn every_arrival_is_recorded_with_its_proof_and_checked_again() {
    let servers = Servers::start();
    let songda = Songda::with(&servers.settings());
    let watching = songda.watch();
    assert!(
        until(SOON, || songda.list("mailboxes").iter().find(|row| row["watch"]["last_look"].is_string()).cloned())
            .is_some()
    );
    // What broke down would leave no core file with the password in it.
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", watching.pid())).unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    assert!(core.split_whitespace().skip(4).take(2).all(|limit| limit == "0"), "{core}");
    // The wait for news must have begun, so that the server tells of the mail in the moment it comes.
    std::thread::sleep(Duration::from_secs(4));
    let sample = court::plain(42_001);
    servers.deliver(SENDER, OFFICE, &sample.raw);
    let understood = || songda.list("mails").first().filter(|mail| mail["service"].is_string()).cloned();
    let mail = until(SOON, understood).expect("the mail comes in and is read");
    watching.stop();

    let shown = songda.run(&["show", text(&mail, "sha256")]);
    let seen = &shown.json["sightings"][0];
    assert_eq!(shown.code, 0, "{}", shown.said);
    assert_eq!((text(seen, "server"), &seen["port"]), ("127.0.0.1", &Value::from(servers.imaps)), "{seen}");
    assert_eq!(text(seen, "certificate"), fingerprint(&servers.ca), "{seen}");
    assert!(text(seen, "greeting").contains("Dovecot"), "{seen}");
    assert!(
        seen["server_id"].as_array().unwrap().iter().any(|pair| pair[0] == "name" && pair[1] == "Dovecot"),
        "{seen}"
    );
    assert_eq!((text(seen, "folder"), &seen["uid"]), ("INBOX", &Value::from(1)), "{seen}");
    assert!(seen["uid_validity"].is_u64() && seen["internal_date"].is_string() && seen["first_seen"].is_string());
    assert!(seen["received"][0].as_str().unwrap().contains("by"), "{seen}");
    assert!(seen["authentication_results"][0].as_str().unwrap().starts_with("mx.example.test"), "{seen}");
    assert_eq!(text(seen, "sha256"), text(&mail, "sha256"));
    let ahead = seen["clock_ahead_secs"].as_i64();
    assert!(ahead.is_none_or(|secs| (0..=30).contains(&secs)), "one clock, two readings: {seen}");
    let page = songda.run(&["show", text(&mail, "service")]);
    assert_eq!(page.json, shown.json, "a service shows the same record");

    let checked = songda.run(&["mailbox", "self-check", "court"]);
    assert_eq!((checked.code, text(&checked.json["check"], "outcome")), (0, "same"), "{}", checked.said);
    assert_eq!(text(&checked.json["check"], "sha256"), text(&mail, "sha256"));
    // Somebody alters the mail where it lies, byte for byte of the same length.
    let folder = servers.maildir(OFFICE);
    let file = ["new", "cur"]
        .iter()
        .flat_map(|name| std::fs::read_dir(folder.join(name)).unwrap())
        .next()
        .unwrap()
        .unwrap()
        .path();
    let altered = String::from_utf8_lossy(&std::fs::read(&file).unwrap()).replace("Subject:", "Object::");
    std::fs::write(&file, altered).unwrap();
    let checked = songda.run(&["mailbox", "self-check", "court"]);
    assert_eq!((checked.code, text(&checked.json["check"], "outcome")), (1, "differs"), "{}", checked.json);
    let listed = songda.run(&["list", "services"]);
    assert_eq!(
        (listed.code, text(&listed.json["alarms"][0]["watch"], "alarm_code")),
        (3, "mailbox.self-check"),
        "{}",
        listed.said
    );
    assert_eq!(songda.run(&["verify"]).code, 0);
}

#[test]
fn a_mailbox_that_falls_silent_raises_the_alarm_and_the_gap_is_filled() {
    let mut servers = Servers::start();
    let watch = "[watch]\nstale_minutes = 1\nstale_minutes_off = 1\n\n[[mailbox]]";
    let songda = Songda::with(&servers.settings().replacen("[[mailbox]]", watch, 1));
    let watching = songda.watch();
    let row = |id: &str| {
        songda.run(&["list", "mailboxes"]).json["rows"].as_array().unwrap().iter().find(|row| row["id"] == id).cloned()
    };
    let has_looked = || row("court").filter(|row| row["watch"]["last_look"].is_string());
    let court_row = until(SOON, has_looked).expect("a first look");
    let folders: Vec<&str> =
        court_row["watch"]["folders"].as_array().unwrap().iter().map(|look| text(look, "folder")).collect();
    assert_eq!(folders, ["INBOX", "垃圾邮件"], "{court_row}");

    servers.stop_imap();
    let sample = court::plain(43_001);
    servers.deliver(SENDER, OFFICE, &sample.raw);
    let alarmed =
        until(Duration::from_secs(120), || Some(songda.run(&["list", "services"])).filter(|ended| ended.code == 3));
    let alarmed = alarmed.expect("the alarm is raised");
    let alarms = alarmed.json["alarms"].as_array().unwrap();
    assert!(alarms.iter().all(|alarm| text(alarm, "id") == "court"), "{alarms:?}");
    assert!(alarmed.said.contains("未能成功检查") || alarmed.said.contains("连不上"), "{}", alarmed.said);

    servers.start_imap();
    let gap = || row("court").filter(|row| row["watch"]["gaps"].as_array().is_some_and(|gaps| !gaps.is_empty()));
    let filled = until(Duration::from_secs(150), gap)
        .unwrap_or_else(|| panic!("no gap: {:?}\n{}", row("court"), servers.logs()));
    assert_eq!(text(&filled["watch"]["gaps"][0], "code"), "unreachable", "{filled}");
    assert!(filled["watch"]["alarm_since"].is_null(), "{filled}");
    assert!(
        until(SOON, || songda.list("mails").first().cloned()).is_some(),
        "what came meanwhile is there: {}",
        servers.logs()
    );
    watching.stop();
    assert_eq!(songda.run(&["list", "services"]).code, 0, "the alarm is over");
    assert_eq!(songda.run(&["verify"]).code, 0);
}

#[test]
fn without_a_keychain_a_person_is_asked_at_each_start_and_nothing_is_kept() {
    let servers = Servers::start();
    let songda = Songda::with(&servers.settings());
    servers.deliver(SENDER, OFFICE, &court::plain(44_001).raw);
    assert!(until(SOON, || (!servers.inbox(OFFICE).is_empty()).then_some(())).is_some(), "{}", servers.logs());
    let program = songda_tests::program("songda");
    let line = format!("{} sync --mailbox court --quiet --home {}", program.display(), songda.home().display());
    // A terminal of its own, on which a person types.
    let typed = |text: &str| {
        let mut command = Command::new("script");
        command.args(["-qec", &line, "/dev/null"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent").env_remove("SONGDA_PASSWORD_COURT");
        let mut child = command.spawn().expect("script starts");
        std::thread::sleep(Duration::from_secs(2));
        child.stdin.take().unwrap().write_all(format!("{text}\n").as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let (code, said) = typed("wrong");
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains(OFFICE) && !said.contains("wrong"), "what is typed is not shown: {said}");
    let (code, said) = typed(PASSWORD);
    assert_eq!(code, Some(0), "{said}");
    assert!(!said.contains(PASSWORD), "what is typed is not shown");
    assert_eq!(songda.list("mails").len(), 1);
    let (code, _) = typed("wrong");
    assert_eq!(code, Some(1), "it is asked for again, and was kept nowhere");
}

#[test]
fn a_sign_in_lies_in_the_systems_keychain_and_nowhere_else() {
    let authority = Authority::start();
    let servers = with_tokens(&authority);
    let songda = Songda::with(&signed_in_settings(&servers, &authority));
    let place = tempfile::tempdir().unwrap();
    // A keychain of its own, unlocked, on a bus of its own; both end with the script.
    // Who asks the keychain for something before it is there makes the bus start another, locked one.
    let script = "gnome-keyring-daemon --unlock --foreground --components=secrets <<EOF >/dev/null 2>&1 &\nunlock\nEOF\n\
        keyring=$!\nfor try in $(seq 100); do dbus-send --print-reply --dest=org.freedesktop.DBus / \
        org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets 2>&1 | grep -q true && break; sleep 0.1; done\n\
        \"$1\" sync --mailbox court --home \"$2\" --quiet; echo before=$?\n\
        \"$1\" mailbox sign-in court --no-browser --home \"$2\"; echo signed=$?\n\
        \"$1\" sync --mailbox court --home \"$2\" --quiet; echo after=$?\n\
        \"$1\" sync --mailbox court --home \"$2\" --quiet; echo again=$?\n\
        \"$1\" mailbox password court --forget --home \"$2\"; \"$1\" sync --mailbox court --home \"$2\" --quiet; echo forgotten=$?\n\
        kill $keyring";
    let mut command = Command::new("dbus-run-session");
    command.args(["--", "sh", "-c", script, "sh"]).arg(songda_tests::program("songda")).arg(songda.home());
    for name in ["XDG_DATA_HOME", "XDG_RUNTIME_DIR", "XDG_CACHE_HOME"] {
        command.env(name, place.path());
    }
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("dbus-run-session starts");
    let mut told = String::new();
    for line in BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok) {
        if let Some(at) = line.find("http://127.0.0.1").filter(|_| line.contains("authorize")) {
            browse(line[at..].trim());
        }
        told += &line;
        told.push('\n');
    }
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    for wanted in ["before=1", "signed=0", "after=0", "again=0", "forgotten=1"] {
        assert!(said.contains(wanted), "{wanted} is missing: {said}\n{told}");
    }
    assert_eq!(authority.refreshed(), 2, "each start asks once, with the token the one before left behind");
    for token in authority.secrets() {
        songda.assert_nowhere(&token);
        secret::assert_not_said(&said, &token);
        secret::assert_not_said(&told, &token);
    }
}
