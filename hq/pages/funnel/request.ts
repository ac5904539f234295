/** Which funnel is asked for: by an address's parameters, within what the operator may see, today when no day is named. */
import { z } from 'zod';
import { VISIT_MODES } from '../../../main/contract/events.ts';
import { funnelQuerySchema } from '../../../main/contract/funnel.ts';
import { localHour } from '../../../main/contract/local-time.ts';
import type { Operator } from '../../accounts/operators.ts';
import { scopeOf } from '../../accounts/scope.ts';
import { requirePicks, visibleStores } from '../../funnel/picks.ts';
import type { Asked } from '../../funnel/selection.ts';
import { Problem } from '../../http/problem.ts';
import type { HqDatabase } from '../../storage/schema.ts';

/** A form sends what was left open as an empty text. */
const open = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());
const id = open(z.string().max(64));

export const parametersSchema = z.strictObject({
  dealer: id,
  store: id,
  mirror: id,
  ba: id,
  from: open(z.string()),
  to: open(z.string()),
  mode: open(z.enum(VISIT_MODES)),
});

export interface FunnelRequest {
  readonly asked: Asked;
  /** Store-local, where the stores asked for agree; else of the first. */
  readonly today: string;
}

/** Throws `bad-request`, or `not-found` for what is out of the operator's scope. */
export async function readRequest(
  db: HqDatabase,
  operator: Operator,
  query: unknown,
  nowMs: number,
): Promise<FunnelRequest> {
  const parsed = parametersSchema.safeParse(query);
  if (!parsed.success) throw refused(parsed.error);
  const { from, to, mode, ...filters } = parsed.data;
  const scope = scopeOf(operator);
  await requirePicks(db, scope, filters);
  const [store] = await visibleStores(db, scope, filters);
  const today = localHour(nowMs, store?.timeZone ?? 'UTC').day;
  const days = { from: from ?? to ?? today, to: to ?? from ?? today };
  const asked = funnelQuerySchema.safeParse({ ...days, mode });
  if (!asked.success) throw refused(asked.error);
  return { asked: { ...asked.data, scope, filters }, today };
}

function refused(error: z.ZodError): Problem {
  const [issue] = error.issues;
  const where = issue?.path.join('.') || (issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : '');
  return new Problem('bad-request', `${where}: ${issue?.message}.`);
}

/** The parameters that ask for the same once more, but for `changes`. */
export function parametersOf(
  { from, to, mode, filters }: Pick<Asked, 'from' | 'to' | 'filters'> & Partial<Pick<Asked, 'mode'>>,
  changes: Record<string, string> = {},
): string {
  const all = { ...filters, from, to, mode, ...changes };
  return new URLSearchParams(
    Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
  ).toString();
}
