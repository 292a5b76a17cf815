//! What the rules' files may say, and what is refused.

use super::*;

const RULE: &str = r#"
[[rule]]
id = "X"
name = "示例"
group = "民事一审"
procedure = "民事"
for_whom = ["当事人"]
setting = "法定"
length = { days = 15 }
direction = "正推"
counts_from = "送达"
roll = "顺延"
confidence = "高"
BASIS
[rule.example]
from = 2026-11-23
last_day = 2026-12-08
"#;

fn with_basis(inner: &str) -> String {
    RULE.replace("BASIS", &format!("basis = [{inner}]"))
}

fn refused(text: &str) -> String {
    parse(&text.replace("BASIS", ""), &Laws::builtin().unwrap(), &Arc::new(Vec::new())).unwrap_err()
}

#[test]
fn every_rule_loads_with_a_source() {
    let rules = builtin().unwrap();
    assert_eq!(rules.len(), 116);
    assert!(rules.values().all(|rule| !rule.basis.is_empty()));
}

#[test]
fn a_rule_without_a_source_does_not_load() {
    assert!(refused(RULE).contains("X: stands without a source"));
}

#[test]
fn an_unknown_key_does_not_load() {
    assert!(refused(&RULE.replace("confidence = \"高\"", "confidence = \"高\"\ncolour = 1")).contains("colour"));
}

#[test]
fn an_article_that_moved_must_stand_with_its_old_number() {
    let basis = "{ law = \"民事诉讼法\", version = \"2023\", article = \"第二百一十六条\", checked = false }";
    let says = refused(&with_basis(basis));
    assert!(says.contains("was article 212 in 2021"), "{says}");
}

#[test]
fn an_article_marked_as_checked_names_the_words() {
    let basis = "{ law = \"民事证据规定\", version = \"2019\", article = \"第五十一条\", checked = true }";
    assert!(refused(&with_basis(basis)).contains("without words"));
}

#[test]
fn an_unknown_law_does_not_load() {
    let basis = "{ law = \"甲法\", version = \"2019\", article = \"第一条\", checked = false }";
    assert!(refused(&with_basis(basis)).contains("not among the laws"));
}
