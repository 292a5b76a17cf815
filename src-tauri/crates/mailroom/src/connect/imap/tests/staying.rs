//! Staying connected: news at once, signs of life, refusals, and no login more than needed.

use super::*;

#[tokio::test(start_paused = true)]
async fn new_mail_is_told_by_the_server_at_once() {
    let fake = Fake::with(&[]);
    let mut run = keep_watching(&fake);
    assert_eq!(run.checked().await, LONGEST_WAIT);
    for _ in 0..3 {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let began = Instant::now();
        fake.deliver("INBOX", b"new");
        assert_eq!(run.mail().await.raw, b"new");
        assert!(began.elapsed() < Duration::from_secs(1));
    }
    assert_eq!(fake.change(|state| state.connections), 1);
    run.checked().await;
    run.stop().await;
    assert_eq!(fake.heard("LOGOUT"), 1);
}

#[tokio::test(start_paused = true)]
async fn signs_of_life_do_not_lengthen_the_wait_and_silence_shortens_it() {
    for (still_here, most, least) in [(true, 6, 4), (false, 26, 23)] {
        let fake = Fake::with(&[b"one"]);
        fake.change(|state| state.still_here = still_here);
        let run = keep_watching(&fake);
        let mut run = run;
        let end = Instant::now() + Duration::from_secs(2 * 3600 + 60);
        while Instant::now() < end {
            match run.next().await {
                Told::Mail(_) | Told::Checked(_) => {}
                other => panic!("{other:?}"),
            }
        }
        let waits = fake.heard("IDLE");
        assert!((least..=most).contains(&waits), "{waits} waits");
        run.stop().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_cannot_be_ended_costs_seconds() {
    let fake = Fake::with(&[]);
    fake.fails("DONE", Fault::Silence);
    let mut run = keep_watching(&fake);
    run.checked().await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let began = Instant::now();
    run.reins.wake.notify_waiters();
    let (error, _) = run.failed().await;
    assert!(matches!(error, ConnectError::Broken { .. }));
    assert!(began.elapsed() <= Duration::from_secs(16));
    run.checked().await;
    run.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_kicked_conversation_is_begun_anew() {
    let fake = Fake::with(&[]);
    fake.fails("news", Fault::SayAndClose("* BYE kicked\r\n".into()));
    let mut run = keep_watching(&fake);
    run.checked().await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    fake.deliver("INBOX", b"new");
    let (error, _) = run.failed().await;
    assert!(matches!(error, ConnectError::Broken { says, .. } if says == "kicked"));
    assert_eq!(run.mail().await.raw, b"new");
    run.stop().await;
}

#[tokio::test(start_paused = true)]
async fn without_idle_the_kept_connection_is_asked_in_intervals() {
    for refuses in [false, true] {
        let fake = Fake::with(&[]);
        if refuses {
            fake.fails("IDLE", Fault::Say("{tag} NO not for you\r\n".into()));
        } else {
            fake.change(|state| state.capabilities = "IMAP4rev1");
        }
        let mut run = keep_watching(&fake);
        run.checked().await;
        for _ in 0..3 {
            let began = Instant::now();
            fake.deliver("INBOX", b"new");
            run.mail().await;
            assert!(refuses || began.elapsed() <= Duration::from_secs(61));
        }
        assert_eq!(fake.change(|state| state.connections), 1);
        run.stop().await;
    }
}

#[tokio::test(start_paused = true)]
async fn other_folders_are_looked_at_in_intervals_and_when_asked() {
    let fake = Fake::with(&[]);
    fake.change(|state| {
        let shelf = Shelf { validity: 1, attributes: "\\Junk", ..Shelf::default() };
        state.shelves.insert("Rubbish".into(), shelf);
    });
    let mut run = keep_watching(&fake);
    assert_eq!(run.checked().await, Duration::from_secs(60));
    // News in the inbox do not put the look into the others off.
    for _ in 0..4 {
        tokio::time::sleep(Duration::from_secs(10)).await;
        fake.deliver("INBOX", b"news");
        run.mail().await;
    }
    fake.deliver("Rubbish", b"court");
    let began = Instant::now();
    assert_eq!(run.mail().await.sighting.folder, "Rubbish");
    assert!(began.elapsed() <= Duration::from_secs(25));
    run.checked().await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    fake.change(|state| state.shelves.get_mut("Rubbish").unwrap().mails.insert(5, b"again".to_vec()));
    let began = Instant::now();
    run.reins.wake.notify_waiters();
    assert_eq!(run.mail().await.raw, b"again");
    assert!(began.elapsed() < Duration::from_secs(1));
    run.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_refused_password_is_told_after_two_and_not_hammered() {
    let fake = Fake::with(&[b"one"]);
    fake.change(|state| state.password = "changed");
    let mut run = keep_watching(&fake);
    let (error, again) = run.failed().await;
    assert!(matches!(&error, ConnectError::Login { says, .. } if says.contains("wrong \"password\"")), "{error:?}");
    assert!(!format!("{error:?}").contains("right\""));
    assert!(again.is_some());
    assert_eq!(run.failed().await.1, None);
    let began = Instant::now();
    assert_eq!(run.failed().await.1, None);
    assert!(began.elapsed() >= AFTER_REFUSAL);
    // The right one, and somebody who asks: at once.
    fake.change(|state| state.password = "right");
    tokio::time::sleep(Duration::from_secs(1)).await;
    let began = Instant::now();
    run.reins.wake.notify_waiters();
    assert_eq!(run.mail().await.raw, b"one");
    assert!(began.elapsed() < Duration::from_secs(1));
    run.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_busy_server_is_not_a_wrong_password() {
    let fake = Fake::with(&[b"one"]);
    fake.fails("LOGIN", Fault::Say("{tag} NO [UNAVAILABLE] too busy\r\n".into()));
    let mut run = keep_watching(&fake);
    assert!(matches!(run.failed().await.0, ConnectError::Broken { .. }));
    assert_eq!(run.mail().await.raw, b"one");
    run.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_mail_that_is_not_kept_is_given_again_and_nothing_passes_it() {
    let fake = Fake::with(&[b"one", b"two"]);
    let mut run = keep_watching(&fake);
    run.keeps = false;
    let both = (b"one".to_vec(), b"two".to_vec());
    assert_eq!((run.mail().await.raw, run.mail().await.raw), both);
    assert!(matches!(run.failed().await.0, ConnectError::NotKept { mail, .. } if mail == "1"));
    assert_eq!((run.mail().await.raw, run.mail().await.raw), both);
    run.failed().await;
    run.keeps = true;
    assert_eq!((run.mail().await.raw, run.mail().await.raw), (b"one".to_vec(), b"two".to_vec()));
    run.checked().await;
    assert_eq!(fake.change(|state| state.connections), 1);
    run.stop().await;
}

#[tokio::test(start_paused = true)]
async fn an_impatient_person_does_not_log_in_over_and_over() {
    let fake = Fake::with(&[]);
    let kicks = (0..60).map(|_| ("UID FETCH", Fault::SayAndClose("* BYE kicked\r\n".to_owned())));
    fake.change(|state| {
        state.shelves.get_mut("INBOX").unwrap().mails.insert(1, b"one".to_vec());
        state.faults.extend(kicks);
    });
    let mut run = keep_watching(&fake);
    let wake = run.reins.wake.clone();
    let asking = tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_secs(1)).await;
            wake.notify_waiters();
        }
    });
    let end = Instant::now() + Duration::from_secs(119);
    while Instant::now() < end {
        tokio::select! {
            told = run.next() => assert!(matches!(told, Told::Failed(..)), "{told:?}"),
            () = tokio::time::sleep_until(end) => {}
        }
    }
    asking.abort();
    let connections = fake.change(|state| state.connections);
    assert!((2..=6).contains(&connections), "{connections} logins in two minutes");
    run.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_server_that_only_chatters_is_not_listened_to_without_end() {
    // After the login each answer has its own bound.
    let (beginning, answer) = (BEGINNING + Duration::from_secs(1), session::ANSWER + Duration::from_secs(2));
    let begun = ["LOGIN", "ID", "LIST"].map(|at| (at, beginning));
    let after = ["EXAMINE", "UID FETCH *", "UID FETCH 1:", "UID FETCH 1 (UID BODY"].map(|at| (at, answer));
    for (at, bound) in begun.into_iter().chain(after) {
        let fake = Fake::with(&[b"one"]);
        fake.fails(at, Fault::Chatter);
        let began = Instant::now();
        let mut run = keep_watching(&fake);
        let (error, _) = run.failed().await;
        assert!(matches!(error, ConnectError::Broken { .. }), "{at}: {error:?}");
        assert!(began.elapsed() <= bound, "{at}");
        assert_eq!(run.mail().await.raw, b"one");
        run.stop().await;
    }
}

#[tokio::test(start_paused = true)]
async fn who_asks_while_it_is_being_looked_is_not_overheard() {
    let fake = Fake::with(&[]);
    fake.change(|state| {
        state.shelves.insert("Junk".into(), Shelf { validity: 1, ..Shelf::default() });
        let mails = BTreeMap::from([(1, b"one".to_vec())]);
        state.shelves.insert("Spam".into(), Shelf { validity: 1, mails, ..Shelf::default() });
    });
    let mut run = keep_watching(&fake);
    // The look into the last folder waits for this mail to be kept; the junk folder was looked at before it.
    let Some(SourceEvent::Arrived(_, kept)) = next_arrival(&mut run).await else { panic!("no mail") };
    fake.change(|state| _ = state.shelves.get_mut("Junk").unwrap().mails.insert(1, b"court".to_vec()));
    run.reins.wake.notify_waiters();
    let began = Instant::now();
    let _ = kept.send(1);
    assert_eq!(run.mail().await.raw, b"court");
    assert!(began.elapsed() < Duration::from_secs(1));
    run.stop().await;
}

/// The next mails as they are given, not yet answered.
async fn next_arrival(run: &mut Run) -> Option<SourceEvent> {
    loop {
        match run.events.recv().await? {
            SourceEvent::Passed(_, noted) => _ = noted.send(true),
            arrived @ SourceEvent::Arrived(..) => return Some(arrived),
            _ => {}
        }
    }
}

#[tokio::test(start_paused = true)]
async fn words_without_a_blank_before_them_cost_no_conversation() {
    let fake = Fake::with(&[b"one"]);
    fake.fails("CAPABILITY", Fault::Say("* OK [ALERT]系统维护\r\n{tag} OK [X]done\r\n".into()));
    let (mails, outcome) = pass(&fake).await;
    outcome.unwrap();
    assert_eq!(uids(&mails), [1]);
}

#[tokio::test(start_paused = true)]
async fn folders_that_come_and_go_are_noticed_without_a_new_login() {
    let fake = Fake::with(&[]);
    let mut run = keep_watching(&fake);
    run.checked().await;
    let junk = |mail: &[u8]| Shelf { validity: 1, mails: BTreeMap::from([(1, mail.to_vec())]), ..Shelf::default() };
    fake.change(|state| _ = state.shelves.insert("Junk".into(), junk(b"court")));
    let began = Instant::now();
    assert_eq!(run.mail().await.sighting.folder, "Junk");
    assert!(began.elapsed() <= Duration::from_secs(2 * 3600));
    // It gets another name: the old one is told once, the new one is looked into, and all is well again.
    fake.change(|state| {
        state.shelves.remove("Junk");
        state.shelves.insert("Spam".into(), junk(b"another"));
    });
    run.reins.wake.notify_waiters();
    let (error, _) = run.failed().await;
    assert!(matches!(error, ConnectError::Folder { folder, .. } if folder == "Junk"));
    assert_eq!(run.mail().await.sighting.folder, "Spam");
    run.checked().await;
    assert_eq!(fake.change(|state| state.connections), 1);
    // A server that does not list now loses no folder.
    fake.fails("LIST", Fault::Say("{tag} NO not now\r\n".into()));
    tokio::time::sleep(Duration::from_secs(2 * 3600)).await;
    fake.deliver("Spam", b"news");
    assert_eq!(run.mail().await.raw, b"news");
    run.stop().await;
}
