//! Sentences as courts write them, and what they state.

use rstest::rstest;

use super::*;

fn topics() -> Vec<Topic> {
    let file: toml::Table = toml::from_str(include_str!("../../../../../data/cn/deadlines/terms.toml")).unwrap();
    file["term"].clone().try_into().unwrap()
}

const SERVED: Option<NaiveDate> = NaiveDate::from_ymd_opt(2026, 11, 20);

fn found(text: &str, topic: &str) -> Vec<(Stated, Start)> {
    let terms = terms(&plain(text), &topics(), SERVED);
    terms
        .into_iter()
        .filter(|term| term.topics.iter().any(|name| name == topic))
        .map(|term| (term.stated, term.start))
        .collect()
}

const fn days(days: u32) -> Stated {
    Stated::Length(Length::Days(days))
}

#[rstest]
#[case("你公司应当在收到起诉状副本之日起十五日内向本院提交答辩状。", "答辩", days(15), Start::Service)]
#[case("你方应当在收到本通知书之日起 ３０ 日内向本院提交\n证据。", "举证", days(30), Start::Service)]
#[case(
    "如不服本判决，可以在判决书送达之日起十五日内，向本院递交上诉状，并按对方当事人的人数提出副本，上诉于上海市第一中级人民法院。",
    "上诉",
    days(15),
    Start::Service
)]
#[case("请你方在收到本通知书次日起七日内预交案件受理费五十元，逾期按撤诉处理。", "缴费", days(7), Start::Service)]
#[case("如不服本裁定，可以自收到裁定书之日起五日内向本院申请复议一次。", "复议", days(5), Start::Service)]
#[case("可以自收到本异议裁定之日起十日内，向上海市第一中级人民法院申请复议。", "复议", days(10), Start::Service)]
#[case("举证期限为收到本通知书之次日起二十日。", "举证", days(20), Start::Service)]
#[case("举证期限：30日", "举证", days(30), Start::Unwritten)]
#[case("举证期限为答辩期届满后十五日。", "举证", days(15), Start::AfterAnswer)]
#[case("如对管辖权有异议，应在收到起诉状副本之日起十五日内提出。", "管辖", days(15), Start::Service)]
#[case("责令你单位收到本令后五日内如实报告财产情况。", "报告", days(5), Start::Service)]
#[case("债务人应当自收到支付令之日起十五日内清偿债务，或者向本院提出书面异议。", "异议", days(15), Start::Service)]
fn lengths_are_told_apart(#[case] text: &str, #[case] topic: &str, #[case] stated: Stated, #[case] start: Start) {
    assert_eq!(found(text, topic), [(stated, start)]);
}

#[test]
fn two_periods_in_one_sentence_keep_their_matters() {
    let text = "你方应在收到起诉状副本之日起十五日内提出答辩状，举证期限为收到本通知书之日起三十日。";
    assert_eq!(found(text, "答辩"), [(days(15), Start::Service)]);
    assert_eq!(found(text, "举证"), [(days(30), Start::Service)]);
}

#[test]
fn dates_are_read_in_every_way_of_writing() {
    let on = |text: &str, before| Stated::Date { date: text.parse().unwrap(), before };
    for text in [
        "请于2026年12月20日前提交证据。",
        "请于二〇二六年十二月二十日前提交证据材料。",
        "请于2026年12月20日17时前提交证据。",
    ] {
        assert_eq!(found(text, "举证").first().map(|it| it.0), Some(on("2026-12-20", true)), "{text}");
    }
    assert_eq!(found("举证期限至2026年12月20日届满。", "举证")[0].0, on("2026-12-20", false));
    for text in [
        "债权人应于2027年1月15日（含当日）前向管理人申报债权。",
        "债权人应于2027年1月15日前（含当日）向管理人申报债权。",
        "你单位应于2027年1月15日前（含当日）向管理人（通讯地址：示例路9号；联系人：某先生）申报债权，书面说明数额。",
    ] {
        assert_eq!(found(text, "申报").first().map(|it| it.0), Some(on("2027-01-15", false)), "{text}");
    }
    assert_eq!(found("债权人应于2027年1月15日前（不含当日）申报债权。", "申报")[0].0, on("2027-01-15", true));
}

