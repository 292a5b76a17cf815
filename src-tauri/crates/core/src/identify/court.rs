//! Which court serves: from the numbers, the names a mail bears, and the sender.

use super::CourtName;
use super::case_number::CaseNumber;
use super::document::Seen;
use super::text::{compact, first_chars};
use crate::doubt::Doubt;
use crate::mail::Mail;
use crate::office::Office;
use crate::reference::{Court, Named, Reference};

/// Longest line that counts as a signature or head, in characters.
const LONGEST_HEAD: usize = 40;

/// Courts a mail says it comes from.
#[derive(Clone, Debug, Default)]
pub struct Claims {
    /// Each claim: the courts the name may mean, and the name as written.
    pub names: Vec<(Vec<Court>, String)>,
    /// The court whose profile lists the sender.
    pub by_sender: Option<String>,
}

impl Claims {
    /// Codes of the courts that the mail names without question.
    pub fn certain_codes(&self) -> Vec<&str> {
        let only = self.names.iter().filter_map(|(courts, _)| match courts.as_slice() {
            [only] => Some(only.code),
            _ => None,
        });
        only.chain(self.by_sender.as_deref()).filter(|code| !code.is_empty()).collect()
    }
}

/// Gathers where the mail says it comes from: sender's name, 【…法院】, signature lines, heads of documents.
pub fn claims(mail: &Mail, seen: &[Seen], office: &Office, reference: &Reference) -> Claims {
    let mut claims = Claims::default();
    let mut add = |text: &str, named: Named| {
        let written = text.get(named.range).unwrap_or("").to_owned();
        claims.names.push((named.courts, written));
    };
    for text in [mail.from_name.as_deref().unwrap_or(""), mail.subject.as_str()] {
        let text = compact(text);
        let named = reference.courts.named_in(&text).into_iter().filter(|named| is_origin(&text, named));
        named.collect::<Vec<_>>().into_iter().for_each(|named| add(&text, named));
    }
    let mut is_addressed = false;
    for line in mail.text.lines().map(compact).filter(|line| !line.is_empty()) {
        // 此致 stands before the court that a party writes to.
        if std::mem::replace(&mut is_addressed, line.ends_with("此致")) || line.starts_with('致') {
            continue;
        }
        let named = reference.courts.named_in(&line);
        let is_short = line.chars().count() <= LONGEST_HEAD;
        for named in named {
            let ahead = line.get(..named.range.start).unwrap_or("");
            let behind = line.get(named.range.end..).unwrap_or("");
            let is_tag = ahead.ends_with('(') && behind.starts_with(')');
            // …不另行通知。某县人民法院: the signature may end the last line.
            let ahead = if behind.is_empty() { ahead.rsplit('。').next().unwrap_or("") } else { ahead };
            let is_short = is_short || behind.is_empty();
            let is_signature = is_short && (ahead.is_empty() || is_place(ahead)) && is_tail(behind);
            let is_sender = (ahead.is_empty() || is_place(ahead))
                && ["向您", "向你", "现向", "已向", "依法向", "送达"].iter().any(|word| behind.starts_with(word));
            if is_tag || is_signature || is_sender {
                add(&line, named);
            }
        }
    }
    // A name read off a picture may be misread: it neither tells nor contradicts a court.
    let is_head = |document: &&Seen| document.has_court_head && !document.is_party_paper && !document.is_ocr;
    for document in seen.iter().filter(is_head) {
        for line in document.found.text.lines().map(compact).filter(|line| !line.is_empty()).take(4) {
            let named = reference.courts.named_in(&line);
            if line.chars().count() <= LONGEST_HEAD {
                named.into_iter().take(1).for_each(|named| add(&line, named));
            }
        }
    }
    let from = mail.from.as_deref().unwrap_or("");
    claims.by_sender = office
        .courts
        .iter()
        .find(|court| court.senders.iter().any(|sender| is_sender(sender, from)))
        .map(|court| court.code.clone());
    claims
}

/// Whether an address is one that a profile lists, or lies in a domain that it lists.
pub(crate) fn is_sender(listed: &str, from: &str) -> bool {
    let listed = listed.to_lowercase();
    if from.is_empty() {
        return false;
    }
    if listed.starts_with('@') { from.ends_with(&listed) } else { listed == from }
}

/// A name in a subject is where the mail comes from unless it is where one appeals to, or whose judgment is meant.
fn is_origin(text: &str, named: &Named) -> bool {
    let ahead = text.get(..named.range.start).unwrap_or("");
    let behind = text.get(named.range.end..).unwrap_or("");
    // 关于…法院案件的… is what somebody writes about.
    let others = ["上诉于", "不服", "移送", "移送至", "报送", "原审", "一审", "关于", "有关"];
    !others.iter().any(|word| ahead.ends_with(word)) && !behind.starts_with("作出")
}

fn is_place(text: &str) -> bool {
    text.chars().count() <= 8 && text.ends_with(['省', '市', '区', '州', ':', '：', '('])
}

