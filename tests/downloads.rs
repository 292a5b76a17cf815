//! Documents on their way from a platform: through a proxy, with progress, stopped, gone on with, checked, and killed.

use std::fs;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::Value;
use songda_mailroom::home::Home;
use songda_mailroom::{Mailroom, errands};
use songda_tests::platform::{LINK, Manner, Platform, all_of, digests, mail, papers, pickup};
use songda_tests::proxy::Proxy;
use songda_tests::{DROP, Songda, text, until};

/// A home whose mailbox holds one mail with a link; `more` stands at the end of its settings.
fn home(more: &str) -> Songda {
    let songda = Songda::with(&format!("{DROP}{more}"));
    fs::write(songda.home().join("drop/link.eml"), mail(LINK)).unwrap();
    songda
}

/// Papers of which the first is so large that it comes in many pieces.
fn with_a_large_one(count: usize) -> Vec<(String, Vec<u8>)> {
    let mut papers = papers(count);
    let (mut seed, large) = (7_u32, &mut papers[0].1);
    large.extend_from_slice(b"\n%");
    for _ in 0..400_000 {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        large.push(b'a' + u8::try_from(seed >> 28).unwrap());
    }
    papers
}

/// Everything recorded about errands, as the ledger holds it.
fn recorded(songda: &Songda) -> String {
    let shown = songda.run(&["export", "all", "--out", &songda.home().join("全部").to_string_lossy()]);
    assert_eq!(shown.code, 0, "{}", shown.said);
    let mut all = String::new();
    songda_tests::walk(&songda.home().join("全部"), &mut |path| {
        if path.extension().is_some_and(|it| it == "jsonl" || it == "json") {
            all.push_str(&fs::read_to_string(path).unwrap_or_default());
        }
    });
    all
}

#[test]
fn a_proxy_is_used_only_where_the_office_chose_one_and_that_is_recorded() {
    let documents = papers(2);
    let platform = Platform::start(Manner { documents: documents.clone(), ..Manner::default() });
    let proxy = Proxy::start(None);
    let manual = format!("\n[proxy]\nuse = \"manual\"\naddress = \"{}\"\n", proxy.address());
    let except = format!("{manual}except = [\"localhost\"]\n");
    for (settings, is_used) in
        [("", false), ("\n[proxy]\nuse = \"system\"\n", true), (manual.as_str(), true), (except.as_str(), false)]
    {
        let before = proxy.seen().len();
        let songda = home(&format!("{}{settings}", platform.settings(&["drop"])));
        let mut command = songda.command(&["sync"]);
        command.env("HTTPS_PROXY", proxy.address()).env_remove("NO_PROXY").env_remove("no_proxy");
        let ended = command.output().unwrap();
        assert!(ended.status.success(), "{settings}: {}", String::from_utf8_lossy(&ended.stderr));
        assert_eq!((text(&pickup(&songda), "state"), digests(&songda)), ("done", all_of(&documents)), "{settings}");
        let seen = proxy.seen();
        assert_eq!(seen.len() > before, is_used, "{settings}: {seen:?}");
        assert!(seen[before..].iter().all(|to| *to == format!("localhost:{}", platform.port())), "{seen:?}");
        let noted = format!("\"proxy\":\"{}\"", proxy.address().trim_start_matches("http://"));
        assert_eq!(recorded(&songda).replace(": ", ":").contains(&noted), is_used, "{settings}");
    }
}

