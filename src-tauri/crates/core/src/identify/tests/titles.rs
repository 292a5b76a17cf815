//! More titles as courts word them: on pages, in names of files, and those that only look like one.

use super::court_mail;

/// Title of a page under a court's head, a sentence of its text, and the kind.
const PAGES: [(&str, &str, Option<&str>); 68] = [
    ("诉讼权利义务告知书和廉政监督卡", "当事人享有下列权利。", Some("rights-notice")),
    ("线上诉讼权利义务告知书", "经同意可以在线完成。", Some("process-notice")),
    ("结算诉讼费通知书", "应退100元。", Some("fee-refund")),
    ("责令履行义务通知书", "限三日内履行。", Some("execution-notice")),
    ("送达证", "受送达人签收", Some("proof-of-service")),
    ("填写送达地址确认书的告知事项", "当事人拒绝提供送达地址的，以登记地址为准。", Some("e-service-notice")),
    ("送达地址确认书填写说明", "请逐项填写。", None),
    ("电子送达风险告知书", "同意电子送达后应及时查收。", Some("e-service-notice")),
    ("电子送达注意事项", "请及时查收邮件。", Some("e-service-notice")),
    ("已读回执", "请填写后回传。", Some("proof-of-service")),
    ("通知参加诉讼书", "追加你单位为本案共同被告。", Some("joinder-notice")),
    ("举证指导书", "谁主张，谁举证。", Some("evidence-notice")),
    ("审判执行人员廉洁办案监督卡", "监督电话12368。", Some("integrity-card")),
    ("法官廉洁自律情况反馈表", "请如实填写。", Some("integrity-card")),
    ("廉政评价卡", "请如实填写。", Some("integrity-card")),
    ("诉讼风险告知单", "诉讼可能有下列风险。", Some("risk-notice")),
    ("案件流程信息公开告知书", "可登录网站查询。", Some("process-notice")),
    ("庭审直播告知书", "本案庭审将进行网络直播。", Some("process-notice")),
    ("裁判文书公开告知书", "裁判文书将公布。", Some("process-notice")),
    ("证据清单及证明目的", "序号 证据名称", Some("evidence")),
    ("约谈通知书", "请于2026年12月7日9时到本院接受约谈。", Some("hearing-notice")),
    ("延期举证、开庭通知书", "准许延期举证，开庭相应延期。", Some("postponement-notice")),
    ("暂缓开庭通知书", "时间另行通知。", Some("postponement-notice")),
    ("取消庭审通知书", "时间另行通知。", Some("postponement-notice")),
    ("案件受理费缴费单", "应缴金额50元。", Some("fee-notice")),
    ("诉讼费缴款单", "应缴金额50元。", Some("fee-notice")),
    ("诉讼费缴费凭证", "已缴50元。", Some("fee-receipt")),
    ("诉讼收费专用票据", "诉讼费50元。", Some("fee-receipt")),
    ("协助公示执行信息需求书", "请协助公示冻结股权。", Some("assistance-notice")),
    ("关于执行款分配方案的通知", "附分配方案。", Some("distribution-plan")),
    ("案款分配方案通知书", "附分配方案。", Some("distribution-plan")),
    ("结案告知书", "本案执行完毕结案。", Some("execution-termination-ruling")),
    ("关于拍卖房产的通知", "拍卖标的。", Some("auction-notice")),
    ("第二次拍卖通知书", "定于2026年12月20日10时拍卖。", Some("auction-notice")),
    ("变卖财产通知书", "变卖标的。", Some("auction-notice")),
    ("司法鉴定委托书", "委托鉴定机构鉴定。", Some("appraisal-notice")),
    ("鉴定委托函", "委托鉴定机构鉴定。", Some("appraisal-notice")),
    ("现场勘验通知书", "定于2026年12月8日现场勘验。", Some("notice")),
    ("解除司法拘留决定书", "决定解除对示例丙的拘留。", Some("decision")),
    ("司法拘留决定书", "决定对示例丙拘留十日。", Some("detention-decision")),
    ("公告（送达裁判文书）", "自公告之日起满三十日视为送达。", Some("announcement")),
    ("通知", "请提交代理词。", Some("notice")),
    ("民事决定书（失信）", "决定如下：纳入名单。", Some("dishonesty-decision")),
    ("决定书（罚款）", "对你单位处理如下。", Some("fine-decision")),
    ("关于变更承办法官的通知", "承办法官变更。", Some("panel-notice")),
    ("询证函", "请核对。", None),
    ("现已送达应诉通知书", "请查收。", None),
    ("通知事项", "请查收。", None),
    ("应诉通知书\n（申请再审审查用）", "现发送再审申请书副本。", Some("retrial-notice")),
    ("应诉通知书\n（2026）沪01民终1号", "现发送上诉状副本。", Some("response-notice")),
    ("人民法院民事诉讼\n风险提示书", "诉讼可能有下列风险。", Some("risk-notice")),
    ("证 明 书", "本院（2026）沪0112民初1号民事判决书已发生法律效力。", Some("effective-certificate")),
    ("证明", "兹证明示例甲系本院人民陪审员。", None),
    ("被执行人信用惩戒\n告知书", "将纳入失信名单。", Some("dishonesty-decision")),
    ("鉴定费用\n缴纳通知书", "请预交鉴定费。", Some("appraisal-notice")),
    ("补正起诉状通知书", "请于七日内补正。", Some("supplement-notice")),
    ("判决书公告", "自公告之日起满三十日视为送达。", Some("announcement")),
    ("民事案件应诉材料告知书", "请查收。", Some("response-notice")),
    ("电子送达承诺书", "本人同意电子送达。", Some("service-address-confirmation")),
    ("电子诉讼告知书", "请登录平台。", Some("process-notice")),
    ("中国庭审公开网直播告知书", "本案庭审将直播。", Some("process-notice")),
    ("撤销开庭通知书", "时间另行通知。", Some("postponement-notice")),
    ("鉴定人出庭费用交纳通知书", "请预交。", Some("appraisal-notice")),
    ("债权补充申报通知书", "请补充申报。", Some("bankruptcy-notice")),
    ("庭前会议传票", "请准时到庭。", Some("summons")),
    ("上诉移送函", "移送案卷。", Some("appeal-acceptance")),
    ("回 证", "签收后请退回。", Some("proof-of-service")),
    ("律师调查令申请书", "请求签发调查令。", None),
];

