//! Kinds by title and by name, titles, combined papers.

use rstest::rstest;

use super::{court_mail, reference};

/// Every kind with titles as they stand on papers and in names.
const TITLES: [(&str, &[&str]); 85] = [
    ("effective-certificate", &["裁判文书生效证明", "生效证明", "民事判决书生效证明"]),
    (
        "service-address-confirmation",
        &["送达地址确认书", "当事人送达地址确认书", "电子送达确认书", "送达地址/电子送达确认书"],
    ),
    ("e-service-notice", &["电子送达告知书", "送达地址有关事项告知书", "送达地址确认事项告知书"]),
    ("proof-of-service", &["送达回证", "诉讼文书送达回证", "文书送达回证", "电子送达凭证"]),
    ("service-address-change", &["送达地址变更告知书", "送达地址变更确认书"]),
    ("case-acceptance", &["受理案件通知书", "案件受理通知书", "立案通知书", "受理通知书"]),
    ("response-notice", &["应诉通知书", "民事应诉通知书", "应诉通知"]),
    ("joinder-notice", &["参加诉讼通知书", "追加被告通知书", "追加第三人通知书"]),
    ("evidence-notice", &["举证通知书", "举证期限通知书", "限期举证通知书", "举证责任告知书"]),
    ("rights-notice", &["诉讼权利义务告知书", "当事人诉讼权利义务告知书", "诉讼权利和义务告知书"]),
    (
        "panel-notice",
        &[
            "合议庭组成人员告知书",
            "合议庭组成人员通知书",
            "告知审判庭组成人员通知书",
            "独任审判员告知书",
            "变更合议庭组成人员通知书",
        ],
    ),
    ("small-claims-notice", &["小额诉讼程序告知书", "小额诉讼须知", "适用小额诉讼程序告知书"]),
    ("procedure-conversion", &["转换程序通知书", "转为普通程序通知书", "审判程序变更通知书"]),
    ("integrity-card", &["廉政监督卡", "廉洁司法监督卡"]),
    ("risk-notice", &["诉讼风险提示书", "民事诉讼风险提示书", "虚假诉讼风险提示书"]),
    ("process-notice", &["诉讼流程告知书", "审判流程信息公开告知书", "诉讼须知", "诉讼指南"]),
    ("complaint", &["起诉状", "民事起诉状", "起诉状副本", "民事起诉状副本", "反诉状", "民事起诉状（副本）"]),
    ("appeal-petition", &["上诉状", "民事上诉状", "上诉状副本"]),
    ("appeal-acceptance", &["上诉案件受理通知书", "上诉移送通知书", "二审案件受理通知书"]),
    ("retrial-petition", &["再审申请书", "民事再审申请书副本"]),
    ("retrial-notice", &["再审审查受理通知书", "再审应诉通知书", "申请再审案件受理通知书"]),
    ("answer", &["答辩状", "民事答辩状", "答辩状副本"]),
    ("evidence", &["证据目录", "证据清单", "证据材料", "原告证据材料"]),
    ("evidence-exchange-notice", &["证据交换通知书", "庭前会议通知书", "交换证据通知书"]),
    ("authority", &["授权委托书", "法定代表人身份证明书", "营业执照"]),
    ("summons", &["传票", "开庭传票", "出庭传票"]),
    ("hearing-notice", &["开庭通知书", "出庭通知书", "听证通知书"]),
    ("postponement-notice", &["延期开庭通知书", "改期开庭通知书", "变更开庭时间通知书", "延期审理通知书"]),
    (
        "fee-notice",
        &[
            "交纳诉讼费用通知书",
            "缴纳诉讼费用通知书",
            "缴费通知书",
            "诉讼费缴费通知书",
            "预交上诉费通知书",
            "诉讼费用交费通知书",
            "催缴诉讼费通知书",
        ],
    ),
    ("fee-refund", &["退费通知书", "诉讼费退费通知", "诉讼费结算单"]),
    ("fee-receipt", &["诉讼费票据", "诉讼费专用票据", "非税收入一般缴款书"]),
    (
        "preservation-ruling",
        &["财产保全裁定书", "财产保全民事裁定书", "诉前财产保全裁定书", "民事裁定书（财产保全）", "解除保全裁定书"],
    ),
    ("preservation-result", &["财产保全结果告知书", "保全情况告知书", "财产保全情况告知书", "查封财产清单"]),
    ("advance-execution-ruling", &["先予执行裁定书", "先予执行民事裁定书"]),
    ("jurisdiction-ruling", &["管辖权异议裁定书", "管辖权异议民事裁定书", "民事裁定书（管辖权异议）"]),
    ("dismissal-ruling", &["驳回起诉裁定书", "不予受理裁定书", "驳回起诉民事裁定书", "民事裁定书（驳回起诉）"]),
    ("withdrawal-ruling", &["撤诉裁定书", "准许撤诉裁定书", "按撤诉处理裁定书", "民事裁定书（撤诉）"]),
    ("stay-or-termination-ruling", &["中止诉讼裁定书", "终结诉讼裁定书", "民事裁定书（中止诉讼）"]),
    ("correction-ruling", &["补正裁定书", "补正民事裁定书", "民事裁定书（补正）"]),
    ("judgment", &["民事判决书", "判决书", "行政判决书", "刑事判决书", "刑事附带民事判决书"]),
    ("mediation-paper", &["民事调解书", "调解书"]),
    ("execution-ruling", &["执行裁定书"]),
    ("execution-objection-ruling", &["执行异议裁定书", "执行复议裁定书", "案外人执行异议裁定书"]),
    ("execution-notice", &["执行通知书", "恢复执行通知书"]),
    ("execution-acceptance", &["执行案件受理通知书", "执行立案通知书", "受理执行案件通知书"]),
    ("property-report-order", &["报告财产令", "财产申报表", "被执行人财产申报表"]),
    ("consumption-restriction", &["限制消费令", "限制高消费令"]),
    ("dishonesty-decision", &["失信决定书", "纳入失信被执行人名单决定书"]),
    ("exit-restriction", &["限制出境决定书"]),
    ("assistance-notice", &["协助执行通知书", "协助冻结存款通知书", "协助查询通知书", "协助扣划存款通知书"]),
    ("distribution-plan", &["分配方案", "执行财产分配方案"]),
    ("execution-suspension-ruling", &["终结本次执行程序裁定书", "终结本次执行裁定书", "终结本次执行程序执行裁定书"]),
    ("execution-termination-ruling", &["终结执行裁定书", "结案通知书"]),
    ("valuation-report", &["评估报告", "网络询价报告", "司法评估报告书"]),
    ("auction-notice", &["拍卖公告", "拍卖通知书", "变卖公告"]),
    ("fine-decision", &["罚款决定书"]),
    ("detention-decision", &["拘留决定书"]),
    ("payment-order", &["支付令"]),
    ("payment-order-termination", &["终结督促程序裁定书"]),
    ("public-summons", &["公示催告公告", "公示催告"]),
    ("mediation-confirmation-ruling", &["司法确认裁定书", "确认调解协议裁定书", "确认调解协议效力裁定书"]),
    ("security-enforcement-ruling", &["实现担保物权裁定书", "实现担保物权民事裁定书"]),
    ("bankruptcy-notice", &["破产申请通知书", "债权申报通知书", "破产案件受理通知书"]),
    ("bankruptcy-ruling", &["破产清算申请裁定书", "受理破产申请裁定书", "破产宣告"]),
    ("creditors-meeting-notice", &["债权人会议通知", "第一次债权人会议通知书"]),
    ("appraisal-notice", &["鉴定通知书", "司法鉴定通知书", "鉴定缴费通知书", "鉴定机构选择通知书"]),
    ("appraisal-opinion", &["鉴定意见书", "司法鉴定意见书", "审计报告"]),
    ("supplement-notice", &["补正通知书", "补正材料通知书", "一次性告知书"]),
    ("pre-trial-mediation-notice", &["诉前调解告知书", "诉前调解通知书", "委派调解告知书", "调解征询意见书"]),
    ("mediation-agreement", &["调解协议", "调解协议书", "和解协议"]),
    ("announcement", &["公告", "送达公告", "开庭公告"]),
    ("transcript", &["庭审笔录", "谈话笔录", "调解笔录"]),
    ("labour-arbitration-notice", &["劳动人事争议仲裁应诉通知书", "仲裁应诉通知书", "仲裁申请书副本"]),
    ("arbitration-hearing-notice", &["仲裁开庭通知书", "仲裁庭开庭通知书"]),
    ("labour-award", &["劳动人事争议仲裁裁决书", "劳动争议仲裁裁决书"]),
    ("arbitral-award", &["裁决书", "终局裁决书"]),
    ("investigation-order", &["律师调查令", "调查取证通知书"]),
    ("decision", &["决定书", "民事决定书"]),
    ("ruling", &["民事裁定书", "裁定书", "行政裁定书"]),
    ("notice", &["通知书"]),
    ("information", &["告知书"]),
    ("claims-schedule", &["债权表", "债权审查结论通知书", "债权审查意见书"]),
    ("retrial-dismissal-ruling", &["驳回再审申请裁定书", "驳回再审申请通知书"]),
    ("administrative-review-decision", &["行政复议决定书"]),
    ("administrative-decision", &["行政处罚决定书", "行政处罚事先告知书"]),
];

