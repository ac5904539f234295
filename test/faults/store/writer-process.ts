/** The writing process as a row holds it: started, listened to, killed. Whoever starts it kills it or awaits its end. */
import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { MirrorEvent } from '../../../main/contract/events.ts';
import type { Said } from '../invariants.ts';
import { buildScriptedHq, type ScriptedHq } from '../scripted-hq.ts';
import type { WriterOptions } from './writer-options.ts';

const ENTRY = join(import.meta.dirname, 'writer.ts');

export interface Writer {
  readonly said: readonly Said[];
  /** From its start to the first event said to be recorded, ms; rejects when it ends before. */
  readonly recovered: Promise<number>;
  /** Resolves when it has said so many events, or has ended. */
  heard(count: number): Promise<void>;
  /** When it is gone and all that it said has been read; its exit code, null when it was killed. */
  readonly ended: Promise<number | null>;
  signal(name: 'SIGKILL' | 'SIGSTOP'): void;
}

export function startWriter(options: WriterOptions, hq: ScriptedHq = buildScriptedHq()): Writer {
  const startedMs = performance.now();
  const child = fork(ENTRY, [JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  child.on('message', (batch) => {
    if (child.connected) child.send(hq.take(batch as MirrorEvent[]), () => {});
  });
  const said: Said[] = [];
  const ears = new EventEmitter();
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const { promise: recovered, resolve, reject } = Promise.withResolvers<number>();
  recovered.catch(() => {});
  createInterface(child.stdout as NonNullable<ChildProcess['stdout']>).on('line', (line) => {
    const [seq, id, sha256] = line.split(' ') as [string, string, string];
    said.push({ seq: Number(seq), id, sha256 });
    resolve(performance.now() - startedMs);
    ears.emit('news');
  });
  let isGone = false;
  void ended.then((code) => {
    isGone = true;
    ears.emit('news');
    reject(new Error(`The writer ended with ${code} before it recorded anything.`));
  });
  return {
    said,
    recovered,
    ended,
    async heard(count) {
      while (said.length < count && !isGone) await once(ears, 'news');
    },
    signal: (name) => void child.kill(name),
  };
}
