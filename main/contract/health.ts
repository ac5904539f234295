/** How the mirror is: what the page reports every two seconds, and the whole as the service tells it. Never a picture, never a name. */
import { z } from 'zod';
import { calibrationHealthSchema } from './calibration.ts';
import { CAMERA_STATES } from './camera.ts';
import { LIGHT_READINGS } from './light.ts';

const count = z.int().nonnegative();
const ms = z.number().nonnegative();

export const TRYON_STATES = ['loading', 'running', 'failed'] as const;

export const pageReportSchema = z.strictObject({
  camera: z.strictObject({
    state: z.enum(CAMERA_STATES),
    /** Size of the frames as they come; 0 × 0 before the first. */
    widthPx: count,
    heightPx: count,
    /** Age of the newest frame; null before the first. */
    frameAgeMs: ms.nullable(),
    /** Frames a second, over the last two seconds. */
    fps: ms,
    /** Cameras connected, this one included. */
    connected: count,
    /** Times that the picture came back after a trouble. */
    recoveries: count,
    /** The demo shopper stands in for it. */
    isDemo: z.boolean(),
  }),
  tryon: z.strictObject({
    state: z.enum(TRYON_STATES),
    /** Median work per frame over the last two seconds. */
    workMs: ms,
    /** Share of frames with a face, 0..1, over the last two seconds. */
    faceShare: z.number().min(0).max(1),
    /** Times that the worker had to be started again. */
    restarts: count,
  }),
  /** The light on the shopper's face; null while there is none, and for the demo shopper. */
  light: z.enum(LIGHT_READINGS).nullable(),
  /** Since the screen was last touched or a key pressed; null before the first time. */
  touchAgeMs: ms.nullable(),
  /** Intents not yet answered. */
  waitingIntents: count,
  /** Intents given up because more than the page can keep were waiting, since it started. */
  lostIntents: count,
});

export type PageReport = z.infer<typeof pageReportSchema>;

/** The store of events and what waits in it for HQ. */
const storeHealthSchema = z.strictObject({
  pending: count,
  quarantined: count,
  /** Time of the oldest pending event, since 1970; null without one. */
  oldestPendingMs: ms.nullable(),
  /** Refused since the mirror was installed because the disk or a bound was full, and not yet reported to HQ. */
  lost: count,
  /** 0 (empty) .. 1 (at a bound). */
  fullness: z.number().nonnegative(),
});

export const SYNC_STATES = ['unset', 'enrolling', 'waiting', 'sending', 'backing-off', 'refused'] as const;

/** `unset`: no HQ is named; `refused`: HQ does not let this mirror in, a person must act (`problem` says how). */
const syncHealthSchema = z.strictObject({
  state: z.enum(SYNC_STATES),
  store: z.string().nullable(),
  mirror: z.string().nullable(),
  /** Since HQ last accepted; null before the first time in this run. */
  acceptedAgeMs: ms.nullable(),
  clockOffsetMs: z.int().nullable(),
  /** A sentence that says what to do; null when all is well. */
  problem: z.string().nullable(),
});

export type StoreHealth = z.infer<typeof storeHealthSchema>;
export type SyncHealth = z.infer<typeof syncHealthSchema>;

/** A file that was refused; the last good one is in use. */
const fileProblemSchema = z.strictObject({
  file: z.enum(['settings', 'catalogue', 'counts']),
  /** Says what to correct, with key and line. */
  sentence: z.string(),
});

export type FileProblem = z.infer<typeof fileProblemSchema>;

export const healthSchema = z.strictObject({
  version: z.string(),
  /** UUID of this run of the service. */
  boot: z.uuid(),
  uptimeMs: ms,
  problems: z.array(fileProblemSchema),
  /** The page's last report; null until one came, and when the last is over ten seconds old. */
  page: pageReportSchema.nullable(),
  store: storeHealthSchema,
  sync: syncHealthSchema,
  /** Of the camera's colours; null when it was never calibrated. */
  calibration: calibrationHealthSchema.nullable(),
});

export type Health = z.infer<typeof healthSchema>;
