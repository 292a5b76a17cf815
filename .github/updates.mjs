// Prints what the updater asks for: the newest version and, for each system, where its package lies and the signature.
// node .github/updates.mjs <folder of the packages> <version> <address of that folder on the web>
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

// Keys of the updater (v2.tauri.app/plugin/updater, "Static JSON file"), by what a package's name says of it.
const systems = {
  "x64-setup.exe": "windows-x86_64",
  "arm64-setup.exe": "windows-aarch64",
  "x86_64-apple-darwin.app.tar.gz": "darwin-x86_64",
  "aarch64-apple-darwin.app.tar.gz": "darwin-aarch64",
  "x86_64-unknown-linux-gnu.AppImage": "linux-x86_64",
  "x86_64-unknown-linux-gnu.deb": "linux-x86_64-deb",
  "x86_64-unknown-linux-gnu.rpm": "linux-x86_64-rpm",
};
const [folder, version, address] = process.argv.slice(2);
const platforms = {};
for (const file of readdirSync(folder).filter((name) => name.endsWith(".sig")).sort()) {
  const name = file.slice(0, -".sig".length);
  const system = systems[name.slice(`songda-${version}-`.length)];
  if (!system) throw new Error(`${file} signs a package of no system that is known`);
  platforms[system] = { url: `${address}/${name}`, signature: readFileSync(join(folder, file), "utf8").trim() };
}
process.stdout.write(JSON.stringify({ version, platforms }, null, 2) + "\n");
