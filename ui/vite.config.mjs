// Builds the page for the window and serves it with sample data while working on it.
import { createReadStream, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

/**
 * What the PDF reader loads by itself: character maps for Chinese papers, the two fonts it never takes from the system
 * (`useSystemFonts` in preview/pdf.ts; for all others it asks the system), decoders for old pictures. The rest of its files
 * would be half a megabyte of every setup program.
 */
const needed = {
  // The maps from UTF-8 and UTF-32 are none that a PDF may name (ISO 32000-1, table 118).
  cmaps: /^(?!Uni.*UTF(8|32)-)(Adobe-(CNS|GB)1|B5|CNS|ET|GB|HK|UniCNS|UniGB|LICENSE)/,
  standard_fonts: /^(FoxitSymbol|FoxitDingbats|LICENSE_FOXIT)/,
  // Compiled decoders need a power the window's policy does not give; their plain forms are taken.
  wasm: /^(?!.*\.wasm$)/,
};

function pdfFiles() {
  const from = path.join(path.dirname(fileURLToPath(import.meta.url)), "node_modules/pdfjs-dist");
  const folders = Object.keys(needed);
  return {
    name: "pdf-files",
    generateBundle() {
      for (const folder of folders) {
        const names = readdirSync(path.join(from, folder)).filter((name) => needed[folder].test(name));
        for (const name of names) this.emitFile({ type: "asset", fileName: `pdf/${folder}/${name}`, source: readFileSync(path.join(from, folder, name)) });
      }
    },
    configureServer(server) {
      server.middlewares.use("/pdf", (request, response, next) => {
        const file = path.join(from, path.normalize((request.url ?? "").split("?")[0] ?? ""));
        if (!folders.some((folder) => file.startsWith(path.join(from, folder) + path.sep))) return next();
        createReadStream(file).on("error", next).pipe(response);
      });
    },
  };
}

export default defineConfig({
  base: "./",
  plugins: [react(), pdfFiles()],
  // The page is read from the disk beside it, so one chunk is no slower than several.
  // The oldest web views supported: WebView2 109 and the WebKit of macOS 12.
  build: { target: ["chrome109", "safari15.6"], cssTarget: ["chrome109", "safari15.6"], assetsInlineLimit: 0, chunkSizeWarningLimit: 700 },
  // One test reads what the mailroom says from its sources; the page served while working on it may not.
  server: { host: "127.0.0.1", port: 5173, strictPort: true, ...(process.env.VITEST ? { fs: { allow: [".."] } } : {}) },
  test: { environment: "jsdom", include: ["src/**/*.test.{ts,tsx}"], css: false },
});
