//! Whether a mail claims to serve something at all.
//!
//! Missing a real service is the worst outcome, so an odd form still counts; but only what speaks like a court to a
//! party counts, so talk about courts, sample papers, newsletters, receipts and bounces do not.

use std::sync::LazyLock;

use regex::Regex;

use super::Pickup;
use super::case_number::CaseNumber;
use super::court::Claims;
use super::document::Seen;
use super::text::{compact, first_chars};
use crate::answers::{self, machine};
use crate::mail::{Became, Mail};
use crate::reference::Kind;

static OWN_RECEIPT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:(?:回复|答复|转发|re|fw|fwd)[:：])*\(?(?:签收回执|送达回执|收件回执|已读回执|阅读回执)\)?(?:[:：(]|\)|$)|^(?:已读|read|未读|已送达|delivered|relayed|已投递)[:：]").ok()
});
/// A court tells a party that it serves, sends or calls.
static SERVES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        "(?m)",
        r"(?:向|给)(?:您|你|贵|该|当事人|受送达人)[^。；\n]{0,30}(?:送达|发送|寄送|推送)|(?:现|特|依法|兹)[^。；\n]{0,28}送达|",
        r"(?:诉讼|法律|司法|执行|裁判|案件)(?:文书|材料)[^。；\n]{0,12}(?:电子)?送达|送达(?:下列|以下|如下|有关|相关|诉讼|法律|本案|案件)[^。；\n]{0,10}(?:文书|材料)|",
        r"(?:电子送达|合并送达)(?:通知|文书|材料|短信|\)|$)|送达(?:材料|文书|回证|通知)|(?:文书|传票|判决书|裁定书|调解书|通知书|支付令)[^。；\n]{0,10}(?:送达|需要签收|请(?:及时)?(?:签收|查收|查阅))|",
        r"(?:请|及时)[^。；\n]{0,8}(?:签收|查收|查阅|领取)[^。；\n]{0,16}(?:文书|传票|判决|裁定|通知书)|您有[^。；\n]{0,30}(?:文书|传票|送达)|",
        r"(?:文书|材料)[^。；\n]{0,10}已[^。；\n]{0,6}(?:电子)?送达|尚未(?:签收|查阅|查收)|送达链接|(?:传票|诉讼|开庭)[^。；\n]{0,6}(?:核验|核实|通知|传唤)|法院传票|签名码",
    ))
    .ok()
});
/// A court orders a party to do or to come.
static ORDERS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"定于[^。；\n]{4,40}(?:开庭|庭审|审理|证据交换|庭前会议|谈话|听证|调解|宣判)|(?:准时|按时)(?:到庭|参加庭审|出庭|参加调解)|改期|开庭[^。；\n]{0,20}改为|",
        r"(?:预交|缴纳|交纳|补交)[^。；\n]{0,12}(?:受理费|诉讼费|上诉费|保全费|申请费|鉴定费)|逾期[^。；\n]{0,10}(?:按撤诉|视为|不交)|",
        r"(?:十五|七|三十|三|五|十|\d{1,2})(?:个工作)?日内[^。；\n]{0,24}(?:提交|提出|履行|清偿|答辩|举证|异议|申报|缴纳|交纳|预交)|提交(?:答辩状|证据材料|证据)|请协助(?:执行|冻结|查询|扣划|扣留)|",
        r"(?:你|您|贵)[^。；\n]{0,12}(?:列为|列入|纳入)[^。；\n]{0,6}(?:被执行人|失信)|",
        r"报告财产|协助执行|(?:本院|我院)(?:已|依法)?(?:受理|立案|裁定|判决)|立案材料[^。；\n]{0,8}(?:审核|通过)|鉴定费用|选择鉴定机构|申报债权|债权申报|送达地址确认|补正",
    ))
    .ok()
});
/// What no court asks for in a mail, and whoever poses as one does: such a mail is shown with a warning.
static TRAPS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"验证码|安全账户|(?:共享|远程)(?:屏幕|桌面|控制)|屏幕共享|(?:银行卡|账户|账号|邮箱|支付)的?(?:号码|密码)|添加[^。；\n]{0,12}微信|下载[^。；\n]{0,12}(?:软件|程序|客户端|(?i:app))").ok()
});
/// Money that is asked for. Lawyers and agents write of fees as well: it warns only of who calls itself a court.
static MONEY: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"保证金|缴费|付款|转账|汇款").ok());
/// Talk among colleagues, lawyers and customers about a case.
static CHATTER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"收到了吗|收到没|是否收到|有没有收到|吗[?？]|请审阅|请审核|请审批|请过目|征求意见稿|初稿|草稿|定稿|修改意见|代理意见|代理词|法律意见|委托合同|律师费|服务费|",
        r"我所|本所|我们律所|承办律师|律师团队|风险代理|会签|用印|盖章后(?:寄|发)给?我|开会讨论|周报|月报|例会|抄送各位|各位同事|各部门|项目部|请知悉|供参考|供学习|培训|讲座|报名|直播|课程|",
        r"我方(?:已|拟|准备)|我司(?:已|拟|准备|收到)|我们(?:已|准备|打算)|我公司(?:已|拟|现|收到|于)|(?:刚|昨天|今天|上周)收到(?:法院|传票|判决)|贵院|律师事务所|律所|\p{Han}(?:总|工|经理|主任|部长)[:：,，]|同事|法务部|财务部|安排(?:人员|证人|出庭|代理)|领导|各(?:子|分)公司|台账(?:模板|报送)|(?:报送|填报|汇总)[^。；\n]{0,16}台账",
    ))
    .ok()
});
static NEWS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"退订|取消订阅|unsubscribe|订阅|简报|周刊|月刊|电子报|期刊|白皮书|新闻稿|典型案例|案例精选|资讯|快讯|早报|日报|公众号|开放日|邀请函|问卷调查|满意度|征文|招聘|推广|促销|优惠|法拍房").ok()
});
/// The court says that it got something of ours; nothing is served by that.
static CONFIRMS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:您|你|贵|你方|贵司|贵公司)[^。；\n]{0,20}(?:提交|发送|寄送|回复|递交)的[^。；\n]{0,40}(?:已收到|已收悉|收悉|已签收|已接收|已入卷)|回执(?:已|业已)(?:收到|收悉)|(?:已|业已)收(?:到|悉)(?:您|你|贵)[^。；\n]{0,16}(?:回执|材料|邮件|来信)").ok()
});

