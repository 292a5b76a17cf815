// What a person says about the sample's cases, and where its documents would go under a folder pattern.
import { courtStamp } from "../words/format";
import { DemoTime } from "./demo-time";
import type { CaseRow, ClosingRow, DocumentRow, FolderPreview, PickupRow, Restored, ServicePage } from "./types";

/** Cases joined and named by hand, as long as the page lives. */
export class Matters {
  private readonly leads = new Map<string, string>();
  private readonly names = new Map<string, string>();
  private readonly closed = new Map<string, ClosingRow>();

  join(numbers: readonly string[]) {
    const lead = this.leads.get(numbers[0] ?? "") ?? numbers[0] ?? "";
    for (const number of numbers) this.leads.set(number, lead);
  }

  split(number: string) {
    this.leads.delete(number);
  }

  name(number: string, name: string) {
    if (name.trim()) this.names.set(number, name.trim());
    else this.names.delete(number);
  }

  close(number: string, why: string) {
    this.closed.set(number, { why, by: "王敏", at: courtStamp(Date.now()), served_since: false });
  }

  reopen(number: string) {
    this.closed.delete(number);
  }

  rows(pages: readonly ServicePage[]): CaseRow[] {
    const rows = new Map<string, CaseRow>();
    for (const { row } of pages) {
      for (const number of row.case_numbers) {
        const known = rows.get(number);
        if (known) known.services.push(row.id);
        else {
          rows.set(number, {
            id: `case-${number}`, case_number: number, court: row.court, cause: row.cause, role: row.role, opponents: row.opponents, closed: this.closed.get(number) ?? null, services: [row.id],
            next_deadline: row.next_deadline, name: this.names.get(number) ?? null, together: this.together(number),
          });
        }
      }
    }
    return [...rows.values()];
  }

  private together(number: string): string[] {
    const lead = this.leads.get(number) ?? number;
    const others = [...this.leads].filter(([other, of]) => of === lead && other !== lead).map(([other]) => other);
    return [lead, ...others];
  }
}

/** The folders of one invented document. */
export function previewOf(pattern: string, root: string | null = null): FolderPreview {
  const values: Record<string, string> = {
    court: "上海市闵行区人民法院", case_number: "（2026）沪0112民初12345号", arrived_on: "2026-11-20", year: "2026",
    cause: "物业服务合同纠纷", addressee: "示例物业管理有限公司", nn: "01", title: "传票",
  };
  const unknown = [...pattern.matchAll(/\{([^}]*)\}/g)].map((found) => found[1] ?? "").find((name) => !(name in values));
  const filled = pattern.replace(/\{([^}]*)\}/g, (_, name: string) => values[name] ?? "");
  const path = /\{(nn|title)\}[^/]*$/.test(pattern) ? `${filled}.pdf` : `${filled}/01 传票.pdf`;
  const at = root?.trim() || "案件";
  return {
    root: at,
    path: unknown === undefined ? path : null,
    length: path.length + at.length + 1,
    problem: unknown === undefined ? null : `不认识 {${unknown}}`,
    current: "{court}/{case_number}/{arrived_on} 送达",
    examples: unknown === undefined ? [path] : [],
  };
}

/** A copy, as everything that crosses to the window is. */
const copy = <T>(value: T): Promise<T> => Promise.resolve(JSON.parse(JSON.stringify(value)) as T);
const missing = (what: string) => ({ code: "not-found", facts: [what], retries: false });

/** What the sample answers about links, cases and folders. */
export abstract class DemoFiling extends DemoTime {
  protected abstract override readonly pages: Map<string, ServicePage>;
  private readonly matters = new Matters();

  async fetchPickup(service: string, errand: string) {
    return this.pickup(service, errand, { state: "done", listed: 2, stored: 2, held: null });
  }

  async stopPickup(service: string, errand: string) {
    return this.pickup(service, errand, { state: "held", held: "pickup.stopped" });
  }

  async openPickup(service: string, errand: string, courtConfirmed: boolean) {
    const link = this.told(service).pickups.find((row) => row.errand === errand);
    if (link?.strange_host && !courtConfirmed) throw { code: "pickup.strange-host", facts: [link.url ?? ""], retries: false };
    this.pickup(service, errand, { opened: courtStamp(Date.now()), opened_by: "王敏" });
  }

  async bringFile(service: string, name: string) {
    this.told(service);
    console.info(`demo: would take in ${name}`);
    return copy(1);
  }

