//! What claims to serve something, and what does not.

use rstest::rstest;

use super::{Written, court_mail};
use crate::mail::Became;

fn mail(subject: &str, text: &str) -> Written {
    Written::new("someone@office.example.test", subject, text)
}

#[rstest]
#[case("关于下周例会的通知", "各位同事：\n定于2026年12月1日上午9时30分在三楼会议室召开例会，请准时参加。")]
#[case("物业费催缴通知书", "尊敬的业主：\n您2026年度物业费尚未缴纳，请于7日内缴纳，逾期我司将向人民法院起诉。")]
#[case("关于（2026）沪0112民初90001号案", "王经理：\n（2026）沪0112民初90001号案的传票收到了吗？开庭是哪天？")]
#[case("Re: （2026）沪0112民初90001号 答辩状初稿", "附件是我所起草的答辩状初稿，请审阅。定于12月10日开庭。")]
#[case("【签收回执】（2026）沪0112民初90001号", "示例物业管理有限公司已收到贵院送达的应诉通知书、传票。")]
#[case("回复：【签收回执】（2026）沪0112民初90001号", "已收到。")]
#[case("自动回复：【上海市闵行区人民法院】诉讼文书电子送达", "您好，我正在休假，诉讼文书送达请联系书记员。")]
#[case("Undelivered Mail Returned to Sender", "The mail （2026）沪0112民初90001号诉讼文书送达 could not be delivered.")]
#[case("已读：（2026）沪0112民初90001号诉讼文书电子送达", "")]
#[case(
    "法律周刊：电子送达新规解读",
    "本期内容：民事诉讼法第九十条与电子送达。典型案例：（2024）沪01民终1234号民事判决书。退订请点击。"
)]
#[case("上海市闵行区人民法院公众开放日邀请函", "尊敬的市民：诚邀您参加法院开放日活动。\n上海市闵行区人民法院")]
#[case("审判白皮书发布", "上海市闵行区人民法院发布物业纠纷审判白皮书，欢迎阅读。")]
#[case("发票已开具", "您的电子发票已开具，请查收附件。")]
#[case("登录验证码", "您的人民法院在线服务登录验证码为123456，5分钟内有效。")]
#[case("合同审批通过", "编号2026-0112的合同已审批通过，请知悉。")]
#[case("您提交的材料已收到", "您提交的（2026）沪0112民初90001号案件答辩状本院已收到。\n上海市闵行区人民法院")]
#[case(
    "律师函",
    "致示例物业管理有限公司：\n受委托人委托，就物业服务合同纠纷事宜函告如下，请于七日内履行，否则将向人民法院提起诉讼。"
)]
#[case("年底法拍房推荐", "优质司法拍卖房源，价格优惠，扫码了解。")]
#[case("停水通知", "各位业主：定于12月1日9时至17时停水。")]
#[case("诉讼台账月报", "附件为11月诉讼台账月报，含（2026）沪0112民初90001号等案件，请知悉。")]
#[case("", "")]
#[case("你好", "中午一起吃饭吗？")]
#[case("快递送达通知", "您的快件已送达小区驿站，请凭取件码12-3-4567领取。")]
#[case(
    "关于报送诉讼案件台账的通知",
    "各子公司：\n请于12月5日前报送诉讼台账，含（2026）沪0112民初90001号等案件的开庭时间、判决结果。"
)]
#[case("会议材料送达各部门", "各部门：会议材料已发送，请查收附件。")]
#[case("招标文件澄清", "贵司提交的投标文件已收到，请按期参加开标。")]
fn what_serves_nothing(#[case] subject: &str, #[case] text: &str) {
    let found = mail(subject, text).read();
    assert!(!found.0.claims_service, "{subject}");
    assert!(found.1.is_empty(), "{subject}: no doubts about what nobody need look at");
}

