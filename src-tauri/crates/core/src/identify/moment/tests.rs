//! Moments in the ways courts write them, and numbers beside them that are none of theirs.

use super::*;
use rstest::rstest;

#[rstest]
#[case("开庭时间：12月10日14:00", Some("2026-12-10T14:00:00"))]
#[case("定于1月6日（星期三）上午9时", Some("2027-01-06T09:00:00"))]
#[case("11月20日下午2点半", Some("2026-11-20T14:30:00"))]
#[case("11月5日9时开庭", None)]
#[case("12月10日", None)]
#[case("二0二六年十二月十日九时", Some("2026-12-10T09:00:00"))]
#[case("1.2026年12月10日 9：15", Some("2026-12-10T09:15:00"))]
#[case("2026年 12月10日中午1时", Some("2026-12-10T13:00:00"))]
#[case("2月30日9时", None)]
#[case("26年12月14日上午10:00", Some("2026-12-14T10:00:00"))]
#[case("126年12月14日上午10:00", None)]
#[case("2026年拾贰月拾肆日上午玖时", Some("2026-12-14T09:00:00"))]
#[case("明天（2026年11月21日）上午9:00", Some("2026-11-21T09:00:00"))]
#[case("2026年12月22日，时间为下午二时四十五分", Some("2026-12-22T14:45:00"))]
#[case("2026年12月18日\n开庭时段：上午\n开庭时间：9时40分", Some("2026-12-18T09:40:00"))]
#[case("一、开庭日期：2026年12月18日\n二、开庭时间：14时30分", Some("2026-12-18T14:30:00"))]
#[case("2026年12月18日下午，时间：3时", Some("2026-12-18T15:00:00"))]
#[case("周一下午（12月7日）2:45", Some("2026-12-07T14:45:00"))]
#[case("2026年12月18日上午第一节9时", Some("2026-12-18T09:00:00"))]
#[case("开庭日期：2026年12月18日\n开庭地点：第三法庭\n开庭时间：14时30分", Some("2026-12-18T14:30:00"))]
#[case("签发日期：2026年11月18日\n办公时间：上午9时", None)]
#[case("应到时间：2026年12月10日9时\n2、应到处所：第三法庭", Some("2026-12-10T09:00:00"))]
#[case("2026年12月10日9时\n2.开庭地点", Some("2026-12-10T09:00:00"))]
#[case("2026年12月10日9时\n\n1.请携带身份证", Some("2026-12-10T09:00:00"))]
#[case("2026年12月10日9时 3号庭", Some("2026-12-10T09:00:00"))]
#[case("2026年12月10日9时 21法庭", Some("2026-12-10T09:00:00"))]
#[case("12月10日上午9时 12法庭", Some("2026-12-10T09:00:00"))]
#[case("12月10日上午9时12法庭", Some("2026-12-10T09:00:00"))]
#[case("2026年12月10日9时30", Some("2026-12-10T09:30:00"))]
#[case("2026年12月10日9时30在第三法庭开庭", Some("2026-12-10T09:30:00"))]
#[case("2026年12月10日9点 30，第三法庭", Some("2026-12-10T09:30:00"))]
#[case("2026年12月10日9时 5 分", Some("2026-12-10T09:05:00"))]
#[case("2026年12月10日9时\n30分", Some("2026-12-10T09:30:00"))]
#[case("2026年12月10日9时 半", Some("2026-12-10T09:30:00"))]
#[case("开庭日期：2026年12月18日\n开庭时间：14时\n2、地点", Some("2026-12-18T14:00:00"))]
#[case("开庭日期：12月10日\n9:00-17:00为诉讼服务热线时间", None)]
#[case("开庭日期：2026年12月10日\n法院作息\n9:00-11:30", None)]
#[case("2026年12月10日第三法庭开庭，时间另行通知\n12:00-13:00 食堂就餐", None)]
#[case("开庭日期：2026年12月10日\n9:30-11:00", Some("2026-12-10T09:30:00"))]
#[case("开庭日期：2026年12月10日\n9:30-11:00 第三法庭", Some("2026-12-10T09:30:00"))]
fn a_date_without_a_year_is_the_next_one(#[case] text: &str, #[case] says: Option<&str>) {
    let found = moments(&with_digits(&crate::identify::text::plain(text)), NaiveDate::from_ymd_opt(2026, 11, 20));
    let told: Vec<String> = found.iter().map(|(_, moment)| moment.format("%Y-%m-%dT%H:%M:%S").to_string()).collect();
    assert_eq!(told, says.into_iter().collect::<Vec<_>>(), "{text}");
}

