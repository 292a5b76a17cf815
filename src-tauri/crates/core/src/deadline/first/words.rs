//! The words by which a mail says that it is no first or final service of its papers.

/// Sent again: the period runs from the first service, which this mail is not.
pub const AGAIN: [&str; 60] = [
    "送达后第",
    "送达后的第",
    "转发邮件",
    "以下为转发",
    "转发如下",
    "原邮件发送",
    "原应诉材料",
    "原应诉通知",
    "原起诉状副本",
    "原送达的",
    "原文书",
    "电子留底",
    "不重新计算",
    "不重新起算",
    "不再重新",
    "不另行计算",
    "不另行起算",
    "不再起算",
    "二次",
    "三次送",
    "三次发",
    "四次送",
    "2次送",
    "2次发",
    "2次推",
    "3次送",
    "3次发",
    "重新发",
    "重新送",
    "重新推",
    "重新上传",
    "重新传",
    "再次",
    "再发",
    "再送",
    "再推",
    "再给",
    "重复",
    "重发",
    "重送",
    "补发",
    "补送",
    "补寄",
    "补推",
    "补录",
    "补充送达",
    "补一",
    "今补",
    "现补",
    "另发",
    "催告",
    "催签",
    "催收文书",
    "是否已",
    "是否收到",
    "以本次送达的",
    "以本次发送的",
    "首次送",
    "首次发",
    "已经领走",
];

/// What happened before: a request to call the court does not take it back.
pub const BEFORE: [&str; 15] = [
    "已经签",
    "已经收到",
    "已经领",
    "已经寄",
    "前次",
    "上次送",
    "上次发",
    "上一封",
    "前一封",
    "尚未签收",
    "尚未查收",
    "已签收",
    "已收到",
    "已领取",
    "已查收",
];

/// What is done again and is no service: a second sitting, a download.
pub const NO_SERVICE_AGAIN: [&str; 14] =
    ["开庭", "庭审", "审理", "调解", "证据", "询问", "拍卖", "债权人", "下载", "打开", "登录", "查看", "点击", "缴费"];

/// Right ahead of an act: it is not done, or only may be.
pub const NOT_DONE: [&str; 13] =
    ["不再", "不", "不会", "不予", "无需", "无须", "勿", "避免", "以免", "防止", "可", "可以", "均可"];

/// What was done earlier: 已于某日送达, 此前已发送.
pub const EARLIER: [&str; 25] = [
    "昨日",
    "昨天",
    "前天",
    "已在",
    "已于",
    "此前",
    "之前已",
    "先前",
    "早前",
    "曾于",
    "曾以",
    "曾由",
    "曾通过",
    "曾经",
    "前已",
    "早已",
    "原已",
    "业已",
    "日前已",
    "已经于",
    "已通过",
    "已由",
    "已经由",
    "上月",
    "上周",
];

/// What was done then. 已通过短信推送 tells of this very service; a parcel or a signature tells of another one.
pub const SERVED: [&str; 5] = ["送达", "发送", "投递", "推送", "送交"];
pub const SERVED_OTHERWISE: [&str; 21] = [
    "专递",
    "快递",
    "寄",
    "签收",
    "领取",
    "领走",
    "取走",
    "当面",
    "直接送达",
    "窗口",
    "交付",
    "交给",
    "交由",
    "前台",
    "收发室",
    "发放",
    "发给",
    "拒收",
    "留置",
    "代收",
    "公告送达",
];

/// What was read was served; what may be read now says nothing.
pub const READ: [&str; 11] = ["查收", "收悉", "查阅", "查看", "打开", "点开", "下载", "阅看", "阅读", "浏览", "签阅"];
pub const MAY_BE_READ: [&str; 13] =
    ["可", "请", "登录", "点击", "无法", "未", "不能", "能够", "自行", "支持", "方便", "逾期", "应"];

/// How this very service was sent, where no earlier day is told.
pub const THIS_WAY: [&str; 3] = ["已通过", "已由", "已经由"];

/// Between a day and 送达: the day is that of something else.
pub const ANOTHER_ACT: [&str; 16] = [
    "作出", "制作", "受理", "立案", "起诉", "签署", "签订", "开庭", "提交", "施行", "发布", "确认", "届满", "前", "起",
    "止",
];