#[test]
fn a_proxy_that_wants_a_login_gets_it_and_one_that_refuses_is_said() {
    let documents = papers(1);
    let platform = Platform::start(Manner { documents: documents.clone(), ..Manner::default() });
    // songda:geheim
    let proxy = Proxy::start(Some("c29uZ2RhOmdlaGVpbQ=="));
    let proxied = |more: &str| format!("\n[proxy]\nuse = \"manual\"\naddress = \"{}\"\n{more}", proxy.address());
    let songda = home(&format!("{}{}", platform.settings(&[]), proxied("")));
    assert_eq!(songda.run(&["sync"]).code, 0);
    let service = text(&pickup(&songda), "service").to_owned();
    let child = songda.command(&["pickup", "fetch", &service, "--json"]).output().unwrap();
    let ended: Value = serde_json::from_slice(&child.stdout).unwrap();
    let row = &ended["pickup"];
    assert_eq!((text(row, "held"), text(row, "state")), ("pickup.proxy", "waiting"), "{row}");
    assert_eq!(platform.counts().0, 0, "nothing went past the proxy");
    let songda = home(&format!(
        "{}{}",
        platform.settings(&["drop"]),
        proxied("user = \"songda\"\npassword_command = [\"printf\", \"geheim\"]\n")
    ));
    assert_eq!(songda.run(&["sync"]).code, 0);
    assert_eq!(digests(&songda), all_of(&documents));
    songda.assert_nowhere("c29uZ2RhOmdlaGVpbQ==");
}

#[test]
fn older_encryption_is_used_only_for_the_hosts_a_person_named_and_that_is_recorded() {
    let documents = papers(1);
    let platform = Platform::start(Manner { documents: documents.clone(), ..Manner::default() });
    for (hosts, is_older) in
        [("", false), ("old_tls = [\"other.example.test\"]\n", false), ("old_tls = [\"localhost\"]\n", true)]
    {
        let before = platform.versions().len();
        let songda = home(&format!("{}{hosts}", platform.settings(&["drop"])));
        assert_eq!(songda.run(&["sync"]).code, 0);
        assert_eq!(digests(&songda), all_of(&documents));
        let expected = if is_older { "TLSv1_2" } else { "TLSv1_3" };
        let spoken = platform.versions().split_off(before);
        assert!(!spoken.is_empty() && spoken.iter().all(|version| version == expected), "{hosts}: {spoken:?}");
        assert_eq!(recorded(&songda).replace(": ", ":").contains("\"old_tls\":true"), is_older, "{hosts}");
    }
}

#[test]
fn progress_is_told_and_a_stopped_download_goes_on_where_it_stopped() {
    let documents = with_a_large_one(2);
    let whole = documents[0].1.len() as u64;
    let slowly = Some(Duration::from_millis(150));
    let platform =
        Platform::start(Manner { documents: documents.clone(), has_ranges: true, slowly, ..Manner::default() });
    let songda = home(&platform.settings(&[]));
    assert_eq!(songda.run(&["sync"]).code, 0);
    let service = text(&pickup(&songda), "service").to_owned();
    let runtime = songda_mailroom::runtime().unwrap();
    let mailroom = Arc::new(runtime.block_on(Mailroom::open(Home::at(songda.home()))).unwrap());
    runtime.block_on(mailroom.fetch_pickup(&service, None, None, Some("李强"))).unwrap();
    let running = {
        let mailroom = mailroom.clone();
        runtime.spawn(async move { errands::run_all(mailroom.room()).await })
    };
    let row = || runtime.block_on(mailroom.pickups()).unwrap().remove(0);
    let mut seen: Vec<u64> = Vec::new();
    let halfway = until(Duration::from_secs(20), || {
        let row = row();
        if row.on_its_way.is_some() && row.bytes > 0 {
            assert_eq!((row.on_its_way.as_deref(), row.total), (Some(documents[0].0.as_str()), Some(whole)));
            seen.push(row.bytes);
        }
        (row.bytes > whole / 4).then_some(())
    });
    assert!(halfway.is_some(), "{seen:?}");
    assert!(seen.is_sorted() && seen.first() < seen.last() && seen.iter().all(|bytes| *bytes <= whole), "{seen:?}");
    let stopped = Instant::now();
    runtime.block_on(mailroom.stop_pickup(&service, None, Some("李强"))).unwrap();
    runtime.block_on(running).unwrap().unwrap();
    assert!(stopped.elapsed() < Duration::from_secs(1), "{:?}", stopped.elapsed());
    let held = row();
    assert_eq!((held.held.as_deref(), held.state.as_str(), held.bytes), (Some("pickup.stopped"), "held", 0));
    assert!(songda.case_files().is_empty(), "nothing that is not whole is filed");
    drop(mailroom);
    // What came stays, and the rest is asked for.
    platform.change(|manner| manner.slowly = None);
    let fetched = songda.run(&["pickup", "fetch", &service]);
    assert_eq!(fetched.json["pickup"]["state"], "done", "{}", fetched.json);
    assert_eq!(platform.counts().2, 1, "the rest alone was asked for");
    assert_eq!(digests(&songda), all_of(&documents));
}

