//! What a ruling decides that is only headed 裁定书.
//!
//! Read from its operative part first, then from the type of its case. What neither tells stays a plain ruling: a
//! finer kind starts deadlines of its own, and a wrong one is worse than none.

use std::sync::LazyLock;

use regex::Regex;

use super::text::{compact, first_chars};
use crate::reference::{Kind, Reference};

/// The last place at which a ruling without 裁定如下 says what it orders.
static ORDERS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"裁定(?:[:：]|终结|中止|恢复|准许|驳回|受理|不予|按|移送|冻结|查封|扣押|解除|宣告|认可|批准|确认|补正)")
        .ok()
});
static ORDER_TO_PAY: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"终结[^。；]{0,60}督促程序|督促程序(?:予以|依法)?终结").ok());
static THIS_ENFORCEMENT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"终结[^。；]{0,60}本次执行|本次执行程序(?:予以)?终结").ok());
static ENFORCEMENT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"终结[^。；]{0,80}执行|终结本院|执行程序(?:予以)?终结").ok());
static VENUE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"本案[^。；]{0,4}由[^。；]{2,30}法院(?:继续)?管辖").ok());
static WITHDRAWN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"准许[^。；]{0,60}撤(?:回|诉)|按[^。；]{0,50}撤(?:回|诉)|撤回(?:起诉|上诉|反诉|申请|本诉)|撤诉").ok()
});
static STAYED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:中止|终结|恢复)(?:对)?(?:本案)?(?:的)?(?:诉讼|审理)|本案(?:诉讼|审理)(?:程序)?(?:中止|终结|恢复)")
        .ok()
});
static CORRECTED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:判决书|裁定书|调解书|决定书|判决|裁定)[^。；]{0,120}?(?:补正|更正|应为)").ok());
static CONVERTED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"转(?:换)?为(?:适用)?(?:普通|简易)程序|适用普通程序").ok());

/// What a ruling that is only headed 裁定书 decides; `case` is the type of its case, such as 民督, where it was read.
pub fn finer_ruling<'a>(text: &str, case: Option<&str>, plain_ruling: &'a Kind, reference: &'a Reference) -> &'a Kind {
    let text = compact(text);
    let (ahead, orders) = parts(&text);
    let is_enforcement = plain_ruling.id == "execution-ruling";
    let case = case.unwrap_or("");
    let read = Ruling { ahead, orders, case, is_enforcement };
    let id = read.by_orders().or_else(|| read.by_case());
    id.and_then(|id| reference.kinds.get(id)).unwrap_or(plain_ruling)
}

/// What a decision that is only headed 决定书 decides, by what it orders; `None` when it lifts, reviews or upholds
/// another one, or orders something else.
pub fn finer_decision<'a>(text: &str, reference: &'a Reference) -> Option<&'a Kind> {
    let text = compact(text);
    let orders = ["决定如下", "决定:", "决定：", "决定"].iter().find_map(|word| Some(text.split_once(word)?.1))?;
    // The title itself is no order.
    let orders = orders.strip_prefix('书').and_then(|rest| rest.split_once("决定")).map_or(orders, |(_, rest)| rest);
    let orders = first_chars(orders, 90);
    let is_other = ["解除", "撤销", "驳回", "维持", "复议申请人", "提前"].iter().any(|word| orders.contains(word));
    if is_other || first_chars(&text, 120).contains("复议申请人") {
        return None;
    }
    let is = |words: &[&str]| words.iter().any(|word| orders.contains(word));
    let id = if is(&["失信被执行人名单"]) {
        "dishonesty-decision"
    } else if is(&["限制出境"]) || is(&["出境"]) && is(&["限制"]) {
        "exit-restriction"
    } else if is(&["限制消费", "高消费"]) {
        "consumption-restriction"
    } else if is(&["罚款"]) {
        "fine-decision"
    } else if is(&["拘留"]) {
        "detention-decision"
    } else {
        return None;
    };
    reference.kinds.get(id)
}

/// Whether a judgment declares a lost bill void: it ends 公示催告, and nobody appeals against it.
pub fn declares_void(text: &str, case: Option<&str>) -> bool {
    let text = compact(text);
    let is_of_lost_bill = case.is_some_and(|case| case.starts_with("民催"))
        || case.is_none() && ["除权判决", "申请公示催告", "公示催告期间"].iter().any(|word| text.contains(word));
    let orders = text.rsplit_once("判决如下").map_or(text.as_str(), |(_, orders)| orders);
    is_of_lost_bill && ["无效", "除权", "有权向"].iter().any(|word| first_chars(orders, 400).contains(word))
}