#[test]
fn a_pasted_message_with_a_case_is_looked_at_whoever_sent_it_and_however_its_link_was_cut_off() {
    let claims = |channel: &str, text: &str| {
        let raw = format!("{channel}Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n");
        let (mail, _) = crate::mail::read(raw.as_bytes());
        let (signals, office) = (crate::intake::Signals::default(), crate::office::Office::default());
        let reference = crate::reference::Reference::builtin().unwrap();
        crate::identify::identify(&mail, &signals, &office, &reference).0.claims_service
    };
    let (paste, text) =
        ("X-Songda-Channel: paste\r\n", "【上海市闵行区人民法院】（2026）沪0112民初12345号：https://zxfw.court");
    assert!(claims(paste, text));
    for text in [
        "【12368】您好，（2026）沪0112民初12345号案件已移送上级法院。退订回T",
        "【浙江法院】（2026）浙0106民初777号文书，请打开 https://sd.example.test/d?c=Ab12 查阅",
        "【微解纷】您收到（2026）苏0505民初88号的材料，取件码：776655",
    ] {
        assert!(claims(paste, text), "{text}");
    }
    assert!(!claims("", text) && !claims(paste, "【示例银行】您尾号1234的账户（2026）入账100元"));
}

#[rstest]
#[case("物业费缴费通知", "请按附件缴费。", "缴费通知书.pdf")]
#[case("会议通知", "请查收附件。", "会议通知书.docx")]
#[case("请确认答辩材料", "附件请审核后用印。", "民事答辩状.docx")]
#[case("证据整理", "证据目录见附件，请律师过目。", "证据目录.xlsx")]
#[case("人事处理", "见附件处罚决定。", "处罚决定书.pdf")]
#[case("合同", "合同见附件。", "物业服务合同.pdf")]
#[case("立案材料用印", "起诉状和授权委托书请盖章。", "民事起诉状.docx")]
#[case("培训资料", "诉讼文书培训课程资料。", "传票样本.pdf")]
#[case("评估", "评估报告请查收。", "资产评估报告.pdf")]
fn papers_that_anybody_writes(#[case] subject: &str, #[case] text: &str, #[case] file: &str) {
    assert!(!mail(subject, text).file(file).found().claims_service, "{subject}");
}

#[test]
fn machines_and_lists_serve_nothing() {
    let list = mail("法院传票与应诉指南", "送达诉讼文书怎么办？您有一份判决书。")
        .header("List-Unsubscribe", "<mailto:x@news.example.test>");
    assert!(!list.found().claims_service);
    let answer = mail("诉讼文书送达", "现向你公司送达诉讼文书").header("Auto-Submitted", "auto-replied");
    assert!(!answer.found().claims_service);
    let bounce = mail("诉讼文书送达", "现向你公司送达诉讼文书").part("", "message/delivery-status", Became::Structured);
    assert!(!bounce.found().claims_service);
}

#[rstest]
#[case("电子送达通知", "您好！您有一份（2026）沪0112民初90002号案件的文书需要签收，请点击下方链接查阅下载。")]
#[case("司法鉴定缴费告知", "（2026）沪0112民初90008号，请于2026年12月5日前向鉴定机构缴纳鉴定费用。")]
#[case("您的送达链接即将过期", "2026年11月20日发送的(2026)沪0112民初90010号文书您尚未查阅，链接将于2026年11月27日失效")]
#[case(
    "开庭提醒",
    "【12368】（2026）沪0112民初90012号，定于2026年12月8日上午9时30分在第三法庭公开开庭审理，请准时到庭。"
)]
#[case("签名码", "您收到电子送达，签名码：A1B2C3，请至审判流程信息公开网查阅。")]
#[case(
    "更正：传票时间变更",
    "原定2026年12月10日09:30开庭改为2026年12月17日14:00，地点第八法庭，案号（2026）沪0112民初90001号"
)]
#[case("【紧急】您有涉嫌洗钱案件传票 立即核实", "请下载附件传票核验并拨打电话，逾期将冻结公司账户。")]
#[case(
    "（2026）沪0112民初90004号",
    "原告示例物业管理有限公司诉示例乙物业服务合同纠纷一案。请于收到本通知次日起七日内预交案件受理费50元，逾期按撤诉处理。"
)]
#[case(
    "请补充材料",
    "（2026）沪0112民初90004号案件，请于收到本邮件后7日内提交证据材料。\n上海市闵行区人民法院\n书记员：示例甲"
)]
#[case(
    "支付令",
    "债务人示例物业管理有限公司：自收到本支付令之日起十五日内清偿债务或向本院提出书面异议。案号(2026)沪0112民督9号"
)]
#[case("诉讼文书", "现将（2026）沪0112民初90004号案件的诉讼文书发送给您，请查收。")]
#[case(
    "劳动仲裁",
    "示例物业管理有限公司：\n现依法向你单位送达应诉通知书、仲裁申请书副本，请于10日内提交答辩书。\n示例区劳动人事争议仲裁委员会"
)]
fn words_that_serve(#[case] subject: &str, #[case] text: &str) {
    assert!(court_mail(subject, text).found().claims_service, "{subject}");
}

