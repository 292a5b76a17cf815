// Working on the sample's services, and mails chosen by hand; kept as long as the page lives.
import type { HandlingBackend } from "./backend";
import { DemoTeaching } from "./demo-teaching";
import type { BroughtIn, Problem, ServicePage, ServiceRow } from "./types";

const refused = (code: string, ...facts: string[]): Problem => ({ code, facts, retries: false });
/** Reminders rest three days at most. */
const LONGEST_REST_MS = 72 * 3_600_000;

export abstract class DemoHandling extends DemoTeaching implements HandlingBackend {
  /** What the deadlines of services set aside were before. */
  private readonly statesBefore = new Map<string, readonly string[]>();

  assign(service: string, to: string): Promise<ServicePage> {
    return this.lay(service, { handler: to.trim() || null });
  }

  async snooze(service: string, until: string): Promise<ServicePage> {
    if (!(Date.parse(until) - Date.now() <= LONGEST_REST_MS)) throw refused("service.no-moment", until);
    return this.lay(service, { snoozed_until: until });
  }

  async setAside(service: string, why: string): Promise<ServicePage> {
    const page = this.page(service);
    if (!why.trim()) throw refused("service.no-reason", service);
    if (page.receipt) throw refused("service.receipt-given", page.receipt.subject);
    this.statesBefore.set(service, page.deadlines.map((row) => row.state));
    const deadlines = page.deadlines.map((row) => ({ ...row, state: "not-applicable" }));
    return this.lay(service, { set_aside: why.trim() }, { deadlines });
  }

  async takeBack(service: string, why: string): Promise<ServicePage> {
    if (!why.trim()) throw refused("service.no-reason", service);
    const states = this.statesBefore.get(service) ?? [];
    const deadlines = this.page(service).deadlines.map((row, at) => ({ ...row, state: states[at] ?? row.state }));
    return this.lay(service, { set_aside: null }, { deadlines });
  }

  async importMail(name: string, bytes: ArrayBuffer): Promise<BroughtIn> {
    // A moment each, so that progress can be seen and stopped.
    await new Promise((rested) => setTimeout(rested, 120));
    const isMail = /\.(eml|mbox|mbx)$/i.test(name) && bytes.byteLength > 0;
    return isMail ? { mails: 1, services: [], unreadable: [], passed_over: [] } : { mails: 0, services: [], unreadable: [name], passed_over: [] };
  }

  async lookForUpdate() {
    return Promise.resolve(null);
  }

  async installUpdate() {
    throw refused("update.not-set");
  }

  onQuitting(ask: () => void) {
    addEventListener("songda-quitting", ask);
    return () => removeEventListener("songda-quitting", ask);
  }

  async printPage() {
    print();
  }

  private lay(service: string, row: Partial<ServiceRow>, more: Partial<ServicePage> = {}): Promise<ServicePage> {
    const page = this.page(service);
    const laid = { ...page, ...more, row: { ...page.row, ...row } };
    this.pages.set(service, laid);
    this.changed();
    return this.answer(laid);
  }
}
