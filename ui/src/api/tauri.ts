// The backend over IPC; the only file that imports Tauri.
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { Backend } from "./backend";

export const tauri: Backend = {
  overview: () => invoke("overview"),
  services: () => invoke("services"),
  service: (id) => invoke("service", { id }),
  deadlines: () => invoke("deadlines"),
  receipts: () => invoke("receipts"),
  mails: () => invoke("mails"),
  receiptDraft: (service) => invoke("receipt_draft", { service }),
  acknowledge: (service) => invoke("acknowledge", { service }),
  refuse: (service, reason, note) => invoke("refuse", { service, reason, note }),
  approve: (receipt, by) => invoke("approve", { receipt, by }),
  register: () => invoke("register"),
  withdraw: (receipt) => invoke("withdraw", { receipt }),
  sendNow: (receipt) => invoke("send_now", { receipt }),
  checkNow: () => invoke("check_now"),
  openDocument: (id) => invoke("open_document", { id }),
  openFolder: (service) => invoke("open_folder", { service }),
  makeHome: () => invoke("make_home"),
  openSettings: () => invoke("open_settings"),
  onChange: (changed) => {
    const listening = listen("changed", () => changed());
    // A refused subscription must not take the window down: the frame also asks once a minute.
    listening.catch((error: unknown) => console.error("no change events", error));
    return () => void listening.then((stop) => stop(), () => undefined);
  },
};

/** The tray speaks the language of the page. */
function speak() {
  const language = document.documentElement.lang.startsWith("en") ? "en" : "zh";
  invoke("speak", { language }).catch((error: unknown) => console.error("tray keeps its language", error));
}

new MutationObserver(speak).observe(document.documentElement, { attributeFilter: ["lang"] });
speak();
