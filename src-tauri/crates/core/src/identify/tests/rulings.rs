//! Rulings that are headed 裁定书 alone: told by what they order, in the many words courts use for it.

use super::court_mail;

/// Number of the case, what stands from the parties on, and the kind of paper it is.
const RULINGS: [(&str, &str, &str, &str); 69] = [
    (
        "民事裁定书",
        "沪0112民初31号",
        "裁定如下：\n被告示例物业管理有限公司应于本裁定送达之日起三日内先行支付劳务费20000元。\n本裁定立即执行。",
        "advance-execution-ruling",
    ),
    (
        "民事裁定书",
        "沪03破申12号",
        "申请人示例银行以被申请人不能清偿到期债务为由申请破产清算。依照《中华人民共和国企业破产法》第二条的规定，裁定如下：\n受理申请人示例银行股份有限公司对被申请人示例物业管理有限公司的破产清算申请。\n本裁定自即日起生效。",
        "bankruptcy-ruling",
    ),
    (
        "民事裁定书",
        "沪03破申13号",
        "本院裁定：一、受理示例甲公司的重整申请；二、指定示例律师事务所担任管理人。",
        "bankruptcy-ruling",
    ),
    (
        "民事裁定书",
        "沪03破7号",
        "依照企业破产法第一百零七条之规定，裁定如下：\n宣告示例乙有限公司破产。",
        "bankruptcy-ruling",
    ),
    (
        "民事裁定书",
        "沪03破7号之三",
        "裁定如下：\n一、认可《示例乙有限公司破产财产分配方案》；二、本裁定自即日起生效。",
        "bankruptcy-ruling",
    ),
    (
        "民事裁定书",
        "沪03破申15号",
        "裁定如下：\n不予受理申请人示例丙对示例丁有限公司提出的破产清算申请。\n如不服本裁定，可在裁定书送达之日起十日内上诉于上海市高级人民法院。",
        "bankruptcy-ruling",
    ),
    ("民事裁定书", "沪03强清5号", "裁定如下：\n终结示例戊有限公司强制清算程序。", "bankruptcy-ruling"),
    ("民事裁定书", "沪03清申5号", "裁定如下：\n受理示例己对示例戊有限公司的强制清算申请。", "bankruptcy-ruling"),
    (
        "民事裁定书",
        "沪03破9号",
        "本院认为，债务人财产不足以清偿破产费用，管理人提请终结破产程序符合法律规定，裁定如下：\n终结示例庚有限公司破产程序。",
        "bankruptcy-ruling",
    ),
    (
        "民事裁定书",
        "沪0112民督9号",
        "被申请人在法定期间内提出书面异议，异议成立。依照《中华人民共和国民事诉讼法》第二百二十八条规定，裁定如下：\n终结本案的督促程序。\n（2026）沪0112民督9号支付令自行失效。",
        "payment-order-termination",
    ),
    (
        "民事裁定书",
        "沪0112民督10号",
        "债务人示例甲提出书面异议，裁定终结督促程序，支付令自行失效。",
        "payment-order-termination",
    ),
    (
        "民事裁定书",
        "沪0112民督11号",
        "裁定如下：\n终结（2026）沪0112民督11号案件督促程序，支付令失效。",
        "payment-order-termination",
    ),
    ("民事裁定书", "沪0112民督12号", "裁定如下：\n本案督促程序终结。", "payment-order-termination"),
    (
        "执行裁定书",
        "沪0112执77号",
        "申请执行人撤销申请，依照《中华人民共和国民事诉讼法》第二百六十八条第一项规定，裁定如下：\n终结（2025）沪0112民初88号民事判决的执行。\n本裁定送达后立即生效。",
        "execution-termination-ruling",
    ),
    ("执行裁定书", "沪0112执78号", "裁定如下：\n终结（2026）沪0112执78号案件的执行。", "execution-termination-ruling"),
    ("执行裁定书", "沪0112执79号", "裁定如下：\n终结本案执行。", "execution-termination-ruling"),
    ("执行裁定书", "沪0112执80号", "裁定如下：\n本案终结执行。", "execution-termination-ruling"),
    (
        "执行裁定书",
        "沪0112执81号",
        "本院裁定：终结示例银行与示例甲金融借款合同纠纷一案的执行程序。",
        "execution-termination-ruling",
    ),
    (
        "执行裁定书",
        "沪0112执82号",
        "裁定如下：\n终结本次执行程序。\n申请执行人发现被执行人有可供执行财产的，可以再次申请执行。",
        "execution-suspension-ruling",
    ),
    (
        "执行裁定书",
        "沪0112执83号",
        "裁定如下：\n终结（2026）沪0112执83号案件的本次执行程序。",
        "execution-suspension-ruling",
    ),
    (
        "执行裁定书",
        "沪0112执84号",
        "裁定如下：\n冻结、划拨被执行人示例物业管理有限公司银行存款人民币100000元。",
        "execution-ruling",
    ),
    ("执行裁定书", "沪0112执85号", "裁定如下：\n拍卖被执行人示例甲名下房屋。", "execution-ruling"),
    (
        "执行裁定书",
        "沪0112执异12号",
        "裁定如下：\n驳回异议人示例物业管理有限公司的异议请求。\n如不服本裁定，可以自本裁定送达之日起十日内，向上海市第一中级人民法院申请复议。",
        "execution-objection-ruling",
    ),
    (
        "执行裁定书",
        "沪0112执异13号",
        "裁定如下：\n中止对登记在示例甲名下房屋的执行。\n案外人、当事人对裁定不服，认为原判决、裁定错误的，应当依照审判监督程序办理；与原判决、裁定无关的，可以自本裁定送达之日起十五日内向本院提起诉讼。",
        "execution-objection-ruling",
    ),
    (
        "执行裁定书",
        "沪01执复33号",
        "裁定如下：\n驳回示例甲的复议申请，维持上海市闵行区人民法院（2026）沪0112执异12号执行裁定。\n本裁定为终审裁定。",
        "execution-objection-ruling",
    ),
    (
        "执行裁定书",
        "沪0112执异14号",
        "裁定如下：\n变更示例资产管理有限公司为（2025）沪0112执9号案件的申请执行人。",
        "execution-objection-ruling",
    ),
    (
        "执行裁定书",
        "沪0112执异15号",
        "裁定如下：\n追加示例甲为被执行人，在未缴纳出资范围内承担责任。",
        "execution-objection-ruling",
    ),
    (
        "执行裁定书",
        "沪0112执保66号",
        "裁定如下：\n冻结被申请人示例物业管理有限公司银行存款人民币50000元，期限为一年。",
        "execution-ruling",
    ),
    (
        "民事裁定书",
        "沪0112财保3号",
        "裁定如下：\n查封、扣押、冻结被申请人示例甲价值人民币300000元的财产。",
        "preservation-ruling",
    ),
    (
        "民事裁定书",
        "沪0112民初90号之一",
        "裁定如下：\n解除对被告示例物业管理有限公司银行账户的冻结。",
        "preservation-ruling",
    ),
    ("民事裁定书", "沪0112民初91号", "裁定如下：\n继续冻结被告示例甲名下银行存款。", "preservation-ruling"),
    ("民事裁定书", "沪0112民初92号", "裁定如下：\n对示例甲电脑内的交易数据予以证据保全。", "preservation-ruling"),
    (
        "民事裁定书",
        "沪73行保2号",
        "裁定如下：\n示例甲立即停止销售被控侵权产品。\n如不服本裁定，可以自收到裁定书之日起五日内向本院申请复议一次，复议期间不停止裁定的执行。",
        "preservation-ruling",
    ),
    (
        "民事裁定书",
        "沪0112民初93号",
        "裁定如下：\n被告示例物业管理有限公司应于收到本裁定之日起三日内先行支付原告示例甲医疗费50000元。\n本裁定立即开始执行。",
        "advance-execution-ruling",
    ),
    ("民事裁定书", "沪0112民初94号", "裁定如下：\n先予执行被告示例甲的财产人民币20000元。", "advance-execution-ruling"),
    (
        "民事裁定书",
        "沪0112民初95号",
        "裁定如下：\n被告示例物业管理有限公司对管辖权提出的异议成立，本案移送上海市徐汇区人民法院处理。",
        "jurisdiction-ruling",
    ),
    ("民事裁定书", "沪0112民初96号", "裁定如下：\n本案移送上海市浦东新区人民法院审理。", "jurisdiction-ruling"),
    ("民事裁定书", "沪01民辖终12号", "裁定如下：\n驳回上诉，维持原裁定。\n本裁定为终审裁定。", "jurisdiction-ruling"),
    ("民事裁定书", "沪01民辖13号", "裁定如下：\n本案由上海市闵行区人民法院审理。", "jurisdiction-ruling"),
    (
        "民事裁定书",
        "沪0112民初97号",
        "裁定如下：\n驳回示例甲的起诉。\n如不服本裁定，可以在裁定书送达之日起十日内，向本院递交上诉状。",
        "dismissal-ruling",
    ),
    ("民事裁定书", "沪0112民初98号", "裁定如下：\n对示例甲的起诉，本院不予受理。", "dismissal-ruling"),
    ("行政裁定书", "沪7101行初9号", "裁定如下：\n对示例甲的起诉，本院不予立案。", "dismissal-ruling"),
    (
        "民事裁定书",
        "沪0112民初99号",
        "裁定如下：\n准许原告示例甲撤回起诉。\n案件受理费减半收取25元，由原告负担。",
        "withdrawal-ruling",
    ),
    (
        "民事裁定书",
        "沪0112民初100号",
        "原告经传票传唤无正当理由拒不到庭，裁定如下：\n本案按原告示例甲撤诉处理。",
        "withdrawal-ruling",
    ),
    (
        "民事裁定书",
        "沪0112民初101号",
        "原告未在规定期限内预交案件受理费，裁定如下：\n本案按示例甲撤回起诉处理。",
        "withdrawal-ruling",
    ),
    (
        "民事裁定书",
        "沪01民终102号",
        "裁定如下：\n本案按上诉人示例甲自动撤回上诉处理。一审判决自本裁定书送达之日起发生法律效力。",
        "withdrawal-ruling",
    ),
    ("民事裁定书", "沪01民终103号", "裁定如下：\n准许示例甲撤回上诉。", "withdrawal-ruling"),
    ("民事裁定书", "沪0112民初104号", "裁定如下：\n准许示例物业管理有限公司撤回反诉。", "withdrawal-ruling"),
    ("民事裁定书", "沪0112民初105号", "裁定如下：\n本案中止诉讼。", "stay-or-termination-ruling"),
    ("民事裁定书", "沪0112民初106号", "裁定如下：\n本案终结诉讼。", "stay-or-termination-ruling"),
    ("民事裁定书", "沪0112民初107号", "裁定如下：\n中止本案审理。", "stay-or-termination-ruling"),
    (
        "民事裁定书",
        "沪0112民初108号之一",
        "（2026）沪0112民初108号民事判决书中存在笔误，应予补正，裁定如下：\n（2026）沪0112民初108号民事判决书第五页第三行“一百元”补正为“一千元”。",
        "correction-ruling",
    ),
    (
        "民事裁定书",
        "沪0112民初109号之一",
        "裁定如下：\n判决书正文第2页中的“示例甲”更正为“示例乙”。",
        "correction-ruling",
    ),
    ("民事裁定书", "沪民申110号", "裁定如下：\n驳回示例甲的再审申请。", "retrial-dismissal-ruling"),
    ("民事裁定书", "沪民申111号", "裁定如下：\n一、本案由本院提审；二、再审期间，中止原判决的执行。", "ruling"),
    (
        "民事裁定书",
        "沪01民终112号",
        "裁定如下：\n一、撤销上海市闵行区人民法院（2025）沪0112民初5号民事判决；二、本案发回上海市闵行区人民法院重审。",
        "ruling",
    ),
    (
        "民事裁定书",
        "沪0112民特9号",
        "裁定如下：\n申请人示例甲与示例物业管理有限公司于2026年10月9日经示例人民调解委员会主持达成的调解协议有效。",
        "mediation-confirmation-ruling",
    ),
    (
        "民事裁定书",
        "沪0112诉前调确10号",
        "裁定如下：\n确认申请人示例甲与申请人示例乙2026年10月1日达成的调解协议有效。",
        "mediation-confirmation-ruling",
    ),
    (
        "民事裁定书",
        "沪0112民特11号",
        "裁定如下：\n准许拍卖、变卖被申请人示例甲名下抵押房屋，申请人示例银行就所得价款在人民币900000元范围内优先受偿。",
        "security-enforcement-ruling",
    ),
    (
        "民事裁定书",
        "沪0112民特12号",
        "裁定如下：\n对被申请人示例甲名下位于示例路的房产准予采取拍卖、变卖等方式依法变价。",
        "security-enforcement-ruling",
    ),
    ("民事裁定书", "沪0112民初113号", "裁定如下：\n本案转为普通程序审理。", "procedure-conversion"),
    ("民事裁定书", "沪0112民初114号", "因案情复杂，裁定如下：\n本案由简易程序转为普通程序。", "procedure-conversion"),
    ("民事裁定书", "沪0112民初116号", "裁定如下：\n本案由示例县人民法院管辖。", "jurisdiction-ruling"),
    (
        "民事裁定书",
        "沪01民辖终17号",
        "裁定如下：\n一、撤销原审裁定；\n二、本案由示例市人民法院继续管辖。",
        "jurisdiction-ruling",
    ),
    (
        "民事裁定书",
        "沪0112民特15号",
        "裁定如下：\n驳回申请人示例银行实现担保物权的申请。",
        "security-enforcement-ruling",
    ),
    (
        "民事裁定书",
        "沪0112民特16号",
        "申请人示例银行向本院申请实现担保物权。本院认为，抵押权是否有效存在实质性争议。裁定如下：\n驳回示例银行的申请。",
        "security-enforcement-ruling",
    ),
    (
        "民事裁定书",
        "沪0112诉前调确8号",
        "申请人请求司法确认调解协议，经审查协议内容不明确。裁定如下：\n驳回申请人示例甲、示例乙的申请。",
        "mediation-confirmation-ruling",
    ),
    ("民事裁定书", "沪0112民特17号", "申请人请求宣告示例丙失踪。裁定如下：\n驳回申请人的申请。", "ruling"),
    (
        "民事裁定书",
        "沪0112民初32号",
        "本院于2026年10月8日送达的民事调解书存在笔误。裁定如下：\n第二项“八万元”更正为“八千元”。",
        "correction-ruling",
    ),
];

