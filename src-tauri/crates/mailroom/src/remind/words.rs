//! What a reminder says: how many, which court, which day. No names of parties, no case numbers, no content.

use chrono::NaiveDate;

use super::plan::{Due, Stage, Telling};
use super::sittings::{Coming, Nearness};

/// Longest message; WeCom takes 4096 bytes.
const LONGEST: usize = 3_800;
/// Lines told one by one; the rest is counted.
pub(super) const MOST_LINES: usize = 20;

/// A reminder in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// One line.
    pub title: String,
    /// Lines below it.
    pub lines: Vec<String>,
}

impl Said {
    /// Title and lines as plain text.
    pub fn text(&self) -> String {
        let mut text = self.title.clone();
        for line in &self.lines {
            text.push('\n');
            text.push_str(line);
        }
        text
    }
}

/// Says a telling.
pub fn say(telling: &Telling, today: NaiveDate) -> Said {
    let count = |stage: Stage| telling.due.iter().filter(|due| due.stage == stage).count();
    let parts = [
        (count(Stage::Overdue), "已逾期"),
        (count(Stage::Today), "今日届满"),
        (count(Stage::Eve), "明日届满"),
        (count(Stage::Internal), "即将届满"),
    ];
    let mut counts: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, words)| format!("{words} {count} 件")).collect();
    if !telling.sittings.is_empty() {
        counts.insert(0, format!("开庭 {} 场", telling.sittings.len()));
    }
    if telling.digest.is_some() {
        counts.push(format!("七日内共 {} 件", telling.week.len()));
    }
    if telling.doubtful > 0 {
        counts.push(format!("可疑邮件待核实 {} 封", telling.doubtful));
    }
    let title = format!("【送达台】{}", counts.join("，"));
    let all = telling.lines();
    // A sitting a week off cuts off no line of a deadline that ends today.
    let (far, near): (Vec<_>, Vec<_>) = telling.sittings.iter().partition(|it| it.nearness == Nearness::Week);
    let near = near.into_iter().map(|it| sitting(it, today));
    let far = far.into_iter().map(|it| sitting(it, today));
    let every: Vec<String> = near.chain(all.iter().map(|due| line(due, today))).chain(far).collect();
    let mut lines = Vec::new();
    let mut length = title.len();
    for line in every.iter().take(MOST_LINES) {
        if length + line.len() > LONGEST {
            break;
        }
        length += line.len();
        lines.push(line.clone());
    }
    if lines.len() < every.len() {
        lines.push(format!("另有 {} 件，请打开送达台查看。", every.len() - lines.len()));
    }
    if all.is_empty() && telling.digest.is_some() {
        lines.push("七日内没有届满的期限。".to_owned());
    }
    Said { title, lines }
}

/// · 上海市闵行区人民法院 · 开庭 · 2026-12-10 09:30（还有 7 天） #a1b2c3d
fn sitting(coming: &Coming, today: NaiveDate) -> String {
    let left = match (coming.starts.date_naive() - today).num_days() {
        0 => "今日".to_owned(),
        1 => "明日".to_owned(),
        days => format!("还有 {days} 天"),
    };
    let court = if coming.court.is_empty() { "法院未识别" } else { &coming.court };
    let id: String = coming.id.chars().take(7).collect();
    let open = if coming.may_be_moved { "，可能已改期" } else { "" };
    format!("· {court} · {} · {}（{left}{open}） #{id}", coming.kind, coming.starts.format("%Y-%m-%d %H:%M"))
}

fn line(due: &Due, today: NaiveDate) -> String {
    let days = (due.last_day - today).num_days();
    let left = match days {
        days if days < 0 => format!("已逾期 {} 天", -days),
        0 => "今日".to_owned(),
        1 => "明日".to_owned(),
        days => format!("还有 {days} 天"),
    };
    let court = if due.court.is_empty() { "法院未识别" } else { &due.court };
    let provisional = if due.is_provisional { "，暂定" } else { "" };
    let id: String = due.id.chars().take(7).collect();
    format!("· {court} · {} · {}（{left}{provisional}） #{id}", due.name, due.last_day)
}
