//! The words by which a moment is told to be a sitting's, another thing's, or given up.

/// Words right before a moment that make it a sitting's.
pub(super) const CUES: [&str; 70] = [
    "排定",
    "开庭日",
    "重新定",
    "重新确定",
    "另定",
    "排期",
    "安排",
    "应到时间",
    "到庭时间",
    "开庭时间",
    "庭审时间",
    "开庭日期",
    "听证时间",
    "谈话时间",
    "调解时间",
    "会议时间",
    "宣判时间",
    "审理时间",
    "定于",
    "订于",
    "改为",
    "改至",
    "改期至",
    "改期到",
    "变更为",
    "变更至",
    "延期至",
    "延期到",
    "推迟至",
    "推迟到",
    "调整为",
    "调整至",
    "改到",
    "改在",
    "改于",
    "调整到",
    "变更到",
    "提前至",
    "提前到",
    "顺延至",
    "顺延到",
    "到庭日期",
    "应到日期",
    "排庭",
    "定在",
    "订在",
    "约在",
    "通知如下",
    "应诉时间",
    "应诉日期",
    "到案时间",
    "报到时间",
    "案定",
    "变更后",
    "调整后",
    "改期后",
    "延期后",
    "延至",
    "延到",
    "推至",
    "调至",
    "调到",
    "排在",
    "定了",
    "传唤时间",
    "到达时间",
    "更正为",
    "更正至",
    "调解安排",
    "传票时间",
];
/// What is said behind a moment that no longer holds.
pub(super) const GIVEN_UP: [&str; 26] = [
    "笔误",
    "误写",
    "变更为",
    "变更至",
    "变更到",
    "调整为",
    "调整至",
    "调整到",
    "改为",
    "改至",
    "改到",
    "改期",
    "改在",
    "取消",
    "不再进行",
    "另行通知",
    "改于",
    "改定于",
    "更改至",
    "更改为",
    "予以延期",
    "延期至",
    "延至",
    "作废",
    "更正为",
    "更正至",
];
/// What stands before the new moment of a sitting that was moved.
pub(super) const MOVED_TO: [&str; 31] = [
    "重新定为",
    "重新确定为",
    "另定为",
    "改期至",
    "改期到",
    "改为",
    "改至",
    "改到",
    "改在",
    "改于",
    "变更为",
    "变更至",
    "变更到",
    "调整为",
    "调整至",
    "调整到",
    "延期至",
    "延期到",
    "推迟至",
    "推迟到",
    "提前至",
    "提前到",
    "顺延至",
    "顺延到",
    "延至",
    "延到",
    "推至",
    "调至",
    "调到",
    "更正为",
    "更正至",
];
/// Words that say a sitting is meant.
pub(super) const SITTINGS: [&str; 23] = [
    "面谈",
    "开庭",
    "庭审",
    "到庭",
    "出庭",
    "证据交换",
    "交换证据",
    "质证",
    "庭前会议",
    "谈话",
    "询问",
    "听证",
    "调解",
    "宣判",
    "宣告判决",
    "法庭辩论",
    "法庭",
    "约谈",
    "复庭",
    "续庭",
    "审理",
    "传票",
    "庭询",
];
/// Words for the sitting itself, as the name of a line or what happens at a moment.
pub(super) const ACTS: [&str; 27] = [
    "面谈",
    "开庭",
    "庭审",
    "庭询",
    "出庭",
    "到庭",
    "证据交换",
    "交换证据",
    "质证",
    "庭前会议",
    "谈话",
    "询问",
    "听证",
    "宣判",
    "宣告判决",
    "法庭调查",
    "法庭辩论",
    "公开审理",
    "参加调解",
    "进行调解",
    "组织调解",
    "主持调解",
    "接受调解",
    "庭前调解",
    "约谈",
    "复庭",
    "续庭",
];
/// Names of lines whose date is no sitting.
pub(super) const LABELS: [&str; 6] = ["送达时间", "发送时间", "签收时间", "打印时间", "签发", "有效期"];
/// What happens at a moment that is no sitting of the court, and is told in the clauses ahead as well: 拍卖…，定于….
pub(super) const EVENTS: [&str; 9] = ["债权人会议", "拍卖", "竞价", "变卖", "看样", "报名", "勘验", "摇号", "抽签"];
/// What else happens at a moment that is no sitting, or is due then.
pub(super) const OTHERS: [&str; 13] = [
    "申报债权",
    "债权申报",
    "举证期限",
    "缴费",
    "交费",
    "缴纳",
    "交纳",
    "领取",
    "鉴定机构",
    "评估机构",
    "提交",
    "阅卷",
    "查阅",
];
/// What somebody does at a moment that is no sitting, where it is said right behind the moment.
pub(super) const DONE_THEN: [&str; 23] = [
    "升级", "维护", "停机", "查看", "观看", "下载", "致电", "来电", "联系", "回复", "反馈", "寄回", "邮寄", "调试",
    "测试", "安检", "签收", "退费", "退款", "领款", "交接", "取回", "复印",
];
/// What a field's moment is of, where its name says so and names no sitting: 立案时间, 打印日期.
const NAMES_OF_OTHERS: [&str; 57] = [
    "送达", "发送", "签收", "打印", "签发", "有效", "立案", "受理", "收到", "收案", "作出", "生成", "制作", "截止",
    "届满", "申请", "起诉", "缴费", "缴纳", "交费", "提交", "举证", "答辩", "办公", "工作", "接待", "值班", "咨询",
    "查看", "下载", "落款", "登记", "报名", "预约", "履行", "结案", "升级", "维护", "接听", "客服", "服务", "上班",
    "营业", "付款", "热线", "结束", "闭庭", "休庭", "散会", "签到", "入庭", "直播", "预告", "回放", "测试", "调试",
    "彩排",
];
/// What the name of a moment ends with that only has to do with a sitting: 庭审结束时间, 开庭测试时间.
pub(super) const BESIDE_IT: [&str; 13] =
    ["开放", "结束", "截止", "签到", "闭庭", "测试", "调试", "登录", "入庭", "候庭", "直播", "预告", "公告"];