#[rstest]
#[case("Fwd: 【转发】法院传票", "转发：上海市闵行区人民法院传票，详见附件", "传票.jpg")]
#[case("送达回证", "请在送达回证上加盖公章后扫描回传本邮箱。", "送达回证.doc")]
#[case("（2026）沪0112民初90004号", "", "传票.pdf")]
#[case("", "", "（2026）沪0112民初90004号民事判决书.pdf")]
#[case(
    "協助執行通知書",
    "协助执行通知书（2026）沪0112执90009号，请协助冻结被执行人在你处的应付账款",
    "协助执行通知书.pdf"
)]
#[case("材料", "请查收。\n上海市闵行区人民法院 民事审判庭", "应诉材料.pdf")]
fn papers_that_serve(#[case] subject: &str, #[case] text: &str, #[case] file: &str) {
    let found = court_mail(subject, text).file(file).found();
    assert_eq!(found.claims_service, file != "应诉材料.pdf" || found.court.is_some(), "{subject}");
}

#[test]
fn a_listed_sender_serves_with_few_words() {
    let found = Written::new("sd@court.example.test", "（2026）沪0112民初90004号", "请查收").file("扫描件.pdf").found();
    assert!(found.claims_service);
    assert_eq!(found.court.map(|court| court.name).as_deref(), Some("上海市闵行区人民法院"));
}

#[test]
fn a_summons_alone_is_told_by_its_page() {
    let page = "上海市闵行区人民法院\n传票\n案号：（2026）沪0112民初90004号\n应到时间：2026年12月10日9时30分\n应到处所：第三法庭";
    let found = mail("扫描", "").paper("scan0001.pdf", &[page]).found();
    assert!(found.claims_service);
    assert_eq!(found.case_numbers, ["（2026）沪0112民初90004号"]);
}

/// A mail from the address that the office knows as its court's.
fn listed(subject: &str, text: &str) -> Written {
    Written::new("sd@court.example.test", subject, text)
}

const SUMMONS: &str =
    "上海市闵行区人民法院\n传票\n案号：（2026）沪0112民初90004号\n应到时间：2026年12月10日9时30分\n应到处所：第三法庭";

#[rstest]
#[case("（2026）沪0112民初90004号因邮寄未能送达，现电子送达诉讼文书")]
#[case("邮寄退信后改为电子送达")]
#[case("法院专递无法投递，电子送达传票")]
#[case("关于送达地址退信的告知")]
#[case("送达回执：（2026）沪0112民初90004号")]
#[case("签收回执（请填写）")]
#[case("已送达：传票")]
#[case("Read: 传票")]
#[case("自动回复: 电子送达")]
fn a_court_that_speaks_of_what_came_back_serves(#[case] subject: &str) {
    let text = "现以电子邮件方式向你公司送达传票，请查收。";
    let mail = listed(subject, text).paper("传票.pdf", &[SUMMONS]);
    assert!(mail.found().claims_service, "{subject}");
    for (name, value) in
        [("X-Autoreply", "no"), ("Auto-Submitted", "auto-generated"), ("Auto-Submitted", "auto-replied")]
    {
        let mail = listed(subject, text).paper("传票.pdf", &[SUMMONS]).header(name, value);
        assert!(mail.found().claims_service, "{subject}: {name}: {value}");
    }
}

