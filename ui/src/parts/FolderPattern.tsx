// The folder pattern while it is written: where the newest documents would go, also under a case root that is not saved.
import { useId, useState } from "react";
import { useBackend } from "../api/backend";
import { useAsked } from "../api/useAsked";
import { useWords } from "../words/words";
import { useAnnounce } from "./announce";
import { useOrders } from "./useOrders";
import { ProblemBox } from "./Waiting";
import form from "./Form.module.css";

/** Longest whole path on Windows. */
const WINDOWS = 259;

export function FolderPattern({ root }: { root: string }) {
  const words = useWords();
  const say = words.folders;
  const id = useId();
  const backend = useBackend();
  const announce = useAnnounce();
  const { problem, order } = useOrders();
  // Until somebody writes, what is in use is shown, whatever it becomes.
  const [typed, setTyped] = useState<string | null>(null);
  const [typedRoot, setTypedRoot] = useState<string | null>(null);
  const inUse = useAsked((asking) => asking.previewFolders("", null), "current").value?.current ?? "";
  const pattern = typed ?? inUse;
  const at = typedRoot ?? root;
  const asked = useAsked((asking) => asking.previewFolders(pattern, at), `${pattern}\n${at}`);
  const shown = asked.value;
  const isLong = shown !== null && shown.length > WINDOWS;
  const isNew = pattern.trim() !== inUse && shown !== null && !shown.problem && shown.path !== null;
  const adopt = () =>
    void order(() => backend.adoptFolderPattern(pattern)).then((done) => {
      if (!done) return;
      setTyped(null);
      announce(say.adopted);
    });
  const paths = shown?.problem ? [] : shown?.examples.length ? shown.examples : [shown?.path ?? ""].filter(Boolean);
  return (
    <div data-testid="folder-pattern">
      <div className={form.form}>
        <label htmlFor={id} className={form.wide}>
          {say.pattern}
          <input id={id} value={pattern} spellCheck={false} aria-describedby={`${id}-shown`} aria-invalid={Boolean(shown?.problem)}
            onChange={(event) => setTyped(event.target.value)} />
        </label>
        <label htmlFor={`${id}-root`} className={form.wide}>
          {say.root}
          <input id={`${id}-root`} value={at} spellCheck={false} onChange={(event) => setTypedRoot(event.target.value)} />
        </label>
      </div>
      <div id={`${id}-shown`} role="status">
        {shown?.problem ?? (shown && paths.length > 0 && (
          <>
            {say.shown}
            <ul>{paths.map((path) => <li key={path}>{shown.root}/{path}</li>)}</ul>
            {isLong ? say.tooLong(shown.length) : say.length(shown.length)}
          </>
        ))}
      </div>
      {asked.problem && <ProblemBox problem={asked.problem} />}
      {problem && <ProblemBox problem={problem} />}
      {isNew && (
        <p>
          <button type="button" className="button" data-testid="adopt-pattern" onClick={adopt}>{say.adopt}</button>{" "}
          <button type="button" className="button" onClick={() => setTyped(null)}>{say.asBefore}</button>
        </p>
      )}
      <p>{say.hint}</p>
    </div>
  );
}
