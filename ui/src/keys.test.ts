// No key acts while people type or an input method composes; nothing legal happens on a bare key.
import { beforeEach, describe, expect, it } from "vitest";
import { commandOf, ime, shortcuts } from "./keys";

function press(init: KeyboardEventInit & { keyCode?: number }, target: Element = document.body): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init });
  if (init.keyCode !== undefined) Object.defineProperty(event, "keyCode", { value: init.keyCode });
  target.dispatchEvent(event);
  return event;
}

beforeEach(() => {
  document.body.innerHTML = `<input id="box"><button id="act">x</button><div data-reading id="page" tabindex="0"></div>`;
});
const element = (id: string) => document.getElementById(id) as Element;

describe("input methods", () => {
  it("are recognised by composing and by key code 229 alone", () => {
    expect(ime({ isComposing: true, keyCode: 13 })).toBe(true);
    expect(ime({ isComposing: false, keyCode: 229 })).toBe(true);
    expect(ime({ isComposing: false, keyCode: 13 })).toBe(false);
  });

  it("keep every key for themselves", () => {
    for (const { code, held } of shortcuts) {
      expect(commandOf(press({ code, ctrlKey: held === "primary", keyCode: 229 }))).toBeNull();
      expect(commandOf(press({ code, ctrlKey: held === "primary", isComposing: true }))).toBeNull();
    }
  });
});

describe("commands", () => {
  it("are matched by code, whatever the key writes", () => {
    expect(commandOf(press({ code: "KeyJ", key: "о" }))).toBe("next");
    expect(commandOf(press({ code: "Slash", key: "、" }))).toBe("filter");
  });

  it("leave letters to whoever types", () => {
    for (const code of ["KeyJ", "KeyK", "KeyO", "Slash", "Enter", "Escape", "ArrowDown"]) {
      expect(commandOf(press({ code }, element("box")))).toBeNull();
    }
    expect(commandOf(press({ code: "KeyZ", ctrlKey: true }, element("box")))).toBeNull();
    expect(commandOf(press({ code: "F5" }, element("box")))).toBe("check");
  });

  it("never acknowledge without Ctrl, nor while the key is held down", () => {
    expect(commandOf(press({ code: "Enter" }))).toBe("open");
    expect(commandOf(press({ code: "Enter", ctrlKey: true }))).toBe("acknowledge");
    expect(commandOf(press({ code: "Enter", ctrlKey: true, repeat: true }))).toBeNull();
    const bare = shortcuts.filter(({ command, held }) => (command === "acknowledge" || command === "undo") && held === "nothing");
    expect(bare).toEqual([]);
  });

  it("leave a focused button its Enter and a page its scrolling", () => {
    expect(commandOf(press({ code: "Enter" }, element("act")))).toBeNull();
    expect(commandOf(press({ code: "ArrowDown" }, element("page")))).toBeNull();
    expect(commandOf(press({ code: "KeyJ" }, element("page")))).toBe("next");
  });
});
