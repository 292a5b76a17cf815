// The last step asks what nobody may guess: what the address is to the court, and how many computers work with the mailbox.
import { createElement, useState } from "react";
import { expect, it } from "vitest";
import type { OfficeForm } from "../../api/types";
import { zh } from "../../words/zh";
import { demoStage } from "../stage";
import { OfficeStep } from "./OfficeStep";
import { emptyForm } from "./Wizard";

const now = demoStage();
const office: OfficeForm = { name: "示例物业管理有限公司", handler: "王敏", phone: "", regime: "confirmed", case_root: "", look_back: "90", shared: null };

async function show() {
  const saved: OfficeForm[] = [];
  function Step() {
    const [of, setOf] = useState(office);
    const save = () => {
      saved.push(of);
      return Promise.resolve();
    };
    return createElement(OfficeStep, { typed: { form: emptyForm, office: of, provider: null }, change: setOf, choose: () => undefined, back: () => undefined, save });
  }
  await now.on.show(now.demo, createElement(Step));
  return saved;
}

it("asks how many computers work with the mailbox and takes neither for granted", async () => {
  const saved = await show();
  const radios = [...now.on.place.querySelectorAll<HTMLInputElement>("[name=computers]")];
  expect(radios.map((radio) => [radio.checked, radio.tabIndex])).toEqual([[false, 0], [false, 0]]);
  await now.on.press("wizard-save");
  expect(saved).toEqual([]);
  expect(now.on.place.querySelector("[role=alert]")?.textContent).toBe(zh.wizard.regimeWrong);
  await now.on.press("computers-several");
  expect(now.on.place.querySelector("[role=alert]")).toBeNull();
  await now.on.press("wizard-save");
  expect(saved.map((it) => it.shared)).toEqual([true]);
  await now.on.press("computers-one");
  await now.on.press("wizard-save");
  expect(saved.map((it) => it.shared)).toEqual([true, false]);
});
