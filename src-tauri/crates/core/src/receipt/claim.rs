//! A claim 签收登记 on answering a service, laid into the mailbox for every computer that works with it: whose counts.
//!
//! Every desk decides it alike, by the order of the server.

use crate::id::Digest;

/// Hex digits of a key: 128 bits of a digest.
const KEY_DIGITS: usize = 32;

/// Under which name a service is claimed: made of what every desk on the mailbox has alike, never of a ledger's own ids.
/// It tells nothing of the mail to whoever does not have it.
///
/// The mailbox itself is the served address, and stands in no key: two desks may spell it differently.
pub fn key_of_mail(digest: &Digest) -> String {
    Digest::of_pieces(&[b"songda-claim", b"mail", digest.bytes()]).short(KEY_DIGITS)
}

/// Under which name the correction of a letter is claimed: a correction is a further letter beside the first.
pub fn key_of_correction(message_id: &str) -> String {
    Digest::of_pieces(&[b"songda-claim", b"correction", message_id.as_bytes()]).short(KEY_DIGITS)
}

/// What a claim does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Waits its turn behind those that lie there.
    Lays,
    /// A person took over: it stands where the claim with this token stood, if that one was first.
    Replaces(String),
    /// The desk whose claim has this token does not answer any more.
    Ends(String),
    /// The desk whose claim has this token has answered by a way that leaves no copy in the mailbox.
    Done(String),
    /// The desk whose claim has this token handed its answer over, and nobody knows whether it was taken.
    Unsure(String),
}

/// A claim as it lies in the mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// UID: the order of the server, the same for every desk.
    pub uid: u32,
    /// By what the desk that laid it knows it again.
    pub token: String,
    /// What it claims: any of these.
    pub keys: Vec<String>,
    /// What it does.
    pub act: Act,
    /// When the server took it, RFC 3339 +08:00; empty where it does not say.
    pub since: String,
}

impl Claim {
    /// Whether it is about a service with these keys.
    pub fn is_about(&self, keys: &[String]) -> bool {
        self.keys.iter().any(|key| keys.contains(key))
    }
}

/// Where a desk stands among the claims about one service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn<'a> {
    /// One of its own claims is first: it may answer.
    Ours(&'a Claim),
    /// Another desk's is first.
    Theirs(&'a Claim),
    /// Nobody's claim stands.
    Free,
}

/// Whose turn it is. `own` are the tokens of the desk that asks; `claims` may lie in any order and be about whatever.
pub fn turn<'a>(claims: &'a [Claim], keys: &[String], own: &[String]) -> Turn<'a> {
    match queue(claims, keys).first() {
        Some(first) if own.contains(&first.token) => Turn::Ours(first),
        Some(first) => Turn::Theirs(first),
        None => Turn::Free,
    }
}

/// The claim that says that the desk with this token has answered, if it does.
pub fn done<'a>(claims: &'a [Claim], keys: &[String], token: &str) -> Option<&'a Claim> {
    let is_it = |claim: &&Claim| claim.is_about(keys) && matches!(&claim.act, Act::Done(done) if done == token);
    claims.iter().filter(is_it).min_by_key(|claim| claim.uid)
}

/// Whether the desk with this token says that it does not know whether its answer left.
pub fn is_unsure(claims: &[Claim], keys: &[String], token: &str) -> bool {
    let is_it = |claim: &Claim| claim.is_about(keys) && matches!(&claim.act, Act::Unsure(unsure) if unsure == token);
    claims.iter().any(is_it)
}

/// Whether a token was laid once and counts no more: replaced, or ended. It never comes back, also when it is laid again.
pub fn is_spent(claims: &[Claim], keys: &[String], token: &str) -> bool {
    let is_known = claims.iter().any(|claim| claim.is_about(keys) && claim.token == token);
    is_known && !queue(claims, keys).iter().any(|claim| claim.token == token)
}

