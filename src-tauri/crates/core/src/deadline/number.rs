//! Numbers as Chinese papers write them: 15, １５, 十五, 二〇二六.

/// Value of a digit, Arabic or Chinese.
pub fn digit(letter: char) -> Option<u32> {
    let value = match letter {
        '零' | '〇' | '○' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return letter.to_digit(10),
    };
    Some(value)
}

/// Whether the letter can stand in a number.
pub fn is_numeral(letter: char) -> bool {
    digit(letter).is_some() || matches!(letter, '十' | '百')
}

/// Reads a whole number written in one way or the other; `None` when it is none or far too long.
pub fn read(text: &[char]) -> Option<u32> {
    if text.is_empty() || text.len() > 8 {
        return None;
    }
    if text.iter().all(|letter| digit(*letter).is_some()) {
        return text.iter().try_fold(0_u32, |sum, letter| sum.checked_mul(10)?.checked_add(digit(*letter)?));
    }
    let (mut sum, mut open) = (0_u32, None);
    for letter in text {
        match letter {
            '十' => sum = sum.checked_add(open.take().unwrap_or(1) * 10)?,
            '百' => sum = sum.checked_add(open.take().unwrap_or(1) * 100)?,
            other => open = digit(*other),
        }
    }
    sum.checked_add(open.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("15", Some(15))]
    #[case("十五", Some(15))]
    #[case("二十", Some(20))]
    #[case("三十", Some(30))]
    #[case("一百二十八", Some(128))]
    #[case("一百零五", Some(105))]
    #[case("二〇二六", Some(2026))]
    #[case("两", Some(2))]
    #[case("", None)]
    #[case("1234567890123", None)]
    fn numbers_are_read(#[case] text: &str, #[case] value: Option<u32>) {
        assert_eq!(read(&text.chars().collect::<Vec<_>>()), value);
    }
}
