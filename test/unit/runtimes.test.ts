/** Each runtime compiles with its own globals only: what belongs to another one is an error of the type check. */
import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

/** A package that one of these imports could bring another runtime's globals along. */
const SOURCES: Record<string, string> = {
  node: '../../main/**/*.ts',
  page: '../../renderer/*.tsx',
  worker: '../../renderer/tryon/**/*.ts',
};

/** What tsc says of `code` when it is compiled with the sources of `project`. */
async function complaintsOf(project: string, code: string): Promise<string> {
  const folder = join(ROOT, '.cache', `runtime-${project}-${process.pid}`);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'planted.ts'), code);
  const config = {
    extends: `../../tsconfig.${project}.json`,
    compilerOptions: { incremental: false, tsBuildInfoFile: null },
    include: ['planted.ts', SOURCES[project]],
    exclude: [],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const tsc = join(ROOT, 'node_modules/@typescript/native/bin/tsc');
  const run = promisify(execFile)(process.execPath, [tsc, '--project', folder]);
  return run.then(
    () => '',
    ({ stdout }: { stdout: string }) =>
      stdout
        .split('\n')
        .filter((line) => line.includes('planted.ts'))
        .join('\n'),
  );
}

const DOM = 'export const title = document.title;\n';
const NODE = "import { readFileSync } from 'node:fs';\nexport const text = readFileSync('a', 'utf8');\n";
const WORKER = 'export const scope: WorkerGlobalScope = self;\n';

test.each([
  ['node', DOM, "Cannot find name 'document'"],
  ['page', NODE, "Cannot find name 'node:fs'"],
  ['page', WORKER, "Cannot find name 'WorkerGlobalScope'"],
  ['worker', DOM, "Cannot find name 'document'"],
  ['worker', NODE, "Cannot find name 'node:fs'"],
])('the %s project refuses what is not its own', async (project, code, complaint) => {
  expect(await complaintsOf(project, code)).toContain(complaint);
});

test.each([
  ['node', NODE],
  ['page', DOM],
  ['worker', WORKER],
])('the %s project takes its own', async (project, code) => {
  expect(await complaintsOf(project, code)).toBe('');
});
