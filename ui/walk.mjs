// Walks the built page by keyboard as a clerk would: read, acknowledge, take back, acknowledge, sent.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { base, browser, close } from "./serve.mjs";
import { fields } from "./walks/fields.mjs";
import { keeping } from "./walks/keeping.mjs";
import { letters } from "./walks/letters.mjs";
import { lists } from "./walks/lists.mjs";
import { setting } from "./walks/setting.mjs";
import { sizes } from "./walks/sizes.mjs";
import { tasks } from "./walks/tasks.mjs";

const id = (name) => `[data-testid="${name}"]`;

async function open(scene = "") {
  const page = await browser.newPage({ viewport: { width: 1092, height: 535 } });
  page.on("pageerror", (error) => assert.fail(error.message));
  await page.goto(base + scene);
  await page.waitForSelector(id("service-row"));
  return page;
}
const state = (page) => page.locator(id("receipt-state")).first().getAttribute("data-state");
const chosen = (page) => page.locator(`${id("service-row")}[aria-selected="true"]`).getAttribute("data-id");
async function choose(page, service) {
  await page.click(`${id("service-row")}[data-id="${service}"]`);
  await page.waitForSelector(id("acknowledge"));
}
const sheets = (page) => page.locator(id("confirm-sheet")).count();

const axe = await readFile(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
/** What a screen reader or a weak eye would stumble over. */
async function stumbles(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] }));
  return violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.target.join(" ")).slice(0, 3).join(" | ")}`);
}

const walks = {
  async "moves through the list by arrows and letters, and not while typing"() {
    const page = await open();
    const first = await chosen(page);
    await page.keyboard.press("j");
    const second = await chosen(page);
    assert.notEqual(second, first);
    await page.keyboard.press("ArrowUp");
    assert.equal(await chosen(page), first);
    await page.keyboard.press("/");
    await page.keyboard.type("jjkk");
    assert.equal(await page.locator('input[type="search"]').inputValue(), "jjkk");
    await page.waitForFunction(() => !document.querySelector('[data-testid="service-row"]'));
    await page.keyboard.press("Escape");
    assert.equal(await chosen(page), first);
  },
  async "acknowledges, takes back, acknowledges again, and is sent once"() {
    const page = await open();
    await choose(page, "s-summons");
    await page.keyboard.press("Control+Enter");
    await page.waitForSelector(id("confirm-send"));
    await page.keyboard.press("Control+Enter");
    await page.waitForSelector(id("undo"));
    assert.equal(await state(page), "queued");
    assert.equal(await sheets(page), 0);
    await page.keyboard.press("Control+z");
    await page.waitForSelector(`${id("receipt-state")}[data-state="none"]`);
    assert.equal(await chosen(page), "s-summons", "the item being read stays");
    await page.getByText("已撤回，未发送任何内容。").first().waitFor();
    await page.click(id("acknowledge"));
    await page.click(id("confirm-send"));
    await page.click(id("send-now"));
    await page.waitForSelector(`${id("receipt-state")}[data-state="sent"]`);
    assert.equal(await page.locator(id("acknowledge")).count(), 0);
    await page.keyboard.press("Control+Enter");
    assert.equal(await sheets(page), 0, "a sent receipt cannot be sent again");
    await page.waitForTimeout(100);
    assert.notEqual(await page.evaluate(() => document.activeElement?.tagName), "BODY");
  },
  async "lets no bare Enter send, and Esc cancels"() {
    const page = await open();
    await choose(page, "s-evidence");
    for (const way of ["Enter", "Escape"]) {
      await page.click(id("acknowledge"));
      await page.waitForSelector(id("confirm-send"));
      assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("data-testid")), "confirm-cancel");
      await page.keyboard.press(way);
      await page.waitForSelector(id("confirm-sheet"), { state: "detached" });
      assert.equal(await state(page), "none");
    }
    await page.click(id("acknowledge"));
    // The mail proves nothing by itself: whoever answers it says how it was made sure of.
    await page.waitForSelector(`${id("confirm-send")}:disabled`);
    await page.fill(id("how-verified"), "电话");
    await page.focus(id("confirm-send"));
    await page.keyboard.press("Enter");
    assert.equal(await sheets(page), 1);
    assert.equal(await state(page), "none");
    // Commands of the page below do not reach through the sheet.
    await page.keyboard.press("Control+4");
    assert.equal(await page.locator(id("deadline-row")).count(), 0);
    await page.keyboard.press("Control+Enter");
    await page.waitForSelector(id("undo"));
  },
  async "lists every receipt of a batch, sends one for each, and leaves out what must be looked at alone"() {
    const page = await open();
    await page.click(id("batch-open"));
    await page.waitForSelector(id("batch-line"));
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("data-testid")), "batch-close");
    const lines = await page.locator(id("batch-line")).count();
    const alone = await page.locator(`${id("batch-line")}[data-why]`).count();
    assert.ok(lines > 1 && alone > 0 && alone < lines, `${lines} ${alone}`);
    await page.click(id("batch-send"));
    await page.locator(id("batch-send")).waitFor({ state: "detached" });
    await page.click(id("batch-close"));
    await page.click(id("rail-receipts"));
    assert.ok((await page.locator(`${id("receipt-state")}[data-state="queued"]`).count()) >= lines - alone);
  },
  async "offers no receipt for a doubtful sender"() {
    const page = await open();
    await choose(page, "s-lookalike");
    assert.equal(await page.locator(id("acknowledge")).isDisabled(), true);
    await page.keyboard.press("Control+Enter");
    assert.equal(await sheets(page), 0);
    assert.equal(await page.locator("a[href]").count(), 0, "links are text");
  },
  async "counts down and sends by itself"() {
    const page = await open();
    await choose(page, "s-summons");
    await page.keyboard.press("Control+Enter");
    await page.click(id("confirm-send"));
    await page.click(id("rail-deadlines"));
    assert.equal(await page.locator(id("undo")).count(), 1, "the countdown is on every screen");
    await page.getByText("邮件服务器已接收").first().waitFor({ timeout: 12_000 });
    await page.waitForSelector(id("undo"), { state: "detached" });
  },
  async "opens why a day is the day, and goes to its service"() {
    const page = await open();
    await page.keyboard.press("Control+4");
    await page.waitForSelector(id("deadline-row"));
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.getByText("送达次日起算").first().waitFor();
    const service = (await page.locator(id("deadline-row")).first().getAttribute("data-id")).replace(/-CIV.*/, "");
    await page.getByText("查看送达").first().click();
    await page.waitForSelector(id("service-row"));
    assert.equal(await chosen(page), service);
  },
  async "waits for a person with what was left over"() {
    const page = await open("?scene=held");
    await page.getByText("不会自动发送").first().waitFor();
    assert.equal(await page.locator(id("undo")).count(), 0, "no countdown runs");
    await page.click(`${id("service-row")}[data-id="s-ruling"]`);
    await page.click(id("undo"));
    await page.waitForSelector(`${id("receipt-state")}[data-state="none"]`);
  },
  async "tells a receipt the server did not take, and no countdown for it"() {
    const page = await open("?scene=retry");
    await page.keyboard.press("Control+6");
    await page.locator('[data-waits="retrying"]').waitFor();
    assert.equal(await page.locator(id("undo")).count(), 0, "nothing counts down");
    assert.equal(await page.locator(id("held")).count(), 0, "it is not one left over");
    await page.click(id("row-undo"));
    await page.locator(`${id("receipt-row")} [data-state="withdrawn"]`).waitFor();
  },
  async "decides one left over from the line above everything"() {
    const page = await open("?scene=held");
    await page.keyboard.press("Control+1");
    await page.click(id("held-send"));
    // It leaves at once: what it says is shown first, and a bare Enter lets nothing go.
    await page.waitForSelector(id("letter"));
    await page.keyboard.press("Enter");
    await page.waitForSelector(id("confirm-sheet"), { state: "detached" });
    assert.equal(await page.locator(id("held")).count(), 1);
    await page.click(id("held-send"));
    await page.click(id("confirm-send"));
    await page.waitForSelector(id("held"), { state: "detached" });
    await page.keyboard.press("Control+6");
    await page.locator(`${id("receipt-row")}[data-id="r-s-ruling"] [data-state="sent"]`).waitFor();
  },
  async "sees on today's page what burns, and goes to it"() {
    const page = await open();
    await page.keyboard.press("Control+1");
    await page.waitForSelector(id("today-row"));
    const first = page.locator(id("today-block")).first();
    assert.equal(await first.getAttribute("data-id"), "overdue");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForSelector(id("service-row"));
    assert.equal(await chosen(page), "s-judgment");
  },
  async "an empty day says that the watcher is alive, and a failing mailbox that it is not"() {
    const page = await browser.newPage({ viewport: { width: 1092, height: 535 } });
    await page.goto(`${base}?scene=empty`);
    await page.click(id("rail-today"));
    await page.getByText("今天没有需要处理的事项").waitFor();
    await page.goto(`${base}?scene=stale`);
    await page.click(id("rail-today"));
    await page.getByText("未能检查邮箱").waitFor();
    assert.equal(await page.locator(id("today-health")).count(), 0);
    assert.equal(await page.locator(`${id("today-block")}[data-id="stuck"] ${id("today-row")}`).count(), 1, "a mail that could not be read is in sight");
  },
  async "fetches what is behind a link only after a second click that says what it may mean"() {
    const page = await open();
    await page.click(`${id("service-row")}[data-id="s-evidence"]`);
    const link = page.locator(`${id("pickup")}[data-state="open"]`).filter({ has: page.locator(id("pickup-fetch")) });
    await link.locator(id("pickup-fetch")).click();
    await page.getByText("可能被平台记为签收").waitFor();
    await page.keyboard.press("Enter");
    await page.waitForSelector(id("pickup-sure"), { state: "detached" });
    await link.locator(id("pickup-fetch")).click();
    await page.focus(id("pickup-sure"));
    await page.keyboard.press("Enter");
    assert.equal(await page.locator(`${id("pickup")}[data-state="done"]`).count(), 0);
    await page.click(id("pickup-sure"));
    await page.waitForSelector(`${id("pickup")}[data-state="done"]`);
    assert.deepEqual(await stumbles(page), []);
    await page.close();
  },

  async "reads a case by keyboard and comes back to its row"() {
    const page = await open();
    await page.keyboard.press("Control+3");
    await page.waitForSelector(id("case-row"));
    await page.keyboard.press("/");
    await page.keyboard.type("12345");
    assert.equal(await page.locator(id("case-row")).count(), 1);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    const number = await page.evaluate(() => document.activeElement?.getAttribute("data-case"));
    await page.keyboard.press("Enter");
    await page.waitForSelector(id("case-service"));
    await page.keyboard.press("Escape");
    await page.waitForSelector(id("case-row"));
    await page.waitForTimeout(60);
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("data-case")), number);
    await page.click(id("rail-services"));
    await choose(page, "s-summons");
    await page.click(id("open-case"));
    await page.waitForSelector(id("case-page"));
    assert.equal(await page.locator(id("case-service")).first().getAttribute("data-id"), "s-summons");
  },
  async "finds by two characters, by first letters, and goes there by keyboard"() {
    const page = await open();
    await page.keyboard.press("Control+k");
    await page.waitForSelector(id("palette-input"));
    await page.keyboard.type("闵行");
    await page.locator(`${id("palette-entry")}[data-group="found"]`).first().waitFor();
    await page.keyboard.press("Control+a");
    await page.keyboard.type("mqfy");
    await page.locator(`${id("palette-entry")}[data-group="courts"]`).getByText("闵行").first().waitFor();
    // The Enter that ends a composition chooses nothing.
    await page.locator(id("palette-input")).dispatchEvent("keydown", { key: "Enter", keyCode: 229 });
    assert.equal(await page.locator(id("palette")).count(), 1);
    await page.keyboard.press("Control+a");
    await page.keyboard.type("tztj");
    await page.keyboard.press("Escape");
    await page.keyboard.type("tj");
    await page.keyboard.press("Enter");
    await page.waitForSelector(id("palette"), { state: "detached" });
    await page.waitForSelector(id("ledger-row"));
  },
  async "reads a document inside, with its sentence marked, and checks the facts"() {
    const page = await open();
    await choose(page, "s-evidence");
    await page.keyboard.press("e");
    await page.waitForSelector(id("preview"));
    await page.locator(id("preview-found")).first().waitFor();
    const drawn = await page.locator(`${id("preview")} canvas`).first().evaluate((canvas) => {
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      let dark = 0;
      for (let at = 0; at < data.length; at += 4) if (data[at] < 100) dark++;
      return dark;
    });
    assert.ok(drawn > 500, `Chinese of a font that is not embedded is drawn (${drawn} dark points)`);
    await page.click(id("preview-text"));
    await page.locator(`${id("preview")} mark`).first().waitFor();
    const doubts = await page.locator(id("preview-doubt")).count();
    await page.keyboard.press("Control+Enter");
    await page.waitForSelector(id("preview"), { state: "detached" });
    assert.equal(await sheets(page), 0, "checking acknowledges nothing");
    assert.equal(await state(page), "none");
    if (doubts > 0) await page.getByText("已核对").first().waitFor();
  },
  async "opens no document of a doubtful sender"() {
    const page = await open();
    await choose(page, "s-lookalike");
    await page.keyboard.press("e");
    assert.equal(await page.locator(id("preview")).count(), 0);
    assert.equal(await page.locator(id("document")).first().isDisabled(), true);
  },
  async "shows fifty thousand services in pieces, and finds among all of them"() {
    const page = await open("?scene=many");
    await page.waitForSelector(id("service-row"));
    const drawn = await page.locator(id("service-row")).count();
    assert.ok(drawn <= 250, `${drawn} rows are drawn at first`);
    await page.evaluate(() => {
      const box = document.querySelector('[data-testid="service-row"]').closest('[role="listbox"]');
      box.scrollTop = box.scrollHeight;
    });
    await page.waitForFunction((before) => document.querySelectorAll('[data-testid="service-row"]').length > before, drawn);
    await page.keyboard.press("/");
    await page.keyboard.type("徐汇");
    await page.waitForFunction((before) => document.querySelectorAll('[data-testid="service-row"]').length <= before, drawn);
    assert.ok((await page.locator(id("service-row")).count()) > 0);
  },
  async "scrolls and filters fifty thousand rows without waiting"() {
    const page = await open("?scene=many");
    await page.keyboard.press("Control+5");
    await page.waitForSelector(id("ledger-row"));
    assert.ok((await page.locator(id("ledger-row")).count()) < 80, "only rows in sight are drawn");
    assert.ok(Number(await page.locator(id("ledger-table")).getAttribute("aria-rowcount")) > 50_000);
    const took = await page.evaluate(async () => {
      const box = document.querySelector('[data-testid="ledger-table"]').parentElement;
      const began = performance.now();
      for (let step = 1; step <= 20; step++) {
        box.scrollTop = (box.scrollHeight * step) / 20;
        await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
      }
      return performance.now() - began;
    });
    assert.ok(took < 3000, `twenty jumps took ${took} ms`);
    await page.locator(id("ledger-row")).last().waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("徐汇 判决");
    await page.waitForFunction(() => Number(document.querySelector('[data-testid="ledger-table"]')?.getAttribute("aria-rowcount")) < 50_000);
    const texts = await page.locator(id("ledger-row")).allTextContents();
    assert.ok(texts.length > 0 && texts.every((text) => text.includes("徐汇") && text.includes("判决")));
    await page.click(id("ledger-clear"));
    await page.waitForFunction(() => Number(document.querySelector('[data-testid="ledger-table"]')?.getAttribute("aria-rowcount")) > 50_000);
  },
  async "goes from a row of the ledger to its service, by keyboard"() {
    const page = await open();
    await page.keyboard.press("Control+5");
    await page.waitForSelector(id("ledger-row"));
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    await page.waitForTimeout(60);
    await page.keyboard.press("Enter");
    await page.waitForSelector(id("service-row"));
    await page.keyboard.press("Control+5");
    await page.selectOption(id("ledger-deadline"), "overdue");
    await page.waitForFunction(() => document.querySelectorAll('[data-testid="ledger-row"]').length > 0);
    await page.click(id("ledger-statistics"));
    assert.ok((await page.locator(id("figure")).count()) >= 8);
    // Every figure has its numbers in a table.
    assert.equal(await page.locator(`${id("figure")} svg`).count() <= await page.locator(`${id("figure")} table`).count() + 1, true);
  },
  async "connects a mailbox: a refused login says what to do, a good one goes on"() {
    const page = await browser.newPage({ viewport: { width: 1092, height: 535 } });
    await page.goto(`${base}?scene=first`);
    await page.click(id("door-connect"));
    await page.keyboard.press("Enter");
    await page.getByText("请填写完整的邮箱地址").first().waitFor();
    await page.fill(id("wizard-address"), "sd@qq.com");
    await page.locator(id("wizard-address")).dispatchEvent("keydown", { key: "Enter", keyCode: 229 });
    assert.equal(await page.locator(id("wizard-secret")).count(), 0, "the Enter of an input method does not go on");
    await page.keyboard.press("Enter");
    await page.fill(id("wizard-secret"), "wrong");
    await page.keyboard.press("Enter");
    await page.locator('[data-step="login"][data-state="bad"]').waitFor();
    assert.equal(await page.locator(id("wizard-next")).isDisabled(), true);
    await page.getByText("取得授权码").first().waitFor();
    await page.getByRole("button", { name: "上一步" }).click();
    await page.fill(id("wizard-secret"), "abcd efgh ijkl mnop");
    await page.keyboard.press("Enter");
    await page.locator('[data-step="smtp"][data-state="ok"]').waitFor();
    await page.click(id("wizard-next"));
    await page.click(id("wizard-save"));
    await page.getByText("请填写单位名称").first().waitFor();
    await page.fill(id("wizard-office"), "示例物业管理有限公司");
    await page.click(id("wizard-save"));
    await page.getByText("请选择一项").first().waitFor();
    await page.click(id("regime-confirmed"));
    await page.click(id("computers-one"));
    await page.click(id("wizard-save"));
    await page.waitForSelector(id("service-row"));
  },
  async "goes from the first start to a document in the demo"() {
    const page = await browser.newPage({ viewport: { width: 1092, height: 535 } });
    await page.goto(`${base}?scene=first`);
    const began = Date.now();
    await page.click(id("door-demo"));
    await page.waitForSelector(id("service-row"));
    await page.click(`${id("service-row")}[data-id="s-summons"]`);
    await page.click(id("document"));
    await page.locator(id("preview-found")).first().waitFor();
    assert.ok(Date.now() - began < 20_000);
    await page.keyboard.press("Escape");
    await page.waitForSelector(id("preview"), { state: "detached" });
  },
  async "asks once what closing means; Esc leaves everything as it is"() {
    const page = await open();
    await page.evaluate(() => dispatchEvent(new Event("songda-closing")));
    await page.waitForSelector(id("close-ask"));
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("data-testid")), "close-hide");
    await page.keyboard.press("Escape");
    await page.waitForSelector(id("close-ask"), { state: "detached" });
  },
  async "makes text larger and smaller by keyboard, and F1 leads to the shortcuts"() {
    const page = await open();
    const size = () => page.locator("html").getAttribute("data-size");
    await page.keyboard.press("Control+=");
    assert.equal(await size(), "large");
    await page.keyboard.press("Control+-");
    assert.equal(await size(), "standard");
    await page.keyboard.press("F1");
    await page.locator('[data-section="keys"]').waitFor();
    assert.equal(await page.locator('[data-section="keys"] h2').isVisible(), true);
  },
  async "goes round the panes with F6"() {
    const page = await open();
    await choose(page, "s-summons");
    const inside = (css) => page.evaluate((css) => document.activeElement?.closest(css) !== null, css);
    await page.keyboard.press("F6");
    await page.waitForTimeout(60);
    assert.equal(await inside("[data-reading]"), true);
    await page.keyboard.press("F6");
    await page.waitForTimeout(60);
    assert.equal(await inside("[data-service-row]"), true);
  },
  async "lets single letters be switched off"() {
    const page = await open();
    await page.keyboard.press("Control+7");
    await page.locator('[data-section="keys"]').locator(id("choose-off")).check({ force: true });
    await page.keyboard.press("Control+2");
    await page.waitForSelector(id("service-row"));
    const first = await chosen(page);
    await page.keyboard.press("j");
    assert.equal(await chosen(page), first);
    await page.keyboard.press("ArrowDown");
    assert.notEqual(await chosen(page), first);
  },
  async "every sentence has room for forty per cent more"() {
    // A pseudo-language: every word drawn out, so that what does not fit is cut off or pushes others out.
    const page = await browser.newPage({ viewport: { width: 1092, height: 535 } });
    await page.addInitScript(() => localStorage.setItem("songda.language", "en"));
    await page.goto(base);
    for (const screen of ["today", "services", "cases", "deadlines", "ledger", "receipts", "settings"]) {
      await page.click(id(`rail-${screen}`));
      await page.waitForTimeout(100);
      const cut = await page.evaluate(() => {
        const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
        const texts = [];
        while (walker.nextNode()) texts.push(walker.currentNode);
        for (const text of texts) if (/[a-z]{3}/i.test(text.data)) text.data = text.data.replace(/[A-Za-z]{3,}/g, (word) => word + word.slice(0, Math.ceil(word.length * 0.4)));
        const wide = document.documentElement.scrollWidth > innerWidth;
        const buttons = [...document.querySelectorAll("main button")].filter((button) => button.offsetParent && button.getBoundingClientRect().right > innerWidth + 1 && !button.closest("[data-testid=ledger-table]"));
        return { wide, buttons: buttons.map((button) => button.textContent) };
      });
      assert.deepEqual(cut, { wide: false, buttons: [] }, screen);
      await page.reload();
    }
  },
  async "remembers language, theme and text size"() {
    const page = await open();
    await page.keyboard.press("Control+7");
    await page.check(id("choose-en"), { force: true });
    await page.check(id("choose-dark"), { force: true });
    await page.check(id("choose-larger"), { force: true });
    await page.reload();
    await page.waitForSelector(id("service-row"));
    const html = page.locator("html");
    assert.deepEqual([await html.getAttribute("lang"), await html.getAttribute("data-theme"), await html.getAttribute("data-size")], ["en", "dark", "larger"]);
  },
  async "lets nobody stumble on any screen, in either theme"() {
    for (const colorScheme of ["light", "dark"]) {
      const page = await browser.newPage({ viewport: { width: 1092, height: 535 }, colorScheme });
      await page.goto(base);
      for (const screen of ["today", "services", "cases", "deadlines", "ledger", "receipts", "settings"]) {
        await page.click(id(`rail-${screen}`));
        await page.waitForTimeout(100);
        assert.deepEqual(await stumbles(page), [], `${screen} ${colorScheme}`);
      }
      await page.click(id("rail-services"));
      await choose(page, "s-evidence");
      await page.click(id("acknowledge"));
      await page.waitForSelector(id("confirm-send"));
      assert.deepEqual(await stumbles(page), [], `sheet ${colorScheme}`);
      await page.close();
    }
  },
  async "speaks both languages and both themes"() {
    const page = await open();
    await page.click(id("lang"));
    await page.getByRole("heading", { name: "To receive" }).waitFor();
    assert.equal(await page.getAttribute("html", "lang"), "en");
    await page.locator('nav button[aria-haspopup]').click();
    await page.getByRole("menuitemradio", { name: "Dark" }).click();
    assert.equal(await page.getAttribute("html", "data-theme"), "dark");
  },
};

const shared = { base, browser, open, id, state, chosen, stumbles };
Object.assign(walks, tasks(shared), fields(shared), lists(shared), letters(shared), keeping(shared), setting(shared), sizes(shared));
// A word on the command line walks only where it fits.
const wanted = process.argv[2] ?? "";
let failed = 0;
for (const [name, walk] of Object.entries(walks)) {
  if (!name.includes(wanted)) continue;
  try {
    await walk();
    console.log(`ok      ${name}`);
  } catch (error) {
    failed++;
    console.log(`FAILED  ${name}\n${error.stack}`);
  } finally {
    // Each page is a process of its own, and goes on working until it is closed.
    await Promise.all(browser.contexts().map((context) => context.close()));
  }
}
await close();
process.exitCode = failed === 0 ? 0 : 1;
