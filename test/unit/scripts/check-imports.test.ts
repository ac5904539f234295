/** The import rules catch what they forbid, let pass what they allow, and never agree with an empty cruise. */
import { expect, test } from 'vitest';
import { checkImports } from '../../../scripts/check-imports.ts';
import { tempFolder } from '../../fakes/temp-folder.ts';

const PIECE = 'export const piece = 1;\nexport type Piece = number;\n';

/** The rules broken when `from` imports `to`, as code or as a type. */
async function rulesBroken(from: string, to: string, kind: 'code' | 'type'): Promise<string[]> {
  const climb = '../'.repeat(from.split('/').length - 1);
  const line =
    kind === 'type'
      ? `import type { Piece } from '${climb}${to}';\nexport const own: Piece = 1;\n`
      : `import { piece } from '${climb}${to}';\nexport const own = piece;\n`;
  const { breaches } = await checkImports(tempFolder({ [from]: line, [to]: PIECE }));
  return breaches.map((breach) => /: ([\w-]+)\. /.exec(breach)?.[1] ?? breach);
}

test.each([
  ['main/contract/api.ts', 'main/store/db.ts', 'type', 'contract-stands-alone'],
  ['renderer/screens/home.tsx', 'main/store/db.ts', 'code', 'only-the-contract-of-main'],
  ['device/light/lamp.ts', 'main/visits/visit.ts', 'type', 'only-the-contract-of-main'],
  ['main/visits/visit.ts', 'main/headless/server.ts', 'code', 'nothing-imports-a-shell'],
  ['main/electron/app.ts', 'main/headless/server.ts', 'code', 'shells-stand-apart'],
  ['main/store/db.ts', 'main/visits/visit.ts', 'type', 'store-knows-no-user-of-it'],
  ['main/visits/visit.ts', 'renderer/bridge/link.ts', 'type', 'service-knows-no-page'],
  ['models/topology/lips.ts', 'models/face/mesh.ts', 'code', 'topology-is-data'],
  ['models/shopper/pose.ts', 'renderer/tryon/lips/rings.ts', 'code', 'models-are-leaves'],
  ['renderer/tryon/lips/rings.ts', 'renderer/tryon/paint/film.ts', 'type', 'lips-knows-no-later-stage'],
  [
    'renderer/tryon/frames/planes.ts',
    'renderer/tryon/landmarks/face.ts',
    'code',
    'frames-knows-no-later-stage',
  ],
  ['renderer/tryon/light/scene.ts', 'renderer/tryon/lips/rings.ts', 'code', 'light-takes-types-only'],
  ['renderer/screens/home.tsx', 'renderer/tryon/paint/film.ts', 'type', 'page-reaches-into-no-stage'],
  ['renderer/tryon/frames/input.ts', 'renderer/camera/camera.ts', 'type', 'stages-know-no-page'],
  ['main/visits/visit.ts', 'test/fakes/clock.ts', 'code', 'no-test-in-the-product'],
] as const)('%s may not import %s (%s): %s', async (from, to, kind, rule) => {
  expect(await rulesBroken(from, to, kind)).toContain(rule);
});

test.each([
  ['main/visits/visit.ts', 'main/contract/api.ts', 'code'],
  ['renderer/screens/home.tsx', 'main/contract/api.ts', 'code'],
  ['renderer/screens/home.tsx', 'renderer/tryon/messages.ts', 'code'],
  ['renderer/tryon/light/scene.ts', 'renderer/tryon/lips/rings.ts', 'type'],
  ['renderer/tryon/tryon.worker.ts', 'renderer/tryon/paint/film.ts', 'code'],
  ['renderer/tryon/lips/rings.ts', 'models/topology/lips.ts', 'code'],
  ['main/visits/visit.ts', 'main/store/db.ts', 'code'],
  ['test/unit/film.ts', 'renderer/tryon/paint/film.ts', 'code'],
] as const)('%s may import %s (%s)', async (from, to, kind) => {
  expect(await rulesBroken(from, to, kind)).toEqual([]);
});

test('a stage may not use a package', async () => {
  const folder = tempFolder({
    'renderer/tryon/paint/film.ts': "import { h } from 'preact';\nexport const own = h;\n",
    'node_modules/preact/package.json': '{"name": "preact", "main": "index.js"}',
    'node_modules/preact/index.js': 'exports.h = 1;',
  });
  const { breaches } = await checkImports(folder);
  expect(breaches.join()).toContain('stages-are-pure');
});

test('a circle and a missing module are found', async () => {
  const circle = {
    'main/a.ts': "import './b.ts';\n",
    'main/b.ts': "import './a.ts';\nimport './gone.ts';\n",
  };
  const breaches = (await checkImports(tempFolder(circle))).breaches.join('\n');
  expect(breaches).toContain('no-circular');
  expect(breaches).toContain('no-unresolvable');
});

test('a cruise that saw no TypeScript is a failure', async () => {
  const trees: Record<string, string>[] = [
    {},
    { 'main/readme.md': '' },
    { 'scripts/setup.mjs': 'export {};' },
  ];
  for (const files of trees) {
    const { modules, breaches } = await checkImports(tempFolder(files));
    expect(modules).toBe(0);
    expect(breaches.join()).toContain('No TypeScript was read');
  }
});
