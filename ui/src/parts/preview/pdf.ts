// The PDF reader, loaded when the first PDF is opened: its worker, character maps and fonts come with the page itself.
import type { PDFDocumentProxy } from "pdfjs-dist";
import worker from "pdfjs-dist/legacy/build/pdf.worker.min.mjs?url";

const at = (folder: string) => new URL(`pdf/${folder}/`, document.baseURI).href;

/** Opens a PDF; `end` gives back what it holds. */
export async function openPdf(bytes: ArrayBuffer): Promise<{ pdf: PDFDocumentProxy; end: () => void }> {
  const reader = await import("pdfjs-dist/legacy/build/pdf.mjs");
  reader.GlobalWorkerOptions.workerSrc = worker;
  const task = reader.getDocument({
    data: bytes,
    cMapUrl: at("cmaps"),
    cMapPacked: true,
    standardFontDataUrl: at("standard_fonts"),
    wasmUrl: at("wasm"),
    useWasm: false,
    // Court mail is not to be trusted: nothing in a document is ever run.
    isEvalSupported: false,
    enableXfa: false,
    useSystemFonts: true,
  });
  const pdf = await task.promise;
  return { pdf, end: () => void task.destroy() };
}
