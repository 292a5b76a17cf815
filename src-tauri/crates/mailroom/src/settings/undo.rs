//! How long a receipt can be taken back: one of three times.

use std::time::Duration;

/// What may be chosen, in seconds, the shortest first.
const CHOICES: [u64; 3] = [0, 10, 30];
const USUAL: u64 = 10;

/// The time that holds, and what is to be said where another one is written: homes of earlier versions may have one, and
/// they open all the same. The nearest that is not shorter is taken, else the longest there is.
pub(super) fn time(written: Option<u64>) -> (Duration, Option<String>) {
    let wanted = written.unwrap_or(USUAL);
    let longest = CHOICES.last().copied().unwrap_or(USUAL);
    let taken = CHOICES.into_iter().find(|choice| *choice >= wanted).unwrap_or(longest);
    let says = (taken != wanted).then(|| format!("只能是 0、10 或 30；现按 {taken} 秒执行，请改正"));
    (Duration::from_secs(taken), says)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_three_times_holds_and_another_one_is_told() {
        let cases = [
            (None, 10, false),
            (Some(0), 0, false),
            (Some(10), 10, false),
            (Some(30), 30, false),
            (Some(1), 10, true),
            (Some(15), 30, true),
            (Some(3600), 30, true),
            (Some(u64::MAX), 30, true),
        ];
        for (written, seconds, is_told) in cases {
            let (taken, says) = time(written);
            assert_eq!((taken.as_secs(), says.is_some()), (seconds, is_told), "{written:?}");
        }
    }
}
