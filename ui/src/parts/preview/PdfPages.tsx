// A PDF drawn page by page as its pages come into sight; nothing in it is run, no link in it is followed.
import { useEffect, useRef, useState } from "react";
import type { PDFDocumentProxy, PDFPageProxy } from "pdfjs-dist";
import type { TextContent, TextItem } from "pdfjs-dist/types/src/display/api";
import type { MarkRow } from "../../api/types";
import { useWords } from "../../words/words";
import { Empty, Loading } from "../Waiting";
import { find } from "./marks";
import type { Sought } from "./Pages";
import { openPdf } from "./pdf";
import styles from "./Preview.module.css";

interface Props {
  bytes: ArrayBuffer;
  title: string;
  marks: readonly MarkRow[];
  sought: Sought | null;
}

type Opened = { pdf: PDFDocumentProxy } | { failed: true } | null;

export function PdfPages({ bytes, title, marks, sought }: Props) {
  const words = useWords();
  const [opened, setOpened] = useState<Opened>(null);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let gone = false;
    // The reader takes the bytes away; a copy stays for the next time.
    const opening = openPdf(bytes.slice(0));
    opening.then(
      ({ pdf }) => !gone && setOpened({ pdf }),
      (error: unknown) => {
        console.warn("pdf cannot be drawn", error);
        if (!gone) setOpened({ failed: true });
      },
    );
    return () => {
      gone = true;
      void opening.then(({ end }) => end(), () => undefined);
    };
  }, [bytes]);
  const page = (sought ? marks.find((mark) => mark.words === sought.words) : marks.find((mark) => mark.what === "deadline"))?.page ?? null;
  useEffect(() => {
    if (opened && "pdf" in opened && page !== null) box.current?.querySelector(`[data-page="${page}"]`)?.scrollIntoView({ block: "start" });
  }, [opened, page, sought]);
  if (opened === null) return <Loading />;
  if ("failed" in opened) return <Empty title={words.preview.broken} text={words.preview.noneText} />;
  const count = Math.min(opened.pdf.numPages, 500);
  return (
    <div ref={box} className={styles.pages} tabIndex={0} data-reading role="region" aria-label={words.preview.page}>
      {Array.from({ length: count }, (_, at) => (
        <Page key={at} pdf={opened.pdf} number={at + 1} title={title} marks={marks.filter((mark) => mark.page === at + 1)} />
      ))}
    </div>
  );
}

interface PageProps {
  pdf: PDFDocumentProxy;
  number: number;
  title: string;
  marks: readonly MarkRow[];
}

interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

function Page({ pdf, number, title, marks }: PageProps) {
  const words = useWords();
  const place = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [near, setNear] = useState(number <= 2);
  const [shape, setShape] = useState(1.414);
  const [boxes, setBoxes] = useState<readonly Box[]>([]);
  useEffect(() => {
    const element = place.current;
    if (!element || near) return;
    const watcher = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && setNear(true), { rootMargin: "600px" });
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [near]);
  useEffect(() => {
    if (!near) return;
    let gone = false;
    let stop: (() => void) | null = null;
    const draw = async () => {
      const page = await pdf.getPage(number);
      const width = place.current?.clientWidth ?? 600;
      const plain = page.getViewport({ scale: 1 });
      if (gone || !canvas.current) return;
      setShape(plain.height / plain.width);
      const sharp = Math.min(2, window.devicePixelRatio || 1);
      const viewport = page.getViewport({ scale: (width / plain.width) * sharp });
      canvas.current.width = Math.round(viewport.width);
      canvas.current.height = Math.round(viewport.height);
      const task = page.render({ canvas: canvas.current, viewport });
      stop = () => task.cancel();
      await task.promise;
      const found = await boxesOf(page, marks);
      if (!gone) setBoxes(found);
    };
    draw().catch((error: unknown) => !gone && console.warn("page cannot be drawn", error));
    return () => {
      gone = true;
      stop?.();
    };
  }, [near, pdf, number, marks.length]);
  return (
    <div ref={place} className={styles.sheet} data-page={number} style={{ aspectRatio: `1 / ${shape}` }}>
      <canvas ref={canvas} role="img" aria-label={`${title} ${words.palette.page(number)}`} />
      {boxes.map((box, at) => (
        <i key={at} className={styles.found} data-testid="preview-found" style={{ left: `${box.left}%`, top: `${box.top}%`, width: `${box.width}%`, height: `${box.height}%` }} />
      ))}
    </div>
  );
}

/** The text of a page in pieces. Read by hand: not every web view can walk through a stream by itself. */
async function runsOf(page: PDFPageProxy): Promise<TextItem[]> {
  const reader = page.streamTextContent().getReader();
  const runs: TextItem[] = [];
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    const { items } = piece.value as TextContent;
    for (const item of items) if ("str" in item && item.str) runs.push(item);
  }
  return runs;
}

/** Where the marked words stand on a page, in hundredths of its width and height. */
async function boxesOf(page: PDFPageProxy, marks: readonly MarkRow[]): Promise<Box[]> {
  if (marks.length === 0) return [];
  const runs = await runsOf(page);
  const text = runs.map((run) => run.str).join("");
  const view = page.getViewport({ scale: 1 });
  return marks.flatMap((mark) => {
    const place = find(text, mark.words);
    if (!place) return [];
    let at = 0;
    return runs.flatMap((run) => {
      const [start, end] = [at, at + run.str.length];
      at = end;
      const from = Math.max(place.from, start) - start;
      const to = Math.min(place.to, end) - start;
      if (to <= from) return [];
      const [, , , tall = 0, x = 0, y = 0] = run.transform as number[];
      const height = Math.abs(tall) || run.height;
      const one = run.width / run.str.length;
      const [left = 0, top = 0, right = 0, bottom = 0] = view.convertToViewportRectangle([x + one * from, y - height * 0.2, x + one * to, y + height * 0.95]);
      return [{
        left: (100 * Math.min(left, right)) / view.width, top: (100 * Math.min(top, bottom)) / view.height,
        width: (100 * Math.abs(right - left)) / view.width, height: (100 * Math.abs(bottom - top)) / view.height,
      }];
    });
  });
}
