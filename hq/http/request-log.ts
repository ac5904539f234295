/** HQ's log of requests and failures: JSON lines in a folder, at most six files of 5 MB. Neither keys nor bodies are in it. */
import { createStream, type RotatingFileStream } from 'rotating-file-stream';

const ROTATION = { size: '5M', rotate: 5 } as const;

/** The caller ends it. A disk that refuses costs lines, never an answer. @param folder made when absent */
export function openRequestLog(folder: string): RotatingFileStream {
  const stream = createStream('hq.log', { path: folder, ...ROTATION });
  stream.on('error', () => {});
  return stream;
}
