// The English of learning a court's sender from a mail, and of passwords typed for closed attachments.
import { enCodes } from "./codes";
import type { Same } from "./same";
import type { zhTeaching, zhTeachingProblems } from "./zhTeaching";

const refusals: Readonly<Record<string, string>> = {
  "no-court": "No court was recognised. Correct the court first.",
  "no-sender": "The mail has no usable sender, so there is nothing to remember.",
  known: "All of this is remembered already.",
};
const reasons: Readonly<Record<string, string>> = enCodes.reasons;

export const enTeaching: Same<typeof zhTeaching> = {
  teaching: {
    title: "How courts send",
    open: "Remember how this court sends",
    means: "Later mails from this address with this kind of subject are known as this court's; such mails that wait are checked again.",
    draft: (court) => `To be remembered: ${court}`,
    senders: "Sender",
    subjects: "Subject pattern",
    hosts: "Link hosts",
    star: "* stands for case numbers, digits and the name of this office.",
    against: "This speaks against the mail; check each point:",
    checked: "Verified by a telephone number the court publishes (not one from the mail): the court did send it",
    waiting: (n) => (n === 1 ? "One other waiting mail is checked again." : n > 0 ? `${n} other waiting mails are checked again.` : "No other waiting mail is affected."),
    keep: "Remember",
    cancel: "Cancel",
    kept: (court) => `How ${court} sends is remembered`,
    keptBy: (court, by, moment) => `${by || "A handler"} remembered from this mail how ${court} sends, ${moment}`,
    undo: "Take back",
    undone: (court) => `Taken back: ${court} is as before, and its mails are checked again`,
    none: "Nothing is remembered yet. In a service that waits, choose “Remember how this court sends”.",
    list: "What people of this office confirmed. After taking one back its mails are checked as before.",
    court: "Court",
    what: "Remembered",
    who: "Confirmed by",
  },
  unlocking: {
    password: "Password of the attachment",
    of: (name) => `Password of ${name}`,
    open: "Enter password",
    now: "Open attachment",
    hint: "Usually in the court's text message or agreed before, such as the last six characters of the unified social credit code. Used for this mail's attachments only and kept in the ledger on this computer; what is inside is filed as usual.",
    opened: (n) => (n === 1 ? "One attachment opened; its documents are being filed" : `${n} attachments opened; their documents are being filed`),
  },
};

export const enTeachingProblems: Same<typeof zhTeachingProblems> = {
  "teach.refused": (f) => {
    if (f[1] === "forged") return `Nothing can be learned from this mail: ${reasons[f[2] ?? ""] ?? f[2] ?? "its sender cannot be believed"}.`;
    return refusals[f[1] ?? ""] ?? "Nothing was remembered.";
  },
};
