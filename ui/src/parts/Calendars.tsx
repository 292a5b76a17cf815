// The years of holidays that everything is reckoned on: one more is taken in from a file, with its source.
import { useId, useState } from "react";
import { useBackend } from "../api/backend";
import { useAsked } from "../api/useAsked";
import { fullMoment } from "../words/format";
import { useWords } from "../words/words";
import { FileField } from "./FileField";
import { useOrders } from "./useOrders";
import { ProblemBox } from "./Waiting";
import form from "./Form.module.css";

export function Calendars() {
  const words = useWords();
  const backend = useBackend();
  const calendars = useAsked((asked) => asked.calendars(), "calendars");
  const { problem, order } = useOrders();
  const id = useId();
  const [source, setSource] = useState("");
  const [region, setRegion] = useState("");
  const [moved, setMoved] = useState<number | null>(null);
  async function take(file: File) {
    setMoved(null);
    await order(async () => setMoved((await backend.importCalendar(await file.text(), file.name, source || null, region || null)).length));
  }
  return (
    <>
      <div className={form.form}>
        <label htmlFor={`${id}-source`} className={form.wide}>
          {words.time.source}
          <input id={`${id}-source`} value={source} onChange={(event) => setSource(event.target.value)} />
        </label>
        <label htmlFor={`${id}-region`}>
          {words.time.region}
          <input id={`${id}-region`} maxLength={1} value={region} onChange={(event) => setRegion(event.target.value)} />
        </label>
        <label htmlFor={`${id}-file`} className={form.wide}>
          {words.time.importYear}
          <FileField id={`${id}-file`} testId="calendar-file" accept=".json,.csv,.toml,.txt" atOnce set={(file) => file && void take(file)} />
        </label>
      </div>
      <p className={form.quiet}>{words.time.importHint}</p>
      {problem && <ProblemBox problem={problem} />}
      {moved !== null && <p role="status">{words.time.imported(moved)}</p>}
      <ul>
        {(calendars.value ?? []).map((row) => (
          <li key={`${row.year}${row.region ?? ""}`}>
            <b>{[row.year, row.region].filter(Boolean).join(" ")}</b> <span className={form.quiet}>{[row.imported ? fullMoment(row.imported) : words.time.shipped, row.source].join(" · ")}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
