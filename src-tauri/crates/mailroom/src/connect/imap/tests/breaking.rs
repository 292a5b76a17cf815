//! Answers that break off, cannot be read, or never come: nothing is lost, and nothing is waited for without end.

use super::*;

#[tokio::test(start_paused = true)]
async fn an_answer_that_breaks_off_loses_nothing() {
    for broken in [
        "* 1 FETCH (UID 1 BODY[] {3}\r\non",
        "* 1 FETCH (UID 1 BODY[] {3}\r\non* BYE shutting down\r\n",
        "* 1 FETCH (UID 1 BODY[] {4294967295}\r\none",
        "* 1 FETCH (UID 1 BODY[] {99999999999999999999}\r\none",
        "* BYE shutting down\r\n",
        "%%% what is this\r\n",
        "* LIST () \"/\" 中文\r\n",
        "* 1 FETCH (UID 1 ENVELOPE (\"\"\"\"))\r\n",
        "",
    ] {
        let fake = Fake::with(&[b"one", b"two"]);
        fake.fails("UID FETCH 1:2 (UID BODY", Fault::SayAndClose(broken.into()));
        let mut run = keep_watching(&fake);
        let (error, again) = run.failed().await;
        assert!(matches!(error, ConnectError::Broken { .. }), "{broken}: {error:?}");
        assert!(again.is_some_and(|again| again <= Duration::from_secs(3)));
        // After something endless they are asked for one by one, the newest first.
        let mut both = [run.mail().await.raw, run.mail().await.raw];
        both.sort();
        assert_eq!(both, [b"one".to_vec(), b"two".to_vec()], "{broken}");
        run.stop().await;
        // In a single pass it is the outcome, and the mails stay for the next.
        fake.fails("UID FETCH 1:2 (UID BODY", Fault::SayAndClose(broken.into()));
        let (mails, outcome) = pass(&fake).await;
        assert!(mails.is_empty() && matches!(outcome, Err(ConnectError::Broken { .. })));
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_reader_could_not_read_is_not_repeated() {
    let fake = Fake::with(&[b"one"]);
    fake.fails("UID FETCH 1 (UID BODY", Fault::SayAndClose("* 1 FETCH (UID 1 BODY[] geheim\r\n".into()));
    let error = pass(&fake).await.1.unwrap_err();
    assert!(!format!("{error:?} {error}").contains("geheim"), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn a_server_that_stops_answering_is_not_waited_for() {
    for at in ["greeting", "LOGIN", "CAPABILITY", "ID", "LIST", "EXAMINE", "UID FETCH"] {
        let fake = Fake::with(&[b"one"]);
        fake.fails(at, Fault::Silence);
        let began = Instant::now();
        let mut run = keep_watching(&fake);
        let (error, _) = run.failed().await;
        assert!(matches!(error, ConnectError::Broken { .. }), "{at}: {error:?}");
        assert!(began.elapsed() <= Duration::from_secs(62), "{at}");
        assert_eq!(run.mail().await.raw, b"one");
        run.stop().await;
    }
}
