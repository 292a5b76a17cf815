// English counts: one of a thing, several of them.

export const many = (n: number, one: string): string => `${n} ${one}${n === 1 ? "" : "s"}`;
