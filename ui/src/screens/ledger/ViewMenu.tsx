// The saved views of the ledger: shown again by a click, kept under a name, taken away.
import { useRef, useState, type FormEvent, type RefObject } from "react";
import { Button, Dialog, DialogTrigger, Popover } from "react-aria-components";
import { useAnnounce } from "../../parts/announce";
import { Icon } from "../../parts/Icon";
import { useWords } from "../../words/words";
import styles from "./Ledger.module.css";
import { isSame, keepViews, LONGEST, savedViews, withView, type View } from "./views";

interface Props {
  now: Omit<View, "name">;
  show: (view: View) => void;
}

export function ViewMenu({ now, show }: Props) {
  const { ledger: { views: say } } = useWords();
  const [views, setViews] = useState(savedViews);
  const field = useRef<HTMLInputElement>(null);
  const current = views.find((view) => isSame(view, now));
  const keep = (next: View[]) => {
    setViews(next);
    keepViews(next);
  };
  const remove = (view: View) => {
    keep(views.filter((one) => one !== view));
    // The button that had the focus goes away with its view.
    field.current?.focus();
  };
  return (
    <DialogTrigger>
      <Button className="button" data-testid="ledger-views">{current ? say.named(current.name) : say.menu}</Button>
      <Popover placement="bottom end" className={styles.popover ?? ""}>
        <Dialog aria-label={say.title} className={styles.views ?? ""}>
          {({ close }) => (
            <>
              {views.length === 0 ? <p className={styles.none}>{say.none}</p> : (
                <ul>
                  {views.map((view) => (
                    <li key={view.name}>
                      <button type="button" className={styles.view} data-testid="view-show" aria-pressed={view === current} onClick={() => { show(view); close(); }}>
                        <i>{view === current && <Icon name="check" size={14} />}</i>
                        {view.name}
                      </button>
                      <button type="button" className="button bare" data-testid="view-remove" aria-label={say.removeNamed(view.name)} onClick={() => remove(view)}>{say.remove}</button>
                    </li>
                  ))}
                </ul>
              )}
              <Keep field={field} views={views} keep={(name) => { keep(withView(views, { ...now, name })); close(); }} />
            </>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function Keep({ field, views, keep }: { field: RefObject<HTMLInputElement | null>; views: readonly View[]; keep: (name: string) => void }) {
  const { ledger: { views: say } } = useWords();
  const announce = useAnnounce();
  const [name, setName] = useState("");
  const wanted = name.trim();
  const isKnown = views.some((view) => view.name === wanted);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wanted === "") return;
    keep(wanted);
    announce(say.kept(wanted));
  };
  return (
    <form className={styles.keep} onSubmit={submit}>
      <input ref={field} type="text" data-testid="view-name" aria-label={say.name} placeholder={say.name} maxLength={LONGEST} value={name} onChange={(event) => setName(event.target.value)} />
      <button type="submit" className="button" data-testid="view-save" disabled={wanted === ""}>{isKnown ? say.replace : say.save}</button>
      <p>{say.hint}</p>
    </form>
  );
}
