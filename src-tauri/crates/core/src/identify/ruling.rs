//! What a ruling decides that is only headed 裁定书.

use super::text::{compact, first_chars};
use crate::reference::{Kind, Reference};

/// What a ruling that is only headed 裁定书 decides, read from its operative part.
pub fn finer_ruling<'a>(text: &str, plain_ruling: &'a Kind, reference: &'a Reference) -> &'a Kind {
    let text = compact(text);
    let Some((ahead, orders)) = text.split_once("裁定如下") else { return plain_ruling };
    let orders = first_chars(orders, 260);
    let has = |words: &[&str]| words.iter().any(|word| orders.contains(word));
    let ends_with_appeal = has(&["驳回上诉", "维持原裁定"]);
    let id = if has(&["转为普通程序", "转换为普通程序", "适用普通程序", "转为简易程序"]) {
        "procedure-conversion"
    } else if is_of_bankruptcy(orders) {
        "bankruptcy-ruling"
    } else if ends_with_appeal && ["管辖权异议", "管辖异议", "民辖", "行辖"].iter().any(|word| ahead.contains(word))
    {
        "jurisdiction-ruling"
    } else if has(&["终结本次执行程序"]) {
        "execution-suspension-ruling"
    } else if has(&["终结督促程序", "终结本案督促程序", "终结本案的督促程序"]) {
        "payment-order-termination"
    } else if plain_ruling.id == "execution-ruling" && has(&["终结执行", "终结本院", "案终结执行"]) {
        "execution-termination-ruling"
    } else if has(&["异议请求", "复议申请", "驳回案外人"]) {
        "execution-objection-ruling"
    } else if plain_ruling.id == "execution-ruling" {
        return plain_ruling;
    } else if has(&["管辖权", "移送"]) {
        "jurisdiction-ruling"
    } else if has(&["准许原告", "准许上诉人", "准许申请人", "按撤诉处理", "按撤回", "撤回起诉", "撤回上诉", "撤诉"])
    {
        "withdrawal-ruling"
    } else if has(&["驳回再审申请", "的再审申请"]) {
        "retrial-dismissal-ruling"
    } else if has(&["的起诉", "不予受理"]) {
        "dismissal-ruling"
    } else if has(&["补正为", "更正为", "应为", "补正"]) {
        "correction-ruling"
    } else if has(&["中止诉讼", "终结诉讼", "中止审理", "恢复审理"]) {
        "stay-or-termination-ruling"
    } else if has(&["先予执行", "先行支付"]) {
        "advance-execution-ruling"
    } else if has(&["调解协议有效", "确认调解协议", "调解协议"]) {
        "mediation-confirmation-ruling"
    } else if has(&["查封", "冻结", "扣押", "保全"]) {
        "preservation-ruling"
    } else {
        return plain_ruling;
    };
    reference.kinds.get(id).unwrap_or(plain_ruling)
}

/// 受理某某的破产清算申请, 宣告某某破产, 批准重整计划.
fn is_of_bankruptcy(orders: &str) -> bool {
    ["破产", "重整", "强制清算"].iter().any(|word| orders.contains(word))
        && ["受理", "宣告", "批准", "终结", "终止", "认可", "驳回", "确认"].iter().any(|word| orders.contains(word))
        && !orders.contains("撤回")
}
