/** Painted frames of one round in, the figures that are compared out; and their medians over rounds. */
import { countSteps, droppedRatio } from './frame-steps.ts';
import { median, percentile } from './stats.ts';

/** One frame that was painted. */
export interface PaintedFrame {
  /** The camera's own time of it, ms; only differences mean anything. */
  cameraMs: number;
  /** When it was handed to the screen, ms on any clock; only differences mean anything. */
  writtenMs: number;
  /** Ours: copyTo … write. Theirs: detection and drawing. */
  workMs: number;
  /** From the camera's capture to `writtenMs`; NaN where the browser does not tell. */
  latencyMs: number;
}

/** What is told of one way; all in ms but `fps` and the share of dropped frames (0..1). */
export interface Figures {
  fps: number;
  droppedRatio: number;
  intervalP95Ms: number;
  workP50Ms: number;
  workP95Ms: number;
  latencyP50Ms: number;
  latencyP95Ms: number;
  cpuMsPerFrame: number;
}

/**
 * @param elapsedMs how long frames were counted
 * @param cpuMs CPU time of all of the browser's processes meanwhile
 */
export function summarise(frames: readonly PaintedFrame[], elapsedMs: number, cpuMs: number): Figures {
  const work = frames.map(({ workMs }) => workMs);
  const latency = frames.map(({ latencyMs }) => latencyMs);
  const written = frames.map(({ writtenMs }) => writtenMs);
  const intervals = written.slice(1).map((ms, i) => ms - (written[i] as number));
  return {
    fps: (1000 * frames.length) / elapsedMs,
    droppedRatio: droppedRatio(countSteps(frames.map(({ cameraMs }) => cameraMs))),
    intervalP95Ms: percentile(intervals, 0.95),
    workP50Ms: median(work),
    workP95Ms: percentile(work, 0.95),
    latencyP50Ms: median(latency),
    latencyP95Ms: percentile(latency, 0.95),
    cpuMsPerFrame: cpuMs / frames.length,
  };
}

/** Each figure's median over the rounds. */
export function medianFigures(rounds: readonly Figures[]): Figures {
  const [first] = rounds;
  const keys = Object.keys(first ?? {}) as (keyof Figures)[];
  return Object.fromEntries(keys.map((key) => [key, median(rounds.map((round) => round[key]))])) as never;
}
