//! What is found and what is not: Chinese in twos, numbers in every width, words while they are typed.

use super::index::{Index, Text};
use super::words::{indexed, question, snippet};
use crate::home::Home;
use songda_core::id::Digest;

#[test]
fn chinese_is_cut_into_pairs_and_numbers_stay_whole() {
    assert_eq!(indexed("（２０２６）沪0112民初12345号"), "2026 沪 0112 民初 12345 号");
    assert_eq!(indexed("物业服务\n合同"), "物业 业服 服务 务合 合同");
    assert_eq!(indexed("物业\u{2ed4}"), indexed("物业门"));
    assert_eq!(question("物业"), Some("\"物业\"".to_owned()));
    assert_eq!(question("民初123"), Some("\"民初 123\" *".to_owned()));
    assert_eq!(question("\"*()"), None);
    assert_eq!(question("闵"), Some("\"闵\" *".to_owned()));
}

#[test]
fn a_snippet_shows_the_word_in_its_sentence() {
    let body = format!("{}应当于十五日内提交答辩状。{}", "甲".repeat(100), "乙".repeat(100));
    let shown = snippet(&body, &["答辩状"], 10);
    assert!(shown.contains("提交答辩状") && shown.starts_with('…') && shown.ends_with('…'), "{shown}");
    assert_eq!(snippet("（2026）沪", &["(2026)"], 10), "（2026）沪");
    assert_eq!(snippet("", &["x"], 10), "");
}

async fn some(folder: &std::path::Path) -> (Index, Digest, Digest) {
    let home = Home::at(folder);
    home.init().unwrap();
    let index = Index::open(&home).await.unwrap();
    let (one, other) = (Digest::of(b"1"), Digest::of(b"2"));
    let text = |kind, page, body: &str| Text { kind, part: "1.2".to_owned(), page, body: body.to_owned() };
    let texts = vec![
        text("document", 1, "你单位应当自收到起诉状副本之日起十五日内提交答辩状"),
        text("head", 0, "上海市闵行区人民法院 （2026）沪0112民初12345号"),
    ];
    let others = vec![text("head", 0, "上海市徐汇区人民法院 物业服务合同纠纷")];
    index.write(&[(one, 7, texts), (other, 8, others)]).await.unwrap();
    (index, one, other)
}

#[tokio::test]
async fn words_of_two_characters_and_parts_of_numbers_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let (index, one, other) = some(folder.path()).await;
    for (typed, finds) in [
        ("答辩", vec![one]),
        ("闵行", vec![one]),
        ("法院", vec![one, other]),
        ("民初123", vec![one]),
        ("(2026)沪0112", vec![one]),
        ("１２３４５", vec![one]),
        ("物业服务合同", vec![other]),
        ("行闵", vec![]),
        ("徐", vec![other]),
        ("上诉", vec![]),
    ] {
        let mut found: Vec<Digest> = match question(typed) {
            Some(question) => index.matching(&question, 100).await.unwrap().into_keys().collect(),
            None => Vec::new(),
        };
        let mut expected = finds;
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{typed}");
    }
    let hits = super::hits(&index, &["闵行", "答辩"]).await.unwrap();
    assert_eq!(hits.iter().map(|(mail, _)| *mail).collect::<Vec<_>>(), [one]);
    assert!(super::hits(&index, &["徐汇", "答辩"]).await.unwrap().is_empty());
}

#[tokio::test]
async fn texts_written_anew_take_the_place_of_the_old_ones() {
    let folder = tempfile::tempdir().unwrap();
    let (index, one, _) = some(folder.path()).await;
    let new = Text { kind: "head", part: String::new(), page: 0, body: "开庭传票".to_owned() };
    // Another program that fills the same index knows nothing of what this one wrote.
    let beside = Index::open(&Home::at(folder.path())).await.unwrap();
    beside.write(&[(one, 9, vec![new.clone()])]).await.unwrap();
    index.write(&[(one, 9, vec![new])]).await.unwrap();
    assert!(index.matching("\"答辩\"", 10).await.unwrap().is_empty());
    assert_eq!(index.matching("\"传票\"", 10).await.unwrap().len(), 1);
    assert_eq!((index.count().await.unwrap(), index.known().await.unwrap().get(&one)), (2, Some(&9)));
}

#[tokio::test]
async fn a_broken_index_is_told_anew() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::at(folder.path());
    home.init().unwrap();
    std::fs::write(folder.path().join("search.sqlite"), "no database at all, and long enough to be looked at").unwrap();
    assert!(Index::existing(&home).await.is_err());
    assert_eq!(Index::open(&home).await.unwrap().count().await.unwrap(), 0);
}
