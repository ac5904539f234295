/** HQ's data folder after the HQ that had it was killed. */
import { expect } from 'vitest';
import { type RunningHq, startHq } from '../../hq/hq.ts';

const PATIENCE_MS = 150_000;

/** The kernel may still be clearing the killed one away. The caller stops it. */
export async function openHqFolder(dataFolder: string): Promise<RunningHq> {
  let hq: RunningHq | undefined;
  const attempt = async (): Promise<unknown> => {
    hq = await startHq({ database: { dataFolder }, port: 0 }).catch(() => undefined);
    return hq;
  };
  await expect.poll(attempt, { timeout: PATIENCE_MS }).toBeDefined();
  return hq as unknown as RunningHq;
}
