// Every keyboard shortcut, in one list, and the one place that listens.
import { useEffect, useRef } from "react";

export type Command =
  | "go-1"
  | "go-2"
  | "go-3"
  | "go-4"
  | "go-5"
  | "go-6"
  | "go-7"
  | "filter"
  | "next"
  | "previous"
  | "open"
  | "back"
  | "acknowledge"
  | "undo"
  | "check"
  | "folder"
  | "export"
  | "palette"
  | "facts"
  | "help"
  | "settings"
  | "nextDocument"
  | "previousDocument"
  | "larger"
  | "smaller"
  | "standard"
  | "pane"
  | "assign"
  | "snooze"
  | "setAside"
  | "mark"
  | "markNext"
  | "markPrevious"
  | "markAll"
  | "print"
  | "quit";

interface Shortcut {
  command: Command;
  /** By `code`, so that an input method's or keyboard's layout does not matter. */
  code: string;
  /** With Ctrl, or ⌘ on a Mac. */
  held: "primary" | "nothing";
  /** With Shift. */
  shift?: true;
  /** Where the key keeps its own meaning: on a focused button, or while reading a page that scrolls. */
  leaves?: "buttons" | "reading";
}

export const shortcuts: readonly Shortcut[] = [
  { command: "go-1", code: "Digit1", held: "primary" },
  { command: "go-2", code: "Digit2", held: "primary" },
  { command: "go-3", code: "Digit3", held: "primary" },
  { command: "go-4", code: "Digit4", held: "primary" },
  { command: "go-5", code: "Digit5", held: "primary" },
  { command: "go-6", code: "Digit6", held: "primary" },
  { command: "go-7", code: "Digit7", held: "primary" },
  { command: "filter", code: "Slash", held: "nothing" },
  { command: "filter", code: "KeyF", held: "primary" },
  { command: "next", code: "ArrowDown", held: "nothing", leaves: "reading" },
  { command: "next", code: "KeyJ", held: "nothing" },
  { command: "previous", code: "ArrowUp", held: "nothing", leaves: "reading" },
  { command: "previous", code: "KeyK", held: "nothing" },
  { command: "open", code: "Enter", held: "nothing", leaves: "buttons" },
  { command: "back", code: "Escape", held: "nothing" },
  { command: "acknowledge", code: "Enter", held: "primary" },
  { command: "acknowledge", code: "NumpadEnter", held: "primary" },
  { command: "undo", code: "KeyZ", held: "primary" },
  { command: "check", code: "F5", held: "nothing" },
  { command: "check", code: "KeyR", held: "primary" },
  { command: "folder", code: "KeyO", held: "nothing" },
  { command: "export", code: "KeyE", held: "primary" },
  { command: "palette", code: "KeyK", held: "primary" },
  { command: "facts", code: "KeyE", held: "nothing" },
  { command: "help", code: "F1", held: "nothing" },
  { command: "settings", code: "Comma", held: "primary" },
  { command: "pane", code: "F6", held: "nothing" },
  { command: "larger", code: "Equal", held: "primary" },
  { command: "larger", code: "NumpadAdd", held: "primary" },
  { command: "smaller", code: "Minus", held: "primary" },
  { command: "smaller", code: "NumpadSubtract", held: "primary" },
  { command: "standard", code: "Digit0", held: "primary" },
  { command: "nextDocument", code: "ArrowDown", held: "primary" },
  { command: "previousDocument", code: "ArrowUp", held: "primary" },
  { command: "assign", code: "KeyA", held: "nothing" },
  { command: "snooze", code: "KeyH", held: "nothing" },
  { command: "setAside", code: "Digit1", held: "nothing", shift: true },
  { command: "mark", code: "Space", held: "nothing", leaves: "buttons" },
  { command: "markNext", code: "ArrowDown", held: "nothing", shift: true, leaves: "reading" },
  { command: "markPrevious", code: "ArrowUp", held: "nothing", shift: true, leaves: "reading" },
  { command: "markAll", code: "KeyA", held: "primary" },
  { command: "print", code: "KeyP", held: "primary" },
  { command: "quit", code: "KeyQ", held: "primary" },
  { command: "help", code: "Slash", held: "nothing", shift: true },
];

type KeyEvent = Pick<
  KeyboardEvent,
  "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "repeat" | "isComposing" | "keyCode" | "target"
>;

/** Whether an input method is still composing: WebKit says so only by key code 229 on the confirming Enter. */
export function ime(event: Pick<KeyEvent, "isComposing" | "keyCode">): boolean {
  return event.isComposing || event.keyCode === 229;
}

