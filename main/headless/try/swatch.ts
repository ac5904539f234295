/** The shade's colour in the numbers of a picture that has a profile of its own: a phone's photo is seldom sRGB. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Look, Swatch } from '../../../renderer/tryon/look.ts';

/** `look` with its sRGB colours converted to the profile; about 5 ms each. A profile that cannot be used changes nothing. */
export async function lookInProfile(look: Look, profile: Buffer): Promise<Look> {
  const folder = await mkdtemp(join(tmpdir(), 'vermilion-profile-'));
  try {
    // The library takes profiles as files only.
    const path = join(folder, 'picture.icc');
    await writeFile(path, profile);
    return await lookInFileProfile(look, path);
  } catch {
    return look;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function lookInFileProfile(look: Look, path: string): Promise<Look> {
  const { liner, ombre } = look;
  return {
    ...look,
    swatch: await swatchInProfile(look.swatch, path),
    liner: liner && { ...liner, swatch: await swatchInProfile(liner.swatch, path) },
    ombre: ombre && { ...ombre, inner: await swatchInProfile(ombre.inner, path) },
  };
}

async function swatchInProfile(swatch: Swatch, profilePath: string): Promise<Swatch> {
  const raw = { width: 1, height: 1, channels: 3 } as const;
  const [red, green, blue] = await sharp(Uint8Array.from(swatch), { raw })
    .withIccProfile(profilePath)
    .raw()
    .toBuffer();
  return [red as number, green as number, blue as number];
}