  /** Cases with what a person said of them. */
  named(): CaseRow[] {
    return this.matters.rows([...this.pages.values()]);
  }

  async joinCases(numbers: string[]) {
    this.matters.join(numbers);
    return this.said(numbers[0] ?? "");
  }

  async splitCase(number: string) {
    this.matters.split(number);
    return this.said(number);
  }

  async nameCase(number: string, name: string) {
    this.matters.name(number, name);
    return this.said(number);
  }

  async closeCase(number: string, why: string) {
    if (!why.trim()) throw { code: "case.no-reason", facts: [], retries: false };
    this.matters.close(number, why.trim());
    return this.said(number);
  }

  async reopenCase(number: string) {
    this.matters.reopen(number);
    return this.said(number);
  }

  async takeFileBack(service: string, document: string) {
    const page = this.told(service);
    const found = page.documents.find((row) => row.id === document);
    if (!found?.by_hand) throw { code: "pickup.not-by-hand", facts: [found?.title ?? ""], retries: false };
    const documents = page.documents.filter((row) => row.id !== document);
    const titles = documents.map((row) => row.title);
    this.pages.set(service, { ...page, documents, row: { ...page.row, titles, documents: documents.length } });
    this.changed();
  }

  async copyDocuments(ids: string[]) {
    console.info(`demo: would copy ${ids.length} files`);
    return copy(ids.length);
  }

  async dragDocuments(ids: string[]) {
    console.info(`demo: would drag ${ids.length} files`);
  }

  async joinServices(services: string[]) {
    return copy(this.told(services[0] ?? ""));
  }

  async partService(service: string) {
    return copy(this.told(service));
  }

  async previewFolders(pattern: string, root: string | null = null) {
    return copy(previewOf(pattern, root));
  }

  async adoptFolderPattern(pattern: string) {
    console.info(`demo: would file under ${pattern}`);
    this.changed();
  }

  async bringDropped(service: string) {
    this.told(service);
    return copy(1);
  }

  async bringPaper(service: string) {
    this.told(service);
    return copy(0);
  }

  async forgetDropped() {
    return undefined;
  }

  async moveCaseRoot(to: string) {
    if (!to.trim()) throw { code: "root-move.no-place", facts: [], retries: false };
    return copy({ from: "案件", to: to.trim(), files: 12 });
  }

  async restoreDocument(id: string) {
    this.backAgain((row) => row.id === id);
    return copy(`案件/${id}`);
  }

  async restoreMissing(): Promise<Restored> {
    return copy({ paths: this.backAgain((row) => row.state === "missing"), refused: null });
  }

  async takePaperBack(service: string, on: string, why: string) {
    const page = this.told(service);
    if (!why.trim()) throw { code: "case.no-reason", facts: [], retries: false };
    this.pages.set(service, { ...page, channels: page.channels.filter((row) => row.channel !== "paper" || row.arrived !== on) });
    this.changed();
  }

  /** Files that lie where they were filed again; answers their paths. */
  private backAgain(is: (row: DocumentRow) => boolean): string[] {
    const paths: string[] = [];
    for (const [id, page] of this.pages) {
      const back = page.documents.filter(is);
      if (back.length === 0) continue;
      paths.push(...back.map((row) => row.path));
      const documents = page.documents.map((row) => (is(row) ? { ...row, state: "filed" } : row));
      const stray = documents.some((row) => row.state === "missing");
      const doubts = page.doubts.filter((row) => stray || row.code !== "file-gone");
      this.pages.set(id, { ...page, documents, doubts, row: { ...page.row, open_doubts: doubts.filter((row) => !row.settled).length } });
    }
    this.changed();
    return paths;
  }

  async takePasted(text: string): Promise<string | null> {
    if (!text.trim()) throw { code: "paste.empty", facts: [], retries: false };
    return copy(null);
  }

  private told(service: string): ServicePage {
    const page = this.pages.get(service);
    if (!page) throw missing(service);
    return page;
  }

  private pickup(service: string, errand: string, now: Partial<PickupRow>): PickupRow {
    const page = this.told(service);
    const known = page.pickups.find((row) => row.errand === errand);
    if (!known) throw missing(errand);
    const row = { ...known, ...now };
    this.pages.set(service, { ...page, pickups: page.pickups.map((other) => (other.errand === errand ? row : other)) });
    this.changed();
    return row;
  }

  private said(number: string) {
    this.changed();
    const row = this.matters.rows([...this.pages.values()]).find((one) => one.case_number === number);
    if (!row) throw missing(number);
    return row;
  }
}
