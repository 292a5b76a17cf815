// Starts the window: over the mailroom when there is one, else over sample data.
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { BackendContext, type Backend } from "./api/backend";
import type { Scene } from "./api/demo-scenes";
import "./style/tokens.css";
import "./style/base.css";

const scenes: readonly Scene[] = ["day", "held", "retry", "behind", "overdue", "unclaimed", "stale", "disk", "empty", "error", "slow", "many", "first", "offline", "syncing", "astray"];

async function backend(): Promise<Backend> {
  // Loaded only when needed: the browser page carries no Tauri, the window no samples.
  if ("__TAURI_INTERNALS__" in window) return (await import("./api/tauri")).tauri;
  const asked = new URLSearchParams(location.search).get("scene");
  const { Demo } = await import("./api/demo");
  return new Demo(scenes.find((scene) => scene === asked) ?? "day");
}

const root = document.getElementById("root");
if (root) {
  void backend().then((found) =>
    createRoot(root).render(
      <StrictMode>
        <BackendContext.Provider value={found}>
          <App />
        </BackendContext.Provider>
      </StrictMode>,
    ),
  );
}
