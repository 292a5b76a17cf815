// The English of long lists: their tabs, and the ways from one to another; and of days that are typed.
import type { Same } from "./same";
import type { zhLists } from "./zhLists";

const cases = (n: number) => (n === 1 ? "1 case" : `${n} cases`);
const services = (n: number) => (n === 1 ? "1 service" : `${n} services`);

export const enLists: Same<typeof zhLists> = {
  lists: {
    allCases: "All",
    due: "Receipt due",
    running: "Open deadline",
    none: "No deadline",
    unnumbered: "No case number",
    casesWithout: (n) => `${cases(n)} without a deadline`,
    servicesWithout: (n) => `${services(n)} without a case number`,
    openFolder: "Open folder",
    shown: (shown, all) => `The latest ${shown} of ${services(all)}. Filter the ledger for the others.`,
    find: "Find by number or cause",
    colHandler: "Handler",
    arrived: "Served",
    drawnUp: "Drawn up and queued",
    record: (n) => `What happened (${n})`,
    stillComing: (n) => `Older mails are coming in, at most ${n} more`,
    offline: "The mailbox cannot be reached now. Everything can be read and checked; receipts are queued and leave once the connection is back.",
    importHint: "Saved mails (.eml, .mbox) can be imported, too, or dropped on the window.",
  },
  dates: {
    notADay: "Not a date",
    outside: "Out of range",
    tooLate: (day) => `No later than ${day}`,
    tooEarly: (day) => `No earlier than ${day}`,
    example: "e.g. 1207, 12-7",
    examplePast: "e.g. 1120, yesterday",
    pick: "Open the calendar",
    hint: "1207, 12-7, next Mon; +15 is 15 days from today",
  },
};
