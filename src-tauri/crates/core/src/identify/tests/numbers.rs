//! Case numbers in every form met, and what only looks like one.

use proptest::prelude::*;
use rstest::rstest;

use super::{court_mail, reference};
use crate::identify::case_number::{CaseNumber, Place, mentions};
use crate::identify::citation::is_cited;
use crate::identify::text::plain;

fn all(text: &str) -> Vec<String> {
    mentions(text, Place::Text, reference()).iter().map(|it| it.number.to_string()).collect()
}

#[rstest]
#[case("（2026）沪0112民初12345号", "（2026）沪0112民初12345号")]
#[case("(2026)沪0112民初12345号之一", "（2026）沪0112民初12345号")]
#[case("（2024）沪01民终1234号", "（2024）沪01民终1234号")]
#[case("(2023)沪民终88号", "（2023）沪民终88号")]
#[case("（2022）最高法民申12号", "（2022）最高法民申12号")]
#[case("（2020）最高法知民终1号", "（2020）最高法知民终1号")]
#[case("(2026) 沪 0112 执 99号", "（2026）沪0112执99号")]
#[case("(2026)沪0112执恢8号之二", "（2026）沪0112执恢8号")]
#[case("（2026）沪0112诉前调123号", "（2026）沪0112诉前调123号")]
#[case("（2026）沪0112民诉前调确5号", "（2026）沪0112民诉前调确5号")]
#[case("(2015)闵民四(民)初字第1234号", "（2015）闵民四（民）初字第1234号")]
#[case("(2014)杨民一(民)初字第5678号", "（2014）杨民一（民）初字第5678号")]
#[case("(2015)普民二（商）初字第345号", "（2015）普民二（商）初字第345号")]
#[case("(2015)沪高民四（海）终字第67号", "（2015）沪高民四（海）终字第67号")]
#[case("(2013)浦执字第100号", "（2013）浦执字第100号")]
#[case("(2014)沪一中民四(商)终字第12号", "（2014）沪一中民四（商）终字第12号")]
#[case("〔2026〕沪0112财保7号", "（2026）沪0112财保7号")]
#[case("[2026]沪74民终5号", "（2026）沪74民终5号")]
#[case("【2026】沪0112民初5号", "（2026）沪0112民初5号")]
#[case("（２０２６）沪０１１２民初８８号", "（2026）沪0112民初88号")]
#[case("（2026）沪0112民初77", "（2026）沪0112民初77号")]
#[case("(2026)苏0591民初100号", "（2026）苏0591民初100号")]
#[case("(2026)京0491民初1号", "（2026）京0491民初1号")]
#[case("(2026)兵0103民初2号", "（2026）兵0103民初2号")]
#[case("（2026）沪0112司惩3号", "（2026）沪0112司惩3号")]
#[case("(2026)沪0115破申1号", "（2026）沪0115破申1号")]
#[case("(2026)沪0112民督9号", "（2026）沪0112民督9号")]
#[case("（2026）沪0112执保90009号", "（2026）沪0112执保90009号")]
#[case("（2026）沪0112执异12号", "（2026）沪0112执异12号")]
#[case("（2026）沪02执复3号", "（2026）沪02执复3号")]
#[case("（2026）沪0112刑初66号", "（2026）沪0112刑初66号")]
#[case("（2026）沪7101行初66号", "（2026）沪7101行初66号")]
#[case("（2026）粤0192民初6号", "（2026）粤0192民初6号")]
#[case("（2026）沪72民初6号", "（2026）沪72民初6号")]
#[case("（2026）沪73知民初6号", "（2026）沪73知民初6号")]
#[case("（2026）沪0112\n民初\n90003号", "（2026）沪0112民初90003号")]
#[case("（2026） 沪 0112 民初 90003 号", "（2026）沪0112民初90003号")]
#[case("（2026）沪0112民初9 0 0 0 3号", "（2026）沪0112民初90003号")]
#[case("（ 2026 ）沪0112民初\u{3000}90003\u{a0}号", "（2026）沪0112民初90003号")]
#[case("（2026\u{200b}）沪0112民初90003号", "（2026）沪0112民初90003号")]
#[case("（2026）沪O112民初90003号", "（2026）沪0112民初90003号")]
#[case("（2026）沪0112民初第90003号", "（2026）沪0112民初90003号")]
#[case("（2026年）沪0112民初90003号", "（2026）沪0112民初90003号")]
#[case("2026）沪0112民初90003号", "（2026）沪0112民初90003号")]
#[case("（2026）沪0112民初00123号", "（2026）沪0112民初123号")]
#[case("（2026）沪0112民特监3号", "（2026）沪0112民特监3号")]
#[case("（2026）沪0108民初3号", "（2026）沪0108民初3号")]
#[case("（2026）最高人民法院民申3号", "（2026）最高法民申3号")]
#[case("（2026）沪0112执3号-1", "（2026）沪0112执3号")]
#[case("（2014）闵民五(民)初字第10-1号", "（2014）闵民五（民）初字第10号")]
#[case("案号（2026）沪0112民初3号，2号楼", "（2026）沪0112民初3号")]
#[case("（2026）沪0112民初90004号，2026年12月1日前", "（2026）沪0112民初90004号")]
#[case("（2026）沪0112民初3号、3号楼", "（2026）沪0112民初3号")]
#[case("2026沪0112民初33号", "（2026）沪0112民初33号")]
#[case("本院受理的2026年沪0112民初33号一案", "（2026）沪0112民初33号")]
fn one_number(#[case] text: &str, #[case] number: &str) {
    assert_eq!(all(text), [number], "{text}");
}

