//! Sittings with other things to do said beside them, and other things that only name a sitting.

use super::*;

const IS_HELD: [&str; 19] = [
    "请于开庭前提交证据材料，开庭时间为2026年12月10日9时30分。",
    "请于开庭前提交证据材料\n开庭时间：2026年12月10日9时30分",
    "开庭时间：2026年12月10日9:30 联系电话：021-12345678",
    "开庭时间：2026年12月10日9:30 联系人：示例法官",
    "到庭时间：2026年12月10日9:30 联系人 示例法官",
    "到庭时间：2026年12月10日9:30 联系电话 02112345678",
    "应到时间：2026年12月10日9:30联系方式：本院第三法庭",
    "开庭时间：2026年12月10日9:30 举证期限：十五日",
    "应到时间：2026年12月10日9:30 领取方式：自取，应到处所：第三法庭",
    "请于2026年12月10日9时30分到庭参加诉讼并提交证据原件",
    "定于2026年12月10日9时30分开庭，请提交证据原件。",
    "定于2026年12月10日9时30分证据交换并提交原件。",
    "请提交证据，本院定于2026年12月10日9时30分在第三法庭公开开庭审理。",
    "请提交证据，本院定于2026年12月10日9时30分，在第三法庭开庭。",
    "请缴纳案件受理费并于2026年12月10日9时30分到庭参加诉讼。",
    "请到本院查阅卷宗，到庭时间：2026年12月10日9时30分",
    "打印时间：11月20日\n开庭时间：2026年12月10日9时30分",
    "领取副本后请来院，听证时间为2026年12月10日9时30分",
    "可在网上阅卷\n开庭：2026年12月10日9时30分",
];

#[test]
fn what_is_to_be_done_beside_a_sitting_takes_nothing_from_it() {
    for text in IS_HELD {
        for id in ["", "notice", "summons"] {
            let found = in_text(text, "", id, NaiveDate::from_ymd_opt(2026, 11, 20));
            let starts: Vec<_> = found.iter().map(|it| it.starts.to_rfc3339()).collect();
            assert_eq!(starts, ["2026-12-10T09:30:00+08:00"], "{id}: {text}");
        }
    }
}

const IS_NONE: [&str; 19] = [
    "请就开庭时间于2026年12月10日9时30分联系法官",
    "时间：2026年12月10日10时 拍卖地点：第三法庭",
    "会议时间：2026年12月10日10时 债权人会议地点：第三法庭",
    "第一次债权人会议，定于2026年12月10日9时30分在第三法庭召开",
    "债权人会议\n会议时间：2026年12月10日9时30分，地点：第三法庭",
    "网络司法拍卖，定于2026年12月10日10时在第三法庭开始",
    "缴费时间定于2026年12月10日9时30分，不缴费的不再开庭",
    "请于2026年12月10日9时30分到庭领取判决书",
    "请于2026年12月10日9时30分来院领取开庭传票",
    "定于2026年12月10日9时30分在第三法庭摇号选定鉴定机构",
    "请于2026年12月10日9时30分联系法官确认开庭时间",
    "请于2026年12月10日9时30分联系人民法院确认开庭",
    "请于2026年12月10日9时30分就开庭联系书记员",
    "请于2026年12月10日9时30分将质证意见提交本院",
    "请于2026年12月10日9时30分将质证意见请提交本院",
    "开庭前请于2026年12月10日9时30分提交证据原件",
    "请于2026年12月10日9时30分将联系电话回复本院以便开庭",
    "提交证据的时间定于2026年12月10日9时30分，之后不再开庭质证",
    "请提交证据，截至2026年12月10日17时30分\n地点：第三法庭",
];

#[test]
fn what_is_done_at_a_moment_is_no_sitting_for_the_word_beside_it() {
    for text in IS_NONE {
        for id in ["", "notice"] {
            let found = in_text(text, "", id, NaiveDate::from_ymd_opt(2026, 11, 20));
            assert!(found.is_empty(), "{id}: {text}: {found:?}");
        }
    }
}