/// What the decision looks at besides the mail.
pub struct Evidence<'a> {
    /// Documents seen.
    pub seen: &'a [Seen],
    /// Where the mail says it comes from.
    pub claims: &'a Claims,
    /// Numbers served.
    pub served: &'a [CaseNumber],
    /// Links and codes.
    pub pickups: &'a [Pickup],
    /// Whether a sitting was read.
    pub has_hearing: bool,
    /// Whether a sitting is told at all, in whatever words.
    pub tells_sitting: bool,
    /// Whether an addressee was named.
    pub has_addressee: bool,
    /// The kind of paper the subject names.
    pub subject_kind: Option<&'a Kind>,
    /// Whether a person confirmed this very mail as its court's.
    pub is_confirmed: bool,
    /// Whether the office learned mails of this sender with subjects like this as its court's.
    pub is_learned: bool,
}

fn has(regex: &LazyLock<Option<Regex>>, text: &str) -> bool {
    regex.as_ref().is_some_and(|regex| regex.is_match(text))
}

/// What was read of one mail, as yes and no.
struct Signs {
    /// Papers only a court or authority issues, or pages under a court's head.
    has_papers: bool,
    is_from_court: bool,
    has_case: bool,
    has_platform: bool,
    /// Any link to documents, or an archive nobody could open.
    has_more: bool,
    has_documents: bool,
    has_hearing: bool,
    serves: bool,
    orders: bool,
    speaks_of_court: bool,
    is_chatter: bool,
    is_news: bool,
    is_confirmation: bool,
    is_reply: bool,
    /// The subject names a paper that only a court or authority issues, or papers of a case.
    names_paper: bool,
}

