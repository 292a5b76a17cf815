//! Lists whose addresses stay, change each time, or change their order: each document comes, and once where it can be told.

use super::*;
use crate::ledger::BroughtRecord;

/// One document as a list gives it: its name, and where it lies today.
fn offered(name: &str, path: &str) -> Offered {
    Offered {
        key: format!("{name}@{path}/S"),
        name: name.to_owned(),
        court: None,
        url: Some(format!("https://oss.example.test{path}")),
    }
}

/// What a platform gives: for the nth question, the documents as (name, path, number of the document).
type Lists = fn(usize) -> Vec<(&'static str, String, usize)>;

/// A pass over these lists as an errand makes it; gives which documents came, in order, and whether it ended.
fn pass(told: &mut Errand, lists: Lists, asked: &mut usize) -> Vec<usize> {
    let (mut moving, mut fetched) = (Moving::default(), Vec::new());
    for _ in 0..200 {
        *asked += 1;
        let given = lists(*asked);
        let offers: Vec<Offered> = given.iter().map(|(name, path, _)| offered(name, path)).collect();
        let Some(settled) = moving.settle(offers, told) else { continue };
        for it in &settled {
            if !told.listed.iter().any(|known| known.key == it.key) {
                let listed = ListedRecord { key: it.key.clone(), name: it.name.clone(), court: None };
                told.listed.push(listed);
            }
        }
        told.on_last_list = settled.iter().map(|it| it.key.clone()).collect();
        let Some(at) = settled.iter().position(|it| !told.stored.contains_key(&it.key)) else {
            assert_eq!(settled.iter().map(|it| &it.key).collect::<BTreeSet<_>>().len(), settled.len(), "keys differ");
            return fetched;
        };
        let (name, _, document) = &given[at];
        let sha256 = Digest::of(document.to_string().as_bytes());
        fetched.push(*document);
        if !moving.came_again(&settled[at], &sha256, told) {
            let record = BroughtRecord { name: (*name).to_owned(), sha256, size_bytes: 1 };
            told.stored.insert(settled[at].key.clone(), record);
        }
    }
    panic!("no end: {fetched:?}");
}

/// Digests of what came.
fn came(told: &Errand) -> BTreeSet<Digest> {
    told.stored.values().map(|it| it.sha256).collect()
}

#[test]
fn what_is_alone_of_its_name_is_fetched_once_wherever_it_lies() {
    let lists: Lists = |nth| vec![("传票", format!("/{nth}/a.pdf"), 1), ("起诉状", format!("/{nth}/b.pdf"), 2)];
    let (mut told, mut asked) = (Errand::default(), 0);
    assert_eq!(pass(&mut told, lists, &mut asked), [1, 2]);
    assert_eq!(told.listed.len(), 2, "under its first key");
    // A day later the list is looked at again.
    assert!(pass(&mut told, lists, &mut asked).is_empty());
    assert_eq!(told.listed.len(), 2);
}

#[test]
fn another_document_of_the_same_name_is_a_new_one_where_addresses_stay() {
    let before: Lists = |_| vec![("传票", "/f/1.pdf".into(), 1), ("传票", "/f/2.pdf".into(), 2)];
    let after: Lists = |_| vec![("传票", "/f/2.pdf".into(), 2), ("传票", "/f/3.pdf".into(), 3)];
    let (mut told, mut asked) = (Errand::default(), 0);
    assert_eq!(pass(&mut told, before, &mut asked), [1, 2]);
    assert_eq!(pass(&mut told, after, &mut asked), [3], "put there in place of the first");
    // One that comes beside the others in the middle of a pass is new as well.
    let more: Lists = |nth| {
        let all = [("传票", "/g/1.pdf", 1), ("传票", "/g/2.pdf", 2), ("传票", "/g/3.pdf", 3)];
        all.iter().take(1 + nth).map(|(name, path, it)| (*name, (*path).to_owned(), *it)).collect()
    };
    let (mut told, mut asked) = (Errand::default(), 0);
    assert_eq!(pass(&mut told, more, &mut asked), [1, 2, 3]);
}

#[test]
fn several_of_one_name_all_come_though_addresses_change_each_time() {
    let lists: Lists = |nth| (0..5).map(|it| ("证据材料", format!("/{nth}/{it}"), it)).collect();
    let (mut told, mut asked) = (Errand::default(), 0);
    assert_eq!(pass(&mut told, lists, &mut asked), [0, 1, 2, 3, 4], "in one order each is fetched once");
    assert!(pass(&mut told, lists, &mut asked).is_empty());
}

#[test]
fn several_of_one_name_all_come_though_their_order_changes_too() {
    fn order(nth: usize) -> Vec<usize> {
        let mut all: Vec<usize> = (0..5).collect();
        all.rotate_left(nth % 5);
        all.swap(nth % 3, 4);
        all
    }
    let changing: Lists = |nth| order(nth).into_iter().map(|it| ("证据材料", format!("/{nth}/{it}"), it)).collect();
    // The place on the list is in the address, and says nothing of the document.
    let by_place: Lists =
        |nth| order(nth).into_iter().enumerate().map(|(at, it)| ("证据材料", format!("/f/{at}"), it)).collect();
    let nameless: Lists = |nth| order(nth).into_iter().map(|it| ("", format!("/{nth}/{it}"), it)).collect();
    for lists in [changing, by_place, nameless] {
        let (mut told, mut asked) = (Errand::default(), 0);
        let fetched = pass(&mut told, lists, &mut asked);
        assert_eq!(came(&told).len(), 5, "none is lost: {fetched:?}");
        assert_eq!((told.listed.len(), told.stored.len()), (5, 5));
        assert_eq!(told.alike().count(), 0);
    }
}

#[test]
fn two_that_are_the_same_paper_end_the_search() {
    let lists: Lists = |nth| vec![("证据", format!("/{nth}/a"), 1), ("证据", format!("/{nth}/b"), 1)];
    let (mut told, mut asked) = (Errand::default(), 0);
    let fetched = pass(&mut told, lists, &mut asked);
    assert!(fetched.len() <= 2 + 2 * MOST_AGAIN, "{fetched:?}");
    assert_eq!((told.stored.len(), came(&told).len()), (2, 1));
    assert_eq!(told.alike().map(|listed| listed.name.as_str()).collect::<Vec<_>>(), ["证据"], "and it is said");
}

#[test]
fn one_taken_off_the_list_keeps_no_other_from_coming() {
    let lists: Lists = |nth| {
        let all = (0..3).filter(|it| nth < 3 || *it != 0);
        all.map(|it| ("证据", format!("/{nth}/{it}"), it)).collect()
    };
    let (mut told, mut asked) = (Errand::default(), 0);
    pass(&mut told, lists, &mut asked);
    assert_eq!(came(&told).len(), 3);
}
