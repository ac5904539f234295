/** How long to wait before something that ended is started again: longer each time, short again once it has lived a while. */

export interface BackoffOptions {
  firstMs: number;
  longestMs: number;
  /** Who lived this long is forgiven what was before. */
  forgivenAfterMs: number;
}

/** @returns tells the wait, doubled at each call, from how long the last one lived */
export function buildBackoff({
  firstMs,
  longestMs,
  forgivenAfterMs,
}: BackoffOptions): (livedMs: number) => number {
  let nextMs = firstMs;
  return (livedMs) => {
    if (livedMs >= forgivenAfterMs) nextMs = firstMs;
    const waitMs = nextMs;
    nextMs = Math.min(longestMs, nextMs * 2);
    return waitMs;
  };
}
