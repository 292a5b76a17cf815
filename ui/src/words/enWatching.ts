// The English of how well the mailboxes are watched.
import type { Same } from "./same";
import type { zhWatching } from "./zhWatching";

export const enWatching: Same<typeof zhWatching> = {
  watching: {
    alarm: (since) => `No successful check since ${since}`,
    folders: (list) => `Last looked at: ${list}`,
    folder: (name, at) => `${name} ${at}`,
    gap: (from, until, why) => `Gap from ${from} to ${until} (${why}); the mail of that time was fetched`,
    gaps: { slept: "the computer slept", "not-running": "the program was not running", unreachable: "the mailbox could not be reached" },
    selfCheck: (at, outcome) => `Self-check ${at}: ${outcome}`,
    outcomes: {
      same: "a known mail can be fetched as it was",
      "nothing-known": "login and folder are well, no mail to compare",
      differs: "a known mail differs from the one kept",
    },
    failed: (code) => `failed (${code})`,
  },
};
