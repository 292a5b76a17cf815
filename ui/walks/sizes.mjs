// Every screen at the sizes of office machines, and at 200 %: nothing stumbles, nothing lies beyond the edge.
import assert from "node:assert/strict";

const screens = ["today", "services", "cases", "deadlines", "ledger", "receipts", "settings"];

export function sizes({ base, browser, id, stumbles }) {
  async function look(page, where) {
    await page.waitForTimeout(120);
    assert.deepEqual(await stumbles(page), [], where);
    const beyond = await page.evaluate(() => {
      // A table that is wider than the screen may be scrolled sideways by itself (WCAG 1.4.10).
      const scrolls = (it) => {
        for (let box = it.closest("table")?.parentElement; box; box = box.parentElement) {
          if (["auto", "scroll"].includes(getComputedStyle(box).overflowX) && box.scrollWidth > box.clientWidth) return true;
        }
        return false;
      };
      const shown = [...document.querySelectorAll("main button, main input, main select")].filter((it) => it.checkVisibility() && !scrolls(it) && it.type !== "radio");
      return {
        wide: document.documentElement.scrollWidth > innerWidth,
        out: shown.filter((it) => it.getBoundingClientRect().right > innerWidth + 1).map((it) => it.textContent || it.getAttribute("aria-label")),
      };
    });
    assert.deepEqual(beyond, { wide: false, out: [] }, where);
  }
  return {
    async "every screen holds at 1536×785, 1366×689 and at 200 %, in both languages"() {
      const views = [
        { width: 1536, height: 785 }, { width: 1366, height: 689 },
        // 1366×689 seen at 200 %.
        { width: 683, height: 344, zoom: 2 },
      ];
      for (const { width, height, zoom } of views) {
        for (const language of ["zh", "en"]) {
          const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor: zoom ?? 1, colorScheme: language === "zh" ? "light" : "dark" });
          await page.addInitScript((chosen) => localStorage.setItem("songda.language", chosen), language);
          await page.goto(base);
          await page.waitForSelector(`${id("service-row")}, [data-view]`);
          for (const screen of screens) {
            await page.click(id(`rail-${screen}`));
            await look(page, `${screen} ${width} ${language}`);
          }
          for (const view of ["month", "agenda", "calculator", "moves"]) {
            await page.click(id("rail-deadlines"));
            await page.check(id(`choose-${view}`), { force: true });
            await look(page, `${view} ${width} ${language}`);
            if (view === "month") assert.equal(await page.locator("main table thead th:visible").count(), 7, `every day of the week stands in the month at ${width}`);
          }
          await page.click(id("rail-ledger"));
          await page.click(id("ledger-statistics"));
          await look(page, `statistics ${width} ${language}`);
          await page.close();
        }
      }
    },
    async "in little room and in the largest text nothing that names a case or a screen is lost"() {
      for (const [width, size, language] of [[900, "standard", "zh"], [900, "standard", "en"], [1092, "largest", "en"]]) {
        const page = await browser.newPage({ viewport: { width, height: 520 } });
        await page.addInitScript(([language, size]) => { localStorage.setItem("songda.language", language); localStorage.setItem("songda.size", size); }, [language, size]);
        await page.goto(base);
        await page.waitForSelector(id("service-row"));
        await page.click(id("rail-today"));
        await page.locator(id("today-row")).getByText("民初", { exact: false }).first().waitFor();
        await page.click(id("rail-deadlines"));
        const cut = await page.evaluate(() => [...document.querySelectorAll("main header fieldset label")].filter((it) => {
          const [own, box] = [it.getBoundingClientRect(), it.closest("fieldset").getBoundingClientRect()];
          return own.right > box.right + 1 || own.right > innerWidth;
        }).map((it) => it.textContent));
        assert.deepEqual(cut, [], `${width} ${size} ${language}`);
        for (const screen of ["deadlines", "cases"]) {
          await page.click(id(`rail-${screen}`));
          await page.waitForSelector("main table");
          const over = await page.evaluate(() => document.querySelector("main table").getBoundingClientRect().right - innerWidth);
          assert.ok(over <= 1, `${screen} at ${width} ${size} ${language} is ${over} too wide`);
        }
        assert.equal(await page.evaluate(() => [...document.querySelectorAll('[data-testid="last-check"]')].some((it) => it.scrollWidth > it.clientWidth)), false, "the last check is whole");
        await page.close();
      }
    },
    async "every screen holds with forced colours and without motion"() {
      const page = await browser.newPage({ viewport: { width: 1092, height: 535 }, forcedColors: "active", reducedMotion: "reduce" });
      await page.goto(base);
      for (const screen of screens) {
        await page.click(id(`rail-${screen}`));
        await look(page, `${screen} in forced colours`);
      }
      const moves = await page.evaluate(() => [...document.querySelectorAll("*")].filter((it) => getComputedStyle(it).animationName !== "none").length);
      assert.equal(moves, 0, "nothing moves");
      await page.close();
    },
    async "a click on a row at the edge opens that row at 200 %"() {
      const page = await browser.newPage({ viewport: { width: 683, height: 344 }, deviceScaleFactor: 2 });
      await page.goto(base);
      const row = page.locator(`${id("service-row")}[data-id="s-evidence"]`);
      await row.scrollIntoViewIfNeeded();
      const box = await row.boundingBox();
      // Its upper edge, with the rest of it beyond the status bar.
      await page.mouse.move(box.x + 40, Math.min(box.y + 6, 344 - 32));
      await page.mouse.down();
      await page.waitForTimeout(120);
      await page.mouse.up();
      await page.locator("[data-reading]").getByText("8812").first().waitFor({ timeout: 3000 });
      await page.close();
    },
    async "the primary action is reached at 200 %"() {
      const page = await browser.newPage({ viewport: { width: 683, height: 344 }, deviceScaleFactor: 2 });
      await page.goto(base);
      await page.click(`${id("service-row")}[data-id="s-summons"]`);
      await page.waitForSelector(id("acknowledge"));
      await page.locator(id("acknowledge")).scrollIntoViewIfNeeded();
      const box = await page.locator(id("acknowledge")).boundingBox();
      assert.ok(box && box.y + box.height <= 344 && box.x + box.width <= 683, JSON.stringify(box));
      await page.close();
    },
    async "no screen is without a word while it waits, is empty, or has failed"() {
      for (const [scene, sees] of [["slow", '[role="status"]'], ["empty", "p"], ["error", '[role="alert"]']]) {
        for (const screen of screens) {
          const page = await browser.newPage({ viewport: { width: 1092, height: 535 } });
          await page.goto(`${base}?scene=${scene}`);
          await page.click(id(`rail-${screen}`));
          // Grey lines come only after 300 ms.
          await page.waitForTimeout(scene === "slow" ? 450 : 150);
          assert.ok((await page.locator(`main ${sees}:visible`).count()) > 0 || screen === "settings", `${screen} says nothing when ${scene}`);
          assert.deepEqual(await stumbles(page), [], `${screen} ${scene}`);
          await page.close();
        }
      }
      for (const [screen, box] of [["cases", "案号"], ["deadlines", "筛选"], ["ledger", "筛选"], ["services", "筛选"], ["settings", "搜索"]]) {
        const page = await browser.newPage({ viewport: { width: 1092, height: 535 } });
        await page.goto(base);
        await page.click(id(`rail-${screen}`));
        await page.waitForTimeout(100);
        await page.fill('main input[type="search"]', "没有这一项");
        await page.waitForTimeout(200);
        await page.getByText(/没有符合/).first().waitFor({ timeout: 3000 }).catch(() => assert.fail(`${screen} is silent when nothing fits (${box})`));
        await page.close();
      }
    },
  };
}