/// The claims that stand, first one first.
///
/// What a claim does is settled by what lies before it: whoever sees more claims later sees the same order before.
fn queue<'a>(claims: &'a [Claim], keys: &[String]) -> Vec<&'a Claim> {
    let mut about: Vec<&Claim> = claims.iter().filter(|claim| claim.is_about(keys)).collect();
    about.sort_by_key(|claim| claim.uid);
    let (mut standing, mut met): (Vec<&Claim>, Vec<&str>) = (Vec::new(), Vec::new());
    for claim in about {
        // The answer of the server was lost, and it was laid once more; or it arrives after it was given up.
        let is_again = met.contains(&claim.token.as_str());
        match &claim.act {
            Act::Ends(ended) => {
                standing.retain(|other| other.token != *ended);
                met.push(ended);
            }
            Act::Done(_) | Act::Unsure(_) => {}
            Act::Lays | Act::Replaces(_) if is_again => {}
            Act::Replaces(before) if standing.first().is_some_and(|first| first.token == *before) => {
                if let Some(first) = standing.first_mut() {
                    *first = claim;
                }
            }
            // Of two that take over the same one the second comes too late, and waits like any other.
            Act::Lays | Act::Replaces(_) => standing.push(claim),
        }
        met.push(&claim.token);
    }
    standing
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn claim(uid: u32, token: &str, act: Act) -> Claim {
        Claim { uid, token: token.into(), keys: vec!["k".into()], act, since: String::new() }
    }

    fn lays(uid: u32, token: &str) -> Claim {
        claim(uid, token, Act::Lays)
    }

    fn replaces(uid: u32, token: &str, before: &str) -> Claim {
        claim(uid, token, Act::Replaces(before.into()))
    }

    fn ends(uid: u32, token: &str) -> Claim {
        claim(uid, &format!("end-{token}"), Act::Ends(token.into()))
    }

    fn first(claims: &[Claim]) -> String {
        match turn(claims, &["k".to_owned()], &[]) {
            Turn::Theirs(first) => first.token.clone(),
            Turn::Free => String::new(),
            Turn::Ours(_) => unreachable!("nobody asks"),
        }
    }

    #[test]
    fn the_lowest_number_counts_in_whatever_order_they_are_heard() {
        assert_eq!(first(&[]), "");
        assert_eq!(first(&[lays(9, "b"), lays(7, "a"), lays(8, "c")]), "a");
        let claims = [lays(7, "a"), lays(8, "b")];
        let (keys, own) = (["k".to_owned()], ["b".to_owned()]);
        assert_eq!(turn(&claims, &keys, &own), Turn::Theirs(&claims[0]));
        assert_eq!(turn(&claims[1..], &keys, &own), Turn::Ours(&claims[1]));
        assert_eq!(turn(&claims, &["other".to_owned()], &own), Turn::Free);
    }

    #[test]
    fn a_claim_names_a_service_by_any_of_its_mails() {
        let both = Claim { keys: vec!["k".into(), "l".into()], ..lays(1, "a") };
        let other = Claim { keys: vec!["l".into()], ..lays(2, "b") };
        assert_eq!(first(&[other.clone(), both]), "a");
        assert_eq!(first(&[other]), "");
    }

    #[test]
    fn of_two_that_take_over_the_first_counts_and_the_one_replaced_stays_back() {
        let claims = [lays(1, "a"), lays(2, "b"), replaces(3, "c", "a"), replaces(4, "d", "a")];
        assert_eq!(first(&claims), "c");
        let keys = ["k".to_owned()];
        assert!(is_spent(&claims, &keys, "a") && !is_spent(&claims, &keys, "b"));
        assert_eq!(turn(&claims, &keys, &["a".to_owned()]), Turn::Theirs(&claims[2]), "it sees that it was replaced");
        // The one who took over is taken over from, too.
        let again = [claims.as_slice(), &[replaces(5, "e", "c")]].concat();
        assert_eq!(first(&again), "e");
        // Laid once more after a lost answer, what was replaced does not come back.
        let late = [claims.as_slice(), &[lays(6, "a"), ends(7, "c"), ends(8, "b"), ends(9, "d")]].concat();
        assert_eq!(first(&late), "");
    }

    #[test]
    fn who_takes_over_what_is_gone_is_first_only_where_nobody_is() {
        assert_eq!(first(&[replaces(3, "c", "a")]), "c", "somebody deleted the first");
        assert_eq!(first(&[lays(2, "b"), replaces(3, "c", "a")]), "b");
    }

    #[test]
    fn who_gives_up_lets_the_next_one_go() {
        let claims = [lays(1, "a"), lays(2, "b"), ends(3, "a")];
        assert_eq!(first(&claims), "b");
        assert!(is_spent(&claims, &["k".to_owned()], "a"));
        assert_eq!(first(&[lays(1, "a"), ends(2, "a"), lays(3, "a2")]), "a2", "it may begin anew under another token");
        assert_eq!(first(&[lays(1, "a"), lays(2, "b"), ends(3, "b")]), "a");
        assert_eq!(first(&[ends(1, "a"), lays(2, "a"), lays(3, "b")]), "b", "it arrived after it was given up");
    }

    #[test]
    fn a_claim_that_was_laid_twice_is_one() {
        assert_eq!(first(&[lays(1, "a"), lays(2, "b"), lays(3, "a"), ends(4, "a")]), "b");
        assert_eq!(first(&[lays(1, "a"), replaces(2, "c", "a"), replaces(3, "c", "a")]), "c");
    }

    #[test]
    fn that_it_was_answered_is_told_and_changes_no_turn() {
        let tells = claim(3, "done-a", Act::Done("a".into()));
        let claims = [lays(1, "a"), lays(2, "b"), tells.clone()];
        let keys = ["k".to_owned()];
        assert_eq!((first(&claims).as_str(), done(&claims, &keys, "a")), ("a", Some(&tells)));
        assert_eq!((done(&claims, &keys, "b"), done(&claims, &["l".to_owned()], "a")), (None, None));
    }

    #[test]
    fn that_nobody_knows_whether_it_left_is_told_and_changes_no_turn() {
        let claims = [lays(1, "a"), lays(2, "b"), claim(3, "unsure-a", Act::Unsure("a".into()))];
        let keys = ["k".to_owned()];
        assert_eq!(first(&claims), "a");
        assert!(is_unsure(&claims, &keys, "a") && !is_unsure(&claims, &keys, "b"));
        assert!(!is_unsure(&claims, &["l".to_owned()], "a") && done(&claims, &keys, "a").is_none());
    }

    #[test]
    fn keys_are_the_same_everywhere_and_tell_nothing() {
        let digest = Digest::of(b"served");
        assert_eq!(key_of_mail(&digest), key_of_mail(&Digest::of(b"served")));
        assert_ne!(key_of_mail(&digest), key_of_mail(&Digest::of(b"other")));
        assert_ne!(key_of_correction("a@example.test"), key_of_correction("b@example.test"));
        assert_eq!(key_of_mail(&digest).len(), KEY_DIGITS);
        assert!(!digest.to_string().contains(&key_of_mail(&digest)));
    }

    /// Claims as several desks may lay them, numbered in the order in which the server took them.
    fn any_claims() -> impl Strategy<Value = Vec<Claim>> {
        let one = (0_u8..3, 0_u8..6, 0_u8..6);
        prop::collection::vec(one, 0..14).prop_map(|all| {
            let all = (1..).zip(all).map(|(uid, (kind, token, other))| match kind {
                0 => lays(uid, &format!("t{token}")),
                1 => replaces(uid, &format!("t{token}"), &format!("t{other}")),
                _ => ends(uid, &format!("t{other}")),
            });
            all.collect()
        })
    }

    proptest! {
        /// Of all desks at most one has its turn at any moment, whatever lies there.
        #[test]
        fn never_is_it_the_turn_of_two(claims in any_claims()) {
            let keys = ["k".to_owned()];
            let is_its = |token: &String| matches!(turn(&claims, &keys, std::slice::from_ref(token)), Turn::Ours(_));
            let tokens: std::collections::BTreeSet<&String> = claims.iter().map(|claim| &claim.token).collect();
            prop_assert!(tokens.into_iter().filter(|token| is_its(token)).count() <= 1);
        }

        /// A further claim that only waits takes nobody's turn away.
        #[test]
        fn who_comes_later_and_only_waits_changes_nothing(claims in any_claims()) {
            let before = first(&claims);
            let more = [claims.as_slice(), &[lays(100, "late")]].concat();
            let after = first(&more);
            let expected = if before.is_empty() { "late".to_owned() } else { before };
            prop_assert_eq!(after, expected);
        }

        /// What was replaced or ended is never first again, whatever is laid after it.
        #[test]
        fn what_is_spent_stays_spent(claims in any_claims(), upto in 0_usize..14) {
            let keys = ["k".to_owned()];
            let earlier = &claims[..upto.min(claims.len())];
            for claim in earlier.iter().filter(|claim| is_spent(earlier, &keys, &claim.token)) {
                prop_assert!(is_spent(&claims, &keys, &claim.token));
            }
        }
    }
}
