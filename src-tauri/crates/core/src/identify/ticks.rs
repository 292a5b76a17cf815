//! Forms in which one of several options is ticked: □谈话 ☑开庭审理, 询问□ 调解☑. What was left open says nothing.

/// Signs of an option that was chosen.
const TICKED: [char; 7] = ['☑', '√', '✓', '✔', '■', '☒', '▣'];
/// Signs of one that was left open.
const OPEN: [char; 3] = ['□', '☐', '▢'];
/// What a scan, or a hurried hand, makes of an open box; it is one only beside a ticked one.
const LIKE_OPEN: char = '口';

/// The text without the options that were left open; `None` where none was, or none was chosen.
pub fn chosen(text: &str) -> Option<String> {
    if !text.contains(TICKED) || !text.contains(OPEN) && !text.contains(LIKE_OPEN) {
        return None;
    }
    let lines: Vec<&str> = text.split('\n').collect();
    let mut told: Vec<String> = Vec::with_capacity(lines.len());
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let block = lines.get(at..).unwrap_or_default().iter().take_while(|line| begins_with_mark(line)).count();
        let options = lines.get(at..at + block).unwrap_or_default();
        let is_one_each = options.len() > 1 && options.iter().all(|line| marks(line).len() == 1);
        let is_choice =
            options.iter().any(|line| line.contains(TICKED)) && options.iter().any(|line| !line.contains(TICKED));
        if is_one_each && is_choice {
            told.extend(
                options.iter().map(|line| if line.contains(TICKED) { line.replace(TICKED, "") } else { String::new() }),
            );
            at += block;
            continue;
        }
        told.push(chosen_in(line).unwrap_or_else(|| (*line).to_owned()));
        at += 1;
    }
    let told = told.join("\n");
    (told != text).then_some(told)
}

/// Where the marks of a line stand, and whether each is a tick.
fn marks(line: &str) -> Vec<(usize, char, bool)> {
    let is_like_open = line.contains(TICKED) && !line.contains(OPEN);
    let begins = |at: usize| {
        let ahead = line.get(..at).and_then(|ahead| ahead.chars().next_back());
        ahead.is_none_or(|c| c.is_whitespace() || [':', '：', '|'].contains(&c))
    };
    let mark = |(at, c): (usize, char)| {
        let is_tick = TICKED.contains(&c);
        (is_tick || OPEN.contains(&c) || c == LIKE_OPEN && is_like_open && begins(at)).then_some((at, c, is_tick))
    };
    line.char_indices().filter_map(mark).collect()
}

fn begins_with_mark(line: &str) -> bool {
    line.trim_start().starts_with(TICKED) || line.trim_start().starts_with(OPEN)
}

/// One line without the options left open in it.
fn chosen_in(line: &str) -> Option<String> {
    let marks = marks(line);
    let has = |is_tick: bool| marks.iter().any(|(.., tick)| *tick == is_tick);
    if !has(true) || !has(false) {
        return None;
    }
    let (last, sign, _) = marks.last()?;
    let is_behind = line.get(last + sign.len_utf8()..).is_some_and(|rest| rest.trim().is_empty());
    let mut told = String::new();
    let mut from = 0;
    for (nth, (at, sign, is_tick)) in marks.iter().enumerate() {
        let ahead = line.get(from..*at)?;
        let end = at + sign.len_utf8();
        if is_behind {
            // 询问□: the option is the word right ahead of its box.
            let kept = ahead.trim_end_matches(|c: char| !c.is_whitespace() && ![':', '：', '|'].contains(&c));
            told.push_str(if *is_tick { ahead } else { kept });
            from = end;
            continue;
        }
        told.push_str(ahead);
        from = end;
        if !is_tick {
            let rest = line.get(end..)?;
            from = match marks.get(nth + 1) {
                Some((next, ..)) => *next,
                None => end + left_open(rest),
            };
        }
    }
    told.push_str(line.get(from..)?);
    Some(told)
}

/// How much of what stands behind the last open box belongs to it: all of it, or only the word where a time follows, as in
/// ☑上午 □下午 9时30分.
fn left_open(rest: &str) -> usize {
    let word = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
    let is_time = rest.get(word..).is_some_and(|time| {
        let unit = time.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
        unit.starts_with(['时', '点', ':', '：'])
    });
    if is_time { word } else { rest.len() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("传唤事由 □谈话 □证据交换 ☑开庭审理 □宣判", "传唤事由 开庭审理 ")]
    #[case("传唤事由：询问□ 调解☑ 开庭□ 宣判□", "传唤事由： 调解  ")]
    #[case("口调解 ■庭前会议 口开庭", "庭前会议 ")]
    #[case("2026年12月21日 □上午 ☑下午 2 时 30 分", "2026年12月21日 下午 2 时 30 分")]
    #[case("2026年12月21日 ☑上午 □下午 9时30分", "2026年12月21日 上午 9时30分")]
    #[case("□普通程序十五日\n√简易程序七日\n□第二审十日", "\n简易程序七日\n")]
    #[case("以打√为准 □普通程序15日 √简易程序7日 □第二审10日", "以打为准 简易程序7日 ")]
    fn only_what_was_ticked_is_left(#[case] text: &str, #[case] left: &str) {
        assert_eq!(chosen(text).as_deref(), Some(left));
    }

    #[rstest]
    #[case("□谈话 □开庭审理")]
    #[case("☑开庭审理")]
    #[case("■ 温馨提示：人口普查，门口安检")]
    fn what_is_no_choice_stays_as_it_is(#[case] text: &str) {
        assert_eq!(chosen(text), None);
    }
}
