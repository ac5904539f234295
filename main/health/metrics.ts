/** What a monitoring system may read of the mirror, in the Prometheus text format: numbers only, no names. */
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { CALIBRATION_STATES } from '../contract/calibration.ts';
import { CAMERA_STATES } from '../contract/camera.ts';
import type { Health } from '../contract/health.ts';
import type { Receipt } from '../contract/intents.ts';
import { LIGHT_READINGS } from '../contract/light.ts';
import type { Log } from './log.ts';
import type { PageWatch } from './page-watch.ts';
import { buildQueueMetrics } from './queue-metrics.ts';

export interface MetricsOptions {
  version: string;
  log: Log;
  page: PageWatch;
  health(): Pick<Health, 'problems' | 'calibration' | 'store' | 'sync'>;
}

export interface Metrics {
  /** `failed`: it could not be recorded. */
  countIntent(outcome: Receipt['outcome'] | 'refused' | 'failed'): void;
  /** The exposition; text/plain; version=0.0.4. */
  text(): Promise<string>;
}

export function buildMetrics({ version, log, page, health }: MetricsOptions): Metrics {
  const register = new Registry();
  collectDefaultMetrics({ register, prefix: 'vermilion_service_' });
  const registers = [register];
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `vermilion_${name}`, help, labelNames, registers });

  gauge('build_info', 'Always 1; the version is in its label.', ['version']).set({ version }, 1);
  const intents = new Counter({
    name: 'vermilion_intents_total',
    help: 'Intents of the page, by what became of them.',
    labelNames: ['outcome'],
    registers,
  });
  const lost = gauge('log_lines_lost', 'Log lines that the disk did not take.');
  const refused = gauge('file_refused', 'Whether the file is refused and its last good one in use.', [
    'file',
  ]);
  const reportAge = gauge('page_report_age_seconds', 'Since the page last reported; -1 before the first.');
  const cameraState = gauge('camera_state', '1 for the state that the camera is in.', ['state']);
  const light = gauge('light', "1 for what the light on the shopper's face is read as.", ['reading']);
  const calibrated = gauge('calibration', '1 for what the calibration is, none when there is none.', [
    'state',
  ]);
  const difference = gauge('calibration_delta_e', 'Mean CIEDE2000 when it was calibrated; -1 when never.');
  const readQueue = buildQueueMetrics(gauge);
  const readings = {
    frameAge: gauge('camera_frame_age_seconds', 'Age of the newest camera frame; -1 where there is none.'),
    fps: gauge('camera_frames_per_second', 'Camera frames a second, over two seconds.'),
    connected: gauge('cameras_connected', 'Cameras connected.'),
    recoveries: gauge('camera_recoveries', 'Times that the picture came back, since the page started.'),
    work: gauge('tryon_work_seconds', 'Median work per frame, over two seconds.'),
    faces: gauge('tryon_face_share', 'Share of frames with a face, 0..1, over two seconds.'),
    restarts: gauge(
      'tryon_restarts',
      'Times that the try-on worker was started again, since the page started.',
    ),
    waiting: gauge('intents_waiting', 'Intents that the page has not been answered yet.'),
    lost: gauge('intents_lost', 'Intents that the page gave up, since it started.'),
  };

  function readCalibration(now: Health['calibration']): void {
    for (const state of [...CALIBRATION_STATES, 'none']) {
      calibrated.set({ state }, (now?.state ?? 'none') === state ? 1 : 0);
    }
    difference.set(now?.meanDeltaE ?? -1);
  }

  function readPage(): void {
    reportAge.set(page.ageMs === null ? -1 : page.ageMs / 1000);
    const { report } = page;
    for (const state of CAMERA_STATES) cameraState.set({ state }, report?.camera.state === state ? 1 : 0);
    for (const reading of LIGHT_READINGS) light.set({ reading }, report?.light === reading ? 1 : 0);
    if (report === null) {
      for (const reading of Object.values(readings)) reading.set(0);
      readings.frameAge.set(-1);
      return;
    }
    const { camera, tryon } = report;
    readings.frameAge.set(camera.frameAgeMs === null ? -1 : camera.frameAgeMs / 1000);
    readings.fps.set(camera.fps);
    readings.connected.set(camera.connected);
    readings.recoveries.set(camera.recoveries);
    readings.work.set(tryon.workMs / 1000);
    readings.faces.set(tryon.faceShare);
    readings.restarts.set(tryon.restarts);
    readings.waiting.set(report.waitingIntents);
    readings.lost.set(report.lostIntents);
  }

  return {
    countIntent: (outcome) => intents.inc({ outcome }),
    async text() {
      lost.set(log.lostLines);
      const now = health();
      for (const file of ['settings', 'catalogue', 'counts']) {
        refused.set({ file }, now.problems.some((problem) => problem.file === file) ? 1 : 0);
      }
      readCalibration(now.calibration);
      readQueue(now);
      readPage();
      return register.metrics();
    },
  };
}
