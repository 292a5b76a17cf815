//! Words for changed claims, a decision that stands, papers to be passed on or set aside, a period that is another one.

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
pub const IN_EFFECT: [&str; 16] = [
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
    "自动生效",
    "已失效",
    "送达之日起生效",
    "送达后生效",
    "送达即生效",
    "宣判之日起生效",
];

/// To whom a mail asks us to pass its papers on.
pub const PASSED_ON: [&str; 6] = ["转交", "转送", "转给", "代为送达", "协助送达", "代为签收"];
/// Whoever in the house looks after it is us.
pub const IN_THE_HOUSE: [&str; 14] =
    ["法", "本", "我", "承", "相关", "贵", "你", "您", "经办", "负责", "诉讼", "代理", "律师", "内部"];

/// What a period runs from that is no arrival of this mail.
pub const OTHER_STARTS: [&str; 17] = [
    "签署",
    "回证",
    "回复之日",
    "纸质",
    "专递",
    "快递",
    "邮寄",
    "挂号",
    "首次",
    "原送达",
    "EMS",
    "邮政",
    "宣判",
    "宣告",
    "领取",
    "公告",
    "当庭",
];

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

/// What moves the end of a period, or sets it, that the same sentence names: 答辩期经你公司申请，顺延七日.
pub const MOVED: [&str; 15] = [
    "至迟",
    "最迟",
    "最晚",
    "不迟于",
    "不晚于",
    "暂缓",
    "放宽",
    "顺延",
    "延长",
    "延后",
    "延至",
    "推迟",
    "缩短",
    "展期",
    "宽限",
];

/// What is said of a period that ran before.
pub const RUNS_ON: [&str; 7] = ["剩余", "继续计算", "恢复计算", "尚余", "余下", "已经过", "接续计算"];

/// What sets a paper aside that a sentence names: 判决书一份，归档联发. Forms and guides are sent for that.
pub const SET_ASIDE: [&str; 24] = [
    "学习",
    "典型案例",
    "典型案件",
    "示范诉讼",
    "示范案件",
    "平行案件",
    "归档联发",
    "联发",
    "供参考",
    "供参阅",
    "参考案例",
    "示范判决",
    "参照处理",
    "样板",
    "样例",
    "预发",
    "阅卷",
    "调阅",
    "卷宗材料",
    "留底",
    "备份",
    "补打",
    "放弃上诉",
    "均不上诉",
];

/// Whom a mail means by the one it is sent to.
pub const US: [&str; 11] =
    ["贵司", "贵方", "贵公司", "贵单位", "贵处", "你公司", "你司", "你方", "你单位", "您", "本邮箱"];

/// How papers come otherwise than by this mail, and into whose hands.
pub const HANDED: [&str; 13] =
    ["妥投", "快递", "专递", "EMS", "挂号", "单号", "前台", "门卫", "收发室", "代理人", "收取", "领取", "交付"];

/// 判决书复印件: a copy, and not the served paper.
pub const PHOTOCOPY: [&str; 6] =
    ["判决书复印件", "裁定书复印件", "文书复印件", "判决书的复印件", "裁定书的复印件", "判决复印件"];

/// What a clause must speak of to matter: the papers, their service, their periods.
pub const RELEVANT: [&str; 34] = [
    "判决",
    "裁定",
    "文书",
    "附件",
    "邮件",
    "本件",
    "此件",
    "该件",
    "材料",
    "应诉",
    "起诉状",
    "送达",
    "签收",
    "上诉",
    "答辩",
    "举证期",
    "期限",
    "起算",
    "生效",
    "副本",
    "原件",
    "正本",
    "案卷",
    "电子版",
    "电子件",
    "扫描件",
    "撤诉",
    "撤回",
    "二审",
    "递状",
    "诉状",
    "支付令",
    "执行通知",
    "调解书",
];