#[rstest]
#[case("（2026）沪0112民初90005、90006号", &["90005", "90006"])]
#[case("（2026）沪0112民初90005号、90006号、90007号", &["90005", "90006", "90007"])]
#[case("（2026）沪0112民初90005号,90006号", &["90005", "90006"])]
#[case("（2026）沪0112民初12345-12350号", &["12345", "12346", "12347", "12348", "12349", "12350"])]
#[case("（2026）沪0112民初12345号-12347号", &["12345", "12346", "12347"])]
#[case("（2026）沪0112民初12345号至12347号", &["12345", "12346", "12347"])]
#[case("（2026）沪0112民初12345~47号", &["12345", "12346", "12347"])]
#[case("（2026）沪0112民初90005、90006、90007等12案", &["90005", "90006", "90007"])]
#[case("（2026）沪0112民初90005号和90006号案件", &["90005", "90006"])]
#[case("（2026）沪0112民初90005-90007、90010号", &["90005", "90006", "90007", "90010"])]
#[case("（2026）沪0112民初90005、民初90006号", &["90005", "90006"])]
#[case("（2026）沪0112民初１０１号，１０２号，１０３号", &["101", "102", "103"])]
fn a_list(#[case] text: &str, #[case] serials: &[&str]) {
    let expected: Vec<String> = serials.iter().map(|serial| format!("（2026）沪0112民初{serial}号")).collect();
    assert_eq!(all(text), expected, "{text}");
}

#[rstest]
#[case("12026沪0112民初1号")]
#[case("2026沪0112民初1")]
#[case("2026沪物民初1号")]
#[case("沪高法〔2026〕12号")]
#[case("〔2026〕沪府发5号")]
#[case("（2026）沪仲案字第0123号")]
#[case("（2024）沪贸仲裁字第0123号")]
#[case("闵劳人仲(2026)办字第123号")]
#[case("(2026)闵劳人仲办字第123号")]
#[case("（2020）沪东证经字第123号")]
#[case("（2026）沪检一分刑诉字第12号")]
#[case("（2026）沪0112号")]
#[case("（2026）国012民初3号")]
#[case("（2026）沪011民初3号")]
#[case("（2026）物业合同12345号")]
#[case("合同编号（2026）沪物003号")]
#[case("（2026）民初3号")]
#[case("发票代码031002600111")]
#[case("")]
#[case("（2026）（2026）（（（")]
fn no_number(#[case] text: &str) {
    assert!(all(text).is_empty(), "{text}: {:?}", all(text));
}

#[rstest]
#[case("（2026）沪0112执99号之一", Some("之一"))]
#[case("（2026）沪0112执99号之12", Some("之十二"))]
#[case("（2026）沪0112执99号 之二 执行裁定书", Some("之二"))]
#[case("（2026）沪0112执99之三号", Some("之三"))]
#[case("（2026）沪0112执99号-1", Some("-1"))]
#[case("（2026）沪0112执99号", None)]
#[case("（2026）沪0112执99号之诉讼材料", None)]
fn a_suffix(#[case] text: &str, #[case] suffix: Option<&str>) {
    let found = mentions(text, Place::Text, reference());
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].suffix.as_deref(), suffix, "{text}");
}