/// What is done at a moment that only stands beside words of a sitting.
pub(super) const DONE_BESIDE: [&str; 25] = [
    "递交", "交清", "交回", "支付", "汇入", "履行", "申报", "答复", "报送", "送至", "签署", "确认", "切换", "关闭",
    "张贴", "上网", "装修", "停用", "上传", "生成", "打印", "清偿", "缴清", "公示", "发布",
];
/// What may stand ahead of 时间 without saying more than that the one spoken of begins then.
pub(super) const NEUTRAL: [&str; 16] = [
    "开始",
    "起始",
    "具体",
    "安排",
    "预定",
    "新",
    "新的",
    "现",
    "拟定",
    "本次",
    "最新",
    "变更后",
    "调整后",
    "改期后",
    "变更后的",
    "当前",
];
/// Words for what a court does at a sitting that name a thing as well, see [`NOUNS`].
pub(super) const DEEDS: [&str; 2] = ["调解", "审理"];
/// What stands behind one of [`DEEDS`] where it only names a thing.
pub(super) const NOUNS: [&str; 26] = [
    "款",
    "笔录",
    "室",
    "中心",
    "委员会",
    "书",
    "员",
    "协议",
    "组织",
    "平台",
    "系统",
    "期限",
    "阶段",
    "不成",
    "成功",
    "未果",
    "方案",
    "意向",
    "意见",
    "程序",
    "终结",
    "完毕",
    "中",
    "过程",
    "的",
    "案件",
];
/// Rooms in which a court sits.
pub(super) const ROOMS: [&str; 10] =
    ["法庭", "审判庭", "仲裁庭", "调解室", "听证室", "谈话室", "询问室", "会议室", "调解中心", "接待室"];
/// What the name of a sitting's moment may hold: 第二次时间, 变更后时间, 本案时间.
const OF_SITTINGS: &str =
    "到案次场庭会新现定排审传唤询听证调谈质改变更延推顺提拟预确约体始本该此其两双各原前后一二三四";

/// Whether the name of a moment without its 时间 is another thing's: 打印, 立案; and a short one of nothing that a
/// sitting is told by: 测试, 清点.
pub(super) fn names_another(of: &str) -> bool {
    let near = super::super::text::last_chars(of, 6);
    let length = of.chars().count();
    let is_short = (2..=4).contains(&length) && of.chars().all(super::super::text::is_han);
    let is_strange = is_short && !NEUTRAL.contains(&of) && !of.chars().any(|c| OF_SITTINGS.contains(c));
    NAMES_OF_OTHERS.iter().any(|word| near.contains(word)) || is_strange
}
