// Where documents would go under a folder pattern, shown while it is written; nothing is changed.
import { useId, useState } from "react";
import { useAsked } from "../api/useAsked";
import { useWords } from "../words/words";
import { ProblemBox } from "./Waiting";

/** Longest whole path on Windows. */
const WINDOWS = 259;
const DEFAULT = "{court}/{case_number}/{arrived_on} 送达/{nn} {title}";

export function FolderPattern() {
  const words = useWords();
  const say = words.folders;
  const id = useId();
  const [pattern, setPattern] = useState(DEFAULT);
  const asked = useAsked((backend) => backend.previewFolders(pattern), pattern);
  const shown = asked.value;
  const isLong = shown !== null && shown.length > WINDOWS;
  return (
    <div data-testid="folder-pattern">
      <label htmlFor={id}>{say.pattern}</label>{" "}
      <input id={id} value={pattern} spellCheck={false} size={56} aria-describedby={`${id}-shown`} aria-invalid={Boolean(shown?.problem)}
        onChange={(event) => setPattern(event.target.value)} />
      <p id={`${id}-shown`} role="status">
        {shown?.problem ?? (shown?.path && `${say.shown} ${shown.root}/${shown.path} (${isLong ? say.tooLong(shown.length) : say.length(shown.length)})`)}
      </p>
      {asked.problem && <ProblemBox problem={asked.problem} />}
      <p>{say.hint}</p>
    </div>
  );
}
