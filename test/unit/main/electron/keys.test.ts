/** Which keys do nothing on a counter, which of them only in kiosk mode, and which reach the page. */
import type { Input } from 'electron';
import { expect, test } from 'vitest';
import { isSwallowed } from '../../../../main/electron/keys.ts';

const press = (text: string): Input => {
  const parts = text.split('+');
  const key = parts.pop() || '+';
  const held = (name: string) => parts.includes(name);
  const modifiers = { control: held('Ctrl'), meta: held('Cmd'), alt: held('Alt'), shift: held('Shift') };
  return { ...modifiers, key } as Input;
};

const ALWAYS = [
  'F5',
  'Ctrl+r',
  'Ctrl+Shift+R',
  'Cmd+r',
  'Ctrl+F5',
  'Ctrl+p',
  'Cmd+p',
  'Ctrl+s',
  'Ctrl+u',
  'F12',
  'Ctrl+Shift+I',
  'Ctrl+Shift+J',
  'Ctrl+Shift+C',
  'Cmd+Alt+i',
  'Ctrl++',
  'Ctrl+=',
  'Ctrl+-',
  'Ctrl+0',
  'Cmd+0',
  'Alt+ArrowLeft',
  'Alt+ArrowRight',
  'BrowserBack',
  'F11',
];
const CLOSING = ['Alt+F4', 'Ctrl+w', 'Cmd+w', 'Ctrl+q', 'Cmd+q', 'Alt+Tab', 'Cmd+h', 'Cmd+m'];
const THE_PAGES_OWN = [
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'd',
  'p',
  'r',
  '-',
  '0',
  'Tab',
  'Enter',
];

test.each(ALWAYS)('%s does nothing', (keys) => {
  expect([isSwallowed(press(keys), true), isSwallowed(press(keys), false)]).toEqual([true, true]);
});

test.each(CLOSING)('%s closes or leaves nothing in kiosk mode, and does outside of it', (keys) => {
  expect([isSwallowed(press(keys), true), isSwallowed(press(keys), false)]).toEqual([true, false]);
});

test.each(THE_PAGES_OWN)('%s reaches the page', (keys) => {
  expect([isSwallowed(press(keys), true), isSwallowed(press(keys), false)]).toEqual([false, false]);
});
