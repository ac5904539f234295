/** A way of painting lips that the benchmark compares: what it must offer to be measured. */
import type { Browser } from 'playwright-core';
import type { RunningServer } from '../../main/headless/server.ts';
import type { PaintedFrame } from './figures.ts';

export type WayKey = 'ours' | 'documentedUse' | 'faceMesh' | 'companion';

/** A page that paints lips. Closing its browser ends it. */
export interface WayPage {
  /** Frames painted since the last call, and the page's time of this one, ms. */
  take(): Promise<{ frames: PaintedFrame[]; nowMs: number }>;
  /** ms from a change of shade to the first written frame that carries it, for `count` changes. */
  changeShades?(count: number): Promise<number[]>;
}

export interface Way {
  /** In the JSON file. */
  key: WayKey;
  /** On the command line and in tables. */
  name: string;
  /** Resolves when lips are painted. Rejects with Playwright's own TimeoutError when none are. */
  open(browser: Browser, server: RunningServer, timeoutMs: number): Promise<WayPage>;
}
