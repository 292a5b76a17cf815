//! Sentences about deadlines, calendars and reminders.

use std::path::Path;

use crate::replay::DeadlineChange;
use crate::view::{CalendarRow, Problem};

use super::Lang;

type Both = (String, String);

/// Why a last day moved.
pub fn why_moved(why: &str, lang: Lang) -> String {
    let (zh, en) = match why {
        "calendar" => ("节假日安排变化", "the calendar changed"),
        "rules" => ("规则变化", "the rules changed"),
        "facts" => ("重新识别了邮件", "the mail was read anew"),
        "register" => ("送达地址登记变化", "the service-address register changed"),
        "person" => ("人工确定", "determined by a person"),
        "new" => ("新的期限", "new"),
        _ => ("程序版本变化", "the program changed"),
    };
    lang.pick(zh.to_owned(), en.to_owned())
}

/// What came of taking in a year.
pub fn calendar_imported(row: &CalendarRow, known: bool, lang: Lang) -> String {
    let (rest, worked) = (row.rest.len(), row.make_up.len());
    let region = row.region.as_deref().unwrap_or_default();
    if known {
        return lang.pick(
            format!("{}年{region}的放假安排此前已经载入，没有变化。", row.year),
            format!("{}{region} had been taken in before; nothing changed.", row.year),
        );
    }
    lang.pick(
        format!("已载入{}年{region}放假安排：休息日 {rest} 天，调休上班 {worked} 天。出处：{}", row.year, row.source),
        format!("Took in {}{region}: {rest} days off, {worked} worked in exchange. Source: {}", row.year, row.source),
    )
}

/// What another reading would make of a deadline.
pub fn deadline_would_be(it: &DeadlineChange, lang: Lang) -> String {
    let day = |day: &Option<String>| day.clone().unwrap_or_else(|| "----------".to_owned());
    let (was, would_be) = (day(&it.was), day(&it.would_be));
    let number = it.case_number.as_deref().unwrap_or("");
    let (zh, en) = if it.waits { ("（推迟，须经接受）", " (later: waits to be accepted)") } else { ("", "") };
    lang.pick(
        format!("  期限 {} {number}：{was} → {would_be}{zh}", it.name),
        format!("  deadline {} {number}: {was} → {would_be}{en}", it.name),
    )
}

/// After `replay`.
pub fn replayed(mails: usize, changed: usize, lang: Lang) -> String {
    lang.pick(
        format!("重新读取 {mails} 封邮件，其中 {changed} 封的结果会不同。未做任何改动。"),
        format!("{mails} mails read again, {changed} of them would be told otherwise. Nothing was changed."),
    )
}

/// A file was written.
pub fn exported(path: &Path, events: usize, lang: Lang) -> String {
    let path = path.display();
    lang.pick(format!("已写入 {path}，共 {events} 项。"), format!("Wrote {events} entries to {path}."))
}

/// A file could not be written.
pub fn unwritable(path: &Path, error: &std::io::Error, lang: Lang) -> String {
    let path = path.display();
    lang.pick(
        format!("不能写入 {path}：{error}。请检查文件夹是否存在、有没有权限。"),
        format!("Could not write {path}: {error}. Check that the folder exists and may be written."),
    )
}

/// Problems of deadlines, calendars and reminders; `None` for every other.
pub fn problem(problem: &Problem) -> Option<Both> {
    let fact = |at: usize| problem.facts.get(at).map_or("", String::as_str);
    let (a, b, c) = (fact(0), fact(1), fact(2));
    let both = |zh: String, en: String| Some((zh, en));
    match problem.code.as_str() {
        "calendar.unreadable" => both(
            format!("不能读取文件 {a}：{b}。请检查路径；文件应为 UTF-8 编码。"),
            format!("Could not read {a}: {b}. Check the path; the file must be UTF-8."),
        ),
        "calendar.no-source" => both(
            format!("没有载入 {a}：文件没有写明出处。请用 --source 写明，例如国务院办公厅通知的网址。"),
            format!("{a} was not taken in: it names no source. Give one with --source."),
        ),
        "calendar.no-date" => {
            both(format!("没有载入 {a}：“{b}”不是一个日期。"), format!("{a} was not taken in: “{b}” is no date."))
        }
        "calendar.other-year" => both(
            format!("没有载入 {a}：有不属于该年的日期（{b}）。"),
            format!("{a} was not taken in: a date of another year ({b})."),
        ),
        "calendar.not-a-year" => both(
            format!("没有载入 {a}：不像完整的一年放假安排（{b} 天）。只补充某地的休息日时，请加 --region。"),
            format!("{a} was not taken in: not a whole year ({b} days). For a region's own days give --region."),
        ),
        "calendar.make-up-workday" => both(
            format!("没有载入 {a}：{b} 本来就是工作日，不会是调休上班日。"),
            format!("{a} was not taken in: {b} is a working day anyway and cannot be worked in exchange."),
        ),
        "calendar.not-readable" => both(
            format!("没有载入 {a}：看不懂（{b}）。可用 holiday-cn 的 JSON、含“日期,名称,休/班”的 CSV，或 TOML。"),
            format!("{a} was not taken in: {b}. Use holiday-cn JSON, CSV with date, name and off/work, or TOML."),
        ),
        "calendar.region" => both(
            format!("“{a}”不是地区：请写法院代字的第一个字，例如 桂。"),
            format!("“{a}” is no region: give the first letter of its courts' codes, such as 桂."),
        ),
        code => deadline(code, a, b, c).map_or_else(|| remind(code, a, b), Some),
    }
}

