// The laws of the window: screens do not know each other, and only one file knows Tauri.
import tseslint from "typescript-eslint";

const tauri = { group: ["@tauri-apps/*"], message: "Only api/tauri.ts speaks to Tauri." };
const api = { group: ["**/api/tauri", "**/api/demo", "**/api/demo-data"], message: "Ask through api/backend.ts." };
const others = (own) => ({
  regex: `(^|/)(?!${own}/)(today|services|cases|deadlines|ledger|receipts|settings)/`,
  message: "A screen does not import another screen; shared pieces live in parts/.",
});
const screens = ["today", "services", "cases", "deadlines", "ledger", "receipts", "settings"];

export default tseslint.config(
  { ignores: ["dist", "node_modules", "shots"] },
  ...tseslint.configs.recommended,
  { files: ["src/**/*.{ts,tsx}"], rules: { "no-restricted-imports": ["error", { patterns: [tauri] }] } },
  { files: ["src/api/tauri.ts"], rules: { "no-restricted-imports": "off" } },
  ...screens.map((own) => ({
    files: [`src/screens/${own}/**/*.{ts,tsx}`],
    ignores: ["**/*.test.{ts,tsx}"],
    rules: { "no-restricted-imports": ["error", { patterns: [tauri, api, others(own)] }] },
  })),
);
