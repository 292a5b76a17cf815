// The same papers received on paper: the day they were signed for, which counts when it is the earliest.
import { useState } from "react";
import { useBackend } from "../api/backend";
import { useWords } from "../words/words";
import { useAnnounce } from "./announce";
import { DateField } from "./DateInput";
import form from "./Form.module.css";
import { useOrders } from "./useOrders";
import { ProblemBox } from "./Waiting";

export function PaperBox({ service, today }: { service: string; today: string }) {
  const { paper: say } = useWords();
  const backend = useBackend();
  const announce = useAnnounce();
  const { problem, order } = useOrders();
  const [on, setOn] = useState("");
  const record = () =>
    void order(() => backend.bringPaper(service, on)).then((done) => {
      if (!done) return;
      announce(say.recorded(on));
      setOn("");
    });
  return (
    <details data-testid="paper-box">
      <summary>{say.title}</summary>
      <p>{say.says}</p>
      {problem && <ProblemBox problem={problem} />}
      <div className={form.form}>
        <DateField label={say.day} value={on} max={today} today={today} set={setOn} />
        <button type="button" className="button" data-testid="paper-record" disabled={on === "" || on > today} onClick={record}>{say.record}</button>
      </div>
    </details>
  );
}
