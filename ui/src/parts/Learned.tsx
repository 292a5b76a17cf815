// What one lesson says of a court: its addresses, the shapes of its subjects, the hosts of its links.
import type { LessonRow } from "../api/types";
import { useWords } from "../words/words";

export function Learned({ lesson }: { lesson: LessonRow }) {
  const { teaching: say, format } = useWords();
  const lines: [string, readonly string[]][] = [[say.senders, lesson.senders], [say.subjects, lesson.subjects], [say.hosts, lesson.hosts]];
  return (
    <ul>
      {lines.flatMap(([name, all]) => all.map((one) => (
        <li key={name + one} style={{ overflowWrap: "anywhere" }}>
          {format.pair(name, "")}<span lang="zh-CN">{one}</span>
        </li>
      )))}
    </ul>
  );
}
