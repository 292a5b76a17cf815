// Who has to move next with a queued receipt, as the mailroom's rows tell it.
import { describe, expect, it, vi } from "vitest";
import type { Backend } from "../api/backend";
import { Sample } from "../api/demo-data";
import type { ReceiptRow } from "../api/types";
import { zh } from "../words/zh";
import { receiptSays, sendNow, waits } from "./receiptState";

const now = Date.parse("2026-11-24T10:42:00+08:00");
const found = new Sample(now, { held: true }).services().find((page) => page.receipt?.state === "queued")?.receipt;
if (!found) throw new Error("no sample");
const left: ReceiptRow = found;

describe("a queued receipt", () => {
  it("counts down until its moment, then leaves", () => {
    expect(waits({ ...left, held: false, undo_until: "2026-11-24T10:42:10+08:00" }, now)).toBe("counting");
    expect(waits({ ...left, held: false, undo_until: "2026-11-24T10:41:59+08:00" }, now)).toBe("leaving");
    expect(waits({ ...left, held: false, undo_until: null }, now)).toBe("leaving");
  });

  it("waits for a person when it was left over, and says that it never leaves by itself", () => {
    expect(waits(left, now)).toBe("held");
    expect(waits({ ...left, attempts: 1, problem: "receipt.not-now" }, now)).toBe("held");
    expect(receiptSays(zh, left, "2026-11-24")).toContain("不会自动发送");
  });

  it("is tried again when the server did not take it, whether its moment is known or not", () => {
    for (const undo_until of [null, "2026-11-24T10:42:10+08:00"]) {
      expect(waits({ ...left, held: false, undo_until, attempts: 1, problem: "receipt.not-now" }, now)).toBe("retrying");
    }
  });

  it("is no longer held once it was ordered to leave, unless the order failed", async () => {
    const refusing = { sendNow: vi.fn().mockRejectedValue({ code: "home.ledger", facts: [], retries: false }) } as unknown as Backend;
    await expect(sendNow(refusing, left)).rejects.toMatchObject({ code: "home.ledger" });
    expect(waits(left, now)).toBe("held");
    const taking = { sendNow: vi.fn().mockResolvedValue(left) } as unknown as Backend;
    await sendNow(taking, left);
    expect(waits(left, now)).toBe("leaving");
  });
});

it("waits in no way once it is anything but queued", () => {
  for (const state of ["sending", "sent", "unsure", "withdrawn", "failed"]) expect(waits({ ...left, state }, now)).toBeNull();
});
