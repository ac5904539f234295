/** Telephone numbers as people type them, in the one form that they are compared by. */
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';

/** In E.164; undefined when it can be no number. @param country of numbers without a country code, ISO 3166 */
export function readPhone(typed: string, country: string): string | undefined {
  const known: CountryCode | undefined = isSupportedCountry(country) ? country : undefined;
  const number = parsePhoneNumberFromString(typed.normalize('NFKC'), known);
  return number?.isValid() ? number.number : undefined;
}

/** Enough for her to know it again, and for nobody else to ring: `+86 ••••••••000`. */
export const maskPhone = (phone: string): string => `${phone.slice(0, 3)} ••••${phone.slice(-3)}`;
