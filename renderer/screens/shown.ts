/**
 * Makes slices of wearing of what the try-on tells of painted frames, and puts them in the outbox: one each two seconds while
 * a shade is on her lips, and one before whatever she does next, so that it stands before her next shade.
 *
 * Frames that still show the shade before, one or two after a tap, and what the try-on had not told then, are dropped: a
 * tenth of a second and less of each wearing, which is never told too long.
 */
import type { LightReading } from '../../main/contract/light.ts';
import type { Wearer } from '../../main/contract/wearers.ts';
import { recordSlice } from '../bridge/outbox.ts';
import { joinSlices, type Slice } from '../bridge/slices.ts';
import type { ShownTally } from '../tryon/messages.ts';
import { camera, session, wornShades } from './state.ts';

const SLICE_MS = 2000;

interface OpenSlice {
  slice: Slice;
  /** How long painted frames were seen in each light. */
  lightMs: Map<LightReading | null, number>;
  timer: ReturnType<typeof setTimeout>;
}

const open = new Map<Wearer, OpenSlice>();

export function takeShown(wearer: Wearer, tally: ShownTally): void {
  if (session.value === null || tally.sku !== wornShades[wearer].value?.sku) return;
  const { isDemo } = camera.value;
  const light = isDemo ? null : tally.light;
  const base = { id: crypto.randomUUID(), visit: session.value.visit, atMs: Date.now() };
  add({ ...base, type: 'shade.shown', wearer, isDemo, ...tally, light });
}

function add(news: Slice): void {
  const { wearer, light, shownMs } = news;
  const before = open.get(wearer);
  const joined = before && joinSlices(before.slice, news);
  if (before === undefined || joined == null) {
    endSlice(wearer);
    const timer = setTimeout(endSlice, SLICE_MS, wearer);
    open.set(wearer, { slice: news, lightMs: new Map([[light, shownMs]]), timer });
  } else {
    before.slice = joined as Slice;
    before.lightMs.set(light, (before.lightMs.get(light) ?? 0) + shownMs);
  }
}

function endSlice(wearer: Wearer): void {
  const ended = open.get(wearer);
  if (ended === undefined) return;
  open.delete(wearer);
  clearTimeout(ended.timer);
  const { slice, lightMs } = ended;
  const [light = null] = [...lightMs].sort(([, one], [, other]) => other - one)[0] ?? [];
  recordSlice({ ...slice, shownMs: Math.round(slice.shownMs), spanMs: Math.round(slice.spanMs), light });
}

/** What was shown until now is told before whatever follows. */
export function endSlices(): void {
  for (const wearer of open.keys()) endSlice(wearer);
}
