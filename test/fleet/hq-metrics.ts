/** What HQ counts of the events that came: read from its `/metrics`, which start anew with each of its lives. */

const DUPLICATE = /^vermilion_hq_events_total\{outcome="duplicate"\} (\d+)/m;

/** Events that were answered as known already, in this life of HQ; 0 where it does not answer. */
export async function readDuplicates(address: string): Promise<number> {
  try {
    const text = await (await fetch(new URL('/metrics', address))).text();
    return Number(DUPLICATE.exec(text)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
