// The English of how well the mailboxes are watched, and of the arrival record.
import { many } from "./many";
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
      unchecked: "none of the known mails lies on the server any more; nothing could be compared",
      differs: "a known mail differs from the one kept",
    },
    failed: (code) => `failed (${code})`,
  },
  arrivals: {
    title: (n) => (n === 1 ? "Arrival record" : `Arrival record (${n} sightings)`),
    arrived: "Taken in by the mailbox's server",
    firstSeen: "First seen by this program",
    clock: "This computer's clock",
    ahead: (secs) => `ahead of the server, by ${secs} s at most`,
    behind: (secs) => `behind the server by ${secs} s`,
    by: "From",
    byHand: "taken in by hand; that moment is not its arrival",
    folder: "Folder",
    file: "File",
    server: "Server",
    certificate: "Server certificate, SHA-256",
    greeting: "Greeting",
    id: "Server's own words",
    entry: "Ledger entry",
    way: (n) => `Servers on the way (${many(n, "line")})`,
  },
};
