/**
 * The settings that HQ may set from afar: a layer above the defaults and below the mirror's own file, kept in the store.
 * Each message of HQ is the whole layer; one that will not do is refused whole and the last good one stays.
 */
import { CodedError } from '../contract/coded-error.ts';
import { complaintsOf } from './json-file.ts';
import { type GivenSettings, givenSchema } from './settings.ts';

export type HqSettingsErrorCode = 'hq-settings-invalid';

/** What may break a mirror, or lead its events elsewhere, is only for those who stand before it. All of these are followed while it runs. */
export const HQ_KEYS = ['locale', 'companion', 'visits', 'codes'] as const;

const schema = givenSchema(HQ_KEYS);

/** Throws `hq-settings-invalid` naming each wrong key. */
export function readHqSettings(told: unknown): GivenSettings {
  const result = schema.safeParse(told);
  if (result.success) return result.data;
  throw new CodedError<HqSettingsErrorCode>(
    'hq-settings-invalid',
    `HQ may set ${HQ_KEYS.join(', ')} of this mirror. Correct:\n${complaintsOf(result.error)}`,
    result.error,
  );
}