impl Signs {
    fn of(mail: &Mail, evidence: &Evidence<'_>, subject: &str, says: &str) -> Self {
        let is_headed = |it: &Seen| it.has_court_head && !it.is_party_paper;
        let has_closed = mail.parts.iter().any(|it| it.became == Became::Unread);
        Self {
            has_papers: evidence.seen.iter().any(|it| it.is_court_paper || is_headed(it)),
            is_from_court: is_from_court(mail, evidence),
            has_case: !evidence.served.is_empty(),
            has_platform: evidence.pickups.iter().any(|it| it.is_sure),
            has_more: !evidence.pickups.is_empty() || has_closed,
            has_documents: !evidence.seen.is_empty(),
            has_hearing: evidence.has_hearing,
            serves: has(&SERVES, says),
            orders: has(&ORDERS, says) || evidence.has_hearing,
            speaks_of_court: ["法院", "法庭", "仲裁", "涉嫌", "案件"].iter().any(|word| says.contains(word)),
            is_chatter: has(&CHATTER, says),
            is_news: has(&NEWS, says),
            is_confirmation: has(&CONFIRMS, says),
            is_reply: is_reply(subject),
            names_paper: evidence.subject_kind.is_some_and(|kind| kind.is_court_paper)
                || ["诉讼文书", "诉讼材料", "法律文书", "司法文书", "应诉材料", "执行文书", "案件材料", "案件文书"]
                    .iter()
                    .any(|word| subject.contains(word)),
        }
    }

    /// Whether anything is handed over, as a paper or behind a link.
    fn carries(&self) -> bool {
        self.has_documents || self.has_more
    }

    /// Talk, news or thanks, with nothing of a court's in it.
    fn is_talk(&self) -> bool {
        let carries_nothing = !self.has_papers && !self.has_platform;
        let is_order_of_court = self.is_from_court && self.has_case && (self.serves || self.orders);
        carries_nothing
            && (self.is_news && !is_order_of_court
                || self.is_confirmation && !self.has_hearing
                || self.is_chatter && !self.is_from_court)
    }
}

/// Whether the mail claims to serve something.
pub fn claims_service(mail: &Mail, evidence: &Evidence<'_>) -> bool {
    if evidence.is_confirmed {
        return true;
    }
    let subject = compact(&mail.subject);
    let lines: Vec<String> = mail.text.lines().map(compact).filter(|line| !line.is_empty()).collect();
    let says = format!("{subject}\n{}", first_chars(&lines.join("\n"), 6_000));
    let signs = Signs::of(mail, evidence, &subject, &says);
    let is_list = is_newsletter(mail) && !signs.has_platform && !signs.is_from_court;
    // Whoever pastes a message that names a case has it looked at, however its link was cut off, whoever runs its platform
    // and whatever its gateway adds: 退订回T.
    if is_pasted(mail) && signs.has_case && !signs.is_confirmation {
        return true;
    }
    if is_answer(mail, evidence, &signs, &subject) || is_list || signs.is_talk() {
        return false;
    }
    if signs.has_platform || evidence.is_learned {
        return true;
    }
    // 法院传票已归档: what colleagues tell each other serves nothing.
    if !signs.has_papers && !signs.is_from_court && is_from_our_own_domain(mail) {
        return false;
    }
    // 附上法院短信模板：【…法院】…: colleagues who quote a court's message are no court, whatever tag they quote.
    let is_quoted = signs.is_chatter && evidence.claims.by_sender.is_none() && !is_named_as_court(mail);
    if is_quoted && !signs.has_papers && is_from_our_own_domain(mail) {
        return false;
    }
    let told = by_its_papers(&signs, &says, evidence)
        .or_else(|| by_the_courts_letter(mail, evidence, &signs, &subject, &says));
    if let Some(is_service) = told {
        return is_service;
    }
    // From here on nothing says that a court writes: mail inside an office and talk are left alone.
    if !signs.has_case || signs.is_chatter || signs.is_reply || is_from_our_own_domain(mail) {
        return false;
    }
    let is_numbered = evidence.seen.iter().any(|it| !it.in_name.is_empty() || !it.in_text.is_empty());
    let is_lure = signs.speaks_of_court && has(&TRAPS, &says) && !signs.is_news;
    signs.orders || signs.names_paper && signs.carries() || is_numbered || is_lure
}

/// What its papers say, and a text that says it serves; `None` where neither settles it.
fn by_its_papers(signs: &Signs, says: &str, evidence: &Evidence<'_>) -> Option<bool> {
    let is_court_talk = signs.has_case || signs.is_from_court || signs.speaks_of_court;
    // A court's paper is in the mail, and something besides its file name says that it is meant for a case.
    if signs.has_papers && (is_court_talk || signs.serves || signs.names_paper || has_addressed_papers(evidence)) {
        return Some(true);
    }
    let is_to_somebody = signs.speaks_of_court || evidence.has_addressee;
    if signs.serves && (signs.has_case || signs.is_from_court || names_court_paper(says) && is_to_somebody) {
        return Some(!is_bare_talk(says, evidence));
    }
    if signs.serves && signs.has_more && is_to_somebody {
        return Some(true);
    }
    None
}

