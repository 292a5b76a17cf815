// Where the focus goes when what had it is gone.

const isLost = () => (document.activeElement ?? document.body) === document.body;

/** Gives a focus that fell away with its button to the chosen row, else to the page. */
export function refocus() {
  if (isLost()) document.querySelector<HTMLElement>('[data-service-row][aria-selected="true"], main')?.focus();
}

/** Milliseconds in which an answer may still take the button away that was worked. */
const WHILE = 1500;
const EVERY = 50;

/** Keeps the focus on one place while an order changes what stands around it. */
export function keepFocus(selector: string) {
  const end = Date.now() + WHILE;
  const timer = setInterval(() => {
    if (isLost()) document.querySelector<HTMLElement>(selector)?.focus();
    if (Date.now() > end) clearInterval(timer);
  }, EVERY);
}
