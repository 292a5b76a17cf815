// Serves the built page on loopback under the window's own policy, and opens a browser on it.
import { readFile } from "node:fs/promises";
import http from "node:http";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const dist = path.join(path.dirname(fileURLToPath(import.meta.url)), "dist");
const types = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css" };
// The window's own policy, so that a page that breaks it is seen here first. Its styles carry marks that only the window gives them.
const conf = JSON.parse(await readFile(new URL("../src-tauri/tauri.conf.json", import.meta.url), "utf8"));
const policy = conf.app.security.csp.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'").replace("frame-ancestors 'none'", "frame-ancestors 'self'");

const server = http.createServer(async (request, response) => {
  const name = new URL(request.url ?? "/", "http://127.0.0.1").pathname;
  try {
    const body = await readFile(path.join(dist, name === "/" ? "index.html" : path.normalize(name)));
    response.writeHead(200, { "content-type": types[path.extname(name)] ?? "text/html", "content-security-policy": policy });
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
export const base = `http://127.0.0.1:${server.address().port}/`;
export const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });

/** Ends both. */
export async function close() {
  await browser.close();
  server.close();
}
