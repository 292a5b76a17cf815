// Court sittings as a list: when, where, of what kind, and which document says so.
import type { ServicePage } from "../api/types";
import { courtTime, fullDay } from "../words/format";
import { Standing } from "./Standing";
import { byCode, useWords } from "../words/words";

export function Hearings({ of, quiet }: { of: ServicePage["hearings"]; quiet: string | undefined }) {
  const words = useWords();
  return (
    <ul>
      {of.map((hearing, at) => {
        const { date, time } = courtTime(hearing.starts);
        return (
          <li key={at}>
            <strong>{`${fullDay(words, date)} ${time.slice(0, 5)}`}</strong> <Standing of={hearing.standing} /> {hearing.place}{" "}
            <span className={quiet}>
              {byCode<string>(words.hearings, hearing.kind) ?? hearing.kind} · {hearing.document}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
