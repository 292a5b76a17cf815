// Saved views of the ledger: filters, order and columns under a name, remembered on this computer.
import { remembered } from "../../parts/looks";
import { columns, type Column } from "./columns";
import { periods, type Period } from "./periods";

export const receipts = ["", "due", "done"] as const;
export const deadlines = ["", "open", "overdue", "provisional", "none"] as const;
export const verdicts = ["", "proven", "likely", "doubtful"] as const;

/** What the ledger is narrowed to, and its order. A period stays one: 本月 is this month whenever the view is shown. */
export interface Filters {
  text: string;
  court: string;
  period: Period;
  receipt: (typeof receipts)[number];
  deadline: (typeof deadlines)[number];
  verdict: (typeof verdicts)[number];
  sort: string | null;
  descending: boolean;
}

export const everything: Filters = { text: "", court: "", period: "all", receipt: "", deadline: "", verdict: "", sort: null, descending: false };

export interface View {
  name: string;
  filters: Filters;
  columns: readonly Column["id"][];
}

/** Longest name; it stands in a menu. */
export const LONGEST = 30;

const PLACE = "songda.views";

/** The views as they were saved; what cannot be read any more is left out. */
export function savedViews(): View[] {
  try {
    const found: unknown = JSON.parse(remembered.get(PLACE) ?? "[]");
    return Array.isArray(found) ? found.flatMap((one) => read(one) ?? []) : [];
  } catch {
    return [];
  }
}

export function keepViews(views: readonly View[]): void {
  remembered.set(PLACE, JSON.stringify(views));
}

/** The views with one more; one of the same name is replaced. */
export function withView(views: readonly View[], view: View): View[] {
  const at = views.findIndex((one) => one.name === view.name);
  return at < 0 ? [...views, view] : views.map((one, nth) => (nth === at ? view : one));
}

export function isSame(one: Omit<View, "name">, other: Omit<View, "name">): boolean {
  const keys = Object.keys(everything) as (keyof Filters)[];
  return keys.every((key) => one.filters[key] === other.filters[key]) && one.columns.join() === other.columns.join();
}

function read(one: unknown): View | null {
  if (typeof one !== "object" || one === null) return null;
  const { name, filters, columns: ids } = one as Record<string, unknown>;
  if (typeof name !== "string" || typeof filters !== "object" || filters === null || !Array.isArray(ids)) return null;
  const given = filters as Record<string, unknown>;
  const text = (key: string) => (typeof given[key] === "string" ? given[key] : "");
  const known = <T extends string>(all: readonly T[], key: string, first: T) => all.find((value) => value === given[key]) ?? first;
  const shown = columns.map((column) => column.id).filter((id) => ids.includes(id));
  if (name === "" || shown.length === 0) return null;
  return {
    name,
    filters: {
      text: text("text"), court: text("court"), period: known(periods, "period", "all"), receipt: known(receipts, "receipt", ""),
      deadline: known(deadlines, "deadline", ""), verdict: known(verdicts, "verdict", ""), sort: text("sort") || null, descending: given["descending"] === true,
    },
    columns: shown,
  };
}
