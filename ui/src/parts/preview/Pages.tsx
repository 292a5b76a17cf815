// The pages of a document: drawn, as a picture, or as text with the sentences that matter marked.
import { useEffect, useRef, useState } from "react";
import { asProblem, useBackend } from "../../api/backend";
import type { Preview, Problem } from "../../api/types";
import { useWords } from "../../words/words";
import { Loading, ProblemBox } from "../Waiting";
import { cut } from "./marks";
import { PdfPages } from "./PdfPages";
import styles from "./Preview.module.css";

export interface Sought {
  words: string;
  turn: number;
}

interface Props {
  shown: Preview;
  as: "page" | "text";
  sought: Sought | null;
}

export function Pages({ shown, as, sought }: Props) {
  if (as === "text") return <Text shown={shown} sought={sought} />;
  return <Drawn shown={shown} sought={sought} />;
}

function Text({ shown, sought }: { shown: Preview; sought: Sought | null }) {
  const words = useWords();
  const box = useRef<HTMLDivElement>(null);
  const marks = shown.marks.map((mark) => mark.words);
  useEffect(() => {
    const found = [...(box.current?.querySelectorAll("mark") ?? [])];
    const wanted = sought ? found.find((mark) => mark.dataset.words === sought.words) : found[0];
    wanted?.scrollIntoView({ block: "center" });
  }, [sought, shown]);
  return (
    <div ref={box} className={styles.pages} tabIndex={0} data-reading role="region" aria-label={words.preview.text}>
      {shown.pages.map((page, at) => (
        <section key={at} className={styles.text} aria-label={words.palette.page(at + 1)}>
          {cut(page, marks).map((piece, nth) => (piece.mark === null ? <span key={nth}>{piece.text}</span> : <mark key={nth} data-words={piece.mark}>{piece.text}</mark>))}
        </section>
      ))}
    </div>
  );
}

function Drawn({ shown, sought }: { shown: Preview; sought: Sought | null }) {
  const words = useWords();
  const backend = useBackend();
  const [bytes, setBytes] = useState<ArrayBuffer | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    let gone = false;
    backend.documentBytes(shown.id).then(
      (read) => !gone && setBytes(read),
      (thrown: unknown) => !gone && setProblem(asProblem(thrown)),
    );
    return () => {
      gone = true;
    };
  }, [backend, shown.id]);
  if (problem) return <ProblemBox problem={problem} />;
  if (bytes === null) return <Loading />;
  if (shown.shape === "pdf") return <PdfPages bytes={bytes} title={shown.title} marks={shown.marks} sought={sought} />;
  return (
    <div className={styles.pages} tabIndex={0} data-reading role="region" aria-label={words.preview.page}>
      <Picture bytes={bytes} type={shown.media_type} title={shown.title} />
    </div>
  );
}

function Picture({ bytes, type, title }: { bytes: ArrayBuffer; type: string; title: string }) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([bytes], { type }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes, type]);
  return url && <img className={styles.picture} src={url} alt={title} />;
}