#[test]
fn a_watching_program_stops_a_download_that_is_stopped_from_beside() {
    let documents = with_a_large_one(1);
    let slowly = Some(Duration::from_millis(500));
    let platform =
        Platform::start(Manner { documents: documents.clone(), has_ranges: true, slowly, ..Manner::default() });
    let songda = home(&platform.settings(&["drop"]));
    let watching = songda.watch();
    assert!(until(Duration::from_secs(20), || (platform.counts().1 > 0).then_some(())).is_some());
    let service = text(&pickup(&songda), "service").to_owned();
    assert_eq!(songda.run(&["pickup", "stop", &service, "--by", "李强"]).json["pickup"]["held"], "pickup.stopped");
    std::thread::sleep(Duration::from_secs(3));
    assert_eq!(pickup(&songda)["state"], "held", "it stays stopped, although the office allowed the platform");
    assert_eq!(platform.counts().1, 1);
    platform.change(|manner| manner.slowly = None);
    assert_eq!(songda.run(&["pickup", "fetch", &service]).code, 0);
    let done = until(Duration::from_secs(20), || (pickup(&songda)["state"] == "done").then_some(()));
    assert!(done.is_some(), "{}", pickup(&songda));
    let filed = until(Duration::from_secs(10), || (digests(&songda) == all_of(&documents)).then_some(()));
    assert!(filed.is_some());
    drop(watching);
}

#[test]
fn what_does_not_fit_its_checksum_is_fetched_again_and_never_filed() {
    let documents = papers(3);
    let platform =
        Platform::start(Manner { documents: documents.clone(), has_checksums: true, spoils: 2, ..Manner::default() });
    let songda = home(&platform.settings(&["drop"]));
    assert_eq!(songda.run(&["sync"]).code, 0);
    assert_eq!(digests(&songda), all_of(&documents));
    assert_eq!(platform.counts().1, 5, "two came spoilt");
}

#[test]
fn an_answer_of_unknown_length_is_whole_only_where_its_document_ends() {
    for is_announced in [true, false] {
        let documents = papers(7);
        let platform = Platform::start(Manner {
            documents: documents.clone(),
            no_length: Some(is_announced),
            breaks_every: 3,
            ..Manner::default()
        });
        let songda = home(&platform.settings(&["drop"]));
        let synced = songda.run(&["sync"]);
        assert_eq!(synced.code, 0, "{}", synced.said);
        assert_eq!(pickup(&songda)["state"], "done", "{}", pickup(&songda));
        assert_eq!(digests(&songda), all_of(&documents), "no beginning of one is taken for the whole");
        assert!(platform.counts().1 > documents.len());
    }
}

