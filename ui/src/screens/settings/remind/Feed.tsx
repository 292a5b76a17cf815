// The calendar that programs on this computer can subscribe to: on or off, and its address to copy.
import { useState } from "react";
import { useBackend } from "../../../api/backend";
import type { RemindState } from "../../../api/types";
import { useAnnounce } from "../../../parts/announce";
import { Choice } from "../../../parts/Choice";
import { useOrders } from "../../../parts/useOrders";
import { ProblemBox } from "../../../parts/Waiting";
import { useWords } from "../../../words/words";
import styles from "../Settings.module.css";

export function Feed({ state, done }: { state: RemindState; done: () => void }) {
  const words = useWords();
  const { remind: say, shell } = words;
  const backend = useBackend();
  const announce = useAnnounce();
  const { problem, order } = useOrders();
  const [address, setAddress] = useState("");
  const entries = (["on", "off"] as const).map((id) => ({ id, name: shell[id] }));
  const turn = (feed: boolean) =>
    void order(() => backend.changeReminding({ quiet: null, digest_at: null, internal_days: null, feed })).then((turned) => {
      setAddress("");
      if (turned) announce(say.saved);
      done();
    });
  // The address holds a secret: it is asked for only when somebody wants it.
  const copy = () =>
    void order(async () => {
      const told = await backend.feedAddress();
      setAddress(told);
      try {
        await navigator.clipboard.writeText(told);
        announce(say.feedCopied);
      } catch {
        announce(say.feedNotCopied);
      }
    });
  const isDecided = state.decided.includes("feed");
  return (
    <div data-testid="feed">
      {isDecided ? (
        <p className={styles.setting}><span>{say.feed}</span>{shell[state.feed ? "on" : "off"]}</p>
      ) : (
        <Choice label={say.feed} entries={entries} chosen={state.feed ? "on" : "off"} choose={(id) => turn(id === "on")} />
      )}
      <p className={styles.note}>{say.feedSays}</p>
      {isDecided && <p className={styles.note} data-testid="decided-feed">{shell.decided}</p>}
      {state.feed && (
        <p className={styles.row}>
          <button type="button" className="button" data-testid="feed-copy" onClick={copy}>{say.feedCopy}</button>
          {address && <code className={styles.address} data-testid="feed-address" tabIndex={0} aria-label={say.feedAddress}>{address}</code>}
        </p>
      )}
      {problem && <ProblemBox problem={problem} />}
    </div>
  );
}
