/**
 * What each wearer wears and for how long it was really seen: slices of shown frames add up to wearings, and a wearing that
 * ends is recorded. Book in, book out.
 */
import type { EventBody } from '../contract/events.ts';
import type { Finish } from '../contract/finishes.ts';
import type { Intent, WearSource } from '../contract/intents.ts';
import type { LightReading } from '../contract/light.ts';
import { WORN_MS } from '../contract/visit-facts.ts';
import { WEARERS, type Wearer } from '../contract/wearers.ts';
import {
  addTallies,
  faceShareOf,
  NO_TALLY,
  type OpenVisit,
  type Tally,
  type VisitBook,
  type Wearing,
  type WornShade,
  withRecords,
  withVisit,
} from './book.ts';

export type Slice = Extract<Intent, { type: 'shade.shown' }>;
type Choice = Pick<Wearing, 'sku' | 'finish' | 'intensity' | 'source'>;

/** The wearer puts it on. Another intensity of the same shade is the same wearing; another person's lips are not. */
export function wear(book: VisitBook, wearer: Wearer, choice: Choice): VisitBook {
  const { sku, finish, intensity, source } = choice;
  const now = book.visit.wearings[wearer];
  if (now?.sku === sku && source !== 'hand-over') return withWearing(book, wearer, { ...now, intensity });
  const ended = closeWearing(book, wearer);
  const { shownMs, turn } = shadeOf(ended.visit, sku) ?? NEVER_HERS;
  const shade = { finish, source, shownMs, turn: wearer === 'shopper' ? nextTurn(ended.visit) : turn };
  return withWearing(withShade(ended, sku, shade), wearer, {
    ...choice,
    isContinued: false,
    tally: NO_TALLY,
    lightMs: {},
  });
}

/** Records what was worn for a second or more. */
export function closeWearing(book: VisitBook, wearer: Wearer): VisitBook {
  const wearing = book.visit.wearings[wearer];
  return wearing === null ? book : withWearing(recordWorn(book, wearer, wearing), wearer, null);
}

export const closeWearings = (book: VisitBook): VisitBook => WEARERS.reduce(closeWearing, book);

/** Records what was worn so far; the same shades go on being worn, and what is too short for a record stays theirs. */
export function cutWearings(book: VisitBook): VisitBook {
  const { wearings } = book.visit;
  const goesOn = (wearing: Wearing | null) =>
    wearing && isWorn(wearing) ? { ...wearing, isContinued: true, tally: NO_TALLY, lightMs: {} } : wearing;
  return withVisit(closeWearings(book), {
    wearings: { shopper: goesOn(wearings.shopper), companion: goesOn(wearings.companion) },
  });
}

const isWorn = ({ tally, isContinued }: Wearing): boolean =>
  Math.floor(tally.shownMs) >= (isContinued ? 1 : WORN_MS);

/** @param finish as the catalogue has it now; undefined when the shade has left it */
export function creditSlice(
  book: VisitBook,
  slice: Slice,
  finish: Finish | undefined,
  nowMs: number,
): VisitBook {
  const { visit } = book;
  const known = shadeOf(visit, slice.sku) ?? (finish && { ...NEVER_HERS, finish, source: 'start' as const });
  if (known === undefined || slice.frames === 0 || !areHerLips(book, slice)) return book;
  const current = visit.wearings[slice.wearer];
  const isCurrent = current?.sku === slice.sku;
  const source = isCurrent ? current.source : known.source;
  const tally = tallyOf(slice, source, nowMs - visit.startedMs);
  // A shade that the mirror put on was never chosen, and its turn is when she is first seen in it.
  const turn = slice.wearer === 'shopper' && current === null ? nextTurn(visit) : known.turn;
  const shownMs = known.shownMs + (slice.wearer === 'shopper' ? tally.shownMs : 0);
  const shaded = withShade(book, slice.sku, { ...known, shownMs, turn });
  const opened = openTryon(shaded, slice.wearer, tally);
  const before = isCurrent
    ? current
    : { sku: slice.sku, finish: known.finish, source, isContinued: false, tally: NO_TALLY, lightMs: {} };
  const wearing = { ...before, intensity: slice.intensity, ...added(before, tally, slice.light) };
  if (isCurrent || current === null) return withWearing(opened, slice.wearer, wearing);
  // A shade that she does not wear any more: out of order after a crash, and seen all the same.
  return recordWorn(opened, slice.wearer, wearing);
}