/// What stands ahead of the operative part, and the operative part without the remedies told behind it.
fn parts(text: &str) -> (&str, &str) {
    let split = text.rsplit_once("裁定如下").or_else(|| {
        let found = ORDERS.as_ref()?.find_iter(text).last()?;
        Some((text.get(..found.start())?, text.get(found.start() + "裁定".len()..)?))
    });
    let Some((ahead, orders)) = split else { return (text, "") };
    let orders = first_chars(orders, 320);
    let remedies = [
        "如不服",
        "本裁定送达",
        "本裁定立即",
        "本裁定自",
        "本裁定为",
        "本裁定书送达",
        "审判长",
        "审判员",
        "案外人、当事人对",
    ];
    // 被申请人应于本裁定送达之日起三日内先行支付 orders; only a sentence that begins so tells a remedy.
    let begins =
        |at: &usize| *at > 0 && orders.get(..*at).is_some_and(|ahead| ahead.ends_with(['。', '；', '，', '、']));
    let first = |word: &&str| {
        let mut met = orders.match_indices(*word).map(|(at, _)| at);
        if word.starts_with("本裁定") { met.find(begins) } else { met.find(|at| *at > 0) }
    };
    let end = remedies.iter().filter_map(first).min().unwrap_or(orders.len());
    (ahead, orders.get(..end).unwrap_or(orders))
}

struct Ruling<'a> {
    ahead: &'a str,
    orders: &'a str,
    /// Type code of the case's number.
    case: &'a str,
    is_enforcement: bool,
}

fn has(regex: &LazyLock<Option<Regex>>, text: &str) -> bool {
    regex.as_ref().is_some_and(|regex| regex.is_match(text))
}

