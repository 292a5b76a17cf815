//! Computers of which nobody said how many there are: they register all the same, from the first receipt on.

use std::os::unix::fs::PermissionsExt as _;

use super::*;

/// Services for each round.
const EACH: u32 = 32;
const ROUNDS: u32 = 3;

fn held(rows: &[Value]) -> usize {
    rows.iter().filter(|row| row["claim"]["state"] == "held").count()
}

/// How the agreed mailbox is doing.
pub(super) fn mailbox(home: &Songda) -> Value {
    let told = home.run(&["list", "mailboxes"]).json;
    let rows = told["rows"].as_array().cloned().unwrap_or_default();
    rows.into_iter().find(|row| text(row, "id") == "court").unwrap_or_else(|| panic!("{told}"))
}

#[test]
fn two_computers_answer_once_each_from_the_first_use_of_a_mailbox_on() {
    for round in 0..ROUNDS {
        // A mailbox in which nothing was registered yet, of a provider that takes some seconds with its copies.
        let servers = Servers::start();
        let slow = servers.settings().replace("id = \"court\"", "id = \"court\"\nprovider = \"163\"");
        assert!(!slow.contains("shared"), "nobody said anything");
        let homes = ["王敏", "李华"].map(|handler| Songda::with(&slow.replace("王敏", handler)));
        let all = served(&servers, &homes, 51_500 + round * 100, EACH);
        let rows = settled(&homes, &all);
        println!("round {round}: {} by one computer, {} by the other", held(&rows[0]), held(&rows[1]));
        assert_eq!(held(&rows[0]) + held(&rows[1]), all.len(), "each by one of them, registered");
        assert_all_answered_once(&servers, &rows, &all);
        let mailboxes = homes.iter().map(mailbox).collect::<Vec<_>>();
        assert!(mailboxes.iter().all(|row| text(row, "computers") == "unsaid"), "{mailboxes:#?}");
        assert!(
            mailboxes.iter().any(|row| row["answered_beside"] == true),
            "the other one was noticed: {mailboxes:#?}"
        );
        // The register is nothing that is served: what is watched stays as it was.
        let before = homes[0].list("mails").len();
        assert_eq!(homes[0].run(&["sync", "--mailbox", "court"]).code, 0);
        assert_eq!(homes[0].list("mails").len(), before);
        homes.iter().for_each(|home| assert_eq!(home.run(&["verify"]).code, 0));
    }
}

#[test]
fn one_computer_goes_on_with_its_own_registration_by_itself() {
    let servers = Servers::start();
    let homes = [Songda::with(&servers.settings())];
    let points = ["claim.recorded", "claim.laid", "claim.won", "receipt.accepted"];
    let all = served(&servers, &homes, 51_900, u32::try_from(points.len()).unwrap());
    for (point, (sample, id)) in points.into_iter().zip(&all) {
        let before = register(&servers).len();
        order(&homes[0], id);
        end_at(&homes[0], point);
        assert_eq!(homes[0].run(&["send"]).code, 0, "{point}: {}", receipt(&homes[0], id));
        let row = receipt(&homes[0], id);
        assert_eq!((text(&row, "state"), text(&row["claim"], "state")), ("sent", "held"), "{point}: {row}");
        assert_answered_once(&servers, sample);
        // What an earlier run had laid is laid anew in its place.
        let laid = if point == "claim.recorded" { 1 } else { 2 };
        assert_eq!(register(&servers).len() - before, laid, "{point}");
    }
    let row = mailbox(&homes[0]);
    assert_eq!((row["answered_beside"].as_bool(), text(&row, "computers")), (Some(false), "unsaid"), "its own: {row}");
    assert_eq!(homes[0].run(&["verify"]).code, 0);
}

/// Whether folders may be made in a mailbox: whoever may not write into its own folder makes none below it.
fn may_make_folders(servers: &Servers, may: bool) {
    let mode = if may { 0o755 } else { 0o555 };
    std::fs::set_permissions(servers.maildir(OFFICE), std::fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_mailbox_in_which_nothing_can_be_registered_is_answered_from_unless_several_computers_work_with_it() {
    // What the server notes of a mailbox lies elsewhere, so that mail comes in while no folder can be made.
    let servers = Servers::start_as(|name, text, dir| {
        let apart = format!("Maildir:INDEX={0}/index/%u:CONTROL={0}/control/%u\n", dir.display());
        if name == "dovecot.conf" { text.replace("/Maildir\n", &format!("/{apart}")) } else { text }
    });
    let homes = [Songda::with(&servers.settings()), desk(&servers.settings(), "李华")];
    let all = served(&servers, &homes, 51_950, 2);
    servers.client().append("Sent", &[b"From: office@example.test\r\nSubject: x\r\n\r\nx\r\n".to_vec()]);
    may_make_folders(&servers, false);

    order(&homes[0], &all[0].1);
    assert_eq!(homes[0].run(&["send"]).code, 0, "{}", homes[0].words());
    let row = receipt(&homes[0], &all[0].1);
    assert_eq!((text(&row, "state"), text(&row["claim"], "state")), ("sent", "unregistered"), "{row}");
    assert!(text(&row["claim"], "why").to_lowercase().contains("permission"), "the server's own words: {row}");
    assert_answered_once(&servers, &all[0].0);

    order(&homes[1], &all[1].1);
    homes[1].run(&["send"]);
    assert!(is(&state(&homes[1], &all[1].1), ("queued", "receipt.no-claim")), "{}", receipt(&homes[1], &all[1].1));
    assert_eq!(answers(&servers, &all[1].0), 0);
    may_make_folders(&servers, true);
    let sent = until(SOON, || {
        homes[1].run(&["send"]);
        (state(&homes[1], &all[1].1).0 == "sent").then_some(())
    });
    let row = receipt(&homes[1], &all[1].1);
    assert_eq!((sent.is_some(), text(&row["claim"], "state")), (true, "held"), "{row}");
    assert_answered_once(&servers, &all[1].0);
    homes.iter().for_each(|home| assert_eq!(home.run(&["verify"]).code, 0));
}
