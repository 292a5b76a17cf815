// Many receipts at once: every one listed with its recipient, case and documents before any is sent; one mail for each.
import { useState } from "react";
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useBackend } from "../../api/backend";
import type { BatchLine } from "../../api/types";
import { useAsked } from "../../api/useAsked";
import { useAnnounce } from "../../parts/announce";
import { noEnter } from "../../parts/letter/LetterSheet";
import { titlesLine } from "../../parts/service";
import { useOrders } from "../../parts/useOrders";
import { Loading, ProblemBox } from "../../parts/Waiting";
import { problemSentence, useWords } from "../../words/words";
import sheet from "../../parts/letter/Letter.module.css";
import styles from "./BatchSheet.module.css";

export function BatchSheet({ services, close }: { services: readonly string[]; close: () => void }) {
  const words = useWords();
  const { batch: say, letters } = words;
  const backend = useBackend();
  const announce = useAnnounce();
  const { problem, order } = useOrders();
  const asked = useAsked((backend) => backend.batch([...services]), services.join());
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [sent, setSent] = useState<readonly BatchLine[] | null>(null);
  const lines = sent ?? asked.value ?? [];
  const look = useLooked(asked.value);
  const chosen = lines.filter((line) => line.why === null && !left.has(line.service));
  const ready = lines.filter((line) => line.why === null);
  const [first] = ready;
  const toggle = (service: string) => {
    const next = new Set(left);
    if (!next.delete(service)) next.add(service);
    setLeft(next);
  };
  const send = () =>
    void order(async () => {
      const done = await backend.acknowledgeMany(chosen.map(({ service, seen }) => ({ service, seen })));
      const byId = new Map(done.map((line) => [line.service, line]));
      setSent(lines.map((line) => byId.get(line.service) ?? line));
      const made = done.filter((line) => line.why === null);
      announce((made.some((line) => line.needs_second) ? say.drafted : say.done)(made.length));
    });
  return (
    <ModalOverlay isOpen onOpenChange={(open) => !open && close()} className={sheet.shade ?? ""}>
      <Modal className={`${sheet.modal} ${styles.wide}`}>
        <Dialog className={sheet.sheet ?? ""} data-testid="batch-sheet" role="alertdialog">
          <div className={sheet.content}>
            <Heading slot="title" className={sheet.title ?? ""}>{say.title}</Heading>
            {problem && <ProblemBox problem={problem} />}
            {asked.problem && <ProblemBox problem={asked.problem} />}
            {asked.value === null ? !asked.problem && <Loading /> : (
              <>
                {!sent && look.hasChanged && (
                  <p role="alert" className={sheet.warn} data-testid="batch-changed">
                    {letters.changed} <button type="button" className="button" data-testid="batch-looked" onClick={look.again}>{letters.looked}</button>
                  </p>
                )}
                <p>{ready.length > 0 ? say.ask(ready.length, lines.length) : say.none}</p>
                <p><strong>{say.law}</strong></p>
                {lines.some((line) => line.needs_second) && <p className={sheet.warn}>{say.needsSecond}</p>}
                <Lines lines={lines} left={left} toggle={sent ? null : toggle} sent={sent !== null} />
              </>
            )}
          </div>
          <footer className={sheet.foot}>
            <span className={sheet.hint}>{sent || !first || first.needs_second ? "" : say.undo(first.undo_seconds)}</span>
            {/* A bare Enter never sends: the cancelling button has the focus. */}
            <button type="button" className="button large" data-testid="batch-close" autoFocus onClick={close}>{sent ? say.close : say.cancel}</button>
            {!sent && (
              <button type="button" className="button large primary" data-testid="batch-send" disabled={chosen.length === 0 || look.hasChanged} onClick={send} onKeyDown={noEnter}>
                {say.send(chosen.length)}
              </button>
            )}
          </footer>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** Whether the lines are still those that were shown when the sheet came up, or were looked at since. */
function useLooked(lines: readonly BatchLine[] | null) {
  const now = lines && lines.map((line) => `${line.service} ${line.seen} ${line.why ?? ""}`).join("\n");
  const [looked, setLooked] = useState<string | null>(null);
  if (looked === null && now !== null) setLooked(now);
  return { hasChanged: looked !== null && now !== null && looked !== now, again: () => setLooked(now) };
}

interface LinesProps {
  lines: readonly BatchLine[];
  left: ReadonlySet<string>;
  toggle: ((service: string) => void) | null;
  sent: boolean;
}

function Lines({ lines, left, toggle, sent }: LinesProps) {
  const words = useWords();
  const { batch: say } = words;
  const says = (line: BatchLine) => {
    if (line.problem) return problemSentence(words, line.problem.code, line.problem.facts);
    if (line.why) return say.why[line.why] ?? line.why;
    return sent && line.receipt ? (line.receipt.state === "draft" ? say.second : say.queued) : line.to;
  };
  return (
    <table className={`table ${styles.lines}`}>
      <thead>
        <tr>
          <th scope="col" />
          {[say.colCase, say.colCourt, say.colTo, say.colDocuments].map((name) => <th key={name} scope="col">{name}</th>)}
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.service} data-testid="batch-line" data-id={line.service} data-why={line.why ?? undefined}>
            <td>
              {toggle && line.why === null && (
                <input type="checkbox" aria-label={`${say.pick} ${line.case_numbers.join(" ")}`} checked={!left.has(line.service)} onChange={() => toggle(line.service)} />
              )}
            </td>
            <th scope="row" lang="zh-CN">
              {line.case_numbers.length > 0 ? line.case_numbers.map((number) => <span key={number} className={styles.number}>{number}</span>) : words.services.noCaseNumber}
            </th>
            <td lang="zh-CN">{line.court?.name ?? words.services.noCourt}</td>
            <td className={line.why ? styles.alone : undefined}>{says(line)}</td>
            <td lang="zh-CN">{titlesLine(words, line.documents) || words.page.noDocuments}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