#[rstest]
#[case("上诉人不服上海市闵行区人民法院（2025）沪0112民初88号民事判决，提起上诉", true)]
#[case("原审案号：（2025）沪0112民初88号", true)]
#[case("一审案号（2025）沪0112民初88号", true)]
#[case("关联案件：（2025）沪0112民初88号", true)]
#[case("依据（2025）沪0112民初88号民事判决书，立案执行", true)]
#[case("本院作出的（2025）沪0112民初88号民事调解书已发生法律效力", true)]
#[case("（2025）沪0112民初88号民事判决书已发生法律效力，权利人申请执行", true)]
#[case("申请执行（2025）沪0112民初88号判决", true)]
#[case("（原（2025）沪0112民初88号）", true)]
#[case("案号：（2025）沪0112民初88号", false)]
#[case("现向你送达（2025）沪0112民初88号民事判决书，请查收", false)]
#[case("根据《电子送达确认书》，现向你方送达（2025）沪0112民初88号民事判决书", false)]
#[case("民事判决书送达-（2025）沪0112民初88号", false)]
#[case("原告示例甲与你公司纠纷一案，案号（2025）沪0112民初88号", false)]
#[case("附件为（2025）沪0112民初88号民事裁定书", false)]
#[case("本院受理（2025）沪0112民初88号一案", false)]
#[case("关于（2025）沪0112民初88号的恢复执行告知", false)]
#[case("关于（2025）沪0112民初88号民事判决的恢复执行，现案号见附件", true)]
#[case("关于（2025）沪0112民初88号民事判决一案，本院恢复执行", true)]
#[case("就（2025）沪0112民初88号民事调解书申请执行一案，本院已立案", true)]
#[case("本案因（2025）沪0112民初88号民事裁定书引起", true)]
#[case("对（2025）沪0112民初88号判决申请执行", true)]
#[case("关于（2025）沪0112民初88号民事判决书送达的通知", false)]
#[case("关于（2025）沪0112民初88号民事判决书的补正裁定", false)]
#[case("本案系（2025）沪0112民初88号发回重审案件", true)]
#[case("本案系（2025）沪0112民初88号案经发回重审", true)]
#[case("执行异议，对应执行案（2025）沪0112执88号", true)]
#[case("对应执行案号：（2025）沪0112执88号", true)]
#[case("对应诉讼案件（2025）沪0112民初88号", true)]
#[case("执行依据：（2025）沪0112民初88号", true)]
#[case("执行案（2025）沪0112执88号，请查收", false)]
#[case("执行案号：（2025）沪0112执88号", false)]
#[case("（2025）沪0112民初88号案（另案）于12月8日开庭", true)]
#[case("（2025）沪0112民初88号（关联案件）另行通知", true)]
fn cited_or_own(#[case] text: &str, #[case] expected: bool) {
    let written = plain(text);
    let found = mentions(text, Place::Text, reference());
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    assert_eq!(is_cited(&written, &found[0]), expected, "{text}");
}

#[test]
fn a_name_may_lack_the_brackets() {
    let found = mentions("2026沪0112民初12345号 传票.pdf", Place::Name, reference());
    assert_eq!(found[0].number.to_string(), "（2026）沪0112民初12345号");
}

#[test]
fn an_appeal_serves_its_own_number_alone() {
    let judgment = "上海市第一中级人民法院\n民 事 判 决 书\n（2026）沪01民终555号\n上诉人（原审被告）：示例物业管理有限公司\n被上诉人（原审原告）：示例甲\n上诉人因物业服务合同纠纷一案，不服上海市闵行区人民法院（2025）沪0112民初88号民事判决，向本院提起上诉。";
    let mail = court_mail("（2026）沪01民终555号民事判决书送达", "附件为民事判决书，请查收。\n上海市第一中级人民法院")
        .paper("民事判决书.pdf", &[judgment]);
    let (found, doubts) = mail.read();
    assert_eq!(found.case_numbers, ["（2026）沪01民终555号"]);
    assert_eq!(found.court.map(|court| court.code).as_deref(), Some("沪01"));
    assert_eq!(found.role.map(crate::identify::Role::code), Some("appellant"));
    assert!(doubts.is_empty(), "{doubts:?}");
}

#[test]
fn a_certificate_serves_the_case_of_its_judgment() {
    let page = "上海市闵行区人民法院\n裁判文书生效证明\n（2026）沪0112民初210号民事判决书已于2026年11月10日发生法律效力。\n特此证明。";
    let found = court_mail("生效证明", "请查收。").paper("生效证明.pdf", &[page]).found();
    assert_eq!(found.case_numbers, ["（2026）沪0112民初210号"]);
}

