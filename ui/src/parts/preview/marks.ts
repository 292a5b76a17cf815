// Finds sentences in a text whose blanks, line ends and widths differ from theirs.

export interface Piece {
  text: string;
  /** The words this piece shows, or null for the text between. */
  mark: string | null;
}

/** A text without blanks in one width, and for each of its characters the place it has in the text. */
export function squeezed(text: string): { plain: string; places: number[] } {
  let plain = "";
  const places: number[] = [];
  let at = 0;
  for (const character of text) {
    for (const letter of character.normalize("NFKC").toLowerCase()) {
      if (/\s/.test(letter)) continue;
      plain += letter;
      for (let unit = 0; unit < letter.length; unit++) places.push(at);
    }
    at += character.length;
  }
  return { plain, places };
}

/** Where the words stand in the text: first and last place, or null. */
export function find(text: string, words: string): { from: number; to: number } | null {
  const { plain, places } = squeezed(text);
  const wanted = squeezed(words).plain;
  const at = wanted ? plain.indexOf(wanted) : -1;
  const from = places[at];
  const last = places[at + wanted.length - 1];
  if (at < 0 || from === undefined || last === undefined) return null;
  return { from, to: last + (text.codePointAt(last)! > 0xffff ? 2 : 1) };
}

/** The text in pieces, the marked ones apart; where marks overlap the first one counts. */
export function cut(text: string, marks: readonly string[]): Piece[] {
  const found = marks
    .flatMap((mark) => {
      const place = find(text, mark);
      return place ? [{ ...place, mark }] : [];
    })
    .sort((a, b) => a.from - b.from);
  const pieces: Piece[] = [];
  let at = 0;
  for (const { from, to, mark } of found) {
    if (from < at) continue;
    if (from > at) pieces.push({ text: text.slice(at, from), mark: null });
    pieces.push({ text: text.slice(from, to), mark });
    at = to;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), mark: null });
  return pieces;
}
