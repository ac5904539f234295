/**
 * A shade as the lipstick that it is: the bullet in its colour with the sheen of its finish, standing in its tube. The worn
 * one is turned up.
 */
import type { Finish, Shade } from '../../main/contract/catalogue.ts';
import { HEART_PATH } from '../ui/icons.tsx';
import styles from './lipstick.module.css';

/** How the bullet catches the light: opacity of its sheen, 0 (velvet) .. 1 (lacquer). */
const SHEEN: Record<Finish, number> = {
  matte: 0.06,
  stain: 0.12,
  satin: 0.28,
  balm: 0.34,
  sheer: 0.38,
  metallic: 0.45,
  shimmer: 0.45,
  glitter: 0.45,
  gloss: 0.62,
  vinyl: 0.75,
};

const BULLET = 'M12 122V54C12 35 24 14 42 7c4-1.6 6 1.5 6 7v108Z';
const FACET =
  'M14.5 55C15 39 26 20 41.5 13c3.3-1.4 4.7.3 4.2 4C43.5 33 33 48.5 19 55.5c-2.8 1.4-4.5 1.2-4.5-.5Z';

interface LipstickProps {
  shade: Pick<Shade, 'swatch' | 'finish'>;
  /** Her heart is on the tube. */
  isLoved: boolean;
}

export function Lipstick({ shade, isLoved }: LipstickProps) {
  return (
    <svg class={styles.lipstick} viewBox="0 0 60 150" aria-hidden="true">
      <g class={styles.bullet}>
        <path d={BULLET} fill={shade.swatch} />
        <path d="M42 7c4-1.6 6 1.5 6 7v108h-7V7.4Z" fill="#000" fill-opacity="0.1" />
        <path d={FACET} fill="#fff" fill-opacity="0.13" />
        <rect x="18" y="62" width="4.5" height="60" rx="2.2" fill="#fff" fill-opacity={SHEEN[shade.finish]} />
      </g>
      <path class={styles.rim} d="M9 114h42v7H9Z" />
      <path class={styles.tube} d="M6 121h48v29H6Z" />
      {isLoved && <path class={styles.heart} d={HEART_PATH} transform="translate(20 126) scale(0.62)" />}
    </svg>
  );
}