#[test]
fn bounds_dates_and_numbers_of_articles_are_no_periods() {
    for text in [
        "举证期限不得少于十五日。",
        "定于2026年12月10日内部举证质证开庭。",
        "依照民事诉讼法第一百二十八条的规定提出答辩。",
        "二〇二六年十一月二十日",
        "本案于2026年11月1日受理，原告提交证据五份。",
    ] {
        let lengths =
            terms(&plain(text), &topics(), SERVED).into_iter().filter(|term| matches!(term.stated, Stated::Length(_)));
        assert_eq!(lengths.count(), 0, "{text}");
    }
}

#[test]
fn a_period_for_parties_abroad_is_marked() {
    let text = "如不服本判决，可以在判决书送达之日起十五日内，在中华人民共和国领域内没有住所的当事人可以在判决书送达之日起三十日内，向本院递交上诉状。";
    let terms = terms(&plain(text), &topics(), SERVED);
    let of = |length| terms.iter().find(|term| term.stated == days(length)).map(|term| term.is_abroad);
    assert_eq!((of(15), of(30)), (Some(false), Some(true)));
}

#[test]
fn other_duties_in_the_same_sentence_lend_no_period() {
    let text = "你方应在收到起诉状副本之日起十五日内提交答辩状，并在收到后三日内提交送达地址确认书。";
    assert_eq!(found(text, "答辩"), [(days(15), Start::Service)]);
    let text = "请在收到本通知后三日内到本院领取材料，并按期提交答辩状。";
    assert_eq!(found(text, "答辩"), []);
}

#[test]
fn the_end_of_a_preservation_is_found() {
    let text = "冻结期限自2026年11月20日起至2027年11月19日止。二〇二六年十一月二十日";
    let end = Stated::Date { date: "2027-11-19".parse().unwrap(), before: false };
    assert_eq!(found(text, "保全期限").iter().map(|it| it.0).collect::<Vec<_>>(), [end]);
}

#[test]
fn the_day_a_judgment_took_effect_is_found() {
    let words = ["生效".to_owned(), "法律效力".to_owned()];
    let text = "本院于2026年9月1日作出的民事判决书，已于2026年11月1日发生法律效力。特此证明。二〇二六年十一月二十日";
    assert_eq!(dates_near(&plain(text), &words), ["2026-11-01".parse::<NaiveDate>().unwrap()]);
}

proptest::proptest! {
    #[test]
    fn any_text_is_read(text in "[0-9一二三十百年月日内前至止起，。；：()期限答辩举证上诉a-z \\n]{0,400}") {
        let plain = plain(&text);
        terms(&plain, &topics(), SERVED);
        dates_near(&plain, &["期限".to_owned()]);
    }
}

proptest::proptest! {
    #[test]
    fn plain_text_is_the_same_however_it_is_reached(text in "[\\PC0-9a-zA-Zé０-９Ａ-ｚ（）《》，。、　 \u{301}\u{3099}かが①㈱ﬁ一-龥]{0,60}") {
        use unicode_normalization::UnicodeNormalization as _;
        let long: String = text.nfkc().filter(|letter| !letter.is_whitespace() && !letter.is_control()).collect();
        proptest::prop_assert_eq!(plain(&text), long);
    }
}

#[rstest]
#[case("举证期限为15日，自双方当事人均收到本通知之次日起计算。", true)]
#[case("应自最后一方收到本通知之次日起十五日内提交证据。", true)]
#[case("各方当事人应自收到本通知书之日起十五日内提交证据。", false)]
#[case("双方当事人应当在收到本通知书之日起十五日内提交证据。", false)]
#[case("举证期限为十五日，自收到本通知之次日起计算。", false)]
fn a_period_that_waits_for_the_other_side_is_told_apart(#[case] text: &str, #[case] waits: bool) {
    let terms = terms(&plain(text), &topics(), SERVED);
    let told: Vec<bool> =
        terms.iter().filter(|it| it.topics.iter().any(|it| it == "举证")).map(|it| it.is_qualified).collect();
    assert_eq!(told, [waits]);
}

