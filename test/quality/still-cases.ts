/** The still sweeps: states of the synthetic shopper, each with its group and what she wears. Data only. */
import { neutralState, type ShopperState } from '../../models/shopper/shopper.ts';
import type { LookName } from './looks.ts';

export type StillGroup = 'pose' | 'mouth' | 'tone' | 'light' | 'noise' | 'scale' | 'shade' | 'texture';

export interface StillCase {
  group: StillGroup;
  name: string;
  look: LookName;
  state: ShopperState;
}

const TONES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
/** Light, middle and deep. */
export const FEW_TONES = [2, 5, 9];

/** How mouths are held. */
const MOUTHS: readonly [name: string, mouthOpen: number, smile: number][] = [
  ['closed', 0, 0],
  ['pressed smile', 0, 1],
  ['parted', 0.1, 0.1],
  ['speaking', 0.22, 0],
  ['smile with teeth', 0.2, 1],
  ['laugh', 0.55, 1],
  ['pursed', 0, -1],
  ['pursed open', 0.2, -1],
  ['wide open', 1, 0],
];

const temperaturesK = [2500, 3500, 4500, 5600, 6500];
const exposuresEv = [-1, 0, 1];

function still(
  group: StillGroup,
  name: string,
  changes: Partial<ShopperState>,
  look: LookName = 'redSatin',
): StillCase {
  return { group, name: `${name}, tone ${changes.tone}`, look, state: { ...neutralState, ...changes } };
}

const lit = (tone: number, temperatureK: number, ev: number): StillCase =>
  still('light', `${temperatureK} K ${ev > 0 ? '+' : ''}${ev} EV`, {
    tone,
    light: { ...neutralState.light, temperatureK, strength: neutralState.light.strength * 2 ** ev },
  });

const mouth = (tone: number, [name, mouthOpen, smile]: (typeof MOUTHS)[number], yawDeg = 0): StillCase =>
  still('mouth', yawDeg === 0 ? name : `${name}, yaw ${yawDeg}°`, { tone, mouthOpen, smile, yawDeg });

const turned = (group: 'tone' | 'pose', tone: number, yawDeg: number): StillCase =>
  still(group, `yaw ${yawDeg}°`, { tone, yawDeg });

const shades = (look: LookName, tone: number, yawDeg: number): StillCase =>
  still('shade', `${look}, yaw ${yawDeg}°`, { tone, yawDeg, mouthOpen: yawDeg === 0 ? 0 : 0.1 }, look);

/** Without noise, which would pass for detail that is kept. */
const textures = (look: LookName, tone: number, smile: number): StillCase =>
  still('texture', `${look}, ${smile > 0.5 ? 'smile' : 'closed'}`, { tone, smile, noise: 0 }, look);

/** The red is worn in every other group. */
const SHADES: readonly LookName[] = ['nudeSatin', 'plumMatte', 'pinkSheer'];
const TEXTURES: readonly LookName[] = ['redSatin', 'plumMatte', 'pinkSheer'];

/** About 190 states, in the order of what she wears. */
export function allStills(): StillCase[] {
  const cases = [
    ...TONES.flatMap((tone) => [-20, 0, 20].map((yawDeg) => turned('tone', tone, yawDeg))),
    ...FEW_TONES.flatMap((tone) => [
      ...[-40, -30, -10, 10, 30, 40].map((yawDeg) => turned('pose', tone, yawDeg)),
      ...[-12, -6, 6, 12].map((pitchDeg) => still('pose', `pitch ${pitchDeg}°`, { tone, pitchDeg })),
      ...[-20, -10, 10, 20].map((rollDeg) => still('pose', `roll ${rollDeg}°`, { tone, rollDeg })),
      ...MOUTHS.map((held) => mouth(tone, held)),
      ...[-25, 25].flatMap((yawDeg) => [mouth(tone, MOUTHS[4], yawDeg), mouth(tone, MOUTHS[5], yawDeg)]),
      ...temperaturesK.flatMap((kelvin) => exposuresEv.map((ev) => lit(tone, kelvin, ev))),
      ...[0, 3, 6].map((noise) => still('noise', `noise ${noise}`, { tone, noise })),
      ...[0.3, 0.45, 0.85].map((scale) => still('scale', `scale ${scale}`, { tone, scale })),
      ...SHADES.flatMap((look) => [0, 15].map((yawDeg) => shades(look, tone, yawDeg))),
      ...TEXTURES.flatMap((look) => [0.1, 1].map((smile) => textures(look, tone, smile))),
    ]),
  ];
  return inOrderOfLooks(cases);
}

/** About 50 states that touch every group: what a minute can hold. */
export function fewStills(): StillCase[] {
  const cases = [
    ...TONES.map((tone) => turned('tone', tone, 0)),
    ...[-40, -30, 30, 40].map((yawDeg, i) => turned('pose', FEW_TONES[i % 3], yawDeg)),
    still('pose', 'pitch -10°', { tone: 9, pitchDeg: -10 }),
    still('pose', 'roll 15°', { tone: 2, rollDeg: 15 }),
    ...[2, 4, 5, 7, 8].map((held, i) => mouth(FEW_TONES[i % 3], MOUTHS[held])),
    ...[
      lit(2, 2500, 0),
      lit(5, 6500, 1),
      lit(9, 3500, -1),
      lit(5, 2500, -1),
      lit(9, 4500, 1),
      lit(2, 6500, -1),
    ],
    still('noise', 'noise 5', { tone: 5, noise: 5 }),
    still('scale', 'scale 0.35', { tone: 5, scale: 0.35 }),
    ...SHADES.map((look, i) => shades(look, FEW_TONES[i % 3], 0)),
    ...TEXTURES.map((look, i) => textures(look, FEW_TONES[i], 0.1)),
  ];
  return inOrderOfLooks(cases);
}

/** A change of look starts the pipeline anew. */
const inOrderOfLooks = (cases: StillCase[]): StillCase[] =>
  cases.toSorted((a, b) => SHADES.indexOf(a.look) - SHADES.indexOf(b.look));
