// The name of a deadline in the language of the window; one a person gave it stays as it was written.
import { useWords } from "../words/words";

export function RuleName({ row }: { row: { rule: string; name: string; own?: boolean } }) {
  const words = useWords();
  const name = row.own ? row.name : words.format.rule(row.rule, row.name);
  return <span lang={/\p{Script=Han}/u.test(name) ? "zh-CN" : undefined}>{name}</span>;
}
