// What the sample's office learns of courts, and its closed attachments: the password of every one is 123456.
import { courtStamp } from "../words/format";
import type { TeachingBackend } from "./backend";
import { unteachable } from "./demo-data";
import { DemoDuties } from "./demo-duties";
import type { PassedOver } from "./demo-mails";
import type { DocumentRow, LessonRow, MailPage, Problem, ServicePage } from "./types";

const refused = (code: string, ...facts: string[]): Problem => ({ code, facts, retries: false });

export abstract class DemoTeaching extends DemoDuties implements TeachingBackend {
  private readonly taught: LessonRow[] = [];

  protected abstract readonly passedOver: PassedOver;

  async lessonDraft(service: string, court: string | null = null): Promise<LessonRow> {
    const overlooked = this.passedOver.lesson(service, court);
    if (overlooked) return this.answer(overlooked);
    const page = this.page(service);
    const { row } = page;
    if (!row.court?.code) throw refused("teach.refused", "看不出是哪个法院，请先更正法院", "no-court");
    const forged = page.reasons.find((reason) => unteachable.has(reason.code));
    if (forged) throw refused("teach.refused", `这封邮件不能作为依据：${forged.code}`, "forged", forged.code);
    if (this.taught.some((lesson) => lesson.senders.includes(row.from ?? ""))) throw refused("teach.refused", "法院档案里已有这些信息", "known");
    const shape = row.subject.replace(/（\d{4}）[^号]*号/g, "*").replace(/\d+/g, "*");
    return this.answer({
      lesson: `l-${row.id}`, service, court: row.court.code, court_name: row.court.name, senders: [row.from ?? ""], subjects: [shape],
      hosts: [], against: page.reasons.map((reason) => reason.code).filter((code) => code === "sender-unknown"), waiting: 0, by: null, at: null,
    });
  }

  async teach(service: string, court: string | null = null): Promise<LessonRow> {
    const lesson = { ...(await this.lessonDraft(service, court)), by: "王敏", at: courtStamp(Date.now()) };
    this.taught.push(lesson);
    if (lesson.service !== service) this.serves(this.passedOver.take(service), lesson);
    this.changed();
    return lesson;
  }

  /** A mail that a person confirmed is a service from then on. */
  private serves({ line, parts, text }: MailPage, lesson: LessonRow) {
    const shape = [...this.pages.values()][0];
    if (!shape) return;
    const documents = parts.filter((part) => part.became === "document").map((part, at) => ({
      ...(shape.documents[0] as DocumentRow), id: `${lesson.service}-${at}`, service: lesson.service, part: part.path, title: part.name ?? "", name: part.name, case_number: null, path: "", state: "waiting",
    }));
    const row = {
      ...shape.row, id: lesson.service, sha256: line.sha256, from: line.from, from_name: line.from_name, subject: line.subject, court: { code: lesson.court, name: lesson.court_name },
      case_numbers: [], cause: null, opponents: [], arrived: line.arrived, first_seen: line.first_seen, verdict: "likely", titles: documents.map((one) => one.title), documents: documents.length,
      receipt: "none", open_doubts: 0, next_deadline: null, handler: null,
    };
    this.pages.set(row.id, { ...shape, row, documents, deadlines: [], hearings: [], contacts: [], pickups: [], doubts: [], facts: [], other_parts: [], listed_not_attached: [], receipt: null, text });
  }

  async unteach(lesson: string): Promise<LessonRow> {
    const at = this.taught.findIndex((known) => known.lesson === lesson);
    const [known] = at < 0 ? [] : this.taught.splice(at, 1);
    if (!known) throw refused("not-found", lesson);
    this.changed();
    return this.answer(known);
  }

  async lessons(): Promise<LessonRow[]> {
    return this.answer([...this.taught]);
  }

  async unlock(service: string, part: string | null, password: string): Promise<string[]> {
    const page = this.page(service);
    const closed = page.doubts.filter((doubt) => doubt.code === "password-needed" && !doubt.settled && (part === null || doubt.part === part));
    const paths = closed.map((doubt) => doubt.part);
    if (paths.length === 0) throw refused("unlock.nothing-closed", part ?? "");
    if (password.trim() !== "123456") throw refused("unlock.wrong-password", paths.join("、"));
    this.pages.set(service, opened(page, paths));
    this.changed();
    return this.answer(paths);
  }
}

/** The page once the parts at these paths are open. */
function opened(page: ServicePage, paths: readonly string[]): ServicePage {
  const doubts = page.doubts.filter((doubt) => doubt.code !== "password-needed" || !paths.includes(doubt.part));
  const other_parts = page.other_parts.map((part) => (paths.includes(part.path) ? { ...part, became: "wrapper", why: null } : part));
  return { ...page, doubts, other_parts, row: { ...page.row, open_doubts: doubts.filter((doubt) => !doubt.settled).length } };
}
