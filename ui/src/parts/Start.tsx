// What stands in the window while there is no home to show: three doors at the first start, else why and what to do about it.
import { useState } from "react";
import { useBackend } from "../api/backend";
import type { Problem } from "../api/types";
import { useWords } from "../words/words";
import { useOrders } from "./useOrders";
import { Empty, ProblemBox } from "./Waiting";
import styles from "./wizard/Wizard.module.css";
import { Wizard } from "./wizard/Wizard";

export function Start({ problem, again }: { problem: Problem; again: () => void }) {
  const words = useWords();
  const backend = useBackend();
  const { problem: refused, order } = useOrders();
  const isNew = problem.code === "home.none";
  const isSettings = problem.code.startsWith("settings.");
  return (
    <>
      {!isNew && <ProblemBox problem={problem} again={again} />}
      {refused && <ProblemBox problem={refused} />}
      {isNew && <Doors place={problem.facts[0] ?? ""} again={again} order={order} />}
      {isSettings && (
        <Empty title={words.start.fix} text={words.start.followed}>
          <button type="button" className="button" onClick={() => void order(() => backend.openSettings())}>
            {words.start.openSettings}
          </button>
        </Empty>
      )}
    </>
  );
}

interface DoorsProps {
  place: string;
  again: () => void;
  order: (run: () => Promise<unknown>) => Promise<boolean>;
}

function Doors({ place, again, order }: DoorsProps) {
  const { first: say, start } = useWords();
  const backend = useBackend();
  const [connecting, setConnecting] = useState(false);
  if (connecting) return <Wizard done={again} leave={() => setConnecting(false)} />;
  return (
    <section className={styles.first} aria-label={say.title} data-testid="doors">
      <h1>{say.title}</h1>
      <p>{say.text}</p>
      <div className={styles.doors}>
        <button type="button" data-testid="door-demo" onClick={() => void order(() => backend.startDemo())}>
          <strong>{say.demo}</strong>
          <span>{say.demoSays}</span>
        </button>
        <button type="button" data-testid="door-connect" onClick={() => setConnecting(true)}>
          <strong>{say.connect}</strong>
          <span>{say.connectSays}</span>
        </button>
        <button type="button" data-testid="door-import" onClick={() => void order(() => backend.makeHome()).then((made) => made && again())}>
          <strong>{say.import}</strong>
          <span>{say.importSays}</span>
        </button>
      </div>
      <p className={styles.place}>{start.text(place)}</p>
    </section>
  );
}
