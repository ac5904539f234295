/** The registry that a checkout's own HQ begins with: one counter with one mirror, under names that are nobody's. */

export const SAMPLE_MIRROR = 'mirror-1';

/** @param timeZone of the store: the mirror's own */
export const sampleRegistry = (timeZone: string): string =>
  `kind,id,name,brand,dealer,store,timeZone
brand,sample-brand,Sample brand,,,,
dealer,sample-dealer,Sample dealer,sample-brand,,,
store,sample-store,Sample store,,sample-dealer,,${timeZone}
mirror,${SAMPLE_MIRROR},Mirror 1,,,sample-store,
advisor,ba-a,Advisor A,,,sample-store,
advisor,ba-b,Advisor B,,,sample-store,
`;