/** What the shopper wears now, then what was really seen on her own lips, newest first. */
export function herShades({ wearings, shades }: OpenVisit): string[] {
  const seen = Object.entries(shades)
    .filter(([, { shownMs }]) => shownMs >= WORN_MS)
    .toSorted(([, a], [, b]) => b.turn - a.turn)
    .map(([sku]) => sku);
  const now = wearings.shopper?.sku;
  return now === undefined ? seen : [now, ...seen.filter((sku) => sku !== now)];
}

const NEVER_HERS = { shownMs: 0, turn: 0 };

/** Any text may be the name of a shade. */
const shadeOf = ({ shades }: OpenVisit, sku: string): WornShade | undefined =>
  Object.hasOwn(shades, sku) ? shades[sku] : undefined;

const nextTurn = ({ shades }: OpenVisit): number =>
  1 + Math.max(0, ...Object.values(shades).map(({ turn }) => turn));

const withShade = (book: VisitBook, sku: string, shade: WornShade): VisitBook =>
  withVisit(book, { shades: { ...book.visit.shades, [sku]: shade } });

/** The demo shopper's lips are nobody's: they count in demonstrations only, and a person's not in those of a stand-in. */
function areHerLips({ visit }: VisitBook, { isDemo }: Slice): boolean {
  return isDemo ? visit.mode === 'demo' : !visit.isStandIn;
}

/** Of a shade that nobody chose, a slice may have begun before the visit did; that part is not hers. */
function tallyOf({ shownMs, frames, spanMs, allFrames }: Slice, source: WearSource, visitMs: number): Tally {
  const share = source === 'start' && spanMs > visitMs ? visitMs / spanMs : 1;
  return {
    shownMs: shownMs * share,
    frames: Math.ceil(frames * share),
    spanMs: spanMs * share,
    allFrames: Math.ceil(allFrames * share),
  };
}

function added(
  { tally, lightMs }: Pick<Wearing, 'tally' | 'lightMs'>,
  more: Tally,
  light: LightReading | null,
) {
  const lit = light === null ? {} : { [light]: (lightMs[light] ?? 0) + more.shownMs };
  return { tally: addTallies(tally, more), lightMs: { ...lightMs, ...lit } };
}

function recordWorn(book: VisitBook, wearer: Wearer, wearing: Wearing): VisitBook {
  if (!isWorn(wearing)) return book;
  const { sku, finish, intensity, source, isContinued, tally, lightMs } = wearing;
  const dwellMs = Math.floor(tally.shownMs);
  const [light] = Object.entries(lightMs).reduce<[LightReading | null, number]>(
    (most, [reading, ms]) => (ms > most[1] ? [reading as LightReading, ms] : most),
    [null, 0],
  );
  const quality = { light, tracking: faceShareOf(tally) };
  const rest = isContinued ? ({ isContinued } as const) : {};
  const body = { sku, finish, intensity, source, wearer, dwellMs, ...rest, quality };
  return withRecords(book, { type: 'shade.worn', visitId: book.visit.id, body });
}

/** The first painted frames begin the try-on. */
function openTryon(book: VisitBook, wearer: Wearer, tally: Tally): VisitBook {
  const { tryon, id } = book.visit;
  if (tryon !== null)
    return withVisit(book, { tryon: { ...tryon, [wearer]: addTallies(tryon[wearer], tally) } });
  const begun = withVisit(book, { tryon: { shopper: NO_TALLY, companion: NO_TALLY, [wearer]: tally } });
  return withRecords(begun, { type: 'tryon.started', visitId: id, body: { notice: null } });
}

/** The two look into one picture, so its frames are those of whoever was painted longer; the time they tried on adds up. */
export function endTryon(book: VisitBook, reason: EventBody<'tryon.ended'>['reason']): VisitBook {
  const { tryon, id, tryonMs } = book.visit;
  if (tryon === null) return book;
  const { shopper, companion } = tryon;
  const longer = companion.shownMs > shopper.shownMs ? companion : shopper;
  const { frames, spanMs, allFrames } = longer;
  const meanFps = spanMs > 0 ? Math.min(1000, Math.round((10_000 * allFrames) / spanMs) / 10) : 0;
  const ended = withVisit(book, { tryon: null, tryonMs: tryonMs + shopper.shownMs + companion.shownMs });
  const body = { reason, frames, meanFps, faceShare: faceShareOf(longer) };
  return withRecords(ended, { type: 'tryon.ended', visitId: id, body });
}

const withWearing = (book: VisitBook, wearer: Wearer, wearing: Wearing | null): VisitBook =>
  withVisit(book, { wearings: { ...book.visit.wearings, [wearer]: wearing } });
