/** The statistics worker: answers funnel queries on its own read-only connection, so that none of them keeps an event waiting. */
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import type { Answer, Question, WorkerStart } from './messages.ts';
import { buildFunnel } from './query.ts';

const { path, timeZone } = workerData as WorkerStart;
const funnel = buildFunnel(new Database(path, { readonly: true, fileMustExist: true }), timeZone);

/** A query that fails tells why and leaves the worker as it was. */
function answer({ id, query }: Question): Answer {
  try {
    return { id, report: funnel(query) };
  } catch (cause) {
    return { id, failure: String(cause) };
  }
}

parentPort?.on('message', (question: Question) => parentPort?.postMessage(answer(question)));
