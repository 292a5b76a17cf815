// What a person says about the sample's cases, and where its documents would go under a folder pattern.
import type { CaseRow, FolderPreview, ServicePage } from "./types";

/** Cases joined and named by hand, as long as the page lives. */
export class Matters {
  private readonly leads = new Map<string, string>();
  private readonly names = new Map<string, string>();

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

  rows(pages: readonly ServicePage[]): CaseRow[] {
    const rows = new Map<string, CaseRow>();
    for (const { row } of pages) {
      for (const number of row.case_numbers) {
        const known = rows.get(number);
        if (known) known.services.push(row.id);
        else {
          rows.set(number, {
            id: `case-${number}`, case_number: number, court: row.court, cause: row.cause, role: row.role, services: [row.id],
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
export function previewOf(pattern: string): FolderPreview {
  const values: Record<string, string> = {
    court: "上海市闵行区人民法院", case_number: "（2026）沪0112民初12345号", arrived_on: "2026-11-20", year: "2026",
    cause: "物业服务合同纠纷", addressee: "示例物业管理有限公司", nn: "01", title: "传票",
  };
  const unknown = [...pattern.matchAll(/\{([^}]*)\}/g)].map((found) => found[1] ?? "").find((name) => !(name in values));
  const filled = pattern.replace(/\{([^}]*)\}/g, (_, name: string) => values[name] ?? "");
  const path = /\{(nn|title)\}[^/]*$/.test(pattern) ? `${filled}.pdf` : `${filled}/01 传票.pdf`;
  return { root: "案件", path: unknown === undefined ? path : null, length: path.length + 3, problem: unknown === undefined ? null : `不认识 {${unknown}}` };
}