/// Taken back, or wrong.
pub const WITHDRAWN: [&str; 25] = [
    "选错",
    "弄错",
    "搞错",
    "不用管这",
    "不用理会",
    "误发",
    "发错",
    "错发",
    "误传",
    "传错",
    "送错",
    "送达错",
    "作废",
    "勿使用",
    "停止使用",
    "不再使用",
    "忽略",
    "无视",
    "不予理会",
    "不作为送达",
    "不视为送达",
    "送达撤销",
    "撤销本次送达",
    "请删除",
    "不算",
];

/// Sent back 寄回 is a matter of the mail only where the paper itself is to go back.
pub const SENT_BACK: [&str; 5] = ["寄回", "退还", "退回", "原样", "收回"];
pub const NOT_THE_PAPER: [&str; 11] =
    ["回证", "回执", "费", "账", "款", "保证金", "收回执", "确认书", "房屋", "土地", "送达之日"];

/// What else than a paper is void or not to be used.
pub const VOID_TOOLS: [&str; 12] =
    ["码", "链接", "发票", "票据", "过期", "逾期", "手机", "微信", "浏览器", "平台", "邮箱", "账号"];

/// 撤回 of these is a matter of the case, not of the mail.
pub const TAKEN_BACK_BY_A_PARTY: [&str; 9] = ["起诉", "上诉", "诉讼", "申请", "反诉", "异议", "再审", "执行", "仲裁"];

/// A paper put in the place of one served before, or to be replaced.
pub const CORRECTED: [&str; 12] =
    ["更正", "更换后", "替换", "重新制作", "补正后", "补正版", "笔误", "改正", "修正", "勘误", "系错误", "存在错误"];

/// 有误 and 错误 are said of these where they are a matter of the paper, and of those where they are none.
pub const WRONG: [&str; 2] = ["有误", "错误"];
pub const WRONG_PAPER: [&str; 12] =
    ["判决书", "裁定书", "调解书", "文书", "附件", "邮件", "所附", "前次", "内容", "主文", "案号", "日期"];
pub const WRONG_ADDRESS: [&str; 7] = ["地址", "联系方式", "密码", "输入", "手机号", "电话", "验证码"];

/// Not the paper itself, but something to look over before it is made. Words that a company's name may hold (测试, 样本)
/// stand here only with what makes them speak of the mail.
pub const DRAFT: [&str; 53] = [
    "草拟",
    "拟稿",
    "待审核",
    "流转件",
    "内部流转",
    "非送达",
    "非正式送达",
    "系抄送",
    "为抄送",
    "抄送件",
    "随卷",
    "仅为提示",
    "校对",
    "校阅",
    "校核",
    "核对稿",
    "意见稿",
    "征求意见",
    "讨论稿",
    "送审稿",
    "审批稿",
    "草稿",
    "草案",
    "初稿",
    "样稿",
    "样张",
    "底稿",
    "定稿",
    "终稿",
    "文稿",
    "预览版",
    "预览件",
    "预览稿",
    "未签章",
    "未盖",
    "未加盖",
    "尚未盖章",
    "待盖章",
    "待签发",
    "未签发",
    "签发后",
    "系统测试",
    "测试邮件",
    "上网版",
    "公开版",
    "拟宣",
    "拟发",
    "的样本",
    "文书样本",
    "上线测试",
    "测试用",
    "作告知",
    "为告知",
];

/// Papers that a party hands in: 授权委托书未盖章 says nothing of the paper in which it stands.
pub const HANDED_IN: [&str; 12] = [
    "委托书",
    "委托手续",
    "起诉状",
    "上诉状",
    "申请书",
    "异议书",
    "证明书",
    "执照",
    "身份证明",
    "证据",
    "材料",
    "目录",
];

/// 无误后再行印制送达: what was looked over is made and served only then.
pub const MADE_THEN: [&str; 6] = ["再行", "再印", "再制作", "再打印", "再送达", "再正式"];

