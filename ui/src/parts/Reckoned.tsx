// What the mailroom says of a reckoning, in the language of the window as far as it is known in it.
import { useWords } from "../words/words";

export function Reckoned({ text }: { text: string }) {
  const said = useWords().format.reckoned(text);
  return <span lang={/\p{Script=Han}/u.test(said) ? "zh-CN" : undefined}>{said}</span>;
}
