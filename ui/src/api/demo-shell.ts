// The sample's machine around the window: closing, starting with the system, files drawn up, mailboxes; nothing of it happens.
import { demoFound, demoProviders, demoTest } from "./demo-accounts";
import type { CheckedRow, Found, MailboxForm, Problem, ProviderRow, ShellChange, ShellState, TestRow } from "./types";

export abstract class DemoShell {
  private endTest: (() => void) | null = null;
  private kept: ShellState = { close: "ask", has_tray: true, notifications: null, autostart: false, decided: [], updates: "", can_update: false };

  /** Tells whoever shows something that it changed. */
  protected abstract changed(): void;

  async exportHandover() {
    return Promise.resolve({ name: "今日交接单.xlsx", folder: "下载", left_out: 0 });
  }

  async exportMonth(day: string) {
    return Promise.resolve({ name: `期限表 ${day.slice(0, 7)}.xlsx`, folder: "下载", left_out: 0 });
  }

  async exportBundle() {
    return Promise.resolve({ name: "证据包.zip", folder: "下载", left_out: 0 });
  }

  async exportCalendar() {
    return Promise.resolve({ name: "期限与开庭.ics", folder: "下载", left_out: 0 });
  }

  async exportAll() {
    return Promise.resolve({ name: "送达台数据", folder: "下载", left_out: 0 });
  }

  async stopExport() {
    console.info("demo: would stop the export");
  }

  async showExport(name: string) {
    console.info(`demo: would show ${name}`);
  }

  async checkHome(): Promise<CheckedRow> {
    await new Promise((rested) => setTimeout(rested, 300));
    return { ok: true, vault_files: 31, ledger_entries: 214, bad: [], unknown: 0 };
  }

  async diagnosis() {
    return Promise.resolve("songda 0.1.0 demo\nledger: 214 entries\n");
  }

  async openLogs() {
    console.info("demo: would open the log");
  }

  async shell() {
    return Promise.resolve(this.kept);
  }

  async changeShell(change: ShellChange) {
    const { close, notifications, autostart } = change;
    this.kept = { ...this.kept, close: close ?? this.kept.close, notifications: notifications ?? this.kept.notifications, autostart: autostart ?? this.kept.autostart };
    this.changed();
    return Promise.resolve(this.kept);
  }

  async closeWindow(way: "hide" | "quit" | "stay") {
    console.info(`demo: would ${way}`);
  }

  async opening() {
    return null;
  }

  async startDemo() {
    location.search = "";
  }

  async leaveDemo() {
    location.search = "?scene=first";
  }

  onOpen() {
    return () => undefined;
  }

  onBroughtIn() {
    return () => undefined;
  }

  onDropped(told: (names: string[], message: string | null) => void) {
    const heard = (event: Event) => {
      if (event instanceof CustomEvent) told(...(event.detail as [string[], string | null]));
    };
    addEventListener("songda-dropped", heard);
    return () => removeEventListener("songda-dropped", heard);
  }

  onClosing(ask: () => void) {
    addEventListener("songda-closing", ask);
    return () => removeEventListener("songda-closing", ask);
  }

  onProgress() {
    return () => undefined;
  }

  async setUp() {
    location.search = "";
    return true;
  }

  async openSettings() {
    console.info("demo: would open the settings file");
  }

  findProvider(address: string): Promise<Found> {
    return Promise.resolve(demoFound(address));
  }

  providers(): Promise<ProviderRow[]> {
    return Promise.resolve(demoProviders);
  }

  async stopTest() {
    this.endTest?.();
  }

  /** A test with the password "slow" runs until it is stopped. */
  testMailbox(form: MailboxForm): Promise<TestRow> {
    if (form.password !== "slow") return Promise.resolve(demoTest(form));
    return new Promise((_, reject) => {
      this.endTest = () => reject({ code: "mailbox.test-stopped", facts: [], retries: false } satisfies Problem);
    });
  }

  addMailbox(): Promise<[string, boolean]> {
    return Promise.resolve(["court", true]);
  }

  async signIn(): Promise<void> {
    await Promise.resolve(null);
  }

  givePassword(): Promise<boolean> {
    return Promise.resolve(true);
  }
}
