/**
 * Passwords of operators: hashed by scrypt with a salt of their own, compared in constant time, and one-time passwords
 * that a person can read out. The work is done on libuv's threads, so that signing in does not hold up the collector.
 */
import { randomBytes, randomInt, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

interface ScryptCost {
  /** log2 of N. */
  readonly logN: number;
  readonly r: number;
  readonly p: number;
}

/** About 0.3 s and 128 MiB a password; OWASP's first choice for scrypt. */
export const SCRYPT_COST: ScryptCost = { logN: 17, r: 8, p: 1 };

export const SHORTEST_PASSWORD = 12;
/** Longer ones would only make a stranger's request cost more. */
export const LONGEST_PASSWORD = 256;

const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Without letters and digits that look alike. */
const READABLE = '23456789abcdefghjkmnpqrstuvwxyz';

export interface Passwords {
  hash(password: string): Promise<string>;
  /** Takes the same time whether `stored` is a hash or null (nobody of that name, or one who may not try now). */
  matches(password: string, stored: string | null): Promise<boolean>;
}

/** @param cost tests give a cheaper one */
export function buildPasswords(cost: ScryptCost = SCRYPT_COST): Passwords {
  const nobody = encode(cost, randomBytes(SALT_BYTES), randomBytes(HASH_BYTES));
  return {
    async hash(password) {
      const salt = randomBytes(SALT_BYTES);
      return encode(cost, salt, await derive(password, salt, cost));
    },
    async matches(password, stored) {
      const { cost: its, salt, hash } = decode(stored ?? nobody);
      const isSame = timingSafeEqual(await derive(password.slice(0, LONGEST_PASSWORD), salt, its), hash);
      return isSame && stored !== null;
    },
  };
}

/** 99 bits in four groups, to be read from paper and typed once. */
export function oneTimePassword(): string {
  const group = () => Array.from({ length: 5 }, () => READABLE[randomInt(READABLE.length)]).join('');
  return Array.from({ length: 4 }, group).join('-');
}

/** The same password may be typed as different code points: composed or not, full width or half. */
const derive = (password: string, salt: Buffer, { logN, r, p }: ScryptCost): Promise<Buffer> => {
  const N = 2 ** logN;
  const options: ScryptOptions = { N, r, p, maxmem: 2 * 128 * N * r };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, HASH_BYTES, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
};

function encode({ logN, r, p }: ScryptCost, salt: Buffer, hash: Buffer): string {
  return ['scrypt', logN, r, p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

function decode(stored: string): { cost: ScryptCost; salt: Buffer; hash: Buffer } {
  const [, logN, r, p, salt = '', hash = ''] = stored.split('$');
  return {
    cost: { logN: Number(logN), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64url'),
    hash: Buffer.from(hash, 'base64url'),
  };
}
