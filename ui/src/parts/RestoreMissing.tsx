// Every document whose file was deleted from the case folders, put back from what was kept.
import { useBackend } from "../api/backend";
import { useWords } from "../words/words";
import { useAnnounce } from "./announce";
import { useOrders } from "./useOrders";
import { ProblemBox } from "./Waiting";

export function RestoreMissing({ look }: { look: string }) {
  const { folders: say } = useWords();
  const backend = useBackend();
  const announce = useAnnounce();
  const { problem, order } = useOrders();
  const restore = () =>
    void order(async () => {
      const { paths, refused } = await backend.restoreMissing();
      announce(say.restoredAll(paths.length));
      if (refused) throw refused;
    });
  return (
    <>
      <button type="button" className={look} data-testid="restore-missing" title={say.restoreSays} onClick={restore}>{say.restoreAll}</button>
      {problem && <ProblemBox problem={problem} />}
    </>
  );
}
