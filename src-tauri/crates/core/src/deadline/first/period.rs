//! What mails say of a period every day; anything else they say of one is for a person to read.

use super::clause::says;
use super::told::OTHER_STARTS;

/// Periods that papers start.
const NAMED: [&str; 9] = ["上诉期", "答辩期", "举证期", "异议期", "复议期", "履行期", "上诉截止", "上诉时间", "上诉权"];

/// Papers whose names hold what is handed in to the court.
const PAPERS: [&str; 8] = [
    "举证通知书",
    "举证须知",
    "举证期限通知书",
    "答辩状副本",
    "上诉状副本",
    "举证责任告知书",
    "举证指引",
    "举证告知书",
];

/// What is said of the end of every period.
const EVERY_DAY: [&str; 15] = [
    "提交答辩状期间",
    "答辩期间对管辖权",
    "协商和解",
    "届满前",
    "届满后",
    "届满之前",
    "届满之后",
    "期满前",
    "期满后",
    "期满未",
    "届满未",
    "按自动",
    "自行",
    "自动",
    "依法享有",
];

/// What changes a period, ends it, starts it elsewhere or tells how much of it is left.
const STRANGE: [&str; 41] = [
    "将满",
    "将至",
    "剩",
    "还有",
    "尚有",
    "仅有",
    "只有",
    "余",
    "最后",
    "到期",
    "期满",
    "届满",
    "截止",
    "自",
    "从",
    "顺延",
    "延长",
    "延至",
    "延期",
    "缩短",
    "协商",
    "约定",
    "放弃",
    "中止",
    "中断",
    "重新",
    "不再",
    "不另",
    "另行计",
    "对方",
    "其收到",
    "同意",
    "批准",
    "准许",
    "一并",
    "暂",
    "丧失",
    "已过",
    "今天",
    "昨天",
    "明天",
];

/// Whether a clause says of a period what no everyday mail says.
pub fn is_strange(clause: &str) -> bool {
    let bare = EVERY_DAY.iter().fold(without_own_start(clause), |left, word| left.replace(word, ""));
    // 应诉通知书、举证通知书、上诉状副本一并送达 lists papers.
    let of_us = PAPERS.iter().fold(clause.to_owned(), |left, paper| left.replace(paper, ""));
    let is_at_the_sitting =
        says(clause, &["庭审时", "开庭时", "当庭", "一并"]) && says(&of_us, &["答辩", "上诉状", "举证", "提交证据"]);
    let starts_elsewhere = says(clause, &["起算", "开始计算", "起计算"]) && says(clause, &OTHER_STARTS);
    is_at_the_sitting
        || starts_elsewhere
        || (says(clause, &NAMED) && says(&bare, &STRANGE))
        // 距上诉期满尚有三日 names the period by its end.
        || (clause.contains("上诉") && says(clause, &["还剩", "剩余", "尚有", "尚余", "仅剩", "只剩", "倒计时"]))
}

/// The clause without 自判决书送达之日起: that start is the arrival of the mail.
fn without_own_start(clause: &str) -> String {
    let Some(at) = clause.find(['自', '从']) else { return clause.to_owned() };
    let (ahead, behind) = clause.split_at(at);
    let Some(end) = behind.find('起') else { return clause.to_owned() };
    let (start, rest) = behind.split_at(end);
    let is_own = says(start, &["送达", "收到", "到达"])
        && !says(start, &OTHER_STARTS)
        && !says(start, &["对方", "其", "双方", "各方", "均", "全部", "最后"])
        && !start.chars().any(|letter| letter.is_ascii_digit());
    if is_own { format!("{ahead}{rest}") } else { clause.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("上诉期还剩五天", true)]
    #[case("距上诉期满尚有三日", true)]
    #[case("上诉期从对方签收之日起一并计算", true)]
    #[case("上诉期自宣判次日起算", true)]
    #[case("双方约定上诉期为五日", true)]
    #[case("上诉须于宣判笔录所载日期起算", true)]
    #[case("当事人均放弃上诉权", true)]
    #[case("请于11月20日庭审时一并提交答辩意见", true)]
    #[case("应诉通知书、举证通知书、起诉状副本、传票一并送达", false)]
    #[case("上诉状副本随通知一并送达", false)]
    #[case("举证通知书所列证据于开庭时一并举证", true)]
    #[case("上诉期限自判决书送达之日起计算", false)]
    #[case("请在上诉期内提交上诉状", false)]
    #[case("举证期限届满前申请证人出庭", false)]
    #[case("上诉期满未上诉的", false)]
    #[case("请于法定期限内上诉", false)]
    fn what_no_everyday_mail_says_of_a_period(#[case] clause: &str, #[case] strange: bool) {
        assert_eq!(is_strange(clause), strange);
    }
}
