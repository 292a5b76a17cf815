// Every service is in a case, and every deadline in its own.
import { describe, expect, it } from "vitest";
import { Sample } from "../../api/demo-data";
import { casesOf, matches } from "./cases";

const pages = new Sample(Date.parse("2026-11-24T10:42:00+08:00"), null).services();
const services = pages.map((page) => page.row);
const deadlines = pages.flatMap((page) => page.deadlines);
const cases = casesOf(services, deadlines);
const first = services[0];

describe("cases", () => {
  it("lose no service and no deadline", () => {
    expect(new Set(cases.flatMap((one) => one.services.map((row) => row.id))).size).toBe(services.length);
    expect(cases.flatMap((one) => one.deadlines)).toHaveLength(deadlines.length);
  });

  it("put services without a number together, at the end, under no court", () => {
    const last = cases[cases.length - 1];
    expect(last?.number).toBeNull();
    expect(last?.court).toBeNull();
    expect(cases.filter((one) => one.number === null)).toHaveLength(1);
  });

  it("gather several services of one number, the newest first", () => {
    if (!first) throw new Error("no sample");
    const later = { ...first, id: "later", arrived: "2026-11-24T10:00:00+08:00", cause: null };
    const earlier = { ...first, id: "earlier", arrived: "2026-11-01T10:00:00+08:00" };
    const [one] = casesOf([earlier, later], []);
    expect(one?.services.map((row) => row.id)).toEqual(["later", "earlier"]);
    expect(one?.cause).toBe(first.cause);
    expect(one?.latest).toBe(later.arrived);
  });

  it("show a service that names two cases in both, each deadline in its own", () => {
    if (!first) throw new Error("no sample");
    const both = { ...first, case_numbers: ["（2026）沪0112民初1号", "（2026）沪0112民初2号", "（2026）沪0112民初1号"] };
    const shape = deadlines[0];
    if (!shape) throw new Error("no sample");
    const two = casesOf([both], [{ ...shape, service: both.id, case_number: "（2026）沪0112民初2号" }]);
    expect(two.map((one) => one.services.length)).toEqual([1, 1]);
    expect(two.map((one) => one.deadlines.length).sort()).toEqual([0, 1]);
  });

  it("are found in full and half width", () => {
    expect(cases.filter((one) => matches(one, "(2026)沪0115民初8812"))).toHaveLength(1);
    expect(cases.filter((one) => matches(one, "没有这一件"))).toHaveLength(0);
  });
});
