/**
 * A shade as the lipstick that it is: the bullet in its colour and finish, standing in its tube. The worn one is turned up.
 */
import type { Shade } from '../../main/contract/catalogue.ts';
import { Heart } from '../ui/icons.tsx';
import { Coat } from './coat.tsx';
import styles from './lipstick.module.css';

interface LipstickProps {
  shade: Shade;
  /** Her heart is on the tube. */
  isLoved: boolean;
}

export function Lipstick({ shade, isLoved }: LipstickProps) {
  return (
    <span class={styles.lipstick} aria-hidden="true">
      <span class={styles.bullet}>
        <Coat shade={shade} shape="bullet" />
      </span>
      <span class={styles.tube}>{isLoved && <Heart class={styles.heart} />}</span>
    </span>
  );
}
