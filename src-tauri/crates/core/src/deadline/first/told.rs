//! Words for changed claims, a decision that stands, papers to be passed on, a period that is another one.

/// Claims changed after they were served, as a mail says it and as files are named.
pub const CHANGED_CLAIMS: [&str; 12] = [
    "变更诉讼请求",
    "增加诉讼请求",
    "追加诉讼请求",
    "更改诉讼请求",
    "变更后的诉讼请求",
    "变更诉请",
    "增加诉请",
    "变更后的起诉状",
    "修改后的起诉状",
    "更改后的起诉状",
    "变更后起诉状",
    "重新提交的起诉状",
];
pub const CHANGED_NAMES: [&str; 5] = ["变更", "修改", "更改", "增加诉讼请求", "补充起诉状"];

/// A decision that nothing can be done against any more, by what a mail says of it and of the suit.
pub const LAST_WORD: [&str; 9] =
    ["终审判决", "终审裁定", "二审已", "二审审结", "一审终审", "不得上诉", "不能上诉", "不可上诉", "撤回上诉"];
pub const IN_EFFECT: [&str; 10] = [
    "维持",
    "已生效",
    "已经生效",
    "业已生效",
    "已发生法律效力",
    "已经发生法律效力",
    "业已发生法律效力",
    "发生法律效力的",
    "生效判决书",
    "生效裁定书",
];

/// To whom a mail asks us to pass its papers on.
pub const PASSED_ON: [&str; 6] = ["转交", "转送", "转给", "代为送达", "协助送达", "代为签收"];
/// Whoever in the house looks after it is us.
pub const IN_THE_HOUSE: [&str; 14] =
    ["法", "本", "我", "承", "相关", "贵", "你", "您", "经办", "负责", "诉讼", "代理", "律师", "内部"];

/// What a period runs from that is no arrival of this mail.
pub const OTHER_STARTS: [&str; 14] =
    ["纸质", "专递", "快递", "邮寄", "挂号", "首次", "原送达", "EMS", "邮政", "宣判", "宣告", "领取", "公告", "当庭"];

/// What is said of a period that is not the one the paper states.
pub const OTHERWISE: [&str; 15] = [
    "另行告知",
    "另行通知",
    "另行确定",
    "另行指定",
    "另定",
    "待定",
    "重新计算",
    "重新起算",
    "不再计算",
    "中止计算",
    "暂停计算",
    "已届满",
    "已经届满",
    "已过",
    "协商",
];