#[test]
fn a_batch_is_told_apart_by_folders() {
    let mail = court_mail(
        "（合并送达）90005、90006等案",
        "附件压缩包内按案号分文件夹存放，请查收诉讼文书。\n上海市闵行区人民法院",
    )
    .file("（2026）沪0112民初90005号/传票.pdf")
    .file("（2026）沪0112民初90005号/应诉通知书.pdf")
    .file("（2026）沪0112民初90006号/传票.pdf");
    let found = mail.found();
    assert_eq!(found.case_numbers, ["（2026）沪0112民初90005号", "（2026）沪0112民初90006号"]);
    let own: Vec<_> = found.documents.iter().filter_map(|it| it.case_number.as_deref()).collect();
    assert_eq!(own, ["（2026）沪0112民初90005号", "（2026）沪0112民初90005号", "（2026）沪0112民初90006号"]);
}

#[test]
fn a_folder_may_hold_the_serial_alone() {
    let mail = court_mail("（2026）沪0112民初90005-90006号送达诉讼文书", "请查收。")
        .file("90005号/传票.pdf")
        .file("90006号/传票.pdf")
        .file("公共/诉讼须知.pdf");
    let (found, doubts) = mail.read();
    let own: Vec<_> = found.documents.iter().map(|it| it.case_number.as_deref()).collect();
    assert_eq!(own, [Some("（2026）沪0112民初90005号"), Some("（2026）沪0112民初90006号"), None]);
    assert!(
        doubts.iter().any(|doubt| doubt.code == "case-number-missing" && doubt.about.contains("诉讼须知")),
        "{doubts:?}"
    );
}

#[test]
fn a_name_and_a_page_that_differ_are_doubtful() {
    let page = "上海市闵行区人民法院\n传票\n案号：（2026）沪0112民初90002号\n应到时间：2026年12月10日9时30分";
    let mail = court_mail("送达诉讼文书", "请查收。").paper("（2026）沪0112民初90001号传票.pdf", &[page]);
    assert!(mail.codes().contains(&"case-number-conflict"));
}

#[test]
fn a_subject_cut_off_within_a_number_names_no_other_case() {
    let text = "您有（2026）沪0112民初12345号案件文书，请查收。\n上海市闵行区人民法院";
    let numbers = |subject: &str, text: &str| court_mail(subject, text).found().case_numbers;
    for cut in ["（2026）沪0112民初1", "（2026）沪0112民初1234…", "文书送达（2026）沪0112民初12..."]
    {
        assert_eq!(numbers(cut, text), ["（2026）沪0112民初12345号"], "{cut}");
    }
    // Whole, it is a number of its own.
    let both = ["（2026）沪0112民初1234号", "（2026）沪0112民初12345号"];
    assert_eq!(numbers("送达（2026）沪0112民初1234号", text), both);
}

#[test]
fn an_unknown_code_is_not_guessed() {
    let mail = court_mail("【上海市闵行区人民法院】（2026）沪0199民初1号诉讼文书送达", "请查收附件诉讼文书。")
        .file("传票.pdf");
    let (found, doubts) = mail.read();
    assert_eq!(found.court, None);
    assert!(doubts.iter().any(|doubt| doubt.code == "court-code-unknown"), "{doubts:?}");
}

#[test]
fn a_court_known_by_name_alone_gets_the_code_of_its_number() {
    let court = |number: &str, name: &str| {
        let mail =
            court_mail(&format!("（2026）{number}诉讼文书送达"), &format!("请查收附件。\n{name}")).file("传票.pdf");
        mail.found().court.map(|court| (court.code, court.name))
    };
    let told = |code: &str, name: &str| Some((code.to_owned(), name.to_owned()));
    assert_eq!(court("川71行终9号", "成都铁路运输中级法院"), told("川71", "成都铁路运输中级法院"));
    let name = "新疆生产建设兵团第六师中级人民法院";
    assert_eq!(court("兵06民终9号", name), told("兵06", name));
    // Another region, another level: the number is not that court's.
    assert_eq!(court("渝71行终9号", "成都铁路运输中级法院"), told("", "成都铁路运输中级法院"));
    assert_eq!(court("川7199行初9号", "成都铁路运输中级法院"), told("", "成都铁路运输中级法院"));
}

#[test]
fn number_and_name_that_disagree_are_doubtful() {
    let mail = court_mail(
        "【上海市浦东新区人民法院】（2026）沪0112民初1号诉讼文书送达",
        "请查收附件。\n上海市浦东新区人民法院",
    )
    .file("传票.pdf");
    assert!(mail.codes().contains(&"court-mismatch"));
}