#[rstest]
#[case("系统退信", "您的邮件【签收回执】（2026）沪0112民初90004号未能送达，诉讼文书签收回执见附件。")]
#[case("无法投递: 【签收回执】（2026）沪0112民初90004号", "收件人邮箱不存在。")]
#[case("Undeliverable: 【签收回执】（2026）沪0112民初90004号", "")]
#[case("自动回复：【签收回执】（2026）沪0112民初90004号", "您好，邮件已收到，送达事宜请致电12368。")]
#[case("已读：【签收回执】（2026）沪0112民初90004号", "")]
#[case("回复：【签收回执】（2026）沪0112民初90004号", "收到，谢谢。")]
#[case("回复：材料", "收到。")]
#[case("物业纠纷审判白皮书", "本院发布物业纠纷典型案例，订阅请回复。")]
#[case("审判资讯", "12月4日九时开庭，邀请函见附件，欢迎旁听。")]
fn what_a_court_answers_or_publishes_serves_nothing(#[case] subject: &str, #[case] text: &str) {
    assert!(!listed(subject, text).found().claims_service, "{subject}");
}

#[rstest]
#[case("来邮收悉。12月16日上午的庭不能改，仍请按传票时间（9:00，第二法庭）到庭。")]
#[case("12月16日上午9:00的庭照开，第二法庭。")]
#[case("你方延期举证的申请不予准许。")]
fn what_a_court_answers_of_a_suit_is_shown(#[case] text: &str) {
    assert!(listed("答复：（2026）沪0112民初90004号", text).found().claims_service, "{text}");
}

/// What tells a sitting of a case under a court's name is looked at, from wherever it comes.
#[test]
fn a_sitting_under_a_courts_name_is_never_left_aside() {
    let told = "（2026）沪0112民初90004号案，12月22日上午9:30在第二法庭开庭，不另行通知。\n上海市闵行区人民法院 小覃";
    assert!(mail("开庭时间", told).found().claims_service);
    let told = "（2026）沪0112民初90004号案，12月22日上午9:30在第二法庭开庭，不另行通知。上海市闵行区人民法院";
    assert!(mail("调解及开庭", told).found().claims_service);
    let talk = "王经理：（2026）沪0112民初90004号案12月22日上午9:30在第二法庭开庭，我所律师出庭。\n示例律师事务所";
    assert!(!mail("开庭时间", talk).found().claims_service);
}

#[test]
fn a_bounce_that_brings_back_our_mail_serves_nothing() {
    let bounce = |from: &str| {
        Written::new(from, "Undelivered Mail Returned to Sender", "诉讼文书送达 could not be delivered").part(
            "",
            "message/rfc822",
            Became::Wrapper,
        )
    };
    assert!(!bounce("mailer-daemon@mx.example.test").found().claims_service);
    let thanks = listed("回复：【签收回执】（2026）沪0112民初90004号", "收到，谢谢。").file("院徽.png");
    assert!(!thanks.found().claims_service);
}

#[rstest]
#[case("文书.exe", "application/octet-stream", Became::Refused)]
#[case("文书.zip", "application/zip", Became::Unread)]
#[case("开庭.ics", "text/calendar", Became::Structured)]
fn a_listed_sender_hands_over_what_nobody_may_open(
    #[case] name: &str,
    #[case] media_type: &str,
    #[case] became: Became,
) {
    assert!(listed("材料", "请查收。").part(name, media_type, became).found().claims_service);
    assert!(!mail("材料", "请查收。").part(name, media_type, became).found().claims_service);
    assert!(!listed("审判简报", "本期资讯。").part(name, media_type, became).found().claims_service);
}

#[test]
fn a_text_of_a_listed_sender_that_cannot_be_read_is_shown() {
    let unread = listed("电子送达", "\u{fffd}+UjZ/+w~{<:");
    assert!(unread.found().claims_service);
    assert!(unread.codes().contains(&"no-text"));
    let picture = listed("通知", "").part("传票.jpg", "image/jpeg", Became::Inline);
    assert!(picture.found().claims_service);
    assert!(!listed("通知", "").found().claims_service);
}

#[test]
fn a_listed_sender_tells_a_sitting_without_its_case() {
    let text = "您好，原定12月10日上午的开庭改到12月15日下午2点，第五法庭，请准时到庭。书记员小示例";
    let note = listed("改期", text).arrived("2026-11-20T09:40:00+08:00");
    assert!(note.found().claims_service);
    assert!(note.codes().contains(&"case-number-missing"));
    assert!(!mail("改期", text).arrived("2026-11-20T09:40:00+08:00").found().claims_service);
}

