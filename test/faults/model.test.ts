/** The store beside its model, through five hundred random lives; `npm run faults` runs ten thousand others. */
import { test } from 'vitest';
import { runLives } from './model/run.ts';

test(
  'through any life of sends, lost answers, crashes, full disks and clock jumps, HQ gets each event exactly once',
  {
    timeout: 120_000,
  },
  () => runLives(5, 500),
);
