/** The line where a text stops being JSON. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { brokenLine } from '../../../../main/config/json-position.ts';

test.each([
  ['a missing comma', '{\n"a": 1\n"b": 2\n}', 3],
  ['a comma too many', '[\n1,\n2,\n]', 4],
  ['a bare word', '{"a":\nyes}', 2],
  ['single quotes', "{\n'a': 1}", 2],
  ['a comment', '[1,\n// two\n2]', 2],
  ['a string over two lines', '["a\nb"]', 1],
  ['a missing end', '{"a": [1,\n2', 2],
  ['something after the end', '{}\n{}', 2],
  ['nothing at all', '', 1],
])('%s is found', (_what, text, line) => {
  expect(() => JSON.parse(text)).toThrow();
  expect(brokenLine(text)).toBe(line);
});

test('whatever JSON.parse takes is not broken, and whatever it refuses is', () => {
  const parses = (text: string) => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };
  fc.assert(fc.property(fc.json(), (text) => brokenLine(text) === undefined));
  const spoilt = fc
    .tuple(fc.json(), fc.nat(), fc.constantFrom(...'{}[]",:0e-.\\n \n'))
    .map(([text, at, char]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + char + text.slice(place);
    });
  fc.assert(
    fc.property(spoilt, (text) => (brokenLine(text) === undefined) === parses(text)),
    { numRuns: 2000 },
  );
});
