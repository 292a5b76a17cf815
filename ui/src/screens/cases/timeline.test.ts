// The record of a case loses nothing that is known of it, and stands in order of time.
import { expect, it } from "vitest";
import { casePage } from "../../api/demo-lists";
import { Sample } from "../../api/demo-data";
import { zh } from "../../words/zh";
import { happened } from "./timeline";

const pages = new Sample(Date.parse("2026-11-24T10:42:00+08:00"), null).services();
const of = (id: string) => pages.filter((page) => page.row.id === id);

it("tells arrivals, receipts and sittings, the newest first", () => {
  for (const page of pages) {
    const number = page.row.case_numbers[0] ?? null;
    const own = pages.filter((other) => other.row.case_numbers.includes(number ?? "") || (number === null && other.row.case_numbers.length === 0));
    const lines = happened(zh, casePage(pages.map((it) => it.row), pages.flatMap((it) => it.deadlines), [], number), own);
    expect(lines.filter((line) => line.what === "送达")).toHaveLength(own.length);
    expect(lines.filter((line) => line.what === "开庭")).toHaveLength(own.flatMap((it) => it.hearings).length);
    const times = lines.map((line) => Date.parse(line.at));
    expect(times).toEqual([...times].sort((a, b) => b - a));
  }
});

it("tells who decided what about a deadline, and why", () => {
  const [page] = of("s-summons");
  const [row] = page?.deadlines ?? [];
  if (!page || !row) throw new Error("no sample");
  const decided = { ...row, history: [{ at: "2026-11-23T10:00:00+08:00", by: "王敏", decision: "extended", date: "2026-12-20", reason: "法院准许" }] };
  const told = casePage([page.row], [decided], [], page.row.case_numbers[0] ?? null);
  const line = happened(zh, told, [page]).find((it) => it.by === "王敏" && it.what === "期限");
  expect(line?.says).toContain("延长 · 2026-12-20 · 法院准许");
});
