// Every sentence the reckoning can say has its English: the sentences are taken from the mailroom's own sources.
import { describe, expect, it } from "vitest";
import { inEnglish } from "./lawEnglish";
import { rulesEnglish } from "./rulesEnglish";

const sources = import.meta.glob<string>(
  [
    "../../../src-tauri/crates/core/src/deadline.rs",
    "../../../src-tauri/crates/core/src/deadline/{reckon,derive,gate}.rs",
    "../../../src-tauri/crates/core/src/deadline/derive/{words,candidate,count}.rs",
    "../../../src-tauri/crates/mailroom/src/rows/{deadlines,own}.rs",
  ],
  { query: "?raw", import: "default", eager: true },
);
const rules = import.meta.glob<string>("../../../src-tauri/data/cn/**/*.toml", { query: "?raw", import: "default", eager: true });

const han = /\p{Script=Han}/u;

/** String literals of the part of a Rust file that runs in the product. */
function literals(text: string): string[] {
  const product = (text.split("#[cfg(test)]")[0] ?? "").split("\n").filter((line) => !line.trim().startsWith("//")).join("\n");
  return [...product.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((found) => found[1] ?? "");
}

/** What may stand in a gap of a sentence. */
const fillings: Record<string, readonly string[]> = {
  day: ["2026年12月7日（周一）"], start: ["2026年11月20日"], end: ["2026年12月5日（周六）"], event: ["送达"], span: ["15日", "3个工作日", "6个月", "2年"],
  name: ["国庆节"], why: ["休息日", "国庆节放假期间"], moves: ["顺延至", "提前至"], moved: ["", "，当日为休息日，提前至2026年12月4日（周五）"],
  paper: ["15日"], words: ["30日"], length: ["15日"], law: ["", "（法定期间到2026年12月7日）"], days: ["15"], months: ["6"], years: ["2"],
  when: ["尚未施行", "已不再施行"], waits: ["2026-12-09"], last: ["2026-12-07"], extended: ["2026-12-09"], from: ["2026-11-18"], by: ["W"], procedure: ["小额", "行政"], because: ["文书写有轮候的或者其他法院在先的查封、冻结，其期限没有计入", "期限写在裁定主文之前，可能是以前的期限"],
};
const unnamed = ["15日", "2026年12月7日（周一）", "送达", "2026", "W"];

/** The sentence with its gaps filled, in every way. */
function filled(sentence: string): string[] {
  const gap = /\{(\w*)\}/.exec(sentence);
  if (!gap) return [sentence];
  // A gap at the end takes another whole sentence.
  if (sentence.endsWith("。{}") && gap[1] === "" && sentence.indexOf("{}") === sentence.length - 2) return [sentence.slice(0, -2)];
  const known = fillings[gap[1] ?? ""];
  return (known ?? unnamed).flatMap((text) => filled(sentence.slice(0, gap.index) + text + sentence.slice(gap.index + gap[0].length)));
}

describe("the English of reckonings", () => {
  const texts = Object.values(sources).flatMap(literals);
  const sentences = [...new Set(texts.filter((text) => han.test(text) && (/。(\{\})?$/.test(text) || text.startsWith("{start}{event}"))))].filter((text) => text !== "暂定：{}。");

  it("finds the sentences", () => {
    expect(Object.keys(sources).length).toBe(9);
    expect(sentences.length).toBeGreaterThan(35);
  });

  it.each(sentences)("%s", (sentence) => {
    const known = (text: string) => !han.test(inEnglish(text).replace(/《.*?》/g, ""));
    const all = filled(sentence.replace("{end}；", "2026年11月20日送达，自次日起算15日，至2026年12月5日（周六）届满；"));
    // What stands in an unnamed gap is not known here: one filling of them must read well.
    const fits = sentence.includes("{}") ? all.some(known) : all.every(known);
    expect(fits, all.map(inEnglish).find((text) => han.test(text))).toBe(true);
  });

  it("names every event a rule counts from", () => {
    const events = [...new Set(Object.values(rules).flatMap((text) => [...text.matchAll(/^counts_from = "(.+)"$/gm)].map((found) => found[1] ?? "")))];
    expect(events.length).toBeGreaterThan(20);
    const unknown = events.filter((event) => han.test(inEnglish(`${event}次日起算`)));
    expect(unknown).toEqual([]);
  });

  it("knows the reasons why a date is not final", () => {
    const reasons = texts.filter((text) => han.test(text) && !/[。{}]/.test(text) && /尚待|未经确认|可疑|直接收到|不是本单位|相差过大|文件名判断|没有写明从|几个不同的期间，按|几次开庭|另有所指|只写在邮件|未在文书中读到|较早的起算|未读出|既写有|不是应诉一方/.test(text));
    expect(reasons.length).toBeGreaterThan(12);
    expect(reasons.filter((reason) => han.test(inEnglish(`暂定：${reason}。`)))).toEqual([]);
  });
});

describe("the English names of deadlines", () => {
  it("stand for every rule there is", () => {
    const ids = Object.values(rules).flatMap((text) => [...text.matchAll(/^id = "([A-Z0-9-]+)"\nname = /gm)].map((found) => found[1] ?? ""));
    expect(ids.length).toBeGreaterThan(100);
    expect(ids.filter((id) => !(id in rulesEnglish))).toEqual([]);
    expect(Object.keys(rulesEnglish).filter((id) => !ids.includes(id))).toEqual([]);
  });
});