/// What a court writes, papers or none; `None` where no court does, or its mail hands nothing over.
fn by_the_courts_letter(
    mail: &Mail,
    evidence: &Evidence<'_>,
    signs: &Signs,
    subject: &str,
    says: &str,
) -> Option<bool> {
    let carries = signs.carries();
    // A court writes to a party about its case, whatever it says of it: a sitting given up is news of the case too.
    let is_to_party =
        evidence.has_addressee || ["您", "你单位", "你公司", "你方", "贵"].iter().any(|word| says.contains(word));
    // From the court's own address 代理意见 is what a party is to hand in, and no talk of lawyers.
    let is_talk = signs.is_chatter && evidence.claims.by_sender.is_none();
    let is_court_letter = is_to_party && !is_talk && !signs.is_reply && !is_from_our_own_domain(mail);
    if signs.is_from_court && signs.has_case {
        // 法官定了12月14日下午三点开庭: from the court's own address even a note calls to a sitting.
        let is_note = evidence.claims.by_sender.is_some() && evidence.tells_sitting;
        // （2026）…号送达: a subject that serves, whatever little the mail says besides. What the court's own address says
        // of a case by its number is news of the case.
        let is_titled = signs.names_paper || subject.contains("送达") || evidence.claims.by_sender.is_some();
        let is_titled = is_titled
            && (evidence.claims.by_sender.is_some() || is_named_as_court(mail))
            && !signs.is_chatter
            && !signs.is_reply;
        let is_lure = has(&TRAPS, says) || has(&MONEY, says);
        let is_lure = is_lure && !signs.is_chatter && !signs.is_reply && !is_from_our_own_domain(mail);
        return Some(signs.orders || carries || is_court_letter || is_note || is_titled || is_lure);
    }
    // The court's own address sends a paper, of whatever kind: a list of sittings, the other side's answer. What nobody
    // could open or read counts as one, and so does a sitting told without its case: a person sees what is missing.
    let is_listed = evidence.claims.by_sender.is_some();
    let is_thanks = signs.is_reply && answers::has_it(mail);
    let hands_on = carries_something(mail) || says_nothing_readable(mail) || evidence.tells_sitting;
    if is_listed && hands_on && !signs.is_news && !is_thanks {
        return Some(true);
    }
    // Its papers lie in the mail, and only they could name the case.
    let hands_over = ["查收", "签收", "见附件", "送达"].iter().any(|word| says.contains(word));
    if signs.is_from_court
        && carries
        && hands_over
        && !signs.is_chatter
        && !signs.is_reply
        && names_itself_a_court(mail)
    {
        return Some(true);
    }
    None
}

/// Whether a person pasted it as a message. Who writes so into a mail only has it looked at as one that is not believed.
pub fn is_pasted(mail: &Mail) -> bool {
    mail.headers.iter().any(|it| it.name.eq_ignore_ascii_case("X-Songda-Channel") && it.value.trim() == "paste")
}

/// Answers of machines and receipts of our own: never a service, whatever they quote. A machine's form says so; the
/// subject alone says so only where nothing is handed over, for courts write "after the post came back", too.
fn is_answer(mail: &Mail, evidence: &Evidence<'_>, signs: &Signs, subject: &str) -> bool {
    if machine::is_report(mail) {
        return true;
    }
    let carried = machine::Carried::by(mail);
    let is_own = |it: &&Seen| !carried.hold(&it.found.part);
    let has_paper =
        evidence.seen.iter().filter(is_own).any(|it| it.is_court_paper || it.has_court_head && !it.is_party_paper);
    let is_listed = evidence.claims.by_sender.is_some();
    let has_form = machine::holds_report(mail)
        || machine::is_from_server(mail) && !is_listed
        || machine::says_it_answers(mail)
        || machine::is_sent_in_answer(mail);
    if has_form && !has_paper {
        return true;
    }
    let is_from_court = is_listed || is_named_as_court(mail);
    let hands_over = has_paper || signs.has_platform || evidence.tells_sitting;
    let carries = hands_over || !signs.is_reply && evidence.seen.iter().any(|it| is_own(&it));
    let is_undelivered = if is_from_court {
        machine::begins_as_undelivered(&mail.subject) && !carries
    } else {
        machine::is_called_undelivered(&mail.subject) && !has_paper && !signs.has_platform
    };
    let is_own_receipt = has(&OWN_RECEIPT, &subject.to_lowercase()) && !(is_from_court && carries);
    let is_automatic = machine::is_called_automatic(&mail.subject) && !has_paper;
    is_undelivered || is_own_receipt || is_automatic
}

