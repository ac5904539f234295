/** The few settings that the page may know, as `/settings.json` gives them. */
import { z } from 'zod';
import { LOCALES } from './locales.ts';

export const pageSettingsSchema = z.strictObject({ locale: z.enum(LOCALES) });

export type PageSettings = z.infer<typeof pageSettingsSchema>;
