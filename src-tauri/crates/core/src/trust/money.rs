//! Requests for money and secrets, told apart from what courts really write about fees.
//!
//! A court asks for court fees, to an account of the court or the treasury; it never asks for a verification code,
//! a transfer to a person, or a "safe" account (published warnings of courts and the police).
//! Warnings against such requests use the same words, so a clause that denies is no request.

use super::headers::is_unseen;
use super::{Case, Reasons};

/// Words that deny: they must stand before the request, in the same clause.
const DENIES: [&str; 14] =
    ["不会", "不要", "切勿", "请勿", "勿", "谨防", "严禁", "绝不", "从不", "防范", "警惕", "不收取", "不以", "拒绝"];
/// Ways of paying that no court asks for.
const NEVER: [&str; 22] = [
    "支付宝收款",
    "支付宝账号",
    "支付宝账户",
    "钱包地址",
    "泰达币",
    "安全账户",
    "安全帐户",
    "个人账户",
    "个人帐户",
    "私人账户",
    "个人银行卡",
    "个人微信",
    "个人支付宝",
    "微信转账",
    "支付宝转账",
    "微信收款",
    "收款码",
    "虚拟货币",
    "比特币",
    "usdt",
    "解冻费",
    "解冻金",
];
/// Fees that no court takes, when paying is spoken of.
const NO_COURT_FEE: [&str; 6] = ["手续费", "服务费", "解冻保证金", "验资", "刷流水", "工本费"];
/// An account that is only said to be named: a court says that it is its own.
const DESIGNATED: [&str; 4] = ["指定账户", "指定账号", "指定帐户", "指定帐号"];
const COURT_PAYEE: [&str; 6] = ["本院", "我院", "法院", "专户", "财政", "管理人"];
/// Asking for a transfer: what a real court also writes, once it is known to be one.
const TRANSFER: [&str; 12] =
    ["转账", "转帐", "汇款", "汇入", "汇至", "汇到", "转入", "转至", "转到", "打款", "打入", "存入"];
const PAYS: [&str; 12] = ["转", "汇", "打款", "打入", "支付", "付款", "缴纳", "交纳", "缴付", "存入", "充值", "扫码"];
/// Codes to scan: courts print them for their fees, so they are strange only where no court fee is spoken of.
const SCANS: [&str; 3] = ["扫码支付", "扫码付款", "扫码缴"];
const COURT_FEES: [&str; 8] = ["受理费", "诉讼费", "上诉费", "保全费", "申请费", "执行费", "公告费", "鉴定费"];
/// Longest text looked through, in characters.
const LONGEST_TEXT: usize = 200_000;
/// Secrets, and the verbs by which they would be handed over.
const SECRETS: [&str; 11] = [
    "验证码",
    "校验码",
    "动态码",
    "动态口令",
    "动态密码",
    "短信码",
    "银行卡密码",
    "支付密码",
    "账户密码",
    "网银密码",
    "登录密码",
];
const HANDS_OVER: [&str; 14] = [
    "请发送",
    "并发送",
    "后发送",
    "告知",
    "告诉",
    "提供",
    "回复",
    "报给",
    "报送",
    "发给",
    "发送给",
    "发送至本",
    "交给",
    "反馈",
];
const ASKS: [&str; 9] = ["请", "需", "须", "要求", "务必", "应", "速", "立即", "尽快"];
/// Taking over a screen.
const REMOTE: [&str; 8] =
    ["屏幕共享", "共享屏幕", "远程协助", "远程控制", "teamviewer", "anydesk", "todesk", "向日葵远程"];
/// What stands before a payee.
const PAYEE: [&str; 8] = ["收款户名", "账户名称", "帐户名称", "开户名称", "收款单位", "收款人", "收款方", "户名"];
/// What stands in the name of a payee courts use.
const TREASURY: [&str; 8] = ["法院", "财政", "国库", "非税", "专户", "代管款", "诉讼费", "案款"];

/// Gives the reasons. `is_court`: the sender is proven to be a listed court, which may ask for its fees.
pub(super) fn weigh(case: &Case<'_>, is_court: bool, reasons: &mut Reasons) {
    let text: String = format!("{}\n{}", case.mail.subject, case.mail.text).chars().take(LONGEST_TEXT).collect();
    let is_fee_talk = COURT_FEES.iter().any(|fee| text.contains(fee));
    for sentence in sentences(&text) {
        money(&sentence, is_court, is_fee_talk, reasons);
        secrets(&sentence, reasons);
    }
    payees(case, &case.mail.text, reasons);
    let fee_papers = case.found.documents.iter().filter(|document| is_fee_paper(&document.title));
    for document in fee_papers {
        payees(case, &document.text, reasons);
    }
}

