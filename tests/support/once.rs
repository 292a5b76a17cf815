//! Every mail exactly once: ledger, vault and case folders of a home, compared to what was delivered.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;
use songda_core::id::Digest;

use crate::{Songda, text, walk};

impl Songda {
    /// Every fact of the ledger, in order, as it was written down.
    ///
    /// # Panics
    /// When the ledger cannot be read.
    pub fn facts(&self) -> Vec<Value> {
        let script = "import sqlite3, sys\nc = sqlite3.connect(sys.argv[1])\n\
            print('[' + ','.join(f for (f,) in c.execute('select fact from entry order by seq')) + ']')";
        let output = Command::new("python3").args(["-c", script]).arg(self.home().join("songda.sqlite")).output();
        let output = output.expect("python3 runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).expect("facts are JSON")
    }

    /// How often each mail was seen by a mailbox, by the digest of its bytes.
    pub fn sightings(&self) -> BTreeMap<String, usize> {
        let mut seen = BTreeMap::new();
        for fact in self.facts().iter().filter(|fact| fact["fact"] == "arrived") {
            *seen.entry(text(fact, "mail").to_owned()).or_default() += 1;
        }
        seen
    }

    /// Holds that of these mails and documents every one is there exactly once, whatever happened on the way: each
    /// mail kept in the vault, understood once, its places recorded once each; each document filed once, as it was.
    ///
    /// # Panics
    /// When a mail or document is missing, there twice, or half there.
    pub fn assert_each_once(&self, mails: &[impl AsRef<[u8]>], documents: &[Vec<u8>]) {
        let wanted: BTreeSet<String> = mails.iter().map(|mail| Digest::of(mail.as_ref()).to_string()).collect();
        let facts = self.facts();
        let of = |kind: &'static str| facts.iter().filter(move |fact| fact["fact"] == kind);
        let mut places = BTreeSet::new();
        for fact in of("arrived") {
            let place = ["mail", "mailbox", "folder", "uid", "file"].map(|field| fact[field].to_string()).join(" ");
            assert!(places.insert(place.clone()), "recorded twice: {place}");
        }
        let arrived: BTreeSet<String> = of("arrived").map(|fact| text(fact, "mail").to_owned()).collect();
        assert_same("arrived", &arrived, &wanted);
        let mut understood: BTreeMap<String, usize> = BTreeMap::new();
        of("understood").for_each(|fact| *understood.entry(text(fact, "mail").to_owned()).or_default() += 1);
        let most = readings(of("arrived"));
        for (mail, times) in &understood {
            assert!(most.get(mail).is_some_and(|most| times <= most), "{mail} is understood {times} times");
        }
        assert_same("understood", &understood.into_keys().collect(), &wanted);
        let filed: Vec<&str> = of("filed").map(|fact| text(fact, "document")).collect();
        assert_eq!(filed.len(), documents.len(), "each document is filed once");
        assert_eq!(filed.iter().collect::<BTreeSet<_>>().len(), filed.len(), "no document is filed twice");
        assert_same("kept", &self.kept(), &wanted);
        let mut found: Vec<Digest> = self.case_files().iter().map(|(_, bytes)| Digest::of(bytes)).collect();
        let mut documents: Vec<Digest> = documents.iter().map(|bytes| Digest::of(bytes)).collect();
        found.sort();
        documents.sort();
        assert_eq!(found.len(), documents.len(), "files in the case folders");
        assert!(found == documents, "files in the case folders hold other bytes than the documents");
        let verified = self.run(&["verify"]);
        assert_eq!((verified.code, &verified.json["ok"]), (0, &Value::Bool(true)), "{}", verified.json);
    }

    /// Digests of all that lies in the vault; a name that its bytes do not bear out is a failure.
    fn kept(&self) -> BTreeSet<String> {
        let mut kept = BTreeSet::new();
        walk(&self.home().join("vault"), &mut |path| {
            let part = |path: &std::path::Path| path.file_name().unwrap().to_string_lossy().into_owned();
            let name = part(path.parent().unwrap()) + &part(path);
            // What a stop left under a temporary name is nobody's.
            if name.ends_with(".tmp") {
                return;
            }
            assert_eq!(Digest::of(&std::fs::read(path).unwrap()).to_string(), name, "bytes under their digest");
            kept.insert(name);
        });
        kept
    }
}

/// How often each mail may be read: once, and once more for each later sighting that shows it arrived earlier. A copy may
/// well be taken in before the mail itself: the newest places of a folder come first.
fn readings<'a>(arrived: impl Iterator<Item = &'a Value>) -> BTreeMap<String, usize> {
    let mut most: BTreeMap<String, (String, usize)> = BTreeMap::new();
    for fact in arrived {
        let (mail, dated) = (text(fact, "mail").to_owned(), text(fact, "internal_date").to_owned());
        let (earliest, times) = most.entry(mail).or_insert_with(|| (dated.clone(), 1));
        if dated < *earliest {
            (*earliest, *times) = (dated, *times + 1);
        }
    }
    most.into_iter().map(|(mail, (_, times))| (mail, times)).collect()
}

fn assert_same(what: &str, found: &BTreeSet<String>, wanted: &BTreeSet<String>) {
    let (missing, foreign) = (wanted.difference(found).count(), found.difference(wanted).count());
    assert!(
        missing == 0 && foreign == 0,
        "{what}: {missing} of {} mails are missing, {foreign} are there that nobody delivered",
        wanted.len()
    );
}
