// Every section of the settings, in the order in which they stand.
import { About } from "./sections/About";
import { Data } from "./sections/Data";
import { Fetching } from "./sections/Fetching";
import { Filing } from "./sections/Filing";
import { Health } from "./sections/Health";
import { Keys } from "./sections/Keys";
import { Lessons } from "./sections/Lessons";
import { Mailboxes } from "./sections/Mailboxes";
import { Office } from "./sections/Office";
import { Proxy } from "./sections/Proxy";
import { Register } from "./sections/Register";
import { Reminders } from "./sections/Reminders";
import { Rules } from "./sections/Rules";
import { Sending } from "./sections/Sending";
import type { Section } from "./sections/section";
import { Shell } from "./sections/Shell";
import { Signature } from "./sections/Signature";
import { Window } from "./sections/Window";

export const sections: readonly Section[] = [
  { id: "window", title: (words) => words.settings.window, Body: Window },
  { id: "mailboxes", title: (words) => words.settings.mailboxes, Body: Mailboxes },
  { id: "register", title: (words) => words.register.title, Body: Register },
  { id: "lessons", title: (words) => words.teaching.title, Body: Lessons },
  { id: "office", title: (words) => words.settings.office, Body: Office },
  { id: "signature", title: (words) => words.signature.title, Body: Signature },
  { id: "sending", title: (words) => words.choices.sending, Body: Sending },
  { id: "filing", title: (words) => words.choices.filing, Body: Filing },
  { id: "fetching", title: (words) => words.choices.fetching, Body: Fetching },
  { id: "rules", title: (words) => words.rulesSection.title, Body: Rules },
  { id: "remind", title: (words) => words.remind.title, Body: Reminders },
  { id: "shell", title: (words) => words.shell.title, Body: Shell },
  { id: "proxy", title: (words) => words.proxy.title, Body: Proxy },
  { id: "data", title: (words) => words.data.title, Body: Data },
  { id: "health", title: (words) => words.health.title, Body: Health },
  { id: "keys", title: (words) => words.settings.keys, Body: Keys },
  { id: "about", title: (words) => words.settings.about, Body: About },
];
