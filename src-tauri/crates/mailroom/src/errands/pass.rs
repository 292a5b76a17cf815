//! What one pass over a platform's lists has seen so far, and whether a list that says nothing is asked for again at once.

use songda_core::errand::zxfw::Answer;
use songda_core::errand::{Errand, Moving};

use super::failures::Failures;

/// How often in a row a list that says nothing is asked for again at once.
const MOST_EMPTY: u32 = 3;

/// What one pass over a list has seen so far.
#[derive(Default)]
pub struct Pass {
    /// What did not come.
    pub failures: Failures,
    /// Documents without a number.
    pub moving: Moving,
    /// How often in a row a list said nothing.
    pub empty: u32,
}

impl Pass {
    /// Whether a list is asked for once more at once: one that held documents before has them still, whatever is answered
    /// in between; and what is no answer at all may be a gateway's page.
    pub fn is_worth_asking(&mut self, answer: &Answer, told: &Errand) -> bool {
        let is_vain = match answer {
            Answer::Empty | Answer::Unknown(_) => !told.listed.is_empty(),
            Answer::Strange(_) => told.listed.is_empty(),
            _ => false,
        };
        self.empty += u32::from(is_vain);
        is_vain && self.empty <= MOST_EMPTY
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use songda_core::ledger::ListedRecord;

    #[test]
    fn a_list_that_says_nothing_is_asked_for_again_a_few_times_where_more_is_known_to_be_there() {
        let empty = Errand::default();
        let listed = ListedRecord { key: "1/S".into(), name: "传票.pdf".into(), court: None };
        let full = Errand { listed: vec![listed], ..Errand::default() };
        let strange = || Answer::Strange("<html>".into());
        let asks = |answers: &[(Answer, &Errand)]| {
            let mut pass = Pass::default();
            answers.iter().map(|(answer, told)| pass.is_worth_asking(answer, told)).collect::<Vec<_>>()
        };
        let in_a_row = vec![(Answer::Empty, &full); 4];
        assert_eq!(asks(&in_a_row), [true, true, true, false]);
        assert_eq!(asks(&[(Answer::Unknown("9999".into()), &full), (strange(), &empty)]), [true, true]);
        // Nothing was put there yet, or the platform said why: nobody hurries.
        let others = [Answer::Empty, Answer::Unknown("9999".into()), Answer::Expired("x".into())];
        assert_eq!(asks(&others.map(|answer| (answer, &empty))), [false; 3]);
        assert_eq!(asks(&[(Answer::Expired("x".into()), &full)]), [false]);
    }
}