#[test]
fn what_comes_compressed_or_told_too_short_is_whole_in_the_end() {
    let documents = papers(4);
    type Change = fn(&mut Manner);
    let changes: [(Change, usize, &str); 4] = [
        (|manner| manner.compresses = Some("gzip"), 4, "compressed though it was not asked for"),
        (|manner| manner.compresses = Some("br"), 4, "in the way browsers are sent it"),
        (
            |manner| (manner.compresses, manner.has_checksums) = (Some("gzip"), true),
            4,
            "with the checksum of the document",
        ),
        (|manner| manner.shortens = 2, 6, "two beginnings told to be all"),
    ];
    for (change, files, name) in changes {
        let mut manner = Manner { documents: documents.clone(), ..Manner::default() };
        change(&mut manner);
        let platform = Platform::start(manner);
        let songda = home(&platform.settings(&["drop"]));
        assert_eq!(songda.run(&["sync"]).code, 0, "{name}");
        assert_eq!((text(&pickup(&songda), "state"), digests(&songda)), ("done", all_of(&documents)), "{name}");
        assert_eq!(platform.counts().1, files, "{name}");
    }
    // The same beginning may come more than once.
    let one = papers(1);
    let platform = Platform::start(Manner { documents: one.clone(), shortens: 3, ..Manner::default() });
    let songda = home(&platform.settings(&["drop"]));
    assert_eq!(songda.run(&["sync"]).code, 0);
    assert_eq!((digests(&songda), platform.counts().1), (all_of(&one), 4));
    // A paper that lacks the mark of its end is the paper once it came four times as it is.
    let odd = vec![("传票.pdf".to_owned(), b"%PDF-1.4 without an end".to_vec())];
    let platform = Platform::start(Manner { documents: odd.clone(), ..Manner::default() });
    let songda = home(&platform.settings(&["drop"]));
    assert_eq!(songda.run(&["sync"]).code, 0);
    assert_eq!((digests(&songda), platform.counts().1), (all_of(&odd), 4));
}

#[test]
fn what_is_compressed_in_an_unknown_way_is_a_persons() {
    let platform = Platform::start(Manner { documents: papers(1), compresses: Some("zstd"), ..Manner::default() });
    let songda = home(&platform.settings(&["drop"]));
    songda.run(&["sync"]);
    let row = pickup(&songda);
    assert_eq!((text(&row, "held"), text(&row, "state")), ("pickup.coding", "held"), "{row}");
    assert!(text(&row, "says").contains("zstd"), "{row}");
    assert!(songda.case_files().is_empty());
}

#[test]
fn documents_without_a_number_are_filed_once_though_each_list_moves_them() {
    let mut documents = papers(8);
    // Five of them share two names.
    for (nth, (name, _)) in documents.iter_mut().enumerate().take(5) {
        *name = ["证据材料.pdf", "清单.pdf"][nth % 2].to_owned();
    }
    let platform = Platform::start(Manner {
        documents: documents.clone(),
        moves: true,
        breaks_every: 4,
        has_ranges: true,
        ..Manner::default()
    });
    let songda = home(&platform.settings(&["drop"]));
    let synced = songda.run(&["sync"]);
    assert_eq!(synced.code, 0, "{}", synced.said);
    let row = pickup(&songda);
    assert_eq!((text(&row, "state"), &row["listed"], &row["stored"]), ("done", &8.into(), &8.into()), "{row}");
    assert_eq!((digests(&songda), songda.case_files().len()), (all_of(&documents), 8), "each once, none lost");
    // What is alone of its name is fetched once, and once more only where the line broke off.
    let alone = Platform::start(Manner { documents: papers(6), moves: true, ..Manner::default() });
    let songda = home(&alone.settings(&["drop"]));
    assert_eq!(songda.run(&["sync"]).code, 0);
    assert_eq!((digests(&songda), alone.counts().1), (all_of(&papers(6)), 6));
}

#[test]
fn papers_that_are_taken_for_alike_are_put_before_a_person() {
    let mut documents = papers(3);
    documents[1] = documents[0].clone();
    let platform = Platform::start(Manner { documents, moves: true, ..Manner::default() });
    let songda = home(&platform.settings(&["drop"]));
    assert_eq!(songda.run(&["sync"]).code, 0);
    let row = pickup(&songda);
    assert_eq!((text(&row, "state"), &row["stored"]), ("done", &3.into()), "{row}");
    let open = || -> Vec<Value> {
        let rows = songda.list("doubts").into_iter();
        rows.filter(|row| text(row, "code") == "pickup-alike" && row["settled"] == false).collect()
    };
    let doubts = open();
    assert_eq!((doubts.len(), text(&doubts[0], "about")), (1, text(&row, "service")), "{doubts:?}");
    assert_eq!(songda.run(&["settle", text(&doubts[0], "id"), "平台上只有一份"]).code, 0);
    assert!(open().is_empty());
}

