// What must not get lost: mails that serve nothing, answers to doubts, files, closed cases, a ledger that went back.
import assert from "node:assert/strict";

const row = (service) => `[data-testid="service-row"][data-id="${service}"]`;

export function keeping({ open, id, chosen, stumbles }) {
  return {
    async "a ledger that went back is gone by only after a person has compared"() {
      const page = await open("?scene=astray");
      await page.click(id("accept-open"));
      await page.waitForSelector(id("accept-sheet"));
      assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("data-testid")), "accept-cancel");
      await page.locator(id("accept-sheet")).getByText("民事判决书").first().waitFor();
      assert.equal(await page.locator(id("accept-sure")).isDisabled(), true, "nothing is accepted unread");
      assert.deepEqual(await stumbles(page), []);
      await page.keyboard.press("Escape");
      await page.waitForSelector(id("accept-sheet"), { state: "detached" });
      await page.click(id("accept-open"));
      await page.check(id("accept-checked"));
      await page.focus(id("accept-sure"));
      await page.keyboard.press("Enter");
      assert.equal(await page.locator(id("accept-sheet")).count(), 1, "a bare Enter accepts nothing");
      await page.click(id("accept-sure"));
      await page.waitForSelector(id("accept-open"), { state: "detached" });
      await page.getByText("回执恢复发送").first().waitFor();
    },
    async "a mail that was passed over is found and becomes a service"() {
      const page = await open();
      await page.click(id("open-mails"));
      await page.waitForSelector(id("mail-row"));
      const court = await page.locator(id("mail-row")).count();
      assert.deepEqual(await stumbles(page), []);
      await page.click(id("tab-all"));
      await page.waitForFunction((court) => document.querySelectorAll("[data-testid=mail-row]").length > court, court);
      await page.click(id("tab-court"));
      await page.waitForFunction((court) => document.querySelectorAll("[data-testid=mail-row]").length === court, court);
      // Of a sender that is listed: what is learned is shown first.
      await page.locator(id("mail-row")).filter({ hasText: "请查收" }).click();
      await page.click(id("mail-confirm"));
      await page.waitForSelector(id("mail-draft"));
      await page.click(id("mail-sure"));
      await page.waitForSelector(row("s-overlooked"));
      assert.equal(await chosen(page), "s-overlooked");
    },
    async "a sender nobody knows needs the court that was asked, and a forged one is refused"() {
      const page = await open();
      await page.keyboard.press("Control+1");
      await page.click(id("today-mails"));
      await page.locator(id("mail-row")).filter({ hasText: "联系方式" }).click();
      await page.fill(id("mail-court"), "某某单位");
      await page.click(id("mail-confirm"));
      await page.locator('[role="alert"]').waitFor();
      await page.fill(id("mail-court"), "上海市闵行区人民法院");
      await page.click(id("mail-confirm"));
      await page.waitForSelector(id("mail-draft"));
      assert.equal(await page.locator(id("mail-sure")).isDisabled(), true, "it is confirmed by telephone first");
      await page.check(id("mail-checked"));
      assert.equal(await page.locator(id("mail-sure")).isDisabled(), false);
      await page.locator(id("mail-row")).filter({ hasText: "账户验证" }).click();
      await page.waitForSelector(id("mail-forged"));
      assert.equal(await page.locator(id("mail-confirm")).count(), 0);
    },
    async "goes through mails that serve nothing by keyboard, and back"() {
      const page = await open();
      await page.focus(id("open-mails"));
      await page.keyboard.press("Enter");
      await page.waitForSelector(id("mail-row"));
      const current = () => page.locator(`${id("mail-row")}[aria-selected="true"]`).getAttribute("data-id");
      const first = await current();
      await page.keyboard.press("j");
      await page.waitForTimeout(60);
      assert.notEqual(await current(), first);
      await page.keyboard.press("k");
      await page.waitForTimeout(60);
      assert.equal(await current(), first);
      await page.keyboard.press("/");
      await page.keyboard.type("普法");
      await page.waitForFunction(() => document.querySelectorAll("[data-testid=mail-row]").length === 1);
      await page.keyboard.press("Escape");
      await page.locator("body").click({ position: { x: 700, y: 300 } });
      await page.keyboard.press("Escape");
      await page.waitForSelector(id("service-row"));
    },
    async "gives a service the number that was not read; the doubt about it is answered"() {
      const page = await open();
      await page.click(row("s-scan"));
      await page.locator('[data-testid="doubt"][data-code="case-number-missing"]').locator(id("doubt-correct")).click();
      await page.waitForFunction(() => document.activeElement?.getAttribute("data-testid") === "correct-to");
      assert.equal(await page.inputValue(id("correct-fact")), "case-number", "what is missing is asked for first");
      await page.fill(id("correct-to"), "（2026）沪0115民初7001号");
      await page.click(id("correct-save"));
      await page.locator(id("open-case")).getByText("7001").waitFor();
      assert.equal(await page.locator('[data-testid="doubt"][data-code="case-number-missing"]').count(), 0);
      await page.click(`${id("doubts-answered")} summary`);
      await page.locator(id("doubts-answered")).getByText("7001").waitFor();
    },
    async "answers doubts where they stand; of a sender it is said who was asked"() {
      const page = await open();
      await page.click(row("s-evidence"));
      const before = await page.locator(id("doubt")).count();
      await page.locator(id("settle-open")).first().click();
      await page.waitForSelector(id("settle-how"));
      assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("data-testid")), "settle-how");
      assert.deepEqual(await stumbles(page), []);
      await page.keyboard.press("Escape");
      await page.waitForSelector(id("settle-how"), { state: "detached" });
      await page.locator(id("settle-open")).first().click();
      await page.keyboard.type("电话问过，没有附");
      await page.keyboard.press("Enter");
      await page.waitForFunction((before) => document.querySelectorAll("[data-testid=doubt]").length < before, before);
      await page.click(`${id("doubts-answered")} summary`);
      await page.getByText("电话问过，没有附").first().waitFor();
    },
    async "takes a file back that was put to the wrong service, and copies others"() {
      const page = await open();
      const said = [];
      page.on("console", (line) => said.push(line.text()));
      await page.click(row("s-evidence"));
      const before = await page.locator(id("document")).count();
      assert.equal(await page.locator(id("take-file-back")).count(), 1, "only what a person put there");
      await page.click(id("take-file-back"));
      await page.waitForSelector(id("take-back-sure"));
      assert.notEqual(await page.evaluate(() => document.activeElement?.getAttribute("data-testid")), "take-back-sure");
      await page.click(id("take-back-sure"));
      await page.waitForFunction((before) => document.querySelectorAll("[data-testid=document]").length === before - 1, before);
      // What staff deleted is no file to copy until it is back.
      assert.equal(await page.locator(id("copy-all")).count(), 0);
      await page.click(id("restore"));
      await page.waitForSelector(id("copy-all"));
      await page.locator(id("copy-file")).first().click();
      await page.click(id("copy-all"));
      await page.getByText("已复制 2 个文件").first().waitFor();
      assert.deepEqual(said.filter((line) => line.includes("would copy")), ["demo: would copy 1 files", "demo: would copy 2 files"]);
      const line = (nth) => page.locator(id("document")).nth(nth).locator("xpath=..");
      await line(0).dispatchEvent("dragstart");
      assert.deepEqual(said.filter((line) => line.includes("would drag")), ["demo: would drag 1 files"]);
      await page.click(row("s-lookalike"));
      assert.equal(await page.locator(`${id("copy-file")}, ${id("copy-all")}, [draggable=true]`).count(), 0, "nothing of a doubtful sender");
    },
    async "closes a case with a reason, in sight of what is open, and opens it again"() {
      const page = await open();
      await page.keyboard.press("Control+3");
      await page.waitForSelector(id("case-row"));
      const count = (tab) => page.locator(`${id(`tab-${tab}`)} span`).innerText().then(Number);
      const before = await count("all");
      await page.locator(id("case-row")).filter({ hasText: "12345" }).click();
      await page.click(id("case-closing"));
      await page.waitForSelector(id("closing-open"));
      assert.deepEqual(await stumbles(page), []);
      await page.keyboard.press("Enter");
      assert.equal(await page.locator(id("case-closed")).count(), 0, "not without a reason");
      await page.fill(id("closing-why"), "调解书已履行");
      await page.keyboard.press("Enter");
      await page.locator(id("case-closed")).getByText("调解书已履行").waitFor();
      await page.keyboard.press("Escape");
      await page.waitForFunction((before) => Number(document.querySelector("[data-testid=tab-all] span")?.textContent) === before - 1, before);
      await page.click(id("tab-closed"));
      await page.locator(id("case-row")).filter({ hasText: "12345" }).click();
      await page.click(id("case-closing"));
      await page.fill(id("closing-why"), "对方申请执行");
      await page.keyboard.press("Enter");
      await page.waitForSelector(id("case-closed"), { state: "detached" });
      await page.keyboard.press("Escape");
      await page.waitForFunction((before) => Number(document.querySelector("[data-testid=tab-all] span")?.textContent) === before, before);
    },
    async "finds services and cases by who stands against the office"() {
      const page = await open();
      await page.keyboard.press("/");
      await page.keyboard.type("周某");
      await page.waitForFunction(() => document.querySelectorAll("[data-testid=service-row]").length === 1);
      assert.match(await page.locator(id("service-row")).innerText(), /周某/);
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+3");
      await page.waitForSelector(id("case-row"));
      await page.fill('main input[type="search"]', "示例商贸");
      await page.waitForFunction(() => document.querySelectorAll("[data-testid=case-row]").length === 1);
      await page.click(id("case-row"));
      await page.locator(id("case-parties")).getByText("上海示例商贸有限公司").waitFor();
    },
    async "checks what is kept, and shows what may be told to whoever helps"() {
      const page = await open();
      await page.keyboard.press("Control+7");
      await page.click(id("check-home"));
      await page.locator(`${id("checked")}[data-ok="true"]`).waitFor();
      await page.click(id("diagnosis"));
      await page.locator('[data-section="health"] pre').getByText("songda").waitFor();
      assert.deepEqual(await stumbles(page), []);
    },
    async "offers the next day on which one can act where a last day falls on a weekend"() {
      const page = await open();
      await page.keyboard.press("Control+4");
      await page.click(id("own-add"));
      const today = new Date(Date.now() + 8 * 3_600_000);
      const toSaturday = ((6 - today.getUTCDay() + 7) % 7) + 7;
      await page.fill(id("own-day"), `+${toSaturday}`);
      await page.waitForSelector(id("rolled-take"));
      assert.deepEqual(await stumbles(page), []);
      await page.click(id("rolled-take"));
      await page.waitForSelector(id("rolled"), { state: "detached" });
      const taken = new Date(`${await page.inputValue(id("own-day"))}T00:00:00Z`);
      assert.ok(![0, 6].includes(taken.getUTCDay()), String(taken));
    },
    async "draws the evidence of one service up"() {
      const page = await open();
      await page.click(row("s-judgment"));
      await page.click(id("export-bundle"));
      await page.getByText("证据包.zip").first().waitFor();
    },
    async "draws the month and the calendar file up where the month is seen"() {
      const page = await open();
      await page.keyboard.press("Control+4");
      await page.check(id("choose-month"), { force: true });
      await page.click(id("export-calendar"));
      await page.getByText("期限与开庭.ics").first().waitFor();
      await page.click(id("export-month"));
      await page.getByText("期限表").first().waitFor();
    },
  };
}
