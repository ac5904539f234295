/**
 * The rows of the debug overlay, read from the page's signals. For technicians, so they speak no language of a shopper.
 */
import {
  camera,
  debugReading,
  health,
  pulse,
  serviceState,
  tryonState,
  waitingIntents,
} from '../screens/state.ts';
import { STAGES } from '../tryon/messages.ts';

export interface Figure {
  name: string;
  figure: string;
}

const ms = (value: number): string => `${value.toFixed(2)} ms`;

function tryonFigures(): Figure[] {
  const reading = debugReading.value;
  const rows: Figure[] = [{ name: 'try-on', figure: tryonState.value }];
  if (reading === null) return rows;
  for (const stage of STAGES) rows.push({ name: stage, figure: ms(reading.stageMs[stage]) });
  rows.push({ name: 'light level', figure: reading.level.toFixed(2) });
  return rows;
}

function cameraFigures(): Figure[] {
  const { state, isDemo, connected, recoveries } = camera.value;
  const rows: Figure[] = [
    { name: 'camera', figure: isDemo ? `${state} (demo)` : state },
    { name: 'connected / recoveries', figure: `${connected} / ${recoveries}` },
  ];
  const beat = pulse.value;
  if (beat === null) return rows;
  const age = beat.frameAgeMs === null ? '-' : `${Math.round(beat.frameAgeMs)} ms`;
  rows.push(
    { name: 'size', figure: `${beat.widthPx} × ${beat.heightPx}` },
    { name: 'fps / frame age', figure: `${beat.fps.toFixed(1)} / ${age}` },
    { name: 'luma / face', figure: `${beat.luma.toFixed(2)} / ${Math.round(beat.faceShare * 100)} %` },
    { name: 'faces / light', figure: `${beat.faces} / ${beat.light ?? '-'}` },
  );
  return rows;
}

/** A file that was refused is named with what to correct in it. */
function serviceFigures(): Figure[] {
  const rows: Figure[] = [
    { name: 'service', figure: serviceState.value },
    { name: 'waiting intents', figure: String(waitingIntents.value.length) },
  ];
  if (health.value === null) return rows;
  const { version, uptimeMs, problems } = health.value;
  rows.push({ name: `version ${version}`, figure: `up ${Math.round(uptimeMs / 1000)} s` });
  for (const { file, sentence } of problems) rows.push({ name: `${file} refused`, figure: sentence });
  return rows;
}

export const readFigures = (): Figure[] => [...tryonFigures(), ...cameraFigures(), ...serviceFigures()];
