// Drawn marks: the same on every system, where symbol fonts are not.
import type { Urgency } from "./urgency";

const strokes = {
  sun: "M10 6.800a3.2 3.2 0 1 0 .01 0z M10 2.500v1.6 M10 15.900v1.6 M2.5 10h1.6 M15.900 10h1.6 M4.7 4.700l1.1 1.1 M14.200 14.200l1.1 1.1 M15.300 4.700l-1.1 1.1 M5.800 14.200l-1.1 1.1",
  sliders: "M3 6h8 M15 6h2 M13 4v4 M3 14h2 M9 14h8 M7 12v4",
  mail: "M3 5.5h14v9.5H3z M3.5 6l6.5 5 6.5-5",
  calendar: "M3.500 4.500h13v12h-13z M3.500 8.500h13 M7 3v3 M13 3v3",
  clock: "M10 3a7 7 0 1 0 .01 0z M10 6v4.2l3 1.8",
  send: "M3 10l14-6.5-4.5 13-3-5z M9.5 11.5L17 3.5",
  check: "M4 10.5l4 4 8-9",
  warn: "M10 3.5l7.5 13h-15z M10 8.2v4 M10 14.2v.3",
  file: "M5 2.8h6.5L15 6.3v10.9H5z M11.2 3v3.6H15",
  copy: "M7 7h9v9.5H7z M4 13V3.500h9",
  folder: "M2.8 5h5l1.6 2h7.8v8.8H2.8z",
  globe: "M10 3a7 7 0 1 0 .01 0z M3.2 10h13.6 M10 3c-5 4.2-5 9.8 0 14 M10 3c5 4.2 5 9.8 0 14",
  theme: "M10 3a7 7 0 1 0 .01 0z",
  table: "M3 4h14v12H3z M3 8h14 M3 12h14 M8 8v8",
  down: "M5 8l5 5 5-5",
  search: "M9 3.800a5.2 5.2 0 1 0 .01 0z M12.8 12.800l3.7 3.7",
  back: "M12 4.500L6.5 10l5.5 5.5",
  info: "M10 3a7 7 0 1 0 .01 0z M10 9v5 M10 6.200v.3",
  undo: "M4 8h8.500a3.5 3.5 0 0 1 0 7H8 M7 4.800L3.8 8 7 11.2",
  phone: "M6 3.500l2 4-1.6 1.400a9 9 0 0 0 4.7 4.700l1.4-1.6 4 2c0 1.7-1 2.7-2.7 2.700C8.5 16.5 3.5 11.5 3.3 6.2 3.3 4.5 4.3 3.5 6 3.500z",
} as const;

export type IconName = keyof typeof strokes;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.5"
      strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" focusable="false" style={{ flex: "none" }}>
      <path d={strokes[name]} />
      {name === "theme" && <path d="M10 3a7 7 0 0 1 0 14z" fill="currentColor" stroke="none" />}
    </svg>
  );
}

/** The shape of an urgency, so that it is never told by colour alone. */
export function Mark({ urgency }: { urgency: Urgency }) {
  return (
    <svg width="10" height="10" viewBox="0 0 10 10" fill="currentColor" aria-hidden="true" focusable="false" style={{ flex: "none" }}>
      {urgency === "overdue" && <path d="M1.5 1.500l7 7m0-7l-7 7" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" />}
      {urgency === "today" && <path d="M5 .8L9.8 9.400H.2z" />}
      {urgency === "soon" && <path d="M5 .3L9.7 5 5 9.7.3 5z" />}
      {urgency === "later" && <circle cx="5" cy="5" r="4.2" />}
      {urgency === "done" && <path d="M1 5.300l2.8 2.900L9 2" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />}
    </svg>
  );
}