/// Whether anything comes with the mail besides its text and the pictures in it, opened or not.
fn carries_something(mail: &Mail) -> bool {
    mail.parts.iter().any(|part| match part.became {
        Became::Document | Became::Refused | Became::Unread => true,
        Became::Structured => part.media_type == "text/calendar",
        _ => false,
    })
}

/// Whether there is a text, and nobody could read it here: a page that is one picture, or a charset nobody knows.
pub fn says_nothing_readable(mail: &Mail) -> bool {
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let has_picture = mail.parts.iter().any(|part| part.became == Became::Inline);
    let has_words = [&mail.text, &mail.older].iter().any(|text| text.contains(is_han));
    !has_words && (has_picture || !mail.text.trim().is_empty())
}

fn is_newsletter(mail: &Mail) -> bool {
    mail.headers
        .iter()
        .any(|it| it.name.eq_ignore_ascii_case("List-Unsubscribe") || it.name.eq_ignore_ascii_case("List-Id"))
}

/// Whether sender and a receiver share a domain: mail inside an office, unless it presents itself as a court's.
fn is_from_our_own_domain(mail: &Mail) -> bool {
    let domain = |address: &str| address.rsplit_once('@').map(|(_, domain)| domain.to_owned());
    let from = mail.from.as_deref().and_then(domain);
    from.is_some() && mail.to.iter().any(|to| domain(to) == from)
}

/// Whether the mail presents itself as a court's: sender's profile, sender's name, tag or signature.
fn is_from_court(mail: &Mail, evidence: &Evidence<'_>) -> bool {
    evidence.claims.by_sender.is_some() || is_named_as_court(mail) || !evidence.claims.names.is_empty()
}

/// Whether the sender's own name is a court's, or that of somebody at one.
fn is_named_as_court(mail: &Mail) -> bool {
    let name = compact(mail.from_name.as_deref().unwrap_or(""));
    names_itself_a_court(mail) || ["人民法庭", "法官", "书记员"].iter().any(|word| name.contains(word))
}

/// Whether the sender's own name is a court's.
fn names_itself_a_court(mail: &Mail) -> bool {
    let name = compact(mail.from_name.as_deref().unwrap_or(""));
    name.contains("法院") && !name.contains("法院报")
}

/// Papers whose first page names us as addressee, or a case of its own.
fn has_addressed_papers(evidence: &Evidence<'_>) -> bool {
    evidence
        .seen
        .iter()
        .any(|it| it.is_court_paper && (!it.in_text.is_empty() || !it.in_name.is_empty() || it.found.kind_from_text))
}

fn names_court_paper(text: &str) -> bool {
    [
        "传票",
        "判决",
        "裁定",
        "调解书",
        "应诉",
        "举证",
        "受理通知",
        "诉讼文书",
        "法律文书",
        "司法文书",
        "支付令",
        "执行通知",
        "起诉状",
        "送达回证",
        "签名码",
        "送达地址确认",
        "案件文书",
    ]
    .iter()
    .any(|word| text.contains(word))
}

/// A sentence about service with nothing served: no paper, no link, no order, no court's name under it.
fn is_bare_talk(says: &str, evidence: &Evidence<'_>) -> bool {
    let carries = !evidence.seen.is_empty() || !evidence.pickups.is_empty() || evidence.has_hearing;
    let speaks_to_us = [
        "您",
        "你公司",
        "你单位",
        "你方",
        "贵公司",
        "贵司",
        "本院",
        "我院",
        "查收",
        "签收",
        "附件",
        "现送达",
        "现将",
        "现向",
        "兹",
    ]
    .iter()
    .any(|word| says.contains(word));
    !carries && !speaks_to_us && evidence.claims.names.is_empty() && evidence.claims.by_sender.is_none()
}

fn is_reply(subject: &str) -> bool {
    let subject = subject.to_lowercase();
    ["re:", "re：", "回复:", "回复：", "答复:", "答复："].iter().any(|word| subject.starts_with(word))
}
