// The English of the sheet before a letter leaves.
import type { Same } from "./same";
import type { zhLetters } from "./zhLetters";

export const enLetters: Same<typeof zhLetters> = {
  letters: {
    loading: "Drawing up the letter…",
    changed: "The letter has changed. Please look at it again.",
    looked: "Looked at",
    look: "Read it first",
    to: (to) => `Goes to ${to}.`,
    correctTitle: "Send the correction?",
    correctAsk: (court, to) => `${court} (${to}) gets a correction; the first receipt stays on record.`,
    correctLaw: "A correction does not move any deadline.",
    sealedTitle: "Return the sealed form?",
    sealedAsk: (court, to, name) => `${court} (${to}) will be told that the papers arrived, with “${name}” enclosed.`,
    readTitle: "Send the read receipt?",
    readAsk: (court, to) => `The mail asks for a read receipt. ${court} (${to}) will be told that it was opened, with the words below; it counts as the receipt, and no other one is sent beside it.`,
    againTitle: "Send this receipt again?",
    againSays: "The same letter under the same number. Look among the sent mails first that it is not there.",
    heldTitle: "Send this receipt?",
    heldSays: "It had not left when the program was closed; it is unchanged.",
    elsewhereTitle: "Send this receipt all the same?",
    elsewhereSays: "It was held back because another computer answered. If that was a receipt, the court will have two.",
    approveTitle: "Let this receipt go?",
    approveSays: (by) => `Drawn up by ${by}; it leaves once you let it go.`,
    openApprove: "Read and decide",
    verified: "How the mail was made sure of",
    verifiedWays: { phone: "By telephone with the clerk", platform: "On the court's platform", mail: "By another mail", person: "In person" },
    verifiedNeeded: "The mail proves nothing by itself: say how before it is sent. It is put on record.",
  },
};
