/** When a visit ends by itself: the times at which something is due if nothing else happens, out of the book. */
import type { VisitEnd } from '../contract/events.ts';
import { type Book, hasVisit, type VisitBook } from './book.ts';

/** After presence is lost. */
const LEFT_AFTER_MS = 8_000;
/** After the last face where there is no sensor. */
const FACELESS_MS = 20_000;
/** The same while a code is on the screen: she bows her head over her phone, or holds it before her face. */
const FACELESS_WITH_CODE_MS = 60_000;
/** Without activity. */
const INACTIVE_MS = 90_000;
/** The screen says so long that it is cleared. */
export const LEAVING_MS = 4_000;
/** A page that is not heard of for so long is gone, and its try-on interrupted. */
const PAGE_GONE_MS = 30_000;
/** Reports come every two seconds; after this long the last one is not believed any more. */
export const PAGE_FRESH_MS = 10_000;

/** The first end that is due, and when. */
export function endDue(book: VisitBook): { atMs: number; reason: VisitEnd } {
  const leftMs = Math.min(presenceDueMs(book), faceDueMs(book));
  const inactiveMs = book.visit.activityMs + INACTIVE_MS;
  return leftMs <= inactiveMs ? { atMs: leftMs, reason: 'left' } : { atMs: inactiveMs, reason: 'timeout' };
}

/** A sensor counts once it has felt her go in this visit: one that never felt her come says nothing. */
const wasLost = ({ presence, visit }: VisitBook): boolean =>
  presence.isPresent === false && presence.lostMs !== null && presence.lostMs >= visit.startedMs;

/** Who touches is there, whatever the sensor says. A face may be that of someone further away. */
function presenceDueMs(book: VisitBook): number {
  if (!wasLost(book)) return Number.POSITIVE_INFINITY;
  return Math.max(book.presence.lostMs ?? 0, book.visit.touchMs) + LEFT_AFTER_MS;
}

function faceDueMs(book: VisitBook): number {
  const { presence, sight, visit } = book;
  const isSensed = presence.isPresent === true || wasLost(book);
  if (isSensed || sight.seesSinceMs === null || sight.reportMs === null) return Number.POSITIVE_INFINITY;
  const facelessMs = visit.hasCode ? FACELESS_WITH_CODE_MS : FACELESS_MS;
  const dueMs = Math.max(visit.faceMs, visit.touchMs, sight.seesSinceMs) + facelessMs;
  return dueMs <= sight.reportMs + PAGE_FRESH_MS ? dueMs : Number.POSITIVE_INFINITY;
}

/** When the page counts as gone; never while no try-on is open. */
export function pageGoneDueMs({ pageMs, visit }: Book): number {
  return visit?.tryon ? (pageMs ?? visit.startedMs) + PAGE_GONE_MS : Number.POSITIVE_INFINITY;
}

/** A code is on a screen only while there is a page to show it. */
export const isPageThere = ({ pageMs }: Book, nowMs: number): boolean =>
  pageMs !== null && nowMs - pageMs < PAGE_GONE_MS;

export const isCleared = ({ endedMs }: Book, nowMs: number): boolean =>
  nowMs >= (endedMs ?? Number.NEGATIVE_INFINITY) + LEAVING_MS;

/** When the machine must be told the time again; infinite when only something that happens can change it. */
export function nextDueMs(phase: string, book: Book): number {
  if (phase === 'leaving') return (book.endedMs ?? 0) + LEAVING_MS;
  return hasVisit(book) ? Math.min(endDue(book).atMs, pageGoneDueMs(book)) : Number.POSITIVE_INFINITY;
}
