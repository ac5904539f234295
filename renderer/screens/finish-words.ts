/** What to call the way a shade lies on the lips: its finish, then its layers. */
import type { Shade } from '../../main/contract/catalogue.ts';
import { t } from '../i18n/texts.ts';

const LAYERS = ['ombre', 'liner', 'topper'] as const;

/** In the language of the screen, most telling first. */
export function finishWords(shade: Pick<Shade, 'finish' | (typeof LAYERS)[number]>): string[] {
  const layers = LAYERS.filter((layer) => shade[layer] !== undefined);
  return [t(`finish.${shade.finish}`), ...layers.map((layer) => t(`layer.${layer}`))];
}
