/**
 * Advisors' own numbers and ids on the platforms, as the registry's column `contacts` lists them: `phone:+8613800138000
 * wecom:woAJ2…`. Who is in this list and scans a code wins nobody.
 */
import { z } from 'zod';
import { CHANNELS, type Channel, type ContactRef } from '../claims/claim.ts';
import { readPhone } from '../contacts/phone.ts';
import type { HqTransaction } from '../storage/schema.ts';

/** Instead of a list: she has none, and those that there were are taken away. */
const NONE = '-';

const REFERENCE = /^[\w.@:+=/-]{1,128}$/;

/** As the platform writes it when she scans; null for what it never writes. */
const WRITTEN: Readonly<Record<Exclude<Channel, 'link'>, (ref: string) => string | null>> = {
  wecom: asItIs,
  'wechat-oa': asItIs,
  'wechat-mini': asItIs,
  line: asItIs,
  whatsapp: (ref) => readNumber(ref.startsWith('+') ? ref : `+${ref}`)?.slice(1) ?? null,
  phone: readNumber,
};

function asItIs(ref: string): string | null {
  return REFERENCE.test(ref) ? ref : null;
}

/** The registry belongs to no country: a number says its own. */
function readNumber(typed: string): string | null {
  return readPhone(typed, '') ?? null;
}

/** A cell of the registry. */
export const referencesCell = z.string().transform((cell, context): ContactRef[] => {
  const words = cell === NONE ? [] : cell.split(/\s+/);
  return words.map((word) => {
    const [name = '', ref = ''] = word.split(/:(.*)/s);
    const read = Object.hasOwn(WRITTEN, name) ? WRITTEN[name as keyof typeof WRITTEN](ref) : null;
    if (read === null) context.addIssue({ code: 'custom', message: sentenceOf(word) });
    return { channel: name as Channel, ref: read ?? '' };
  });
});

const NAMES = CHANNELS.filter((channel) => channel !== 'link').join(', ');

const sentenceOf = (word: string): string =>
  `has "${word}", which is no reference: write phone:+8613800138000, with the country code, or one of ${NAMES} with its id, and a space between two; ${NONE} for none`;

interface Advisor {
  readonly id: string;
  readonly store: string;
  readonly contacts?: readonly ContactRef[] | undefined;
}

/** In place of what each had; who has no such cell keeps it. A reference belongs to one: to whom it was given last. */
export async function writeReferences(tx: HqTransaction, advisors: readonly Advisor[]): Promise<void> {
  const told = advisors.filter(({ contacts }) => contacts !== undefined);
  for (const { store, id } of told)
    await tx.deleteFrom('staff_refs').where('store_id', '=', store).where('ba_id', '=', id).execute();
  for (const { store: store_id, id: ba_id, contacts = [] } of told)
    for (const { channel, ref } of contacts)
      await tx
        .insertInto('staff_refs')
        .values({ channel, ref, store_id, ba_id })
        .onConflict((on) => on.columns(['channel', 'ref']).doUpdateSet({ store_id, ba_id }))
        .execute();
}