/** Whether single letters act (WCAG 2.1.4: they can be switched off). */
export const singles = { on: true };

const isMac = () => /Mac|iPhone|iPad/.test(navigator.platform);

/** The name of the primary key on this system. */
export function primaryKey(): string {
  return isMac() ? "⌘" : "Ctrl";
}

function editable(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable='true']") !== null;
}

function onButton(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("button, a, summary, [role='menuitemradio'], [role='menu']") !== null;
}

function reading(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("[data-reading]") !== null;
}

/** Commands that go on while their key is held down. */
const repeated: ReadonlySet<Command> = new Set(["next", "previous", "markNext", "markPrevious"]);

/** The command a key press means, if any. A held-down key means nothing but moving. */
export function commandOf(event: KeyEvent): Command | null {
  // The plus sign stands above another on most keyboards.
  const isPlus = event.code === "Equal" && event.ctrlKey !== event.metaKey;
  if (ime(event) || event.altKey) return null;
  const primary = isMac() ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
  if (!primary && (event.ctrlKey || event.metaKey)) return null;
  const found = shortcuts.find(
    (shortcut) => shortcut.code === event.code && (shortcut.held === "primary") === primary && (isPlus || (shortcut.shift === true) === event.shiftKey),
  );
  if (!found) return null;
  if (found.held === "nothing" && !/^F\d/.test(found.code) && editable(event.target)) return null;
  // Letters and signs alone; arrows, Space and Esc are no characters (WCAG 2.1.4).
  if (/^(Key|Digit|Slash)/.test(found.code) && found.held === "nothing" && !singles.on) return null;
  // In a text the arrows go to its beginning and end.
  if ((found.command === "nextDocument" || found.command === "previousDocument") && editable(event.target)) return null;
  // Text being edited has its own undo.
  if ((found.command === "undo" || found.command === "markAll") && editable(event.target)) return null;
  if (found.leaves === "buttons" && onButton(event.target)) return null;
  if (found.leaves === "reading" && reading(event.target)) return null;
  if (event.repeat && !repeated.has(found.command)) return null;
  return found.command;
}

/** What a part of the window does on commands; a handler that answers `false` lets the next part have it. */
export type Handlers = Partial<Record<Command, () => void | false>>;
interface Layer {
  handlers: () => Handlers;
  /** A sheet keeps every command from what lies below it. */
  scope: "page" | "sheet";
}
const layers: Layer[] = [];

/** Keys that lists, buttons and menus use themselves are taken only after those let them pass. */
function yields(event: KeyboardEvent): boolean {
  const bare = !event.ctrlKey && !event.metaKey && !event.shiftKey;
  return bare && ["ArrowUp", "ArrowDown", "Enter", "Escape"].includes(event.code);
}

/** WebKit gives the Enter and Esc that end a composition to forms, sheets and lists as well: none of them may act on it. */
function holdBack(event: KeyboardEvent) {
  const ends = event.code === "Enter" || event.code === "NumpadEnter" || event.code === "Escape";
  if (!ends || !ime(event) || !editable(event.target)) return;
  event.stopPropagation();
  if (event.code !== "Escape" && !(event.target instanceof HTMLTextAreaElement)) event.preventDefault();
}

const early = (event: KeyboardEvent) => {
  holdBack(event);
  if (!yields(event)) answer(event);
};
const late = (event: KeyboardEvent) => void (yields(event) && answer(event));

function answer(event: KeyboardEvent) {
  if (event.defaultPrevented) return;
  const command = commandOf(event);
  // The web view would reload the page, or open its own help, on these.
  if (command === "check" || command === "help" || command === "print") event.preventDefault();
  if (!command) return;
  const sheet = layers.some((layer) => layer.scope === "sheet");
  for (const layer of [...layers].reverse()) {
    if (sheet && layer.scope !== "sheet") continue;
    const handle = layer.handlers()[command];
    if (handle && handle() !== false) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
  }
}

/** Answers commands while the component is shown; the newest layer is asked first. */
export function useKeys(handlers: Handlers, scope: Layer["scope"] = "page"): void {
  const current = useRef(handlers);
  useEffect(() => {
    current.current = handlers;
  });
  useEffect(() => {
    const layer: Layer = { handlers: () => current.current, scope };
    if (layers.length === 0) {
      window.addEventListener("keydown", early, true);
      window.addEventListener("keydown", late);
    }
    layers.push(layer);
    return () => {
      layers.splice(layers.indexOf(layer), 1);
      if (layers.length > 0) return;
      window.removeEventListener("keydown", early, true);
      window.removeEventListener("keydown", late);
    };
  }, [scope]);
}
