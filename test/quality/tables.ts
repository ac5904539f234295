/** The figures as text for a person: overall beside the targets, per group, per skin tone, in motion, and each photo. */
import { layOut } from '../bench/tables.ts';
import type { ClipRow } from './clips.ts';
import { percentile } from './painted-frame.ts';
import type { PhotoFigures, PhotoRow } from './photos.ts';
import { mean } from './sequence-figures.ts';
import type { StillRow } from './still-figures.ts';
import type { Plain, Rows, Synthetic } from './summary.ts';
import { isMet, type Target, targets } from './targets.ts';

const cell = (value: number | undefined, digits = 3): string =>
  value === undefined || !Number.isFinite(value) ? '–' : value.toFixed(digits);

const limitOf = ({ least, most }: Target): string => (least === undefined ? `≤ ${most}` : `≥ ${least}`);

/** Every target with the figure, the plain polygon's, and whether it is met. */
export function tellTargets(figures: Synthetic, plain: Plain): string {
  const rows = targets.map((target) => [
    target.name,
    cell(figures[target.key]),
    cell((plain as Partial<Synthetic>)[target.key]),
    limitOf(target),
    isMet(target, figures) ? '' : 'MISSED',
  ]);
  return layOut([['synthetic', 'ours', 'plain', 'target', ''], ...rows]);
}

const OTHERS: readonly [keyof Synthetic, string][] = [
  ['iouFrontalMin', 'least lip IoU, |yaw| ≤ 20°'],
  ['iouTurnedMin', 'least lip IoU, |yaw| 21…40°'],
  ['interiorWorstPct', 'inside of the mouth painted, worst still, %'],
  ['interiorLiteralPct', 'the same, mean, shared pixels counted whole, %'],
  ['occluderWorstPct', 'occluder painted after 100 ms, worst kind, %'],
  ['cleanHiddenWorstPct', 'clean lips hidden, worst still, %'],
  ['deltaELightP95', 'CIEDE2000 over the light sweep, p95'],
  ['iouMoving', 'lip IoU while talking and turning, mean'],
  ['iouMovingMin', 'the same, least'],
  ['interiorMovingPct', 'inside of the mouth painted while moving, %'],
  ['strayChanges', 'samples changed without coverage'],
  ['unpainted', 'stills that were not painted'],
];

export const tellOthers = (figures: Synthetic): string =>
  layOut([['beside them', ''], ...OTHERS.map(([key, name]) => [name, cell(figures[key])])]);

const STILL_HEADING = [
  'IoU',
  'plain',
  'least',
  'plain',
  'border %',
  'plain',
  'inside %',
  'plain',
  'ΔE median',
  'ΔE p95',
  'n',
];

/** Below this a mouth does not count as open. */
const MIN_OPEN_PX = 50;

function tellRows(name: string, rows: readonly StillRow[]): string[] {
  const over = (value: (row: StillRow) => number) => mean(rows.map(value));
  const least = (side: 'ours' | 'plain') => Math.min(...rows.map((row) => row[side].iou));
  const open = rows.filter(({ ours }) => ours.interior.areaPx > MIN_OPEN_PX);
  const inside = (side: 'ours' | 'plain') => 100 * mean(open.map((row) => row[side].interior.excess));
  const colours = rows.flatMap(({ deltaE }) => deltaE).sort((a, b) => a - b);
  return [
    name,
    cell(over(({ ours }) => ours.iou)),
    cell(over(({ plain }) => plain.iou)),
    cell(least('ours')),
    cell(least('plain')),
    cell(
      over(({ ours }) => mean(ours.borderPct)),
      2,
    ),
    cell(
      over(({ plain }) => mean(plain.borderPct)),
      2,
    ),
    cell(inside('ours'), 1),
    cell(inside('plain'), 1),
    cell(percentile(colours, 0.5), 2),
    cell(percentile(colours, 0.95), 2),
    String(rows.length),
  ];
}

function tellGrouped(title: string, rows: readonly StillRow[], keyOf: (row: StillRow) => string): string {
  const groups = [...Map.groupBy(rows, keyOf)];
  return layOut([[title, ...STILL_HEADING], ...groups.map(([name, each]) => tellRows(name, each))]);
}

