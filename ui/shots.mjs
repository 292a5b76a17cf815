// Looks at every screen of the built page: pictures in shots/, axe findings and clipped actions on standard output.
import { readFile, mkdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { base, browser, close } from "./serve.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.join(here, "shots");
await mkdir(out, { recursive: true });
const axe = await readFile(path.join(here, "node_modules/axe-core/axe.min.js"), "utf8");

const row = (id) => `[data-testid="service-row"][data-id="${id}"]`;
async function view(page, name) {
  await page.click('[data-testid="rail-deadlines"]');
  await page.check(`[data-testid="choose-${name}"]`, { force: true });
  await page.waitForTimeout(150);
}
async function drop(page) {
  const message = "【上海市浦东新区人民法院】示例物业管理有限公司，您有（2026）沪0115民初8812号案件文书，请点击 https://zxfw.court.example/zxfw/#/demo 查收，7日内有效。";
  await page.evaluate((text) => dispatchEvent(new CustomEvent("songda-dropped", { detail: [["法院短信.txt"], text] })), message);
  await page.waitForSelector('[data-testid="dropped"]');
}
const steps = {
  services: async () => {},
  lookalike: (page) => page.click(row("s-lookalike")),
  evidence: (page) => page.click(row("s-evidence")),
  summons: (page) => page.click(row("s-summons")),
  confirm: async (page) => {
    await page.click(row("s-summons"));
    await page.click('[data-testid="acknowledge"]');
  },
  "confirm-unsure": async (page) => {
    await page.click(row("s-evidence"));
    await page.click('[data-testid="acknowledge"]');
  },
  toast: async (page) => {
    await page.click(row("s-summons"));
    await page.click('[data-testid="acknowledge"]');
    await page.click('[data-testid="confirm-send"]');
    await page.waitForSelector('[data-testid="undo"]');
  },
  cutoff: (page) => page.click(row("s-unsure")),
  deadlines: async (page) => {
    await page.click('[data-testid="rail-deadlines"]');
    await page.click("[data-opener] >> nth=2");
  },
  month: (page) => view(page, "month"),
  "month-full": async (page) => {
    await page.click('[data-testid="rail-deadlines"]');
    for (const name of ["补交代理意见", "缴纳鉴定费", "联系鉴定机构", "庭前会议"]) {
      await page.click('[data-testid="own-add"]');
      await page.fill('[data-testid="own-name"]', name);
      await page.fill('[data-testid="own-day"]', "+2");
      await page.fill('[data-testid="own-reason"]', "法官电话");
      await page.click('[data-testid="own-save"]');
      await page.waitForTimeout(150);
    }
    await view(page, "month");
    if (!(await page.locator('[data-testid="month-more"]').count())) await page.locator("main h2 + button").click();
    await page.click('[data-testid="month-more"]');
  },
  agenda: (page) => view(page, "agenda"),
  calculator: async (page) => {
    await view(page, "calculator");
    await page.fill('[data-testid="calc-days"]', "20");
    await page.click('[data-testid="calc-go"]');
    await page.waitForSelector('[data-testid="calc-result"]');
  },
  moves: (page) => view(page, "moves"),
  handling: async (page) => {
    await page.click(row("s-lookalike"));
    await page.keyboard.press("Shift+Digit1");
    await page.waitForSelector('[data-testid="handling-text"]');
  },
  snooze: async (page) => {
    await page.click(row("s-summons"));
    await page.keyboard.press("h");
    await page.waitForSelector('[data-testid="rest-hour"]');
  },
  marked: async (page) => {
    await page.click(row("s-summons"));
    await page.focus(row("s-summons"));
    await page.keyboard.press("Space");
    await page.keyboard.press("Shift+ArrowDown");
    await page.keyboard.press("Shift+ArrowDown");
    await page.keyboard.press("a");
    await page.waitForSelector('[data-testid="handling-text"]');
  },
  quit: async (page) => {
    await page.keyboard.press("Control+q");
    await page.waitForSelector('[data-testid="quit-open"]');
  },
  teach: async (page) => {
    await page.click(row("s-evidence"));
    await page.click('[data-testid="teach-open"]');
    await page.waitForSelector('[data-testid="teach-draft"]');
  },
  unlock: async (page) => {
    await page.click(row("s-scan"));
    await page.click('[data-testid="unlock-open"]');
    await page.fill('[data-testid="unlock-password"]', "000000");
    await page.click('[data-testid="unlock-now"]');
    await page.waitForSelector('[role="alert"]');
  },
  lesson: async (page) => {
    await steps.teach(page);
    await page.click('[data-testid="teach-keep"]');
    await page.waitForSelector('[data-testid="teach-kept"]');
    await page.click('[data-testid="rail-settings"]');
    await page.locator('[data-testid="lesson-row"]').scrollIntoViewIfNeeded();
  },
  paste: (page) => page.click('[data-testid="paste"] summary'),
  channels: async (page) => {
    await page.click(row("s-evidence"));
    await page.click('[data-testid="paper-back"]');
    await page.click('[data-testid="join-other"] summary');
    await page.locator('[data-testid="join-other"]').scrollIntoViewIfNeeded();
  },
  dropped: async (page) => {
    await page.click(row("s-evidence"));
    await drop(page);
  },
  "dropped-alone": (page) => drop(page),
  "settings-keys": async (page) => {
    await page.keyboard.press("F1");
    await page.waitForSelector('[data-section="keys"]');
  },
  matter: async (page) => {
    await steps.case(page);
    await page.locator('[data-testid="matter"]').scrollIntoViewIfNeeded();
  },
  why: async (page) => {
    await page.click(row("s-summons"));
    await page.click('[data-reading] details summary >> nth=0');
  },
  receipts: (page) => page.click('[data-testid="rail-receipts"]'),
  today: (page) => page.click('[data-testid="rail-today"]'),
  cases: (page) => page.click('[data-testid="rail-cases"]'),
  case: async (page) => {
    await page.click('[data-testid="rail-cases"]');
    await page.click('[data-testid="case-row"]');
    await page.waitForSelector('[data-testid="case-service"]');
  },
  sending: async (page) => {
    await page.click('[data-testid="rail-settings"]');
    await page.locator('[data-section="sending"]').scrollIntoViewIfNeeded();
    await page.click('[data-what="undo"] [data-testid="choose-30"]', { force: true });
    await page.waitForSelector('[data-testid="choice-made"]');
    await page.click('[data-what="automatic"] [data-testid="choose-on"]', { force: true });
    await page.waitForSelector('[data-testid="choice-warning"]');
    await page.evaluate(() => document.querySelector('[data-section="sending"]').scrollIntoView({ block: "start" }));
  },
  fetching: async (page) => {
    await page.click('[data-testid="rail-settings"]');
    await page.click('[data-what="fetch"] [data-testid="choose-on"]', { force: true });
    await page.click('[data-testid="choice-go"]');
    await page.fill('[data-testid="old-tls-hosts"]', "old.example.test");
    await page.click('[data-testid="old-tls-save"]');
    await page.evaluate(() => document.querySelector('[data-section="filing"]').scrollIntoView({ block: "start" }));
  },
  "register-history": async (page) => {
    await page.click('[data-testid="rail-settings"]');
    await page.click('[data-testid="agreement-history"] summary');
    await page.evaluate(() => document.querySelector('[data-section="register"]').scrollIntoView({ block: "start" }));
  },
  settings: (page) => page.click('[data-testid="rail-settings"]'),
  register: async (page) => {
    await page.click('[data-testid="rail-settings"]');
    await page.click('[data-testid="agreement-add"]');
    await page.locator('[data-testid="agreement-form"]').scrollIntoViewIfNeeded();
  },
  remind: async (page) => {
    await page.click('[data-testid="rail-settings"]');
    await page.locator('[data-section="remind"]').evaluate((part) => part.scrollIntoView({ block: "start" }));
  },
  signature: async (page) => {
    await page.click('[data-testid="rail-settings"]');
    await page.fill('[data-testid="signature-handler"]', "李工");
    await page.locator('[data-section="signature"]').evaluate((part) => part.scrollIntoView({ block: "start" }));
  },
  proxy: async (page) => {
    await page.click('[data-testid="rail-settings"]');
    await page.check('[data-section="proxy"] [data-testid="choose-manual"]', { force: true });
    await page.fill('[data-testid="proxy-user"]', "songda");
    await page.locator('[data-section="proxy"]').evaluate((part) => part.scrollIntoView({ block: "start" }));
  },
  robot: async (page) => {
    await steps.remind(page);
    await page.click('[data-testid="robot-add"]');
    await page.selectOption('[data-testid="robot-kind"]', "dingtalk");
    await page.fill('[data-testid="robot-address"]', "https://oapi.dingtalk.com/robot/send?access_token=wrong");
    await page.click('[data-testid="robot-try"]');
    await page.waitForSelector('[data-testid="way-failed"]');
    await page.locator('[data-section="remind"] h3').first().evaluate((part) => part.scrollIntoView({ block: "start" }));
  },
  "robot-tried": async (page) => {
    await steps.remind(page);
    await page.click('[data-section="remind"] [data-testid="choose-on"]', { force: true });
    await page.click('[data-testid="feed-copy"]');
    await page.locator('[data-testid="way-try"]').first().click();
    await page.waitForSelector('[data-testid="way-delivered"]');
    await page.locator('[data-testid="way-remove"]').last().click();
    await page.locator('[data-testid="feed"]').evaluate((part) => part.scrollIntoView({ block: "start" }));
  },
  batch: async (page) => {
    await page.click('[data-testid="batch-open"]');
    await page.waitForSelector('[data-testid="batch-line"]');
  },
  "own-deadline": async (page) => {
    await page.click('[data-testid="rail-deadlines"]');
    await page.click('[data-testid="own-add"]');
  },
  reminders: async (page) => {
    await page.click('[data-testid="rail-deadlines"]');
    await page.getByText(/提醒记录|Reminders sent/).first().click();
    await page.waitForSelector('[data-testid="reminder-row"]');
  },
  correction: async (page) => {
    await page.click(row("s-judgment"));
    await page.click('[data-testid="other-correct"]');
    await page.locator('[data-testid="other-text"]').scrollIntoViewIfNeeded();
  },
  "correction-letter": async (page) => {
    await page.click(row("s-judgment"));
    await page.click('[data-testid="other-correct"]');
    await page.fill('[data-testid="other-text"]', "漏列一份文书");
    await page.click('[data-testid="other-save"]');
    await page.waitForSelector('[data-testid="letter"]');
  },
  release: async (page) => {
    await page.click(row("s-unsure"));
    await page.click('[data-testid="send-again"]');
    await page.waitForSelector('[data-testid="letter"]');
  },
  "by-hand": async (page) => {
    await page.click(row("s-ruling"));
    await page.click('[data-testid="other-hand"]');
    await page.locator('[data-testid="other-save"]').scrollIntoViewIfNeeded();
  },
  "not-by-hand": async (page) => {
    await page.click(row("s-ruling"));
    await page.click('[data-testid="other-hand"]');
    await page.click('[data-testid="other-save"]');
    await page.click('[data-testid="not-by-hand"]');
    await page.locator('[data-testid="not-by-hand-save"]').scrollIntoViewIfNeeded();
  },
  sealed: async (page) => {
    await page.click(row("s-ruling"));
    await page.click('[data-testid="other-sealed"]');
    await page.locator('[data-testid="other-save"]').scrollIntoViewIfNeeded();
  },
  "read-receipt-letter": async (page) => {
    await page.click(row("s-summons"));
    await page.click('[data-testid="other-read"]');
    await page.waitForSelector('[data-testid="letter"]');
  },
  "day-of-service": async (page) => {
    await page.click(row("s-summons"));
    await page.click('[data-testid="change-start"]');
  },
  ledger: async (page) => {
    await page.click('[data-testid="rail-ledger"]');
    await page.waitForSelector('[data-testid="ledger-row"]');
  },
  statistics: async (page) => {
    await page.click('[data-testid="rail-ledger"]');
    await page.click('[data-testid="ledger-statistics"]');
    await page.waitForSelector('[data-testid="figure"]');
  },
  palette: async (page) => {
    await page.keyboard.press("Control+k");
    await page.fill('[data-testid="palette-input"]', "闵行");
    await page.waitForTimeout(300);
  },
  "palette-open": async (page) => {
    await page.keyboard.press("Control+k");
    await page.waitForSelector('[data-testid="palette"]');
  },
  preview: async (page) => {
    await page.click(row("s-summons"));
    await page.click('[data-testid="document"]');
    await page.waitForSelector('[data-testid="preview-found"]');
  },
  "cases-none": async (page) => {
    await page.click('[data-testid="rail-cases"]');
    await page.click('[data-testid="tab-none"]');
    await page.waitForSelector('[data-testid="case-row"]');
  },
  "typed-day": async (page) => {
    await page.click('[data-testid="rail-deadlines"]');
    await page.click('[data-testid="own-add"]');
    await page.fill('[data-testid="own-day"]', "1131");
  },
  "preview-text": async (page) => {
    await page.click(row("s-evidence"));
    await page.click('[data-testid="document"]');
    await page.click('[data-testid="preview-text"]');
  },
  closing: async (page) => {
    await page.evaluate(() => dispatchEvent(new Event("songda-closing")));
    await page.waitForSelector('[data-testid="close-ask"]');
  },
  compact: async (page) => {
    await page.click('[data-testid="rail-settings"]');
    await page.check('[data-testid="choose-compact"]', { force: true });
    await page.click('[data-testid="rail-ledger"]');
    await page.waitForSelector('[data-testid="ledger-row"]');
  },
  "deadlines-none": async (page) => {
    await page.click('[data-testid="rail-deadlines"]');
    await page.fill('input[type="search"]', "没有这一项");
  },
  mails: async (page) => {
    await page.click('[data-testid="open-mails"]');
    await page.waitForSelector('[data-testid="mail-row"]');
  },
  accept: async (page) => {
    await page.goto(`${base}?scene=astray`);
    await page.click('[data-testid="accept-open"]');
    await page.waitForSelector('[data-testid="accept-sheet"] li time');
  },
  "take-over": async (page) => {
    await page.goto(`${base}?scene=overdue`);
    await page.click('[data-testid="rail-receipts"]');
    await page.click('[data-testid="take-over"]');
    await page.fill('[data-testid="take-over-why"]', "那台电脑已停用，问过李工没有发出");
  },
  "mail-named": async (page) => {
    await steps.mails(page);
    await page.locator('[data-testid="mail-row"]').nth(1).click();
    await page.fill('[data-testid="mail-court"]', "上海市闵行区人民法院");
    await page.click('[data-testid="mail-confirm"]');
    await page.waitForSelector('[data-testid="mail-draft"]');
  },
  "case-closing": async (page) => {
    await steps.case(page);
    await page.click('[data-testid="case-closing"]');
  },
  correct: async (page) => {
    await page.click(row("s-scan"));
    await page.click('[data-testid="correct"] summary');
    await page.locator('[data-testid="correct-save"]').scrollIntoViewIfNeeded();
  },
  settle: async (page) => {
    await page.click(row("s-evidence"));
    await page.locator('[data-testid="settle-open"]').first().click();
    await page.locator('[data-testid="settle-save"]').scrollIntoViewIfNeeded();
  },
  "take-back": async (page) => {
    await page.click(row("s-evidence"));
    await page.click('[data-testid="take-file-back"]');
    await page.locator('[data-testid="take-back-sure"]').scrollIntoViewIfNeeded();
  },
  largest: async (page) => {
    await page.click('[data-testid="rail-settings"]');
    await page.check('[data-testid="choose-largest"]', { force: true });
    await page.click('[data-testid="rail-services"]');
    await page.click(row("s-summons"));
  },
};
const scenes = { held: "held", retry: "retry", behind: "behind", overdue: "overdue", unclaimed: "unclaimed", stale: "stale", disk: "disk", astray: "astray", empty: "empty", error: "error", slow: "slow" };
/** A screen other than the first one, seen in a scene. */
const elsewhere = { "today-stale": ["stale", "today"], "today-empty": ["empty", "today"], "receipts-held": ["held", "receipts"], "receipts-retry": ["retry", "receipts"], "receipts-behind": ["behind", "receipts"], "receipts-overdue": ["overdue", "receipts"], "receipts-unclaimed": ["unclaimed", "receipts"], "today-overdue": ["overdue", "today"], "cases-empty": ["empty", "cases"], "settings-stale": ["stale", "settings"], "ledger-empty": ["empty", "ledger"], "ledger-many": ["many", "ledger"], "cases-offline": ["offline", "cases"], "today-syncing": ["syncing", "today"], "receipts-disk": ["disk", "receipts"] };
/** The first start, before there is a home. */
const firsts = {
  doors: async () => {},
  wizard: (page) => page.click('[data-testid="door-connect"]'),
  "wizard-secret": async (page) => {
    await page.click('[data-testid="door-connect"]');
    await page.fill('[data-testid="wizard-address"]', "sd@qq.com");
    await page.click('[data-testid="wizard-next"]');
  },
  "wizard-test": async (page) => {
    await firsts["wizard-secret"](page);
    await page.fill('[data-testid="wizard-secret"]', "wrong");
    await page.click('[data-testid="wizard-next"]');
    await page.waitForSelector('[data-state="bad"]');
  },
  "wizard-office": async (page) => {
    await firsts["wizard-secret"](page);
    await page.fill('[data-testid="wizard-secret"]', "abcd efgh ijkl mnop");
    await page.click('[data-testid="wizard-next"]');
    await page.waitForSelector('[data-step="smtp"][data-state="ok"]');
    await page.click('[data-testid="wizard-next"]');
  },
};
/** Nobody said how many computers work with the mailbox. */
firsts["wizard-sharing"] = async (page) => {
  await firsts["wizard-office"](page);
  await page.fill('[data-testid="wizard-office"]', "示例物业管理有限公司");
  await page.click('[data-testid="regime-confirmed"]');
  await page.click('[data-testid="wizard-save"]');
  await page.locator('[data-testid="computers-several"]').scrollIntoViewIfNeeded();
};
// The last one is 1366×689 at 200 %.
const sizes = [[1366, 689], [1092, 535], [1536, 785], [683, 344]];
let faults = 0;

function fault(name, text) {
  faults++;
  console.log(`${name}: ${text}`);
}

async function look(name, page) {
  await page.waitForTimeout(name.includes("slow") ? 600 : 150);
  await page.screenshot({ path: path.join(out, `${name}.png`) });
  const action = page.locator('[data-testid="acknowledge"], [data-testid="confirm-send"]').last();
  if (await action.count()) {
    const box = await action.boundingBox();
    const { height, width } = page.viewportSize();
    if (!box || box.y + box.height > height - 24 || box.x + box.width > width) fault(name, `primary action clipped at ${JSON.stringify(box)}`);
  }
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  if (wide) fault(name, "scrolls sideways");
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] }));
  for (const found of violations) fault(name, `axe ${found.impact} ${found.id}: ${found.nodes.map((node) => node.target.join(" ")).slice(0, 3).join(" | ")}`);
}

