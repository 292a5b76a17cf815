//! What papers beside a decision tell of its service: a signed receipt, a record of the pronouncement, a note.

use chrono::NaiveDate;

use super::super::paper;
use super::clause::{self, clauses, says, was_served_before};
use super::{apart, enclosed, is_taken_back, runs_from_another, was_read_before};
use crate::identify::{FoundDocument, Role};
use crate::service::Service;

/// Kinds of paper that may tell how and when the papers beside them were served. A decision's own text is about the case.
pub(super) const TELL_OF_SERVICE: [&str; 5] =
    ["notice", "information", "process-notice", "proof-of-service", "transcript"];

/// Longer papers are exhibits and guides.
pub(super) const LONGEST: usize = 2_000;

/// Behind these a receipt 送达回证 carries the day on which somebody signed for the papers.
const SIGNED: [&str; 11] = [
    "受送达人签收",
    "签名或盖章",
    "签名或者盖章",
    "签名盖章",
    "签字或盖章",
    "签字盖章",
    "代收人",
    "收件人",
    "签收时间",
    "签收日期",
    "收到日期",
];

/// Words with which a record tells that the decision was handed over in the court room.
const HANDED_OVER: [&str; 7] =
    ["当庭送达", "当庭签收", "当庭领取", "当庭向", "判决书送达各方", "领取判决书", "签收判决书"];

/// Why no day of this service may be final, by what the papers beside a decision tell.
pub fn of_papers(service: &Service, from: Option<NaiveDate>) -> Vec<String> {
    if service.chosen.is_some() {
        return Vec::new();
    }
    let mut reasons: Vec<String> =
        service.found.documents.iter().filter_map(|it| of_one(it, from, service.found.role)).collect();
    let court = service.found.court.as_ref().map(|court| court.name.as_str());
    let names: Vec<&str> = court.into_iter().chain(service.found.addressee.as_deref()).collect();
    let role = service.found.role;
    reasons.extend(service.found.documents.iter().filter_map(|it| enclosed::of_letter(it, &names, from, role)));
    reasons.sort_unstable();
    reasons.dedup();
    reasons
}

fn of_one(document: &FoundDocument, from: Option<NaiveDate>, role: Option<Role>) -> Option<String> {
    // 判决书送达情况说明 is called by its name only what it tells of.
    let kind = document.kind.as_deref().filter(|kind| document.kind_from_text || !is_called(kind));
    if kind.is_some_and(is_called) {
        return tells_of_itself(document, from, role)
            .then(|| format!("《{}》写有此前已经送达或者再次告知，请核对", document.title));
    }
    let is_correction = kind == Some("correction-ruling");
    let may_tell = is_correction || kind.is_none_or(|kind| TELL_OF_SERVICE.contains(&kind));
    if !may_tell || document.text.chars().count() > LONGEST {
        return None;
    }
    let lines: Vec<String> = document.text.lines().map(paper::plain).collect();
    let said = lines.join("。");
    let is_earlier = |from: NaiveDate, day: NaiveDate| day < from && (from - day).num_days() <= 200;
    if kind == Some("proof-of-service") {
        let signed = signed_on(&paper::plain(&document.text));
        let is_signed = from.is_some_and(|from| signed.iter().any(|day| is_earlier(from, *day)));
        return is_signed.then(|| format!("《{}》载有较早的签收日期，期间可能自当日起算", document.title));
    }
    let is_told = clauses(&said).iter().any(|it| {
        was_served_before(it, from, role)
            || was_read_before(it, from)
            || runs_from_another(it, from)
            || it.tells(&NOT_ANEW, |_, _| false)
            || (kind != Some("transcript") && kind.is_some() && is_taken_back(it))
    });
    let is_handed = kind == Some("transcript") && says(&said, &HANDED_OVER);
    (is_told || is_handed).then(|| format!("《{}》写有此前已经送达或者另有起算日，请核对", document.title))
}

/// The days on which a receipt says that somebody signed for the papers.
pub(super) fn signed_on(plain: &str) -> Vec<NaiveDate> {
    let behind = SIGNED.iter().flat_map(|word| plain.split(word).skip(1)).map(near);
    behind.flat_map(paper::dates_in).collect()
}

