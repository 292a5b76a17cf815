//! Files that lie in documents: attachments and portfolios of PDF, attachments of OFD. They are papers of their own.

use std::sync::mpsc;
use std::time::Duration;

use songda_core::doubt::Doubt;
use songda_core::mail::{self, Became, Mail, Part, names};

use super::{LARGEST, guarded, is_pdf, markup, pdf};

/// Most files taken out of the documents of one mail, and most bytes of them.
const MOST_FILES: usize = 200;
const MOST_BYTES: usize = 128 << 20;
/// Documents inside each other that are looked into.
const DEEPEST: usize = 6;
/// Longest time spent on one document.
const PATIENCE: Duration = Duration::from_secs(2);
/// What stands unpacked in every PDF that carries files (ISO 32000-2, 7.11.4).
const MARKS: [&[u8]; 4] = [b"/EmbeddedFile", b"/Filespec", b"/FileAttachment", b"/EF"];
/// Endings of data that programs lay into a document for programs.
const DATA: [&str; 5] = ["xml", "json", "xsd", "joboptions", "es"];

/// Lists what lies in the documents of a mail behind each of them.
pub fn list(mail: &mut Mail, doubts: &mut Vec<Doubt>) {
    let passwords = mail::passwords_of(mail);
    let (mut at, mut files_left, mut bytes_left) = (0, MOST_FILES, MOST_BYTES);
    while let Some(part) = mail.parts.get(at) {
        at += 1;
        let is_looked_into = part.became == Became::Document
            && part.bytes.len() <= LARGEST
            && part.path.matches('!').count() < DEEPEST
            && !is_listed(part, mail.parts.get(at));
        if !is_looked_into || files_left == 0 {
            continue;
        }
        let mut files = files_in(&part.bytes, &passwords);
        files.retain(|(name, bytes)| {
            let is_kept = !DATA.contains(&names::extension(name).as_str()) && !bytes.is_empty();
            let fits = is_kept && files_left > 0 && bytes.len() <= bytes_left;
            if fits {
                files_left -= 1;
                bytes_left -= bytes.len();
            }
            fits
        });
        if !files.is_empty() {
            let path = part.path.clone();
            mail::list_inside(mail, &path, files, doubts);
        }
    }
}

/// Whether what lies in a document is listed: it would follow it.
fn is_listed(part: &Part, next: Option<&Part>) -> bool {
    let inside = next.and_then(|next| next.path.strip_prefix(part.path.as_str()));
    inside.is_some_and(|inside| inside.starts_with('!'))
}

/// Names and bytes. What looks through a document may be led astray without end, and is left behind then.
fn files_in(bytes: &[u8], passwords: &[String]) -> Vec<(String, Vec<u8>)> {
    let holds = |mark: &[u8]| memchr::memmem::find(bytes, mark).is_some();
    let carries = is_pdf(bytes) && MARKS.iter().any(|mark| holds(mark));
    let is_ofd = bytes.starts_with(b"PK\x03\x04") && holds(b"OFD.xml");
    if !carries && !is_ofd {
        return Vec::new();
    }
    let (sender, answer) = mpsc::channel();
    let (bytes, passwords) = (bytes.to_vec(), passwords.to_vec());
    std::thread::spawn(move || {
        let found = guarded(bytes.len(), || match carries {
            true => pdf::files(&bytes, &passwords, MOST_FILES, MOST_BYTES),
            false => markup::files(&bytes, MOST_FILES),
        });
        // Who asked may have gone on.
        let _ = sender.send(found.unwrap_or_default());
    });
    answer.recv_timeout(PATIENCE).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail_with(bytes: &[u8]) -> Mail {
        let head = "From: a@example.test\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; \
                    filename=\"a.pdf\"\r\nContent-Transfer-Encoding: binary\r\n\r\n";
        mail::read(&[head.as_bytes(), bytes].concat()).0
    }

    fn told(bytes: &[u8]) -> Vec<String> {
        let (mut mail, mut doubts) = (mail_with(bytes), Vec::new());
        list(&mut mail, &mut doubts);
        let once = mail.clone();
        list(&mut mail, &mut doubts);
        assert_eq!(mail, once, "listed once");
        mail.parts.iter().map(|part| format!("{} {}", part.path, part.became.code())).collect()
    }

    #[test]
    fn papers_inside_a_pdf_are_listed_behind_it() {
        let inner = "%PDF-1.4 inner";
        let pdf = |names: &str, page: &str, name: &str| {
            format!(
                "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R{names}>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
                 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]{page}>>endobj\n\
                 4 0 obj<</Type/Filespec/F(a.pdf){name}/EF<</F 5 0 R>>>>endobj\n\
                 5 0 obj<</Type/EmbeddedFile/Length {}>>stream\n{inner}\nendstream endobj\ntrailer<</Root 1 0 R>>\n",
                inner.len()
            )
        };
        let of = |name: &str| vec!["1 document".to_owned(), format!("1!a.pdf!{name} document")];
        let tree = "/Names<</EmbeddedFiles<</Names[(a) 4 0 R]>>>>";
        assert_eq!(told(pdf(tree, "", "/UF<feff4f207968002e007000640066>").as_bytes()), of("传票.pdf"));
        let note = "/Annots[<</Subtype/FileAttachment/FS 4 0 R/Rect[0 0 9 9]>>]";
        assert_eq!(told(pdf("", note, "").as_bytes()), of("a.pdf"));
        assert_eq!(told(pdf("", "", "").replace("/EF<<", "/EG<<").as_bytes()), of("附件.pdf"), "nothing names it");
        assert_eq!(told(b"%PDF-1.7 /EmbeddedFile"), ["1 document"]);
    }

    #[test]
    fn papers_inside_an_ofd_are_listed_behind_it() {
        let bytes = markup::tests::package(&[
            ("OFD.xml", "<OFD><DocRoot>Doc_0/Document.xml</DocRoot></OFD>"),
            ("Doc_0/Document.xml", "<D><Attachments>A/Attachments.xml</Attachments></D>"),
            (
                "Doc_0/A/Attachments.xml",
                "<A><Attachment Name='传票.pdf'><FileLoc>a.pdf</FileLoc></Attachment>\
                 <Attachment Name='data.xml'><FileLoc>data.xml</FileLoc></Attachment></A>",
            ),
            ("Doc_0/A/a.pdf", "%PDF-1.4"),
            ("Doc_0/A/data.xml", "<x/>"),
        ]);
        assert_eq!(told(&bytes), ["1 document", "1!a.pdf!传票.pdf document"]);
    }
}
