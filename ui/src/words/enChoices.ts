// The English of what the office chose: how receipts leave, what is filed, which links are followed.
import type { Same } from "./same";
import type { zhChoiceProblems, zhChoices } from "./zhChoices";

export const enChoices: Same<typeof zhChoices> = {
  choices: {
    sending: "Sending receipts",
    filing: "What is filed",
    fetching: "Fetching from platforms",
    saved: "Saved, on record in the ledger, and followed within seconds.",
    decided: "Set by an administrator",
    on: "On",
    off: "Off",
    turnOn: "Switch on",
    keep: "Save",
    cancel: "Cancel",
    made: (by, moment, value) => (value ? `${by} chose “${value}” on ${moment}` : `${by} cleared it on ${moment}`),
    undo: "Undo time",
    undoSays: "A receipt waits so long after the click and can be taken back meanwhile. With no wait it leaves at once and cannot.",
    seconds: (seconds) => (seconds === 0 ? "No wait" : `${seconds} s`),
    two: "Two people",
    twoSays: "When on, one person drafts a receipt and another must let it go.",
    automatic: "Sent without anybody",
    automaticSays: "Only for courts with which address and read receipt are agreed in the register. Only verified services without open questions that arrived within three days; the undo time holds, and the ledger marks the handler's name with （自动）.",
    automaticWarn: (court) => `When on, receipts for services of ${court} leave after the undo time without anybody having looked, and then cannot be called back. Make sure the agreement with this court still holds.`,
    noCourts: "No court is known yet. Enter one in the register first.",
    whyNot: {
      "no-agreement": "Cannot be switched on: no agreement with this court is in force.",
      "no-reply": "Cannot be switched on: the agreement asks for no read receipt.",
      unconfirmed: "Cannot be switched on: the address is unconfirmed, and replying may itself complete service.",
    },
    original: "Keep the original mail",
    originalSays: "When on, the mail (.eml) is filed in the folder of its documents. Holds for services filed from now on.",
    fetch: "Fetch without asking",
    fetchSays: "When on, links to this platform in believed mails to this mailbox are opened by the program, and the documents filed. When off, each is fetched at a click.",
    fetchWarn: (platform, mailbox) => `Opening a link on ${platform} may be recorded as receipt. When on, the program opens such links in mails to ${mailbox} without asking.`,
    fetchWarnIs: (platform, mailbox) => `Opening a link on ${platform} counts as receipt. When on, the program opens such links in mails to ${mailbox} without asking.`,
    oldTls: "Servers with old encryption only",
    oldTlsSays: "Usually empty. Where a download server always breaks off, enter its name; several with blanks between.",
    oldTlsWarn: (hosts) => `With ${hosts} only the older encryption (TLS 1.2) is used, and nothing newer is tried. Only for a server that really knows nothing newer.`,
    noMailbox: "No mailbox yet.",
  },
};

export const enChoiceProblems: Same<typeof zhChoiceProblems> = {
  "receipt.not-agreed": (f) => `Nothing was saved: no agreement in force with ${f[0] ?? ""} asks for a read receipt, so nothing is sent without anybody.`,
};
