/** A page as the service sees one: over the WebSocket of the headless shell it follows the session, wears shades and tells how long they were shown. */
import { once } from 'node:events';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocket } from 'ws';
import type { Contract } from '../../main/contract/contract.ts';
import type { Intent } from '../../main/contract/intents.ts';
import type { Session } from '../../main/contract/session.ts';
import { catalogue } from './mirror-page.ts';
import type { StartedMirror } from './start-process.ts';

type Wish = Intent extends infer T ? (T extends Intent ? Omit<T, 'id' | 'visit' | 'atMs'> : never) : never;

export interface WearingPage {
  readonly client: ContractRouterClient<Contract>;
  /** Puts shade after shade on, each shown for its while, for as long as said; rejects when the service goes. */
  wear(forMs: number): Promise<void>;
  forget(): Promise<void>;
  close(): void;
}

/** Longer than it takes a shade to count as worn, shorter than the slices that a page tells. */
const SHOWN_MS = 1500;
const FRAMES = 45;

export async function openWearingPage(mirror: StartedMirror): Promise<WearingPage> {
  const answer = await fetch(mirror.address, { redirect: 'manual' });
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const socket = new WebSocket(`${mirror.origin.replace('http', 'ws')}/contract`, {
    headers: { cookie, origin: mirror.origin },
  });
  await once(socket, 'open');
  const client: ContractRouterClient<Contract> = createORPCClient(
    new RPCLink({ websocket: socket as never }),
  );
  const sessions = (await client.session())[Symbol.asyncIterator]();
  let session = (await sessions.next()).value as Session;

  const send = (wish: Wish) =>
    client.send({ id: crypto.randomUUID(), visit: session.visit, atMs: Date.now(), ...wish } as Intent);

  async function wearShade(sku: string): Promise<void> {
    await send({ type: 'shade.wear', sku, intensity: 0.8, source: 'rail' });
    const slice = { shownMs: SHOWN_MS, frames: FRAMES, spanMs: SHOWN_MS, allFrames: FRAMES } as const;
    await send({
      ...slice,
      type: 'shade.shown',
      sku,
      intensity: 0.8,
      wearer: 'shopper',
      light: 'good',
      isDemo: false,
    });
  }

  return {
    client,
    async wear(forMs) {
      const untilMs = performance.now() + forMs;
      for (let turn = 0; performance.now() < untilMs; turn++) {
        await wearShade(catalogue.shades[turn % catalogue.shades.length]?.sku as string);
      }
    },
    async forget() {
      const { visit } = session;
      await send({ type: 'visit.forget', nextVisit: crypto.randomUUID() });
      while (session.visit === visit) session = (await sessions.next()).value as Session;
    },
    close: () => socket.close(),
  };
}
