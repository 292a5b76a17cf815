// The sample's machine around the window: closing, starting with the system, files drawn up; nothing of it happens.
import type { ShellChange, ShellState } from "./types";

export abstract class DemoShell {
  private kept: ShellState = { close: "ask", has_tray: true, notifications: null, autostart: false, decided: [], updates: "" };

  /** Tells whoever shows something that it changed. */
  protected abstract changed(): void;

  async exportHandover() {
    return Promise.resolve({ name: "今日交接单.xlsx", folder: "下载" });
  }

  async exportMonth(day: string) {
    return Promise.resolve({ name: `期限表 ${day.slice(0, 7)}.xlsx`, folder: "下载" });
  }

  async exportAll() {
    return Promise.resolve({ name: "送达台数据", folder: "下载" });
  }

  async stopExport() {
    console.info("demo: would stop the export");
  }

  async showExport(name: string) {
    console.info(`demo: would show ${name}`);
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

  async closeWindow(way: "hide" | "quit") {
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
}
