/** What each happening tells of who is there: touches, faces, presence, the page's life, who serves. Book in, book out. */
import { type Book, hasVisit, type OpenVisit, withRecords, withVisit } from './book.ts';
import { endDue, isPageThere, PAGE_FRESH_MS, pageGoneDueMs } from './end-rules.ts';
import {
  type Happening,
  type HappeningOf,
  newFaceMs,
  sees,
  seesFace,
  touchedMs,
  touchIn,
} from './happenings.ts';
import { endTryon } from './wearing.ts';

export function observe(before: Book, happening: Happening): Book {
  const book = keepCodeOnScreen(before, happening.nowMs);
  switch (happening.type) {
    case 'intent':
      return observeIntent(book, happening);
    case 'report':
      return observeReport(book, happening);
    case 'presence':
      return observePresence(book, happening);
    case 'staff':
      return observeStaff(book, happening);
    case 'tick':
      return observeTime(book, happening);
    case 'code-gone':
      // Claimed or run out: from now on her face counts again, so that she still sees the thank-you.
      return noteActivity(book, 'faceMs', happening.nowMs);
    case 'code':
      return happening.isRenewal ? book : noteActivity(book, 'touchMs', happening.nowMs);
    default:
      return noteActivity(book, 'touchMs', happening.nowMs);
  }
}

function noteActivity(book: Book, what: 'touchMs' | 'faceMs', atMs: number): Book {
  if (!hasVisit(book)) return book;
  const { visit } = book;
  const later: Partial<OpenVisit> = {
    [what]: Math.max(visit[what], atMs),
    activityMs: Math.max(visit.activityMs, atMs),
  };
  return withVisit(book, later);
}

function keepCodeOnScreen(book: Book, nowMs: number): Book {
  if (!hasVisit(book) || !book.visit.hasCode || !isPageThere(book, nowMs)) return book;
  return withVisit(book, { activityMs: Math.max(book.visit.activityMs, nowMs) });
}

function observeIntent(before: Book, { intent, nowMs }: HappeningOf<'intent'>): Book {
  const book = { ...before, pageMs: nowMs };
  if (intent.type === 'shade.shown') {
    const seen = { ...book, sight: { ...book.sight, isDemo: intent.isDemo } };
    return intent.isDemo || intent.frames === 0 ? seen : noteActivity(seen, 'faceMs', nowMs);
  }
  // Who asks to be forgotten touches; a hand-over says that one of the two stays.
  if (touchIn(intent) !== null || intent.type === 'visit.forget') return noteActivity(book, 'touchMs', nowMs);
  return intent.type === 'shade.wear' ? noteActivity(book, 'faceMs', nowMs) : book;
}

function observeReport(before: Book, happening: HappeningOf<'report'>): Book {
  const { report, nowMs } = happening;
  const { seesSinceMs, reportMs } = before.sight;
  const isBreak = nowMs - (reportMs ?? Number.NEGATIVE_INFINITY) > PAGE_FRESH_MS;
  const book: Book = {
    ...before,
    pageMs: nowMs,
    sight: {
      isDemo: report.camera.isDemo,
      seesSinceMs: sees(report) ? ((isBreak ? null : seesSinceMs) ?? nowMs) : null,
      newFaceMs: newFaceMs(before, happening),
      reportMs: nowMs,
    },
  };
  const touchMs = touchedMs(before, happening);
  const touched = touchMs === null ? book : noteActivity(book, 'touchMs', touchMs);
  return seesFace(report) ? noteActivity(touched, 'faceMs', nowMs) : touched;
}

function observePresence(book: Book, { isPresent, nowMs }: HappeningOf<'presence'>): Book {
  const { presence } = book;
  if (isPresent === presence.isPresent) return book;
  if (isPresent === null) return { ...book, presence: { isPresent, sinceMs: null, lostMs: null } };
  if (isPresent) return { ...book, presence: { isPresent, sinceMs: nowMs, lostMs: null } };
  const gone: Book = { ...book, presence: { isPresent, sinceMs: null, lostMs: nowMs } };
  if (presence.sinceMs === null || hasVisit(book)) return gone;
  const durationMs = Math.round(nowMs - presence.sinceMs);
  return withRecords(gone, { type: 'presence.passed', visitId: null, body: { durationMs } });
}

function observeStaff(book: Book, { ba, isDemo, reason }: HappeningOf<'staff'>): Book {
  const before = book.staff.ba;
  const next: Book = { ...book, staff: { ba, isDemo } };
  if (before === ba) return next;
  const out =
    before === null
      ? []
      : [{ type: 'staff.signed_out', visitId: null, body: { ba: before, reason } } as const];
  const into = ba === null ? [] : [{ type: 'staff.signed_in', visitId: null, body: { ba } } as const];
  return withRecords(next, ...out, ...into);
}

/** A page that went while nobody was left is no interruption: the visit's own end comes first. */
function observeTime(book: Book, { nowMs }: HappeningOf<'tick'>): Book {
  const goneMs = pageGoneDueMs(book);
  return hasVisit(book) && nowMs >= goneMs && goneMs < endDue(book).atMs
    ? endTryon(book, 'interrupted')
    : book;
}