#[test]
fn a_court_that_asks_for_written_views_serves() {
    let text = "你方未到庭，请于12月1日前就（2026）沪0112民初90004号案提交书面代理意见。";
    assert!(listed("缺席审理提示", text).found().claims_service);
    assert!(!mail("缺席审理提示", text).found().claims_service);
}

#[test]
fn a_subject_that_serves_is_enough_from_a_court() {
    for subject in ["（2026）沪0112民初90004号送达", "执行通知书（2026）沪0112执90004号"] {
        assert!(listed(subject, "请查看 https://sd.example.test/a1").found().claims_service, "{subject}");
        let named = court_mail(subject, "请打开链接下载。").named("上海市闵行区人民法院执行局");
        assert!(named.found().claims_service, "{subject}");
        assert!(!court_mail(subject, "判决收到了吗？").found().claims_service, "{subject}");
    }
}

#[test]
fn who_poses_as_a_court_and_asks_for_codes_or_money_is_shown() {
    for (subject, text) in [
        ("执行核查", "您有执行案件（2026）沪0112执9号，请下载会议软件并共享屏幕配合法院核查资产。"),
        ("缴费", "【上海市闵行区人民法院】（2026）沪0112民初9号案件请打开链接缴费，并回复验证码。"),
    ] {
        assert!(mail(subject, text).found().claims_service, "{subject}");
    }
}

#[test]
fn colleagues_who_quote_a_courts_message_serve_nothing() {
    let text = "各位同事：附上一条法院短信供学习，【上海市闵行区人民法院】您的（2026）沪0112民初9号案件文书请签收。";
    assert!(!mail("识别真假短信", text).to("all@office.example.test").found().claims_service);
}

#[test]
fn what_a_court_says_of_a_case_by_its_number_is_shown_whomever_it_addresses() {
    let told = [
        "（2026）沪0112民初90004号案庭审录像已刻盘。",
        "（2026）沪0112民初90004号案件已移送上级法院。",
        "（2026）沪0112民初90004号承办人变更为示例法官",
        "关于（2026）沪0112民初90004号案，对方同意调解，电话021-00000000。",
        "（2026）沪0112民初90004号：8:45安检，9:00进第四法庭。",
    ];
    for text in told {
        let named = |name: &str, from: &str| Written::new(from, "通知", text).named(name).found().claims_service;
        assert!(named("上海市闵行区人民法院", "someone@example.test"), "{text}");
        assert!(named("闵行法院民二庭书记员", "someone@example.test"), "{text}");
        assert!(named("sdzx", "sd@mhfy.court.gov.cn"), "{text}");
        // Anybody may speak of a case.
        for name in ["示例律师", "法院拍卖房源", "示例法院网编辑部", "法院快讯"] {
            assert!(!named(name, "someone@example.test"), "{name}: {text}");
        }
    }
    let sitting = "苏1012民初5501、5502号两案定于2026年12月25日9时在第二法庭开庭";
    let note = |name: &str| Written::new("someone@example.test", "通知", sitting).named(name);
    assert!(note("示例区人民法院").arrived("2026-11-20T09:40:00+08:00").found().claims_service);
    assert!(!note("示例律师").arrived("2026-11-20T09:40:00+08:00").found().claims_service);
    for (subject, text) in [
        ("回复：（2026）沪0112民初90004号", "收到，谢谢。"),
        ("法院开放日", "典型案例（2026）沪0112民初90004号，欢迎参加12月4日开放日。"),
        ("问卷", "您对（2026）沪0112民初90004号案的满意度调查"),
    ] {
        let mail = Written::new("sd@mhfy.court.gov.cn", subject, text).named("上海市闵行区人民法院");
        assert!(!mail.found().claims_service, "{subject}");
    }
}

