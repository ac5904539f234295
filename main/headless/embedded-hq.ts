/**
 * The HQ that a checkout's `npm start` brings along: a child process with its data in the mirror's data folder. The mirror
 * neither waits for it nor fails with it; until it is there, events wait in the store.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import {
  type EmbeddedHqReply,
  type EmbeddedHqRequest,
  embeddedHqReplySchema,
} from '../contract/embedded-hq.ts';
import { readIdentity } from '../sync/identity.ts';

export interface EmbeddedHqOptions {
  /** The mirror's. */
  dataFolder: string;
  /** Where the mirror keeps who it is to HQ. */
  identityPath: string;
  /** Of the sample store, where there is no registry yet. */
  timeZone: string;
  /** This machine's address in the local network, on which phones see the landing page. */
  lan?: string | undefined;
  say(sentence: string): void;
}

export interface EmbeddedHq {
  readonly address: string;
  /** Where phones reach its landing page; left out where that is on no network. */
  readonly phones?: string;
  /** For a mirror whose identity this HQ does not know. */
  readonly code?: string;
  /** Lets it finish what it is answering. */
  stop(): Promise<void>;
}

const ENTRY = join(import.meta.dirname, '../../hq/embedded.ts');
/** The picture comes first: on a busy machine HQ waits. */
const NICE = 10;

/** @returns undefined when it does not start, which was told */
export async function startEmbeddedHq(options: EmbeddedHqOptions): Promise<EmbeddedHq | undefined> {
  const { dataFolder, identityPath, timeZone, lan, say } = options;
  const child = fork(ENTRY, [join(dataFolder, 'hq'), timeZone], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  try {
    if (child.pid !== undefined) setPriority(child.pid, NICE);
    const reply = await ask(child, { identity: readIdentity(identityPath) ?? null, lan: lan ?? null });
    if (reply.kind === 'failed') {
      say(`The mirror's own HQ did not start; events wait in the store. ${reply.sentence}`);
      return undefined;
    }
    if (lan !== undefined) say(sentenceOf(reply.phonesAddress, lan));
    return attend(child, reply, say);
  } catch (error) {
    child.kill('SIGKILL');
    say(`The mirror's own HQ did not start; events wait in the store. ${(error as Error).message}`);
    return undefined;
  }
}

function sentenceOf(phonesAddress: string | null, lan: string): string {
  if (phonesAddress !== null) return `Phones in the local network reach its landing page at ${phonesAddress}`;
  return `Phones do not reach its landing page: "lan" in the settings must be an address of this machine, and ${lan} is none, or HQ's port is taken there.`;
}

async function ask(child: ChildProcess, { identity, lan }: EmbeddedHqRequest): Promise<EmbeddedHqReply> {
  const ended = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`It ended with ${signal ?? code}.`);
  });
  const request: EmbeddedHqRequest = {
    identity: identity && { address: identity.address, key: identity.key },
    lan,
  };
  child.send(request);
  const [message] = (await Promise.race([once(child, 'message'), ended])) as unknown[];
  ended.catch(() => {});
  return embeddedHqReplySchema.parse(message);
}

function attend(
  child: ChildProcess,
  { address, phonesAddress, code, operator }: Extract<EmbeddedHqReply, { kind: 'ready' }>,
  say: (sentence: string) => void,
): EmbeddedHq {
  // It must not keep this process alive: it ends by itself when the channel to it does.
  child.unref();
  child.channel?.unref();
  let isStopped = false;
  child.once('exit', () => {
    if (!isStopped)
      say("The mirror's own HQ ended; events wait in the store until the mirror is started again.");
  });
  say(`Its HQ is at ${address}`);
  if (operator !== null)
    say(
      `Sign in there as ${operator.login} with the one-time password ${operator.password}, which is shown only now.`,
    );
  return {
    address,
    ...(code === null ? {} : { code }),
    ...(phonesAddress === null ? {} : { phones: phonesAddress }),
    async stop() {
      isStopped = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.ref();
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
