//! What a notice orders that is only headed 通知书 or 告知书, and what an announcement is of that is only headed 公告.
//!
//! Read from what it tells the addressee to do. What orders nothing of the kind stays a plain notice: a finer kind
//! starts deadlines of its own, and a wrong one is worse than none.

use std::sync::LazyLock;

use regex::Regex;

use super::text::compact;
use crate::reference::{Kind, Reference};

/// 你单位应在2027年1月15日前向管理人申报债权
static CLAIMS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:应当?|请|可以?|须|需|务必|限|通知你|[日前内])[^。；]{0,50}?(?:申报|登记)(?:你(?:方|公司|单位)?的?)?(?:破产)?债权(?:[^人额数]|$)|",
        r"债权申报(?:的)?(?:期限|期间|截止)[^。；]{0,6}(?:为|至|自|是|:|：|\d)",
    ))
    .ok()
});
/// 裁定受理示例餐饮有限公司破产清算一案
static ACCEPTED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"裁定受理[^。；]{0,60}(?:破产|重整)|受理[^。；]{0,40}(?:破产清算|破产重整|破产和解|重整)").ok()
});
/// What is said of claims that were made already, or are made once more.
static CLAIMED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:已|已经|未|经)(?:依法|按期|在期限内)?(?:向管理人)?申报(?:的)?债权").ok());
static MEETING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"债权人会议[^。；]{0,60}(?:召开|举行|定于|参加|出席|表决)|(?:召开|举行|参加|出席|定于)[^。；]{0,60}债权人会议",
    )
    .ok()
});
/// 应在七日内预交案件受理费
static FEES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:应当?|请|须|需|限|责令|通知你|[日内])[^。；]{0,50}?(?:预交|预缴|交纳|缴纳|补交|补缴|缴交|交付|支付)",
        r"[^。；，]{0,12}(?:受理费|诉讼费用?|申请费|保全费|执行费)",
    ))
    .ok()
});
/// What is said of fees that are not to be paid now.
static PAID: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:已|已经)(?:足额|按期)?(?:预交|预缴|交纳|缴纳)|(?:免交|缓交|退还|退回|不予|无需|不需)[^。；]{0,16}(?:受理费|诉讼费|申请费|保全费)").ok()
});
/// 原定…开庭，现改为…
static MOVED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:原定|原订|原排定|原开庭|原通知|原传票)[^。]{0,60}(?:改为|改至|改到|改在|改于|改期|变更|调整|延期|推迟|提前|顺延|取消)|",
        r"(?:开庭|庭审)(?:时间|日期)(?:由|从)?[^。；]{0,40}(?:改为|改至|改到|改在|改于|变更为|变更至|调整为|调整至|延期至|推迟至|提前至|顺延至)|",
        r"(?:延期|推迟|取消|改期)(?:至[^。；，]{0,30})?(?:开庭|审理)(?:。|；|，|$)",
    ))
    .ok()
});

/// 通知你作为第三人参加诉讼
static JOINS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:通知|追加|变更)(?:你|贵|您)[^。；]{0,20}(?:作为|为)[^。；]{0,14}(?:第三人|被告|原告|当事人)[^。；]{0,6}参加(?:本案)?诉讼|",
        r"追加(?:你|贵|您)[^。；]{0,20}为(?:本案)?的?(?:共同)?(?:被告|第三人|原告)",
    ))
    .ok()
});
/// 于收到起诉状副本之日起十五日内提出答辩状
static ANSWERS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"起诉状副本[^。]{0,60}答辩|答辩[^。]{0,60}起诉状副本").ok());
/// 定于…开庭
static CALLS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:(?:定于|订于|决定于|将于|拟于)[^。；]{4,60}|请(?:你|您|贵)?[^。；，]{0,10}于[^。；前]{4,60})(?:开庭|公开审理|庭审|出庭|到庭|听证|询问|谈话|宣判)|(?:本院|我院)于[^。；前]{4,60}(?:开庭|公开审理|听证|询问|谈话|宣判)[^。；]{0,12}(?:届时|请)").ok()
});
/// 由审判员…组成合议庭
static SITS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:审判员|审判长|陪审员|法官)[^。；]{0,80}(?:组成合议庭|独任(?:审判|审理))").ok());
/// 经审查符合起诉条件，本院决定立案
static TAKES_UP: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"你[^。]{0,80}(?:符合|经审查)[^。]{0,60}(?:决定|予以|已)(?:登记)?(?:立案|受理)").ok());
/// 利害关系人应当申报权利 in a case of a lost bill.
static LOST_BILL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"公示催告[^。]{0,120}(?:申报权利|票据|汇票|支票|停止支付)|申报权利[^。]{0,60}(?:票据|汇票|支票)").ok()
});
static SELLS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:拍卖|变卖)[^。]{0,200}(?:起拍价|竞买|竞价|保证金)").ok());

