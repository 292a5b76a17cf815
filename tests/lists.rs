//! Lists that are kept up entry by entry say what they would say if everything were told from the beginning.
//!
//! Over sample mails that come in a few at a time, and over all that people order in between.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use songda_mailroom::acknowledge::Wish;
use songda_mailroom::calendars::About;
use songda_mailroom::deadlines::{Order, Own};
use songda_mailroom::home::Home;
use songda_mailroom::view::{
    AgreementForm, CaseQuery, DeadlineQuery, DeadlineRow, LedgerQuery, Problem, ReceiptQuery, ServiceQuery, ServiceRow,
};
use songda_mailroom::{Mailroom, announce, runtime, watch};
use songda_tests::DROP;

/// Mails that come in together.
const TOGETHER: usize = 6;
/// Orders between two such lots.
const ORDERS: usize = 5;
/// Files of a home that can be thrown away at any time.
const KEPT: [&str; 4] = ["readings", "told", "lists", "rows"];

/// Every fourth of the sample mails: genuine, forged and broken ones.
fn samples() -> Vec<PathBuf> {
    let served = Path::new(env!("CARGO_MANIFEST_DIR")).join("served");
    let mut mails: Vec<PathBuf> =
        fs::read_dir(served).unwrap().flatten().map(|entry| entry.path().join("input.eml")).collect();
    mails.sort();
    mails.into_iter().step_by(4).collect()
}

/// Numbers without any order, the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % most.max(1)
    }

    fn pick<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        all.get(self.below(all.len()))
    }
}

/// Everything that lists and statistics show, as it crosses to a window.
async fn shown(mailroom: &Mailroom) -> Value {
    let all = || "all".to_owned();
    let mut overview = json!(mailroom.overview().await.unwrap());
    // What is held counts as burning.
    for volatile in ["mailboxes", "now", "beside", "burning"] {
        overview[volatile] = Value::Null;
    }
    // A receipt that this run queued waits here, and is held for whoever looks from beside.
    let mut today = json!(mailroom.today().await.unwrap());
    (today["left"], today["receipts"]) = (Value::Null, Value::Null);
    let all_receipts = ReceiptQuery { tab: all(), ..ReceiptQuery::default() };
    let mut receipts = json!(mailroom.receipt_list(&all_receipts).await.unwrap());
    for row in receipts["rows"].as_array_mut().unwrap() {
        (row["held"], row["undo_until"]) = (Value::Null, Value::Null);
    }
    let services = ServiceQuery { tab: all(), ..ServiceQuery::default() };
    json!({
        "overview": overview,
        "today": today,
        "services": mailroom.service_list(&services).await.unwrap(),
        "due": mailroom.service_list(&ServiceQuery { tab: "due".to_owned(), ..services }).await.unwrap(),
        "deadlines": mailroom.deadline_list(&DeadlineQuery::default()).await.unwrap(),
        "cases": mailroom.case_list(&CaseQuery { tab: all(), ..CaseQuery::default() }).await.unwrap(),
        "receipts": receipts,
        "sittings": mailroom.sittings_between(None, None).await.unwrap(),
        "ledger": mailroom.ledger(&LedgerQuery::default()).await.unwrap(),
        "statistics": mailroom.statistics(24).await.unwrap(),
    })
}

