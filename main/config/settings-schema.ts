/** The one schema of the settings. */
import { z } from 'zod';
import { isTimeZone } from '../contract/local-time.ts';
import { LOCALES } from '../contract/locales.ts';
import { cameraSettingsSchema } from '../contract/page-settings.ts';
import { registryId } from '../contract/wire.ts';

const PORT_RANGE = 'must be 0 or from 1024 to 65535';

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/** Events tell of people's visits, so they leave the machine encrypted or not at all. */
function isHqAddress(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.search !== '' || url.hash !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.includes(url.hostname));
}

const hqSchema = z
  .strictObject({
    address: z
      .string()
      .refine(isHqAddress, 'must be an address such as https://hq.example.com (http only on this machine)'),
    /** One-time code from HQ's fleet page, needed until the mirror is enrolled. */
    code: z
      .string()
      .regex(/^\S{8,64}$/, "must be the code of HQ's fleet page")
      .optional(),
  })
  .readonly();

export const settingsSchema = z
  .strictObject({
    /** Port on loopback, of the headless shell's server and of `/metrics`; 0 takes any free one. */
    port: z
      .int(PORT_RANGE)
      .refine((port) => port === 0 || (port >= 1024 && port <= 65_535), PORT_RANGE)
      .default(4460),
    /** The Chromium to use; looked for when left out. */
    chromium: z.string().min(1).optional(),
    /** The brand's catalogue; the sample when left out. */
    catalogue: z.string().min(1).optional(),
    /** An official face landmark bundle instead of the one built here. */
    faceBundle: z
      .strictObject({
        path: z.string().min(1),
        sha256: z.string().regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits'),
      })
      .readonly()
      .optional(),
    /** Language of the window. */
    locale: z.enum(LOCALES).default(LOCALES[0]),
    /** The window fills the screen, without a frame or a way out but the keyboard's. */
    kiosk: z.boolean().default(true),
    camera: cameraSettingsSchema.readonly().prefault({}),
    /** The person beside the shopper wears a shade of her own. */
    companion: z.boolean().default(false),
    /** IANA zone of the store: whose days and hours the statistics are by. The machine's own when left out. */
    timeZone: z
      .string()
      .refine(isTimeZone, 'must be a time zone such as Asia/Shanghai or Europe/Paris')
      .default(() => new Intl.DateTimeFormat().resolvedOptions().timeZone),
    /** Where events go. Left out: the embedded HQ where a checkout is started, none where the mirror was installed. */
    hq: z
      .union([z.enum(['none', 'embedded']), hqSchema], { error: 'must be "none", "embedded" or an address' })
      .optional(),
    visits: z
      .strictObject({
        /** What begins a visit: her own touch, or already her standing there, where the store's policy allows it. */
        startOn: z.enum(['touch', 'presence']).default('touch'),
        /** The serving advisor while nobody is signed in, by her id in the registry. */
        ba: registryId.optional(),
        /** Every visit is a demonstration. */
        demo: z.boolean().default(false),
      })
      .readonly()
      .prefault({}),
    /** A CSV file of door and till counts by day. */
    counts: z.string().min(1).optional(),
  })
  .readonly();

/** Frozen; all paths are absolute. */
export type Settings = z.infer<typeof settingsSchema>;
export type HqSettings = z.infer<typeof hqSchema>;