#[rstest]
#[case("上午九时卅分", Some("09:30"))]
#[case("九时廿分", Some("09:20"))]
#[case("上午九时廿五分", Some("09:25"))]
#[case("2:30 PM在线", Some("14:30"))]
#[case("2:30PM", Some("14:30"))]
#[case("PM 2:30", Some("14:30"))]
#[case("(AM)9:30", Some("09:30"))]
#[case("2时30分(下午)", Some("14:30"))]
#[case("2时30 (下午)在第三法庭", Some("14:30"))]
#[case("9点过5分", Some("09:05"))]
#[case("9时零5分", Some("09:05"))]
#[case("9时3O分", Some("09:30"))]
#[case("晚7点", Some("19:00"))]
#[case("晚19时", Some("19:00"))]
#[case("傍晚6时", Some("18:00"))]
#[case("午后2时", Some("14:00"))]
#[case("早9时", Some("09:00"))]
#[case("早上八点半", Some("08:30"))]
#[case("上午9;30", Some("09:30"))]
#[case("9时1刻", Some("09:15"))]
#[case("9:30至2026年12月15日11:30", Some("09:30"))]
#[case("2时30分", None)]
#[case("02:30", None)]
#[case("00:00:00", None)]
#[case("9点差5分", None)]
#[case("上午14时", None)]
#[case("(第3法庭)9时30分", Some("09:30"))]
#[case("下午9时30分", None)]
#[case("9:3O", None)]
#[case("9;30", None)]
fn a_time_of_day_that_can_be_meant_otherwise_is_none(#[case] time: &str, #[case] says: Option<&str>) {
    let text = with_digits(&format!("附件一2026年12月15日{time}开庭"));
    let read = read(&text, None);
    let told: Vec<String> = read.told.iter().map(|(_, moment)| moment.format("%H:%M").to_string()).collect();
    assert_eq!(told, says.into_iter().collect::<Vec<_>>(), "{text}");
    assert_eq!(read.days.len(), usize::from(says.is_none()), "{text}");
}

#[rstest]
#[case("2026年12月9日、10日上午9时", &["12-09", "12-10"])]
#[case("2026年12月9日至11日每日上午9时", &["12-09", "12-10", "12-11"])]
#[case("12月30日和12月31日9时", &["12-30", "12-31"])]
#[case("2026年12月9日至11日", &[])]
#[case("2026年12月9日、8日9时", &["12-09"])]
#[case("2026年11月20日，30日9时开庭", &["11-30"])]
#[case("2026年12月9日，10日上午9时", &["12-09", "12-10"])]
#[case("2026年12月9日，15日和20日9时", &["12-09", "12-15", "12-20"])]
#[case("2026年12月9日，15日每日9时", &["12-09", "12-15"])]
#[case("2026年12月9日上午9时、下午2时", &["12-09", "12-09"])]
#[case("2026年12月28日、29日连续两天上午9时", &["12-28", "12-29"])]
#[case("2026年12月10日9时\n2026年12月12日9时继续开庭", &["12-10", "12-12"])]
#[case("2026年12月10日9时 2026年12月12日9时", &["12-10", "12-12"])]
#[case("2026年12月10日9时30,12月11日9时30,12月12日9时30", &["12-10", "12-11", "12-12"])]
fn one_time_told_for_several_days(#[case] text: &str, #[case] days: &[&str]) {
    let found = moments(text, NaiveDate::from_ymd_opt(2026, 11, 20));
    let told: Vec<String> = found.iter().map(|(_, moment)| moment.format("%m-%d").to_string()).collect();
    assert_eq!(told, days, "{text}");
}