#[test]
fn a_title_on_a_page_tells_the_kind() {
    let mut wrong = Vec::new();
    for (title, text, kind) in PAGES {
        let page = format!("上海市闵行区人民法院\n{title}\n（2026）沪0112民初1号\n示例物业管理有限公司：\n{text}");
        let found = court_mail("诉讼文书送达", "请查收附件中的文书。").paper("扫描件001.pdf", &[&page]).found();
        let read = found.documents[0].kind.as_deref();
        if read != kind {
            wrong.push(format!("{title} → {read:?}, not {kind:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// Name of a file without text, and the kind.
const NAMES: [(&str, Option<&str>); 60] = [
    ("关于变更送达地址的告知.pdf", Some("service-address-change")),
    ("代理人授权手续.pdf", Some("authority")),
    ("裁定（划拨）.pdf", Some("execution-ruling")),
    ("裁定（实现担保物权）.pdf", Some("security-enforcement-ruling")),
    ("裁定（督促程序终结）.pdf", Some("payment-order-termination")),
    ("申请执行立案.jpg", Some("execution-acceptance")),
    ("对法定代表人限制出境.pdf", Some("exit-restriction")),
    ("延期举证决定.pdf", Some("decision")),
    ("填写送达地址确认书的告知事项.jpg", Some("e-service-notice")),
    ("送达地址相关事项告知.jpg", Some("e-service-notice")),
    ("送达地址有关事项告知.pdf", Some("e-service-notice")),
    ("电子送达风险告知书.jpg", Some("e-service-notice")),
    ("送达地址确认书.jpg", Some("service-address-confirmation")),
    ("送达地址变更告知.pdf", Some("service-address-change")),
    ("关于更换承办法官的通知.jpg", Some("panel-notice")),
    ("关于延期开庭的通知.jpg", Some("postponement-notice")),
    ("关于拍卖房产的通知.jpg", Some("auction-notice")),
    ("关于裁判文书上网的告知书.jpg", Some("process-notice")),
    ("文书上网告知_已签章.jpg", Some("process-notice")),
    ("流程公开.jpg", Some("process-notice")),
    ("廉洁办案监督卡.jpg", Some("integrity-card")),
    ("改期通知.pdf", Some("postponement-notice")),
    ("暂缓开庭通知.pdf", Some("postponement-notice")),
    ("诉讼费缴费凭证.jpg", Some("fee-receipt")),
    ("诉讼费缴费单.jpg", Some("fee-notice")),
    ("律所函.jpg", Some("authority")),
    ("律师函.jpg", Some("authority")),
    ("授权委托书.jpg", Some("authority")),
    ("司法鉴定委托书.jpg", Some("appraisal-notice")),
    ("决定书（失信）.pdf", Some("dishonesty-decision")),
    ("决定书-罚款.pdf", Some("fine-decision")),
    ("决定书（限制出境）.pdf", Some("exit-restriction")),
    ("决定书（示例物业管理有限公司）.pdf", Some("decision")),
    ("结案告知书.jpg", Some("execution-termination-ruling")),
    ("通知.jpg", Some("notice")),
    ("通知群截图.jpg", None),
    ("现场照片.jpg", None),
    ("应诉通知书（再审）.jpg", Some("retrial-notice")),
    ("应诉通知书（二审）.pdf", Some("appeal-acceptance")),
    ("更正裁定书.jpg", Some("correction-ruling")),
    ("执行裁定书（异议）.jpg", Some("execution-objection-ruling")),
    ("限消令.jpg", Some("consumption-restriction")),
    ("鉴定费缴纳通知.jpg", Some("appraisal-notice")),
    ("劳动仲裁裁决.jpg", Some("labour-award")),
    ("仲裁裁决书（劳动争议）.jpg", Some("labour-award")),
    ("债权审核意见书.jpg", Some("claims-schedule")),
    ("行政处罚告知书.jpg", Some("administrative-decision")),
    ("追加被执行人裁定书.jpg", Some("execution-ruling")),
    ("简易转普通通知书.jpg", Some("procedure-conversion")),
    ("调解协议确认裁定书.jpg", Some("mediation-confirmation-ruling")),
    ("领取判决书通知.jpg", Some("notice")),
    ("流拍通知.jpg", Some("auction-notice")),
    ("执行申请受理通知书.jpg", Some("execution-acceptance")),
    ("不予受理通知书.jpg", Some("notice")),
    ("解除拘留决定书.jpg", Some("decision")),
    ("律师调查令申请书.jpg", None),
    ("应述通知书.jpg", Some("response-notice")),
    ("合意庭组成人员通知书.jpg", Some("panel-notice")),
    ("03 传禀.jpg", Some("summons")),
    ("体检通知书.jpg", Some("notice")),
];

#[test]
fn a_name_tells_the_kind() {
    let mut wrong = Vec::new();
    for (name, kind) in NAMES {
        let found = court_mail("（2026）沪0112民初1号诉讼文书送达", "请查收附件中的文书。").file(name).found();
        let read = found.documents[0].kind.as_deref();
        if read != kind {
            wrong.push(format!("{name} → {read:?}, not {kind:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_sitting_told_in_the_subject_alone_is_read() {
    let read = |subject: &str, text: &str| {
        let found = court_mail(subject, text).arrived("2026-11-23T10:00:00+08:00").found();
        found.hearings.iter().map(|it| it.starts.format("%m-%d %H:%M").to_string()).collect::<Vec<_>>()
    };
    let text = "请准时到庭。\n上海市闵行区人民法院";
    assert_eq!(read("开庭通知 12月9日9:30 第3法庭 （2026）沪0112民初1号", text), ["12-09 09:30"]);
    assert_eq!(read("（2026）沪0112民初1号定于2026年12月9日14时开庭", text), ["12-09 14:00"]);
    assert_eq!(read("请于12月9日17:00前提交答辩状（2026）沪0112民初1号", text), [] as [&str; 0]);
    let body = "改定于2026年12月11日9时30分在第三法庭开庭。\n上海市闵行区人民法院";
    assert_eq!(read("开庭通知 12月9日9:30 （2026）沪0112民初1号", body), ["12-11 09:30"]);
}
