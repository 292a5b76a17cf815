//! Every fact says where it was read and how sure it is.

use super::court_mail;
use crate::identify::{FoundFact, Sure};

fn fact<'a>(facts: &'a [FoundFact], name: &str) -> &'a FoundFact {
    facts.iter().find(|fact| fact.fact == name).unwrap_or_else(|| panic!("no {name}: {facts:?}"))
}

fn place(fact: &FoundFact) -> (&str, Option<u32>, &str) {
    let source = fact.source.as_ref().unwrap_or_else(|| panic!("{fact:?} has no source"));
    (source.part.as_str(), source.page, source.sentence.as_str())
}

#[test]
fn a_summons_and_a_judgment() {
    let summons = "上海市闵行区人民法院\n传票\n（2026）沪0112民初1号\n案由：物业服务合同纠纷\n被传唤人：示例物业管理有限公司\n应到时间：二〇二六年十二月十日上午九时三十分\n应到处所：第三法庭";
    let judgment = [
        "上海市闵行区人民法院\n民事判决书\n（2026）沪0112民初1号\n原告：示例甲，男。\n被告：示例物业管理有限公司，住所地示例路1号。\n",
        "判决如下：……\n案件受理费100元，由被告负担。\n如不服本判决，可以在判决书送达之日起十五日内，向本院递交上诉状，上诉于上海市第一中级人民法院。\n审判员 示例乙",
    ];
    let found = court_mail("（2026）沪0112民初1号诉讼文书", "请查收附件。")
        .paper("传票.pdf", &[summons])
        .paper("判决书.pdf", &judgment)
        .found();
    let facts = &found.facts;
    assert_eq!(place(fact(facts, "case-number")), ("subject", None, "（2026）沪0112民初1号诉讼文书"));
    assert_eq!(place(fact(facts, "court")), ("1.2", Some(1), "上海市闵行区人民法院"));
    assert_eq!(place(fact(facts, "cause")), ("1.2", Some(1), "案由：物业服务合同纠纷"));
    assert_eq!(place(fact(facts, "hearing")), ("1.2", Some(1), "应到时间：二〇二六年十二月十日上午九时三十分"));
    assert_eq!(place(fact(facts, "role")), ("1.3", Some(1), "被告：示例物业管理有限公司，住所地示例路1号。"));
    assert_eq!(place(fact(facts, "fee")), ("1.3", Some(2), "案件受理费100元，由被告负担。"));
    assert_eq!(fact(facts, "appeal").value.as_deref(), Some("十五日内上诉，上海市第一中级人民法院"));
    assert!(facts.iter().any(|it| it.fact == "party" && it.value.as_deref() == Some("原告：示例甲")));
    assert!(facts.iter().filter(|it| it.fact == "document-kind").all(|it| it.sure == Sure::Stated), "{facts:?}");
}

#[test]
fn what_is_inferred_and_what_is_missing() {
    let found = court_mail("诉讼文书送达", "现向你公司送达下列文书：应诉通知书、举证通知书。")
        .file("（2026）沪0112民初1号应诉通知书.pdf")
        .found();
    let sure = |name: &str| fact(&found.facts, name).sure;
    assert_eq!(sure("court"), Sure::Inferred, "only the number's code tells it");
    assert_eq!(sure("case-number"), Sure::Inferred, "only a file's name tells it");
    assert_eq!(sure("role"), Sure::Inferred, "only the paper's kind tells it");
    assert_eq!(sure("cause"), Sure::Missing);
    assert_eq!(fact(&found.facts, "listed-not-attached").sure, Sure::Stated);
}

#[test]
fn what_was_read_off_a_picture_is_inferred_and_makes_no_case_of_its_own() {
    let page = "上海市闵行区人民法院\n传票\n（2026）沪0112民初7号\n应到时间：2026年12月10日9时30分\n应到处所：第三法庭";
    let mail =
        court_mail("（2026）沪0112民初1号传票", "示例物业管理有限公司：请查收。").paper("传票.jpg", &[page]).ocr();
    let found = mail.found();
    assert_eq!(found.case_numbers, ["（2026）沪0112民初1号"]);
    assert_eq!(found.documents[0].case_number.as_deref(), Some("（2026）沪0112民初1号"));
    assert!(!found.documents[0].kind_from_text, "nothing final rests on it");
    assert_eq!(fact(&found.facts, "hearing").sure, Sure::Inferred);
}
