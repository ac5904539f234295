/**
 * Power cuts while the writer writes (power-cut.ts tells what they model), and the control: the same cuts with
 * `synchronous=OFF` after some properly synced events. If the control loses nothing, the cuts cut nothing.
 */
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { runFolder } from '../folder.ts';
import { buildRandom } from '../random.ts';
import type { FaultRow, RunResult } from '../row.ts';
import { buildScriptedHq } from '../scripted-hq.ts';
import { recover } from './kill-rows.ts';
import { loopDisksMissing } from './loop-disk.ts';
import { buildMachine, type Cut } from './power-cut.ts';
import { startWriter, type Writer } from './writer-process.ts';

/** More than the control writes with care. */
const SYNCED_APPENDS = 20;
const EVENTS_BEFORE_CUT = 4 * SYNCED_APPENDS;

interface CutOptions {
  kind: Cut;
  syncedAppends?: number;
}

async function cutPower(seed: number, { kind, syncedAppends }: CutOptions): Promise<RunResult> {
  using folder = runFolder();
  using machine = buildMachine(folder.path);
  const random = buildRandom(seed);
  const hq = buildScriptedHq();
  const path = join(machine.folder, 'store.db');
  // What HQ has cannot be lost any more, so the control keeps all to itself.
  const sends = syncedAppends === undefined && random.below(2) === 0;
  const writer = startWriter({ path, seed, sends, syncedAppends }, hq);
  await writer.heard(EVENTS_BEFORE_CUT + random.below(150));
  // While it writes, the copy of a frozen disk is taken in the middle of a sync; the others need it to stand still.
  if (kind === 'cache-lost' || syncedAppends !== undefined) await standStill(writer);
  const remains = machine.cut(kind, () => writer.signal('SIGKILL'));
  await writer.ended;
  using back = remains.mount();
  return await recover(join(back.folder, 'store.db'), seed, writer.said, hq);
}

/** Stops it, in the middle of whatever it does; what it had said by then was said before the cut. */
async function standStill(writer: Writer): Promise<void> {
  writer.signal('SIGSTOP');
  let said = -1;
  while (said !== writer.said.length) {
    said = writer.said.length;
    await turn();
  }
}

const kindOf = (seed: number): Cut => (seed % 2 === 0 ? 'cache-kept' : 'cache-lost');

export const powerCutRows: FaultRow[] = [
  {
    name: 'power cut',
    quick: 2,
    full: 200,
    unavailable: loopDisksMissing,
    run: (seed) => cutPower(seed, { kind: kindOf(seed) }),
  },
  {
    name: 'power cut, control: synchronous=OFF must lose',
    quick: 1,
    full: 20,
    isControl: true,
    unavailable: loopDisksMissing,
    run: (seed) => cutPower(seed, { kind: kindOf(seed), syncedAppends: SYNCED_APPENDS }),
  },
];
