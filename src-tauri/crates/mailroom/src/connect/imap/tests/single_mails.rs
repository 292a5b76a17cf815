//! One mail that the server cannot give, or not now: its neighbours come, and it is put on record.

use super::*;

/// Runs until so many mails came, or a day has gone by: what came, what was put on record, and how often it failed.
async fn until(run: &mut Run, count: usize, left: usize) -> (BTreeSet<(String, u32)>, Vec<(u32, &'static str)>, usize) {
    let (mut mails, mut not_taken, mut failures) = (BTreeSet::new(), Vec::new(), 0);
    while mails.len() < count || not_taken.len() < left {
        match run.next().await {
            Told::Mail(mail) => {
                let place = (mail.sighting.folder.clone(), mail.sighting.uid.unwrap().uid);
                assert!(mails.insert(place), "twice: {mail:?}");
            }
            Told::NotTaken(mail) => not_taken.push((mail.sighting.uid.unwrap().uid, mail.code)),
            Told::Failed(..) => failures += 1,
            Told::Checked(_) => {}
            Told::Ended => panic!("it ended"),
        }
        assert!(failures < 60, "{mails:?} {not_taken:?}");
    }
    (mails, not_taken, failures)
}

fn ten() -> Fake {
    let mails: Vec<Vec<u8>> = (1..=10).map(|nth| format!("mail {nth}").into_bytes()).collect();
    Fake::with(&mails.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

fn inbox(fake: &Fake, change: impl FnOnce(&mut Shelf)) {
    fake.change(|state| change(state.shelves.get_mut("INBOX").unwrap()));
}

#[tokio::test(start_paused = true)]
async fn a_mail_that_closes_the_connection_holds_up_no_other() {
    let fake = ten();
    inbox(&fake, |shelf| _ = shelf.breaks_body.insert(5));
    let mut run = keep_watching(&fake);
    let (mails, not_taken, failures) = until(&mut run, 9, 1).await;
    assert!(!mails.contains(&("INBOX".into(), 5)));
    assert_eq!(not_taken, [(5, "mail-withheld")]);
    assert!(failures <= 6, "{failures} conversations");
    // It is tried again now and then, and comes once it is given.
    while !matches!(run.next().await, Told::Checked(_)) {}
    inbox(&fake, |shelf| shelf.breaks_body.clear());
    tokio::time::sleep(Duration::from_secs(3600)).await;
    let (mails, ..) = until(&mut run, 1, 0).await;
    assert_eq!(mails, BTreeSet::from([("INBOX".into(), 5)]));
    run.stop().await;
}

#[tokio::test(start_paused = true)]
async fn single_passes_get_by_it_too_each_knowing_what_the_one_before_learnt() {
    let fake = ten();
    inbox(&fake, |shelf| _ = shelf.breaks_body.insert(10));
    let (mut known, mut got, mut left) = (None::<Progress>, BTreeSet::new(), Vec::new());
    let mut outcomes = Vec::new();
    for _ in 0..4 {
        let (mut watcher, events) = settings(&fake, Mode::OnePass);
        if let Some(progress) = known.clone() {
            let not_taken: BTreeSet<(u32, u32)> = left.iter().map(|uid| (7, *uid)).collect();
            watcher.places.insert("INBOX".into(), Place::after(progress, &not_taken));
        }
        let mut run = start((watcher, events));
        run.passed = Some(Vec::new());
        loop {
            match run.next().await {
                Told::Mail(mail) => assert!(got.insert(mail.sighting.uid.unwrap().uid)),
                Told::NotTaken(mail) => left.push(mail.sighting.uid.unwrap().uid),
                _ => break,
            }
        }
        known = run.passed.take().unwrap().pop().or(known);
        outcomes.push(run.task.await.unwrap().is_ok());
    }
    assert_eq!(got, (1..=9).collect());
    assert_eq!(left, [10]);
    assert_eq!((outcomes[0], outcomes[3]), (false, true), "{outcomes:?}");
}

#[tokio::test(start_paused = true)]
async fn a_line_that_closes_the_connection_costs_no_mail_at_all() {
    for culprits in [vec![5], vec![10], vec![1, 2], vec![3, 10]] {
        let fake = ten();
        inbox(&fake, |shelf| shelf.breaks_list.extend(&culprits));
        let mut run = keep_watching(&fake);
        // What cannot be listed is fetched without a line.
        let (_, not_taken, failures) = until(&mut run, 10, 0).await;
        assert!(not_taken.is_empty() && failures <= 6 * culprits.len() + 4, "{culprits:?}: {failures} conversations");
        run.stop().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_new_mail_whose_line_closes_the_connection_comes_too() {
    let fake = ten();
    let mut run = keep_watching(&fake);
    until(&mut run, 10, 0).await;
    run.checked().await;
    inbox(&fake, |shelf| _ = shelf.breaks_list.insert(11));
    fake.deliver("INBOX", b"new");
    fake.deliver("INBOX", b"newer");
    let (mails, not_taken, _) = until(&mut run, 2, 0).await;
    assert_eq!((mails.len(), not_taken.len()), (2, 0));
    run.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_junk_folder_that_breaks_every_conversation_does_not_cost_the_inbox() {
    let fake = ten();
    fake.change(|state| {
        let mails = BTreeMap::from([(1, b"a".to_vec()), (2, b"b".to_vec())]);
        let shelf = Shelf { validity: 3, mails, ..Shelf::default() };
        state.shelves.insert("Junk".into(), Shelf { breaks_body: BTreeSet::from([1, 2]), ..shelf.clone() });
        state.shelves.insert("Spam".into(), shelf);
        state.faults.extend((0..200).map(|_| ("EXAMINE \"Junk\"", Fault::SayAndClose(String::new()))));
    });
    let mut run = keep_watching(&fake);
    until(&mut run, 12, 0).await;
    // It is passed over for a while: news are waited for, and come at once.
    let mut waits = 0;
    while waits < 20 && fake.heard("IDLE") == 0 {
        let told = run.next().await;
        assert!(matches!(told, Told::Failed(..) | Told::Checked(_)), "{told:?}");
        waits += 1;
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    fake.deliver("INBOX", b"new");
    until(&mut run, 1, 0).await;
    run.stop().await;
}

#[tokio::test]
async fn a_mail_without_a_size_is_fetched_and_lines_are_put_together() {
    let fake = ten();
    let big = vec![b'x'; 3 * MIB];
    inbox(&fake, |shelf| {
        shelf.mails.insert(11, big.clone());
        shelf.sizeless.extend([4, 11]);
    });
    let (mails, outcome) = pass(&fake).await;
    outcome.unwrap();
    assert_eq!(uids(&mails).into_iter().collect::<BTreeSet<_>>(), (1..=11).collect());
    assert!(mails.iter().any(|mail| mail.raw == big));
    // Told in several lines, one of them without the UID, and news about flags among them.
    let fake = ten();
    let said = "* 1 FETCH (UID 1)\r\n* 1 FETCH (RFC822.SIZE 6)\r\n* 2 FETCH (FLAGS (\\Seen) UID 2)\r\n\
        * 2 FETCH (UID 2 RFC822.SIZE 6)\r\n* 1 FETCH (UID 1 INTERNALDATE \" 5-Nov-2026 09:08:07 +0800\")\r\n\
        {tag} OK done\r\n";
    fake.fails("UID FETCH 1:10 (", Fault::Say(said.into()));
    let (mails, outcome) = pass(&fake).await;
    outcome.unwrap();
    assert_eq!(uids(&mails), [1, 2]);
    assert!(mails[0].sighting.internal_date.is_some() && mails[1].sighting.internal_date.is_none());
}

#[tokio::test(start_paused = true)]
async fn a_throttled_server_is_left_alone_and_nothing_is_put_on_record() {
    for says in ["[LIMIT] slow down", "Server busy, try again later", "请求过于频繁", "no reason whatever"] {
        let fake = ten();
        inbox(&fake, |shelf| shelf.refused.extend((1..=10).map(|uid| (uid, says))));
        let mut run = keep_watching(&fake);
        let (error, _) = run.failed().await;
        assert!(matches!(&error, ConnectError::Folder { says: told, .. } if told == says), "{error:?}");
        let end = Instant::now() + Duration::from_secs(600);
        while Instant::now() < end {
            let told = run.next().await;
            assert!(matches!(told, Told::Checked(_) | Told::Failed(ConnectError::Folder { .. }, _)), "{told:?}");
        }
        let asked = fake.change(|state| state.heard.iter().filter(|line| line.contains("BODY.PEEK")).count());
        assert!(asked <= 40, "{says}: asked {asked} times in ten minutes");
        inbox(&fake, |shelf| shelf.refused.clear());
        let (mails, not_taken, _) = until(&mut run, 10, 0).await;
        assert_eq!((mails.len(), not_taken.len()), (10, 0));
        run.stop().await;
        // In a single pass it is the outcome.
        inbox(&fake, |shelf| shelf.refused.extend((1..=10).map(|uid| (uid, says))));
        let (mails, outcome) = pass(&fake).await;
        assert!(mails.is_empty() && matches!(outcome, Err(ConnectError::Folder { .. })));
    }
}

#[tokio::test(start_paused = true)]
async fn one_mail_that_is_refused_over_and_over_is_put_on_record() {
    let fake = ten();
    inbox(&fake, |shelf| _ = shelf.refused.insert(5, "this one is damaged"));
    let (mails, not_taken, outcome) = whole_pass(settings(&fake, Mode::OnePass)).await;
    outcome.unwrap();
    assert_eq!(mails.len(), 9);
    assert_eq!(not_taken.iter().map(|mail| mail.sighting.uid.unwrap().uid).collect::<Vec<_>>(), [5]);
    let mut run = keep_watching(&fake);
    let (mails, not_taken, failures) = until(&mut run, 9, 1).await;
    assert_eq!((mails.len(), not_taken, failures), (9, vec![(5, "mail-withheld")], 0));
    run.stop().await;
}
