//! Titles as courts, commissions and authorities really word them, on pages and in names, beyond the usual ones.

use super::court_mail;

/// Head of the page, title, number, a sentence of the text, and the kind.
type Page = (&'static str, &'static str, &'static str, &'static str, Option<&'static str>);

const COURT: &str = "上海市闵行区人民法院";
const LABOUR: &str = "上海市闵行区劳动人事争议仲裁委员会";

const PAGES: [Page; 118] = [
    (
        LABOUR,
        "仲裁裁决书",
        "闵劳人仲（2026）办字第12号",
        "申请人：示例甲。\n被申请人：示例物业管理有限公司。",
        Some("labour-award"),
    ),
    (
        LABOUR,
        "裁决书",
        "闵劳人仲（2026）办字第13号",
        "本委裁决如下：一、被申请人支付申请人工资差额。",
        Some("labour-award"),
    ),
    ("闵行区劳动争议仲裁院", "仲 裁 裁 决 书", "（2026）办字第14号", "本裁决为终局裁决。", Some("labour-award")),
    ("上海仲裁委员会", "裁决书", "（2026）沪仲案字第15号", "申请人：示例银行。", Some("arbitral-award")),
    (
        "中国国际经济贸易仲裁委员会",
        "裁决书",
        "〔2026〕中国贸仲京裁字第16号",
        "仲裁庭裁决如下：",
        Some("arbitral-award"),
    ),
    (
        LABOUR,
        "应诉通知书",
        "闵劳人仲（2026）办字第17号",
        "申请人示例甲与你单位劳动报酬争议一案，本委已立案受理。",
        Some("labour-arbitration-notice"),
    ),
    (
        LABOUR,
        "受理通知书",
        "闵劳人仲（2026）办字第18号",
        "你与示例公司劳动争议一案，本委决定受理。",
        Some("labour-arbitration-notice"),
    ),
    (
        LABOUR,
        "开庭通知书",
        "闵劳人仲（2026）办字第19号",
        "本委定于2026年12月10日9时在第二仲裁庭开庭。",
        Some("arbitration-hearing-notice"),
    ),
    (
        LABOUR,
        "出庭通知书",
        "闵劳人仲（2026）办字第20号",
        "本委定于2026年12月10日9时开庭。",
        Some("arbitration-hearing-notice"),
    ),
    (
        "上海仲裁委员会",
        "开庭通知",
        "（2026）沪仲案字第21号",
        "本案仲裁庭定于2026年12月10日9时开庭。",
        Some("arbitration-hearing-notice"),
    ),
    (
        "上海仲裁委员会",
        "仲裁通知书",
        "（2026）沪仲案字第22号",
        "本会已受理申请人示例甲与你方合同争议仲裁案。",
        Some("notice"),
    ),
    (COURT, "参加诉讼通知书", "（2026）沪0112民初23号", "通知你公司作为第三人参加诉讼。", Some("joinder-notice")),
    (COURT, "追加当事人通知书", "（2026）沪0112民初24号", "追加你公司为共同被告。", Some("joinder-notice")),
    (COURT, "变更诉讼当事人通知书", "（2026）沪0112民初24号", "变更你公司为被告。", Some("joinder-notice")),
    (COURT, "民事案件应诉通知书", "（2026）沪0112民初25号", "本院已受理。", Some("response-notice")),
    (COURT, "应 诉 通 知 书（一审）", "（2026）沪0112民初25号", "本院已受理。", Some("response-notice")),
    ("上海市第一中级人民法院", "应诉通知书", "（2026）沪01民终26号", "本院受理上诉。", Some("response-notice")),
    (COURT, "民事案件受理通知书", "（2026）沪0112民初27号", "起诉符合条件。", Some("case-acceptance")),
    (COURT, "受理民事案件通知书", "（2026）沪0112民初27号", "起诉符合条件。", Some("case-acceptance")),
    (COURT, "立案告知书", "（2026）沪0112民初27号", "你公司的起诉本院已立案。", Some("case-acceptance")),
    (
        COURT,
        "受理案件通知书",
        "（2026）沪0112执28号",
        "你公司申请执行一案，本院已立案执行。",
        Some("execution-acceptance"),
    ),
    (
        COURT,
        "案件受理通知书",
        "（2026）沪0112执恢28号",
        "你公司申请恢复执行一案，本院已立案。",
        Some("execution-acceptance"),
    ),
    (COURT, "举证须知", "（2026）沪0112民初29号", "当事人应当在举证期限内提交证据。", Some("evidence-notice")),
    (COURT, "举证通知", "（2026）沪0112民初29号", "当事人应当在举证期限内提交证据。", Some("evidence-notice")),
    (COURT, "民事诉讼举证通知书", "（2026）沪0112民初29号", "举证期限为十五日。", Some("evidence-notice")),
    (COURT, "举证期限及举证要求通知书", "（2026）沪0112民初29号", "举证期限为十五日。", Some("evidence-notice")),
    (COURT, "民事诉讼当事人权利义务告知书", "（2026）沪0112民初30号", "当事人享有下列权利。", Some("rights-notice")),
    (COURT, "诉讼权利义务通知书", "（2026）沪0112民初30号", "当事人享有下列权利。", Some("rights-notice")),
    (COURT, "合议庭组成人员及书记员告知书", "（2026）沪0112民初31号", "审判长示例甲。", Some("panel-notice")),
    (COURT, "审判组织成员告知书", "（2026）沪0112民初31号", "审判员示例甲。", Some("panel-notice")),
    (COURT, "独任审判人员通知书", "（2026）沪0112民初31号", "审判员示例甲。", Some("panel-notice")),
    (COURT, "变更审判人员通知书", "（2026）沪0112民初31号", "审判员变更为示例甲。", Some("panel-notice")),
    (COURT, "小额诉讼程序须知", "（2026）沪0112民初32号", "实行一审终审。", Some("small-claims-notice")),
    (COURT, "适用小额诉讼程序审理通知书", "（2026）沪0112民初32号", "实行一审终审。", Some("small-claims-notice")),
    (COURT, "简易程序转普通程序通知书", "（2026）沪0112民初33号", "本案转为普通程序。", Some("procedure-conversion")),
    (COURT, "转换审理程序告知书", "（2026）沪0112民初33号", "本案转为普通程序。", Some("procedure-conversion")),
    (COURT, "民事诉讼风险提示", "（2026）沪0112民初34号", "诉讼有风险。", Some("risk-notice")),
    (COURT, "防范虚假诉讼告知书", "（2026）沪0112民初34号", "虚假诉讼应承担责任。", Some("risk-notice")),
    (COURT, "廉政监督告知书", "（2026）沪0112民初35号", "请监督。", Some("integrity-card")),
    (COURT, "审务廉政监督卡", "（2026）沪0112民初35号", "请监督。", Some("integrity-card")),
    (COURT, "人民法院审判流程信息公开告知书", "（2026）沪0112民初36号", "公开。", Some("process-notice")),
    (COURT, "传票（存根）", "（2026）沪0112民初37号", "应到时间：2026年12月10日9时30分", Some("summons")),
    (COURT, "民事传票", "（2026）沪0112民初37号", "应到时间：2026年12月10日9时30分", Some("summons")),
    (COURT, "拘传票", "（2026）沪0112执37号", "拘传示例甲。", Some("summons")),
    (COURT, "在线庭审通知书", "（2026）沪0112民初38号", "定于2026年12月10日9时30分在线庭审。", Some("hearing-notice")),
    (COURT, "证人出庭通知书", "（2026）沪0112民初38号", "定于2026年12月10日9时30分出庭作证。", Some("hearing-notice")),
    (COURT, "听证会通知书", "（2026）沪0112执异38号", "定于2026年12月10日9时30分听证。", Some("hearing-notice")),
    (COURT, "开庭改期通知书", "（2026）沪0112民初39号", "改为2026年12月10日9时30分开庭。", Some("postponement-notice")),
    (
        COURT,
        "变更开庭日期通知书",
        "（2026）沪0112民初39号",
        "改为2026年12月10日9时30分开庭。",
        Some("postponement-notice"),
    ),
    (COURT, "延长审理期限通知书", "（2026）沪0112民初39号", "延长审理期限六个月。", Some("postponement-notice")),
    (COURT, "案件受理费缴纳通知书", "（2026）沪0112民初40号", "请预交受理费。", Some("fee-notice")),
    (COURT, "交费通知书", "（2026）沪0112民初40号", "请预交受理费。", Some("fee-notice")),
    (COURT, "诉讼费用预交通知书", "（2026）沪0112民初40号", "请预交受理费。", Some("fee-notice")),
    (COURT, "补交案件受理费通知书", "（2026）沪0112民初40号", "请补交受理费。", Some("fee-notice")),
    (COURT, "缴纳上诉费通知书", "（2026）沪0112民初40号", "请预交上诉案件受理费。", Some("fee-notice")),
    (COURT, "诉讼费退费通知书", "（2026）沪0112民初41号", "退还受理费。", Some("fee-refund")),
    (COURT, "退还诉讼费用通知书", "（2026）沪0112民初41号", "退还受理费。", Some("fee-refund")),
    (
        COURT,
        "财产保全告知书",
        "（2026）沪0112执保42号",
        "已冻结账户，期限至2027年11月1日。",
        Some("preservation-result"),
    ),
    (
        COURT,
        "查封、扣押、冻结财产通知书",
        "（2026）沪0112执保42号",
        "已冻结账户，期限至2027年11月1日。",
        Some("preservation-result"),
    ),
    (COURT, "保全期限届满通知书", "（2026）沪0112执保42号", "期限将于2027年1月1日届满。", Some("preservation-result")),
    (COURT, "民事裁定书（准许撤诉）", "（2026）沪0112民初43号", "裁定如下：准许撤诉。", Some("withdrawal-ruling")),
    (COURT, "刑事附带民事判决书", "（2026）沪0112刑初44号", "判决如下。", Some("judgment")),
    (COURT, "民事判决书（小额诉讼）", "（2026）沪0112民初44号", "判决如下。", Some("judgment")),
    (COURT, "刑事附带民事调解书", "（2026）沪0112刑初45号", "达成协议。", Some("mediation-paper")),
    (COURT, "限期履行通知书", "（2026）沪0112执46号", "责令你公司三日内履行。", Some("notice")),
    (COURT, "执 行 通 知", "（2026）沪0112执46号", "责令你公司三日内履行。", Some("execution-notice")),
    (COURT, "执行案件立案通知书", "（2026）沪0112执46号", "本院已立案。", Some("execution-acceptance")),
    (COURT, "财产报告令", "（2026）沪0112执47号", "责令你公司报告财产。", Some("property-report-order")),
    (COURT, "报告财产通知书", "（2026）沪0112执47号", "责令你公司报告财产。", Some("property-report-order")),
    (COURT, "限制高消费令", "（2026）沪0112执48号", "限制你公司消费。", Some("consumption-restriction")),
    (COURT, "限制消费通知书", "（2026）沪0112执48号", "限制你公司消费。", Some("consumption-restriction")),
    (COURT, "纳入失信被执行人名单决定书", "（2026）沪0112执49号", "纳入名单。", Some("dishonesty-decision")),
    (COURT, "失信被执行人名单告知书", "（2026）沪0112执49号", "纳入名单。", Some("dishonesty-decision")),
    (COURT, "限制出境决定书", "（2026）沪0112执50号", "限制出境。", Some("exit-restriction")),
    (COURT, "协助扣划存款通知书", "（2026）沪0112执51号", "请协助扣划。", Some("assistance-notice")),
    (COURT, "协助查封通知书（回执）", "（2026）沪0112执51号", "请协助查封。", Some("assistance-notice")),
    (COURT, "履行到期债务通知书", "（2026）沪0112执51号", "请向申请执行人履行到期债务。", Some("assistance-notice")),
    (COURT, "协助公示通知书", "（2026）沪0112执51号", "请协助公示冻结股权。", Some("assistance-notice")),
    (COURT, "参与分配方案", "（2026）沪0112执52号", "分配如下。", Some("distribution-plan")),
    (COURT, "执行款分配方案", "（2026）沪0112执52号", "分配如下。", Some("distribution-plan")),
    (COURT, "结案通知书", "（2026）沪0112执53号", "本案已执行完毕，予以结案。", Some("execution-termination-ruling")),
    ("示例房地产评估有限公司", "房地产司法评估报告", "示评（2026）第54号", "估价结果。", Some("valuation-report")),
    (COURT, "网络询价结果通知书", "（2026）沪0112执54号", "询价结果。", Some("valuation-report")),
    (COURT, "网络司法拍卖公告", "（2026）沪0112执55号", "将于2026年12月10日10时拍卖。", Some("auction-notice")),
    (COURT, "拍卖通知书", "（2026）沪0112执55号", "将于2026年12月10日10时拍卖。", Some("auction-notice")),
    (COURT, "罚款决定书", "（2026）沪0112司惩56号", "罚款。", Some("fine-decision")),
    (COURT, "司法拘留决定书", "（2026）沪0112司惩56号", "拘留。", Some("detention-decision")),
    (COURT, "公示催告公告", "（2026）沪0112民催57号", "公示催告期间为六十日。", Some("public-summons")),
    (COURT, "停止支付通知书", "（2026）沪0112民催57号", "请停止支付。", Some("public-summons")),
    ("上海市第三中级人民法院", "破产申请受理通知书", "（2026）沪03破58号", "已裁定受理。", Some("bankruptcy-notice")),
    ("示例有限公司管理人", "债权申报通知书", "（2026）沪03破58号", "请申报债权。", Some("bankruptcy-notice")),
    (
        "示例有限公司管理人",
        "关于召开第一次债权人会议的通知",
        "（2026）沪03破58号",
        "定于2026年12月10日召开。",
        Some("creditors-meeting-notice"),
    ),
    ("示例有限公司管理人", "债权审查结果通知书", "（2026）沪03破58号", "确认金额。", Some("claims-schedule")),
    ("示例有限公司管理人", "无异议债权表", "（2026）沪03破58号", "确认金额。", Some("claims-schedule")),
    (COURT, "预交鉴定费通知书", "（2026）沪0112民初59号", "请预交鉴定费。", Some("appraisal-notice")),
    (COURT, "对外委托鉴定通知书", "（2026）沪0112民初59号", "已委托鉴定。", Some("appraisal-notice")),
    ("示例司法鉴定中心", "司法鉴定意见书", "示司鉴（2026）第60号", "鉴定意见。", Some("appraisal-opinion")),
    ("示例工程咨询公司", "工程造价鉴定意见书", "示鉴（2026）第60号", "鉴定意见。", Some("appraisal-opinion")),
    (COURT, "补正材料告知书", "（2026）沪0112民诉前调61号", "请补正。", Some("supplement-notice")),
    (COURT, "诉前委派调解告知书", "（2026）沪0112民诉前调61号", "委派调解。", Some("pre-trial-mediation-notice")),
    (COURT, "先行调解告知书", "（2026）沪0112民诉前调61号", "先行调解。", Some("pre-trial-mediation-notice")),
    ("示例人民调解委员会", "人民调解协议书", "示调（2026）第62号", "达成协议。", Some("mediation-agreement")),
    (COURT, "律师调查令", "（2026）沪0112民初63号", "准予调查。", Some("investigation-order")),
    ("示例区人民政府", "行政复议决定书", "示府复字（2026）第64号", "维持。", Some("administrative-review-decision")),
    ("示例区市场监督管理局", "行政处罚决定书", "示市监处罚〔2026〕65号", "罚款。", Some("administrative-decision")),
    (COURT, "上诉案件应诉通知书", "（2026）沪01民终66号", "本院受理上诉。", Some("appeal-acceptance")),
    (COURT, "上诉案件移送函", "（2026）沪0112民初66号", "案卷已移送。", Some("appeal-acceptance")),
    (COURT, "应诉及举证通知书", "（2026）沪0112民初1号", "示例物业管理有限公司：", Some("response-notice")),
    (COURT, "承办法官变更通知书", "（2026）沪0112民初1号", "示例物业管理有限公司：", Some("panel-notice")),
    (COURT, "案件审理流程信息公开告知书", "（2026）沪0112民初1号", "示例物业管理有限公司：", Some("process-notice")),
    (COURT, "被告提交的证据材料", "（2026）沪0112民初1号", "示例物业管理有限公司：", Some("evidence")),
    (COURT, "法定代表人（负责人）身份证明", "（2026）沪0112民初1号", "示例物业管理有限公司：", Some("authority")),
    (COURT, "缴费通知单", "（2026）沪0112民初1号", "示例物业管理有限公司：", Some("fee-notice")),
    (COURT, "案件受理费结算通知书", "（2026）沪0112民初1号", "示例物业管理有限公司：", Some("fee-refund")),
    (COURT, "评估报告送达通知书", "（2026）沪0112民初1号", "示例物业管理有限公司：", Some("valuation-report")),
    (COURT, "补充材料通知书", "（2026）沪0112民初1号", "示例物业管理有限公司：", Some("supplement-notice")),
    (COURT, "质证笔录", "（2026）沪0112民初1号", "示例物业管理有限公司：", Some("transcript")),
    (COURT, "庭审安排告知", "（2026）沪0112民初1号", "示例物业管理有限公司：", Some("hearing-notice")),
];

#[test]
fn a_page_under_its_head_tells_the_kind() {
    let mut wrong = Vec::new();
    for (head, title, number, text, kind) in PAGES {
        let spaced: String = title.chars().map(|c| format!("{c} ")).collect();
        let pages = [
            format!("{head}\n{title}\n{number}\n示例物业管理有限公司：\n{text}"),
            format!("{number}\n{head}\n{spaced}\n\n示例物业管理有限公司：\n{text}"),
        ];
        for page in pages {
            let mail = court_mail("诉讼文书送达", "请查收附件中的文书。").paper("扫描件001.pdf", &[&page]);
            let found = mail.found();
            let read = found.documents[0].kind.as_deref();
            if read != kind {
                wrong.push(format!("{head} {title} → {read:?}, not {kind:?} ({page:?})"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_title_on_two_lines_is_one() {
    for (lines, kind, title) in [
        ("合议庭组成人员\n告知书", "panel-notice", "合议庭组成人员告知书"),
        ("参加诉讼\n通 知 书", "joinder-notice", "参加诉讼通知书"),
        ("执 行\n裁 定 书", "execution-ruling", "执行裁定书"),
        ("限制\n消费令", "consumption-restriction", "限制消费令"),
        ("民事\n判决书", "judgment", "民事判决书"),
        ("民事裁定书\n（财产保全）", "preservation-ruling", "民事裁定书(财产保全)"),
        ("传票\n案由：物业服务合同纠纷", "summons", "传票"),
    ] {
        let page = format!("{COURT}\n{lines}\n（2026）沪0112民初1号\n示例物业管理有限公司：");
        let found = court_mail("诉讼文书送达", "请查收附件中的文书。").paper("扫描件001.pdf", &[&page]).found();
        assert_eq!(found.documents[0].kind.as_deref(), Some(kind), "{lines}");
        assert_eq!(found.documents[0].title, title, "{lines}");
    }
}

/// Further titles, alone on a page and as a name.
const MORE: [(&str, &str); 23] = [
    ("已知债权人申报债权通知书", "bankruptcy-notice"),
    ("保全措施告知书", "preservation-result"),
    ("财产保全情况反馈表", "preservation-result"),
    ("再审申请受理通知书", "retrial-notice"),
    ("司法拍卖告知书", "auction-notice"),
    ("庭询通知书", "hearing-notice"),
    ("执行立案告知书", "execution-acceptance"),
    ("承办法官及书记员告知书", "panel-notice"),
    ("案件承办人告知书", "panel-notice"),
    ("提前解除拘留决定书", "decision"),
    ("电子送达告知及确认书", "service-address-confirmation"),
    ("裁判文书上网公布告知书", "process-notice"),
    ("诉讼费用退还通知书", "fee-refund"),
    ("送达地址确认告知书", "e-service-notice"),
    ("债权核查结果通知书", "claims-schedule"),
    ("准予免交诉讼费用决定书", "decision"),
    ("诉讼服务告知书", "information"),
    ("协助办理过户登记通知书", "assistance-notice"),
    ("重新指定举证期限通知书", "evidence-notice"),
    ("虚假诉讼法律责任告知书", "risk-notice"),
    ("参与分配通知书", "notice"),
    ("不予立案通知书", "notice"),
    ("适用简易程序通知书", "notice"),
];

#[test]
fn further_titles_on_a_page_and_as_a_name() {
    let mut wrong = Vec::new();
    for (title, kind) in MORE {
        let page = format!("{COURT}\n{title}\n（2026）沪0112民初1号\n示例物业管理有限公司：\n正文。");
        let mail = || court_mail("诉讼文书送达", "请查收附件中的文书。");
        let on_page = mail().paper("扫描件001.pdf", &[&page]).found();
        let by_name = mail().file(&format!("{title}.pdf")).found();
        for found in [on_page, by_name] {
            let read = found.documents[0].kind.as_deref();
            if read != Some(kind) {
                wrong.push(format!("{title} → {read:?}, not {kind}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// File names alone, and the kind they tell.
const NAMES: [(&str, Option<&str>); 40] = [
    ("劳动仲裁裁决书.pdf", Some("labour-award")),
    ("劳动人事争议仲裁裁决书（示例甲）.pdf", Some("labour-award")),
    ("仲裁裁决书.pdf", Some("arbitral-award")),
    ("民事裁定书（终结督促程序用）.pdf", Some("payment-order-termination")),
    ("执行裁定书（终结执行用）.pdf", Some("execution-termination-ruling")),
    ("执行裁定书（终结本次执行程序用）.pdf", Some("execution-suspension-ruling")),
    ("民事裁定书（受理破产清算申请用）.pdf", Some("bankruptcy-ruling")),
    ("民事裁定书（破产受理）.pdf", Some("bankruptcy-ruling")),
    ("民事裁定书（诉前财产保全用）.pdf", Some("preservation-ruling")),
    ("民事裁定书-准许撤回起诉.pdf", Some("withdrawal-ruling")),
    ("民事裁定书（按撤诉处理）.pdf", Some("withdrawal-ruling")),
    ("民事裁定书（移送管辖）.pdf", Some("jurisdiction-ruling")),
    ("民事裁定书（简转普）.pdf", Some("procedure-conversion")),
    ("（2026）沪0112民初1号-民事裁定书（补正）.pdf", Some("correction-ruling")),
    ("（2026）沪0112民初1号+传票+示例物业管理有限公司.pdf", Some("summons")),
    ("1-1 应诉通知书-示例物业.pdf", Some("response-notice")),
    ("应诉通知书(被告2).pdf", Some("response-notice")),
    ("民初1号起诉状副本及证据.pdf", Some("complaint")),
    ("原告证据1-5.pdf", Some("evidence")),
    ("证据材料（一）.pdf", Some("evidence")),
    ("开庭传票_20261210.pdf", Some("summons")),
    ("送达回证（签收后寄回）.docx", Some("proof-of-service")),
    ("当事人送达地址确认书（空白）.docx", Some("service-address-confirmation")),
    ("廉政监督卡.jpg", Some("integrity-card")),
    ("合议庭通知.pdf", Some("panel-notice")),
    ("财产保全民事裁定书.pdf", Some("preservation-ruling")),
    ("诉讼费缴款通知书.pdf", Some("fee-notice")),
    ("交费通知.pdf", Some("fee-notice")),
    ("小额程序告知书.pdf", Some("small-claims-notice")),
    ("参诉通知书.pdf", Some("joinder-notice")),
    ("授权委托书（模板）.doc", Some("authority")),
    ("限制消费令（示例物业管理有限公司）.pdf", Some("consumption-restriction")),
    ("终本裁定.pdf", Some("execution-suspension-ruling")),
    ("执行裁定书（冻结划拨）.pdf", Some("execution-ruling")),
    ("执行裁定书-查封.pdf", Some("execution-ruling")),
    ("管辖异议裁定.pdf", Some("jurisdiction-ruling")),
    ("仲裁庭开庭通知.pdf", Some("arbitration-hearing-notice")),
    ("业主欠费明细表.xlsx", None),
    ("物业服务合同（2020）.pdf", None),
    ("微信图片_20261120.jpg", None),
];

#[test]
fn a_name_alone_tells_the_kind() {
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