#[test]
fn the_table_names_every_kind() {
    let mut told: Vec<&str> = TITLES.iter().map(|(id, _)| *id).collect();
    let mut known: Vec<&str> = reference().kinds.all().iter().map(|kind| kind.id.as_str()).collect();
    told.sort_unstable();
    known.sort_unstable();
    assert_eq!(told, known);
}

#[test]
fn a_name_tells_the_kind() {
    let mut wrong = Vec::new();
    for (id, titles) in TITLES {
        for title in titles {
            let names = [
                format!("{title}.pdf"),
                format!("03-{title}.pdf"),
                format!("{title}（示例物业管理有限公司）.pdf"),
                format!("（2026）沪0112民初12345号 {title}.PDF"),
                format!("3、{title}_签章.ofd"),
                format!("{title}(1).pdf"),
            ];
            for name in names {
                let found = court_mail("诉讼文书送达", "请查收").file(&name).found();
                let document = &found.documents[0];
                if document.kind.as_deref() != Some(id) {
                    wrong.push(format!("{name} → {:?}, not {id}", document.kind));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_first_page_tells_the_kind() {
    let mut wrong = Vec::new();
    for (id, titles) in TITLES {
        for title in titles {
            let spaced: String = title.chars().map(|c| format!("{c} ")).collect();
            let pages = [
                format!(
                    "上海市闵行区人民法院\n{title}\n（2026）沪0112民初12345号\n示例物业管理有限公司：\n本院已受理。"
                ),
                format!("上海市闵行区人民法院{title}\n案号：（2026）沪0112民初12345号\n"),
                format!("上 海 市 闵 行 区 人 民 法 院\n{spaced}\n（2026）沪0112民初12345号\n正文。"),
            ];
            for page in pages {
                let found = court_mail("诉讼文书送达", "请查收").paper("扫描件001.pdf", &[&page]).found();
                let document = &found.documents[0];
                if document.kind.as_deref() != Some(id) || !document.kind_from_text {
                    wrong.push(format!("{title} on a page → {:?}, not {id} ({page:?})", document.kind));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[rstest]
#[case("传票（示例物业管理有限公司,2026.11.20）.pdf", Some("summons"), "传票")]
#[case("01 应诉通知书（自贸法庭）.pdf", Some("response-notice"), "应诉通知书")]
#[case("起诉状（素）.pdf", Some("complaint"), "起诉状")]
#[case("证据1：物业服务合同.pdf", Some("evidence"), "证据1：物业服务合同")]
#[case("证据2.pdf", Some("evidence"), "证据2")]
#[case("证据三 民事判决书.pdf", Some("evidence"), "证据三 民事判决书")]
#[case("限高.pdf", Some("consumption-restriction"), "限高")]
#[case("协执.doc", Some("assistance-notice"), "协执")]
#[case("回证.doc", Some("proof-of-service"), "回证")]
#[case("（2026）沪0112执99号之一执行裁定书.pdf", Some("execution-ruling"), "执行裁定书")]
#[case("物业服务合同.pdf", None, "物业服务合同")]
#[case("2025年度物业费发票.pdf", None, "2025年度物业费发票")]
#[case("业主欠费清单.xlsx", None, "业主欠费清单")]
#[case("（2026）沪0112民初12345号_民事判决书_20261120.pdf", Some("judgment"), "民事判决书")]
#[case("传票.pdf.pdf", Some("summons"), "传票")]
#[case("民事裁定书-冻结.pdf", Some("preservation-ruling"), "民事裁定书-冻结")]
#[case("IMG_0001.jpg", None, "IMG_0001")]
#[case(".pdf", None, "pdf")]
#[case("起訴狀副本.pdf", Some("complaint"), "起訴狀副本")]
#[case("開庭傳票.pdf", Some("summons"), "開庭傳票")]
fn names_and_titles(#[case] name: &str, #[case] kind: Option<&str>, #[case] title: &str) {
    let found = court_mail("诉讼文书送达", "请查收").file(name).found();
    assert_eq!(found.documents[0].kind.as_deref(), kind, "{name}");
    assert_eq!(found.documents[0].title, title, "{name}");
}

#[rstest]
#[case("准许原告示例甲撤诉。", "withdrawal-ruling")]
#[case("驳回被告示例物业管理有限公司对本案管辖权提出的异议。", "jurisdiction-ruling")]
#[case("冻结被申请人示例物业管理有限公司银行存款。", "preservation-ruling")]
#[case("驳回原告示例甲的起诉。", "dismissal-ruling")]
#[case("本案中止诉讼。", "stay-or-termination-ruling")]
#[case("如有其他，另行处理。", "ruling")]
fn a_ruling_is_told_by_what_it_orders(#[case] orders: &str, #[case] kind: &str) {
    let page =
        format!("上海市闵行区人民法院\n民 事 裁 定 书\n（2026）沪0112民初12345号\n依照法律，裁定如下：\n{orders}");
    let found = court_mail("裁定书送达", "请查收").paper("裁定书.pdf", &[&page]).found();
    assert_eq!(found.documents[0].kind.as_deref(), Some(kind));
    assert_eq!(found.documents[0].title, "民事裁定书");
}

#[test]
fn a_court_that_reviews_an_award_is_no_commission() {
    let page = "连云港市中级人民法院\n应诉通知书\n（2026）苏07民特66号\n申请人申请撤销示例仲裁委员会\n（2026）示仲裁字第12号裁决一案，本院已受理。";
    let found = court_mail("送达", "请查收").paper("2.pdf", &[page]).found();
    assert_eq!(found.documents[0].kind.as_deref(), Some("response-notice"));
}

#[test]
fn a_paper_without_a_title_is_told_by_its_parts_and_labels() {
    let kind = |page: &str| {
        let found = court_mail("送达", "请查收").paper("2.pdf", &[page]).found();
        found.documents[0].kind.clone()
    };
    assert_eq!(kind("证据一：房屋租赁合同\n甲方：示例甲").as_deref(), Some("evidence"));
    assert_eq!(kind("原告提交证据材料目录\n1 收据").as_deref(), Some("evidence"));
    assert_eq!(kind("当事人的诉讼权利与义务\n权利：略").as_deref(), Some("rights-notice"));
    assert_eq!(kind("原告：示例甲\n被告：示例乙\n诉讼请求：退款\n事实：略").as_deref(), Some("complaint"));
    assert_eq!(kind("示例市人民法院\n应诉及开庭通知书\n开庭时间另定").as_deref(), Some("response-notice"));
    assert_eq!(kind("示例公司破产财产分配方案\n一、债权").as_deref(), Some("distribution-plan"));
}

#[test]
fn the_page_wins_over_the_name() {
    let page = "上海市闵行区人民法院\n举证通知书\n（2026）沪0112民初12345号";
    let mail = court_mail("诉讼文书送达", "请查收").paper("传票.pdf", &[page]);
    let (found, doubts) = mail.read();
    assert_eq!(found.documents[0].kind.as_deref(), Some("evidence-notice"));
    assert_eq!(found.documents[0].title, "举证通知书");
    assert!(doubts.iter().any(|doubt| doubt.code == "title-differs-from-name" && doubt.about == "1.2"));
}

#[test]
fn several_papers_in_one_file_are_said() {
    let pages = [
        "上海市闵行区人民法院\n应诉通知书\n（2026）沪0112民初12345号\n示例物业管理有限公司：",
        "第二页的正文",
        "上海市闵行区人民法院\n举证通知书\n（2026）沪0112民初12345号",
        "上海市闵行区人民法院\n传票\n案号（2026）沪0112民初12345号\n应到时间：2026年12月10日9时30分",
    ];
    let mail = court_mail("诉讼文书送达", "附件：1.应诉通知书；2.举证通知书；3.传票").paper("送达材料.pdf", &pages);
    let (found, doubts) = mail.read();
    assert_eq!(found.documents[0].kind.as_deref(), Some("response-notice"));
    assert!(doubts.iter().any(|doubt| doubt.code == "several-documents-in-one-file"), "{doubts:?}");
    assert!(found.listed_not_attached.is_empty(), "{:?}", found.listed_not_attached);
}

#[test]
fn a_contract_has_a_readable_title_and_no_kind() {
    let page = "物业服务合同\n甲方：示例业主委员会\n乙方：示例物业管理有限公司\n如发生争议向人民法院起诉，凭传票……";
    let found = court_mail("（2026）沪0112民初1号诉讼文书送达", "请查收").paper("合同.pdf", &[page]).found();
    assert_eq!(found.documents[0].kind, None);
    assert_eq!(found.documents[0].case_number.as_deref(), Some("（2026）沪0112民初1号"));
}

#[test]
fn who_asks_for_a_paper_hands_in_another() {
    let kind = |name: &str| court_mail("材料", "请查收").file(name).found().documents.remove(0).kind;
    for name in ["撤销仲裁裁决申请书.pdf", "支付令申请书.pdf", "限高申请.pdf"] {
        let kind = kind(name);
        let is_courts = ["arbitral-award", "payment-order", "consumption-restriction"];
        assert!(!is_courts.iter().any(|it| kind.as_deref() == Some(*it)), "{name}: {kind:?}");
    }
    assert_eq!(kind("限高.pdf").as_deref(), Some("consumption-restriction"));
}