/// Judgments that end 公示催告 declare a bill void; every other one is a judgment.
#[test]
fn a_judgment_that_declares_a_bill_void_belongs_to_the_public_summons() {
    for (number, text, kind) in [
        ("沪0112民催7号", "判决如下：一、宣告申请人持有的汇票无效；二、申请人有权向支付人请求支付。", "public-summons"),
        ("沪0112民初7号", "原告曾申请公示催告。判决如下：被告返还票据款。", "judgment"),
        ("沪0112民初8号", "判决如下：确认双方签订的合同无效。", "judgment"),
    ] {
        let page =
            format!("上海市闵行区人民法院\n民事判决书\n（2026）{number}\n{text}\n审判员 示例辛\n二〇二六年十一月一日");
        let found = court_mail("判决书送达", "请查收").paper("民事判决书.pdf", &[&page]).found();
        assert_eq!(found.documents[0].kind.as_deref(), Some(kind), "{number}");
    }
}

#[test]
fn what_a_ruling_orders_tells_its_kind() {
    let mut wrong = Vec::new();
    for (title, number, text, kind) in RULINGS {
        let spaced: String = title.chars().map(|c| format!("{c} ")).collect();
        let page =
            format!("上海市闵行区人民法院\n{spaced}\n（2026）{number}\n{text}\n审判员 示例辛\n二〇二六年十一月一日");
        let found = court_mail("裁定书送达", "请查收").paper("裁定书.pdf", &[&page]).found();
        let read = found.documents.first().and_then(|it| it.kind.as_deref());
        if read != Some(kind) {
            wrong.push(format!("{number} {text} → {read:?}, not {kind}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_page_that_rules_on_an_enforcement_goes_before_a_name_that_may_mean_a_suit() {
    let page =
        "上海市闵行区人民法院\n执行裁定书\n（2026）沪0112执18号\n申请执行人撤回申请。裁定如下：\n终结本案的执行。";
    let found = court_mail("裁定书送达", "请查收").paper("裁定（终结）.pdf", &[page]).found();
    assert_eq!(found.documents[0].kind.as_deref(), Some("execution-termination-ruling"));
}
