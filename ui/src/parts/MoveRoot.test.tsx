// The case folders move where a person said, and the place that was typed stays when that fails.
import { act, createElement } from "react";
import { expect, it } from "vitest";
import { MoveRoot } from "./MoveRoot";
import { demoStage } from "./stage";

const now = demoStage();

it("gives the place to the mailroom, says what became of it, and keeps the place after a failure", async () => {
  const places: string[] = [];
  now.demo.moveCaseRoot = async (to) => {
    places.push(to);
    if (places.length === 1) throw { code: "root-move.not-empty", facts: [to], retries: false };
    return { from: "案件", to, files: 12 };
  };
  await now.on.show(now.demo, createElement(MoveRoot));
  await now.on.press("move-root-open");
  now.on.type("move-root-to", "E:/案件");
  const go = async () => {
    act(() => now.on.place.querySelector("form")?.requestSubmit());
    await now.on.settle();
  };
  await go();
  expect(now.on.place.querySelector('[role="alert"]')).not.toBeNull();
  expect((now.on.find("move-root-to") as HTMLInputElement).value).toBe("E:/案件");
  await go();
  expect(places).toEqual(["E:/案件", "E:/案件"]);
  expect(now.on.find("root-moved")?.textContent).toContain("12 个文件已复制到 E:/案件");
  expect(now.on.said).toHaveLength(1);
  expect(now.on.find("move-root-to")).toBeNull();
});
