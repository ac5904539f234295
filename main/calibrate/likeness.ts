/** How much what a picture shows at a card's places looks like that card, whatever the light: tells orientation and wrong cards. */
import type { Card } from './card.ts';
import type { Triple } from './colour.ts';
import { type Homography, project } from './homography.ts';
import { linearAt, type Picture } from './picture.ts';

/** Keeps the logarithm of black finite, and near what a camera's flare makes of it. */
const FLOOR = 0.015;

type Features = readonly [green: number, redOverGreen: number, blueOverGreen: number];

/** In logarithms the light is a sum, which the correlation does not see. */
const features = ([red, green, blue]: Readonly<Triple>): Features => {
  const log = (value: number) => Math.log(Math.max(0, value) + FLOOR);
  return [log(green), log(red) - log(green), log(blue) - log(green)];
};

/** 1 is the very card, 0 has nothing to do with it; −1 when a patch lies outside the picture. */
export function likeness(picture: Picture, card: Card, homography: Homography): number {
  const seen: Features[] = [];
  for (const { centre } of card.patches) {
    const { x, y } = project(homography, centre);
    const linear = linearAt(picture, x, y);
    if (linear === undefined) return -1;
    seen.push(features(linear));
  }
  const known = card.patches.map(({ colour }) => features(colour));
  const correlations = ([0, 1, 2] as const).map((i) =>
    correlation(
      seen.map((feature) => feature[i]),
      known.map((feature) => feature[i]),
    ),
  );
  return correlations.reduce((sum, value) => sum + value, 0) / 3;
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [both, squareA, squareB] = [0, 1e-9, 1e-9];
  a.forEach((value, i) => {
    const [offA, offB] = [value - meanA, (b[i] as number) - meanB];
    both += offA * offB;
    squareA += offA * offA;
    squareB += offB * offB;
  });
  return both / Math.sqrt(squareA * squareB);
}
