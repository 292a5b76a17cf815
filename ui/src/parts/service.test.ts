// Under which agreement arrival alone is service; an unknown one is treated as none.
import { expect, it } from "vitest";
import { zh } from "../words/zh";
import { arrivalServes, titlesLine } from "./service";

it("holds arrival for service only where the address was agreed", () => {
  expect(["confirmed", "offered", "promised"].every(arrivalServes)).toBe(true);
  expect(["unconfirmed", "", "something-new"].some(arrivalServes)).toBe(false);
});

it("lists three titles and counts the others", () => {
  const titles = Array.from({ length: 300 }, (_, nth) => `证据${nth + 1}`);
  expect(titlesLine(zh, titles.slice(0, 3))).toBe("证据1、证据2、证据3");
  expect(titlesLine(zh, titles)).toBe("证据1、证据2、证据3 等 300 份");
});
