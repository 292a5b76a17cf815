// Moves the focus along the rows of a list that is no list box.

/** Focuses the next or previous element of `selector`; the first one when none has the focus. False when there is none. */
export function stepFocus(selector: string, by: 1 | -1): void | false {
  const found = [...document.querySelectorAll<HTMLElement>(selector)];
  if (found.length === 0) return false;
  const at = found.findIndex((one) => one === document.activeElement);
  found[at < 0 ? 0 : Math.min(found.length - 1, Math.max(0, at + by))]?.focus();
}
