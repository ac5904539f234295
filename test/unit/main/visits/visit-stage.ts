/** A mirror's visits over a real store, with clocks that stand still until told: what tests of visits stand on. */
import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { loadCatalogue, SAMPLE_CATALOGUE } from '../../../../main/catalog/catalogue.ts';
import type { EventBody, EventType } from '../../../../main/contract/events.ts';
import type { PageReport } from '../../../../main/contract/health.ts';
import type { Intent } from '../../../../main/contract/intents.ts';
import { LiveValue } from '../../../../main/live-value.ts';
import { openStore, type Store } from '../../../../main/store/store.ts';
import type { VisitPolicy } from '../../../../main/visits/happenings.ts';
import { buildVisits, type Visits } from '../../../../main/visits/visits.ts';
import { tempFolder } from '../../../fakes/temp-folder.ts';

export const [RED, PLUM, NUDE] = ['VA-M04', 'VA-M07', 'VA-M01'];
const catalogue = loadCatalogue(SAMPLE_CATALOGUE);
export const SHADES = catalogue.shades;

export type Wish = Intent extends infer T
  ? T extends Intent
    ? Omit<T, 'id' | 'visit' | 'atMs'>
    : never
  : never;
type Shown = Extract<Wish, { type: 'shade.shown' }>;

export interface Recorded {
  type: EventType;
  visit: string | null;
  body: Record<string, unknown>;
}

export interface VisitStage {
  store: Store;
  visits: Visits;
  policy: VisitPolicy;
  /** What nobody waited for and the disk refused. */
  failures: unknown[];
  damages: unknown[];
  phase(): string;
  /** Tells the intent in the visit that is open now. */
  send(wish: Wish, id?: string): 'applied' | 'repeated' | 'late';
  wear(sku: string, more?: Partial<Extract<Wish, { type: 'shade.wear' }>>): void;
  /** A slice of `shownMs` at 30 frames a second. */
  shown(sku: string, shownMs: number, more?: Partial<Shown>): void;
  /** She asks for a code, and this one is shown. */
  showCode(code: EventBody<'code.shown'>): void;
  report(more?: { camera?: object; tryon?: object; touchAgeMs?: number | null }): void;
  /** Reports every two seconds while the time passes. */
  reportFor(durationMs: number, more?: Parameters<VisitStage['report']>[0]): void;
  pass(durationMs: number): void;
  /** The process is stopped while the clocks go on; then what waited comes, or what falls due in so many ms. */
  standStill(durationMs: number, passMs?: number): void;
  /** A report of a camera that sees one face. */
  page(): PageReport;
  /** Kills the service, lets time pass and starts it again; the wall clock may jump by more, the machine be started anew. */
  restart(away?: {
    awayMs?: number;
    wallJumpMs?: number;
    isReboot?: boolean;
    spoil?(store: Store): void;
    /** An older copy of the store, put back as the README says. */
    copy?: string;
  }): void;
  recorded(...types: EventType[]): Recorded[];
  types(): EventType[];
}

