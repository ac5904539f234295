/** The command line of `npm run shopper`: read, checked and explained. Nothing here touches a file. */
import { parseArgs } from 'node:util';
import { neutralState, type ShopperState } from './state.ts';

export const USAGE = `Writes the synthetic shopper to a picture or a clip.

  npm run shopper -- --out <file> [options]

  --out <file>          .mjpeg or .y4m for Chromium's fake camera, .mp4 (needs ffmpeg), .png for one picture
  --seconds <s>         length of a clip (10)
  --fps <n>             frames per second (30)
  --width, --height     size of the frame, even numbers (1280, 720)
  --picture             she holds still; a .png always does

What she looks like; each of these also stops the part of her idle motion that it replaces:
  --tone <1..10>        Monk skin tone (4)
  --yaw, --pitch, --roll <degrees>
  --mouth <0..1>        closed … wide open
  --smile <-1..1>       pursed … broad smile
  --scale <0..1>        height of her face as a share of the frame's (0.62)
  --temperature <K>     colour of the light (5600)
  --strength <x>        exposure; 1 brings white paper to 80 % (1.1)
  --azimuth, --elevation <degrees>  where the lamp is (-25, 30)
  --noise <codes>       camera noise, standard deviation in 8-bit codes (1.2)

Ends with 0 when written, 64 when the command line is wrong, 1 when it cannot be written.`;

/** A command line that cannot be followed; the message says why. */
export class UsageError extends Error {}

export interface Wanted {
  out: string;
  seconds: number;
  fps: number;
  widthPx: number;
  heightPx: number;
  still: boolean;
  /** What replaces the idle motion's or the neutral state's own values. */
  look: Partial<ShopperState>;
}

const text = { type: 'string' } as const;
const OPTIONS = {
  out: text,
  seconds: text,
  fps: text,
  width: text,
  height: text,
  tone: text,
  yaw: text,
  pitch: text,
  roll: text,
  mouth: text,
  smile: text,
  scale: text,
  temperature: text,
  strength: text,
  azimuth: text,
  elevation: text,
  noise: text,
  picture: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** @returns what is wanted, or `help`. @throws UsageError. */
export function readArguments(args: string[]): Wanted | 'help' {
  const values = parse(args);
  if (values.help) return 'help';
  if (!values.out) throw new UsageError('Say where to write with --out <file>.');
  const number = (
    name: keyof typeof values,
    low: number,
    high: number,
    whole = false,
  ): number | undefined => {
    const given = values[name];
    if (given === undefined) return undefined;
    const value = Number(given);
    if (given === '' || !(value >= low && value <= high) || (whole && !Number.isInteger(value))) {
      throw new UsageError(
        `--${name} takes ${whole ? 'a whole number' : 'a number'} from ${low} to ${high}, not ${given}.`,
      );
    }
    return value;
  };
  const widthPx = number('width', 64, 8192, true) ?? 1280;
  const heightPx = number('height', 64, 8192, true) ?? 720;
  if (widthPx % 2 || heightPx % 2) throw new UsageError('--width and --height take even numbers.');
  const { light } = neutralState;
  return {
    out: values.out,
    seconds: number('seconds', 0.04, 3600) ?? 10,
    fps: number('fps', 1, 240, true) ?? 30,
    widthPx,
    heightPx,
    still: values.picture ?? false,
    look: given({
      tone: number('tone', 1, 10, true),
      yawDeg: number('yaw', -60, 60),
      pitchDeg: number('pitch', -45, 45),
      rollDeg: number('roll', -60, 60),
      mouthOpen: number('mouth', 0, 1),
      smile: number('smile', -1, 1),
      scale: number('scale', 0.05, 2),
      noise: number('noise', 0, 6),
      light: {
        ...light,
        azimuthDeg: number('azimuth', -90, 90) ?? light.azimuthDeg,
        elevationDeg: number('elevation', -90, 90) ?? light.elevationDeg,
        temperatureK: number('temperature', 1700, 25000) ?? light.temperatureK,
        strength: number('strength', 0, 4) ?? light.strength,
      },
    }),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args: joinNegatives(args), options: OPTIONS, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** `--yaw -12` becomes `--yaw=-12`, which parseArgs would otherwise call ambiguous. */
function joinNegatives(args: string[]): string[] {
  return args.reduce<string[]>((joined, arg) => {
    const before = joined.at(-1);
    if (/^-[\d.]/.test(arg) && before?.startsWith('--')) joined[joined.length - 1] = `${before}=${arg}`;
    else joined.push(arg);
    return joined;
  }, []);
}

function given(look: Partial<ShopperState>): Partial<ShopperState> {
  return Object.fromEntries(Object.entries(look).filter(([, value]) => value !== undefined));
}
