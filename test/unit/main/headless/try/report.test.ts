/** The JSON report: valid for any mix of files, in its place only when it is whole. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openReport, round } from '../../../../../main/headless/try/report.ts';
import { tempFolder } from '../../../../fakes/temp-folder.ts';

const face = {
  landmarks: [[1.23456, 2, -0.001]],
  box: { x: 1.006, y: 2, width: 3, height: 4 },
  painted: true,
};

test('photos, clips and unreadable files become one list', async () => {
  const path = join(tempFolder(), 'new/report.json');
  const report = await openReport(path);
  const photo = await report.entry('a "b".jpg');
  await photo.size({ widthPx: 640, heightPx: 480 });
  await photo.faces([face]);
  await photo.end({ exit: 0 }, { totalMs: 12.3456 });
  const clip = await report.entry('c.mp4');
  await clip.size({ widthPx: 320, heightPx: 240 });
  await clip.frame(0, [], { paintMs: 1 });
  await clip.frame(33.3333, [face], { paintMs: 2 });
  await clip.end({ exit: 0 }, { totalMs: 50 });
  await (await report.entry('bad.jpg')).end({ exit: 3, reason: 'cannot be read' }, {});
  expect(existsSync(path)).toBe(false);
  await report.close();
  const rounded = { ...face, landmarks: [[1.23, 2, 0]], box: { ...face.box, x: 1.01 } };
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual([
    {
      file: 'a "b".jpg',
      widthPx: 640,
      heightPx: 480,
      faces: [rounded],
      timings: { totalMs: 12.35 },
      exit: 0,
    },
    {
      file: 'c.mp4',
      widthPx: 320,
      heightPx: 240,
      frames: [
        { timeMs: 0, faces: [], timings: { paintMs: 1 } },
        { timeMs: 33.33, faces: [rounded], timings: { paintMs: 2 } },
      ],
      timings: { totalMs: 50 },
      exit: 0,
    },
    {
      file: 'bad.jpg',
      widthPx: null,
      heightPx: null,
      faces: [],
      timings: {},
      exit: 3,
      reason: 'cannot be read',
    },
  ]);
  expect(readdirSync(join(path, '..'))).toEqual(['report.json']);
});

test('a clip that breaks off keeps the frames it had', async () => {
  const path = join(tempFolder(), 'report.json');
  const report = await openReport(path);
  const clip = await report.entry('c.mp4');
  await clip.size({ widthPx: 2, heightPx: 2 });
  await clip.frame(0, [], {});
  await clip.end({ exit: 3, reason: 'damaged' }, {});
  await report.close();
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject([{ frames: [{ timeMs: 0 }], exit: 3 }]);
});

test('without a path nothing is written', async () => {
  const report = await openReport(undefined);
  await (await report.entry('a.jpg')).end({ exit: 0 }, {});
  await report.close();
});

test('numbers are rounded to two decimals, everything else is left alone', () => {
  expect(round({ a: 1.005001, b: [-2.999], c: 'x', d: null, e: true })).toBe(
    '{"a":1.01,"b":[-3],"c":"x","d":null,"e":true}',
  );
});