/** Per group of stills, and per case of the groups that vary shape or light. */
export const tellGroups = ({ stills }: Rows): string =>
  [
    tellGrouped('per group', stills, (row) => row.case.group),
    tellGrouped(
      'per pose, mouth, light, noise, scale',
      stills.filter(({ case: { group } }) => !['tone', 'shade', 'texture'].includes(group)),
      (row) => row.case.name.replace(/, tone \d+$/, ''),
    ),
    tellGrouped('per shade', stills, (row) => row.case.look),
  ].join('\n\n');

export const tellTones = ({ stills }: Rows): string =>
  tellGrouped(
    'per skin tone (tone sweep)',
    stills.filter((row) => row.case.group === 'tone'),
    (row) => `Monk ${row.case.state.tone}`,
  );

/** Static faces, moving faces, and what came before the mouth. */
export function tellMotion({ jitter, moving, visits }: Rows): string {
  const still = jitter.map(({ tone, noise, pctIod }) => [`tone ${tone}, noise ${noise}`, cell(pctIod, 4)]);
  const motion = moving.map(({ name, tone, frames }) => [
    `${name}, tone ${tone}`,
    cell(mean(frames.map(({ iou }) => iou))),
    cell(mean(frames.map(({ plainIou }) => plainIou))),
    cell(Math.min(...frames.map(({ iou }) => iou))),
    cell(mean(frames.map(({ borderPct }) => borderPct)), 2),
    cell(100 * mean(frames.map(({ cleanHidden }) => cleanHidden)), 2),
    String(frames.length),
  ]);
  const things = visits.map(({ kind, tone, figures }) => [
    `${kind}, tone ${tone}`,
    cell(100 * figures.hidden, 0),
    cell(100 * figures.painted, 1),
    cell(100 * figures.plainPainted, 1),
    cell(figures.clearMs, 0),
    cell(figures.backMs, 0),
    cell(100 * figures.cleanHidden, 2),
    cell(figures.visibleIou),
  ]);
  return [
    layOut([['static jitter', '% of inter-ocular distance'], ...still]),
    layOut([['moving', 'IoU', 'plain', 'least', 'border %', 'hidden %', 'frames'], ...motion]),
    layOut([
      [
        'before the mouth',
        'hidden %',
        'painted %',
        'plain',
        'clear after ms',
        'back after ms',
        'clean hidden %',
        'visible IoU',
      ],
      ...things,
    ]),
  ].join('\n\n');
}

function tellPhoto({ photo, faces, paintedFaces, mouths, unreadable }: PhotoRow): string[][] {
  if (unreadable !== undefined) return [[photo, '', '', '', '', `not judged: ${unreadable}`]];
  if (mouths.length === 0)
    return [[photo, '', '', '', '', `no points; ${paintedFaces} of ${faces} faces painted`]];
  return mouths.map((mouth, i) => [
    mouths.length > 1 ? `${photo} ${i + 1}` : photo,
    cell(mouth.mouthWidthPx, 0),
    mouth.painted ? cell(mouth.ours) : '–',
    mouth.found ? cell(mouth.plain) : '–',
    mouth.painted ? cell(mouth.ours - mouth.plain) : '–',
    mouth.isWorse ? 'WORSE' : mouth.painted ? '' : mouth.found ? 'found, not painted' : 'no face found',
  ]);
}

export function tellPhotos(figures: PhotoFigures): string {
  const { rows, judged, marked, meanOurs, meanPlain, worse } = figures;
  return layOut([
    ['photos', 'mouth px', 'ours', 'plain', 'difference', ''],
    ...rows.flatMap(tellPhoto),
    [
      `mean of ${judged} painted, of ${marked} marked`,
      '',
      cell(meanOurs),
      cell(meanPlain),
      cell(meanOurs - meanPlain),
      worse > 0 ? `${worse} worse by more than 0.02` : '',
    ],
  ]);
}

export const tellClips = (rows: readonly ClipRow[]): string =>
  layOut([
    ['clips', 'frames', 'painted', ''],
    ...rows.map(({ clip, frames, paintedFrames, unreadable }) => [
      clip,
      String(frames),
      String(paintedFrames),
      unreadable === undefined ? '' : `not shown: ${unreadable}`,
    ]),
  ]);
