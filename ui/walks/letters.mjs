// What goes to a court is shown first, and keys never send or take back another thing than the one in sight.
import assert from "node:assert/strict";

export function letters({ open, id, state, stumbles }) {
  const row = (service) => `${id("service-row")}[data-id="${service}"]`;
  const focused = (page) => page.evaluate(() => document.activeElement?.getAttribute("data-testid") ?? document.activeElement?.tagName);
  const shown = (page) => page.waitForSelector(`${id("confirm-send")}:not(:disabled)`);
  const isFocused = (page, name) => page.waitForFunction((wanted) => document.activeElement?.getAttribute("data-testid") === wanted, name);
  async function queue(page, service) {
    await page.click(row(service));
    await page.click(id("acknowledge"));
    await page.waitForSelector(id("confirm-send"));
    if (await page.locator(id("how-verified")).count()) await page.fill(id("how-verified"), "电话");
    await page.click(id("confirm-send"));
    await page.waitForSelector(`${id("receipt-state")}[data-waits="counting"]`);
  }
  return {
    async "a correction and a sealed form are read before they leave"() {
      const page = await open();
      await page.click(row("s-judgment"));
      await page.click(id("other-correct"));
      await isFocused(page, "other-text");
      await page.keyboard.type("漏列一份");
      await page.keyboard.press("Enter");
      await shown(page);
      assert.match(await page.textContent(id("letter")), /漏列一份/);
      assert.equal(await focused(page), "confirm-cancel");
      assert.deepEqual(await stumbles(page), []);
      await page.keyboard.press("Enter");
      await page.waitForSelector(id("confirm-sheet"), { state: "detached" });
      assert.match(await state(page), /sent|confirmed/, "nothing was sent");
      await page.click(id("other-save"));
      await shown(page);
      await page.keyboard.press("Control+Enter");
      await page.waitForSelector(`${id("receipt-state")}[data-waits="counting"]`);
      await page.click(row("s-summons"));
      await page.click(id("other-sealed"));
      await page.setInputFiles(id("other-scan"), { name: "回证.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF") });
      await page.click(id("other-save"));
      await shown(page);
      assert.match(await page.textContent(id("letter")), /回证\.pdf/);
      await page.keyboard.press("Escape");
      await page.waitForSelector(id("confirm-sheet"), { state: "detached" });
      assert.equal(await page.locator(id("other-scan")).count(), 1, "the form stays");
      assert.equal(await state(page), "none");
    },
    async "one whose fate is not known is read again before it leaves again"() {
      const page = await open();
      await page.click(row("s-unsure"));
      await page.click(id("send-again"));
      await shown(page);
      await page.keyboard.press("Enter");
      await page.waitForSelector(id("confirm-sheet"), { state: "detached" });
      assert.equal(await state(page), "unsure");
      await page.click(id("send-again"));
      await shown(page);
      await page.click(id("confirm-send"));
      await page.waitForSelector(`${id("receipt-state")}[data-state="sent"]`);
    },
    async "the key takes back the receipt that is being read"() {
      const page = await open();
      await queue(page, "s-summons");
      await queue(page, "s-evidence");
      await page.click(row("s-summons"));
      await page.waitForSelector(`${id("receipt-state")}[data-state="queued"]`);
      assert.equal(await page.locator(`${id("undo")} kbd`).count(), 1, "only one of them has the key");
      await page.keyboard.press("Control+z");
      await page.waitForSelector(`${id("receipt-state")}[data-state="none"]`);
      await page.click(row("s-evidence"));
      await page.waitForSelector(`${id("receipt-state")}[data-state="queued"]`);
    },
    async "forms take the focus and give it back"() {
      const page = await open();
      await page.click(row("s-summons"));
      for (const [opener, field] of [["change-start", "start-date"], ["other-hand", null], ["other-sealed", "other-scan"]]) {
        for (const way of ["Escape", "cancel"]) {
          await page.focus(id(opener));
          await page.keyboard.press("Enter");
          if (field) await isFocused(page, field);
          else await page.waitForFunction(() => document.activeElement?.tagName === "SELECT");
          if (way === "Escape") await page.keyboard.press("Escape");
          else {
            await page.locator("main form").getByRole("button", { name: "取消" }).focus();
            await page.keyboard.press("Enter");
          }
          await isFocused(page, opener);
        }
      }
      await page.click(id("rail-settings"));
      await page.focus(id("agreement-add"));
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => document.activeElement?.closest('[data-testid="agreement-form"]'));
      await page.keyboard.press("Escape");
      await isFocused(page, "agreement-add");
      await page.click(id("rail-deadlines"));
      await page.click("[data-opener] >> nth=2");
      const about = await page.locator("[data-opener] >> nth=2").getAttribute("aria-controls");
      await page.focus(id("decide-confirmed"));
      await page.keyboard.press("Enter");
      await page.waitForFunction((wanted) => document.activeElement?.getAttribute("aria-controls") === wanted, about);
    },
    async "a deadline of the office's own opens among the deadlines, and a full day of the month opens whole"() {
      const page = await open();
      const day = new Date(Date.now() + 8 * 3_600_000 + 86_400_000).toISOString().slice(0, 10);
      await page.click(id("rail-deadlines"));
      for (const name of ["甲", "乙", "丙", "丁"]) {
        await page.click(id("own-add"));
        await page.fill(id("own-name"), `自定期限${name}`);
        await page.fill(id("own-day"), day);
        await page.fill(id("own-reason"), "法官电话");
        await page.click(id("own-save"));
        await page.waitForSelector(id("own-day"), { state: "detached" });
      }
      await page.click(id("rail-today"));
      await page.locator(id("today-row")).filter({ hasText: "自定期限丁" }).first().click();
      await page.waitForFunction(() => document.activeElement?.matches("[data-opener]") && document.activeElement.textContent.includes("自定期限丁"));
      await page.check(id("choose-month"), { force: true });
      await page.waitForSelector("main table td");
      if (!(await page.locator(id("month-more")).count())) await page.getByRole("button", { name: "下个月" }).click();
      const cell = page.locator("td", { has: page.locator(id("month-more")) }).first();
      await cell.locator(id("month-more")).click();
      assert.ok((await cell.locator("li button:visible").count()) >= 5, "all of them and the button");
      assert.equal(await page.locator("main table button:disabled").count(), 0);
      await cell.getByText("自定期限", { exact: false }).last().click();
      await page.waitForFunction(() => document.activeElement?.matches("[data-opener]"));
    },
    async "the calculator answers only what is asked now"() {
      const page = await open();
      await page.click(id("rail-deadlines"));
      await page.check(id("choose-calculator"), { force: true });
      const go = async () => {
        await page.click(id("calc-go"));
        await page.waitForSelector(id("calc-last"));
      };
      await go();
      assert.equal(await page.getAttribute(id("calc-status"), "data-status"), "final");
      await page.fill(id("calc-days"), "20");
      assert.equal(await page.locator(id("calc-last")).count(), 0, "another length was typed");
      await page.waitForSelector(id("calc-departs"));
      await go();
      await page.selectOption(id("calc-rule"), "CIV-APPEAL");
      assert.equal(await page.locator(id("calc-last")).count(), 0);
      assert.equal(await page.inputValue(id("calc-days")), "", "another rule has another paper");
      await go();
      await page.fill(id("calc-from"), "2026-11-02");
      assert.equal(await page.locator(id("calc-last")).count(), 0);
    },
  };
}
