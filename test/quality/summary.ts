/** The figures of a run from its rows: what `--json` writes and what the targets are held against. */
import type { OccluderKind } from '../../models/shopper/shopper.ts';
import { percentile } from './painted-frame.ts';
import { type MovingFrame, mean, type VisitFigures } from './sequence-figures.ts';
import { FEW_TONES, type StillGroup } from './still-cases.ts';
import type { StillRow } from './still-figures.ts';

export interface Rows {
  stills: readonly StillRow[];
  /** `jitterPctIod` of each static face. */
  jitter: readonly { tone: number; noise: number; pctIod: number }[];
  moving: readonly { name: string; tone: number; frames: readonly MovingFrame[] }[];
  visits: readonly { kind: OccluderKind; tone: number; figures: VisitFigures }[];
}

export interface Synthetic {
  /** Mean IoU over stills with |yaw| ≤ 20°, and over those turned further, to 40°. A face that was not painted counts 0. */
  iouFrontal: number;
  iouTurned: number;
  iouFrontalMin: number;
  iouTurnedMin: number;
  /** Symmetric distance between painted and true border in % of the mouth's width: mean, and 95th percentile of all places. */
  boundaryMeanPct: number;
  boundaryP95Pct: number;
  /** Mean share, over stills with an open mouth, of teeth, tongue and cavity under paint that no lip accounts for. */
  interiorPaintedPct: number;
  /** The worst of those stills; and the mean when rightful paint on pixels that lip and mouth share counts, too. */
  interiorWorstPct: number;
  interiorLiteralPct: number;
  /** Mean share, over visits, of lips hidden for 100 ms that are painted; and the worst kind. */
  occluderPaintedPct: number;
  occluderWorstPct: number;
  /** Mean share of sure lips (3 % of the mouth's width inside the border) under less than half coverage, clean stills. */
  cleanHiddenPct: number;
  cleanHiddenWorstPct: number;
  /** CIEDE2000 to the analytic film over shades and tones, and over the light sweep. */
  deltaEMedian: number;
  deltaEP95: number;
  deltaELightMedian: number;
  deltaELightP95: number;
  /** Worst of the static faces. */
  jitterPctIod: number;
  /** Best less worst mean over the ten skin tones. */
  iouGap: number;
  deltaEGap: number;
  /** Mean correlation of the lips' detail, bare and painted. */
  textureSatin: number;
  textureSheer: number;
  textureMatte: number;
  /** Mean and least IoU while she talks and turns, and the share of all teeth, tongue and cavity shown that is painted. */
  iouMoving: number;
  iouMovingMin: number;
  interiorMovingPct: number;
  /** Samples changed without coverage. */
  strayChanges: number;
  /** Stills that were not painted. */
  unpainted: number;
}

/** What a straight polygon through the same landmarks reaches in the same frames. */
export type Plain = Pick<
  Synthetic,
  | 'iouFrontal'
  | 'iouTurned'
  | 'boundaryMeanPct'
  | 'boundaryP95Pct'
  | 'interiorPaintedPct'
  | 'occluderPaintedPct'
  | 'iouGap'
  | 'iouMoving'
>;

type Side = 'ours' | 'plain';

const OPEN_FROM = 0.1;
const FRONTAL_DEG = 20;
const TURNED_DEG = 40;
/** Rows that say nothing about shape, because another look only repeats a pose. */
const COLOUR_ONLY: readonly StillGroup[] = ['shade', 'texture'];

const shapeRows = ({ stills }: Rows) => stills.filter((row) => !COLOUR_ONLY.includes(row.case.group));
const yawOf = (row: StillRow) => Math.abs(row.case.state.yawDeg);
const sorted = (values: number[]) => values.sort((a, b) => a - b);
const pooled = (rows: readonly StillRow[]) => sorted(rows.flatMap(({ deltaE }) => deltaE));
const largest = (values: readonly number[]) => Math.max(...values);

const frontal = (rows: Rows): StillRow[] => shapeRows(rows).filter((row) => yawOf(row) <= FRONTAL_DEG);
export const turned = (rows: Rows): StillRow[] =>
  shapeRows(rows).filter((row) => yawOf(row) > FRONTAL_DEG && yawOf(row) <= TURNED_DEG);
export const opened = (rows: Rows): StillRow[] =>
  shapeRows(rows).filter((row) => row.painted && row.case.state.mouthOpen >= OPEN_FROM);
