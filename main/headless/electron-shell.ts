/** Electron as a program of its own: started with the mirror's flags, watched until it ends, and told when this process is to end. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { isRoot } from './chromium-flags.ts';

export interface ElectronRun {
  /** Absolute path of Electron. */
  program: string;
  /** The shell's entry and its flags. */
  args: string[];
  /** An end with an error within this time means that Electron cannot show anything here. */
  soonMs?: number;
}

/** `unusable`: it broke down at once, and another way to show the mirror is wanted. */
export type ElectronEnd = { kind: 'ended'; code: number } | { kind: 'unusable'; reason: string };

const SOON_MS = 5_000;

export async function runElectron({ program, args, soonMs = SOON_MS }: ElectronRun): Promise<ElectronEnd> {
  const startedMs = performance.now();
  let isAsked = false;
  // Chromium's sandbox refuses to start as root. Last, because the entry must be the first argument.
  const shell = spawn(program, [...args, ...(isRoot() ? ['--no-sandbox'] : [])], { stdio: 'inherit' });
  const pass = (signal: NodeJS.Signals): void => {
    isAsked = true;
    shell.kill(signal);
  };
  process.on('SIGINT', pass).on('SIGTERM', pass);
  try {
    const [code, signal] = (await once(shell, 'exit')) as [number | null, NodeJS.Signals | null];
    const isSoon = performance.now() - startedMs < soonMs;
    if (code === 0 || isAsked || !isSoon) return { kind: 'ended', code: code ?? 1 };
    return { kind: 'unusable', reason: signal ?? `code ${code}` };
  } catch (error) {
    return { kind: 'unusable', reason: (error as Error).message };
  } finally {
    process.off('SIGINT', pass).off('SIGTERM', pass);
  }
}