proptest! {
    #[test]
    fn what_is_printed_is_read_again(
        year in 2016_u16..2030, court in "(沪0112|沪01|沪|最高法|京0491|苏0591)", kind in "(民初|民终|执|执恢|诉前调|破申|行初)", serial in 1_u32..9_999_999,
    ) {
        let printed = format!("（{year}）{court}{kind}{serial}号");
        let number = CaseNumber::parse(&printed, reference());
        prop_assert_eq!(number.as_ref().map(ToString::to_string), Some(printed));
        let again = number.as_ref().and_then(|number| CaseNumber::parse(&number.to_string(), reference()));
        prop_assert_eq!(again, number);
    }

    #[test]
    fn any_text_is_read_without_harm(text in "[（）()〔〕0-9０-９沪最高法民初执号之字第、，至~—\\-\\s年一二十a-z]{0,60}") {
        for mention in mentions(&text, Place::Name, reference()) {
            prop_assert!(plain(&text).get(mention.range.clone()).is_some());
            let printed = mention.number.to_string();
            prop_assert_eq!(CaseNumber::parse(&printed, reference()), Some(mention.number), "{}", printed);
        }
    }

    #[test]
    fn any_mail_is_identified_without_harm(subject in "\\PC{0,60}", body in "\\PC{0,200}", page in "\\PC{0,200}") {
        let _ = court_mail(&subject, &body).paper("附件1.pdf", &[&page]).read();
    }
}

#[rstest]
#[case("（2026）沪0112民初119-121号", &["119", "120", "121"])]
#[case("案号：（2026）沪0112民初113、114、115号", &["113", "114", "115"])]
#[case("（2026）沪0112民初116号至118号三案", &["116", "117", "118"])]
#[case("（2026）沪0112民初122号、（2026）沪0112民初123号", &["122", "123"])]
#[case("（2026）沪0112民初124、126-128号", &["124", "126", "127", "128"])]
#[case("（2026）沪0112民初164号/165号/166号", &["164", "165", "166"])]
#[case("你单位（2026）沪0112民初131号、132号及133号三案，请七日内缴费。", &["131", "132", "133"])]
#[case("（2026）沪0112民初140号", &["140"])]
#[case("（2026）沪0112执150号\n执行依据：（2025）沪0112民初88号", &["150"])]
#[case("诉前调解案号：（2026）沪0112诉前调140号。现转立案：（2026）沪0112民初141号。", &["141"])]
#[case("（2026）沪0112诉前调140号，现案号为（2026）沪0112民初142号", &["142"])]
#[case("本院作出的（2026）沪0112民初172号民事判决书已生效，兹送达生效证明。", &["172"])]
#[case("（2026）沪0112民初160号\n与（2026）沪0112民初161号案系关联案件", &["160"])]
fn a_paper_of_several_cases_names_them_all(#[case] line: &str, #[case] expected: &[&str]) {
    let page = format!("上海市闵行区人民法院\n通知书\n{line}\n示例物业管理有限公司：\n特此通知。");
    let found = court_mail("诉讼文书送达", "请查收附件。").paper("扫描件001.pdf", &[&page]).found();
    let read: Vec<String> = found.case_numbers.iter().map(ToString::to_string).collect();
    let wanted: Vec<String> = expected
        .iter()
        .map(|serial| {
            let kind = if line.contains("执150") { "执" } else { "民初" };
            format!("（2026）沪0112{kind}{serial}号")
        })
        .collect();
    assert_eq!(read, wanted, "{line}");
}

#[test]
fn a_list_of_cases_below_its_heading_are_the_papers_own() {
    let of = |page: &str| {
        let mail = court_mail("通知", "见附件。\n廊坊市安次区人民法院").paper("通知书.pdf", &[page]);
        mail.found().case_numbers
    };
    let head = "廊坊市安次区人民法院\n集中开庭通知书\n示例物业管理有限公司：\n";
    let rows =
        "1.（2026）冀1002民初3011号，9时\n2.（2026）冀1002民初3012号，10时\n下午：\n3.（2026）冀1002民初3013号，2时";
    let all = [3011, 3012, 3013].map(|serial| format!("（2026）冀1002民初{serial}号"));
    assert_eq!(of(&format!("{head}下列案件，本院定于2026年12月17日集中开庭：\n上午：\n{rows}\n请按时到庭。")), all);
    let bare = "1、（2026）冀1002民初3011号\n2、（2026）冀1002民初3012号\n3、（2026）冀1002民初3013号";
    assert_eq!(of(&format!("{head}案号：\n{bare}\n上列案件合并审理。")), all);
    // What a sentence behind tells of another case is none of the list.
    let one = format!("{head}（2026）冀1002民初3011号\n本案与（2026）冀1002民初3012号案无关。");
    assert_eq!(of(&one), all[..1]);
}
