/** Whatever was thrown in, what there is to say about it out. */
export const sentenceOf = (cause: unknown): string =>
  cause instanceof Error ? cause.message : String(cause);
