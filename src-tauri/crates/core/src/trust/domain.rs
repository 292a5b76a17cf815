//! Domains that imitate others: foreign letters, swapped digits, added words, subdomain tricks.

use unicode_normalization::UnicodeNormalization as _;

use crate::reference::is_within;

/// A domain with its punycode labels (`xn--`, RFC 3492) turned back into letters.
pub(super) fn readable(domain: &str) -> String {
    let labels = domain.split('.').map(|label| match label.strip_prefix("xn--") {
        Some(coded) => punycode(coded).unwrap_or_else(|| label.to_owned()),
        None => label.to_owned(),
    });
    labels.collect::<Vec<_>>().join(".")
}

/// Whether a domain holds anything but plain ASCII once read.
pub(super) fn is_foreign(domain: &str) -> bool {
    !readable(domain).is_ascii() || domain.split('.').any(|label| label.starts_with("xn--"))
}

/// How one domain imitates another; `None` when it does not.
pub(super) fn imitates(domain: &str, real: &str) -> bool {
    if real.is_empty() || is_within(domain, real) || is_within(real, domain) {
        return false;
    }
    let (own, other) = (skeleton(domain), skeleton(real));
    let (own_joined, other_joined) = (joined(&own), joined(&other));
    // The real name inside the other one: court.gov.cn.evil.test, court-gov-cn.test, mailcourtgovcn.test.
    // Short names would be found everywhere.
    if own_joined == other_joined || (other_joined.len() >= 8 && own_joined.contains(&other_joined)) {
        return true;
    }
    let (own_last, other_last) = (last_labels(&own), last_labels(&other));
    own_last.len() >= 7 && is_one_slip(&own_last, &other_last)
}

/// Whether a name not known as a court's calls itself one.
pub(super) fn says_court(domain: &str) -> bool {
    let plain = joined(&skeleton(domain));
    ["court", "fayuan", "rmfy", "12368", "i2368", "12e6b"].iter().any(|word| plain.contains(&joined(&skeleton(word))))
        || domain.split('.').any(|label| label.len() > 3 && (label.ends_with("fy") || label.starts_with("zgfy")))
}

