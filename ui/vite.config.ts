// Builds the page for the window and serves it with sample data while working on it.
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  base: "./",
  plugins: [react()],
  // The page is read from the disk beside it, so one chunk is no slower than several.
  // The oldest web views supported: WebView2 109 and the WebKit of macOS 12.
  build: { target: ["chrome109", "safari15.6"], cssTarget: ["chrome109", "safari15.6"], assetsInlineLimit: 0, chunkSizeWarningLimit: 700 },
  server: { host: "127.0.0.1", port: 5173, strictPort: true },
  test: { environment: "jsdom", include: ["src/**/*.test.{ts,tsx}"], css: false },
});