#[test]
fn the_fee_of_an_appeal_is_no_period_for_the_appeal() {
    let text = "如不服本判决，可以在判决书送达之日起十五日内，向本院递交上诉状，上诉于上海市第一中级人民法院，并自递交上诉状\
                之日起七日内预交上诉案件受理费。";
    assert_eq!(found(text, "上诉"), [(days(15), Start::Service)]);
    assert_eq!(found(text, "缴费"), [(days(7), Start::Other)]);
}

/// 4月28日前 is the next such day; where that is half a year off, it may as well have passed.
#[rstest]
#[case("请于12月10日前向本院提交答辩状。", "答辩", "2026-12-10", true)]
#[case("举证期限至一月五日届满。", "举证", "2027-01-05", false)]
#[case("举证期限自2026年12月25日起至1月9日止。", "举证", "2027-01-09", false)]
#[case("请于本月27日前提交答辩状。", "答辩", "2026-11-27", true)]
#[case("请于下月3日前提交答辩状。", "答辩", "2026-12-03", true)]
#[case("管辖权异议最迟于12月1日提出。", "管辖", "2026-12-01", false)]
#[case("应不晚于2026年12月1日提交答辩状。", "答辩", "2026-12-01", false)]
fn a_day_without_its_year_is_told_by_the_service(
    #[case] text: &str,
    #[case] topic: &str,
    #[case] day: &str,
    #[case] before: bool,
) {
    let told: Vec<Stated> = found(text, topic).into_iter().map(|(stated, _)| stated).collect();
    assert_eq!(told, [Stated::Date { date: day.parse().unwrap(), before }]);
}

#[rstest]
#[case("请于10月10日前提交答辩状。")]
#[case("请于28日前提交答辩状。")]
#[case("请于下周五前提交答辩状。")]
#[case("请于本月底前提交答辩状。")]
#[case("应在四十八小时内提交答辩状。")]
#[case("请于二O二六年12月10日前提交答辩状。")]
fn a_time_without_its_day_is_not_read_as_one(#[case] text: &str) {
    let told: Vec<Stated> = found(text, "答辩").into_iter().map(|(stated, _)| stated).collect();
    assert_eq!(told, [Stated::Unread]);
}

#[rstest]
#[case("请在收到本通知后两周内提交答辩状。", 14)]
#[case("请自收到本通知之日起半个月内提交答辩状。", 15)]
fn weeks_and_half_months_are_counted_at_their_shortest(#[case] text: &str, #[case] length: u32) {
    let term = terms(&plain(text), &topics(), SERVED).remove(0);
    assert_eq!((term.stated, term.is_qualified), (days(length), true));
}

#[rstest]
#[case("本院于2026年2月27日作出的民事判决书，各方均未上诉，现已发生法律效力。", None)]
#[case("裁判文书生效证明 判决书于2026年3月2日送达被告，该判决已发生法律效力。", None)]
#[case("生效证明 本院于2026年2月27日作出判决，该判决书已于2026年3月31日发生法律效力。", Some("2026-03-31"))]
#[case("该判决自2026年3月31日起生效。", Some("2026-03-31"))]
#[case("生效日期：2026年3月31日", Some("2026-03-31"))]
fn the_day_of_effect_is_the_one_tied_to_the_word(#[case] text: &str, #[case] day: Option<&str>) {
    let days = dates_near(&plain(text), &["生效".to_owned(), "法律效力".to_owned()]);
    assert_eq!(days, day.map(|day| day.parse::<NaiveDate>().unwrap()).into_iter().collect::<Vec<_>>());
}
