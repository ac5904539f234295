/** The entry of `npm run calibrate`: writes the chart, calibrates the mirror, or checks its calibration; see USAGE in args.ts. */
import '../../../scripts/assert-node.mjs';
import { resolve } from 'node:path';
import { callerFolder } from '../../../scripts/caller-folder.mjs';
import { calibrate, checkCalibration } from '../../calibrate/calibrate.ts';
import { CardFault } from '../../calibrate/faults.ts';
import { type Measurement, measureCard } from '../../calibrate/measure.ts';
import type { Picture } from '../../calibrate/picture.ts';
import { combineSettings, findSettings, readSettingsFile, type Settings } from '../../config/settings.ts';
import { CodedError, hasSentence } from '../../contract/coded-error.ts';
import { POOR_DELTA_E } from '../../health/calibration-health.ts';
import { readPicture, toBytes } from '../try/picture-file.ts';
import { type Measuring, type Request, readArguments, USAGE } from './args.ts';
import { lookThroughCamera } from './camera.ts';
import { writeChart } from './chart-file.ts';
import { calibrateError, EXIT } from './errors.ts';
import { pictureOfRgba } from './frames.ts';
import { brightnessText, tableText } from './report.ts';
import { storeCalibration } from './settings-file.ts';

/** npm runs its scripts in the repository; paths start where the user stood. */
const FOLDER = callerFolder('calibrate');

async function main(args: string[]): Promise<number> {
  const request = readArguments(args);
  if (request.task === 'help') {
    console.log(USAGE);
    return EXIT.done;
  }
  if (request.task === 'chart') {
    const file = resolve(FOLDER, request.file);
    await writeChart(file, request.widthMm);
    console.log(`The chart is written to ${file}: print it in colour, at 100 %, on white matte paper.`);
    return EXIT.done;
  }
  const { file, settings } = openSettings(request);
  const { measurement, camera } = await measure(request, settings);
  if (request.task === 'check') return check(measurement, settings);
  const { calibration, table } = calibrate(measurement, new Date());
  console.log(tableText(table));
  if (request.isDry) {
    console.log('Nothing was stored (--dry-run).');
    return EXIT.done;
  }
  await storeCalibration(file, camera === undefined ? calibration : { ...calibration, camera });
  console.log(`The calibration is stored in ${file}; a mirror that runs uses it from now on.`);
  if (table.mean > POOR_DELTA_E)
    console.log('It is a poor one: a factory-made card (--card classic24) does better.');
  return EXIT.done;
}

/** The file may be absent, even when it was named: it is made. */
function openSettings({ settings: named }: Request): { file: string; settings: Settings } {
  const flags = named === undefined ? [] : ['--settings', resolve(FOLDER, named)];
  const { file, given } = findSettings(flags, process.env, process.cwd());
  return { file, settings: combineSettings(readSettingsFile(file, false), given) };
}

/** @returns the camera's name beside it, where there is one */
async function measure(
  { card, picture, corners }: Measuring,
  settings: Settings,
): Promise<{ measurement: Measurement; camera?: string }> {
  if (picture !== undefined) return { measurement: measureCard([await readPhoto(picture)], card, corners) };
  const { label, pictures } = await lookThroughCamera(settings);
  console.log(`Seen through ${label || 'the camera'}:`);
  const measurement = measureCard(pictures, card);
  return label === '' ? { measurement } : { measurement, camera: label };
}

async function readPhoto(picture: string): Promise<Picture> {
  const path = resolve(FOLDER, picture);
  try {
    const photo = await readPicture(path);
    return pictureOfRgba(toBytes(photo), photo.widthPx, photo.heightPx);
  } catch (cause) {
    if (!hasSentence(cause)) throw cause;
    throw calibrateError('unreadable', `${path} cannot be read: ${cause.message.replace(/\.$/, '')}.`, cause);
  }
}

function check(measurement: Measurement, { camera: { calibration } }: Settings): number {
  if (calibration === undefined) {
    throw calibrateError(
      'not-calibrated',
      'This mirror was never calibrated: run "npm run calibrate" without --check.',
    );
  }
  const { table, brightnessRatio } = checkCalibration(measurement, calibration);
  console.log(tableText(table));
  const holds = table.mean <= POOR_DELTA_E;
  const change = brightnessText(brightnessRatio);
  console.log(
    holds
      ? `The calibration of ${calibration.at} holds.${change}`
      : `The calibration of ${calibration.at} no longer holds: run "npm run calibrate" again.${change}`,
  );
  return holds ? EXIT.done : EXIT.poor;
}

/** Every error with a code says what to do in its message; anything else is a mistake of ours and shown whole. */
function explain(error: unknown): number {
  console.error(hasSentence(error) ? error.message : error);
  if (error instanceof CardFault) return EXIT.refused;
  const code = error instanceof CodedError ? error.code : '';
  return code === 'usage' ? EXIT.usage : code === 'unreadable' ? EXIT.unreadable : EXIT.cannotRun;
}

// Leaving by exit() runs the exit handlers that delete drafts and end Chromium.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
process.exit(await main(process.argv.slice(2)).catch(explain));
