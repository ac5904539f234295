/** How a visit begins, what she does in it, and how it ends. Book in, book out, with the events to be recorded. */
import type { VisitEnd, VisitTrigger } from '../contract/events.ts';
import type { Intent } from '../contract/intents.ts';
import { applyIntent, emptySession } from '../contract/session.ts';
import { type Book, hasVisit, type VisitBook, withRecords, withVisit } from './book.ts';
import { endDue } from './end-rules.ts';
import { type Happening, type HappeningOf, seesFace, type VisitPolicy } from './happenings.ts';
import { closeWearing, closeWearings, creditSlice, cutWearings, endTryon, wear } from './wearing.ts';

/** Who is signed in, else who the settings say serves. */
export const servingBa = ({ staff }: Book, policy: VisitPolicy): string | null =>
  staff.ba ?? policy.ba ?? null;

/** @param happening which has a trigger (`triggerOf`) in this book */
export function begin(book: Book, happening: Happening, trigger: VisitTrigger): Book {
  const { staff, sight, session } = book;
  const { policy, nowMs } = happening;
  const isShown = staff.isDemo || policy.demo;
  const mode = isShown || sight.isDemo ? 'demo' : 'shopper';
  const ba = servingBa(book, policy);
  const begun: Book = {
    ...book,
    presence: { ...book.presence, sinceMs: null },
    visit: {
      id: session.visit,
      mode,
      isStandIn: mode === 'demo' && !isShown,
      startedMs: nowMs,
      touchMs: nowMs,
      faceMs: nowMs,
      activityMs: nowMs,
      hasCode: false,
      wearings: { shopper: null, companion: null },
      shades: {},
      tryon: null,
      tryonMs: 0,
    },
  };
  return withRecords(begun, { type: 'visit.started', visitId: session.visit, body: { trigger, mode, ba } });
}

export function act(book: Book, happening: Happening): Book {
  switch (happening.type) {
    case 'intent':
      return actIntent(book, happening);
    case 'scan':
      return actScan(book, happening);
    case 'code':
      return hasVisit(book) ? showCode(book, happening) : book;
    case 'code-gone':
      return hasVisit(book) ? withVisit(book, { hasCode: false }) : book;
    default:
      return book;
  }
}

function actIntent(before: Book, { intent, finish, nowMs }: HappeningOf<'intent'>): Book {
  const book = { ...before, session: applyIntent(before.session, intent) };
  if (!hasVisit(book)) return book;
  switch (intent.type) {
    case 'shade.wear': {
      const { sku, intensity, source, wearer = 'shopper' } = intent;
      return finish === undefined ? book : wear(book, wearer, { sku, finish, intensity, source });
    }
    case 'shade.shown':
      return creditSlice(book, intent, finish, nowMs);
    case 'shade.favourite':
      return favour(book, before, intent);
    case 'compare.use':
      return withRecords(book, {
        type: 'compare.used',
        visitId: book.visit.id,
        body: { skus: [intent.sku] },
      });
    case 'companion.forget':
      return closeWearing(book, 'companion');
    case 'code.show':
    case 'code.hide':
    case 'visit.forget':
      return book;
  }
}

function favour(
  book: VisitBook,
  before: Book,
  { sku, isFavourite }: Extract<Intent, { type: 'shade.favourite' }>,
): VisitBook {
  if (before.session.favourites.includes(sku) === isFavourite) return book;
  const type = isFavourite ? 'shade.favourited' : 'shade.unfavourited';
  return withRecords(book, { type, visitId: book.visit.id, body: { sku } });
}

/** A tester that the catalogue does not know begins a visit and colours nothing. */
function actScan(before: Book, { sku, finish }: HappeningOf<'scan'>): Book {
  if (finish === undefined || !hasVisit(before)) return before;
  const { intensity } = before.session;
  const book: VisitBook = { ...before, session: { ...before.session, sku } };
  return wear(book, 'shopper', { sku, finish, intensity, source: 'scan' });
}

/** What was worn until now is recorded first, so that it is there to jump the queue with the code. */
function showCode(book: VisitBook, { code }: HappeningOf<'code'>): VisitBook {
  if (code === null) return withVisit(book, { hasCode: true });
  const isDemo = book.visit.mode === 'demo';
  const cut = withVisit(cutWearings(book), { hasCode: true });
  return withRecords(cut, {
    type: 'code.shown',
    visitId: book.visit.id,
    body: isDemo ? { ...code, isDemo } : code,
  });
}

/** Why an open visit ends with this; null when it does not. @param book which has observed it */
export function endingOf(book: VisitBook, before: Book, happening: Happening): VisitEnd | null {
  if (happening.type === 'intent' && happening.intent.type === 'visit.forget') return 'forget';
  if (happening.type === 'close') return 'staff';
  // A demonstration and a shopper's visit are never one: whoever comes next begins her own.
  if (happening.type === 'staff' && happening.isDemo !== before.staff.isDemo) return 'staff';
  if (book.visit.isStandIn && seesPerson(happening)) return 'left';
  const { atMs, reason } = endDue(book);
  return happening.nowMs >= atMs ? reason : null;
}

/** The demo shopper showed the mirror, and now a real face is there: it is no shopper's part of a demonstration. */
function seesPerson(happening: Happening): boolean {
  if (happening.type === 'report') return seesFace(happening.report);
  if (happening.type !== 'intent' || happening.intent.type !== 'shade.shown') return false;
  return !happening.intent.isDemo && happening.intent.frames > 0;
}

/** What she wears is recorded before the end, and nothing of the visit after it. */
export function end(before: VisitBook, happening: Happening, reason: VisitEnd): Book {
  const book = endTryon(closeWearings(before), 'visit-ended');
  const { id, startedMs, activityMs, tryonMs } = book.visit;
  const { intent } = happening.type === 'intent' ? happening : { intent: null };
  const nextVisit = intent?.type === 'visit.forget' ? intent.nextVisit : happening.nextVisit;
  const durationMs = Math.max(0, Math.round(activityMs - startedMs));
  const body = { reason, durationMs, tryonMs: Math.floor(tryonMs) };
  return withRecords(
    {
      ...book,
      session: emptySession(nextVisit),
      presence: { ...book.presence, sinceMs: null },
      // Whoever was before a stand-in has had no visit yet.
      sight: { ...book.sight, newFaceMs: book.visit.isStandIn ? 0 : null },
      endedMs: happening.nowMs,
      visit: null,
    },
    { type: 'visit.ended', visitId: id, body },
  );
}
