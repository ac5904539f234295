/** The shade's colour in the numbers of a picture that has a profile of its own: a phone's photo is seldom sRGB. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Look } from '../../../renderer/try/api.ts';

/** `look` with its sRGB swatch converted to the profile; about 5 ms. A profile that cannot be used changes nothing. */
export async function lookInProfile(look: Look, profile: Buffer): Promise<Look> {
  const folder = await mkdtemp(join(tmpdir(), 'vermilion-profile-'));
  try {
    // The library takes profiles as files only.
    const path = join(folder, 'picture.icc');
    await writeFile(path, profile);
    const raw = { width: 1, height: 1, channels: 3 } as const;
    const [red, green, blue] = await sharp(Uint8Array.from(look.swatch), { raw })
      .withIccProfile(path)
      .raw()
      .toBuffer();
    return { ...look, swatch: [red as number, green as number, blue as number] };
  } catch {
    return look;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
