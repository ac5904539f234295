/**
 * Who this mirror is to HQ: read from and kept in a file of the kiosk's own user. Its key never leaves it but in the
 * header of a request to the HQ that gave it.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { writeAtomically } from '../config/atomic-file.ts';
import { type Enrolment, enrolReplySchema } from '../contract/wire.ts';
import { jsonOf } from './judge.ts';

const identitySchema = enrolReplySchema.extend({
  /** Of the HQ that it is good for. */
  address: z.string().refine(URL.canParse),
  /** Of this enrolment; HQ's inbox is counted from nothing with each. */
  id: z.uuid(),
  /** Of the one-time code that it was had for: another code in the settings is a new one. */
  codeSha256: z.string(),
});

export type Identity = z.infer<typeof identitySchema>;

/** undefined where there is none that can be read: HQ gives another for another code. */
export function readIdentity(path: string): Identity | undefined {
  try {
    return identitySchema.safeParse(jsonOf(readFileSync(path, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

export function newIdentity(enrolment: Enrolment, address: string, code: string): Identity {
  return { ...enrolment, address, id: randomUUID(), codeSha256: digestOf(code) };
}

/** @throws the system's error */
export function writeIdentity(path: string, identity: Identity): void {
  writeAtomically(path, `${JSON.stringify(identity, null, 2)}\n`, 0o600);
}

export const isFromCode = (identity: Identity, code: string): boolean =>
  identity.codeSha256 === digestOf(code);

/** With and without the last slash it is the same HQ. */
export const sameAddress = (a: string, b: string): boolean => plain(a) === plain(b);

const plain = (address: string): string => new URL(address).href.replace(/\/+$/, '');
const digestOf = (code: string): string => createHash('sha256').update(code).digest('hex');
