// A form that is opened by a button: the focus goes into it, and back when it goes; Esc closes it.
import { useEffect, useRef, type KeyboardEvent } from "react";
import { ime, useKeys } from "../keys";
import { refocus } from "./refocus";

/** What a form needs for it. */
export interface FormFocus {
  ref: React.RefObject<HTMLFormElement | null>;
  onKeyDown: (event: KeyboardEvent) => void;
}

/** `opener` selects the button that opened it, where the form took its place. */
export function useFormFocus(isOpen: boolean, opener: string, close: () => void): FormFocus {
  const form = useRef<HTMLFormElement>(null);
  const from = useRef<Element | null>(null);
  const was = useRef(false);
  useEffect(() => {
    if (isOpen && !was.current) {
      from.current = document.activeElement === document.body ? null : document.activeElement;
      form.current?.querySelector<HTMLElement>("input:not([tabindex='-1']):not([hidden]), select, textarea")?.focus();
    }
    if (!isOpen && was.current && (document.activeElement ?? document.body) === document.body) {
      const back = from.current?.isConnected ? from.current : document.querySelector(opener);
      if (back instanceof HTMLElement) back.focus();
      // What was recorded may have taken the button away.
      refocus();
    }
    was.current = isOpen;
  }, [isOpen, opener]);
  useKeys(isOpen ? { back: close } : {});
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented || ime(event.nativeEvent)) return;
    event.preventDefault();
    close();
  };
  return { ref: form, onKeyDown };
}
