// Long lists and their tabs, days that are typed, and long work that is stopped: by keyboard.
import assert from "node:assert/strict";

export function lists({ base, browser, open, id, stumbles }) {
  return {
    async "days are typed as people write them, and what is no day is not taken"() {
      const page = await open();
      await page.keyboard.press("Control+4");
      await page.waitForSelector(id("deadline-row"));
      const before = await page.locator(id("deadline-row")).count();
      await page.click(id("own-add"));
      const form = page.locator("form", { has: page.locator(id("own-day")) });
      await form.locator("input").first().fill("补充代理意见");
      await page.focus(id("own-day"));
      await page.keyboard.type("1131");
      await page.getByText("不是日期").waitFor();
      await form.locator("input").last().fill("法官电话通知");
      await form.locator('button[type="submit"]').click();
      await page.waitForTimeout(80);
      assert.equal(await page.locator(id("own-day")).count(), 1, "the form stays");
      await page.focus(id("own-day"));
      await page.keyboard.press("Control+a");
      await page.keyboard.type("+15");
      const due = new Date(Date.now() + 8 * 3_600_000 + 15 * 86_400_000).toISOString().slice(0, 10);
      await page.waitForFunction((due) => document.querySelector("[data-testid=date-read]")?.textContent.includes(due), due.slice(5));
      assert.deepEqual(await stumbles(page), []);
      await page.keyboard.press("Tab");
      assert.equal(await page.inputValue(id("own-day")), due, "it is written out when left");
      await form.locator('button[type="submit"]').click();
      await page.waitForFunction((before) => document.querySelectorAll("[data-testid=deadline-row]").length > before, before);
      await page.close();
    },
    async "cases stand under tabs, and their folder opens by key"() {
      const page = await open();
      const said = [];
      page.on("console", (line) => said.push(line.text()));
      await page.keyboard.press("Control+3");
      await page.waitForSelector(id("case-row"));
      const all = await page.locator(id("case-row")).count();
      for (const tab of ["due", "running", "none", "unnumbered"]) {
        await page.click(id(`tab-${tab}`));
        await page.waitForFunction((all) => { const count = document.querySelectorAll("[data-testid=case-row]").length; return count > 0 && count < all; }, all);
        assert.equal(await page.locator(`${id(`tab-${tab}`)}[aria-pressed="true"]`).count(), 1);
      }
      await page.click(id("tab-all"));
      await page.waitForFunction((all) => document.querySelectorAll("[data-testid=case-row]").length === all, all);
      await page.keyboard.press("j");
      await page.keyboard.press("Enter");
      await page.waitForSelector(id("case-folder"));
      await page.keyboard.press("o");
      await page.waitForTimeout(80);
      assert.ok(said.some((line) => line.includes("would open the folder")), said.join());
      await page.keyboard.press("Escape");
      await page.waitForSelector(id("case-row"));
      await page.close();
    },
    async "today leads to cases without a deadline and to services without a number"() {
      const page = await open();
      await page.keyboard.press("Control+1");
      await page.waitForSelector(id("today-loose"));
      const [first, second] = [page.locator(`${id("today-loose")} button`).first(), page.locator(`${id("today-loose")} button`).nth(1)];
      const count = Number((await first.innerText()).match(/\d+/)?.[0]);
      await first.focus();
      await page.keyboard.press("Enter");
      await page.waitForSelector(`${id("tab-none")}[aria-pressed="true"]`);
      await page.waitForFunction((count) => document.querySelectorAll("[data-testid=case-row]").length === count, count);
      await page.keyboard.press("Control+1");
      await second.focus();
      await page.keyboard.press("Enter");
      await page.waitForSelector(`${id("tab-unnumbered")}[aria-pressed="true"]`);
      await page.close();
    },
    async "many receipts at once are taken from all that wait, not only from the rows in sight"() {
      const page = await open("?scene=many");
      await page.waitForSelector(id("batch-open"));
      await page.fill('main input[type="search"]', "应诉通知书");
      await page.waitForTimeout(150);
      await page.fill('main input[type="search"]', "");
      await page.click(id("tab-suspicious"));
      await page.waitForFunction(() => document.querySelectorAll("[data-testid=service-row]").length === 1);
      await page.click(id("batch-open"));
      await page.waitForSelector(id("batch-line"));
      assert.ok((await page.locator(id("batch-line")).count()) > 1);
      await page.close();
    },
    async "a test of a mailbox can be stopped, and run again"() {
      const page = await browser.newPage({ viewport: { width: 1092, height: 535 } });
      await page.goto(`${base}?scene=first`);
      await page.click(id("door-connect"));
      await page.fill(id("wizard-address"), "sd@qq.com");
      await page.click(id("wizard-next"));
      await page.fill(id("wizard-secret"), "slow");
      await page.click(id("wizard-next"));
      await page.click(id("wizard-stop"));
      await page.getByText("已停止测试").waitFor();
      assert.equal(await page.locator(id("wizard-next")).isDisabled(), true);
      await page.waitForSelector(id("wizard-again"));
      assert.deepEqual(await stumbles(page), []);
      await page.close();
    },
  };
}
