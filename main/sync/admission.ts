/**
 * How the mirror gets in at HQ: the identity that it has, or one for the one-time code of the settings. Owns the identity
 * file. A code is good once, so an identity that the disk refuses is kept in memory and written as soon as that works.
 */
import { type EnrolRequest, enrolReplySchema, type InboxBody, WIRE_PATHS } from '../contract/wire.ts';
import type { Log } from '../health/log.ts';
import type { HqHttp, HqReply } from './http.ts';
import {
  type Identity,
  isFromCode,
  newIdentity,
  readIdentity,
  sameAddress,
  writeIdentity,
} from './identity.ts';
import { jsonOf, judgeStatus, type Later, later, NONSENSE, type Refused } from './judge.ts';
import type { SyncLimits } from './limits.ts';

export interface HqPlace {
  address: string;
  /** One-time code, needed until the mirror is enrolled here. */
  code?: string | undefined;
  /** Where phones reach it, if not at that address. */
  phones?: string | undefined;
}

export interface Admission {
  readonly identity: Identity | undefined;
  /** Whether the settings have a code that the present identity was not had for. */
  hasNewCode(): boolean;
  /** Asks HQ once for an identity; the present one stays where that is refused. @throws HttpFailure */
  ask(): Promise<{ kind: 'admitted' } | Later | Refused>;
  /** Writes the identity where that is not done yet. @throws the system's error */
  keep(): void;
  /** Called when there is another identity. */
  onAdmitted(listener: () => void): void;
}

export interface AdmissionParts {
  hq: HqPlace;
  path: string;
  http: HqHttp;
  limits: SyncLimits;
  /** This mirror's own, under which it minted tokens before HQ knew it. */
  ownKey(): InboxBody<'code-key'> | undefined;
  wallMs(): number;
  log: Log;
}

const CODE_REFUSED =
  'HQ refuses the code of this mirror: make a new one on the fleet page and set it as "hq.code".';
const NO_CODE =
  'This mirror is not enrolled: make a code on the fleet page of HQ and set it as "hq.code" in the settings.';
const ELSEWHERE =
  'This mirror is enrolled at another HQ than "hq.address" names: set that back, or set a code of the new one as "hq.code".';

export function buildAdmission(parts: AdmissionParts): Admission {
  const { hq, path, http, limits, ownKey, wallMs, log } = parts;
  const found = readIdentity(path);
  let identity = found !== undefined && sameAddress(found.address, hq.address) ? found : undefined;
  let isKept = true;
  const listeners = new Set<() => void>();

  function keep(): void {
    if (isKept || identity === undefined) return;
    writeIdentity(path, identity);
    isKept = true;
  }

  function admit(next: Identity): void {
    identity = next;
    isKept = false;
    log.info('sync.enrolled', { store: next.store, mirror: next.mirror });
    for (const listener of listeners) listener();
  }

  return {
    get identity() {
      return identity;
    },
    hasNewCode: () => hq.code !== undefined && (identity === undefined || !isFromCode(identity, hq.code)),
    async ask() {
      if (hq.code === undefined) {
        return { kind: 'refused', status: 0, why: found === undefined ? NO_CODE : ELSEWHERE };
      }
      const reply = await http.send({
        method: 'POST',
        path: WIRE_PATHS.enrol,
        headers: { 'content-type': 'application/json', 'accept-encoding': 'gzip' },
        body: JSON.stringify({ code: hq.code, codeKey: ownKey() } satisfies EnrolRequest),
        totalMs: limits.requestMs,
      });
      if (reply.status > 201) return refusalOf(reply, wallMs());
      const enrolment = enrolReplySchema.safeParse(jsonOf(reply.text));
      if (!enrolment.success) return later(NONSENSE);
      admit(newIdentity(enrolment.data, hq.address, hq.code));
      return { kind: 'admitted' };
    },
    keep,
    onAdmitted: (listener) => void listeners.add(listener),
  };
}

/** Every "no" to a code is about the code, but for an address where nobody gives identities. */
function refusalOf(reply: HqReply, wallMs: number): Later | Refused {
  const isAboutCode = [400, 401, 403, 409, 410, 422].includes(reply.status);
  if (isAboutCode) return { kind: 'refused', status: reply.status, why: CODE_REFUSED };
  return judgeStatus(reply, wallMs);
}
