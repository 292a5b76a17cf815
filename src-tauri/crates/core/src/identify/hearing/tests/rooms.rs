//! Which room, platform and act belong to which of several moments.

use super::*;

/// Kind of the paper (none for a mail), text, and every sitting: start, place, kind.
type Row = (&'static str, &'static str, &'static [(&'static str, Option<&'static str>, &'static str)]);

const SITTINGS: [Row; 19] = [
    (
        "summons",
        "传唤事由 首次：质证；第二次：开庭审理\n应到时间 首次：2026年12月3日10时；第二次：2026年12月17日10时\n应到处所 首次：听证三室；第二次：第五法庭",
        &[("2026-12-03T10:00", Some("听证三室"), "evidence-exchange"), ("2026-12-17T10:00", Some("第五法庭"), "trial")],
    ),
    (
        "summons",
        "应到时间 2026年12月9日下午2时、3时、4时\n应到处所 第六法庭",
        &[
            ("2026-12-09T14:00", Some("第六法庭"), "trial"),
            ("2026-12-09T15:00", Some("第六法庭"), "trial"),
            ("2026-12-09T16:00", Some("第六法庭"), "trial"),
        ],
    ),
    (
        "hearing-notice",
        "定于2026年12月9日9时在本院（示例路77号东门入）第二十法庭公开开庭审理。",
        &[("2026-12-09T09:00", Some("第二十法庭"), "trial")],
    ),
    (
        "hearing-notice",
        "庭审时间：2026年12月9日9时\n庭审方式：登录“云上天平”小程序，输入房间号进入",
        &[("2026-12-09T09:00", Some("云上天平"), "trial")],
    ),
    (
        "hearing-notice",
        "定于2026年12月9日9时开庭，请打开江南智审客户端参加。",
        &[("2026-12-09T09:00", Some("江南智审客户端"), "trial")],
    ),
    (
        "",
        "本院定于2026年12月2日15时通过“云上天平”在线调解，调解不成的，12月9日9时在第四法庭开庭。",
        &[("2026-12-02T15:00", Some("云上天平"), "mediation"), ("2026-12-09T09:00", Some("第四法庭"), "trial")],
    ),
    (
        "pre-trial-mediation-notice",
        "请于2026年12月2日15时到矛盾调处中心二楼调解五室参加调解。",
        &[("2026-12-02T15:00", Some("矛盾调处中心二楼调解五室"), "mediation")],
    ),
    (
        "summons",
        "应到时间 2026年12月2日15时 备注 携带证件\n应到处所 示例路61号第32法庭 承办人 示例",
        &[("2026-12-02T15:00", Some("示例路61号第32法庭"), "trial")],
    ),
    (
        "summons",
        "应到时间 2026年12月2日15时\n应到处所 东区人民法庭 第二庭",
        &[("2026-12-02T15:00", Some("东区人民法庭第二庭"), "trial")],
    ),
    (
        "panel-notice",
        "审判员变更为示例甲。原定2026年12月9日9时的开庭时间、地点（第四法庭）均不变。",
        &[("2026-12-09T09:00", Some("第四法庭"), "trial")],
    ),
    ("panel-notice", "审判员变更为示例甲。原定2026年12月9日9时的开庭时间变更、地点不变，新时间另行通知。", &[]),
    (
        "",
        "原定于2026年12月9日9时在第六法庭开庭，现改为同日同时线上开庭，请使用腾讯会议参加。",
        &[("2026-12-09T09:00", Some("腾讯会议"), "trial")],
    ),
    (
        "",
        "12月9日9时的庭审改为在线进行，仍按原定时间进行。",
        &[("2026-12-09T09:00", Some("在线"), "trial")],
    ),
    (
        "evidence-exchange-notice",
        "定于2026年12月2日10时在第二会议室召开庭前会议；正式庭审时间为2026年12月16日9时，地点为第十法庭。",
        &[("2026-12-02T10:00", Some("第二会议室"), "conference"), ("2026-12-16T09:00", Some("第十法庭"), "trial")],
    ),
    (
        "summons",
        "应到时间 2026年12月8日（首次庭审）9:00\n应到处所 第一法庭",
        &[("2026-12-08T09:00", Some("第一法庭"), "trial")],
    ),
    (
        "",
        "本案原排期12月3日14时，因另案冲突顺延，即12月10日同一时间，地点不变（第二法庭）。",
        &[("2026-12-10T14:00", Some("第二法庭"), "trial")],
    ),
    (
        "summons",
        "开庭日期 2026年12月14日\n开庭时段 上午 9:00-10:30\n审判法庭 东区人民法庭 第二庭\n承办人 示例",
        &[("2026-12-14T09:00", Some("东区人民法庭第二庭"), "trial")],
    ),
    (
        "hearing-notice",
        "关于你单位诉示例某某物业服务合同纠纷一案，本院决定于2026年12月8日（星\n期二）上午9：00在本院西区人民法庭第一审判庭公开开庭审理。",
        &[("2026-12-08T09:00", Some("西区人民法庭第一审判庭"), "trial")],
    ),
    ("", "请于12月2日至12月4日上午9:00-11:30到第四法庭旁文书室领取判决书。", &[]),
];

#[test]
fn each_moment_has_its_own_room_and_act() {
    for (id, text, expected) in SITTINGS {
        let found = in_text(text, "", id, NaiveDate::from_ymd_opt(2026, 11, 20));
        let found: Vec<_> = found
            .iter()
            .map(|it| (it.starts.format("%Y-%m-%dT%H:%M").to_string(), it.place.as_deref(), it.kind))
            .collect();
        let found: Vec<_> = found.iter().map(|(starts, place, kind)| (starts.as_str(), *place, *kind)).collect();
        assert_eq!(found, expected, "{text}");
    }
}
