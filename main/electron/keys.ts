/** The keys that must do nothing on a counter: a key press comes in, whether it is swallowed goes out. */
import type { Input } from 'electron';

type KeyPress = Pick<Input, 'key' | 'control' | 'meta' | 'alt' | 'shift'>;

/** Each is pressed with Ctrl, or with Cmd on a Mac: reload, print, save, zoom, find, and the page's source. */
const WITH_CONTROL = new Set(['r', 'p', 's', 'u', 'f', 'g', '+', '=', '-', '_', '0']);
/** Developer tools: Ctrl+Shift, or Cmd+Alt on a Mac. */
const DEVELOPER = new Set(['i', 'j', 'c']);
const ALONE = new Set([
  'f3',
  'f5',
  'f7',
  'f11',
  'f12',
  'browserback',
  'browserforward',
  'browserrefresh',
  'browserhome',
  'zoomin',
  'zoomout',
  'printscreen',
]);
/** Back and forward, with Alt. */
const HISTORY = new Set(['arrowleft', 'arrowright', 'home']);
/** The ways out, which a technician at an open window keeps. */
const CLOSING_WITH_CONTROL = new Set(['w', 'q', 'n', 't', 'm', 'h']);

export function isSwallowed({ key, control, meta, alt, shift }: KeyPress, kiosk: boolean): boolean {
  const name = key.toLowerCase();
  const command = control || meta;
  return (
    ALONE.has(name) ||
    (command && WITH_CONTROL.has(name)) ||
    (command && (shift || alt) && DEVELOPER.has(name)) ||
    (alt && HISTORY.has(name)) ||
    (kiosk && command && CLOSING_WITH_CONTROL.has(name)) ||
    (kiosk && alt && (name === 'f4' || name === 'tab' || name === ' '))
  );
}
