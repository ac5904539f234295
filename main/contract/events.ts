/**
 * Everything that a mirror records: the types of events and, for each, the only fields its body may carry. What is not
 * listed here cannot reach the disk or HQ: no image, no landmark, no skin tone, no age, no gender.
 */
import { z } from 'zod';
import { CAMERA_STATES } from './camera.ts';
import { CARRIERS } from './carriers.ts';
import { FINISHES } from './finishes.ts';
import { WEAR_SOURCES } from './intents.ts';
import { LIGHT_READINGS } from './light.ts';
import { HUMAN_PATTERN } from './tokens.ts';
import { WEARERS } from './wearers.ts';

const sku = z.string().min(1).max(32);
const skus = z.array(sku).max(50);
const count = z.int().nonnegative();
const ms = z.int().nonnegative();
const share = z.number().min(0).max(1);
/** A beauty advisor's id in the registry, never her name. */
const ba = z.string().min(1).max(64);
const token = z.string().min(1).max(64);

export const VISIT_TRIGGERS = ['presence', 'touch', 'scan'] as const;
/** `demo`: an advisor shows the mirror, or the demo shopper stands in for a camera. Never counted with shoppers. */
export const VISIT_MODES = ['shopper', 'demo'] as const;
export const VISIT_ENDS = ['left', 'timeout', 'forget', 'staff'] as const;

const shadeOnly = z.strictObject({ sku });

/** The bodies by type, in version 1. */
export const EVENT_BODIES = {
  /** Someone stood in the zone and left without a visit; needs a sensor. */
  'presence.passed': z.strictObject({ durationMs: ms }),
  'visit.started': z.strictObject({
    trigger: z.enum(VISIT_TRIGGERS),
    mode: z.enum(VISIT_MODES),
    /** Serving advisor; null where none is signed in. */
    ba: ba.nullable(),
  }),
  /** The first painted frame of the visit. */
  'tryon.started': z.strictObject({
    /** Version of the camera notice that she saw; null where none is shown. */
    notice: z.string().max(32).nullable(),
  }),
  'tryon.ended': z.strictObject({
    reason: z.enum(['visit-ended', 'interrupted']),
    /** Frames shown with painted lips. */
    frames: count,
    meanFps: z.number().min(0).max(1000),
    faceShare: share,
  }),
  /** A shade painted on screen for a second or more; its rest may be shorter. */
  'shade.worn': z.strictObject({
    sku,
    finish: z.enum(FINISHES),
    intensity: share,
    source: z.enum(WEAR_SOURCES),
    wearer: z.enum(WEARERS),
    /** Sum of the times of frames that were shown with her lips painted in it. */
    dwellMs: ms,
    /** The rest of a wearing of which an earlier event tells the beginning: its time counts, and no shade more. */
    isContinued: z.literal(true).optional(),
    quality: z.strictObject({
      /** What the light was for most of the time; null where it was not read. */
      light: z.enum(LIGHT_READINGS).nullable(),
      /** Share of frames with a face while it was worn. */
      tracking: share,
    }),
  }),
  'shade.favourited': shadeOnly,
  'shade.unfavourited': shadeOnly,
  'shade.rated': z.strictObject({ sku, rating: z.int().min(1).max(5) }),
  'wish.made': z.strictObject({
    sku,
    /** Chosen from the screen's list, never typed. */
    words: z.array(z.string().regex(/^[a-z]+(-[a-z]+)*$/)).max(8),
  }),
  'compare.used': z.strictObject({ skus }),
  'tour.finished': z.strictObject({ skus }),
  'code.shown': z.strictObject({
    token,
    carrier: z.enum(CARRIERS),
    benefit: z.string().max(64).nullable(),
    ba: ba.nullable(),
    skus,
    /** What staff type where a phone does not scan; left out where the code stands for no visit. */
    human: z.string().regex(HUMAN_PATTERN).optional(),
    /** Shown in a demonstration: nobody is credited for it. */
    isDemo: z.literal(true).optional(),
  }),
  'code.claimed': z.strictObject({ token, contact: z.enum(['new', 'known']), claimedAtMs: ms }),
  'member.joined': z.strictObject({
    token,
    /** HQ's reference, which tells the mirror nothing of who it is. */
    contact: z.string().min(1).max(64),
    tier: z.string().max(32).nullable(),
  }),
  'visit.ended': z.strictObject({
    reason: z.enum(VISIT_ENDS),
    /** From its start to the last activity. */
    durationMs: ms,
    /** With painted lips. */
    tryonMs: ms,
  }),
  'staff.signed_in': z.strictObject({ ba }),
  'staff.signed_out': z.strictObject({ ba, reason: z.enum(['asked', 'idle', 'restart']) }),
  'staff.failed': z.strictObject({ ba: ba.nullable() }),
  'settings.changed': z.strictObject({
    ba: ba.nullable(),
    by: z.enum(['file', 'hq', 'staff']),
    keys: z.array(z.string().max(64)).max(64),
  }),
  'mirror.health': z.strictObject({
    fps: z.number().min(0).max(1000),
    faceShare: share,
    camera: z.enum(CAMERA_STATES).nullable(),
    frameAgeMs: ms.nullable(),
    rssMiB: z.number().nonnegative(),
    pending: count,
    quarantined: count,
    /** HQ's clock less this mirror's; null before they met. */
    clockOffsetMs: z.int().nullable(),
    version: z.string().max(32),
    /** Devices by kind. */
    devices: z.record(z.string().max(32), z.string().max(32)),
    /**
     * Readings that this one stands for. More than one after folding: then as many sequence numbers are missing, because
     * those readings went and this one has a number of its own.
     */
    folded: z.int().positive(),
  }),
  /** What a full disk or a bound refused since the last such event. */
  'loss.reported': z.strictObject({ class: z.string().max(32), count: z.int().positive() }),
  /** The store was damaged: what was set aside may hold events after `lastSeq` that are nowhere else. */
  'store.incident': z.strictObject({
    kind: z.enum(['set-aside', 'restored']),
    /** The highest sequence number known to have been given. */
    lastSeq: count,
  }),
} as const;

export type EventType = keyof typeof EVENT_BODIES;
export type EventBody<T extends EventType> = z.infer<(typeof EVENT_BODIES)[T]>;
export type VisitEnd = (typeof VISIT_ENDS)[number];
export type VisitTrigger = (typeof VISIT_TRIGGERS)[number];

export const EVENT_TYPES = Object.keys(EVENT_BODIES) as EventType[];
export const EVENT_VERSION = 1;

/** An event to be recorded. */
export type NewEvent = {
  [T in EventType]: { type: T; visitId: string | null; body: EventBody<T> };
}[EventType];

/** An event as recorded: minted once, never edited. */
export interface MirrorEvent {
  /** Strictly rising on a mirror, over damage and restarts as well. */
  readonly seq: number;
  /** UUIDv7. */
  readonly id: string;
  readonly type: EventType;
  readonly version: number;
  /** null for what concerns the mirror and no visit. */
  readonly visitId: string | null;
  /** When it happened by the best knowledge of the mirror, ms since the epoch: the ground of days and hours. */
  readonly timeMs: number;
  /** The mirror's own clock, which may jump. */
  readonly wallMs: number;
  /** Since the machine started, ms; starts anew with `bootId`. */
  readonly monoMs: number;
  /** UUID of this run of the machine's service. */
  readonly bootId: string;
  /** Frozen JSON text of the body. */
  readonly body: string;
  /** Of `digestText` (wire.ts), hex. */
  readonly sha256: string;
}
