// First letters find names, and do not find others.
import { describe, expect, it } from "vitest";
import { fitsInitials, initials } from "./pinyin";

describe("pinyin initials", () => {
  it("are the letters people type", () => {
    expect([..."上海市闵区人民法院"].map(initials).map((letters) => letters[0]).join("")).toBe("shsmqrmfy");
    expect(initials("行")).toContain("h");
    expect(initials("A")).toBe("a");
    expect(initials("7")).toBe("7");
  });

  it("find a court by some of its letters in order", () => {
    const name = "上海市闵行区人民法院";
    for (const typed of ["shs", "mh", "mqfy", "mhqrmfy"]) expect(fitsInitials(name, typed), typed).toBeGreaterThan(0);
    for (const typed of ["xh", "fym", "zz"]) expect(fitsInitials("浦东新区法院", typed), typed).toBe(0);
    expect(fitsInitials(name, "mh")).toBeGreaterThan(fitsInitials(name, "mq"));
    expect(fitsInitials(name, "闵行")).toBe(0);
  });
});