/// 需向你单位调取物业登记，请予协助
static HELPS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:向|需|由)(?:你|贵)(?:公司|单位|行|处|司|方|局|院)?[^。；]{0,20}(?:调取|调查|查询|查阅|核实|复制|收集)[^。]{0,80}(?:协助|配合)|",
        r"请(?:你|贵)(?:公司|单位|行|处|司|方|局|院)?(?:依法|予以|积极|大力)?(?:给予)?协助[^。；]{0,12}(?:提供|调取|调查|查询|核实|查明|扣留|冻结|划拨|扣划|办理|执行)",
    ))
    .ok()
});

fn has(regex: &LazyLock<Option<Regex>>, text: &str) -> bool {
    regex.as_ref().is_some_and(|regex| regex.is_match(text))
}

/// What a notice that is only headed 通知书 orders; `case` is the type of its case, such as 破, where it was read.
pub fn finer_notice<'a>(text: &str, case: Option<&str>, reference: &'a Reference) -> Option<&'a Kind> {
    let text = compact(text);
    let case = case.unwrap_or("");
    let is_bankruptcy = case.starts_with('破') || !case.starts_with('执') && has(&ACCEPTED, &text);
    let sits = ["开庭", "庭审", "审理"].iter().any(|word| text.contains(word));
    let id = if is_bankruptcy && has(&CLAIMS, &text) && !has(&CLAIMED, &text) {
        "bankruptcy-notice"
    } else if is_bankruptcy && has(&MEETING, &text) {
        "creditors-meeting-notice"
    } else if sits && has(&MOVED, &text) {
        "postponement-notice"
    } else if has(&HELPS, &text) {
        "assistance-notice"
    } else if has(&FEES, &text) && !has(&PAID, &text) && !case.starts_with(['破', '执']) {
        "fee-notice"
    } else {
        return reference.kinds.get(of_suit(&text, case)?);
    };
    reference.kinds.get(id)
}

/// What a notice in a suit orders: the duty that starts the shortest period first.
fn of_suit(text: &str, case: &str) -> Option<&'static str> {
    if case.starts_with(['破', '执']) {
        return None;
    }
    [
        (&JOINS, "joinder-notice"),
        (&ANSWERS, "response-notice"),
        (&CALLS, "hearing-notice"),
        (&SITS, "panel-notice"),
        (&TAKES_UP, "case-acceptance"),
    ]
    .into_iter()
    .find_map(|(regex, id)| has(regex, text).then_some(id))
}

/// What an announcement that is only headed 公告 announces.
pub fn finer_announcement<'a>(text: &str, reference: &'a Reference) -> Option<&'a Kind> {
    let text = compact(text);
    let id = if has(&LOST_BILL, &text) {
        "public-summons"
    } else if has(&ACCEPTED, &text) && has(&CLAIMS, &text) {
        "bankruptcy-notice"
    } else if has(&SELLS, &text) {
        "auction-notice"
    } else {
        return None;
    };
    reference.kinds.get(id)
}
