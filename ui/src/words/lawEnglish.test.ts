// Reckonings in English: known sentences are told, unknown ones stay whole.
import { describe, expect, it } from "vitest";
import { inEnglish } from "./lawEnglish";

describe("reckonings in English", () => {
  it.each([
    ["送达次日起算", "Counted from the day after service"],
    ["第15日，国庆节放假", "Day 15, a holiday: National Day"],
    ["第15日，周六", "Day 15, Saturday"],
    ["节假日后第一日", "First day after the holiday"],
    ["2026年11月20日（周五）送达，自次日起算15日，至2026年12月5日（周六）届满；当日为休息日，顺延至2026年12月7日（周一）。",
      "Service on 2026-11-20 (Fri); 15 days counted from the next day end on 2026-12-05 (Sat); that day is a rest day; it moves to 2026-12-07 (Mon)."],
    ["由法院指定，法律只规定不少于15日，以文书写明的为准。", "Set by the court, by law at least 15 days; what the paper states counts."],
    ["暂定：邮件来源尚待人工确认；未读出案号。", "Provisional: the sender is still to be confirmed; no case number was read."],
  ])("%s", (zh, en) => {
    expect(inEnglish(zh)).toBe(en);
  });

  it("keeps what is not known", () => {
    expect(inEnglish("从未见过的一句话。")).toContain("从未见过的一句话");
    expect(inEnglish("")).toBe("");
  });
});
