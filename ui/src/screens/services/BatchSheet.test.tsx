// Many receipts at once: what leaves is what was listed, or nothing.
import { act, createElement } from "react";
import { beforeEach, expect, it } from "vitest";
import { demoStage } from "../../parts/stage";
import { BatchSheet } from "./BatchSheet";

const SERVICE = "s-summons";
const now = demoStage();

beforeEach(() => {
  globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;
});

// The sheet stands in the document's body, not in the place of the stage.
const find = (id: string) => document.querySelector<HTMLButtonElement>(`[data-testid="${id}"]`);

async function click(id: string) {
  act(() => find(id)?.click());
  await now.on.settle();
}

it("sends nothing that changed since it was listed before it was looked at again", async () => {
  const { demo, on } = now;
  await on.show(demo, createElement(BatchSheet, { services: [SERVICE], close: () => {} }));
  expect(find("batch-send")?.disabled).toBe(false);
  // Another paper of the same mail was read meanwhile.
  const batch = demo.batch.bind(demo);
  demo.batch = async (services) => (await batch(services)).map((line) => ({ ...line, seen: "another" }));
  await act(() => demo.checkNow());
  await on.settle();
  expect(find("batch-changed")).not.toBeNull();
  expect(find("batch-send")?.disabled).toBe(true);
  await click("batch-looked");
  expect(find("batch-changed")).toBeNull();
  await click("batch-send");
  expect((await demo.service(SERVICE)).receipt?.state).toBe("queued");
});

it("tells the line that would be another letter by now", async () => {
  const { demo } = now;
  const lines = await demo.acknowledgeMany([{ service: SERVICE, seen: "another" }]);
  expect(lines[0]?.problem?.code).toBe("receipt.changed");
  expect((await demo.service(SERVICE)).receipt).toBeNull();
});