fn joined(skeleton: &str) -> String {
    skeleton.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// The last two labels: where one wrong letter makes another owner.
fn last_labels(skeleton: &str) -> String {
    let mut labels: Vec<&str> = skeleton.rsplit('.').take(3).collect();
    if labels.len() == 3 && labels.get(1).is_some_and(|second| second.len() > 3) {
        labels.pop();
    }
    labels.reverse();
    labels.join(".")
}

/// A domain as the eye takes it: look-alike letters and digits made one.
fn skeleton(domain: &str) -> String {
    let readable = readable(&domain.to_lowercase());
    let plain: String = readable.nfkd().filter_map(plain_letter).collect();
    plain.replace("rn", "m").replace("vv", "w").replace("cl", "d")
}

/// The plain letter a character looks like; marks over letters fall away.
/// Source: Unicode Technical Standard 39, confusables (the part that imitates a–z and 0–9).
fn plain_letter(c: char) -> Option<char> {
    Some(match c {
        '\u{300}'..='\u{36f}' => return None,
        'а' | 'α' | 'ɑ' => 'a',
        'с' | 'ϲ' | 'ᴄ' | '¢' => 'c',
        'ԁ' => 'd',
        'е' | 'ҽ' | 'ε' | '℮' => 'e',
        'ƒ' => 'f',
        'ɡ' | 'ց' => 'g',
        'һ' | 'հ' => 'h',
        'і' | 'ı' | 'ι' | 'ɩ' | 'j' | 'ј' | 'l' | '1' | 'ӏ' | '|' | 'ⅼ' | '!' => 'i',
        'к' | 'κ' => 'k',
        'м' => 'm',
        'ո' | 'п' | 'η' | 'ռ' => 'n',
        '0' | 'о' | 'ο' | 'օ' | 'ס' | 'σ' | '〇' => 'o',
        'р' | 'ρ' | 'ⲣ' => 'p',
        'ԛ' => 'q',
        'г' | 'ᴦ' | 'ⲅ' => 'r',
        '5' | 'ѕ' | 'ꜱ' | '$' => 's',
        'т' | 'τ' => 't',
        'υ' | 'ս' | 'ц' | 'ʋ' => 'u',
        'ν' | 'ѵ' | 'ᴠ' => 'v',
        'ѡ' | 'ա' | 'ω' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'ү' | 'γ' | 'ʏ' => 'y',
        'ᴢ' | '2' => 'z',
        '3' => 'e',
        '。' | '．' | '｡' => '.',
        '‐' | '‑' | '‒' | '–' | '—' | '_' => '-',
        other => other,
    })
}

/// Whether one insertion, deletion, replacement or swap of neighbours leads from one to the other.
fn is_one_slip(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > 1 || one == other {
        return false;
    }
    let same = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let tail = |of: &[char], from: usize| of.get(from..).map(<[char]>::to_vec).unwrap_or_default();
    let is_swap = one.len() == other.len()
        && one.get(same) == other.get(same + 1)
        && one.get(same + 1) == other.get(same)
        && tail(&one, same + 2) == tail(&other, same + 2);
    is_swap
        || match one.len().cmp(&other.len()) {
            std::cmp::Ordering::Equal => tail(&one, same + 1) == tail(&other, same + 1),
            std::cmp::Ordering::Less => tail(&one, same) == tail(&other, same + 1),
            std::cmp::Ordering::Greater => tail(&one, same + 1) == tail(&other, same),
        }
}

/// Decodes one punycode label (RFC 3492 section 6.2); `None` when it is none.
fn punycode(coded: &str) -> Option<String> {
    let (basic, digits) = coded.rsplit_once('-').unwrap_or(("", coded));
    let mut out: Vec<char> = basic.chars().collect();
    let (mut n, mut at, mut bias) = (128_u32, 0_u32, 72_u32);
    let mut digits = digits.chars();
    while let Some(first) = digits.next() {
        let before = at;
        let (mut weight, mut k) = (1_u32, 36_u32);
        let mut digit = first.to_digit(36);
        loop {
            // Letters stand for 0–25 and digits for 26–35, the other way round than in base 36.
            let value = digit.map(|value| if value < 10 { value + 26 } else { value - 10 })?;
            at = at.checked_add(value.checked_mul(weight)?)?;
            let threshold = k.saturating_sub(bias).clamp(1, 26);
            if value < threshold {
                break;
            }
            weight = weight.checked_mul(36 - threshold)?;
            k += 36;
            digit = digits.next()?.to_digit(36);
        }
        let count = u32::try_from(out.len()).ok()? + 1;
        bias = adapted(at - before, count, before == 0);
        n = n.checked_add(at / count)?;
        at %= count;
        let place = usize::try_from(at).ok()?;
        if out.len() > 63 {
            return None;
        }
        out.insert(place, char::from_u32(n)?);
        at += 1;
    }
    Some(out.into_iter().collect())
}

fn adapted(delta: u32, count: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / 700 } else { delta / 2 };
    delta += delta / count;
    let mut k = 0;
    while delta > 455 {
        delta /= 35;
        k += 36;
    }
    k + 36 * delta / (delta + 38)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn punycode_is_read() {
        assert_eq!(readable("xn--fiqs8s.test"), "中国.test");
        assert_eq!(readable("xn--bcher-kva.test"), "bücher.test");
        assert_eq!(readable("xn--!.test"), "xn--!.test");
    }

    #[test]
    fn imitations_are_seen() {
        for domain in [
            "c0urt.gov.cn.evil.test",
            "court-gov.cn",
            "court-gov-cn.test",
            "courtgov.cn",
            "court.gov.cn.evil.test",
            "c0urt-gov.cn",
            "соurt-gov.cn",
            "coutr.gov.cn",
            "courrt.gov.cn",
            "mail-court.gov.cn.test",
        ] {
            assert!(imitates(domain, "court.gov.cn"), "{domain}");
        }
        for domain in ["c0urt.example.test", "court-example.test", "courtexample.test", "couгt.example.test"] {
            assert!(imitates(domain, "court.example.test"), "{domain}");
        }
        assert!(imitates("hshfv.sh.cn", "hshfy.sh.cn"));
        assert!(imitates("hshfy-sh.cn", "hshfy.sh.cn"));
    }

    #[test]
    fn others_are_left_alone() {
        assert!(!imitates("zxfw.court.gov.cn", "court.gov.cn"));
        assert!(!imitates("tax.gov.cn", "court.gov.cn"));
        assert!(!imitates("example-wuye.test", "court.example.test"));
        assert!(!imitates("mail.test", "court.example.test"));
        assert!(!imitates("hbfy.gov.cn", "jxfy.gov.cn"));
        assert!(says_court("c0urt-sh.test") && says_court("shfy.test") && !says_court("example.test"));
    }

    proptest! {
        #[test]
        fn nothing_breaks_the_comparison(one in "\\PC{0,40}", other in "(xn--)?[a-z0-9.-]{0,40}") {
            let _ = imitates(&one, &other);
            let _ = imitates(&other, &one);
            let _ = says_court(&other);
            let _ = is_foreign(&other);
        }
    }
}