/// 原告方文书另寄: the paper for one of the parties comes another way. Papers beside a decision may, and paper prints too.
pub const SENT_APART: [&str; 4] = ["另寄", "另行寄", "另行送达", "另行邮寄"];
pub const DECISIONS: [&str; 4] = ["文书", "判决书", "裁定书", "调解书"];
pub const WHOSE: [&str; 7] = ["原告", "被告", "第三人", "你方", "贵方", "你单位", "你公司"];
pub const NOT_INSTEAD: [&str; 8] = ["纸质", "原件", "盖章", "传票", "通知书", "证据", "如需", "对方"];

/// 判决书尚在审批, 判决书印发前: what is decided and not made yet.
pub const DECIDED: [&str; 5] = ["判决", "裁定", "调解书", "支付令", "文书"];
pub const NOT_MADE: [&str; 21] = [
    "尚在审批",
    "正在审批",
    "在审批",
    "审批中",
    "尚在审核",
    "正在审核",
    "尚在校",
    "尚在印",
    "正在印",
    "尚未印",
    "尚未制作",
    "尚未打印",
    "印发前",
    "印制前",
    "付印前",
    "打印前",
    "签发前",
    "核发前",
    "盖章前",
    "用印前",
    "宣判前",
];

/// Ahead of 送达: 不作为对你单位的送达.
pub const IS_NOT: [&str; 5] = ["不作为", "不视为", "不构成", "不属于", "并非"];

/// Copies for somebody's files: a sign beside a copy of the paper itself, and none of forms and guides.
pub const FOR_FILES: [&str; 9] = ["供核对", "供参考", "备查", "存档", "参阅", "调阅", "供先行", "供提前", "先行了解"];
pub const COPY_OF_PAPER: [&str; 9] = ["判决书", "裁定书", "调解书", "本邮件", "附件", "电子版", "文书", "仅供", "副本"];
pub const FORMS: [&str; 9] = ["须知", "格式", "流程", "指南", "样式", "说明", "身份证", "备查阅", "自行"];

/// 一并抄送你方知悉: what is sent to somebody beside whom it was served on.
pub const SENT_BESIDE: [&str; 4] = ["抄送", "抄告", "抄报", "另抄"];
pub const TO_READ: [&str; 10] =
    ["参考", "知悉", "了解", "备查", "参阅", "查阅", "向被告", "向原告", "向对方", "向第三人"];

/// A copy 电子副本 is another one than the served one where somebody asked for it.
pub const COPY: [&str; 4] = ["电子副本", "复印件", "复制件", "电子版"];
pub const COPY_GIVEN: [&str; 4] = ["提供", "调阅", "应你", "应贵"];
pub const COPY_TO_HAND_IN: [&str; 6] = ["提交", "需", "须", "请", "身份", "证据"];

/// What counts instead: 以纸质送达为准.
pub const INSTEAD: [&str; 24] = [
    "专递",
    "快递",
    "EMS",
    "短信",
    "平台",
    "纸质",
    "邮寄",
    "书面",
    "正式",
    "盖章",
    "原件",
    "另行",
    "新送达",
    "后续",
    "最终",
    "前次",
    "首次",
    "重新",
    "本次送达",
    "本次发送",
    "邮政",
    "挂号",
    "签收",
    "妥投",
];
/// What is said to be told elsewhere, and is no service.
pub const TOLD_ELSEWHERE: [&str; 8] = ["时间", "日期", "开庭", "期间", "期限", "具体内容", "金额", "数额"];
pub const ANOTHER_SERVICE: [&str; 16] = [
    "邮政",
    "挂号",
    "妥投",
    "原件",
    "纸质",
    "邮寄",
    "首次",
    "前次",
    "另行",
    "重新",
    "新送达",
    "专递",
    "快递",
    "EMS",
    "短信",
    "平台",
];

/// Texts of one paper that are not the same: which of them holds is no matter of when it was served.
pub const DIFFERENT: [&str; 6] = ["不一致", "不相符", "不符", "有出入", "有差异", "存在差异"];

/// Words with which 以…为准 is of a service, or of another paper than this one.
pub const OF_SERVICE: [&str; 11] =
    ["送达", "签收", "收到", "领取", "之日", "日期", "时间", "邮寄", "另行", "后续", "重新"];
