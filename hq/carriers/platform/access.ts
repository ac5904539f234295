/**
 * A platform's access token: fetched when first needed, kept as long as it lasts, and fetched anew when the platform says
 * that it does not hold any more. Whoever asks at the same moment shares one fetch.
 */
import { z } from 'zod';
import { PlatformError } from './http.ts';

export const accessTokenSchema = z
  .object({ access_token: z.string().min(1).max(2048), expires_in: z.int().positive() })
  .transform(({ access_token, expires_in }) => ({ token: access_token, lastsMs: expires_in * 1000 }));

export type AccessToken = z.output<typeof accessTokenSchema>;

export interface Access {
  /** Throws what the call throws, or the fetch. */
  use<T>(call: (token: string) => Promise<T>): Promise<T>;
}

/** Wrong, not legal, too old. */
const STALE = [40_001, 40_014, 42_001];
/** A token that is about to end may end on its way. */
const MARGIN_MS = 60_000;

interface Kept {
  readonly token: Promise<string>;
  untilMs: number;
}

export function buildAccess(fetchToken: () => Promise<AccessToken>, now: () => number): Access {
  let kept: Kept | undefined;

  function current(): Kept {
    if (kept !== undefined && now() < kept.untilMs) return kept;
    const fetched = fetchToken();
    const entry: Kept = { token: fetched.then(({ token }) => token), untilMs: Number.POSITIVE_INFINITY };
    kept = entry;
    fetched.then(
      ({ lastsMs }) => {
        entry.untilMs = now() + lastsMs - MARGIN_MS;
      },
      () => forget(entry),
    );
    return entry;
  }

  function forget(entry: Kept): void {
    if (kept === entry) kept = undefined;
  }

  return {
    async use(call) {
      const entry = current();
      const token = await entry.token;
      try {
        return await call(token);
      } catch (error) {
        if (!(error instanceof PlatformError) || !STALE.includes(error.errcode ?? 0)) throw error;
        forget(entry);
        return call(await current().token);
      }
    },
  };
}