/// Whether a decision tells, behind what it orders, that it was given to the parties when it was pronounced.
fn was_handed_over(plain: &str, from: Option<NaiveDate>) -> bool {
    let Some((_, order)) = plain.split_once("判决如下").or_else(|| plain.split_once("裁定如下")) else {
        return false;
    };
    let hands = ["送达", "发放", "签收", "领取", "交付", "发给"];
    let is_earlier = |sentence: &str| {
        from.is_some_and(|from| {
            let near = |day: &NaiveDate| *day < from && (from - *day).num_days() <= 200;
            clause::days_of(sentence, Some(from)).iter().any(|(day, _)| near(day))
        })
    };
    clauses(order).iter().any(|it| {
        let is_of_it = says(it.sentence, &["本判决", "本裁定", "判决书", "裁定书"]);
        let is_then = it.clause.contains("当庭")
            || (is_earlier(it.sentence) && says(it.sentence, &["宣判", "宣告", "本判决", "本裁定"]));
        // 另行邮寄送达，以签收日期起算.
        let is_apart =
            it.tells(&["另行", "另以"], |before, _| says(before, &["可", "应", "请"])) && it.has(&["送达", "寄"]);
        let runs_from_it =
            it.has(&["签收", "邮寄", "专递"]) && it.has(&["起算", "之日起计算", "次日起计算"]) && !it.is_conditional();
        (is_of_it && (is_apart || runs_from_it))
            || (is_of_it && is_then && it.tells(&hands, |before, _| says(before, &["如", "可", "之日起"])))
    })
}

fn is_called(kind: &str) -> bool {
    CALLED.iter().any(|(it, _)| *it == kind)
}

/// What a note beside a paper says of a period that ran before.
const NOT_ANEW: [&str; 7] =
    ["不重新计算", "不重新起算", "不再重新", "不另行计算", "不另行起算", "不再起算", "不影响原上诉期"];

/// Papers whose service starts a period, as others name them.
const START: [&str; 7] = ["起诉状", "应诉材料", "应诉通知", "上诉状", "反诉状", "再审申请书", "申请书副本"];

/// Words of what is still to come; 现将起诉状副本送达你单位 is none of it.
const TO_COME: [&str; 16] = [
    "将于",
    "将在",
    "将另",
    "将再",
    "将向",
    "近日",
    "另行",
    "届时",
    "随后",
    "稍后",
    "择日",
    "再行",
    "后送达",
    "后再",
    "后发送",
    "后向",
];

/// What may come later without the period waiting for it.
const MAY_FOLLOW: [&str; 13] = [
    "传票",
    "开庭",
    "合议庭",
    "审判人员",
    "判决",
    "裁定",
    "裁判",
    "证据",
    "举证通知",
    "原件",
    "纸质",
    "法律文书",
    "诉讼文书",
];

/// Words for what the court has still to decide or somebody has still to do before the suit goes on.
const STILL_TO_COME: [&str; 9] = ["受理", "立案", "准许", "获准", "准予", "追加", "调解不成", "合并审理", "足额交"];

/// Whether a notice tells a period to answer for the case only that something comes about: 如予受理，你单位应在十五日内答辩.
pub fn hangs_on_what_may_come(document: &FoundDocument, plain: &str) -> bool {
    let is_notice = document.kind.as_deref().is_some_and(|kind| kind.ends_with("notice"));
    is_notice
        && clauses(plain).iter().any(|it| {
            let clause = it
                .clause
                .trim_start_matches(|letter: char| letter.is_ascii_digit() || "、.一二三四五六".contains(letter));
            let opens = ["如", "若", "待", "一旦", "倘"].iter().any(|word| clause.starts_with(word));
            let behind = it.sentence.split_once(it.clause).map_or("", |(_, behind)| behind);
            opens && says(clause, &STILL_TO_COME) && says(behind, &["答辩", "起诉状副本", "反诉状副本"])
        })
}

