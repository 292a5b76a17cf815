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
  withdraw: (receipt) => invoke("withdraw", { receipt }),
  sendNow: (receipt) => invoke("send_now", { receipt }),
  checkNow: () => invoke("check_now"),
  openDocument: (id) => invoke("open_document", { id }),
  openFolder: (service) => invoke("open_folder", { service }),
  makeHome: () => invoke("make_home"),
  openSettings: () => invoke("open_settings"),
  fetchPickup: (service, errand, password) => invoke("fetch_pickup", { service, errand, password }),
  stopPickup: (service, errand) => invoke("stop_pickup", { service, errand }),
  openPickup: (service, errand) => invoke("open_pickup", { service, errand }),
  // Bytes go as they are; a header holds ASCII only.
  bringFile: (service, name, bytes) => invoke("bring_file", bytes, { headers: { service, name: encodeURIComponent(name) } }),
  cases: () => invoke("cases"),
  joinCases: (numbers) => invoke("join_cases", { numbers }),
  splitCase: (number) => invoke("split_case", { number }),
  nameCase: (number, name) => invoke("name_case", { number, name }),
  joinServices: (services, why) => invoke("join_services", { services, why }),
  partService: (service, why) => invoke("part_service", { service, why }),
  previewFolders: (pattern) => invoke("preview_folders", { pattern }),
  restoreDocument: (id) => invoke("restore_document", { id }),
  takePasted: (text) => invoke("take_pasted", { text }),
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
