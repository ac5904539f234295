/**
 * A shade as it looks when it is on: its colour with the light that its finish gives back, its second tone, the line around
 * it and the clear coat over it. On a lipstick's bullet, or as a disc.
 */
import type { Shade } from '../../main/contract/catalogue.ts';
import styles from './coat.module.css';

interface CoatProps {
  shade: Pick<Shade, 'swatch' | 'finish' | 'liner' | 'ombre' | 'topper'>;
  shape: 'bullet' | 'disc';
}

export function Coat({ shade, shape }: CoatProps) {
  const { swatch, finish, liner, ombre, topper } = shade;
  return (
    <span
      class={styles.coat}
      style={{ '--shade': swatch, '--inner': ombre?.inner ?? null, '--liner': liner?.swatch ?? null }}
      data-shape={shape}
      data-finish={finish}
      data-liner={liner !== undefined}
      data-ombre={ombre !== undefined}
      data-topper={(topper?.gloss ?? 0) > 0}
      aria-hidden="true"
    />
  );
}
