/** Who wears a shade: the shopper, and in companion mode the person beside her. Free of libraries, for the worker. */

export const WEARERS = ['shopper', 'companion'] as const;

export type Wearer = (typeof WEARERS)[number];
