/** The face files of the headless shell: a configured bundle where it can be used, else the built one, with a word about it. */
import { ensureFaceAssets, type FaceAssets, type FaceAssetsOptions } from '../../models/face/assets.ts';
import { hasSentence } from '../contract/coded-error.ts';

/** Rejects with a FaceAssetsError when the built ones cannot be used either. */
export async function usableFaceFiles(
  options: FaceAssetsOptions,
  say: (sentence: string) => void,
): Promise<FaceAssets> {
  try {
    return await ensureFaceAssets(options);
  } catch (error) {
    if (options.configured === undefined || !hasSentence(error)) throw error;
    say(`${error.message}\nUntil then the built one is used.`);
    return ensureFaceAssets({ ...options, configured: undefined });
  }
}
