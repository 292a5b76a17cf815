// The English of where facts were read, and of services that repeat or correct earlier ones.
import type { Same } from "./same";
import type { zhReading } from "./zhReading";

export const enReading: Same<typeof zhReading> = {
  reading: {
    sources: (n) => `Where ${n} facts were read`,
    sure: { stated: "stated", inferred: "inferred", missing: "not found", corrected: "corrected" },
    means: {
      stated: "The text says so",
      inferred: "Follows from something else; please check",
      missing: "Read neither in the mail nor in its documents",
      corrected: "Given by a person; what was read stays in the ledger",
    },
    fact: {
      court: "Court",
      "case-number": "Case number",
      cause: "Cause",
      addressee: "Addressee",
      role: "Standing",
      party: "Party",
      "document-kind": "Kind of document",
      "document-case": "Case of document",
      "document-title": "Title of document",
      hearing: "Hearing",
      contact: "Contact",
      fee: "Fee",
      appeal: "Remedy",
      "listed-not-attached": "Listed, not attached",
    },
    inMail: "Mail text",
    inSubject: "Subject",
    inName: (name) => `File name ${name}`,
    inPage: (name, page) => `${name}, page ${page}`,
    relation: {
      duplicate: "Repeats an earlier service: the very same documents",
      correction: "May correct or replace earlier documents",
      "sent-again": "Sends an earlier service again, or adds to it",
      reminder: "Reminds of an earlier service",
    },
    earlier: (subject, moment) => `Earlier: ${subject} (${moment})`,
    suggested: "An earlier correction suggests",
    suggestedFor: (fact, was, shown) => (was ? `${fact}: ${was} → ${shown}` : `${fact}: ${shown}`),
    take: "Take it",
    correct: "Correct what was read",
    correctWhat: "Fact",
    correctTo: "should be",
    correctSave: "Save",
    correctNote: "Changes this service alone, and its deadlines are reckoned anew; what was read stays in the ledger. For the same sender and pattern it is only suggested later.",
    relatedNote: "Periods run from the earliest effective service; both mails are kept.",
  },
};
