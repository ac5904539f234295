/** The metrics' own server: this machine reads them, foreign names do not. */
import { request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { startMetricsServer } from '../../../../main/health/metrics-server.ts';

const statusOf = (port: number, path: string, host: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on('error', reject)
      .end();
  });

test('the metrics are told at one address, under its own name', async () => {
  const server = await startMetricsServer(0, async () => 'vermilion_up 1\n');
  onTestFinished(() => server.stop());
  const { port } = server;
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  expect(await answer.text()).toBe('vermilion_up 1\n');
  expect(await statusOf(port, '/metrics', `localhost:${port}`)).toBe(200);
  expect(await statusOf(port, '/metrics', 'evil.example')).toBe(421);
  expect(await statusOf(port, '/', `127.0.0.1:${port}`)).toBe(404);
});

test('a port that is taken is an error of the start, not of the process', async () => {
  const first = await startMetricsServer(0, async () => '');
  onTestFinished(() => first.stop());
  await expect(startMetricsServer(first.port, async () => '')).rejects.toThrow('EADDRINUSE');
});
