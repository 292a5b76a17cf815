// Prints the bundler's settings of signing, from what the repository has set up; nothing set up, nothing signed.
const settings = { bundle: {} };
const { UPDATER_PUBLIC_KEY: key } = process.env;
// The private half is the secret TAURI_SIGNING_PRIVATE_KEY; with both the packages get signatures (.sig) beside them.
if (key) {
  settings.bundle.createUpdaterArtifacts = true;
  settings.plugins = { updater: { pubkey: key } };
}
process.stdout.write(JSON.stringify(settings));