impl Ruling<'_> {
    fn says(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.orders.contains(word))
    }

    fn by_orders(&self) -> Option<&'static str> {
        if self.orders.is_empty() {
            return None;
        }
        self.of_special_procedure().or_else(|| self.of_enforcement()).or_else(|| match self.is_enforcement {
            true => None,
            false => self.of_suit(),
        })
    }

    /// 督促, 破产, 司法确认, 担保物权: told apart before words that suits know as well.
    fn of_special_procedure(&self) -> Option<&'static str> {
        let is_refused = self.says(&["驳回", "不予受理", "不符合"]);
        if has(&ORDER_TO_PAY, self.orders) {
            return Some("payment-order-termination");
        }
        if self.is_of_bankruptcy() {
            return Some("bankruptcy-ruling");
        }
        if self.says(&["调解协议"]) && self.says(&["有效", "确认"]) {
            return Some("mediation-confirmation-ruling");
        }
        let sells = self.says(&["拍卖", "变卖"])
            && self.says(&["优先受偿", "变价", "准许", "准予", "抵押", "质押", "担保财产", "担保物"]);
        let asks = |what: &str| self.ahead.contains(what) || self.orders.contains(what);
        let is_asked = self.case.starts_with("民特") || asks("实现担保物权");
        if sells && is_asked && !is_refused && !self.is_enforcement {
            return Some("security-enforcement-ruling");
        }
        self.refused_petition()
    }

    /// A petition that is refused is of the kind of what was asked for: 驳回申请人实现担保物权的申请.
    fn refused_petition(&self) -> Option<&'static str> {
        let is_petition = self.case.starts_with("民特") || self.case.ends_with("调确") || self.case.is_empty();
        // 驳回申请人的申请。申请人可以提起诉讼: what stands behind tells what else may be done.
        let order = self.orders.trim_start_matches(['。', ':', '：']).split('。').next().unwrap_or("");
        let says = |words: &[&str]| words.iter().any(|word| order.contains(word));
        let is_refused = says(&["申请"]) && says(&["驳回", "不予准许", "不予确认", "不予支持"]);
        let is_other = says(&["撤回", "复议", "异议", "再审", "上诉", "起诉", "保全", "执行"]);
        if self.is_enforcement || !is_petition || !is_refused || is_other {
            return None;
        }
        let asks = |words: &[&str]| words.iter().any(|word| self.ahead.contains(word) || self.orders.contains(word));
        if asks(&["实现担保物权", "担保物权"]) {
            return Some("security-enforcement-ruling");
        }
        asks(&["司法确认", "确认调解协议", "确认人民调解协议"]).then_some("mediation-confirmation-ruling")
    }

    /// 受理某某的破产清算申请, 宣告某某破产, 批准重整计划.
    fn is_of_bankruptcy(&self) -> bool {
        let speaks = self.says(&["破产", "重整", "强制清算"]) || self.case.starts_with('破') && self.says(&["和解"]);
        speaks
            && self.says(&["受理", "宣告", "批准", "终结", "终止", "认可", "驳回", "确认", "许可", "指定", "合并"])
            && !self.orders.contains("撤回")
    }

    fn of_enforcement(&self) -> Option<&'static str> {
        let is_enforced = self.is_enforcement || self.case.starts_with('执');
        if has(&THIS_ENFORCEMENT, self.orders) {
            return Some("execution-suspension-ruling");
        }
        if self.is_of_objection() {
            return Some("execution-objection-ruling");
        }
        (is_enforced && has(&ENFORCEMENT, self.orders)).then_some("execution-termination-ruling")
    }

    fn is_of_objection(&self) -> bool {
        ["执异", "执复"].iter().any(|kind| self.case.starts_with(kind))
            || self.says(&["异议请求", "复议申请", "驳回案外人", "驳回异议人", "驳回复议申请"])
    }

    fn of_suit(&self) -> Option<&'static str> {
        let ends_appeal = self.says(&["驳回上诉", "维持原裁定"]);
        // 破终: an appeal in a bankruptcy, whatever the first ruling was.
        if ends_appeal && self.case.starts_with('破') {
            return Some("bankruptcy-ruling");
        }
        let speaks_of_venue = ["管辖权异议", "管辖异议", "民辖", "行辖"].iter().any(|word| self.ahead.contains(word));
        Some(if has(&CORRECTED, self.orders) || self.mends_a_slip() {
            "correction-ruling"
        } else if has(&CONVERTED, self.orders) {
            "procedure-conversion"
        } else if ends_appeal && (speaks_of_venue || self.case.contains('辖'))
            || self.says(&["管辖权", "移送", "管辖异议"])
            || has(&VENUE, self.orders)
        {
            "jurisdiction-ruling"
        } else if ends_appeal && ["驳回起诉", "的起诉", "不予受理"].iter().any(|word| self.ahead.contains(word))
        {
            "dismissal-ruling"
        } else if has(&WITHDRAWN, self.orders) {
            "withdrawal-ruling"
        } else if self.says(&["驳回再审申请"]) || self.says(&["的再审申请"]) && self.says(&["驳回"]) {
            "retrial-dismissal-ruling"
        } else if self.says(&["的起诉", "不予受理", "不予立案"]) {
            "dismissal-ruling"
        } else if self.says(&["补正"]) {
            "correction-ruling"
        } else if has(&STAYED, self.orders) {
            "stay-or-termination-ruling"
        } else if self.says(&["先予执行", "先行支付", "先行给付", "先予支付", "先予给付"]) {
            "advance-execution-ruling"
        } else if self.says(&["查封", "冻结", "扣押", "划拨", "扣划"]) && ["执", "执恢"].contains(&self.case)
        {
            "execution-ruling"
        } else if self.says(&["查封", "冻结", "扣押", "保全"]) {
            "preservation-ruling"
        } else {
            return None;
        })
    }

    /// 书中有笔误，裁定如下：“三千元”更正为“三万元”: what is mended stands ahead of the order.
    fn mends_a_slip(&self) -> bool {
        let is_slip = ["笔误", "误写", "漏写", "错漏", "文字错误", "计算错误", "表述有误", "应予补正", "应予更正"]
            .iter()
            .any(|word| self.ahead.contains(word));
        is_slip && self.says(&["更正为", "补正为", "改为", "应为", "更正如下", "补正如下", "予以更正", "予以补正"])
    }

    /// Types of case in which every ruling is of one kind.
    fn by_case(&self) -> Option<&'static str> {
        let case = self.case;
        let is = |kinds: &[&str]| kinds.contains(&case);
        let is_withdrawn = has(&WITHDRAWN, self.orders);
        // An enforcement's ruling carries the measure out; against it one objects, and asks for no review.
        let is_measure = is(&["财保", "行保", "证保"]) || is(&["执保"]) && !self.is_enforcement;
        if is_measure || is(&["执保"]) && self.says(&["保全"]) {
            return Some("preservation-ruling");
        }
        if is_withdrawn {
            return (!self.is_enforcement).then_some("withdrawal-ruling");
        }
        if is(&["破", "破申", "破终"]) {
            return Some("bankruptcy-ruling");
        }
        case.contains('辖').then_some("jurisdiction-ruling")
    }
}
