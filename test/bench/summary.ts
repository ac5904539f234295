/** Everything measured in, what is written to the JSON file out. NaN and Infinity become null there. */
import { type Figures, medianFigures } from './figures.ts';
import { type Load, MAX_OTHERS } from './machine-load.ts';
import type { MicroResult, SizeName } from './micro/run.ts';
import type { Rounds } from './rounds.ts';
import { percentile, ratio } from './stats.ts';
import { judge, type Verdict } from './targets.ts';
import type { WayKey } from './ways.ts';

export interface Ratios {
  work: number;
  cpu: number;
  dropped: number;
}

export interface Summary {
  /** Of every way in every round, in order of the ways, and of the painter's measurement. */
  load: { rounds: Load[]; painter: Load; othersMax: number; quiet: boolean };
  ours: Figures | null;
  documentedUse: Figures | null;
  faceMesh: Figures | null;
  /** Ours with two faces. */
  companion: Figures | null;
  /** Ours over the documented use, of the medians; of nothing to nothing there is none. */
  ratios: Ratios | null;
  shadeChangeP50Ms: number;
  shadeChangeP95Ms: number;
  shadeChanges: number;
  /** Whole of coverage, light and paint. */
  painterNsPerPixel: Record<SizeName, number>;
  painterStages: MicroResult['painter'];
  bytesPerFrame: MicroResult['allocation'];
  targets: Verdict[];
  rounds: Partial<Record<WayKey, Figures[]>>;
}

export function summariseAll(rounds: Rounds, { painter, allocation, load }: MicroResult): Summary {
  const median = (key: WayKey): Figures | null => {
    const measured = rounds[key];
    return measured ? medianFigures(measured.map(({ figures }) => figures)) : null;
  };
  const ours = median('ours');
  const documentedUse = median('documentedUse');
  const changes = (rounds.ours ?? []).flatMap(({ shadeChangesMs }) => shadeChangesMs);
  const loads = Object.values(rounds).flatMap((measured) => measured.map((once) => once.load));
  const othersMax = Math.max(load.others, ...loads.map(({ others }) => others));
  const measured = {
    load: { rounds: loads, painter: load, othersMax, quiet: !(othersMax > MAX_OTHERS) },
    ours,
    documentedUse,
    faceMesh: median('faceMesh'),
    companion: median('companion'),
    ratios: ours && documentedUse && compare(ours, documentedUse),
    shadeChangeP50Ms: percentile(changes, 0.5),
    shadeChangeP95Ms: percentile(changes, 0.95),
    shadeChanges: changes.length,
    painterNsPerPixel: {
      p720: painter.p720.total,
      p1080: painter.p1080.total,
      p2160: painter.p2160.total,
    },
    painterStages: painter,
    bytesPerFrame: allocation,
  };
  const keys = Object.keys(rounds) as WayKey[];
  return {
    ...measured,
    targets: judge(measured),
    rounds: Object.fromEntries(keys.map((key) => [key, rounds[key]?.map(({ figures }) => figures)])),
  };
}

function compare(ours: Figures, theirs: Figures): Ratios {
  return {
    work: ratio(ours.workP50Ms, theirs.workP50Ms),
    cpu: ratio(ours.cpuMsPerFrame, theirs.cpuMsPerFrame),
    dropped: ratio(ours.droppedRatio, theirs.droppedRatio),
  };
}