#[test]
fn bytes_that_do_not_belong_together_never_become_one_document() {
    let documents = with_a_large_one(3);
    type Change = fn(&mut Manner);
    let changes: [(Change, &str); 3] = [
        (|manner| manner.changes_marks = true, "another version"),
        (|manner| manner.shifts_ranges = true, "another place"),
        (|manner| manner.has_ranges = false, "no ranges at all"),
    ];
    for (change, name) in changes {
        let mut manner =
            Manner { documents: documents.clone(), has_ranges: true, breaks_every: 3, ..Manner::default() };
        change(&mut manner);
        let platform = Platform::start(manner);
        let songda = home(&platform.settings(&["drop"]));
        assert_eq!(songda.run(&["sync"]).code, 0, "{name}");
        assert_eq!((text(&pickup(&songda), "state"), digests(&songda)), ("done", all_of(&documents)), "{name}");
        assert_eq!(songda.case_files().len(), 3, "{name}");
    }
}

#[test]
fn killed_again_and_again_it_still_ends_complete() {
    let documents = with_a_large_one(6);
    let platform = Platform::start(Manner {
        documents: documents.clone(),
        has_ranges: true,
        breaks_every: 5,
        slowly: Some(Duration::from_millis(4)),
        ..Manner::default()
    });
    let songda = home(&platform.settings(&["drop"]));
    let mut seed = 20_261_128_u64;
    for _ in 0..12 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let watching = songda.watch();
        std::thread::sleep(Duration::from_millis(150 + (seed >> 33) % 700));
        watching.kill();
        assert!(digests(&songda).is_subset(&all_of(&documents)), "only whole documents are ever filed");
    }
    assert_eq!(songda.run(&["sync"]).code, 0);
    assert_eq!((text(&pickup(&songda), "state"), digests(&songda)), ("done", all_of(&documents)));
    assert_eq!(songda.case_files().len(), 6, "each once");
    assert_eq!(songda.list("services").len(), 1);
    assert_eq!(songda.run(&["verify"]).json["ok"], true);
    let errand = songda.home().join("errands").join(text(&pickup(&songda), "errand"));
    assert!(!errand.read_dir().is_ok_and(|mut it| it.next().is_some()), "nothing half-fetched is left");
}

#[test]
fn a_silent_platform_is_not_waited_for_without_end() {
    let documents = papers(2);
    // The list, and the first of the documents.
    let platform = Platform::start(Manner { documents: documents.clone(), silent_first: 2, ..Manner::default() });
    let songda = home(&platform.settings(&["drop"]));
    let begun = Instant::now();
    let synced = songda.command(&["sync"]).env("SONGDA_SILENCE", "400").status().unwrap();
    assert!(synced.success(), "{synced}");
    assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
    assert_eq!((text(&pickup(&songda), "state"), digests(&songda)), ("done", all_of(&documents)));
    // One that never says a word is left until later, and that is said.
    let platform = Platform::start(Manner { documents, silent_first: usize::MAX, ..Manner::default() });
    let songda = home(&platform.settings(&[]));
    assert_eq!(songda.run(&["sync"]).code, 0);
    let service = text(&pickup(&songda), "service").to_owned();
    let begun = Instant::now();
    let fetched = songda.command(&["pickup", "fetch", &service]).env("SONGDA_SILENCE", "400").status().unwrap();
    assert_eq!(fetched.code(), Some(3), "{fetched}");
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
    let row = pickup(&songda);
    assert_eq!((text(&row, "held"), text(&row, "state")), ("pickup.broken-off", "waiting"), "{row}");
    assert!(text(&row, "says").contains("timed out") && row["again"].is_string(), "{row}");
}
