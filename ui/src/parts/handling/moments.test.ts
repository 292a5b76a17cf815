// Rests end at the court's hours, whatever the zone of the computer.
import { describe, expect, it } from "vitest";
import { rests } from "./moments";

const at = (moment: string) => Object.fromEntries(rests(Date.parse(moment)).map((rest) => [rest.id, rest.until]));

describe("rests of reminders", () => {
  it("are an hour, this afternoon and tomorrow morning", () => {
    expect(at("2026-11-23T10:42:00+08:00")).toEqual({
      hour: "2026-11-23T11:42:00+08:00", afternoon: "2026-11-23T14:00:00+08:00", morning: "2026-11-24T09:00:00+08:00",
    });
  });
  it("offer no afternoon that is over", () => {
    expect(Object.keys(at("2026-11-23T13:05:00+08:00"))).toEqual(["hour", "morning"]);
  });
  it("go by Beijing's day", () => {
    expect(at("2026-12-31T17:00:00Z").morning).toBe("2027-01-02T09:00:00+08:00");
  });
});
