/** Puts a calibration into the settings file and leaves every other character of it as it was. */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { applyEdits, type FormattingOptions, modify } from 'jsonc-parser';
import { writeAtomically } from '../../config/atomic-file.ts';
import { isAbsent } from '../../config/json-file.ts';
import { readSettingsFile } from '../../config/settings.ts';
import type { Calibration } from '../../contract/calibration.ts';
import { writing } from '../try/disk.ts';

/** Settings are no secret. */
const MODE = 0o644;

/**
 * Makes the file where there is none. Throws an error of readSettingsFile when the file is not in order, and
 * `output-unwritable` when it cannot be written; it is then as it was.
 */
export async function storeCalibration(file: string, calibration: Calibration): Promise<void> {
  if (isAbsent(file)) {
    await writing(file, async () => writeAtomically(file, withCalibration('{}\n', calibration), MODE));
    return;
  }
  readSettingsFile(file, true);
  // A link stays a link: what it points to is written.
  const real = realpathSync(file);
  const text = withCalibration(readFileSync(real, 'utf8'), calibration);
  await writing(file, async () => writeAtomically(real, text, statSync(real).mode & 0o777));
}

/** @param text of a settings file, in order */
function withCalibration(text: string, calibration: Calibration): string {
  const formattingOptions = formatOf(text);
  return applyEdits(text, modify(text, ['camera', 'calibration'], calibration, { formattingOptions }));
}

/** As the file is indented already. */
function formatOf(text: string): FormattingOptions {
  const indent = /^([ \t]+)\S/m.exec(text)?.[1] ?? '  ';
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  return { insertSpaces: !indent.startsWith('\t'), tabSize: indent.length, eol };
}