// Words on the command line: only pictures whose names hold all of them.
const wanted = process.argv.slice(2);
for (const [width, height] of sizes) {
  for (const theme of ["light", "dark"]) {
    for (const language of ["zh", "en"]) {
      for (const step of [...Object.keys(steps), ...Object.keys(scenes), ...Object.keys(elsewhere), ...Object.keys(firsts)]) {
        const name = `${step}-${width}-${theme}-${language}`;
        if (!wanted.every((word) => name.includes(word))) continue;
        const page = await browser.newPage({ viewport: { width, height }, colorScheme: theme, bypassCSP: false });
        page.on("pageerror", (error) => fault(name, `page error ${error.message}`));
        page.on("console", (said) => said.type() === "error" && fault(name, `console ${said.text()}`));
        await page.addInitScript((chosen) => localStorage.setItem("songda.language", chosen), language);
        page.setDefaultTimeout(10_000);
        try {
          const [scene, screen] = elsewhere[step] ?? [scenes[step]];
          await page.goto(base + (scene ? `?scene=${scene}` : ""));
          if (screen) await page.click(`[data-testid="rail-${screen}"]`);
          if (firsts[step]) {
            await page.goto(`${base}?scene=first`);
            await page.waitForSelector('[data-testid="doors"]');
            await firsts[step](page);
          } else if (!scene) {
            await page.waitForSelector('[data-testid="service-row"]');
            await steps[step](page);
          }
          await look(name, page);
        } catch (error) {
          fault(name, error.message.split("\n")[0]);
        }
        await page.close();
      }
    }
  }
}
await close();
console.log(faults === 0 ? "no faults" : `${faults} faults`);
process.exitCode = faults === 0 ? 0 : 1;