fn sentences(text: &str) -> Vec<String> {
    // Characters nobody sees part words for programs alone.
    let text: String = text.chars().filter(|c| !is_unseen(*c)).collect();
    let ends = ['。', '！', '!', '？', '?', '；', ';', '\n'];
    let compact = text.split(ends).map(|piece| piece.to_lowercase().split_whitespace().collect::<String>());
    compact.filter(|piece| !piece.is_empty()).collect()
}

fn money(sentence: &str, is_court: bool, is_fee_talk: bool, reasons: &mut Reasons) {
    let pays = PAYS.iter().any(|verb| sentence.contains(verb));
    let asks = ASKS.iter().any(|word| sentence.contains(word));
    let asked = |words: &[&'static str]| words.iter().copied().find(|word| is_asked(sentence, word));
    let found = asked(&NEVER)
        .filter(|_| pays)
        .or_else(|| asked(&NO_COURT_FEE).filter(|_| pays && !sentence.contains("鉴定")))
        .or_else(|| asked(&DESIGNATED).filter(|_| pays && !COURT_PAYEE.iter().any(|payee| sentence.contains(payee))))
        .or_else(|| asked(&TRANSFER).filter(|_| !is_court && asks))
        // Courts use WeChat to talk, never to be paid.
        .or_else(|| asked(&["微信"]).filter(|_| pays && sentence.contains('费') && adds_a_friend(sentence)))
        .or_else(|| asked(&SCANS).filter(|_| !is_court && asks && !is_fee_talk));
    if found.is_some() {
        reasons.add("payment-asked", sentence);
    }
}

fn adds_a_friend(sentence: &str) -> bool {
    ["添加", "加微信", "加个微信", "加我", "加书记员", "加法官", "加执行"].iter().any(|word| sentence.contains(word))
}

/// 手机收到的6位数字: a code that is not called one.
fn is_unnamed_code(sentence: &str) -> bool {
    let is_counted = ["4位", "6位", "四位", "六位", "几位"].iter().any(|count| sentence.contains(count));
    let is_received = ["手机", "短信", "收到"].iter().any(|word| sentence.contains(word));
    is_counted && is_received && ["数字", "号码"].iter().any(|word| is_asked(sentence, word))
}

fn secrets(sentence: &str, reasons: &mut Reasons) {
    let asks = ASKS.iter().any(|word| sentence.contains(word));
    let is_secret = SECRETS.iter().any(|word| is_asked(sentence, word)) || is_unnamed_code(sentence);
    let shares_screen =
        sentence.contains("屏幕") && ["共享您", "共享你", "共享手机"].iter().any(|it| is_asked(sentence, it));
    let takes_over = shares_screen || REMOTE.iter().any(|word| is_asked(sentence, word));
    if (asks && is_secret && (hands_over(sentence) || fills_in(sentence))) || takes_over {
        reasons.add("secret-asked", sentence);
    }
}

/// Whether somebody is to give something away; what is told *to* the reader is none of it.
fn hands_over(sentence: &str) -> bool {
    HANDS_OVER.iter().any(|verb| {
        sentence.match_indices(verb).any(|(at, verb)| {
            let after = sentence.get(at + verb.len()..).unwrap_or("");
            !["您", "你", "给您", "给你", "当事人", "贵"].iter().any(|reader| after.starts_with(reader))
        })
    })
}

/// Whether a secret is to be filled in beside the number of a bank card: a court asks for the number alone, to pay back.
fn fills_in(sentence: &str) -> bool {
    let has = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
    has(&["填写", "填入", "输入", "录入", "登记", "完善", "验证"])
        && has(&["银行卡", "卡号", "信用卡", "网银", "支付密码"])
}

/// Whether a word stands in a clause that does not deny it before.
fn is_asked(sentence: &str, word: &str) -> bool {
    sentence.match_indices(word).any(|(at, _)| {
        let before = sentence.get(..at).unwrap_or("");
        let clause = before.rsplit(['，', ',']).next().unwrap_or("");
        !DENIES.iter().any(|deny| clause.contains(deny))
    })
}

fn is_fee_paper(title: &str) -> bool {
    title.contains('费') && ["缴", "交纳", "交费", "预交"].iter().any(|word| title.contains(word))
}

fn payees(case: &Case<'_>, text: &str, reasons: &mut Reasons) {
    let is_expert_fee = text.contains("鉴定") || text.contains("评估");
    for line in text.lines() {
        let Some(payee) = payee_in(line) else { continue };
        let is_public = TREASURY.iter().any(|word| payee.contains(word));
        let is_ours = payee == case.office.name || case.office.aliases.contains(&payee);
        let is_person =
            payee.chars().count() <= 4 && !["公司", "中心", "所", "院", "局"].iter().any(|end| payee.ends_with(end));
        if !is_public && !is_ours && (is_person || !is_expert_fee) {
            reasons.add("payee-not-court", payee);
        }
    }
}

fn payee_in(line: &str) -> Option<String> {
    let (at, label) = PAYEE.iter().find_map(|label| Some((line.find(label)?, *label)))?;
    let after = line.get(at + label.len()..)?.trim_start();
    let value = after.strip_prefix(['：', ':', '为'])?.trim_start();
    let ends = |c: char| c.is_whitespace() || "，,。；;、（(".contains(c);
    let value = value.split(ends).next().unwrap_or("").trim();
    (value.chars().count() >= 2).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(sentence: &str, is_court: bool) -> Vec<&'static str> {
        let mut reasons = Reasons::default();
        let is_fee_talk = COURT_FEES.iter().any(|fee| sentence.contains(fee));
        for sentence in sentences(sentence) {
            money(&sentence, is_court, is_fee_talk, &mut reasons);
            secrets(&sentence, &mut reasons);
        }
        reasons.0.into_iter().map(|reason| reason.code).collect()
    }

    #[test]
    fn requests_courts_never_make_are_seen() {
        for text in [
            "请立即将保证金转入安全账户，逾期将冻结公司账户",
            "请将款项汇到个人账户",
            "请扫码支付到个人微信",
            "需缴纳手续费后领取文书",
            "请支付解冻费 500 元",
            "请用 USDT 支付",
            "支付宝收款账号：13800000000，请于今日内缴纳",
            "请转账至钱包地址 TXabc",
            "为避免账户被冻结，请立即向执行局指定账号转账 20000 元",
            "不得逾期，请转入安全账户",
            "请添加书记员微信并支付邮寄费",
            "请转入安\u{200b}全\u{2060}账户",
        ] {
            assert_eq!(codes(text, true), ["payment-asked"], "{text}");
        }
        for text in [
            "请添加书记员微信并发送银行卡密码",
            "请将收到的验证码回复至本邮箱",
            "请立即提供短信验证码",
            "请打开屏幕共享配合核查",
            "书记员将通过会议软件共享您的手机屏幕",
            "请把手机收到的6位数字告诉书记员",
            "请点击链接填写银行卡号、密码及验证码，诉讼费将原路退还",
        ] {
            assert_eq!(codes(text, true), ["secret-asked"], "{text}");
        }
    }

    #[test]
    fn what_courts_write_is_no_request() {
        for text in [
            "请你方在收到本通知书次日起七日内预交案件受理费五十元，逾期按撤诉处理。",
            "法院不会要求您转账汇款，也不会索要验证码。请勿向任何人提供验证码！",
            "谨防诈骗，切勿向个人账户转账。",
            "验证码：123456，请输入后查阅。",
            "验证码已发送至您的手机，请查收",
            "提取码将另行告知您；请输入验证码查看文书",
            "原告主张的物业服务费、违约金",
            "压缩包密码请联系书记员",
            "请扫码缴纳案件受理费五十元",
            "有疑问请添加书记员微信联系",
            "请输入手机收到的6位数字查阅文书",
            "请填写退费账户的户名、开户行及银行卡号",
        ] {
            assert_eq!(codes(text, false), [] as [&str; 0], "{text}");
        }
    }

    #[test]
    fn a_transfer_is_normal_from_a_proven_court_only() {
        assert_eq!(codes("请将执行款汇入本院指定账户", true), [] as [&str; 0]);
        let text = "请将案件受理费汇入以下账户";
        assert_eq!(codes(text, true), [] as [&str; 0]);
        assert_eq!(codes(text, false), ["payment-asked"]);
    }

    #[test]
    fn payees_are_read() {
        assert_eq!(payee_in("户名：上海市闵行区人民法院诉讼费专户").as_deref(), Some("上海市闵行区人民法院诉讼费专户"));
        assert_eq!(payee_in("收款人: 示例甲 账号：0000").as_deref(), Some("示例甲"));
        assert_eq!(payee_in("户名不详"), None);
        assert!(is_fee_paper("交纳诉讼费用通知书") && is_fee_paper("预交上诉费通知") && !is_fee_paper("民事判决书"));
    }
}