/// What is kept up is what a start from the beginning tells, and what the whole lists tell row by row.
async fn assert_same(mailroom: &Mailroom, home: &Home, after: &str) {
    // Nothing that is kept is there for the second look: it tells every entry and reads every paper anew.
    let there = |name: &str| home.root().join(name);
    let away = |name: &str| home.root().join(format!("{name}.away"));
    assert!(there("readings").exists(), "what was read is kept");
    let is_kept: Vec<&str> = KEPT.into_iter().filter(|name| fs::rename(there(name), away(name)).is_ok()).collect();
    let fresh = Mailroom::look(home.clone()).await.unwrap();
    let (kept, told) = (shown(mailroom).await, shown(&fresh).await);
    for (part, kept) in kept.as_object().unwrap() {
        assert_eq!(*kept, told[part], "{part} after {after}");
    }
    let ids = |rows: &[ServiceRow]| rows.iter().map(|row| row.id.clone()).collect::<BTreeSet<_>>();
    let services = ServiceQuery { tab: "all".to_owned(), ..ServiceQuery::default() };
    let listed = mailroom.service_list(&services).await.unwrap().rows;
    let all = fresh.services().await.unwrap();
    assert_eq!(ids(&listed), ids(&all), "after {after}");
    let days = |rows: &[DeadlineRow]| {
        rows.iter().map(|row| (row.id.clone(), row.last_day.clone(), row.state.clone())).collect::<BTreeSet<_>>()
    };
    let listed = mailroom.deadline_list(&DeadlineQuery::default()).await.unwrap().rows;
    let anew = fresh.deadlines().await.unwrap();
    assert_eq!(days(&listed), days(&anew), "after {after}");
    is_kept.iter().for_each(|name| fs::rename(away(name), there(name)).unwrap());
    // A third look reads none of them, and goes on from what was kept some orders ago: every step of every deadline is the
    // same, and every list.
    let known = Mailroom::look(home.clone()).await.unwrap();
    assert_eq!(known.deadlines().await.unwrap(), anew, "after {after}");
    let known = shown(&known).await;
    for (part, known) in known.as_object().unwrap() {
        assert_eq!(*known, told[part], "{part}, gone on from what was kept, after {after}");
    }
    if mailroom.overview().await.unwrap().seq % 3 == 0 {
        mailroom.room().keep(true).await.unwrap();
        assert!(KEPT.into_iter().all(|name| there(name).exists()), "after {after}");
    }
}

/// A start that goes on from what was kept has told every deadline that a start from the beginning would tell.
async fn assert_announced(mailroom: &Mailroom) {
    let before = mailroom.overview().await.unwrap().seq;
    announce::announce(mailroom.room()).await.unwrap();
    assert_eq!(mailroom.overview().await.unwrap().seq, before);
}

/// One order of a person; gives what it was.
async fn order(mailroom: &Mailroom, dice: &mut Dice) -> Result<&'static str, Problem> {
    let services: Vec<String> = mailroom.services().await?.into_iter().map(|row| row.id).collect();
    let deadlines: Vec<String> = mailroom.deadlines().await?.into_iter().map(|row| row.id).collect();
    let cases: Vec<String> = mailroom.cases().await?.into_iter().map(|row| row.case_number).collect();
    let (Some(service), Some(other)) = (dice.pick(&services), dice.pick(&services)) else { return Ok("nothing") };
    let (why, days) = ("核对后决定", ["2026-11-20", "2026-12-01", "2027-01-04"]);
    let day = *dice.pick(&days).unwrap();
    let decided = |decision: &'static str, date: Option<&'static str>| Order {
        decision,
        date,
        person: Some("李明"),
        deputy: None,
        reason: why,
        by: None,
    };
    Ok(match dice.below(20) {
        0 => mailroom.assign(service, "王敏", None).await.map(|_| "assigned")?,
        1 => mailroom.set_aside(service, why, None).await.map(|_| "set aside")?,
        2 => mailroom.take_back(service, why, None).await.map(|_| "taken back")?,
        3 | 4 => {
            let some = [
                decided("done", None),
                decided("confirmed", None),
                decided("reopened", None),
                decided("extended", Some(day)),
                decided("counted-from", Some(day)),
                decided("assigned", None),
            ];
            let at = dice.below(some.len());
            let chosen = some.into_iter().nth(at).unwrap();
            let Some(deadline) = dice.pick(&deadlines) else { return Ok("nothing") };
            mailroom.decide(deadline, chosen).await.map(|_| "decided")?
        }
        5 => mailroom.choose_start(service, Some(day), why, None).await.map(|_| "start chosen")?,
        6 => mailroom.choose_start(service, None, why, None).await.map(|_| "start given up")?,
        7 | 8 => {
            let open: Vec<String> =
                mailroom.doubts().await?.into_iter().filter(|row| !row.settled).map(|row| row.id).collect();
            let Some(doubt) = dice.pick(&open) else { return Ok("nothing") };
            mailroom.settle(doubt, why, None).await.map(|_| "settled")?
        }
        9 => mailroom.join_services(&[service.clone(), other.clone()], why, None).await.map(|_| "services joined")?,
        10 => mailroom.part_service(service, why, None).await.map(|_| "service parted")?,
        11 => {
            let Some(number) = dice.pick(&cases) else { return Ok("nothing") };
            let number = number.clone();
            if dice.below(2) == 0 {
                mailroom.name_case(&number, "六号楼物业费", None).await.map(|_| "case named")?
            } else {
                let fact = mailroom.correct(service, "case-number", None, &number, None).await;
                fact.map(|_| "case number corrected")?
            }
        }
        12 => {
            let own = Own {
                name: "内部上报",
                last_day: Some(day),
                rule: None,
                from: None,
                days: None,
                service: Some(service).filter(|_| day < "2027").map(String::as_str),
                case_number: None,
                reason: why,
                by: None,
            };
            mailroom.add_deadline(own).await.map(|_| "deadline added")?
        }
        13 => mailroom.acknowledge(service, None, Wish::default()).await.map(|_| "acknowledged")?,
        14 => {
            // Half of those that were recorded so are taken back.
            if dice.below(2) == 0 && mailroom.not_answered_by_hand(service, why).await.is_ok() {
                return Ok("not answered by hand");
            }
            mailroom.answered_by_hand(service, "post", why).await.map(|()| "answered by hand")?
        }
        15 => mailroom.bring_paper(service, "2026-11-20", &[], None).await.map(|_| "received on paper")?,
        16 => mailroom.take_paper_back(service, "2026-11-20", why, None).await.map(|()| "paper taken back")?,
        17 => {
            let filed: Vec<_> = mailroom
                .documents()
                .await?
                .into_iter()
                .filter(|row| row.state == "filed")
                .map(|row| row.path)
                .collect();
            let Some(path) = dice.pick(&filed) else { return Ok("nothing") };
            fs::remove_file(mailroom.room().settings.case_root.join(path)).unwrap();
            mailroom.look_at_folders().await.map(|_| "file deleted")?
        }
        18 => mailroom.restore_missing(None).await.map(|_| "files restored")?,
        _ => {
            let receipts = mailroom.receipts().await?;
            let Some(receipt) = dice.pick(&receipts) else { return Ok("nothing") };
            mailroom.withdraw(&receipt.id, &receipt.seen).await.map(|_| "withdrawn")?
        }
    })
}

