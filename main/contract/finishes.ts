/** The finishes a lipstick may have: the one list that catalogue, painter and screens share. Free of libraries, for the worker. */

export const FINISHES = [
  'matte',
  'satin',
  'gloss',
  'vinyl',
  'metallic',
  'shimmer',
  'glitter',
  'sheer',
  'stain',
  'balm',
] as const;

export type Finish = (typeof FINISHES)[number];