/// What may stand behind a court's name in a signature: nothing, a department, a date, a telephone.
fn is_tail(behind: &str) -> bool {
    let behind = behind.trim_start_matches([')', ',', '，', '-', '|', '·', ' ']);
    behind.is_empty()
        || super::party::is_person(behind)
        // 某县人民法院 小覃
        || behind.starts_with('小') && (2..=3).contains(&behind.chars().count())
        || behind.starts_with(|c: char| c.is_ascii_digit() || c == '二')
        || [
            "庭",
            "局",
            "室",
            "中心",
            "法庭",
            "执行",
            "电话",
            "地址",
            "法官",
            "民事",
            "送达",
            "立案",
            "诉讼服务",
            "书记员",
        ]
        .iter()
        .any(|word| first_chars(behind, 14).contains(word))
            && !behind.contains(['，', '。'])
}

/// Settles the court; what disagrees or is unknown becomes a doubt.
pub fn settle(
    served: &[CaseNumber],
    claims: &Claims,
    reference: &Reference,
    doubts: &mut Vec<Doubt>,
) -> Option<CourtName> {
    let mut codes: Vec<&str> = Vec::new();
    for code in served.iter().filter_map(CaseNumber::court) {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    let is_claimed = |code: &str| claims.names.iter().any(|(courts, _)| courts.iter().any(|court| court.code == code));
    let code = codes.iter().find(|code| is_claimed(code)).or(codes.first()).copied();
    let by_code = code.and_then(|code| reference.courts.by_code(code));
    if let (Some(code), None) = (code, by_code) {
        doubts.push(Doubt::mail("court-code-unknown", format!("法院代字{code}不在法院表中")));
    }
    let by_sender = claims.by_sender.as_deref().and_then(|code| reference.courts.by_code(code));
    if let Some(court) = by_code.or(by_sender) {
        doubts.extend(against(&court, by_code.and(by_sender), claims));
        return Some(name_of(&court));
    }
    let first = by_name(claims, doubts);
    // A code that no table knows is never turned into another court by its name.
    match code {
        Some(code) => {
            first.filter(|court| court.code.is_empty()).map(|court| with_code_of_number(court, code, reference))
        }
        None => first,
    }
}

/// A court that the table knows by its name alone, with the code its number tells, where region and level fit.
fn with_code_of_number(court: CourtName, code: &str, reference: &Reference) -> CourtName {
    let known = reference.courts.meant_by(&court.name);
    let region = code.trim_end_matches(|c: char| c.is_ascii_digit());
    let above = reference.courts.by_code(region);
    let level = match code.len() - region.len() {
        2 => 3,
        4 => 4,
        _ => return court,
    };
    let fits = known.zip(above).is_some_and(|(court, above)| court.province == above.province && court.level == level);
    if fits { CourtName { code: code.to_owned(), ..court } } else { court }
}

/// What speaks against a court: other names in the mail, another court's listed sender.
fn against(court: &Court, by_sender: Option<Court>, claims: &Claims) -> Vec<Doubt> {
    let is_it = |courts: &[Court]| courts.iter().any(|other| other.name == court.name);
    let (agree, differ): (Vec<_>, Vec<_>) = claims.names.iter().partition(|(courts, _)| is_it(courts));
    let mut doubts = Vec::new();
    if let Some((_, written)) = differ.first().filter(|_| agree.len() <= differ.len()) {
        doubts.push(Doubt::mail("court-mismatch", format!("案号属于{}，邮件写的是{written}", court.name)));
    }
    if let Some(sender) = by_sender.filter(|sender| sender.name != court.name) {
        let detail = format!("案号属于{}，发件人登记为{}", court.name, sender.name);
        doubts.push(Doubt::mail("court-mismatch", detail));
    }
    doubts
}

/// The court by its names alone; several names, or a name of several courts, become doubts.
fn by_name(claims: &Claims, doubts: &mut Vec<Doubt>) -> Option<CourtName> {
    let certain = claims.names.iter().filter_map(|(courts, _)| match courts.as_slice() {
        [only] => Some(only),
        _ => None,
    });
    let mut certain: Vec<&Court> = certain.collect();
    certain.dedup_by_key(|court| court.name);
    if certain.len() > 1 {
        let names: Vec<&str> = certain.iter().map(|court| court.name).collect();
        doubts.push(Doubt::mail("court-mismatch", names.join("、")));
    }
    if certain.is_empty() {
        let written: Vec<&str> = claims.names.iter().map(|(_, written)| written.as_str()).collect();
        let detail = match written.is_empty() {
            true => "看不出是哪个法院".to_owned(),
            false => format!("法院表中没有，或者不止一个：{}", written.join("、")),
        };
        doubts.push(Doubt::mail("court-unknown", detail));
    }
    certain.first().map(|court| name_of(court))
}

fn name_of(court: &Court) -> CourtName {
    CourtName { code: court.code.to_owned(), name: court.name.to_owned() }
}
