// What is set in the window, by keyboard alone: when to remind, a robot tried and kept, a robot taken away.
import assert from "node:assert/strict";

export function setting({ open, id, stumbles }) {
  const focused = (page) => page.evaluate(() => document.activeElement?.getAttribute("data-testid"));
  async function settings() {
    const page = await open();
    await page.keyboard.press("Control+7");
    await page.waitForSelector(id("remind-save"));
    return page;
  }
  return {
    async "times of reminders are typed as people write them"() {
      const page = await settings();
      await page.focus(id("remind-from"));
      await page.keyboard.press("Control+a");
      await page.keyboard.type("晚上8点半");
      await page.keyboard.press("Tab");
      assert.equal(await page.inputValue(id("remind-from")), "20:30", "what was understood is put in its place");
      await page.fill(id("remind-digest"), "早上");
      await page.focus(id("remind-digest"));
      await page.keyboard.press("Enter");
      assert.equal(await page.locator(id("remind-save")).isDisabled(), false, "what is no time is not saved");
      await page.fill(id("remind-digest"), "0900");
      await page.keyboard.press("Enter");
      await page.getByText("已保存，几秒内生效。").first().waitFor();
      assert.deepEqual([await page.inputValue(id("remind-from")), await page.inputValue(id("remind-digest"))], ["20:30", "09:00"]);
    },
    async "a robot is tried before it is kept, and its address is not seen again"() {
      const page = await settings();
      await page.focus(id("robot-add"));
      await page.keyboard.press("Enter");
      assert.equal(await focused(page), "robot-kind");
      await page.selectOption(id("robot-kind"), "dingtalk");
      await page.fill(id("robot-name"), "诉讼组");
      await page.fill(id("robot-address"), "https://oapi.dingtalk.com/robot/send?access_token=wrong");
      await page.focus(id("robot-try"));
      await page.keyboard.press("Enter");
      await page.locator(id("way-failed")).getByText("310000 sign not match").first().waitFor();
      assert.deepEqual(await stumbles(page), []);
      await page.fill(id("robot-address"), "https://oapi.dingtalk.com/robot/send?access_token=geheim");
      await page.focus(id("robot-save"));
      await page.keyboard.press("Enter");
      await page.locator(id("robot-row")).nth(1).waitFor();
      assert.equal((await page.content()).includes("geheim"), false);
      assert.equal(await focused(page), "robot-add", "the focus is where it came from");
      await page.locator(id("way-change")).nth(1).focus();
      await page.keyboard.press("Enter");
      assert.equal(await page.inputValue(id("robot-address")), "");
      await page.keyboard.press("Escape");
      await page.waitForSelector(id("robot-form"), { state: "detached" });
    },
    async "nothing is removed by one key"() {
      const page = await settings();
      await page.locator(id("way-remove")).first().focus();
      await page.keyboard.press("Enter");
      assert.equal(await page.locator(id("robot-row")).count(), 1);
      await page.focus(id("way-remove-sure"));
      await page.keyboard.press("Enter");
      await page.waitForSelector(id("robot-row"), { state: "detached" });
      await page.getByText("已移除。").first().waitFor();
    },
  };
}