#[test]
fn a_long_line_full_of_moments_is_read_to_its_end() {
    let text = "甲方于2026年11月9日8时12分在群里说了一句话".repeat(12_000);
    let found = in_text(&text, "", "notice", NaiveDate::from_ymd_opt(2026, 11, 20));
    assert!(found.is_empty());
}

#[rstest]
#[case("定于2026年12月15日9时30分在第三法庭开庭，证人请于2026年12月15日10时到庭。", "09:30")]
#[case("定于2026年12月15日9时30分在第三法庭开庭。鉴定人应于当日14时到庭接受询问。", "09:30")]
#[case("旁听人员请于2026年12月15日9时到达法庭外登记。定于2026年12月15日9时30分在第三法庭开庭。", "09:30")]
#[case("请各方于2026年12月15日9时10分到达第三法庭门口候庭，定于2026年12月15日9时30分在第三法庭开庭。", "09:30")]
#[case("开庭时间：2026-12-15 09:30至2026-12-15 11:30，法庭：第三法庭", "09:30")]
#[case("请你公司派员作为证人于2026年12月15日10时到第三法庭出庭作证。", "10:00")]
#[case("请于2026年12月15日9时到达第三法庭参加庭审。", "09:00")]
#[case("请于2026年12月15日上午8:50到达本院，9:20在第三法庭开庭。", "09:20")]
#[case(
    "定于2026年12月15日9时30分在第三法庭开庭，定于2026年12月16日9时30分继续开庭，证人于当日10时到庭。",
    "09:30 09:30"
)]
fn others_come_at_times_of_their_own(#[case] text: &str, #[case] told: &str) {
    let found = in_text(text, "", "", NaiveDate::from_ymd_opt(2026, 11, 27));
    let read: Vec<String> = found.iter().map(|it| it.starts.format("%H:%M").to_string()).collect();
    assert_eq!(read.join(" "), told, "{text}");
}

#[rstest]
#[case("本院定于2026年12月15日2时30分在第三法庭开庭。", true)]
#[case("定于下月15日上午9:30在第三法庭开庭。", true)]
#[case("定于12/15 9:30在第三法庭开庭。", true)]
#[case("庭审已排期，日期2026-12-15，场次：上午第一场，法庭：第三法庭。", true)]
#[case("原定于12月10日9:00的庭审，现改于同月15日9:30在第三法庭进行。", true)]
#[case("请于2026年12月15日到庭参加调解。", true)]
#[case("定于2026年12月15日开庭，具体时间以传票为准。", false)]
#[case("定于2026年12月15日开庭，具体时间另行通知。", false)]
#[case("请于2026年12月15日前提交证据，逾期不再开庭质证。", false)]
#[case("请于2026年12月15日到本院领取判决书，逾期不到庭的后果自负。", false)]
#[case("本案已于2026年11月5日开庭审理。", false)]
#[case("原定2026年12月15日的庭审取消。", false)]
fn a_call_to_a_day_whose_time_cannot_be_read(#[case] text: &str, #[case] calls: bool) {
    let arrived = NaiveDate::from_ymd_opt(2026, 11, 27);
    assert_eq!(super::super::beside::calls_without_time(&readable(text, arrived), arrived), calls, "{text}");
}

#[test]
fn a_paper_whose_time_may_be_either_half_of_the_day_is_in_doubt() {
    let read = sittings("应到时间：2026年12月15日2时30分\n应到处所：第三法庭", "传票", "summons", None, true);
    assert!(read.found.is_empty() && read.has_unread);
    let read = sittings("应到时间：2026年12月15日2时30分（下午）\n应到处所：第三法庭", "传票", "summons", None, true);
    assert!(read.found.len() == 1 && !read.has_unread);
}