/// Whether a notice is for somebody who only helps or may join by himself: 作为协助执行人, 作为案外人可申请参加诉讼.
pub fn is_for_no_party(document: &FoundDocument, plain: &str) -> bool {
    match document.kind.as_deref() {
        Some("execution-notice") => clauses(plain).iter().any(|it| {
            let asks = it.clause.starts_with("请") || it.has(&["你单位", "你公司", "你行", "你司", "贵"]);
            asks && it.tells(&["协助执行", "协助本院执行", "作为协助"], |before, _| {
                says(before, &["拒不", "未"])
            })
        }),
        Some("response-notice") => plain.contains("申请参加诉讼") && !plain.contains("答辩"),
        _ => false,
    }
}

/// Whether a notice says that its papers are to be fetched elsewhere and count from then: 下载之日视为收到.
pub fn is_to_be_fetched(document: &FoundDocument, plain: &str) -> bool {
    let ways = ["下载", "登录", "领取", "打开", "查看", "查阅", "点击"];
    document.kind.as_deref().is_some_and(|kind| kind.ends_with("notice"))
        && clauses(plain).iter().any(|it| it.has(&ways) && !it.has(&["寄", "退回"]) && apart::is_served_when_read(it))
}

/// Whether a notice only asks what we say to being joined, or tells that somebody asked for it: nobody has joined us yet.
pub fn asks_about_joining(document: &FoundDocument, plain: &str) -> bool {
    let asks = ["是否同意追加", "是否追加", "就追加", "追加申请提出意见", "如获准许", "是否准许"];
    let only_applied = says(plain, &["申请追加", "请求追加", "拟追加"])
        && !says(plain, &["准许", "准予", "决定", "依法追加", "通知你", "通知贵", "予以追加", "参加诉讼", "同意原告"]);
    document.kind.as_deref() == Some("joinder-notice") && (only_applied || says(plain, &asks))
}

/// Whether a paper that is no decision says that what starts its period is still to be served: 起诉状副本本院将另行送达.
pub fn come_later(document: &FoundDocument, plain: &str) -> bool {
    let kind = document.kind.as_deref().unwrap_or_default();
    if !kind.ends_with("notice") && kind != "information" {
        return false;
    }
    // In a notice of its own kind what holds under a condition tells of another case than this one.
    comes_later(plain, kind != "notice" && kind != "information")
}

/// Whether a mail says that what starts the period is still to be served.
pub fn say_more_comes(body: &str) -> bool {
    comes_later(body, true)
}

fn comes_later(plain: &str, is_told: bool) -> bool {
    clauses(plain).iter().any(|it| {
        let clause =
            ["现将", "兹将", "特将", "已将"].iter().fold(it.clause.to_owned(), |left, word| left.replace(word, ""));
        let comes = says(&clause, &TO_COME) && says(&clause, &["送达", "发送", "送交", "寄送", "邮寄"]);
        let ahead = || it.sentence.split_once(it.clause).map_or("", |(ahead, _)| ahead);
        let is_start = says(&clause, &START) || (!says(&clause, &MAY_FOLLOW) && says(ahead(), &START));
        comes && is_start && !(is_told && it.is_conditional()) && !says(&clause, &["对方", "已于", "已经", "变更后"])
    })
}

/// Letters at the end of a paper in which a receipt for it stands.
const RECEIPT: usize = 240;

/// Whether a paper ends with a receipt that somebody filled in: 签收人 何某 签收时间 2026年10月28日, 送达方式 直接送达.
pub fn was_signed_for(plain: &str) -> bool {
    let from = plain.char_indices().rev().nth(RECEIPT - 1).map_or(0, |(at, _)| at);
    let end = plain.get(from..).unwrap_or_default();
    let fields =
        ["签收时间", "签收日期", "收到日期", "签收人", "签收记录", "送达信息", "送达记录", "送达回执", "到达时间"];
    let is_dated =
        fields.iter().flat_map(|word| end.split(word).skip(1)).any(|behind| !paper::dates_in(near(behind)).is_empty());
    let bare = end.replace(['|', ':'], "");
    let otherwise = ["直接送达", "留置送达", "邮寄送达", "委托送达", "转交送达"];
    let is_otherwise = bare.split("送达方式").skip(1).any(|behind| otherwise.iter().any(|way| behind.starts_with(way)));
    is_dated || is_otherwise
}

/// What stands behind the place for a signature, up to the next field of the form.
fn near(behind: &str) -> &str {
    let ends = ["填发", "签发", "送达人", "备考", "备注"];
    let end = ends.iter().filter_map(|word| behind.find(word)).min().unwrap_or(behind.len());
    let limit = behind.char_indices().nth(45).map_or(behind.len(), |(at, _)| at);
    behind.get(..end.min(limit)).unwrap_or_default()
}

