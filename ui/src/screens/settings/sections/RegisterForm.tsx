// Enters an agreement on the address for service, or changes one; a change says why, and may bring the paper that proves it.
import { useId, useState } from "react";
import { useBackend } from "../../../api/backend";
import type { AgreementForm, AgreementRow } from "../../../api/types";
import { useAnnounce } from "../../../parts/announce";
import { DateField } from "../../../parts/DateInput";
import { FileField } from "../../../parts/FileField";
import type { FormFocus } from "../../../parts/useFormFocus";
import { useOrders } from "../../../parts/useOrders";
import { ProblemBox } from "../../../parts/Waiting";
import { byCode, useWords } from "../../../words/words";
import time from "../../../parts/Form.module.css";
import styles from "../Settings.module.css";

const kinds = ["confirmation", "promise", "offer"] as const;
const levels = ["first", "second", "retrial", "enforcement"] as const;
const replies = ["none", "none-needed", "read-receipt", "sealed-form"] as const;

/** An empty form, with what is known already. */
export function blank(today: string, known: Partial<AgreementForm> = {}): AgreementForm {
  return {
    id: "", kind: "confirmation", courts: [], company: "", address: "", cases: [], levels: [], from: today, until: null, reply: "none",
    reply_within: null, note: "", document: null, document_name: null, ...known,
  };
}

/** The form of an agreement that is changed. */
export function formOf(row: AgreementRow): AgreementForm {
  const { id, kind, courts, company, address, cases, levels: of, from, until, reply, reply_within } = row;
  return { id, kind, courts, company, address, cases, levels: of, from, until, reply, reply_within, note: "", document: null, document_name: null };
}

const pieces = (text: string) => text.split(/[\s,，、;；]+/).filter(Boolean);

interface Props {
  start: AgreementForm;
  /** Name of the paper there is; null for a new agreement. */
  paper: string | null;
  focus: FormFocus;
  close: () => void;
}

export function RegisterForm({ start, paper, focus, close }: Props) {
  const { agreement: say, register: named } = useWords();
  const backend = useBackend();
  const announce = useAnnounce();
  const { problem, order } = useOrders();
  const id = useId();
  const [form, setForm] = useState(start);
  const [courts, setCourts] = useState(start.courts.join(" "));
  const [cases, setCases] = useState(start.cases.join(" "));
  const [file, setFile] = useState<File | null>(null);
  const put = (change: Partial<AgreementForm>) => setForm({ ...form, ...change });
  const isChange = start.id !== "";
  const save = () =>
    void order(async () => {
      const document = file ? await backend.keepPaper(file.name, await file.arrayBuffer()) : null;
      await backend.enterAgreement({ ...form, courts: pieces(courts), cases: pieces(cases), document, document_name: file?.name ?? null });
    }).then((done) => {
      if (!done) return;
      announce(say.saved);
      close();
    });
  const field = (name: string, label: string, input: React.ReactNode) => (
    <label htmlFor={`${id}-${name}`} className={time.wide}>
      {label}
      {input}
    </label>
  );
  return (
    <form {...focus} className={time.form} aria-label={isChange ? say.changeTitle(start.courts.join(" ")) : say.addTitle} data-testid="agreement-form"
      onSubmit={(event) => { event.preventDefault(); save(); }}>
      {field("kind", say.kind, (
        <select id={`${id}-kind`} value={form.kind} onChange={(event) => put({ kind: event.target.value })}>
          {kinds.map((kind) => <option key={kind} value={kind}>{named.kinds[kind]}</option>)}
        </select>
      ))}
      {field("courts", say.courts, <input id={`${id}-courts`} data-testid="agreement-courts" required value={courts} lang="zh-CN" onChange={(event) => setCourts(event.target.value)} />)}
      {field("address", say.address, <input id={`${id}-address`} data-testid="agreement-address" type="email" required value={form.address} onChange={(event) => put({ address: event.target.value })} />)}
      {field("company", say.company, <input id={`${id}-company`} value={form.company} lang="zh-CN" onChange={(event) => put({ company: event.target.value })} />)}
      <DateField label={say.from} wide={time.wide} leans="near" required value={form.from} set={(from) => put({ from })} />
      <DateField label={say.until} wide={time.wide} testId="agreement-until" min={form.from || undefined} value={form.until ?? ""} set={(until) => put({ until: until || null })} />
      {field("cases", say.cases, <input id={`${id}-cases`} value={cases} lang="zh-CN" onChange={(event) => setCases(event.target.value)} />)}
      <fieldset className={time.levels}>
        <legend>{say.levels}</legend>
        {levels.map((level) => (
          <label key={level}>
            <input type="checkbox" checked={form.levels.includes(level)}
              onChange={(event) => put({ levels: event.target.checked ? [...form.levels, level] : form.levels.filter((it) => it !== level) })} />{" "}
            {byCode<string>(named.levels, level) ?? level}
          </label>
        ))}
      </fieldset>
      {field("reply", say.reply, (
        <select id={`${id}-reply`} value={form.reply} onChange={(event) => put({ reply: event.target.value, reply_within: event.target.value.startsWith("none") ? null : form.reply_within })}>
          {replies.map((reply) => <option key={reply} value={reply}>{named.replies[reply]}</option>)}
        </select>
      ))}
      {!form.reply.startsWith("none") && field("within", say.within, (
        <input id={`${id}-within`} type="number" min={0} max={60} value={form.reply_within ?? ""}
          onChange={(event) => put({ reply_within: event.target.value === "" ? null : Number(event.target.value) })} />
      ))}
      {field("paper", say.paper, <FileField id={`${id}-paper`} set={setFile} />)}
      {field("note", isChange ? say.why : say.note, (
        <input id={`${id}-note`} data-testid="agreement-note" required={isChange} maxLength={500} value={form.note} onChange={(event) => put({ note: event.target.value })} />
      ))}
      <p className={styles.note}>{[...(paper ? [say.paperNow(paper)] : []), say.effect].join(" ")}</p>
      <button type="submit" className="button primary" data-testid="agreement-save">{say.save}</button>
      <button type="button" className="button" onClick={close}>{say.cancel}</button>
      {problem && <ProblemBox problem={problem} />}
    </form>
  );
}
