// The box that narrows a list; Esc empties it, then leaves it.
import type { RefObject } from "react";
import { ime } from "../keys";
import styles from "./FilterBox.module.css";
import { Icon } from "./Icon";

interface Props {
  box: RefObject<HTMLInputElement | null>;
  label: string;
  value: string;
  set: (value: string) => void;
  leave?: () => void;
}

export function FilterBox({ box, label, value, set, leave }: Props) {
  return (
    <label className={styles.filter}>
      <Icon name="search" size={14} />
      <span className="unseen">{label}</span>
      <input ref={box} type="search" value={value} placeholder={label} onChange={(event) => set(event.target.value)}
        onKeyDown={(event) => {
          // The Esc that ends a composition must not empty the box.
          if (event.key !== "Escape" || ime(event.nativeEvent)) return;
          event.preventDefault();
          if (value) set("");
          else if (leave) leave();
          else event.currentTarget.blur();
        }} />
      <kbd>/</kbd>
    </label>
  );
}
