// A receipt's way through the sample backend: queued, taken back, queued again, sent once.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { asProblem } from "./backend";
import { Demo } from "./demo";
import type { Wished } from "./types";

const plainWish: Wished = { kind: "received", reason: null, note: "", scan: null, scan_name: null, verified: "" };

const code = (thrown: unknown) => asProblem(thrown).code;
const failure = (promise: Promise<unknown>) => promise.then(() => "no failure", code);

describe("the sample", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse("2026-11-24T10:42:00+08:00") });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("takes a receipt back and sends the next one after ten seconds", async () => {
    const demo = new Demo();
    const changes = vi.fn();
    demo.onChange(changes);
    const queued = await demo.acknowledge("s-summons");
    expect(queued).toMatchObject({ state: "queued", undo_until: "2026-11-24T10:42:10+08:00" });
    await vi.advanceTimersByTimeAsync(9_000);
    expect(await demo.withdraw(queued.id, queued.seen)).toMatchObject({ state: "withdrawn", undo_until: null, sent_at: null });
    await vi.advanceTimersByTimeAsync(60_000);
    expect((await demo.service("s-summons")).row.receipt).toBe("none");
    expect(demo.receipts().find((row) => row.id === queued.id)?.state).toBe("withdrawn");
    expect(await failure(demo.withdraw(queued.id, queued.seen))).toBe("receipt.gone");
    const again = await demo.acknowledge("s-summons");
    expect(again.id).not.toBe(queued.id);
    await vi.advanceTimersByTimeAsync(10_000);
    expect((await demo.service("s-summons")).receipt).toMatchObject({ id: again.id, state: "sent", attempts: 1 });
    expect(changes).toHaveBeenCalledTimes(4);
  });

  it("fetches behind a link when told to, and remembers who opened it", async () => {
    const demo = new Demo();
    const link = (await demo.service("s-evidence")).pickups.find((row) => row.can_fetch);
    expect(link).toMatchObject({ state: "open", opening: "may-be-receipt", stored: 0 });
    expect(await demo.fetchPickup("s-evidence", link?.errand ?? "")).toMatchObject({ state: "done", stored: 2, listed: 2 });
    await demo.openPickup("s-evidence", link?.errand ?? "", false);
    expect((await demo.service("s-evidence")).pickups.find((row) => row.can_fetch)?.opened).toBe("2026-11-24T10:42:00+08:00");
    expect(await failure(demo.fetchPickup("s-evidence", "nothing"))).toBe("not-found");
  });

  it("joins cases, parts them and calls them by a name", async () => {
    const demo = new Demo();
    const [one, two] = demo.named().map((row) => row.case_number);
    expect((await demo.joinCases([one ?? "", two ?? ""])).together).toEqual([one, two]);
    expect((await demo.nameCase(two ?? "", "六号楼")).name).toBe("六号楼");
    expect((await demo.splitCase(two ?? "")).together).toEqual([two]);
    expect((await demo.previewFolders("{court}/{datum}")).problem).toContain("datum");
    expect((await demo.previewFolders("{court}/{case_number}")).path).toMatch(/01 传票\.pdf$/);
  });

  it("sends at once when told to, and then cannot take it back", async () => {
    const demo = new Demo();
    const queued = await demo.acknowledge("s-summons");
    expect((await demo.sendNow(queued.id, queued.seen)).state).toBe("sent");
    expect(await failure(demo.withdraw(queued.id, queued.seen))).toBe("receipt.gone");
    await vi.advanceTimersByTimeAsync(20_000);
    expect((await demo.service("s-summons")).receipt?.attempts).toBe(1);
  });

  it("does nothing about a receipt that stands otherwise than was seen", async () => {
    const demo = new Demo("held");
    const [left] = demo.receipts().filter((row) => row.state === "queued");
    const saw = left?.seen ?? "";
    await demo.sendNow(left?.id ?? "", saw);
    expect(await failure(demo.sendNow(left?.id ?? "", saw))).toBe("receipt.moved");
    expect(await failure(demo.withdraw(left?.id ?? "", saw))).toBe("receipt.moved");
  });

  it("acknowledges once only, and no doubtful sender", async () => {
    const demo = new Demo();
    const first = await demo.acknowledge("s-summons");
    expect((await demo.acknowledge("s-summons")).id).toBe(first.id);
    expect(demo.receipts().filter((row) => row.service === "s-summons")).toHaveLength(1);
    expect(await failure(demo.acknowledge("s-lookalike"))).toBe("receipt.doubtful-sender");
    expect(await failure(demo.letterDraft("s-lookalike", plainWish))).toBe("receipt.doubtful-sender");
    expect(await failure(demo.service("s-none"))).toBe("not-found");
  });

  it("never sends by itself what was left over from the last run", async () => {
    const demo = new Demo("held");
    const [left] = demo.receipts().filter((row) => row.state === "queued");
    expect(left).toMatchObject({ undo_until: null });
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect((await demo.service(left?.service ?? "")).row.receipt).toBe("queued");
  });

  it("gives what is let go later the same seconds to take it back", async () => {
    const demo = new Demo("held");
    const [left] = demo.receipts().filter((row) => row.state === "queued");
    const let_go = await demo.sendNow(left?.id ?? "", left?.seen ?? "");
    expect(let_go).toMatchObject({ state: "queued", held: false });
    expect(let_go.undo_until).not.toBeNull();
    await vi.advanceTimersByTimeAsync(20_000);
    expect((await demo.service(let_go.service)).receipt?.state).toBe("sent");
  });

  it("sends a letter as it was shown or not at all, and a correction beside the first one", async () => {
    const demo = new Demo();
    const { seen } = await demo.letterDraft("s-summons", plainWish);
    expect(await failure(demo.sendLetter("s-summons", { ...plainWish, kind: "refused", reason: "unreadable" }, seen))).toBe("receipt.changed");
    const first = await demo.sendLetter("s-summons", plainWish, seen);
    await demo.sendNow(first.id, first.seen);
    const wish = { ...plainWish, kind: "corrected", note: "漏列一份" };
    const draft = await demo.letterDraft("s-summons", wish);
    expect(draft.body).toContain("漏列一份");
    expect(await demo.sendLetter("s-summons", wish, draft.seen)).toMatchObject({ state: "queued", kind: "corrected", corrects: first.id });
    expect(await demo.queuedLetter(first.id)).toMatchObject({ to: first.to, undo_seconds: 10 });
  });

  it("drafts with the regime that decides the warning", async () => {
    const demo = new Demo();
    expect((await demo.letterDraft("s-evidence", plainWish)).regime).toBe("unconfirmed");
    expect((await demo.letterDraft("s-summons", plainWish)).body).toContain("本回执由受送达人出具");
  });
});
