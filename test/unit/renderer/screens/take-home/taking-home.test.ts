/** What the screen shows of taking home, by what she asked for and what the service knows of it. */
import { expect, test } from 'vitest';
import type { CodeView } from '../../../../../main/contract/code-view.ts';
import type { Intent } from '../../../../../main/contract/intents.ts';
import { type TakingHomeFacts, takingHome } from '../../../../../renderer/screens/take-home/taking-home.ts';

const [VISIT, OTHER] = [crypto.randomUUID(), crypto.randomUUID()];
const NONE: CodeView = { kind: 'none' };
const SHOWN = { kind: 'shown' } as CodeView;
const THANKS: CodeView = { kind: 'thanks', contact: 'new', hasJoined: false, advisor: null };

const wish = (type: 'code.show' | 'code.hide', visit = VISIT): Intent => ({
  id: crypto.randomUUID(),
  visit,
  atMs: 1,
  type,
});
const FORGET: Intent = { ...wish('code.hide', OTHER), type: 'visit.forget', nextVisit: VISIT };

const seen = (facts: Partial<TakingHomeFacts>) =>
  takingHome({ told: NONE, waiting: [], visit: VISIT, isDue: false, ...facts }).kind;

test('what the service tells is shown', () => {
  expect(seen({})).toBe('none');
  expect(seen({ told: SHOWN })).toBe('shown');
  expect(seen({ told: THANKS, isDue: true })).toBe('thanks');
});

test('her tap counts at once: waiting until the service brings a code, gone when she goes on trying', () => {
  expect(seen({ waiting: [wish('code.show')] })).toBe('waiting');
  expect(seen({ told: SHOWN, waiting: [wish('code.hide')] })).toBe('none');
  expect(seen({ told: SHOWN, waiting: [wish('code.show'), wish('code.hide')] })).toBe('none');
});

test('between the answer to her tap and the code nothing flashes back', () => {
  expect(seen({ isDue: true })).toBe('waiting');
  expect(seen({ told: SHOWN, isDue: true })).toBe('shown');
});

test('a code that is still good comes back while the service is away; a thank-you does not', () => {
  const again = [wish('code.hide'), wish('code.show')];
  expect(seen({ told: SHOWN, waiting: again })).toBe('shown');
  expect(seen({ told: THANKS, waiting: again })).toBe('waiting');
});

test('once she asked to be forgotten no code of hers is shown, whatever the service still tells', () => {
  expect(seen({ told: SHOWN, waiting: [FORGET] })).toBe('none');
  expect(seen({ told: SHOWN, waiting: [FORGET, wish('code.show')] })).toBe('waiting');
});

test("another visit's wishes are nothing to this one", () => {
  expect(seen({ waiting: [wish('code.show', OTHER)] })).toBe('none');
  expect(seen({ told: SHOWN, waiting: [wish('code.hide', OTHER)] })).toBe('shown');
  expect(seen({ waiting: [wish('code.show')], visit: null })).toBe('none');
});
