/**
 * Fills a mirror's pool of one carrier: codes that only the platform can make, each with a token of the mirror's, put into
 * its inbox. What was made before a failure is handed over all the same.
 */
import type { PooledCarrier } from '../../main/contract/carriers.ts';
import type { PoolItem } from '../../main/contract/wire.ts';
import { mintFor } from '../claims/keys.ts';
import { MAX_MESSAGE_BYTES, sendToMirror } from '../inbox/send.ts';
import { type ColumnTypes, insertRows } from '../storage/insert-rows.ts';
import type { CarrierParts } from './parts.ts';
import type { MakeCode } from './wechat/api.ts';

const CODES_AT_ONCE = 20;
/** For what stands around a message's items. */
const ENVELOPE_BYTES = 1024;

const COLUMNS: ColumnTypes<'code_pool'> = {
  mirror_id: 'text',
  token: 'text',
  carrier: 'text',
  created_ms: 'bigint',
  expires_ms: 'bigint',
};

/** Throws PlatformError, or KeyErrorCode where the mirror has no key. @param stopping ends it after the code in hand */
export async function fillPool(
  parts: CarrierParts,
  mirrorId: string,
  carrier: PooledCarrier,
  make: MakeCode,
  stopping: AbortSignal,
): Promise<void> {
  const made: PoolItem[] = [];
  try {
    while (made.length < CODES_AT_ONCE && !stopping.aborted) made.push(await makeItem(parts, mirrorId, make));
  } finally {
    if (made.length > 0) await handOver(parts, mirrorId, carrier, made);
  }
}

async function makeItem({ db, now }: CarrierParts, mirrorId: string, make: MakeCode): Promise<PoolItem> {
  const token = await mintFor(db, mirrorId);
  const { payload, image, lastsMs } = await make(token);
  return { token, payload, image, expiresMs: lastsMs === null ? null : now() + lastsMs };
}

/** HQ knows of each code that it handed out, and hands out none that it does not know of. */
async function handOver(
  { db, metrics, now }: CarrierParts,
  mirrorId: string,
  carrier: PooledCarrier,
  items: readonly PoolItem[],
): Promise<void> {
  const nowMs = now();
  const rows = items.map(({ token, expiresMs: expires_ms }) => {
    return { mirror_id: mirrorId, token, carrier, created_ms: nowMs, expires_ms };
  });
  await db.transaction().execute(async (tx) => {
    await insertRows('code_pool', COLUMNS, rows).execute(tx);
    for (const part of partsOf(items))
      await sendToMirror(tx, mirrorId, 'pool', { carrier, items: part }, nowMs);
  });
  metrics.poolCodes(carrier, items.length);
}

/** Pictures make a message large: as many to one as fit. */
function partsOf(items: readonly PoolItem[]): PoolItem[][] {
  const parts: PoolItem[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item)) + 1;
    if (bytes + size > MAX_MESSAGE_BYTES) {
      parts.push([]);
      bytes = ENVELOPE_BYTES;
    }
    parts.at(-1)?.push(item);
    bytes += size;
  }
  return parts;
}
