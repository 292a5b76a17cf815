// The first letters of Chinese words: `mqfy` finds 闵行区人民法院, as people type names everywhere else.

/** The first character of each letter in the order of pinyin; i, u and v begin no syllable. */
const FIRSTS: readonly (readonly [string, string])[] = [
  ["a", "吖"], ["b", "八"], ["c", "嚓"], ["d", "咑"], ["e", "妸"], ["f", "发"], ["g", "旮"], ["h", "铪"], ["j", "丌"], ["k", "咔"], ["l", "垃"], ["m", "呒"],
  ["n", "拏"], ["o", "噢"], ["p", "妑"], ["q", "七"], ["r", "亽"], ["s", "仨"], ["t", "他"], ["w", "屲"], ["x", "夕"], ["y", "丫"], ["z", "帀"],
];

/** Characters of several readings that names of courts, cases and papers hold; either reading is found. */
const SEVERAL: Readonly<Record<string, string>> = {
  行: "xh", 传: "cz", 会: "hk", 重: "zc", 长: "cz", 调: "dt", 厦: "xs", 解: "jx", 参: "cs", 单: "ds", 乐: "ly", 朝: "cz", 曾: "zc", 区: "qo", 省: "sx", 和: "h", 石: "sd", 藏: "zc", 蔚: "wy", 乘: "c",
};

const collator = new Intl.Collator("zh-Hans-CN-u-co-pinyin");

/** The letters a character may begin with in pinyin; itself in small letters when it is not Chinese. */
export function initials(character: string): string {
  const several = SEVERAL[character];
  if (several) return several;
  if (!/\p{Script=Han}/u.test(character)) return character.toLowerCase();
  let found = "";
  for (const [letter, first] of FIRSTS) {
    if (collator.compare(character, first) < 0) break;
    found = letter;
  }
  return found;
}

/**
 * How well typed letters fit the first letters of a name: 0 when they do not, more the closer together they stand and the
 * earlier they begin.
 */
export function fitsInitials(name: string, typed: string): number {
  if (!/^[a-z0-9]+$/.test(typed)) return 0;
  const letters = [...name.normalize("NFKC")].filter((character) => /[\p{L}\p{N}]/u.test(character)).map(initials);
  let best = 0;
  for (let start = 0; start < letters.length; start++) {
    if (!letters[start]?.includes(typed.charAt(0))) continue;
    let at = start;
    let wanted = 0;
    while (at < letters.length && wanted < typed.length) {
      if (letters[at]?.includes(typed.charAt(wanted))) wanted++;
      at++;
    }
    if (wanted < typed.length) break;
    best = Math.max(best, typed.length / (at - start) + 1 / (start + 1));
  }
  return best;
}