#[rstest]
#[case("三个案子都排在12月3日：9:00、9:45、10:30", "03 09:00, 03 09:45, 03 10:30")]
#[case("12月3日上午：9:00，9:45，10:30在第九法庭开庭", "03 09:00, 03 09:45, 03 10:30")]
#[case("12月3日9:00，11:30结束", "03 09:00")]
#[case("12月3日9:00，10:30前到庭", "03 09:00")]
#[case("12月3日开庭，时间分别为9:00、9:45和10:30。", "03 09:00, 03 09:45, 03 10:30")]
#[case("12月3日集中开庭，其中1号案9:00，2号案9:50，办公时间8:30", "03 09:00, 03 09:50")]
#[case("12月3日9时审理甲案，10时审理乙案，11时审理丙案", "03 09:00, 03 10:00, 03 11:00")]
#[case("12月3日9时开庭，乙案次日同一时间开庭", "03 09:00, 04 09:00")]
#[case("12月3日9时开庭，次日下午2时继续", "03 09:00, 04 14:00")]
#[case("12月1日9:00至12月8日18:00期间登录平台", "")]
#[case("12月3日全天安排如下：上午9:00组织质证，下午14:30正式开庭。", "03 09:00, 03 14:30")]
#[case("12月3日上午有两件案子，（2026）沪0112民初1号九点开，（2026）沪0112民初2号十点半接着开", "03 09:00, 03 10:30")]
#[case("12月24日下午两个庭：2:00第五审判庭，3:00第六审判庭", "24 14:00, 24 15:00")]
#[case("原定12月18日8:30开庭，相应调整为9:30开庭", "18 08:30, 18 09:30")]
#[case("12月1日9时至12月3日17时开庭", "01 09:00")]
#[case("12月3日开庭如下：\n案号 时间\n(2026)沪0112民初1号 9:00\n(2026)沪0112民初2号 9:30 甲", "03 09:00, 03 09:30")]
#[case("12月3日 9:00 (2026)沪0112民初1号\n10:00 (2026)沪0112民初2号\n12月4日 14:00", "03 09:00, 03 10:00, 04 14:00")]
#[case("(2026)沪0112民初1号12月3日9:00开庭\n9:00-17:00为热线时间", "03 09:00")]
fn further_times_share_a_day(#[case] text: &str, #[case] says: &str) {
    let found = moments(&with_digits(&crate::identify::text::plain(text)), NaiveDate::from_ymd_opt(2026, 11, 20));
    let told: Vec<String> = found.iter().map(|(_, moment)| moment.format("%d %H:%M").to_string()).collect();
    assert_eq!(told.join(", "), says, "{text}");
}

#[test]
fn times_below_their_day() {
    let text = "12月18日在第三法庭集中开庭：\n9:00 甲案\n上午10时30分 乙案\n地点：第三法庭\n11:00";
    let found = moments(text, NaiveDate::from_ymd_opt(2026, 11, 20));
    let told: Vec<String> = found.iter().map(|(_, moment)| moment.format("%d %H:%M").to_string()).collect();
    assert_eq!(told, ["18 09:00", "18 10:30"]);
    assert_eq!(found[1].0.clone(), text.find("上午").unwrap()..text.find(" 乙案").unwrap());
}

#[test]
fn a_text_full_of_moments_ends() {
    let text = "12月10日9时，2026年12月11日10时，".repeat(MOST_MOMENTS + 500);
    let found = moments(&text, NaiveDate::from_ymd_opt(2026, 11, 20));
    assert_eq!(found.len(), 2 * MOST_MOMENTS);
}

#[test]
fn without_an_arrival_no_year_is_guessed() {
    assert!(moments("12月10日14:00", None).is_empty());
}
