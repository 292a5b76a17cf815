// The pattern is seen before it is adopted, and what cannot be followed is not offered.
import { createElement } from "react";
import { expect, it } from "vitest";
import { FolderPattern } from "./FolderPattern";
import { demoStage } from "./stage";

const now = demoStage();

it("shows while it is written where documents would go, and adopts what was written", async () => {
  const adopted: string[] = [];
  now.demo.adoptFolderPattern = async (pattern) => {
    adopted.push(pattern);
    if (adopted.length === 1) throw { code: "home.settings-unwritable", facts: ["songda.toml", "read-only"], retries: false };
  };
  await now.on.show(now.demo, createElement(FolderPattern, { root: "D:/案件" }));
  const [pattern, root] = [...now.on.place.querySelectorAll("input")] as [HTMLInputElement, HTMLInputElement];
  expect([pattern.value, root.value]).toEqual(["{court}/{case_number}/{arrived_on} 送达", "D:/案件"]);
  expect(now.on.find("adopt-pattern")).toBeNull();
  const says = () => now.on.place.querySelector('[role="status"]')?.textContent ?? "";
  const write = async (input: HTMLInputElement, text: string) => {
    input.dataset.testid = "written";
    now.on.type("written", text);
    delete input.dataset.testid;
    await now.on.settle();
  };
  await write(pattern, "{year}/{case_number}");
  expect(says()).toContain("D:/案件/2026/（2026）沪0112民初12345号/01 传票.pdf");
  await write(root, `D:/${"长".repeat(260)}`);
  expect(says()).toContain("超过 Windows 的 259 字");
  await write(root, "D:/案件");
  await write(pattern, "{datum}");
  expect(says()).toContain("不认识 {datum}");
  expect([now.on.find("adopt-pattern"), pattern.getAttribute("aria-invalid")]).toEqual([null, "true"]);
  await write(pattern, "{year}/{cause}");
  await now.on.press("adopt-pattern");
  expect(now.on.place.querySelector('[role="alert"]')).not.toBeNull();
  await now.on.press("adopt-pattern");
  expect(adopted).toEqual(["{year}/{cause}", "{year}/{cause}"]);
  expect(now.on.said).toEqual(["归档规则已写入设置"]);
});
