/**
 * The page's connection to the service: follows its live queries, sends intents in their order until each is answered,
 * reports the page's health, and connects anew for as long as the page lives.
 */
import { createORPCClient, ORPCError } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { batch } from '@preact/signals';
import type { Contract } from '../../main/contract/contract.ts';
import type { PageReport } from '../../main/contract/health.ts';
import type { Intent } from '../../main/contract/intents.ts';
import { applyIntent } from '../../main/contract/session.ts';
import {
  catalogue,
  codeView,
  health,
  isCodeDue,
  NO_CODE,
  recordedSession,
  serviceState,
  settings,
} from '../screens/state.ts';
import { type Channel, openChannel } from './channel.ts';
import { nextIntent, restoreIntents, settleIntent } from './outbox.ts';

type Client = ContractRouterClient<Contract>;

const REPORT_EVERY_MS = 2000;
/** A service that takes longer to answer its heartbeat hangs. */
const ANSWER_LIMIT_MS = 4000;
const RETRY_FIRST_MS = 250;
const RETRY_MAX_MS = 2000;
/** The service is there but could not record an intent (its disk is full): it is asked again, not flooded. */
const SEND_AGAIN_MS = 1000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Runs for the page's whole life. @param report what the page tells of itself */
export async function connectService(report: () => PageReport): Promise<never> {
  restoreIntents();
  for (let retryMs = RETRY_FIRST_MS; ; retryMs = Math.min(RETRY_MAX_MS, 2 * retryMs)) {
    try {
      const channel = await openChannel();
      await use(channel, report, () => {
        retryMs = RETRY_FIRST_MS;
      });
    } catch (cause) {
      console.warn(cause instanceof Error ? cause.message : cause);
    }
    if (serviceState.value === 'connected') serviceState.value = 'lost';
    await pause(retryMs);
  }
}

/** Ends, mostly by an error, when the channel does not serve any more. */
async function use(channel: Channel, report: () => PageReport, onConnected: () => void): Promise<void> {
  const ending = new AbortController();
  const client: Client = createORPCClient(channel.link);
  const { signal } = ending;
  try {
    await Promise.race([
      channel.closed,
      follow(client.settings(undefined, { signal }), (next) => {
        settings.value = next;
      }),
      follow(client.catalogue(undefined, { signal }), (next) => {
        catalogue.value = next;
      }),
      follow(client.session(undefined, { signal }), (next) => {
        recordedSession.value = next;
        serviceState.value = 'connected';
        onConnected();
      }),
      follow(client.code(undefined, { signal }), (next) => {
        codeView.value = next;
      }),
      sendIntents(client, signal),
      beat(client, report, signal),
    ]);
  } finally {
    ending.abort();
    channel.close();
  }
}

async function follow<T>(query: Promise<AsyncIterable<T>>, take: (value: T) => void): Promise<void> {
  for await (const value of await query) take(value);
}

async function sendIntents(client: Client, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const intent = await nextIntent(signal);
    if (signal.aborted) return;
    try {
      const { outcome } = await within(client.send(intent, { signal }));
      batch(() => {
        if (outcome !== 'late') takeAsRecorded(intent);
        settleIntent(intent);
      });
    } catch (cause) {
      if (!(cause instanceof ORPCError)) throw cause;
      if (cause.status < 500) {
        console.warn(`An intent was refused: ${cause.message}`);
        settleIntent(intent);
      } else await pause(SEND_AGAIN_MS);
    }
  }
}

/** What this changes may be told a moment later: without this her shade or a code would flash back for that moment. */
function takeAsRecorded(intent: Intent): void {
  if (recordedSession.value !== null) recordedSession.value = applyIntent(recordedSession.value, intent);
  if (intent.type === 'code.show') isCodeDue.value = true;
  if (intent.type === 'code.hide' || intent.type === 'visit.forget') codeView.value = NO_CODE;
}

/** Reports, and notices by the missing answer a service that hangs. */
async function beat(client: Client, report: () => PageReport, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await within(client.report(report(), { signal }));
    health.value = await within(client.health(undefined, { signal }));
    await pause(REPORT_EVERY_MS);
  }
}

async function within<T>(answer: Promise<T>): Promise<T> {
  let timer = 0;
  const late = new Promise<never>((_resolve, reject) => {
    timer = window.setTimeout(() => reject(new Error('The service does not answer.')), ANSWER_LIMIT_MS);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
