// Every field of every screen, while an input method composes: the Enter and Esc that end a composition do nothing else.
import assert from "node:assert/strict";

const row = (service) => `[data-testid="service-row"][data-id="${service}"]`;

export function fields({ base, browser, open, id }) {
  /** Presses keys as an input method lets them through, in every field in sight; answers how many there were. */
  async function compose(page, where) {
    const before = await page.evaluate(() => document.body.innerText);
    // Behind a sheet nothing can be typed.
    const sheet = page.locator('[role="dialog"], [role="alertdialog"]');
    const root = (await sheet.count()) > 0 ? sheet.last() : page;
    const boxes = root.locator('input:not([type="radio"]):not([type="checkbox"]):not([type="file"]):not([type="date"]):visible, textarea:visible');
    const count = await boxes.count();
    for (let nth = 0; nth < count; nth++) {
      const box = boxes.nth(nth);
      await box.focus();
      for (const code of ["Enter", "Escape", "KeyJ", "KeyA", "KeyE", "Slash", "Space"]) {
        for (const sign of [{ keyCode: 229, isComposing: false }, { keyCode: 13, isComposing: true }]) {
          const held = await box.evaluate((field, [code, sign]) => {
            const event = new KeyboardEvent("keydown", { code, key: code === "Enter" || code === "Escape" ? code : "Process", bubbles: true, cancelable: true, isComposing: sign.isComposing });
            Object.defineProperty(event, "keyCode", { value: sign.keyCode });
            field.dispatchEvent(event);
            return event.defaultPrevented;
          }, [code, sign]);
          const isText = (await box.evaluate((field) => field.tagName)) === "TEXTAREA";
          if (code === "Enter" && !isText) assert.equal(held, true, `${where}: the Enter of an input method would send field ${nth} off`);
        }
      }
    }
    await page.waitForTimeout(50);
    const clock = (text) => text.replace(/\d{2}:\d{2}(:\d{2})?/g, "");
    assert.equal(clock(await page.evaluate(() => document.body.innerText)), clock(before), `${where}: something happened`);
    return count;
  }

  const places = {
    services: async (page) => { await page.click(`${id("paste")} summary`); },
    assign: async (page) => { await page.click(row("s-summons")); await page.keyboard.press("a"); await page.waitForSelector(id("handling-text")); },
    aside: async (page) => { await page.click(row("s-lookalike")); await page.keyboard.press("Shift+Digit1"); await page.waitForSelector(id("handling-text")); },
    correct: async (page) => { await page.click(row("s-summons")); await page.waitForSelector(id("correct")); await page.click(`${id("correct")} summary`); },
    objection: async (page) => {
      await page.click(row("s-summons"));
      await page.click(id("acknowledge"));
      await page.locator(id("confirm-sheet")).getByText("异议/拒收").click();
    },
    cases: (page) => page.click(id("rail-cases")),
    case: async (page) => { await page.click(id("rail-cases")); await page.click(id("case-row")); await page.waitForSelector(id("case-name")); },
    deadlines: (page) => page.click(id("rail-deadlines")),
    extend: async (page) => { await page.click(id("rail-deadlines")); await page.click("[data-opener] >> nth=2"); await page.click(id("decide-extended")); },
    handover: async (page) => { await page.click(id("rail-deadlines")); await page.click("[data-opener] >> nth=2"); await page.click(id("decide-assigned")); },
    calculator: async (page) => { await page.click(id("rail-deadlines")); await page.check(id("choose-calculator"), { force: true }); },
    ledger: (page) => page.click(id("rail-ledger")),
    settings: (page) => page.click(id("rail-settings")),
    palette: (page) => page.keyboard.press("Control+k"),
    preview: async (page) => { await page.click(row("s-evidence")); await page.keyboard.press("e"); await page.locator(id("preview-found")).first().waitFor(); },
  };

  return {
    async "input methods keep their keys in every field"() {
      let seen = 0;
      for (const [where, go] of Object.entries(places)) {
        const page = await open();
        await go(page);
        await page.waitForTimeout(120);
        const count = await compose(page, where);
        if (where !== "preview") assert.ok(count > 0, `${where} has no field`);
        seen += count;
        await page.close();
      }
      const wizard = await browser.newPage({ viewport: { width: 1092, height: 535 } });
      await wizard.goto(`${base}?scene=first`);
      await wizard.click(id("door-connect"));
      await wizard.waitForSelector(id("wizard-address"));
      seen += await compose(wizard, "address");
      await wizard.fill(id("wizard-address"), "sd@qq.com");
      await wizard.keyboard.press("Enter");
      await wizard.waitForSelector(id("wizard-secret"));
      seen += await compose(wizard, "secret");
      await wizard.fill(id("wizard-secret"), "abcd efgh ijkl mnop");
      await wizard.keyboard.press("Enter");
      await wizard.locator('[data-step="smtp"][data-state="ok"]').waitFor();
      await wizard.click(id("wizard-next"));
      await wizard.waitForSelector(id("wizard-office"));
      seen += await compose(wizard, "office");
      await wizard.goto(`${base}?scene=stale`);
      await wizard.waitForSelector(id("service-row"));
      seen += await compose(wizard, "banner");
      await wizard.close();
      assert.ok(seen >= 25, `${seen} fields`);
    },
  };
}
