// Every section of the settings, in the order in which they stand.
import { About } from "./sections/About";
import { Data } from "./sections/Data";
import { Health } from "./sections/Health";
import { Keys } from "./sections/Keys";
import { Lessons } from "./sections/Lessons";
import { Mailboxes } from "./sections/Mailboxes";
import { Office } from "./sections/Office";
import { Register } from "./sections/Register";
import type { Section } from "./sections/section";
import { Shell } from "./sections/Shell";
import { Window } from "./sections/Window";

export const sections: readonly Section[] = [
  { id: "window", title: (words) => words.settings.window, Body: Window },
  { id: "mailboxes", title: (words) => words.settings.mailboxes, Body: Mailboxes },
  { id: "register", title: (words) => words.register.title, Body: Register },
  { id: "lessons", title: (words) => words.teaching.title, Body: Lessons },
  { id: "office", title: (words) => words.settings.office, Body: Office },
  { id: "shell", title: (words) => words.shell.title, Body: Shell },
  { id: "data", title: (words) => words.data.title, Body: Data },
  { id: "health", title: (words) => words.health.title, Body: Health },
  { id: "keys", title: (words) => words.settings.keys, Body: Keys },
  { id: "about", title: (words) => words.settings.about, Body: About },
];
