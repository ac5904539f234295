/**
 * Codes of pooled carriers, which HQ makes and this mirror shows offline: each once. They lie in the store, in the table
 * `code_pool`, and one leaves the pool with the very transaction that records that it was shown.
 */
import { POOLED, type PooledCarrier } from '../contract/carriers.ts';
import { partsOf, SHOWN_MS } from '../contract/tokens.ts';
import type { InboxBody, PoolItem, PoolLevels } from '../contract/wire.ts';
import type { Store } from '../store/store.ts';
import { InboxRefusal } from '../sync/inbox.ts';

export interface CodePool {
  /** Puts in what HQ tells; only within the transaction of its message. Throws InboxRefusal. */
  fill(told: InboxBody<'pool'>): void;
  /** The one to be shown next: what expires first goes first. */
  peek(carrier: PooledCarrier): PoolItem | undefined;
  /** It is shown; only within the transaction that records that. Throws where it was shown before. */
  take(token: string): void;
  /** Drops what is left that was minted with one of these keys; only within the transaction of its message. */
  revoke(keyIds: readonly string[]): void;
  /** Drops all that is left; only within a transaction. Of what was shown the token stays. */
  empty(): void;
  /** How many are left, of each of these. */
  levels(carriers: ReadonlySet<string>): PoolLevels;
}

/** A picture that the page can show: the first bytes of JPEG or PNG, and nothing but base64. */
const PICTURE = /^(\/9j\/|iVBORw0KGgo)[A-Za-z0-9+/]+={0,2}$/;

interface Row {
  token: string;
  payload: string | null;
  image: string | null;
  expires_ms: number | null;
}

type Shelf = Pick<Store, 'db' | 'clock'>;

export function buildPool({ db, clock }: Shelf): CodePool {
  const find = db.prepare<[string, number], Row>(
    `SELECT token, payload, image, expires_ms FROM code_pool
     WHERE is_shown = 0 AND carrier = ? AND (expires_ms IS NULL OR expires_ms > ?)
     ORDER BY expires_ms IS NULL, expires_ms, position LIMIT 1`,
  );
  const count = db
    .prepare<[string, number], number>(
      `SELECT count(*) FROM code_pool WHERE is_shown = 0 AND carrier = ? AND (expires_ms IS NULL OR expires_ms > ?)`,
    )
    .pluck();
  const retire = db.prepare<[string]>(
    'UPDATE code_pool SET is_shown = 1, payload = NULL, image = NULL WHERE token = ? AND is_shown = 0',
  );
  const unshown = db.prepare<[], string>('SELECT token FROM code_pool WHERE is_shown = 0').pluck();
  const drop = db.prepare<[string]>('DELETE FROM code_pool WHERE token = ? AND is_shown = 0');
  const dropAll = db.prepare('DELETE FROM code_pool WHERE is_shown = 0');
  const put = buildPut(db);
  /** One that expires while it is on the screen is of no use. */
  const endMs = (): number => Math.ceil(clock.now().timeMs) + SHOWN_MS;

  return {
    fill({ carrier, items }) {
      if (!items.every(isShowable))
        throw new InboxRefusal('A code has neither a payload nor a JPEG or PNG picture.');
      put.dropExpired(clock.now().timeMs);
      for (const item of items) put.add(carrier, item);
    },
    peek(carrier) {
      const row = find.get(carrier, endMs());
      if (row === undefined) return undefined;
      const { expires_ms: expiresMs, ...item } = row;
      return { ...item, expiresMs };
    },
    take(token) {
      if (retire.run(token).changes === 0) throw new Error('This code of the pool was shown before.');
    },
    revoke(keyIds) {
      if (keyIds.length === 0) return;
      const isRevoked = (token: string) => keyIds.includes(partsOf(token)?.keyId ?? '');
      for (const token of unshown.all().filter(isRevoked)) drop.run(token);
    },
    empty: () => void dropAll.run(),
    levels: (carriers) =>
      Object.fromEntries(
        POOLED.filter((carrier) => carriers.has(carrier)).map((carrier) => [
          carrier,
          count.get(carrier, endMs()) ?? 0,
        ]),
      ),
  };
}

/**
 * HQ tells all again to a mirror that is enrolled anew: what is here, or was shown, changes nothing. What was shown is known
 * by its event too, for a store of which not all tables could be saved.
 */
function buildPut(db: Store['db']) {
  const insert = db.prepare(
    `INSERT INTO code_pool (token, carrier, payload, image, expires_ms) SELECT @token, @carrier, @payload, @image, @expiresMs
     WHERE NOT EXISTS (SELECT 1 FROM events WHERE type = 'code.shown' AND body ->> '$.token' = @token)
     ON CONFLICT (token) DO NOTHING`,
  );
  const drop = db.prepare<[number]>('DELETE FROM code_pool WHERE expires_ms <= ?');
  return {
    add: (carrier: PooledCarrier, item: PoolItem) => void insert.run({ ...item, carrier }),
    /** Shown or not: an expired one that is told again is dropped again. */
    dropExpired: (nowMs: number) => void drop.run(Math.floor(nowMs)),
  };
}

const isShowable = ({ payload, image }: PoolItem): boolean =>
  image === null ? payload !== null : PICTURE.test(image);