fn agreement() -> AgreementForm {
    AgreementForm {
        kind: "confirmation".to_owned(),
        courts: vec!["沪0112".to_owned()],
        company: "示例物业管理有限公司".to_owned(),
        address: "service@example.test".to_owned(),
        from: "2026-01-01".to_owned(),
        reply: "none".to_owned(),
        reply_within: Some(2),
        ..AgreementForm::default()
    }
}

#[test]
fn what_is_kept_up_is_what_telling_everything_anew_gives() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("drop")).unwrap();
    fs::write(folder.path().join("songda.toml"), DROP).unwrap();
    let home = Home::at(folder.path());
    runtime().unwrap().block_on(async {
        let mut mailroom = Mailroom::open(home.clone()).await.unwrap();
        let (mut dice, mut done) = (Dice(20_261_129), BTreeSet::new());
        for (lot, mails) in samples().chunks(TOGETHER).enumerate() {
            for (nth, mail) in mails.iter().enumerate() {
                fs::copy(mail, folder.path().join(format!("drop/{lot}-{nth}.eml"))).unwrap();
            }
            if lot % 3 == 2 {
                mailroom.room().keep(lot % 2 == 0).await.unwrap();
                drop(mailroom);
                mailroom = Mailroom::open(home.clone()).await.unwrap();
            }
            watch::sync(mailroom.room(), None).await.unwrap();
            assert_announced(&mailroom).await;
            assert_same(&mailroom, &home, &format!("lot {lot}")).await;
            if lot == 4 {
                mailroom.enter_agreement(agreement()).await.unwrap();
                assert_same(&mailroom, &home, "an agreement").await;
            }
            if lot == 6 {
                let year = "year = 2027\nsource = \"https://www.gov.cn/x\"\n\n[[rest]]\nname = \"元旦\"\n\
                            from = \"2027-01-01\"\nto = \"2027-01-03\"\n";
                let about = About { name: "2027.toml", ..About::default() };
                let _ = mailroom.import_calendar(year, about).await;
                assert_same(&mailroom, &home, "a year of holidays").await;
            }
            for _ in 0..ORDERS {
                if let Ok(what) = order(&mailroom, &mut dice).await {
                    done.insert(what);
                    // Sometimes before the watcher told what moves, sometimes after.
                    if dice.below(2) == 0 {
                        announce::announce_if_changed(mailroom.room()).await.unwrap();
                    }
                    assert_same(&mailroom, &home, what).await;
                }
            }
        }
        assert!(done.len() > 10, "hardly anything was ordered: {done:?}");
    });
}