export function visitStage(policy: Partial<VisitPolicy> = {}, shades = SHADES): VisitStage {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 20, 9) });
  onTestFinished(() => void vi.useRealTimers());
  const path = join(tempFolder(), 'store.db');
  const edges = { jumpMs: 0, bootMs: performance.now() - 500_000 };
  const clock = {
    wallMs: () => Date.now() + edges.jumpMs,
    monoMs: () => Math.round(performance.now() - edges.bootMs),
  };
  const open = () => openStore({ path, bootId: crypto.randomUUID(), clock });
  const stage = {
    policy: { startOn: 'touch', demo: false, ...policy },
    failures: [],
    damages: [],
  } as unknown as VisitStage;
  const build = () =>
    buildVisits({
      store: stage.store,
      policy: () => stage.policy,
      catalogue: new LiveValue({ ...catalogue, shades }),
      onFailed: (cause) => stage.failures.push(cause),
      onDamaged: (cause) => stage.damages.push(cause),
    });
  stage.store = open();
  stage.visits = build();
  onTestFinished(() => {
    stage.visits.stop();
    stage.store.close();
  });

  stage.phase = () => stage.visits.session.value.phase;
  stage.send = (wish, id = crypto.randomUUID()) => {
    const intent = { id, visit: stage.visits.session.value.visit, atMs: Date.now(), ...wish } as Intent;
    return stage.visits.record(intent).outcome;
  };
  stage.wear = (sku, more) =>
    void stage.send({ type: 'shade.wear', sku, intensity: 1, source: 'rail', ...more });
  stage.shown = (sku, shownMs, more) => {
    const frames = Math.round((shownMs * 30) / 1000);
    const slice: Shown = {
      ...{ type: 'shade.shown', sku, intensity: 1, wearer: 'shopper', shownMs, frames },
      ...{ spanMs: shownMs, allFrames: frames, light: 'good', isDemo: false },
    };
    stage.send({ ...slice, ...more });
  };
  stage.showCode = (code) => {
    const { visit } = stage.visits.session.value;
    const intent = { id: crypto.randomUUID(), visit, atMs: Date.now(), type: 'code.show' } as const;
    stage.visits.showCode(code, intent, () => {});
  };
  stage.report = ({ camera, tryon, touchAgeMs = null } = {}) =>
    stage.visits.see({
      ...REPORT,
      camera: { ...REPORT.camera, ...camera },
      tryon: { ...REPORT.tryon, ...tryon },
      touchAgeMs,
    });
  stage.reportFor = (durationMs, more) => {
    for (let passedMs = 0; passedMs < durationMs; passedMs += 2000) {
      stage.pass(2000);
      stage.report(more);
    }
  };
  stage.pass = (durationMs) => void vi.advanceTimersByTime(durationMs);
  stage.page = () => REPORT;
  stage.standStill = (durationMs, passMs) => {
    edges.bootMs -= durationMs;
    edges.jumpMs += durationMs;
    if (passMs === undefined) vi.runOnlyPendingTimers();
    else vi.advanceTimersByTime(passMs);
  };
  stage.restart = ({ awayMs = 0, wallJumpMs = 0, isReboot = false, spoil, copy } = {}) => {
    stage.visits.stop();
    spoil?.(stage.store);
    stage.store.close();
    if (copy !== undefined) {
      for (const companion of ['-wal', '-shm']) rmSync(path + companion, { force: true });
      copyFileSync(copy, path);
    }
    vi.advanceTimersByTime(awayMs);
    edges.jumpMs += wallJumpMs;
    if (isReboot) edges.bootMs = performance.now() - 1000;
    stage.store = open();
    stage.visits = build();
  };
  stage.recorded = (...types) =>
    stage.store.db
      .prepare<[], { type: EventType; visit_id: string | null; body: string }>(
        'SELECT * FROM events ORDER BY seq',
      )
      .all()
      .map(({ type, visit_id, body }) => ({ type, visit: visit_id, body: JSON.parse(body) }))
      .filter(({ type }) => types.length === 0 || types.includes(type));
  stage.types = () => stage.recorded().map(({ type }) => type);
  return stage;
}

/** A camera that sees one face. */
const REPORT: PageReport = {
  camera: {
    ...{ state: 'live', widthPx: 1280, heightPx: 720, frameAgeMs: 20, fps: 30 },
    ...{ connected: 1, recoveries: 0, isDemo: false },
  },
  tryon: { state: 'running', workMs: 15, faceShare: 1, restarts: 0 },
  light: 'good',
  touchAgeMs: null,
  waitingIntents: 0,
  lostIntents: 0,
};

export const NOBODY = { tryon: { faceShare: 0 } };
export const NO_CAMERA = { camera: { state: 'missing' }, tryon: { faceShare: 0 } };
export const STAND_IN = { camera: { state: 'missing', isDemo: true } };
