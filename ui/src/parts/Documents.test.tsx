// A file that is gone can be put back, alone or with all others, and what cannot be is said.
import { createElement } from "react";
import { expect, it, vi } from "vitest";
import type { DocumentRow } from "../api/types";
import { Documents } from "./Documents";
import { RestoreMissing } from "./RestoreMissing";
import { demoStage } from "./stage";

vi.mock("./preview/Preview", () => ({ usePreview: () => () => undefined }));

const now = demoStage();

it("puts back the one that is gone, and says where it lies", async () => {
  const { documents } = await now.demo.service("s-evidence");
  const gone = documents.find((row) => row.state === "missing") as DocumentRow;
  const asked: string[] = [];
  now.demo.restoreDocument = async (id) => {
    asked.push(id);
    if (asked.length === 1) throw { code: "case-folder.unwritable", facts: ["案件", "read-only"], retries: false };
    return gone.path;
  };
  await now.on.show(now.demo, createElement(Documents, { documents, verdict: "proven", missing: [] }));
  expect(now.on.place.querySelectorAll('[data-testid="restore"]')).toHaveLength(1);
  await now.on.press("restore");
  expect(now.on.place.querySelector('[role="alert"]')).not.toBeNull();
  await now.on.press("restore");
  expect(asked).toEqual([gone.id, gone.id]);
  expect(now.on.said).toEqual([`已恢复到 ${gone.path}`]);
});

it("puts back all that are gone, and shows what kept one of them", async () => {
  await now.on.show(now.demo, createElement(RestoreMissing, { look: "button" }));
  await now.on.press("restore-missing");
  expect(now.on.said).toEqual(["已恢复 1 个文件"]);
  const page = await now.demo.service("s-evidence");
  expect(page.documents.every((row) => row.state === "filed")).toBe(true);
  expect(page.doubts.some((row) => row.code === "file-gone")).toBe(false);
  now.demo.restoreMissing = async () => ({ paths: ["a", "b"], refused: { code: "case-folder.unwritable", facts: ["案件", "full"], retries: false } });
  await now.on.press("restore-missing");
  expect(now.on.said[1]).toBe("已恢复 2 个文件");
  expect(now.on.place.querySelector('[role="alert"]')).not.toBeNull();
});
