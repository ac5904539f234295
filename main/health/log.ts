/**
 * The mirror's log: JSON lines in the data folder, at most six files of 5 MB. Only the events and fields of
 * log-events.ts are written. A disk that is full costs lines, which are counted, and never the mirror.
 */
import { mkdirSync } from 'node:fs';
import { pino } from 'pino';
import { createStream, type RotatingFileStream } from 'rotating-file-stream';
import { LOG_EVENTS, type LogEvent, type LogFields } from './log-events.ts';

export interface Log {
  info<E extends LogEvent>(event: E, fields?: LogFields<E>): void;
  warn<E extends LogEvent>(event: E, fields?: LogFields<E>): void;
  error<E extends LogEvent>(event: E, fields?: LogFields<E>): void;
  /** Lines that the disk did not take. */
  readonly lostLines: number;
  stop(): Promise<void>;
}

const FILE = 'mirror.log';
/** The one that is written to, and five before it. */
const ROTATION = { size: '5M', rotate: 5 } as const;
/** After the disk refused a line, until it is tried again. */
const REOPEN_AFTER_MS = 10_000;
/** Longer texts are cut: a stack tells enough in its first lines. */
const MAX_TEXT = 2000;

/** @param folder made when absent */
export function openLog(folder: string): Log {
  let stream: RotatingFileStream | undefined;
  let retryAtMs = 0;
  let lostLines = 0;

  function open(): RotatingFileStream | undefined {
    if (stream !== undefined || Date.now() < retryAtMs) return stream;
    try {
      mkdirSync(folder, { recursive: true });
    } catch {
      retryAtMs = Date.now() + REOPEN_AFTER_MS;
      return undefined;
    }
    const opened = createStream(FILE, { path: folder, ...ROTATION });
    opened.on('error', () => {
      if (stream === opened) stream = undefined;
      retryAtMs = Date.now() + REOPEN_AFTER_MS;
      opened.destroy();
    });
    stream = opened;
    return opened;
  }

  const destination = {
    write(line: string): void {
      const target = open();
      if (target === undefined) lostLines++;
      else target.write(line, (refusal) => void (refusal && lostLines++));
    },
  };
  const logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);

  return {
    info: (event, fields) => logger.info({ event, ...allowed(event, fields) }),
    warn: (event, fields) => logger.warn({ event, ...allowed(event, fields) }),
    error: (event, fields) => logger.error({ event, ...allowed(event, fields) }),
    get lostLines() {
      return lostLines;
    },
    stop: () =>
      new Promise((resolve) => {
        if (stream === undefined || stream.destroyed) resolve();
        else stream.once('close', () => resolve()).end();
      }),
  };
}

/** Types already say so; this holds for what a cast or a JavaScript caller brings along. */
function allowed(event: LogEvent, fields: Record<string, unknown> = {}): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const name of LOG_EVENTS[event]) {
    const value = fields[name];
    if (typeof value === 'string') kept[name] = value.slice(0, MAX_TEXT);
    else if (value === null || typeof value === 'number' || typeof value === 'boolean') kept[name] = value;
  }
  return kept;
}
