// Under which agreement arrival alone is service; an unknown one is treated as none.
import { expect, it } from "vitest";
import { arrivalServes } from "./service";

it("holds arrival for service only where the address was agreed", () => {
  expect(["confirmed", "offered", "promised"].every(arrivalServes)).toBe(true);
  expect(["unconfirmed", "", "something-new"].some(arrivalServes)).toBe(false);
});
