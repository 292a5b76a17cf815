// Whether several computers work with a mailbox is said here, and only suggested where another one was seen to answer.
import { act, createElement } from "react";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Demo } from "../../../api/demo";
import type { Overview } from "../../../api/types";
import { stage } from "../../../parts/stage";
import { zh } from "../../../words/zh";
import { Mailboxes } from "./Mailboxes";

let on: ReturnType<typeof stage>;

beforeEach(() => { on = stage(); });

afterEach(() => on.leave());

it("says of a mailbox that several computers work with it, and no more", async () => {
  const demo = new Demo();
  const orders: [string, boolean][] = [];
  const share = demo.shareMailbox.bind(demo);
  demo.shareMailbox = (id, shared) => {
    orders.push([id, shared]);
    return share(id, shared);
  };
  const overview = await demo.overview();
  const show = (of: Overview) => on.show(demo, createElement(Mailboxes, { overview: of } as Parameters<typeof Mailboxes>[0]));
  await show(overview);
  expect(on.find("sharing-row")?.dataset.shared).toBe("false");
  expect(on.find("sharing-suggested")).toBeNull();
  expect(on.find("sharing-unsaid")?.textContent, "nobody said anything yet").toBe(zh.sharing.unsaid);
  expect((on.find("choose-off") as HTMLInputElement).checked, "and nothing is chosen for him").toBe(false);
  const [mailbox] = overview.mailboxes;
  await show({ ...overview, mailboxes: mailbox ? [{ ...mailbox, answered_beside: true }] : [] });
  expect(on.find("sharing-suggested")?.textContent).toBe(zh.sharing.suggests);
  expect(orders, "a suggestion switches nothing on").toEqual([]);
  await act(async () => on.find("choose-on")?.click());
  await on.settle();
  expect(orders).toEqual([["court", true]]);
  expect(on.said).toEqual([zh.sharing.saved]);
  await show(await demo.overview());
  expect(on.find("sharing-row")?.dataset.shared).toBe("true");
  expect(on.find("sharing-suggested")).toBeNull();
  expect(on.find("sharing-unsaid")).toBeNull();
  await act(async () => on.find("choose-off")?.click());
  await on.settle();
  await show(await demo.overview());
  expect(on.find("sharing-row")?.dataset.computers).toBe("one");
  expect((on.find("choose-off") as HTMLInputElement).checked).toBe(true);
});
