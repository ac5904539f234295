/** How much memory the mirror's page and its workers hold once everything collectable was collected, by DevTools protocol. */
import type { Page } from 'playwright-core';

const MEGABYTE = 2 ** 20;

/** MB of scripts' heap, DOM and typed-array buffers. */
export interface HeapSample {
  page: number;
  workers: number;
}

export interface HeapMeter {
  sample(): Promise<HeapSample>;
}

interface HeapUsage {
  usedSize: number;
  embedderHeapUsedSize?: number;
  backingStorageSize?: number;
}

type Send = (method: 'HeapProfiler.collectGarbage' | 'Runtime.getHeapUsage') => Promise<unknown>;

async function measure(send: Send): Promise<number> {
  await send('HeapProfiler.collectGarbage');
  const usage = (await send('Runtime.getHeapUsage')) as HeapUsage;
  const { usedSize, embedderHeapUsedSize = 0, backingStorageSize = 0 } = usage;
  return (usedSize + embedderHeapUsedSize + backingStorageSize) / MEGABYTE;
}

/** Attaches to the page and to every worker it has or makes; they run on unhindered. */
export async function attachHeapMeter(page: Page): Promise<HeapMeter> {
  const session = await page.context().newCDPSession(page);
  const workers = new Map<string, Send>();
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  let lastId = 0;

  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result, error } = JSON.parse(message);
    if (error) waiting.get(id)?.reject(new Error(error.message));
    else waiting.get(id)?.resolve(result);
    waiting.delete(id);
  });
  session.on('Target.attachedToTarget', ({ sessionId }) => {
    workers.set(sessionId, async (method) => {
      const id = ++lastId;
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      waiting.set(id, { resolve, reject });
      await session.send('Target.sendMessageToTarget', {
        sessionId,
        message: JSON.stringify({ id, method }),
      });
      return promise;
    });
  });
  session.on('Target.detachedFromTarget', ({ sessionId }) => void workers.delete(sessionId));
  // Without `flatten`, messages of a worker's session come through the page's own.
  await session.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  });
  return {
    async sample() {
      const ofWorkers = await Promise.all([...workers.values()].map(measure));
      return {
        page: await measure((method) => session.send(method)),
        workers: ofWorkers.reduce((sum, megabytes) => sum + megabytes, 0),
      };
    },
  };
}
