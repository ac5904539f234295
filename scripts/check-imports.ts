/**
 * Checks the import rules of `.dependency-cruiser.mjs` over the source folders and prints each breach with the reason
 * of its rule. A cruise that saw no TypeScript is a failure too: a checker that reads nothing agrees with everything.
 */
import './assert-node.mjs';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cruise, type IConfiguration, type ICruiseResult } from 'dependency-cruiser';
import rules from '../.dependency-cruiser.mjs';

const SOURCE_FOLDERS = ['main', 'renderer', 'models', 'device', 'hq', 'test', 'scripts'];

/** What a check found: `breaches` are sentences, empty when all is well. */
export interface ImportReport {
  modules: number;
  breaches: string[];
}

/**
 * Cruises the source folders below `root` (an absolute path). Never throws for a breach; rejects only when the
 * cruiser itself cannot run.
 */
export async function checkImports(root: string): Promise<ImportReport> {
  const folders = SOURCE_FOLDERS.filter((folder) => existsSync(join(root, folder)));
  if (folders.length === 0) return emptyReport(root);
  const { forbidden, options } = rules as Required<Pick<IConfiguration, 'forbidden' | 'options'>>;
  const { output } = await cruise(
    folders,
    { ...options, ruleSet: { forbidden }, validate: true, baseDir: root },
    options.enhancedResolveOptions,
  );
  const { modules, summary } = output as ICruiseResult;
  // Without a TypeScript that it can use, the cruiser still reads the .mjs files: they prove nothing.
  const ours = modules.filter((module) => /\.tsx?$/.test(module.source) && !module.couldNotResolve);
  if (ours.length === 0) return emptyReport(root);
  const reasons = new Map(forbidden.map((rule) => [rule.name, rule.comment]));
  const breaches = summary.violations.map(
    ({ from, to, rule }) => `${from} → ${to}: ${rule.name}. ${reasons.get(rule.name)}`,
  );
  return { modules: ours.length, breaches };
}

function emptyReport(root: string): ImportReport {
  return {
    modules: 0,
    breaches: [
      `No TypeScript was read below ${root}: check the source folders and the package "typescript".`,
    ],
  };
}

if (import.meta.main) {
  const { modules, breaches } = await checkImports(join(import.meta.dirname, '..'));
  for (const breach of breaches) console.error(breach);
  console.log(`${modules} modules, ${breaches.length} import rules broken`);
  process.exitCode = breaches.length === 0 ? 0 : 1;
}
