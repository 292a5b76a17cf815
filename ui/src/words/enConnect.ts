// The English of connecting a mailbox.
import type { Same } from "./same";
import type { zhConnect } from "./zhConnect";

export const enConnect: Same<typeof zhConnect> = {
  connect: {
    open: "Add a mailbox",
    title: "Connect the agreed mailbox",
    address: "Mail address",
    find: "Find the provider",
    by: {
      domain: "Known by its domain",
      mx: "Known by its mail exchanger",
      unknown: "No known provider, perhaps a server of the office's own; ask the administrator",
      "no-mx": "This domain takes no mail; check the address",
      "no-answer": "The name service does not answer; choose the provider or fill in the servers",
      "no-address": "This is no mail address",
    },
    how: (secret) => `How to get the ${secret}`,
    secret: (secret) => `${secret} (kept in the system keychain only)`,
    password: "Password (kept in the system keychain only)",
    clientId: "Application id (registered by the administrator)",
    oauthLater: "This mailbox takes no password. Save it, then sign in in the browser.",
    imap: "Receiving (IMAP)",
    smtp: "Sending (SMTP, may be left out)",
    host: "Server",
    port: "Port",
    security: "Encryption",
    test: "Test the connection",
    testing: "Testing, for up to a minute…",
    receives: "Mail can be received.",
    receivesNot: "Mail cannot be received yet.",
    sends: "Receipts can be sent.",
    sendsNot: "No receipts can be sent for now; everything else works.",
    copy: "Copy diagnostics",
    copied: "Diagnostics copied, without password and full address.",
    save: "Save and start receiving",
    saved: (id) => `Mailbox ${id} is added and being read.`,
    unstored: "There is no usable keychain: the password lasts for this run, and is asked for at the next start.",
    signIn: "Sign in in the browser",
    signedIn: "The browser is open; sign in there.",
    close: "Close",
  },
};
