// The way back into a mailbox that lets nobody in: sign in again in the browser, or type the password for this start.
import { useState, type FormEvent } from "react";
import { useBackend } from "../api/backend";
import type { MailboxState, Problem } from "../api/types";
import { useWords } from "../words/words";
import { useAnnounce } from "./announce";

type Order = (run: () => Promise<unknown>) => Promise<boolean>;

export function Access({ mailbox, problem, order }: { mailbox: MailboxState; problem: Problem | null; order: Order }) {
  const { connect: say } = useWords();
  const backend = useBackend();
  const announce = useAnnounce();
  const [typed, setTyped] = useState("");
  if (problem?.code === "mailbox.sign-in-needed") {
    const signIn = async () => {
      await backend.signIn(mailbox.id);
      announce(say.signedIn);
    };
    return (
      <button type="button" className="button" onClick={() => void order(signIn)}>
        {say.signIn}
      </button>
    );
  }
  if (problem?.code !== "mailbox.no-password" && problem?.code !== "mailbox.login-refused") return null;
  const give = (event: FormEvent) => {
    event.preventDefault();
    void order(async () => {
      const stored = await backend.givePassword(mailbox.id, typed);
      setTyped("");
      announce(stored ? say.given : say.unstored);
    });
  };
  return (
    <form onSubmit={give}>
      <input type="password" required autoComplete="off" aria-label={say.give} placeholder={say.give} value={typed} onChange={(event) => setTyped(event.target.value)} />{" "}
      <button type="submit" className="button">{say.giveNow}</button>
    </form>
  );
}
