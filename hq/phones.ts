/**
 * The landing page alone, for phones in the local network: what else HQ serves stays on this machine, and a listener of its
 * own is what keeps it there.
 */
import { CodedError } from '../main/contract/coded-error.ts';
import { limitRequests, newApp } from './http/base-app.ts';
import { registerLanding } from './landing/landing.ts';
import type { HqParts } from './server.ts';

export type PhonesErrorCode = 'phones-refused';

export interface RunningPhones {
  /** `http://<host>:<port>`. */
  readonly address: string;
  stop(): Promise<void>;
}

/** Throws CodedError<PhonesErrorCode>; nothing is left open then. @param place port 0 takes any free one */
export async function startPhones(
  parts: HqParts,
  place: { host: string; port: number },
): Promise<RunningPhones> {
  const app = newApp();
  await limitRequests(app);
  await registerLanding(app, parts);
  try {
    return { address: await app.listen(place), stop: () => app.close() };
  } catch (cause) {
    await app.close();
    throw new CodedError<PhonesErrorCode>(
      'phones-refused',
      `Phones cannot be served at ${place.host}:${place.port}: give this machine's own address in the local network, and a port that no other program uses.`,
      cause,
    );
  }
}
