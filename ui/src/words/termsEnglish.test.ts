// Every term of the rules that ship has its English.
import { expect, it } from "vitest";
import { termEnglish } from "./termsEnglish";

const rules = import.meta.glob<string>("../../../src-tauri/data/cn/deadlines/*.toml", { query: "?raw", import: "default", eager: true });
const text = Object.values(rules).join("\n");

it("knows the families, people, kinds and events of every rule", () => {
  const single = [...text.matchAll(/^(?:group|setting|counts_from) *= *"(.*)"/gm)].map((found) => found[1] ?? "");
  const several = [...text.matchAll(/^for_whom *= *\[(.*)\]/gm)].flatMap((found) => [...(found[1] ?? "").matchAll(/"([^"]*)"/g)].map((one) => one[1] ?? ""));
  const all = [...new Set([...single, ...several])];
  expect(all.length).toBeGreaterThan(50);
  expect(all.filter((term) => /[\u4e00-\u9fff]/.test(termEnglish(term)))).toEqual([]);
});

it("says how long a period is", () => {
  expect(["15日", "1个月", "5个工作日", "2年"].map(termEnglish)).toEqual(["15 days", "1 month", "5 working days", "2 years"]);
  expect(termEnglish("toString")).toBe("toString");
});
