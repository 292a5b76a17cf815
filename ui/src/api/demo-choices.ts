// What the sample office chose of sending, filing and fetching, and what becomes of it when somebody chooses otherwise.
import { courtStamp } from "../words/format";
import type { Choice, Choices, Problem } from "./types";

const problem = (code: string, ...facts: string[]): Problem => ({ code, facts, retries: false });

export const sampleChoices: Choices = {
  undo_seconds: 10, two_people: false, keep_original: false, decided: [],
  courts: [
    { code: "沪0112", name: "上海市闵行区人民法院", automatic: false, why_not: null },
    { code: "沪0115", name: "上海市浦东新区人民法院", automatic: false, why_not: "no-agreement" },
  ],
  platforms: [{ id: "zxfw", name: "人民法院在线服务", opening: "may-be-receipt", fetch_for: [], old_tls: [] }],
  mailboxes: [{ id: "court", address: "service@office.example" }],
  made: [],
};

const swapped = (list: string[], one: string, is: boolean) => [...list.filter((it) => it !== one), ...(is ? [one] : [])];

/** The choices after one of them was made. */
export function made(now: Choices, { what, of, value }: Choice): Choices {
  const decided = { "two-people": "two_people" }[what] ?? what;
  if (now.decided.includes(decided)) throw problem("policy.decided", what);
  const [first = "", second = ""] = of;
  const isOn = value === "on";
  const court = now.courts.find((it) => it.code === first);
  if (what === "automatic" && isOn && court?.why_not) throw problem("receipt.not-agreed", first, court.why_not);
  const strange = what === "old-tls" ? value.split(" ").find((host) => host !== "" && !/^[\w-]+(\.[\w-]+)+$/.test(host)) : undefined;
  if (strange) throw problem("settings.bad-form", "server", strange);
  const platforms = now.platforms.map((platform) => {
    if (platform.id !== first) return platform;
    if (what === "fetch") return { ...platform, fetch_for: swapped(platform.fetch_for, second, isOn) };
    return what === "old-tls" ? { ...platform, old_tls: value.split(" ").filter(Boolean) } : platform;
  });
  return {
    ...now,
    platforms,
    undo_seconds: what === "undo" ? Number(value) : now.undo_seconds,
    two_people: what === "two-people" ? isOn : now.two_people,
    keep_original: what === "keep-original" ? isOn : now.keep_original,
    courts: now.courts.map((it) => (what === "automatic" && it === court ? { ...it, automatic: isOn } : it)),
    made: [{ what, of, before: "", value, at: courtStamp(Date.now()), by: "王敏" }, ...now.made],
  };
}
