// The pictures of the README: the built page over the sample, at the size the window opens with. `npm run pictures`.
// Always at one moment of a working day, so that a picture differs only where the window or the sample does.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { base, browser, close } from "./serve.mjs";

const out = path.join(path.dirname(fileURLToPath(import.meta.url)), "pictures");
const id = (name) => `[data-testid="${name}"]`;
const summons = `${id("service-row")}[data-id="s-summons"]`;
const moment = new Date("2026-11-30T10:20:00+08:00");
const pictures = {
  services: (page) => page.click(summons),
  deadlines: async (page) => {
    await page.click(id("rail-deadlines"));
    await page.click("[data-opener] >> nth=2");
  },
  preview: async (page) => {
    await page.click(summons);
    await page.click(id("document"));
    await page.waitForSelector(id("preview-found"));
  },
  ledger: async (page) => {
    await page.click(id("rail-ledger"));
    await page.waitForSelector(id("ledger-row"));
  },
};
for (const [name, go] of Object.entries(pictures)) {
  const page = await browser.newPage({ viewport: { width: 1100, height: 640 }, colorScheme: "light" });
  await page.addInitScript(() => localStorage.setItem("songda.language", "zh"));
  await page.clock.setFixedTime(moment);
  await page.goto(base);
  await page.waitForSelector(id("service-row"));
  await go(page);
  await page.waitForTimeout(600);
  await page.screenshot({ path: path.join(out, `${name}.png`) });
  await page.close();
}
await close();
