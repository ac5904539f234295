/** What stands on the screen of taking home, in the store: written with what made it, so that a restart finds it there. */
import { z } from 'zod';
import { codeViewSchema } from '../contract/code-view.ts';
import type { Store } from '../store/store.ts';

const keptSchema = z.strictObject({
  visit: z.uuid(),
  /** Of a code, and of the claim that is thanked for; null: there is none. */
  token: z.string().nullable(),
  view: codeViewSchema,
  /** When it goes, by the clock of the visits; null: it stays until she or the visit ends it. */
  untilMs: z.number().nullable(),
  /** How often the code was replaced by itself since she touched last. */
  renewals: z.int().nonnegative(),
  /** Who served when it was made. */
  ba: z.string().nullable().optional(),
  /** She went on trying: it comes back when she asks for it again within its time. */
  isHidden: z.literal(true).optional(),
});

export type KeptCode = Readonly<z.infer<typeof keptSchema>>;

const KEY = 'code';

/** undefined without one, and for one that cannot be read: then nothing is on the screen. */
export const readKeptCode = ({ readState }: Pick<Store, 'readState'>): KeptCode | undefined =>
  keptSchema.safeParse(readState(KEY)).data;

/** Only within the transaction of what made it. @param code null: nothing is on the screen any more */
export const keepCode = ({ writeState }: Pick<Store, 'writeState'>, code: KeptCode | null): void =>
  writeState(KEY, code);
