import { describe, expect, it } from 'vitest';
import { readOptions, USAGE } from '../../../quality/options.ts';

describe('the command line of npm run quality', () => {
  it('judges the long synthetic run by itself', () => {
    expect(readOptions([])).toMatchObject({
      isQuick: false,
      hasSynthetic: true,
      isStrict: false,
      photos: undefined,
      sheets: 'quality-sheets',
    });
  });

  it('takes folders and files', () => {
    const args = ['--quick', '--strict', '--photos', 'p', '--clips', 'c', '--json', 'j', '--sheets', 's'];
    expect(readOptions(args)).toMatchObject({
      isQuick: true,
      isStrict: true,
      photos: 'p',
      clips: 'c',
      json: 'j',
      sheets: 's',
    });
  });

  it.each([
    ['an unknown flag', ['--quik']],
    ['a stray word', ['photos']],
    ['a flag without its path', ['--photos']],
    ['an empty path', ['--json=']],
    ['nothing to judge', ['--skip-synthetic']],
  ])('refuses %s with a sentence', (_, args) => {
    expect(() => readOptions(args)).toThrow(expect.objectContaining({ code: 'usage' }));
  });

  it('explains every flag', () => {
    for (const flag of ['quick', 'skip-synthetic', 'photos', 'clips', 'sheets', 'json', 'strict', 'help']) {
      expect(USAGE).toContain(`--${flag}`);
    }
  });
});
