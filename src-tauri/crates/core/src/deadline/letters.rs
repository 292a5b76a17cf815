//! Which letters stand in a text: a word whose letters do not all stand there is not searched for.

/// Marks for letters; two letters may share one, so that a mark says only what is not there.
#[derive(Clone, Copy, Debug)]
pub struct Letters([u64; WORDS]);

/// Marks in 64s: a page of a thousand letters leaves most of them free.
const WORDS: usize = 16;

impl Letters {
    /// Those of a text.
    pub fn of(text: &str) -> Self {
        let mut letters = Self([0; WORDS]);
        for letter in text.chars() {
            let (word, mark) = place(letter);
            if let Some(word) = letters.0.get_mut(word) {
                *word |= mark;
            }
        }
        letters
    }

    /// Whether a word may stand in the text; surely not, where it says so.
    pub fn may_hold(&self, word: &str) -> bool {
        word.chars().all(|letter| {
            let (word, mark) = place(letter);
            self.0.get(word).is_some_and(|word| word & mark != 0)
        })
    }
}

fn place(letter: char) -> (usize, u64) {
    let mixed = u32::from(letter).wrapping_mul(0x9e37_79b1) >> 22;
    ((mixed >> 6) as usize, 1 << (mixed & 63))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_stands_in_a_text_may_always_stand_there() {
        let text = "你公司应当在收到起诉状副本之日起十五日内向本院提交答辩状。A1，𠮷 ";
        let letters = Letters::of(text);
        for (from, _) in text.char_indices() {
            let rest = &text[from..];
            for (to, letter) in rest.char_indices().take(5) {
                assert!(letters.may_hold(&rest[..to + letter.len_utf8()]));
            }
        }
        assert!(letters.may_hold(""));
        let absent = ["判决", "裁定", "上诉", "撤回", "更正", "作废", "草稿", "二审"];
        assert!(absent.iter().filter(|word| letters.may_hold(word)).count() < 2, "hardly any is searched in vain");
        assert!(!Letters::of("").may_hold("一"));
    }
}
