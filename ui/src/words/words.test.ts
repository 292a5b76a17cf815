// The two languages say the same things, and codes find their words.
import { describe, expect, it } from "vitest";
import { en } from "./en";
import { problemSentence } from "./words";
import { zh } from "./zh";

function keys(table: object, path = ""): string[] {
  return Object.entries(table).flatMap(([key, value]: [string, unknown]) =>
    value !== null && typeof value === "object" && !Array.isArray(value)
      ? keys(value, `${path}${key}.`)
      : [`${path}${key}: ${Array.isArray(value) ? `list of ${value.length}` : typeof value}`],
  );
}

describe("words", () => {
  it("have the same keys in both languages", () => {
    expect(keys(en)).toEqual(keys(zh));
    expect(keys(zh).length).toBeGreaterThan(200);
  });

  it("leave nothing empty", () => {
    for (const table of [zh, en]) {
      const texts = JSON.stringify(table, (key, value: unknown) => (key === "gap" ? "-" : value));
      expect(texts).not.toContain('""');
    }
  });

  it("word a known problem with its facts and show an unknown code", () => {
    expect(problemSentence(zh, "mailbox.server-not-found", ["imap.office.example"])).toContain("imap.office.example");
    expect(problemSentence(zh, "receipt.gone", [])).toBe("来不及撤回，回执已经发出。");
    expect(problemSentence(en, "some.new-code", [])).toContain("some.new-code");
    // Names every object inherits are no codes.
    expect(problemSentence(en, "toString", [])).toContain("toString");
  });
});
