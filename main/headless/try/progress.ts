/** How far the run is: a bar where a person watches, a plain line now and then where a log is kept. */
import { SingleBar } from 'cli-progress';

/** Between two lines in a log. */
const LINE_EVERY_MS = 10_000;

export interface Progress {
  /** @param done files finished, with the finished share of the one at hand */
  update(done: number, label: string): void;
  /** Prints a line without tearing the bar. */
  say(line: string): void;
  stop(): void;
}

/** @param total files; for a single photo there is nothing to watch */
export function startProgress(total: number, isWorthwhile: boolean, stream: NodeJS.WriteStream): Progress {
  const say = (line: string) => void stream.write(`${line}\n`);
  if (!isWorthwhile) return { update: () => {}, say, stop: () => {} };
  return stream.isTTY ? startBar(total, stream) : startLog(total, say);
}

function startBar(total: number, stream: NodeJS.WriteStream): Progress {
  const format = '{bar} {percentage} % {label}';
  const bar = new SingleBar({ format, stream, clearOnComplete: true, hideCursor: true, barsize: 24 });
  bar.start(total, 0, { label: '' });
  return {
    update: (done, label) => bar.update(done, { label }),
    say(line) {
      // When it ends, the bar goes back to the saved place of the cursor (ESC 7), which has moved down by a line.
      stream.write(`\r\x1b[K${line}\n\x1b7`);
      bar.render();
    },
    stop: () => bar.stop(),
  };
}

function startLog(total: number, say: (line: string) => void): Progress {
  let lastMs = performance.now();
  return {
    update(done, label) {
      if (performance.now() - lastMs < LINE_EVERY_MS) return;
      lastMs = performance.now();
      say(`${Math.floor((100 * done) / total)} % ${label}`);
    },
    say,
    stop: () => {},
  };
}