fn deadline(code: &str, a: &str, b: &str, c: &str) -> Option<Both> {
    Some(match code {
        "deadline.closed" => (
            format!("“{a}”现在的状态是 {b}，不能再记为 {c}。要更改请先重新打开。"),
            format!("“{a}” is {b}; it cannot become {c}. Reopen it first."),
        ),
        "deadline.future-start" => {
            (format!("送达日 {a} 还没有到，不能作为起算日。"), format!("The day of service {a} lies in the future."))
        }
        "deadline.no-date" => {
            ("没有记录：缺少日期。".to_owned(), "Nothing was recorded: a date is missing.".to_owned())
        }
        "deadline.no-name" => {
            ("没有记录：缺少名称。".to_owned(), "Nothing was recorded: a name is missing.".to_owned())
        }
        "deadline.no-person" => {
            ("没有记录：没有写明负责人。".to_owned(), "Nothing was recorded: nobody is named.".to_owned())
        }
        "deadline.no-reason" => (
            "没有记录：请写明理由（--reason），它会记入台账。".to_owned(),
            "Nothing was recorded: give a reason (--reason); it goes into the ledger.".to_owned(),
        ),
        "deadline.not-a-date" => {
            (format!("“{a}”不是日期，例如 2026-12-07。"), format!("“{a}” is no date such as 2026-12-07."))
        }
        "deadline.not-later" => (
            format!("没有记录：{a} 不晚于原来的 {b}，不是延长。"),
            format!("Nothing was recorded: {a} is no later than {b}, so it gives no more time."),
        ),
        "deadline.not-overdue" => {
            (format!("“{a}”没有逾期，不需要补救；完成请用 done。"), format!("“{a}” is not overdue; use done."))
        }
        "deadline.nothing-waits" => {
            (format!("“{a}”没有等待接受的日期。"), format!("“{a}” has no later day that waits to be accepted."))
        }
        "deadline.changed" => (
            format!("没有记录：“{a}”等待接受的日期现在是 {b}。请再看一次。"),
            format!("Nothing was recorded: the day that waits for “{a}” is {b} now. Look at it again."),
        ),
        "deadline.too-long" => {
            (format!("没有记录：文字超过 {b} 字。"), format!("Nothing was recorded: longer than {b} characters."))
        }
        "deadline.twice" => (format!("“{a}”（{b}）已经添加过。"), format!("“{a}” ({b}) was added before.")),
        "deadline.unknown-decision" => (format!("不认识“{a}”。"), format!("“{a}” is not known.")),
        _ => return None,
    })
}

fn remind(code: &str, a: &str, b: &str) -> Option<Both> {
    Some(match code {
        "remind.no-address" => (
            format!("机器人 {a} 没有网址：{b}。请运行 songda remind robot {a} 存入系统钥匙串，或设置环境变量。"),
            format!("The robot {a} has no address: {b}. Run songda remind robot {a}, or set the variable."),
        ),
        "remind.other-host" => (
            format!("机器人 {a} 的网址不属于该平台（{b}），没有发送。"),
            format!("The address of the robot {a} is not the platform's ({b}); nothing was sent."),
        ),
        "remind.unreachable" => {
            (format!("提醒没有送达 {a}：{b}。稍后再试。"), format!("{a} could not be reached: {b}. Tried again later."))
        }
        "remind.refused" => (
            format!("{a} 没有接受提醒：{b}。请核对机器人的设置（关键词、加签、IP）。"),
            format!("{a} did not take the reminder: {b}. Check the robot's settings."),
        ),
        "remind.busy" => (
            format!("{a} 限制了发送频率（{b}），稍后再试。"),
            format!("{a} limits how often it takes messages ({b}); tried again later."),
        ),
        "remind.feed" => (
            format!("本机日历订阅没有开启：{a}。请换一个端口。"),
            format!("The calendar feed could not start: {a}. Choose another port."),
        ),
        "remind.feed-port" => (
            "本机日历订阅没有开启。请在 songda.toml 的 [remind] 一节写上端口，例如 feed_port = 8765。".to_owned(),
            "The calendar feed is off. Set a port in songda.toml, such as [remind] feed_port = 8765.".to_owned(),
        ),
        "remind.feed-secret" => (
            format!(
                "本机日历订阅没有开启：{a}。订阅地址的密钥存不进系统钥匙串；没有钥匙串的电脑请用环境变量 \
                 SONGDA_FEED_SECRET 给出一串别人猜不到的字母和数字。"
            ),
            format!(
                "The calendar feed could not start: {a}. Its secret cannot be kept in the system keychain; without one, \
                 give letters and digits nobody can guess in SONGDA_FEED_SECRET."
            ),
        ),
        _ => return None,
    })
}