const ofGroup = ({ stills }: Rows, ...groups: StillGroup[]) =>
  stills.filter((row) => groups.includes(row.case.group));

/** Means per skin tone over the tone sweep: best less worst. */
function gapOver(rows: Rows, value: (row: StillRow) => number): number {
  const perTone = Map.groupBy(ofGroup(rows, 'tone'), (row) => row.case.state.tone);
  const means = [...perTone.values()].map((ofTone) => mean(ofTone.map(value)));
  return Math.max(...means) - Math.min(...means);
}

function shapeFigures(rows: Rows, side: Side): Omit<Plain, 'occluderPaintedPct' | 'iouMoving'> {
  const painted = shapeRows(rows).filter((row) => row.painted);
  return {
    iouFrontal: mean(frontal(rows).map((row) => row[side].iou)),
    iouTurned: mean(turned(rows).map((row) => row[side].iou)),
    boundaryMeanPct: mean(painted.map((row) => mean(row[side].borderPct))),
    boundaryP95Pct: percentile(sorted(painted.flatMap((row) => row[side].borderPct)), 0.95),
    interiorPaintedPct: 100 * mean(opened(rows).map((row) => row[side].interior.excess)),
    iouGap: gapOver(rows, (row) => row[side].iou),
  };
}

export function summarisePlain(rows: Rows): Plain {
  return {
    ...shapeFigures(rows, 'plain'),
    occluderPaintedPct: 100 * mean(rows.visits.map(({ figures }) => figures.plainPainted)),
    iouMoving: mean(rows.moving.flatMap(({ frames }) => frames.map(({ plainIou }) => plainIou))),
  };
}

const insideOf = ({ interiorAreaPx }: MovingFrame): number => interiorAreaPx;
const paintedInside = ({ interior, interiorAreaPx }: MovingFrame): number => interior * interiorAreaPx;
const total = (frames: readonly MovingFrame[], value: (frame: MovingFrame) => number): number =>
  frames.reduce((sum, frame) => sum + value(frame), 0);

export function summarise(rows: Rows): Synthetic {
  const clean = shapeRows(rows).filter((row) => row.painted);
  const red = ofGroup(rows, 'tone').filter((row) => FEW_TONES.includes(row.case.state.tone));
  const colours = pooled([...red, ...ofGroup(rows, 'shade')]);
  const light = pooled(ofGroup(rows, 'light'));
  const movingFrames = rows.moving.flatMap(({ frames }) => frames);
  const texture = (look: string) =>
    mean(ofGroup(rows, 'texture').flatMap((row) => (row.case.look === look ? [row.texture] : [])));
  return {
    ...shapeFigures(rows, 'ours'),
    iouFrontalMin: Math.min(...frontal(rows).map(({ ours }) => ours.iou)),
    iouTurnedMin: Math.min(...turned(rows).map(({ ours }) => ours.iou)),
    interiorWorstPct: 100 * largest(opened(rows).map(({ ours }) => ours.interior.excess)),
    interiorLiteralPct: 100 * mean(opened(rows).map(({ ours }) => ours.interior.literal)),
    occluderPaintedPct: 100 * mean(rows.visits.map(({ figures }) => figures.painted)),
    occluderWorstPct: 100 * largest(rows.visits.map(({ figures }) => figures.painted)),
    cleanHiddenPct: 100 * mean(clean.map(({ cleanHidden }) => cleanHidden)),
    cleanHiddenWorstPct: 100 * largest(clean.map(({ cleanHidden }) => cleanHidden)),
    deltaEMedian: percentile(colours, 0.5),
    deltaEP95: percentile(colours, 0.95),
    deltaELightMedian: percentile(light, 0.5),
    deltaELightP95: percentile(light, 0.95),
    jitterPctIod: largest(rows.jitter.map(({ pctIod }) => pctIod)),
    deltaEGap: gapOver(rows, ({ deltaE }) => percentile(deltaE, 0.5)),
    textureSatin: texture('redSatin'),
    textureSheer: texture('pinkSheer'),
    textureMatte: texture('plumMatte'),
    iouMoving: mean(movingFrames.map(({ iou }) => iou)),
    iouMovingMin: Math.min(...movingFrames.map(({ iou }) => iou)),
    interiorMovingPct: (100 * total(movingFrames, paintedInside)) / total(movingFrames, insideOf),
    strayChanges: rows.stills.reduce((sum, { stray }) => sum + stray, 0),
    unpainted: rows.stills.filter(({ painted }) => !painted).length,
  };
}
