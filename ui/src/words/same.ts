// The shape one language gives and the other must fill.

export type Same<T> = T extends string
  ? string
  : T extends (...facts: infer A) => string
    ? (...facts: A) => string
    : T extends readonly string[]
      ? readonly string[]
      : { [K in keyof T]: Same<T[K]> };
