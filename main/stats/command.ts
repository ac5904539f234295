/** What the commands of the statistics share: flags, the data folder, and how they end. */
import { parseArgs } from 'node:util';
import { findSettings } from '../config/settings.ts';
import { CodedError, hasSentence } from '../contract/coded-error.ts';

/** `different`: the recount found a difference. */
export const EXIT = { done: 0, different: 1, cannotRun: 2, usage: 64 } as const;

type Options = Record<string, { type: 'string' | 'boolean' }>;

/** Throws `usage`. */
export function readFlags<T extends Options>(command: string, args: string[], options: T) {
  try {
    return parseArgs({ args, options: { ...options, help: { type: 'boolean', short: 'h' } } }).values as {
      [Flag in keyof T]?: T[Flag]['type'] extends 'string' ? string : boolean;
    } & { help?: boolean };
  } catch (cause) {
    throw usageError(command, (cause as Error).message, cause);
  }
}

export const usageError = (command: string, sentence: string, cause?: unknown) =>
  new CodedError<'usage'>('usage', `${sentence}\n"npm run ${command} -- --help" explains everything.`, cause);

/** The same folder that `npm start` with this --data has. Absolute. */
export const findDataFolder = (data: string | undefined): string =>
  findSettings(data === undefined ? [] : ['--data', data], process.env, process.cwd()).dataFolder;

/** Prints a text and ends its line. */
export type Say = (text: string) => void;

/** The process ends with the command's code. */
export function runCommand(command: (args: string[], say: Say) => number): void {
  try {
    process.exitCode = command(process.argv.slice(2), console.log);
  } catch (error) {
    process.exitCode = explain(error);
  }
}

/** Every error with a code says what to do in its message; anything else is a mistake of ours and shown whole. */
function explain(error: unknown): number {
  console.error(hasSentence(error) ? error.message : error);
  return error instanceof CodedError && error.code === 'usage' ? EXIT.usage : EXIT.cannotRun;
}
