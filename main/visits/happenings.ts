/** What can happen to a visit, from the page, from devices, from staff and by time, and which of it begins one. */
import type { EventBody, VisitTrigger } from '../contract/events.ts';
import type { Finish } from '../contract/finishes.ts';
import type { PageReport } from '../contract/health.ts';
import type { Intent } from '../contract/intents.ts';
import type { Book } from './book.ts';
import { PAGE_FRESH_MS } from './end-rules.ts';

export interface VisitPolicy {
  startOn: 'touch' | 'presence';
  /** Serves while nobody is signed in. */
  ba?: string | undefined;
  demo: boolean;
}

export type SignOut = EventBody<'staff.signed_out'>['reason'];

export type What =
  | { type: 'intent'; intent: Intent; finish: Finish | undefined }
  | { type: 'report'; report: PageReport }
  /** null: there is no sensor, or it fails. */
  | { type: 'presence'; isPresent: boolean | null }
  | { type: 'scan'; sku: string; finish: Finish | undefined }
  /** A renewal comes by itself, in place of one that has run out. */
  /** null: one that she had hidden comes back. */
  | { type: 'code'; code: EventBody<'code.shown'> | null; isRenewal: boolean }
  | { type: 'code-gone' }
  | { type: 'staff'; ba: string | null; isDemo: boolean; reason: SignOut }
  /** Staff end the visit. */
  | { type: 'close' }
  | { type: 'tick' };

export type Happening = What & {
  nowMs: number;
  policy: VisitPolicy;
  /** UUID for the visit after this one. */
  nextVisit: string;
};
export type HappeningOf<T extends What['type']> = Extract<Happening, { type: T }>;

/** A face must be seen that long before it begins a visit: who walks by is no visitor. */
const FACE_BEGINS_MS = 800;
/** Between two reports of the page. */
const REPORT_EVERY_MS = 2000;
/** The page's and the service's words about one touch are that far apart at most. */
const TOUCH_TOLERANCE_MS = 500;

/** Why a visit begins with this; null when it does not. @param book before it */
export function triggerOf(book: Book, happening: Happening): VisitTrigger | null {
  switch (happening.type) {
    case 'scan':
      return 'scan';
    case 'code':
      return 'touch';
    case 'intent':
      return touchIn(happening.intent);
    case 'report':
      if (touchedMs(book, happening) !== null) return 'touch';
      return isNewFace(book, happening) ? 'presence' : null;
    case 'presence':
      return isArrival(book, happening) ? 'presence' : null;
    default:
      return null;
  }
}

/** Without a sensor a face stands for presence. */
function isNewFace(book: Book, report: HappeningOf<'report'>): boolean {
  if (report.policy.startOn !== 'presence' || book.presence.isPresent !== null) return false;
  return (newFaceMs(book, report) ?? 0) >= FACE_BEGINS_MS;
}

/** Who stands there since her last visit touches to begin another. */
function isArrival({ presence }: Book, { isPresent, policy }: HappeningOf<'presence'>): boolean {
  return policy.startOn === 'presence' && isPresent === true && presence.isPresent !== true;
}

/** How she touched with this; null for what the page tells by itself. */
export function touchIn(intent: Intent): 'touch' | 'scan' | null {
  switch (intent.type) {
    case 'shade.wear':
      if (intent.source === 'scan') return 'scan';
      return intent.source === 'start' || intent.source === 'hand-over' ? null : 'touch';
    case 'shade.favourite':
    case 'compare.use':
    case 'code.show':
    case 'code.hide':
      return 'touch';
    default:
      return null;
  }
}

/** When she touched since the last report; null when she did not. What ended the last visit does not begin the next. */
export function touchedMs(book: Book, { report, nowMs }: HappeningOf<'report'>): number | null {
  if (report.touchAgeMs === null) return null;
  const atMs = nowMs - report.touchAgeMs;
  const lastMs = book.sight.reportMs ?? nowMs - REPORT_EVERY_MS;
  const isNew = atMs > lastMs && atMs > (book.endedMs ?? Number.NEGATIVE_INFINITY) + TOUCH_TOLERANCE_MS;
  return isNew ? atMs : null;
}

/** The camera looks at people, and what it sees reaches the painter. */
export const sees = ({ camera, tryon }: PageReport): boolean =>
  camera.state === 'live' && !camera.isDemo && tryon.state === 'running';

export const seesFace = (report: PageReport): boolean => sees(report) && report.tryon.faceShare > 0;

/** How long a face has been seen, this report's share included; null while it is hers who had the last visit. */
export function newFaceMs({ sight }: Book, { report, nowMs }: HappeningOf<'report'>): number | null {
  if (!seesFace(report)) return 0;
  if (sight.newFaceMs === null) return null;
  const sinceMs = nowMs - (sight.reportMs ?? Number.NEGATIVE_INFINITY);
  const beforeMs = sinceMs > PAGE_FRESH_MS ? 0 : sight.newFaceMs;
  return beforeMs + report.tryon.faceShare * Math.min(REPORT_EVERY_MS, sinceMs);
}
