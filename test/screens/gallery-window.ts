/** What the gallery page puts on its window, for whoever drives it. */
import type { Rotation } from '../../main/contract/camera.ts';
import type { Locale } from '../../main/contract/locales.ts';
import type { Scene } from './scenes.ts';

export interface GalleryWindow {
  /** Resolves when the screen shows the scene, painted lips included. */
  show(scene: Scene, locale: Locale): Promise<void>;
  /** As if the camera were mounted that way, until the next scene. */
  turn(rotation: Rotation): void;
}

declare global {
  var gallery: GalleryWindow;
}
