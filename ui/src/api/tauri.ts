// The backend over IPC; the only file that imports Tauri.
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { Backend } from "./backend";
import type { BroughtIn, Problem, Progress } from "./types";

export const tauri: Backend = {
  overview: () => invoke("overview"),
  today: () => invoke("today"),
  serviceList: (query) => invoke("service_list", { query }),
  deadlineList: (query) => invoke("deadline_list", { query }),
  caseList: (query) => invoke("case_list", { query }),
  casePage: (number) => invoke("case_page", { number }),
  receiptList: (query) => invoke("receipt_list", { query }),
  outbox: () => invoke("outbox"),
  service: (id) => invoke("service", { id }),
  leftBehind: () => invoke("left_behind"),
  settle: (doubt, answer) => invoke("settle", { doubt, answer }),
  ledger: (query) => invoke("ledger", { query }),
  statistics: (months) => invoke("statistics", { months }),
  search: (typed) => invoke("search", { typed }),
  preview: (id) => invoke("preview", { id }),
  documentBytes: (id) => invoke<ArrayBuffer>("document_bytes", { id }),
  exportLedger: (query, language) => invoke("export_ledger", { query, language }),
  exportHandover: (language) => invoke("export_handover", { language }),
  exportMonth: (day, language) => invoke("export_month", { day, language }),
  exportAll: () => invoke("export_all"),
  stopExport: () => invoke("stop_export"),
  showExport: (name) => invoke("show_export", { name }),
  letterDraft: (service, wish) => invoke("letter_draft", { service, wish }),
  sendLetter: (service, wish, seen) => invoke("send_letter", { service, wish, seen }),
  queuedLetter: (receipt) => invoke("queued_letter", { receipt }),
  approve: (receipt, by) => invoke("approve", { receipt, by }),
  register: () => invoke("register"),
  keepPaper: (name, bytes) => invoke("keep_paper", bytes, { headers: { name: encodeURIComponent(name) } }),
  enterAgreement: (form) => invoke("enter_agreement", { form }),
  batch: (services) => invoke("batch", { services }),
  acknowledgeMany: (chosen) => invoke("acknowledge_many", { chosen }),
  fillForm: (service) => invoke("fill_form", { service }),
  openSheet: (receipt) => invoke("open_sheet", { receipt }),
  answeredByHand: (service, how, note) => invoke("answered_by_hand", { service, how, note }),
  reminders: () => invoke("reminders"),
  withdraw: (receipt) => invoke("withdraw", { receipt }),
  sendNow: (receipt) => invoke("send_now", { receipt }),
  correct: (service, fact, of, value) => invoke("correct", { service, fact, of, value }),
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
  joinCases: (numbers) => invoke("join_cases", { numbers }),
  splitCase: (number) => invoke("split_case", { number }),
  nameCase: (number, name) => invoke("name_case", { number, name }),
  joinServices: (services, why) => invoke("join_services", { services, why }),
  partService: (service, why) => invoke("part_service", { service, why }),
  previewFolders: (pattern, root) => invoke("preview_folders", { pattern, root }),
  adoptFolderPattern: (pattern) => invoke("adopt_folder_pattern", { pattern }),
  bringDropped: (service) => invoke("bring_dropped", { service }),
  bringPaper: (service, on) => invoke("bring_paper", { service, on }),
  forgetDropped: () => invoke("forget_dropped"),
  moveCaseRoot: (to) => invoke("move_case_root", { to }),
  restoreDocument: (id) => invoke("restore_document", { id }),
  takePasted: (text) => invoke("take_pasted", { text }),
  decide: (id, order) => invoke("decide", { id, order }),
  addDeadline: (own) => invoke("add_deadline", { own }),
  chooseStart: (service, date, reason) => invoke("choose_start", { service, date, reason }),
  moves: () => invoke("moves"),
  sittings: (from, to) => invoke("sittings", { from, to }),
  rules: () => invoke("rules"),
  reckon: (rule, from, days) => invoke("reckon", { rule, from, days }),
  calendars: () => invoke("calendars"),
  importCalendar: (text, name, source, region) => invoke("import_calendar", { text, name, source, region }),
  onChange: (changed) => hear("changed", () => changed()),
  setUp: (form, office) => invoke("set_up", { form, office }),
  shell: () => invoke("shell"),
  changeShell: (change) => invoke("change_shell", { change }),
  assign: (service, to) => invoke("assign", { service, to }),
  snooze: (service, until) => invoke("snooze", { service, until }),
  setAside: (service, why) => invoke("set_aside", { service, why }),
  takeBack: (service, why) => invoke("take_back", { service, why }),
  importMail: (name, bytes) => invoke("import_mail", bytes, { headers: { name: encodeURIComponent(name) } }),
  lookForUpdate: () => invoke("look_for_update"),
  installUpdate: () => invoke("install_update"),
  lessonDraft: (service) => invoke("lesson_draft", { service }),
  teach: (service) => invoke("teach", { service }),
  unteach: (lesson) => invoke("unteach", { lesson }),
  lessons: () => invoke("lessons"),
  unlock: (service, part, password) => invoke("unlock", { service, part, password }),
  printPage: () => invoke("print_page"),
  closeWindow: (way) => invoke("close_window", { way }),
  opening: () => invoke("opening"),
  startDemo: () => invoke("start_demo"),
  leaveDemo: () => invoke("leave_demo"),
  onOpen: (open) => hear("open", () => open()),
  onBroughtIn: (told) => hear<[BroughtIn | null, Problem | null]>("brought-in", ([answer, problem]) => told(answer, problem)),
  onQuitting: (ask) => hear("quitting", () => ask()),
  onDropped: (told) => hear<string[]>("dropped", told),
  onClosing: (ask) => hear("closing", () => ask()),
  onProgress: (told) => hear<Progress>("progress", told),
  findProvider: (address) => invoke("find_provider", { address }),
  providers: () => invoke("providers"),
  stopTest: () => invoke("stop_test"),
  testMailbox: (form) => invoke("test_mailbox", { form }),
  addMailbox: (form) => invoke("add_mailbox", { form }),
  signIn: (mailbox) => invoke("sign_in", { mailbox }),
  givePassword: (mailbox, password) => invoke("give_password", { mailbox, password }),
};

/** Listens until stopped. A refused subscription must not take the window down: the frame also asks once a minute. */
function hear<T>(event: string, told: (value: T) => void): () => void {
  const listening = listen<T>(event, ({ payload }) => told(payload));
  listening.catch((error: unknown) => console.error("no events", event, error));
  return () => void listening.then((stop) => stop(), () => undefined);
}

/** The tray speaks the language of the page. */
function speak() {
  const language = document.documentElement.lang.startsWith("en") ? "en" : "zh";
  invoke("speak", { language }).catch((error: unknown) => console.error("tray keeps its language", error));
}

new MutationObserver(speak).observe(document.documentElement, { attributeFilter: ["lang"] });
speak();
