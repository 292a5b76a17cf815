//! Words as the index holds them: Chinese in overlapping pairs, so that a word of two characters is found as it stands.

use songda_core::identify::ideograph;
use unicode_normalization::UnicodeNormalization as _;

/// Most characters of what is typed that are looked for.
const LONGEST_QUESTION: usize = 200;

/// A run of characters of one sort.
enum Run {
    Chinese(Vec<char>),
    Other(String),
}

fn is_chinese(character: char) -> bool {
    matches!(character, '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut is_open = false;
    for character in text.chars().map(ideograph).nfkc().flat_map(char::to_lowercase) {
        if is_chinese(character) {
            match runs.last_mut() {
                Some(Run::Chinese(run)) if is_open => run.push(character),
                _ => runs.push(Run::Chinese(vec![character])),
            }
        } else if character.is_alphanumeric() {
            match runs.last_mut() {
                Some(Run::Other(run)) if is_open => run.push(character),
                _ => runs.push(Run::Other(character.to_string())),
            }
        } else {
            // Line ends inside a paper's sentence are no ends of words in Chinese.
            is_open = character.is_whitespace() && matches!(runs.last(), Some(Run::Chinese(_))) && is_open;
            continue;
        }
        is_open = true;
    }
    runs
}

fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    for run in runs(text) {
        match run {
            Run::Chinese(run) if run.len() == 1 => tokens.extend(run.iter().map(char::to_string)),
            Run::Chinese(run) => tokens.extend(run.windows(2).map(|pair| pair.iter().collect::<String>())),
            Run::Other(word) => tokens.push(word),
        }
    }
    tokens
}

/// A text as the index takes it.
pub fn indexed(text: &str) -> String {
    tokens(text).join(" ")
}

/// What was typed as a question to the index; `None` when there is nothing to look for. The last word may go on, since
/// the answer comes while it is being typed.
pub fn question(typed: &str) -> Option<String> {
    let typed: String = typed.chars().take(LONGEST_QUESTION).collect();
    let tokens = tokens(&typed);
    // Tokens hold letters, digits and Han characters only: nothing in them has a meaning of its own to the index.
    let is_pair = |token: &String| token.chars().count() > 1 && token.chars().all(is_chinese);
    let ends = tokens.last()?;
    let star = if is_pair(ends) { "" } else { " *" };
    Some(format!("\"{}\"{star}", tokens.join(" ")))
}

/// The place of a text at which the words stand, with some text on either side, on one line.
pub fn snippet(body: &str, words: &[&str], around: usize) -> String {
    let text: Vec<char> = body.split_whitespace().collect::<Vec<_>>().join(" ").chars().collect();
    let plain: Vec<char> = text.iter().map(|character| folded(*character)).collect();
    let at = words.iter().filter_map(|word| {
        let word: Vec<char> = word.chars().map(folded).collect();
        let at = plain.windows(word.len().max(1)).position(|window| window == word)?;
        Some((word.len(), at))
    });
    // The longest word is the one a reader wants to see.
    let at = at.max_by_key(|(length, at)| (*length, std::cmp::Reverse(*at))).map_or(0, |(_, at)| at);
    let start = at.saturating_sub(around);
    let end = (at + 3 * around).min(text.len());
    let cut: String = text.iter().skip(start).take(end - start).collect();
    let (before, after) = (if start > 0 { "…" } else { "" }, if end < text.len() { "…" } else { "" });
    format!("{before}{cut}{after}")
}

/// One character in the one width and case that all are compared in; one stays one, so that places stay true.
fn folded(character: char) -> char {
    let mut plain = std::iter::once(ideograph(character)).nfkc().collect::<String>().chars().collect::<Vec<_>>();
    let one = if plain.len() == 1 { plain.remove(0) } else { character };
    one.to_lowercase().next().unwrap_or(one)
}
