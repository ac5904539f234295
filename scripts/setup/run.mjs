/** What all setup steps share: where the repository is, how a child process is run, and the error that ends a setup. */
import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

/** The Node that the product runs on, brought by the `node` package. */
export const OWN_NODE = join(
  ROOT,
  'node_modules/node/bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

/** A step that failed; the message says what to do. */
export class SetupError extends Error {}

/** @param {string} line */
export function say(line) {
  console.log(`Setup: ${line}`);
}

/**
 * Runs a program in the repository with its output on ours, and tells whether it succeeded. The repository's own
 * programs are taken off the PATH: `npm ci` deletes them while it runs.
 * @param {string} program @param {string[]} args @param {number} [timeoutMs]
 */
export function run(program, args, timeoutMs) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const path = folders.filter((folder) => !folder.startsWith(join(ROOT, 'node_modules'))).join(delimiter);
  const { status } = spawnSync(program, args, {
    cwd: ROOT,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    timeout: timeoutMs,
    env: { ...process.env, PATH: path },
  });
  return status === 0;
}

/**
 * Runs a script of the repository on its own Node. Throws a SetupError with `sentence` if it fails.
 * @param {string[]} args @param {string} sentence
 */
export function runNode(args, sentence) {
  if (!run(OWN_NODE, args)) throw new SetupError(sentence);
}