/// Notices and orders, and what they call themselves.
const CALLED: [(&str, &str); 13] = [
    ("judgment", "本判决书"),
    ("ruling", "本裁定书"),
    ("preservation-ruling", "本裁定书"),
    ("jurisdiction-ruling", "本裁定书"),
    ("dismissal-ruling", "本裁定书"),
    ("fine-decision", "本决定书"),
    ("response-notice", "起诉状"),
    ("execution-notice", "执行通知书"),
    ("response-notice", "应诉通知书"),
    ("evidence-notice", "举证通知书"),
    ("payment-order", "支付令"),
    ("property-report-order", "报告财产令"),
    ("fee-notice", "通知书"),
];

/// Whether a notice says that it was served before: 本院于某日向你单位留置送达执行通知书，现再次告知.
fn tells_of_itself(document: &FoundDocument, from: Option<NaiveDate>, role: Option<Role>) -> bool {
    let called = CALLED.iter().filter(|(kind, _)| document.kind.as_deref() == Some(kind)).map(|(_, name)| *name);
    let names: Vec<&str> = called.chain(["本通知", "本令", "此件", "本件"]).collect();
    let again = ["再次告知", "再次通知", "再次送达", "再次责令", "重新送达"];
    // In a decision's story somebody may well have notified somebody again.
    let is_decision = document.kind.as_deref().is_some_and(|kind| kind == "judgment" || kind.ends_with("ruling"));
    if is_decision && was_handed_over(&paper::plain(&document.text), from) {
        return true;
    }
    clauses(&paper::plain(&document.text)).iter().any(|it| {
        let is_again = !is_decision && it.has(&again) && !it.is_conditional();
        // 此件为补发, 本件与某日送达的判决书内容一致.
        let is_this = it.has(&["此件", "本件", "此份", "本份"]);
        let is_again = is_again || (is_this && it.tells(&["补发", "重发", "补送", "重新", "再次"], |_, _| false));
        // 答辩期自原应诉通知书送达之日起计算，不因本次变更重新计算.
        let is_notice = matches!(document.kind.as_deref(), Some("response-notice" | "evidence-notice"));
        let runs_on = is_notice
            && it.has(&["答辩期", "举证期", "期限"])
            && it.has(&["起算", "计算"])
            && it.tells(&["自原", "从原", "首次送达"], |_, _| false);
        // 起诉状副本不再重复送达, 答辩期不另指定; 不再邮寄纸质副本 is about paper prints.
        let is_over = is_notice
            && it.has(&["答辩期", "起诉状副本", "应诉材料"])
            && !it.has(&["纸质", "寄"])
            && it.tells(&["不再重复送达", "不再送达", "不再另行", "不再指定", "不另指定", "不另行指定"], |_, _| false);
        is_again || runs_on || is_over || (it.has(&names) && was_served_before(it, from, role))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn told(kind: &str, text: &str) -> bool {
        let kind = Some(kind.to_owned()).filter(|kind| !kind.is_empty());
        let document = FoundDocument {
            kind,
            title: "说明".to_owned(),
            text: text.to_owned(),
            kind_from_text: true,
            ..FoundDocument::default()
        };
        of_one(&document, NaiveDate::from_ymd_opt(2026, 11, 12), None).is_some()
    }

    #[rstest]
    #[case("proof-of-service", "送达回证\n受送达人签名或盖章：某公司（章）2026年11月3日", true)]
    #[case("proof-of-service", "送达回证\n填发日期：2026年11月10日\n受送达人签名或盖章：　　年　月　日", false)]
    #[case("transcript", "宣判笔录\n时间：2026年11月4日\n判决书当庭送达各方当事人。", true)]
    #[case("transcript", "庭审笔录\n时间：2026年9月4日\n双方进行了质证。", false)]
    #[case("", "情况说明\n本判决书已于2026年11月3日送达原告委托诉讼代理人。", true)]
    #[case("process-notice", "上诉须知\n上诉期限为十五日，自宣判之日次日起计算。", true)]
    #[case("process-notice", "上诉须知\n不服判决的，可在判决书送达之日起十五日内提起上诉。", false)]
    #[case("information", "告知书\n如送达地址变更，应当及时告知，文书退回之日视为送达之日。", false)]
    #[case("execution-notice", "本院于2026年11月1日向你单位留置送达执行通知书，责令履行。", true)]
    #[case(
        "execution-notice",
        "判决书已于2026年10月1日送达你单位，现已生效。责令自本通知书送达之日起三日内履行。",
        false
    )]
    #[case("judgment", "判决如下：驳回。\n本判决书已于2026年11月3日当庭送达双方当事人。", true)]
    #[case("response-notice", "起诉状副本已于2026年10月28日随诉前调解材料送达你方。", true)]
    #[case("judgment", "判决书\n合同已于2026年11月3日寄送被告。", false)]
    #[case("correction-ruling", "本院于2026年11月2日送达的民事判决书中有书写错误，应予补正。", true)]
    #[case("correction-ruling", "本院于2026年11月2日作出的民事判决书中有书写错误，应予补正。", false)]
    #[case("notice", "说明\n本次仅补充电子文本，答辩期间不重新起算。", true)]
    fn papers_beside_a_decision_tell_of_its_service(#[case] kind: &str, #[case] text: &str, #[case] is_told: bool) {
        assert_eq!(told(kind, text), is_told);
    }

    #[test]
    fn an_account_named_like_a_decision_is_read_as_a_note() {
        let text = "经查，民事判决书已于2026年11月3日通过诉讼服务平台送达你公司。";
        let note = |kind_from_text| FoundDocument {
            kind: Some("judgment".to_owned()),
            title: "民事判决书送达经过".to_owned(),
            text: text.to_owned(),
            kind_from_text,
            ..FoundDocument::default()
        };
        let day = NaiveDate::from_ymd_opt(2026, 11, 12);
        assert!(of_one(&note(false), day, None).is_some());
        assert!(of_one(&note(true), day, None).is_none(), "what a decision tells is its case's story");
    }

    #[rstest]
    #[case("若本院决定立案，你公司应在收到起诉状副本之日起十五日内答辩。", true)]
    #[case("待原告足额交费后，请于收到起诉状副本之日起十五日内答辩。", true)]
    #[case("起诉状副本请到诉讼服务网领取，领取之日视为收到，请于十五日内答辩。", true)]
    #[case("如提起反诉，应当在举证期限届满前提出，请于十五日内答辩。", false)]
    #[case("本院已立案受理，请于收到起诉状副本之日起十五日内答辩。如需追加当事人，请书面申请。", false)]
    #[case("请登录诉讼服务网查看卷宗，并于收到起诉状副本之日起十五日内答辩。", false)]
    fn a_period_may_hang_on_what_is_still_to_come(#[case] text: &str, #[case] is: bool) {
        let document = FoundDocument { kind: Some("response-notice".to_owned()), ..FoundDocument::default() };
        let plain = paper::plain(text);
        assert_eq!(hangs_on_what_may_come(&document, &plain) || is_to_be_fetched(&document, &plain), is);
    }

    #[rstest]
    #[case("response-notice", "起诉状副本和应诉通知书，我院稍后向贵公司发送。", true)]
    #[case("response-notice", "反诉状副本待反诉费交纳后送达你单位。", true)]
    #[case("information", "调解不成的，届时再行送达应诉材料，自收到起诉状副本之日起十五日内答辩。", true)]
    #[case("response-notice", "现将起诉状副本送达你单位，开庭传票另行送达。", false)]
    #[case("response-notice", "随文送达起诉状副本。证据副本将于近日邮寄。", false)]
    #[case("response-notice", "原告变更请求的，变更后的起诉状另行送达。", false)]
    #[case("judgment", "上诉状副本由本院另行送达。", false)]
    #[case("response-notice", "本院将向你单位确认的邮箱送达诉讼文书。", false)]
    fn what_starts_a_period_may_still_be_to_come(#[case] kind: &str, #[case] text: &str, #[case] is: bool) {
        let document = FoundDocument { kind: Some(kind.to_owned()), ..FoundDocument::default() };
        assert_eq!(come_later(&document, &paper::plain(text)), is);
    }
}