#[rstest]
#[case(
    "会议邀请：法务周会",
    "时间：2026/12/07 10:00-11:00\n会议号：332 881 902\n议题：（2026）沪0112民初90004号开庭准备；传票归档。"
)]
#[case("日程提醒", "12月7日10:00 开庭准备会（2026）沪0112民初90004号 三楼会议室")]
#[case("案件复盘", "（2026）沪0112民初90004号复盘定于12月7日10时，请准时参加。")]
fn meetings_about_a_case_serve_nothing(#[case] subject: &str, #[case] text: &str) {
    assert!(!mail(subject, text).arrived("2026-11-20T09:40:00+08:00").found().claims_service, "{subject}");
}

#[test]
fn a_letter_of_security_to_a_court_serves_nothing() {
    for title in ["诉讼财产保全责任保险保函", "财产保全担保书", "诉讼保全担保函"] {
        let page = format!("{title}\n致：上海市闵行区人民法院\n本公司为申请人提供担保。");
        let mail = mail("保函已出具", "您申请的保函（用于上海市闵行区人民法院财产保全）已出具，请查收。");
        assert!(!mail.paper("保函.pdf", &[&page]).found().claims_service, "{title}");
    }
}

#[test]
fn a_court_that_answers_of_a_case_is_shown() {
    let answer = |text: &str| {
        let mail = Written::new("sd@mhfy.court.gov.cn", "答复：延期申请（2026）沪0112民初90004号", text);
        mail.named("上海市闵行区人民法院").found().claims_service
    };
    assert!(answer("延期理由不成立，（2026）沪0112民初90004号案仍按原定时间2026年12月10日上午9时在第三法庭开庭。"));
    assert!(answer("（2026）沪0112民初90004号案不予延期。"));
    assert!(!answer("收到，谢谢。"));
}

#[test]
fn a_reminder_of_a_calendar_of_our_own_serves_nothing() {
    let text = "事件：开庭 （2026）沪0112民初90004号\n时间：2026年12月15日 14:30\n地点：第十一法庭\n由 示例甲 创建";
    let mail = Written::new("noreply@calendar.example.test", "提醒：开庭", text);
    assert!(!mail.arrived("2026-11-20T09:40:00+08:00").found().claims_service);
}

#[test]
fn what_a_court_buys_and_what_is_sold_to_its_parties_serves_nothing() {
    let upkeep =
        "示例物业管理有限公司：\n定于12月15日上午9点检修第三法庭音响，请物业派电工一名。当天下午2点第三法庭有庭审。";
    let office = |text: &str| Written::new("bgs@mhfy.court.gov.cn", "设备检修", text).named("闵行法院办公室");
    assert!(!office(upkeep).arrived("2026-11-20T09:40:00+08:00").found().claims_service);
    // The same office tells of a suit: whatever else it says.
    let suit = format!("{upkeep}\n另：你公司作为被告的案件定于12月18日上午9时在第二法庭开庭。");
    assert!(office(&suit).arrived("2026-11-20T09:40:00+08:00").found().claims_service);
    let tender = "受上海市闵行区人民法院委托，就其物业服务项目进行公开招标。投标截止时间：2026年12月21日9:30。";
    let page = "上海市闵行区人民法院物业服务项目\n招标公告\n投标人应当具有独立法人资格。";
    assert!(!mail("上海市闵行区人民法院招标公告", tender).paper("招标公告.pdf", &[page]).found().claims_service);
    let sold = "自动识别法院传票，一键生成开庭日程，免费试用。示例：（2026）沪0112民初1号 12月20日9:00 第一法庭";
    assert!(!mail("新功能", sold).arrived("2026-11-20T09:40:00+08:00").found().claims_service);
    let warning = "近期有人冒充法院工作人员，以“传票”“执行通知”为名行骗。请于12月11日上午10时参加反诈宣传会。";
    assert!(!mail("反诈提示", warning).arrived("2026-11-20T09:40:00+08:00").found().claims_service);
}

#[test]
fn somebody_of_a_court_who_answers_about_a_sitting_is_heard() {
    let text =
        "王经理：\n您好，（2026）沪0112民初90004号案明天（12月10日）下午14:30的庭还是照常开，只是地点改到了第一法庭。";
    let answer = Written::new("clerk@mail.example.test", "Re: 明天开庭地点调整", text);
    let answer = answer.arrived("2026-12-09T09:40:00+08:00");
    assert!(answer.named("闵行法院小左").found().claims_service);
}
