// What a clerk does in a day, by keyboard alone: no click, no field filled otherwise than by typing.
import assert from "node:assert/strict";

export function tasks({ base, browser, open, id, state, chosen, stumbles }) {
  /** Goes on with Tab until the element is reached. */
  async function tabTo(page, css, most = 60) {
    for (let step = 0; step < most; step++) {
      if (await page.evaluate((css) => document.activeElement?.matches(css) === true, css)) return;
      await page.keyboard.press("Tab");
    }
    assert.fail(`${css} is not reached by Tab`);
  }
  /** Goes down the list until a service is the one being read. */
  async function down(page, service, most = 20) {
    for (let step = 0; step < most && (await chosen(page)) !== service; step++) await page.keyboard.press("j");
    assert.equal(await chosen(page), service);
    await page.waitForTimeout(80);
  }

  return {
    async "task: connects a mailbox"() {
      const page = await browser.newPage({ viewport: { width: 1092, height: 535 } });
      await page.goto(`${base}?scene=first`);
      await page.waitForSelector(id("doors"));
      await tabTo(page, id("door-connect"));
      await page.keyboard.press("Enter");
      await page.waitForSelector(id("wizard-address"));
      await tabTo(page, id("wizard-address"));
      await page.keyboard.type("sd@qq.com");
      await page.keyboard.press("Enter");
      await page.waitForSelector(id("wizard-secret"));
      await tabTo(page, id("wizard-secret"));
      await page.keyboard.type("abcd efgh ijkl mnop");
      await page.keyboard.press("Enter");
      await page.locator('[data-step="smtp"][data-state="ok"]').waitFor();
      await tabTo(page, id("wizard-next"));
      await page.keyboard.press("Enter");
      await page.waitForSelector(id("wizard-office"));
      await tabTo(page, id("wizard-office"));
      await page.keyboard.type("示例物业管理有限公司");
      await tabTo(page, '[name="regime"], [data-testid^="regime-"]');
      await page.keyboard.press("Space");
      await tabTo(page, '[name="computers"]');
      await page.keyboard.press("Space");
      await tabTo(page, id("wizard-save"));
      await page.keyboard.press("Enter");
      await page.waitForSelector(id("service-row"));
      await page.close();
    },
    async "task: says when a service took place"() {
      const page = await open();
      await down(page, "s-summons");
      await page.keyboard.press("F6");
      await page.waitForTimeout(60);
      assert.equal(await page.evaluate(() => document.activeElement?.hasAttribute("data-reading")), true);
      const told = await page.locator("[data-reading]").innerText();
      assert.match(told, /送达时间：\d{4}-\d{2}-\d{2} \d{2}:\d{2}（邮件到达本邮箱的时间）/);
      assert.match(told, /发送回执不改变送达时间/, "no belief that time waits for a click");
      await page.close();
    },
    async "task: acknowledges in three presses and takes it back in one"() {
      const page = await open();
      await down(page, "s-summons");
      await page.keyboard.press("Control+Enter");
      await page.waitForSelector(id("confirm-send"));
      await page.keyboard.press("Control+Enter");
      await page.waitForSelector(id("undo"));
      assert.equal(await state(page), "queued");
      await page.keyboard.press("Control+z");
      await page.waitForSelector(`${id("receipt-state")}[data-state="none"]`);
      await page.close();
    },
    async "task: finds what is due this week"() {
      const page = await open();
      await page.keyboard.press("Control+1");
      await page.waitForSelector(id("today-row"));
      const first = page.locator(`${id("today-block")}[data-id="week"] ${id("today-row")}`).first();
      await page.keyboard.press("ArrowDown");
      for (let step = 0; step < 30 && !(await first.evaluate((row) => row === document.activeElement)); step++) await page.keyboard.press("ArrowDown");
      assert.equal(await first.evaluate((row) => row === document.activeElement), true);
      await page.keyboard.press("Enter");
      await page.waitForSelector(id("service-row"));
      await page.keyboard.press("Control+4");
      await page.waitForSelector(id("deadline-row"));
      assert.match(await page.locator(id("deadline-row")).first().innerText(), /逾期|今日|天/);
      await page.close();
    },
    async "task: decides on the suspicious mail, and can take that back"() {
      const page = await open();
      await down(page, "s-lookalike");
      assert.equal(await page.locator(id("acknowledge")).isDisabled(), true);
      await page.keyboard.press("Shift+Digit1");
      await page.waitForSelector(id("handling-text"));
      assert.deepEqual(await stumbles(page), []);
      // Without a reason nothing is set aside.
      await page.keyboard.press("Enter");
      await page.waitForTimeout(60);
      assert.equal(await page.locator(id("handling-text")).count(), 1);
      await page.keyboard.type("12368 核实：不是法院发出");
      await page.keyboard.press("Enter");
      await page.locator(id("handling-back")).waitFor();
      assert.equal(await page.locator(id("acknowledge")).count(), 0, "nothing to acknowledge any more");
      assert.match(await page.locator(`${id("service-row")}[data-id="s-lookalike"]`).innerText(), /非送达/);
      await page.keyboard.press("Shift+Digit1");
      await page.waitForSelector(id("handling-text"));
      await page.keyboard.type("看错了");
      await page.keyboard.press("Enter");
      await page.locator(id("handling-aside")).waitFor();
      await page.close();
    },
    async "task: exports last month"() {
      const page = await open();
      const said = [];
      page.on("console", (line) => said.push(line.text()));
      await page.keyboard.press("Control+5");
      await page.waitForSelector(id("ledger-row"));
      await tabTo(page, id("ledger-period"));
      for (let step = 0; step < 8 && (await page.locator(id("ledger-period")).inputValue()) !== "lastMonth"; step++) await page.keyboard.press("ArrowDown");
      assert.equal(await page.locator(id("ledger-period")).inputValue(), "lastMonth");
      await page.waitForTimeout(150);
      await page.keyboard.press("Control+e");
      await page.getByText("送达台账.xlsx").first().waitFor();
      assert.ok(said.some((line) => /export \d+ rows/.test(line)), said.join());
      await page.close();
    },
    async "hands over, lets reminders rest, and does both for several at once"() {
      const page = await open();
      await down(page, "s-summons");
      await page.keyboard.press("a");
      await page.waitForSelector(id("handling-text"));
      await page.keyboard.type("李强");
      await page.keyboard.press("Enter");
      await page.getByText("负责人 李强").waitFor();
      await page.waitForTimeout(60);
      await page.keyboard.press("h");
      await page.waitForSelector(id("rest-morning"));
      await tabTo(page, id("rest-morning"));
      await page.keyboard.press("Enter");
      await page.locator(id("handling-standing")).getByText("提醒推迟到").waitFor();
      await page.focus(`${id("service-row")}[data-id="s-summons"]`);
      await page.keyboard.press("Space");
      await page.keyboard.press("Shift+ArrowDown");
      await page.keyboard.press("Shift+ArrowDown");
      assert.equal(await page.locator(`${id("service-row")}[data-marked]`).count(), 3);
      assert.equal(await page.locator(id("handling")).count(), 0, "the keys are those of the marked ones");
      assert.deepEqual(await stumbles(page), []);
      await page.keyboard.press("a");
      await page.waitForSelector(id("handling-text"));
      await page.keyboard.press("Control+a");
      await page.keyboard.type("王敏");
      await page.keyboard.press("Enter");
      await page.waitForSelector(id("marked"), { state: "detached" });
      assert.ok((await page.locator(id("service-row")).allInnerTexts()).filter((text) => text.includes("王敏")).length >= 3);
      await page.focus(`${id("service-row")}[data-id="s-summons"]`);
      await page.keyboard.press("Control+a");
      await page.waitForSelector(id("marked"));
      await page.keyboard.press("Escape");
      await page.waitForSelector(id("marked"), { state: "detached" });
      await page.close();
    },
    async "lists what is still open before it quits, and prints by key"() {
      const page = await open();
      const said = [];
      page.on("console", (line) => said.push(line.text()));
      await page.evaluate(() => { window.print = () => console.info("printed"); });
      await page.keyboard.press("Control+p");
      await page.waitForTimeout(80);
      assert.ok(said.includes("printed"));
      await page.keyboard.press("Control+q");
      await page.waitForSelector(id("quit-open"));
      assert.ok((await page.locator(`${id("quit-open")} li`).count()) >= 2);
      assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("data-testid")), "quit-stay");
      assert.deepEqual(await stumbles(page), []);
      await page.keyboard.press("Escape");
      await page.waitForSelector(id("quit-ask"), { state: "detached" });
      assert.ok(!said.some((line) => line.includes("would quit")));
      await page.close();
    },
    async "ticks what was tried in the sample"() {
      const page = await open();
      const done = () => page.locator(`${id("practice")} [data-done]`).count();
      await page.keyboard.press("Control+1");
      await page.waitForSelector(id("practice"));
      assert.equal(await done(), 0);
      await page.keyboard.press("Control+2");
      await down(page, "s-summons");
      await page.keyboard.press("e");
      await page.waitForSelector(id("preview"));
      await page.keyboard.press("Escape");
      await page.waitForSelector(id("preview"), { state: "detached" });
      await page.keyboard.press("Control+Enter");
      await page.waitForSelector(id("confirm-send"));
      await page.keyboard.press("Control+Enter");
      await page.waitForSelector(id("undo"));
      await page.keyboard.press("Control+z");
      await page.waitForSelector(`${id("receipt-state")}[data-state="none"]`);
      await page.keyboard.press("Control+1");
      await page.waitForSelector(id("practice"));
      await page.keyboard.press("Control+e");
      await page.waitForFunction(() => document.querySelectorAll("[data-testid=practice] [data-done]").length === 5);
      await page.close();
    },
    async "takes in mails chosen by hand, shows how far it is, and can be stopped"() {
      const page = await open();
      const file = (name) => ({ name, mimeType: "message/rfc822", buffer: Buffer.from("Subject: x\r\n\r\nx") });
      await page.setInputFiles(id("bring-in-files"), [file("一.eml"), file("二.eml"), { ...file("图.png"), mimeType: "image/png" }]);
      await page.waitForSelector(id("bring-in-progress"));
      await page.getByText("已导入 2 封邮件").first().waitFor();
      // What was not taken in stays named, and the one being read stays.
      await page.locator(id("bring-in-left")).getByText("图.png").waitFor();
      await page.setInputFiles(id("bring-in-files"), Array.from({ length: 30 }, (_, nth) => file(`${nth}.eml`)));
      await page.locator(id("bring-in-progress")).getByRole("button").click();
      await page.getByText("已停止").first().waitFor();
      await page.close();
    },
  };
}
