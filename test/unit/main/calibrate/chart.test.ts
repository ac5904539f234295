/** The chart that is printed is the chart that is looked for, in each kind of file. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { hexOfLinear } from '../../../../main/calibrate/colour.ts';
import { findCard } from '../../../../main/calibrate/find-card.ts';
import { project } from '../../../../main/calibrate/homography.ts';
import { PAGE, printedChart } from '../../../../main/calibrate/printed-chart.ts';
import { writeChart } from '../../../../main/headless/calibrate/chart-file.ts';
import { pictureOfRgba } from '../../../../main/headless/calibrate/frames.ts';
import { tempFolder } from '../../../fakes/temp-folder.ts';

async function written(name: string, widthMm: number): Promise<string> {
  const file = join(tempFolder(), name);
  await writeChart(file, widthMm);
  return file;
}

test('a PNG has 300 dots per inch, its colours exactly, and is found as it is', async () => {
  const image = sharp(await written('chart.png', 210));
  expect(await image.metadata()).toMatchObject({ width: 2480, height: 1748, density: 300 });
  const small = image.resize({ width: 1240 }).ensureAlpha().raw();
  const { data, info } = await small.toBuffer({ resolveWithObject: true });
  const picture = pictureOfRgba(data, info.width, info.height);
  const lies = findCard(picture, printedChart);
  for (const { centre, colour } of printedChart.patches) {
    const { x, y } = project(lies, centre);
    expect(x).toBeCloseTo((centre.x * info.width) / PAGE.widthMm, -0.5);
    const at = 4 * (Math.round(y) * info.width + Math.round(x));
    expect(`#${data.subarray(at, at + 3).toString('hex')}`).toBe(hexOfLinear(colour));
  }
});

test('an SVG has the size of the paper', async () => {
  const svg = readFileSync(await written('chart.svg', 297), 'utf8');
  expect(svg).toContain('width="297mm" height="209.31mm"');
  expect((await sharp(Buffer.from(svg)).metadata()).format).toBe('svg');
});

test('a PDF has one page of the size of the paper, and its table points at its objects', async () => {
  const pdf = readFileSync(await written('chart.pdf', 210), 'latin1');
  expect(pdf).toMatch(/^%PDF-1\.4\n/);
  expect(pdf).toContain('/MediaBox [0 0 595.276 419.528]');
  const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(pdf)?.[1]);
  const entries = pdf.slice(start).match(/^\d{10}(?= 00000 n )/gm) ?? [];
  expect(entries).toHaveLength(5);
  entries.forEach((offset, i) => {
    expect(pdf.slice(Number(offset))).toMatch(new RegExp(`^${i + 1} 0 obj\n`));
  });
  const stream = /<< \/Length (\d+) >>\nstream\n(.*?)\nendstream/s.exec(pdf);
  expect(stream?.[2]).toHaveLength(Number(stream?.[1]));
});
