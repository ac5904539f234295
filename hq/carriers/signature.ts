/** What all platforms' signatures have in common: they are compared in constant time, and the signed time must be near. */
import { hash, timingSafeEqual } from 'node:crypto';
import { notSigned } from './adapter.ts';

/** Either side of HQ's clock. */
export const WINDOW_MS = 5 * 60_000;

const SECONDS = /^\d{1,12}$/;

/** Throws Problem. @param given what the platform sent; undefined when it sent none */
export function requireSame(expected: string, given: string | undefined): void {
  // Hashes have one length, whatever was sent.
  const [own, other] = [expected, given ?? ''].map((text) => hash('sha256', text, 'buffer')) as [
    Buffer,
    Buffer,
  ];
  if (!timingSafeEqual(own, other)) throw notSigned();
}

/** Throws Problem. @param seconds since the epoch, in digits */
export function requireNear(seconds: string | undefined, nowMs: number): void {
  if (seconds === undefined || !SECONDS.test(seconds)) throw notSigned();
  if (Math.abs(Number(seconds) * 1000 - nowMs) > WINDOW_MS) throw notSigned();
}
