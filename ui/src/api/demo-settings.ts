// What the window changes of the sample's settings; robots, mails and proxies are invented, and nothing leaves the page.
import type { SettingsBackend } from "./backend";
import { made, sampleChoices } from "./demo-choices";
import { DemoShell } from "./demo-shell";
import type { Choice, Choices, MailWayForm, Problem, ProxyForm, ProxyState, RemindChange, RemindState, RobotForm, Signature } from "./types";

const problem = (code: string, ...facts: string[]): Problem => ({ code, facts, retries: false });
const bad = (what: string, typed: string) => problem("settings.bad-form", what, typed);

/** Where a robot's address must lead, by its platform. */
const hosts: Record<string, string> = { wecom: "qyapi.weixin.qq.com", dingtalk: "oapi.dingtalk.com", feishu: "open.feishu.cn" };

export abstract class DemoSettings extends DemoShell implements SettingsBackend {
  private signed: Signature = { name: "示例物业管理有限公司", aliases: ["示例物业"], handler: "王敏", phone: "021-00000000" };
  private way: ProxyState = { way: "none", address: "", except: [], user: "" };
  protected isShared: boolean | null = null;
  private chosen: Choices = sampleChoices;
  private set: RemindState = {
    quiet: ["18:30", "08:30"], digest_at: "08:45", internal_days: 3, feed: false, decided: [],
    robots: [{ id: "wecom", name: "物业法务群", kind: "wecom", level: "handler", mentions: ["13800000000"] }],
    mails: [{ id: "mail", mailbox: "court", to: "fawu@office.example", level: "owner" }],
    senders: [{ id: "court", address: "sd@office.example" }],
  };

  async reminding() {
    return this.stands();
  }

  async changeReminding(change: RemindChange) {
    for (const [what, typed] of [["quiet", change.quiet?.[0]], ["quiet", change.quiet?.[1]], ["digest", change.digest_at]] as const) {
      if (typed && !/^([01]\d|2[0-3]):[0-5]\d$/.test(typed)) throw bad(what, typed);
    }
    const days = change.internal_days ?? this.set.internal_days;
    if (days < 1 || days > 30) throw bad("days", String(days));
    this.ruled(...Object.entries(change).flatMap(([what, value]) => (value === null ? [] : [what])));
    this.set = {
      ...this.set, internal_days: days, quiet: change.quiet ?? this.set.quiet, digest_at: change.digest_at ?? this.set.digest_at, feed: change.feed ?? this.set.feed,
    };
    return this.after();
  }

  async keepRobot(form: RobotForm) {
    this.ruled("robots");
    this.mayBe(form);
    const { name, kind, level, mentions } = form;
    const row = { id: form.id ?? this.free(kind), name, kind, level, mentions };
    const { robots } = this.set;
    this.set = { ...this.set, robots: form.id === null ? [...robots, row] : robots.map((it) => (it.id === form.id ? row : it)) };
    return this.after();
  }

  async keepMailWay(form: MailWayForm) {
    this.ruled("mails");
    if (!/^\S+@\S+$/.test(form.to.trim())) throw bad("to", form.to);
    const row = { ...form, id: form.id ?? this.free("mail"), to: form.to.trim() };
    const { mails } = this.set;
    this.set = { ...this.set, mails: form.id === null ? [...mails, row] : mails.map((it) => (it.id === form.id ? row : it)) };
    return this.after();
  }

  async removeWay(id: string) {
    const rest = <T extends { id: string }>(rows: readonly T[]) => rows.filter((row) => row.id !== id);
    this.set = { ...this.set, robots: rest(this.set.robots), mails: rest(this.set.mails) };
    return this.after();
  }

  /** An address that ends in "wrong" is refused as a platform refuses. */
  async testRobot(form: RobotForm) {
    this.mayBe(form);
    await new Promise((rested) => setTimeout(rested, 300));
    if (form.address.endsWith("wrong")) throw problem("remind.refused", form.name || form.kind, "310000 sign not match");
    return "ok";
  }

  async testMailWay(form: MailWayForm) {
    if (!/^\S+@\S+$/.test(form.to.trim())) throw bad("to", form.to);
    return Promise.resolve("250 2.0.0 OK");
  }

  async feedAddress() {
    if (!this.set.feed) throw problem("remind.feed-port");
    return Promise.resolve("http://127.0.0.1:27183/0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f6071/songda.ics");
  }

  async signature() {
    return Promise.resolve(this.signed);
  }

  async signAs(signature: Signature) {
    if (!signature.name.trim()) throw bad("office", "");
    this.signed = signature;
    this.changed();
    return Promise.resolve(signature);
  }

  async shareMailbox(_id: string, shared: boolean) {
    this.isShared = shared;
    this.changed();
    return Promise.resolve();
  }

  async proxy() {
    return Promise.resolve(this.way);
  }

  async chooseProxy({ way, address, except, user }: ProxyForm) {
    const isManual = way === "manual";
    if (isManual && !/^(https?:\/\/)?[\w.-]+:\d+$/.test(address.trim())) throw bad("proxy", address);
    this.way = isManual ? { way, address: address.includes("://") ? address : `http://${address}`, except, user } : { way, address: "", except: [], user: "" };
    this.changed();
    return Promise.resolve(this.way);
  }

  async choices() {
    return Promise.resolve(this.chosen);
  }

  async choose(choice: Choice) {
    this.chosen = made(this.chosen, choice);
    this.changed();
    return Promise.resolve(this.chosen);
  }

  /** As an administrator would have decided; for tests. */
  rule(...decided: string[]) {
    this.set = { ...this.set, decided };
    this.chosen = { ...this.chosen, decided };
    this.changed();
  }

  private ruled(...wanted: string[]) {
    const held = wanted.find((what) => this.set.decided.includes(what));
    if (held) throw problem("policy.decided", held);
  }

  private mayBe(form: RobotForm) {
    const old = this.set.robots.find((row) => row.id === form.id);
    if (form.address === "" && old?.kind !== form.kind) throw bad("address", "");
    const strange = form.mentions.find((number) => !/^[+\d-]{5,}$/.test(number));
    if (strange) throw bad("mention", strange);
    const host = /^https:\/\/([^/:?#]+)/.exec(form.address)?.[1] ?? "";
    if (form.address && host !== hosts[form.kind]) throw problem("remind.other-host", form.name || form.kind, host);
  }

  private free(wanted: string): string {
    const ids = [...this.set.robots, ...this.set.mails].map((row) => row.id);
    for (let nth = 1; ; nth++) {
      const id = nth === 1 ? wanted : `${wanted}-${nth}`;
      if (!ids.includes(id)) return id;
    }
  }

  private after() {
    this.changed();
    return this.stands();
  }

  private stands(): Promise<RemindState> {
    return Promise.resolve(JSON.parse(JSON.stringify(this.set)) as RemindState);
  }
}
