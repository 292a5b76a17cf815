// How well one mailbox is watched: each folder's last look, the alarm, gaps and how they were filled, the self-check.
import type { MailboxState } from "../api/types";
import { recentMoment } from "../words/format";
import { byCode, useWords } from "../words/words";

/** Gaps that are shown; the ledger holds them all. */
const SHOWN = 3;

export function Watching({ mailbox, today }: { mailbox: MailboxState; today: string }) {
  const words = useWords();
  const { watching: say, format } = words;
  const { watch } = mailbox;
  const at = (moment: string) => recentMoment(moment, today);
  const lines: string[] = [];
  if (watch.alarm_since) lines.push(say.alarm(at(watch.alarm_since)));
  const folders = watch.folders.filter((look) => look.folder !== "");
  if (folders.length > 0) lines.push(say.folders(folders.map((look) => say.folder(look.folder, at(look.last_look))).join(format.list)));
  for (const gap of watch.gaps.slice(0, SHOWN)) {
    lines.push(say.gap(at(gap.from), at(gap.until), byCode<string>(say.gaps, gap.code) ?? gap.code));
  }
  if (watch.self_check) {
    const { outcome } = watch.self_check;
    lines.push(say.selfCheck(at(watch.self_check.at), byCode<string>(say.outcomes, outcome) ?? say.failed(outcome)));
  }
  if (lines.length === 0) return null;
  return (
    <ul data-testid="watching">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
